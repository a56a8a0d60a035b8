package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/fields"
	"gongkai/generator/site"
)

func fundIncomplete() Rule {
	return Rule{Name: "fund-incomplete", Severity: diag.Error, check: checkFundIncomplete, Law: fundLaw}
}

// checkFundIncomplete asks what citizens have to be told of a fund that they
// may have: who owns it, by which policy, how much, for whom, how to apply,
// where to complain.
func checkFundIncomplete(s *site.Site, found *diag.List) {
	for _, f := range s.Funds {
		if !f.Applies.V {
			if f.Applies.Given() && f.Reason.V == "" {
				found.Add("fund-incomplete", f.Applies.At, diag.Say("%s不适用本县，没有写原因", "%s does not apply, and no reason is given", f.Name.V), diag.Say("写“不适用原因”", "write `reason`"))
			}
			continue
		}
		for _, want := range []struct {
			value  fields.Text
			zh, en string
		}{
			{f.Fund.Owner, "主管部门", "owner"}, {f.Policy, "政策依据", "policy"}, {f.Standard, "标准", "standard"}, {f.Eligible, "对象", "eligible"}, {f.Apply, "申请办法", "apply"}, {f.Phone, "监督电话", "phone"},
		} {
			if want.value.V == "" {
				found.Add("fund-incomplete", f.At, diag.Say("%[1]s没有写“%[2]s”", "%[1]s lacks `%[3]s`", f.Name.V, want.zh, want.en), diag.Say("补上这一项", "fill it in"))
			}
		}
	}
}
