package report

import (
	"slices"
	"strconv"

	"gongkai/generator/calendar"
	"gongkai/generator/content"
	"gongkai/generator/site"
	"gongkai/generator/table"
)

// AnnualTables are the tables of an annual report: as they lie beside it, or
// computed from the ledger and the catalogue. nil is a table that is not there
// and cannot be computed.
type AnnualTables struct {
	Proactive, Requests, Reviews *table.Table
	Computed                     bool // any of them
}

// Annual gives the tables of a report. Those that lie beside it win; those of
// requests and reviews are computed where the year has a ledger. (Of section
// two only the normative documents can be counted: the rest is in other
// systems.)
func Annual(s *site.Site, r *site.Annual) AnnualTables {
	t := AnnualTables{Proactive: r.Table("proactive"), Requests: r.Table("requests"), Reviews: r.Table("reviews")}
	if r.Form.Requests == nil || !s.HasLedger(r.Year) {
		return t
	}
	agency := r.Agency
	if agency.Kind.V == "government" {
		agency = nil // the county's report is about all its agencies
	}
	if t.Requests == nil {
		t.Requests, t.Computed = Requests(s, r.Form, agency, r.Year), true
	}
	if t.Reviews == nil {
		t.Reviews, t.Computed = Reviews(s, r.Form, agency, r.Year), true
	}
	return t
}

// Requests counts the requests of a year as section three of the report does:
// what was received, what was left from the year before, how it ended, what
// is left. agency may be nil for all.
func Requests(s *site.Site, form *content.AnnualForm, agency *site.Agency, year int) *table.Table {
	counts := make([][7]int, len(form.Requests.Fixed))
	begin, _ := calendar.On(year, 1, 1)
	end, _ := calendar.On(year, 12, 31)
	for _, q := range s.RequestsOf(agency, year) {
		who := slices.Index(content.Applicants, q.Applicant)
		if who < 0 {
			continue // the table has been told to be wrong there
		}
		add := func(row int) { counts[row][who]++; counts[row][6]++ }
		if q.Received.Before(begin) {
			add(content.RowCarried)
		} else {
			add(content.RowNew)
		}
		if q.Open() || q.Replied.After(end) || q.Row < 0 {
			add(form.Open)
			continue
		}
		add(min(q.Row, form.Total-1))
		add(form.Total)
	}
	t := &table.Table{Schema: form.Requests}
	for i, label := range form.Requests.Fixed {
		t.Rows = append(t.Rows, numbers(label, counts[i][:]...))
	}
	return t
}

// Reviews counts reviews and suits about the requests of a year, by the year
// of the reply.
func Reviews(s *site.Site, form *content.AnnualForm, agency *site.Agency, year int) *table.Table {
	var counts [3][5]int
	for _, q := range s.Requests {
		if agency != nil && q.Agency != agency || int(q.Replied.Year) != year {
			continue
		}
		add := func(row int, outcome string) {
			if k := slices.Index(content.Outcomes, outcome); k >= 0 {
				counts[row][k]++
				counts[row][4]++
			}
		}
		add(0, q.Review)
		if q.Review == "" {
			add(1, q.Suit)
		} else {
			add(2, q.Suit)
		}
	}
	t := &table.Table{Schema: form.Reviews}
	for i, label := range form.Reviews.Fixed {
		t.Rows = append(t.Rows, numbers(label, counts[i][:]...))
	}
	return t
}

// numbers is a row of counts that has no place in a file.
func numbers(label string, counts ...int) table.Row {
	row := table.Row{{Text: label, Given: true}}
	for _, n := range counts {
		row = append(row, table.Value{Text: strconv.Itoa(n), Number: table.Whole(n), Given: true})
	}
	return row
}

// Documents counts the normative documents of an agency in a year: issued,
// repealed, in force at its end. It is what section two can have from the
// catalogue.
func Documents(s *site.Site, agency *site.Agency, year int) (made, repealed, valid int) {
	end, _ := calendar.On(year, 12, 31)
	for _, n := range s.Notices {
		if n.Category == nil || n.Category.ID != "regulations-documents" || n.Number.V == "" || agency != nil && n.Agency != agency || n.Formed.V.Date.After(end) {
			continue
		}
		if int(n.Formed.V.Year) == year {
			made++
		}
		gone := calendar.Date{}
		for _, by := range n.RepealedBy {
			gone = by.Formed.V.Date
		}
		if gone.IsZero() && !n.Expires.V.IsZero() {
			gone = n.Expires.V.Date
		}
		switch {
		case int(gone.Year) == year:
			repealed++
		case gone.IsZero() && n.Validity != "废止" && n.Validity != "失效", gone.After(end):
			valid++
		}
	}
	return made, repealed, valid
}
