package markdown

import (
	"encoding/binary"
	"errors"
	"math"

	"gongkai/generator/row"
)

// codecVersion is the first byte of an encoded body. It rises whenever the
// form or the HTML that Render makes changes, so that no cache serves the old.
const codecVersion = 3

var errBody = errors.New("markdown: not an encoded body")

// AppendBinary appends all of the body but its HTML, in a compact form that
// DecodeBody reads back. The form is private to one version of the program.
func (b Body) AppendBinary(dst []byte) []byte {
	dst = append(dst, codecVersion)
	dst = appendInts(dst, len(b.HTML))
	dst = appendInts(dst, len(b.Links))
	for _, l := range b.Links {
		dst = appendInts(dst, l.Start, l.End-l.Start, bit(l.Image), l.Pos, l.Len)
		dst = row.AppendText(row.AppendText(dst, l.Dest), l.Text)
	}
	dst = appendInts(dst, len(b.Headings))
	for _, h := range b.Headings {
		dst = appendInts(dst, h.Level, bit(h.TextAfter), h.Pos, h.Len)
		dst = row.AppendText(row.AppendText(dst, h.ID), h.Text)
	}
	dst = appendInts(dst, len(b.Problems))
	for _, p := range b.Problems {
		dst = appendInts(dst, p.Pos, p.Len)
		dst = row.AppendText(row.AppendText(dst, p.Kind), p.What)
	}
	dst = appendInts(dst, len(b.Tables))
	for _, t := range b.Tables {
		dst = appendInts(dst, t.Pos, t.Len, bit(t.Header))
	}
	return dst
}

func appendInts(dst []byte, values ...int) []byte {
	for _, v := range values {
		dst = binary.AppendUvarint(dst, uint64(v))
	}
	return dst
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// DecodeBody reads what AppendBinary wrote: the body without its HTML, how long
// that has to be, and what follows in src. The body's strings are parts of src.
// What it returns without an error can be used safely with HTML of that length:
// the ranges of the links are within it and in order.
func DecodeBody(src string) (b Body, html int, rest string, err error) {
	if len(src) == 0 || src[0] != codecVersion {
		return Body{}, 0, "", errBody
	}
	d := decoder{row.Reader{Rest: src[1:]}}
	html = d.int()
	at := 0
	b.Links = make([]Link, d.Count(7))
	for i := range b.Links {
		l := &b.Links[i]
		l.Start = d.int()
		l.End = l.Start + d.int()
		l.Image, l.Pos, l.Len = d.flag(), d.int(), d.int()
		l.Dest, l.Text = d.Text(), d.Text()
		if l.Start < at || l.End > html {
			d.Fail()
		}
		at = l.End
	}
	b.Headings = make([]Heading, d.Count(6))
	for i := range b.Headings {
		h := &b.Headings[i]
		h.Level, h.TextAfter, h.Pos, h.Len = d.int(), d.flag(), d.int(), d.int()
		h.ID, h.Text = d.Text(), d.Text()
	}
	b.Problems = make([]Problem, d.Count(4))
	for i := range b.Problems {
		p := &b.Problems[i]
		p.Pos, p.Len = d.int(), d.int()
		p.Kind, p.What = d.Text(), d.Text()
	}
	b.Tables = make([]Table, d.Count(3))
	for i := range b.Tables {
		t := &b.Tables[i]
		t.Pos, t.Len, t.Header = d.int(), d.int(), d.flag()
	}
	if d.Bad {
		return Body{}, 0, "", errBody
	}
	return b.compact(), html, d.Rest, nil
}

// compact makes empty slices nil, as Render leaves them.
func (b Body) compact() Body {
	if len(b.Links) == 0 {
		b.Links = nil
	}
	if len(b.Headings) == 0 {
		b.Headings = nil
	}
	if len(b.Problems) == 0 {
		b.Problems = nil
	}
	if len(b.Tables) == 0 {
		b.Tables = nil
	}
	return b
}

type decoder struct{ row.Reader }

// int reads a number that fits into 31 bits: no file is longer, and sums of
// two can't overflow.
func (d *decoder) int() int {
	v := d.Uint()
	if v > math.MaxInt32 {
		d.Fail()
		return 0
	}
	return int(v)
}

func (d *decoder) flag() bool {
	v := d.int()
	if v > 1 {
		d.Fail()
	}
	return v == 1
}
