package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/report"
	"gongkai/generator/site"
)

func budgetLate() Rule {
	return Rule{Name: "budget-late", Severity: diag.Warning, check: checkBudgetLate, Law: budgetLaw}
}

func checkBudgetLate(s *site.Site, found *diag.List) {
	for _, f := range fiscals(s) {
		approved, published := f.Approved.V.Date, f.Published.V.Date
		last, ok := report.FiscalDue(s, f)
		if !ok || !published.After(last) {
			continue
		}
		found.Add("budget-late", f.Published.At,
			diag.Say("%s 批准，%s 公开，隔了 %d 日；期限是 %d 日，最迟 %s", "approved on %s and published on %s, %d days later; the limit is %d days, the last was %s", approved, published, approved.DaysUntil(published), report.FiscalDays, last),
			diag.Say("核对两个日期；确实晚了的，照实写，在说明里讲明原因", "compare both dates; if it was late, leave it and tell why"),
			diag.Note{Span: f.Approved.At, Text: diag.Say("批准日期在这里", "the day of approval is here")})
	}
}
