package rules

import (
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func emptyColumn() Rule {
	return Rule{Name: "empty-column", Severity: diag.Warning, check: checkEmptyColumn, Law: diag.Say(
		"《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）单项否决第三项：空白栏目5个以上",
		"Inspection indicators (Guobanmihan 〔2019〕 No. 19): five empty columns fail a site")}
}

// manyEmpty is how many empty columns fail a whole site at an inspection.
const manyEmpty = 5

// checkEmptyColumn tells of all empty categories at once: a new county has
// many, and one list is what can be worked off.
func checkEmptyColumn(s *site.Site, found *diag.List) {
	var empty []*site.Category
	var names []string
	for _, c := range s.Categories {
		if len(c.Notices) == 0 && c.Name != "" {
			empty = append(empty, c)
			names = append(names, c.Name)
		}
	}
	if len(empty) == 0 {
		return
	}
	list := strings.Join(names, "、")
	message := diag.Say("%d 个栏目没有内容：%s", "%d categories are empty: %s", len(empty), list)
	if len(empty) >= manyEmpty {
		message = diag.Say("%d 个栏目没有内容，5个以上检查时属于单项否决：%s", "%d categories are empty, and five fail a site at an inspection: %s", len(empty), list)
	}
	found.Add("empty-column", empty[0].At, message,
		diag.Say("各类至少公开一条；不属于本县职责的类别，从 vocabulary/categories.yaml 删去", "publish one of each; what the county has no part in, remove from vocabulary/categories.yaml"))
}
