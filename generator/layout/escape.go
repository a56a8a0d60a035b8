package layout

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongkai/generator/han"
)

// escaper does what one of html/template's functions does to a string.
type escaper struct {
	apply func(out []byte, s string) []byte // appends s, escaped
	keeps func(s []byte) bool               // whether apply would change nothing; needed of a second one in a chain
}

// unsafeText is what html/template prints in the place of what it refuses.
const unsafeText = "ZgotmplZ"

// escaped appends s after all escapers of the chain. What a later one has to
// change is rare, so it is looked for first.
func escaped(out []byte, s string, chain []escaper) []byte {
	if len(chain) == 0 {
		return append(out, s...)
	}
	start := len(out)
	out = chain[0].apply(out, s)
	for _, e := range chain[1:] {
		if e.keeps == nil || !e.keeps(out[start:]) {
			out = e.apply(out[:start], string(out[start:]))
		}
	}
	return out
}

// What stands for the special characters in text and between quotes, in what
// is HTML already, and in an attribute without quotes.
var (
	inHTML = []string{0: "\ufffd", '"': "&#34;", '&': "&amp;", '\'': "&#39;", '+': "&#43;", '<': "&lt;", '>': "&gt;"}

	inHTMLOnce = []string{0: "\ufffd", '"': "&#34;", '\'': "&#39;", '+': "&#43;", '<': "&lt;", '>': "&gt;"}

	inUnquoted = []string{0: "&#xfffd;", '\t': "&#9;", '\n': "&#10;", '\v': "&#11;", '\f': "&#12;", '\r': "&#13;", ' ': "&#32;",
		'"': "&#34;", '&': "&amp;", '\'': "&#39;", '+': "&#43;", '<': "&lt;", '=': "&#61;", '>': "&gt;", '`': "&#96;"}
)

// appendHTML escapes text for where HTML text or a quoted value is.
func appendHTML(out []byte, s string) []byte { return appendReplaced(out, s, inHTML) }

// appendHTMLOnce does the same for what is HTML already: it keeps references.
func appendHTMLOnce(out []byte, s string) []byte { return appendReplaced(out, s, inHTMLOnce) }

func appendReplaced(out []byte, s string, table []string) []byte {
	from := 0
	for i := 0; i < len(s); {
		c := int(s[i])
		if c >= utf8.RuneSelf {
			i += max(1, han.RunString(s[i:]))
			continue
		}
		if c >= len(table) || table[c] == "" {
			i++
			continue
		}
		out = append(out, s[from:i]...)
		out = append(out, table[c]...)
		i++
		from = i
	}
	return append(out, s[from:]...)
}

func keepsHTML(s []byte) bool {
	for _, c := range s {
		if int(c) < len(inHTML) && inHTML[c] != "" {
			return false
		}
	}
	return true
}

// appendUnquoted escapes for an attribute without quotes.
func appendUnquoted(out []byte, s string) []byte {
	if s == "" {
		return append(out, unsafeText...)
	}
	from := 0
	for i, n := 0, 0; i < len(s); i += n {
		var r rune
		r, n = utf8.DecodeRuneInString(s[i:])
		switch {
		case int(r) < len(inUnquoted):
			if inUnquoted[r] == "" {
				continue
			}
			out = append(out, s[from:i]...)
			out = append(out, inUnquoted[r]...)
		case 0xfdd0 <= r && r <= 0xfdef || 0xfff0 <= r && r <= 0xffff:
			out = append(out, s[from:i]...)
			out = append(out, "&#x"...)
			out = strconv.AppendInt(out, int64(r), 16)
			out = append(out, ';')
		default:
			continue
		}
		from = i + n
	}
	return append(out, s[from:]...)
}

// keepsUnquoted says no where it would have to look closer.
func keepsUnquoted(s []byte) bool {
	for _, c := range s {
		if c >= utf8.RuneSelf || int(c) < len(inUnquoted) && inUnquoted[c] != "" {
			return false
		}
	}
	return len(s) > 0
}

// appendSafeURL appends an address, if it is relative or its scheme does
// nothing that the reader can't undo.
func appendSafeURL(out []byte, s string) []byte {
	scheme, _, ok := strings.Cut(s, ":")
	if !ok || strings.Contains(scheme, "/") {
		return append(out, s...)
	}
	for _, safe := range []string{"http", "https", "mailto"} {
		if strings.EqualFold(scheme, safe) {
			return append(out, s...)
		}
	}
	return append(out, "#"+unsafeText...)
}

// appendURL encodes what must not stand in an address or its attribute.
func appendURL(out []byte, s string) []byte { return appendEncoded(out, s, true) }

// appendURLPart encodes also what has a meaning in an address: for a value in
// its query.
func appendURLPart(out []byte, s string) []byte { return appendEncoded(out, s, false) }

func keepsURL(s []byte) bool {
	for _, c := range s {
		if !isUnreserved(c) && !isReserved(c) {
			return false
		}
	}
	return true
}

func keepsURLPart(s []byte) bool {
	for _, c := range s {
		if !isUnreserved(c) {
			return false
		}
	}
	return true
}

func appendEncoded(out []byte, s string, whole bool) []byte {
	const digits = "0123456789abcdef"
	from := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case isUnreserved(c):
			continue
		case whole && isReserved(c):
			continue
		case whole && c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			continue // is encoded
		}
		out = append(out, s[from:i]...)
		out = append(out, '%', digits[c>>4], digits[c&15])
		from = i + 1
	}
	return append(out, s[from:]...)
}

// isUnreserved is of RFC 3986, section 2.3.
func isUnreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' ||
		c == '-' || c == '.' || c == '_' || c == '~'
}

// isReserved is of RFC 3986, section 2.2, without what could end a quoted
// attribute or url() of CSS.
func isReserved(c byte) bool {
	switch c {
	case '!', '#', '$', '&', '*', '+', ',', '/', ':', ';', '=', '?', '@', '[', ']':
		return true
	}
	return false
}

// appendJSON appends a string as JSON, which is JavaScript too: the encoder
// escapes <, >, & and the line ends that only JavaScript knows.
func appendJSON(out []byte, s string) []byte {
	text, err := json.Marshal(s)
	must(err == nil, "no JSON")
	return append(out, text...)
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
