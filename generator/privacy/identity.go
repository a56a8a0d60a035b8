package privacy

import (
	"strings"
	"time"
)

// regions are the first two digits of region codes (GB/T 2260), with those of
// residence permits of Hong Kong, Macao, Taiwan and of foreign residents.
const regions = " 11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91 "

func region(d []digit) bool {
	return strings.Contains(regions, string([]byte{' ', '0' + d[0].value, '0' + d[1].value, ' '}))
}

// ValidID reports whether 18 characters are an identity number: region, a
// real date of birth since 1900, and the check digit of GB 11643-1999 (ISO
// 7064 MOD 11-2).
func ValidID(number string) bool {
	if len(number) != 18 {
		return false
	}
	d := make([]digit, 18)
	for i := range number {
		switch c := number[i]; {
		case isDigit(c):
			d[i].value = c - '0'
		case i == 17 && (c == 'X' || c == 'x'):
			d[i].value = 10
		default:
			return false
		}
	}
	return validID(d)
}

var idWeights = [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

func validID(d []digit) bool {
	if !region(d) || born(d[6:14], 0) == 0 {
		return false
	}
	sum := 0
	for i, w := range idWeights {
		if d[i].value > 9 {
			return false
		}
		sum += int(d[i].value) * w
	}
	return int(d[17].value) == [11]int{1, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2}[sum%11]
}

// born is the date of digits YYYYMMDD, or of YYMMDD in a century, or 0 where
// there is no such day.
func born(d []digit, century int) int {
	n := 0
	for _, x := range d {
		n = n*10 + int(x.value)
	}
	n += century * 1000000
	y, m, day := n/10000, n/100%100, n%100
	if y < 1900 || y > 2100 || m < 1 || m > 12 {
		return 0
	}
	if date := time.Date(y, time.Month(m), day, 0, 0, 0, 0, time.UTC); date.Day() != day {
		return 0 // 30 February is the second of March
	}
	return n
}

var (
	creditLabels = words("统一社会信用代码", "信用代码", "纳税人识别号", "社会信用", "税号")
	idLabels     = words("身份证", "证件号", "公民身份", "身份号码")
)

// identity finds an identity number of 18 digits. A credit code of digits
// alone may have its check digit too; its label beside it tells.
func (s *scanner) identity(d []digit) bool {
	if !validID(d) {
		return false
	}
	if s.has(creditLabels, d[0].off, 48) && ValidCreditCode(text(d)) {
		return false
	}
	s.addNumber(ID, d).Born = born(d[6:14], 0)
	return true
}

// oldIdentity finds a number of the form until 1999: 15 digits, two of the
// year, no check digit. It takes a label to tell it from others.
func (s *scanner) oldIdentity(d []digit) bool {
	date := born(d[6:12], 19)
	if !region(d) || date == 0 || !s.has(idLabels, d[0].off, 60) && !s.under(ofID, d[0].off) {
		return false
	}
	s.addNumber(ID, d).Born = date
	return true
}

const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// ValidCreditCode reports whether 18 characters are a 统一社会信用代码 by the
// check of GB 32100-2015. These codes are public.
func ValidCreditCode(code string) bool {
	if len(code) != 18 {
		return false
	}
	sum, weight := 0, 1
	for i := range 17 {
		v := strings.IndexByte(creditAlphabet, code[i])
		if v < 0 {
			return false
		}
		sum += v * weight
		weight = weight * 3 % 31
	}
	return code[17] == creditAlphabet[(31-sum%31)%31]
}

var passportLabels = words("护照", "通行证", "证件号", "出入境")

// passport finds the number of a passport or travel permit: a letter, at most
// one more, and seven or eight digits, after a label.
func (s *scanner) passport(d []digit) bool {
	off := d[0].off
	from := off
	for from > s.line && off-from < 2 && s.text[from-1] >= 'A' && s.text[from-1] <= 'Z' {
		from--
	}
	if from == off || !strings.ContainsRune("EGDSPHMKC", rune(s.text[from])) || letter(s.after(d[len(d)-1].end)) ||
		!s.has(passportLabels, from, 45) && !s.under(ofID, off) {
		return false
	}
	key := string(s.text[from:off]) + text(d)
	s.add(Hit{Off: from, Len: d[len(d)-1].end - from, Kind: Passport, Key: key, Masked: Mask(Passport, key)})
	return true
}
