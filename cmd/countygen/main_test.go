package main

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"gongkai/generator/build"
	"gongkai/generator/calendar"
	"gongkai/generator/diag"
)

func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(dir, p))
		files[p] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func generated(t *testing.T, args ...string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "county")
	var stderr bytes.Buffer
	if status := run(append(args, "-o", dir), &stderr); status != 0 {
		t.Fatalf("status %d: %s", status, stderr.String())
	}
	return dir
}

// clean fails on any finding: benchmarks must not measure complaints.
func clean(t *testing.T, dir string, clock calendar.Date, notices int) {
	t.Helper()
	r, err := build.Check(context.Background(), build.Options{Source: os.DirFS(dir), Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Site.Notices) != notices {
		t.Errorf("%d notices, want %d", len(r.Site.Notices), notices)
	}
	if len(r.Findings) > 0 {
		t.Errorf("findings in a made county: %s", r.Findings[0].Message.EN)
		_ = diag.Printer{Lang: "en", Sources: diag.NewSources(os.DirFS(dir), nil)}.Print(os.Stderr, "text", r.Findings[:min(5, len(r.Findings))])
	}
}

func TestSameSeedSameCounty(t *testing.T) {
	a, b := tree(t, generated(t, "-n", "60")), tree(t, generated(t, "-n", "60"))
	for p := range a {
		if a[p] != b[p] {
			t.Errorf("%s differs between two runs", p)
		}
	}
	if other := tree(t, generated(t, "-n", "60", "-seed", "2")); len(other) == len(a) {
		same := true
		for p := range a {
			same = same && a[p] == other[p]
		}
		if same {
			t.Error("another seed makes the same county")
		}
	}
}

func TestInventedCountyIsClean(t *testing.T) {
	clean(t, generated(t, "-n", "200"), calendar.Date{Year: 2026, Month: 10, Day: 20}, 200)
}

func TestWrappedDocumentsAreClean(t *testing.T) {
	docs := t.TempDir()
	text := "---\ntitle: \"关于\u200b“测试”的规定\"\ndate: 2013-02-03T04:05:06+08:00\ncategory: \"法规公文\"\nagency: \"市财政局\"\nsummary: \"\"\n---\n\n<!-- 注 -->\n## 第一条\n\n见[附件](a.doc)、![图](b.png)、<b>粗</b>和[网站](https://example.org/)。1 < 2。\n"
	if err := os.WriteFile(filepath.Join(docs, "00001.md"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	clean(t, generated(t, "-from", docs), calendar.Date{Year: 2013, Month: 2, Day: 4}, 1)
}

func TestRefusesFolderInUse(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "x"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	if status := run([]string{"-o", dir}, &stderr); status != 2 {
		t.Errorf("status %d, want 2", status)
	}
}
