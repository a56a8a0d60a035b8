package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/report"
	"gongkai/generator/site"
	"gongkai/generator/table"
)

func annualCounty() Rule {
	return Rule{Name: "annual-county", Severity: diag.Warning, check: checkAnnualCounty, Law: annualLaw}
}

// checkAnnualCounty: the county's report is the sum of those of its agencies,
// once all of them are there.
func checkAnnualCounty(s *site.Site, found *diag.List) {
	for _, r := range annuals(s) {
		if r.Agency.Kind.V != "government" || r.Form.Requests == nil {
			continue
		}
		whole := report.Annual(s, r).Requests
		parts, complete := partsOf(s, r)
		if whole == nil || whole.Flawed || !complete || len(whole.Rows) != len(r.Form.Requests.Fixed) {
			continue
		}
		for i := range whole.Rows {
			for k := 1; k < len(whole.Rows[i]); k++ {
				var sum table.Decimal
				for _, p := range parts {
					sum = sum.Plus(p.Rows[i][k].Number)
				}
				got := whole.Rows[i][k]
				if got.Number == sum || got.Cell.At.File == nil {
					continue
				}
				whole.Add(found, "annual-county", got.Cell,
					diag.Say("“%s”的“%s”全县是 %d，各单位合计是 %d", "%q, column %q: the county has %d, its agencies together %d", whole.Schema.Fixed[i], whole.Schema.Columns[k].Name, got.Number.Int(), sum.Int()),
					diag.Say("核对各单位的报告和全县的汇总", "compare the agencies' reports with the county's"))
			}
		}
	}
}

// partsOf are the tables of the agencies of which the county's report is made.
// complete is false while one is missing.
func partsOf(s *site.Site, county *site.Annual) (parts []*table.Table, complete bool) {
	reports := map[*site.Agency]*site.Annual{}
	for _, r := range annuals(s) {
		if r.Year == county.Year {
			reports[r.Agency] = r
		}
	}
	for _, a := range s.Agencies {
		if a == county.Agency {
			continue
		}
		r := reports[a]
		if r == nil {
			return nil, false
		}
		t := report.Annual(s, r).Requests
		if t == nil || t.Flawed || len(t.Rows) != len(county.Form.Requests.Fixed) {
			return nil, false
		}
		parts = append(parts, t)
	}
	return parts, len(parts) > 0
}
