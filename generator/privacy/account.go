package privacy

import (
	"bytes"
)

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
	s.addNumber(Account, d)
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
	for _, label := range owners.all {
		if n := bytes.Index(b, label); n >= 0 && offices.in(b[n:min(len(b), n+len(label)+75)]) {
			return true
		}
	}
	return false
}
