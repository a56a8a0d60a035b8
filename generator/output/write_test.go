package output

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"
)

func write(t *testing.T, tr *Tree, dir string) Report {
	t.Helper()
	r, err := tr.WriteTo(t.Context(), dir, WriteOptions{Jobs: 3})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// have returns the files below dir, but for the marker, as "path=content".
func have(t *testing.T, dir string) string {
	t.Helper()
	var list []string
	fsys := os.DirFS(dir)
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || p == Marker {
			return err
		}
		b, err := fs.ReadFile(fsys, p)
		list = append(list, p+"="+string(b))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(list, " ")
}

func wantHave(t *testing.T, dir, want string) {
	t.Helper()
	if got := have(t, dir); got != want {
		t.Errorf("%s holds %s\nwant %s", dir, got, want)
	}
}

// wantAlone fails if anything but the names stands in the folder.
func wantAlone(t *testing.T, parent string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(parent)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if !slices.Equal(got, names) {
		t.Errorf("%s holds %q, want %q", parent, got, names)
	}
}

// unixModes reports whether a file has a mode, where files have such.
func unixModes(st fs.FileInfo, want fs.FileMode) bool {
	return runtime.GOOS == "windows" || st.Mode().Perm() == want
}

// brief is a report in numbers.
func brief(r Report) string {
	return fmt.Sprintf("%d written, %d kept, %d removed, %d bytes", len(r.Written), r.Kept, len(r.Removed), r.Bytes)
}

func wantReport(t *testing.T, what string, got Report, want string) {
	t.Helper()
	if brief(got) != want {
		t.Errorf("%s: %s; want %s", what, brief(got), want)
	}
}

// writeTo publishes through a file system that refuses some steps.
func writeTo(ctx context.Context, tr *Tree, dir string, d diskSteps) (Report, error) {
	f, err := open(dir, "", d)
	if err != nil {
		return Report{}, err
	}
	defer f.Close()
	return f.Write(ctx, tr, WriteOptions{})
}

func TestWriteNewThenChanged(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "deep", "public")
	attachment := fstest.MapFS{"a": {Data: bytes.Repeat([]byte("x"), 200_000)}}

	first := tree("index.html", "home", "a/b/c.html", "same", "gone/d.html", "d")
	first.Add(Copy("att.bin", "test", attachment, "a"))
	wantReport(t, "first", write(t, first, dir), "4 written, 0 kept, 0 removed, 200009 bytes")
	for path, want := range map[string]fs.FileMode{"index.html": 0o644, "a/b": 0o755, ".": 0o755} {
		if st, err := os.Stat(filepath.Join(dir, path)); err != nil || !unixModes(st, want) {
			t.Errorf("%s: %v, %v; want %v", path, st.Mode(), err, want)
		}
	}

	before, _ := os.Stat(filepath.Join(dir, "a/b/c.html"))
	attached, _ := os.Stat(filepath.Join(dir, "att.bin"))

	second := tree("index.html", "HOME", "a/b/c.html", "same", "new/e.html", "e")
	second.Add(Copy("att.bin", "test", attachment, "a"))
	r := write(t, second, dir)
	wantReport(t, "second", r, "2 written, 2 kept, 1 removed, 200009 bytes")
	if !slices.Equal(r.Written, []string{"index.html", "new/e.html"}) || !slices.Equal(r.Removed, []string{"gone/d.html"}) {
		t.Errorf("written %q, removed %q", r.Written, r.Removed)
	}
	after, _ := os.Stat(filepath.Join(dir, "a/b/c.html"))
	if !os.SameFile(before, after) || !after.ModTime().Equal(before.ModTime()) {
		t.Error("an unchanged file is not the same file, with its time")
	}
	if st, _ := os.Stat(filepath.Join(dir, "att.bin")); !st.ModTime().Equal(attached.ModTime()) {
		t.Error("an unchanged attachment lost its time")
	}
	if _, err := os.Stat(filepath.Join(dir, "gone")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a folder that no one needs is still there")
	}

	// An attachment of the same size, changed at its end.
	last := bytes.Repeat([]byte("x"), 200_000)
	last[199_999] = 'y'
	third := tree("index.html", "HOME", "a/b/c.html", "same", "new/e.html", "e")
	third.Add(Copy("att.bin", "test", fstest.MapFS{"a": {Data: last}}, "a"))
	wantReport(t, "third", write(t, third, dir), "1 written, 3 kept, 0 removed, 200009 bytes")
	if b, _ := os.ReadFile(filepath.Join(dir, "att.bin")); !bytes.Equal(b, last) {
		t.Error("the attachment has other bytes")
	}
	wantAlone(t, filepath.Dir(dir), work, "public")
}

