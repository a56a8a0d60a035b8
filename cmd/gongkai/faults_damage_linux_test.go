package main

import (
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestDamagedCaches damages what is remembered between builds, 200 times at
// random: the next build is right all the same.
func TestDamagedCaches(t *testing.T) {
	t.Parallel()
	s := newScene(t, 30)
	s.mustPublish(t, s.site(t, before))
	v := vandal{random: rand.New(rand.NewPCG(6, 200)), foreign: s.cachesOfAnother(t), earlier: map[string][]string{}}
	done := map[string]int{}
	for i := range rounds(80, 12) {
		var said []string
		stale := false
		for range 1 + v.random.IntN(2) {
			files := s.remembered(t)
			if len(files) == 0 {
				continue
			}
			name := files[v.random.IntN(len(files))]
			how := v.damage(t, name)
			done[how]++
			said = append(said, fmt.Sprintf("%s %s", filepath.Base(name), how))
			stale = stale || how == earlier && within(name, filepath.Dir(s.out))
		}
		state := []int{before, after}[v.random.IntN(2)]
		s.become(t, state)
		published := treeOf(t, s.out)
		end := s.build(t)
		if stale && end.status == misused {
			// By what was true once, pages made since are somebody's.
			done["refused"]++
			if diff := treeOf(t, s.out).against(published); diff != "" {
				t.Errorf("it refuses, and yet: %s", diff)
			}
			for _, name := range s.beside(t) {
				remove(t, name)
			}
			end = s.build(t)
		}
		if diff := treeOf(t, s.out).against(s.site(t, state)); diff != "" || end.status != 0 {
			t.Fatalf("round %d, after %v: status %d: %s%s", i, said, end.status, end.said, diff)
		}
		s.mustStandAlone(t)
		v.tidy(t)
	}
	t.Log(done)
}

// earlier is what a file is that was true once.
const earlier = "is an earlier one"

// remembered are the files that builds go by: in the caches, and beside the
// site all that are not of a site themselves. Of an empty one, such as a lock,
// there is nothing to remember.
func (s *scene) remembered(t *testing.T) []string {
	t.Helper()
	files := regular(t, s.cache)
	spares := s.spares(t)
	for _, hidden := range s.beside(t) {
		for _, name := range regular(t, hidden) {
			if !slices.ContainsFunc(spares, func(dir string) bool { return within(name, dir) }) {
				files = append(files, name)
			}
		}
	}
	slices.Sort(files)
	return slices.DeleteFunc(files, func(name string) bool {
		st, err := os.Stat(name)
		return err != nil || st.Size() == 0
	})
}

// spares are the folders beside the site that hold a site too, or what will be
// one: the hidden ones, or those in them.
func (s *scene) spares(t *testing.T) []string {
	t.Helper()
	var dirs []string
	for _, hidden := range s.beside(t) {
		err := filepath.WalkDir(hidden, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.IsDir() {
				return err
			}
			if _, err := os.Lstat(filepath.Join(path, ".gongkai")); err == nil {
				dirs = append(dirs, path)
				return fs.SkipDir
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return dirs
}

// cachesOfAnother is what is remembered of another county.
func (s *scene) cachesOfAnother(t *testing.T) []string {
	t.Helper()
	other := *s
	dir := t.TempDir()
	other.source, other.cache, other.out = filepath.Join(dir, "county"), filepath.Join(dir, "cache"), filepath.Join(dir, "site", "public")
	makeCounty(t, other.source, 30, 2)
	if end := other.build(t); end.status != 0 {
		t.Fatal(end.said)
	}
	var texts []string
	for _, name := range other.remembered(t) {
		texts = append(texts, read(t, name))
	}
	return texts
}

// vandal damages files.
type vandal struct {
	random  *rand.Rand
	foreign []string            // what may stand in a file's place
	earlier map[string][]string // what stood in a file before
	folders []string            // put where a file was
}

// tidy takes away the folders: while one stands there nothing is remembered.
func (v *vandal) tidy(t *testing.T) {
	t.Helper()
	for _, name := range v.folders {
		if st, err := os.Lstat(name); err == nil && st.IsDir() {
			remove(t, name)
		}
	}
	v.folders = nil
}

// damage damages a file and tells how. It keeps the file's time now and then.
func (v *vandal) damage(t *testing.T, name string) string {
	t.Helper()
	st, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	was := read(t, name)
	text, how := v.spoiled([]byte(was), v.earlier[name])
	v.earlier[name] = append(v.earlier[name], was)
	remove(t, name)
	switch how {
	case "is away":
		return how
	case "is a folder":
		v.folders = append(v.folders, name)
		if err := os.MkdirAll(filepath.Join(name, "in it"), 0o755); err != nil {
			t.Fatal(err)
		}
		return how
	}
	if err := os.WriteFile(name, text, st.Mode().Perm()); err != nil {
		t.Fatal(err)
	}
	if v.random.IntN(2) == 0 {
		setTime(t, name, st.ModTime())
	}
	return how
}

// spoiled is another text in place of one.
func (v *vandal) spoiled(text []byte, before []string) ([]byte, string) {
	at := func() int { return v.random.IntN(len(text)) }
	kind := v.random.IntN(20)
	switch {
	case kind == 0 && v.random.IntN(2) == 0:
		return nil, "is a folder"
	case kind == 0:
		return nil, "is away"
	case kind == 1:
		return nil, "is empty"
	case kind == 2:
		return []byte(v.foreign[v.random.IntN(len(v.foreign))]), "is another county's"
	case kind == 3:
		return append(text, v.garbage(1+v.random.IntN(5000))...), "goes on with garbage"
	case kind == 4:
		return append(text, text...), "is there twice"
	case kind < 8 && len(before) > 0:
		return []byte(before[v.random.IntN(len(before))]), "is an earlier one"
	case len(text) == 0:
		return v.garbage(100), "is garbage"
	case kind < 10:
		return text[:at()], "ends early"
	case kind < 12:
		from := at()
		clear(text[from:min(len(text), from+1+v.random.IntN(4096))])
		return text, "has zeros"
	case kind == 12:
		from := at()
		return slices.Delete(text, from, min(len(text), from+1+v.random.IntN(64))), "lacks a few bytes"
	case kind == 13:
		return slices.Insert(text, at(), v.garbage(1+v.random.IntN(64))...), "has a few bytes more"
	}
	n := 1 + v.random.IntN(8)
	for range n {
		text[at()] ^= 1 << v.random.IntN(8)
	}
	return text, "has other bits"
}

func (v *vandal) garbage(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(v.random.Uint32())
	}
	return b
}

// TestCachesThatAreNoFiles: whatever stands in the place of a cache is not
// waited for, and not taken for one.
func TestCachesThatAreNoFiles(t *testing.T) {
	t.Parallel()
	s := newScene(t, 30)
	s.mustPublish(t, s.site(t, before))
	state := before
	for range 2 { // each meets both states
		for _, put := range []func(string) error{
			func(name string) error { return os.MkdirAll(filepath.Join(name, "in it"), 0o755) },
			func(name string) error { return syscall.Mkfifo(name, 0o644) },
			func(name string) error { return os.Symlink("nowhere", name) },
			func(name string) error { return os.Symlink(filepath.Join(s.source, "content", "portal.yaml"), name) },
			func(name string) error { return os.WriteFile(name, nil, 0o000) },
		} {
			files := s.remembered(t)
			for _, name := range files {
				remove(t, name)
				if err := put(name); err != nil {
					t.Fatal(err)
				}
			}
			state = before + after - state
			s.become(t, state)
			s.mustPublish(t, s.site(t, state))
			for _, name := range files {
				remove(t, name)
			}
			s.mustPublish(t, s.site(t, state))
		}
	}
	if text := read(t, filepath.Join(s.source, "content", "portal.yaml")); text != s.states[before]["content/portal.yaml"] {
		t.Error("a file of the source was written to through a link")
	}
}

// TestDamagedSite damages published files as people and disks do. The next
// build mends them, and touches nothing else. Where a folder has become a link
// it may also refuse, for a link is somebody's.
func TestDamagedSite(t *testing.T) {
	t.Parallel()
	s := newScene(t, 30)
	s.mustPublish(t, s.site(t, before))
	precious := s.precious(t)
	random := rand.New(rand.NewPCG(6, 60))
	done := map[string]int{}
	for i := range rounds(20, 6) {
		var said []string
		for range 1 + random.IntN(3) {
			how, path := s.harm(t, random, s.out)
			done[how]++
			said = append(said, path+" "+how)
		}
		state := []int{before, after}[random.IntN(2)]
		s.become(t, state)
		links, damaged := s.links(t), treeOf(t, s.out)
		end := s.build(t)
		if len(links) > 0 && end.status == misused {
			done["refused"]++
			if diff := treeOf(t, s.out).against(damaged); diff != "" {
				t.Errorf("it refuses, and yet: %s", diff)
			}
			for _, name := range links {
				remove(t, name)
			}
			end = s.build(t)
		}
		if diff := treeOf(t, s.out).against(s.site(t, state)); diff != "" || end.status != 0 {
			t.Fatalf("round %d, after %v: status %d: %s%s", i, said, end.status, end.said, diff)
		}
		s.mustStandAlone(t)
		precious(said)
	}
	t.Log(done)
}

// links are those in the published folder.
func (s *scene) links(t *testing.T) []string {
	t.Helper()
	var links []string
	err := filepath.WalkDir(s.out, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type() == fs.ModeSymlink {
			links = append(links, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return links
}

// TestTamperedSpare does the same to what the program keeps beside the site.
func TestTamperedSpare(t *testing.T) {
	t.Parallel()
	s := newScene(t, 30)
	s.mustPublish(t, s.site(t, before))
	s.become(t, after)
	s.mustPublish(t, s.site(t, after))
	precious := s.precious(t)
	random := rand.New(rand.NewPCG(6, 61))
	done := map[string]int{}
	for i := range rounds(20, 6) {
		var said []string
		for _, name := range s.spares(t) {
			for range 1 + random.IntN(3) {
				how, path := s.harmSpare(t, random, name)
				done[how]++
				said = append(said, path+" "+how)
			}
		}
		state := []int{before, after}[random.IntN(2)]
		s.become(t, state)
		end := s.build(t)
		if diff := treeOf(t, s.out).against(s.site(t, state)); diff != "" || end.status != 0 {
			t.Fatalf("round %d, after %v: status %d: %s%s", i, said, end.status, end.said, diff)
		}
		s.mustStandAlone(t)
		precious(said)
	}
	t.Logf("harm done to folders beside the site: %v", done)
}

// precious makes a folder that is somebody's, outside the site, and returns
// what fails if it has changed.
func (s *scene) precious(t *testing.T) (unharmed func(after []string)) {
	t.Helper()
	dir := s.elsewhere()
	for name, text := range map[string]string{"thesis.txt": "years of work", "index.html": "another site", "2020/index.html": "more of it"} {
		write(t, filepath.Join(dir, name), text)
	}
	was := treeOf(t, dir)
	return func(after []string) {
		t.Helper()
		if diff := treeOf(t, dir).against(was); diff != "" {
			t.Fatalf("after %v a folder outside the site has changed: %s", after, diff)
		}
	}
}

func (s *scene) elsewhere() string { return filepath.Join(filepath.Dir(s.source), "elsewhere") }

// harm damages a file or a folder of a site at random.
func (s *scene) harm(t *testing.T, random *rand.Rand, dir string) (how, path string) {
	t.Helper()
	var files, folders []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil || path == dir:
		case d.IsDir():
			folders = append(folders, path)
		case d.Type().IsRegular() && d.Name() != ".gongkai":
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 || len(folders) == 0 {
		return "holds nothing to damage", dir
	}
	if random.IntN(3) == 0 {
		path = folders[random.IntN(len(folders))]
		how = s.harmFolder(t, random, path)
	} else {
		path = files[random.IntN(len(files))]
		how = s.harmFile(t, random, path)
	}
	rel, err := filepath.Rel(filepath.Dir(dir), path)
	if err != nil {
		t.Fatal(err)
	}
	return how, rel
}

func (s *scene) harmFolder(t *testing.T, random *rand.Rand, path string) string {
	t.Helper()
	harms := map[string]func() error{
		"is away":             func() error { return nil },
		"is a link elsewhere": func() error { return os.Symlink(s.elsewhere(), path) },
		"is a link nowhere":   func() error { return os.Symlink("nowhere", path) },
		"is empty":            func() error { return os.Mkdir(path, 0o755) },
	}
	how := pick(random, harms)
	remove(t, path)
	if err := harms[how](); err != nil {
		t.Fatal(err)
	}
	return how
}

func (s *scene) harmFile(t *testing.T, random *rand.Rand, path string) string {
	t.Helper()
	text := read(t, path)
	inPlace := map[string]func() error{
		"is longer":        func() error { return os.WriteFile(path, []byte(text+"\n"), 0o644) },
		"ends early":       func() error { return os.Truncate(path, int64(len(text)/2)) },
		"has other bytes":  func() error { return os.WriteFile(path, []byte(strings.Repeat("x", len(text)+1)), 0o644) },
		"is of the future": func() error { return os.Chtimes(path, time.Time{}, time.Now().AddDate(10, 0, 0)) },
		"is private":       func() error { return os.Chmod(path, 0o600) },
	}
	instead := map[string]func() error{
		"is away":                 func() error { return nil },
		"is a folder":             func() error { return os.Mkdir(path, 0o755) },
		"is a pipe":               func() error { return syscall.Mkfifo(path, 0o644) },
		"is a link to a file":     func() error { return os.Symlink(filepath.Join(s.elsewhere(), "thesis.txt"), path) },
		"is somebody's file too":  func() error { return os.Link(filepath.Join(s.elsewhere(), "thesis.txt"), path) },
		"is another of that name": func() error { return os.WriteFile(path, []byte(text+text), 0o644) },
	}
	both := maps.Clone(inPlace)
	maps.Copy(both, instead)
	how := pick(random, both)
	if instead[how] != nil {
		remove(t, path)
	}
	if err := both[how](); err != nil {
		t.Fatal(err)
	}
	return how
}

// harmSpare damages a folder that the program keeps for itself, whose files
// may be the published ones too, and in which there is nothing to be kept.
func (s *scene) harmSpare(t *testing.T, random *rand.Rand, dir string) (how, path string) {
	t.Helper()
	whole := map[string]func() error{
		"is away":             func() error { return os.RemoveAll(dir) },
		"is a file":           func() error { remove(t, dir); return os.WriteFile(dir, []byte("x"), 0o644) },
		"is a link elsewhere": func() error { remove(t, dir); return os.Symlink(s.elsewhere(), dir) },
		"has a file too many": func() error { return os.WriteFile(filepath.Join(dir, "leftover.html"), []byte("x"), 0o644) },
		"has a folder too many": func() error {
			write(t, filepath.Join(dir, "leftover", "index.html"), "x")
			return nil
		},
	}
	if st, err := os.Lstat(dir); err != nil || !st.IsDir() || random.IntN(3) > 0 {
		if err != nil || !st.IsDir() {
			return "is damaged already", dir
		}
		return s.harm(t, random, dir)
	}
	how = pick(random, whole)
	if err := whole[how](); err != nil {
		t.Fatal(err)
	}
	return how, filepath.Base(dir)
}

func pick[T any](random *rand.Rand, from map[string]T) string {
	keys := slices.Sorted(maps.Keys(from))
	return keys[random.IntN(len(keys))]
}

// TestDamageThatHides: other bytes, and neither the size nor the time of a
// published file tell. A build that is asked to look at everything finds them,
// mends them and says so.
func TestDamageThatHides(t *testing.T) {
	t.Parallel()
	s := newScene(t, 30)
	s.mustPublish(t, s.site(t, before))
	random := rand.New(rand.NewPCG(6, 62))
	for range rounds(5, 2) {
		var pages []string
		for _, name := range regular(t, s.out) {
			if strings.HasSuffix(name, ".html") {
				pages = append(pages, name)
			}
		}
		name := pages[random.IntN(len(pages))]
		st, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		text := []byte(read(t, name))
		text[random.IntN(len(text))] ^= 1
		if err := os.WriteFile(name, text, 0o644); err != nil {
			t.Fatal(err)
		}
		setTime(t, name, st.ModTime())
		end := s.build(t, "--verify-cache")
		s.mustStand(t, s.site(t, before))
		if end.status != ioTrouble || !strings.Contains(end.said, filepath.Base(name)) {
			t.Errorf("%s was damaged: status %d: %s", filepath.Base(name), end.status, end.said)
		}
		s.mustPublish(t, s.site(t, before), "--verify-cache")
	}
}
