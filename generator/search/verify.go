package search

import (
	"slices"
	"strings"
)

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
	s.whole, s.partly, s.refused = false, false, 0
	named := false
	for read < len(ids) && read < max(most, 3*s.q.Limit) {
		wanted := most
		switch {
		case s.whole && s.partly && !named && s.long():
			wanted = s.q.Limit + mixedVerified
		case s.whole:
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
		s.whole, s.partly, named = s.whole || v.hit.Whole, s.partly || !v.hit.Whole, named || v.titled
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