// work is what the publishing of public keeps beside it.
const work = ".public.gongkai-work"

func TestTwoBuildsSameBytes(t *testing.T) {
	a, b := filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "b")
	write(t, many(300, 100, ""), a)
	if _, err := many(300, 100, "").WriteTo(t.Context(), b, WriteOptions{Jobs: 1}); err != nil {
		t.Fatal(err)
	}
	wantHave(t, b, have(t, a))
}

func TestErrorLeavesOldSite(t *testing.T) {
	broken := errors.New("broken")
	parent := t.TempDir()
	dir := filepath.Join(parent, "public")
	write(t, tree("old.html", "old", "keep.html", "k"), dir)
	ok := realDisk()
	noExchange := func(a, b string) error { return errors.ErrUnsupported }

	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for _, test := range []struct {
		name string
		ctx  context.Context
		add  File
		disk diskSteps
		want error
	}{
		{name: "render", add: Made("z.html", "", func(*bytes.Buffer) error { return broken }), disk: ok, want: broken},
		{name: "open", add: Copy("z.html", "", fstest.MapFS{}, "none"), disk: ok, want: fs.ErrNotExist},
		{name: "folder", add: Copy("z", "", fstest.MapFS{"d/x": {}}, "d"), disk: ok},
		{name: "neither", add: File{Path: "z"}, disk: ok},
		{name: "path", add: Bytes("../z.html", "", nil), disk: ok},
		{name: "backslash", add: Bytes(`a\z.html`, "", nil), disk: ok},
		{name: "collision", add: Bytes("KEEP.html", "", nil), disk: ok, want: ErrCollision},
		{name: "cancelled", ctx: cancelled, add: Bytes("z.html", "", nil), disk: ok, want: context.Canceled},
		{name: "exchange", add: Bytes("z.html", "", nil), want: broken,
			disk: diskSteps{list: os.ReadDir, link: os.Link, exchange: func(a, b string) error { return broken }}},
		{name: "first rename", add: Bytes("z.html", "", nil), want: broken,
			disk: diskSteps{list: os.ReadDir, link: os.Link, exchange: noExchange, rename: func(a, b string) error { return broken }}},
		{name: "second rename", add: Bytes("z.html", "", nil), want: broken,
			disk: diskSteps{list: os.ReadDir, link: os.Link, exchange: noExchange, rename: func(a, b string) error {
				if filepath.Base(a) == "spare" {
					return broken
				}
				return os.Rename(a, b)
			}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			ctx := test.ctx
			if ctx == nil {
				ctx = t.Context()
			}
			tr := tree("keep.html", "k", "new.html", "new")
			tr.Add(test.add)
			_, err := writeTo(ctx, tr, dir, test.disk)
			if err == nil || test.want != nil && !errors.Is(err, test.want) {
				t.Errorf("error = %v, want %v", err, test.want)
			}
			wantHave(t, dir, "keep.html=k old.html=old")
			wantAlone(t, parent, work, "public")
			if _, err := os.Stat(filepath.Join(parent, work, "spare")); err == nil {
				t.Error("the half-made site takes room")
			}
		})
	}
}

