package build_test

import (
	"path/filepath"
	"strings"
	"testing"

	"gongkai/generator/build"
	"gongkai/generator/cache"
)

// TestRememberedLook: what was made of layouts and theme is taken from the cache
// as long as none of their files changed, and makes the same site; what is wrong
// with them is told each time.
func TestRememberedLook(t *testing.T) {
	source, pack, known := county(t), filepath.Join(t.TempDir(), "a.pack"), 0
	try := func(pairs ...string) *build.Result {
		t.Helper()
		p, err := cache.Open(pack, "test")
		if err != nil {
			t.Fatal(err)
		}
		defer p.Close()
		known = p.Len()
		opts := options(with(source, pairs...))
		opts.Cache = p
		r := run(t, opts)
		if err := p.Save(); err != nil {
			t.Fatal(err)
		}
		return r
	}
	plain := bytesOf(t, made(t, options(source)))
	same(t, "the build that remembers", plain, bytesOf(t, try().Tree))
	same(t, "a later one", plain, bytesOf(t, try().Tree))
	if known != 1 {
		t.Errorf("%d looks were remembered", known)
	}

	const part, words = "layouts/parts/bottom.html", "本县自己的页脚"
	own := []string{part, `{{define "bottom"}}<p>` + words + `</p>{{end}}`}
	for range 2 {
		page := bytesOf(t, try(own...).Tree)["index.html"]
		if !strings.Contains(page, words) {
			t.Errorf("the county's own layout is not in use:\n%s", page)
		}
	}
	for range 2 {
		found := told(try(part, `{{define "bottom"}}<p>{{.Nonsense}}</p>{{end}}`).Findings, source)
		if !strings.Contains(found, "Nonsense") {
			t.Errorf("a field that is none is not told:\n%s", found)
		}
	}
	same(t, "the county without layouts of its own again", plain, bytesOf(t, try().Tree))
}
