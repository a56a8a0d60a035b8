package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

// A page beside a notice is a page of the site, and a waiver would not make
// its scripts harmless.
func unsafeAttachment() Rule {
	return Rule{Name: "unsafe-attachment", Severity: diag.Error, Breach: true, check: checkUnsafeAttachment}
}

func checkUnsafeAttachment(s *site.Site, found *diag.List) {
	for f := range attachments(s) {
		if f.Report.Active.ZH == "" {
			continue
		}
		found.Add("unsafe-attachment", f.At, f.inside(diag.Text{}, f.Report.Active),
			diag.Say("要给人看的文字和表，用 .pdf、.docx、.xlsx；图用 .png 或不带代码的 .svg", "documents are .pdf, .docx or .xlsx; pictures are .png, or .svg without code"))
	}
}
