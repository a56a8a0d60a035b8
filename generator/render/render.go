// Package render makes the site's pages.
//
// For each page it fills a view struct (views.go, views_figures.go), executes
// the layout of that name and splices resolved addresses into the body's HTML
// at the offsets that the Markdown reader recorded. Pages are made lazily: what
// Pages returns are promises, kept when the tree is written or a browser asks.
//
// Header and footer are the same on all pages of one depth and section; they
// are made once and handed to each page as finished HTML.
//
// Limits: a page knows its own view and the site, never another page.
package render

import (
	"bytes"
	"html/template"
	"slices"
	"strings"
	"sync"
	"unsafe"

	"gongkai/generator/assets"
	"gongkai/generator/content"
	"gongkai/generator/layout"
	"gongkai/generator/markdown"
	"gongkai/generator/output"
	"gongkai/generator/site"
)

// Pages are all HTML pages of the site. The error is about the layouts'
// shared parts; trouble with one page comes when it is made.
//
// Those of which there are many have keys, if keyed: whoever compares no files
// with those of before does without.
func Pages(s *site.Site, layouts *layout.Set, m assets.Manifest, keyed bool) ([]output.File, error) {
	r, err := newRenderer(s, layouts, m)
	if err != nil {
		return nil, err
	}
	if keyed {
		r.key, r.face = r.common(), r.faces()
	}
	p := pages{renderer: r}
	r.home(&p)
	r.guidePages(&p)
	r.cataloguePages(&p)
	r.noticePages(&p)
	r.agencyPages(&p)
	r.regulationPages(&p)
	r.hotlinePage(&p)
	r.mailboxPages(&p)
	r.fiscalPages(&p)
	r.fundPages(&p)
	r.requestPages(&p)
	r.annualPages(&p)
	r.statisticsPages(&p)
	r.standingPages(&p)
	return p.files, nil
}

// pages collects promises.
type pages struct {
	*renderer
	files []output.File
}

// add promises a page: view fills what the layout shows when the page is
// made.
func (ps *pages) add(address, maker, layout string, view func(page) any) {
	ps.files = append(ps.files, ps.promise(address, maker, layout, view))
}

func (ps *pages) promise(address, maker, layout string, view func(page) any) output.File {
	return output.Made(address, maker, func(w *bytes.Buffer) error {
		m := making{}
		v := view(ps.page(address, &m))
		err := m.failure
		if err == nil {
			err = ps.layouts.Execute(layout, w, v)
		}
		for _, d := range m.desks { // not before: the view's texts lie on them
			ps.desks.Put(d)
		}
		return err
	})
}

// addMany promises many pages that have keys: make is called with each number
// below n, from several goroutines, and with an empty recipe.
func (ps *pages) addMany(n int, make func(k *output.Recipe, i int) output.File) {
	from := len(ps.files)
	ps.files = append(ps.files, slices.Repeat([]output.File{{}}, n)...)
	output.Each(n, func(k *output.Recipe, i int) { ps.files[from+i] = make(k, i) })
}

// renderer knows what all pages need.
type renderer struct {
	*site.Site
	layouts  *layout.Set
	assets   map[string]string // logical name → address
	base     string            // absolute address of the root
	siteTags string
	words    *glossary
	key      [32]byte // of what every page depends on; zero if no page has a key
	face     map[*site.Notice][32]byte

	tops    map[topKey]template.HTML
	bottoms [maxDepth + 1]template.HTML
	desks   sync.Pool
}

// maxDepth is how many folders deep a page lies at most.
const maxDepth = 4

type topKey struct {
	depth   int
	section string
}

func newRenderer(s *site.Site, layouts *layout.Set, m assets.Manifest) (*renderer, error) {
	r := &renderer{Site: s, layouts: layouts, base: s.Portal.Base(), siteTags: siteTags(s.Portal), words: newGlossary(s.Glossary),
		assets: map[string]string{}, tops: map[topKey]template.HTML{}}
	for _, name := range []string{"site.css", "print.css", "search.css", "chart.css", "hall.css", "figures.css", "site.js", "search.js", "suggest.js", "request.js", "funds.js", "favicon.svg"} {
		if address, ok := m.Lookup(name); ok {
			r.assets[name] = address
		}
	}
	for depth := range maxDepth + 1 {
		p := page{renderer: r, up: strings.Repeat("../", depth), depth: depth}
		for _, section := range append(r.sections(), section{}) {
			html, err := r.part("top", p.top(section.address))
			if err != nil {
				return nil, err
			}
			r.tops[topKey{depth, section.address}] = html
		}
		html, err := r.part("bottom", p.bottom())
		if err != nil {
			return nil, err
		}
		r.bottoms[depth] = html
	}
	return r, nil
}

func (r *renderer) part(name string, view any) (template.HTML, error) {
	var b bytes.Buffer
	err := r.layouts.Part(name, &b, view)
	return template.HTML(b.String()), err
}

