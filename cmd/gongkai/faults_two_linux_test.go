package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// TestSecondBuild: while one build writes to a folder, another into the same
// one ends at once and says why. The first is heldBuild meanwhile, goes on, and
// ends as if it had been alone.
func TestSecondBuild(t *testing.T) {
	t.Parallel()
	s := newScene(t, 60)
	first := s.held(t)
	s.mustFail(t, nil, ioTrouble, nil, "另一个 gongkai 正在写这个文件夹")
	s.mustFail(t, nil, ioTrouble, []string{"--lang", "en"}, "another")
	elsewhere := *s
	elsewhere.out = filepath.Join(filepath.Dir(filepath.Dir(s.out)), "another", "public")
	elsewhere.mustPublish(t, s.site(t, before)) // another folder is free
	first.goOn(t)
	s.mustStand(t, s.site(t, before))
	s.become(t, after)
	s.mustPublish(t, s.site(t, after))
}

// TestSecondBuildByAnotherName: one folder, told by a link to it.
func TestSecondBuildByAnotherName(t *testing.T) {
	t.Parallel()
	s := newScene(t, 60)
	link := *s
	link.out = filepath.Join(t.TempDir(), "published")
	if err := os.Symlink(filepath.Dir(s.out), link.out); err != nil {
		t.Fatal(err)
	}
	link.out = filepath.Join(link.out, "public")
	first := s.held(t)
	link.mustFail(t, nil, ioTrouble, nil, "另一个 gongkai 正在写这个文件夹")
	first.goOn(t)
	link.mustPublish(t, s.site(t, before))
}

// TestLockOfTheDead: a build that was killed while it wrote is in nobody's way.
func TestLockOfTheDead(t *testing.T) {
	t.Parallel()
	s := newScene(t, 60)
	first := s.held(t)
	first.cmd.Process.Kill()
	first.cmd.Wait()
	s.mustPublish(t, s.site(t, before))
}

// TestFileOfSomebodyMeanwhile: somebody puts a file into the published folder
// while a build writes the next one.
func TestFileOfSomebodyMeanwhile(t *testing.T) {
	t.Parallel()
	s := newScene(t, 60)
	s.mustPublish(t, s.site(t, before))
	s.become(t, everywhere)
	first := s.heldAgain(t)
	theirs := filepath.Join(s.out, "thesis.txt")
	write(t, theirs, "years of work")
	first.signal(t, syscall.SIGCONT)
	first.cmd.Wait()
	if text, err := os.ReadFile(theirs); err != nil || string(text) != "years of work" {
		t.Errorf("the file is not there any more, as it was put there: %v", err)
	}
	if end := first.cmd.ProcessState.ExitCode(); end != misused || !strings.Contains(first.said.String(), "thesis.txt") {
		t.Errorf("status %d: %s", end, first.said.String())
	}
	remove(t, theirs)
	s.mustStand(t, s.site(t, before))
	s.mustPublish(t, s.site(t, everywhere))
}

// TestManyBuildsAtOnce starts builds of one source together. Into one folder,
// one of them at least succeeds, and the others say that they are second; into
// folders of their own, with caches in common, all do.
func TestManyBuildsAtOnce(t *testing.T) {
	t.Parallel()
	s := newScene(t, 30)
	for i := range rounds(6, 2) {
		state := []int{before, after, everywhere}[i%3]
		s.become(t, state)
		var statuses [4]ending
		var own [3]*scene
		var all sync.WaitGroup
		for k := range statuses {
			all.Go(func() { statuses[k] = s.build(t) })
		}
		for k := range own {
			other := *s
			other.out = filepath.Join(filepath.Dir(filepath.Dir(s.out)), "another", string(rune('a'+k)), "public")
			own[k] = &other
			all.Go(func() {
				if end := other.build(t); end.status != 0 {
					t.Errorf("into a folder of its own: status %d: %s", end.status, end.said)
				}
			})
		}
		all.Wait()
		published := 0
		for _, end := range statuses {
			switch {
			case end.status == 0:
				published++
			case end.status != ioTrouble || !strings.Contains(end.said, "另一个 gongkai 正在写这个文件夹"):
				t.Errorf("status %d: %s", end.status, end.said)
			}
		}
		if published == 0 {
			t.Error("not one of several builds published")
		}
		s.mustStand(t, s.site(t, state))
		for _, other := range own {
			other.mustStand(t, s.site(t, state))
		}
	}
}

