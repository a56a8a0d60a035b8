package report

import (
	"gongkai/generator/site"
)

// RequestRow counts the requests of one agency, or of all.
type RequestRow struct {
	Agency   *site.Agency
	Received int // in the year
	Replied  int // of those
	InTime   int // of the replied
	Open     int
	Overdue  int // open past their last day
	working  int
}

// Mean is the mean of working days to the reply; ok is false where there is
// none.
func (r RequestRow) Mean() (days float64, ok bool) {
	if r.Replied == 0 {
		return 0, false
	}
	return float64(r.working) / float64(r.Replied), true
}

// InTimeRate is how many of the requests whose time is over, or that were
// answered, were answered in time: one that waits past its last day counts.
func (r RequestRow) InTimeRate() string { return Percent(r.InTime, r.Replied+r.Overdue) }

// RequestFigures counts the requests that were received in a year: all, and by
// agency in the order of the agencies.
func RequestFigures(s *site.Site, year int) (all RequestRow, byAgency []RequestRow) {
	rows := map[*site.Agency]*RequestRow{}
	for _, a := range s.Agencies {
		rows[a] = &RequestRow{Agency: a}
	}
	for _, q := range s.Requests {
		if int(q.Received.Year) != year {
			continue
		}
		for _, r := range []*RequestRow{&all, rows[q.Agency]} {
			if r != nil {
				r.add(s, q)
			}
		}
	}
	for _, a := range s.Agencies {
		if rows[a].Received > 0 {
			byAgency = append(byAgency, *rows[a])
		}
	}
	return all, byAgency
}

func (r *RequestRow) add(s *site.Site, q *site.Request) {
	r.Received++
	late := q.Late(s.Clock)
	switch {
	case q.Open():
		r.Open++
		if late {
			r.Overdue++
		}
	default:
		r.Replied++
		r.working += q.Took
		if !late {
			r.InTime++
		}
	}
}
