package report

import (
	"fmt"
	"slices"
	"strings"

	"gongkai/generator/calendar"
	"gongkai/generator/site"
)

// Speed is how quickly an agency publishes.
type Speed struct {
	Count, InTime int
	twice         int // the median of working days from forming to publication, doubled
}

// Median is the median of working days as a number; "" where there is none.
func (t Speed) Median() string {
	if t.Count == 0 {
		return ""
	}
	return strings.TrimSuffix(fmt.Sprintf("%.1f", float64(t.twice)/2), ".0")
}

// MedianText is the median in words.
func (t Speed) MedianText() string {
	if t.Count == 0 {
		return "—"
	}
	return t.Median() + " 个工作日"
}

// Timeliness counts the working days from forming to publication of documents
// that an agency, or all if it is nil, published from one day to another, and
// how many came in their time (LimitOf).
func Timeliness(s *site.Site, a *site.Agency, from, to calendar.Date) Speed {
	var t Speed
	var days []int
	for _, n := range s.Notices {
		published, formed := n.Published.V.Date, n.Formed.V.Date
		if a != nil && n.Agency != a || published.Before(from) || published.After(to) || formed.IsZero() || formed.After(published) {
			continue
		}
		c := s.Days.Between(formed, published)
		if c.Unsure != 0 {
			continue
		}
		days = append(days, c.Working)
		if l, ok := LimitOf(n.Deadline.V, formed); !ok || !published.After(l.Due(s.Days, formed).To) {
			t.InTime++
		}
	}
	slices.Sort(days)
	if t.Count = len(days); t.Count > 0 {
		t.twice = days[(t.Count-1)/2] + days[t.Count/2]
	}
	return t
}

// Month is what happened in a month, and in the ones that it is compared with.
type Month struct {
	Year, Month                           int
	Documents, Requests, Replies, Letters int
}

// Months are the months of a year until the clock, and before them the twelve
// of the year before, for comparison.
func Months(s *site.Site, year int) []Month {
	last := 12
	if year == int(s.Clock.Year) {
		last = int(s.Clock.Month)
	}
	var list []Month
	for y := year - 1; y <= year; y++ {
		most := 12
		if y == year {
			most = last
		}
		for m := 1; m <= most; m++ {
			list = append(list, Month{Year: y, Month: m})
		}
	}
	in := func(d calendar.Date) *Month {
		i := (int(d.Year)-year+1)*12 + int(d.Month) - 1
		if d.IsZero() || i < 0 || i >= len(list) {
			return nil
		}
		return &list[i]
	}
	for _, n := range s.Notices {
		if m := in(n.Published.V.Date); m != nil {
			m.Documents++
		}
	}
	for _, q := range s.Requests {
		if m := in(q.Received); m != nil {
			m.Requests++
		}
		if m := in(q.Replied); m != nil {
			m.Replies++
		}
	}
	for _, l := range s.Letters {
		if m := in(l.Received.V.Date); m != nil {
			m.Letters++
		}
	}
	return list
}

// Change is a count beside another as a percentage with its sign: +12.5%, or
// — where there is nothing to compare with.
func Change(now, then int) string {
	if then == 0 {
		return "—"
	}
	if now == then {
		return "0.0%"
	}
	if now > then {
		return "+" + Percent(now-then, then)
	}
	return "-" + Percent(then-now, then)
}

// Filed counts documents, and those of them that were published in a year.
func Filed(list []*site.Notice, year int) (all, fresh int) {
	for _, n := range list {
		if int(n.Published.V.Year) == year {
			fresh++
		}
	}
	return len(list), fresh
}
