package attachment

import (
	"encoding/xml"
	"path"
	"strconv"
	"strings"

	"gongkai/generator/diag"
)

// workbook is an XLSX file.
func workbook(src []byte) Report {
	return office(src, func(p *parts, l *lines, r *Report) {
		shared, err := p.strings()
		r.trouble(err)
		sheets, err := p.sheets(r)
		r.trouble(err)
		for _, s := range sheets {
			l.part(s.name, diag.Say("工作表“%s”", "sheet %q", s.name))
			r.trouble(p.sheet(s, shared, l, r))
		}
		p.notes(l, r)
		for _, part := range p.with("xl/pivotCache/", ".xml") {
			r.trouble(p.each(part, func(el xml.StartElement) {
				if v := attr(el, "v"); v != "" {
					l.line(v, diag.Say("数据透视表的缓存", "the cache of a pivot table"))
				}
			}, func(string) {}, func(string) {}))
		}
	})
}

// notes reads the comments of all sheets.
func (p *parts) notes(l *lines, r *Report) {
	for _, part := range append(p.with("xl/comments", ".xml"), p.with("xl/threadedComments/", ".xml")...) {
		texts, err := p.texts(part, "t", "text")
		r.trouble(err)
		for _, t := range texts {
			l.line(t, diag.Say("批注", "a comment"))
			hidden(r, "有批注", "it has comments")
		}
	}
}

type sheet struct{ name, part string }

// sheets are the sheets of a workbook; hidden ones are told of.
func (p *parts) sheets(r *Report) ([]sheet, error) {
	target := map[string]string{}
	err := p.each("xl/_rels/workbook.xml.rels", func(el xml.StartElement) {
		if t := attr(el, "Target"); strings.HasPrefix(t, "/") {
			target[attr(el, "Id")] = strings.TrimPrefix(t, "/")
		} else {
			target[attr(el, "Id")] = path.Join("xl", t)
		}
	}, func(string) {}, func(string) {})
	if err != nil {
		return nil, err
	}
	var list []sheet
	err = p.each("xl/workbook.xml", func(el xml.StartElement) {
		if el.Name.Local != "sheet" {
			return
		}
		s := sheet{name: attr(el, "name"), part: target[attr(el, "id")]}
		list = append(list, s)
		if state := attr(el, "state"); state == "hidden" || state == "veryHidden" {
			hidden(r, "工作表“%s”是隐藏的", "the sheet %q is hidden", s.name)
		}
	}, func(string) {}, func(string) {})
	return list, err
}

// strings are the shared strings of a workbook. Of a rich text the runs are
// put together; the reading aids of East Asian texts are left out.
func (p *parts) strings() ([]string, error) {
	var list []string
	var b strings.Builder
	in, aid := false, false
	err := p.each("xl/sharedStrings.xml",
		func(el xml.StartElement) {
			switch el.Name.Local {
			case "si":
				b.Reset()
			case "t":
				in = true
			case "rPh":
				aid = true
			}
		},
		func(s string) {
			if in && !aid {
				b.WriteString(s)
			}
		},
		func(name string) {
			switch name {
			case "si":
				list = append(list, b.String())
			case "t":
				in = false
			case "rPh":
				aid = false
			}
		})
	return list, err
}

// rows reads the cells of a sheet.
type rows struct {
	sheet  sheet
	shared []string
	l      *lines
	r      *Report

	number int
	cells  []string
	kind   string // of the cell's value
	column int
	value  strings.Builder
	in     bool
}

func (p *parts) sheet(s sheet, shared []string, l *lines, r *Report) error {
	w := &rows{sheet: s, shared: shared, l: l, r: r}
	return p.each(s.part, w.start, w.text, w.end)
}

func (w *rows) start(el xml.StartElement) {
	switch el.Name.Local {
	case "col":
		if on(el, "hidden") {
			hidden(w.r, "工作表“%s”有隐藏的列", "the sheet %q has hidden columns", w.sheet.name)
		}
	case "row":
		w.number++
		if n, err := strconv.Atoi(attr(el, "r")); err == nil {
			w.number = n
		}
		w.cells = w.cells[:0]
		if on(el, "hidden") {
			hidden(w.r, "工作表“%s”有隐藏的行", "the sheet %q has hidden rows", w.sheet.name)
		}
	case "c":
		w.kind = attr(el, "t")
		w.column = columnOf(attr(el, "r"), len(w.cells))
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
		for len(w.cells) < min(w.column, widest) {
			w.cells = append(w.cells, "")
		}
		w.cells = append(w.cells, v)
	case "row":
		if len(w.cells) > 0 {
			w.l.row(w.cells, diag.Say("工作表“%s”第 %d 行", "sheet %q, row %d", w.sheet.name, w.number))
		}
	}
}

// columnOf is the column of a cell's reference such as BC12, from 0; next
// where there is none.
func columnOf(ref string, next int) int {
	n := 0
	for _, c := range ref {
		if c < 'A' || c > 'Z' || n > 1<<20 {
			break
		}
		n = n*26 + int(c-'A') + 1
	}
	if n == 0 {
		return next
	}
	return n - 1
}
