package build_test

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"gongkai/generator/build"
	"gongkai/generator/diag"
	"gongkai/generator/output"
)

var update = flag.Bool("update", false, "rewrite the goldens")

// TestGoldens builds the counties of testdata. A file there is a txtar archive:
//
//	content/…, layouts/…, theme/…   source files, laid over those of county.txtar;
//	                                an empty one takes the county's file away
//	notices                         lines "ID DATE TITLE", each a short notice
//	options                         words: drafts, future, base=URL
//	want/tree                       the paths of the site; in other files than
//	                                county.txtar what is there more (+) and less (-)
//	want/findings                   the findings; without it there must be none
//	want/PATH                       a file of the site
//	want/PATH SELECTOR              the elements of a page that the selector means
//
// A golden for which the site has nothing fails, with -update too: it would
// test nothing.
func TestGoldens(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no goldens", err)
	}
	base := county(t)
	bare := made(t, options(base)).Paths()
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			golden(t, file, base, bare)
		})
	}
}

// ofSmallness are findings about what a whole county would have and the small
// one of the goldens does not, and about attachments, which are text there
// whatever their names are.
func ofSmallness(f diag.Finding) bool {
	return slices.Contains([]string{"missing-regulation", "missing-reading-place", "empty-column", "stale-column", "attachment-unreadable"}, f.Rule)
}

func golden(t *testing.T, file string, base fstest.MapFS, bare []string) {
	ar, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Base(file) == "county.txtar" {
		bare = nil
	}
	opts := prepare(t, ar, base)
	r := run(t, opts)
	got := told(slices.DeleteFunc(slices.Clone(r.Findings), ofSmallness), opts.Source)
	if got != "" && !slices.ContainsFunc(ar.Files, func(f txtar.File) bool { return f.Name == "want/findings" }) {
		t.Fatalf("findings that the goldens do not expect:\n%s", got)
	}
	changed := false
	for i, f := range ar.Files {
		name, ok := strings.CutPrefix(f.Name, "want/")
		if !ok {
			continue
		}
		if name != "findings" {
			if r.Tree == nil {
				t.Fatalf("there is no site:\n%s", told(r.Findings, opts.Source))
			}
			got = section(t, r.Tree, name, bare)
		}
		switch {
		case got == "":
			t.Errorf("orphan: there is nothing for -- %s --", f.Name)
		case got == string(f.Data):
		case *update:
			ar.Files[i].Data, changed = []byte(got), true
		default:
			t.Errorf("-- %s -- (-want +got; go test -update rewrites it)\n%s", f.Name, cmp.Diff(strings.Split(string(f.Data), "\n"), strings.Split(got, "\n")))
		}
	}
	if changed {
		if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// prepare lays the sources of a golden over the county.
func prepare(t *testing.T, ar *txtar.Archive, base fstest.MapFS) build.Options {
	t.Helper()
	source := maps.Clone(base)
	var words []string
	for _, f := range ar.Files {
		top, _, _ := strings.Cut(f.Name, "/")
		switch {
		case top == "want":
		case f.Name == "options":
			words = strings.Fields(string(f.Data))
		case f.Name == "notices":
			short(t, source, string(f.Data))
		case top != "content" && top != "layouts" && top != "theme":
			t.Fatalf("-- %s -- is neither a source nor a golden", f.Name)
		case len(f.Data) == 0:
			delete(source, f.Name)
		default:
			source[f.Name] = &fstest.MapFile{Data: f.Data}
		}
	}
	opts := options(source)
	for _, w := range words {
		switch key, value, _ := strings.Cut(w, "="); key {
		case "drafts":
			opts.Drafts = true
		case "future":
			opts.Future = true
		case "base":
			opts.BaseURL = value
		default:
			t.Fatalf("unknown option %q", w)
		}
	}
	return opts
}

// short makes a notice of each line "ID DATE TITLE".
func short(t *testing.T, source fstest.MapFS, list string) {
	t.Helper()
	for i, line := range strings.Split(strings.TrimSpace(list), "\n") {
		w := strings.Fields(line)
		if len(w) != 3 {
			t.Fatalf("not ID DATE TITLE: %q", line)
		}
		source["content/notices/"+w[1][:4]+"/"+w[0]+".md"] = &fstest.MapFile{Data: []byte(notice("99990001/"+w[1][:4]+"-"+strconv.Itoa(90001+i), w[1], w[2], "", "正文。"))}
	}
}

// section is what the site has for a golden, "" for nothing.
func section(t *testing.T, tree *output.Tree, name string, bare []string) string {
	t.Helper()
	if name == "tree" {
		return treeLines(tree.Paths(), bare)
	}
	file, selector, page := strings.Cut(name, ".html ") // a path may hold spaces
	if page {
		file += ".html"
	}
	i := slices.IndexFunc(tree.Paths(), func(p string) bool { return plain(p) == file })
	if i < 0 {
		return ""
	}
	content := read(t, tree, tree.Paths()[i])
	if selector == "" {
		return visible(content)
	}
	var b strings.Builder
	for _, n := range find(t, content, selector) {
		show(&b, n, "")
	}
	return plain(b.String())
}

// treeLines lists paths, or where bare is given how they differ from it.
func treeLines(paths, bare []string) string {
	paths, bare = plainPaths(paths), plainPaths(bare)
	if len(bare) == 0 {
		return strings.Join(paths, "\n") + "\n"
	}
	var b strings.Builder
	all := slices.Concat(paths, bare)
	slices.Sort(all)
	for _, p := range slices.Compact(all) {
		switch here, there := slices.Contains(paths, p), slices.Contains(bare, p); {
		case here && !there:
			b.WriteString("+ " + p + "\n")
		case there && !here:
			b.WriteString("- " + p + "\n")
		}
	}
	if b.Len() == 0 {
		return "as the county\n"
	}
	return b.String()
}

// plainPaths leaves hashes out, and the search's files for each document, of
// which there are as many as documents.
func plainPaths(paths []string) []string {
	out := make([]string, 0, len(paths))
	for _, p := range paths {
		if !strings.HasPrefix(p, "search/f/") {
			out = append(out, plain(p))
		}
	}
	slices.Sort(out)
	return out
}

// visible shows what an editor would hide.
func visible(s string) string {
	s = strings.NewReplacer("\uFEFF", "«BOM»", "\r", "«CR»").Replace(s)
	if s == "" {
		return "«empty»\n"
	}
	if !strings.HasSuffix(s, "\n") {
		s += "«no newline»\n"
	}
	return s
}
