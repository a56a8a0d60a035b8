package render

import (
	"cmp"
	"slices"

	"gongkai/generator/calendar"
	"gongkai/generator/site"
)

func (r *renderer) home(ps *pages) {
	ps.add("index.html", "render: home", "home", func(p page) any { return p.homeView() })
}

func (p page) homeView() *HomeView {
	county := p.Portal.County.V
	text := county + "政府信息公开网公布本县各级行政机关的公开指南、公开目录、制度、热线和县长信箱，可按类别、机构、主题和年份查阅政府文件。"
	v := &HomeView{
		Newest: p.items(site.Newest(p.Notices, 10)), Ways: p.ways(), Columns: p.columns(), Focus: p.focus(),
		Groups: p.agencyGroups(p.agencyHome), Due: p.due(), Letters: p.letterItems(p.Letters[:min(6, len(p.Letters))]),
		Hotlines: p.hotlines(p.Hotlines[:min(4, len(p.Hotlines))]), Documents: len(p.Notices),
		Mailbox: p.link("县长信箱", "mailbox.html"), Guide: p.link("公开指南", "guide.html"), Catalogue: p.link("公开目录", "catalogue.html"),
		Lines: p.link("全部热线和查阅点", "hotline.html"),
	}
	if k := len(p.Notices); k > 0 {
		v.Updated = p.Notices[k-1].Published.V.Date.String()
	}
	v.Frame = p.frame(about{layout: "home", heading: p.Portal.Name.V, description: text, section: "index.html",
		column: &column{"首页", text, county + ",政府信息公开", "首页"}, feeds: []Link{p.siteFeed()}})
	return v
}

// ways are the three that citizens were promised: 查阅有网站, 查询有热线,
// 查找有资料.
func (p page) ways() []Way {
	places := p.link("查阅点地址", "hotline.html")
	if len(p.Places) > 0 {
		places.Href += "#places"
	}
	call := p.link("热线电话", "hotline.html")
	if len(p.Hotlines) > 0 {
		if first := p.Hotlines[0].Number.V; tel(first) != "" {
			call = Link{Name: "拨打 " + first, Href: tel(first)}
		}
	}
	return []Way{
		{"查阅有网站", "按类别、机构、主题、年份查阅。", []Link{p.link("公开目录", "catalogue.html"), p.link("公开指南", "guide.html"), p.link("公开制度", "regulations.html")}},
		{"查询有热线", "有疑问可以打电话、写信。", []Link{call, p.link("县长信箱", "mailbox.html"), p.howToAsk("申请公开")}},
		{"查找有资料", "各查阅点有纸质文件和电脑。", []Link{places, p.link("下载目录数据", "data/catalogue.csv")}},
	}
}

const columnsOnHome = 6

// columns are the categories of the current law with the newest documents,
// most recently updated first.
func (p page) columns() []Column {
	var list []*site.Category
	if len(p.Groups) > 0 {
		for _, c := range p.Groups[0].Categories {
			if len(c.Notices) > 0 {
				list = append(list, c)
			}
		}
	}
	slices.SortStableFunc(list, func(x, y *site.Category) int {
		return y.Notices[len(y.Notices)-1].Published.V.Compare(x.Notices[len(x.Notices)-1].Published.V)
	})
	var out []Column
	for _, c := range list[:min(columnsOnHome, len(list))] {
		out = append(out, Column{Link: counted(p.link(c.Name, c.Address), len(c.Notices)), Summary: c.Summary, Items: p.items(site.Newest(c.Notices, 5))})
	}
	return out
}

// focus leads to what people ask for most: power, money and posts.
func (p page) focus() []Link {
	var out []Link
	for _, f := range []struct{ id, name string }{
		{"permits", "办事和许可"}, {"fiscal", "财政预决算"}, {"recruitment", "招考录用"}, {"livelihood", "民生保障"}, {"projects", "重大项目"}, {"emergencies", "应急信息"},
	} {
		i := slices.IndexFunc(p.Categories, func(c *site.Category) bool { return c.ID == f.id })
		if i >= 0 {
			out = append(out, counted(p.link(f.name, p.Categories[i].Address), len(p.Categories[i].Notices)))
		}
	}
	return out
}

// soon is how far ahead the home page looks, in calendar days.
const soon = 90

// due lists documents that come into force or expire soon.
func (p page) due() []Due {
	var out []Due
	add := func(n *site.Notice, m calendar.Moment, what string) {
		if days := p.Clock.DaysUntil(m.Date); !m.IsZero() && days >= 0 && days <= soon {
			out = append(out, Due{Date: m.Date.String(), What: what, Link: p.link(n.Title.V, n.Address)})
		}
	}
	for _, n := range p.Notices {
		if n.Validity == "废止" || n.Effective.V.IsZero() && n.Expires.V.IsZero() {
			continue
		}
		if n.Effective.V.Date != p.Clock {
			add(n, n.Effective.V, "起施行")
		}
		add(n, n.Expires.V, "到期失效")
	}
	slices.SortStableFunc(out, func(x, y Due) int { return cmp.Compare(x.Date, y.Date) })
	return out[:min(6, len(out))]
}
