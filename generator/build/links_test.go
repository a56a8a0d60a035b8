package build_test

import (
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"path"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// linked are the attributes by which a page names other files.
var linked = map[string]string{"a": "href", "link": "href", "script": "src", "img": "src", "form": "action"}

// TestEveryLinkLeadsSomewhere: on every page of the sample county each
// relative link names a file that is there and, with a fragment, an element
// of it; nothing is loaded from elsewhere; ids are unique.
func TestEveryLinkLeadsSomewhere(t *testing.T) {
	plainPass(t)
	_, files := sampleSite(t)
	type reference struct{ from, to, fragment string }
	var references []reference
	ids := map[string]map[string]bool{}
	for p, text := range files {
		if !strings.HasSuffix(p, ".html") {
			continue
		}
		root, err := html.Parse(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		ids[p] = map[string]bool{}
		for n := range root.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			if id, ok := attribute(n, "id"); ok {
				if id == "" || ids[p][id] {
					t.Errorf("%s: the id %q is there twice", p, id)
				}
				ids[p][id] = true
			}
			value, ok := attribute(n, linked[n.Data])
			if !ok || value == "" {
				continue
			}
			u, err := url.Parse(value)
			switch {
			case err != nil:
				t.Errorf("%s: %q: %v", p, value, err)
			case u.Scheme == "" && u.Host == "":
				to := p
				if u.Path != "" {
					to = path.Join(path.Dir(p), u.Path)
				}
				references = append(references, reference{p, to, u.Fragment})
			case n.Data == "script", n.Data == "img" && u.Scheme != "data", n.Data == "link" && isLoaded(n):
				t.Errorf("%s loads %s from elsewhere", p, value)
			}
		}
	}
	if len(references) < 1000 {
		t.Errorf("only %d links: this tests nothing", len(references))
	}
	for _, r := range references {
		if _, ok := files[r.to]; !ok {
			t.Errorf("%s leads to %s, which is not there", r.from, r.to)
		} else if r.fragment != "" && !ids[r.to][r.fragment] {
			t.Errorf("%s leads to #%s of %s, which is not there", r.from, r.fragment, r.to)
		}
	}
}

// isLoaded tells links that a browser follows by itself.
func isLoaded(n *html.Node) bool {
	rel, _ := attribute(n, "rel")
	return rel == "stylesheet" || rel == "icon"
}

// TestXMLOfTheSample: what machines read is well-formed.
func TestXMLOfTheSample(t *testing.T) {
	plainPass(t)
	_, files := sampleSite(t)
	count := 0
	for p, text := range files {
		if path.Ext(p) != ".xml" {
			continue
		}
		count++
		d := xml.NewDecoder(strings.NewReader(text))
		for {
			_, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Errorf("%s: %v", p, err)
				break
			}
		}
	}
	if count < 30 {
		t.Errorf("only %d files", count)
	}
}

// TestOldAddressThatClashes: what cannot lie beside another file of the site is
// told where the old address stands.
func TestOldAddressThatClashes(t *testing.T) {
	const path = "content/notices/2026/moved.md"
	for _, old := range []string{"/index.html/x", "/INDEX.html", "/_headers"} {
		text := notice("99990001/2026-00066", "2026-03-05", "关于搬家的通知", "aliases: ["+old+"]", "正文。")
		r := run(t, options(with(county(t), path, text)))
		if !r.Stopped() {
			t.Errorf("%s is published", old)
		}
		for _, f := range r.Findings {
			if f.Rule == "alias-conflict" && (f.Span.Path() != path || !strings.HasPrefix(text[f.Span.Off:], old)) {
				t.Errorf("%s is told at %s, %d", old, f.Span.Path(), f.Span.Off)
			}
		}
	}
}
