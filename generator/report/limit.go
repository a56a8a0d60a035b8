package report

import (
	"gongkai/generator/calendar"
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

// Limit is the time in which a document has to be published.
type Limit struct {
	Days    int
	Working bool // working days, not days
	Law     diag.Text
}

// LimitOf is the time that another law sets for a document, if its editor says
// so (Regulation, article 26, second half), else that of the Regulation in
// force when it was formed. ok is false before there was one.
func LimitOf(own content.Deadline, formed calendar.Date) (l Limit, ok bool) {
	if own.Days.Given() {
		return Limit{own.Days.V, own.Unit.V != "日", diag.Say("%s", "%s", own.Basis.V)}, true
	}
	t, ok := calendar.TermOf(calendar.Publish, formed)
	return Limit{t.WorkingDays, true, diag.Text{ZH: t.Law[0], EN: t.Law[1]}}, ok
}

// Due is the last day of a limit that begins on from, with its working.
func (l Limit) Due(days *calendar.Days, from calendar.Date) calendar.Count {
	if l.Working {
		return days.After(from, l.Days)
	}
	last := days.NextWorking(from.AddDays(l.Days))
	c := calendar.Count{From: from, To: last.Date}
	if last.Unsure {
		c.Unsure = int(last.Date.Year)
	}
	return c
}

// FiscalDays are the calendar days from approval in which budgets and accounts
// are to be published (预算法第十四条：二十日内).
const FiscalDays = 20

// FiscalDue is the last day for a budget or accounts: where it is no working
// day, the time ends on the next (民法典第二百零三条). ok is false where
// nobody knows yet.
func FiscalDue(s *site.Site, f *site.Fiscal) (last calendar.Date, ok bool) {
	if f.Approved.V.IsZero() {
		return last, false
	}
	c := Limit{Days: FiscalDays}.Due(s.Days, f.Approved.V.Date)
	return c.To, c.Unsure == 0
}

// AnnualDue is the last day for the report on a year: 31 January, for the
// county's own 31 March (Regulation, article 49); before the revision 31 March
// for all.
func AnnualDue(a *site.Agency, year int) calendar.Date {
	month := 1
	if year < 2019 || a.Kind.V == "government" {
		month = 3
	}
	d, _ := calendar.On(year+1, month, 31)
	return d
}

// AccountsDue is the day from which accounts of the year before are missed:
// they are approved in summer (预算法第八十条) and published 20 days later.
func AccountsDue(year int) calendar.Date {
	d, _ := calendar.On(year, 10, 1)
	return d
}

// BudgetDue is the day from which a budget of the year is missed: budgets are
// approved by the spring's congress.
func BudgetDue(year int) calendar.Date {
	d, _ := calendar.On(year, 5, 1)
	return d
}
