package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestFolderOfSomebody: a folder that no build made is not written to.
func TestFolderOfSomebody(t *testing.T) {
	t.Parallel()
	s := newScene(t, 30)
	write(t, filepath.Join(s.out, "thesis.txt"), "years of work")
	write(t, filepath.Join(s.out, "notices", "index.html"), "a site of their own")
	theirs := treeOf(t, s.out)
	for range 2 {
		s.mustFail(t, theirs, misused, nil, "不会覆盖")
		s.mustFail(t, theirs, misused, []string{"--lang", "en"}, "will not overwrite")
		s.mustStandAlone(t)
	}
	remove(t, s.out)
	s.mustPublish(t, s.site(t, before))
}

// TestFilesOfSomebodyInTheSite: files that somebody has put into the published
// folder since it was made. A build neither deletes nor moves them; it names
// them, says what to do, and leaves everything as it is.
func TestFilesOfSomebodyInTheSite(t *testing.T) {
	t.Parallel()
	s := newScene(t, 30)
	s.mustPublish(t, s.site(t, before))
	s.become(t, after)
	many := strings.Fields("a.txt b.txt c.txt d.txt e.txt f.txt g.txt h.txt i.txt j.txt k.txt l.txt")
	for _, c := range []struct {
		named string // the file, or the folder that no build made
		files []string
	}{
		{"thesis.txt", []string{"thesis.txt"}},
		{".git", []string{".git"}}, // as a second work tree has it
		{".git", []string{".git/HEAD", ".git/refs/heads/pages"}},
		{".well-known", []string{".well-known/acme-challenge/token"}},
		{"notices/mine.html", []string{"notices/mine.html"}},
		{"notices/1999", []string{"notices/1999/index.html"}},
		{"assets/logo.png", []string{"assets/logo.png"}},
		{"a.txt", many},
		{".public.gongkai-notes", []string{".public.gongkai-notes"}},
	} {
		t.Run(c.files[0], func(t *testing.T) {
			for _, name := range c.files {
				write(t, filepath.Join(s.out, filepath.FromSlash(name)), "somebody's")
			}
			theirs := treeOf(t, s.out)
			s.become(t, after)
			s.mustFail(t, theirs, misused, nil, c.named, "移")
			s.mustStandAlone(t)
			s.become(t, before) // there is nothing to do
			s.mustFail(t, theirs, misused, []string{"--lang", "en"}, c.named, "them away")
			s.mustStandAlone(t)
			if len(c.files) == 12 {
				if end := s.build(t); strings.Contains(end.said, "l.txt") || !strings.Contains(end.said, "12") {
					t.Errorf("of 12 files it names all, or does not say how many there are: %s", end.said)
				}
			}
			remove(t, filepath.Join(s.out, filepath.FromSlash(c.named)))
			for _, name := range c.files {
				remove(t, filepath.Join(s.out, filepath.FromSlash(name)))
			}
			s.become(t, after)
			s.mustPublish(t, s.site(t, after))
			s.become(t, before)
			s.mustPublish(t, s.site(t, before))
		})
	}
}

// TestLinkOfSomebodyInTheSite is the same with what is no file.
func TestLinkOfSomebodyInTheSite(t *testing.T) {
	t.Parallel()
	s := newScene(t, 30)
	s.mustPublish(t, s.site(t, before))
	elsewhere := filepath.Join(filepath.Dir(s.source), "elsewhere")
	write(t, filepath.Join(elsewhere, "thesis.txt"), "years of work")
	link := filepath.Join(s.out, "downloads")
	if err := os.Symlink(elsewhere, link); err != nil {
		t.Skip(err)
	}
	theirs := treeOf(t, s.out)
	s.become(t, after)
	s.mustFail(t, theirs, misused, nil, "downloads", "移")
	remove(t, link)
	s.mustPublish(t, s.site(t, after))
	if text := read(t, filepath.Join(elsewhere, "thesis.txt")); text != "years of work" {
		t.Error("what the link led to has changed")
	}
}

// TestFilesOfSomebodyBesideTheSite: what stands beside it is nobody's business,
// even by a name that begins like those of the program.
func TestFilesOfSomebodyBesideTheSite(t *testing.T) {
	t.Parallel()
	s := newScene(t, 30)
	parent := filepath.Dir(s.out)
	names := []string{"thesis.txt", ".public", "public.old/index.html", ".public.gongkai-notes", ".public.gongkai-notes.txt", ".public.gongkai-mine/thesis.txt", ".other.gongkai-new-0/index.html"}
	for _, name := range names {
		write(t, filepath.Join(parent, name), "somebody's "+name)
	}
	for _, state := range []int{before, after, everywhere, before} {
		s.become(t, state)
		s.build(t)
		if diff := treeOf(t, s.out).against(s.site(t, state)); diff != "" {
			t.Error(diff)
		}
		for _, name := range names {
			if read(t, filepath.Join(parent, name)) != "somebody's "+name {
				t.Errorf("%s has changed", name)
			}
		}
	}
}

// TestSiteWithoutMemory: a site that an earlier version published, or that was
// copied from another machine, has nothing beside it. It is taken over.
func TestSiteWithoutMemory(t *testing.T) {
	t.Parallel()
	s := newScene(t, 30)
	s.mustPublish(t, s.site(t, before))
	for _, name := range s.beside(t) {
		remove(t, name)
	}
	remove(t, s.cache)
	moved := filepath.Join(filepath.Dir(s.out), "copied", "public")
	if err := os.CopyFS(moved, os.DirFS(s.out)); err != nil {
		t.Fatal(err)
	}
	remove(t, s.out)
	s.out = moved
	s.become(t, after)
	s.mustPublish(t, s.site(t, after))
	s.become(t, before)
	s.mustPublish(t, s.site(t, before))
}
