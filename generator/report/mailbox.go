// Package report computes figures from the site.
//
// Percentages and sums are always computed here and never typed by hand, so
// that every number on a page can be traced to the entries it counts.
//
// There are the figures of the mailbox and of requests, the tables of annual
// reports, statistics of what the site holds and how quickly it was published,
// and the scores of the county's assessment.
//
// Limits: what the site does not hold cannot be counted. Scores say so item by
// item, and tables of annual reports leave those cells to the county.
package report

import (
	"cmp"
	"fmt"
	"slices"

	"gongkai/generator/site"
)

// Row counts the letters of one kind, agency or opinion.
type Row struct {
	Name   string
	Agency *site.Agency // of rows by agency
	Count  int
	Done   int
	days   int
	timed  int
}

// Mean is the mean of calendar days from receipt to reply; ok is false where
// no letter has a reply with a date.
func (r Row) Mean() (days float64, ok bool) {
	if r.timed == 0 {
		return 0, false
	}
	return float64(r.days) / float64(r.timed), true
}

func (r *Row) add(l *site.Letter) {
	r.Count++
	if l.Status.V == "已办结" {
		r.Done++
	}
	if l.Days >= 0 {
		r.days += l.Days
		r.timed++
	}
}

// MailboxFigures counts the published letters.
type MailboxFigures struct {
	All      Row
	Open     int // accepted or being handled
	Refused  int // not accepted
	ByKind   []Row
	ByAgency []Row
	// ByOpinion counts what writers said of the replies; those who said
	// nothing are left out of Rated.
	ByOpinion []Row
	Rated     int
	Content   int // of the rated, at least 基本满意
}

// Mailbox counts the published letters. They are a part of the letters
// received: the page has to say so.
func Mailbox(s *site.Site) MailboxFigures {
	f := MailboxFigures{All: Row{Name: "合计"}}
	kinds := rows("咨询", "投诉", "建议", "求助")
	opinions := rows("非常满意", "满意", "基本满意", "不满意")
	agencies := map[*site.Agency]*Row{}
	for _, l := range s.Letters {
		f.All.add(l)
		switch l.Status.V {
		case "已受理", "办理中":
			f.Open++
		case "不予受理":
			f.Refused++
		}
		count(kinds, l.Kind.V, l)
		if count(opinions, l.Satisfaction.V, l) {
			f.Rated++
			if l.Satisfaction.V != "不满意" {
				f.Content++
			}
		}
		if l.Agency == nil {
			continue
		}
		if agencies[l.Agency] == nil {
			agencies[l.Agency] = &Row{Name: l.Agency.Name.V, Agency: l.Agency}
		}
		agencies[l.Agency].add(l)
	}
	f.ByKind, f.ByOpinion = kinds, opinions
	for _, a := range s.Agencies {
		if r := agencies[a]; r != nil {
			f.ByAgency = append(f.ByAgency, *r)
		}
	}
	slices.SortStableFunc(f.ByAgency, func(x, y Row) int { return cmp.Compare(y.Count, x.Count) })
	return f
}

func rows(names ...string) []Row {
	out := make([]Row, len(names))
	for i, n := range names {
		out[i].Name = n
	}
	return out
}

func count(list []Row, name string, l *site.Letter) bool {
	for i := range list {
		if list[i].Name == name {
			list[i].add(l)
			return true
		}
	}
	return false
}

// Percent is part of whole with one decimal, rounded half up; "—" of nothing.
func Percent(part, whole int) string {
	if whole == 0 {
		return "—"
	}
	tenths := (part*2000 + whole) / (whole * 2)
	return fmt.Sprintf("%d.%d%%", tenths/10, tenths%10)
}
