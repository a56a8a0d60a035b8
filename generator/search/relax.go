package search

import "slices"

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
	found := s.order(m, m.some, false)
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
