package attachment

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"gongkai/generator/diag"
)

// decoded is a text in UTF-8, from that or from GB18030, which spreadsheets in
// China write. No text has a NUL: where one stands, it is in an encoding of two
// bytes, or is none.
func decoded(src []byte) (text []byte, ok bool) {
	src = diag.Normalise(src)
	if bytes.IndexByte(src, 0) >= 0 {
		return nil, false
	}
	if utf8.Valid(src) {
		return src, true
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(src)
	return text, err == nil && !bytes.ContainsRune(text, utf8.RuneError)
}

var unknownEncoding = diag.Say("不是 UTF-8 也不是 GBK 编码，检查不了；另存为 UTF-8", "it is neither in UTF-8 nor in GBK; save it as UTF-8")

// strange is a text in an encoding that is not known. What of it is digits in
// UTF-16 shows without its NULs.
func strange(src []byte) (r Report) {
	if bytes.IndexByte(src, 0) >= 0 {
		var l lines
		l.text.Grow(min(len(src), maxText))
		l.each(bytes.ReplaceAll(src, []byte{0}, nil), func(line string) string { return line })
		l.scan(&r)
	}
	r.Unread = unknownEncoding
	return r
}

// plain is a text file.
func plain(src []byte) Report {
	return written(src, func(line string) string { return line })
}

// written is a text file whose lines are written in a way of their own.
func written(src []byte, read func(line string) string) (r Report) {
	text, ok := decoded(src)
	if !ok {
		return strange(src)
	}
	var l lines
	l.each(text, read)
	l.scan(&r)
	return r
}

// each adds the lines of a text.
func (l *lines) each(text []byte, read func(line string) string) {
	n := 0
	for line := range bytes.SplitSeq(text, []byte("\n")) {
		n++
		l.line(read(string(line)), place{row: n})
		if l.long || l.full {
			break
		}
	}
}

// notation is a JSON file, whose characters may be written by their numbers.
func notation(src []byte) Report { return written(src, withoutEscapes) }

// withoutEscapes is a line of JSON with the characters that its escapes stand
// for.
func withoutEscapes(line string) string {
	if !strings.Contains(line, `\`) {
		return line
	}
	var b strings.Builder
	for i := 0; i < len(line); i++ {
		if line[i] != '\\' || i+1 == len(line) {
			b.WriteByte(line[i])
			continue
		}
		i++
		code, err := strconv.ParseUint(line[i+1:min(len(line), i+5)], 16, 16)
		if line[i] == 'u' && i+5 <= len(line) && err == nil {
			b.WriteRune(rune(code)) // of a pair, which no digit of use here is, a mark of replacement
			i += 4
			continue
		}
		b.WriteByte(' ') // a line break, a quotation mark
	}
	return b.String()
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
		return strange(src)
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
			r = plain(src) // its lines tell as much, without columns
			formulas(&r, strings.SplitSeq(string(text), ","))
			return r
		}
		formulas(&r, slices.Values(cells))
		n, _ := in.FieldPos(0)
		l.row(cells, place{row: n})
		if l.long || l.full {
			break
		}
	}
	l.scan(&r)
	return r
}

// formulas tells of cells that a spreadsheet would run. Some part cells by other
// marks than commas.
func formulas(r *Report, cells iter.Seq[string]) {
	for cell := range cells {
		if !strings.ContainsAny(cell, "=+-@＝＋－＠") {
			continue
		}
		for part := range strings.FieldsFuncSeq(cell, func(c rune) bool { return c == ';' || c == '\t' || c == '\n' }) {
			if formulaCell(part) {
				hidden(r, "有以 =、+、- 或 @ 开头的单元格，表格软件打开时会当公式运行", "it has cells that begin with =, +, - or @ and that a spreadsheet would run as formulas")
				return
			}
		}
	}
}
