package privacy

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"
)

const provinces = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"

// plate finds a licence plate (GA 36-2018) whose letter stands at i: a
// province, a letter, five or six letters and digits with a digit among them.
// It returns where to go on.
func (s *scanner) plate(i int) int {
	if i-3 < s.line || s.text[i] == 'I' || s.text[i] == 'O' {
		return i + 1
	}
	province, _ := utf8.DecodeRune(s.text[i-3:])
	if !strings.ContainsRune(provinces, province) {
		return i + 1
	}
	from := i + 1
	if bytes.HasPrefix(s.text[from:s.end], []byte("·")) {
		from += len("·")
	} else if s.after(from) == ' ' {
		from++
	}
	end, digits := from, 0
	for end < s.end && (isDigit(s.text[end]) || s.text[end] >= 'A' && s.text[end] <= 'Z') {
		if isDigit(s.text[end]) {
			digits++
		}
		end++
	}
	n := end - from
	if n == 4 && words("挂", "学", "警", "港", "澳").begin(s.text[end:s.end]) {
		end, n = end+3, 5
	}
	if n < 5 || n > 6 || digits == 0 || letter(s.after(end)) || s.after(end) == '-' {
		return i + 1
	}
	key := string(s.text[i-3 : end])
	s.add(Hit{Off: i - 3, Len: end - i + 3, Kind: Plate, Key: key, Masked: string(s.text[i-3:i+1]) + "*****"})
	return end
}

// providers are where people, and not offices, have their mailboxes.
const providers = " qq.com vip.qq.com foxmail.com 163.com vip.163.com 126.com yeah.net 139.com 189.cn wo.cn sina.com sina.cn vip.sina.com sohu.com tom.com 21cn.com aliyun.com gmail.com hotmail.com outlook.com live.com icloud.com yahoo.com "

var personLabels = words("姓名", "联系人", "本人", "申请人", "来信人", "当事人", "户主", "先生", "女士", "同志")

// email finds the address around the @ at i if its provider is a private one
// and it is a person's: made of a number (of a QQ account, of a telephone), or
// beside the label of one.
func (s *scanner) email(i int) {
	from, end := i, i+1
	for from > s.line && addressByte(s.text[from-1]) {
		from--
	}
	for end < s.end && (addressByte(s.text[end]) && s.text[end] != '_' && s.text[end] != '+') {
		end++
	}
	for end > i && s.text[end-1] == '.' {
		end--
	}
	local, host := s.text[from:i], strings.ToLower(string(s.text[i+1:end]))
	if len(local) == 0 || !strings.Contains(providers, " "+host+" ") {
		return
	}
	if len(bytes.Trim(local, "0123456789")) > 0 && !s.has(personLabels, from, 75) && s.table.all&ofName == 0 {
		return
	}
	// The digits of the address may have been taken for a telephone number.
	for n := len(s.hits); n > 0 && s.hits[n-1].Off >= from; n-- {
		s.hits = s.hits[:n-1]
	}
	s.add(Hit{Off: from, Len: end - from, Kind: Email, Key: strings.ToLower(string(local)) + "@" + host, Masked: string(local[:1]) + "***@" + host})
}

func addressByte(c byte) bool {
	return letter(c) || isDigit(c) || c == '.' || c == '-' || c == '_' || c == '+'
}

// homeWords stand in every home label.
var homeWords = words("住址", "现住", "居住地址", "籍地", "庭地址")

var (
	homeLabel = regexp.MustCompile(`(?:家庭住址|家庭地址|户籍地址|户籍地|现住址|居住地址|住址|现住)[：:\s为是在]*`)
	// homeDetail is what goes beyond the village: the usual ceiling of lists.
	homeDetail = regexp.MustCompile(`[0-9０-９一二三四五六七八九十]+(?:组|队|栋|幢|号楼|单元|室|号)`)
)

// address finds a home address by its label, or in its column of a list of
// people, if it goes beyond the village.
func (s *scanner) address() {
	line := s.text[s.line:s.end]
	if s.table.rows > 2 {
		if s.table.all&(ofName|ofAddress) == ofName|ofAddress {
			s.eachCell(ofAddress, func(off int, cell []byte) { s.home(off, cell) })
		}
		return
	}
	if !homeWords.in(line) {
		return
	}
	for _, m := range homeLabel.FindAllIndex(line, -1) {
		rest := line[m[1]:min(len(line), m[1]+150)]
		if n := bytes.IndexAny(rest, "，。；,;|）)\""); n >= 0 {
			rest = rest[:n]
		}
		s.home(s.line+m[1], rest)
	}
}

func (s *scanner) home(off int, b []byte) {
	m := homeDetail.FindIndex(b)
	if m == nil || offices.in(b[:m[0]]) {
		return
	}
	s.add(Hit{Off: off, Len: len(b), Kind: Address, Key: string(b), Masked: string(b[:m[0]]) + "***"})
}

// names finds full names in the name column of a list.
func (s *scanner) names() {
	if s.table.all&ofName != 0 {
		s.eachCell(ofName, func(off int, cell []byte) {
			if FullName(string(cell)) {
				name := string(cell)
				s.add(Hit{Off: off, Len: len(cell), Kind: Name, Key: name, Masked: MaskName(name), Sensitive: s.table.sensitive})
			}
		})
	}
}

var noNames = words("合计", "小计", "总计", "备注", "姓名", "无", "同上", "户主", "以上", "共计", "其中", "单位", "公司", "某", "村", "组", "社区")

// FullName reports whether a cell of a name column has a full name: two to
// four Chinese characters, more with the point of a minority name, and no mask.
func FullName(cell string) bool {
	if strings.HasSuffix(cell, "*") {
		return false // the usual case
	}
	n := 0
	for _, r := range cell {
		switch {
		case r >= 0x4e00 && r <= 0x9fff:
			n++
		case r == '·' || r == '•':
			n -= 4
		default:
			return false
		}
	}
	return n >= 2 && n <= 4 && !noNames.in([]byte(cell)) || strings.ContainsAny(cell, "·•") && n > -8
}

// eachCell calls f with the cells of columns of a kind in the line at hand.
func (s *scanner) eachCell(is column, f func(off int, cell []byte)) {
	line := s.text[s.line:s.end]
	off := s.line
	if n := len(line) - len(bytes.TrimLeft(line, " ")); n < len(line) && line[n] == '|' {
		off += n + 1
	}
	for k := 0; off <= s.end && k < len(s.table.kinds); k++ {
		end := s.end
		if n := bytes.IndexByte(s.text[off:s.end], '|'); n >= 0 {
			end = off + n
		}
		cell := bytes.TrimSpace(s.text[off:end])
		if s.table.kinds[k]&is != 0 && len(cell) > 0 {
			f(off+bytes.Index(s.text[off:end], cell), cell)
		}
		off = end + 1
	}
}
