package rules

import (
	"strconv"

	"gongkai/generator/calendar"
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func requestSteps() Rule {
	return Rule{Name: "request-steps", Severity: diag.Error, check: checkRequestSteps, Law: requestLaw}
}

// step is a date of a request that follows another.
type step struct {
	key, before string
}

// steps that must not come before those that they follow.
var requestOrder = []step{
	{"asked", "received"}, {"supplemented", "asked"}, {"consulted", "received"}, {"answered", "consulted"}, {"extended", "received"},
	{"replied", "received"}, {"replied", "supplemented"}, {"replied", "answered"}, {"replied", "extended"},
}

func checkRequestSteps(s *site.Site, found *diag.List) {
	for _, r := range s.Requests {
		for _, o := range requestOrder {
			checkOrder(r, o, found)
		}
		year, _ := strconv.Atoi(r.Year)
		if !r.Received.IsZero() && year != 0 && int(r.Received.Year) != year {
			r.Table.Add(found, "request-steps", r.Cell("received"), diag.Say("%s 收到的申请写进了 %d 年的台账", "a request received on %s stands in the ledger of %d", r.Received, year),
				diag.Say("按收到的年份放；跨年办结的，仍在收到那年的台账里填答复日期", "put it into the ledger of the year in which it was received"))
		}
		if latest := r.Replied; latest.After(s.Clock) {
			r.Table.Add(found, "request-steps", r.Cell("replied"), diag.Say("答复日期 %s 还没有到", "it was answered on %s, which is to come", latest), diag.Say("核对日期", "compare the date"))
		}
		switch {
		case !r.Open() && r.Result == "":
			r.Table.Add(found, "request-steps", r.Cell("replied"), diag.Say("有答复日期，没有办理结果", "it is answered without a result"), diag.Say("填上办理结果", "fill in the result"))
		case r.Open() && r.Result != "":
			r.Table.Add(found, "request-steps", r.Cell("result"), diag.Say("有办理结果，没有答复日期", "it has a result and no day of the reply"), diag.Say("填上答复日期；还没有答复的，删去结果", "fill in the day, or remove the result"))
		case r.Suit != "" && r.Open(), r.Review != "" && r.Open():
			r.Table.Add(found, "request-steps", r.Cell("number"), diag.Say("还没有答复，就有复议或者诉讼", "there is a review or suit before a reply"), diag.Say("填上答复日期和结果；告不答复的，结果写“其他处理：其他”", "fill in the reply; if the suit is about its absence, the result is 其他处理：其他"))
		}
	}
}

func checkOrder(r *site.Request, o step, found *diag.List) {
	day := func(key string) calendar.Date { return r.Cells[content.LedgerSchema.Column(key)].Day }
	name := func(key string) string { return content.LedgerSchema.Columns[content.LedgerSchema.Column(key)].Name }
	later, earlier := day(o.key), day(o.before)
	switch {
	case later.IsZero():
	case earlier.IsZero() && (o.key == "supplemented" || o.key == "answered"):
		r.Table.Add(found, "request-steps", r.Cell(o.key), diag.Say("有“%s”，没有“%s”", "there is %s and no %s", name(o.key), name(o.before)), diag.Say("补上“%s”的日期", "fill in %s", name(o.before)))
	case !earlier.IsZero() && later.Before(earlier):
		r.Table.Add(found, "request-steps", r.Cell(o.key), diag.Say("“%s”是 %s，早于“%s” %s", "%s is %s, before %s on %s", name(o.key), later, name(o.before), earlier), diag.Say("核对两个日期", "compare both dates"))
	}
}
