package site

import (
	"cmp"
	"net/url"
	"path"
	"strings"

	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/markdown"
)

// target is what an address leads to.
type target struct {
	doc *content.Doc // of pages that have a text, for their anchors
}

// text is a body whose links are still to be resolved.
type text struct {
	doc     *content.Doc
	address string
	links   *[]string
}

func (a *assembler) text(doc *content.Doc, address string, links *[]string) {
	a.texts = append(a.texts, text{doc, address, links})
}

// fixedPages are the pages that every portal has.
var fixedPages = []string{
	"index.html", "guide.html", "catalogue.html", "agencies.html", "regulations.html", "hotline.html",
	"mailbox.html", "mailbox/thanks.html", "request.html", "statistics.html", "search.html", "sitemap.html", "404.html", "accessibility.html", "screen.html", "touch.html",
	"feed.xml", "sitemap.xml", "data/catalogue.json", "data/catalogue.csv", "data/catalogue.xml", "data/manifest.json",
}

// links resolves the links of all texts: first every address is known, then
// every link is looked up.
func (a *assembler) links() {
	a.targets = make(map[string]target, 2*len(a.texts))
	a.anchors = map[*content.Doc]map[string]bool{}
	for _, p := range fixedPages {
		a.targets[p] = target{}
	}
	for _, t := range a.texts {
		a.targets[t.address] = target{doc: t.doc}
	}
	for _, n := range a.Notices {
		for _, c := range n.Copies {
			a.targets[c.To] = target{}
		}
	}
	if len(a.Funds) > 0 {
		a.targets["funds.html"] = target{}
		for _, f := range a.Funds {
			if f.Applies.V {
				a.targets[f.Address] = target{}
			}
		}
	}
	if len(a.Annuals) > 0 {
		a.targets["reports.html"] = target{}
	}
	for _, f := range a.Fiscals {
		for _, c := range f.Copies {
			a.targets[c.To] = target{}
		}
		for _, t := range f.Tables {
			a.targets[f.TableAddress(t)] = target{}
		}
		a.targets[f.BookAddress()] = target{}
		a.targets["fiscal.html"] = target{}
	}
	for _, l := range a.Lists() {
		for _, p := range l.Pages() {
			a.targets[p.Address] = target{}
		}
	}
	sources := make(map[string]string, 2*len(a.texts)) // path in the source without ending → address
	for _, t := range a.texts {
		sources[content.Root+"/"+t.doc.Stem()] = t.address
	}
	for _, t := range a.texts {
		a.linksOf(t, sources)
	}
}

func (a *assembler) linksOf(t text, sources map[string]string) {
	a.nearlyLinks(t.doc)
	if len(t.doc.Body.Links) == 0 {
		return
	}
	*t.links = make([]string, len(t.doc.Body.Links))
	for i, l := range t.doc.Body.Links {
		(*t.links)[i] = a.resolve(t, l, sources)
	}
}

// nearlyLinks tells of what was meant for a link and leads nowhere.
func (a *assembler) nearlyLinks(doc *content.Doc) {
	for _, p := range doc.Body.Problems {
		at := diag.At(doc.File, p.Pos, p.Len)
		switch p.Kind {
		case "wide-link":
			a.found.Add("broken-link", at, diag.Say("链接的括号是全角的，不成链接，照原样显示", "the brackets of the link are full-width; it is none, and is shown as written"),
				diag.Say("改成半角括号：%s", "write half-width brackets: %s", p.What))
		case "spaced-link":
			a.found.Add("broken-link", at, diag.Say("链接的地址里有空格，不成链接，照原样显示", "the address of the link has a space; it is no link, and is shown as written"),
				diag.Say("给文件改名，去掉空格；或者把地址放进尖括号：%s", "rename the file, without the space, or write angle brackets around it: %s", p.What))
		}
	}
}

// resolve returns the address that a link leads to, or "" for one that stays
// as it is written: external, or broken and reported.
func (a *assembler) resolve(t text, l markdown.Link, sources map[string]string) string {
	if external(l.Dest) {
		return ""
	}
	dest, fragment, _ := strings.Cut(l.Dest, "#")
	dest, query, _ := strings.Cut(dest, "?")
	if plain, err := url.PathUnescape(dest); err == nil {
		dest = plain
	}
	address := t.address
	if dest != "" {
		var ok bool
		if address, ok = a.lookup(t, l, dest, sources); !ok {
			return ""
		}
	}
	out := EscapePath(address)
	if query != "" {
		out += "?" + query
	}
	if fragment != "" {
		a.anchor(t, l, address, fragment)
		out += "#" + fragment
	}
	return out
}

func external(dest string) bool {
	scheme, _, ok := strings.Cut(dest, ":")
	return ok && !strings.ContainsAny(scheme, "/#?.") || strings.HasPrefix(dest, "//")
}

// localFile is the name of a file beside the text that a link names.
func localFile(dest string) (string, bool) {
	if external(dest) {
		return "", false
	}
	dest, _, _ = strings.Cut(dest, "#")
	dest, _, _ = strings.Cut(dest, "?")
	if plain, err := url.PathUnescape(dest); err == nil {
		dest = plain
	}
	name := strings.TrimPrefix(dest, "./")
	return name, name != "" && !strings.Contains(name, "/")
}

