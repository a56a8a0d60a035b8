package build_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"gongkai/generator/build"
	"gongkai/generator/cache"
	"gongkai/generator/output"
	"gongkai/layouts"
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

// saved is a folder of layouts in which a file is saved while a build reads it:
// whoever reads it again, after so many times, gets other words.
type saved struct {
	fstest.MapFS
	file  string
	reads *int
	after int
	words string
}

func (s saved) ReadFile(name string) ([]byte, error) {
	if name == s.file {
		if *s.reads++; *s.reads > s.after {
			return []byte(s.words), nil
		}
	}
	return fs.ReadFile(s.MapFS, name)
}

// TestLookSavedMeanwhile: a layout that was saved while a site was made, and is
// put back afterwards, does not stay in the site.
func TestLookSavedMeanwhile(t *testing.T) {
	const words = "只在那一刻的页脚"
	ours := fstest.MapFS{}
	err := fs.WalkDir(layouts.FS, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(layouts.FS, p)
		ours[p] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	source := county(t)
	for _, f := range source {
		f.ModTime = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	for after := 1; after < 4; after++ {
		saving := saved{ours, "parts/bottom.html", new(int), after, `{{define "bottom"}}<p>` + words + `</p>{{end}}`}

		dir := filepath.Join(t.TempDir(), "public")
		publish := func(from fs.FS) (unchanged bool) {
			folder, err := output.Open(dir, "test")
			if err != nil {
				t.Fatal(err)
			}
			defer folder.Close()
			opts := options(source)
			opts.Layouts, opts.Published = from, folder
			r := run(t, opts)
			if r.Unchanged {
				return true
			}
			if _, err := folder.Write(t.Context(), r.Tree, output.WriteOptions{Notes: r.Notes}); err != nil {
				t.Fatal(err)
			}
			return false
		}
		publish(saving)
		publish(ours)
		page, err := os.ReadFile(filepath.Join(dir, "index.html"))
		if err != nil || strings.Contains(string(page), words) {
			t.Errorf("after %d readings: the published page has words of a layout that is gone (%v)", after, err)
		}
		if !publish(ours) {
			t.Errorf("after %d readings: a build that changes nothing does not know it", after)
		}

		*saving.reads = 0
		opts := options(source)
		opts.Memory, opts.Layouts = build.NewMemory(), saving
		run(t, opts)
		opts.Layouts = ours
		if page := bytesOf(t, run(t, opts).Tree)["index.html"]; strings.Contains(page, words) {
			t.Errorf("after %d readings: the preview shows words of a layout that is gone", after)
		}
	}
}
