package render

import (
	"cmp"
	"fmt"
	"strconv"

	"gongkai/generator/output"
	"gongkai/generator/site"
)

func (r *renderer) cataloguePages(ps *pages) {
	ps.add("catalogue.html", "render: catalogue", "catalogue", func(p page) any { return p.catalogue() })
	for _, l := range r.Lists() {
		pages, maker := l.Pages(), "render: "+l.Kind+" "+l.Name
		ps.addMany(len(pages), func(k *output.Recipe, i int) output.File {
			lp := pages[i]
			f := ps.promise(lp.Address, maker, "list", func(p page) any { return p.list(l, lp) })
			if lp.Number > 0 { // the first page counts what others have
				f.Key = r.archiveKey(k, l, lp)
			}
			return f
		})
	}
}

const catalogueAbout = "本县行政机关主动公开的全部政府信息，可按法定公开类别、发布机构、主题和年份查找，目录数据可整体下载。"

func (p page) catalogue() *CatalogueView {
	return &CatalogueView{
		Frame: p.frame(about{layout: "catalogue", heading: "政府信息公开目录", description: p.Portal.County.V + catalogueAbout, section: "catalogue.html",
			column: &column{"政府信息公开目录", catalogueAbout, "公开目录,索引号,政府信息", "信息公开目录"}, feeds: []Link{p.siteFeed()}}),
		Documents: len(p.Notices), Groups: p.categoryGroups(), Agencies: p.agencyGroups(p.agencyList), Topics: p.topicLinks(nil), Years: p.yearLinks(nil),
		Downloads: []Link{
			{Name: "CSV 表格（可用 Excel 打开）", Href: p.to("data/catalogue.csv")},
			{Name: "JSON 数据", Href: p.to("data/catalogue.json")},
			{Name: "XML 数据", Href: p.to("data/catalogue.xml")},
			{Name: "文件清单（每个文件的 SHA-256，用来核对有没有被改动）", Href: p.to("data/manifest.json")},
		},
		Newest: p.items(site.Newest(p.Notices, 10)),
	}
}

func (p page) siteFeed() Link { return p.link(p.Portal.Name.V+"：最新公开", "feed.xml") }

func (p page) categoryGroups() []CategoryGroup {
	var out []CategoryGroup
	for _, g := range p.Groups {
		group := CategoryGroup{Name: g.Name, Basis: g.Basis}
		for _, c := range g.Categories {
			group.Categories = append(group.Categories, CategoryLink{Link: counted(p.link(c.Name, c.Address), len(c.Notices)), Basis: c.Basis, Summary: c.Summary})
		}
		out = append(out, group)
	}
	return out
}

// kindNames are the headings under which agencies are listed.
var kindNames = []struct{ kind, name string }{
	{"government", "县人民政府"}, {"department", "县政府部门"}, {"institution", "事业单位"}, {"authorised", "授权组织"}, {"township", "乡镇"}, {"subdistrict", "街道"},
}

// agencyGroups lists agencies by kind; to makes the link of one.
func (p page) agencyGroups(to func(*site.Agency) Link) []AgencyGroup {
	var out []AgencyGroup
	for _, k := range kindNames {
		g := AgencyGroup{Name: k.name}
		for _, a := range p.Agencies {
			if a.Kind.V == k.kind {
				g.Agencies = append(g.Agencies, to(a))
			}
		}
		if len(g.Agencies) > 0 {
			out = append(out, g)
		}
	}
	return out
}

func listOf(a *site.Agency) string { return "catalogue/agency/" + a.ID + ".html" }

func (p page) agencyList(a *site.Agency) Link {
	return counted(p.link(a.Name.V, listOf(a)), len(a.Notices))
}

func (p page) agencyHome(a *site.Agency) Link { return p.link(a.Name.V, a.Address) }

func (p page) topicLinks(current *site.Topic) []Link {
	var out []Link
	for _, t := range p.Topics {
		l := counted(p.link(t.Name, t.Address), len(t.Notices))
		l.Current = t == current
		out = append(out, l)
	}
	return out
}

func (p page) yearLinks(current *site.Year) []Link {
	var out []Link
	for _, y := range p.Years {
		l := counted(p.link(yearName(y.Year), y.Address), len(y.Notices))
		l.Current = y == current
		out = append(out, l)
	}
	return out
}

func (p page) list(l site.List, lp site.ListPage) *ListView {
	v := &ListView{Name: l.Name, Count: len(l.Notices), Number: lp.Number, Items: p.items(lp.Notices)}
	if lp.Newer != "" {
		v.Newer = p.link("更新的", lp.Newer)
		v.First = p.link("回到最新一页", l.Address)
	}
	if lp.Older != "" {
		v.Older = p.link("更早的", lp.Older)
	}
	a := about{layout: "list", heading: l.Name, section: "catalogue.html", trail: []Link{p.link("公开目录", "catalogue.html")}}
	col := column{name: l.Name, kind: "信息公开目录", keywords: l.Name}
	switch l.Kind {
	case "category":
		c := l.Category
		v.Basis, v.Summary, v.SiblingsName = c.Basis, c.Summary, "其他类别"
		v.Siblings = p.categorySiblings(c)
		v.Feed = p.link(c.Name, feedOf(l))
		col = columnOf(c)
	case "agency":
		a.heading = l.Name + "公开目录"
		v.Agency = p.agencyHome(l.Agency)
		v.Summary, v.SiblingsName = l.Name+"主动公开的政府信息。", "其他机构"
		v.Feed = p.link(l.Name, feedOf(l))
		for _, other := range p.Agencies {
			link := p.agencyList(other)
			link.Current = other == l.Agency
			v.Siblings = append(v.Siblings, link)
		}
	case "topic":
		a.heading = "主题：" + l.Name
		v.Summary, v.SiblingsName = "主题分类为“"+l.Name+"”的政府信息。", "其他主题"
		v.Siblings = p.topicLinks(l.Topic)
	case "year":
		a.heading = l.Name + "公开的政府信息"
		v.Summary, v.SiblingsName = l.Name+"发布的全部政府信息。", "其他年份"
		v.Siblings = p.yearLinks(l.Year)
	}
	col.name, col.description = a.heading, cmp.Or(v.Summary, a.heading)
	a.column, a.description = &col, fmt.Sprintf("%s：%s共 %d 件。", a.heading, v.Summary, v.Count)
	if v.Feed.Name != "" {
		a.feeds = []Link{v.Feed}
	}
	if lp.Number > 0 {
		a.trail = append(a.trail, p.link(a.heading, l.Address))
		a.heading += "（存档第 " + strconv.Itoa(lp.Number) + " 页）"
		a.description = a.heading + "：" + v.Summary
		// A full archive page never changes, so it counts nothing that grows.
		v.Count, v.Siblings = len(lp.Notices), nil
	}
	v.Frame = p.frame(a)
	return v
}

// feedOf is the address of a list's feed, which categories and agencies have.
func feedOf(l site.List) string { return l.Address[:len(l.Address)-len(".html")] + ".xml" }

func (p page) categorySiblings(c *site.Category) []Link {
	if c.Group == nil {
		return nil
	}
	var out []Link
	for _, other := range c.Group.Categories {
		l := counted(p.link(other.Name, other.Address), len(other.Notices))
		l.Current = other == c
		out = append(out, l)
	}
	return out
}
