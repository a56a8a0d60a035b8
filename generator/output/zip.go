package output

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"io"
	"maps"
	"slices"
	"time"
)

// ZipOptions say how a tree becomes an archive.
type ZipOptions struct {
	Folder string            // before each path of the tree; "" or ending in a slash
	At     time.Time         // of every entry: no clock is asked
	Skip   func(string) bool // leaves paths of the tree out; may be nil
	Beside map[string]string // further files, by their path in the archive
}

// Zip writes the files of the tree as one archive, in the order of their
// paths, those that tell of the others at the end: the same tree makes the same
// bytes.
func (t *Tree) Zip(ctx context.Context, w io.Writer, opts ZipOptions) error {
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestCompression) })
	put := func(name string, text []byte) error {
		entry, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: opts.At})
		if err != nil {
			return err
		}
		_, err = entry.Write(text)
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(opts.Beside)) {
		if err := put(name, []byte(opts.Beside[name])); err != nil {
			return err
		}
	}
	if err := t.complete(""); err != nil {
		return err
	}
	var others []Entry
	var last []*File
	for i, path := range t.Paths() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if opts.Skip != nil && opts.Skip(path) {
			continue
		}
		if f := t.indexed().files[i]; f.Last != nil {
			last = append(last, f)
			continue
		}
		text, err := t.Read(path)
		if err != nil {
			return err
		}
		if err := put(opts.Folder+path, text); err != nil {
			return err
		}
		others = append(others, Entry{Path: path, Size: int64(len(text)), Sum: sumOf(text)})
	}
	for _, f := range last { // they tell of what is in the archive
		var b bytes.Buffer
		if err := f.Last(&b, slices.Values(others)); err != nil {
			return f.failed(err)
		}
		if err := put(opts.Folder+f.Path, b.Bytes()); err != nil {
			return err
		}
	}
	return z.Close()
}
