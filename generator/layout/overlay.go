package layout

import (
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// Overlay is lower with the files of upper laid over it: a file of upper wins
// over one of the same name in lower, and folders that both have are merged. So
// a county replaces one layout, or one part of the theme, and keeps the rest.
// One of them may be nil.
func Overlay(upper, lower fs.FS) fs.FS {
	switch {
	case upper == nil:
		return lower
	case lower == nil:
		return upper
	}
	return overlay{upper, lower}
}

type overlay struct{ upper, lower fs.FS }

var (
	_ fs.ReadDirFS  = overlay{}
	_ fs.StatFS     = overlay{}
	_ fs.ReadFileFS = overlay{}
)

// layer returns the file system that name is taken from, and whether it is a
// folder of both.
func (o overlay) layer(name string) (from fs.FS, both bool, err error) {
	up, err := fs.Stat(o.upper, name)
	if errors.Is(err, fs.ErrNotExist) {
		return o.lower, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	if up.IsDir() {
		low, err := fs.Stat(o.lower, name)
		both = err == nil && low.IsDir()
	}
	return o.upper, both, nil
}

func (o overlay) Open(name string) (fs.File, error) {
	from, both, err := o.layer(name)
	if err != nil {
		return nil, err
	}
	f, err := from.Open(name)
	if err != nil || !both {
		return f, err
	}
	entries, err := o.ReadDir(name)
	if err != nil {
		f.Close()
		return nil, err
	}
	return &folder{File: f, rest: entries}, nil
}

func (o overlay) Stat(name string) (fs.FileInfo, error) {
	from, _, err := o.layer(name)
	if err != nil {
		return nil, err
	}
	return fs.Stat(from, name)
}

func (o overlay) ReadFile(name string) ([]byte, error) {
	from, _, err := o.layer(name)
	if err != nil {
		return nil, err
	}
	return fs.ReadFile(from, name)
}

func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	from, both, err := o.layer(name)
	if err != nil {
		return nil, err
	}
	entries, err := fs.ReadDir(from, name)
	if err != nil || !both {
		return entries, err
	}
	below, err := fs.ReadDir(o.lower, name)
	if err != nil {
		return nil, err
	}
	byName := func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) }
	entries = append(slices.Clone(entries), below...)
	slices.SortStableFunc(entries, byName)
	return slices.CompactFunc(entries, func(a, b fs.DirEntry) bool { return a.Name() == b.Name() }), nil
}

// folder is an open folder that both layers have.
type folder struct {
	fs.File
	rest []fs.DirEntry
}

func (f *folder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 || n > len(f.rest) {
		if n > 0 && len(f.rest) == 0 {
			return nil, io.EOF
		}
		n = len(f.rest)
	}
	list := f.rest[:n:n]
	f.rest = f.rest[n:]
	return list, nil
}
