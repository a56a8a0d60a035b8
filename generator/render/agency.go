package render

import (
	"slices"

	"gongkai/generator/content"
	"gongkai/generator/site"
)

func (r *renderer) agencyPages(ps *pages) {
	ps.add("agencies.html", "render: agencies", "agencies", func(p page) any { return p.agenciesView() })
	for _, a := range r.Agencies {
		ps.add(a.Address, a.File.Path, "agency", func(p page) any { return p.agency(a) })
	}
}

const agenciesAbout = "承担政府信息公开职责的机关、乡镇、街道和授权组织的职能、负责人、办公地址、办公时间和联系方式。"

func (p page) agenciesView() *AgenciesView {
	return &AgenciesView{
		Frame: p.frame(about{layout: "agencies", heading: "公开机构", description: p.Portal.County.V + agenciesAbout, section: "agencies.html",
			column: &column{"公开机构", agenciesAbout, "机构职能,联系方式,负责人", "机构职能"}}),
		Groups: p.agencyGroups(func(a *site.Agency) Link {
			l := counted(p.agencyHome(a), len(a.Notices))
			l.Note = a.Office.V.Phone.V
			return l
		}),
	}
}

var kindWord = map[string]string{"government": "政府", "department": "部门", "institution": "事业单位", "authorised": "授权组织", "township": "乡镇", "subdistrict": "街道"}

func (p page) agency(a *site.Agency) *AgencyView {
	v := &AgencyView{
		KindName: kindWord[a.Kind.V], Body: p.body(&a.Doc, a.Links, nil), Office: officeFields(a.Office.V), Leaders: leaders(a.Agency),
		Catalogue: counted(p.link(a.Name.V+"公开目录", listOf(a)), len(a.Notices)), Documents: len(a.Notices), Newest: p.items(site.Newest(a.Notices, 10)),
		Categories: p.byCategory(a), Hotlines: p.hotlines(own(p.Site.Hotlines, a)), Places: p.placesOf(a), Feed: p.link(a.Name.V, "catalogue/agency/"+a.ID+".xml"),
	}
	if site := a.Website; site.V != "" {
		v.Website = Link{Name: a.Name.V + "网站", Href: safeURL(site.V)}
	}
	if a.Guide != nil {
		v.Guide = p.link(a.Name.V+"政府信息公开指南", a.Guide.Address)
	}
	if a.Parent != nil {
		v.Parent = p.agencyHome(a.Parent)
	}
	for _, child := range p.Agencies {
		if child.Parent == a {
			v.Children = append(v.Children, p.agencyHome(child))
		}
	}
	v.Record = p.record(a)
	text := a.Name.V + "的机构职能、负责人、公开工作机构联系方式、公开指南和公开目录。"
	v.Frame = p.frame(about{layout: "agency", heading: a.Name.V, description: text, section: "agencies.html", trail: []Link{p.link("公开机构", "agencies.html")},
		column: &column{a.Name.V, text, a.Name.V + ",机构职能,联系方式", "机构职能"}, feeds: []Link{v.Feed}})
	return v
}

// record is what an agency accounts for elsewhere: its money, its newest
// annual report, its score.
func (p page) record(a *site.Agency) []Link {
	var list []Link
	if n := len(p.fiscalsOf(a)); n > 0 {
		list = append(list, p.link("预算、决算和“三公”经费", moneyAddress(a)))
	}
	for _, r := range p.Annuals {
		if r.Agency == a {
			list = append(list, p.link(yearName(r.Year)+"政府信息公开工作年度报告", r.Address))
			break
		}
	}
	if p.Assessment.Publish.V && a.Kind.V != "government" {
		list = append(list, p.link("考核得分", scoreAddress(a)))
	}
	return list
}

func leaders(a *content.Agency) []LeaderView {
	var out []LeaderView
	for _, l := range a.Leaders {
		out = append(out, LeaderView{l.V.Name.V, l.V.Post.V, l.V.Duties.V})
	}
	return out
}

