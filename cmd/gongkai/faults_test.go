package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// The tests in faults_*_test.go hold the promise "never half a site" against
// machines that fail: they drive the program itself, know nothing of how it
// keeps the promise, and judge what is published byte by byte by what a clean
// build makes of the same source.

// tree is what a folder holds: for each path its kind, permissions and hash.
type tree map[string]string

// treeOf reads a folder. One that is not there is nil.
func treeOf(t testing.TB, dir string) tree {
	t.Helper()
	if _, err := os.Lstat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	all := tree{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		all[filepath.ToSlash(rel)], err = describe(path, d)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func describe(path string, d fs.DirEntry) (string, error) {
	st, err := d.Info()
	switch {
	case err != nil || !st.Mode().IsRegular() && st.Mode()&fs.ModeSymlink == 0:
		return fmt.Sprint(st.Mode()), err
	case st.Mode()&fs.ModeSymlink != 0:
		to, err := os.Readlink(path)
		return fmt.Sprint("link to ", to), err
	}
	text, err := os.ReadFile(path)
	return fmt.Sprintf("%v %x", st.Mode(), sha256.Sum256(text)), err
}

// against says in a few words how a tree differs from another; "" if it does not.
func (a tree) against(b tree) string {
	if a == nil && b != nil {
		return "there is no site"
	}
	var diffs []string
	for path := range a {
		if b[path] == "" {
			diffs = append(diffs, path+" is too many")
		}
	}
	for path, want := range b {
		switch got := a[path]; got {
		case want:
		case "":
			diffs = append(diffs, path+" is missing")
		default:
			diffs = append(diffs, fmt.Sprintf("%s is %.20s, want %.20s", path, got, want))
		}
	}
	if len(diffs) == 0 {
		return ""
	}
	slices.Sort(diffs)
	return fmt.Sprintf("%d of %d differ: %s", len(diffs), len(b), strings.Join(diffs[:min(5, len(diffs))], "; "))
}

// scene is a county with the places that its site, the caches and temporary
// files have, all in a folder of the test's own.
type scene struct {
	source string
	out    string // the folder of nothing but the site and what stands beside it
	cache  string
	temp   string
	clock  string
	states []map[string]string // what the source may hold: path → text
	sites  map[int]tree        // what a clean build makes of a state, once that is known
}

// The states of every scene's source.
const (
	before     = iota // as countygen made it
	after             // a few notices edited, one added, one removed, one renamed
	everywhere        // something that every page shows is another
)

// plainPass leaves a test of what is on a disk to the pass without the race
// detector, for which the scripts run builds and servers enough. Without -short
// nothing is left out.
func plainPass(t testing.TB) {
	t.Helper()
	if raceDetector && testing.Short() {
		t.Skip("-short: what a machine does to a build is tried without the race detector")
	}
}

// newScene makes a county, whose source holds the state before, and nothing else.
func newScene(t testing.TB, notices int) *scene {
	t.Helper()
	plainPass(t)
	dir := t.TempDir()
	s := &scene{
		source: filepath.Join(dir, "county"), out: filepath.Join(dir, "site", "public"),
		cache: filepath.Join(dir, "cache"), temp: filepath.Join(dir, "temp"), clock: "2026-11-23",
	}
	for _, folder := range []string{filepath.Dir(s.out), s.cache, s.temp} {
		if err := os.Mkdir(folder, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	makeCounty(t, s.source, notices, 1)
	first := map[string]string{}
	if err := walkFiles(os.DirFS(s.source), func(name string, text []byte) { first[name] = string(text) }); err != nil {
		t.Fatal(err)
	}
	s.states = []map[string]string{first, editedCounty(t, first), renamedCounty(first)}
	s.sites = map[int]tree{}
	return s
}

// site is what a clean build makes of a state, from a copy of the source.
func (s *scene) site(t testing.TB, state int) tree {
	t.Helper()
	if s.sites[state] == nil {
		other := *s
		other.source = filepath.Join(t.TempDir(), "county")
		for name, text := range s.states[state] {
			write(t, filepath.Join(other.source, name), text)
		}
		site := other.clean(t)
		for _, known := range s.sites {
			if site.against(known) == "" {
				t.Fatal("two states of the source make one site")
			}
		}
		s.sites[state] = site
	}
	return s.sites[state]
}

func makeCounty(t testing.TB, dir string, notices, seed int) {
	t.Helper()
	made := exec.Command("go", "run", "gongkai/cmd/countygen", "-length=600", fmt.Sprint("-n=", notices), fmt.Sprint("-seed=", seed), "-o="+dir)
	if said, err := made.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
}

// editedCounty is the state after.
func editedCounty(t testing.TB, first map[string]string) map[string]string {
	t.Helper()
	var notices []string
	for name := range first {
		if strings.HasPrefix(name, "content/notices/") {
			notices = append(notices, name)
		}
	}
	if len(notices) < 10 {
		t.Fatal("too few notices to edit")
	}
	slices.Sort(notices)
	next := maps.Clone(first)
	for _, name := range notices[:5] {
		next[name] += "\n本通知自发布之日起施行。\n"
	}
	next[notices[5]] = strings.Replace(next[notices[5]], "title: \"关于", "title: \"关于做好", 1)
	delete(next, notices[6])
	next[strings.Replace(notices[7], ".md", "-renamed.md", 1)] = next[notices[7]]
	delete(next, notices[7])
	index := first[notices[6]][strings.Index(first[notices[6]], "index:"):]
	index, _, _ = strings.Cut(index, "\n")
	added := first[notices[8]]
	from, _, _ := strings.Cut(added[strings.Index(added, "index:"):], "\n")
	next["content/notices/2026/added.md"] = strings.Replace(added, from, index, 1)
	return next
}

// renamedCounty is the state everywhere.
func renamedCounty(first map[string]string) map[string]string {
	next := maps.Clone(first)
	next["content/portal.yaml"] = strings.ReplaceAll(first["content/portal.yaml"], "人民路1号", "人民路7号")
	return next
}

// become makes the source hold one of the states, by as few edits as it takes.
func (s *scene) become(t testing.TB, state int) {
	t.Helper()
	want := s.states[state]
	had := map[string]string{}
	if err := walkFiles(os.DirFS(s.source), func(name string, text []byte) { had[name] = string(text) }); err != nil {
		t.Fatal(err)
	}
	for name := range had {
		if _, stays := want[name]; !stays {
			remove(t, filepath.Join(s.source, name))
		}
	}
	for name, text := range want {
		if had[name] != text {
			write(t, filepath.Join(s.source, name), text)
		}
	}
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func setTime(t testing.TB, name string, at time.Time) {
	t.Helper()
	if err := os.Chtimes(name, at, at); err != nil {
		t.Fatal(err)
	}
}

func remove(t testing.TB, path string) {
	t.Helper()
	if err := os.RemoveAll(path); err != nil {
		t.Fatal(err)
	}
}

// command is a build of the scene's source into its folder.
func (s *scene) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "gongkai", append([]string{"build", "-s", s.source, "-o", s.out, "--clock", s.clock, "-q"}, args...)...)
	cmd.Env = append(os.Environ(), "LANG=zh_CN.UTF-8", "XDG_CACHE_HOME="+s.cache, "TMPDIR="+s.temp)
	return cmd
}

// ending is how a build ended.
type ending struct {
	status int // -1 where a signal ended it
	said   string
}

// build builds and waits. What takes minutes hangs.
func (s *scene) build(t testing.TB, args ...string) ending {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), hangs)
	defer cancel()
	said, err := s.command(ctx, args...).CombinedOutput()
	if ctx.Err() != nil {
		t.Fatalf("the build hangs: %s", said)
	}
	var end *exec.ExitError
	switch {
	case err == nil:
		return ending{0, string(said)}
	case errors.As(err, &end):
		return ending{end.ExitCode(), string(said)}
	}
	t.Fatal(err)
	return ending{}
}

// mustPublish builds and wants the site to be this one.
func (s *scene) mustPublish(t testing.TB, site tree, args ...string) {
	t.Helper()
	if end := s.build(t, args...); end.status != 0 {
		t.Fatalf("status %d: %s", end.status, end.said)
	}
	s.mustStand(t, site)
}

// mustStand wants the published site to be this one, with nothing beside it
// but what the program keeps there by its own name.
func (s *scene) mustStand(t testing.TB, site tree) {
	t.Helper()
	if diff := treeOf(t, s.out).against(site); diff != "" {
		t.Fatalf("the published site: %s", diff)
	}
	s.mustStandAlone(t)
}

func (s *scene) mustStandAlone(t testing.TB) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(s.out))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != filepath.Base(s.out) && !strings.HasPrefix(e.Name(), s.hidden()) {
			t.Fatalf("%s stands beside the site", e.Name())
		}
	}
}

