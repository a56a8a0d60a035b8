package attachment

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"gongkai/generator/diag"
)

// decoded is a text in UTF-8, from that or from GB18030, which spreadsheets in
// China write.
func decoded(src []byte) (text []byte, ok bool) {
	src = diag.Normalise(src)
	if utf8.Valid(src) {
		return src, true
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(src)
	return text, err == nil && !bytes.ContainsRune(text, utf8.RuneError)
}

var unknownEncoding = diag.Say("不是 UTF-8 也不是 GBK 编码，检查不了；另存为 UTF-8", "it is neither in UTF-8 nor in GBK; save it as UTF-8")

// plain is a text file.
func plain(src []byte) (r Report) {
	text, ok := decoded(src)
	if !ok {
		return Report{Unread: unknownEncoding}
	}
	var l lines
	for n, line := range bytes.Split(text, []byte("\n")) {
		l.line(string(line), lineWhere(n+1))
	}
	l.scan(&r)
	return r
}

// delimited is a CSV file.
func delimited(src []byte) (r Report) {
	text, ok := decoded(src)
	if !ok {
		return Report{Unread: unknownEncoding}
	}
	in := csv.NewReader(bytes.NewReader(text))
	in.FieldsPerRecord, in.LazyQuotes, in.ReuseRecord = -1, true, true
	var l lines
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return plain(src) // its lines tell as much, without columns
		}
		n, _ := in.FieldPos(0)
		l.row(cells, lineWhere(n))
	}
	l.scan(&r)
	return r
}
