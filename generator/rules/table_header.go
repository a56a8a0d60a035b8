package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func tableHeader() Rule {
	return Rule{Name: "table-header", Severity: diag.Warning, check: checkTableHeader, Law: diag.Say(
		"《中华人民共和国无障碍环境建设法》第三十二条；GB/T 37668—2019；WCAG 2.2 的 1.3.1",
		"Law on Building a Barrier-Free Environment, article 32; GB/T 37668-2019; WCAG 2.2, 1.3.1")}
}

func checkTableHeader(s *site.Site, found *diag.List) {
	for doc := range texts(s) {
		for _, t := range doc.Body.Tables {
			if t.Header {
				continue
			}
			found.Add("table-header", diag.At(doc.File, t.Pos, t.Len),
				diag.Say("表格没有表头", "the table has no header row"),
				diag.Say("第一行写各列的名称，第二行写 | --- | --- |", "name the columns in the first row, above | --- | --- |"))
		}
	}
}
