package privacy

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// digit is a digit of a group of numbers.
type digit struct {
	value    byte // 0 to 9; 10 for an X at the end
	off, end int
	joint    byte // what stands before it: 0 nothing, ' ' or '-'
}

// longest bounds a group: rows of numbers are read in pieces.
const longest = 128

// digitAt decodes a digit at the start of b: ASCII, full-width, or one of the
// mathematical alphabets that style generators make. n is 0 where there is
// none.
func digitAt(b []byte) (value byte, n int) {
	switch {
	case len(b) == 0:
		return 0, 0
	case b[0] >= '0' && b[0] <= '9':
		return b[0] - '0', 1
	case b[0] == 0xef && len(b) > 2 && b[1] == 0xbc && b[2] >= 0x90 && b[2] <= 0x99:
		return b[2] - 0x90, 3
	case b[0] == 0xf0 && len(b) > 3 && b[1] == 0x9d && b[2] == 0x9f && b[3] >= 0x8e && b[3] <= 0xbf:
		return (b[3] - 0x8e) % 10, 4
	}
	return 0, 0
}

// unseen is the length of what stands between two digits of one number without
// parting them: characters that nobody sees, and marks of emphasis. A mask has
// more asterisks than emphasis has.
func unseen(b []byte) int {
	n := 0
	for stars := 0; n < len(b); {
		switch c := b[n]; {
		case c == '*' || c == '_' || c == '`' || c == '\\':
			if stars++; stars > 2 {
				return 0
			}
			n++
		case c == 0xc2 && len(b) > n+1 && b[n+1] == 0xad: // soft hyphen
			n += 2
		case c == 0xe2 || c == 0xef || c == 0xe1:
			if r, size := utf8.DecodeRune(b[n:]); invisible(r) {
				n += size
				continue
			}
			return n
		default:
			return n
		}
	}
	return n
}

func invisible(r rune) bool {
	return r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2060 && r <= 0x2069 ||
		r == 0xfeff || r == 0x180e || r >= 0xfe00 && r <= 0xfe0f
}

// joint is a single blank or dash between two pieces of a number.
func joint(b []byte) (mark byte, n int) {
	if len(b) == 0 {
		return 0, 0
	}
	switch b[0] {
	case ' ':
		return ' ', 1
	case '-':
		return '-', 1
	case 0xc2, 0xe2, 0xe3, 0xef:
		switch r, size := utf8.DecodeRune(b); r {
		case 0xa0, 0x3000, 0x2002, 0x2003, 0x2009, 0x202f:
			return ' ', size
		case 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212, 0xff0d:
			return '-', size
		}
	}
	return 0, 0
}

// short passes a number of up to six plain digits that nothing is tied to: a
// year, an amount, most numbers of most texts. It returns its end, or 0.
func (s *scanner) short(i int) int {
	n := i + 1
	for n < s.end && isDigit(s.text[n]) {
		n++
	}
	if n-i > 6 {
		return 0
	}
	if n == s.end {
		return n
	}
	switch c := s.text[n]; c {
	case '.': // 5.1E+17
		if n-i == 1 {
			return 0
		}
	case ' ', '-', '*', '_', '`', '\\', 0xc2, 0xe1, 0xf0:
		return 0
	case 0xe2, 0xe3, 0xef: // punctuation mostly
		if unseen(s.text[n:s.end]) > 0 {
			return 0
		}
		if _, tied := joint(s.text[n:s.end]); tied > 0 {
			return 0
		}
		if _, digit := digitAt(s.text[n:s.end]); digit > 0 {
			return 0
		}
	}
	return n
}

