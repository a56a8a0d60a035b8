package search

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// TestBroken spoils each file of an index in each way. Nothing panics, what is
// wrong is told, and what the other files tell is still found.
func TestBroken(t *testing.T) {
	whole := site(t, collection())
	queries := []Query{{Text: "植树"}, {Text: "春季直树工作"}, {Text: "工作", Counts: true, Newest: true}, {Text: "工作 -防火", Agency: "office", From: "2020-01-01"}, {Text: "農村"}}
	for name, f := range whole {
		if name == "search/meta.js" {
			continue
		}
		for how, content := range spoilt(name, f.Data, whole) {
			x := open(t, with(whole, name, content))
			told := false
			for _, q := range queries {
				r := ask(t, x, q)
				told = told || len(r.Missing) > 0
				for _, n := range r.Missing {
					if "search/"+n != name {
						t.Errorf("%s %s: %s is told to be missing", name, how, n)
					}
				}
				if r.Outdated != (how == "of another version" && len(r.Missing) > 0) {
					t.Errorf("%s %s: outdated is %v", name, how, r.Outdated)
				}
			}
			asked := !strings.Contains(name, "/s/") && name != "search/suggest.js" && name != "search/traditional.js" && !strings.Contains(name, "/c/") && !strings.Contains(name, "/f/")
			if asked && !told && touched(whole, name, queries) {
				t.Errorf("%s %s: nothing is told", name, how)
			}
			x.Suggest("关于做好")
			x.Agencies("czj")
		}
	}
}

// spoilt are ways to spoil a file; nil removes it.
func spoilt(name string, content []byte, all fstest.MapFS) map[string][]byte {
	ways := map[string][]byte{
		"removed":            nil,
		"empty":              {},
		"garbage":            []byte("\x00\xff not a script"),
		"of another version": bytes.Replace(content, []byte(fmt.Sprintf(`",%d`, Format)), []byte(fmt.Sprintf(`",%d`, Format+1)), 1),
		"half":               content[:len(content)/2],
		"without its end":    content[:len(content)-3],
	}
	for other, f := range all {
		if other != name && strings.HasPrefix(other, name[:strings.LastIndexByte(name, '/')+1]) && len(f.Data) > 0 {
			ways["another one"] = f.Data
			break
		}
	}
	return ways
}

func with(site fstest.MapFS, name string, content []byte) fstest.MapFS {
	site = maps.Clone(site)
	delete(site, name)
	if content != nil {
		site[name] = &fstest.MapFile{Data: content}
	}
	return site
}

// touched tells whether the queries load a file at all.
func touched(site fstest.MapFS, name string, queries []Query) bool {
	x, err := Open(site)
	if err != nil {
		return false
	}
	for _, q := range queries {
		r, _ := x.Search(q)
		if slices.Contains(r.Cost.Files, strings.TrimPrefix(name, "search/")) {
			return true
		}
	}
	return false
}

// TestPartlyBroken: with the files of some documents gone, the others are found.
func TestPartlyBroken(t *testing.T) {
	whole := site(t, collection())
	x := open(t, with(whole, "search/f/0/4.js", nil))
	r := ask(t, x, Query{Text: "植树"})
	if !slices.Contains(addresses(r), "a3.html") || !slices.Equal(r.Missing, []string{"f/0/4.js"}) {
		t.Errorf("hits %q, missing %q", addresses(r), r.Missing)
	}
}

// TestLostHits: hits whose files are gone are no reason to say that nothing was found.
func TestLostHits(t *testing.T) {
	whole := site(t, collection())
	for name := range whole {
		if strings.HasPrefix(name, "search/f/") {
			whole = with(whole, name, nil)
		}
	}
	if r := ask(t, open(t, whole), Query{Text: "植树"}); r.Total != 2 || len(r.Hits) != 2 || len(r.Missing) != 2 {
		t.Errorf("%+v", r)
	}
}

func TestBrokenMeta(t *testing.T) {
	whole := site(t, collection())
	good := whole["search/meta.js"].Data
	for how, content := range spoilt("search/meta.js", good, whole) {
		if how == "another one" {
			content = whole["search/suggest.js"].Data
		}
		if _, err := Open(with(whole, "search/meta.js", content)); err == nil {
			t.Errorf("%s: it opens", how)
		}
	}
	for _, numbers := range []string{`-1,1,1,"x"`, `1,0,1,"x"`, `1,99999,1,"x"`, `1,1,0,"x"`, `99999999999,1,1,"x"`, `1.5,1,1,"x"`, `1,1,1,2`, `null,null,null,null`, `[],1,1,""`} {
		content := []byte(fmt.Sprintf(`gongkaiSearch("meta",%d,%s)`, Format, numbers))
		x, err := Open(with(whole, "search/meta.js", content))
		if err == nil {
			ask(t, x, Query{Text: "植树", Counts: true}) // it must only not panic
		}
	}
}
