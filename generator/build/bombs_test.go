package build_test

import (
	"archive/zip"
	"context"
	"fmt"
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
		{"quotes", bombed, body(rep("> ", big) + "a"), "dropped-markup"},
		{"quotes line by line", bombed, func() string {
			var b strings.Builder
			for i := 1; b.Len() < big; i++ {
				b.WriteString(strings.Repeat(">", i) + "\n")
			}
			return front("") + b.String()
		}, "dropped-markup"},
		{"lists", bombed, func() string {
			var b strings.Builder
			for i := 0; b.Len() < big; i++ {
				b.WriteString(strings.Repeat("  ", i) + "- a\n")
			}
			return front("") + b.String()
		}, "dropped-markup"},
		{"brackets", bombed, body(rep("[", big)), "dropped-markup"},
		{"brackets closed", bombed, body(rep("[", big/2) + rep("]", big/2)), "dropped-markup"},
		{"links within links", bombed, body(rep("[a](b)", big)), "dropped-markup"},
		{"images within images", bombed, body(rep("![", big/2) + rep("](a)", big/2)), "dropped-markup"},
		{"asterisks", bombed, body("a" + rep("*", big)), "dropped-markup"},
		{"asterisks apart", bombed, body(rep("*a ", big)), "dropped-markup"},
		{"asterisks and underlines", bombed, body(rep("*_a_* **b_ ", big)), "dropped-markup"},
		{"emphasis nested", bombed, body(rep("*a **a ", big)), "dropped-markup"},
		{"tildes", bombed, body(rep("~~a ", big)), "dropped-markup"},
		{"back-ticks", bombed, func() string {
			var b strings.Builder
			for i := 1; b.Len() < big; i++ {
				b.WriteString("a" + strings.Repeat("`", i))
			}
			return front("") + b.String()
		}, "dropped-markup"},
		{"tags never closed", bombed, body(rep("<a ", big)), "dropped-markup"},
		{"comments never closed", bombed, body("a " + rep("<!--", big)), "dropped-markup"},
		{"instructions", bombed, body("a " + rep("<?", big)), "dropped-markup"},
		{"CDATA", bombed, body("a " + rep("<![CDATA[", big)), "dropped-markup"},
		{"HTML blocks", bombed, body(rep("<div>\n\n", big)), "dropped-markup"},
		{"a million kinds of tags", bombed, body("<div>\n" + numbered("<x%d>\n", big)), "dropped-markup"},
		{"entities", bombed, body(rep("&amp;", big)), ""},
		{"entities half", bombed, body(rep("&", big)), ""},
		{"a million links", bombed, body(rep("[a](../../../x)\n\n", big)), "outside-source"},
		{"a million good links", bombed, body(rep("[a](first.md)\n\n", big)), ""},
		{"a million addresses", bombed, body(rep("http://a.b/ ", big)), ""},
		{"a million headings", bombed, body(rep("## a\n", big)), ""},
		{"a million levels of headings", bombed, body(rep("## a\n\n##### a\n\n", big)), "heading-order"},
		{"a million links to headings", bombed, body(numbered("[a](#h%[1]d)\n\n## h%[1]d\n\n", big)), ""},
		{"a million footnotes", bombed, body(numbered("a[^%[1]d]\n\n[^%[1]d]: a\n\n", big)), ""},
		{"a million marks of a footnote", bombed, body(rep("a[^1]\n\n", big) + "\n[^1]: a\n"), ""},
		{"a million unused footnotes", bombed, body(numbered("[^%d]: a\n\n", big)), "dropped-markup"},
		{"a million missing footnotes", bombed, body(numbered("a[^%d]\n\n", big)), "dropped-markup"},
		{"a million definitions", bombed, body(numbered("[%d]: a\n\n", big) + "[0]"), "broken-link"},
		{"a million definitions in one", bombed, body(numbered("[%d]: a\n", big) + "[0]"), "dropped-markup"},
		{"a long definition, used often", bombed, body("[a]: http://a.b/" + rep("a", 60000) + "\n\n" + rep("[a]\n\n", big/2)), "dropped-markup"},
		{"columns", bombed, body(rep("|a", big/2) + "|\n" + rep("|-", big/2) + "|\n" + rep("|a", 4000) + "|\n"), "dropped-markup"},
		{"short rows", bombed, body(rep("|a", 20000) + "|\n" + rep("|-", 20000) + "|\n" + rep("|a|\n", 60000)), "dropped-markup"},
		{"short rows of many tables", bombed, body(rep(rep("|a", 512)+"|\n"+rep("|-", 512)+"|\n"+rep("a\n", 1000)+"\n", big)), "dropped-markup"},
		{"tables below a long heading", bombed, body("## " + rep("县", 8000) + "\n\n" + rep("|a|\n|-|\n\n", big)), "dropped-markup"},
		{"a table of a million rows", bombed, body("|a|b|\n|-|-|\n" + rep("|1|2|\n", big)), ""},
		{"a line of three megabytes", bombed, body(rep("县", big)), ""},
		{"a word of three megabytes", bombed, body(rep("a", big)), ""},
		{"a heading of three megabytes", bombed, body("# " + rep("a", big)), ""},
		{"blank lines", bombed, body(rep("\n", big)), "missing-text"},
		{"tabs", bombed, body(rep("\t", big)), "missing-text"},
		{"nothing but NUL", bombed, body(rep("\x00", big)), "encoding"},
		{"definition lists", bombed, body(rep("a\n: b\n\n", big)), ""},
		{"code fences", bombed, body(rep("```\n\n", big)), ""},
		{"numbers like those of people", bombed, body(rep("11010519491231002X ", big)), "personal-id"},
		{"digits", bombed, body(rep("1", big)), ""},
		{"accents", bombed, body("a" + rep("\u0301", big)), ""},
		// Front matter and YAML.
		{"laughs", bombed, func() string {
			var b strings.Builder
			b.WriteString("a0: &a0 [x]\n")
			for i := 1; i < 30; i++ {
				fmt.Fprintf(&b, "a%d: &a%d [%s*a%d]\n", i, i, strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9), i-1)
			}
			return front(b.String())
		}, "front-matter"},
		{"merges", bombed, func() string { return front("a: &a {b: c}\nd: {<<: *a}") }, "front-matter"},
		{"brackets in fields", bombed, func() string { return front("keywords: " + rep("[", big)) }, "front-matter"},
		{"braces in fields", bombed, func() string { return front("keywords: " + rep("{a: ", big)) }, "front-matter"},
		{"dashes in fields", bombed, func() string { return front("keywords:\n  " + rep("- ", 18000) + "a") }, "front-matter"},
		{"questions in fields", bombed, func() string { return front("keywords:\n  " + rep("? ", 18000) + "a") }, "front-matter"},
		{"deep by margin", bombed, func() string {
			var b strings.Builder
			for i := 0; b.Len() < big && i < 2400; i++ {
				b.WriteString(strings.Repeat(" ", i) + "a:\n")
			}
			return front(b.String())
		}, "front-matter"},
		{"colons", bombed, func() string { return front(rep("a: ", big)) }, "front-matter"},
		{"tags", bombed, func() string { return front("keywords: " + rep("!a ", 19000)) }, "front-matter"},
		{"a field of three megabytes", bombed, func() string { return front("keywords: ["+rep("a", big)+"]") + "正文。" }, ""},
		{"quoted of three megabytes", bombed, func() string { return front("keywords: [\""+rep("\\u53bf", big)+"\"]") + "正文。" }, ""},
		{"quotes never closed", bombed, func() string { return front("keywords: \"" + rep("a\n", 18000)) }, "front-matter"},
		{"many fields", bombed, func() string { return front(numbered("a%d: b\n", 60000)) }, "unknown-field"},
		{"many of one field", bombed, func() string { return front(rep("title: b\n", 150000)) }, "front-matter"},
		{"many keywords", bombed, func() string { return front("keywords: ["+rep("a,", 38000)+"a]") + "正文。" }, ""},
		{"TOML brackets", bombed, func() string { return "+++\na = " + rep("[", big) + "\n+++\n" }, "front-matter"},
		{"TOML braces", bombed, func() string { return "+++\na = " + rep("{a=", big) + "\n+++\n" }, "front-matter"},
		{"TOML dots", bombed, func() string { return "+++\na" + rep(".a", big) + " = 1\n+++\n" }, "front-matter"},
		{"TOML tables", bombed, func() string { return "+++\n" + numbered("[a%d]\n", big) + "\n+++\n" }, "front-matter"},
		{"TOML lists of tables", bombed, func() string { return "+++\n" + rep("[[a]]\n", big) + "\n+++\n" }, "front-matter"},
		{"TOML keys", bombed, func() string { return "+++\n" + numbered("a.b%d = 1\n", big) + "\n+++\n" }, "front-matter"},
		{"JSON brackets", bombed, func() string { return "{\"a\": " + rep("[", big) + "\n}\n" }, "front-matter"},
		{"hotlines without end", "content/hotlines.yaml", func() string {
			return "hotlines:\n" + rep("  - {name: a, number: \"1\", hours: a, scope: a}\n", 700000)
		}, "front-matter"},
		{"portal of 100 MB", "content/portal.yaml", func() string { return rep("name: a\n", 100<<20) }, "file-size"},
		// Sizes.
		{"text of 100 MB", bombed, func() string { return front("") + rep("a\n", 100<<20) }, "file-size"},
		{"ledger of 100 MB", "content/requests/2026.csv", func() string { return rep("a,b\n", 100<<20) }, "file-size"},
		{"ledger of columns", "content/requests/2026.csv", func() string { return rep("编号,", 3<<20) }, "table-form"},
		{"ledger of lines", "content/requests/2026.csv", func() string {
			return "编号,收到日期,渠道,申请人类型,受理单位,答复日期,办理结果\n" + rep("a,b,c,d,e,f,g\n", 4<<20)
		}, "bad-value"},
		{"villages without end", "content/funds/gengdi/2026.csv", func() string {
			return "单位：元\n乡镇,村,姓名,数量,金额,发放日期\n" + numbered("甲,☃%[1]d,王*,1,1,2026-01-01\n", 6<<20)
		}, "unknown-reference"},
		{"one text in all cells", "content/requests/2026.xlsx", func() string { return sharedBomb() }, "table-form"},
		{"sheets without end", "content/requests/2026.xlsx", func() string { return sheetBomb() }, "table-form"},
		{"sheets of rows that begin at their end", "content/requests/2026.xlsx", func() string { return manySheets(40, `<row r="299999"/><row r="300000"><c r="A1"><v>1</v></c></row>`) }, "table-form"},
		{"rows of cells that begin at their end", "content/requests/2026.xlsx", func() string {
			return manySheets(2, rep(`<row><c r="IV1"><v>1</v></c></row>`, 1<<20))
		}, "table-form"},
		{"merged cells", "content/requests/2026.xlsx", func() string {
			return manySheets(1, `<row><c r="A1"><v>1</v></c></row>`+rep(`<mergeCell ref="A5:B6"/>`, 4<<20))
		}, "table-form"},
		{"attributes of a cell", "content/requests/2026.xlsx", func() string { return manySheets(1, "<c"+rep(` a=""`, 4<<20)+"/>") }, "table-form"},
		{"laughs in a workbook", "content/requests/2026.xlsx", func() string {
			return manySheets(1, `<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "`+rep("&a;", 3000)+`"><!ENTITY c "`+rep("&b;", 3000)+`">]><row><c t="str"><v>&c;</v></c></row>`)
		}, "table-form"},
		{"ledger of one row", "content/requests/2026.csv", func() string { return rep(",", 6<<20) }, "table-form"},
		{"ledger of blank lines", "content/requests/2026.csv", func() string { return rep("\n", 3<<20) }, "table-form"},
		{"ledger of quotes", "content/requests/2026.csv", func() string { return rep("\"\"", 3<<20) }, "table-form"},
	}
}

