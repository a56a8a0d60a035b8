package privacy

import (
	"bytes"
	"strings"
	"time"
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

func (s *scanner) addNumber(kind Kind, d []digit, keep int) *Hit {
	key := text(d)
	off := d[0].off
	s.add(Hit{Off: off, Len: d[len(d)-1].end - off, Kind: kind, Key: key, Masked: mask(key, keep)})
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
	s.addNumber(ID, d, 3).Born = born(d[6:14], 0)
	return true
}

// oldIdentity finds a number of the form until 1999: 15 digits, two of the
// year, no check digit. It takes a label to tell it from others.
func (s *scanner) oldIdentity(d []digit) bool {
	date := born(d[6:12], 19)
	if !region(d) || date == 0 || !s.has(idLabels, d[0].off, 60) && !s.under(ofID, d[0].off) {
		return false
	}
	s.addNumber(ID, d, 3).Born = date
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

var (
	accountLabels = words("账号", "帐号", "卡号", "账户", "帐户", "一卡通", "存折", "银行卡", "开户")
	// offices end the names of those whose accounts are public.
	offices = words("局", "公司", "委员会", "中心", "人民政府", "财政", "国库", "办公室", "医院", "学校", "基金会", "合作社", "协会", "专户",
		"红十字会", "慈善会", "工会", "村委会", "居委会", "街道办", "对公", "大队", "支队", "研究院", "事务所", "法院", "检察院")
)

// account finds the number of a bank card (UnionPay's begin with 62 and pass
// the Luhn check of ISO/IEC 7812) or of a passbook, which has no form of its
// own: there a label must stand before it and no office own it.
func (s *scanner) account(d []digit) bool {
	union := d[0].value == 6 && d[1].value == 2 && len(d) >= 16 && len(d) <= 19
	if d[len(d)-1].value > 9 || !fours(d) {
		return false
	}
	off := d[0].off
	if letter(s.before(off)) || s.decimal(d) {
		return false
	}
	if union && luhn(d) {
		if s.owner(off) {
			return false
		}
	} else if !s.has(accountLabels, off, 45) && !s.under(ofAccount, off) || s.has(idLabels, off, 30) || s.officeBeside(off) {
		return false
	}
	s.addNumber(Account, d, 4)
	return true
}

// fours reports whether a number is in one piece or in pieces of four, as
// cards print it.
func fours(d []digit) bool {
	n := pieces(d)
	if n == 1 {
		return true
	}
	for i := 4; i < len(d); i += 4 {
		if d[i].joint != ' ' && d[i].joint != '-' {
			return false
		}
	}
	return n == (len(d)+3)/4
}

func luhn(d []digit) bool {
	sum := 0
	for i := range d {
		v := int(d[len(d)-1-i].value)
		if i%2 == 1 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return sum%10 == 0
}

// officeBeside looks for the name of an office or a company around an account:
// in its line, and in the line before. In a list of people there is none.
func (s *scanner) officeBeside(off int) bool {
	if s.table.rows > 0 {
		return s.table.all&ofName == 0 && offices.in(s.text[s.line:s.end])
	}
	return offices.in(s.nearby(off))
}

// nearby is what stands around off in its line and in the line before.
func (s *scanner) nearby(off int) []byte {
	from := max(0, off-160, 1+bytes.LastIndexByte(s.text[:max(0, s.line-1)], '\n'))
	return s.text[from:min(s.end, off+160)]
}

var owners = words("户名", "账户名称", "帐户名称", "收款单位", "单位名称", "收款人", "开户单位", "开户名称")

// owner reports whether the label of an account's owner is followed by an
// office or a company.
func (s *scanner) owner(off int) bool {
	b := s.nearby(off)
	for _, label := range owners {
		if n := bytes.Index(b, label); n >= 0 && offices.in(b[n:min(len(b), n+len(label)+75)]) {
			return true
		}
	}
	return false
}

var (
	// notPhones stand before numbers that have eleven digits and are no
	// telephone's.
	notPhones = words("编号", "证号", "文号", "单号", "合同", "案号", "备案", "批号", "注册号", "代码", "索引号", "流水", "条码", "许可证", "标准号", "图号", "桩号", "订单")
	units     = words("元", "万", "亿", "吨", "公斤", "千克", "株", "亩", "平方", "立方", "千瓦", "人", "户", "名", "个", "件", "米", "号", "％", "头", "只", "度", "册", "项", "斤", "升", "字", "次")
	phoneWord = words("电话", "手机", "联系", "号码", "热线", "微信", "tel", "Tel", "TEL")
)

// phone finds a mobile number: 1, a digit from 3 on, and nine more, with the
// country's code or without.
func (s *scanner) phone(d []digit) bool {
	d = national(d)
	if len(d) != 11 || d[0].value != 1 || d[1].value < 3 || d[10].value > 9 {
		return false
	}
	if pieces(d) > 1 && !grouped(d, 3, 4, 4) && !grouped(d, 3, 8) && !grouped(d, 7, 4) && !grouped(d, 3, 3, 5) && !grouped(d, 4, 4, 3) && !grouped(d, 3, 5, 3) {
		return false
	}
	off, end := d[0].off, d[10].end
	if s.has(phoneWord, off, 30) || s.under(ofPhone, off) || s.repeated(Phone, off) {
		s.addNumber(Phone, d, 3)
		return true
	}
	// Millimetres of a drawing and the like stand in rows of pieces, too.
	if pieces(d) > 1 && s.follows(d) || letter(s.before(off)) || letter(s.after(end)) || s.decimal(d) || s.has(notPhones, off, 36) ||
		s.under(ofAmount, off) || units.begin(s.text[end:s.end]) || s.inAddress(off) || s.inIndex(d) {
		return false
	}
	s.addNumber(Phone, d, 3)
	return true
}

// repeated reports whether a number of the kind ended just before: in a row
// what the first one is, the others are.
func (s *scanner) repeated(kind Kind, off int) bool {
	n := len(s.hits)
	return n > 0 && s.hits[n-1].Kind == kind && off-s.hits[n-1].Off-s.hits[n-1].Len == 1
}

// national takes the country's code off: 86, +86, 0086.
func national(d []digit) []digit {
	if len(d) == 15 && d[0].value == 0 && d[1].value == 0 {
		d = d[2:]
	}
	if len(d) == 13 && d[0].value == 8 && d[1].value == 6 {
		d = d[2:]
	}
	return d
}

// follows reports whether more pieces stand beside the number in its group: a
// row of figures and not a telephone number.
func (s *scanner) follows(d []digit) bool {
	first, last := s.digits[0].off, s.digits[len(s.digits)-1].end
	if d[0].off == first && d[len(d)-1].end == last {
		return false
	}
	lead := 0
	for _, x := range s.digits {
		if x.off < d[0].off {
			lead++
		}
	}
	return lead > 4 || d[len(d)-1].end != last
}

// inIndex reports whether a dash ties the number to another of more than four
// digits, as in 99990001-13812345678.
func (s *scanner) inIndex(d []digit) bool {
	for i := range s.digits {
		switch {
		case s.digits[i].off == d[0].off && d[0].joint == '-':
			lead := 0
			for j := i - 1; j >= 0; j-- {
				lead++
				if s.digits[j].joint != 0 {
					break
				}
			}
			return lead > 4
		case s.digits[i].off > d[len(d)-1].off && s.digits[i].joint == '-':
			return len(s.digits)-i > 4
		}
	}
	return false
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
	s.add(Hit{Off: from, Len: d[len(d)-1].end - from, Kind: Passport, Key: key, Masked: mask(key, 1)})
	return true
}

// exponent finds a number that a spreadsheet wrote as 5.11526E+17: 18 digits
// are an identity number's, 11 a telephone's. It returns the end, or 0.
func (s *scanner) exponent(i int) int {
	b := s.text[i:s.end]
	n := 1
	if len(b) < 6 || !isDigit(b[0]) || b[1] != '.' {
		return 0
	}
	for n++; n < len(b) && isDigit(b[n]); n++ {
	}
	mantissa := n
	if n+3 > len(b) || b[n] != 'E' && b[n] != 'e' {
		return 0
	}
	if n++; b[n] == '+' {
		n++
	}
	power := 0
	for ; n < len(b) && isDigit(b[n]) && power < 1000; n++ {
		power = power*10 + int(b[n]-'0')
	}
	head := []digit{{value: b[0] - '0'}, {value: b[2] - '0'}}
	kind, keep := ID, 4
	switch {
	case mantissa < 5:
		return 0
	case power == 17 && region(head):
	case power == 10 && head[0].value == 1 && head[1].value > 2 && (s.has(phoneWord, i, 30) || s.under(ofPhone, i)):
		kind = Phone
	case power >= 15 && power <= 18 && (s.under(ofAccount, i) || s.has(accountLabels, i, 45)):
		kind = Account
	default:
		return 0
	}
	s.add(Hit{Off: i, Len: n, Kind: kind, Key: string(b[:n]), Masked: mask(string(b[:mantissa]), keep) + string(b[mantissa:n]), Rounded: true})
	return i + n
}
