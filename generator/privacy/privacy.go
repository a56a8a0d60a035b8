// Package privacy finds personal data in texts and masks it in one form for
// the whole site.
//
// Idea: what must not be published has a form (an identity number has a check
// digit, a real date and a known region), and what only looks like it mostly
// has something beside it that tells (an amount is followed by 元, a credit
// code by its label, an office's account by the name of an office). Scan looks
// at a number's digits first, which are few, and at what stands around it only
// where the digits fit.
//
// Design: one pass over the bytes of a file, line by line, so that what stands
// in front matter, tables, attributes and alternative texts is seen as the
// file has it. Numbers are read through full-width digits, characters that
// nobody sees, marks of emphasis, and single spaces or dashes. Of a table the
// words of the header count for each cell below it. Nothing is allocated for a
// text in which nothing is found.
//
// Masks keep what thousands of people share (a province, a network, a bank, a
// surname) and nothing else: two masks of one person on two pages can be
// joined to rebuild what they hide (standards: 9.5).
//
// Limits: names are looked for in columns of lists alone, addresses where they
// are labelled; numbers cut by tags or written in words are not seen. Whether
// a number is an office's own is not known here: rules compare it with the
// contacts of the site.
package privacy

import (
	"bytes"

	"gongkai/generator/han"
)

// Kind is a kind of personal data.
type Kind uint8

const (
	ID       Kind = iota // 居民身份证号码, GB 11643-1999
	Account              // bank card or passbook
	Phone                // mobile telephone
	Passport             // passport or travel permit
	Plate                // licence plate
	Address              // home address
	Email                // mailbox of a private provider
	Name                 // full name in a list of people
)

// Hit is a place that looks like personal data.
type Hit struct {
	Off, Len int // bytes of the text
	Kind     Kind
	Masked   string // what a report may show
	// Key is the value without blanks and dashes, for comparing it with an
	// office's contacts. It is what was found: never print it.
	Key string
	// Born is the date within an identity number as 19491231, else 0.
	Born int
	// Rounded is true for a number in exponent form, which has lost digits: the
	// file it was copied from may hold them all.
	Rounded bool
	// Sensitive is true for names in a list that tells of poverty, health or
	// childhood.
	Sensitive bool
}

// Scan adds what looks like personal data in a text to hits, line by line.
func Scan(hits []Hit, text []byte) []Hit {
	s := scanner{text: text, hits: hits, homes: homeWords.in(text), bars: bytes.IndexByte(text, '|') >= 0}
	for s.line = 0; s.line < len(text); s.line = s.end + 1 {
		s.end = len(text)
		if n := bytes.IndexByte(text[s.line:], '\n'); n >= 0 {
			s.end = s.line + n
		}
		if s.bars {
			s.columns()
		}
		s.scanLine()
	}
	return s.hits
}

// scanner is one run over a text.
type scanner struct {
	text      []byte
	line, end int // of the line at hand
	hits      []Hit
	digits    []digit // of the group of numbers at hand
	table     table
	homes     bool // the text has words that stand before a home address
	bars      bool // it has bars, which tables are made of
}

// What a byte may begin.
const (
	plain = iota
	numeral
	capital
	at
	wide      // the first byte of full-width forms, among them digits
	character // the first byte of a Chinese character
)

var class = func() (c [256]byte) {
	for b := byte('0'); b <= '9'; b++ {
		c[b] = numeral
	}
	for b := byte('A'); b <= 'Z'; b++ {
		c[b] = capital
	}
	for b := 0xe0; b <= 0xee; b++ {
		c[b] = character
	}
	c['@'], c[0xef], c[0xf0] = at, wide, wide
	return c
}()

func (s *scanner) scanLine() {
	for i := s.line; i < s.end; {
		switch class[s.text[i]] {
		case numeral:
			if end := s.short(i); end > 0 {
				i = end
				continue
			}
			i = s.numbers(i)
			continue
		case wide:
			if _, n := digitAt(s.text[i:s.end]); n > 0 {
				i = s.numbers(i)
				continue
			}
		case capital:
			i = s.plate(i)
			continue
		case at:
			s.email(i)
		case character:
			i += max(1, han.Narrow(s.text[i:s.end]))
			continue
		}
		i++
	}
	if s.homes || s.table.rows > 2 {
		s.address()
	}
	if s.table.rows > 2 {
		s.names()
	}
}

func (s *scanner) add(h Hit) { s.hits = append(s.hits, h) }