// archived is an archive of parts.
func archived(parts map[string]string) string {
	var b strings.Builder
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		w, err := z.Create(name)
		if err != nil {
			panic(err)
		}
		_, _ = w.Write([]byte(parts[name])) // into memory
	}
	_ = z.Close()
	return b.String()
}

// sharedBomb is a workbook of some kilobytes, in which many cells share a text
// of megabytes.
func sharedBomb() string {
	return archived(map[string]string{
		"xl/workbook.xml":            `<workbook><sheets><sheet name="a" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<r><Relationship Id="r1" Target="worksheets/sheet1.xml"/></r>`,
		"xl/sharedStrings.xml":       "<sst><si><t>" + rep("a", 8<<20) + "</t></si></sst>",
		"xl/worksheets/sheet1.xml":   "<worksheet>" + rep("<row>"+rep(`<c t="s"><v>0</v></c>`, 21*200)+"</row>", 16<<20) + "</worksheet>",
	})
}

// manySheets is a workbook of sheets with the same rows.
func manySheets(n int, rows string) string {
	var list, rels strings.Builder
	parts := map[string]string{}
	for i := range n {
		fmt.Fprintf(&list, `<sheet name="s%d" r:id="r%[1]d"/>`, i)
		fmt.Fprintf(&rels, `<Relationship Id="r%d" Target="worksheets/sheet%[1]d.xml"/>`, i)
		parts[fmt.Sprintf("xl/worksheets/sheet%d.xml", i)] = "<worksheet>" + rows + "</worksheet>"
	}
	parts["xl/workbook.xml"] = "<workbook><sheets>" + list.String() + "</sheets></workbook>"
	parts["xl/_rels/workbook.xml.rels"] = "<r>" + rels.String() + "</r>"
	return archived(parts)
}

