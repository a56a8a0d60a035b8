package rules

import (
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func explanationIncomplete() Rule {
	return Rule{Name: "explanation-incomplete", Severity: diag.Warning, check: checkExplanationIncomplete, Law: budgetLaw}
}

func checkExplanationIncomplete(s *site.Site, found *diag.List) {
	for _, f := range fiscals(s) {
		if f.Blank {
			continue
		}
		for _, p := range content.FiscalPoints(f.Agency.Kind.V) {
			if !explains(f, p) {
				found.Add("explanation-incomplete", f.Head,
					diag.Say("说明里没有“%[1]s”这一部分", "the explanation has no section on %[2]s", p.ZH, p.EN),
					diag.Say("加一节，标题里写明“%[1]s”；没有的也写一句没有", "add one with “%[1]s” in its heading; if there is none, say so in a sentence", p.Words[0]))
			}
		}
	}
}

func explains(f *site.Fiscal, p content.FiscalPoint) bool {
	for _, w := range p.Words {
		if h, ok := section(f.Body.Headings, w); ok && h.TextAfter {
			return true
		}
	}
	return false
}
