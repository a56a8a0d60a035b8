package layout_test

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"gongkai/generator/layout"
)

type kind string

type stamp int

func (s stamp) String() string { return fmt.Sprintf("<stamp %d>", int(s)) }

func (s stamp) Twice() int { return 2 * int(s) }

type leaf struct {
	Text string
	Next *leaf
	List []leaf
}

type inner struct{ Promoted string }

type deep struct{ Deep string }

type all struct {
	inner
	*deep
	Text, Empty string
	Number      int
	Small       uint8
	Yes, No     bool
	Kind        kind
	Stamp       stamp
	Float       float64
	Texts       []string
	None        []string
	Pair        [2]int
	Leaf        *leaf
	Nil         *leaf
	Tree        leaf
	Trees       []*leaf
	List        *[]string
	Map         map[string]int
	Any         any
	Time        time.Time

	HTML template.HTML
	URL  template.URL
	JS   template.JS
	Attr template.HTMLAttr
	CSS  template.CSS
}

func sample() all {
	return all{
		inner: inner{"promoted"}, deep: &deep{"deep"},
		Text: "a < b & 'c'", Number: 3, Small: 200, Yes: true, Kind: "k&k", Stamp: 4, Float: 1.5,
		Texts: []string{"a", "b&", "c"}, Pair: [2]int{7, 8},
		Leaf:  &leaf{Text: "leaf", Next: &leaf{Text: "next"}},
		Tree:  leaf{Text: "root", List: []leaf{{Text: "1", List: []leaf{{Text: "1.1"}}}, {Text: "2"}}},
		Trees: []*leaf{{Text: "p"}, {Text: "q"}},
		List:  &[]string{"x", "y"}, Map: map[string]int{"a": 1}, Any: "any",
		HTML: "<b>&amp;</b>", URL: "tel:1?a=b&c", JS: `{"a":1}`, Attr: `class="x"`, CSS: "color: red",
	}
}

// site loads a page called "page" whose main is text.
func site(t testing.TB, text string) *layout.Set {
	t.Helper()
	s, err := layout.Load(fstest.MapFS{
		"base.html": {Data: []byte(`<html><head><title>t</title></head><body>{{template "main" .}}</body></html>`)},
		"parts/part.html": {Data: []byte(`{{define "leaf"}}<i>{{.Text}}</i>{{end}}{{define "text"}}<u>{{.}}</u>{{end}}` +
			`{{define "still"}}still{{end}}{{define "tree"}}<ul>{{.Text}}{{range .List}}<li>{{template "tree" .}}</li>{{end}}</ul>{{end}}` +
			`{{define "endless"}}{{template "endless" .}}{{end}}{{define "dollar"}}{{with .Text}}{{$.Text}}{{end}}{{end}}`)},
		"page.html": {Data: []byte("{{define \"main\"}}\n" + text + "{{end}}")},
	}, template.FuncMap{"upper": strings.ToUpper, "len": func(any) int { return 42 }})
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return s
}