// sheetBomb is a workbook of a million hidden sheets.
func sheetBomb() string {
	return archived(map[string]string{
		"xl/workbook.xml": "<workbook><sheets>" + numbered(`<sheet name="%d" state="hidden"/>`, 32<<20) + "</sheets></workbook>",
	})
}

// TestBombs: each is refused with a finding, or published, in bounded time and
// memory.
func TestBombs(t *testing.T) {
	if raceEnabled || testing.Short() {
		t.Skip("reads hundreds of megabytes")
	}
	for _, b := range bombs() {
		t.Run(b.name, func(t *testing.T) {
			source := with(county(t), b.path, b.text())
			defuse(t, source, b.want)
		})
	}
}

// mostMade is how many MiB a bomb may have allocated in all, what was freed
// again too: the dearest of the honest ones make a tenth of it.
const mostMade = 6 << 10

// defuse builds a county and its whole site. That it comes back in time and
// with little memory is what is tested; the deadline is far from what it takes.
// It returns what is told.
func defuse(t *testing.T, source fstest.MapFS, want string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	r, err := build.Run(ctx, options(source))
	if err != nil {
		t.Fatal(err)
	}
	shown := told(r.Findings, source)
	if r.Tree != nil {
		for _, p := range r.Tree.Paths() {
			if _, err := r.Tree.Read(p); err != nil {
				t.Error(err)
			}
		}
	}
	runtime.ReadMemStats(&after)
	if made := (after.TotalAlloc - before.TotalAlloc) >> 20; made > mostMade {
		t.Errorf("%d MiB were allocated", made)
	}
	if len(shown) > 4<<20 {
		t.Errorf("%d bytes of findings are told", len(shown))
	}
	has := func(f diag.Finding) bool { return f.Rule == want }
	if want != "" && !slices.ContainsFunc(r.Findings, has) {
		t.Errorf("%s finds nothing:\n%s", want, shown)
	}
	if want == "" && r.Stopped() {
		t.Errorf("it is refused:\n%s", shown)
	}
	return shown
}
