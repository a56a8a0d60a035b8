package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func threePublicSum() Rule {
	return Rule{Name: "three-public-sum", Severity: diag.Error, check: checkThreePublicSum, Law: budgetLaw}
}

// checkThreePublicSum holds the rows of the three public expenses together:
// the whole is going abroad, cars and receptions; cars are bought and run.
func checkThreePublicSum(s *site.Site, found *diag.List) {
	for _, f := range fiscals(s) {
		for _, kind := range []string{"three-public", "gov-three-public"} {
			if t := f.Table(kind); t != nil {
				tellSlips("three-public-sum", t, found)
			}
		}
	}
}
