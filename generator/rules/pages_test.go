package rules_test

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/text/encoding/simplifiedchinese"

	"gongkai/generator/calendar"
	"gongkai/generator/config"
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/rules"
	"gongkai/generator/site"
)

var update = flag.Bool("update", false, "rewrite the finding blocks of the pages and the golden messages")

// today is the day on which the pages' examples are checked.
var today = calendar.Date{Year: 2026, Month: 11, Day: 23}

// An example is a heading below 例子 with its blocks.
type example struct {
	title string
	files map[string]*fstest.MapFile
	want  int  // the line of the finding block's fence, 0 for a silent one
	quiet bool // nothing of what is found stands in the way: a silent or a waived block
	lines []string
}

// block is a fenced block of a page.
type block struct {
	kind    string
	options map[string]string
	open    int // line of the opening fence
	lines   []string
}

var fence = regexp.MustCompile("^(`{3,})(\\S+)(.*)$")

// defaultPath is where a file of a kind lies if its block does not say.
var defaultPath = map[string]string{
	"notice": "content/notices/2026/example.md", "agency": "content/agencies/example.md", "guide": "content/guide/example.md",
	"regulation": "content/regulations/example.md", "letter": "content/mailbox/2026/example.md", "file": "",
}

// scan returns the headings of level 3 with the blocks below them.
func scan(t *testing.T, page string) (titles []string, blocks map[string][]block) {
	t.Helper()
	blocks = map[string][]block{}
	title, closing := "", ""
	var b block
	for i, line := range strings.Split(page, "\n") {
		m := fence.FindStringSubmatch(line)
		switch {
		case closing != "" && line == closing:
			blocks[title] = append(blocks[title], b)
			closing = ""
		case closing != "":
			b.lines = append(b.lines, line)
		case m != nil:
			closing = m[1]
			b = block{kind: m[2], options: map[string]string{}, open: i}
			for _, o := range strings.Fields(m[3]) {
				k, v, _ := strings.Cut(o, "=")
				b.options[k] = v
			}
		case strings.HasPrefix(line, "### "):
			title = line[4:]
			if slices.Contains(titles, title) {
				t.Fatalf("two examples are called %q", title)
			}
			titles = append(titles, title)
		}
	}
	if closing != "" {
		t.Fatalf("the block in line %d is not closed", b.open+1)
	}
	return titles, blocks
}

func examples(t *testing.T, page string) []example {
	t.Helper()
	titles, blocks := scan(t, page)
	var out []example
	for _, title := range titles {
		e := example{title: title, files: map[string]*fstest.MapFile{}, want: -1}
		for _, b := range blocks[title] {
			switch b.kind {
			case "finding":
				e.want, e.lines = b.open, b.lines
			case "waived":
				e.want, e.lines, e.quiet = b.open, b.lines, true
			case "silent":
				e.want, e.quiet = 0, true
			default:
				e.add(t, b)
			}
		}
		if e.want < 0 || len(e.files) == 0 {
			t.Errorf("the example %q needs files and a finding or a silent block", title)
			continue
		}
		out = append(out, e)
	}
	return out
}

// add puts the file of a block into the example. Options say what Markdown
// cannot show: path=…, encoding=gbk|utf-16|bom|crlf, size=BYTES, link, times=N
// for N files in which {n} is the number of each, as=xlsx|docx|scan|png|jpg|photo (office_test.go).
func (e *example) add(t *testing.T, b block) {
	t.Helper()
	p, known := defaultPath[b.kind]
	if !known {
		t.Fatalf("line %d: no such kind of block: %s", b.open+1, b.kind)
	}
	if given := b.options["path"]; given != "" {
		p = given
	}
	if p == "" {
		t.Fatalf("line %d: the block has no path", b.open+1)
	}
	text := strings.Join(b.lines, "\n")
	if len(b.lines) > 0 {
		text += "\n"
	}
	if times := b.options["times"]; times != "" {
		n := 0
		if _, err := fmt.Sscan(times, &n); err != nil {
			t.Fatal(err)
		}
		for i := range n {
			number := strings.NewReplacer("{n}", fmt.Sprintf("%05d", i+1))
			e.files[number.Replace(p)] = &fstest.MapFile{Data: []byte(number.Replace(text))}
		}
		return
	}
	if as := b.options["as"]; as != "" {
		e.files[p] = &fstest.MapFile{Data: office(t, as, b.lines)}
	} else {
		e.files[p] = &fstest.MapFile{Data: encode(t, text, b.options["encoding"])}
	}
	if size := b.options["size"]; size != "" {
		n := 0
		if _, err := fmt.Sscan(size, &n); err != nil {
			t.Fatal(err)
		}
		e.files[p].Data = append(e.files[p].Data, bytes.Repeat([]byte("\n"), max(0, n-len(e.files[p].Data)))...)
	}
	if _, link := b.options["link"]; link {
		e.files[p].Mode = fs.ModeSymlink
	}
}

