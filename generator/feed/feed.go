// Package feed makes what machines read: Atom feeds, the site map, the
// catalogue as open data, and the files that tell hosts about redirects and
// headers.
//
// All of it is made from the frozen site, lazily like the pages. XML is
// written by small functions that escape every value; the formats are few and
// fixed, and a reflective encoder would be slower and no shorter.
//
// Limits: addresses in feeds and site maps are absolute, as their formats
// demand, so they depend on the settings' address; pages do not.
package feed

import (
	"bytes"
	"encoding/xml"
	"io"
	"net/url"
	"strings"

	"gongkai/generator/output"
	"gongkai/generator/site"
)

// Files are all machine-readable files of the site. pages are the addresses
// of its HTML pages, for the site map.
func Files(s *site.Site, pages []string) []output.File {
	m := maker{Site: s, base: s.Portal.Base()}
	if u, err := url.Parse(m.base); err == nil {
		m.root = strings.TrimSuffix(u.EscapedPath(), "/")
	}
	m.feeds()
	m.sitemaps(pages, perSitemap)
	m.catalogue()
	m.hosts()
	m.aliasPages()
	m.tables()
	m.funds()
	m.workdays()
	m.statistics()
	return m.files
}

type maker struct {
	*site.Site
	base  string // absolute address of the site's root, ending in a slash
	root  string // its path without the slash at the end: "" at a domain's root
	files []output.File

	notices [32]byte // allNotices, once it is known
}

func (m *maker) add(path, what string, write func(w *bytes.Buffer)) {
	m.files = append(m.files, output.Made(path, "feed: "+what, func(w *bytes.Buffer) error {
		write(w)
		return nil
	}))
}

// stream adds a file that grows with the number of documents. records returns
// what writes them one by one into a buffer.
func (m *maker) stream(path, what string, records func(*bytes.Buffer) func(*site.Notice), before, after string) {
	var k output.Recipe
	k.Text(path, m.base, before, after)
	k.Hash(m.allNotices())
	m.files = append(m.files, output.Streamed(path, "feed: "+what, func(w io.Writer) error {
		var b bytes.Buffer
		write := records(&b)
		b.WriteString(before)
		for _, n := range m.Notices {
			write(n)
			if _, err := b.WriteTo(w); err != nil {
				return err
			}
		}
		b.WriteString(after)
		_, err := b.WriteTo(w)
		return err
	}).Keyed(k.Key()))
}

// allNotices is the key of what lists of all notices say of them.
func (m *maker) allNotices() [32]byte {
	if m.notices != [32]byte{} {
		return m.notices
	}
	var k output.Recipe
	for _, n := range m.Notices {
		k.Hash(n.Front)
		k.Text(n.Address, n.Validity)
		r := m.named(n)
		k.Text(r.Agency, r.Category, r.Topic, r.Genre)
	}
	m.notices = k.Key()
	return m.notices
}

// url is the absolute address of something on the site.
func (m *maker) url(address string) string { return m.base + site.EscapePath(address) }

// element writes <name>value</name> unless the value is empty.
func element(w *bytes.Buffer, name, value string) {
	if value == "" {
		return
	}
	w.WriteByte('<')
	w.WriteString(name)
	w.WriteByte('>')
	escape(w, value)
	w.WriteString("</")
	w.WriteString(name)
	w.WriteString(">\n")
}

// escape writes text as XML character data. Characters that XML cannot hold
// become U+FFFD.
func escape(w *bytes.Buffer, s string) {
	if plain(s) {
		w.WriteString(s)
		return
	}
	// bytes.Buffer never fails to write.
	_ = xml.EscapeText(w, []byte(s))
}

// plain reports that nothing of a text needs to be escaped, as of addresses and
// dates: of those, a site map has tens of thousands.
func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c > '~' || c == '<' || c == '>' || c == '&' || c == '"' || c == '\'' {
			return false
		}
	}
	return true
}

func attribute(s string) string {
	var b bytes.Buffer
	escape(&b, s)
	return b.String()
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// oneLine keeps a value from breaking a line-based file.
func oneLine(s string) string {
	if !strings.ContainsAny(s, "\r\n\t") {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}
