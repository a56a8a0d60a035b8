package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func missingReview() Rule {
	return Rule{Name: "missing-review", Severity: diag.Error, Breach: true, check: checkMissingReview, Law: diag.Say(
		"《中华人民共和国政府信息公开条例》（2019年修订）第十七条第二款；《中华人民共和国保守国家秘密法实施条例》（2024年修订）第四十二条",
		"Regulation on Open Government Information (2019), article 17, paragraph 2; Regulation implementing the Law on Guarding State Secrets (2024), article 42")}
}

// checkMissingReview asks for a review from the day on that the county sets:
// what was published before it kept such records cannot show one. A draft is
// shown to no one but its editor.
func checkMissingReview(s *site.Site, found *diag.List) {
	since := s.Portal.ReviewSince.V.Date
	for d := range documents(s) {
		if d.Review.Given() || d.Optional || d.Published.V.Date.Before(since) {
			continue
		}
		at := d.Doc.Head
		if d.Published.Given() {
			at = d.Published.At
		}
		found.Add("missing-review", at,
			diag.Say("没有保密审查记录就发布", "published without a record of the confidentiality review"),
			diag.Say("先审查、后公开；加上“保密审查”，下面写审查人、日期、结论", "review first, then publish; add `review` with by, on and ruling"))
	}
}
