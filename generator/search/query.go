package search

import "strings"

// Query is what a reader asks for.
type Query struct {
	// Text is what was typed: terms apart by spaces, all of which a document
	// should have; “a phrase” or "a phrase" that it must have as it stands; -term that it must not.
	Text string

	// Filters: ids of values, "" for all. Year is four digits. From and To are
	// dates, 2006-01-02, both inclusive.
	Kind, Agency, Category, Topic, Genre, Validity, Year string
	From, To                                             string

	Newest bool // newest first instead of best first
	Counts bool // count the hits by facet
	Offset int
	Limit  int // 0 counts as 10
}

func (q *Query) filter(facet string) string {
	switch facet {
	case "kind":
		return q.Kind
	case "agency":
		return q.Agency
	case "category":
		return q.Category
	case "topic":
		return q.Topic
	case "genre":
		return q.Genre
	case "validity":
		return q.Validity
	}
	return q.Year
}

const (
	maxQuery = 400 // characters of a query that are read
	maxTerms = 12
	maxUnits = 6 // lists that are loaded for the wanted terms
	maxNot   = 4 // and for each term that is not wanted
)

// A term is a run of a query without spaces, or a quoted phrase.
type term struct {
	typed  string
	text   []rune // folded, for looking it up in documents
	tokens []token
	exact  bool
	not    bool
	units  []unitAsked // of those, the ones that are loaded first
	rest   []unitAsked // the others
}

// unitAsked is a unit whose list a query needs, and the token that it begins with.
type unitAsked struct {
	key   uint32
	place int
}

// parseQuery splits a query into terms and chooses the units to load.
func parseQuery(text string) []term {
	var terms []term
	for _, p := range splitQuery(firstRunes(text, maxQuery)) {
		t := newTerm(p.text)
		t.exact, t.not = p.exact, p.not
		if len(t.tokens) > 0 && len(terms) < maxTerms {
			terms = append(terms, t)
		}
	}
	chooseUnits(terms)
	return terms
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

type piece struct {
	text       string
	exact, not bool
}

// splitQuery cuts a query at spaces outside of quotation marks.
func splitQuery(text string) []piece {
	var list []piece
	var p piece
	var run []rune
	quoted := false
	end := func() {
		p.text = string(run)
		if len(run) > 0 {
			list = append(list, p)
		}
		p, run = piece{}, run[:0]
	}
	for _, c := range text {
		quote := c == '"' || c == '“' || c == '”' || c == '＂'
		switch {
		case quote && quoted:
			end()
			quoted = false
		case quote:
			if len(run) > 0 {
				end()
			}
			p.exact, quoted = true, true
		case quoted:
			run = append(run, c)
		case isSpace(c):
			end()
		case (c == '-' || c == '－') && len(run) == 0 && !p.not:
			p.not = true
		default:
			run = append(run, c)
		}
	}
	if quoted && len(run) == 0 {
		p.exact = false
	}
	end()
	return list
}

func isSpace(c rune) bool {
	return c <= ' ' || c == 0xa0 || c == 0x3000 || c >= 0x2000 && c <= 0x200b || c == 0xfeff
}

// newTerm folds a piece of a query. An end of a line within it counts as a gap.
func newTerm(s string) term {
	t := term{typed: s, text: foldText(strings.ReplaceAll(s, "\n", " ")).text}
	var ts tokens
	for _, c := range t.text {
		ts.rune(c)
	}
	ts.rune(gap)
	t.tokens = ts.list
	return t
}

// chooseUnits picks at most maxUnits units of the wanted terms, spread evenly
// over them, so that no part of the query goes unnoticed.
func chooseUnits(terms []term) {
	total := 0
	for _, t := range terms {
		if !t.not {
			total += max(1, len(t.tokens)-1)
		}
	}
	for i := range terms {
		t := &terms[i]
		pairs := max(1, len(t.tokens)-1)
		quota := min(pairs, maxNot)
		if !t.not && total > maxUnits {
			quota = min(pairs, max(1, (pairs*maxUnits+total/2)/total))
		} else if !t.not {
			quota = pairs
		}
		t.units, t.rest = spread(t.tokens, quota)
	}
}

// spread picks n units of a term, pairs from its beginning to its end, and
// returns the others too.
func spread(list []token, n int) (units, rest []unitAsked) {
	if len(list) == 1 {
		return []unitAsked{{unit(list[0], stop), 0}}, nil
	}
	last := len(list) - 2
	for place := range last + 1 {
		u := unitAsked{unit(list[place], list[place+1]), place}
		picked := len(units)
		if picked < n && place == picked*last/max(1, n-1) {
			units = append(units, u)
		} else {
			rest = append(rest, u)
		}
	}
	return units, rest
}
