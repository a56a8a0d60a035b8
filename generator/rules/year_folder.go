package rules

import (
	"strconv"

	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func yearFolder() Rule {
	return Rule{Name: "year-folder", Severity: diag.Warning, check: checkYearFolder}
}

// checkYearFolder finds notices in the folder of another year than that of their
// publication, and those that wait for their day too: once they are public, their
// address stays.
func checkYearFolder(s *site.Site, found *diag.List) {
	for n := range readable(s) {
		if n.Draft.V || n.State == site.Withheld || n.Published.V.IsZero() {
			continue
		}
		year := strconv.Itoa(int(n.Published.V.Year))
		if year == n.Year {
			continue
		}
		found.Add("year-folder", n.Published.At,
			diag.Say("%[1]s年发布的，放在了 %[2]s 文件夹里", "this was published in %[1]s and lies in the folder of %[2]s", year, n.Year),
			diag.Say("还没有公开过的，移到 notices/%[1]s/；发布日期写错的，改日期；已经公开过的，移动以后把原来的网址写进“旧网址”", "move it to notices/%[1]s/ if it was never public, or mend the date; if it was public, move it and list its old address under aliases", year))
	}
}
