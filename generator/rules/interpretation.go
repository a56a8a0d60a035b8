package rules

import (
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/fields"
	"gongkai/generator/site"
)

func interpretation() Rule {
	return Rule{Name: "interpretation", Severity: diag.Warning, check: checkInterpretation, Law: diag.Say(
		"《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）关于政策解读的检查内容",
		"Inspection indicators for government websites (Guobanmihan 〔2019〕 No. 19), on interpretations")}
}

func checkInterpretation(s *site.Site, found *diag.List) {
	for _, n := range s.Notices {
		if len(n.Notice.Interprets) == 0 && n.Genre != nil && strings.Contains(n.Genre.Name, "解读") {
			found.Add("interpretation", n.Notice.Genre.At,
				diag.Say("政策解读没有写解读的是哪份文件", "this interpretation does not say what it interprets"),
				diag.Say("加一行：解读对象: 那份文件的发文字号", "add: interprets: the document's number"))
		}
		for _, ref := range n.Notice.Interprets {
			checkInterpreted(s, n, ref, found)
		}
	}
}

// checkInterpreted looks for what an interpretation cannot link with: a
// document that is held back, or itself.
func checkInterpreted(s *site.Site, n *site.Notice, ref fields.Text, found *diag.List) {
	for _, doc := range n.Interprets {
		if refTo([]fields.Text{ref}, doc, diag.Span{}).File != nil {
			return
		}
	}
	list := []fields.Text{ref}
	if refTo(list, n, diag.Span{}).File != nil {
		found.Add("interpretation", ref.At,
			diag.Say("解读对象写成了本文自己", "it claims to interpret itself"),
			diag.Say("写被解读文件的发文字号", "name the document that it interprets"))
		return
	}
	for doc := range readable(s) {
		if doc.State == site.Published || refTo(list, doc, diag.Span{}).File == nil {
			continue
		}
		found.Add("interpretation", ref.At,
			diag.Say("解读的文件《%s》没有发布，页面之间连不起来", "what it interprets, %q, is not published: the pages cannot link", nameOf(doc)),
			diag.Say("文件和解读同时发布", "publish both together"),
			diag.Note{Span: doc.Head, Text: diag.Say("没有发布的文件", "the document that is held back")})
		return
	}
}
