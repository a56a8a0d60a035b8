package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// scheme returns the scheme of an address in lower case, without its colon,
// "" if it has none. Browsers skip blanks and control characters within a
// scheme, so they are skipped here.
func scheme(dest string) string {
	before, _, ok := strings.Cut(dest, ":")
	if !ok {
		return ""
	}
	name := make([]byte, 0, 16)
	for i := 0; i < len(before); i++ {
		c := before[i]
		switch {
		case c <= ' ' || c == 0x7f:
			continue
		case 'A' <= c && c <= 'Z':
			c |= 0x20
		case 'a' <= c && c <= 'z':
		case len(name) > 0 && ('0' <= c && c <= '9' || c == '+' || c == '-' || c == '.'):
		default:
			return ""
		}
		name = append(name, c)
	}
	return string(name)
}

// allowed reports whether an address may stand in the HTML, and what kind of
// problem it is otherwise. The list is of what is allowed, because systems
// keep adding schemes that start programs.
func allowed(scheme string, image bool) (problem string, ok bool) {
	switch scheme {
	case "", "http", "https":
		return "", true
	case "mailto", "tel":
		return "link-scheme", !image
	case "javascript", "vbscript", "data", "file":
		return "active-html", false
	}
	return "link-scheme", false
}

// external reports whether an address leads to another host. Browsers take a
// backslash for a slash.
func external(scheme, dest string) bool {
	if scheme == "http" || scheme == "https" {
		return true
	}
	return len(dest) > 1 && (dest[0] == '/' || dest[0] == '\\') && (dest[1] == '/' || dest[1] == '\\')
}

func (r *renderer) link(n *ast.Link) {
	start, end := r.linkRange(n)
	if r.inLink || !r.affords(len(n.Destination)+len(n.Title), start, end) {
		r.inlines(n)
		return
	}
	dest := string(appendPlain(nil, n.Destination))
	if !r.mayLink(dest, false, start, end) {
		r.inlines(n)
		return
	}
	r.startLink(dest, r.plain(n), start, end)
	if len(n.Title) > 0 {
		r.write(` title="`)
		r.out = appendAttribute(r.out, string(appendPlain(nil, n.Title)))
		r.write(`"`)
	}
	r.write(">")
	r.inLink = true
	r.inlines(n)
	r.inLink = false
	r.write("</a>")
}

func (r *renderer) autolink(n *autolink) {
	label := n.label.Value(r.src)
	dest := string(label)
	if n.mail {
		dest = "mailto:" + dest
	}
	if r.inLink || !r.mayLink(dest, false, n.whole.Start, n.whole.Stop) {
		r.out = appendVerbatim(r.out, label)
		r.wrote(label)
		return
	}
	r.startLink(dest, string(label), n.whole.Start, n.whole.Stop)
	r.write(">")
	r.out = appendVerbatim(r.out, label)
	r.wrote(label)
	r.write("</a>")
}

func (r *renderer) mayLink(dest string, image bool, start, end int) bool {
	name := scheme(dest)
	kind, ok := allowed(name, image)
	switch {
	case !ok:
		r.problem(kind, name+":", start, end)
	case image && external(name, dest):
		r.problem("outside-image", shortened(dest), start, end)
		return false
	}
	return ok
}

// shortened is an address that can be told in a message.
func shortened(s string) string {
	if r := []rune(s[:min(len(s), 400)]); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return s
}

// affords reports whether another address may be written: one that is defined
// once and referred to often could make a text of any length.
func (r *renderer) affords(size, start, end int) bool {
	if r.addresses += size; r.addresses <= maxAddresses {
		return true
	}
	r.problem("too-complex", "", start, end)
	return false
}

// startLink writes the start tag but for its end.
func (r *renderer) startLink(dest, text string, start, end int) {
	r.write("<a")
	r.address(` href="`, Link{Dest: dest, Text: text}, start, end)
	if external(scheme(dest), dest) {
		r.write(` class="external" rel="noopener external"`)
	}
}

// address writes the attribute of a link, and takes note of its range.
func (r *renderer) address(attribute string, l Link, start, end int) {
	r.write(attribute)
	l.Start = len(r.out)
	r.out = appendAttribute(r.out, l.Dest)
	l.End = len(r.out)
	r.write(`"`)
	l.Pos, l.Len = r.place(start, end)
	r.body.Links = append(r.body.Links, l)
}

// linkRange returns where a link or an image starts and ends.
func (r *renderer) linkRange(n ast.Node) (start, end int) {
	start, end = max(n.Pos(), 0), r.notes.ends[n]
	// At the end of a line the parser stands at the next one already.
	for end > start && r.src[end-1] != ')' && r.src[end-1] != ']' {
		end--
	}
	return start, end
}

func (r *renderer) image(n *ast.Image) {
	start, end := r.linkRange(n)
	if !r.affords(len(n.Destination)+len(n.Title), start, end) {
		r.inlines(n)
		return
	}
	dest := string(appendPlain(nil, n.Destination))
	alt := r.plain(n)
	if !r.mayLink(dest, true, start, end) {
		r.inlines(n)
		return
	}
	r.write("<img")
	r.address(` src="`, Link{Dest: dest, Text: alt, Image: true}, start, end)
	r.write(` alt="`)
	r.out = appendAttribute(r.out, alt)
	r.write(`" loading="lazy" decoding="async">`)
	r.content = r.content || !r.inHeading
	r.hidden(n)
}

// hidden writes what the text of an image holds besides text.
func (r *renderer) hidden(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *footnoteMark:
			r.footnoteMark(c)
		case *ast.RawHTML:
			r.checkHTML(c)
		default:
			r.hidden(c)
		}
	}
}

// figure writes an image that stands alone and has a title, which becomes its
// caption. It reports false if the image can't be shown.
func (r *renderer) figure(n *ast.Image) bool {
	dest := string(appendPlain(nil, n.Destination))
	if _, ok := allowed(scheme(dest), true); !ok || external(scheme(dest), dest) {
		return false
	}
	title := bytes.TrimSpace(n.Title)
	if util.IsBlank(title) {
		return false
	}
	r.write("<figure>")
	r.image(n)
	r.write("<figcaption>")
	r.out = appendText(r.out, title)
	r.write("</figcaption></figure>\n")
	r.tail = nil
	return true
}
