package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/site"
	"gongkai/generator/table"
)

func budgetSum() Rule {
	return Rule{Name: "budget-sum", Severity: diag.Error, check: checkBudgetSum, Law: budgetLaw}
}

func checkBudgetSum(s *site.Site, found *diag.List) {
	for _, f := range fiscals(s) {
		for _, t := range f.Tables {
			if t.Schema.Kind != "three-public" && t.Schema.Kind != "gov-three-public" {
				tellSlips("budget-sum", t, found)
			}
		}
		for _, a := range agreements {
			a.check(f, found)
		}
	}
}

// tellSlips tells what does not add up in a table.
func tellSlips(rule string, t *table.Table, found *diag.List) {
	decimals := 0
	if t.Schema.Money() {
		decimals = 2
	}
	for _, slip := range t.Slips() {
		got, want := slip.Got.Fixed(decimals), slip.Want.Fixed(decimals)
		t.Add(found, rule, slip.Cell,
			diag.Text{
				ZH: "《" + t.Schema.Title + "》这里是 " + got + "，" + slip.How.ZH + " " + want,
				EN: "《" + t.Schema.Title + "》 has " + got + " here; " + slip.How.EN + ", " + want,
			}, differBy(slip.Got, slip.Want, decimals))
	}
}

func differBy(got, want table.Decimal, decimals int) diag.Text {
	d := got.Plus(-want).Fixed(decimals)
	return diag.Say("相差 %s；核对各项和合计，改正错的一个，不要为了凑数改别的项", "they differ by %s; compare the items and the total and mend the one that is wrong, not another to make it fit", d)
}

// agreement says that two tables of one publication have one number.
type agreement struct {
	table, key   string   // whose total
	with, column string   // is that of
	rows         []string // the first of these rows that there is; nil for its total
}

// spent is what was spent in the year itself; a budget, which carries nothing
// over, has it in its last row.
var spent = []string{"本年支出合计", "支出总计"}

var agreements = []agreement{
	{"income", "total", "summary", "total", []string{"收入总计"}},
	{"expenditure", "total", "summary", "total", spent},
	{"general", "total", "appropriation", "general", spent},
	{"fund", "total", "appropriation", "fund", spent},
	{"basic", "total", "general", "basic", nil},
}

func (a agreement) check(f *site.Fiscal, found *diag.List) {
	t, u := f.Table(a.table), f.Table(a.with)
	if t == nil || u == nil || t.Flawed || u.Flawed {
		return
	}
	got, ok := t.Total(a.key)
	if !ok {
		return
	}
	want, ok := u.Total(a.column)
	for _, row := range a.rows {
		if want, ok = u.Amount(row, a.column); ok {
			break
		}
	}
	if !ok || got.Number == want.Number {
		return
	}
	t.Add(found, "budget-sum", got.Cell,
		diag.Text{
			ZH: "《" + t.Schema.Title + "》的合计是 " + got.Number.Fixed(2) + "，《" + u.Schema.Title + "》里同一个数是 " + want.Number.Fixed(2),
			EN: "the total of 《" + t.Schema.Title + "》 is " + got.Number.Fixed(2) + ", and the same number in 《" + u.Schema.Title + "》 is " + want.Number.Fixed(2),
		}, differBy(got.Number, want.Number, 2), diag.Note{Span: want.Cell.At, Text: diag.Say("另一张表里的数在这里", "the number of the other table is here")})
}
