package render

// standingPages are the pages whose text stands in their layouts.
func (r *renderer) standingPages(ps *pages) {
	ps.add("search.html", "render: search", "search", func(p page) any { return p.search() })
	ps.add("sitemap.html", "render: sitemap", "sitemap", func(p page) any { return p.sitemap() })
	ps.add("accessibility.html", "render: accessibility", "accessibility", func(p page) any {
		text := p.Portal.Name.V + "的无障碍和适老化设计、已知的不足和反馈办法。"
		return p.plain(about{layout: "accessibility", heading: "无障碍说明", description: text, column: &column{"无障碍说明", text, "无障碍,适老化", "概况信息"}})
	})
	ps.add("screen.html", "render: screen", "screen", func(p page) any { return p.screen() })
	ps.add("touch.html", "render: touch", "touch", func(p page) any { return p.touch() })
	ps.add("404.html", "render: notfound", "notfound", func(p page) any { return p.notFound() })
}

func (p page) search() *SearchView {
	text := "按关键词、类别、机构、主题和年份查找本县公开的政府信息。"
	return &SearchView{
		Frame: p.frame(about{layout: "search", sheet: "search.css", heading: "查找政府信息", description: text,
			column: &column{"查找政府信息", text, "查找,检索", "信息公开目录"}}),
		Groups: p.categoryGroups(), Agencies: p.agencyGroups(p.agencyList), Topics: p.topicLinks(nil), Years: p.yearLinks(nil),
		Catalogue: p.link("公开目录", "catalogue.html"), Hotline: p.link("热线电话", "hotline.html"), Mailbox: p.link("县长信箱", "mailbox.html"),
		Guide: p.howToAsk("怎样申请公开"), SearchScript: p.to(p.assets["search.js"]),
	}
}

func (p page) sitemap() *SitemapView {
	text := p.Portal.Name.V + "的全部栏目。"
	v := &SitemapView{Frame: p.frame(about{layout: "sitemap", heading: "网站地图", description: text, column: &column{"网站地图", text, "网站地图", "概况信息"}})}
	main := Way{Name: "栏目"}
	for _, s := range p.sections() {
		main.Links = append(main.Links, p.link(s.name, s.address))
	}
	main.Links = append(main.Links, p.link("查找", "search.html"), p.link("公开统计", "statistics.html"), p.link("无障碍说明", "accessibility.html"))
	v.Sections = append(v.Sections, main)
	for _, g := range p.Groups {
		way := Way{Name: g.Name, Text: g.Basis}
		for _, c := range g.Categories {
			way.Links = append(way.Links, counted(p.link(c.Name, c.Address), len(c.Notices)))
		}
		v.Sections = append(v.Sections, way)
	}
	for _, g := range p.agencyGroups(p.agencyHome) {
		v.Sections = append(v.Sections, Way{Name: g.Name, Links: g.Agencies})
	}
	v.Sections = append(v.Sections, Way{Name: "主题", Links: p.topicLinks(nil)}, Way{Name: "年份", Links: p.yearLinks(nil)})
	if len(p.Fiscals)+len(p.Funds) > 0 {
		money := Way{Name: "财政公开"}
		for _, y := range p.fiscalYears() {
			money.Links = append(money.Links, p.link(yearName(y)+"预算和决算", yearAddress(y)))
		}
		if len(p.Funds) > 0 {
			money.Links = append(money.Links, p.link("专项资金", "funds.html"))
			if q := p.queryLink(); q.Name != "" {
				money.Links = append(money.Links, q)
			}
		}
		v.Sections = append(v.Sections, money)
	}
	asking := Way{Name: "依申请公开", Links: []Link{p.link("受理机构一览", "request/points.html")}}
	for _, f := range papers {
		asking.Links = append(asking.Links, p.link(f.title, "request/"+f.id+".html"))
	}
	v.Sections = append(v.Sections, asking)
	rules := Way{Name: "公开制度"}
	for _, r := range p.Regulations {
		rules.Links = append(rules.Links, p.link(r.Title.V, r.Address))
	}
	v.Sections = append(v.Sections, rules, Way{Name: "数据和订阅", Links: []Link{
		p.link("最新公开（Atom 订阅）", "feed.xml"), p.link("目录数据（CSV）", "data/catalogue.csv"), p.link("目录数据（JSON）", "data/catalogue.json"), p.link("目录数据（XML）", "data/catalogue.xml")}},
		Way{Name: "服务大厅的屏幕", Text: "放在电子屏和触摸屏上全屏打开，不需要键盘。", Links: []Link{p.link("电子屏", "screen.html"), p.link("触摸屏", "touch.html")}})
	return v
}

func (p page) plain(a about) *PlainView {
	v := &PlainView{Frame: p.frame(a), Phone: p.Portal.Phone.V, Tel: tel(p.Portal.Phone.V), Email: p.Portal.Email.V, Owner: p.Portal.Owner.V, Date: p.Clock.String()}
	for _, s := range p.sections() {
		v.Links = append(v.Links, p.link(s.name, s.address))
	}
	v.Links = append(v.Links, p.link("网站地图", "sitemap.html"))
	return v
}

// notFound is shown by hosts at any address, however deep: its links are
// absolute, unlike those of all other pages.
func (p page) notFound() *PlainView {
	p.up = p.base
	v := p.plain(about{layout: "notfound", heading: "没有找到这个页面", description: "没有找到要访问的页面。", noIndex: true})
	relative := page{renderer: p.renderer}
	v.Paper = relative.to(p.assets["print.css"])
	v.Style, v.Script, v.Icon = relative.to(p.assets["site.css"]), relative.to(p.assets["site.js"]), relative.to(p.assets["favicon.svg"])
	top := p.top("")
	top.Search = "" // the policy lets no form go to an absolute address
	v.Links = append(v.Links, p.link("查找", "search.html"))
	var err error
	v.Top, err = p.part("top", top)
	p.fail(err)
	v.Bottom, err = p.part("bottom", p.bottom())
	p.fail(err)
	return v
}
