package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/privacy"
	"gongkai/generator/site"
)

func personalID() Rule {
	return Rule{Name: "personal-id", Severity: diag.Error, Law: privacyLaw, check: checkPersonalID}
}

func checkPersonalID(s *site.Site, found *diag.List) {
	for _, t := range personalData(s, sayPersonalID, privacy.ID) {
		found.Add("personal-id", t.at, t.message,
			diag.Say("整列或整项删去；名单里用姓名（隐去名）、村、项目、金额就能核对", "take it out altogether: a list needs masked names, villages, items and amounts"))
	}
}

func sayPersonalID(h privacy.Hit) diag.Text {
	if h.Rounded {
		return diag.Say("像是表格软件写成科学计数法的身份证号码 %s", "%s looks like an identity number that a spreadsheet wrote in exponent form", h.Masked)
	}
	return diag.Say("身份证号码 %s 不能公开", "the identity number %s must not be published", h.Masked)
}
