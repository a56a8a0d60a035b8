package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func budgetTableMissing() Rule {
	return Rule{Name: "budget-table-missing", Severity: diag.Error, check: checkBudgetTableMissing, Law: budgetLaw}
}

// checkBudgetTableMissing asks for every table of the list, and for a word
// about one that has no figures.
func checkBudgetTableMissing(s *site.Site, found *diag.List) {
	for _, f := range fiscals(s) {
		for _, form := range f.Forms() {
			t := f.Table(form.Kind)
			if note, given := f.EmptyBy(form); given && t != nil && len(t.Rows) > 0 {
				found.Add("budget-table-missing", note.At, diag.Say("《%s》写在“空表”里，旁边又有这张表", "《%s》 is named as empty, and lies beside it with figures", form.Title), diag.Say("两样留一样", "keep one of the two"))
			}
			if !form.Must || f.EmptyNote(form) != "" {
				continue
			}
			switch {
			case t == nil:
				found.Add("budget-table-missing", f.Head,
					diag.Say("没有《%s》", "《%s》 is missing", form.Title),
					diag.Say("把表放到同一个文件夹，文件名写 %[2]s.csv 或者《%[1]s》；没有数据的，写进“空表”并说明", "put it into this folder as %[2]s.csv; if it has no figures, name it under `empty` with a note", form.Title, form.Kind))
			case len(t.Rows) == 0 && !t.Flawed:
				found.Add("budget-table-missing", t.Head,
					diag.Say("《%s》是空的，没有说明", "《%s》 is empty and does not say why", form.Title),
					diag.Say("在表下面写一行“注：……”，或者写进“空表”并说明", "write 注：… below it, or name it under `empty` with a note"))
			}
		}
	}
}
