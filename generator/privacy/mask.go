package privacy

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// compound surnames have two characters; the list holds those in common use.
const compound = " 欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 令狐 百里 呼延 东郭 南门 轩辕 "

// MaskName shows a surname and one asterisk, however long the name is and
// however it was masked before: 王小明, 王** and 王某某 all become 王*. An
// empty name stays empty.
func MaskName(name string) string {
	runes := []rune(strings.TrimSpace(name))
	if len(runes) == 0 {
		return ""
	}
	if len(runes) > 2 && strings.Contains(compound, " "+string(runes[:2])+" ") {
		return string(runes[:2]) + "*"
	}
	return string(runes[:1]) + "*"
}

// kept is how many characters a mask keeps: what thousands of people share, a
// prefecture, a network, a bank, a province and its letter. It is one form for
// the whole site.
var kept = map[Kind]int{ID: 3, Account: 4, Phone: 3, Passport: 1, Plate: 2, Email: 1, Name: 1}

// Mask shows the beginning of a value and an asterisk for each character that
// follows. Names have a mask of their own (MaskName), addresses none.
func Mask(kind Kind, value string) string {
	runes := []rune(value)
	for i := min(kept[kind], len(runes)); i < len(runes); i++ {
		runes[i] = '*'
	}
	return string(runes)
}

// Veil returns a text in which personal data is masked, of the same length in
// bytes and the same width on a screen, so that places stay where they are. A
// text without any is returned as it is.
func Veil(text []byte) []byte {
	hits := Scan(nil, text)
	if len(hits) == 0 {
		return text
	}
	out := slices.Clone(text)
	for _, h := range hits {
		if h.Kind != Name || h.Sensitive {
			veil(out[h.Off:h.Off+h.Len], h.Kind)
		}
	}
	return out
}

// VeilString is Veil for messages.
func VeilString(s string) string {
	if hits := Scan(nil, []byte(s)); len(hits) == 0 {
		return s
	}
	return string(Veil([]byte(s)))
}

// veil masks one hit in place.
func veil(b []byte, kind Kind) {
	for n := 0; len(b) > 0; {
		r, size := utf8.DecodeRune(b)
		switch {
		case kind == Email && r == '@':
			return
		case kind == Address && !strings.ContainsRune("0123456789０１２３４５６７８９一二三四五六七八九十", r):
		case r == ' ' || r == '-' || r == '·' || invisible(r):
		default:
			if n++; n > kept[kind] {
				star(b[:size])
			}
		}
		b = b[size:]
	}
}

// star overwrites a character with an asterisk of the same length and width.
func star(b []byte) {
	switch len(b) {
	case 1:
		b[0] = '*'
	case 3:
		copy(b, "＊")
	default: // no asterisk has as many bytes: a narrow one with blanks nobody counts
		for i := range b {
			b[i] = '*'
		}
	}
}
