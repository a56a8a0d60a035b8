package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func attachmentHidden() Rule {
	return Rule{Name: "attachment-hidden", Severity: diag.Warning, Law: privacyLaw, check: checkAttachmentHidden}
}

func checkAttachmentHidden(s *site.Site, found *diag.List) {
	for f := range attachments(s) {
		for _, what := range f.Report.Hidden {
			found.Add("attachment-hidden", f.At, f.inside(diag.Text{}, what),
				diag.Say("在 Office、WPS 里用“检查文档”清除，或者只复制要公开的内容另存一个新文件；照片在 Windows 的“属性—详细信息—删除属性和个人信息”里清除",
					"remove it with the program's document inspector, or copy what is to be published into a new file; of a photograph, with “Remove Properties and Personal Information” in its properties"))
		}
	}
}
