package content_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"gongkai/generator/calendar"
	"gongkai/generator/config"
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/fields"
	"gongkai/generator/site"
)

// The editors' handbook says what the program does: its tables of fields are
// made from the schemas, its examples are read, and what it quotes of the
// checker is what the checker says.

var update = flag.Bool("update", false, "rewrite the tables and the quoted findings of content/README.md")

const handbook = "../../content/README.md"

func readHandbook(t *testing.T) string {
	t.Helper()
	src, err := os.ReadFile(handbook)
	if err != nil {
		t.Fatal(err)
	}
	return string(src)
}

// settle compares the handbook with what it should be, or rewrites it.
func settle(t *testing.T, is, want string) {
	t.Helper()
	switch {
	case is == want:
	case *update:
		if err := os.WriteFile(handbook, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("content/README.md is behind; go test ./generator/content -update brings it up to date (-is +want):\n%s",
			cmp.Diff(strings.Split(is, "\n"), strings.Split(want, "\n")))
	}
}

var fieldsMark = regexp.MustCompile(`(?s)(<!-- fields: ([a-z]+) -->\n).*?(<!-- end -->)`)

func TestHandbookTables(t *testing.T) {
	missing := map[string]fields.Shape{}
	for _, s := range append(content.Shapes(), config.Schema.Shape()) {
		missing[s.Kind] = s
	}
	is := readHandbook(t)
	want := fieldsMark.ReplaceAllStringFunc(is, func(old string) string {
		m := fieldsMark.FindStringSubmatch(old)
		s, known := missing[m[2]]
		if !known {
			t.Errorf("<!-- fields: %s -->: there is no such kind, or it has two tables", m[2])
			return old
		}
		delete(missing, m[2])
		return m[1] + "\n" + fieldTable(s) + "\n" + m[3]
	})
	for _, s := range append(content.Shapes(), config.Schema.Shape()) {
		if _, ok := missing[s.Kind]; ok {
			t.Errorf("the handbook has no table for %s: add <!-- fields: %s --> and <!-- end -->", s.Alias, s.Kind)
		}
	}
	settle(t, is, want)
}

func fieldTable(s fields.Shape) string {
	var b strings.Builder
	b.WriteString("| 字段 | 别名（中文） | 必填 | 写什么 | 例子 |\n|---|---|---|---|---|\n")
	fieldRows(&b, s, "", "")
	return b.String()
}

// fieldRows writes the fields of a shape; those of groups follow their group,
// with its names before a dot.
func fieldRows(b *strings.Builder, s fields.Shape, key, alias string) {
	for _, f := range s.Fields {
		required := ""
		switch {
		case f.Required && key == "":
			required = "是"
		case f.Required:
			required = "组内"
		}
		example := ""
		if f.Example != "" {
			example = "`" + f.Example + "`"
		}
		fmt.Fprintf(b, "| `%s` | %s | %s | %s | %s |\n", key+f.Key, alias+f.Alias, required, fieldMeaning(f), example)
		if f.Sub != nil {
			fieldRows(b, *f.Sub, key+f.Key+".", alias+f.Alias+".")
		}
	}
}

// fieldMeaning says what a field is for and what may be written in it.
func fieldMeaning(f fields.Description) string {
	options := f.Options
	if len(f.Names) > 0 {
		options = nil
		for i, o := range f.Options {
			options = append(options, o+"（"+f.Names[i]+"）")
		}
	}
	kind := map[fields.Type]string{
		fields.TypeDay: "写成日期", fields.TypeMoment: "写成日期或者日期加时刻", fields.TypeWhole: fmt.Sprintf("写 %d 到 %d 的整数", f.Low, f.High), fields.TypeYesNo: "写“是”或者“否”",
		fields.TypeLines: "可以写几个", fields.TypeRefs: "可以写几个", fields.TypeGroup: "分项写", fields.TypeGroups: "可以写几组",
		fields.TypeChoice: "只能写：" + strings.Join(options, "、"),
	}[f.Type]
	if kind != "" {
		kind = "。" + kind
	}
	return strings.ReplaceAll(f.About.ZH+kind, "|", `\|`)
}

// exampleFence opens an example: its language, which only colours it, what it
// is, and where it lies. Other fenced blocks are not read.
var exampleFence = regexp.MustCompile(`(?ms)^` + "```" + `(yaml|markdown|text) (notice|letter|hotlines|fields|body|slip|finding)(?: path=(\S+))?\n(.*?)^` + "```" + `$`)

// exampleHead is the front matter that an example of a few fields leaves out.
var exampleHead = []string{
	"标题: 关于做好2026年冬季植树工作的通知",
	"发布机构: office",
	"索引号: 99990001/2026-%05d",
	"成文日期: 2026-11-16",
	"发布日期: 2026-11-20",
	"公开类别: regulations-documents",
	"内容概述: 部署2026年冬季植树的任务、时间和责任单位。",
}

// beside are the attachments that examples name.
var beside = []string{"renwubiao.xlsx", "shinong.jpg"}

// exampleFile is the file that an example stands for, and its path.
func exampleFile(n int, kind, at, text string) (string, string) {
	switch kind {
	case "notice", "letter":
		return "content/" + at, text
	case "hotlines":
		return "content/hotlines.yaml", text
	case "fields":
		text = "---\n" + aroundFields(n, text) + "---\n\n正文。\n"
	case "body":
		text = "---\n" + aroundFields(n, "") + "---\n\n" + text
	}
	for _, name := range beside {
		if strings.Contains(text, name) {
			return fmt.Sprintf("content/notices/2026/li-%d/index.md", n), text
		}
	}
	return fmt.Sprintf("content/notices/2026/li-%d.md", n), text
}

// aroundFields puts the lines of an example among the usual fields, in place
// of those that it has itself, rightly written or not.
func aroundFields(n int, text string) string {
	var b strings.Builder
	for _, line := range exampleHead {
		key, _, _ := strings.Cut(line, ":")
		own := false
		for l := range strings.Lines(text) {
			own = own || strings.HasPrefix(strings.TrimSpace(l), key)
		}
		if own {
			continue
		}
		if strings.Contains(line, "%") {
			line = fmt.Sprintf(line, n)
		}
		b.WriteString(line + "\n")
	}
	return b.String() + text
}

func addExample(files fstest.MapFS, name, text string) {
	files[name] = &fstest.MapFile{Data: []byte(text)}
	dir, bundle := strings.CutSuffix(name, "index.md")
	for _, b := range beside {
		if bundle && strings.Contains(text, b) {
			files[dir+b] = &fstest.MapFile{Data: []byte("x")}
		}
	}
}

// smallCounty is the least that examples refer to, from the county itself.
func smallCounty(t *testing.T) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	for _, name := range []string{
		"portal.yaml", "agencies/county.md", "agencies/office.md", "agencies/agriculture.md", "agencies/transport.md", "agencies/qingshi.md",
		"vocabulary/categories.yaml", "vocabulary/topics.yaml", "vocabulary/genres.yaml", "vocabulary/regulations.yaml", "regulations/review.md",
	} {
		src, err := os.ReadFile("../../content/" + name)
		if err != nil {
			t.Fatal(err)
		}
		files["content/"+name] = &fstest.MapFile{Data: src}
	}
	return files
}