func TestCancelledHalfway(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "public")
	ctx, cancel := context.WithCancel(t.Context())
	_, err := many(200, 10, "").WriteTo(ctx, dir, WriteOptions{Progress: func(done, total int) {
		if done == 100 {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v", err)
	}
	wantAlone(t, parent)
}

func TestRefusesWhatIsNotOurs(t *testing.T) {
	for name, prepare := range map[string]func(dir string) error{
		"files": func(dir string) error { return os.WriteFile(filepath.Join(dir, "thesis.txt"), nil, 0o644) },
		"other marker": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, Marker), bytes.Repeat([]byte("x"), len(markerText)), 0o644)
		},
		"marker is a folder": func(dir string) error { return os.Mkdir(filepath.Join(dir, Marker), 0o755) },
		"a file": func(dir string) error {
			os.Remove(dir)
			return os.WriteFile(dir, []byte("x"), 0o644)
		},
	} {
		t.Run(name, func(t *testing.T) {
			parent := t.TempDir()
			dir := filepath.Join(parent, "d")
			os.Mkdir(dir, 0o755)
			if err := prepare(dir); err != nil {
				t.Fatal(err)
			}
			if _, err := tree("a", "1").WriteTo(t.Context(), dir, WriteOptions{}); !errors.Is(err, ErrNotOurs) {
				t.Errorf("error = %v, want ErrNotOurs", err)
			}
			if _, err := os.Stat(filepath.Join(dir, "a")); err == nil {
				t.Error("wrote into it")
			}
			wantAlone(t, parent, "d")
		})
	}
	if _, err := tree("a", "1").WriteTo(t.Context(), "/", WriteOptions{}); !errors.Is(err, ErrNotOurs) {
		t.Errorf("root: error = %v, want ErrNotOurs", err)
	}
}

func TestRefusesWhatAppearedMeanwhile(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "public")
	tr := tree("a", "1")
	tr.Add(Made("b", "", func(*bytes.Buffer) error {
		os.Mkdir(dir, 0o755)
		return os.WriteFile(filepath.Join(dir, "thesis.txt"), []byte("t"), 0o644)
	}))
	if _, err := tr.WriteTo(t.Context(), dir, WriteOptions{}); !errors.Is(err, ErrNotOurs) {
		t.Errorf("error = %v, want ErrNotOurs", err)
	}
	wantHave(t, dir, "thesis.txt=t")
	wantAlone(t, parent, "public")
}

func TestEmptyFolderIsTaken(t *testing.T) {
	dir := t.TempDir()
	write(t, tree("a", "1"), dir)
	wantHave(t, dir, "a=1")
	write(t, new(Tree), dir)
	wantHave(t, dir, "")
}

func TestLinkToFolder(t *testing.T) {
	parent := t.TempDir()
	real := filepath.Join(parent, "releases", "now")
	os.MkdirAll(real, 0o755)
	link := filepath.Join(parent, "public")
	if err := os.Symlink("releases/now", link); err != nil {
		t.Skip("this system makes no symbolic links here: ", err)
	}
	write(t, tree("a", "1"), link)
	write(t, tree("a", "2"), link)
	wantHave(t, real, "a=2")
	if to, err := os.Readlink(link); to != "releases/now" {
		t.Errorf("the link is %q, %v", to, err)
	}
	wantAlone(t, parent, "public", "releases")
	wantAlone(t, filepath.Dir(real), ".now.gongkai-work", "now")

	os.RemoveAll(filepath.Dir(real))
	if _, err := tree("a", "1").WriteTo(t.Context(), link, WriteOptions{}); err == nil {
		t.Error("a link to nothing gave no error")
	}
}

