package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func annualValid() Rule {
	return Rule{Name: "annual-valid", Severity: diag.Warning, check: checkAnnualValid, Law: annualLaw}
}

// checkAnnualValid: what is in force is what was, with what was issued and
// without what was repealed. Clearing up old documents and mergers of
// agencies break it, so it only asks.
func checkAnnualValid(s *site.Site, found *diag.List) {
	for _, r := range annuals(s) {
		now, then := r.Table("proactive"), r.Before.Table("proactive")
		if now == nil || then == nil || now.Schema != then.Schema || now.Schema.Column("repealed") < 0 || now.Flawed || then.Flawed {
			continue
		}
		made, repealed, valid := now.Schema.Column("made"), now.Schema.Column("repealed"), now.Schema.Column("valid")
		for i := range min(2, len(now.Rows), len(then.Rows)) {
			row, before := now.Rows[i], then.Rows[i]
			want := before[valid].Number.Plus(row[made].Number).Plus(-row[repealed].Number)
			if !row[valid].Given || !before[valid].Given || row[valid].Number == want {
				continue
			}
			now.Add(found, "annual-valid", row[valid].Cell,
				diag.Say("“%s”现行有效 %d 件，按上年有效 %d 件加制发 %d 件减废止 %d 件应是 %d 件", "%q: %d in force; %d of the year before, %d issued and %d repealed make %d", row[0].Text, row[valid].Number.Int(), before[valid].Number.Int(), row[made].Number.Int(), row[repealed].Number.Int(), want.Int()),
				diag.Say("核对三个数；清理、失效或者机构改革造成的，在第六部分说明", "compare them; if a clearing or a merger is the reason, tell it in section six"))
		}
	}
}