// section is an entry of the navigation.
type section struct{ name, address string }

// sections are the entries of the navigation: those that every portal has, and
// those for which the county has something.
func (r *renderer) sections() []section {
	list := []section{
		{"首页", "index.html"},
		{"公开指南", "guide.html"},
		{"公开目录", "catalogue.html"},
		{"公开制度", "regulations.html"},
	}
	if len(r.Fiscals) > 0 {
		list = append(list, section{"财政公开", "fiscal.html"})
	}
	if len(r.Annuals) > 0 {
		list = append(list, section{"年度报告", "reports.html"})
	}
	list = append(list, section{"依申请公开", "request.html"})
	return append(list,
		section{"机构", "agencies.html"},
		section{"热线和查阅点", "hotline.html"},
		section{"县长信箱", "mailbox.html"})
}

// page is a page that is being made: where it is, and thus how to get
// elsewhere.
type page struct {
	*renderer
	address string
	up      string // the way to the root: "", "../", …
	depth   int
	making  *making
}

// making is what becomes of a page while it is made.
type making struct {
	failure error   // the first thing that went wrong; the page is not written
	desks   []*desk // on which its texts lie
}

func (r *renderer) page(address string, m *making) page {
	depth := strings.Count(address, "/")
	return page{r, address, strings.Repeat("../", depth), depth, m}
}

// fail latches the first failure, so that filling a view needs no error
// handling of its own.
func (p page) fail(err error) {
	if err != nil && p.making.failure == nil {
		p.making.failure = err
	}
}

// to is the relative address of another page.
func (p page) to(address string) template.URL { return template.URL(p.up + address) }

func (p page) link(name, address string) Link { return Link{Name: name, Href: p.to(address)} }

// body is the HTML of a text with its links leading to where they do from
// this page. It is good until the page is made: copying the texts of a whole site
// once more costs a twentieth of a build.
func (p page) body(doc *content.Doc, links []string, sizes []markdown.Size) template.HTML {
	d := p.desk()
	p.making.desks = append(p.making.desks, d)
	body, err := doc.Whole(&d.text)
	if err != nil {
		p.fail(err)
		return ""
	}
	if len(links) == 0 {
		return template.HTML(unsafe.String(unsafe.SliceData(body.HTML), len(body.HTML)))
	}
	there := make([]string, len(links))
	for i, l := range links {
		if l != "" {
			there[i] = p.up + l
		}
	}
	d.spliced.Reset()
	body.Splice(&d.spliced, there, sizes)
	spliced := d.spliced.Bytes()
	return template.HTML(unsafe.String(unsafe.SliceData(spliced), len(spliced)))
}

// desk holds one text after another on its way from the spool into its page.
type desk struct {
	text    []byte
	spliced bytes.Buffer
}

func (r *renderer) desk() *desk {
	if d, ok := r.desks.Get().(*desk); ok {
		return d
	}
	return new(desk)
}

// top is the header of pages in the section whose address is current.
func (p page) top(current string) TopView {
	view := TopView{Name: p.Portal.Name.V, County: p.Portal.County.V, Disclaimer: p.Portal.Disclaimer.V, Home: p.to("index.html"), Search: p.to("search.html"),
		Root: template.URL(p.up), Suggest: p.to(p.assets["suggest.js"])}
	if p.Offline {
		view.Edition = "离线版，内容截至 " + p.Clock.Chinese() + "。以后公开的信息，请看网上的" + p.Portal.Name.V + "。"
	}
	for _, s := range p.sections() {
		l := p.link(s.name, s.address)
		l.Current = s.address == current
		view.Nav = append(view.Nav, l)
	}
	for _, u := range p.Portal.Upper {
		view.Upper = append(view.Upper, Link{Name: u.V.Name.V, Href: safeURL(u.V.URL.V)})
	}
	return view
}

func (p page) bottom() BottomView {
	s := p.Portal
	view := BottomView{
		Owner: s.Owner.V, Operator: s.Operator.V, Address: s.Address.V, Postcode: s.Postcode.V,
		Phone: s.Phone.V, Tel: tel(s.Phone.V), Email: s.Email.V, Hours: s.Hours.V,
		SiteCode: s.SiteCode.V, ICP: s.ICP.V, Police: s.Police.V, Emblem: safeURL(s.Emblem.V),
		ErrorReport: errorReport(s.SiteCode.V, p.base),
		Links: []Link{
			p.link("网站地图", "sitemap.html"), p.link("公开统计", "statistics.html"), p.link("无障碍说明", "accessibility.html"),
			p.link("订阅更新", "feed.xml"), p.link("目录数据", "data/catalogue.csv"),
		},
	}
	if digits := onlyDigits(s.Police.V); len(digits) == 14 {
		view.PoliceHref = template.URL("https://beian.mps.gov.cn/#/query/webSearch?code=" + digits)
	}
	return view
}
