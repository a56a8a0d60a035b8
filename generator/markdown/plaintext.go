package markdown

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"gongkai/generator/han"
)

// Text returns the body as plain text, for feeds and search: one line for
// each paragraph, heading, item or row, cells apart by a tab, images as their
// alternative text, footnotes at the end, without their marks.
func (b Body) Text() string { return string(b.AppendText(nil)) }

// AppendText appends what Text returns to dst.
func (b Body) AppendText(dst []byte) []byte {
	t := plainText{out: slices.Grow(dst, len(b.HTML)), start: len(dst)}
	v := b.HTML
	for len(v) > 0 {
		n := bytes.IndexByte(v, '<')
		if n < 0 {
			n = len(v)
		}
		t.text(v[:n])
		v = v[n:]
		if len(v) == 0 {
			break
		}
		end := bytes.IndexByte(v, '>') // attributes have none: it is escaped
		if end < 0 {
			break
		}
		v = t.tag(v[:end+1], v[end+1:])
	}
	return t.trimmed()
}

type plainText struct {
	out   []byte
	start int  // of the text in out
	pre   bool // within <pre>, where line ends count
}

// trimmed is out without white space at either end of the text.
func (t *plainText) trimmed() []byte {
	out := t.out[:t.start+len(bytes.TrimRight(t.out[t.start:], " \t\r\n"))]
	lead := len(out) - t.start - len(bytes.TrimLeft(out[t.start:], " \t\r\n"))
	return slices.Delete(out, t.start, t.start+lead)
}

func (t *plainText) text(v []byte) {
	for i := 0; i < len(v); i++ {
		if run := ordinary(v[i:]); run > 0 {
			t.out = append(t.out, v[i:i+run]...)
			if i += run; i == len(v) {
				return
			}
		}
		switch c := v[i]; {
		case c == '&':
			n := bytes.IndexByte(v[i:], ';')
			if n < 0 {
				t.out = append(t.out, c)
				continue
			}
			t.out = named(t.out, v[i:i+n+1])
			i += n
		case t.pre:
			t.out = append(t.out, c)
		case len(t.out) > t.start && t.out[len(t.out)-1] != ' ' && t.out[len(t.out)-1] != '\n' && t.out[len(t.out)-1] != '\t':
			t.out = append(t.out, ' ')
		}
	}
}

// ordinary is how many bytes at the beginning of v stand for themselves.
func ordinary(v []byte) int {
	for i := 0; i < len(v); {
		switch c := v[i]; {
		case c >= utf8.RuneSelf:
			i += max(1, han.Run(v[i:]))
		case c == '&' || c == ' ' || c == '\n':
			return i
		default:
			i++
		}
	}
	return len(v)
}

// named appends an entity resolved if it is one that this package writes.
func named(dst, v []byte) []byte {
	switch string(v) {
	case "&amp;":
		return append(dst, '&')
	case "&lt;":
		return append(dst, '<')
	case "&gt;":
		return append(dst, '>')
	case "&quot;":
		return append(dst, '"')
	}
	return append(dst, v...)
}

// tag handles a tag, and returns rest or what of it remains if the tag's
// element has no text for readers.
func (t *plainText) tag(tag, rest []byte) []byte {
	switch name := tagName(tag); string(name) {
	case "img":
		if _, alt, ok := bytes.Cut(tag, []byte(` alt="`)); ok {
			alt, _, _ = bytes.Cut(alt, []byte(`"`))
			t.text(alt)
		}
	case "pre", "/pre":
		t.pre = name[0] == 'p'
		t.line()
	case "td", "th":
		if n := len(t.out); n > t.start && t.out[n-1] != '\n' {
			t.out = append(bytes.TrimRight(t.out, " "), '\t')
		}
	case "sup":
		return after(rest, "</sup>")
	case "a":
		if bytes.Contains(tag, []byte(`class="footnote-back"`)) {
			return after(rest, "</a>")
		}
	case "/a", "em", "/em", "strong", "/strong", "del", "/del", "code", "/code", "/td", "/th":
	default:
		t.line()
	}
	return rest
}

func after(v []byte, end string) []byte {
	if i := bytes.Index(v, []byte(end)); i >= 0 {
		return v[i+len(end):]
	}
	return nil
}

func (t *plainText) line() {
	t.out = trimBlanks(t.out)
	if n := len(t.out); n > t.start && t.out[n-1] != '\n' {
		t.out = append(t.out, '\n')
	}
}

// tagName returns the name in a tag, with the slash of an end tag.
func tagName(tag []byte) []byte {
	name := tag[1 : len(tag)-1]
	if i := bytes.IndexByte(name, ' '); i >= 0 {
		name = name[:i]
	}
	return name
}
