package render

import (
	"strings"

	"gongkai/generator/site"
)

func (r *renderer) hotlinePage(ps *pages) {
	ps.add("hotline.html", "render: hotline", "hotline", func(p page) any { return p.hotlineView() })
}

const hotlineAbout = "政务服务热线、投诉电话，以及档案馆、图书馆、政务服务中心和乡镇查阅室的地址和开放时间。"

func (p page) hotlineView() *HotlineView {
	v := &HotlineView{Frame: p.frame(about{layout: "hotline", heading: "热线电话和查阅点", description: p.Portal.County.V + hotlineAbout, section: "hotline.html",
		column: &column{"热线电话和查阅点", hotlineAbout, "热线,投诉电话,查阅点", "咨询投诉"}}),
		Hotlines: p.hotlines(p.Site.Hotlines), Complaints: p.hotlines(p.Site.Complaints)}
	for _, kind := range []string{"档案馆", "图书馆", "政务服务中心", "乡镇查阅室", "其他"} {
		g := PlaceGroup{Name: kind}
		for _, place := range p.Site.Places {
			if place.Kind.V == kind {
				g.Places = append(g.Places, p.place(place))
			}
		}
		if len(g.Places) > 0 {
			v.Places = append(v.Places, g)
		}
	}
	return v
}

func (p page) hotlines(list []*site.Hotline) []Hotline {
	var out []Hotline
	for _, h := range list {
		line := Hotline{Name: h.Name.V, Number: h.Number.V, Hours: h.Hours.V, Scope: h.Scope.V, Tel: tel(h.Number.V)}
		if h.Agency != nil {
			line.Agency = p.agencyHome(h.Agency)
		}
		out = append(out, line)
	}
	return out
}

func (p page) place(s *site.Place) PlaceView {
	v := PlaceView{Name: s.Name.V, Kind: s.Kind.V, Address: s.Address.V, Hours: s.Hours.V, Phone: s.Phone.V, Equipment: s.Equipment.V, Tel: tel(s.Phone.V)}
	if s.Agency != nil {
		v.Agency = p.agencyHome(s.Agency)
	}
	return v
}

// placesOf are the reading places of an agency.
func (p page) placesOf(a *site.Agency) []PlaceView {
	var out []PlaceView
	for _, s := range p.Site.Places {
		if s.Agency == a {
			out = append(out, p.place(s))
		}
	}
	return out
}

// mail is the mailto: address of an e-mail address, or "" where the contact
// is something else.
func mail(s string) string {
	if strings.Count(s, "@") != 1 || strings.ContainsAny(s, " <>\"'，；") {
		return ""
	}
	return "mailto:" + s
}
