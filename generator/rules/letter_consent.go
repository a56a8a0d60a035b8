package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func letterConsent() Rule {
	return Rule{Name: "letter-consent", Severity: diag.Error, Breach: true, check: checkLetterConsent, Law: diag.Say(
		"《中华人民共和国个人信息保护法》第二十五条；《中华人民共和国政府信息公开条例》（2019年修订）第十五条",
		"Personal Information Protection Law, article 25; Regulation on Open Government Information (2019), article 15")}
}

// checkLetterConsent judges what a letter says; that it must say something
// is for missing-field.
func checkLetterConsent(s *site.Site, found *diag.List) {
	for _, l := range s.Letters {
		if l.Consent.V || !l.Consent.Given() {
			continue
		}
		found.Add("letter-consent", l.Consent.At,
			diag.Say("来信人不同意公开，这封信不能发布", "the writer does not consent: this letter must not be published"),
			diag.Say("把信移出 content 文件夹；答复直接寄给来信人", "take the letter out of content/ and send the reply to its writer"))
	}
}
