package layout

import (
	"bytes"
	"html/template"
	"strings"
	"testing"
	"testing/fstest"
)

func TestMinified(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"inline elements keep one space",
			"<p>\n  <a>x</a>   <b>y</b>{{if .}} <i>z</i>{{end}}  </p>", `<p><a>x</a> <b>y</b>{{if .}} <i>z</i>{{end}}</p>`},
		{"tags and quotes stay",
			`<ul><li class="a">x</li></ul><p>y</p><input type="text">`, `<ul><li class="a">x</li></ul><p>y</p><input type="text">`},
		{"comments go", "a<!-- one\ntwo --> b", "a b"},
		{"template comments stay whole", `{{/* it's "a <b>  x" */}}<p>  y</p>`, `{{/* it's "a <b>  x" */}}<p>y</p>`},
		{"action inside an attribute", `<p  class="a  {{if .}}b  {{end}}"  id="x">`, `<p  class="a  {{if .}}b  {{end}}" id="x">`},
		{"action around an attribute", `<a {{if .}}class="y"{{end}}   href="{{.}}">`, `<a {{if .}}class="y"{{end}}   href="{{.}}">`},
		{"apostrophe in a template comment",
			`{{- /* it's */ -}}<p  class='{{.}}'  title="a  &quot;">`, `{{- /* it's */ -}}<p  class='{{.}}' title='a  "'>`},
		{"ampersand before an action", "<p>&amp;{{.}} &amp; &amp;amp;</p>", "<p>&amp;{{.}} & &amp;amp;</p>"},
		{"block call", `{{block "x y" .}}  <p>  a</p>{{end}}`, `{{block "x y" .}}<p>a</p>{{end}}`},
		{"action beside a tag name", `<div{{with .}}  data-x="{{.}}"{{end}}  id="i">`, `<div{{with .}}  data-x="{{.}}"{{end}} id="i">`},
		{"option selected by an action", `<option value="1" {{if .}}selected{{end}}>x</option>`, `<option value="1" {{if .}}selected{{end}}>x</option>`},
		{"strings in an attribute's action", `<a title="{{printf "%s  }}" .}}"  id="x">`, `<a title="{{printf "%s  }}" .}}" id="x">`},
		{"strings in an action", "<p>{{ \"a  <b>\" }}  {{`}}  <i>`}}</p>", "<p>{{ \"a  <b>\" }} {{`}}  <i>`}}</p>"},
		{"style attribute", `<p style="color:  {{.}}">`, `<p style="color:  {{.}}">`},
		{"event attribute", `<p onclick="f(  {{.}} )">`, `<p onclick="f(  {{.}} )">`},
		{"JSON-LD with an action",
			`<p>  a</p><script type="application/ld+json">{"a":  "b &amp; c", "d": {{.}} }</script><p>  b</p>`,
			`<p>a</p><script type="application/ld+json">{"a":  "b &amp; c", "d": {{.}} }</script><p>b</p>`},
		{"JSON-LD without one",
			"<script type=\"application/ld+json\">\n{\"a\":  \"&lt;\"}\n</script>", "<script type=\"application/ld+json\">\n{\"a\":  \"&lt;\"}\n</script>"},
		{"script", "<SCRIPT>\n// c\nx = 'a  &amp;' + {{.}}\n</SCRIPT >", "<SCRIPT>\n// c\nx = 'a  &amp;' + {{.}}\n</SCRIPT >"},
		{"style", "<style>\na { content: \"a  b\"; x: {{.}} }</style>", "<style>\na { content: \"a  b\"; x: {{.}} }</style>"},
		{"svg", `<svg viewBox="0 0 1 1"><text>a  b{{.}}</text> <path d="{{.}}"/></svg>  x`, `<svg viewBox="0 0 1 1"><text>a  b{{.}}</text> <path d="{{.}}"/></svg> x`},
		{"textarea", "<textarea>\n  {{.}}\n  x </textarea>", "<textarea>\n  {{.}}\n  x </textarea>"},
		{"pre", "<pre>\n  {{.}}   x\n</pre>", "<pre>\n  {{.}}   x\n</pre>"},
		{"title", "<title>{{.}}  -  &lt;b&gt;</title>", "<title>{{.}} - &lt;b></title>"},
		{"commented script", "<!-- <script> --><p>  a</p><script>x  y</script>", "<p>a</p><script>x  y</script>"},
		{"script in a template comment", "{{/* <script> */}}<p>  a</p><script>x  y</script>", "{{/* <script> */}}<p>a</p><script>x  y</script>"},
		{"ideographic space", "<p>第一条　公开</p>", "<p>第一条　公开</p>"},
		{"same script twice", "<script>a</script> <script>a</script>", "<script>a</script> <script>a</script>"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, _, err := minified(test.text)
			if err != nil || got != test.want {
				t.Errorf("%v\n got %q\nwant %q", err, got, test.want)
			}
		})
	}
}

