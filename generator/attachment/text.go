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
	n := 0
	for line := range bytes.SplitSeq(text, []byte("\n")) {
		n++
		l.line(string(line), place{row: n})
		if l.long || l.full {
			break
		}
	}
	l.scan(&r)
	return r
}

// mostCells is how many cells a row has that are kept apart, at most and about:
// rows are read ahead of what is counted.
const mostCells = 1 << 16

// width hands out a CSV file until it has a row that is wider than any table:
// the reader makes a string of each cell of a row.
type width struct {
	from io.Reader
	left int // cells of the row
}

var errWidth = errors.New("the row has too many cells")

func (w *width) Read(b []byte) (int, error) {
	if w.left < 0 {
		return 0, errWidth
	}
	n, err := w.from.Read(b)
	w.left -= bytes.Count(b[:n], []byte(","))
	return n, err
}

// delimited is a CSV file.
func delimited(src []byte) (r Report) {
	text, ok := decoded(src)
	if !ok {
		return Report{Unread: unknownEncoding}
	}
	width := &width{from: bytes.NewReader(text)}
	in := csv.NewReader(width)
	in.FieldsPerRecord, in.LazyQuotes, in.ReuseRecord = -1, true, true
	var l lines
	for {
		width.left = mostCells
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return plain(src) // its lines tell as much, without columns
		}
		n, _ := in.FieldPos(0)
		l.row(cells, place{row: n})
		if l.long || l.full {
			break
		}
	}
	l.scan(&r)
	return r
}
