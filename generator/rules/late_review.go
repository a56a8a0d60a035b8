package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func lateReview() Rule {
	return Rule{Name: "late-review", Severity: diag.Error, Breach: true, check: checkLateReview, Law: diag.Say(
		"《中华人民共和国保守国家秘密法实施条例》（2024年修订）第四十二条",
		"Regulation implementing the Law on Guarding State Secrets (2024), article 42")}
}

func checkLateReview(s *site.Site, found *diag.List) {
	for d := range documents(s) {
		review := d.Review.V
		if review.Ruling.V == "不予公开" {
			found.Add("late-review", review.Ruling.At,
				diag.Say("保密审查的结论是“不予公开”，不能发布", "the review ruled that this must not be published"),
				diag.Say("把文件移出 content 文件夹；结论有变的，重新审查并改写记录", "take the file out of content/; if the ruling has changed, review again and record it"))
		}
		if !review.On.Given() || !d.Published.Given() || !review.On.V.Date.After(d.Published.V.Date) {
			continue
		}
		found.Add("late-review", review.On.At,
			diag.Say("审查日期 %s 晚于发布日期 %s", "reviewed on %s, after publication on %s", review.On.V.Date, d.Published.V.Date),
			diag.Say("照审查单核对日期；没有经过审查的先撤下，审查以后再发布，日期不要倒填", "compare the record; what was not reviewed comes off the site and is published after its review; do not backdate"),
			diag.Note{Span: d.Published.At, Text: diag.Say("发布日期在这里", "the date of publication is here")})
	}
}
