package rules_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gongkai/generator/config"
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/rules"
	"gongkai/generator/site"
)

func TestBaseCountyIsClean(t *testing.T) {
	fsys := county(t, nil)
	if lines := told(fsys, check(t, fsys), "zh"); len(lines) > 0 {
		t.Errorf("the base of all examples has findings:\n%s", strings.Join(lines, "\n"))
	}
}

func TestEachRuleHasAPageAndEachPageARule(t *testing.T) {
	names := rules.Names()
	files, err := filepath.Glob("docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if name := strings.TrimSuffix(filepath.Base(f), ".md"); !slices.Contains(names, name) {
			t.Errorf("%s is the page of no rule", f)
		}
	}
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			t.Errorf("two rules are called %s", name)
		}
		if _, ok := rules.Explain(name, "zh"); !ok {
			t.Errorf("%s has no page", name)
		}
	}
}

// level is how a page words a rule's severity.
func level(r rules.Rule) string {
	switch {
	case r.Breach:
		return "> 错误，不能豁免 · Error; no waiver silences it"
	case r.Severity == diag.Error:
		return "> 错误，可以写明理由和期限豁免 · Error; may be waived with a reason and an end"
	}
	return "> 警告，可以写明理由和期限豁免 · Warning; may be waived with a reason and an end"
}

// craft is what stands for the law where there is none.
const craft = "没有专门的法律条文，是制作网站的技术要求。"

func TestPagesHaveTheirParts(t *testing.T) {
	for _, r := range rules.All() {
		zh, _ := rules.Explain(r.Name, "zh")
		en, _ := rules.Explain(r.Name, "en")
		want := level(r)
		if r.Name == "waiver" {
			want = "> 错误，不能豁免 · Error; no waiver silences it"
		}
		if !strings.HasPrefix(zh, "# "+r.Name+" ") || !strings.Contains(zh, "\n"+want+"\n") {
			t.Errorf("%s: the page begins with the name and\n%s", r.Name, want)
		}
		for _, part := range []string{"## 这条规则找什么", "## 为什么", "## 依据", "## 怎么改", "## 例子"} {
			if !strings.Contains(zh, "\n"+part+"\n\n") {
				t.Errorf("%s: the page lacks %q", r.Name, part)
			}
		}
		if strings.Contains(zh, "## English") || strings.Contains(en, "## 怎么改") || !strings.Contains(en, "## Examples") {
			t.Errorf("%s: the languages of the page are not kept apart", r.Name)
		}
		basis := r.Law.ZH
		if basis == "" {
			basis = craft
		}
		if !strings.Contains(zh, "\n## 依据\n\n"+basis) {
			t.Errorf("%s: the part 依据 begins with %q", r.Name, basis)
		}
		if (r.Law.ZH == "") != (r.Law.EN == "") || r.Breach && r.Severity != diag.Error {
			t.Errorf("%s: half a law, or a breach that only warns", r.Name)
		}
	}
}

// TestEachCheckHasItsFile keeps one rule to one file.
func TestEachCheckHasItsFile(t *testing.T) {
	reading, err := os.ReadFile("reading.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range rules.Names() {
		if strings.Contains(string(reading), `"`+name+`"`) {
			continue
		}
		file := strings.ReplaceAll(name, "-", "_") + ".go"
		src, err := os.ReadFile(file)
		if err != nil || !strings.Contains(string(src), `Name: "`+name+`"`) {
			t.Errorf("the rule %s does not stand in %s", name, file)
		}
	}
}

var added = regexp.MustCompile(`(?i)\b(?:found|complaints|w|d|findings|list|l)\.add\("([a-z-]+)"`)

// TestFindingsHaveARule reads the source of all packages: a finding whose
// rule is not registered would have neither page nor law.
func TestFindingsHaveARule(t *testing.T) {
	names := rules.Names()
	seen := map[string]bool{}
	err := fs.WalkDir(os.DirFS(".."), ".", func(p string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return err
		}
		src, err := os.ReadFile(filepath.Join("..", p))
		for _, m := range added.FindAllStringSubmatch(string(src), -1) {
			seen[m[1]] = true
			if !slices.Contains(names, m[1]) {
				t.Errorf("%s: %q is no rule", p, m[1])
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if !seen[name] {
			t.Errorf("nothing in the source finds %s", name)
		}
	}
}

// TestUnknownRuleIsAnError: a finding that no rule stands behind is a mistake
// of ours and must not pass as a warning.
func TestUnknownRuleIsAnError(t *testing.T) {
	var found diag.List
	found.Add("no-such-rule", diag.Span{}, diag.Say("甲", "a"), diag.Text{})
	s, _ := site.Assemble(&config.Portal{}, &content.Content{}, site.Options{Clock: today})
	got := rules.Check(s, found)
	if len(got) != 1 || got[0].Severity != diag.Error || found[0].Severity != diag.Warning {
		t.Errorf("have %+v; the list handed in holds %+v", got, found)
	}
}
