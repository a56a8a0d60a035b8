package render

import (
	"html/template"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/table"
)

// comparison is a table whose numbers stand beside those of another.
type comparison struct {
	with    *table.Table // nil where there is none
	name    string       // the heading of its numbers: 2025年预算
	change  string       // of the difference: 增减
	percent string       // of the share: 增减率
	done    bool         // the share is that of the number itself, not of the difference
}

// tableView shows a table as it was read: numbers with two decimals or as
// many as the county wrote, and what can be computed beside them.
func (p page) tableView(t *table.Table, id string, against comparison) TableView {
	v := TableView{ID: id, Title: t.Schema.Title, Notes: t.Notes}
	if t.Schema.Money() {
		v.Unit = string(t.Schema.Unit)
	}
	shape := shapeOf(t)
	v.Head = append(v.Head, HeadCell{Name: t.Schema.Columns[shape.name].Name})
	for _, k := range shape.rest {
		v.Head = append(v.Head, HeadCell{t.Schema.Columns[k].Name, classOf(t.Schema.Columns[k])})
		if k == shape.main && against.with != nil {
			v.Head = append(v.Head, HeadCell{against.name, "number"}, HeadCell{against.change, "number"}, HeadCell{against.percent, "number"})
		}
	}
	for _, row := range t.Rows {
		v.Rows = append(v.Rows, shape.row(t, row, against))
	}
	return v
}

// shape says which columns of a table are shown how.
type shape struct {
	code, name, main int   // columns; -1 where there is none
	side             int   // 收入 or 支出
	rest             []int // those behind the name, as far as any row has something
	top              int   // length of the shortest code
}

func shapeOf(t *table.Table) shape {
	s := shape{code: t.Schema.Column("code"), name: t.Schema.Column("name"), main: t.Schema.Column("total"), side: t.Schema.Column("side")}
	for k, c := range t.Schema.Columns {
		if k == s.code || k == s.name {
			continue
		}
		if len(t.Rows) == 0 || !c.Optional || slices.ContainsFunc(t.Rows, func(r table.Row) bool { return r[k].Given }) {
			s.rest = append(s.rest, k)
		}
	}
	for _, r := range t.Rows {
		if s.code < 0 || r.Total() {
			continue
		}
		if n := len(r[s.code].Text); n > 0 && (s.top == 0 || n < s.top) {
			s.top = n
		}
	}
	return s
}

func (s shape) row(t *table.Table, row table.Row, against comparison) RowView {
	v := RowView{Name: row[s.name].Text}
	if s.code >= 0 {
		v.Code = row[s.code].Text
	}
	v.Class = s.class(row)
	if v.Name == "" && row.Total() {
		v.Name, v.Code = "合计", ""
	}
	for _, k := range s.rest {
		v.Cells = append(v.Cells, CellView{Text: cellText(t.Schema.Columns[k], row[k]), Class: classOf(t.Schema.Columns[k])})
		if k == s.main && against.with != nil {
			v.Cells = append(v.Cells, s.compared(t, row, against)...)
		}
	}
	return v
}

func (s shape) class(row table.Row) string {
	switch name := row[s.name].Text; {
	case row.Total(), strings.HasSuffix(name, "总计"):
		return "total"
	case strings.HasPrefix(name, "其中"), name == "公务用车运行费":
		return "deep-1"
	case s.code >= 0 && len(row[s.code].Text) > s.top+2:
		return "deep-2"
	case s.code >= 0 && len(row[s.code].Text) > s.top:
		return "deep-1"
	}
	return ""
}

func classOf(c table.Column) string {
	if c.Kind == table.Amount || c.Kind == table.Count || c.Kind == table.Number {
		return "number"
	}
	return ""
}

func cellText(c table.Column, v table.Value) string {
	switch {
	case !v.Given && c.Kind != table.Words:
		return "—"
	case c.Kind == table.Amount:
		return v.Number.Fixed(2)
	case c.Kind == table.Count, c.Kind == table.Number:
		return v.Number.Fixed(0)
	case c.Kind == table.Day:
		return v.Day.String()
	}
	return v.Text
}

// compared are the number of the other table, the difference and its share:
// computed, for what is typed does not agree for long.
func (s shape) compared(t *table.Table, row table.Row, against comparison) []CellView {
	other, ok := s.same(row, against.with)
	if !ok {
		return []CellView{{Text: "—", Class: "number"}, {Text: "—", Class: "number"}, {Text: "—", Class: "number"}}
	}
	now, then := row[s.main].Number, other[against.with.Schema.Column("total")].Number
	share := now.Plus(-then).Percent(then)
	if against.done {
		share = now.Percent(then)
	}
	return []CellView{{Text: then.Fixed(2), Class: "number"}, {Text: signed2(now.Plus(-then)), Class: "number"}, {Text: share, Class: "number"}}
}

func signed2(d table.Decimal) string {
	if d > 0 {
		return "+" + d.Fixed(2)
	}
	return d.Fixed(2)
}

// same is the row of another table that is about the same: by code, else by
// name and side.
func (s shape) same(row table.Row, t *table.Table) (table.Row, bool) {
	for _, r := range t.Rows {
		switch {
		case row.Total() && r.Total():
			return r, true
		case row.Total() || r.Total():
		case s.code >= 0 && row[s.code].Text != "":
			if r[s.code].Text == row[s.code].Text {
				return r, true
			}
		case table.Plain(r[s.name].Text) == table.Plain(row[s.name].Text) && (s.side < 0 || r[s.side].Text == row[s.side].Text):
			return r, true
		}
	}
	return nil, false
}

const (
	barsWidth = 480
	barRoom   = 330 // of the longest bar; its number stands behind it
)

// quantity is a number that is drawn.
type quantity struct {
	name   string
	value  table.Decimal
	second bool // compared with the one before
}

// bars draws numbers as horizontal bars, each with its name above it, so that
// long names can be read on a telephone. Sizes of text are those of
// figures.css: 18 units are 12 pixels on a screen 360 wide.
func bars(id, title, unit string, list []quantity, t TableView) *Bars {
	b := &Bars{ID: id, Title: title, Width: barsWidth, Table: t}
	var most float64
	for _, q := range list {
		most = max(most, q.value.Float())
	}
	if most == 0 {
		return nil
	}
	y := 4
	var largest quantity
	for i, q := range list {
		if q.value > largest.value {
			largest = q
		}
		if !q.second && i > 0 {
			y += 10
		}
		w := max(2, int(q.value.Float()/most*barRoom+.5))
		bar := Bar{Name: q.name, Value: q.value.Fixed(0), NameY: y + 18, Y: y + 26, Width: w, X: w + 8, ValueY: y + 26 + 16}
		if q.second {
			bar.Class = "second"
		}
		b.Bars = append(b.Bars, bar)
		y += 26 + 22
	}
	b.Height = y + 4
	b.Desc = "条形图，共" + strconv.Itoa(len(list)) + "项，单位：" + unit + "，最大的是" + largest.name + "，" + largest.value.Fixed(0) + "。数字见图后的表。"
	return b
}

// files are the links to a table's data.
func (p page) dataFiles(csv, book string) []Link {
	return []Link{{Name: "下载 CSV", Href: template.URL(p.up + csv)}, {Name: "下载 XLSX（整份）", Href: template.URL(p.up + book)}}
}
