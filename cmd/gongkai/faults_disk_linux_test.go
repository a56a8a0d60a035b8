package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"gongkai/generator/browser"
)

// ownMounts runs the test again in a process whose mounts are its own: they
// end with it, and nobody else meets them. It tells whether this is that
// process. Where no such process may be made the test is skipped with one
// sentence, or fails if nothing may be skipped, which one variable says of all
// that a machine may lack (see the package browser).
func ownMounts(t *testing.T) bool {
	t.Helper()
	if os.Getenv("GONGKAI_TEST_MOUNTS") == t.Name() {
		return true
	}
	if raceDetector {
		t.Skip("what a disk does is the same under the race detector")
	}
	attr := mountable(t)
	if attr == nil {
		const why = "this machine lets nobody mount a file system, so nothing was tried on a disk of its own"
		if browser.Required() {
			t.Fatal(why + ", and GONGKAI_BROWSER=required")
		}
		t.Skip(why)
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, "-test.v", "-test.run=^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), "GONGKAI_TEST_MOUNTS="+t.Name())
	cmd.SysProcAttr = attr
	said, err := cmd.CombinedOutput()
	t.Logf("in a process of its own:\n%s", said)
	if err != nil {
		t.Error(err)
	}
	return false
}

// mountable is how a process is made that may mount: as we are, or else as
// root of a world of its own. It is nil if neither works.
func mountable(t *testing.T) *syscall.SysProcAttr {
	t.Helper()
	for _, attr := range []*syscall.SysProcAttr{{Unshareflags: unix.CLONE_NEWNS}, as(0)} {
		try := exec.Command("mount", "-t", "tmpfs", "none", t.TempDir())
		attr.Unshareflags = unix.CLONE_NEWNS
		try.SysProcAttr = attr
		if try.Run() == nil {
			return attr
		}
	}
	return nil
}

// as makes a process that has our files and, unless the number is 0, none of
// the rights of root.
func as(user int) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{
		Cloneflags:  unix.CLONE_NEWUSER,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: user, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: user, HostID: os.Getgid(), Size: 1}},
	}
}

// disk is a small disk of its own.
type disk struct {
	t   *testing.T
	dir string
}

func newDisk(t *testing.T, megabytes int) disk {
	t.Helper()
	d := disk{t, t.TempDir()}
	mount(t, "none", d.dir, "tmpfs", 0, fmt.Sprintf("size=%dm", megabytes))
	return d
}

// mount mounts for as long as the test lasts.
func mount(t *testing.T, what, at, kind string, flags uintptr, options string) {
	t.Helper()
	if err := unix.Mount(what, at, kind, flags, options); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Unmount(at, unix.MNT_DETACH) })
}

// remount changes the disk's options.
func (d disk) remount(flags uintptr, options string) {
	d.t.Helper()
	if err := unix.Mount("none", d.dir, "tmpfs", unix.MS_REMOUNT|flags, options); err != nil {
		d.t.Fatal(err)
	}
}

func (d disk) stat() unix.Statfs_t {
	d.t.Helper()
	var st unix.Statfs_t
	if err := unix.Statfs(d.dir, &st); err != nil {
		d.t.Fatal(err)
	}
	return st
}

// free is how many bytes there is room for.
func (d disk) free() int64 {
	st := d.stat()
	return int64(st.Bavail) * st.Bsize
}

// fill leaves room for so many bytes. The function returned takes away what
// fills the disk.
func (d disk) fill(room int64) (empty func()) {
	d.t.Helper()
	name := filepath.Join(d.dir, "ballast")
	f, err := os.Create(name)
	if err != nil {
		d.t.Fatal(err)
	}
	defer f.Close()
	if more := d.free() - room; more > 0 {
		if err := unix.Fallocate(int(f.Fd()), 0, 0, more); err != nil {
			d.t.Fatal(err)
		}
	}
	return func() { remove(d.t, name) }
}

