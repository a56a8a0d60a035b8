package build_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"

	"gongkai/generator/assets"
	"gongkai/generator/layout"
	"gongkai/generator/search"
	"gongkai/generator/site"
	"gongkai/theme"
)

// TestBothReaders asks the reader in Go and the one in the theme, run without
// a browser, the same questions. They must give the same answers.
func TestBothReaders(t *testing.T) {
	plainPass(t)
	r, _ := sampleSite(t)
	page := newPage(t, r.Tree)
	index, err := search.Open(r.Tree)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range questions(r.Site) {
		want, err := index.Search(q)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(comparable(want), page.search(q)); diff != "" {
			t.Errorf("%+v (-Go +theme):\n%s", q, diff)
		}
	}
	for _, typed := range []string{"植树", "关于", "关于做好2026", "县政府", "通知", "２０２６年", "x", ""} {
		var want []string
		for _, s := range index.Suggest(typed) {
			want = append(want, s.Title)
		}
		if diff := cmp.Diff(want, page.strings("suggest", typed)); diff != "" {
			t.Errorf("suggestions for %q (-Go +theme):\n%s", typed, diff)
		}
	}
	for _, typed := range []string{"czj", "SLJ", "jyj", "x", "zzzz"} {
		var want []string
		for _, a := range index.Agencies(typed) {
			want = append(want, a.Name)
		}
		if diff := cmp.Diff(want, page.strings("agencies", typed)); diff != "" {
			t.Errorf("agencies for %q (-Go +theme):\n%s", typed, diff)
		}
	}
}

// questions are of all kinds: some by hand, and some cut from the county's
// titles and texts.
func questions(s *site.Site) []search.Query {
	var list []search.Query
	for _, text := range []string{
		"", " ", "。，", "植树", "植 树", "的", "县", "2026", "2026 通知", "“公开指南”", `"公开指南" 财政`, "通知 -植树", "-植树", "示政办发2026 12号",
		"示政办发〔2026〕12号", "[2026]12号", "ＧＢ/Ｔ３３４７６", "縣人民政府辦公室關於", "政俯信息公开", "县人民政府办公事", "绝没有这样的内容", "abc", "99990001/2026-00012",
		"\x00\x01", "😀", "😀植树😀", "植树\n造林", strings.Repeat("长", 500), strings.Repeat("a", 200), "a-b -", "“", "“”", "--植树", "財政 决算", "12345", "0999",
	} {
		list = append(list, search.Query{Text: text})
	}
	for i, n := range s.Notices {
		if i%10 > 0 {
			continue
		}
		title := []rune(n.Title.V)
		list = append(list, search.Query{Text: n.Title.V})
		if n.Number.V != "" {
			list = append(list, search.Query{Text: n.Number.V})
		}
		if len(title) > 8 {
			piece := slices.Clone(title[i%4 : i%4+5])
			list = append(list, search.Query{Text: string(piece)})
			piece[i%5] = '错'
			list = append(list, search.Query{Text: string(piece)})
		}
	}
	for _, q := range []search.Query{
		{Text: "政俯信息公开", Newest: true}, {Text: "通知", Newest: true}, {Text: "通知", Counts: true}, {Text: "公开", Counts: true, Offset: 10}, {Text: "公开", Offset: 20, Limit: 5},
		{Text: "政府信息", Offset: 10}, {Text: "政府信息", Newest: true, Offset: 10}, {Kind: "letter"}, {Agency: "finance", Counts: true}, {Text: "预算", Agency: "finance"},
		{Text: "办理", Year: "2025"}, {Text: "办理", From: "2025-03-01", To: "2025-12-31"}, {From: "2026-01-01"}, {To: "2020-12-31", Newest: true},
		{Text: "办法", Genre: "none"}, {Text: "办法", Validity: "失效"}, {Text: "公开", Kind: "guide", Topic: "x"},
	} {
		list = append(list, q)
	}
	return list
}

// answer is what both readers tell.
type answer struct {
	Hits     []answered
	Total    int
	Exact    bool
	Close    bool
	Dropped  []string
	Facets   map[string][]counted
	Missing  []string
	Outdated bool
}

type answered struct {
	ID                                                             int
	Address, Title, Number, Date, Kind, Agency, Category, Validity string
	Passage                                                        []piece
	Whole                                                          bool
}

type piece struct {
	Text   string
	Marked bool
}

type counted struct {
	ID, Name string
	Count    int
}

