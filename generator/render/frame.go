package render

import (
	"encoding/json"
	"html"
	"html/template"
	"net/url"
	"strings"

	"gongkai/generator/config"
	"gongkai/generator/qr"
	"gongkai/generator/site"
)

// about is what the head of a page tells of it.
type about struct {
	layout      string
	heading     string
	description string
	section     string   // address of the section in the navigation
	trail       []Link   // between the home page and here
	column      *column  // of column pages
	article     *article // of documents
	feeds       []Link
	noIndex     bool
	bare        bool   // without header, navigation and footer: it fills a screen in a hall
	sheet       string // a style sheet that only this kind of page has
	mode        string // class of the page from the start: "elder"
	code        bool   // the page is one to take along: it gets a QR code
}

// column tags (政府网站发展指引, 网页标签: 栏目标签).
type column struct{ name, description, keywords, kind string }

// article tags (the same, 内容页标签).
type article struct {
	published, source, author, image string
	modified, section                string
	keywords                         []string
	identifier                       string
	column                           column
}

// frame fills what base.html needs.
func (p page) frame(a about) Frame {
	a.description = clip(a.description, 160)
	f := Frame{
		Kind: a.layout, Title: a.heading + " - " + p.Portal.Name.V, Heading: a.heading, Canonical: p.base + site.EscapePath(p.address),
		Style: p.to(p.assets["site.css"]), Paper: p.to(p.assets["print.css"]), Script: p.to(p.assets["site.js"]), Icon: p.to(p.assets["favicon.svg"]),
		Top: p.tops[topKey{p.depth, a.section}], Bottom: p.bottoms[p.depth],
	}
	switch {
	case a.layout == "home":
		f.Title, f.Canonical = p.Portal.Name.V, p.base
	case a.noIndex:
		f.Canonical = ""
		fallthrough
	default:
		f.Crumbs = append(append(make([]Link, 0, len(a.trail)+2), p.link("首页", "index.html")), a.trail...)
		f.Crumbs = append(f.Crumbs, Link{Name: a.heading, Current: true})
	}
	f.Site = p.Portal.Name.V
	if a.sheet != "" {
		f.Sheet = p.to(p.assets[a.sheet])
	}
	if a.bare {
		f.Top, f.Bottom, f.Crumbs = "", "", nil
		f.Mode = a.mode
	}
	if a.code && f.Canonical != "" {
		if c, err := qr.Encode(f.Canonical); err == nil { // an address too long for one goes without
			f.Code = &CodeView{c.Size, c.Path}
		}
		if email := p.Portal.Email.V; email != "" {
			f.Mistake = template.URL("mailto:" + url.PathEscape(email) + "?subject=" + url.PathEscape("网页纠错："+a.heading) + "&body=" + url.PathEscape("网址："+f.Canonical+"\n\n哪里有错误："))
		}
	}
	f.Meta = p.meta(&f, a)
	return f
}

// meta is the part of the head that machines read. It is made here and not
// in a layout: its names and values are prescribed, there is nothing in it to
// style, and on a short page it is a third of all values.
func (p page) meta(f *Frame, a about) template.HTML {
	h := headWriter{}
	h.Grow(len(p.siteTags) + 3584)
	h.WriteString(p.siteTags)
	h.pair("name", "description", a.description)
	if a.noIndex {
		h.pair("name", "robots", "noindex")
	}
	p.tags(&h, f, a)
	for _, feed := range a.feeds {
		h.element("<link rel=\"alternate\" type=\"application/atom+xml\" title=\"", feed.Name, "\" href=\"", string(feed.Href), "\">")
	}
	if a.noIndex {
		return template.HTML(h.String())
	}
	h.element("<link rel=\"canonical\" href=\"", f.Canonical, "\">")
	p.openGraph(&h, f, a)
	h.WriteString("<script type=\"application/ld+json\">")
	h.Write(p.structured(f, a))
	h.WriteString("</script>")
	return template.HTML(h.String())
}

// siteTags are the elements that are the same on every page.
func siteTags(portal *config.Portal) string {
	h := headWriter{}
	h.pair("http-equiv", "Content-Security-Policy", portal.Policy())
	h.pair("name", "SiteName", portal.Name.V)
	h.pair("name", "SiteDomain", portal.Domain.V)
	h.pair("name", "SiteIDCode", portal.SiteCode.V)
	return h.String()
}

// headWriter writes elements of the head, escaping every value.
type headWriter struct{ strings.Builder }

