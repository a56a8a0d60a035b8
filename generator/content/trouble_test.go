package content_test

import (
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"gongkai/generator/content"
)

// broken is a source in which something happens to one path: open is what
// opening it comes to, file what is opened instead.
type broken struct {
	fstest.MapFS
	path string
	open error
	file func(fs.File) fs.File
}

func (b broken) Open(name string) (fs.File, error) {
	if name == b.path && b.open != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: b.open}
	}
	f, err := b.MapFS.Open(name)
	if err == nil && name == b.path && b.file != nil {
		return b.file(f), nil
	}
	return f, err
}

func (b broken) ReadDir(name string) ([]fs.DirEntry, error) {
	if name == b.path {
		return nil, &fs.PathError{Op: "open", Path: name, Err: b.open}
	}
	return b.MapFS.ReadDir(name)
}

// growing is a file that has become longer since it was asked for its size.
type growing struct {
	fs.File
	more int
}

func (g *growing) Read(p []byte) (int, error) {
	n, err := g.File.Read(p)
	if n > 0 || !errors.Is(err, io.EOF) || g.more == 0 {
		return n, err
	}
	n = min(len(p), g.more)
	for i := range p[:n] {
		p[i] = 'a'
	}
	g.more -= n
	return n, nil
}

// failing is a file that cannot be read to its end.
type failing struct{ fs.File }

func (failing) Read([]byte) (int, error) { return 0, fs.ErrPermission }

func county() fstest.MapFS {
	return fstest.MapFS{
		path:                              {Data: []byte(notice)},
		"content/notices/2026/b/index.md": {Data: []byte(notice)},
		"content/notices/2026/b/a.csv":    {Data: []byte("a,b\n")},
		"content/notices/2026/b/a.png":    {Data: []byte("a")},
		"content/requests/2026.csv":       {Data: []byte("a,b\n")},
	}
}

// TestFilesThatGoAway: what was listed and is gone when it is read, a folder
// too, is somebody else's work on the folder, and neither a county without
// content nor one without that file.
func TestFilesThatGoAway(t *testing.T) {
	for _, gone := range []string{path, "content/notices/2026/b/index.md", "content/notices/2026/b/a.csv", "content/requests/2026.csv",
		"content/notices", "content/notices/2026", "content/notices/2026/b"} {
		_, found, err := content.Load(t.Context(), broken{MapFS: county(), path: gone, open: fs.ErrNotExist}, content.Options{Jobs: 2})
		if !errors.Is(err, content.ErrChanged) || !strings.Contains(err.Error(), gone) {
			t.Errorf("%s: %v, findings %v", gone, err, found)
		}
	}
}

// TestFilesThatCannotBeRead: the error names the file and says what the system
// said of it.
func TestFilesThatCannotBeRead(t *testing.T) {
	for _, name := range []string{path, "content/notices/2026/b/a.csv", "content/requests/2026.csv", "content/notices/2026", "content/notices/2026/b"} {
		_, found, err := content.Load(t.Context(), broken{MapFS: county(), path: name, open: fs.ErrPermission}, content.Options{Jobs: 2})
		var at *fs.PathError
		if !errors.Is(err, fs.ErrPermission) || !errors.As(err, &at) || at.Path != name {
			t.Errorf("%s: %v, findings %v", name, err, found)
		}
	}
	for _, name := range []string{path, "content/notices/2026/b/a.csv", "content/requests/2026.csv"} {
		source := broken{MapFS: county(), path: name, file: func(f fs.File) fs.File { return failing{f} }}
		if _, _, err := content.Load(t.Context(), source, content.Options{Jobs: 2}); !errors.Is(err, fs.ErrPermission) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestFilesThatGrow: a file that is longer than it was is read as it is, or is
// too large as it is; a part of it is not taken for the whole.
func TestFilesThatGrow(t *testing.T) {
	for _, c := range []struct {
		name string
		more int
		want string
	}{
		{path, 10, ""},
		{path, 5 << 20, "file-size"},
		{"content/requests/2026.csv", 33 << 20, "file-size"},
	} {
		source := broken{MapFS: county(), path: c.name, file: func(f fs.File) fs.File { return &growing{f, c.more} }}
		_, found, err := content.Load(t.Context(), source, content.Options{Jobs: 2})
		if err != nil {
			t.Fatal(err)
		}
		told := false
		for _, f := range found {
			told = told || f.Span.Path() == c.name && f.Rule == "file-size"
		}
		if told != (c.want != "") {
			t.Errorf("%s and %d bytes: %v", c.name, c.more, found)
		}
	}
	source := broken{MapFS: county(), path: "content/notices/2026/b/a.csv", file: func(f fs.File) fs.File { return &growing{f, 33 << 20} }}
	c, _, err := content.Load(t.Context(), source, content.Options{Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	if r := c.Notices[1].Files[0].Report; !strings.Contains(r.Unread.ZH, "没有检查") {
		t.Errorf("of an attachment that has grown: %+v", r)
	}
}

// TestHeadersThatLie: a picture is asked for its size and nothing is made of
// that size.
func TestHeadersThatLie(t *testing.T) {
	png := func(size, sum string) string {
		return "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + size + size + "\x08\x06\x00\x00\x00" + sum
	}
	files := map[string]string{
		"a.png":  png("\x7f\xff\xff\xff", "\x00\x00\x00\x00"),
		"b.png":  png("\xff\xff\xff\xff", "\x00\x00\x00\x00"),
		"c.png":  "\x89PNG\r\n\x1a\n\x00",
		"d.gif":  "GIF89a\xff\xff\xff\xff\x80\x00\x00",
		"e.gif":  "GIF89a\xff\xff",
		"f.jpg":  "\xff\xd8\xff\xc0\x00\x11\x08\xff\xff\xff\xff\x03\x01\x11\x00\x02\x11\x01\x03\x11\x01",
		"g.jpg":  "\xff\xd8\xff\xe0\xff\xff",
		"h.webp": "RIFF\xff\xff\xff\xffWEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff",
		"i.png":  "",
	}
	source := fstest.MapFS{"content/notices/2026/b/index.md": {Data: []byte(notice)}}
	for name, text := range files {
		source["content/notices/2026/b/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	began := time.Now()
	c, told := load(t, source)
	if took := time.Since(began); len(told) > 0 || took > 10*time.Second {
		t.Errorf("after %s: %q", took, told)
	}
	if n := len(c.Notices[0].Files); n != len(files) {
		t.Errorf("%d files, want %d", n, len(files))
	}
	for _, f := range c.Notices[0].Files {
		if f.Pixels.Width > 1<<16 || f.Pixels.Height > 1<<16 {
			t.Errorf("%s is believed to have %dx%d points", f.Name, f.Pixels.Width, f.Pixels.Height)
		}
	}
}
