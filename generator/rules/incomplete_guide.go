package rules

import (
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/markdown"
	"gongkai/generator/site"
)

func incompleteGuide() Rule {
	return Rule{Name: "incomplete-guide", Severity: diag.Error, check: checkIncompleteGuide, Law: diag.Say(
		"《中华人民共和国政府信息公开条例》（2019年修订）第十二条第一款、第二款",
		"Regulation on Open Government Information (2019), article 12, paragraphs 1 and 2")}
}

// checkIncompleteGuide looks for the guide of each agency and for the three
// items that its text must hold. The others are fields of the agency, and
// missing-field asks for them.
func checkIncompleteGuide(s *site.Site, found *diag.List) {
	for _, a := range s.Agencies {
		switch {
		case a.Broken:
		case a.Guide == nil:
			found.Add("incomplete-guide", a.Head,
				diag.Say("%s没有公开指南", "%s has no disclosure guide", a.Name.V),
				diag.Say("新建 content/guide/%[1]s.md，写明信息的分类、编排体系、获取方式", "add content/guide/%[1]s.md with the classes of information, how it is arranged and how to get it", a.ID))
		case !a.Guide.Broken:
			guideItems(a.Guide, found)
		}
	}
}

func guideItems(g *site.Guide, found *diag.List) {
	for _, item := range []struct{ word, zh, en string }{
		{"分类", "政府信息的分类", "the classes of information"},
		{"编排", "编排体系", "how information is arranged"},
		{"获取", "获取方式", "how to get information"},
	} {
		h, ok := section(g.Body.Headings, item.word)
		if ok && h.TextAfter {
			continue
		}
		at := g.Head
		what := diag.Say("指南里没有“%[1]s”这一部分", "the guide lacks a section on %[2]s", item.zh, item.en)
		if ok {
			at = diag.At(g.File, h.Pos, h.Len)
			what = diag.Say("指南里“%[1]s”这一部分是空的", "the guide's section on %[2]s is empty", h.Text, item.en)
		}
		found.Add("incomplete-guide", at, what,
			diag.Say("加一个标题里有“%[1]s”的部分，例如 ## %[2]s，下面写内容", "add a section whose heading holds %[1]s, such as ## %[2]s, with its text", item.word, item.zh))
	}
}

// section is the first heading with a word that has a text, or else the first
// with the word.
func section(headings []markdown.Heading, word string) (h markdown.Heading, ok bool) {
	for _, c := range headings {
		if !strings.Contains(c.Text, word) {
			continue
		}
		if c.TextAfter {
			return c, true
		}
		if !ok {
			h, ok = c, true
		}
	}
	return h, ok
}