func TestConstructsAreFast(t *testing.T) {
	for _, text := range []string{
		// values
		`{{.Text}} {{.Empty}} {{.Number}} {{.Small}} {{.Yes}} {{.No}} {{.Kind}} {{.Stamp}} {{.Float}}`,
		`{{.Texts}} {{.None}} {{.Pair}} {{.Tree.List}} {{.Map}} {{.Time}} {{.CSS}} {{.Attr}}`,
		`{{.Promoted}} {{.Deep}} {{.Leaf.Text}} {{.Leaf.Next.Text}} {{(.Leaf).Next.Text}} {{$.Leaf.Text}}`,
		`{{"a<b"}} {{3}} {{true}} {{- /* gone */ -}} x`,
		// choices
		`{{if .Text}}1{{else}}2{{end}}{{if .Empty}}1{{else}}2{{end}}{{if .Nil}}1{{end}}{{if .Leaf}}1{{end}}{{if .Tree}}1{{end}}`,
		`{{if .No}}1{{else if .Number}}2{{else}}3{{end}}{{if .Small}}1{{end}}{{if .None}}1{{end}}{{if .Pair}}1{{end}}{{if .Map}}1{{end}}`,
		`{{with .Leaf}}{{.Text}}{{with .Next}}{{.Text}}{{end}}{{end}}{{with .Nil}}1{{else}}{{.Text}}{{end}}`,
		`{{with .Empty}}1{{else with .Text}}{{.}}{{end}}{{with $x := .Text}}{{$x}}{{.}}{{end}}{{if $x := .Empty}}1{{else}}[{{$x}}]{{end}}`,
		// loops
		`{{range .Texts}}{{.}},{{else}}none{{end}}{{range .None}}1{{else}}{{.Text}}{{end}}`,
		`{{range $i, $e := .Texts}}{{if $i}}, {{end}}{{$i}}={{$e}}{{$.Text}}{{end}}{{range $e := .Texts}}{{$e}}{{end}}`,
		`{{range .Pair}}{{.}}{{end}}{{range .Trees}}{{.Text}}{{end}}{{range .List}}{{.}}{{end}}{{range 3}}{{.}}{{end}}{{range $n := .Number}}{{$n}}{{end}}{{range 0}}{{else}}none{{end}}`,
		`{{range $i, $e := .Texts}}{{if eq $i 1}}{{continue}}{{end}}{{$e}}{{end}}{{range .Texts}}{{range $.Pair}}{{break}}{{end}}{{.}}{{if eq . "b&"}}{{break}}{{end}}{{end}}`,
		// variables
		`{{$x := .Text}}{{$y := $x}}{{if .Yes}}{{$x = "new"}}{{$y := .Kind}}{{$y}}{{end}}{{$x}}{{$y}}`,
		`{{$n := 0}}{{range $i, $e := .Texts}}{{$n = $i}}{{$l := $.Leaf}}{{$l.Text}}{{end}}{{$n}}`,
		// templates
		`{{template "leaf" .Leaf}}{{template "leaf" .Tree}}{{template "text" .Text}}{{template "text" .Number}}{{template "text" .HTML}}{{template "still"}}`,
		`{{$x := .Text}}{{template "tree" .Tree}}{{template "dollar" .}}{{$x}}`,
		// functions
		`{{if and .Yes .Text}}1{{end}}{{if or .No .Nil .Empty}}1{{else}}2{{end}}{{if not .No}}1{{end}}{{not .Yes}}{{.Yes | not}}`,
		`{{or .Empty .Text}}{{and .Text .Empty}}{{and .Text "x"}}{{.Text | or .Empty}}{{(or .Nil .Leaf).Text}}`,
		`{{if or (eq .Text "a") (and (ne .Number 4) (not .No))}}1{{end}}{{eq .Number 1 2 3}}{{eq .Kind "k&k"}}{{eq .Yes true}}{{ne .Text ""}}`,
		`{{lt .Number 4}}{{le .Number 3}}{{gt .Number 3}}{{ge .Number 4}}{{lt .Text "b"}}{{eq .Small .Small}}{{lt .Small .Small}}`,
		`{{index .Texts 1}}{{index .Pair 0}}{{(index .Tree.List 0).Text}}{{(index .Trees 0).Text}}`,
		`{{printf "%d-%s-%v" .Number .Text .Kind}}{{print .Text 1}}{{println "x"}}{{.Text | printf "%q %s" "y"}}{{printf "%05.1f" .Float}}`,
		// places
		`<a href="{{.Text}}">{{.HTML}}</a><a href="{{.URL}}" title="{{.Text}}">x</a><a href="/a?q={{.Text}}&amp;p={{.URL}}#{{.Kind}}">x</a>`,
		`<a href={{.Text}}>x</a><a href={{.URL}}>x</a><p title={{.Text}} lang={{.Empty}} data-n={{.Number}}>x</p><img src="/a/{{.Text}}.png" alt='{{.Text}}'>`,
		`<textarea>{{.Text}}{{.HTML}}</textarea><p {{.Attr}}>x</p><script>var a = {{.Text}}, b = {{.JS}}, c = {{.HTML}}, d = {{.URL}}</script>`,
		`<a href="{{if .No}}/x{{else}}{{.URL}}{{end}}"{{if .Yes}} hidden{{end}}>x</a><!-- {{.Text}} --><script>/* {{.Text}} {{.Number}} */</script><a onclick="f({{.Text}}, {{.JS}})">x</a>`,
		`<meta http-equiv="refresh" content="{{.Text}}"><form action="{{.URL}}"><input value="{{.Number}}" formaction={{.Text}}></form>`,
	} {
		s := site(t, text)
		same(t, s, "page", sample())
		v := sample()
		same(t, s, "page", &v)
		v.Text, v.Texts, v.None, v.Number, v.No, v.Yes = "", nil, []string{"n"}, 0, true, false
		same(t, s, "page", v)
		if t.Failed() {
			t.Fatalf("in %s: %v", text, s.Slow())
		}
	}
}

// What is not compiled is made by html/template, and told with its place.
func TestOtherConstructsAreSlowAndRight(t *testing.T) {
	for _, text := range []string{
		`{{.Any}}`, `{{with .Any}}{{.}}{{end}}`, `{{range .Map}}{{.}}{{end}}`, `{{.Map.a}}`, `{{index .Map "a"}}`,
		`{{upper .Text}}`, `{{len .Texts}}`, `{{.Stamp.Twice}}`, `{{.Stamp.Twice | printf "%d"}}`, `{{slice .Text 1}}`,
		`{{.Nil}}`, `{{.Leaf}}`, `{{1.5}}`, `{{'a'}}`, `{{if .Float}}1{{end}}`, `{{if or .Text .Number}}1{{end}}{{or .Text .Number}}`,
		`{{$x := .Text}}{{$x = .Number}}{{$x}}`, `{{range $i, $e := .None}}{{else}}{{$e}}{{end}}`, `{{eq .Number .Small}}`, `{{eq .Float 1.5}}`,
		`<p title="{{.HTML}}" style="{{.CSS}}">x</p>`, `<p style="color: {{.Text}}">x</p>`, `<p {{.Text}}>x</p>`, `<script>f("{{.Text}}", {{.Number}})</script>`,
		`<title>{{template "text" .Text}}</title>`, `<img srcset="{{.Text}}">`, `{{.Text | html}}`, `{{html .Text .Number}}`, `{{urlquery .Text}}`, `{{js .Text}}`,
		`{{with $x := $}}{{template "leaf" $y := .Leaf}}{{end}}`,
	} {
		s, v := site(t, text), sample()
		var got, want bytes.Buffer
		if s.Fast("page", &got, v) {
			t.Errorf("%s is fast", text)
		}
		err, wantErr := s.Execute("page", &got, v), s.Oracle("page", &want, v)
		if (err == nil) != (wantErr == nil) || err == nil && got.String() != want.String() {
			t.Errorf("%s: %q, %v\nwant %q, %v", text, got.String(), err, want.String(), wantErr)
		}
		slow := s.Slow()
		if len(slow) != 1 || slow[0].File != "page.html" || slow[0].Line != 2 || !strings.Contains(slow[0].Message, "slower") {
			t.Errorf("%s: Slow = %v", text, slow)
		}
	}
}