func TestWithoutLinksOrExchange(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "public")
	poor := diskSteps{
		link:     func(a, b string) error { return errors.ErrUnsupported },
		exchange: func(a, b string) error { return errors.ErrUnsupported },
		rename:   os.Rename,
		list:     os.ReadDir,
	}
	attachment := fstest.MapFS{"a": {Data: []byte("att")}}
	times := map[string]time.Time{}
	for i, want := range []string{"2 written, 0 kept, 0 removed, 7 bytes", "0 written, 2 kept, 0 removed, 7 bytes", "1 written, 2 kept, 0 removed, 8 bytes", "0 written, 2 kept, 1 removed, 7 bytes"} {
		tr := tree("a", "same")
		tr.Add(Copy("b", "", attachment, "a"))
		if i == 2 {
			tr.Add(Bytes("c", "", []byte("c")))
		}
		got, err := writeTo(t.Context(), tr, dir, poor)
		if err != nil {
			t.Fatal(err)
		}
		wantReport(t, fmt.Sprint("build ", i), got, want)
		for _, name := range []string{"a", "b"} {
			st, err := os.Stat(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			if i > 0 && !st.ModTime().Equal(times[name]) {
				t.Errorf("build %d: %s has another time", i, name)
			}
			times[name] = st.ModTime()
		}
		wantAlone(t, parent, work, "public")
	}
}

func TestOddOldFilesAreReplaced(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "public")
	write(t, tree("link", "text", "wide", "text", "folder", "text"), dir)
	os.WriteFile(filepath.Join(parent, "elsewhere"), []byte("text"), 0o644)
	os.Remove(filepath.Join(dir, "link"))
	os.Symlink("../elsewhere", filepath.Join(dir, "link"))
	os.Chmod(filepath.Join(dir, "wide"), 0o666)
	os.Remove(filepath.Join(dir, "folder"))
	os.MkdirAll(filepath.Join(dir, "folder", "sub"), 0o755)

	write(t, tree("link", "text", "wide", "text", "folder", "text"), dir)
	for _, name := range []string{"link", "wide", "folder"} {
		st, err := os.Lstat(filepath.Join(dir, name))
		if err != nil || !st.Mode().IsRegular() || !unixModes(st, 0o644) {
			t.Errorf("%s: %v, %v; want an ordinary file", name, st.Mode(), err)
		}
	}
	wantHave(t, dir, "folder=text link=text wide=text")
	if b, _ := os.ReadFile(filepath.Join(parent, "elsewhere")); string(b) != "text" {
		t.Errorf("a link was followed: %q", b)
	}
}

// TestKilledRun kills a process of its own halfway through a build.
func TestKilledRun(t *testing.T) {
	if dir := os.Getenv("GONGKAI_TEST_KILLED"); dir != "" {
		tr := many(100, 10, "")
		tr.Add(Made("zz", "", func(*bytes.Buffer) error {
			fmt.Println("ready")
			select {}
		}))
		go func() { time.Sleep(time.Minute); os.Exit(3) }()
		tr.WriteTo(context.Background(), dir, WriteOptions{})
		return
	}
	parent := t.TempDir()
	dir := filepath.Join(parent, "public")
	write(t, tree("old", "1"), dir)
	write(t, tree("old", "2"), dir)

	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), exe, "-test.run=^TestKilledRun$")
	cmd.Env = append(os.Environ(), "GONGKAI_TEST_KILLED="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	out.Read(make([]byte, 5))

	if _, err := tree("old", "3").WriteTo(t.Context(), dir, WriteOptions{}); !errors.Is(err, ErrBusy) {
		t.Errorf("while another run lives: %v", err)
	}
	cmd.Process.Kill()
	cmd.Wait()
	wantHave(t, dir, "old=2")
	write(t, tree("old", "3"), dir)
	wantHave(t, dir, "old=3")
	wantAlone(t, parent, work, "public")
}

// TestKilledBetweenRenames: where two names can't be exchanged, a run may be
// killed when the old folder stands aside and the new one is not yet in its
// place.
func TestKilledBetweenRenames(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "public")
	write(t, tree("old", "1"), dir)
	os.Rename(dir, filepath.Join(parent, work, "old"))

	bad := new(Tree)
	bad.Add(Made("x", "", func(*bytes.Buffer) error { return errors.New("broken") }))
	if _, err := bad.WriteTo(t.Context(), dir, WriteOptions{}); err == nil {
		t.Fatal("no error")
	}
	wantHave(t, dir, "old=1")
	wantAlone(t, parent, work, "public")
}

