package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func rectificationOverdue() Rule {
	return Rule{Name: "rectification-overdue", Severity: diag.Warning, check: checkRectificationOverdue, Law: diag.Say(
		"《中华人民共和国政府信息公开条例》（2019年修订）第四十七条、第五十三条", "Regulation on Open Government Information (2019), articles 47 and 53")}
}

func checkRectificationOverdue(s *site.Site, found *diag.List) {
	for _, r := range s.Assessment.Rectify {
		due, done := r.V.Due.V.Date, r.V.Done.V.Date
		switch {
		case due.IsZero():
		case done.IsZero() && s.Clock.After(due):
			found.Add("rectification-overdue", r.V.Due.At, diag.Say("“%s”应在 %s 前改好，还没有完成", "%q was to be put right by %s", r.V.What.V, due), diag.Say("催办；改好了的填“完成日期”和“结果”", "have it done; then fill in `done` and `note`"))
		case !done.IsZero() && done.After(due):
			found.Add("rectification-overdue", r.V.Done.At, diag.Say("“%s”在 %s 才改好，期限是 %s", "%q was put right on %s; the last day was %s", r.V.What.V, done, due), diag.Say("核对日期；确实晚了的照实写", "compare the dates; if it was late, leave it"))
		}
	}
}
