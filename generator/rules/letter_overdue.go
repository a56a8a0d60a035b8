package rules

import (
	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func letterOverdue() Rule {
	return Rule{Name: "letter-overdue", Severity: diag.Warning, check: checkLetterOverdue, Law: diag.Say(
		"网站设置里公布的受理和答复期限；《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）单项否决第四项：一年内有效留言超过三个月未答复",
		"the times that the county's own settings promise; Inspection indicators (Guobanmihan 〔2019〕 No. 19): no valid message of the last year unanswered for three months")}
}

// replyDue is the last day to answer a letter that waits for its answer. ok
// is false where nothing waits, or no time is promised.
func replyDue(s *site.Site, l *site.Letter) (calendar.Count, bool) {
	m := s.Portal.Mailbox.V
	days := m.AcceptDays.V + m.ReplyDays.V
	if l.Status.V != "已受理" && l.Status.V != "办理中" || l.Replied.Given() || l.Received.V.IsZero() || !m.ReplyDays.Given() {
		return calendar.Count{}, false
	}
	return s.Days.After(l.Received.V.Date, days), true
}

// longestWait is when an unanswered letter fails the whole site at an
// inspection: three months, 92 days at most.
const longestWait = 92

func checkLetterOverdue(s *site.Site, found *diag.List) {
	for _, l := range s.Letters {
		due, ok := replyDue(s, l)
		if !ok || due.Unsure != 0 && !l.Received.V.Date.AddDays(longestWait).Before(s.Clock) || !s.Clock.After(due.To) {
			continue
		}
		received := l.Received.V.Date
		message := diag.Say("%s 的来信还没有答复，最迟应在 %s 答复", "the letter of %s is not answered; the last day was %s", received, due.To)
		if received.AddDays(longestWait).Before(s.Clock) {
			message = diag.Say("%s 的来信超过三个月没有答复，检查时属于单项否决", "the letter of %s has waited for more than three months: the whole site fails an inspection by it", received)
		}
		found.Add("letter-overdue", l.Status.At, message,
			diag.Say("催办后写“## 答复”、答复日期，把状态改为已办结；还办不完的，先写明进展和预计答复的时间", "have it answered; until then write how it stands and when the answer is to come"))
	}
}