// lookup tries the ways in which a text names its target: a file of the
// content folder relative to the text, a file beside a notice, an address
// from the site's root, an address relative to the page.
func (a *assembler) lookup(t text, l markdown.Link, dest string, sources map[string]string) (string, bool) {
	var tried []string
	if strings.HasPrefix(dest, "/") {
		tried = []string{cmp.Or(strings.TrimPrefix(path.Clean(dest), "/"), "index.html")}
	} else {
		source := path.Join(t.doc.Dir, dest)
		if source == ".." || strings.HasPrefix(source, "../") || !strings.HasPrefix(source, content.Root+"/") {
			if page := path.Join(path.Dir(t.address), dest); !strings.HasPrefix(page, "..") {
				if _, ok := a.targets[page]; ok {
					return page, true
				}
			}
			a.found.Add("outside-source", diag.At(t.doc.File, l.Pos, l.Len),
				diag.Say("“%s”指向网站文件夹以外", "%q leads out of the site's folder", l.Dest),
				diag.Say("把文件放进 content 文件夹再引用", "put the file into content/ and refer to it there"))
			return "", false
		}
		if address, ok := sources[strings.TrimSuffix(strings.TrimSuffix(source, ".md"), "/index")]; ok {
			return address, true
		}
		tried = []string{strings.TrimPrefix(source, content.Root+"/"), path.Join(path.Dir(t.address), dest)}
	}
	for _, address := range tried {
		if _, ok := a.targets[address]; ok {
			return address, true
		}
	}
	a.broken(t, l, dest, tried)
	return "", false
}

func (a *assembler) broken(t text, l markdown.Link, dest string, tried []string) {
	at := diag.At(t.doc.File, l.Pos, l.Len)
	for _, address := range tried {
		n, ok := a.held[strings.TrimSuffix(strings.TrimSuffix(address, ".md"), ".html")+".html"]
		if !ok {
			continue
		}
		if n.State == Unreadable {
			return // the link is right; what is wrong is told where it stands, and ends the build
		}
		if n.State == Future {
			a.found.Add("published-in-future", at,
				diag.Say("链接到“%[1]s”，它的发布日期是 %[2]s，现在还看不到", "this links to %[1]q, which is dated %[2]s and not public yet", n.Title.V, n.Published.V),
				diag.Say("到发布以后再加链接", "add the link once it is published"))
			return
		}
		a.found.Add("broken-link", at, diag.Say("链接到没有发布的文件“%s”", "this links to %q, which is not published", n.Title.V),
			diag.Say("去掉链接，或者先发布那个文件", "remove the link, or publish that document"))
		return
	}
	what := diag.Say("链接“%s”指向的页面或文件不存在", "the target of the link %q does not exist", l.Dest)
	if l.Image {
		what = diag.Say("没有图片“%s”", "there is no image %q", l.Dest)
	}
	help := diag.Say("检查文件名和相对路径；附件要和 index.md 放在同一文件夹", "check the name and the relative path; attachments lie beside index.md")
	if path.Ext(dest) == ".md" || path.Ext(dest) == "" {
		help = diag.Say("链接到别的信息，写相对路径，例如 ../2025/tree-planting.md", "link to another document by its relative path, such as ../2025/tree-planting.md")
	}
	a.found.Add("broken-link", at, what, help)
}

// anchor checks that a text has the heading that a fragment names. Pages
// without a text of their own are not checked.
func (a *assembler) anchor(t text, l markdown.Link, address, fragment string) {
	doc := a.targets[address].doc
	if doc == nil {
		return
	}
	if plain, err := url.PathUnescape(fragment); err == nil {
		fragment = plain
	}
	if a.hasAnchor(doc, fragment) {
		return
	}
	a.found.Add("broken-link", diag.At(t.doc.File, l.Pos, l.Len),
		diag.Say("页面里没有“#%s”这个标题", "the page has no heading #%s", fragment),
		diag.Say("锚点是标题的文字，空格换成连字符", "an anchor is the heading's text with hyphens for spaces"))
}

// hasAnchor reports whether a text has a heading of that name. The names are
// kept: a text may have as many links to its headings as it has headings.
func (a *assembler) hasAnchor(doc *content.Doc, name string) bool {
	known, ok := a.anchors[doc]
	if !ok {
		known = make(map[string]bool, len(doc.Body.Headings))
		for _, h := range doc.Body.Headings {
			known[h.ID] = true
		}
		a.anchors[doc] = known
	}
	return known[name]
}

// EscapePath percent-encodes an address for use in a link.
func EscapePath(p string) string {
	if plainPath(p) {
		return p
	}
	return (&url.URL{Path: p}).EscapedPath()
}

func plainPath(p string) bool {
	for i := 0; i < len(p); i++ {
		c := p[i]
		if c >= 0x80 || c <= ' ' || strings.IndexByte(`"%<>?#[]\^`+"`{|}", c) >= 0 {
			return false
		}
	}
	return true
}

// Has reports whether the site has something at an address.
func (s *Site) Has(address string) bool { _, ok := s.targets[address]; return ok }