// officeFields are what article 12 of the Regulation makes a guide tell of
// the disclosure office.
func officeFields(o content.Office) []Field {
	f := fieldList{}
	f.text("office", "公开工作机构", o.Name.V)
	f.text("head", "负责人", o.Head.V)
	f.text("address", "办公地址", o.Address.V)
	f.text("hours", "办公时间", o.Hours.V)
	f.link("phone", "联系电话", o.Phone.V, string(tel(o.Phone.V)))
	f.text("fax", "传真号码", o.Fax.V)
	f.link("email", "互联网联系方式", o.Email.V, mail(o.Email.V))
	return f.rows
}

func (p page) byCategory(a *site.Agency) []Link {
	counts := map[*site.Category]int{}
	for _, n := range a.Notices {
		counts[n.Category]++
	}
	var out []Link
	for _, c := range p.Site.Categories {
		if counts[c] > 0 {
			out = append(out, counted(p.link(c.Name, c.Address), counts[c]))
		}
	}
	return out
}

func own(list []*site.Hotline, a *site.Agency) []*site.Hotline {
	var out []*site.Hotline
	for _, h := range list {
		if h.Agency == a {
			out = append(out, h)
		}
	}
	return out
}

func (r *renderer) guidePages(ps *pages) {
	ps.add("guide.html", "render: guides", "guides", func(p page) any { return p.guidesView() })
	for _, g := range r.Guides {
		ps.add(g.Address, g.File.Path, "guide", func(p page) any { return p.guide(g) })
	}
}

const guidesAbout = "政府信息的分类、编排体系和获取方式，以及各行政机关政府信息公开工作机构的名称、地址、办公时间和联系方式。"

func (p page) guidesView() *GuidesView {
	v := &GuidesView{Frame: p.frame(about{layout: "guides", heading: "政府信息公开指南", description: p.Portal.County.V + guidesAbout, section: "guide.html",
		column: &column{"政府信息公开指南", guidesAbout, "公开指南,获取方式,联系方式", "信息公开指南"}})}
	v.Groups = p.agencyGroups(func(a *site.Agency) Link {
		if a.Guide == nil {
			return p.agencyHome(a)
		}
		l := p.link(a.Name.V, a.Guide.Address)
		l.Note = a.Guide.Revised.V.Date.String()
		return l
	})
	if g := p.countyGuide(); g != nil {
		v.County = p.link(guideTitle(g), g.Address)
	}
	return v
}

// countyGuide is the guide of the county's government; nil where there is none.
func (p page) countyGuide() *site.Guide {
	i := slices.IndexFunc(p.Guides, func(g *site.Guide) bool { return g.Agency.Kind.V == "government" })
	if i < 0 {
		return nil
	}
	return p.Guides[i]
}

// howToAsk leads to where the county tells how one asks for what is not
// published.
func (p page) howToAsk(name string) Link { return p.link(name, "request.html") }

func guideTitle(g *site.Guide) string {
	if g.Title.V != "" {
		return g.Title.V
	}
	return g.Agency.Name.V + "政府信息公开指南"
}

func (p page) guide(g *site.Guide) *GuideView {
	a := g.Agency
	text := a.Name.V + guidesAbout
	return &GuideView{
		Frame: p.frame(about{layout: "guide", heading: guideTitle(g), description: text, section: "guide.html", trail: []Link{p.link("公开指南", "guide.html")}, code: true,
			column: &column{guideTitle(g), text, a.Name.V + ",公开指南", "信息公开指南"}}),
		Agency: p.agencyHome(a), Revised: g.Revised.V.Date.String(), Office: officeFields(a.Office.V), Outline: outline(&g.Body),
		Body: p.body(&g.Doc, g.Links, nil), Catalogue: p.link(a.Name.V+"公开目录", listOf(a)), Categories: p.categoryGroups(), Places: p.placesOf(a),
	}
}
