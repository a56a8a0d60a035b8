package site

import (
	"path"
	"strings"

	"gongkai/generator/diag"
)

// Alias is an old address that leads to a document.
type Alias struct {
	Path  string // as the county wrote it, beginning with a slash
	To    string // address of the document
	Title string
	At    diag.Span
	Of    *Notice
}

// Aliases are all old addresses that can be served, in the order of the
// documents. What is no path of this site is left to the rules to report.
func (s *Site) Aliases() []Alias {
	var out []Alias
	for _, n := range s.Notices {
		for _, a := range n.Alias {
			if p, ok := AliasPath(a.V); ok {
				out = append(out, Alias{Path: p, To: n.Address, Title: n.Title.V, At: a.At, Of: n})
			}
		}
	}
	return out
}

// AliasPath cleans an old address; ok is false for what is no path of this
// site: another host, a query, the root itself.
func AliasPath(s string) (p string, ok bool) {
	if !strings.HasPrefix(s, "/") || strings.HasPrefix(s, "//") || strings.ContainsAny(s, "?#*:\\\"'<> ") {
		return "", false
	}
	p = path.Clean(s)
	if strings.HasSuffix(s, "/") && p != "/" {
		p += "/"
	}
	return p, p != "/"
}

// File is where a page for the old address has to lie.
func (a Alias) File() string {
	p := strings.TrimPrefix(a.Path, "/")
	switch ext := path.Ext(p); {
	case strings.HasSuffix(p, "/"):
		return p + "index.html"
	case ext == ".html" || ext == ".htm":
		return p
	}
	return p + "/index.html"
}
