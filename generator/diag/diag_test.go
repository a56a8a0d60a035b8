package diag

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"golang.org/x/text/width"
)

// in is the span of the first text in a file, as readers count it: in the
// normalised bytes.
func in(t *testing.T, fsys fstest.MapFS, name, text string) Span {
	t.Helper()
	src := string(Normalise(fsys[name].Data))
	i := strings.Index(src, text)
	if i < 0 {
		t.Fatalf("%q is not in %s", text, name)
	}
	return At(&File{Path: name}, i, len(text))
}

func files(pairs ...string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		fsys[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return fsys
}

func printed(t *testing.T, p Printer, format string, list List) string {
	t.Helper()
	var b bytes.Buffer
	if err := p.Print(&b, format, list); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPlace(t *testing.T) {
	for _, test := range []struct {
		name, source, text string
		want               Place
	}{
		{"first", "abc\n", "abc", Place{1, 1, 1, 4, "abc"}},
		{"Chinese", "标题：甲\n", "甲", Place{1, 4, 1, 5, "标题：甲"}},
		{"beyond the basic plane", "𠀀𠀀x\n", "x", Place{1, 3, 1, 4, "𠀀𠀀x"}},
		{"second line", "a\nbc\n", "c", Place{2, 2, 2, 3, "bc"}},
		{"CRLF", "a\r\nbc\r\nd\r\n", "c", Place{2, 2, 2, 3, "bc"}},
		{"old Mac", "a\rbc\rd", "c", Place{2, 2, 2, 3, "bc"}},
		{"byte order mark", "\xef\xbb\xbf标题", "题", Place{1, 2, 1, 3, "标题"}},
		{"mark and CRLF", "\xef\xbb\xbfa\r\n标题\r\n", "题", Place{2, 2, 2, 3, "标题"}},
		{"two lines", "a\nbc\nde\n", "c\nd", Place{2, 2, 3, 2, "bc"}},
		{"end of the file", "ab", "b", Place{1, 2, 1, 3, "ab"}},
		{"after the last line", "ab\n", "\n", Place{1, 3, 2, 1, "ab"}},
		{"not UTF-8", "\xb1\xeax", "x", Place{1, 3, 1, 4, "\uFFFDx"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			fsys := files("f", test.source)
			if got := NewSources(fsys, nil).Place(in(t, fsys, "f", test.text)); got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestPlaceThatIsNotThere(t *testing.T) {
	s := NewSources(files("f", "abc"), nil)
	for _, sp := range []Span{{}, At(&File{Path: "gone"}, 0, 1), At(&File{Path: "f"}, 2, 5), At(&File{Path: "f"}, 9, 1), At(&File{Path: "f"}, -1, 1), At(&File{Path: "f"}, 1, -1)} {
		if got := s.Place(sp); got != (Place{Line: 1, Column: 1, EndLine: 1, EndColumn: 1}) {
			t.Errorf("%+v: %+v", sp, got)
		}
	}
}

func TestText(t *testing.T) {
	fsys := files("content/a.md", "---\n标题：甲\tx\n---\n", "content/b.md", "b\n")
	f := Finding{Rule: "front-matter", Severity: Error, Span: in(t, fsys, "content/a.md", "："),
		Message: Say("用了全角冒号", "a full-width colon"), Help: Say("改成半角冒号", "write a half-width one"), Law: Say("某法", "a law"),
		Notes: []Note{{At(&File{Path: "content/b.md"}, 0, 1), Say("这里对了", "this one is right")}}}
	list := List{f, {Rule: "duty", Severity: Warning, Message: Say("全站的事", "of the whole site")}}

	for lang, want := range map[string]string{
		"zh": `content/a.md:2:3: 错误 front-matter: 用了全角冒号
    标题：甲 x
        ^^
  改法：改成半角冒号
  依据：某法
  → content/b.md:1:1: 这里对了
.: 警告 duty: 全站的事
`,
		"en": `content/a.md:2:3: error front-matter: a full-width colon
    标题：甲 x
        ^^
  fix: write a half-width one
  law: a law
  → content/b.md:1:1: this one is right
.: warning duty: of the whole site
`} {
		if got := printed(t, Printer{Lang: lang, Sources: NewSources(fsys, nil)}, "text", list); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	}

	coloured := printed(t, Printer{Lang: "en", Color: true, Sources: NewSources(fsys, nil)}, "text", list)
	if !strings.Contains(coloured, "\x1b[31merror\x1b[0m") || !strings.Contains(coloured, "\x1b[33mwarning\x1b[0m") {
		t.Errorf("%q", coloured)
	}
	f.Waived = true
	if got := printed(t, Printer{Lang: "zh", Sources: NewSources(fsys, nil)}, "text", List{f}); !strings.Contains(got, "错误（已豁免）") {
		t.Error(got)
	}
}

// TestNothingMovesTheCursor: a text of a stranger cannot make findings vanish from
// a terminal, or turn them round in a comment.
func TestNothingMovesTheCursor(t *testing.T) {
	const nasty = "甲\x1b]0;x\a\x1b[1A\x1b[2K\u009b8m\u202e\u2066\u2028乙"
	name := "content/" + nasty + ".md"
	fsys := files(name, nasty+"\n")
	at := At(&File{Path: name}, 0, 3)
	list := List{{Rule: "file-name", Severity: Error, Span: at, Message: Say("“%s”不行", "%s will not do", nasty), Help: Say("改%s", "mend %s", nasty),
		Notes: []Note{{at, Say("%s", "%s", nasty)}}}}
	for _, format := range []string{"text", "markdown"} {
		got := printed(t, Printer{Lang: "zh", Sources: NewSources(fsys, nil)}, format, list)
		for _, r := range got {
			if r != '\n' && !unicode.IsPrint(r) {
				t.Errorf("%s: %U stands in %q", format, r, got)
				break
			}
		}
		if !strings.Contains(got, "甲") || !strings.Contains(got, "乙") {
			t.Errorf("%s: %q", format, got)
		}
	}
}

// TestCaretStandsUnderItsText: whatever the widths, and however long the line.
func TestCaretStandsUnderItsText(t *testing.T) {
	for _, test := range []struct{ name, before, text, after string }{
		{"half width", "title: ", "abc", " d"},
		{"full width", "标题：", "甲乙", "丙"},
		{"full-width marks", "ＡＢ", "：", "Ｃ"},
		{"mixed", "a甲b", "乙c", "丁"},
		{"at the start", "", "甲", "乙"},
		{"at the end", "甲", "乙", ""},
		{"long before", strings.Repeat("很长的一句话，", 60), "这里", "后面"},
		{"long after", "前面", "这里", strings.Repeat("很长的一句话，", 60)},
		{"long around", strings.Repeat("前", 300), "这里", strings.Repeat("后", 300)},
		{"long itself", "前面", strings.Repeat("整段都错", 80), "后面"},
		{"megabytes", strings.Repeat("长", 1<<20), "这里", strings.Repeat("y", 1<<20)},
		{"long and plain", strings.Repeat("x", 500), "here", strings.Repeat("y", 500)},
	} {
		t.Run(test.name, func(t *testing.T) {
			fsys := files("f", "第一行\r\n"+test.before+test.text+test.after+"\r\n")
			src := len("第一行\n") + len(test.before)
			got := printed(t, Printer{Lang: "zh", Sources: NewSources(fsys, nil)}, "text", List{{Rule: "r", Span: At(&File{Path: "f"}, src, len(test.text)), Message: Say("错", "wrong")}})
			lines := strings.Split(got, "\n")
			line, caret := lines[1], lines[2]
			if w := wide(line); w > 4+excerptColumns+2*2 {
				t.Errorf("the line takes %d columns", w)
			}
			start := strings.IndexByte(caret, '^')
			under := cut(line, start, wide(caret))
			if want := test.text; under != want && !(strings.HasPrefix(want, under) && strings.HasSuffix(line, "…") && len(under) > 0) {
				t.Errorf("the caret stands under %q, want %q\n%s\n%s", under, want, line, caret)
			}
		})
	}
}

// wide counts columns on its own: two for East Asian wide characters.
func wide(s string) int {
	n := 0
	for _, r := range s {
		if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
			n++
		}
		n++
	}
	return n
}

// cut is what stands in the columns from a up to b.
func cut(s string, a, b int) string {
	var out strings.Builder
	at := 0
	for _, r := range s {
		if at >= a && at < b {
			out.WriteRune(r)
		}
		at += wide(string(r))
	}
	return out.String()
}

func TestCaretOfNothing(t *testing.T) {
	fsys := files("f", "ab\ncd\n")
	for _, sp := range []Span{At(&File{Path: "f"}, 1, 0), At(&File{Path: "f"}, 2, 0), At(&File{Path: "f"}, 1, 3)} {
		got := printed(t, Printer{Lang: "zh", Sources: NewSources(fsys, nil)}, "text", List{{Rule: "r", Span: sp, Message: Say("错", "wrong")}})
		if !strings.Contains(got, "^") {
			t.Errorf("%+v: no caret\n%s", sp, got)
		}
	}
}

// TestJSON: the shape that other tools rely on, key by key.
func TestJSON(t *testing.T) {
	fsys := files("content/a.md", "\xef\xbb\xbf---\r\n标题：<甲>\r\n---\r\n")
	list := List{
		{Rule: "front-matter", Severity: Error, Span: in(t, fsys, "content/a.md", "<甲>"), Message: Say("错 & <b>", "wrong"), Help: Say("改", "fix"), Law: Say("法", "law"),
			Notes: []Note{{in(t, fsys, "content/a.md", "标题"), Say("这里", "here")}}},
		{Rule: "duty", Severity: Warning, Message: Say("全站", "all"), Waived: true},
	}
	got := printed(t, Printer{Lang: "zh", Clock: "2026-11-23", Sources: NewSources(fsys, nil)}, "json", list)
	want := `{
  "version": 1,
  "clock": "2026-11-23",
  "findings": [
    {
      "rule": "front-matter",
      "severity": "error",
      "file": "content/a.md",
      "line": 2,
      "column": 4,
      "endLine": 2,
      "endColumn": 7,
      "message": "错 & <b>",
      "help": "改",
      "law": "法",
      "waived": false,
      "breach": false,
      "notes": [
        {
          "file": "content/a.md",
          "line": 2,
          "column": 1,
          "message": "这里"
        }
      ]
    },
    {
      "rule": "duty",
      "severity": "warning",
      "file": "",
      "line": 1,
      "column": 1,
      "endLine": 1,
      "endColumn": 1,
      "message": "全站",
      "help": "",
      "law": "",
      "waived": true,
      "breach": false
    }
  ]
}
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}

	var empty struct{ Findings []any }
	if err := json.Unmarshal([]byte(printed(t, Printer{Lang: "en", Sources: NewSources(fsys, nil)}, "json", nil)), &empty); err != nil || empty.Findings == nil {
		t.Errorf("without findings the list is empty, not null: %v", err)
	}
}

func TestGitHub(t *testing.T) {
	var b strings.Builder
	for i := range 30 {
		fmt.Fprintf(&b, "第%d行\n", i)
	}
	name := "content/notices/2026/a,b:c%.md"
	fsys := files(name, b.String())
	some := func(count int, severity Severity, waived bool) List {
		var list List
		for i := range count {
			list = append(list, Finding{Rule: "r", Severity: severity, Waived: waived, Span: in(t, fsys, name, fmt.Sprintf("第%d行", i)),
				Message: Text{"一\n二%\r", "one\ntwo%\r"}, Help: Say("改", "fix"), Law: Say("法", "law")})
		}
		return list
	}
	print := func(list List) []string {
		got := printed(t, Printer{Lang: "en", Sources: NewSources(fsys, nil)}, "github", list)
		return strings.Split(strings.TrimSuffix(got, "\n"), "\n")
	}

	got := print(some(1, Error, false))
	want := `::error file=content/notices/2026/a%2Cb%3Ac%25.md,line=1,endLine=1,col=1,title=r::one%0Atwo%25%0D%0Afix%0Alaw`
	if len(got) != 1 || got[0] != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if got := print(some(10, Warning, false)); len(got) != 10 || strings.Contains(got[9], "more") {
		t.Errorf("ten fit: %d, %q", len(got), got[len(got)-1])
	}
	got = print(append(some(11, Error, false), some(25, Warning, false)...))
	if len(got) != 20 {
		t.Fatalf("%d annotations, GitHub shows ten of each level", len(got))
	}
	if got[9] != "::error title=gongkai::2 more: see the summary of this step." || got[19] != "::warning title=gongkai::16 more: see the summary of this step." {
		t.Errorf("%q, %q", got[9], got[19])
	}
	if got := print(some(3, Error, true)); len(got) != 1 || got[0] != "" {
		t.Errorf("what is waived is annotated: %q", got)
	}
	if got := print(List{{Rule: "r", Severity: Error, Message: Say("全站", "the whole site")}}); strings.Contains(got[0], "file=,") {
		t.Errorf("an annotation of no file: %q", got)
	}

	var summary strings.Builder
	list := append(some(12, Error, false), Finding{Rule: "w", Message: Say("甲", "a | b <img> `x`\nnext"), Waived: true})
	printed(t, Printer{Lang: "en", Sources: NewSources(fsys, nil), Summary: &summary}, "github", list)
	lines := strings.Split(strings.TrimSuffix(summary.String(), "\n"), "\n")
	if lines[0] != "## Check: 12 errors, 0 warnings" || len(lines) != 2+2+13+2 {
		t.Errorf("summary of %d lines: %s", len(lines), summary.String())
	}
	if last := lines[len(lines)-3]; last != "| warning (waived) | `.` | `w` | a \\| b &lt;img> &#96;x&#96; next |" {
		t.Errorf("%q", last)
	}
}

func TestUnknownFormat(t *testing.T) {
	if err := (Printer{}).Print(&bytes.Buffer{}, "yaml", nil); err == nil {
		t.Error("no error")
	}
	for _, format := range Formats() {
		if err := (Printer{Sources: NewSources(files(), nil)}).Print(&bytes.Buffer{}, format, nil); err != nil {
			t.Errorf("%s: %v", format, err)
		}
	}
}

func TestSort(t *testing.T) {
	a, b := &File{Path: "a"}, &File{Path: "b"}
	list := List{
		{Rule: "y", Span: At(a, 5, 1), Message: Say("乙", "2")},
		{Rule: "x", Span: At(b, 0, 1), Message: Say("甲", "1")},
		{Rule: "y", Span: At(a, 5, 1), Message: Say("甲", "1")},
		{Rule: "x", Span: At(a, 5, 1), Message: Say("甲", "1")},
		{Rule: "z", Span: At(a, 0, 1), Message: Say("甲", "1")},
		{Rule: "y", Span: At(&File{Path: "a"}, 5, 1), Message: Say("甲", "1")}, // the same, told twice
		{Rule: "x", Message: Say("甲", "1")},
	}
	var got []string
	for _, f := range list.Sort() {
		got = append(got, fmt.Sprintf("%s:%d %s %s", f.Span.Path(), f.Span.Off, f.Rule, f.Message.EN))
	}
	want := ":0 x 1, a:0 z 1, a:5 x 1, a:5 y 2, a:5 y 1, b:0 x 1"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("got %s, want %s", s, want)
	}
}

func TestCount(t *testing.T) {
	list := List{{Severity: Error}, {Severity: Error, Waived: true}, {Severity: Warning}}
	if list.Count(Error) != 1 || list.Count(Warning) != 1 {
		t.Error(list.Count(Error), list.Count(Warning))
	}
}

func TestNormalise(t *testing.T) {
	for in, want := range map[string]string{"": "", "a\nb": "a\nb", "\xef\xbb\xbfa": "a", "a\r\nb\rc\n": "a\nb\nc\n", "\r\r\n": "\n\n", "a\xef\xbb\xbf": "a\xef\xbb\xbf"} {
		if got := string(Normalise([]byte(in))); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// FuzzPrint: no source, however mangled, and no span breaks a printer.
func FuzzPrint(f *testing.F) {
	f.Add([]byte("标题：甲\r\n"), int32(3), int32(6))
	f.Add([]byte("\xef\xbb\xbf\xff\xfe\x00"), int32(0), int32(3))
	f.Fuzz(func(t *testing.T, src []byte, off, length int32) {
		fsys := fstest.MapFS{"f": {Data: src}}
		list := List{{Rule: "r", Severity: Error, Span: Span{&File{Path: "f"}, off, length}, Message: Say("错", "wrong")}}
		for _, format := range Formats() {
			var b bytes.Buffer
			if err := (Printer{Lang: "zh", Sources: NewSources(fsys, nil)}).Print(&b, format, list); err != nil {
				t.Fatal(err)
			}
			if format == "json" && !json.Valid(b.Bytes()) {
				t.Errorf("not JSON: %s", b.Bytes())
			}
		}
	})
}
