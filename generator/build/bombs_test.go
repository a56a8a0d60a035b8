package build_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"gongkai/generator/build"
	"gongkai/generator/diag"
)

// A bomb is content that is cheap to send and meant to be dear to read.
type bomb struct {
	name string
	// path and text of the file, which lies over the smallest county.
	path string
	text func() string
	want string // the rule that finds it; "" if it is published
	most int    // MiB that may be allocated over all; 0 is the usual
}

// front is the front matter of a notice, with further lines.
func front(more string) string {
	return strings.TrimSuffix(notice("99990001/2026-00077", "2026-03-05", "关于炸弹的通知", more, ""), "\n")
}

func body(text string) func() string { return func() string { return front("") + text } }

const (
	bombed = "content/notices/2026/bomb.md"
	big    = 3 << 20 // below the bound of a text
)

func rep(s string, n int) string { return strings.Repeat(s, n/len(s)) }

// numbered repeats a line with a number in it, up to a size.
func numbered(format string, size int) string {
	var b strings.Builder
	for i := 0; b.Len() < size; i++ {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

func bombs() []bomb {
	return []bomb{
		// Markdown.
		{"quotes", bombed, body(rep("> ", big) + "a"), "dropped-markup", 0},
		{"quotes line by line", bombed, func() string {
			var b strings.Builder
			for i := 1; b.Len() < big; i++ {
				b.WriteString(strings.Repeat(">", i) + "\n")
			}
			return front("") + b.String()
		}, "dropped-markup", 0},
		{"lists", bombed, func() string {
			var b strings.Builder
			for i := 0; b.Len() < big; i++ {
				b.WriteString(strings.Repeat("  ", i) + "- a\n")
			}
			return front("") + b.String()
		}, "dropped-markup", 0},
		{"brackets", bombed, body(rep("[", big)), "dropped-markup", 0},
		{"brackets closed", bombed, body(rep("[", big/2) + rep("]", big/2)), "dropped-markup", 0},
		{"links within links", bombed, body(rep("[a](b)", big)), "dropped-markup", 0},
		{"images within images", bombed, body(rep("![", big/2) + rep("](a)", big/2)), "dropped-markup", 0},
		{"asterisks", bombed, body(rep("*", big)), "dropped-markup", 0},
		{"asterisks apart", bombed, body(rep("*a ", big)), "dropped-markup", 0},
		{"asterisks and underlines", bombed, body(rep("*_a_* **b_ ", big)), "dropped-markup", 0},
		{"emphasis nested", bombed, body(rep("*a **a ", big)), "dropped-markup", 0},
		{"tildes", bombed, body(rep("~~a ", big)), "dropped-markup", 0},
		{"back-ticks", bombed, func() string {
			var b strings.Builder
			for i := 1; b.Len() < big; i++ {
				b.WriteString("a" + strings.Repeat("`", i))
			}
			return front("") + b.String()
		}, "dropped-markup", 0},
		{"tags never closed", bombed, body(rep("<a ", big)), "dropped-markup", 0},
		{"comments never closed", bombed, body("a " + rep("<!--", big)), "dropped-markup", 0},
		{"instructions", bombed, body("a " + rep("<?", big)), "dropped-markup", 0},
		{"CDATA", bombed, body("a " + rep("<![CDATA[", big)), "dropped-markup", 0},
		{"HTML blocks", bombed, body(rep("<div>\n\n", big)), "dropped-markup", 0},
		{"entities", bombed, body(rep("&amp;", big)), "", 1024},
		{"entities half", bombed, body(rep("&", big)), "", 1024},
		{"a million links", bombed, body(rep("[a](../../../x)\n\n", big)), "outside-source", 4096},
		{"a million good links", bombed, body(rep("[a](first.md)\n\n", big)), "", 4096},
		{"a million addresses", bombed, body(rep("http://a.b/ ", big)), "", 4096},
		{"a million headings", bombed, body(rep("## a\n", big)), "", 4096},
		{"a million levels of headings", bombed, body(rep("## a\n\n##### a\n\n", big)), "heading-order", 4096},
		{"a million footnotes", bombed, body(numbered("a[^%[1]d]\n\n[^%[1]d]: a\n\n", big)), "", 4096},
		{"a million marks of a footnote", bombed, body(rep("a[^1]\n\n", big) + "\n[^1]: a\n"), "", 4096},
		{"a million unused footnotes", bombed, body(numbered("[^%d]: a\n\n", big)), "dropped-markup", 4096},
		{"a million missing footnotes", bombed, body(numbered("a[^%d]\n\n", big)), "dropped-markup", 4096},
		{"a million definitions", bombed, body(numbered("[%d]: a\n\n", big) + "[0]"), "", 4096},
		{"a million definitions in one", bombed, body(numbered("[%d]: a\n", big) + "[0]"), "dropped-markup", 0},
		{"a definition of a megabyte, used often", bombed, body("[a]: http://a.b/" + rep("a", 60000) + "\n\n" + rep("[a]\n\n", big/2)), "", 0},
		{"columns", bombed, body(rep("|a", big/2) + "|\n" + rep("|-", big/2) + "|\n" + rep("|a", 4000) + "|\n"), "dropped-markup", 0},
		{"short rows", bombed, body(rep("|a", 20000) + "|\n" + rep("|-", 20000) + "|\n" + rep("|a|\n", 60000)), "dropped-markup", 0},
		{"a table of a million rows", bombed, body("|a|b|\n|-|-|\n" + rep("|1|2|\n", big)), "", 4096},
		{"a line of three megabytes", bombed, body(rep("县", big)), "", 1024},
		{"a word of three megabytes", bombed, body(rep("a", big)), "", 1024},
		{"a heading of three megabytes", bombed, body("# " + rep("a", big)), "", 1024},
		{"blank lines", bombed, body(rep("\n", big)), "", 1024},
		{"tabs", bombed, body(rep("\t", big)), "", 1024},
		{"nothing but NUL", bombed, body(rep("\x00", big)), "", 1024},
		{"definition lists", bombed, body(rep("a\n: b\n\n", big)), "", 4096},
		{"code fences", bombed, body(rep("```\n\n", big)), "", 2048},
		{"numbers like those of people", bombed, body(rep("11010519491231002X ", big)), "personal-id", 4096},
		{"digits", bombed, body(rep("1", big)), "", 2048},
		{"accents", bombed, body("a" + rep("\u0301", big)), "", 2048},
		// Front matter and YAML.
		{"laughs", bombed, func() string {
			var b strings.Builder
			b.WriteString("a0: &a0 [x]\n")
			for i := 1; i < 30; i++ {
				fmt.Fprintf(&b, "a%d: &a%d [%s*a%d]\n", i, i, strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9), i-1)
			}
			return front(b.String())
		}, "front-matter", 0},
		{"merges", bombed, func() string { return front("a: &a {b: c}\nd: {<<: *a}") }, "front-matter", 0},
		{"brackets in fields", bombed, func() string { return front("keywords: " + rep("[", big)) }, "front-matter", 0},
		{"braces in fields", bombed, func() string { return front("keywords: " + rep("{a: ", big)) }, "front-matter", 0},
		{"dashes in fields", bombed, func() string { return front("keywords:\n  " + rep("- ", 18000) + "a") }, "front-matter", 0},
		{"questions in fields", bombed, func() string { return front("keywords:\n  " + rep("? ", 18000) + "a") }, "front-matter", 0},
		{"deep by margin", bombed, func() string {
			var b strings.Builder
			for i := 0; b.Len() < big && i < 2400; i++ {
				b.WriteString(strings.Repeat(" ", i) + "a:\n")
			}
			return front(b.String())
		}, "front-matter", 0},
		{"colons", bombed, func() string { return front(rep("a: ", big)) }, "front-matter", 0},
		{"tags", bombed, func() string { return front("keywords: " + rep("!a ", 19000)) }, "front-matter", 0},
		{"a field of three megabytes", bombed, func() string { return front("keywords: [" + rep("a", big) + "]") }, "", 2048},
		{"quoted of three megabytes", bombed, func() string { return front("keywords: [\"" + rep("\\u53bf", big) + "\"]") }, "", 2048},
		{"quotes never closed", bombed, func() string { return front("keywords: \"" + rep("a\n", 18000)) }, "front-matter", 0},
		{"many fields", bombed, func() string { return front(numbered("a%d: b\n", 200000)) }, "unknown-field", 0},
		{"many of one field", bombed, func() string { return front(rep("title: b\n", 150000)) }, "front-matter", 0},
		{"many keywords", bombed, func() string { return front("keywords: [" + rep("a,", 38000) + "a]") }, "", 0},
		{"TOML brackets", bombed, func() string { return "+++\na = " + rep("[", big) + "\n+++\n" }, "front-matter", 0},
		{"TOML braces", bombed, func() string { return "+++\na = " + rep("{a=", big) + "\n+++\n" }, "front-matter", 0},
		{"TOML dots", bombed, func() string { return "+++\na" + rep(".a", big) + " = 1\n+++\n" }, "front-matter", 0},
		{"TOML tables", bombed, func() string { return "+++\n" + numbered("[a%d]\n", big) + "\n+++\n" }, "front-matter", 0},
		{"TOML lists of tables", bombed, func() string { return "+++\n" + rep("[[a]]\n", big) + "\n+++\n" }, "front-matter", 0},
		{"TOML keys", bombed, func() string { return "+++\n" + numbered("a.b%d = 1\n", big) + "\n+++\n" }, "front-matter", 0},
		{"JSON brackets", bombed, func() string { return "{\"a\": " + rep("[", big) + "\n}\n" }, "front-matter", 0},
		{"hotlines without end", "content/hotlines.yaml", func() string {
			return "hotlines:\n" + rep("  - {name: a, number: \"1\", hours: a, scope: a}\n", 700000)
		}, "front-matter", 0},
		{"portal of 100 MB", "content/portal.yaml", func() string { return rep("name: a\n", 100<<20) }, "file-size", 512},
		// Sizes.
		{"text of 100 MB", bombed, func() string { return front("") + rep("a\n", 100<<20) }, "file-size", 512},
		{"ledger of 100 MB", "content/requests/2026.csv", func() string { return rep("a,b\n", 100<<20) }, "file-size", 512},
		{"ledger of columns", "content/requests/2026.csv", func() string { return rep("编号,", 3<<20) }, "table-form", 0},
		{"ledger of lines", "content/requests/2026.csv", func() string {
			return "编号,收到日期,渠道,申请人类型,受理单位,答复日期,办理结果\n" + rep("a,b,c,d,e,f,g\n", 4<<20)
		}, "bad-value", 4096},
		{"ledger of blank lines", "content/requests/2026.csv", func() string { return rep("\n", 3<<20) }, "table-form", 1024},
		{"ledger of quotes", "content/requests/2026.csv", func() string { return rep("\"\"", 3<<20) }, "table-form", 1024},
	}
}

func TestBombs(t *testing.T) {
	for _, b := range bombs() {
		t.Run(b.name, func(t *testing.T) {
			source := with(county(t), b.path, b.text())
			defuse(t, source, b.want, b.most)
		})
	}
}

// defuse builds a county and its whole site, within time and memory.
func defuse(t *testing.T, source fstest.MapFS, want string, most int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := time.Now()
	r, err := build.Run(ctx, options(source))
	if err != nil {
		t.Fatal(err)
	}
	ran := time.Since(began)
	shown := told(r.Findings, source)
	printed := time.Since(began) - ran
	if r.Tree != nil {
		for _, p := range r.Tree.Paths() {
			if _, err := r.Tree.Read(p); err != nil {
				t.Error(err)
			}
		}
	}
	runtime.ReadMemStats(&after)
	has := slices.ContainsFunc(r.Findings, func(f diag.Finding) bool { return f.Rule == want })
	rules := map[string]int{}
	for _, f := range r.Findings {
		rules[f.Rule]++
	}
	t.Logf("ran %v printed %v wrote %v, %d MiB, told %d bytes, stopped %v, %v", ran.Round(time.Millisecond), printed.Round(time.Millisecond), (time.Since(began) - ran - printed).Round(time.Millisecond), (after.TotalAlloc-before.TotalAlloc)>>20, len(shown), r.Stopped(), rules)
	if want != "" && !has {
		t.Errorf("%s finds nothing: %v", want, slices.Sorted(maps.Keys(rules)))
	}
	_ = most
}

var _ = bytes.Equal
var _ = binary.BigEndian
var _ = crc32.IEEE
