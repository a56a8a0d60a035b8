package assets

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/generator/output"
)

// theme makes a theme of "name", "text" pairs, laid over a good one.
func theme(pairs ...string) fstest.MapFS {
	m := fstest.MapFS{}
	pairs = append([]string{
		"site.css", `@import "base/type.css";
@import url(components/header.css);
body { background: url(static/grain.svg); mask: url("static/icons/sprite.svg#menu"); filter: url(#blur); }
`,
		"base/type.css", "p::before { content: \"公开\" }\r\n",
		"components/header.css", ".header { background: url(../static/grain.svg); cursor: url(data:image/svg+xml;base64,AAAA), auto }\n",
		"site.ts", `import { menu } from "./components/menu"
import words from "./components/words.json"
const m: HTMLElement | null = document.querySelector(".menu")
m?.append(menu(words.open ?? "x"))
`,
		"components/menu.ts", "import {tag} from './tag'\nexport function menu(word: string): string { return tag + word }\nexport function unused() { return 'never' }\n",
		"components/tag/index.ts", "export const tag = '目录'\n",
		"components/words.json", `{"open": "打开"}`,
		"search.ts", "console.log('search')\n",
		"static/grain.svg", "<svg/>",
		"static/icons/sprite.svg", "<svg><g id='menu'/></svg>",
		"static/.DS_Store", "x",
		"README.md", "not bundled", "fs.go", "package theme",
	}, pairs...)
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return m
}

func content(t *testing.T, f output.File) string {
	t.Helper()
	var w bytes.Buffer
	if err := f.Render(&w); err != nil {
		t.Fatal(err)
	}
	return w.String()
}

// find returns the content of the asset with a logical name.
func find(t *testing.T, m Manifest, files []output.File, logical string) string {
	t.Helper()
	p, ok := m.Lookup(logical)
	if !ok {
		t.Fatalf("no %s in %q", logical, m.Names())
	}
	i := slices.IndexFunc(files, func(f output.File) bool { return f.Path == p })
	if i < 0 {
		t.Fatalf("no file %s", p)
	}
	return content(t, files[i])
}

func TestBundle(t *testing.T) {
	m, files, messages := Bundle(theme(), Options{Minify: true, Entries: []string{"search.ts"}})
	if len(messages) > 0 {
		t.Fatal(messages)
	}
	if got, want := m.Names(), []string{"grain.svg", "icons/sprite.svg", "search.js", "site.css", "site.js"}; !slices.Equal(got, want) {
		t.Errorf("Names = %q, want %q", got, want)
	}
	shape := regexp.MustCompile(`^assets/(grain-[0-9a-f]{8}\.svg|icons/sprite-[0-9a-f]{8}\.svg|search-[0-9a-f]{8}\.js|site-[0-9a-f]{8}\.(css|js))$`)
	if len(files) != 5 {
		t.Errorf("%d files, want 5", len(files))
	}
	for _, f := range files {
		if !shape.MatchString(f.Path) {
			t.Errorf("path %s", f.Path)
		}
		if !strings.HasPrefix(f.Maker, "theme/") {
			t.Errorf("maker %s", f.Maker)
		}
	}

	css := find(t, m, files, "site.css")
	grain, _ := m.Lookup("grain.svg")
	sprite, _ := m.Lookup("icons/sprite.svg")
	for _, want := range []string{
		`content:"公开"`,
		".header{background:url(./" + strings.TrimPrefix(grain, "assets/") + ")",
		"url(./" + strings.TrimPrefix(sprite, "assets/") + "#menu)",
		"url(#blur)", "url(data:image/svg+xml;base64,AAAA)",
	} {
		if !strings.Contains(css, want) {
			t.Errorf("site.css lacks %s:\n%s", want, css)
		}
	}
	js := find(t, m, files, "site.js")
	for _, want := range []string{"目录", "打开", "(()=>{"} {
		if !strings.Contains(js, want) {
			t.Errorf("site.js lacks %s:\n%s", want, js)
		}
	}
	for _, not := range []string{"never", "HTMLElement", "?.", "??", "sourceMapping"} {
		if strings.Contains(js, not) {
			t.Errorf("site.js has %s:\n%s", not, js)
		}
	}
	if _, ok := m.Lookup("site.ts"); ok {
		t.Error("site.ts is not an asset")
	}
}

