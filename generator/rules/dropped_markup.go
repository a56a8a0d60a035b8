package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func droppedMarkup() Rule {
	return Rule{Name: "dropped-markup", Severity: diag.Warning, check: checkDroppedMarkup}
}

// checkDroppedMarkup tells what a text loses on its way to the page: nothing
// that a clerk wrote goes missing in silence.
func checkDroppedMarkup(s *site.Site, found *diag.List) {
	for doc := range texts(s) {
		for _, p := range doc.Body.Problems {
			if message, help, ok := dropped(p.Kind, p.What); ok {
				found.Add("dropped-markup", problemAt(doc, p), message, help)
			}
		}
	}
}

func dropped(kind, what string) (message, help diag.Text, ok bool) {
	footnote := diag.Say("正文里写 [^1]，另起一段写“[^1]: 注释的内容”，编号两边一样", "write [^1] in the text and a paragraph `[^1]: note`, with the same label")
	switch kind {
	case "raw-html":
		return diag.Say("正文里有 HTML 标签“%s”：标签去掉，文字保留", "the text holds the HTML tag %q: the tag is dropped, its text stays", what),
			diag.Say("删去标签，用 Markdown 的写法：**加粗**、# 标题、| 表格 |", "remove the tag and write Markdown: **bold**, # heading, | table |"), true
	case "missing-footnote":
		return diag.Say("脚注“%s”没有内容，照原样显示", "there is no footnote %q; the mark is shown as written", what), footnote, true
	case "unused-footnote":
		return diag.Say("脚注“%s”在正文里没有引用，不会显示", "the footnote %q is not referred to and will not be shown", what), footnote, true
	case "duplicate-footnote":
		return diag.Say("脚注“%s”写了两次，后一次不会显示", "the footnote %q is given twice; the second is not shown", what), footnote, true
	case "too-deep":
		return diag.Say("列表或引用嵌套过深，里面的按普通文字显示", "lists or quotations are nested too deeply; the rest is shown as plain text"),
			diag.Say("减少层次，或者分成几个标题", "use fewer levels, or headings"), true
	case "too-complex":
		return diag.Say("这一段符号过多，按普通文字显示", "this block has too many marks and is shown as plain text"),
			diag.Say("把这一段分成几段；大表格作为附件", "cut it into several; make a large table an attachment"), true
	}
	return diag.Text{}, diag.Text{}, false
}