// element writes texts that stand as they are and values by turns.
func (h *headWriter) element(parts ...string) {
	for i, s := range parts {
		if i%2 == 1 {
			s = html.EscapeString(s)
		}
		h.WriteString(s)
	}
}

func (h *headWriter) pair(kind, name, content string) {
	h.element("<meta "+kind+"=\"", name, "\" content=\"", content, "\">")
}

// tags are the meta tags of government sites (政府网站发展指引, 网页标签).
func (p page) tags(h *headWriter, f *Frame, a about) {
	c := a.column
	if a.article != nil {
		c = &a.article.column
	}
	if c != nil {
		h.pair("name", "ColumnName", c.name)
		h.pair("name", "ColumnDescription", clip(c.description, 160))
		h.pair("name", "ColumnKeywords", c.keywords)
		h.pair("name", "ColumnType", c.kind)
	}
	d := a.article
	if d == nil {
		return
	}
	h.pair("name", "ArticleTitle", a.heading)
	h.pair("name", "PubDate", d.published)
	h.pair("name", "ContentSource", d.source)
	h.pair("name", "Keywords", strings.Join(d.keywords, ","))
	h.pair("name", "Url", f.Canonical)
	if d.author != "" {
		h.pair("name", "Author", d.author)
	}
	if d.image != "" {
		h.pair("name", "Image", d.image)
	}
}

func (p page) openGraph(h *headWriter, f *Frame, a about) {
	kind := "website"
	if a.article != nil {
		kind = "article"
	}
	h.pair("property", "og:title", a.heading)
	h.pair("property", "og:type", kind)
	h.pair("property", "og:url", f.Canonical)
	h.pair("property", "og:site_name", p.Portal.Name.V)
	h.pair("property", "og:locale", "zh_CN")
	h.pair("property", "og:description", a.description)
}

// The shapes of JSON-LD that pages carry (schema.org).
type (
	ldGraph struct {
		Context string `json:"@context"`
		Graph   []any  `json:"@graph"`
	}
	ldName struct {
		Type string `json:"@type"`
		Name string `json:"name"`
		URL  string `json:"url,omitempty"`
	}
	ldArticle struct {
		Type       string   `json:"@type"`
		Headline   string   `json:"headline"`
		Published  string   `json:"datePublished,omitempty"`
		Modified   string   `json:"dateModified,omitempty"`
		Author     ldName   `json:"author"`
		Publisher  ldName   `json:"publisher"`
		Identifier string   `json:"identifier,omitempty"`
		Section    string   `json:"articleSection,omitempty"`
		Keywords   []string `json:"keywords,omitempty"`
		Language   string   `json:"inLanguage"`
		URL        string   `json:"url"`
	}
	ldCrumbs struct {
		Type  string    `json:"@type"`
		Items []ldCrumb `json:"itemListElement"`
	}
	ldCrumb struct {
		Type     string `json:"@type"`
		Position int    `json:"position"`
		Name     string `json:"name"`
		Item     string `json:"item,omitempty"`
	}
)

// structured is the page's JSON-LD. encoding/json escapes < and >, so it can
// stand in a script element as it is.
func (p page) structured(f *Frame, a about) []byte {
	publisher := ldName{"GovernmentOrganization", p.Portal.Owner.V, p.base}
	g := ldGraph{Context: "https://schema.org"}
	switch {
	case a.article != nil:
		d := a.article
		day, _, _ := strings.Cut(d.published, " ") // a draft that is previewed may have none
		g.Graph = append(g.Graph, ldArticle{Type: "Article", Headline: a.heading, Published: day, Modified: d.modified,
			Author: ldName{"GovernmentOrganization", d.source, ""}, Publisher: publisher, Identifier: d.identifier,
			Section: d.section, Keywords: d.keywords, Language: "zh-CN", URL: f.Canonical})
	case a.layout == "home":
		g.Graph = append(g.Graph, ldName{"WebSite", p.Portal.Name.V, p.base}, publisher)
	}
	if len(f.Crumbs) > 0 {
		g.Graph = append(g.Graph, p.breadcrumbs(f.Crumbs))
	}
	out, err := json.Marshal(g)
	if err != nil {
		return nil // strings always marshal
	}
	return out
}

func (p page) breadcrumbs(crumbs []Link) ldCrumbs {
	list := ldCrumbs{Type: "BreadcrumbList"}
	for i, c := range crumbs {
		item := ldCrumb{Type: "ListItem", Position: i + 1, Name: c.Name}
		if !c.Current {
			item.Item = p.base + strings.TrimPrefix(string(c.Href), p.up)
		}
		list.Items = append(list.Items, item)
	}
	return list
}
