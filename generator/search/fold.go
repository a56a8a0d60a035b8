package search

import (
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const (
	firstHan = 0x4e00
	lastHan  = 0x9fff
)

// gap and line stand between characters in folded text: for characters that
// were dropped, and for the end of a line.
const (
	gap  rune = ' '
	line rune = '\n'
)

// foldTable gives for each character of the basic plane the one that it counts
// as, or 0 where it takes more than one, or more than the usual ranges, to say:
// see rare.
type foldTable [1 << 16]uint16

// folds is a table since text is folded a character at a time, and all of it.
var folds = sync.OnceValue(func() *foldTable {
	var t foldTable
	for c := range t {
		t[c] = uint16(foldUsual(rune(c)))
	}
	t.simplify()
	return &t
})

// rune gives the character that c counts as; ok is false for rare ones.
func (t *foldTable) rune(c rune) (folded rune, ok bool) {
	if c < 0 || c >= rune(len(t)) {
		return 0, false
	}
	f := t[c]
	return rune(f), f != 0
}

// foldUsual is what the table is made of, without traditional forms.
func foldUsual(c rune) rune {
	switch {
	case c >= firstHan && c <= lastHan, c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == line:
		return c
	case c >= 'A' && c <= 'Z':
		return c + 'a' - 'A'
	case c < 0xaa, c >= 0x2000 && c <= 0x206f, c >= 0x3000 && c <= 0x3020 && c != '〇':
		return gap
	case c >= 0xff01 && c <= 0xff5e:
		return foldUsual(c - 0xfee0)
	}
	return 0
}

// rare gives the characters that a rare character counts as: its parts
// under compatibility, in lower case, without marks and symbols.
func (t *foldTable) rare(c rune, emit func(rune)) {
	for _, p := range norm.NFKC.String(string(c)) {
		p = unicode.ToLower(p)
		f, ok := t.rune(p)
		switch {
		case ok:
			emit(f)
		case isLetter(p):
			emit(p)
		default:
			emit(gap)
		}
	}
}

// isLetter tells letters and digits from marks, symbols, private characters
// and pictures by ranges, since a browser may know other tables than we do.
func isLetter(c rune) bool {
	switch {
	case c < 0xc0, c == 0xd7, c == 0xf7, c >= 0x300 && c <= 0x36f, c >= 0x2000 && c <= 0x2e7f,
		c >= 0x3000 && c <= 0x3004, c >= 0x3008 && c <= 0x3020, c >= 0x302a && c <= 0x3030, c >= 0xd800 && c <= 0xf8ff,
		c >= 0xfe00 && c <= 0xfe6f, c >= 0xff00 && c <= 0xff0f, c >= 0xffe0 && c <= 0x1ffff, c >= 0xe0000:
		return false
	}
	return true
}

// fold calls emit for each folded character of s and the place in s, in
// bytes, of what it was made of.
func fold(s string, emit func(c rune, at int)) {
	t := folds()
	for at, c := range s {
		if f, ok := t.rune(c); ok {
			emit(f, at)
		} else {
			t.rare(c, func(f rune) { emit(f, at) })
		}
	}
}

// isWordRune tells the characters that make words from those that stand for
// themselves.
func isWordRune(c rune) bool { return c < 0x80 && c != gap && c != line }

// folded is text as phrases are looked up in it: folded characters without
// those that were dropped, except one gap between two words, and the place of
// each in the text it was made of.
type folded struct {
	text []rune
	at   []int
}

func foldText(s string) folded {
	f := folded{make([]rune, 0, len(s)/2), make([]int, 0, len(s)/2)}
	apart := false
	fold(s, func(c rune, at int) {
		if c == gap {
			apart = true
			return
		}
		if n := len(f.text); apart && n > 0 && isWordRune(c) && isWordRune(f.text[n-1]) {
			f.text = append(f.text, gap)
			f.at = append(f.at, at)
		}
		apart = false
		f.text = append(f.text, c)
		f.at = append(f.at, at)
	})
	return f
}

// index finds the first place of phrase in f from place from on, or -1.
func (f folded) index(phrase []rune, from int) int {
	for i := from; i+len(phrase) <= len(f.text); i++ {
		if f.text[i] == phrase[0] && startsWith(f.text[i:], phrase) {
			return i
		}
	}
	return -1
}

func startsWith(text, phrase []rune) bool {
	for i, c := range phrase {
		if text[i] != c {
			return false
		}
	}
	return true
}
