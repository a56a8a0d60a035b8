package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/report"
	"gongkai/generator/site"
)

func selfReview() Rule {
	return Rule{Name: "self-review", Severity: diag.Error, check: checkSelfReview, Law: diag.Say(
		"《中华人民共和国政府信息公开条例》（2019年修订）第十七条第一款",
		"Regulation on Open Government Information (2019), article 17, paragraph 1")}
}

func checkSelfReview(s *site.Site, found *diag.List) {
	for d := range documents(s) {
		by := d.Review.V.By
		if by.V == "" || report.Person(by.V) != report.Person(d.Author.V) {
			continue
		}
		found.Add("self-review", by.At,
			diag.Say("审查人和责任编辑是同一个人：%s", "the reviewer is the author: %s", by.V),
			diag.Say("由另一个人审查，审查人写他的姓名", "have somebody else review it, and name them"),
			diag.Note{Span: d.Author.At, Text: diag.Say("责任编辑在这里", "the author is here")})
	}
}