func encode(t *testing.T, text, encoding string) []byte {
	t.Helper()
	switch encoding {
	case "":
		return []byte(text)
	case "gbk":
		b, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return b
	case "utf-16":
		b := []byte{0xff, 0xfe}
		for _, u := range utf16.Encode([]rune(text)) {
			b = append(b, byte(u), byte(u>>8))
		}
		return b
	case "bom":
		return []byte("\ufeff" + text)
	}
	t.Fatalf("no such encoding: %s", encoding)
	return nil
}

// county is the base of all examples with files laid over it.
func county(t *testing.T, files map[string]*fstest.MapFile) fstest.MapFS {
	t.Helper()
	base, err := txtar.ParseFile("testdata/county.txtar")
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{}
	for _, f := range base.Files {
		fsys[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	maps.Copy(fsys, files)
	return fsys
}

// check reads a county and returns what is found.
func check(t *testing.T, fsys fs.FS) diag.List {
	t.Helper()
	portal, found, err := config.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	entries, more, err := content.Load(t.Context(), fsys, content.Options{Jobs: 1})
	if err != nil {
		t.Fatal(err)
	}
	found = append(found, more...)
	s, more := site.Assemble(portal, entries, site.Options{Clock: today})
	return rules.Check(s, append(found, more...))
}

// told prints findings as the finding blocks have them.
func told(fsys fs.FS, found diag.List, lang string) []string {
	var lines []string
	places := diag.NewSources(fsys, nil)
	for _, f := range found {
		at := places.Place(f.Span)
		waived := ""
		if f.Waived {
			waived = " (waived)"
		}
		lines = append(lines, fmt.Sprintf("%s:%d:%d: %s %s%s: %s", f.Span.Path(), at.Line, at.Column, f.Severity, f.Rule, waived, f.Message.In(lang)))
	}
	return lines
}

// TestPages runs the example of every page: what stands in its finding block
// must come out, and nothing else. With -update the blocks are rewritten.
func TestPages(t *testing.T) {
	for _, name := range rules.Names() {
		if name == "theme" {
			continue // about files that are no content: tried by the build's and the command's tests
		}
		t.Run(name, func(t *testing.T) {
			file := filepath.Join("docs", name+".md")
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			page := string(src)
			breaking, silent := 0, 0
			for _, e := range slices.Backward(examples(t, page)) {
				fsys := county(t, e.files)
				found := check(t, fsys)
				got := told(fsys, found, "zh")
				if e.quiet {
					silent++
					if n := found.Count(diag.Error) + found.Count(diag.Warning); n > 0 && e.want > 0 {
						t.Errorf("%s: %d findings are not waived", e.title, n)
					}
				} else if slices.ContainsFunc(found, func(f diag.Finding) bool { return f.Rule == name }) {
					breaking++
				} else {
					t.Errorf("%s: the rule finds nothing in a breaking example", e.title)
				}
				if *update && e.want > 0 {
					page = replaceBlock(page, e.want, got)
					continue
				}
				if d := cmp.Diff(e.lines, got); d != "" {
					t.Errorf("%s (-page +found):\n%s", e.title, d)
				}
			}
			if breaking < 2 || silent < 2 {
				t.Errorf("%d breaking examples and %d near misses: two of each are the least", breaking, silent)
			}
			if page != string(src) {
				if err := os.WriteFile(file, []byte(page), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// replaceBlock puts lines into the block whose opening fence is in a line.
func replaceBlock(page string, open int, with []string) string {
	lines := strings.Split(page, "\n")
	end := open + 1
	for !strings.HasPrefix(lines[end], "```") {
		end++
	}
	return strings.Join(slices.Concat(lines[:open+1], with, lines[end:]), "\n")
}

// TestMessages keeps every message, cure and note of the pages' examples in
// both languages, for people to read.
func TestMessages(t *testing.T) {
	var b strings.Builder
	for _, name := range rules.Names() {
		if name == "theme" {
			continue
		}
		src, err := os.ReadFile(filepath.Join("docs", name+".md"))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range examples(t, string(src)) {
			if e.want == 0 {
				continue
			}
			fmt.Fprintf(&b, "# %s: %s\n", name, e.title)
			for _, f := range check(t, county(t, e.files)) {
				fmt.Fprintf(&b, "%s\n", f.Rule)
				for _, text := range []diag.Text{f.Message, f.Help} {
					fmt.Fprintf(&b, "  %s\n  %s\n", text.ZH, text.EN)
				}
				for _, n := range f.Notes {
					fmt.Fprintf(&b, "  → %s\n  → %s\n", n.ZH, n.EN)
				}
			}
			b.WriteString("\n")
		}
	}
	golden(t, "testdata/messages.txt", b.String())
	if strings.Contains(b.String(), "%!") {
		t.Error("a message is formatted with the wrong arguments")
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s (-want +got):\n%s", file, d)
	}
}