// Trouble with the data is told as html/template tells it.
func TestTroubleIsLeftToHTMLTemplate(t *testing.T) {
	for _, text := range []string{
		`x{{.Nil.Text}}`, `x{{.Deep}}`, `x{{(index .Trees 0).Text}}`, `x{{index .Texts 9}}`, `{{range .Trees}}{{.Text}}{{end}}`,
		`{{if eq .Text .Text .Nil.Text}}1{{end}}`, `{{range .List}}{{end}}`, `{{template "leaf" .Nil}}`,
	} {
		s := site(t, text)
		v := sample()
		v.deep, v.List, v.Trees = nil, nil, []*leaf{nil}
		same(t, s, "page", v)
		if slow := s.Slow(); len(slow) > 0 {
			t.Errorf("%s: Slow = %v", text, slow)
		}
		w := bytes.NewBufferString("before")
		var p layout.Problem
		if err := s.Execute("page", w, v); !errors.As(err, &p) || p.Line == 0 || w.String() != "before" {
			t.Errorf("%s: %v, %q", text, err, w.String())
		}
	}
	same(t, site(t, `{{if .Text}}{{or .Text .Nil.Text}}{{end}}{{and .Empty .Nil.Text}}`), "page", sample())
}

func TestViewWithoutType(t *testing.T) {
	s := site(t, `{{with .}}{{.Text}}{{end}}`)
	for _, view := range []any{nil, reflect.ValueOf(sample())} {
		var got, want bytes.Buffer
		err, wantErr := s.Execute("page", &got, view), s.Oracle("page", &want, view)
		if err != nil || wantErr != nil || got.String() != want.String() {
			t.Errorf("%q, %v\nwant %q, %v", got.String(), err, want.String(), wantErr)
		}
	}
}

func TestEndlessRecursionIsNotOurs(t *testing.T) {
	s := site(t, `{{if .Yes}}{{template "endless" .}}{{end}}`)
	if s.Fast("page", new(bytes.Buffer), sample()) {
		t.Error("came to an end")
	}
	same(t, s, "page", all{})
}

type escaped struct {
	Text string
	Kind kind
	HTML template.HTML
	URL  template.URL
	JS   template.JS
	Attr template.HTMLAttr
}

// FuzzEscapers compares each escaper, where it can stand, with html/template's.
func FuzzEscapers(f *testing.F) {
	places := []string{
		`<p>{{.Text}}|{{.Kind}}|{{.HTML}}|{{.URL}}|{{.JS}}|{{.Attr}}</p>`,
		`<textarea>{{.Text}}|{{.HTML}}|{{.URL}}</textarea>`,
		`<p title="{{.Text}}|{{.URL}}|{{.JS}}" lang='{{.Kind}}'>x</p>`,
		`<p title={{.Text}} lang={{.URL}}>x</p>`,
		`<a href="{{.Text}}">x</a><a href="{{.URL}}">x</a><a href="{{.Kind}}">x</a><a href='{{.Attr}}'>x</a>`,
		`<a href={{.Text}}>x</a><a href={{.URL}}>x</a>`,
		`<a href="/x/{{.Text}}/{{.URL}}?a={{.Text}}&b={{.URL}}#{{.Kind}}">x</a>`,
		`<a href=/x/{{.Text}}/{{.URL}}?{{.Text}}&{{.URL}}#{{.Kind}}>x</a>`,
		`<script>f({{.Text}}, {{.HTML}}, {{.URL}}, {{.JS}})</script><p onclick="f({{.Text}})">x</p><p onclick=f({{.Text}})>x</p>`,
		`<p {{.Attr}}>x</p>`,
		`<meta http-equiv="refresh" content="0;url={{.Text}}">`,
	}
	s := site(f, strings.Join(places, "\n"))
	for _, text := range texts {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		same(t, s, "page", escaped{text, kind(text), template.HTML(text), template.URL(text), template.JS(text), template.HTMLAttr(text)})
	})
}