// hidden begins the names of all that the program keeps beside the site.
func (s *scene) hidden() string { return "." + filepath.Base(s.out) + ".gongkai-" }

// mustFail builds and wants it to fail with a status, saying each of the
// words, and the site to be as it was, and whole.
func (s *scene) mustFail(t testing.TB, site tree, status int, args []string, words ...string) {
	t.Helper()
	end := s.build(t, args...)
	if end.status != status {
		t.Errorf("status %d, want %d: %s", end.status, status, end.said)
	}
	for _, word := range words {
		if !strings.Contains(end.said, word) {
			t.Errorf("it does not say %q: %s", word, end.said)
		}
	}
	if diff := treeOf(t, s.out).against(site); diff != "" {
		t.Errorf("the site of before: %s", diff)
	}
}

// clean is the site that a build makes of the source as it is, knowing nothing
// of an earlier one.
func (s *scene) clean(t testing.TB) tree {
	t.Helper()
	fresh := *s
	dir := t.TempDir()
	fresh.out, fresh.cache, fresh.temp = filepath.Join(dir, "public"), filepath.Join(dir, "cache"), dir
	if end := fresh.build(t); end.status != 0 {
		t.Fatalf("a clean build: status %d: %s", end.status, end.said)
	}
	site := treeOf(t, fresh.out)
	remove(t, dir)
	return site
}

// regular lists the files below a folder.
func regular(t testing.TB, dir string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			files = append(files, path)
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return files
}

// beside lists what the program keeps beside the site.
func (s *scene) beside(t testing.TB) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(filepath.Dir(s.out), s.hidden()+"*"))
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// rounds is how often to try what depends on chance: often, or a few times
// where somebody waits, and under the race detector, which is slow and finds
// the same.
func rounds(often, few int) int {
	if raceDetector || testing.Short() || os.Getenv("GONGKAI_BROWSER") != "required" { // all of them in CI
		return few
	}
	return often
}
