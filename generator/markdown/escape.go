package markdown

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"

	"gongkai/generator/han"
)

// marked tells the bytes at which the text writers must stop.
var marked = [256]bool{'<': true, '>': true, '&': true, '"': true, '\\': true}

// appendText appends Markdown text as HTML text: backslash escapes and
// entities are resolved, and the result is escaped for HTML.
func appendText(dst, v []byte) []byte {
	n := 0
	for i := 0; i < len(v); {
		if v[i] >= utf8.RuneSelf {
			i += max(1, han.Run(v[i:]))
			continue
		}
		if !marked[v[i]] {
			i++
			continue
		}
		var with string
		skip := 1
		switch v[i] {
		case '<':
			with = "&lt;"
		case '>':
			with = "&gt;"
		case '&':
			var char []byte
			if char, skip = entity(v[i:]); skip > 0 {
				dst = appendVerbatim(append(dst, v[n:i]...), char)
				i += skip
				n = i
				continue
			}
			with, skip = "&amp;", 1
		case '\\':
			if i+1 == len(v) || !util.IsPunct(v[i+1]) {
				i++
				continue
			}
			dst = appendVerbatim(append(dst, v[n:i]...), v[i+1:i+2])
			i += 2
			n = i
			continue
		default:
			i++
			continue
		}
		dst = append(append(dst, v[n:i]...), with...)
		i += skip
		n = i
	}
	return append(dst, v[n:]...)
}

// appendVerbatim appends characters as HTML text without reading Markdown in
// them.
func appendVerbatim(dst, v []byte) []byte {
	n := 0
	for i, c := range v {
		if !marked[c] {
			continue
		}
		var with string
		switch c {
		case '<':
			with = "&lt;"
		case '>':
			with = "&gt;"
		case '&':
			with = "&amp;"
		default:
			continue
		}
		dst = append(append(dst, v[n:i]...), with...)
		n = i + 1
	}
	return append(dst, v[n:]...)
}

// appendAttribute appends a value for a double-quoted attribute.
func appendAttribute(dst []byte, v string) []byte {
	n := 0
	for i := 0; i < len(v); i++ {
		if !marked[v[i]] {
			continue
		}
		var with string
		switch v[i] {
		case '<':
			with = "&lt;"
		case '>':
			with = "&gt;"
		case '&':
			with = "&amp;"
		case '"':
			with = "&quot;"
		default:
			continue
		}
		dst = append(append(dst, v[n:i]...), with...)
		n = i + 1
	}
	return append(dst, v[n:]...)
}

// appendPlain appends Markdown text as it is meant: backslash escapes and
// entities are resolved.
func appendPlain(dst, v []byte) []byte {
	n := 0
	for i := 0; i < len(v); i++ {
		switch v[i] {
		case '\\':
			if i+1 < len(v) && util.IsPunct(v[i+1]) {
				dst = append(append(dst, v[n:i]...), v[i+1])
				i++
				n = i + 1
			}
		case '&':
			if char, size := entity(v[i:]); size > 0 {
				dst = append(append(dst, v[n:i]...), char...)
				i += size - 1
				n = i + 1
			}
		}
	}
	return append(dst, v[n:]...)
}

// entity reads the character reference at the start of v, and returns the
// characters and the length of the reference, or 0 if there is none.
// A reference to a character that HTML or XML can't hold gives U+FFFD.
func entity(v []byte) ([]byte, int) {
	const longest = 33 // of HTML's names, with the & and the semicolon
	end := bytes.IndexByte(v[:min(len(v), longest)], ';')
	if end < 2 {
		return nil, 0
	}
	name := v[1:end]
	if name[0] != '#' {
		for _, c := range name {
			if !util.IsAlphaNumeric(c) {
				return nil, 0
			}
		}
		if e, ok := util.LookUpHTML5EntityByName(string(name)); ok {
			return e.Characters, end + 1
		}
		return nil, 0
	}
	digits, base, most := name[1:], 10, 7
	if len(digits) > 0 && (digits[0] == 'x' || digits[0] == 'X') {
		digits, base, most = digits[1:], 16, 6
	}
	if len(digits) == 0 || len(digits) > most || digits[0] == '+' || digits[0] == '-' {
		return nil, 0
	}
	code, err := strconv.ParseInt(string(digits), base, 32)
	if err != nil {
		return nil, 0
	}
	r := rune(code)
	if r < ' ' && r != '\n' && r != '\t' || 0x7f <= r && r < 0xa0 || r == 0xfffe || r == 0xffff {
		r = utf8.RuneError
	}
	return utf8.AppendRune(nil, r), end + 1
}
