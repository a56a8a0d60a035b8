package attachment

import (
	"encoding/xml"
	"strconv"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/ooxml"
)

// workbook is an XLSX file.
func workbook(src []byte) Report {
	return office(src, func(p parts, l *lines, r *Report) {
		shared, err := p.Strings()
		r.trouble(err)
		sheets, err := p.sheets(r)
		r.trouble(err)
		for _, s := range sheets {
			where := named(diag.Say("工作表“%s”", "sheet %q", s.Name))
			l.part(s.Name, where)
			r.trouble(p.sheet(s, where, shared, l, r))
		}
		p.notes(l, r)
		for _, part := range p.With("xl/pivotCache/", ".xml") {
			where := named(diag.Say("数据透视表的缓存", "the cache of a pivot table"))
			r.trouble(p.Each(part, func(el xml.StartElement) {
				if v := ooxml.Attr(el, "v"); v != "" {
					l.line(v, where)
				}
			}, func(string) {}, func(string) {}))
		}
	})
}

// notes reads the comments of all sheets.
func (p parts) notes(l *lines, r *Report) {
	for _, part := range append(p.With("xl/comments", ".xml"), p.With("xl/threadedComments/", ".xml")...) {
		texts, err := p.Texts(part, "t", "text")
		r.trouble(err)
		for _, t := range texts {
			l.line(t, aComment)
			hidden(r, "有批注", "it has comments")
		}
	}
}

// sheets are the sheets of a workbook; hidden ones are told of.
func (p parts) sheets(r *Report) ([]ooxml.Sheet, error) {
	list, err := p.Sheets()
	for i := range list {
		list[i].Name = short(list[i].Name)
		if list[i].Hidden {
			hidden(r, "工作表“%s”是隐藏的", "the sheet %q is hidden", list[i].Name)
		}
	}
	return list, err
}

// rows reads the cells of a sheet.
type rows struct {
	sheet  ooxml.Sheet
	where  place // of the sheet
	shared []string
	l      *lines
	r      *Report

	number int
	cells  []string
	kind   string // of the cell's value
	column int
	size   int // bytes of the row
	value  strings.Builder
	in     bool

	hiddenColumns, hiddenRows bool // told already
}

func (p parts) sheet(s ooxml.Sheet, where place, shared []string, l *lines, r *Report) error {
	w := &rows{sheet: s, where: where, shared: shared, l: l, r: r}
	return p.Each(s.Part, w.start, w.text, w.end)
}

func (w *rows) start(el xml.StartElement) {
	switch el.Name.Local {
	case "col":
		if !w.hiddenColumns && ooxml.On(el, "hidden") {
			w.hiddenColumns = true
			hidden(w.r, "工作表“%s”有隐藏的列", "the sheet %q has hidden columns", w.sheet.Name)
		}
	case "row":
		w.number++
		if n, err := strconv.Atoi(ooxml.Attr(el, "r")); err == nil {
			w.number = n
		}
		w.cells, w.size = w.cells[:0], 0
		if !w.hiddenRows && ooxml.On(el, "hidden") {
			w.hiddenRows = true
			hidden(w.r, "工作表“%s”有隐藏的行", "the sheet %q has hidden rows", w.sheet.Name)
		}
	case "c":
		w.kind = ooxml.Attr(el, "t")
		w.column = ooxml.Column(ooxml.Attr(el, "r"), len(w.cells))
		w.value.Reset()
	case "v", "t":
		w.in = true
	}
}

func (w *rows) text(s string) {
	if w.in {
		w.value.WriteString(s)
	}
}

// widest is how many columns of a row are kept apart: more than any table has.
const widest = 512

func (w *rows) end(name string) {
	switch name {
	case "v", "t":
		w.in = false
	case "c":
		v := w.value.String()
		if w.kind == "s" {
			v = ""
			if i, err := strconv.Atoi(strings.TrimSpace(w.value.String())); err == nil && i >= 0 && i < len(w.shared) {
				v = w.shared[i]
			}
		}
		if w.size += len(v); w.size > maxText { // a long text that many cells share
			w.l.full = true
			return
		}
		for len(w.cells) < min(w.column, widest) {
			w.cells = append(w.cells, "")
		}
		if len(w.cells) <= widest {
			w.cells = append(w.cells, v)
			return
		}
		w.cells[widest] += " " + v // no table is that wide, but its words count
	case "row":
		if len(w.cells) > 0 {
			w.l.row(w.cells, place{w.where.name, w.number})
		}
	}
}
