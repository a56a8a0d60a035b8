package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func missingText() Rule {
	return Rule{Name: "missing-text", Severity: diag.Error, check: checkMissingText}
}

// checkMissingText finds what was published before it was written. A notice may be
// its attachments alone, or lead to where it was published first.
func checkMissingText(s *site.Site, found *diag.List) {
	for doc := range finished(s) {
		for _, p := range doc.Body.Problems {
			if p.Kind == "template-text" {
				found.Add("missing-text", problemAt(doc, p),
					diag.Say("正文里还是模板的提示“%s”", "the text still has the words of the template: %q", p.What),
					diag.Say("换成真实的内容，提示删去；没有写完的，先留着“草稿: 是”", "write the text in its place; keep `draft: true` until it is written"))
			}
		}
	}
	for _, n := range s.Notices {
		if n.Blank && !n.Draft.V && len(n.Notice.Attachments) == 0 && n.Source.V.URL.V == "" {
			found.Add("missing-text", n.Head, diag.Say("没有正文，也没有附件", "there is neither a text nor an attachment"),
				diag.Say("在字段区下面写正文，或者把文件列入“附件”；没有写完的，加一行“草稿: 是”", "write the text below the front matter, or list a file under attachments; add `draft: true` until it is written"))
		}
	}
}