// published makes a folder of the disk the one that holds the site.
func (d disk) published(s *scene) {
	d.t.Helper()
	s.out = filepath.Join(d.dir, "site", "public")
	if err := os.Mkdir(filepath.Dir(s.out), 0o755); err != nil {
		d.t.Fatal(err)
	}
}

// mustPublishOrFail builds and wants one of two things: the next site, or the
// site of before, a status and words.
func (s *scene) mustPublishOrFail(t *testing.T, now, next tree, status int, args []string, words ...string) (published bool) {
	t.Helper()
	end := s.build(t, args...)
	site := treeOf(t, s.out)
	if end.status == 0 {
		if diff := site.against(next); diff != "" {
			t.Errorf("it says that it published: %s", diff)
		}
		return true
	}
	if diff := site.against(now); diff != "" {
		t.Errorf("the site of before: %s", diff)
	}
	if end.status != status {
		t.Errorf("status %d, want %d: %s", end.status, status, end.said)
	}
	for _, word := range words {
		if !strings.Contains(end.said, word) {
			t.Errorf("it does not say %q: %s", word, end.said)
		}
	}
	return false
}

// TestFullDisk publishes on a disk on which there is room for nothing, for a
// page, and for ever larger parts of the site.
func TestFullDisk(t *testing.T) {
	if !ownMounts(t) {
		return
	}
	s := newScene(t, 30)
	d := newDisk(t, 40)
	d.published(s)
	s.mustPublish(t, s.site(t, before))
	whole := 40<<20 - d.free()
	failed := 0
	for i, room := range []int64{0, 4 << 10, 64 << 10, whole / 4, whole / 2, whole * 3 / 4, whole * 19 / 20, whole} {
		for _, next := range []int{after, everywhere} {
			lang, words := "zh", []string{"磁盘满了", "原来的网站没有变"}
			if i%2 == 1 {
				lang, words = "en", []string{"the disk is full", "the site of before is as it was"}
			}
			s.become(t, next)
			empty := d.fill(room)
			had := d.free()
			published := s.mustPublishOrFail(t, s.site(t, before), s.site(t, next), ioTrouble, []string{"--lang", lang}, words...)
			s.mustStandAlone(t)
			if left := d.free(); !published && left < had-64<<10 {
				t.Errorf("with room for %d bytes, a build that failed keeps %d of them", had, had-left)
			}
			empty()
			if !published {
				failed++
				s.mustPublish(t, s.site(t, next))
			} else if room == 0 {
				t.Error("it published without room for a byte")
			}
			s.become(t, before)
			s.mustPublish(t, s.site(t, before))
		}
	}
	t.Logf("%d of 16 builds failed for want of room", failed)
}

// TestDiskWithoutNames is as full, though there is room for bytes: no new
// file can be made on it.
func TestDiskWithoutNames(t *testing.T) {
	if !ownMounts(t) {
		return
	}
	s := newScene(t, 30)
	d := newDisk(t, 40)
	d.published(s)
	s.mustPublish(t, s.site(t, before))
	s.become(t, everywhere)
	for _, room := range []uint64{1, 10, 100, 400} {
		st := d.stat()
		d.remount(0, fmt.Sprintf("size=40m,nr_inodes=%d", st.Files-st.Ffree+room))
		if s.mustPublishOrFail(t, s.site(t, before), s.site(t, everywhere), ioTrouble, nil, "磁盘满了", "原来的网站没有变") {
			break // what it keeps was enough for all
		}
		s.mustStandAlone(t)
	}
	d.remount(0, "size=40m,nr_inodes=20000")
	s.mustPublish(t, s.site(t, everywhere))
}

