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
		if first, count := sensitiveNames(file.Hits); count > 0 {
			found.Add("unmasked-name", diag.At(file.File, first.Off, first.Len), sayUnmasked(first, count), helpUnmasked)
		}
	}
	for f := range attachments(s) {
		var hits []privacy.Hit
		for _, h := range f.Report.Hits {
			hits = append(hits, h.Hit)
		}
		if first, count := sensitiveNames(hits); count > 0 {
			found.Add("unmasked-name", f.At, inFile(f.Name, diag.Text{}, sayUnmasked(first, count)), helpUnmasked)
		}
	}
}

var helpUnmasked = diag.Say("只留姓，后面写一个星号，例如 王*；全站用同一种写法", "keep the surname and one asterisk, as 王*; the whole site in one form")

func sayUnmasked(first privacy.Hit, count int) diag.Text {
	return diag.Say("救助、低保、残疾等名单里有 %d 个姓名没有隐去名，第一个是 %s", "%d names of a list of aid, illness or disability are not masked, the first is %s", count, first.Masked)
}

// sensitiveNames counts the names of lists that tell of more than a name.
func sensitiveNames(hits []privacy.Hit) (first privacy.Hit, count int) {
	for _, h := range hits {
		if h.Kind != privacy.Name || !h.Sensitive {
			continue
		}
		if count == 0 {
			first = h
		}
		count++
	}
	return first, count
}
