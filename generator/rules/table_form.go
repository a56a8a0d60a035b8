package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

// tableForm is found by the reader of spreadsheets too, which tells of theirs.
func tableForm() Rule { return Rule{Name: "table-form", Severity: diag.Error, check: checkTableForm} }

// checkTableForm tells of rows that would lose their last cells: a figure that
// is missing on the page looks as if there were none.
func checkTableForm(s *site.Site, found *diag.List) {
	for doc := range texts(s) {
		for _, p := range doc.Body.Problems {
			if p.Kind != "lost-cells" {
				continue
			}
			found.Add("table-form", problemAt(doc, p),
				diag.Say("这一行的格子比表头多，多出的“%s”不会显示", "the row has more cells than the header; %q would not be shown", p.What),
				diag.Say("表头和 | --- | 那一行也加上这一列，或者并进前面的格子；格子里要写竖线的，写成 \\|", "add the column to the header and to the row of dashes, or write it into a cell before; a vertical line within a cell is \\|"))
		}
	}
}