// TestFullDiskOfEdition: the archive of before stays whole too.
func TestFullDiskOfEdition(t *testing.T) {
	if !ownMounts(t) {
		return
	}
	s := newScene(t, 30)
	d := newDisk(t, 40)
	d.published(s)
	s.out = filepath.Join(filepath.Dir(s.out), "offline.zip")
	if end := s.build(t, "--edition=offline"); end.status != 0 {
		t.Fatal(end.said)
	}
	archive := read(t, s.out)
	s.become(t, everywhere)
	for _, room := range []int64{0, int64(len(archive) / 2)} {
		empty := d.fill(room)
		had := d.free()
		end := s.build(t, "--edition=offline")
		if end.status != ioTrouble || !strings.Contains(end.said, "磁盘满了") {
			t.Errorf("status %d: %s", end.status, end.said)
		}
		if read(t, s.out) != archive {
			t.Error("the archive of before is another")
		}
		if left := d.free(); left < had {
			t.Errorf("%d bytes stay behind", had-left)
		}
		empty()
	}
	if end := s.build(t, "--edition=offline"); end.status != 0 || read(t, s.out) == archive {
		t.Errorf("with room again: status %d: %s", end.status, end.said)
	}
}

// TestFullDiskOfCaches: what can't be remembered costs time, nothing else.
func TestFullDiskOfCaches(t *testing.T) {
	if !ownMounts(t) {
		return
	}
	s := newScene(t, 30)
	d := newDisk(t, 8)
	s.cache = d.dir
	for _, room := range []int64{0, 4 << 10, 100 << 10} {
		empty := d.fill(room)
		for _, state := range []int{before, after, everywhere, before} {
			s.become(t, state)
			s.mustPublish(t, s.site(t, state))
		}
		empty()
		s.become(t, after)
		s.mustPublish(t, s.site(t, after)) // remembered, now that there is room
	}
	d.remount(unix.MS_RDONLY, "")
	for _, state := range []int{after, before} {
		s.become(t, state)
		s.mustPublish(t, s.site(t, state))
	}
}

// TestFullDiskOfTemporaryFiles: the build does without, or says what is full.
func TestFullDiskOfTemporaryFiles(t *testing.T) {
	if !ownMounts(t) {
		return
	}
	s := newScene(t, 30)
	d := newDisk(t, 8)
	s.mustPublish(t, s.site(t, before))
	s.temp = d.dir
	s.become(t, everywhere)
	for _, room := range []int64{0, 4 << 10, 100 << 10} {
		empty := d.fill(room)
		had := d.free()
		if s.mustPublishOrFail(t, s.site(t, before), s.site(t, everywhere), ioTrouble, nil, "磁盘满了", d.dir, "原来的网站没有变") {
			s.become(t, before)
			s.mustPublishOrFail(t, s.site(t, everywhere), s.site(t, before), ioTrouble, nil, "磁盘满了", d.dir, "原来的网站没有变")
			s.become(t, everywhere)
		}
		if left := d.free(); left < had {
			t.Errorf("%d bytes stay behind", had-left)
		}
		empty()
	}
	d.remount(unix.MS_RDONLY, "")
	s.mustPublish(t, s.site(t, everywhere))
}

