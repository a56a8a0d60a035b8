package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

var budgetLaw = diag.Say(
	"《中华人民共和国预算法》（2018年修正）第十四条；《中华人民共和国预算法实施条例》（2020年修订）第六条",
	"Budget Law (2018), article 14; Regulation implementing the Budget Law (2020), article 6")

func budgetWithoutExplanation() Rule {
	return Rule{Name: "budget-without-explanation", Severity: diag.Error, Breach: true, check: checkBudgetWithoutExplanation, Law: budgetLaw}
}

// checkBudgetWithoutExplanation asks for any text at all: what it has to tell
// is for explanation-incomplete.
func checkBudgetWithoutExplanation(s *site.Site, found *diag.List) {
	for _, f := range fiscals(s) {
		if !f.Blank {
			continue
		}
		found.Add("budget-without-explanation", f.Head,
			diag.Say("只有表，没有说明；说明要和%s同时公开", "the %s are tables without an explanation, which has to be published with them", f.Kind.V),
			diag.Say("在字段区下面写说明：花了多少钱、办了什么事、增减的原因、名词解释", "write below the fields how much was spent on what, why it changed, and what the words mean"))
	}
}
