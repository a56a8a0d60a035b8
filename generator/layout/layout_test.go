package layout

import (
	"bytes"
	"errors"
	"html/template"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
)

type view struct {
	Title string
	List  []item
	Site  *site
	JSON  template.JS
}

type item struct{ Name, URL string }

type site struct{ County string }

var funcs = template.FuncMap{
	"upper": strings.ToUpper,
	"fail":  func() (string, error) { return "", errors.New("failed on purpose") },
}

// files makes a file system of "name", "text" pairs.
func files(pairs ...string) fstest.MapFS {
	m := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return m
}

const testBase = `<!doctype html>
<html lang="zh-CN">
  <head>
    <title>{{.Title}} - {{.Site.County}}</title>
    {{block "head" .}}<meta name="robots" content="noindex">{{end}}
  </head>
  <body>
    {{template "main" .}}
    {{template "footer" .Site}}
    {{template "parts/logo.html"}}
  </body>
</html>
`

func good() fstest.MapFS {
	return files(
		"base.html", testBase,
		"parts/footer.html", `{{define "footer"}}<footer>  {{.County | upper}}  </footer>{{end}}`,
		"parts/logo.html", "<p>  logo  </p>\r\n",
		"home.html", "\ufeff{{define \"main\"}}\r\n  <main>\r\n  <h1>{{.Title}}</h1>\r\n  </main>\r\n{{end}}",
		"list.html", `{{define "main"}}
  <ul>
    {{range .List}}
      <li><a href="{{.URL}}">{{.Name}}</a> <b>x</b></li>
    {{end}}
  </ul>
{{end}}
{{define "head"}}<meta name="page" content="list">{{end}}`,
		"README.md", "{{", "fs.go", "package layouts",
	)
}

func load(t testing.TB, fsys fs.FS) *Set {
	t.Helper()
	s, err := Load(fsys, funcs)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var county = view{
	Title: "公开 & <指南>",
	Site:  &site{County: "xian"},
	List:  []item{{"甲", "/a?b=1&c=2"}, {"乙", "javascript:alert(1)"}},
}

func TestExecute(t *testing.T) {
	s := load(t, good())
	if got := s.Names(); !slices.Equal(got, []string{"home", "list"}) {
		t.Errorf("Names = %q", got)
	}
	if got := s.Unminified(); len(got) > 0 {
		t.Errorf("Unminified = %v", got)
	}
	var w bytes.Buffer
	if err := s.Execute("list", &w, county); err != nil {
		t.Fatal(err)
	}
	const want = `<!doctype html><html lang="zh-CN"><head><title>公开 &amp; &lt;指南&gt; - xian</title>` + "\n" +
		`<meta name="page" content="list"></head><body>` + "\n" +
		`<ul>` + "\n\n" + `<li><a href="/a?b=1&amp;c=2">甲</a> <b>x</b></li>` + "\n\n" +
		`<li><a href="#ZgotmplZ">乙</a> <b>x</b></li>` + "\n" + `</ul>` + "\n" +
		`<footer>XIAN</footer>` + "\n" + `<p>logo</p>` + "\n</body></html>"
	if got := squeeze(w.String()); got != squeeze(want) {
		t.Errorf("list:\n%s\nwant:\n%s", got, squeeze(want))
	}
	w.Reset()
	if err := s.Execute("home", &w, county); err != nil || !strings.Contains(w.String(), "noindex") || strings.Contains(w.String(), "\r") {
		t.Errorf("home: %v\n%s", err, w.String())
	}
	if err := s.Execute("none", &w, county); err == nil || err.Error() != "none.html:1: there is no such layout" {
		t.Errorf("none: %v", err)
	}
}

// squeeze drops the line ends that the minifier leaves beside actions.
func squeeze(s string) string { return strings.ReplaceAll(s, "\n", "") }

func TestExecuteInParallelSameBytes(t *testing.T) {
	var want bytes.Buffer
	if err := load(t, good()).Execute("list", &want, county); err != nil {
		t.Fatal(err)
	}
	for range 20 { // the first pages of a set are those that may meet
		s := load(t, good())
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				for range 5 {
					var w bytes.Buffer
					if err := s.Execute("list", &w, county); err != nil || w.String() != want.String() {
						t.Errorf("%v: %s", err, w.String())
						return
					}
				}
			})
		}
		group.Wait()
	}
}

