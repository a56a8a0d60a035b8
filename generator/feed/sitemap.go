package feed

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// The protocol's limit is 50,000 addresses and 50 MiB a file; an address and
// its date take less than a kilobyte.
const perSitemap = 45000

// notListed are pages that are no one's destination.
var notListed = []string{"404.html", "mailbox/thanks.html", "screen.html", "touch.html"}

// listsNames reports whether a page is a village's list of receivers, which
// leaves the site when it has had its time: search engines are to keep out.
func listsNames(page string) bool {
	return strings.HasPrefix(page, "funds/") && strings.Count(page, "/") == 4
}

// sitemaps lists all pages for search engines, split at the protocol's limit
// (sitemaps.org): at most so many in one file.
func (m *maker) sitemaps(pages []string, most int) {
	var listed []string
	for _, p := range pages {
		if !slices.Contains(notListed, p) && !listsNames(p) {
			listed = append(listed, p)
		}
	}
	inOrder := sync.OnceValue(func() []string { slices.Sort(listed); return listed })
	modified := sync.OnceValue(m.modified)
	m.add("robots.txt", "robots.txt", func(w *bytes.Buffer) {
		fmt.Fprintf(w, "User-agent: *\nAllow: /\n\nSitemap: %ssitemap.xml\n", m.base)
	})
	part := func(path string, from, to int) {
		m.add(path, "site map", func(w *bytes.Buffer) { m.sitemap(w, inOrder()[from:to], modified()) })
	}
	if len(listed) <= most {
		part("sitemap.xml", 0, len(listed))
		return
	}
	count := 0
	for from := 0; from < len(listed); from += most {
		count++
		part(fmt.Sprintf("sitemap-%d.xml", count), from, min(from+most, len(listed)))
	}
	m.add("sitemap.xml", "site map index", func(w *bytes.Buffer) {
		w.WriteString(xmlHead + `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n")
		for i := range count {
			w.WriteString("<sitemap>")
			element(w, "loc", fmt.Sprintf("%ssitemap-%d.xml", m.base, i+1))
			w.WriteString("</sitemap>\n")
		}
		w.WriteString("</sitemapindex>\n")
	})
}

// modified are the days on which notices were last changed, by address.
func (m *maker) modified() map[string]string {
	days := make(map[string]string, len(m.Notices))
	for _, n := range m.Notices {
		days[n.Address], _, _ = strings.Cut(changed(n), "T")
	}
	return days
}

func (m *maker) sitemap(w *bytes.Buffer, list []string, modified map[string]string) {
	w.WriteString(xmlHead + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n")
	for _, p := range list {
		address := m.url(p)
		if p == "index.html" {
			address = m.base
		}
		w.WriteString("<url>")
		element(w, "loc", address)
		element(w, "lastmod", modified[p])
		w.WriteString("</url>\n")
	}
	w.WriteString("</urlset>\n")
}
