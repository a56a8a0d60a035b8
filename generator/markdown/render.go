package markdown

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extension "github.com/yuin/goldmark/extension/ast"
)

// maxInline is how deep inline elements nest in the HTML. HTML parsers give up
// at some depth; emphasis beyond this one changes nothing that is seen.
const maxInline = 100

// renderer walks one tree and appends to one buffer.
type renderer struct {
	src    []byte // cleaned
	shifts []shift
	base   int
	notes  *notebook
	out    []byte
	body   Body

	ids       map[string]int // of headings so far, each with the last number that was put to it
	open      []int          // indexes of the headings whose sections are open, outermost first
	noted     []*footnote    // footnotes in the order of their first marks
	tail      []byte         // the text that was written last
	scratch   []byte         // for plain text
	depth     int            // of inline elements
	addresses int            // bytes of addresses and titles
	told      map[string]int // how many problems of each kind there were

	content   bool // something but headings has been written since the last heading
	inHeading bool
	inLink    bool
	inCell    bool
}

func (r *renderer) write(s string) { r.out = append(r.out, s...) }

// place turns a range of the cleaned text into a place in the file.
func (r *renderer) place(start, end int) (pos, length int) {
	start = min(max(start, 0), len(r.src))
	end = min(max(end, start), len(r.src))
	pos = origin(r.shifts, start)
	return r.base + pos, max(origin(r.shifts, end)-pos, 0)
}

func (r *renderer) problem(kind, what string, start, end int) {
	if r.told == nil {
		r.told = map[string]int{}
	}
	if r.told[kind]++; r.told[kind] > maxProblems {
		return
	}
	pos, length := r.place(start, end)
	r.body.Problems = append(r.body.Problems, Problem{kind, what, pos, length})
}

func (r *renderer) blocks(parent ast.Node) {
	for c := parent.FirstChild(); c != nil; c = c.NextSibling() {
		r.block(c)
	}
}

func (r *renderer) wrapped(start string, n ast.Node, end string) {
	r.write(start)
	r.blocks(n)
	r.write(end)
}

func (r *renderer) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Paragraph:
		r.paragraph(n)
	case *ast.TextBlock:
		r.textBlock(n)
	case *ast.Heading:
		r.heading(n)
	case *ast.List:
		r.list(n)
	case *ast.ListItem:
		r.listItem(n)
	case *ast.Blockquote:
		r.wrapped("<blockquote>\n", n, "</blockquote>\n")
	case *ast.ThematicBreak:
		r.write("<hr>\n")
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		r.code(n)
	case *ast.HTMLBlock:
		r.htmlBlock(n)
	case *extension.Table:
		r.table(n)
	case *extension.DefinitionList:
		r.wrapped("<dl>\n", n, "</dl>\n")
	case *extension.DefinitionTerm:
		r.write("<dt>")
		r.lines(n)
		r.write("</dt>\n")
	case *extension.DefinitionDescription:
		r.write("<dd>")
		if !n.IsTight {
			r.write("\n")
		}
		r.wrapped("", n, "</dd>\n")
	}
	// Left out: definitions of links and footnotes, which show elsewhere.
}

// paragraph writes nothing for a paragraph of which nothing is left, such as
// one that was a comment.
func (r *renderer) paragraph(n ast.Node) {
	if image, ok := n.FirstChild().(*ast.Image); ok && n.ChildCount() == 1 && len(image.Title) > 0 && r.figure(image) {
		return
	}
	if table, ok := n.NextSibling().(*extension.Table); ok && r.caption(table) == n {
		return // the table has it
	}
	start := len(r.out)
	r.write("<p>")
	r.lines(n)
	if len(bytes.TrimSpace(r.out[start+len("<p>"):])) == 0 {
		r.out = r.out[:start]
		return
	}
	r.write("</p>\n")
}

// textBlock is the paragraph of a tight list.
func (r *renderer) textBlock(n ast.Node) {
	if image, ok := n.FirstChild().(*ast.Image); ok && n.ChildCount() == 1 && len(image.Title) > 0 && r.figure(image) {
		return
	}
	r.lines(n)
	if n.NextSibling() != nil {
		r.write("\n")
	}
}

func (r *renderer) list(n *ast.List) {
	if !n.IsOrdered() {
		r.wrapped("<ul>\n", n, "</ul>\n")
		return
	}
	if n.Start == 1 {
		r.write("<ol>\n")
	} else {
		r.write(`<ol start="`)
		r.out = strconv.AppendInt(r.out, int64(n.Start), 10)
		r.write("\">\n")
	}
	r.wrapped("", n, "</ol>\n")
}

func (r *renderer) listItem(n ast.Node) {
	r.write("<li>")
	if first := n.FirstChild(); first != nil && first.Kind() != ast.KindTextBlock {
		r.write("\n")
	}
	r.wrapped("", n, "</li>\n")
}

// code writes a block of code, which can be scrolled with the keyboard.
func (r *renderer) code(n ast.Node) {
	r.write(`<pre tabindex="0"><code>`)
	lines := n.Lines()
	for i := range lines.Len() {
		l := lines.At(i)
		r.out = appendVerbatim(r.out, l.Value(r.src))
	}
	r.content = r.content || lines.Len() > 0
	r.write("</code></pre>\n")
}