// TestKilledBeforeTheLedger: the new site stands, and the ledger is the old
// one's.
func TestKilledBeforeTheLedger(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "public")
	write(t, tree("a", "1", "gone", "1"), dir)
	ledger, err := os.ReadFile(filepath.Join(parent, work, "ledger"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, tree("a", "2", "new", "2"), dir)
	os.Rename(filepath.Join(parent, work, "ledger"), filepath.Join(parent, work, "ledger-next"))
	os.WriteFile(filepath.Join(parent, work, "ledger"), ledger, 0o644)

	wantReport(t, "the next build", write(t, tree("a", "2", "new", "2"), dir), "0 written, 2 kept, 0 removed, 2 bytes")
	wantHave(t, dir, "a=2 new=2")
}

// keyed is a tree of one file, whose bytes and key are said apart.
func keyed(key, content string, made *int) *Tree {
	tr := new(Tree)
	tr.Add(Made("a", "", func(w *bytes.Buffer) error {
		*made++
		w.WriteString(content)
		return nil
	}).Keyed(sumOf([]byte(key))))
	return tr
}

func TestKeyedFilesAreNotMadeAgain(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	publish := func(version string, tr *Tree, verify bool) Report {
		t.Helper()
		f, err := Open(dir, version)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		r, err := f.Write(t.Context(), tr, WriteOptions{Verify: verify})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	made := 0
	publish("v1", keyed("k", "1", &made), false)
	publish("v1", keyed("k", "1", &made), false)
	if made != 1 {
		t.Errorf("made %d times", made)
	}
	if publish("v1", keyed("other", "1", &made), false); made != 2 {
		t.Error("another key, and not made")
	}
	if publish("v2", keyed("other", "1", &made), false); made != 3 {
		t.Error("another version of the program, and not made")
	}
	wantReport(t, "verified", publish("v2", keyed("other", "1", &made), true), "0 written, 1 kept, 0 removed, 1 bytes")
	if r := publish("v2", keyed("other", "2", &made), true); !slices.Equal(r.Lies, []string{"a"}) {
		t.Errorf("a key that lies is not told: %+v", r.Lies)
	}
	wantHave(t, dir, "a=2")

	// Bytes that changed on the disk, size and time kept.
	st, _ := os.Stat(filepath.Join(dir, "a"))
	os.WriteFile(filepath.Join(dir, "a"), []byte("X"), 0o644)
	os.Chtimes(filepath.Join(dir, "a"), st.ModTime(), st.ModTime())
	if r := publish("v2", keyed("other", "2", &made), true); !slices.Equal(r.Lies, []string{"a"}) {
		t.Errorf("a file that changed is not told: %+v", r.Lies)
	}
	wantHave(t, dir, "a=2")
}

// TestPublishedFilesThatSomebodyChanged are made again, also where nothing else
// is to be written.
func TestPublishedFilesThatSomebodyChanged(t *testing.T) {
	for name, harm := range map[string]func(path string) error{
		"changed":  func(p string) error { return os.WriteFile(p, []byte("other"), 0o644) },
		"removed":  os.Remove,
		"touched":  func(p string) error { return os.Chtimes(p, time.Unix(1, 0), time.Unix(1, 0)) },
		"replaced": func(p string) error { return errors.Join(os.Remove(p), os.WriteFile(p, []byte("1"), 0o600)) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "public")
			made := 0
			for range 3 { // public and spare have the same file then
				write(t, keyed("k", "1", &made), dir)
			}
			if err := harm(filepath.Join(dir, "a")); err != nil {
				t.Fatal(err)
			}
			write(t, keyed("k", "1", &made), dir)
			wantHave(t, dir, "a=1")
			if st, _ := os.Stat(filepath.Join(dir, "a")); !unixModes(st, 0o644) {
				t.Errorf("mode %v", st.Mode())
			}
		})
	}
}

