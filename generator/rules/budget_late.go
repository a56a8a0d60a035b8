package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func budgetLate() Rule {
	return Rule{Name: "budget-late", Severity: diag.Warning, check: checkBudgetLate, Law: budgetLaw}
}

// budgetDays are the calendar days from approval in which budgets and
// accounts are to be published (预算法第十四条：二十日内).
const budgetDays = 20

// checkBudgetLate counts days, not working days. Where the last one is no
// working day, the time ends on the next (民法典第二百零三条).
func checkBudgetLate(s *site.Site, found *diag.List) {
	for _, f := range s.Fiscals {
		approved, published := f.Approved.V.Date, f.Published.V.Date
		if approved.IsZero() || published.IsZero() {
			continue
		}
		last := s.Days.NextWorking(approved.AddDays(budgetDays))
		if last.Unsure || !published.After(last.Date) {
			continue
		}
		found.Add("budget-late", f.Published.At,
			diag.Say("%s 批准，%s 公开，隔了 %d 日；期限是 %d 日，最迟 %s", "approved on %s and published on %s, %d days later; the limit is %d days, the last was %s", approved, published, approved.DaysUntil(published), budgetDays, last.Date),
			diag.Say("核对两个日期；确实晚了的，照实写，在说明里讲明原因", "compare both dates; if it was late, leave it and tell why"),
			diag.Note{Span: f.Approved.At, Text: diag.Say("批准日期在这里", "the day of approval is here")})
	}
}