// lines writes the inlines of a block, without the blanks at its end.
func (r *renderer) lines(block ast.Node) {
	r.inlines(block)
	r.out = trimBlanks(r.out)
}

// trimBlanks is bytes.TrimRight(b, " \t"), which counts what the two are each time.
func trimBlanks(b []byte) []byte {
	n := len(b)
	for n > 0 && (b[n-1] == ' ' || b[n-1] == '\t') {
		n--
	}
	return b[:n]
}

func (r *renderer) inlines(parent ast.Node) {
	for c := parent.FirstChild(); c != nil; c = c.NextSibling() {
		r.inline(c)
	}
}

func (r *renderer) inline(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		r.text(n)
	case *ast.Emphasis:
		if n.Level == 2 {
			r.element("<strong>", n, "</strong>")
		} else {
			r.element("<em>", n, "</em>")
		}
	case *extension.Strikethrough:
		r.element("<del>", n, "</del>")
	case *ast.CodeSpan:
		r.codeSpan(n)
	case *ast.Link:
		r.link(n)
	case *autolink:
		r.autolink(n)
	case *ast.Image:
		r.image(n)
	case *ast.RawHTML:
		r.inlineHTML(n)
	case *footnoteMark:
		r.footnoteMark(n)
	}
}

func (r *renderer) element(start string, n ast.Node, end string) {
	if r.depth >= maxInline {
		r.inlines(n)
		return
	}
	r.depth++
	r.write(start)
	r.inlines(n)
	r.write(end)
	r.depth--
}

func (r *renderer) text(n *ast.Text) {
	v := n.Segment.Value(r.src)
	if n.IsRaw() {
		r.out = appendVerbatim(r.out, v)
	} else {
		r.out = appendText(r.out, v)
	}
	r.wrote(v)
	if !n.HardLineBreak() && !n.SoftLineBreak() {
		return
	}
	r.out, r.tail = trimBlanks(r.out), trimBlanks(r.tail)
	if n.HardLineBreak() {
		r.write("<br>\n")
	} else if breaks(lastRune(r.tail), r.following(n)) {
		r.write("\n")
	}
}

// wrote takes note of text that was written.
func (r *renderer) wrote(v []byte) {
	if len(v) > 0 {
		r.tail = v
		r.content = r.content || !r.inHeading
	}
}

// codeSpan writes code within text. In a table's cell `\|` stands for a
// vertical line, because a line alone would end the cell.
func (r *renderer) codeSpan(n ast.Node) {
	r.write("<code>")
	r.out = r.appendCode(r.out, n, appendVerbatim)
	r.write("</code>")
}

func (r *renderer) appendCode(dst []byte, n ast.Node, add func(dst, v []byte) []byte) []byte {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		t, ok := c.(*ast.Text)
		if !ok {
			continue
		}
		v := t.Segment.Value(r.src)
		r.wrote(v)
		line, wraps := bytes.CutSuffix(v, []byte("\n"))
		if r.inCell && bytes.Contains(line, []byte(`\|`)) {
			line = bytes.ReplaceAll(line, []byte(`\|`), []byte("|"))
		}
		dst = add(dst, line)
		if wraps {
			dst = append(dst, ' ')
		}
	}
	return dst
}

// following returns the first character of the text after n, and a neutral
// one if there is none.
func (r *renderer) following(n ast.Node) rune {
	const neutral = '\ufffc'
	for s := n.NextSibling(); s != nil; s = s.NextSibling() {
		if c, ok := r.first(s); ok {
			return c
		}
	}
	return neutral
}

func (r *renderer) first(n ast.Node) (rune, bool) {
	switch n := n.(type) {
	case *ast.Text:
		c, size := utf8.DecodeRune(n.Segment.Value(r.src))
		return c, size > 0
	case *autolink:
		c, size := utf8.DecodeRune(n.label.Value(r.src))
		return c, size > 0
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c, ok := r.first(c); ok {
			return c, true
		}
	}
	return 0, false
}

// plain returns the text of an inline or of the inlines of a block, without
// any markup and with images as their alternative text.
func (r *renderer) plain(n ast.Node) string {
	r.scratch = r.appendPlain(r.scratch[:0], n)
	return string(bytes.TrimSpace(r.scratch))
}

func (r *renderer) appendPlain(dst []byte, n ast.Node) []byte {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			v := c.Segment.Value(r.src)
			dst = appendPlain(dst, v)
			if c.HardLineBreak() || c.SoftLineBreak() {
				dst = bytes.TrimRight(dst, " \t")
				if c.HardLineBreak() || breaks(lastRune(dst), r.following(c)) {
					dst = append(dst, ' ')
				}
			}
		case *ast.CodeSpan:
			dst = r.appendCode(dst, c, func(dst, v []byte) []byte { return append(dst, v...) })
		case *autolink:
			dst = append(dst, c.label.Value(r.src)...)
		default:
			dst = r.appendPlain(dst, c)
		}
	}
	return dst
}
