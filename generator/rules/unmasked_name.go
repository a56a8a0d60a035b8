package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/privacy"
	"gongkai/generator/site"
)

func unmaskedName() Rule {
	return Rule{Name: "unmasked-name", Severity: diag.Error, Law: privacyLaw, check: checkUnmaskedName}
}

// checkUnmaskedName tells of each file once: of a list all names are to be
// masked or none.
func checkUnmaskedName(s *site.Site, found *diag.List) {
	for _, file := range s.Personal {
		var first *privacy.Hit
		count := 0
		for i, h := range file.Hits {
			if h.Kind != privacy.Name || !h.Sensitive {
				continue
			}
			if count++; first == nil {
				first = &file.Hits[i]
			}
		}
		if first == nil {
			continue
		}
		found.Add("unmasked-name", diag.At(file.File, first.Off, first.Len),
			diag.Say("救助、低保、残疾等名单里有 %d 个姓名没有隐去名，第一个是 %s", "%d names of a list of aid, illness or disability are not masked, the first is %s", count, first.Masked),
			diag.Say("只留姓，后面写一个星号，例如 王*；全站用同一种写法", "keep the surname and one asterisk, as 王*; the whole site in one form"))
	}
}
