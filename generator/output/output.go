// Package output is the set of files that will be the published site.
//
// The idea: a maker does not write to disk. It hands in files, each a path
// and a way to make its bytes, and a Tree holds them all. So two makers of
// one path are found before anything is written, the development server shows
// the very files that a build would publish, and what is on disk changes in
// one step.
//
// The design:
//
//   - A File makes its bytes when asked, into a buffer that it is lent, so that
//     a county's whole site is never in memory at once. It must be able to do
//     so many times, from any goroutine, and make the same bytes each time.
//   - A Tree is a read-only file system (fs.FS) with no times in it.
//   - Folder.Write brings the spare, a complete second folder, up to date and
//     exchanges its name with that of the published folder, which becomes the
//     spare. A reader of the folder meets the old site or the new one. A file
//     whose bytes did not change is one file in both folders: it keeps its inode
//     and time, which tools that mirror a folder go by, and costs the look at its
//     stamp.
//   - A ledger remembers of each published file what it was made from, the hash
//     of its bytes, and its stamp. It is believed as long as the stamp is right.
//   - A published folder holds a marker file. Write never replaces a folder
//     that has files but no marker, or files that are not in the ledger, for they
//     are somebody's work.
//
// The limits: on Windows, and on file systems that can't exchange two names,
// there is no folder for the moment between two renames; nothing is forced to
// the disk platter (see the place kept for it in publish); the folder that holds the published one must be writable and on
// the same file system; the owner, group and special bits of the published
// folder itself are those of a new folder. Without a ledger (it was deleted, or
// the folder came from elsewhere) the marker alone tells what is ours.
package output

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"strings"
)

// File is one file to be published. Either Render or Open is set; a file that
// may be too large to hold in memory has Stream beside Render.
type File struct {
	// Path is where the file stands in the site: slashes, no leading slash,
	// no "." or ".." in it, such as "gongkai/2026/index.html".
	Path string

	// Maker says what made the file, for the message about two makers of one
	// path: "notices/2026/a.md", "render: home".
	Maker string

	// Key is the hash of everything that the file's bytes depend on, the program
	// aside: a file whose key is that of the published one need not be made. Zero
	// is no key: such a file is made each time, and compared.
	Key [32]byte

	// Render appends the file's bytes to w, which is empty. It may be called
	// many times and from any goroutine, and makes the same bytes each time.
	// It must not keep w.
	Render func(w *bytes.Buffer) error

	// Last, if set, makes the bytes instead of Render when the site is written:
	// after all other files, of which it is told.
	Last func(w *bytes.Buffer, others iter.Seq[Entry]) error

	// Stream writes the bytes that Render makes, piece by piece.
	Stream func(w io.Writer) error

	// Open gives a file to be copied as it is, such as an attachment, which
	// may be too large to hold in memory.
	Open func() (fs.File, error)
}

// Bytes is a file whose content is at hand. The content must not be changed
// afterwards.
func Bytes(path, maker string, content []byte) File {
	return Made(path, maker, func(w *bytes.Buffer) error {
		w.Write(content)
		return nil
	})
}

// Made is a file whose bytes are made when they are wanted; see File.Render.
func Made(path, maker string, render func(w *bytes.Buffer) error) File {
	return File{Path: path, Maker: maker, Render: render}
}

// Streamed is a file that is made piece by piece when it is wanted, such as a
// catalogue of all documents. stream is called like File.Render; pieces may be
// small.
func Streamed(path, maker string, stream func(w io.Writer) error) File {
	return File{Path: path, Maker: maker, Stream: stream, Render: func(w *bytes.Buffer) error { return stream(w) }}
}

// Copy is a file copied from fsys, where its name is name. It is not held in
// memory.
func Copy(path, maker string, fsys fs.FS, name string) File {
	return File{Path: path, Maker: maker, Open: func() (fs.File, error) {
		return fsys.Open(name)
	}}
}

// render puts the file's bytes into w, which it empties first.
func (f *File) render(w *bytes.Buffer) error {
	w.Reset()
	if f.Render != nil {
		if err := f.Render(w); err != nil {
			return f.failed(err)
		}
		return nil
	}
	src, _, err := f.open()
	if err != nil {
		return err
	}
	defer src.Close()
	if _, err := io.Copy(w, src); err != nil {
		return f.failed(err)
	}
	return nil
}

// open opens the file to be copied and tells its size.
func (f *File) open() (fs.File, int64, error) {
	if f.Open == nil {
		return nil, 0, f.failed(errors.New("has neither Render nor Open"))
	}
	src, err := f.Open()
	if err != nil {
		return nil, 0, f.failed(err)
	}
	st, err := src.Stat()
	if err == nil && !st.Mode().IsRegular() {
		err = errors.New("is not a regular file")
	}
	if err != nil {
		src.Close()
		return nil, 0, f.failed(err)
	}
	return src, st.Size(), nil
}

// failed says which file an error is about and who made it.
func (f *File) failed(err error) error {
	if f.Maker == "" {
		return fmt.Errorf("%s: %w", f.Path, err)
	}
	return fmt.Errorf("%s (from %s): %w", f.Path, f.Maker, err)
}

// checkPath says what is wrong with a path that can't be published.
func checkPath(path string) error {
	if !fs.ValidPath(path) || path == "." {
		return fmt.Errorf("%q is not a path inside the site", path)
	}
	// A backslash divides folders on one system and not on the next.
	if strings.ContainsAny(path, "\\\x00") {
		return fmt.Errorf("%q has a character that no published path may have", path)
	}
	return nil
}
