package table

import (
	"strings"

	"gongkai/generator/diag"
)

// Slip is a number that does not agree with others of its table.
type Slip struct {
	Cell      Cell
	Got, Want Decimal
	How       diag.Text // how Want comes about
}

// Sum is something that must add up in a table.
type Sum func(*Table) []Slip

// Slips are what does not add up by the sums that the schema declares.
func (t *Table) Slips() []Slip {
	if t.Flawed {
		return nil
	}
	var all []Slip
	for _, sum := range t.Schema.Sums {
		all = append(all, sum(t)...)
	}
	return all
}

// Across says that in each row one column is the sum of others.
func Across(total string, parts ...string) Sum {
	return func(t *Table) []Slip {
		var slips []Slip
		k := t.Schema.Column(total)
		for _, row := range t.Rows {
			var sum Decimal
			any := false
			for _, p := range parts {
				v := row[t.Schema.Column(p)]
				sum, any = sum.Plus(v.Number), any || v.Given
			}
			if any && row[k].Number != sum && row[k].Cell.At.File != nil {
				slips = append(slips, Slip{row[k].Cell, row[k].Number, sum, diag.Say("应等于同一行%s之和", "it should be the sum of %s in its row", t.names(parts))})
			}
		}
		return slips
	}
}

func (t *Table) names(keys []string) string {
	var names []string
	for _, k := range keys {
		names = append(names, "“"+t.Schema.Columns[t.Schema.Column(k)].Name+"”")
	}
	return strings.Join(names, "、")
}

// Tree says that an item is the sum of the items below it, by the length of
// their codes (类 3, 款 5, 项 7 digits), and that the total is the sum of the
// items at the top. Rows without a code are items at the top.
func Tree(code string, amounts ...string) Sum {
	return func(t *Table) []Slip {
		var slips []Slip
		for _, amount := range amounts {
			slips = append(slips, t.tree(t.Schema.Column(code), t.Schema.Column(amount))...)
		}
		return slips
	}
}

// sum of rows.
type sum struct {
	Decimal
	rows int
}

func (s *sum) add(d Decimal) { s.Decimal, s.rows = s.Plus(d), s.rows+1 }

func (t *Table) tree(code, amount int) []Slip {
	below := map[string]*sum{} // by the code above
	top := 0                   // length of the codes at the top
	for _, row := range t.Rows {
		if n := len(row[code].Text); n > 0 && !row.Total() && (top == 0 || n < top) {
			top = n
		}
	}
	for _, row := range t.Rows {
		if row.Total() || ofWhich(row) {
			continue
		}
		above, n := "", len(row[code].Text)
		if n > top {
			above = row[code].Text[:n-2]
		}
		if below[above] == nil {
			below[above] = &sum{}
		}
		below[above].add(row[amount].Number)
	}
	var slips []Slip
	for _, row := range t.Rows {
		v, key, how := row[amount], row[code].Text, diag.Say("应等于它下面各项之和", "it should be the sum of the items below it")
		if row.Total() {
			key, how = "", diag.Say("应等于各项之和", "it should be the sum of all items")
		} else if key == "" {
			continue
		}
		if s := below[key]; s != nil && s.Decimal != v.Number {
			c := v.Cell
			if c.At.File == nil {
				c = row.first()
			}
			slips = append(slips, Slip{c, v.Number, s.Decimal, how})
		}
	}
	return slips
}

// ofWhich reports whether a row is a part of the one above it and counted
// there: 其中：….
func ofWhich(row Row) bool {
	for _, v := range row {
		if strings.HasPrefix(v.Text, "其中") {
			return true
		}
	}
	return false
}

// first is the first cell of a row that the file has.
func (r Row) first() Cell {
	for _, v := range r {
		if v.Cell.At.File != nil {
			return v.Cell
		}
	}
	return Cell{}
}

