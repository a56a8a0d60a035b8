package rules_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

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
		if f == handbook {
			continue
		}
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

// handbook lists the rules with the rows of the requirements that they answer.
const handbook = "docs/README.md"

// answers says which rows of the requirements each rule answers.
var answers = map[string]string{
	"missing-field":              "1-10、1-06、3-02",
	"bad-value":                  "3-35",
	"unknown-reference":          "1-03、3-35",
	"duplicate-index":            "1-14、1-65",
	"document-number-form":       "1-15",
	"duplicate-document-number":  "1-15",
	"published-before-formed":    "1-06、5-72",
	"published-in-future":        "1-06",
	"late-publication":           "1-41、1-42、1-06、4-02",
	"missing-review":             "1-71、2-26、3-25",
	"late-review":                "1-34、1-35、1-36、1-71",
	"self-review":                "2-26、3-25",
	"withheld":                   "1-05、1-34、1-35、1-36、1-37、5-65",
	"repeal-link":                "1-15",
	"interpretation":             "1-15、3-02",
	"personal-id":                "1-36、1-27",
	"personal-account":           "1-36",
	"personal-phone":             "1-36、1-26、5-39",
	"personal-other":             "1-36、2-15",
	"unmasked-name":              "1-36、2-15",
	"attachment-hidden":          "1-36、2-26",
	"attachment-unreadable":      "2-26、4-05",
	"broken-link":                "5-06、5-10",
	"unlisted-file":              "4-05",
	"image-alt":                  "1-18",
	"table-header":               "1-18",
	"heading-order":              "1-18",
	"link-text":                  "1-18",
	"incomplete-guide":           "1-14、1-68、5-26",
	"missing-regulation":         "1-62",
	"missing-reading-place":      "1-40、1-59、1-60、1-73、5-37",
	"empty-column":               "3-19、5-51",
	"stale-column":               "1-13、1-69、3-11、3-19、4-02",
	"letter-overdue":             "3-12、3-13",
	"letter-consent":             "1-36、1-55",
	"unknown-calendar-year":      "1-41",
	"host-limit":                 "3-06",
	"alias-conflict":             "5-06",
	"table-form":                 "2-11、2-14",
	"budget-without-explanation": "2-27、2-28",
	"explanation-incomplete":     "2-02、2-27",
	"budget-table-missing":       "2-05、2-11、2-23",
	"budget-sum":                 "2-26、2-31",
	"three-public-sum":           "2-06、2-32",
	"budget-scale":               "2-26",
	"annual-section":             "1-72、1-64",
	"annual-table-missing":       "1-72、2-11",
	"annual-sum":                 "1-72",
	"annual-carry":               "1-72",
	"annual-valid":               "1-15、1-72",
	"annual-prose":               "1-72",
	"annual-ledger":              "1-70、1-72",
	"annual-county":              "1-72",
	"annual-fee":                 "1-72",
	"annual-late":                "1-72、1-61",
	"assessment-weights":         "1-74、1-67",
	"rectification-overdue":      "1-77",
	"fund-incomplete":            "2-04、2-12、2-13、2-18",
	"fund-chain":                 "2-24、2-26",
	"fund-identity":              "2-15",
	"fund-retention":             "2-15",
	"request-steps":              "1-45、1-64",
	"request-overdue":            "1-47、1-48、1-70",
	"budget-late":                "2-07",
}

// TestHandbook: the table of the handbook has every rule with its level, title
// and rows. With -update it is rewritten.
func TestHandbook(t *testing.T) {
	var b strings.Builder
	b.WriteString("<!-- rules -->\n\n| 规则 | 级别 | 找什么 | 要求 |\n|---|---|---|---|\n")
	for _, r := range rules.All() {
		page, _ := rules.Explain(r.Name, "zh")
		title, _, _ := strings.Cut(strings.TrimPrefix(page, "# "+r.Name+" "), "\n")
		mark := map[bool]string{true: "✕", false: "!"}[r.Severity == diag.Error]
		if r.Breach || r.Name == "waiver" {
			mark = "§"
		}
		b.WriteString("| [`" + r.Name + "`](" + r.Name + ".md) | " + mark + " | " + title + " | " + answers[r.Name] + " |\n")
	}
	b.WriteString("\n<!-- end -->")
	src, err := os.ReadFile(handbook)
	if err != nil {
		t.Fatal(err)
	}
	table := regexp.MustCompile(`(?s)<!-- rules -->.*<!-- end -->`)
	golden(t, handbook, table.ReplaceAllLiteralString(string(src), b.String()))
	for name := range answers {
		if !slices.Contains(rules.Names(), name) {
			t.Errorf("%s answers rows and is no rule", name)
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

var added = regexp.MustCompile(`(?i)(?:\b(?:found|complaints|w|d|findings|list|l|r)\.add\(|\b(?:t|now|whole|Table)\.Add\(&?(?:\w\.)?found, |\btellSlips\()"([a-z-]+)"`)

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

// TestDraftsInAPreview: a draft that is shown to its editor may have the words of
// the template still; an error would keep the preview from showing it.
func TestDraftsInAPreview(t *testing.T) {
	const text = "---\ntitle: 草稿\ndraft: 是\nagency: office\nindex: 99990001/2026-00001\nformed: 2026-03-01\npublished: 2026-03-05\n" +
		"category: regulations-documents\nsummary: 【请改】概述。\n---\n"
	for name, body := range map[string]string{"template": "（在这里写正文。）\n", "empty": ""} {
		fsys := county(t, map[string]*fstest.MapFile{"content/notices/2025/draft.md": {Data: []byte(text + body)}})
		entries, found, err := content.Load(t.Context(), fsys, content.Options{Jobs: 1})
		if err != nil {
			t.Fatal(err)
		}
		portal, _, err := config.Load(fsys)
		if err != nil {
			t.Fatal(err)
		}
		s, more := site.Assemble(portal, entries, site.Options{Clock: today, Drafts: true})
		for _, f := range rules.Check(s, append(found, more...)) {
			if slices.Contains([]string{"missing-text", "sample-value", "year-folder"}, f.Rule) {
				t.Errorf("%s: %s is told of a draft", name, f.Rule)
			}
		}
	}
}