// numbers reads the group of numbers that begins at i, judges it, and returns
// where to go on.
func (s *scanner) numbers(i int) int {
	s.digits = s.digits[:0]
	begin, mark, from := i, byte(0), i
	for i < s.end && len(s.digits) < longest {
		v, n := digitAt(s.text[i:s.end])
		if n == 0 {
			break
		}
		s.digits = append(s.digits, digit{v, i, i + n, mark})
		i += n
		from = i
		if i < s.end && isDigit(s.text[i]) {
			mark = 0
			continue
		}
		skip := unseen(s.text[i:s.end])
		mark, n = joint(s.text[i+skip : s.end])
		i += skip + n
		i += unseen(s.text[i:s.end])
	}
	if len(s.digits) == longest {
		from = s.cut(from)
		i = from
	}
	if len(s.digits) == 1 {
		if end := s.exponent(begin); end > 0 {
			return end
		}
	}
	if len(s.digits) >= 7 {
		s.closing(i)
		s.judge()
	}
	return from
}

// cut ends a group that is too long to be read at once, before its last pieces,
// which may be the beginning of a number, and returns where to go on. A single
// piece of that length is no one's: it is passed as a whole.
func (s *scanner) cut(from int) int {
	for k := longest - widest; k < longest; k++ {
		if s.digits[k].joint != 0 {
			from = s.digits[k].off
			s.digits = s.digits[:k]
			return from
		}
	}
	for from < s.end {
		_, n := digitAt(s.text[from:s.end])
		if n == 0 {
			break
		}
		from += n
	}
	return from
}

// closing takes the X of an identity number in, which stands for ten.
func (s *scanner) closing(i int) {
	if len(s.digits) < 17 || i >= s.end {
		return
	}
	n := 0
	switch c := s.text[i]; {
	case c == 'X' || c == 'x':
		n = 1
	case bytes.HasPrefix(s.text[i:s.end], []byte("Ｘ")), bytes.HasPrefix(s.text[i:s.end], []byte("ｘ")):
		n = 3
	}
	if n > 0 && (i+n >= s.end || !letter(s.text[i+n]) && !isDigit(s.text[i+n])) {
		s.digits = append(s.digits, digit{10, i, i + n, 0})
	}
}

// judge looks at each run of pieces of the group as one number.
func (s *scanner) judge() {
	for a := 0; a < len(s.digits); {
		if b := s.first(a); b > 0 {
			a = b
			continue
		}
		for a++; a < len(s.digits) && s.digits[a].joint == 0; a++ {
		}
	}
}

// widest is the longest number of interest.
const widest = 23

// first finds the longest run of pieces from a on that is personal, adds it,
// and returns the index after it, or 0.
func (s *scanner) first(a int) int {
	for b := min(len(s.digits), a+widest); b > a; b-- {
		if b < len(s.digits) && s.digits[b].joint == 0 {
			continue // within a piece
		}
		if s.number(s.digits[a:b]) {
			return b
		}
	}
	return 0
}

// number judges one number.
func (s *scanner) number(d []digit) bool {
	switch n := len(d); {
	case n == 18 && s.identity(d):
	case n == 15 && pieces(d) == 1 && s.oldIdentity(d):
	case n >= 12 && n <= widest && s.account(d):
	case n >= 11 && n <= 15 && s.phone(d):
	case n >= 7 && n <= 9 && pieces(d) == 1 && s.passport(d):
	default:
		return false
	}
	return true
}

func (s *scanner) addNumber(kind Kind, d []digit) *Hit {
	key := text(d)
	off := d[0].off
	s.add(Hit{Off: off, Len: d[len(d)-1].end - off, Kind: kind, Key: key, Masked: Mask(kind, key)})
	return &s.hits[len(s.hits)-1]
}

func text(d []digit) string {
	var b strings.Builder
	for _, x := range d {
		if x.value == 10 {
			b.WriteByte('X')
			continue
		}
		b.WriteByte('0' + x.value)
	}
	return b.String()
}

// pieces is how many pieces a number is written in.
func pieces(d []digit) int {
	n := 1
	for _, x := range d[1:] {
		if x.joint != 0 {
			n++
		}
	}
	return n
}

// grouped reports whether the pieces of a number have these lengths.
func grouped(d []digit, lengths ...int) bool {
	i := 0
	for _, n := range lengths {
		i += n
		if i > len(d) || i < len(d) && d[i].joint == 0 {
			return false
		}
	}
	return i == len(d) && pieces(d) == len(lengths)
}
