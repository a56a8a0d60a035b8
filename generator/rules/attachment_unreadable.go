package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func attachmentUnreadable() Rule {
	return Rule{Name: "attachment-unreadable", Severity: diag.Warning, Law: privacyLaw, check: checkAttachmentUnreadable}
}

func checkAttachmentUnreadable(s *site.Site, found *diag.List) {
	for f := range attachments(s) {
		if f.Report.Unread.ZH == "" {
			continue
		}
		found.Add("attachment-unreadable", f.At, f.inside(diag.Text{}, f.Report.Unread),
			diag.Say("人工逐页看过，确认没有不能公开的内容；已经看过的，写明理由和期限豁免", "have a person look through it; when that is done, waive it with a reason and an end"))
	}
}
