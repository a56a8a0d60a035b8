package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/site"
	"gongkai/generator/table"
)

func budgetScale() Rule {
	return Rule{Name: "budget-scale", Severity: diag.Warning, check: checkBudgetScale, Law: budgetLaw}
}

// scale is how many times more or less than a comparable number makes one
// suspect: 元 typed for 万元 is off by ten thousand.
const scale = 1000

// checkBudgetScale compares the totals of a publication with those of the
// year before, or, of accounts, with those of the budget.
func checkBudgetScale(s *site.Site, found *diag.List) {
	for _, f := range fiscals(s) {
		against := f.Budget
		if against == nil {
			against = f.Before
		}
		for _, t := range f.Tables {
			u := against.Table(t.Schema.Kind)
			if u == nil || t.Flawed || u.Flawed {
				continue
			}
			got, ok := t.Total("total")
			want, same := u.Total("total")
			if !ok || !same || !farFrom(got.Number, want.Number) {
				continue
			}
			t.Add(found, "budget-scale", got.Cell,
				diag.Say("《%s》的合计是 %s 万元，可比的%s是 %s 万元", "the total of 《%s》 is %[2]s 万元, the comparable one %[4]s 万元", t.Schema.Title, got.Number.Fixed(2), comparable(f, against), want.Number.Fixed(2)),
				diag.Say("看看是不是把元当成了万元；单位没错的，在说明里讲清原因", "perhaps 元 were taken for 万元; if the unit is right, tell the reason in the explanation"),
				diag.Note{Span: want.Cell.At, Text: diag.Say("可比的数在这里", "the comparable number is here")})
		}
	}
}

func comparable(f, against *site.Fiscal) string {
	if against == f.Budget {
		return "预算"
	}
	return "上年" + f.Kind.V
}

func farFrom(a, b table.Decimal) bool {
	if a < 0 {
		a = -a
	}
	if b < 0 {
		b = -b
	}
	return a != 0 && b != 0 && (a/scale >= b || b/scale >= a)
}
