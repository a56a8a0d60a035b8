package markdown

import (
	"sort"
	"unicode/utf8"

	"gongkai/generator/han"
)

// shift records that from a byte of the cleaned text on, an offset in the
// source is by so much greater.
type shift struct {
	from, by int
}

// cleaned returns the text with what has no place in HTML or XML made
// harmless: NUL, other control characters and invalid UTF-8 become U+FFFD,
// vertical tab and form feed a space, CR LF and a lone CR a LF. Text without
// any of these, which is nearly all there is, is returned as it is.
func cleaned(src []byte) ([]byte, []shift) {
	if Tidy(src) {
		return src, nil
	}
	out := make([]byte, 0, len(src)+64)
	var shifts []shift
	for i := 0; i < len(src); {
		r, size := utf8.DecodeRune(src[i:])
		switch {
		case r == '\v', r == '\f':
			out = append(out, ' ')
		case r == '\r' && i+1 < len(src) && src[i+1] == '\n':
			size = 2
			out = append(out, '\n')
		case r == '\r':
			out = append(out, '\n')
		case r < ' ' && r != '\n' && r != '\t', r == utf8.RuneError && size == 1:
			out = append(out, "\uFFFD"...)
		default:
			out = append(out, src[i:i+size]...)
		}
		i += size
		if by := i - len(out); len(shifts) == 0 && by != 0 || len(shifts) > 0 && shifts[len(shifts)-1].by != by {
			shifts = append(shifts, shift{len(out), by})
		}
	}
	return out, shifts
}

// Tidy reports that a text is UTF-8 and has no control characters but line feeds and
// tabs: there is nothing to be made harmless.
func Tidy(src []byte) bool {
	for i := 0; i < len(src); {
		if c := src[i]; c < utf8.RuneSelf {
			if c < ' ' && c != '\n' && c != '\t' {
				return false
			}
			i++
			continue
		}
		if n := han.Run(src[i:]); n > 0 {
			i += n
			continue
		}
		r, size := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && size == 1 {
			return false
		}
		i += size
	}
	return true
}

// origin returns where an offset of the cleaned text lies in the source.
func origin(shifts []shift, off int) int {
	i := sort.Search(len(shifts), func(i int) bool { return shifts[i].from > off })
	if i == 0 {
		return off
	}
	return off + shifts[i-1].by
}
