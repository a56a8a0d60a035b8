package render

import (
	"html/template"

	"gongkai/generator/assets"
	"gongkai/generator/layout"
	"gongkai/generator/output"
	"gongkai/generator/qr"
	"gongkai/generator/site"
)

// Components promises components.html: the components of the theme in all their
// states, for whoever changes it. `gongkai serve --components` shows it; no
// site that is published has it. What stands there is made up.
func Components(s *site.Site, layouts *layout.Set, m assets.Manifest) ([]output.File, error) {
	r, err := newRenderer(s, layouts, m)
	if err != nil {
		return nil, err
	}
	ps := pages{renderer: r}
	ps.add("components.html", "render: components", "components", func(p page) any { return p.componentsView() })
	return ps.files, nil
}

const (
	shortTitle = "冬季供水安排"
	longTitle  = "示范县人民政府办公室 示范县发展和改革局 示范县财政局关于印发《示范县2026年农村供水保障工程建设和运行维护管理办法（试行）》的通知"
)

func (p page) componentsView() *ComponentsView {
	link := func(name string) Link { return Link{Name: name, Href: "#main"} }
	counted := func(name string, n int) Link { return Link{Name: name, Href: "#main", Count: n} }
	item := func(title, validity string) Item {
		return Item{Title: title, Href: "#main", Published: "2026-11-20", Formed: "2026-11-18", Index: "99990001/2026-00001", Number: "示政办发〔2026〕1号",
			Summary: "一两句话说清写的是什么、对谁有用。", Agency: "示范县人民政府办公室", Category: "规范性文件", Validity: validity}
	}
	agency := link("示范县水利局")
	v := &ComponentsView{
		Links:      []Link{link("短的链接"), {Name: "所在的页面", Href: "#main", Current: true}, {Name: longTitle, Href: "#main", Note: "2026-11-20"}},
		Tiles:      []Link{counted("规范性文件", 18), counted("规划计划", 0), counted("财政预决算", 20000)},
		One:        []Item{item(shortTitle, "")},
		Some:       []Item{item(shortTitle, ""), item(longTitle, "废止"), item("旧的办法", "失效")},
		Fields:     []Field{{Key: "index", Label: "索引号", Value: "99990001/2026-00001"}, {Key: "agency", Label: "发布机构", Value: "示范县水利局", Href: "#main"}, {Key: "published", Label: "发布日期", Value: "2026-11-20 09:30", Time: "2026-11-20"}, {Key: "summary", Label: "内容概述", Value: longTitle}},
		Banners:    []*Banner{{"repealed", "本文件已废止。", []Link{link("废止它的文件")}}, {"expired", "本文件已于2026年1月1日失效。", nil}, {"pending", "本文件自2027年1月1日起施行，目前尚未施行。", nil}, {"done", "您的来信已经提交，谢谢。", nil}},
		Outline:    []HeadingView{{2, "第一章 总则", "#main"}, {3, "适用范围", "#main"}, {2, "第二章 职责", "#main"}},
		Groups:     []AgencyGroup{{"县直部门", []Link{agency, link("示范县财政局")}}, {"没有机构的一类", nil}},
		Hotlines:   []Hotline{{Name: "政务服务便民热线", Number: "12345", Hours: "24小时", Scope: "咨询、求助、投诉和建议。", Tel: "tel:12345", Agency: agency}, {Name: "没有说明的热线", Number: "0999-5011012", Tel: "tel:09995011012"}},
		Places:     []PlaceView{{Name: "示范县档案馆查阅中心", Kind: "档案馆", Address: "示范县城关街道文化路18号", Hours: "周一至周五 8:30—12:00", Phone: "0999-5011302", Tel: "tel:09995011302", Equipment: "电脑、打印机、老花镜", Agency: agency}},
		Letters:    []LetterItem{{Title: "关于青石镇路灯的建议", Href: "#main", Number: "XZXX-2026-0001", Kind: "建议", Status: "已办结", Received: "2026-03-05", Agency: "示范县住房和城乡建设局"}},
		Shares:     []Share{{Name: "咨询", Count: 12, Percent: "54.5%"}, {Name: "示范县水利局", Href: "#main", Count: 10, Percent: "45.5%"}},
		First:      Turning{Older: link("下一页")},
		Middle:     Turning{Newer: link("上一页"), Older: link("下一页"), First: link("第一页")},
		Form:       Form{Backend: "post", Action: "#main", Thanks: "#main", Kinds: []string{"咨询", "投诉", "建议", "求助"}, Agencies: []Link{agency}},
		FormAbsent: []Form{{Backend: "none"}, {Backend: "offline", Action: "https://www.shifanxian.example/mailbox.html"}},
		Prose:      prose,
		Words:      []Word{{"word:1", "名词", "普通人看得懂的一两句话。"}},
	}
	for _, r := range p.Regulations {
		if c := p.chart(r); c != nil {
			v.Chart = c
			break
		}
	}
	v.Frame = p.frame(about{layout: "components", heading: "组件", description: "主题的全部组件。", noIndex: true, sheet: chartSheet(p.anyChart())})
	if c, err := qr.Encode(p.base + site.EscapePath(p.address)); err == nil {
		v.Keep = Frame{Code: &CodeView{c.Size, c.Path}, Canonical: p.base + p.address, Mistake: "#main"}
	}
	return v
}

// prose has what a text can hold.
const prose template.HTML = `<p>正文每行三十到四十个字，行距一又四分之三。汉字和Latin、数字2026之间，新的浏览器自己留空。文中的<a class="word" href="#word:1">名词</a>点一下就有解释。<strong>重要的话</strong>、<em>着重</em>、<a href="#main">站内链接</a>、<a class="external" rel="noopener external" href="https://www.example.org/">外部链接</a>。</p>
<h2>二级标题</h2><h3>三级标题</h3><ul><li>一项</li><li>再一项<ol><li>下一层</li></ol></li></ul><blockquote><p>引用的话。</p></blockquote>
<div class="table-scroll" role="region" aria-label="表格" tabindex="0"><table><thead><tr><th scope="col">乡镇</th><th scope="col" class="align-right">株数</th><th scope="col" class="align-right">金额（元）</th></tr></thead><tbody><tr><td>青石镇</td><td class="align-right">12000</td><td class="align-right">36000.00</td></tr><tr><td>河湾镇</td><td class="align-right">800</td><td class="align-right">2400.00</td></tr></tbody></table></div>`
