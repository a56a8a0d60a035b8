package feed

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
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
	modified := make(map[string]string, len(m.Notices))
	for _, n := range m.Notices {
		modified[n.Address], _, _ = strings.Cut(changed(n), "T")
	}
	var list []string
	for _, p := range pages {
		if !slices.Contains(notListed, p) && !listsNames(p) {
			list = append(list, p)
		}
	}
	slices.Sort(list)
	m.add("robots.txt", "robots.txt", func(w *bytes.Buffer) {
		fmt.Fprintf(w, "User-agent: *\nAllow: /\n\nSitemap: %ssitemap.xml\n", m.base)
	})
	if len(list) <= most {
		m.sitemap("sitemap.xml", list, modified)
		return
	}
	count := 0
	for part := range slices.Chunk(list, most) {
		count++
		m.sitemap(fmt.Sprintf("sitemap-%d.xml", count), part, modified)
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

func (m *maker) sitemap(path string, list []string, modified map[string]string) {
	m.add(path, "site map", func(w *bytes.Buffer) {
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
	})
}
