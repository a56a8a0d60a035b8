package rules

import (
	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

var requestLaw = diag.Say(
	"《中华人民共和国政府信息公开条例》（2019年修订）第三十条、第三十三条；2019年5月14日以前收到的，2007年公布的条例第二十四条",
	"Regulation on Open Government Information (2019), articles 30 and 33; for what was received until 2019-05-14, article 24 of 2007")

func requestOverdue() Rule {
	return Rule{Name: "request-overdue", Severity: diag.Warning, check: checkRequestOverdue, Law: requestLaw}
}

func checkRequestOverdue(s *site.Site, found *diag.List) {
	for _, r := range s.Requests {
		checkSupplement(s, r, found)
		if !r.Late(s.Clock) {
			continue
		}
		if r.Open() {
			r.Table.Add(found, "request-overdue", r.Cell("received"),
				diag.Say("申请 %s 到今天还没有答复，最迟应在 %s 答复", "request %s is not answered; the last day was %s", r.Number, r.Due),
				diag.Say("催承办单位答复；补正、征求意见、延期的，把日期填进台账", "have it answered; if it was to be supplemented, others were heard or the time extended, fill in the dates"))
			continue
		}
		r.Table.Add(found, "request-overdue", r.Cell("replied"),
			diag.Say("申请 %s 在 %s 答复，用了 %d 个工作日，最迟应在 %s", "request %s was answered on %s after %d working days; the last day was %s", r.Number, r.Replied, r.Took, r.Due),
			diag.Say("核对日期；补正、征求意见、延期的，把日期填进台账；确实晚了的照实写", "compare the dates and fill in what stopped the clock; if it was late, leave it"))
	}
}

// checkSupplement: what is to be added is asked for once, within seven working
// days of the receipt (article 30).
func checkSupplement(s *site.Site, r *site.Request, found *diag.List) {
	if r.Asked.IsZero() || r.Received.IsZero() {
		return
	}
	due, _, ok := s.Days.Due(calendar.Supplement, r.Received)
	if !ok || due.Unsure != 0 || !r.Asked.After(due.To) {
		return
	}
	r.Table.Add(found, "request-overdue", r.Cell("asked"),
		diag.Say("申请 %s 在 %s 才告知补正，最迟应在 %s", "the supplement of request %s was asked for on %s; the last day was %s", r.Number, r.Asked, due.To),
		diag.Say("核对日期；确实晚了的照实写", "compare the dates; if it was late, leave it"))
}