// heldBuild is a build that is heldBuild while it writes.
type heldBuild struct {
	cmd  *exec.Cmd
	said *bytes.Buffer
}

// held starts a build into a folder that is not there yet and stops it while
// it writes, which many files beside the folder tell.
func (s *scene) held(t *testing.T) heldBuild {
	t.Helper()
	for range 50 {
		if first, ok := s.try(t, func() bool { return s.filesBeside(t) > 10 }); ok && treeOf(t, s.out) == nil {
			return first
		} else if ok {
			first.goOn(t)
		}
		remove(t, filepath.Dir(s.out))
		write(t, filepath.Join(filepath.Dir(s.out), "x"), "")
		remove(t, filepath.Join(filepath.Dir(s.out), "x"))
	}
	t.Fatal("no build could be heldBuild while it wrote")
	return heldBuild{}
}

// heldAgain does it where a site is published, and where something may be
// kept beside it already: a file younger than the build tells that it writes.
func (s *scene) heldAgain(t *testing.T) heldBuild {
	t.Helper()
	was, err := os.Stat(s.out)
	if err != nil {
		t.Fatal(err)
	}
	now := s.site(t, before)
	for range 50 {
		began := time.Now()
		first, ok := s.try(t, func() bool { return s.wroteSince(t, began) })
		if st, err := os.Stat(s.out); ok && err == nil && os.SameFile(st, was) {
			return first
		}
		if ok {
			first.goOn(t)
		}
		s.become(t, before)
		s.mustPublish(t, now)
		s.become(t, everywhere)
		if was, err = os.Stat(s.out); err != nil {
			t.Fatal(err)
		}
	}
	t.Fatal("no build could be heldBuild while it wrote")
	return heldBuild{}
}

// try starts a build and stops it when the time has come. It is not ok if it
// ended before.
func (s *scene) try(t *testing.T, come func() bool) (b heldBuild, ok bool) {
	t.Helper()
	b = heldBuild{s.command(context.Background(), "--jobs", "1"), &bytes.Buffer{}}
	b.cmd.Stderr = b.said
	if err := b.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.cmd.Process.Kill(); b.cmd.Wait() })
	for !come() {
		if b.state(t) == "Z" {
			if err := b.cmd.Wait(); err != nil {
				t.Fatalf("%v: %s", err, b.said.String())
			}
			return b, false
		}
	}
	b.signal(t, syscall.SIGSTOP)
	for b.state(t) != "T" {
		if b.state(t) == "Z" {
			b.cmd.Wait()
			return b, false
		}
		time.Sleep(100 * time.Microsecond)
	}
	return b, true
}

func (b heldBuild) signal(t *testing.T, s syscall.Signal) {
	t.Helper()
	if err := b.cmd.Process.Signal(s); err != nil {
		t.Fatal(err)
	}
}

// state is what the system says of the process: R, S, T for heldBuild, Z for
// ended.
func (b heldBuild) state(t *testing.T) string {
	t.Helper()
	_, rest, ok := strings.Cut(read(t, filepath.Join("/proc", strconv.Itoa(b.cmd.Process.Pid), "stat")), ") ")
	if !ok {
		t.Fatal("the system says nothing of the process")
	}
	return rest[:1]
}

// goOn lets the build go on to its end, which must be good.
func (b heldBuild) goOn(t *testing.T) {
	t.Helper()
	b.signal(t, syscall.SIGCONT)
	if err := b.cmd.Wait(); err != nil {
		t.Fatalf("the build that was heldBuild for a while: %v: %s", err, b.said.String())
	}
}

// filesBeside counts the files in what the program keeps beside the site.
func (s *scene) filesBeside(t *testing.T) int {
	t.Helper()
	n := 0
	for _, name := range s.beside(t) {
		n += len(regular(t, name))
	}
	return n
}