func TestRefusesWhatWasPutIntoTheSite(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "public")
	write(t, tree("a/b", "1"), dir)
	os.MkdirAll(filepath.Join(dir, "a", "mine"), 0o755)
	os.WriteFile(filepath.Join(dir, "a", "thesis.txt"), []byte("t"), 0o644)
	os.WriteFile(filepath.Join(dir, "a", "mine", "x"), []byte("x"), 0o644)
	_, err := tree("a/b", "2").WriteTo(t.Context(), dir, WriteOptions{})
	var strangers *Strangers
	if !errors.As(err, &strangers) || !errors.Is(err, ErrNotOurs) || !slices.Equal(strangers.Paths, []string{"a/mine", "a/thesis.txt"}) {
		t.Fatalf("error = %v", err)
	}
	wantHave(t, dir, "a/b=1 a/mine/x=x a/thesis.txt=t")
}

// TestFolderThatCannotBeLookedInto: whose files are in it is not known, so none
// of them is replaced.
func TestFolderThatCannotBeLookedInto(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	write(t, tree("a/b", "1", "c", "1"), dir)
	if err := os.WriteFile(filepath.Join(dir, "a", "thesis.txt"), []byte("t"), 0o644); err != nil {
		t.Fatal(err)
	}
	d := realDisk()
	d.list = func(name string) ([]fs.DirEntry, error) {
		if filepath.Base(name) == "a" {
			return nil, fs.ErrPermission
		}
		return os.ReadDir(name)
	}
	if _, err := writeTo(t.Context(), tree("a/b", "2", "c", "2"), dir, d); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("error = %v", err)
	}
	wantHave(t, dir, "a/b=1 a/thesis.txt=t c=1")
}

// TestCloseWaitsForWhoeverLooks: after it, nobody holds a file of the folder
// open, which may be moved or removed.
func TestCloseWaitsForWhoeverLooks(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	var pairs []string
	for i := range 300 {
		pairs = append(pairs, fmt.Sprintf("d%d/a", i), "1")
	}
	write(t, tree(pairs...), dir)
	looking := make(chan bool, 1000)
	d := realDisk()
	d.list = func(name string) ([]fs.DirEntry, error) {
		looking <- true
		defer func() { <-looking }()
		time.Sleep(time.Millisecond)
		return os.ReadDir(name)
	}
	f, err := open(dir, "", d)
	if err != nil {
		t.Fatal(err)
	}
	f.Survey()
	f.Close()
	if len(looking) > 0 || len(f.strangers) == 0 {
		t.Error("somebody is still looking around")
	}
}

func TestDamagedLedgerIsNotBelieved(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "public")
	made := 0
	write(t, keyed("k", "1", &made), dir)
	path := filepath.Join(parent, work, "ledger")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range whole {
		b := bytes.Clone(whole)
		b[i] ^= 0x55
		if _, ok := parseLedger(b, ""); ok {
			t.Fatalf("byte %d is not missed", i)
		}
	}
	os.WriteFile(path, whole[:len(whole)-9], 0o644)
	made = 0
	wantReport(t, "without a ledger", write(t, keyed("k", "1", &made), dir), "0 written, 1 kept, 0 removed, 1 bytes")
	if made != 1 {
		t.Errorf("made %d times", made)
	}
}

func FuzzLedger(f *testing.F) {
	l := ledger{folder: 7, entries: []Entry{{Path: "a/b", Size: 3}}, notes: map[string][]byte{"n": {1, 2}}}
	f.Add(l.encode("v"))
	f.Add([]byte(ledgerMagic))
	f.Fuzz(func(t *testing.T, b []byte) {
		parseLedger(b, "v")
		parseLedger(binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, castagnoli)), "v")
	})
}

