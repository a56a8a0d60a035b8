package rules

import (
	"strings"

	"gongkai/generator/calendar"
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
		checkUninterpreted(s, n, found)
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

// interpretationDays is how many working days after a document its
// interpretation is to be there, where both are not published together.
const interpretationDays = 3

// recent bounds what can still be mended: a document of years ago does not
// get its interpretation in time.
const recent = 365

// normative words end the titles of documents that bind the public.
var normative = []string{"办法", "规定", "细则", "规则", "条例"}

// interpretationDue is the last day for the interpretation of a recent
// normative document that has none. ok is false for all others.
func interpretationDue(s *site.Site, n *site.Notice) (calendar.Count, bool) {
	published := n.Published.V.Date
	if n.Category == nil || n.Category.ID != "regulations-documents" || n.Number.V == "" || len(n.Notice.Interprets) > 0 ||
		len(n.InterpretedBy) > 0 || n.Validity == "废止" || n.Validity == "失效" || n.Notice.Source.Given() ||
		published.IsZero() || published.DaysUntil(s.Clock) > recent || !named(n.Title.V, normative) {
		return calendar.Count{}, false
	}
	return s.Days.After(published, interpretationDays), true
}

func named(title string, words []string) bool {
	for _, w := range words {
		if strings.Contains(title, w) {
			return true
		}
	}
	return false
}

func checkUninterpreted(s *site.Site, n *site.Notice, found *diag.List) {
	due, ok := interpretationDue(s, n)
	if !ok || due.Unsure != 0 || !s.Clock.After(due.To) {
		return
	}
	found.Add("interpretation", n.Notice.Title.At,
		diag.Say("%s 发布的规范性文件还没有解读，应在 %s 以前配发", "this normative document of %s has no interpretation; it was due by %s", n.Published.V.Date, due.To),
		diag.Say("写一份解读，体裁用政策解读，加一行：解读对象: %s", "publish an interpretation with: interprets: %s", n.Number.V))
}
