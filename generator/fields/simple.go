package fields

import (
	"bytes"
	"unicode/utf8"
)

// Nearly all front matter is a plain form: one `key: value` a line, short
// lists in brackets, and a nested group or two. readSimple reads exactly that
// and gives up on anything else, which the YAML parser then reads. It yields
// the same nodes as the parser would (a fuzz test holds it to that) at a
// tenth of the cost, and front matter is a third of what reading a document
// takes.
func readSimple(src []byte, off, end int) (Node, bool) {
	r := simpleReader{src: src, at: off, end: end}
	n := r.mapping(0)
	return n, !r.failed && r.at >= end && len(n.Keys) > 0
}

// simpleReader goes through src line by line; failed says that something
// needs the real parser.
type simpleReader struct {
	src     []byte
	at, end int
	failed  bool
}

// line is the next line that is neither blank nor a comment, with its
// indentation and without trailing spaces; it is not consumed.
func (r *simpleReader) line() (text []byte, indent int, ok bool) {
	for r.at < r.end {
		text, _, _ = bytes.Cut(r.src[r.at:r.end], []byte("\n"))
		body := bytes.TrimLeft(text, " ")
		if len(body) > 0 && body[0] != '#' {
			return bytes.TrimRight(text, " "), len(text) - len(body), true
		}
		r.at += len(text) + 1
	}
	return nil, 0, false
}

func (r *simpleReader) fail() Node {
	r.failed = true
	return Node{}
}

// mapping reads the lines that are indented as deeply as the first.
func (r *simpleReader) mapping(indent int) Node {
	n := Node{Kind: Map, Keys: make([]Key, 0, 16), Items: make([]Node, 0, 16)}
	for !r.failed {
		text, depth, ok := r.line()
		if !ok || depth < indent {
			break
		}
		if depth > indent {
			return r.fail()
		}
		r.pair(&n, text, indent)
	}
	if r.failed || len(n.Keys) == 0 {
		return r.fail()
	}
	last := n.Items[len(n.Items)-1]
	n.Off = n.Keys[0].Off
	n.Len = max(last.Off+last.Len-n.Off, n.Keys[0].Len)
	return n
}

// pair reads `key: value`, or `key:` and the mapping below it.
func (r *simpleReader) pair(n *Node, text []byte, indent int) {
	colon := keyLen(text[indent:])
	if colon == 0 {
		r.fail()
		return
	}
	start := r.at
	n.Keys = append(n.Keys, Key{Text: string(text[indent : indent+colon]), Off: int32(start + indent), Len: int32(colon)})
	r.at += len(text)
	if nl := bytes.IndexByte(r.src[r.at:r.end], '\n'); nl >= 0 {
		r.at += nl + 1
	} else {
		r.at = r.end
	}
	value := text[indent+colon+1:]
	_, below, more := r.line()
	if len(value) == 0 {
		if !more || below <= indent {
			r.fail() // a null, whose place the parser knows
			return
		}
		n.Items = append(n.Items, r.mapping(below))
		return
	}
	if value[0] != ' ' || more && below > indent { // a value that goes on below
		r.fail()
		return
	}
	value = bytes.TrimLeft(value, " ")
	n.Items = append(n.Items, r.value(value, start+len(text)-len(value)))
}

// keyLen is the length of a key of letters that a colon follows, or 0.
func keyLen(s []byte) int {
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == ':':
			return i
		case c >= utf8.RuneSelf:
			k, size := utf8.DecodeRune(s[i:])
			if k < 0x4e00 || k > 0x9fff {
				return 0
			}
			i += size
		case c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			i++
		default:
			return 0
		}
	}
	return 0
}

func (r *simpleReader) value(s []byte, off int) Node {
	switch s[0] {
	case '"', '\'':
		return r.quoted(s, off)
	case '[':
		return r.list(s, off)
	}
	if !plain(s) {
		return r.fail()
	}
	return Node{Kind: Scalar, Text: string(s), Off: int32(off), Len: int32(len(s))}
}

// quoted takes a value in one pair of quotes without escapes.
func (r *simpleReader) quoted(s []byte, off int) Node {
	last := len(s) - 1
	if last < 2 || s[last] != s[0] || bytes.IndexByte(s[1:last], s[0]) >= 0 || bytes.IndexByte(s, '\\') >= 0 || bytes.IndexByte(s, '\t') >= 0 {
		return r.fail()
	}
	return Node{Kind: Scalar, Text: string(s[1:last]), Off: int32(off), Len: int32(len(s))}
}

// list takes plain values between brackets on one line.
func (r *simpleReader) list(s []byte, off int) Node {
	last := len(s) - 1
	if last < 2 || s[last] != ']' {
		return r.fail()
	}
	n := Node{Kind: List, Off: int32(off)}
	for at := 1; at <= last; {
		size := bytes.IndexByte(s[at:last], ',')
		if size < 0 {
			size = last - at
		}
		word := bytes.TrimLeft(s[at:at+size], " ")
		lead := size - len(word)
		word = bytes.TrimRight(word, " ")
		if len(word) == 0 || !plain(word) || bytes.ContainsAny(word, "[]{}:#") {
			return r.fail()
		}
		n.Items = append(n.Items, Node{Kind: Scalar, Text: string(word), Off: int32(off + at + lead), Len: int32(len(word))})
		at += size + 1
	}
	end := n.Items[len(n.Items)-1]
	n.Len = end.Off + end.Len - n.Off
	return n
}

// plain reports whether a value is one that YAML takes as it stands.
func plain(s []byte) bool {
	if bytes.IndexByte([]byte("!&*-?|>@%`{}[],#:\"'~=<."), s[0]) >= 0 || s[0] < ' ' {
		return false
	}
	switch string(s) {
	case "null", "Null", "NULL":
		return false
	}
	for i, c := range s {
		switch {
		case c < ' ' || c == 0x7f:
			return false
		case c == ':' && (i+1 == len(s) || s[i+1] == ' '):
			return false
		case c == '#' && s[i-1] == ' ':
			return false
		}
	}
	return true
}
