package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/report"
	"gongkai/generator/site"
)

func annualTableMissing() Rule {
	return Rule{Name: "annual-table-missing", Severity: diag.Error, check: checkAnnualTableMissing, Law: annualLaw}
}

func checkAnnualTableMissing(s *site.Site, found *diag.List) {
	for _, r := range annuals(s) {
		if r.Form.Requests == nil {
			continue
		}
		t := report.Annual(s, r)
		for i, have := range []bool{t.Proactive != nil, t.Requests != nil, t.Reviews != nil} {
			if have {
				continue
			}
			schema := r.Form.Tables()[i]
			found.Add("annual-table-missing", r.Head, diag.Say("没有《%s》的表，也没有台账可以算", "the table 《%s》 is missing, and there is no ledger to compute it from", schema.Title),
				diag.Say("把表放在 index.md 旁边，文件名写 %s.csv；gongkai report annual 会生成空表", "put it beside index.md as %s.csv; `gongkai report annual` makes an empty one", schema.Kind))
		}
	}
}