// TestReaderNeverMeetsHalf reads the folder while it is published many times.
func TestReaderNeverMeetsHalf(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("two names are exchanged in one step on Linux only")
	}
	dir := filepath.Join(t.TempDir(), "public")
	write(t, tree("a", "0", "b", "0"), dir)
	var stop atomic.Bool
	done := make(chan error)
	go func() {
		for !stop.Load() {
			root, err := os.OpenRoot(dir)
			if err != nil {
				done <- err
				return
			}
			root.Close()
		}
		done <- nil
	}()
	for i := range 50 {
		write(t, tree("a", fmt.Sprint(i), "b", fmt.Sprint(i)), dir)
	}
	stop.Store(true)
	if err := <-done; err != nil {
		t.Errorf("the folder was away: %v", err)
	}
}

func TestProgress(t *testing.T) {
	var got []int
	_, err := many(50, 10, "").WriteTo(t.Context(), filepath.Join(t.TempDir(), "p"), WriteOptions{
		Jobs:     4,
		Progress: func(done, total int) { got = append(got, done*1000+total) },
	})
	if err != nil || len(got) != 50 || !slices.IsSorted(got) || got[49] != 50_050 {
		t.Errorf("progress = %v, %v", got, err)
	}
}

// many makes a tree of n files of size bytes, in folders of their own.
func many(n, size int, text string) *Tree {
	tr := new(Tree)
	page := bytes.Repeat([]byte("公开<p>"), size/9+1)[:size]
	for i := range n {
		tr.Add(Made(fmt.Sprintf("gongkai/%d/%06d/index.html", 2000+i%26, i), "render: notice", func(w *bytes.Buffer) error {
			fmt.Fprintf(w, "%s%06d", text, i)
			w.Write(page)
			return nil
		}))
	}
	return tr
}

// benchDir is a folder in memory, if there is one.
func benchDir(b *testing.B) string {
	if dir, err := os.MkdirTemp("/dev/shm", "gongkai-bench-"); err == nil {
		b.Cleanup(func() { os.RemoveAll(dir) })
		return filepath.Join(dir, "public")
	}
	return filepath.Join(b.TempDir(), "public")
}

const benchFiles, benchSize = 20_000, 17 << 10

// A first build: every file is new.
func BenchmarkWriteNew(b *testing.B) {
	dir := benchDir(b)
	tr := many(benchFiles, benchSize, "")
	for b.Loop() {
		if _, err := tr.WriteTo(b.Context(), dir, WriteOptions{}); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		os.RemoveAll(dir)
		b.StartTimer()
	}
}

