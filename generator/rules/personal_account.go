package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/privacy"
	"gongkai/generator/site"
)

func personalAccount() Rule {
	return Rule{Name: "personal-account", Severity: diag.Error, Law: privacyLaw, check: checkPersonalAccount}
}

func checkPersonalAccount(s *site.Site, found *diag.List) {
	for _, t := range personalData(s, sayPersonalAccount, privacy.Account) {
		found.Add("personal-account", t.at, t.message,
			diag.Say("删去账号；是单位收款账户的，在同一行写明户名", "take it out; if it is an office's account, name its owner on the same line"))
	}
}

func sayPersonalAccount(h privacy.Hit) diag.Text {
	return diag.Say("像是个人的银行卡或者存折账号 %s", "%s looks like the number of a person's bank card or passbook", h.Masked)
}
