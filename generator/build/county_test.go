package build_test

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"gongkai/generator/build"
	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/layout"
	"gongkai/generator/output"
	"gongkai/layouts"
	"gongkai/theme"
)

// today is the day on which the tests build.
var today = calendar.Date{Year: 2026, Month: 11, Day: 23}

// county is the smallest county: what testdata/county.txtar holds besides its
// goldens. The caller may change the map.
func county(t testing.TB) fstest.MapFS {
	t.Helper()
	ar, err := txtar.ParseFile("testdata/county.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for _, f := range ar.Files {
		if strings.HasPrefix(f.Name, "content/") {
			files[f.Name] = &fstest.MapFile{Data: f.Data}
		}
	}
	return files
}

// with is a county with further files, given as pairs of path and text.
func with(files fstest.MapFS, more ...string) fstest.MapFS {
	files = maps.Clone(files)
	for i := 0; i < len(more); i += 2 {
		files[more[i]] = &fstest.MapFile{Data: []byte(more[i+1])}
	}
	return files
}

// notice is the text of a notice that breaks no rule. more are further lines
// of the front matter.
func notice(index, published, title, more, body string) string {
	return fmt.Sprintf(`---
title: %s
agency: office
index: %s
formed: %[3]s
published: %[3]s
category: projects
summary: %[1]s的主要内容。
review: {by: 李文, on: %[3]s, ruling: 可以公开}
%[4]s
---
%[5]s
`, title, index, published, strings.TrimSuffix(more, "\n"), body)
}

// options are those of a build of source, with its own layouts and theme laid
// over the built-in ones, as the verbs do.
func options(source fs.FS) build.Options {
	return build.Options{Source: source, Layouts: laid(source, "layouts", layouts.FS), Theme: laid(source, "theme", theme.FS), Clock: today}
}

// laid is a folder of the source over what is built in, if it is there.
func laid(source fs.FS, dir string, lower fs.FS) fs.FS {
	if st, err := fs.Stat(source, dir); err != nil || !st.IsDir() {
		return lower
	}
	upper, err := fs.Sub(source, dir)
	if err != nil {
		return lower
	}
	return layout.Overlay(upper, lower)
}

// run builds; what goes wrong with the machine ends the test.
func run(t testing.TB, opts build.Options) *build.Result {
	t.Helper()
	r, err := build.Run(context.Background(), opts)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// made builds a county that must be free of errors.
func made(t testing.TB, opts build.Options) *output.Tree {
	t.Helper()
	r := run(t, opts)
	if r.Stopped() {
		t.Fatalf("errors stop the build:\n%s", told(r.Findings, opts.Source))
	}
	return r.Tree
}

// told are findings as the terminal shows them, in English.
func told(found diag.List, source fs.FS) string {
	var b strings.Builder
	if err := (diag.Printer{Lang: "en", Sources: diag.NewSources(source, nil)}).Print(&b, "text", found); err != nil {
		return err.Error()
	}
	return b.String()
}

// bytesOf is the whole tree, made.
func bytesOf(t testing.TB, tree *output.Tree) map[string]string {
	t.Helper()
	all := make(map[string]string, tree.Len())
	for _, p := range tree.Paths() {
		all[p] = read(t, tree, p)
	}
	return all
}

func read(t testing.TB, tree *output.Tree, p string) string {
	t.Helper()
	text, err := tree.Read(p)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// differ lists the paths at which two sites differ.
func differ(before, after map[string]string) (changed, gone, new []string) {
	for _, p := range slices.Sorted(maps.Keys(before)) {
		text, ok := after[p]
		switch {
		case !ok:
			gone = append(gone, p)
		case text != before[p]:
			changed = append(changed, p)
		}
	}
	for _, p := range slices.Sorted(maps.Keys(after)) {
		if _, ok := before[p]; !ok {
			new = append(new, p)
		}
	}
	return changed, gone, new
}

var hashed = regexp.MustCompile(`(assets/[\w/-]+)-[0-9a-f]{8}(\.[a-z0-9]+)`)

// plain leaves the hashes out of assets' names, so that goldens outlive a
// change of the theme.
func plain(s string) string { return hashed.ReplaceAllString(s, "$1-HASH$2") }
