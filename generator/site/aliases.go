package site

import (
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"

	"gongkai/generator/diag"
)

// Alias is an old address that leads to a document.
type Alias struct {
	Path  string // beginning with a slash, not percent-encoded
	To    string // address of the document
	Title string
	At    diag.Span
	Of    *Notice
}

// Aliases are all old addresses that can be served, in the order of the
// documents. What is no path of this site is left to the rules to report; of
// two that are one path the first counts.
func (s *Site) Aliases() []Alias {
	var out []Alias
	seen := map[string]bool{}
	for _, n := range s.Notices {
		for _, a := range n.Alias {
			if p, ok := AliasPath(a.V); ok && !seen[p] {
				seen[p] = true
				out = append(out, Alias{Path: p, To: n.Address, Title: n.Title.V, At: a.At, Of: n})
			}
		}
	}
	return out
}

// AliasPath cleans an old address; ok is false for what is no path of this
// site: another host, a query, the root itself, and what no file can be
// called. The slash in front may be missing, and characters may be
// percent-encoded, as in an address that was copied from a browser.
func AliasPath(s string) (p string, ok bool) {
	plain, err := url.PathUnescape(s)
	if err != nil || strings.HasPrefix(plain, "//") || strings.ContainsAny(plain, "?#%*:|\\\"'<>") || strings.ContainsFunc(plain, unicode.IsControl) {
		return "", false
	}
	p = path.Clean("/" + plain)
	if len(p) > 1000 || slices.ContainsFunc(strings.Split(p, "/"), func(part string) bool { return len(part) > 200 }) {
		return "", false // no file can be called so
	}
	if strings.HasSuffix(plain, "/") && p != "/" {
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
