package site

import (
	"cmp"
	"slices"
	"strconv"

	"gongkai/generator/calendar"
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/fields"
	"gongkai/generator/table"
)

// Request is one request for disclosure, from the ledger.
type Request struct {
	Year                                                                  string // of the ledger in which it stands
	Number, Applicant                                                     string
	Received, Asked, Supplemented, Consulted, Answered, Extended, Replied calendar.Date
	Agency                                                                *Agency
	Result                                                                string
	Row                                                                   int // of the annual report; -1 while open
	Fee                                                                   table.Decimal
	Review, Suit                                                          string
	Due                                                                   calendar.Date // the last day for the reply; zero where nobody can say yet
	Took                                                                  int           // working days from its beginning to the reply, or to today
	Table                                                                 *table.Table
	Cells                                                                 table.Row
}

// Open reports whether the request waits for its reply.
func (r *Request) Open() bool { return r.Replied.IsZero() }

// Late reports whether the reply came, or will come, after its time.
func (r *Request) Late(clock calendar.Date) bool {
	if r.Due.IsZero() {
		return false
	}
	return cmp.Or(r.Replied, clock).After(r.Due)
}

// Cell is a cell of the ledger by the key of its column, or the row's first.
func (r *Request) Cell(key string) table.Cell {
	if c := r.Cells[content.LedgerSchema.Column(key)].Cell; c.At.File != nil {
		return c
	}
	return r.Cells[0].Cell
}

func (a *assembler) requests(list []*content.Ledger) {
	seen := map[string]*Request{}
	for _, l := range list {
		a.Ledgers = append(a.Ledgers, l)
		if l.Table == nil {
			continue
		}
		for _, row := range l.Table.Rows {
			r := a.request(l, row)
			if first := seen[r.Number]; first != nil && r.Number != "" {
				l.Table.Add(&a.found, "request-steps", r.Cell("number"), diag.Say("编号“%s”用了两次", "the number %q is used twice", r.Number),
					diag.Say("每件申请一个编号", "give each request a number of its own"), diag.Note{Span: first.Cell("number").At, Text: diag.Say("第一次在这里", "here first")})
				continue
			}
			seen[r.Number] = r
			a.Requests = append(a.Requests, r)
		}
	}
	slices.SortStableFunc(a.Requests, func(x, y *Request) int {
		return cmp.Or(x.Received.Compare(y.Received), cmp.Compare(x.Number, y.Number))
	})
}

func (a *assembler) request(l *content.Ledger, row table.Row) *Request {
	s := content.LedgerSchema
	text := func(key string) string { return row[s.Column(key)].Text }
	day := func(key string) calendar.Date { return row[s.Column(key)].Day }
	r := &Request{
		Year: l.Year, Number: text("number"), Applicant: text("applicant"), Received: day("received"), Asked: day("asked"), Supplemented: day("supplemented"),
		Consulted: day("consulted"), Answered: day("answered"), Extended: day("extended"), Replied: day("replied"), Result: text("result"), Row: -1,
		Fee: row[s.Column("fee")].Number, Review: text("review"), Suit: text("suit"), Table: l.Table, Cells: row,
	}
	if name := row[s.Column("agency")]; name.Given {
		r.Agency = a.agencyOf.find(fields.Text{V: name.Text, At: name.Cell.At}, &a.found)
	}
	for _, known := range content.Results {
		if known.Name == r.Result {
			r.Row = known.Row
		}
	}
	a.clock(r)
	return r
}

// clock counts the time of a request: the working days of the law of its day
// from the receipt, or from the receipt of what was asked for in addition
// (Regulation, article 30), without those in which others were heard (article
// 33), and with those by which it was extended.
func (a *assembler) clock(r *Request) {
	from := cmp.Or(r.Supplemented, r.Received)
	if from.IsZero() || !r.Asked.IsZero() && r.Supplemented.IsZero() {
		return // it stands still until the supplement comes
	}
	term, ok := calendar.TermOf(calendar.Reply, r.Received)
	if !ok {
		return
	}
	days := term.WorkingDays
	heard := 0
	if !r.Consulted.IsZero() {
		heard = a.Days.Between(r.Consulted, cmp.Or(r.Answered, r.Replied, a.Clock)).Working
		days += heard
	}
	if !r.Extended.IsZero() {
		if more, ok := calendar.TermOf(calendar.Extension, r.Received); ok {
			days += more.WorkingDays
		}
	}
	if due := a.Days.After(from, days); due.Unsure == 0 {
		r.Due = due.To
	}
	r.Took = a.Days.Between(from, cmp.Or(r.Replied, a.Clock)).Working - heard
}

// RequestsOf are the requests that were received in a year, or still open when
// it began, by an agency, or by all if it is nil.
func (s *Site) RequestsOf(agency *Agency, year int) []*Request {
	begin, _ := calendar.On(year, 1, 1)
	var list []*Request
	for _, r := range s.Requests {
		if agency != nil && r.Agency != agency || int(r.Received.Year) > year || r.Received.IsZero() {
			continue
		}
		if int(r.Received.Year) == year || r.Open() || !r.Replied.Before(begin) {
			list = append(list, r)
		}
	}
	return list
}

// HasLedger reports whether the register of a year is there.
func (s *Site) HasLedger(year int) bool {
	return slices.ContainsFunc(s.Ledgers, func(l *content.Ledger) bool { return l.Table != nil && l.Year == strconv.Itoa(year) })
}