func TestExecuteErrorTellsLineAsWritten(t *testing.T) {
	m := good()
	m["home.html"] = &fstest.MapFile{Data: []byte("{{define \"main\"}}\n<!-- two\n\nlines -->\n<div>\n\n  <p>a</p>\n  <p>{{fail}}</p>\n</div>{{end}}")}
	s := load(t, m)
	w := bytes.NewBufferString("before")
	err := s.Execute("home", w, county)
	var p Problem
	if !errors.As(err, &p) || p.File != "home.html" || p.Line != 8 || p.Column != 8 || !strings.Contains(p.Message, "failed on purpose") {
		t.Errorf("error = %v", err)
	}
	if w.String() != "before" {
		t.Errorf("left half a page: %q", w.String())
	}
	none := view{Site: nil}
	if err := s.Execute("list", w, none); !errors.As(err, &p) || p.File != "base.html" || p.Line != 4 {
		t.Errorf("error = %v", err)
	}
}

func TestCheck(t *testing.T) {
	m := good()
	m["bad.html"] = &fstest.MapFile{Data: []byte("{{define \"main\"}}\n\n{{range .List}}\n<!-- c\n -->{{.Nmae}}{{end}}{{end}}")}
	m["wide.html"] = &fstest.MapFile{Data: []byte("{{define \"main\"}}{{upper .List}}{{end}}")}
	s := load(t, m)
	for _, v := range []any{county, &county, view{}, (*view)(nil)} {
		for _, name := range []string{"home", "list"} {
			if err := s.Check(name, v); err != nil {
				t.Errorf("Check(%s, %T): %v", name, v, err)
			}
		}
	}
	var p Problem
	if err := s.Check("bad", view{}); !errors.As(err, &p) || p.File != "bad.html" || p.Line != 5 || !strings.Contains(p.Message, "Nmae") {
		t.Errorf("bad: %v", err)
	}
	if err := s.Check("wide", view{}); !errors.As(err, &p) || p.File != "wide.html" {
		t.Errorf("wide: %v", err)
	}
	if err := s.Check("home", item{}); !errors.As(err, &p) || p.File != "base.html" || p.Line != 4 {
		t.Errorf("home with another view: %v", err)
	}
	if err := s.Check("none", view{}); err == nil {
		t.Error("none: no error")
	}
	// Checking does not hinder executing.
	var w bytes.Buffer
	if err := s.Execute("home", &w, county); err != nil {
		t.Error(err)
	}
}

