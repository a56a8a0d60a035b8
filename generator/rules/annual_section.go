package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func annualSection() Rule {
	return Rule{Name: "annual-section", Severity: diag.Error, check: checkAnnualSection, Law: annualLaw}
}

// checkAnnualSection asks for the sections in prose; those that are tables
// stand on the page by themselves.
func checkAnnualSection(s *site.Site, found *diag.List) {
	for _, r := range annuals(s) {
		for i, title := range r.Form.Sections {
			if r.Form.Requests != nil && i >= 1 && i <= 3 {
				continue
			}
			if h, ok := section(r.Body.Headings, title); ok && h.TextAfter {
				continue
			}
			found.Add("annual-section", r.Head, diag.Say("年度报告没有“%s”这一部分", "the report has no section %q", title),
				diag.Say("加一节，标题里写“%s”，下面写情况", "add it, with %q in its heading", title))
		}
	}
}