func TestSameBytes(t *testing.T) {
	list := func() string {
		m, files, messages := Bundle(theme(), Options{Entries: []string{"search.ts"}})
		s := fmt.Sprint(m.Names(), messages)
		for _, f := range files {
			s += f.Path + "\n" + content(t, f)
		}
		return s
	}
	want := list()
	t.Chdir(t.TempDir()) // nor does it matter where it runs
	os.WriteFile("tsconfig.json", []byte(`{"compilerOptions":{"target":"es5","alwaysStrict":true}}`), 0o644)
	for range 5 {
		if got := list(); got != want {
			t.Fatalf("got:\n%s\nwant:\n%s", got, want)
		}
	}
}

func TestNameChangesWithContent(t *testing.T) {
	before, _, _ := Bundle(theme(), Options{})
	after, _, _ := Bundle(theme("static/grain.svg", "<svg></svg>"), Options{})
	for name, change := range map[string]bool{"grain.svg": true, "site.css": true, "site.js": false, "icons/sprite.svg": false} {
		a, _ := before.Lookup(name)
		b, _ := after.Lookup(name)
		if a == "" || (a != b) != change {
			t.Errorf("%s: %s → %s", name, a, b)
		}
	}
}

func TestMessages(t *testing.T) {
	for _, test := range []struct {
		name string
		fs   fs.FS
		opts Options
		want string
	}{
		{"syntax", theme("components/menu.ts", "export function menu(a: string) {\n  return (a\n}\n"), Options{},
			`components/menu.ts:3:1+1: Expected ")" but found "}" [}]`},
		{"missing import", theme("site.ts", "\n\nimport './none'\n"), Options{},
			`site.ts:3:8+8: the theme has no file "none" [import './none']`},
		{"package", theme("site.ts", "import 'lodash'\n"), Options{},
			`site.ts:1:8+8: "lodash" is a package, and there are none; a file of the theme begins with ./ or ../ [import 'lodash']`},
		{"outside", theme("site.ts", "import '../../../etc/hostname'\n"), Options{},
			`site.ts:1:8+23: "../../../etc/hostname" is outside the theme [import '../../../etc/hostname']`},
		{"disk", theme("site.ts", "import '/etc/hostname'\n"), Options{},
			`site.ts:1:8+15: "/etc/hostname" is a package, and there are none; a file of the theme begins with ./ or ../ [import '/etc/hostname']`},
		{"network script", theme("site.ts", "import 'https://cdn.example/x.js'\n"), Options{},
			`site.ts:1:8+26: "https://cdn.example/x.js" is not in the theme; nothing is loaded from elsewhere [import 'https://cdn.example/x.js']`},
		{"network style", theme("base/type.css", "@import url(//fonts.example/a.css);\n"), Options{},
			`base/type.css:1:9+26: "//fonts.example/a.css" is not in the theme; nothing is loaded from elsewhere [@import url(//fonts.example/a.css);]`},
		{"network image", theme("base/type.css", "p { background: url(http://x.example/a.png) }\n"), Options{},
			`base/type.css:1:17+27: "http://x.example/a.png" is not in the theme; nothing is loaded from elsewhere [p { background: url(http://x.example/a.png) }]`},
		{"missing image", theme("components/header.css", "p { background: url(static/grain.svg) }\n"), Options{},
			`components/header.css:1:17+21: "components/static/grain.svg" is not below static/, where files that are used as they are belong [p { background: url(static/grain.svg) }]`},
		{"missing static", theme("base/type.css", "p { background: url(../static/x.svg) }\n"), Options{},
			`base/type.css:1:17+20: the theme has no file "static/x.svg" [p { background: url(../static/x.svg) }]`},
		{"style in script", theme("site.ts", "import './base/type.css'\n"), Options{},
			`site.ts:1:8+17: a style sheet is imported by style sheets, a script by scripts; see site.css and site.ts [import './base/type.css']`},
		{"image in script", theme("site.ts", "import './static/grain.svg'\n"), Options{},
			`site.ts:1:8+20: "static/grain.svg" can't be imported; .ts, .js, .css and .json can [import './static/grain.svg']`},
		{"no entry", theme(), Options{Entries: []string{"none.ts", "components/menu.ts", "x.css"}},
			"components/menu.ts:0:0+0: what has an asset of its own is a .ts or .css file at the root of the theme []\n" +
				"none.ts:0:0+0: the theme has no such file []\n" +
				"x.css:0:0+0: the theme has no such file []"},
		{"no theme", fstest.MapFS{}, Options{}, "site.css:0:0+0: the theme has no such file []\nsite.ts:0:0+0: the theme has no such file []"},
		{"taken name", theme("static/site.css", "p{}"), Options{},
			"site.css:0:0+0: another file of the theme makes an asset called site.css too []"},
		{"link", linked(t), Options{}, "static/out.svg:0:0+0: is not an ordinary file, such as a link to a file elsewhere []"},
	} {
		t.Run(test.name, func(t *testing.T) {
			m, files, messages := Bundle(test.fs, test.opts)
			var got []string
			for _, m := range messages {
				if m.Warning {
					t.Error("is a warning")
				}
				got = append(got, fmt.Sprintf("%s:%d:%d+%d: %s [%s]", m.File, m.Line, m.Column, m.Length, m.Text, m.SourceLine))
			}
			if strings.Join(got, "\n") != test.want {
				t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), test.want)
			}
			if len(files) > 0 || len(m.Names()) > 0 {
				t.Error("files in spite of errors")
			}
		})
	}
}

