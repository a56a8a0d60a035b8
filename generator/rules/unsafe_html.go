package rules

import (
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/markdown"
	"gongkai/generator/site"
)

func unsafeHTML() Rule {
	return Rule{Name: "unsafe-html", Severity: diag.Error, check: checkUnsafeHTML}
}

func checkUnsafeHTML(s *site.Site, found *diag.List) {
	for doc := range texts(s) {
		for _, p := range doc.Body.Problems {
			switch p.Kind {
			case "active-html":
				found.Add("unsafe-html", problemAt(doc, p),
					diag.Say("正文里有会运行的代码“%s”，已经去掉", "the text holds code that could run, %q; it is dropped", p.What),
					diag.Say("正文只写文字、表格和图片；要收集意见，用县长信箱或写明联系电话", "write text, tables and pictures only"))
			case "outside-image":
				found.Add("unsafe-html", problemAt(doc, p),
					diag.Say("图片在别的网站上（%s），已经去掉", "the picture is on another site (%s); it is dropped", p.What),
					diag.Say("把图片存下来，放在正文旁边，写文件名", "save the picture beside the text and refer to it by its name"))
			case "link-scheme":
				found.Add("unsafe-html", problemAt(doc, p),
					diag.Say("链接以“%s”开头，不能用，已经去掉", "a link begins with %q, which is not allowed; it is dropped", p.What),
					diag.Say("链接用 https://、http://、mailto: 或 tel:，或写文件的相对路径", "use https:, http:, mailto:, tel:, or a relative path"))
			}
		}
	}
}

func problemAt(doc *content.Doc, p markdown.Problem) diag.Span {
	return diag.At(doc.File, p.Pos, p.Len)
}
