package render

import (
	"encoding/json"
	"html/template"
	"strings"
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
	title := a.heading + " - " + p.Portal.Name.V
	if a.layout == "home" {
		title = p.Portal.Name.V
	}
	canonical := p.base + p.address
	if p.address == "index.html" {
		canonical = p.base
	}
	f := Frame{
		Kind: a.layout, Title: title, Heading: a.heading, Description: clip(a.description, 160),
		Canonical: canonical, NoIndex: a.noIndex, Policy: p.policy,
		Style: p.to(p.assets["site.css"]), Script: p.to(p.assets["site.js"]), Icon: p.to(p.assets["favicon.svg"]),
		Top: p.tops[topKey{p.depth, a.section}], Bottom: p.bottoms[p.depth], Feeds: a.feeds,
	}
	if a.layout != "home" {
		f.Crumbs = append(append([]Link{p.link("首页", "index.html")}, a.trail...), Link{Name: a.heading, Current: true})
	}
	p.tag(&f, a)
	if a.noIndex {
		f.Canonical = ""
		return f
	}
	p.openGraph(&f, a)
	f.JSONLD = p.structured(&f, a)
	return f
}

func (p page) tag(f *Frame, a about) {
	f.Tags = append(make([]Tag, 0, 14),
		Tag{"SiteName", p.Portal.Name.V}, Tag{"SiteDomain", p.Portal.Domain.V}, Tag{"SiteIDCode", p.Portal.SiteCode.V})
	c := a.column
	if a.article != nil {
		c = &a.article.column
	}
	if c != nil {
		f.Tags = append(f.Tags, Tag{"ColumnName", c.name}, Tag{"ColumnDescription", clip(c.description, 160)},
			Tag{"ColumnKeywords", c.keywords}, Tag{"ColumnType", c.kind})
	}
	if d := a.article; d != nil {
		f.Tags = append(f.Tags, Tag{"ArticleTitle", a.heading}, Tag{"PubDate", d.published}, Tag{"ContentSource", d.source},
			Tag{"Keywords", strings.Join(d.keywords, ",")}, Tag{"Url", f.Canonical})
		if d.author != "" {
			f.Tags = append(f.Tags, Tag{"Author", d.author})
		}
		if d.image != "" {
			f.Tags = append(f.Tags, Tag{"Image", d.image})
		}
	}
}

func (p page) openGraph(f *Frame, a about) {
	kind := "website"
	if a.article != nil {
		kind = "article"
	}
	f.Properties = []Property{{"og:title", a.heading}, {"og:type", kind}, {"og:url", f.Canonical}, {"og:site_name", p.Portal.Name.V},
		{"og:locale", "zh_CN"}, {"og:description", f.Description}}
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
		Published  string   `json:"datePublished"`
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
func (p page) structured(f *Frame, a about) template.JS {
	publisher := ldName{"GovernmentOrganization", p.Portal.Owner.V, p.base}
	g := ldGraph{Context: "https://schema.org"}
	switch {
	case a.article != nil:
		d := a.article
		g.Graph = append(g.Graph, ldArticle{Type: "Article", Headline: a.heading, Published: d.published[:10], Modified: d.modified,
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
		return "" // strings always marshal
	}
	return template.JS(out)
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
