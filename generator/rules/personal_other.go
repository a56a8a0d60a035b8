package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/privacy"
	"gongkai/generator/site"
)

func personalOther() Rule {
	return Rule{Name: "personal-other", Severity: diag.Warning, Law: privacyLaw, check: checkPersonalOther}
}

func checkPersonalOther(s *site.Site, found *diag.List) {
	for _, t := range personalData(s, sayPersonalOther, privacy.Passport, privacy.Plate, privacy.Address, privacy.Email) {
		found.Add("personal-other", t.at, t.message,
			diag.Say("删去或者隐去；公务用车、办公地址、办公邮箱可以写明理由豁免", "take it out or mask it; an official car, an office's address or mailbox may be waived with a reason"))
	}
}

func sayPersonalOther(h privacy.Hit) diag.Text {
	switch h.Kind {
	case privacy.Passport:
		return diag.Say("像是护照或者通行证号码 %s", "%s looks like the number of a passport or travel permit", h.Masked)
	case privacy.Plate:
		return diag.Say("车牌号码 %s", "a licence plate: %s", h.Masked)
	case privacy.Address:
		return diag.Say("家庭住址 %s 写得比村、社区还细", "the home address %s says more than the village or neighbourhood", h.Masked)
	}
	return diag.Say("像是个人的电子邮箱 %s", "%s looks like a person's mailbox", h.Masked)
}
