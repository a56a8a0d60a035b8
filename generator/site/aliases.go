package site

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/integrity"
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

// longestAlias bounds an old address, in bytes: a file has to lie there.
const longestAlias = 600

// AliasPath cleans an old address; ok is false for what is no path of this
// site: another host, a query, the root itself, what no file can be called, and
// what is the host's or the program's. The slash in front may be missing, and characters may be
// percent-encoded, as in an address that was copied from a browser.
func AliasPath(s string) (p string, ok bool) {
	plain, err := url.PathUnescape(s)
	if err != nil || strings.HasPrefix(plain, "//") || strings.ContainsRune(plain, '\'') {
		return "", false
	}
	p = path.Clean("/" + plain)
	if p != "/" && (len(p) > longestAlias || slices.ContainsFunc(strings.Split(p[1:], "/"), reserved) || underList(p)) {
		return "", false
	}
	if strings.HasSuffix(plain, "/") && p != "/" {
		p += "/"
	}
	return p, p != "/"
}

// reserved reports whether no page can lie under a name: systems refuse it, or
// hosts and tools take what begins with a dot for their own.
func reserved(name string) bool {
	return !content.GoodName(strings.TrimLeft(name, " ")) || strings.HasPrefix(name, ".") && name != ".well-known"
}

// underList reports whether an old address is that of the list of all files, by
// which a site is compared, or of what goes with it.
func underList(p string) bool {
	return strings.HasPrefix(strings.ToLower(p), "/"+integrity.Path)
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
