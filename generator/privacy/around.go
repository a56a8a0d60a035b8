package privacy

import (
	"bytes"
	"strings"
	"unicode"
)

// What stands around a number tells what it is.

// wordList is words that are looked for together. A text is walked once, by its
// characters of three bytes: looking for each word by itself took a tenth of a
// whole build.
type wordList struct {
	all   [][]byte
	other [][]byte      // those that begin with another character
	first [1 << 12]bool // the first characters of the rest, by their last 12 bits
}

func words(list ...string) *wordList {
	w := &wordList{}
	for _, s := range list {
		word := []byte(s)
		w.all = append(w.all, word)
		if len(word) < 3 || word[0] < 0xe0 || word[0] >= 0xf0 {
			w.other = append(w.other, word)
			continue
		}
		w.first[lastBits(word)] = true
	}
	return w
}

// lastBits are those of a character of three bytes.
func lastBits(b []byte) uint { return uint(b[1]&0x3f)<<6 | uint(b[2]&0x3f) }

func (w *wordList) in(b []byte) bool {
	for i := 0; i+2 < len(b); i++ {
		if b[i] < 0xe0 {
			continue
		}
		if w.first[lastBits(b[i:i+3])] && w.at(b[i:]) {
			return true
		}
		i += 2
	}
	for _, word := range w.other {
		if bytes.Contains(b, word) {
			return true
		}
	}
	return false
}

func (w *wordList) begin(b []byte) bool { return w.at(bytes.TrimLeft(b, " ")) }

// at reports whether a text begins with one of the words.
func (w *wordList) at(b []byte) bool {
	for _, word := range w.all {
		if bytes.HasPrefix(b, word) {
			return true
		}
	}
	return false
}

// has looks for words in the bytes before off, on its line, and in its cell of
// a table.
func (s *scanner) has(w *wordList, off, bytesBefore int) bool {
	from := max(s.line, off-bytesBefore)
	b := s.text[from:off]
	if s.table.rows > 0 {
		b = b[bytes.LastIndexByte(b, '|')+1:]
	}
	return w.in(b)
}

// before is the byte before off on its line, 0 at its start.
func (s *scanner) before(off int) byte {
	if off > s.line {
		return s.text[off-1]
	}
	return 0
}

func (s *scanner) after(end int) byte {
	if end < s.end {
		return s.text[end]
	}
	return 0
}

func letter(b byte) bool  { return b|0x20 >= 'a' && b|0x20 <= 'z' }
func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// decimal reports whether a number is a part of one with a point or commas.
func (s *scanner) decimal(d []digit) bool {
	off, end := d[0].off, d[len(d)-1].end
	point := func(c byte) bool { return c == '.' || c == ',' }
	return point(s.before(off)) && off-2 >= s.line && isDigit(s.text[off-2]) ||
		point(s.after(end)) && end+1 < s.end && isDigit(s.text[end+1])
}

// inAddress reports whether off lies in the address of a page: its numbers are
// those of other sites.
func (s *scanner) inAddress(off int) bool {
	from := off
	for from > s.line && off-from < 200 && s.text[from-1] > ' ' && s.text[from-1] < 0x80 && s.text[from-1] != '(' && s.text[from-1] != '"' {
		from--
	}
	b := s.text[from:off]
	return bytes.Contains(b, []byte("://")) || bytes.IndexByte(b, '/') >= 0 && bytes.IndexFunc(b, unicode.IsLetter) >= 0
}

// table is the header of the table that the line at hand is a row of.
type table struct {
	rows      int // of the table so far, 0 outside
	kinds     []column
	all       column
	sensitive bool
}

// column tells what the cells of a column are, by the words of its header.
type column uint8

const (
	ofID column = 1 << iota
	ofAccount
	ofPhone
	ofName
	ofAddress
	ofAmount
)

var headers = []struct {
	is    column
	words *wordList
}{
	{ofID, words("身份证", "证件号", "公民身份", "身份号码")},
	{ofAccount, words("账号", "帐号", "卡号", "一卡通", "存折", "银行账户", "银行卡")},
	{ofPhone, words("电话", "手机", "联系方式")},
	{ofName, words("姓名", "户主", "申请人", "补贴对象", "补助对象", "救助对象", "受助人", "领取人", "监护人", "患者", "学生姓名", "被征收人")},
	{ofAddress, words("住址", "地址", "居住地")},
	{ofAmount, words("元", "金额", "数量", "面积", "产值", "合计", "产量", "人数", "户数", "投资", "预算", "决算", "编号", "代码", "文号")},
}

// sensitive words head lists whose mere names tell of poverty, illness or
// childhood (《个人信息保护法》第二十八条).
var sensitive = words("低保", "最低生活保障", "特困", "残疾", "救助", "孤儿", "困境儿童", "留守儿童", "未成年", "患者", "大病", "精神障碍", "艾滋", "失独", "临时救助", "廉租", "公租房", "危房", "贫困")

// columns keeps up with tables: a line with bars below which a line of dashes
// stands is a header.
func (s *scanner) columns() {
	line := s.text[s.line:s.end]
	if bytes.IndexByte(line, '|') < 0 {
		s.table.rows = 0
		return
	}
	if s.table.rows > 0 {
		s.table.rows++
		return
	}
	if s.end+1 >= len(s.text) || !rule(s.text[s.end+1:]) {
		return
	}
	s.table = table{rows: 1, kinds: s.table.kinds[:0]}
	for cell := range cells(line) {
		var c column
		for _, h := range headers {
			if h.words.in(cell) {
				c |= h.is
			}
		}
		s.table.kinds = append(s.table.kinds, c)
		s.table.all |= c
	}
	s.table.sensitive = sensitive.in(s.text[max(0, s.line-300):s.end])
}

// rule reports whether a text begins with the line of dashes below a header.
func rule(b []byte) bool {
	bars := false
	for _, c := range b {
		switch c {
		case '\n':
			return bars
		case '-':
			bars = true
		case '|', ':', ' ', '\t':
		default:
			return false
		}
	}
	return bars
}

// cells are the cells of a row, without those that bars at its ends make.
func cells(line []byte) func(yield func([]byte) bool) {
	line = bytes.TrimSpace(line)
	line = bytes.TrimPrefix(line, []byte("|"))
	return bytes.SplitSeq(bytes.TrimSuffix(line, []byte("|")), []byte("|"))
}

// under reports whether off lies in a column of the kind.
func (s *scanner) under(is column, off int) bool {
	if s.table.rows < 2 || s.table.all&is == 0 {
		return false
	}
	line := s.text[s.line:off]
	n := bytes.Count(line, []byte("|"))
	if bytes.HasPrefix(bytes.TrimLeft(line, " "), []byte("|")) {
		n--
	}
	return n >= 0 && n < len(s.table.kinds) && s.table.kinds[n]&is != 0
}

// IsHeader reports whether a row of cells heads a table of people: words and
// no numbers, and one of those that Scan knows.
func IsHeader(row []string) bool {
	texts, known := 0, false
	for _, cell := range row {
		if cell == "" {
			continue
		}
		if strings.ContainsAny(cell[:1], "0123456789") {
			return false
		}
		texts++
		for _, h := range headers {
			known = known || h.words.in([]byte(cell))
		}
	}
	return texts >= 2 && known
}
