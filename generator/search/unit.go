package search

import "unicode/utf8"

// A token is a character that stands for itself (its code point) or a word (a
// hash of its letters with the top bit set). Words are runs of ASCII letters
// and digits. stop is the end of a line, across which nothing is adjacent.
type token = uint32

const (
	stop     token = 0
	wordBit  token = 1 << 31
	longWord       = 32 // longer words are cut into pieces of this length
	minWhole       = 5  // words of this length or more are found by their beginnings
	minStart       = 3  // beginnings have this length at least
)

// tokens turns text into tokens. starts receives the hashes of beginnings of
// words that may be searched for without their end.
type tokens struct {
	list   []token
	starts []token
	hash   uint32 // of the word being read
	length int    // of the word being read, 0 if there is none
}

const wordSeed = 0x811c9dc5

func (t *tokens) reset() {
	t.list, t.starts, t.length = t.list[:0], t.starts[:0], 0
}

// add reads a text; the next one does not touch it.
func (t *tokens) add(text []byte) {
	to := folds()
	for len(text) > 0 {
		text = t.wide(text, to)
		if len(text) == 0 {
			break
		}
		c, size := decode(text)
		text = text[size:]
		if f, ok := to.rune(c); ok {
			t.rune(f)
		} else {
			to.rare(c, t.rune)
		}
	}
	t.rune(line)
}

// wide reads what most texts mostly are, characters of three bytes that stand
// for themselves or for gaps, and returns the rest of the text.
func (t *tokens) wide(text []byte, to *foldTable) []byte {
	if t.length > 0 {
		return text
	}
	list := t.list
	for {
		c, ok := threeBytes(text)
		if !ok {
			break
		}
		f := to[c]
		if f >= utf8.RuneSelf {
			list = append(list, token(f))
		} else if f != uint16(gap) {
			break
		}
		text = text[3:]
	}
	t.list = list
	return text
}

// threeBytes decodes a character of three bytes, except those with the first
// bytes of which some are none.
func threeBytes(b []byte) (c uint16, ok bool) {
	if len(b) < 3 {
		return 0, false
	}
	x := uint32(b[0])<<16 | uint32(b[1])<<8 | uint32(b[2])
	ok = x&0xf0c0c0 == 0xe08080 && b[0] != 0xe0 && b[0] != 0xed
	return uint16(x>>4&0xf000 | x>>2&0x0fc0 | x&0x3f), ok
}

// decode is utf8.DecodeRune, faster for most characters.
func decode(text []byte) (c rune, size int) {
	if c, ok := threeBytes(text); ok {
		return rune(c), 3
	}
	return utf8.DecodeRune(text)
}

func (t *tokens) rune(c rune) {
	if isWordRune(c) {
		t.letter(byte(c))
		return
	}
	t.endWord()
	switch c {
	case gap:
	case line:
		if n := len(t.list); n > 0 && t.list[n-1] != stop {
			t.list = append(t.list, stop)
		}
	default:
		t.list = append(t.list, token(c))
	}
}

func (t *tokens) letter(c byte) {
	if t.length == longWord {
		t.endWord()
	}
	if t.length == 0 {
		t.hash = wordSeed
	}
	t.hash = (t.hash ^ uint32(c)) * 0x01000193
	t.length++
	if t.length >= minStart {
		t.starts = append(t.starts, t.hash|wordBit)
	}
}

// endWord adds the word that was read, and keeps its beginnings if it is long.
func (t *tokens) endWord() {
	if t.length == 0 {
		return
	}
	t.list = append(t.list, t.hash|wordBit)
	own := max(0, t.length-minStart+1)
	switch {
	case t.length < minWhole:
		t.starts = t.starts[:len(t.starts)-own]
	default:
		t.starts = t.starts[:len(t.starts)-1] // the last is the word itself
	}
	t.length = 0
}

// keyBits is how much of a unit's hash is kept, from the top. Two units in a
// billion share a key; their lists are one list then.
const keyBits = 30

// unit is the key of two adjacent tokens, or of one if b is stop: what postings
// are filed under.
func unit(a, b token) uint32 {
	h := a*0x9e3779b1 ^ b*0x85ebca77
	h ^= h >> 15
	h *= 0x2c1b3c6d
	h ^= h >> 12
	h *= 0x297a2d39
	h ^= h >> 15
	return h >> (32 - keyBits) << (32 - keyBits)
}
