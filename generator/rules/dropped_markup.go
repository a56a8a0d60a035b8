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
	case "wide-bars":
		return diag.Say("表格的竖线是全角的“｜”，照原样显示", "the vertical lines of the table are full-width ones; it is shown as written"),
			diag.Say("改成半角的 |：| 乡镇 | 株数 |，表头下面一行写 | --- | --- |", "write half-width ones: | a | b |, with | --- | --- | under the header"), true
	case "undashed-table":
		return diag.Say("表格的表头下面没有 | --- | 那一行，照原样显示", "the table has no row of dashes under its header; it is shown as written"),
			diag.Say("表头下面加一行，几列就写几个：| --- | --- |", "add | --- | --- | under the header, one for each column"), true
	case "uneven-table":
		return diag.Say("表头的列数和下面 | --- | 那一行不一样，不成表格，照原样显示", "the row of dashes has other columns than the header; the table is shown as written"),
			diag.Say("表头有几列，下面就写几个 ---", "write one --- for each column of the header"), true
	case "tab-table":
		return diag.Say("这几行用制表符分列，像是从 Word 或表格里粘贴的，页面上连成一段", "these lines are cut by tabs, as they come from Word or a spreadsheet; on the page they run together"),
			diag.Say("写成表格：| 乡镇 | 株数 |，下一行 | --- | --- |，再往下一行写一条；大表格作为附件", "write a table: | a | b |, then | --- | --- |, then a line for each row; make a large one an attachment"), true
	case "nearly-heading":
		return diag.Say("标题的 # 后面没有半角空格，或者 # 是全角的，照原样显示", "the marks of a heading are full-width, or have no space after them; the line is shown as written"),
			diag.Say("写成：%s", "write: %s", what), true
	case "too-deep":
		return diag.Say("列表或引用嵌套过深，里面的按普通文字显示", "lists or quotations are nested too deeply; the rest is shown as plain text"),
			diag.Say("减少层次，或者分成几个标题", "use fewer levels, or headings"), true
	case "too-complex":
		return diag.Say("这一段符号过多，按普通文字显示", "this block has too many marks and is shown as plain text"),
			diag.Say("把这一段分成几段；大表格作为附件", "cut it into several; make a large table an attachment"), true
	}
	return diag.Text{}, diag.Text{}, false
}
