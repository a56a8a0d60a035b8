package content

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"slices"

	"gongkai/generator/diag"
	"gongkai/generator/fields"
	"gongkai/generator/privacy"
)

// desk is what a worker uses for one file after another. Entries keep no
// part of it.
type desk struct {
	file  []byte // as it was read
	tidy  bool   // it is markdown.Tidy
	html  []byte // of its text
	front []byte // its front matter, encoded
	nodes fields.Arena
	hits  []privacy.Hit
	split fields.Splitter
	held  *ordinary // the folder of the last file that was opened
	from  string    // its path
}

// open opens a file of the source. It holds its folder open for the next one: by
// a whole path, every folder on the way is opened for each file.
func (d *desk) open(source fs.FS, name string) (fs.File, error) {
	dir := path.Dir(name)
	if d.held == nil || d.from != dir {
		d.release()
		if all, ok := source.(ordinary); ok {
			d.held, d.from = all.hold(dir), dir
		}
	}
	if d.held != nil {
		if f, err := d.held.Open(path.Base(name)); err == nil {
			return f, nil
		}
	}
	return source.Open(name) // which tells what is wrong by the whole name
}

func (d *desk) release() {
	if d.held != nil {
		d.held.root.Close()
		d.held = nil
	}
}

// slurp reads a file onto the desk. A file that is too large is not read: it is
// reported, and the result is nil.
func (d *desk) slurp(source fs.FS, file *diag.File, found *diag.List) ([]byte, error) {
	f, err := d.open(source, file.Path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	about, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if tooLarge(file, about.Size(), found) {
		return nil, nil
	}
	b := bytes.NewBuffer(d.file[:0])
	b.Grow(int(about.Size()) + bytes.MinRead)
	n, err := b.ReadFrom(io.LimitReader(f, maxSize+1))
	d.file = b.Bytes()
	if err == nil && tooLarge(file, n, found) { // it has grown since
		return nil, nil
	}
	return b.Bytes(), err
}

// look scans a file and its name for personal data. Nothing is kept of a file
// that has none.
func (d *desk) look(file *diag.File, src []byte) Personal {
	d.hits = privacy.Scan(d.hits[:0], src)
	p := Personal{File: file, Hits: slices.Clone(d.hits), InName: privacy.Scan(nil, []byte(path.Base(file.Path)))}
	if len(p.Hits) == 0 && len(p.InName) == 0 {
		return Personal{}
	}
	return p
}
