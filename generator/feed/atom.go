package feed

import (
	"bytes"
	"cmp"
	"strings"

	"gongkai/generator/site"
)

// entriesPerFeed is how many of the newest documents a feed holds.
const entriesPerFeed = 30

// feeds are one for the site, and one for each category and agency.
func (m *maker) feeds() {
	m.atom("feed.xml", m.Portal.Name.V, "index.html", m.Notices)
	for _, l := range m.Lists() {
		if l.Kind == "category" || l.Kind == "agency" {
			m.atom(strings.TrimSuffix(l.Address, ".html")+".xml", m.Portal.Name.V+"："+l.Name, l.Address, l.Notices)
		}
	}
}

// atom makes a feed (RFC 4287) of the newest of list, which is oldest first.
func (m *maker) atom(path, title, page string, list []*site.Notice) {
	m.add(path, title, func(w *bytes.Buffer) {
		newest := site.Newest(list, entriesPerFeed)
		w.WriteString(xmlHead)
		w.WriteString(`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">` + "\n")
		element(w, "title", title)
		element(w, "id", m.url(path))
		link(w, "self", "application/atom+xml", m.url(path))
		link(w, "alternate", "text/html", m.url(page))
		element(w, "updated", m.updated(newest))
		w.WriteString("<author>\n")
		element(w, "name", m.Portal.Owner.V)
		w.WriteString("</author>\n")
		for _, n := range newest {
			m.entry(w, n)
		}
		w.WriteString("</feed>\n")
	})
}

// updated is when the newest entry changed.
func (m *maker) updated(newest []*site.Notice) string {
	last := ""
	for _, n := range newest {
		last = max(last, changed(n))
	}
	return m.orToday(last)
}

// orToday puts today's midnight in the place of a time that is not there,
// since the format demands one: of an empty feed, and of a draft without a
// date in a preview.
func (m *maker) orToday(s string) string {
	return cmp.Or(s, m.Clock.String()+"T00:00:00+08:00")
}

func changed(n *site.Notice) string {
	if n.Revised.V.Date.After(n.Published.V.Date) {
		return n.Revised.V.RFC3339()
	}
	return n.Published.V.RFC3339()
}

func link(w *bytes.Buffer, rel, kind, href string) {
	w.WriteString(`<link rel="` + rel + `" type="` + kind + `" href="` + attribute(href) + `"/>` + "\n")
}

func (m *maker) entry(w *bytes.Buffer, n *site.Notice) {
	w.WriteString("<entry>\n")
	element(w, "title", n.Title.V)
	element(w, "id", m.url(n.Address))
	link(w, "alternate", "text/html", m.url(n.Address))
	element(w, "published", n.Published.V.RFC3339())
	element(w, "updated", m.orToday(changed(n)))
	if n.Agency != nil {
		w.WriteString("<author>\n")
		element(w, "name", n.Agency.Name.V)
		w.WriteString("</author>\n")
	}
	if n.Category != nil {
		w.WriteString(`<category term="` + attribute(n.Category.ID) + `" label="` + attribute(n.Category.Name) + `"/>` + "\n")
	}
	element(w, "summary", n.Summary.V)
	w.WriteString("</entry>\n")
}