func comparable(r search.Result) answer {
	a := answer{Total: r.Total, Exact: r.Exact, Close: r.Close, Dropped: r.Dropped, Facets: map[string][]counted{}, Missing: r.Missing, Outdated: r.Outdated}
	for _, h := range r.Hits {
		found := answered{ID: h.Id, Address: h.Address, Title: h.Title, Number: h.Number, Date: h.Date, Kind: h.Kind, Agency: h.Agency, Category: h.Category, Validity: h.Validity, Whole: h.Whole}
		for _, p := range h.Passage {
			found.Passage = append(found.Passage, piece{p.Text, p.Marked})
		}
		a.Hits = append(a.Hits, found)
	}
	for _, f := range r.Facets {
		a.Facets[f.Facet] = append(a.Facets[f.Facet], counted{f.Id, f.Name, f.Count})
	}
	return a
}

// page runs the theme's reader in a JavaScript engine, with as much of a
// browser as it needs: scripts that load.
type page struct {
	t     *testing.T
	vm    *goja.Runtime
	tasks []func()
}

const entry = `
import { open } from "./components/search/reader";
(window as any).reader = open("");
`

func newPage(t *testing.T, site fs.FS) *page {
	t.Helper()
	overlay := layout.Overlay(fstest.MapFS{"probe.ts": {Data: []byte(entry)}}, theme.FS)
	_, files, problems := assets.Bundle(overlay, assets.Options{Entries: []string{"probe.ts"}})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	p := &page{t: t, vm: goja.New()}
	must := func(_ goja.Value, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(p.vm.RunString(`var window = globalThis; var document = {createElement: () => ({remove() {}}), head: {}};
		var setTimeout = () => 0, clearTimeout = () => 0;`))
	head := p.vm.Get("document").ToObject(p.vm).Get("head").ToObject(p.vm)
	if err := head.Set("appendChild", func(script *goja.Object) { p.tasks = append(p.tasks, func() { p.load(site, script) }) }); err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if strings.HasPrefix(f.Path, "assets/probe-") {
			var b bytes.Buffer
			if err := f.Render(&b); err != nil {
				t.Fatal(err)
			}
			must(p.vm.RunString(b.String()))
		}
	}
	return p
}

// load runs a script of the site and tells its element.
func (p *page) load(site fs.FS, script *goja.Object) {
	name, _, _ := strings.Cut(script.Get("src").String(), "?")
	event := "onload"
	if content, err := fs.ReadFile(site, name); errors.Is(err, fs.ErrNotExist) {
		event = "onerror"
	} else if err != nil {
		p.t.Fatal(err)
	} else {
		_, _ = p.vm.RunString(string(content)) // what is no script is loaded all the same
	}
	done, _ := goja.AssertFunction(script.Get(event))
	if _, err := done(script); err != nil {
		p.t.Fatal(err)
	}
}

// await calls a function of the reader and waits for its promise.
func (p *page) await(name string, args ...any) string {
	p.t.Helper()
	words := make([]string, len(args))
	for i, a := range args {
		b, err := json.Marshal(a)
		if err != nil {
			p.t.Fatal(err)
		}
		words[i] = string(b)
	}
	v, err := p.vm.RunString(`var got = ""; reader.` + name + `(` + strings.Join(words, ",") + `).then((r) => { got = JSON.stringify(r); }, (e) => { got = "failed: " + e + e.stack; }); 0`)
	if err != nil {
		p.t.Fatal(err, v)
	}
	for len(p.tasks) > 0 {
		next := p.tasks[0]
		p.tasks = p.tasks[1:]
		next()
	}
	return p.vm.Get("got").String()
}

func (p *page) search(q search.Query) answer {
	filters := map[string]string{"kind": q.Kind, "agency": q.Agency, "category": q.Category, "topic": q.Topic, "genre": q.Genre, "validity": q.Validity, "year": q.Year}
	limit := q.Limit
	if limit == 0 {
		limit = 10
	}
	got := p.await("search", map[string]any{"text": q.Text, "filters": filters, "from": q.From, "to": q.To, "newest": q.Newest, "counts": q.Counts, "offset": q.Offset, "limit": limit})
	var a answer
	if err := json.Unmarshal([]byte(got), &a); err != nil {
		p.t.Fatalf("%q: %v: %s", q.Text, err, got)
	}
	if len(a.Dropped) == 0 {
		a.Dropped = nil
	}
	if len(a.Missing) == 0 {
		a.Missing = nil
	}
	if len(a.Hits) == 0 {
		a.Hits = nil
	}
	for i := range a.Hits {
		if len(a.Hits[i].Passage) == 0 {
			a.Hits[i].Passage = nil
		}
	}
	return a
}

func (p *page) strings(name, typed string) []string {
	got := p.await(name, typed)
	var titles []string
	if json.Unmarshal([]byte(got), &titles) != nil {
		var agencies []struct{ Name string }
		if err := json.Unmarshal([]byte(got), &agencies); err != nil {
			p.t.Fatalf("%q: %v: %s", typed, err, got)
		}
		titles = nil
		for _, a := range agencies {
			titles = append(titles, a.Name)
		}
	}
	if len(titles) == 0 {
		return nil
	}
	return titles
}
