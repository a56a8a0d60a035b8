package rules

import (
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/report"
	"gongkai/generator/site"
)

func annualCarry() Rule {
	return Rule{Name: "annual-carry", Severity: diag.Error, check: checkAnnualCarry, Law: annualLaw}
}

// checkAnnualCarry: what was left at the end of a year is what the next one
// began with, in every column.
func checkAnnualCarry(s *site.Site, found *diag.List) {
	for _, r := range annuals(s) {
		if r.Before == nil {
			continue
		}
		now, then := report.Annual(s, r).Requests, report.Annual(s, r.Before).Requests
		if now == nil || then == nil || now.Flawed || then.Flawed || len(now.Rows) != len(r.Form.Requests.Fixed) || len(then.Rows) != len(r.Before.Form.Requests.Fixed) {
			continue
		}
		for k := 1; k < len(r.Form.Requests.Columns); k++ {
			got, want := now.Rows[content.RowCarried][k], then.Rows[r.Before.Form.Open][k]
			if got.Number == want.Number {
				continue
			}
			message := diag.Say("“%s”的上年结转是 %d 件，%d年报告结转到下年的是 %d 件", "column %q begins with %[2]d requests of the year before; the report on %[3]d left %[4]d", r.Form.Requests.Columns[k].Name, got.Number.Int(), r.Before.Year, want.Number.Int())
			help := diag.Say("两年的数要一致；核对哪一年错了", "both must be the same; find out which is wrong")
			if got.Cell.At.File == nil {
				found.Add("annual-carry", r.Head, message, help)
				continue
			}
			now.Add(found, "annual-carry", got.Cell, message, help)
		}
	}
}
