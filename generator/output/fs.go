package output

import (
	"bytes"
	"io"
	"io/fs"
	"slices"
	"time"
)

var (
	_ fs.StatFS    = (*Tree)(nil)
	_ fs.ReadDirFS = (*Tree)(nil)
)

// Open makes the bytes of the named file, or lists the named folder.
// It implements fs.FS. The file can seek.
func (t *Tree) Open(name string) (fs.File, error) {
	e, entries, err := t.find("open", name)
	if err != nil {
		return nil, err
	}
	if e.file == nil {
		return &openFolder{stat: e.stat(0), entries: entries}, nil
	}
	if e.file.Render == nil {
		src, size, err := e.file.open()
		if err != nil {
			return nil, &fs.PathError{Op: "open", Path: name, Err: err}
		}
		if seeker, ok := src.(io.ReadSeeker); ok {
			return &copiedFile{ReadSeeker: seeker, Closer: src, stat: e.stat(size)}, nil
		}
		src.Close()
	}
	var w bytes.Buffer
	if err := e.file.render(&w); err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return &madeFile{Reader: bytes.NewReader(w.Bytes()), stat: e.stat(int64(w.Len()))}, nil
}

// Stat implements fs.StatFS. To know a file's size it makes its bytes.
func (t *Tree) Stat(name string) (fs.FileInfo, error) {
	e, _, err := t.find("stat", name)
	if err != nil {
		return nil, err
	}
	return e.Info()
}

// ReadDir implements fs.ReadDirFS. It makes no file's bytes.
func (t *Tree) ReadDir(name string) ([]fs.DirEntry, error) {
	e, entries, err := t.find("readdir", name)
	if err != nil {
		return nil, err
	}
	if e.file != nil {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: errNotFolder}
	}
	return asDirEntries(entries), nil
}

// find returns the entry for a name, and its entries if it is a folder.
func (t *Tree) find(op, name string) (dirEntry, []dirEntry, error) {
	if !fs.ValidPath(name) {
		return dirEntry{}, nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	if err := t.complete(name); err != nil {
		return dirEntry{}, nil, &fs.PathError{Op: op, Path: name, Err: err}
	}
	x := t.indexed()
	_, base := split(name)
	if entries, ok := x.dirs[name]; ok {
		return dirEntry{name: base}, entries, nil
	}
	if f := x.file(name); f != nil {
		return dirEntry{name: base, file: f}, nil, nil
	}
	return dirEntry{}, nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
}

// dirEntry is a file, or a folder if it has none.
type dirEntry struct {
	name string
	file *File
}

func (e dirEntry) Name() string { return e.name }
func (e dirEntry) IsDir() bool  { return e.file == nil }

func (e dirEntry) Type() fs.FileMode { return e.stat(0).Mode().Type() }

// Info makes the file's bytes to know its size.
func (e dirEntry) Info() (fs.FileInfo, error) {
	switch {
	case e.file == nil:
		return e.stat(0), nil
	case e.file.Render == nil:
		src, size, err := e.file.open()
		if err != nil {
			return nil, err
		}
		src.Close()
		return e.stat(size), nil
	}
	var w bytes.Buffer
	if err := e.file.render(&w); err != nil {
		return nil, err
	}
	return e.stat(int64(w.Len())), nil
}

func (e dirEntry) stat(size int64) stat {
	return stat{name: e.name, size: size, folder: e.file == nil}
}

// stat has no time in it: a published file's date is the county's to state,
// and the tree is the same whenever it is built.
type stat struct {
	name   string
	size   int64
	folder bool
}

func (s stat) Name() string       { return s.name }
func (s stat) Size() int64        { return s.size }
func (s stat) ModTime() time.Time { return time.Time{} }
func (s stat) IsDir() bool        { return s.folder }
func (s stat) Sys() any           { return nil }

func (s stat) Mode() fs.FileMode {
	if s.folder {
		return fs.ModeDir | folderMode
	}
	return fileMode
}

// madeFile is an open file whose bytes were made.
type madeFile struct {
	*bytes.Reader
	stat stat
}

func (f *madeFile) Stat() (fs.FileInfo, error) { return f.stat, nil }
func (f *madeFile) Close() error               { return nil }

// copiedFile is an open file that stands elsewhere, without its times.
type copiedFile struct {
	io.ReadSeeker
	io.Closer
	stat stat
}

func (f *copiedFile) Stat() (fs.FileInfo, error) { return f.stat, nil }

// openFolder is an open folder.
type openFolder struct {
	stat    stat
	entries []dirEntry
	next    int
}

func (d *openFolder) Stat() (fs.FileInfo, error) { return d.stat, nil }
func (d *openFolder) Close() error               { return nil }

func (d *openFolder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.stat.name, Err: errIsFolder}
}

// ReadDir implements fs.ReadDirFile.
func (d *openFolder) ReadDir(n int) ([]fs.DirEntry, error) {
	rest := d.entries[d.next:]
	if n > 0 && len(rest) == 0 {
		return nil, io.EOF
	}
	if n > 0 && len(rest) > n {
		rest = rest[:n]
	}
	d.next += len(rest)
	return asDirEntries(rest), nil
}

func asDirEntries(entries []dirEntry) []fs.DirEntry {
	list := make([]fs.DirEntry, 0, len(entries))
	for _, e := range entries {
		list = append(list, e)
	}
	return slices.Clip(list)
}
