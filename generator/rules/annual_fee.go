package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/report"
	"gongkai/generator/site"
	"gongkai/generator/table"
)

func annualFee() Rule {
	return Rule{Name: "annual-fee", Severity: diag.Warning, check: checkAnnualFee, Law: diag.Say(
		"《中华人民共和国政府信息公开条例》（2019年修订）第四十二条；《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）",
		"Regulation on Open Government Information (2019), article 42; Rules on the processing fee (Guobanhan 〔2020〕 No. 109)")}
}

// checkAnnualFee asks for the sum of fees, none too, and holds it against the
// ledger.
func checkAnnualFee(s *site.Site, found *diag.List) {
	for _, r := range annuals(s) {
		if r.Form.Unpaid < 0 || r.Form.Requests == nil {
			continue
		}
		if !r.Fee.Given() {
			found.Add("annual-fee", r.Head, feeMessage(s, r), diag.Say("加一行“信息处理费”，写全年收取多少元，没有收取写 0；第六部分里也要写明", "add `fee` with the yuan charged, or 0, and tell it in section six"))
			continue
		}
		told, ok := table.ParseDecimal(r.Fee.V)
		if !ok {
			found.Add("annual-fee", r.Fee.At, diag.Say("信息处理费“%s”不是金额", "the fee %q is no amount", r.Fee.V), diag.Say("只写数字，单位是元", "write digits only, in yuan"))
			continue
		}
		if charged, known := chargedIn(s, r); known && charged != told {
			found.Add("annual-fee", r.Fee.At, diag.Say("报告写收取 %s 元，台账合计是 %s 元", "the report tells of %s yuan, the ledger of %s", told.Fixed(0), charged.Fixed(0)),
				diag.Say("核对台账和报告", "compare the ledger and the report"))
		}
	}
}

func feeMessage(s *site.Site, r *site.Annual) diag.Text {
	if t := report.Annual(s, r).Requests; t != nil && !t.Flawed && len(t.Rows) > r.Form.Unpaid && t.Rows[r.Form.Unpaid][len(t.Schema.Columns)-1].Number > 0 {
		return diag.Say("有逾期不缴费的申请，没有写收取信息处理费的情况", "requests ended for unpaid fees, and the report does not tell what was charged")
	}
	return diag.Say("没有写全年收取的信息处理费", "the processing fees of the year are not told")
}

// chargedIn sums the fees of the ledger; known is false where the year has
// none.
func chargedIn(s *site.Site, r *site.Annual) (sum table.Decimal, known bool) {
	if !s.HasLedger(r.Year) {
		return 0, false
	}
	for _, q := range s.Requests {
		if int(q.Replied.Year) == r.Year && (q.Agency == r.Agency || r.Agency.Kind.V == "government") {
			sum = sum.Plus(q.Fee)
		}
	}
	return sum, true
}
