package search

import "slices"

// Result is the answer to a query.
type Result struct {
	Hits  []Hit
	Total int  // of documents that match, whatever the limit
	Exact bool // whether Total is right; otherwise there are about as many

	// Close says that nothing has all of the query as it stands: hits are the
	// closest there are. Dropped is what the first of them lacks: a wrong character, likely.
	Close   bool
	Dropped []string

	Facets []FacetCount // where counts were asked for

	// Missing are files that were asked for and are not there or broken: hits
	// may be wanting. Outdated says that one is of another version of the format.
	Missing  []string
	Outdated bool

	Cost Cost
}

// Hit is a document that was found.
type Hit struct {
	Id                                                             int
	Address, Title, Number, Date, Kind, Agency, Category, Validity string
	Passage                                                        []Piece // of the body, or of the summary
	Whole                                                          bool    // it has every term as it stands
}

// FacetCount is how many documents that match have a value.
type FacetCount struct {
	Facet, Id, Name string
	Count           int
}

// weights is how much a posting of a class counts, relative to the unit's rarity.
var weights = [classes]int{2, 4, 6, 8, 10, 22, 20, 26}

// unknownWeight is for a document that is not in the head of a long list:
// it may have the unit all the same, not often.
const unknownWeight = 1

// Search answers a query. The order of what is loaded: the lists of its units
// and the columns of its filters; long lists where they are needed; the
// documents on show. A query that nothing matches takes one round more.
func (x *Index) Search(q Query) (Result, error) {
	x.cost, x.missing, x.outdated, x.loaded = Cost{}, nil, false, false
	if q.Limit <= 0 {
		q.Limit = 10
	}
	q.Offset = max(0, q.Offset)
	s := search{Index: x, q: &q, terms: parseQuery(q.Text)}
	s.run()
	s.result.Missing, s.result.Outdated, s.result.Cost = x.missing, x.outdated, x.cost
	return s.result, nil
}

const maxLists = 16

// search is one query on its way.
type search struct {
	*Index
	q      *Query
	terms  []term
	lists  []list  // of the units wanted, at most maxLists
	asked  []asked // what each list is for
	unsure uint32  // of them, by bit, those of which only a part is loaded
	allow  []bool  // documents that pass filters and exclusions, nil for all
	result Result

	// Of the documents that were read for the first page:
	whole   bool // one has every term as it stands
	partly  bool // one has not
	refused int  // how many lack a quoted phrase
}

func (s *search) run() {
	s.loadLists()
	s.loadFilters()
	if len(s.lists) == 0 {
		s.all()
		return
	}
	m := s.match()
	if s.wantsWhole() {
		s.round()
		s.loadWhole()
		m = s.match()
	}
	found := s.order(m, m.full, s.q.Newest)
	s.show(found, s.q.Limit)
	if !s.whole && len(found) > 0 && s.refine() {
		m = s.match()
		found = s.order(m, m.full, s.q.Newest)
		s.show(found, moreVerified)
	}
	s.result.Total, s.result.Exact = max(0, len(found)-s.refused), s.unsure == 0 && s.refused == 0 && !s.partly
	s.count(found)
	if s.q.Offset == 0 && !s.whole && !s.lostHits() {
		s.relax()
	}
}

// lostHits tells whether the file of a hit did not arrive: it may have the terms
// as they stand.
func (s *search) lostHits() bool {
	return slices.ContainsFunc(s.result.Hits, func(h Hit) bool { return h.Address == "" })
}

// refine loads what was left out at first, when the lists let documents
// through that do not have the terms as they stand. It returns false if there is nothing.
func (s *search) refine() bool {
	before := len(s.lists)
	s.round()
	for i := range s.terms {
		t := &s.terms[i]
		if t.not {
			continue
		}
		for _, u := range t.rest {
			if len(s.lists) < maxLists {
				s.ask(i, u)
			}
		}
		t.rest = nil
	}
	heads := s.unsure
	s.markUnsure()
	if len(s.match().full) > s.q.Limit {
		s.round()
		s.loadWhole()
	}
	return len(s.lists) > before || heads != s.unsure
}

func (s *search) loadLists() {
	for i, t := range s.terms {
		if t.not {
			continue
		}
		for _, u := range t.units {
			s.ask(i, u)
		}
	}
	s.markUnsure()
}

// ask looks up a unit of a term.
func (s *search) ask(term int, u unitAsked) {
	s.lists = append(s.lists, s.find(u.key))
	s.asked = append(s.asked, asked{term, u.place})
}

// asked says of a list which place of which term it is for.
type asked struct{ term, place int }

func (s *search) markUnsure() {
	s.unsure = 0
	for i, l := range s.lists {
		if l.kind != wholeList {
			s.unsure |= 1 << i
		}
	}
}

// wantsWhole tells whether heads of long lists are not enough: where hits are
// counted or sorted by date, or all lists are long, or too few were found.
func (s *search) wantsWhole() bool {
	heads, wholes := 0, 0
	for _, l := range s.lists {
		switch l.kind {
		case headList:
			heads++
		case wholeList:
			wholes++
		}
	}
	if heads == 0 {
		return false
	}
	return s.q.Newest || s.q.Counts || s.allow != nil && wholes == 0 || wholes == 0 && heads > 1
}

func (s *search) loadWhole() {
	for i, l := range s.lists {
		if l.kind == headList {
			s.lists[i] = s.loadLong(l)
		}
	}
	s.markUnsure()
}

// matched is what lists say of documents.
type matched struct {
	score []int
	bits  []uint32 // of the lists that have the document
	full  []int    // ids of those that may have all units
	some  []int    // ids of those that have one at least; see cover
}

// match adds up the lists.
func (s *search) match() matched {
	m := matched{score: make([]int, s.meta.Documents), bits: make([]uint32, s.meta.Documents)}
	unknown := 0
	for i, l := range s.lists {
		w := s.rarity(l.docs)
		base := 0
		if l.kind != wholeList {
			base = unknownWeight * w
			unknown += base
		}
		for _, e := range l.entries {
			m.score[e.id] += w*weights[e.class] - base
			m.bits[e.id] |= 1 << i
		}
	}
	all := uint32(1)<<len(s.lists) - 1
	for id, b := range m.bits {
		if b == 0 || s.allow != nil && !s.allow[id] {
			continue
		}
		m.score[id] += unknown
		if b|s.unsure == all {
			m.full = append(m.full, id)
		}
	}
	return m
}

// rarity is how much it says that a document has a unit which so many have.
func (s *search) rarity(docs int) int {
	if docs == 0 {
		return 0
	}
	return 8 + logarithm(uint32(uint64(s.meta.Documents)*16/uint64(docs))) - 64
}

// order sorts ids: newest first, or by score and newest first among equals.
func (s *search) order(m matched, ids []int, newest bool) []int {
	slices.SortFunc(ids, func(a, b int) int {
		if !newest && m.score[a] != m.score[b] {
			return m.score[b] - m.score[a]
		}
		return b - a
	})
	return ids
}

// all answers a query without wanted terms: every document that passes, newest first.
func (s *search) all() {
	s.result.Exact = true
	if s.allow == nil {
		return
	}
	var ids []int
	for id := s.meta.Documents - 1; id >= 0; id-- {
		if s.allow[id] {
			ids = append(ids, id)
		}
	}
	s.result.Total = len(ids)
	s.count(ids)
	s.show(ids, s.q.Limit)
}
