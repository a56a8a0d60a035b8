package build_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/generator/calendar"
	"gongkai/generator/diag"
)

// without are the files of a county without those below a folder whose names
// end in something.
func without(files fstest.MapFS, folder, end string) fstest.MapFS {
	files = maps.Clone(files)
	maps.DeleteFunc(files, func(name string, _ *fstest.MapFile) bool {
		return strings.HasPrefix(name, folder) && strings.HasSuffix(name, end)
	})
	return files
}

// TestAWorkbookComesBack: the workbook that a budget's page offers, handed in
// in place of the tables, makes the same page, tables and workbook.
func TestAWorkbookComesBack(t *testing.T) {
	plainPass(t)
	files := sample(t)
	_, first := sampleSite(t)
	const stem = "fiscal/2026/finance-budget"
	again := with(without(files, "content/"+stem+"/", ".csv"), "content/"+stem+"/tables.xlsx", first[stem+".xlsx"])
	second := made(t, options(again))
	compared := 0
	for p, text := range first {
		if strings.HasPrefix(p, stem) {
			compared++
			if text != read(t, second, p) {
				t.Errorf("%s is another", p)
			}
		}
	}
	if compared < 8 {
		t.Errorf("only %d files compared", compared)
	}
}

// TestWhatWaitsIsJudgedAndNotShown: a budget whose day is to come has no page,
// no other page shows anything of it, and a wrong total in it is told already.
func TestWhatWaitsIsJudgedAndNotShown(t *testing.T) {
	plainPass(t)
	const stem = "fiscal/2025/finance-budget"
	files := sample(t)
	index := string(files["content/"+stem+"/index.md"].Data)
	lines := strings.Split(index, "\n")
	for i, l := range lines {
		for key, value := range map[string]string{"approved:": " 2026-12-10", "published:": " 2026-12-20", "review:": " {by: 贺玉芬, on: 2026-12-18, ruling: 可以公开}"} {
			if strings.HasPrefix(l, key) {
				lines[i] = key + value
			}
		}
	}
	files = with(files, "content/"+stem+"/index.md", strings.Join(lines, "\n"))
	shown := bytesOf(t, made(t, options(files)))
	if next := shown["fiscal/2026/finance-budget.html"]; next == "" || strings.Contains(next, ">2025年预算<") {
		t.Error("the budget of the next year is not there, or stands beside what waits")
	}
	for p, text := range shown {
		if strings.HasPrefix(p, stem) || strings.Contains(text, "2025/finance-budget") {
			t.Errorf("%s shows what waits", p)
		}
	}

	general := string(files["content/"+stem+"/general.csv"].Data)
	i := strings.LastIndexAny(general, "123456789")
	wrong := general[:i] + map[bool]string{true: "9", false: "8"}[general[i] != '9'] + general[i+1:]
	r := run(t, options(with(files, "content/"+stem+"/general.csv", wrong)))
	if !r.Stopped() || !slices.ContainsFunc(r.Findings, func(f diag.Finding) bool { return f.Rule == "budget-sum" }) {
		t.Errorf("a wrong total that waits is not told: %s", told(r.Findings, files))
	}
}

// TestNothingToQuery: when all lists of names have had their time, nothing
// leads to a query that has nothing to load.
func TestNothingToQuery(t *testing.T) {
	plainPass(t)
	files := sample(t)
	register := string(files["content/funds.yaml"].Data)
	files = with(files, "content/funds.yaml", strings.NewReplacer("keep: 12", "keep: 1", "keep: 6", "keep: 1").Replace(register))
	opts := options(files)
	opts.Clock = calendar.Date{Year: 2027, Month: 6, Day: 1}
	tree := run(t, opts).Tree
	if tree == nil {
		t.Fatal("nothing is built")
	}
	for _, p := range tree.Paths() {
		if p == "funds/query.html" || strings.HasPrefix(p, "funds/data/") || strings.HasSuffix(p, ".html") && strings.Contains(read(t, tree, p), "funds/query.html") {
			t.Errorf("%s leads to a query without names", p)
		}
	}
}