func TestUnminifiedFilesAreUsedAsWritten(t *testing.T) {
	m := good()
	m["comment.html"] = &fstest.MapFile{Data: []byte("{{define \"main\"}}\n<p>  a</p>\n<!-- {{if .Title}} -->b<!-- {{end}} -->{{end}}")}
	s := load(t, m)
	var got []string
	for _, p := range s.Unminified() {
		got = append(got, p.Error())
	}
	want := []string{
		"comment.html:3: used as it is, not minified: template text in an HTML comment is executed, though no one sees it; {{/* */}} takes it out",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	var w bytes.Buffer
	if err := s.Execute("comment", &w, view{Title: "x", Site: &site{}}); err != nil || !strings.Contains(w.String(), "<p>  a</p>\nb") {
		t.Errorf("%v %s", err, w.String())
	}
}

// What a page says is the same, minified or not.
func TestMinifiedPageMeansTheSame(t *testing.T) {
	m := good()
	m["ld.html"] = &fstest.MapFile{Data: []byte(`{{define "main"}}
<script type="application/ld+json">
  {"@type":  "GovernmentService",  "name": {{.Title}},  "x": {{.JSON}} }
</script>
<svg><title>{{.Title}}</title></svg>
{{end}}`)}
	s := load(t, m)
	v := county
	v.JSON = template.JS(`{"a":  1}`)
	var small, plain bytes.Buffer
	if err := s.Execute("ld", &small, v); err != nil {
		t.Fatal(err)
	}
	written, err := s.pages["ld"].written()
	if err != nil {
		t.Fatal(err)
	}
	if err := written.ExecuteTemplate(&plain, base, v); err != nil {
		t.Fatal(err)
	}
	fields := func(s string) string {
		return strings.NewReplacer(" ", "", "\n", "", "\r", "").Replace(s)
	}
	if fields(small.String()) != fields(plain.String()) {
		t.Errorf("minified:\n%s\nplain:\n%s", small.String(), plain.String())
	}
	const want = `{"@type":  "GovernmentService",  "name": "公开 \u0026 \u003c指南\u003e",  "x": {"a":  1} }`
	if !strings.Contains(small.String(), want) {
		t.Errorf("JSON-LD:\n%s\nwant %s", small.String(), want)
	}
	if small.Len() >= plain.Len() {
		t.Errorf("minified %d bytes, plain %d", small.Len(), plain.Len())
	}
}

func FuzzMinified(f *testing.F) {
	for _, m := range good() {
		f.Add(string(m.Data))
	}
	f.Add("<script>{{/*</script>*/}}<!--<svg>{{")
	f.Fuzz(func(t *testing.T, text string) {
		_, line, err := minified(text)
		if err != nil && (line < 1 || line > 1+strings.Count(text, "\n")) {
			t.Errorf("line %d of %q: %v", line, text, err)
		}
	})
}