// Lines says that among the rows that the schema fixes, one is the sum of
// others in each of the columns. Rows count from 0.
func Lines(total int, parts []int, columns ...string) Sum {
	return func(t *Table) []Slip {
		var slips []Slip
		if len(t.Rows) != len(t.Schema.Fixed) {
			return nil // that is told already
		}
		for _, key := range columns {
			k := t.Schema.Column(key)
			var sum Decimal
			var names []string
			for _, p := range parts {
				sum = sum.Plus(t.Rows[p][k].Number)
				names = append(names, "“"+short(t.Schema.Fixed[p])+"”")
			}
			if v := t.Rows[total][k]; v.Number != sum {
				c := v.Cell
				if c.At.File == nil {
					c = t.Rows[total].first()
				}
				slips = append(slips, Slip{c, v.Number, sum, diag.Say("应等于%s之和", "it should be the sum of %s", list(names))})
			}
		}
		return slips
	}
}

// list names up to four things.
func list(names []string) string {
	if len(names) > 4 {
		return names[0] + "到" + names[len(names)-1] + "各行"
	}
	return strings.Join(names, "、")
}

func short(label string) string {
	r := []rune(label)
	if len(r) > 16 {
		return string(r[:15]) + "…"
	}
	return label
}

// Sides says that what comes in is what goes out: the rows of two kinds in one
// column have the same total, the row that says so.
func Sides(side, item, amount, in, out string) Sum {
	return func(t *Table) []Slip {
		s, i, a := t.Schema.Column(side), t.Schema.Column(item), t.Schema.Column(amount)
		var totals [2]Value
		var slips []Slip
		for n, name := range []string{in, out} {
			var sum Decimal
			for _, row := range t.Rows {
				if row[s].Text != name {
					continue
				}
				if label := Plain(row[i].Text); strings.HasSuffix(label, "总计") || label == "合计" {
					totals[n] = row[a]
					continue
				}
				if !strings.HasSuffix(Plain(row[i].Text), "合计") && !ofWhich(row) {
					sum = sum.Plus(row[a].Number)
				}
			}
			if v := totals[n]; v.Given && v.Number != sum {
				slips = append(slips, Slip{v.Cell, v.Number, sum, diag.Say("应等于%s各项之和", "it should be the sum of the items of %s", name)})
			}
		}
		if totals[0].Given && totals[1].Given && totals[0].Number != totals[1].Number {
			slips = append(slips, Slip{totals[1].Cell, totals[1].Number, totals[0].Number, diag.Say("%s总计应等于%s总计", "the totals of %s and %s should be equal", out, in)})
		}
		return slips
	}
}

// Amount is the value of a column in the row with a label; ok is false where
// there is no such row.
func (t *Table) Amount(label, key string) (Value, bool) {
	k := t.Schema.Column(key)
	for _, row := range t.Rows {
		for i, v := range row {
			if t.Schema.Columns[i].Kind == Words && v.Text != "" && sameLabel(v.Text, label) {
				return row[k], true
			}
		}
	}
	return Value{}, false
}

// Total is the value of a column in the table's total row.
func (t *Table) Total(key string) (Value, bool) {
	k := t.Schema.Column(key)
	for _, row := range t.Rows {
		if row.Total() {
			return row[k], true
		}
	}
	return Value{}, false
}

// Equal says that among the rows that the schema fixes, some have the same sum
// as others in each of the columns. What differs is told at the last one.
func Equal(some, others []int, columns ...string) Sum {
	return func(t *Table) []Slip {
		var slips []Slip
		if len(t.Rows) != len(t.Schema.Fixed) {
			return nil
		}
		for _, key := range columns {
			k := t.Schema.Column(key)
			sum := func(rows []int) (d Decimal) {
				for _, r := range rows {
					d = d.Plus(t.Rows[r][k].Number)
				}
				return d
			}
			last := others[len(others)-1]
			if v := t.Rows[last][k]; sum(some) != sum(others) {
				want := sum(some).Plus(-sum(others[:len(others)-1]))
				slips = append(slips, Slip{v.Cell, v.Number, want, diag.Say("应等于%s减%s", "it should be %s less %s", t.labels(some), t.labels(others[:len(others)-1]))})
			}
		}
		return slips
	}
}

func (t *Table) labels(rows []int) string {
	var names []string
	for _, r := range rows {
		names = append(names, "“"+short(t.Schema.Fixed[r])+"”")
	}
	return strings.Join(names, "、")
}