// A build in which nothing changed.
func BenchmarkWriteKept(b *testing.B) {
	dir := benchDir(b)
	tr := many(benchFiles, benchSize, "")
	if _, err := tr.WriteTo(b.Context(), dir, WriteOptions{}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := tr.WriteTo(b.Context(), dir, WriteOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}

// A build in which every file changed, as when the theme did.
func BenchmarkWriteChanged(b *testing.B) {
	dir := benchDir(b)
	trees := []*Tree{many(benchFiles, benchSize, "a"), many(benchFiles, benchSize, "b")}
	i := 0
	for b.Loop() {
		if _, err := trees[i%2].WriteTo(b.Context(), dir, WriteOptions{}); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

// TestPackedCopies stand beside their files, come and go with them and with the
// flag, and are packed again only when their file changed.
func TestPackedCopies(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "public")
	page := strings.Repeat("政府信息公开目录 ", 300)
	large := strings.Repeat("名称,金额\n", 5000)
	site := func(text string) *Tree {
		tr := tree("a.html", text, "small.html", "x", "own.csv.gz", "the county's")
		tr.Add(Bytes("own.csv", "", []byte(large)), Streamed("data.csv", "", func(w io.Writer) error {
			_, err := io.WriteString(w, large)
			return err
		}))
		tr.Last("list.txt", "", sumOf([]byte("list")), func(w *bytes.Buffer, others iter.Seq[Entry]) error {
			for o := range others {
				fmt.Fprintf(w, "%s %x\n", o.Path, o.Sum)
			}
			return nil
		})
		return tr
	}
	publish := func(tr *Tree, c Compression) Report {
		t.Helper()
		r, err := tr.WriteTo(t.Context(), dir, WriteOptions{Compress: c})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	names := func() string {
		t.Helper()
		list, err := fs.Glob(os.DirFS(dir), "*.?[rz]")
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(list, " ")
	}
	both := Compression{Gzip: true, Brotli: true}
	publish(site(page), Compression{})
	if got := names(); got != "own.csv.gz" {
		t.Errorf("without the flag: %s", got)
	}
	r := publish(site(page), both)
	if got, want := names(), "a.html.br a.html.gz data.csv.br data.csv.gz own.csv.br own.csv.gz"; got != want {
		t.Errorf("with it: %s; want %s", got, want)
	}
	if slices.Contains(r.Written, "a.html") || !slices.Contains(r.Written, "a.html.gz") {
		t.Errorf("written: %q", r.Written)
	}
	if b, _ := os.ReadFile(filepath.Join(dir, "own.csv.gz")); string(b) != "the county's" {
		t.Error("the county's own file was overwritten")
	}
	list, _ := os.ReadFile(filepath.Join(dir, "list.txt"))
	if !strings.Contains(string(list), "a.html.br ") || strings.Contains(string(list), "list.txt") {
		t.Errorf("the list has\n%s", list)
	}
	wantReport(t, "again", publish(site(page), both), fmt.Sprintf("0 written, %d kept, 0 removed, %d bytes", r.Kept+len(r.Written), r.Bytes))

	r = publish(site(page+"改"), both)
	if want := []string{"a.html", "a.html.br", "a.html.gz", "list.txt"}; !slices.Equal(r.Written, want) {
		t.Errorf("after an edit: %q, want %q", r.Written, want)
	}
	clean := filepath.Join(parent, "clean")
	if _, err := site(page+"改").WriteTo(t.Context(), clean, WriteOptions{Compress: both}); err != nil {
		t.Fatal(err)
	}
	if have(t, dir) != have(t, clean) {
		t.Error("not what a clean build makes")
	}

	// A page that has become too short for a copy has none, in either folder.
	for range 3 {
		publish(site("短"), both)
		if got, want := names(), "data.csv.br data.csv.gz own.csv.br own.csv.gz"; got != want {
			t.Errorf("a short page: %s; want %s", got, want)
		}
	}
	publish(site(page+"改"), both)

	for _, lost := range []string{"a.html.gz", "data.csv.br", "list.txt"} {
		os.Remove(filepath.Join(dir, lost))
		publish(site(page+"改"), both)
		if have(t, dir) != have(t, clean) {
			t.Errorf("%s is not made again", lost)
		}
	}
	r = publish(site(page+"改"), Compression{Gzip: true})
	if want := []string{"a.html.br", "data.csv.br", "own.csv.br"}; !slices.Equal(r.Removed, want) {
		t.Errorf("removed %q, want %q", r.Removed, want)
	}
}

// TestStrangerInAnOldFolder: folders that were the same for a while are not read
// again, but for those that something came into.
func TestStrangerInAnOldFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	site := tree("a/b/x", "1", "a/y", "2", "z", "3")
	write(t, site, dir)
	time.Sleep(2100 * time.Millisecond) // until the folders' times are believed
	write(t, site, dir)
	f, err := Open(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	if len(f.ledger().folders) != 2 && runtime.GOOS != "windows" {
		t.Errorf("remembered: %v", f.ledger().folders)
	}
	write(t, site, dir)
	os.WriteFile(filepath.Join(dir, "a", "b", "thesis.txt"), []byte("t"), 0o644)
	if _, err := site.WriteTo(t.Context(), dir, WriteOptions{}); !errors.Is(err, ErrNotOurs) {
		t.Errorf("error = %v", err)
	}
}
