package markdown

import (
	"unicode"
	"unicode/utf8"
)

// wide reports whether a character is of Chinese, Japanese or Korean writing,
// full-width punctuation included.
func wide(r rune) bool {
	switch {
	case r < 0x1100:
		return false
	case r <= 0x11ff, // Hangul letters
		0x2e80 <= r && r <= 0xa4cf,   // radicals to Yi, with CJK punctuation, kana and unified ideographs
		0xa960 <= r && r <= 0xa97f,   // Hangul letters
		0xac00 <= r && r <= 0xd7ff,   // Hangul syllables
		0xf900 <= r && r <= 0xfaff,   // compatibility ideographs
		0xfe10 <= r && r <= 0xfe1f,   // vertical forms
		0xfe30 <= r && r <= 0xfe6f,   // compatibility and small forms
		0xff00 <= r && r <= 0xffef,   // full-width and half-width forms
		0x1aff0 <= r && r <= 0x1b2ff, // kana
		0x20000 <= r && r <= 0x3fffd: // further ideographs
		return true
	}
	return false
}

// chinese reports whether a character counts as Chinese writing beside a
// delimiter run: the wide ones, and the punctuation that Chinese shares with
// other scripts and that Unicode therefore gives no width.
func chinese(r rune) bool {
	switch r {
	case '“', '”', '‘', '’', '…', '‥', '—', '―', '·', '‧':
		return true
	}
	return wide(r)
}

// breaks reports whether a line break between two characters is a space in
// the text. Chinese is written without spaces, so that a line that wraps in it
// joins the next one; Korean has spaces.
//
// The rule is CSS Text 3's segment break transformation as far as it speaks of
// Chinese; a break beside Chinese on one side only is dropped too.
func breaks(before, after rune) bool {
	const zeroWidthSpace = '\u200b'
	switch {
	case before == zeroWidthSpace || after == zeroWidthSpace:
		return false
	case unicode.Is(unicode.Hangul, before) || unicode.Is(unicode.Hangul, after):
		return true
	}
	return !wide(before) && !wide(after)
}

func lastRune(v []byte) rune {
	r, _ := utf8.DecodeLastRune(v)
	return r
}

func firstRune(v []byte) rune {
	r, _ := utf8.DecodeRune(v)
	return r
}
