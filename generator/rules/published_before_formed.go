package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func publishedBeforeFormed() Rule {
	return Rule{Name: "published-before-formed", Severity: diag.Error, Breach: true, check: checkPublishedBeforeFormed, Law: diag.Say(
		"《中华人民共和国政府信息公开条例》（2019年修订）第十二条第三款、第二十六条",
		"Regulation on Open Government Information (2019), article 12, paragraph 3, and article 26")}
}

func checkPublishedBeforeFormed(s *site.Site, found *diag.List) {
	for d := range documents(s) {
		if !d.Formed.Given() || !d.Published.Given() || !d.Published.V.Date.Before(d.Formed.V.Date) {
			continue
		}
		found.Add("published-before-formed", d.Published.At,
			diag.Say("发布日期 %s 早于成文日期 %s", "published on %s, before it was formed on %s", d.Published.V.Date, d.Formed.V.Date),
			diag.Say("照原件落款核对成文日期；发布日期写首次在网上公开的那天", "compare the date on the document; `published` is the day when it first was on the site"),
			diag.Note{Span: d.Formed.At, Text: diag.Say("成文日期在这里", "the date of forming is here")})
	}
}
