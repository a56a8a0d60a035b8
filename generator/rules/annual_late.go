package rules

import (
	"slices"

	"gongkai/generator/diag"
	"gongkai/generator/report"
	"gongkai/generator/site"
)

func annualLate() Rule {
	return Rule{Name: "annual-late", Severity: diag.Warning, check: checkAnnualLate, Law: diag.Say(
		"《中华人民共和国政府信息公开条例》（2019年修订）第四十九条；2018年及以前的报告，2007年公布的条例第三十一条",
		"Regulation on Open Government Information (2019), article 49; for reports until that of 2018, article 31 of 2007")}
}

// active reports whether an agency has published anything: one that was set up
// this year has nothing to report on.
func active(s *site.Site, a *site.Agency) bool {
	return len(a.Notices) > 0 || slices.ContainsFunc(s.Fiscals, func(f *site.Fiscal) bool { return f.Agency == a })
}

func checkAnnualLate(s *site.Site, found *diag.List) {
	if len(s.Annuals) == 0 {
		return
	}
	have := map[*site.Agency]bool{}
	year := int(s.Clock.Year) - 1
	for _, r := range annuals(s) {
		have[r.Agency] = have[r.Agency] || r.Year == year
		due := report.AnnualDue(r.Agency, r.Year)
		if p := r.Published.V.Date; !p.IsZero() && p.After(due) {
			found.Add("annual-late", r.Published.At, diag.Say("%s 公布，期限是 %s", "published on %s; the last day was %s", p, due),
				diag.Say("核对日期；确实晚了的照实写", "compare the date; if it was late, leave it"))
		}
	}
	for _, a := range s.Agencies {
		if due := report.AnnualDue(a, year); !a.Broken && !have[a] && active(s, a) && s.Clock.After(due) {
			found.Add("annual-late", a.Head, diag.Say("%s还没有公布%d年的年度报告，期限是 %s", "%s has not published its report on %d; the last day was %s", a.Name.V, year, due),
				diag.Say("用 gongkai report annual --year %d --agency %s 生成初稿，补写文字后公布", "`gongkai report annual --year %d --agency %s` drafts it", year, a.ID))
		}
	}
}
