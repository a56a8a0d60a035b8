package feed

import (
	"bytes"
	"encoding/csv"

	"gongkai/generator/ooxml"
	"gongkai/generator/output"
	"gongkai/generator/site"
	"gongkai/generator/table"
)

// tables offers the tables of budgets and accounts: each as CSV, those of one
// publication as a workbook.
func (m *maker) tables() {
	for _, f := range m.Fiscals {
		for _, t := range f.Tables {
			m.add(f.TableAddress(t), "table", func(w *bytes.Buffer) { writeCSV(w, t) })
		}
		if len(f.Tables) > 0 {
			m.files = append(m.files, output.Made(f.BookAddress(), "feed: workbook", func(w *bytes.Buffer) error { return writeBook(w, f) }))
		}
	}
}

// writeCSV writes a table with one row of headings, the unit in those of
// amounts. The byte order mark makes spreadsheet programs read it as UTF-8.
func writeCSV(w *bytes.Buffer, t *table.Table) {
	w.WriteString("\ufeff")
	out := csv.NewWriter(w)
	columns := filled(t)
	var record []string
	for _, k := range columns {
		record = append(record, heading(t, k))
	}
	out.Write(record) // into memory, which does not fail
	for _, row := range t.Rows {
		record = record[:0]
		for _, k := range columns {
			record = append(record, plainText(t.Schema.Columns[k], row[k]))
		}
		out.Write(record)
	}
	out.Flush()
}

// filled are the columns that any row has, and those that every table has.
func filled(t *table.Table) []int {
	var list []int
	for k, c := range t.Schema.Columns {
		has := !c.Optional
		for _, row := range t.Rows {
			has = has || row[k].Given
		}
		if has {
			list = append(list, k)
		}
	}
	return list
}

func heading(t *table.Table, k int) string {
	c := t.Schema.Columns[k]
	if c.Kind == table.Amount {
		return c.Name + "（" + string(t.Schema.Unit) + "）"
	}
	return c.Name
}

// plainText is a value as machines read it: numbers without separators.
func plainText(c table.Column, v table.Value) string {
	switch {
	case !v.Given:
		return ""
	case c.Kind == table.Amount || c.Kind == table.Count || c.Kind == table.Number:
		return v.Number.String()
	case c.Kind == table.Day:
		return v.Day.String()
	}
	return inert(v.Text)
}

func writeBook(w *bytes.Buffer, f *site.Fiscal) error {
	var pages []ooxml.Page
	for _, t := range f.Tables {
		p := ooxml.Page{Name: t.Schema.Title, Head: 3, Rows: [][]ooxml.Value{{{Text: f.Heading() + "：" + t.Schema.Title}}, {{Text: "单位：" + string(t.Schema.Unit)}}}}
		columns := filled(t)
		var head []ooxml.Value
		for _, k := range columns {
			head = append(head, ooxml.Value{Text: t.Schema.Columns[k].Name})
		}
		p.Rows = append(p.Rows, head)
		for _, row := range t.Rows {
			var cells []ooxml.Value
			for _, k := range columns {
				c, v := t.Schema.Columns[k], row[k]
				if v.Given && (c.Kind == table.Amount || c.Kind == table.Count || c.Kind == table.Number) {
					cells = append(cells, ooxml.Value{Number: v.Number.String()})
				} else {
					cells = append(cells, ooxml.Value{Text: plainText(c, v)})
				}
			}
			p.Rows = append(p.Rows, cells)
		}
		for _, note := range t.Notes {
			p.Rows = append(p.Rows, []ooxml.Value{{Text: note}})
		}
		pages = append(pages, p)
	}
	return ooxml.Write(w, pages)
}
