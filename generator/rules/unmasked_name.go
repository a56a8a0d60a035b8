package rules

import (
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/privacy"
	"gongkai/generator/site"
	"gongkai/generator/table"
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
	for _, t := range s.FundTables {
		receiverNames(t, found)
	}
	for f := range attachments(s) {
		var hits []privacy.Hit
		for _, h := range f.Report.Hits {
			hits = append(hits, h.Hit)
		}
		if first, count := sensitiveNames(hits); count > 0 {
			found.Add("unmasked-name", f.At, f.inside(diag.Text{}, sayUnmasked(first, count)), helpUnmasked)
		}
	}
}

// receiverNames tells of a fund's list in which names stand whole: the pages
// mask them, the repository does not.
func receiverNames(t *content.FundTable, found *diag.List) {
	if t.Table == nil || t.Table.Schema != content.BeneficiarySchema {
		return
	}
	k := t.Table.Schema.Column("name")
	count := 0
	var first table.Value
	for _, row := range t.Table.Rows {
		if v := row[k]; privacy.FullName(v.Text) {
			if count++; count == 1 {
				first = v
			}
		}
	}
	if count > 0 {
		t.Table.Add(found, "unmasked-name", first.Cell, diag.Say("发放名单里有 %d 个姓名没有隐去名，第一个是 %s", "%d names of the list are not masked, the first is %s", count, privacy.MaskName(first.Text)), helpUnmasked)
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
