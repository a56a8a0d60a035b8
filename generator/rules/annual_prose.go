package rules

import (
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/report"
	"gongkai/generator/site"
	"gongkai/generator/table"
)

func annualProse() Rule {
	return Rule{Name: "annual-prose", Severity: diag.Warning, check: checkAnnualProse, Law: annualLaw}
}

// checkAnnualProse holds the numbers that the text tells against the tables.
func checkAnnualProse(s *site.Site, found *diag.List) {
	for _, r := range annuals(s) {
		t := report.Annual(s, r)
		for _, m := range r.Mentions {
			want, name, ok := toldBy(r.Form, t, m.What)
			if !ok || want == m.Count {
				continue
			}
			found.Add("annual-prose", m.At,
				diag.Say("正文写 %d 件，表里“%s”是 %d 件", "the text has %d, and %q of the table %d", m.Count, name, want),
				diag.Say("核对正文和表，改正错的一个", "compare both and mend the one that is wrong"))
		}
	}
}

// toldBy is the number of the tables that a phrase is about.
func toldBy(form *content.AnnualForm, t report.AnnualTables, what string) (n int, name string, ok bool) {
	rows := map[string][2]int{
		"new": {content.RowNew, content.RowNew}, "carried": {content.RowCarried, content.RowCarried}, "open": {form.Open, form.Open},
		"disclosed": {2, 2}, "partly": {3, 3}, "refused": {4, 11},
	}
	if r, found := rows[what]; found {
		if t.Requests == nil || t.Requests.Flawed || len(t.Requests.Rows) != len(form.Requests.Fixed) {
			return 0, "", false
		}
		return sumOf(t.Requests, r[0], r[1]), form.Requests.Fixed[r[0]], true
	}
	if t.Reviews == nil || t.Reviews.Flawed || len(t.Reviews.Rows) != 3 {
		return 0, "", false
	}
	if what == "review" {
		return sumOf(t.Reviews, 0, 0), "行政复议", true
	}
	return sumOf(t.Reviews, 1, 2), "行政诉讼", true
}

// sumOf adds the totals of some rows.
func sumOf(t *table.Table, first, last int) int {
	n := 0
	for i := first; i <= last; i++ {
		n += t.Rows[i][t.Schema.Column("total")].Number.Int()
	}
	return n
}
