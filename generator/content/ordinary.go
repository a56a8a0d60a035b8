package content

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
)

// Ordinary is a source of which nothing but files and folders can be opened.
// A pipe would be waited for without end, a device read without end; the walk
// tells of those in content/, and this keeps everybody from opening any,
// wherever it lies. most bounds the bytes of a file that is read as a whole; 0
// is no bound.
func Ordinary(source fs.FS, most int64) fs.FS { return ordinary{source: source, dir: ".", most: most} }

// Folder is Ordinary of a folder of the machine.
func Folder(root *os.Root) fs.FS { return ordinary{source: root.FS(), dir: ".", root: root} }

type ordinary struct {
	source fs.FS
	dir    string
	most   int64
	root   *os.Root // that source is of; nil if it is not known
}

// hold opens a folder, for its files to be opened by their names in it; nil if
// that is not to be had. Its root is to be closed.
func (o ordinary) hold(dir string) *ordinary {
	if o.root == nil {
		return nil
	}
	root, err := o.root.OpenRoot(dir)
	if err != nil {
		return nil
	}
	return &ordinary{source: root.FS(), dir: ".", root: root}
}

// in is a name as the source has it. fs.Sub would do, but for Stat, which it
// answers by opening the file.
func (o ordinary) in(name string) string { return path.Join(o.dir, name) }

// Why a file is not opened.
var (
	ErrIrregular = errors.New("it is no ordinary file but a pipe, a device or a socket")
	ErrLarge     = errors.New("the file is too large")
)

func (o ordinary) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	st, err := o.Stat(name)
	if err != nil {
		return nil, err
	}
	if !st.IsDir() && !st.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "open", Path: name, Err: ErrIrregular}
	}
	return o.source.Open(o.in(name))
}

// ReadFile implements fs.ReadFileFS.
func (o ordinary) ReadFile(name string) ([]byte, error) {
	f, err := o.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if o.most == 0 {
		return io.ReadAll(f)
	}
	text, err := io.ReadAll(io.LimitReader(f, o.most+1))
	if err == nil && int64(len(text)) > o.most {
		return nil, &fs.PathError{Op: "read", Path: name, Err: ErrLarge}
	}
	return text, err
}

func (o ordinary) Stat(name string) (fs.FileInfo, error)  { return fs.Stat(o.source, o.in(name)) }
func (o ordinary) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(o.source, o.in(name)) }
func (o ordinary) ReadDir(name string) ([]fs.DirEntry, error) {
	return fs.ReadDir(o.source, o.in(name))
}
func (o ordinary) ReadLink(name string) (string, error) { return fs.ReadLink(o.source, o.in(name)) }

// Sub implements fs.SubFS.
func (o ordinary) Sub(dir string) (fs.FS, error) {
	if !fs.ValidPath(dir) {
		return nil, &fs.PathError{Op: "sub", Path: dir, Err: fs.ErrInvalid}
	}
	return ordinary{source: o.source, dir: o.in(dir), most: o.most}, nil
}
