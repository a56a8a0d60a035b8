package rules

import (
	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func staleColumn() Rule {
	return Rule{Name: "stale-column", Severity: diag.Warning, check: checkStaleColumn, Law: diag.Say(
		"《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）单项否决第三项：首页、栏目不更新",
		"Inspection indicators (Guobanmihan 〔2019〕 No. 19): home pages and columns that are not updated")}
}

// homeCycle is in how many days the home page must show something new.
const homeCycle = 14

func checkStaleColumn(s *site.Site, found *diag.List) {
	newest := newestOf(s.Notices)
	for _, l := range s.Letters {
		for _, day := range []calendar.Date{l.Received.V.Date, l.Replied.V.Date} {
			if day.After(newest) && !day.After(s.Clock) {
				newest = day
			}
		}
	}
	if days := newest.DaysUntil(s.Clock); !newest.IsZero() && days > homeCycle {
		found.Add("stale-column", diag.At(s.Portal.File, 0, 0),
			diag.Say("首页 %d 天没有更新，最新的是 %s；超过%d天检查时属于单项否决", "the home page has shown nothing new for %d days, since %s; more than %d fail a site at an inspection", days, newest, homeCycle),
			diag.Say("公开新的信息", "publish something new"))
	}
	for _, c := range s.Categories {
		newest := newestOf(c.Notices)
		if days := newest.DaysUntil(s.Clock); c.Cycle.V > 0 && !newest.IsZero() && days > c.Cycle.V {
			found.Add("stale-column", c.Cycle.At,
				diag.Say("栏目“%s”%d 天没有更新，最新的是 %s，周期是 %d 天", "the category %q has had nothing new for %d days, since %s; its cycle is %d days", c.Name, days, newest, c.Cycle.V),
				diag.Say("公开新的信息；周期不合适的，改 vocabulary/categories.yaml 里的“更新周期”", "publish something new, or change its `cycle` in vocabulary/categories.yaml"))
		}
	}
}

// newestOf is the last day on which one of the notices was published or
// revised, or the zero Date.
func newestOf(list []*site.Notice) (newest calendar.Date) {
	for _, n := range list {
		for _, day := range []calendar.Date{n.Published.V.Date, n.Revised.V.Date} {
			if day.After(newest) {
				newest = day
			}
		}
	}
	return newest
}