// linked is a theme on the disk with a link that leads out of it.
func linked(t *testing.T) fs.FS {
	dir := t.TempDir()
	if err := os.CopyFS(dir, theme()); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/etc/hostname", dir+"/static/out.svg"); err != nil {
		t.Skipf("no symbolic link can be made here, so one that leads out of the theme was not tried: %v", err)
	}
	return os.DirFS(dir)
}

func TestWarning(t *testing.T) {
	_, files, messages := Bundle(theme("base/type.css", "p { colour red }\n"), Options{})
	if len(messages) != 1 || !messages[0].Warning || messages[0].File != "base/type.css" || messages[0].Line != 1 {
		t.Errorf("messages: %+v", messages)
	}
	if len(files) != 4 {
		t.Errorf("%d files, want 4", len(files))
	}
}

func BenchmarkBundle(b *testing.B) {
	fsys := theme()
	for b.Loop() {
		if _, _, messages := Bundle(fsys, Options{Minify: true}); len(messages) > 0 {
			b.Fatal(messages)
		}
	}
}

func TestRestore(t *testing.T) {
	m, files, _ := Bundle(theme(), Options{Minify: true, Entries: []string{"search.ts"}})
	record, err := AppendBinary(nil, m, files)
	if err != nil {
		t.Fatal(err)
	}
	again, others, ok := Restore(string(record))
	if !ok || !slices.Equal(again.Names(), m.Names()) || len(others) != len(files) {
		t.Fatalf("%v: %q, %d files", ok, again.Names(), len(others))
	}
	for i, f := range files {
		if o := others[i]; o.Path != f.Path || o.Maker != f.Maker || content(t, o) != content(t, f) {
			t.Errorf("%s from %s, want %s from %s", o.Path, o.Maker, f.Path, f.Maker)
		}
	}
	for _, name := range m.Names() {
		want, _ := m.Lookup(name)
		if got, ok := again.Lookup(name); !ok || got != want {
			t.Errorf("%s is at %s, want %s", name, got, want)
		}
	}
	if _, _, ok := Restore(string(record[:len(record)-1])); ok {
		t.Error("half a record is restored")
	}
}

func FuzzRestore(f *testing.F) {
	m, files, _ := Bundle(theme(), Options{})
	record, err := AppendBinary(nil, m, files)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(record)
	f.Fuzz(func(t *testing.T, record []byte) {
		m, files, ok := Restore(string(record))
		if !ok {
			return
		}
		again, err := AppendBinary(nil, m, files)
		if err != nil {
			t.Fatal(err)
		}
		if m2, files2, ok := Restore(string(again)); !ok || len(files2) != len(files) || !slices.Equal(m2.Names(), m.Names()) {
			t.Error("it is restored to something else")
		}
	})
}
