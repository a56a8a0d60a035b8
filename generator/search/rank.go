package search

import (
	"slices"
	"strings"
)

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

	refused int // documents that lists let through and that lack a quoted phrase
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
	found := s.order(m, m.full)
	s.show(found, s.q.Limit)
	if !s.anyWhole() && len(found) > 0 && s.refine() {
		m = s.match()
		found = s.order(m, m.full)
		s.show(found, moreVerified)
	}
	s.result.Total, s.result.Exact = max(0, len(found)-s.refused), s.unsure == 0 && s.refused == 0
	s.count(found)
	if s.q.Offset == 0 && !s.anyWhole() {
		s.relax()
	}
}

func (s *search) anyWhole() bool {
	return slices.ContainsFunc(s.result.Hits, func(h Hit) bool { return h.Whole })
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
			s.lists[i] = s.whole(l)
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
func (s *search) order(m matched, ids []int) []int {
	slices.SortFunc(ids, func(a, b int) int {
		if !s.q.Newest && m.score[a] != m.score[b] {
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

// moreVerified is how many documents are read for a page if none of the first
// ones has the terms as they stand.
const moreVerified = 100

// mixedVerified is how many more are read if some of the first ones have a
// term of longTerm tokens as it stands and others do not.
const (
	mixedVerified = 8
	longTerm      = 4
)

// show loads the documents of the page that was asked for.
func (s *search) show(ids []int, most int) {
	s.round()
	list, read := s.best(ids, most)
	rest := ids[read:]
	s.result.Hits = nil
	for at := s.q.Offset; at < s.q.Offset+s.q.Limit && at < len(list)+len(rest); at++ {
		if at < len(list) {
			s.result.Hits = append(s.result.Hits, list[at].hit)
			continue
		}
		if v, ok := s.read(rest[at-len(list)]); ok {
			s.result.Hits = append(s.result.Hits, v.hit)
		}
	}
}

// best reads the first documents and puts those that have the terms as they
// stand before the others. It reads a page of them; up to most as long as none
// has them; a few more if some have and others have not. It returns how many it read.
// The pages after the first go on from there, so that no document is on two.
func (s *search) best(ids []int, most int) (list []verified, read int) {
	s.refused = 0
	whole, partly, named := false, false, false
	for read < len(ids) && read < max(most, 3*s.q.Limit) {
		wanted := most
		switch {
		case whole && partly && !named && s.long():
			wanted = s.q.Limit + mixedVerified
		case whole:
			wanted = s.q.Limit
		}
		if len(list) >= s.q.Limit && read >= wanted {
			break
		}
		v, ok := s.read(ids[read])
		read++
		if !ok {
			continue
		}
		whole, partly, named = whole || v.hit.Whole, partly || !v.hit.Whole, named || v.titled
		list = append(list, v)
	}
	if !s.q.Newest {
		slices.SortStableFunc(list, func(a, b verified) int { return b.level - a.level })
	}
	return list, read
}

// read verifies a document. ok is false if it lacks a quoted phrase; one
// that did not arrive gets the benefit of the doubt.
func (s *search) read(id int) (v verified, ok bool) {
	f, arrived := s.fragment(id)
	v = s.verify(id, f)
	if arrived && !v.exact {
		s.refused++
		return v, false
	}
	return v, true
}

// long tells whether a term is long enough for documents to have its pairs
// apart from each other.
func (s *search) long() bool {
	return slices.ContainsFunc(s.terms, func(t term) bool { return len(t.tokens) >= longTerm })
}

// verified is a document that was read for the terms.
type verified struct {
	hit    Hit
	level  int
	exact  bool // has every quoted phrase
	titled bool // title or numbers have every term
}

// Levels of verification add up.
const (
	levelTerm      = 2  // for each term that stands in the text
	levelTermTitle = 3  // or in the title or a number
	levelAll       = 40 // all terms stand somewhere
	levelJoined    = 4  // and in a row
	levelLiteral   = 1  // with the same characters, punctuation included
	levelTitle     = 60 // the title is the query
	levelNumber    = 80 // a number is the query
)

func (s *search) verify(id int, f fragment) verified {
	v := verified{hit: hitOf(id, f), exact: true, titled: true}
	title, text := foldText(f.Title), foldText(f.Text)
	number, index := foldText(f.Number), foldText(f.Index)
	other := foldText(f.Agency + "\n" + f.Category + "\n" + f.Summary + "\n" + f.More)
	whole := true
	var joined []rune
	wanted := 0
	for _, t := range s.terms {
		if t.not {
			continue
		}
		wanted++
		joined = join(joined, t.text)
		if strings.Contains(f.Text, t.typed) || strings.Contains(f.Title, t.typed) {
			v.level += levelLiteral
		}
		switch {
		case title.has(t.text), number.has(t.text), index.has(t.text):
			v.level += levelTermTitle
		case text.has(t.text), other.has(t.text):
			v.level += levelTerm
			v.titled = false
		default:
			whole, v.titled = false, false
			v.exact = v.exact && !t.exact
		}
	}
	inRow := wanted > 1 && (title.has(joined) || number.has(joined) || text.has(joined))
	if inRow {
		v.level += levelJoined
	}
	if whole || inRow {
		v.level += levelAll
	}
	if wanted > 0 && len(title.text) == len(joined) && title.has(joined) {
		v.level += levelTitle
	}
	if wanted > 0 && (len(number.text) == len(joined) && number.has(joined) || len(index.text) == len(joined) && index.has(joined)) {
		v.level += levelNumber
	}
	v.hit.Whole = whole || inRow
	v.hit.Passage = s.passage(f, text)
	return v
}

// join puts two folded texts after each other as foldText would have them.
func join(a, b []rune) []rune {
	if len(a) > 0 && len(b) > 0 && isWordRune(a[len(a)-1]) && isWordRune(b[0]) {
		a = append(a, gap)
	}
	return append(a, b...)
}

func (f folded) has(phrase []rune) bool { return f.index(phrase, 0) >= 0 }

func hitOf(id int, f fragment) Hit {
	return Hit{Id: id, Address: f.Address, Title: f.Title, Number: f.Number, Date: f.Date, Kind: f.Kind, Agency: f.Agency, Category: f.Category, Validity: f.Validity}
}

const (
	maxRelaxed    = 20 // documents that are read for a query that nothing matches
	maxAgree      = 60 // characters of a term that are compared
	relaxedSingle = 4  // characters of a term that are looked up one by one
	relaxedWeight = 8  // of a unit anywhere; its class comes on top
)

// relax fills the page with documents that have most of the query, if none
// was found that has all of it.
func (s *search) relax() {
	s.refine()
	var singles []list
	for _, t := range s.terms {
		if t.not || len(t.tokens) < 2 || len(t.tokens) > relaxedSingle {
			continue
		}
		for _, tok := range t.tokens {
			singles = append(singles, s.find(unit(tok, stop)))
		}
	}
	m := s.cover(singles)
	found := s.order(m, m.some)
	s.round()
	s.showRelaxed(found)
}

// explained is more than any sum of weights.
const explained = 1 << 20

// cover adds up what documents have of the query: units, and characters on
// their own, in titles for more. Documents come first in which one wrong
// character for each term explains all units that they lack.
func (s *search) cover(singles []list) matched {
	m := matched{score: make([]int, s.meta.Documents), bits: make([]uint32, s.meta.Documents)}
	for i, l := range s.lists {
		w := s.rarity(l.docs)
		for _, e := range l.entries {
			m.score[e.id] += w * (relaxedWeight + e.class)
			m.bits[e.id] |= 1 << i
		}
	}
	for _, l := range singles {
		w := s.rarity(l.docs)
		for _, e := range l.entries {
			m.score[e.id] += w * (relaxedWeight + e.class)
		}
	}
	for id, n := range m.score {
		if n == 0 || s.allow != nil && !s.allow[id] {
			continue
		}
		if s.oneWrong(m.bits[id] | s.unsure) {
			m.score[id] += explained
		}
		m.some = append(m.some, id)
	}
	return m
}

// oneWrong tells whether the units that a document lacks are, for each term,
// those that share one character.
func (s *search) oneWrong(has uint32) bool {
	first, last, term := 0, 0, -1
	for i, a := range s.asked {
		if has&(1<<i) != 0 {
			continue
		}
		if a.term != term {
			term, first, last = a.term, a.place, a.place
		}
		first, last = min(first, a.place), max(last, a.place)
		if last-first > 1 {
			return false
		}
	}
	return true
}

// showRelaxed reads the best documents, and those on show, and sorts them by
// how much of the query stands in them in one place.
func (s *search) showRelaxed(ids []int) {
	type close struct {
		verified
		agree int
		gone  []string
	}
	var list []close
	seen := map[int]bool{}
	add := func(id int) {
		f, ok := s.fragment(id)
		if !ok || seen[id] {
			return
		}
		seen[id] = true
		c := close{verified: s.verify(id, f)}
		if c.exact && s.covered(f) {
			c.agree, c.gone = s.agreement(f)
			list = append(list, c)
		}
	}
	for _, h := range s.result.Hits {
		add(h.Id)
	}
	for _, id := range ids[:min(len(ids), maxRelaxed)] {
		add(id)
	}
	s.result.Hits, s.result.Total, s.result.Exact = nil, 0, true
	if len(list) == 0 {
		return
	}
	slices.SortStableFunc(list, func(a, b close) int { return b.agree - a.agree })
	for _, c := range list[:min(len(list), s.q.Limit)] {
		s.result.Hits = append(s.result.Hits, c.hit)
	}
	s.result.Dropped = list[0].gone
	s.result.Close = true
	s.result.Total = len(s.result.Hits)
}

// covered tells whether half of the characters of the terms stand
// in the document, each beside one that stands beside it in the term. What
// has less is not close to what was asked for.
func (s *search) covered(f fragment) bool {
	title, text := foldText(f.Title), foldText(f.Text)
	stands := func(phrase []rune) bool { return title.has(phrase) || text.has(phrase) }
	has, all := 0, 0
	for _, t := range s.terms {
		phrase := t.text[:min(len(t.text), maxAgree)]
		if t.not {
			continue
		}
		all += len(phrase)
		if len(phrase) == 1 && stands(phrase) {
			has++
		}
		last := 0 // the end of what is counted already
		for i := 0; i+2 <= len(phrase); i++ {
			if stands(phrase[i : i+2]) {
				has += i + 2 - max(i, last)
				last = i + 2
			}
		}
	}
	return 2*has >= all
}

// agreement is how many characters of the terms stand in the document at the
// right distance from each other, squared for each term, and which runs of
// the terms do not stand in it at all.
func (s *search) agreement(f fragment) (agree int, gone []string) {
	title, text := foldText(f.Title), foldText(f.Text)
	for _, t := range s.terms {
		if t.not {
			continue
		}
		n, at, in := title.nearest(t.text)
		if m, place, _ := text.nearest(t.text); m > n {
			n, at, in = m, place, text
		}
		agree += n * n
		for _, run := range differing(t.text[:min(len(t.text), maxAgree)], in.text[at:]) {
			if !title.has(run) && !text.has(run) {
				gone = append(gone, string(run))
			}
		}
	}
	return agree, gone
}

// nearest finds the place where most of the phrase stands: a phrase that has a
// wrong character, one too few or too many counts as the rest of it.
func (f folded) nearest(phrase []rune) (agree, at int, in folded) {
	phrase = phrase[:min(len(phrase), maxAgree)]
	for i := range f.text {
		n := 0
		for k, c := range phrase {
			if i+k < len(f.text) && f.text[i+k] == c {
				n++
			}
		}
		if n > agree {
			agree, at = n, i
		}
	}
	return agree, at, f
}

// differing are the runs of the phrase that do not stand in text.
func differing(phrase, text []rune) [][]rune {
	var runs [][]rune
	from := -1
	for i, c := range phrase {
		same := i < len(text) && text[i] == c
		switch {
		case same && from >= 0:
			runs = append(runs, phrase[from:i])
			from = -1
		case !same && from < 0:
			from = i
		}
	}
	if from >= 0 {
		runs = append(runs, phrase[from:])
	}
	return runs
}
