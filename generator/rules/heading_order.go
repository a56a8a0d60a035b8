package rules

import (
	"strings"

	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func headingOrder() Rule {
	return Rule{Name: "heading-order", Severity: diag.Warning, check: checkHeadingOrder, Law: diag.Say(
		"《中华人民共和国无障碍环境建设法》第三十二条；GB/T 37668—2019；WCAG 2.2 的 1.3.1",
		"Law on Building a Barrier-Free Environment, article 32; GB/T 37668-2019; WCAG 2.2, 1.3.1")}
}

func checkHeadingOrder(s *site.Site, found *diag.List) {
	for doc := range texts(s) {
		skippedLevels(doc, found)
		for _, p := range doc.Body.Problems {
			switch p.Kind {
			case "heading-one":
				found.Add("heading-order", problemAt(doc, p),
					diag.Say("正文里用了一级标题（#），页面的一级标题是“标题”字段", "the text has a heading of level 1 (#), which is the page's own title"),
					diag.Say("改成 ## %s；和“标题”重复的，删去", "write ## %s, or remove it if it repeats the title", p.What))
			case "empty-heading":
				found.Add("heading-order", problemAt(doc, p),
					diag.Say("标题没有文字", "a heading without text"),
					diag.Say("写上文字，或者删去 #", "write its text, or remove the #"))
			}
		}
	}
}

// skippedLevels finds headings more than one level below the one before. The
// page's title is the heading before the first.
func skippedLevels(doc *content.Doc, found *diag.List) {
	last := 1
	for _, h := range doc.Body.Headings {
		if h.Level > last+1 {
			found.Add("heading-order", diag.At(doc.File, h.Pos, h.Len),
				diag.Say("标题跳级：上一个是 %d 级，这里是 %d 级", "a level is skipped: %d before, %d here", last, h.Level),
				diag.Say("改成 %s %s", "write %s %s", strings.Repeat("#", last+1), h.Text))
		}
		last = h.Level
	}
}
