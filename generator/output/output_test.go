package output

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
)

// tree makes a tree of "path", "content" pairs.
func tree(pairs ...string) *Tree {
	t := new(Tree)
	for i := 0; i < len(pairs); i += 2 {
		t.Add(Bytes(pairs[i], "test: "+pairs[i], []byte(pairs[i+1])))
	}
	return t
}

func TestTreeIsFileSystem(t *testing.T) {
	tr := tree("index.html", "home", "a/b/index.html", "deep", "a/x.txt", "", "公开/附件 1.txt", "表")
	tr.Add(Copy("a/att.pdf", "test", fstest.MapFS{"src.pdf": {Data: []byte("pdf")}}, "src.pdf"))
	tr.Add(Copy("unseekable.bin", "test", unseekable{fstest.MapFS{"s": {Data: []byte("stream")}}}, "s"))
	if err := fstest.TestFS(tr, "index.html", "a/b/index.html", "a/x.txt", "a/att.pdf", "unseekable.bin", "公开/附件 1.txt"); err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(new(Tree)); err != nil {
		t.Fatal("empty tree:", err)
	}
	st, err := tr.Stat("a/att.pdf")
	if err != nil || st.Size() != 3 || !st.ModTime().IsZero() {
		t.Errorf("Stat = %v, %v; want 3 bytes and no time", st, err)
	}
	want := []string{"a/att.pdf", "a/b/index.html", "a/x.txt", "index.html", "unseekable.bin", "公开/附件 1.txt"}
	if got := tr.Paths(); !slices.Equal(got, want) {
		t.Errorf("Paths = %q, want %q", got, want)
	}
	for path, want := range map[string]string{"a/att.pdf": "pdf", "index.html": "home", "unseekable.bin": "stream"} {
		if got, err := tr.Read(path); string(got) != want || err != nil {
			t.Errorf("Read(%s) = %q, %v", path, got, err)
		}
	}
	for _, path := range []string{"a", "none", "../x"} {
		if _, err := tr.Read(path); err == nil {
			t.Errorf("Read(%s) gave no error", path)
		}
	}
}

// unseekable is a file system whose files can only be read from the start.
type unseekable struct{ fs.FS }

func (u unseekable) Open(name string) (fs.File, error) {
	f, err := u.FS.Open(name)
	if err != nil {
		return nil, err
	}
	return struct{ fs.File }{f}, nil
}

func TestTreeServes(t *testing.T) {
	h := http.FileServerFS(tree("index.html", "home", "a/index.html", "inner", "a/x.css", "p{}"))
	for path, want := range map[string]string{"/": "home", "/a/": "inner", "/a/x.css": "p{}"} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		if w.Code != 200 || w.Body.String() != want || w.Header().Get("Last-Modified") != "" {
			t.Errorf("%s: %d %q %v", path, w.Code, w.Body, w.Header())
		}
	}
}

func TestAddAfterRead(t *testing.T) {
	tr := tree("a", "1")
	tr.Paths()
	tr.Add(Bytes("b", "", nil))
	if got := tr.Paths(); len(got) != 2 || tr.Len() != 2 {
		t.Errorf("Paths = %q", got)
	}
}

func TestCollisions(t *testing.T) {
	tr := new(Tree)
	for _, f := range []struct{ path, maker string }{
		{"ok.html", "one"},
		{"dir/ok.html", "two"},
		{"twice.html", "b.md"}, {"twice.html", "a.md"},
		{"Case.html", "c"}, {"case.html", "d"},
		{"É.html", "composed"}, {"e\u0301.html", "decomposed"},
		{"x", "file"}, {"x/deep/y.html", "below"},
		{"Z/q", "upper folder"}, {"z/r", "lower folder"},
		{".Gongkai", "rogue"},
	} {
		tr.Add(Bytes(f.path, f.maker, nil))
	}
	var got strings.Builder
	for _, c := range tr.Collisions() {
		fmt.Fprintln(&got, c)
	}
	want := `.Gongkai differs from another path by letter case only: .Gongkai from rogue, .gongkai from output: marker
Case.html differs from another path by letter case only: Case.html from c, case.html from d
` + "e\u0301.html differs from another path by letter case only: e\u0301.html from decomposed, É.html from composed" + `
twice.html has more than one maker: twice.html from b.md, twice.html from a.md
x is a file where another file needs a folder: x from file, x/deep/y.html from below
`
	if got.String() != want {
		t.Errorf("got:\n%s\nwant:\n%s", got.String(), want)
	}
	if found := tree("a", "", "b/a", "").Collisions(); len(found) != 0 {
		t.Errorf("Collisions of a good tree: %v", found)
	}
}

func TestRenderErrorNamesFileAndMaker(t *testing.T) {
	tr := new(Tree)
	tr.Add(Made("p.html", "notices/p.md", func(*bytes.Buffer) error { return fs.ErrPermission }))
	_, err := tr.Read("p.html")
	if err == nil || !strings.Contains(err.Error(), "p.html (from notices/p.md)") {
		t.Errorf("err = %v", err)
	}
}

// TestCollisionsWhileFilesCome: who asks while others add files gets an answer
// for those that are there, and later ones are judged too.
func TestCollisionsWhileFilesCome(t *testing.T) {
	tree := &Tree{}
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() { tree.Add(Bytes(fmt.Sprint(i, ".html"), "", nil)) })
		all.Go(func() { tree.Collisions() })
	}
	all.Wait()
	if found := tree.Collisions(); len(found) > 0 {
		t.Errorf("%v", found)
	}
	tree.Add(Bytes("3.HTML", "", nil))
	if found := tree.Collisions(); len(found) != 1 {
		t.Errorf("%v", found)
	}
}