// TestReadOnlyDisk: nothing can be written where the site is, or beside it.
func TestReadOnlyDisk(t *testing.T) {
	if !ownMounts(t) {
		return
	}
	s := newScene(t, 30)
	d := newDisk(t, 40)
	d.published(s)
	s.mustPublish(t, s.site(t, before))
	for _, state := range []int{everywhere, after, before} {
		s.become(t, state)
		d.remount(unix.MS_RDONLY, "")
		s.mustFail(t, s.site(t, before), ioTrouble, nil, "只读", "原来的网站没有变")
		s.mustFail(t, s.site(t, before), ioTrouble, []string{"--lang", "en"}, "read-only", "the site of before is as it was")
		d.remount(0, "")
	}
	s.become(t, after)
	s.mustPublish(t, s.site(t, after))

	// The source may well be so.
	mount(t, s.source, s.source, "", unix.MS_BIND, "")
	if err := unix.Mount("", s.source, "", unix.MS_BIND|unix.MS_REMOUNT|unix.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	s.mustPublish(t, s.site(t, after))
}

// TestReadOnlyFolder: the published folder is a mount of its own, which can't
// be exchanged, and into which nothing can be written.
func TestReadOnlyFolder(t *testing.T) {
	if !ownMounts(t) {
		return
	}
	s := newScene(t, 30)
	s.mustPublish(t, s.site(t, before))
	mount(t, s.out, s.out, "", unix.MS_BIND, "")
	s.become(t, after)
	s.mustFail(t, s.site(t, before), ioTrouble, nil, "单独挂载", "原来的网站没有变")
	if err := unix.Mount("", s.out, "", unix.MS_BIND|unix.MS_REMOUNT|unix.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	s.mustFail(t, s.site(t, before), ioTrouble, nil, "原来的网站没有变")
	s.mustFail(t, s.site(t, before), ioTrouble, []string{"--lang", "en"}, "the site of before is as it was")
	s.mustStandAlone(t)
	if err := unix.Unmount(s.out, 0); err != nil {
		t.Fatal(err)
	}
	s.mustPublish(t, s.site(t, after))
}

// TestWithoutPermission: the folder around the site is somebody else's.
func TestWithoutPermission(t *testing.T) {
	s := newScene(t, 30)
	s.mustPublish(t, s.site(t, before))
	s.become(t, after)
	parent := filepath.Dir(s.out)
	for _, mode := range []os.FileMode{0o555, 0o000} {
		if err := os.Chmod(parent, mode); err != nil {
			t.Fatal(err)
		}
		defer os.Chmod(parent, 0o755)
		cmd := s.command(t.Context())
		if os.Getuid() == 0 {
			cmd.SysProcAttr = as(1000)
		}
		said, err := cmd.CombinedOutput()
		var end *exec.ExitError
		switch {
		case err != nil && !errors.As(err, &end):
			t.Skipf("nobody can be made here to whom permissions apply: %v", err)
		case err == nil || end.ExitCode() != ioTrouble:
			t.Errorf("%v, want status %d: %s", err, ioTrouble, said)
		}
		for _, word := range []string{"没有权限", parent, "原来的网站没有变"} {
			if !strings.Contains(string(said), word) {
				t.Errorf("it does not say %q: %s", word, said)
			}
		}
		os.Chmod(parent, 0o755)
		s.mustStand(t, s.site(t, before))
	}
	s.mustPublish(t, s.site(t, after))
}

// TestTooFewFiles lets a build open ever more files at a time, beginning with
// as few as a process needs to run at all: wherever it is refused one, it must
// not take that for a file which is not there.
func TestTooFewFiles(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector needs files of its own")
	}
	s := newScene(t, 30)
	s.mustPublish(t, s.site(t, before))
	refused := 0
	for limit := 11; limit < 21; limit++ { // below, the runtime of Go itself gives up
		s.become(t, everywhere)
		cmd := s.command(t.Context(), "--jobs", "4")
		cmd.Args = append([]string{"sh", "-c", fmt.Sprintf(`ulimit -n %d && exec "$0" "$@"`, limit), cmd.Path}, cmd.Args[1:]...)
		cmd.Path = "/bin/sh"
		said, err := cmd.CombinedOutput()
		if err == nil {
			s.mustStand(t, s.site(t, everywhere))
			s.become(t, before)
			s.mustPublish(t, s.site(t, before))
			continue
		}
		refused++
		s.mustStand(t, s.site(t, before))
		if end := cmd.ProcessState.ExitCode(); end != ioTrouble || !strings.Contains(string(said), "打开的文件太多") {
			t.Errorf("of %d files: status %d: %s", limit, end, said)
		}
	}
	t.Logf("%d of 10 builds were refused a file", refused)
}
