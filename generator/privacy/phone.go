package privacy

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
		s.addNumber(Phone, d)
		return true
	}
	// Millimetres of a drawing and the like stand in rows of pieces, too.
	if pieces(d) > 1 && s.follows(d) || letter(s.before(off)) || letter(s.after(end)) || s.decimal(d) || s.has(notPhones, off, 36) ||
		s.under(ofAmount, off) || units.begin(s.text[end:s.end]) || s.inAddress(off) || s.inIndex(d) {
		return false
	}
	s.addNumber(Phone, d)
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
