package output

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
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

func TestWriteNewThenChanged(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "deep", "public")
	attachment := fstest.MapFS{"a": {Data: bytes.Repeat([]byte("x"), 200_000)}}

	first := tree("index.html", "home", "a/b/c.html", "same", "gone/d.html", "d")
	first.Add(Copy("att.bin", "test", attachment, "a"))
	if got, want := write(t, first, dir), (Report{Written: 4, Bytes: 200_009}); got != want {
		t.Errorf("first: %+v, want %+v", got, want)
	}
	for path, want := range map[string]fs.FileMode{"index.html": 0o644, "a/b": 0o755, ".": 0o755} {
		if st, err := os.Stat(filepath.Join(dir, path)); err != nil || st.Mode().Perm() != want {
			t.Errorf("%s: %v, %v; want %v", path, st.Mode(), err, want)
		}
	}

	past := time.Now().Add(-time.Hour).Truncate(time.Second)
	for _, p := range []string{"a/b/c.html", "att.bin"} {
		if err := os.Chtimes(filepath.Join(dir, p), past, past); err != nil {
			t.Fatal(err)
		}
	}
	before, _ := os.Stat(filepath.Join(dir, "a/b/c.html"))

	second := tree("index.html", "HOME", "a/b/c.html", "same", "new/e.html", "e")
	second.Add(Copy("att.bin", "test", attachment, "a"))
	if got, want := write(t, second, dir), (Report{Written: 2, Kept: 2, Removed: 1, Bytes: 200_009}); got != want {
		t.Errorf("second: %+v, want %+v", got, want)
	}
	after, _ := os.Stat(filepath.Join(dir, "a/b/c.html"))
	if !os.SameFile(before, after) || !after.ModTime().Equal(past) {
		t.Error("an unchanged file is not the same file, with its time")
	}
	if st, _ := os.Stat(filepath.Join(dir, "att.bin")); !st.ModTime().Equal(past) {
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
	if got, want := write(t, third, dir), (Report{Written: 1, Kept: 3, Bytes: 200_009}); got != want {
		t.Errorf("third: %+v, want %+v", got, want)
	}
	if b, _ := os.ReadFile(filepath.Join(dir, "att.bin")); !bytes.Equal(b, last) {
		t.Error("the attachment has other bytes")
	}
	wantAlone(t, filepath.Dir(dir), "public")
}

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
	ok := disk{link: os.Link, exchange: exchange, rename: os.Rename}
	noExchange := func(a, b string) error { return errors.ErrUnsupported }

	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for _, test := range []struct {
		name string
		ctx  context.Context
		add  File
		disk disk
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
			disk: disk{link: os.Link, exchange: func(a, b string) error { return broken }}},
		{name: "first rename", add: Bytes("z.html", "", nil), want: broken,
			disk: disk{link: os.Link, exchange: noExchange, rename: func(a, b string) error { return broken }}},
		{name: "second rename", add: Bytes("z.html", "", nil), want: broken,
			disk: disk{link: os.Link, exchange: noExchange, rename: func(a, b string) error {
				if strings.Contains(a, "gongkai-new") {
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
			_, err := tr.writeTo(ctx, dir, WriteOptions{}, test.disk)
			if err == nil || test.want != nil && !errors.Is(err, test.want) {
				t.Errorf("error = %v, want %v", err, test.want)
			}
			wantHave(t, dir, "keep.html=k old.html=old")
			wantAlone(t, parent, "public")
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
		t.Skip(err)
	}
	write(t, tree("a", "1"), link)
	write(t, tree("a", "2"), link)
	wantHave(t, real, "a=2")
	if to, err := os.Readlink(link); to != "releases/now" {
		t.Errorf("the link is %q, %v", to, err)
	}
	wantAlone(t, parent, "public", "releases")
	wantAlone(t, filepath.Dir(real), "now")

	os.RemoveAll(filepath.Dir(real))
	if _, err := tree("a", "1").WriteTo(t.Context(), link, WriteOptions{}); err == nil {
		t.Error("a link to nothing gave no error")
	}
}

func TestWithoutLinksOrExchange(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "public")
	poor := disk{
		link:     func(a, b string) error { return errors.ErrUnsupported },
		exchange: func(a, b string) error { return errors.ErrUnsupported },
		rename:   os.Rename,
	}
	attachment := fstest.MapFS{"a": {Data: []byte("att")}}
	past := time.Now().Add(-time.Hour).Truncate(time.Second)
	for i, want := range []Report{{Written: 2, Bytes: 7}, {Kept: 2, Bytes: 7}} {
		tr := tree("a", "same")
		tr.Add(Copy("b", "", attachment, "a"))
		got, err := tr.writeTo(t.Context(), dir, WriteOptions{}, poor)
		if err != nil || got != want {
			t.Errorf("build %d: %+v, %v; want %+v", i, got, err, want)
		}
		for _, name := range []string{"a", "b"} {
			st, err := os.Stat(filepath.Join(dir, name))
			if err != nil || i > 0 && !st.ModTime().Equal(past) {
				t.Errorf("build %d: %s: %v, %v", i, name, st, err)
			}
			os.Chtimes(filepath.Join(dir, name), past, past)
		}
		wantAlone(t, parent, "public")
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
		if err != nil || st.Mode() != 0o644 {
			t.Errorf("%s: %v, %v; want an ordinary file", name, st.Mode(), err)
		}
	}
	wantHave(t, parent, "elsewhere=text public/.gongkai="+markerText+" public/folder=text public/link=text public/wide=text")
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
	os.WriteFile(filepath.Join(parent, ".public.gongkai-new-notes"), nil, 0o644) // somebody's

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

	if runtime.GOOS == "linux" { // a run that lives is left alone
		write(t, tree("old", "2"), dir)
		wantAlone(t, parent, ".public.gongkai-new-0", ".public.gongkai-new-notes", "public")
	}
	cmd.Process.Kill()
	cmd.Wait()
	wantHave(t, dir, "old=2")
	write(t, tree("old", "3"), dir)
	wantHave(t, dir, "old=3")
	wantAlone(t, parent, ".public.gongkai-new-notes", "public")
}

func TestKilledBetweenRenames(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "public")
	write(t, tree("old", "1"), dir)
	os.Rename(dir, filepath.Join(parent, ".public.gongkai-old"))

	bad := new(Tree)
	bad.Add(Made("x", "", func(*bytes.Buffer) error { return errors.New("broken") }))
	if _, err := bad.WriteTo(t.Context(), dir, WriteOptions{}); err == nil {
		t.Fatal("no error")
	}
	wantHave(t, dir, "old=1")
	wantAlone(t, parent, "public")
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
