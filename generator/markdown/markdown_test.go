package markdown

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the expected parts of testdata")

// The files hold cases: a line "# number name", the Markdown after a line
// "--- in", and after a line "--- out" the HTML and what else Render returns,
// one line each, with the text at its place in «».
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) { runFile(t, name) })
	}
}

func runFile(t *testing.T, name string) {
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for i, c := range strings.Split("\n"+strings.TrimRight(string(src), "\n"), "\n=== ") {
		if i == 0 {
			if strings.TrimSpace(c) != "" {
				t.Fatalf("%s: text before the first case", name)
			}
			continue
		}
		title, rest, ok := strings.Cut(c, "\n--- in\n")
		in, want, ok2 := strings.Cut(rest, "\n--- out")
		if !ok || !ok2 && !*update {
			t.Fatalf("%s: case %d lacks a part", name, i)
		}
		_, label, _ := strings.Cut(title, " ")
		got := describe([]byte(in))
		if want = strings.Trim(want, "\n"); got != want && !*update {
			t.Errorf("%s %d %s\n%s\n--- got\n%s\n--- want\n%s", name, i, label, in, got, want)
		}
		fmt.Fprintf(&out, "=== %d %s\n--- in\n%s\n--- out\n%s\n\n", i, label, in, got)
	}
	if *update {
		if err := os.WriteFile(name, []byte(strings.TrimRight(out.String(), "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func describe(src []byte) string {
	const base = 1000
	b := Render(src, base)
	at := func(pos, length int) string {
		return "«" + strings.ReplaceAll(string(src[pos-base:pos-base+length]), "\n", "⏎") + "»"
	}
	var out bytes.Buffer
	out.Write(b.HTML)
	for _, l := range b.Links {
		kind := "link"
		if l.Image {
			kind = "image"
		}
		fmt.Fprintf(&out, "\n%s %q %q %s", kind, l.Dest, l.Text, at(l.Pos, l.Len))
	}
	for _, h := range b.Headings {
		after := ""
		if h.TextAfter {
			after = " text"
		}
		fmt.Fprintf(&out, "\nheading %d #%s %q %s%s", h.Level, h.ID, h.Text, at(h.Pos, h.Len), after)
	}
	for _, t := range b.Tables {
		fmt.Fprintf(&out, "\ntable header=%v %s", t.Header, at(t.Pos, t.Len))
	}
	for _, p := range b.Problems {
		fmt.Fprintf(&out, "\nproblem %s %q %s", p.Kind, p.What, at(p.Pos, p.Len))
	}
	return strings.Trim(out.String(), "\n")
}

func TestSpliceKeepsRoomForPictures(t *testing.T) {
	b := Render([]byte("[甲](a.md)，![桥](b.png)，![图](c.png)\n"), 0)
	var w bytes.Buffer
	b.Splice(&w, []string{"x", "y", "z"}, []Size{{7, 7}, {800, 600}, {}})
	if got, want := w.String(), `<p><a href="x">甲</a>，<img src="y" width="800" height="600" alt="桥" loading="lazy" decoding="async">，<img src="z" alt="图" loading="lazy" decoding="async"></p>`; !strings.Contains(got, want) {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestSplice(t *testing.T) {
	b := Render([]byte("[甲](a.md) ![乙](b.png) [丙](c)"), 0)
	var w bytes.Buffer
	b.Splice(&w, []string{`x"y&z`, "", "/丙/"}, nil)
	want := `<p><a href="x&quot;y&amp;z">甲</a> <img src="b.png" alt="乙" loading="lazy" decoding="async"> <a href="/丙/">丙</a></p>`
	if got := w.String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	w.Reset()
	if b.Splice(&w, nil, nil); !bytes.Equal(w.Bytes(), b.HTML) {
		t.Errorf("no addresses: %s", w.String())
	}
}

func TestText(t *testing.T) {
	src := "## 标题\n\n甲\n乙 *丙*&amp;\"丁\"[^1]\nabc\ndef  \n换行\n\n- 一\n- 二\n\n| 项 | 数 |\n|---|--:|\n| a | 1 |\n\n" +
		"![公章](x.png)\n\n```\nx  y\n  z\n```\n\n[^1]: 注文。\n"
	want := "标题\n甲乙 丙&\"丁\" abc def\n换行\n一\n二\n项\t数\na\t1\n公章\nx  y\n  z\n注文。"
	if got := Render([]byte(src), 0).Text(); got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestBodyKeepsNothing(t *testing.T) {
	src := []byte("# 标题 [甲](乙.md)\n\n| a |\n|---|\n| b |\n")
	b := Render(src, 0)
	before := string(b.HTML) + fmt.Sprint(b.Links, b.Headings)
	for i := range src {
		src[i] = 'x'
	}
	if after := string(b.HTML) + fmt.Sprint(b.Links, b.Headings); after != before {
		t.Error("the body holds a part of the source")
	}
	if cap(b.HTML) > len(b.HTML)+len(b.HTML)/4+16 {
		t.Errorf("HTML of %d bytes takes %d", len(b.HTML), cap(b.HTML))
	}
}

// goldmark may append to a line of the source; what lies behind the body in
// its file must not change.
func TestSourceIsNotWritten(t *testing.T) {
	file := []byte("```\ncode|behind")
	Render(file[:8], 0)
	if string(file) != "```\ncode|behind" {
		t.Errorf("source became %q", file)
	}
}

func TestPlacesOfUntidyText(t *testing.T) {
	src := "甲\x00乙\xff\r\n\r\n[丙](丁)\r\n"
	b := Render([]byte(src), 10)
	if want := "<p>甲\ufffd乙\ufffd</p>\n<p><a href=\"丁\">丙</a></p>"; string(b.HTML) != want {
		t.Errorf("got %q, want %q", b.HTML, want)
	}
	l := b.Links[0]
	if got := src[l.Pos-10 : l.Pos-10+l.Len]; got != "[丙](丁)" {
		t.Errorf("link is at %q", got)
	}
}

func TestManyGoroutines(t *testing.T) {
	src := []byte(document(2000))
	want := string(Render(src, 0).HTML)
	done := make(chan string)
	for range 8 {
		go func() { done <- string(Render(src, 0).HTML) }()
	}
	for range 8 {
		if <-done != want {
			t.Error("renders differ")
		}
	}
}

// Text that costs parsers the square of its length, or nests without end.
func TestPathological(t *testing.T) {
	const n = 100_000
	for name, src := range map[string]string{
		"quotes":        strings.Repeat(">", n),
		"quotes, lines": strings.Repeat(strings.Repeat("> ", 200)+"a\n", 500),
		"lists":         strings.Repeat("- ", n),
		"numbers":       strings.Repeat("1. ", n),
		"steps":         steps(1500),
		"brackets":      strings.Repeat("[", n),
		"pairs":         strings.Repeat("[", n) + strings.Repeat("]", n),
		"images":        strings.Repeat("![", n),
		"links":         strings.Repeat("[a](<", n),
		"parens":        strings.Repeat("[a](b", n),
		"titles":        strings.Repeat("[a](b (", n),
		"asterisks":     strings.Repeat("*", n) + "a" + strings.Repeat("*", n),
		"emphasis":      strings.Repeat("*a_ ", n),
		"strong":        strings.Repeat("a**b", n) + strings.Repeat("c*", n),
		"ticks":         ticks(600),
		"tags":          strings.Repeat("<a x='", n),
		"comments":      strings.Repeat("a <!-- ", n),
		"instructions":  strings.Repeat("a <? ", n),
		"entities":      strings.Repeat("&amp", n),
		"definitions":   strings.Repeat("[a]: b\n", n),
		"open titles":   strings.Repeat("[a]: b (x\n", n),
		"terms":         strings.Repeat("a\n: b\n\n", n/4),
		"footnotes":     strings.Repeat("[^a]: b\n", n),
		"marks":         strings.Repeat("[^", n),
		"wide table":    strings.Repeat("|a", 5000) + "|\n" + strings.Repeat("|-", 5000) + "|\n" + strings.Repeat("|\n", 5000),
		"escaped pipes": "|a|\n|-|\n" + strings.Repeat("|`\\|`|\n", 20_000),
		"tables":        strings.Repeat("|a|\n|-|\n", 10_000),
		"heading":       "# " + strings.Repeat("[a](<", n),
		"headings":      strings.Repeat("# a\n", 20_000),
		"addresses":     strings.Repeat("http://a.b/(", n),
		"underlines":    strings.Repeat("a\n=\n", n/4),
		"tildes":        strings.Repeat("~~a~~", n),
		"many blocks":   strings.Repeat(strings.Repeat("*a_ ", 250)+"\n\n", 200),
		"kinds of tags": "<div>\n" + numbered("<x%d>\n", 200_000),
		"named tables":  "## " + strings.Repeat("县", 2700) + "\n\n" + strings.Repeat("|a|\n|-|\n\n", 10_000),
		"no links":      strings.Repeat("[]( b.c）", n),
		"few addresses": strings.Repeat(strings.Repeat("[](", 200)+strings.Repeat(")", 200)+"\n\n", 500),
		"no headings":   strings.Repeat("##a\n\n", n),
		"no tables":     strings.Repeat("|a\n", n),
		"wide tables":   strings.Repeat(strings.Repeat("|a", 256)+"|\n"+strings.Repeat("|-", 256)+"|\n"+strings.Repeat("a\n", 500)+"\n", 50),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body := Render([]byte(src), 0)
			if most := 100*len(src) + 1<<20; len(body.HTML) > most {
				t.Errorf("%d bytes of text became %d of HTML, more than %d", len(src), len(body.HTML), most)
			}
		})
	}
}

// numbered repeats a line with a number in it.
func numbered(format string, times int) string {
	var b strings.Builder
	for i := range times {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// What is beyond a limit is shown as text, and said once.
func TestLimitsAreReported(t *testing.T) {
	for _, c := range []struct{ src, kind, shows string }{
		{strings.Repeat("> ", 100) + "甲", "too-deep", "&gt; 甲"},
		{strings.Repeat("- ", 100) + "甲", "too-deep", "- 甲"},
		{strings.Repeat("[a](<", 5000) + "甲", "too-complex", "[a](&lt;甲"},
		{strings.Repeat("[a]: b\n", 2000) + "甲", "too-complex", "[a]: b甲"},
		{strings.Repeat("|a", 1000) + "|\n" + strings.Repeat("|-", 1000) + "|\n" + strings.Repeat("|\n", 1000) + "|甲", "too-complex", "|甲"},
	} {
		b := Render([]byte(c.src), 0)
		if len(b.Problems) != 1 || b.Problems[0].Kind != c.kind || !bytes.Contains(b.HTML, []byte(c.shows)) {
			t.Errorf("%.20q: problems %v, no %q", c.src, b.Problems, c.shows)
		}
	}
}

func steps(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat("  ", i) + "- a\n")
	}
	return b.String()
}

func ticks(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat("`", i) + "a")
	}
	return b.String()
}

// document is a notice of about so many Chinese characters.
func document(chars int) string {
	const part = "## 第%d部分 工作要求\n\n各乡镇人民政府、县政府各部门：根据《中华人民共和国政府信息公开条例》和**“两公开一监督”**工作要求，" +
		"现将有关事项通知如下，请认真贯彻执行。各单位要高度重视，加强组织领导，明确责任分工，\n确保各项任务按时完成。" +
		"详见[实施方案](../plan.md)，联系电话：0000-12345。\n\n" +
		"1. 编制政府信息公开指南和目录，并及时更新；\n2. 在形成或者变更之日起20个工作日内予以公开；\n3. 建立健全保密审查机制。\n\n" +
		"| 项目 | 金额（万元） |\n|------|------:|\n| 教育支出 | 1234.50 |\n| 医疗卫生支出 | 987.00 |\n\n"
	var b strings.Builder
	for i := 1; len([]rune(b.String())) < chars; i++ {
		fmt.Fprintf(&b, part, i)
	}
	return b.String()
}

func BenchmarkRender(b *testing.B) {
	for _, chars := range []int{200, 2000, 20000} {
		src := []byte(document(chars))
		b.Run(strconv.Itoa(chars), func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			for b.Loop() {
				Render(src, 0)
			}
		})
	}
}

// BenchmarkPlain is running text alone.
func BenchmarkPlain(b *testing.B) {
	src := []byte(strings.Repeat(strings.Repeat("各乡镇人民政府、县政府各部门要认真贯彻执行，", 10)+"\n\n", 9))
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		Render(src, 0)
	}
}

func BenchmarkSplice(b *testing.B) {
	body := Render([]byte(document(2000)), 0)
	addresses := make([]string, len(body.Links))
	for i := range addresses {
		addresses[i] = "../../2026/plan.html"
	}
	var w bytes.Buffer
	b.ReportAllocs()
	for b.Loop() {
		w.Reset()
		body.Splice(&w, addresses, nil)
	}
}

func BenchmarkText(b *testing.B) {
	body := Render([]byte(document(2000)), 0)
	b.ReportAllocs()
	for b.Loop() {
		body.Text()
	}
}

func BenchmarkDecode(b *testing.B) {
	src := string(Render([]byte(document(2000)), 0).AppendBinary(nil))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, _, err := DecodeBody(src); err != nil {
			b.Fatal(err)
		}
	}
}