// readCounty returns what the reading of the files and of their references
// finds. Findings in files of the county itself are its own matter.
func readCounty(t *testing.T, files fstest.MapFS) diag.List {
	t.Helper()
	portal, found, err := config.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	c, more, err := content.Load(context.Background(), files, content.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, links := site.Assemble(portal, c, site.Options{Clock: calendar.Date{Year: 2026, Month: 11, Day: 23}})
	county := smallCounty(t)
	return slices.DeleteFunc(slices.Concat(found, more, links).Sort(), func(f diag.Finding) bool {
		return county[f.Span.Path()] != nil
	})
}

func TestHandbookExamples(t *testing.T) {
	files := smallCounty(t)
	examples := exampleFence.FindAllStringSubmatch(readHandbook(t), -1)
	if len(examples) < 20 {
		t.Errorf("%d examples found: has the form of the fences changed?", len(examples))
	}
	for i, m := range examples {
		if kind := m[2]; kind != "slip" && kind != "finding" {
			name, text := exampleFile(i+1, kind, m[3], m[4])
			if files[name] != nil && kind != "hotlines" {
				t.Errorf("two examples are called %s", name)
			}
			addExample(files, name, text)
		}
	}
	var b bytes.Buffer
	p := diag.Printer{Lang: "zh", Sources: diag.NewSources(files, nil)}
	if found := readCounty(t, files); len(found) > 0 {
		if err := p.Print(&b, "text", found); err != nil {
			t.Fatal(err)
		}
		t.Errorf("the handbook's examples are not right:\n%s", &b)
	}
}

// slipPair is a slip and what the checker says of it.
var slipPair = regexp.MustCompile(`(?ms)^(` + "```" + `(yaml|markdown) slip\n(.*?)^` + "```" + `\n\n` + "```" + `text finding\n)(.*?)(^` + "```" + `$)`)

func TestHandbookSlips(t *testing.T) {
	is := readHandbook(t)
	pairs := strings.Count(is, " slip\n")
	want := slipPair.ReplaceAllStringFunc(is, func(old string) string {
		pairs--
		m := slipPair.FindStringSubmatch(old)
		files := smallCounty(t)
		kind := map[string]string{"yaml": "fields", "markdown": "notice"}[m[2]] // some lines, or a whole file
		name, text := exampleFile(1, kind, "notices/2026/li-1.md", m[3])
		addExample(files, name, text)
		var b strings.Builder
		for _, f := range readCounty(t, files) {
			fmt.Fprintf(&b, "%s: %s\n  改法：%s\n", f.Rule, f.Message.ZH, f.Help.ZH)
		}
		if b.Len() == 0 {
			t.Errorf("this is no slip:\n%s", m[3])
		}
		return m[1] + b.String() + m[5]
	})
	if pairs != 0 {
		t.Errorf("%d slips have no finding block right below them", pairs)
	}
	settle(t, is, want)
}