func TestLoadCollectsProblems(t *testing.T) {
	m := good()
	for name, text := range map[string]string{
		"one.html":       "{{define \"main\"}}\n\n{{.Title}{{end}}",
		"two.html":       "{{define \"main\"}}\n{{nosuch .Title}}{{end}}",
		"parts/bad.html": "\n\n\n{{end}}",
		"parts/dup.html": "\n{{block \"footer\" .}}x{{end}}",
	} {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	wantProblems(t, m, `one.html:3: bad character U+007D '}'
parts/bad.html:4: unexpected {{end}}
parts/footer.html:1: defines template "footer", and so does parts/dup.html
two.html:2: function "nosuch" not defined`)

	m = good()
	for name, text := range map[string]string{
		"empty.html":  "<p>no main</p>",
		"calls.html":  "{{define \"main\"}}\n<p>{{template \"nosuch\"}}</p>{{end}}",
		"quotes.html": "{{define \"main\"}}\n\n<p title=\"{{if .Title}}x\">{{end}}</p>{{end}}",
	} {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	_, err := Load(m, funcs)
	got := ""
	if err != nil {
		got = err.Error()
	}
	for _, want := range []string{
		`calls.html:2:15: no such template "nosuch"`,
		`empty.html:1: does not define "main"`,
		`quotes.html:3:`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("problems:\n%s\nlack %s", got, want)
		}
	}

	wantProblems(t, files("home.html", `{{define "main"}}{{end}}x`), "base.html:1: there is no base.html, which every page needs")
}

func wantProblems(t *testing.T, fsys fs.FS, want string) {
	t.Helper()
	_, err := Load(fsys, funcs)
	var list Problems
	if !errors.As(err, &list) || list.Error() != want {
		t.Errorf("problems:\n%v\nwant:\n%s", err, want)
	}
}

func TestFaultInSharedFileIsToldOnce(t *testing.T) {
	m := good()
	m["parts/footer.html"] = &fstest.MapFile{Data: []byte(`{{define "footer"}}{{template "nosuch"}}{{end}}`)}
	_, err := Load(m, funcs)
	var list Problems
	if !errors.As(err, &list) || len(list) != 1 || list[0].File != "parts/footer.html" {
		t.Errorf("problems: %v", err)
	}
}

func BenchmarkExecute(b *testing.B) {
	s := load(b, good())
	var w bytes.Buffer
	b.ReportAllocs()
	for b.Loop() {
		w.Reset()
		if err := s.Execute("list", &w, county); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	m := good()
	for b.Loop() {
		load(b, m)
	}
}

// TestRestore: a remembered set makes the same pages, and tells the same places.
func TestRestore(t *testing.T) {
	fsys := good()
	fsys["broken.html"] = &fstest.MapFile{Data: []byte("{{define \"main\"}}\n\n<p>{{fail}}</p>{{end}}")}
	loaded := load(t, fsys)
	record, ok := loaded.AppendBinary(nil)
	if !ok {
		t.Fatal("it can't be remembered")
	}
	restored, ok := Restore(string(record), funcs)
	if !ok {
		t.Fatal("it can't be restored")
	}
	if restored.Sum() != loaded.Sum() || !slices.Equal(restored.Names(), loaded.Names()) {
		t.Errorf("Sum %x, Names %q", restored.Sum(), restored.Names())
	}
	for _, name := range append(loaded.Names(), "none") {
		var want, got bytes.Buffer
		wrong, again := loaded.Execute(name, &want, county), restored.Execute(name, &got, county)
		if got.String() != want.String() || (wrong == nil) != (again == nil) || wrong != nil && wrong.Error() != again.Error() {
			t.Errorf("%s: %v\n%s\nwant %v\n%s", name, again, got.String(), wrong, want.String())
		}
	}
	var want, got bytes.Buffer
	if err := restored.Part("footer", &got, county.Site); err != nil || loaded.Part("footer", &want, county.Site) != nil || got.String() != want.String() {
		t.Errorf("footer: %v %s", err, got.String())
	}
	for _, bad := range []string{"", string(record[:len(record)-1]), string(record) + "x", "\x01\x00\x00\x03{{"} {
		if _, ok := Restore(bad, funcs); ok {
			t.Errorf("a damaged record is restored: %.20q…", bad)
		}
	}
}

// FuzzRestore: whatever a damaged cache holds is restored to something that can
// be executed, or not at all.
func FuzzRestore(f *testing.F) {
	record, _ := load(f, good()).AppendBinary(nil)
	f.Add(record)
	f.Fuzz(func(t *testing.T, record []byte) {
		s, ok := Restore(string(record), funcs)
		if !ok {
			return
		}
		for _, name := range s.Names() {
			var w bytes.Buffer
			if err := s.Execute(name, &w, county); err != nil && w.Len() > 0 {
				t.Errorf("%s: %v, but %q", name, err, w.String())
			}
		}
	})
}
