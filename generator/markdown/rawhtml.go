package markdown

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"golang.org/x/net/html"
)

// piece is a range of raw HTML and where it comes from: HTML in a quotation
// has the marks of the quotation cut out of it.
type piece struct {
	at   int // offset in the raw HTML
	from int // offset in the cleaned text
}

// scrap is raw HTML that is being taken apart.
type scrap struct {
	r       *renderer
	raw     []byte
	pieces  []piece
	said    map[string]bool // what has been reported; a pasted table has one problem, not one for each cell
	block   bool            // whole blocks, of which the text is shown
	hush    string          // the element whose content is code, while within it
	started bool            // a paragraph is open
}

func (s *scrap) add(seg text.Segment) {
	v := seg.Value(s.r.src)
	s.pieces = append(s.pieces, piece{len(s.raw), seg.Start - seg.Padding})
	s.raw = append(s.raw, v...)
}

func (s *scrap) problem(kind, what string, at, end int) {
	if s.said[what] {
		return
	}
	if s.said == nil {
		s.said = map[string]bool{}
	}
	s.said[what] = true
	s.r.problem(kind, what, s.origin(at), s.origin(end-1)+1)
}

// origin is where a place of the raw HTML is in the cleaned text.
func (s *scrap) origin(at int) int {
	after, _ := slices.BinarySearchFunc(s.pieces, at+1, func(p piece, at int) int { return p.at - at })
	p := s.pieces[max(0, after-1)]
	return p.from + at - p.at
}

// htmlBlock drops the tags of a block of HTML and shows its text, in one
// paragraph for each element that is a block.
func (r *renderer) htmlBlock(n *ast.HTMLBlock) {
	s := scrap{r: r, block: true}
	lines := n.Lines()
	for i := range lines.Len() {
		s.add(lines.At(i))
	}
	if n.HasClosure() {
		s.add(n.ClosureLine)
	}
	s.walk()
	s.endParagraph()
	r.tail = nil
}

// inlineHTML drops a tag, but for a line break.
func (r *renderer) inlineHTML(n *ast.RawHTML) {
	if r.checkHTML(n) == "br" {
		r.write("<br>")
		r.tail = nil
	}
}

// checkHTML reports what is wrong with a tag, and returns its name.
func (r *renderer) checkHTML(n *ast.RawHTML) string {
	s := scrap{r: r}
	for i := range n.Segments.Len() {
		s.add(n.Segments.At(i))
	}
	return s.walk()
}

// walk goes through the tags and returns the name of the last one.
func (s *scrap) walk() string {
	z := html.NewTokenizer(bytes.NewReader(s.raw))
	at, last := 0, ""
	for {
		kind := z.Next()
		end := at + len(z.Raw())
		switch kind {
		case html.ErrorToken:
			if at < len(s.raw) && s.hush == "" {
				s.problem("raw-html", "<", at, len(bytes.TrimRight(s.raw, "\n")))
				s.text(s.raw[at:])
			}
			return last
		case html.TextToken:
			s.text(z.Text())
		case html.StartTagToken, html.SelfClosingTagToken:
			last = s.start(z, kind, at, end)
		case html.EndTagToken:
			name, _ := z.TagName()
			s.end(string(name))
		case html.CommentToken, html.DoctypeToken:
			if !bytes.HasPrefix(z.Raw(), []byte("<!--")) {
				s.problem("raw-html", "<!", at, end)
			}
		}
		at = end
	}
}

func (s *scrap) start(z *html.Tokenizer, kind html.TokenType, at, end int) string {
	tag, more := z.TagName()
	name := string(tag)
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		if what := activeAttribute(string(key), string(value)); what != "" {
			s.problem("active-html", what, at, end)
		}
	}
	switch {
	case name == "br":
		if s.started {
			s.r.write("<br>\n")
		}
		return name
	case activeTag(name):
		s.problem("active-html", "<"+name+">", at, end)
	default:
		s.problem("raw-html", "<"+name+">", at, end)
	}
	if kind == html.StartTagToken && codeTag(name) {
		s.hush = name
	}
	s.boundary(name)
	return name
}

func (s *scrap) end(name string) {
	if name == s.hush {
		s.hush = ""
	}
	s.boundary(name)
}

// boundary keeps the words of neighbouring elements apart.
func (s *scrap) boundary(name string) {
	switch {
	case !s.started:
	case name == "td" || name == "th":
		if s.r.out[len(s.r.out)-1] != ' ' {
			s.r.write(" ")
		}
	case !inlineTag(name):
		s.endParagraph()
	}
}

func (s *scrap) text(v []byte) {
	if !s.block || s.hush != "" {
		return
	}
	if !s.started {
		if v = bytes.TrimLeft(v, " \t\n"); len(v) == 0 {
			return
		}
		s.r.write("<p>")
		s.started, s.r.content = true, true
	}
	for len(v) > 0 {
		line, rest, wraps := bytes.Cut(v, []byte("\n"))
		s.r.out = appendVerbatim(s.r.out, []byte(printable(string(line))))
		if wraps && breaks(lastRune(line), firstRune(rest)) {
			s.r.write("\n")
		}
		v = rest
	}
}

// printable replaces control characters, which entities may have brought in.
func printable(s string) string {
	return strings.Map(func(c rune) rune {
		if c < ' ' && c != '\t' || 0x7f <= c && c < 0xa0 || c == 0xfffe || c == 0xffff {
			return '\ufffd'
		}
		return c
	}, s)
}

func (s *scrap) endParagraph() {
	if s.started {
		s.r.out = append(bytes.TrimRight(s.r.out, " \n"), "</p>\n"...)
		s.started = false
	}
}

// activeTag tells the elements that run code, load things, ask for input or
// change how the page reads or looks.
func activeTag(name string) bool {
	switch name {
	case "script", "iframe", "form", "object", "embed", "style", "link", "meta", "svg", "math", "base",
		"applet", "frame", "frameset", "input", "button", "select", "textarea", "template", "portal":
		return true
	}
	return false
}

// codeTag tells the elements whose content is not text for readers.
func codeTag(name string) bool {
	switch name {
	case "script", "style", "iframe", "noembed", "noframes":
		return true
	}
	return false
}

// activeAttribute returns what is active in an attribute: its name if it is a
// handler, the scheme of an address that runs code.
func activeAttribute(key, value string) string {
	switch {
	case len(key) > 2 && strings.HasPrefix(key, "on"):
		return key
	case key == "srcdoc":
		return key
	case key == "href" || key == "src" || key == "action" || key == "formaction" || key == "data" || key == "xlink:href":
		if kind, ok := allowed(scheme(value), false); !ok && kind == "active-html" {
			return scheme(value) + ":"
		}
	}
	return ""
}

func inlineTag(name string) bool {
	switch name {
	case "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins",
		"kbd", "label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
		"time", "tt", "u", "var", "wbr", "o:p", "st1:chsdate":
		return true
	}
	return false
}
