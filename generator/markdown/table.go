package markdown

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extension "github.com/yuin/goldmark/extension/ast"
)

// table writes a table within a region that can be scrolled with the keyboard
// and has a name of its own: the table's number, and its caption or the heading
// above it.
func (r *renderer) table(n *extension.Table) {
	t := Table{Header: r.hasHeader(n)}
	start, end := r.tableRange(n)
	t.Pos, t.Len = r.place(start, end)
	r.body.Tables = append(r.body.Tables, t)

	caption := r.caption(n)
	r.write(`<div class="table-scroll" tabindex="0" role="region" aria-label="`)
	r.out = appendAttribute(r.out, r.tableName(caption))
	r.write("\">\n<table>\n")
	if caption != nil {
		r.write("<caption>")
		r.lines(caption)
		r.write("</caption>\n")
	}
	named := t.Header && namesRows(n)
	body, wide := false, false
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		wide = wide || r.wideRow(c) // told once a table
		if c.Kind() == extension.KindTableHeader {
			if t.Header {
				r.write("<thead>\n")
				r.row(c, true, false)
				r.write("</thead>\n")
			}
			continue
		}
		if !body {
			r.write("<tbody>\n")
			body = true
		}
		r.row(c, false, named)
		r.lostCells(c)
	}
	if body {
		r.write("</tbody>\n")
	}
	r.write("</table>\n</div>\n")
}

// caption is the paragraph above a table that is its title, as offices write
// them: 表1　各乡镇任务, 表：各乡镇任务. It is nil where there is none.
func (r *renderer) caption(n *extension.Table) ast.Node {
	above, ok := n.PreviousSibling().(*ast.Paragraph)
	if !ok || above.Lines().Len() != 1 || !isCaption(r.captionText(above)) {
		return nil
	}
	return above
}

func (r *renderer) captionText(n ast.Node) string {
	line := n.Lines().At(0)
	return strings.TrimSpace(string(line.Value(r.src)))
}

// longestCaption bounds a caption in bytes: what is longer is a sentence.
const longestCaption = 240

func isCaption(line string) bool {
	rest, ok := strings.CutPrefix(line, "表")
	if !ok || len(line) > longestCaption || strings.HasSuffix(line, "。") {
		return false
	}
	after := strings.TrimLeft(strings.TrimLeft(rest, " "), "0123456789-一二三四五六七八九十")
	mark, size := utf8.DecodeRuneInString(after)
	if !strings.ContainsRune("：: 　.．、", mark) || strings.TrimSpace(after[size:]) == "" {
		return false
	}
	return mark == '：' || mark == ':' || after != rest
}

func (r *renderer) tableName(caption ast.Node) string {
	if caption != nil {
		return strings.NewReplacer("*", "", "　", " ").Replace(r.captionText(caption))
	}
	name := "表格 " + strconv.Itoa(len(r.body.Tables))
	if len(r.body.Headings) > 0 {
		if above := r.body.Headings[len(r.body.Headings)-1].Text; above != "" {
			name += "：" + shortened(above) // a text may have a table for each ten bytes
		}
	}
	return name
}

// namesRows reports whether the first column names the rows: its corner is
// empty, or it stands beside figures, which are aligned to the right.
func namesRows(n *extension.Table) bool {
	if len(n.Alignments) < 2 || n.Alignments[0] == extension.AlignRight {
		return false
	}
	if header := n.FirstChild(); header != nil && header.FirstChild() != nil && !header.FirstChild().HasChildren() {
		return true
	}
	return slices.Contains(n.Alignments, extension.AlignRight)
}

// row writes a row; where named, its first cell is the header of the others.
func (r *renderer) row(n ast.Node, header, named bool) {
	r.write("<tr>\n")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if cell, ok := c.(*extension.TableCell); ok {
			scope := ""
			switch {
			case header:
				scope = "col"
			case named && c == n.FirstChild():
				scope = "row"
			}
			r.cell(cell, scope)
		}
	}
	r.write("</tr>\n")
}

// lostCells tells what a row has beyond the last column of the header: the
// parser gives it no cell. Empty cells there are lost without harm.
func (r *renderer) lostCells(row ast.Node) {
	last := row.LastChild()
	if last == nil || last.Lines().Len() == 0 { // a row that is too short was filled up
		return
	}
	for at := last.Lines().At(0).Stop; at < len(r.src) && r.src[at] != '\n'; at++ {
		switch r.src[at] {
		case '|', ' ', '\t':
			continue
		}
		text := bytes.TrimRight(r.src[at:r.lineEnd(at)], "| \t")
		r.problem("lost-cells", shortened(string(text)), at, at+len(text))
		return
	}
}

// wideRow tells of a row whose vertical lines are full-width ones: it is one cell.
func (r *renderer) wideRow(row ast.Node) bool {
	first := row.FirstChild()
	if first == nil || first.Lines().Len() == 0 || !bytes.HasPrefix(r.src[first.Lines().At(0).Start:], wideBar) {
		return false
	}
	at := first.Lines().At(0)
	r.problem("wide-bars", "", at.Start, at.Stop)
	return true
}

// cell writes an empty cell of the header, such as the corner of a table that
// has names on both sides, as an ordinary cell: it is the header of nothing.
func (r *renderer) cell(n *extension.TableCell, scope string) {
	start, end := "<td", "</td>\n"
	if scope != "" && n.HasChildren() {
		start, end = `<th scope="`+scope+`"`, "</th>\n"
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
