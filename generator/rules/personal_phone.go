package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/privacy"
	"gongkai/generator/site"
)

func personalPhone() Rule {
	return Rule{Name: "personal-phone", Severity: diag.Error, Law: privacyLaw, check: checkPersonalPhone}
}

func checkPersonalPhone(s *site.Site, found *diag.List) {
	for _, t := range personalData(s, sayPersonalPhone, privacy.Phone) {
		found.Add("personal-phone", t.at, t.message,
			diag.Say("删去，或者换成办公电话；确是办公用的，登记在机构、热线或网站设置里", "take it out or give an office's number; if it is one, enter it in the agency, the hotlines or the settings"))
	}
}

func sayPersonalPhone(h privacy.Hit) diag.Text {
	return diag.Say("手机号码 %s 不是本县登记的办公电话", "the mobile number %s is none of the county's office contacts", h.Masked)
}
