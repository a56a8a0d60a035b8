package rules

import (
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func linkText() Rule {
	return Rule{Name: "link-text", Severity: diag.Warning, check: checkLinkText, Law: diag.Say(
		"《中华人民共和国无障碍环境建设法》第三十二条；GB/T 37668—2019；WCAG 2.2 的 2.4.4",
		"Law on Building a Barrier-Free Environment, article 32; GB/T 37668-2019; WCAG 2.2, 2.4.4")}
}

func checkLinkText(s *site.Site, found *diag.List) {
	help := diag.Say("写打开以后看到什么，例如 [2026年春季植树任务表](任务表.xlsx)", "say what the reader will find there")
	for doc := range texts(s) {
		for _, l := range doc.Body.Links {
			if l.Image {
				continue
			}
			switch text := strings.TrimSpace(l.Text); {
			case text == "":
				found.Add("link-text", diag.At(doc.File, l.Pos, l.Len), diag.Say("链接没有文字", "a link without text"), help)
			case saysNothing(text):
				found.Add("link-text", diag.At(doc.File, l.Pos, l.Len),
					diag.Say("链接的文字只是“%s”，看不出通向哪里", "the link says only %q, not where it leads", text), help)
			}
		}
	}
}

// saysNothing knows the words that are links by habit.
func saysNothing(text string) bool {
	bare := strings.ToLower(strings.Trim(text, " 　>》→…。．.，,：:！!、【】[]（）()“”\"'"))
	switch strings.Join(strings.Fields(bare), " ") {
	case "点击这里", "点击此处", "点此", "点这里", "请点击", "点击", "点击查看", "点击查看详情", "点击下载", "点击进入",
		"查看", "查看详情", "查看更多", "查看全文", "更多", "了解更多", "详情", "详见", "详细", "链接", "网址", "这里", "此处", "下载",
		"here", "click here", "more", "read more", "link", "details", "download", "this":
		return true
	}
	return false
}
