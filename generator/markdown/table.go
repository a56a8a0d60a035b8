package markdown

import (
	"bytes"
	"strconv"

	"github.com/yuin/goldmark/ast"
	extension "github.com/yuin/goldmark/extension/ast"
)

// table writes a table within a region that can be scrolled with the keyboard
// and has a name of its own: the table's number, and the heading above it.
func (r *renderer) table(n *extension.Table) {
	t := Table{Header: r.hasHeader(n)}
	start, end := r.tableRange(n)
	t.Pos, t.Len = r.place(start, end)
	r.body.Tables = append(r.body.Tables, t)

	r.write(`<div class="table-scroll" tabindex="0" role="region" aria-label="表格 `)
	r.out = strconv.AppendInt(r.out, int64(len(r.body.Tables)), 10)
	if len(r.body.Headings) > 0 {
		if above := r.body.Headings[len(r.body.Headings)-1].Text; above != "" {
			r.write("：")
			r.out = appendAttribute(r.out, above)
		}
	}
	r.write("\">\n<table>\n")
	body := false
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Kind() == extension.KindTableHeader {
			if t.Header {
				r.write("<thead>\n")
				r.row(c, true)
				r.write("</thead>\n")
			}
			continue
		}
		if !body {
			r.write("<tbody>\n")
			body = true
		}
		r.row(c, false)
	}
	if body {
		r.write("</tbody>\n")
	}
	r.write("</table>\n</div>\n")
}

func (r *renderer) row(n ast.Node, header bool) {
	r.write("<tr>\n")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if cell, ok := c.(*extension.TableCell); ok {
			r.cell(cell, header)
		}
	}
	r.write("</tr>\n")
}

// cell writes an empty cell of the header, such as the corner of a table that
// has names on both sides, as an ordinary cell: it is the header of nothing.
func (r *renderer) cell(n *extension.TableCell, header bool) {
	start, end := "<td", "</td>\n"
	if header && n.HasChildren() {
		start, end = `<th scope="col"`, "</th>\n"
	}
	r.write(start)
	switch n.Alignment {
	case extension.AlignLeft:
		r.write(` class="align-left"`)
	case extension.AlignRight:
		r.write(` class="align-right"`)
	case extension.AlignCenter:
		r.write(` class="align-center"`)
	}
	r.write(">")
	r.inCell = true
	r.lines(n)
	r.inCell = false
	r.write(end)
}

func (r *renderer) hasHeader(n ast.Node) bool {
	header := n.FirstChild()
	if header == nil || header.Kind() != extension.KindTableHeader {
		return false
	}
	for c := header.FirstChild(); c != nil; c = c.NextSibling() {
		if c.HasChildren() {
			return true
		}
	}
	return false
}

// tableRange returns the range from the first line of a table to the end of
// its last.
func (r *renderer) tableRange(n ast.Node) (start, end int) {
	start = max(n.Pos(), 0)
	if header := n.FirstChild(); header != nil {
		if cell := header.FirstChild(); cell != nil && cell.Pos() >= 0 {
			start = bytes.LastIndexByte(r.src[:cell.Pos()], '\n') + 1
		}
	}
	end = r.lineEnd(start)
	if last := n.LastChild(); last != nil && last.Kind() == extension.KindTableRow && last.Pos() >= 0 {
		end = r.lineEnd(last.Pos())
	} else if end < len(r.src) { // the line of dashes
		end = r.lineEnd(end + 1)
	}
	return start, end
}

func (r *renderer) lineEnd(at int) int {
	at = min(at, len(r.src))
	if n := bytes.IndexByte(r.src[at:], '\n'); n >= 0 {
		return at + n
	}
	return len(r.src)
}
