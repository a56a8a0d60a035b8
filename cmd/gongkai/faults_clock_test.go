package main

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// What a file says of its age is no proof of what is in it: clocks are set
// back, archives are unpacked, two edits fall into one tick. These tests change
// files and say nothing of it, or say that everything changed.

// ages are times that a file may have, in the order of a clock gone wrong.
func ages() []time.Time {
	now := time.Now()
	return []time.Time{now.AddDate(10, 0, 0), now.AddDate(0, 0, -1), time.Unix(0, 0), now.Add(time.Hour), now.AddDate(-20, 0, 0)}
}

// TestClockRunsBackwards makes all that a build goes by younger than the build,
// or far older, while the source changes.
func TestClockRunsBackwards(t *testing.T) {
	t.Parallel()
	s := newScene(t, 30)
	s.mustPublish(t, s.site(t, before))
	state := before
	for _, age := range ages() {
		for _, aged := range [][]string{{s.source}, append(s.beside(t), s.out), {s.cache}, append(s.beside(t), s.source, s.out, s.cache)} {
			for _, dir := range aged {
				setTimes(t, dir, age)
			}
			if len(aged) > 2 {
				s.mustPublish(t, s.site(t, state)) // nothing changed but times
			}
			state = before + after - state
			s.become(t, state)
			setTimes(t, s.source, age)
			s.mustPublish(t, s.site(t, state))
		}
	}
}

// setTimes gives a folder and all that is in it one time.
func setTimes(t *testing.T, dir string, at time.Time) {
	t.Helper()
	if _, err := os.Lstat(dir); err != nil {
		return
	}
	for _, name := range regular(t, dir) {
		setTime(t, name, at)
	}
	setTime(t, dir, at)
}

// TestEarlierDay: "today" may be earlier than it was at the last build.
func TestEarlierDay(t *testing.T) {
	t.Parallel()
	s := newScene(t, 30)
	for _, day := range []string{"2026-11-23", "2026-11-22", "2026-08-01", "2027-03-31", "2026-08-01", "2026-11-23"} {
		s.clock = day
		want := s.clean(t)
		s.mustPublish(t, want)
	}
}

// edits gives a notice another text of the same length, over and over.
type edits struct {
	name  string
	texts [2]string
	next  int
}

func newEdits(t *testing.T, s *scene) *edits {
	t.Helper()
	e := &edits{}
	for _, name := range regular(t, filepath.Join(s.source, "content", "notices")) {
		text := read(t, name)
		if other := strings.ReplaceAll(text, "各乡镇", "各村镇"); other != text {
			e.name, e.texts = name, [2]string{text, other}
			return e
		}
	}
	t.Fatal("no notice is as expected")
	return nil
}

// edit writes the other text over the one that is there, in place. Nobody who
// reads meanwhile finds the file empty.
func (e *edits) edit(t *testing.T) {
	t.Helper()
	e.next = 1 - e.next
	f, err := os.OpenFile(e.name, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString(e.texts[e.next]); err != nil {
		t.Fatal(err)
	}
}

// TestEditThatHides: size and time of an edited file are what they were. On
// Linux the system keeps another time, which nobody can set.
func TestEditThatHides(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("where there is no time of the last change that nobody can set, such an edit may hide")
	}
	t.Parallel()
	s := newScene(t, 30)
	e := newEdits(t, s)
	sites := [2]tree{s.clean(t)}
	e.edit(t)
	sites[1] = s.clean(t)
	for range rounds(8, 4) {
		s.mustPublish(t, sites[e.next])
		st, err := os.Stat(e.name)
		if err != nil {
			t.Fatal(err)
		}
		e.edit(t)
		setTime(t, e.name, st.ModTime())
		s.mustPublish(t, sites[e.next])
		// The same by another file in its place.
		e.next = 1 - e.next
		write(t, e.name+".new", e.texts[e.next])
		setTime(t, e.name+".new", st.ModTime())
		if err := os.Rename(e.name+".new", e.name); err != nil {
			t.Fatal(err)
		}
	}
	// Two files that change places keep everything but their names.
	names := regular(t, filepath.Join(s.source, "content", "notices"))
	one, other := names[0], names[len(names)-1]
	for _, move := range [][2]string{{one, one + ".aside"}, {other, one}, {one + ".aside", other}} {
		if err := os.Rename(move[0], move[1]); err != nil {
			t.Fatal(err)
		}
	}
	s.mustPublish(t, s.clean(t))
}

// TestEditInTheSameTick edits right after a build, and while one runs: the file
// may have been read before the edit and have the same time after it.
func TestEditInTheSameTick(t *testing.T) {
	t.Parallel()
	s := newScene(t, 30)
	e := newEdits(t, s)
	sites := [2]tree{s.clean(t)}
	e.edit(t)
	sites[1] = s.clean(t)
	random := rand.New(rand.NewPCG(7, 1))
	for i := range rounds(20, 6) {
		if i%2 == 0 { // at once after it
			s.mustPublish(t, sites[e.next])
			e.edit(t)
			s.mustPublish(t, sites[e.next])
			continue
		}
		cmd := s.command(context.Background()) // until it ends, and at the end one edit more or less
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		over := make(chan error, 1)
		go func() { over <- cmd.Wait() }()
		for running := true; running; {
			select {
			case err := <-over:
				if err != nil {
					t.Fatal(err)
				}
				running = false
			case <-time.After(time.Duration(random.IntN(2000)) * time.Microsecond):
				e.edit(t)
			}
		}
		s.mustPublish(t, sites[e.next])
	}
}
