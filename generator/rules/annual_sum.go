package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

var annualLaw = diag.Say(
	"《中华人民共和国政府信息公开条例》（2019年修订）第五十条；《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）",
	"Regulation on Open Government Information (2019), article 50; Form of the annual report (Guobangongkaibanhan 〔2021〕 No. 30)")

func annualSum() Rule {
	return Rule{Name: "annual-sum", Severity: diag.Error, check: checkAnnualSum, Law: annualLaw}
}

// checkAnnualSum holds the tables beside reports against the identities of
// the form: rows against their total, columns against (七)总计, and the one
// that the form itself prints: 第一项加第二项之和，等于第三项加第四项之和.
func checkAnnualSum(s *site.Site, found *diag.List) {
	for _, r := range annuals(s) {
		for _, t := range r.Tables {
			tellSlips("annual-sum", t, found)
		}
	}
}
