package search

import (
	"slices"
	"unicode/utf8"
)

// Piece is a part of a passage: marked where it is what was asked for.
type Piece struct {
	Text   string
	Marked bool
}

const (
	passageLength = 120 // characters
	passageBefore = 24  // of them before the first mark
)

// span is a range of bytes, and of characters of the folded text.
type span struct{ from, to, start, end int }

// passage cuts the part of the body out that has most of the terms, or the
// beginning of the summary or body, and marks the terms in it.
func (s *search) passage(f fragment, body folded) []Piece {
	text := f.Text
	marks := s.marks(body, text)
	if len(marks) == 0 && f.Summary != "" {
		text = f.Summary
		marks = s.marks(foldText(text), text)
	}
	from := back(text, bestMark(marks), passageBefore)
	to := forward(text, from, passageLength)
	return pieces(text, marks, from, to)
}

// pieces cuts a part of a text where its marks begin and end.
func pieces(text string, marks []span, from, to int) []Piece {
	var list []Piece
	add := func(a, b int, marked bool) {
		if a < b {
			list = append(list, Piece{text[a:b], marked})
		}
	}
	for _, m := range marks {
		if m.from < from || m.to > to {
			continue
		}
		add(from, m.from, false)
		add(max(from, m.from), m.to, true)
		from = max(from, m.to)
	}
	add(from, to, false)
	return list
}

const maxMarks = 200

// marks are the places of the terms, in order; if a term does not stand in the
// text, of its tokens two by two.
func (s *search) marks(f folded, text string) []span {
	var list []span
	for _, t := range s.terms {
		if t.not {
			continue
		}
		if found := f.all(t.text, text); len(found) > 0 {
			list = append(list, found...)
			continue
		}
		for _, pair := range pairs(t.text) {
			if len(list) < maxMarks {
				list = append(list, f.all(pair, text)...)
			}
		}
	}
	slices.SortFunc(list, func(a, b span) int { return a.from - b.from })
	return unitedSpans(list)
}

// pairs are the parts of a phrase that have two tokens.
func pairs(phrase []rune) [][]rune {
	var list [][]rune
	before, start := -1, 0 // where the token before this one begins, and this one
	for i := 0; i < len(phrase); i = start {
		for start = i + 1; start < len(phrase) && isWordRune(phrase[i]) && isWordRune(phrase[start]); start++ {
		}
		if phrase[i] == gap {
			continue
		}
		if before >= 0 {
			list = append(list, phrase[before:start])
		}
		before = i
	}
	return list
}

func unitedSpans(list []span) []span {
	var out []span
	for _, m := range list {
		if n := len(out); n > 0 && m.from <= out[n-1].to {
			out[n-1].to, out[n-1].end = max(out[n-1].to, m.to), max(out[n-1].end, m.end)
		} else {
			out = append(out, m)
		}
	}
	return out
}

// all are the places of a phrase, in bytes of the text that was folded.
func (f folded) all(phrase []rune, text string) []span {
	var list []span
	for i := f.index(phrase, 0); i >= 0 && len(list) < maxMarks; i = f.index(phrase, i+len(phrase)) {
		last := f.at[i+len(phrase)-1]
		_, size := utf8.DecodeRuneInString(text[last:])
		list = append(list, span{f.at[i], last + size, i, i + len(phrase)})
	}
	return list
}

// bestMark is where the passage should have its first mark: the one that has
// the longest marks within reach.
func bestMark(marks []span) int {
	best, most := 0, -1
	for i, m := range marks {
		sum := 0
		for _, o := range marks[i:] {
			if o.start-m.start > passageLength {
				break
			}
			sum += (o.end - o.start) * (o.end - o.start)
		}
		if sum > most {
			best, most = m.from, sum
		}
	}
	return best
}

// back goes n characters back from a place, but not beyond the line's start.
func back(text string, at, n int) int {
	for ; n > 0 && at > 0; n-- {
		c, size := utf8.DecodeLastRuneInString(text[:at])
		if c == '\n' {
			break
		}
		at -= size
	}
	return at
}

func forward(text string, at, n int) int {
	for ; n > 0 && at < len(text); n-- {
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	return at
}
