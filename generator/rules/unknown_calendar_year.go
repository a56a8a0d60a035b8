package rules

import (
	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func unknownCalendarYear() Rule {
	return Rule{Name: "unknown-calendar-year", Severity: diag.Warning, check: checkUnknownCalendarYear, Law: diag.Say(
		"《全国年节及纪念日放假办法》；每年的放假安排由国务院办公厅发通知",
		"Measures on public holidays; each year's arrangement is notified by the State Council's General Office")}
}

// affected collects the places whose deadline depends on years that are not
// arranged yet, year by year in the order in which they are met.
type affected struct {
	years []int
	at    map[int][]diag.Note
}

func (a *affected) add(c calendar.Count, note diag.Note) {
	if c.Unsure == 0 {
		return
	}
	if a.at[c.Unsure] == nil {
		a.years = append(a.years, c.Unsure)
	}
	a.at[c.Unsure] = append(a.at[c.Unsure], note)
}

// checkUnknownCalendarYear tells, once a year, which deadlines could not be
// judged: a working day that is guessed may be a day of the Spring Festival.
func checkUnknownCalendarYear(s *site.Site, found *diag.List) {
	a := affected{at: map[int][]diag.Note{}}
	for d := range slowOnes(s) {
		a.add(d.due, diag.Note{Span: d.published.At, Text: diag.Say("公开期限", "the time to publish")})
	}
	for _, n := range s.Notices {
		if due, ok := interpretationDue(s, n); ok {
			a.add(due, diag.Note{Span: n.Published.At, Text: diag.Say("配发解读的期限", "the time for its interpretation")})
		}
	}
	for _, l := range s.Letters {
		if due, ok := replyDue(s, l); ok {
			a.add(due, diag.Note{Span: l.Received.At, Text: diag.Say("答复来信的期限", "the time to answer the letter")})
		}
	}
	for _, year := range a.years {
		a.tell(year, found)
	}
}

const mostNotes = 3

func (a *affected) tell(year int, found *diag.List) {
	notes := a.at[year]
	first := notes[0].Span
	found.Add("unknown-calendar-year", first,
		diag.Say("不知道 %d 年的放假安排，有 %d 个期限算不准", "the holidays of %d are not known: %d deadlines cannot be judged", year, len(notes)),
		diag.Say("安排公布后更新程序，或者照通知写进 content/holidays.yaml，并把年份写进 years", "when they are published, update the program, or write them into content/holidays.yaml with the year"),
		notes[:min(mostNotes, len(notes))]...)
}
