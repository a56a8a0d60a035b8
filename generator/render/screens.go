package render

import (
	"slices"
	"strings"

	"github.com/mozillazg/go-pinyin"

	"gongkai/generator/qr"
	"gongkai/generator/site"
)

// The screens in a service hall are pages of the same build: one that rolls by
// itself, and the home page of one that is touched.

const (
	slides     = 10 // what a passer-by may wait for
	urgentDays = 30 // how long an emergency is urgent
)

func (p page) screen() *ScreenView {
	v := &ScreenView{AsOf: p.Clock.Chinese(), Hotlines: p.hotlines(p.Hotlines[:min(4, len(p.Hotlines))])}
	newest := site.Newest(p.Notices, slides)
	// What is urgent comes first, the newest of either first.
	slices.SortStableFunc(newest, func(a, b *site.Notice) int {
		switch {
		case p.urgent(a) == p.urgent(b):
			return 0
		case p.urgent(a):
			return -1
		}
		return 1
	})
	for i, item := range p.items(newest) {
		s := Slide{Item: item, Urgent: p.urgent(newest[i])}
		if c, err := qr.Encode(p.base + site.EscapePath(newest[i].Address)); err == nil {
			s.Code = &CodeView{c.Size, c.Path}
		}
		v.Slides = append(v.Slides, s)
	}
	v.Frame = p.frame(about{layout: "screen", heading: p.Portal.Name.V + "最新公开", description: "服务大厅电子屏。", noIndex: true, bare: true, sheet: "hall.css"})
	return v
}

// urgent are documents of the category of emergencies (Regulation, article 20,
// item 12) of the last weeks.
func (p page) urgent(n *site.Notice) bool {
	return n.Category != nil && n.Category.ID == "emergencies" && n.Published.V.Date.DaysUntil(p.Clock) <= urgentDays
}

func (p page) touch() *TouchView {
	v := &TouchView{
		Newest: p.items(site.Newest(p.Notices, 8)), Groups: p.categoryGroups(), Initials: p.initials(), AsOf: p.Clock.Chinese(),
		Hotlines: p.hotlines(p.Hotlines[:min(6, len(p.Hotlines))]),
		Ways: []Link{{Name: "最新公开", Href: "#newest"}, {Name: "按类别查", Href: "#categories"}, {Name: "按单位查", Href: "#agencies"},
			p.link("热线和查阅点", "hotline.html"), p.link("公开指南", "guide.html"), p.link("公开制度", "regulations.html")},
	}
	v.Frame = p.frame(about{layout: "touch", heading: p.Portal.Name.V, description: "服务大厅触摸屏的首页。", noIndex: true, bare: true, sheet: "hall.css", mode: "elder"})
	return v
}

// initials sorts the agencies by the first letter of their names in pinyin,
// without the county's name, which they share.
func (p page) initials() []Initial {
	byLetter := map[string][]Link{}
	for _, a := range p.Agencies {
		name := strings.TrimPrefix(a.Name.V, p.Portal.County.V)
		letter := initial(name)
		byLetter[letter] = append(byLetter[letter], p.link(a.Name.V, a.Address))
	}
	var list []Initial
	for letter, agencies := range byLetter {
		list = append(list, Initial{letter, agencies})
	}
	slices.SortFunc(list, func(a, b Initial) int { return strings.Compare(a.Letter, b.Letter) })
	return list
}

// initial is a capital letter, or 其 for names that begin otherwise.
func initial(name string) string {
	args := pinyin.NewArgs()
	args.Style = pinyin.FirstLetter
	for _, r := range name {
		if s := pinyin.SinglePinyin(r, args); len(s) > 0 && s[0] != "" {
			return strings.ToUpper(s[0][:1])
		}
		if r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return strings.ToUpper(string(r))
		}
		break
	}
	return "其"
}
