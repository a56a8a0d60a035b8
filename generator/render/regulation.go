package render

import (
	"gongkai/generator/calendar"
	"gongkai/generator/site"
)

func (r *renderer) regulationPages(ps *pages) {
	ps.add("regulations.html", "render: regulations", "regulations", func(p page) any { return p.regulationsView() })
	for _, reg := range r.Regulations {
		ps.add(reg.Address, reg.File.Path, "regulation", func(p page) any { return p.regulation(reg) })
	}
}

const regulationsAbout = "政府信息公开的各项制度：保密审查、年度报告、主动公开、依申请公开、信息澄清和发布协调，以及主动公开、依申请公开的流程图。"

func (p page) regulationsView() *RegulationsView {
	v := &RegulationsView{Frame: p.frame(about{layout: "regulations", sheet: chartSheet(p.anyChart()), heading: "政府信息公开制度", description: p.Portal.County.V + regulationsAbout, section: "regulations.html",
		column: &column{"政府信息公开制度", regulationsAbout, "公开制度,流程图", "政策文件"}})}
	for _, s := range p.Systems {
		v.Systems = append(v.Systems, SystemView{Name: s.Name, Regulations: p.regulationItems(s.Regulations)})
	}
	var others []*site.Regulation
	for i := len(p.Regulations) - 1; i >= 0; i-- {
		r := p.Regulations[i]
		if r.System == nil {
			others = append(others, r)
		}
		if c := p.chart(r); c != nil {
			v.Charts = append(v.Charts, *c)
		}
	}
	v.Others = p.regulationItems(others)
	return v
}

func (p page) regulationItems(list []*site.Regulation) []Item {
	var out []Item
	for _, r := range list {
		item := Item{Title: r.Title.V, Href: p.to(r.Address), Published: r.Published.V.Date.String(), Formed: r.Formed.V.Date.String(), Number: r.Number.V, Summary: r.Summary.V}
		if r.Agency != nil {
			item.Agency = r.Agency.Name.V
		}
		if r.Validity != "有效" {
			item.Validity = r.Validity
		}
		out = append(out, item)
	}
	return out
}

func (p page) regulation(r *site.Regulation) *RegulationView {
	f := fieldList{}
	source := p.Portal.Owner.V
	if r.Agency != nil {
		source = r.Agency.Name.V
		f.link("agency", "发布机构", source, string(p.to(r.Agency.Address)))
	}
	f.text("number", "发文字号", r.Number.V)
	if r.System != nil {
		f.text("system", "所属制度", r.System.Name)
	}
	f.date("formed", "成文日期", r.Formed.V)
	f.date("published", "发布日期", r.Published.V)
	f.date("effective", "施行日期", r.Effective.V)
	f.text("validity", "有效性", r.Validity)
	f.text("summary", "内容概述", r.Summary.V)
	col := column{"政府信息公开制度", regulationsAbout, "公开制度,流程图", "政策文件"}
	v := &RegulationView{
		Frame: p.frame(about{layout: "regulation", sheet: chartSheet(len(r.Flow.V.Steps) > 0), heading: r.Title.V, description: r.Summary.V, section: "regulations.html", trail: []Link{p.link("公开制度", "regulations.html")}, code: true,
			article: &article{published: r.Published.V.Minutes(), source: source, keywords: []string{"公开制度"}, identifier: r.Number.V, section: "政府信息公开制度", column: col}}),
		Fields: f.rows, Banner: regulationBanner(r, p.Clock), Outline: outline(&r.Body), Body: p.body(&r.Doc, r.Links, nil), Chart: p.chart(r),
	}
	v.Body, v.Words = p.words.explain(v.Body)
	return v
}

func regulationBanner(r *site.Regulation, clock calendar.Date) *Banner {
	switch {
	case r.Validity == "废止":
		return &Banner{Kind: "repealed", Text: "本制度已经废止，仅供查阅。"}
	case r.Validity == "失效":
		return &Banner{Kind: "expired", Text: "本制度已经失效，仅供查阅。"}
	case r.Effective.V.Date.After(clock):
		return &Banner{Kind: "pending", Text: "本制度自" + r.Effective.V.Date.Chinese() + "起施行，目前尚未施行。"}
	}
	return nil
}
