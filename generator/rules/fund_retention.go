package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func fundRetention() Rule {
	return Rule{Name: "fund-retention", Severity: diag.Warning, check: checkFundRetention, Law: diag.Say(
		"《中华人民共和国个人信息保护法》第十九条、第四十七条", "Personal Information Protection Law, articles 19 and 47")}
}

// checkFundRetention tells of lists whose names have had their time: the site
// shows them no longer, the file still has them.
func checkFundRetention(s *site.Site, found *diag.List) {
	for _, f := range s.Funds {
		for _, y := range f.Years {
			switch {
			case y.Withdrawn:
				found.Add("fund-retention", diag.At(y.Receivers.File, 0, 0), diag.Say("%s%d年的名单过了保留期（%d 个月），页面已经不再显示", "the list of %s for %d has had its %d months: the pages show it no longer", f.Name.V, y.Year, f.Keep.V),
					diag.Say("把名单从仓库里移走存档，只留分配表", "move the list out of the repository and keep the allocation"))
			case y.Receivers != nil && !f.Keep.Given():
				found.Add("fund-retention", f.At, diag.Say("%s公布了名单，没有写保留多少个月", "%s has a list of names and does not say how long they stay", f.Name.V),
					diag.Say("在清单里写“名单保留月数”", "write `keep` in the register"))
			}
		}
	}
}
