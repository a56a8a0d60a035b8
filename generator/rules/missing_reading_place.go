package rules

import (
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func missingReadingPlace() Rule {
	return Rule{Name: "missing-reading-place", Severity: diag.Warning, check: checkMissingReadingPlace, Law: diag.Say(
		"《中华人民共和国政府信息公开条例》（2019年修订）第二十五条",
		"Regulation on Open Government Information (2019), article 25")}
}

// readingPlaces are the places that the law names; libraries are public ones.
var readingPlaces = []string{"档案馆", "图书馆", "政务服务中心"}

func checkMissingReadingPlace(s *site.Site, found *diag.List) {
	if len(s.Agencies) == 0 {
		return // no county has been read
	}
	at := diag.At(&diag.File{Path: "content/places.yaml"}, 0, 0)
	have := func(is func(*site.Place) bool) bool { return slices.ContainsFunc(s.Places, is) }
	var missing []string
	for _, kind := range readingPlaces {
		if !have(func(p *site.Place) bool { return p.Kind.V == kind }) {
			missing = append(missing, kind)
		}
	}
	if len(missing) > 0 {
		list := strings.Join(missing, "、")
		found.Add("missing-reading-place", at,
			diag.Say("没有设在%s的查阅点", "no reading place in: %s", list),
			diag.Say("写进 content/places.yaml：名称、类型、地址、开放时间、电话", "enter it in content/places.yaml with name, kind, address, hours and phone"))
	}
	for _, a := range s.Agencies {
		if a.Kind.V != "township" && a.Kind.V != "subdistrict" || have(func(p *site.Place) bool { return p.Agency == a }) {
			continue
		}
		found.Add("missing-reading-place", a.Agency.Name.At,
			diag.Say("“%s”没有查阅点", "%q has no reading place", a.Name.V),
			diag.Say("写进 content/places.yaml，类型: 乡镇查阅室，责任单位: %s", "enter one in content/places.yaml with agency: %s", a.ID))
	}
}
