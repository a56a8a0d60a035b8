package main

import (
	"bytes"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// Points in time are told by what the process has computed since it began, not
// by the clock on the wall: on a machine that is busy with other things they
// are still spread over all that a build does.

// TestKilledAtAnyTime kills builds at 200 points in time, spread over all that
// a build takes, and closer around the moment in which the site changes. Each
// begins with a whole site and with what the one before left in the caches.
func TestKilledAtAnyTime(t *testing.T) {
	s := newScene(t, 60)
	s.mustPublish(t, s.site(t, before))
	now := before
	points := s.moments(t, rounds(200, 30), &now)
	met := map[string]int{}
	for i, point := range points {
		next := before + after - now
		s.become(t, next)
		where := s.kill(t, point, s.site(t, now), s.site(t, next))
		met[where]++
		if where == changed || where == ended {
			now = next
		}
		if i%10 == 9 || i == len(points)-1 {
			s.mustPublish(t, s.site(t, next))
			now = next
		}
	}
	t.Logf("%d points: %v", len(points), met)
	if met[ended] == len(points) {
		t.Error("no build was killed")
	}
	s.mustBeTidy(t)
}

// moment is when a signal is sent: when so much is computed, counted from the
// beginning or from when the site was seen to have changed.
type moment struct {
	computed  time.Duration
	sinceThen bool
}

// Where a signal met a build.
const (
	nothing = "before it wrote"
	writing = "while writing"
	changed = "after the change"
	ended   = "at its end"
)

// TestKilledFirstBuild: there is no site of before, and no half one after.
func TestKilledFirstBuild(t *testing.T) {
	s := newScene(t, 30)
	met := map[string]int{}
	points := rounds(20, 5)
	_, whole := s.pace(t)
	for i := range points {
		remove(t, filepath.Dir(s.out))
		if err := os.Mkdir(filepath.Dir(s.out), 0o755); err != nil {
			t.Fatal(err)
		}
		met[s.kill(t, moment{computed: whole * time.Duration(i) / time.Duration(points)}, nil, s.site(t, before))]++
	}
	t.Log(met)
	s.mustPublish(t, s.site(t, before))
}

// TestAskedToEnd: a build that is asked to end says so, with its status.
func TestAskedToEnd(t *testing.T) {
	s := newScene(t, 30)
	s.mustPublish(t, s.site(t, before))
	s.become(t, everywhere)
	_, whole := s.pace(t)
	asked, points := 0, rounds(8, 4)
	for i := range points {
		now, next := everywhere, before
		if i%2 == 1 {
			now, next = next, now
		}
		s.become(t, next)
		said, err := s.signal(t, syscall.SIGTERM, moment{computed: whole * time.Duration(i) / time.Duration(points)})
		var end *exec.ExitError
		switch {
		case err == nil: // it was too late to end
		case errors.As(err, &end) && end.ExitCode() == ioTrouble:
			asked++
			if !strings.Contains(said, "中断了") {
				t.Errorf("it says %q", said)
			}
			fallthrough
		default: // or too early: nobody listened yet
			s.mustStand(t, s.site(t, now))
			s.mustPublish(t, s.site(t, next))
		}
		s.mustStand(t, s.site(t, next))
	}
	if asked == 0 {
		t.Errorf("none of %d said that it was asked to end", points)
	}
}

// signal starts a build and sends it a signal at a point in time.
func (s *scene) signal(t *testing.T, signal os.Signal, at moment) (said string, err error) {
	t.Helper()
	old, _ := os.Stat(s.out) // nil if there is none yet
	cmd := s.command(t.Context())
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	over := make(chan error, 1)
	go func() { over <- cmd.Wait() }()
	for {
		select {
		case err := <-over:
			return stderr.String(), err
		case <-time.After(100 * time.Microsecond):
		}
		now := computed(cmd.Process.Pid)
		if st, err := os.Stat(s.out); at.sinceThen && err == nil && (old == nil || !os.SameFile(st, old)) {
			at = moment{computed: now + at.computed}
		}
		if now >= at.computed && !at.sinceThen {
			cmd.Process.Signal(signal)
			err := <-over
			return stderr.String(), err
		}
	}
}

// computed is how long processors have worked for a process.
func computed(pid int) time.Duration {
	const perProcess = 2 // CPUCLOCK_SCHED, of the process
	var at unix.Timespec
	if err := unix.ClockGettime(int32(^pid<<3|perProcess), &at); err != nil {
		return 0
	}
	return time.Duration(at.Nano())
}

// kill starts a build and kills it. It returns where that met it, and fails if
// the site is neither the one of before nor the next.
func (s *scene) kill(t *testing.T, at moment, before, next tree) string {
	t.Helper()
	began := time.Now()
	said, err := s.signal(t, syscall.SIGKILL, at)
	var end *exec.ExitError
	if errors.As(err, &end) && end.ExitCode() >= 0 {
		t.Fatalf("status %d: %s", end.ExitCode(), said)
	}
	s.mustStandAlone(t)
	site := treeOf(t, s.out)
	fromBefore, fromNext := site.against(before), site.against(next)
	switch {
	case err == nil && fromNext == "":
		return ended
	case fromNext == "":
		return changed
	case err != nil && fromBefore == "":
		if s.wroteSince(t, began) {
			return writing
		}
		return nothing
	}
	t.Fatalf("killed at %+v (%v): it is not the site of before: %s; nor the next: %s", at, err, fromBefore, fromNext)
	return ""
}

// wroteSince reports whether anything hidden beside the site is younger.
func (s *scene) wroteSince(t *testing.T, began time.Time) bool {
	t.Helper()
	young := false
	for _, name := range s.beside(t) {
		err := filepath.WalkDir(name, func(_ string, d fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil // the build goes on while we look
			}
			if err != nil || d.IsDir() {
				return err
			}
			st, err := d.Info()
			young = young || err == nil && st.Size() > 0 && st.ModTime().After(began)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return young
}

// moments measures a few builds and chooses the points in time: six in ten
// over the whole of a build, two around the change of the site and two after it,
// in random order.
func (s *scene) moments(t *testing.T, points int, now *int) []moment {
	t.Helper()
	var changes, ends []time.Duration
	for range 5 {
		*now = before + after - *now
		s.become(t, *now)
		change, end := s.pace(t)
		changes, ends = append(changes, change), append(ends, end)
	}
	slices.Sort(changes)
	slices.Sort(ends)
	change, end := changes[2], ends[2]
	t.Logf("a build changes the site when it has computed for %v, and ends after %v", change, end)
	random := rand.New(rand.NewPCG(9, 200))
	around := func(width float64) time.Duration {
		return time.Duration((random.Float64() - 0.5) * width * float64(end))
	}
	var chosen []moment
	for i := range points {
		switch i % 10 {
		case 0, 1:
			chosen = append(chosen, moment{computed: change + around(0.3)})
		case 2, 3:
			chosen = append(chosen, moment{computed: max(0, around(0.06)), sinceThen: true})
		default:
			chosen = append(chosen, moment{computed: end * time.Duration(i) / time.Duration(points)})
		}
	}
	random.Shuffle(points, func(i, j int) { chosen[i], chosen[j] = chosen[j], chosen[i] })
	return chosen
}

// pace tells when a build changes the site, and when it ends.
func (s *scene) pace(t *testing.T) (change, end time.Duration) {
	t.Helper()
	old, _ := os.Stat(s.out) // nil if there is none yet
	cmd := s.command(t.Context())
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	over := make(chan error, 1)
	go func() { over <- cmd.Wait() }()
	for {
		end = max(end, computed(cmd.Process.Pid))
		if st, err := os.Stat(s.out); change == 0 && err == nil && (old == nil || !os.SameFile(st, old)) {
			change = end
		}
		select {
		case err := <-over:
			if err != nil {
				t.Fatal(err)
			}
			if change == 0 {
				change = end
			}
			return change, end
		case <-time.After(100 * time.Microsecond):
		}
	}
}

// mustBeTidy wants nothing to have piled up that killed builds left: a few
// times of what one build keeps is room enough for anything it may keep.
func (s *scene) mustBeTidy(t *testing.T) {
	t.Helper()
	fresh := *s
	dir := t.TempDir()
	fresh.out, fresh.cache, fresh.temp = filepath.Join(dir, "site", "public"), filepath.Join(dir, "cache"), filepath.Join(dir, "temp")
	if err := os.Mkdir(fresh.temp, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, state := range []int{before, after} {
		s.become(t, state)
		for _, scene := range []*scene{s, &fresh} {
			if end := scene.build(t); end.status != 0 {
				t.Fatal(end.said)
			}
		}
	}
	files, bytes := s.kept(t)
	wantFiles, wantBytes := fresh.kept(t)
	t.Logf("kept beside the site and in the caches: %d files, %d bytes; after two builds without a fault: %d files, %d bytes", files, bytes, wantFiles, wantBytes)
	if files > 3*wantFiles+10 || bytes > 4*wantBytes {
		t.Error("what killed builds leave piles up")
	}
}

// kept counts what stands beside the site, in the caches and in the folder for
// temporary files.
func (s *scene) kept(t *testing.T) (files int, bytes int64) {
	t.Helper()
	for _, dir := range append(s.beside(t), s.cache, s.temp) {
		for _, name := range regular(t, dir) {
			st, err := os.Stat(name)
			if err != nil {
				t.Fatal(err)
			}
			files, bytes = files+1, bytes+st.Size()
		}
	}
	return files, bytes
}
