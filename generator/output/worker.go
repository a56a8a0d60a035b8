package output

import (
	"bytes"
	"errors"
	"hash"
	"io"
	"io/fs"
	"os"
	"strings"
)

// maxBuffer is the largest buffer, in bytes, that a worker keeps for the next
// file. A search index may need one of many megabytes, once.
const maxBuffer = 4 << 20

// worker puts one file after another into the spare.
type worker struct {
	*writer
	compressor *compressor
	buf        bytes.Buffer
	chunk      []byte
	hash       hash.Hash
}

// make finds out whether the file is published already with the bytes that it
// has to have, and writes it if it is not.
func (k *worker) make(i int) error {
	f := k.x.files[i]
	if f.Last != nil {
		k.files[i].Path = f.Path
		return nil // when all others are known
	}
	return k.makeOf(i, f)
}

func (k *worker) makeOf(i int, f *File) error {
	old, known := k.before(f.Path)
	if known && f.Key != [32]byte{} && f.Key == old.Key {
		k.files[i] = placed{Entry: old}
		return k.copies(i, nil)
	}
	e := Entry{Path: f.Path, Key: f.Key}
	content, err := k.render(f, &e, old, known)
	if err != nil {
		return err
	}
	if k.opts.Verify {
		k.compare(e, old)
	}
	if known && e.Sum == old.Sum {
		e.stamp = old.stamp
		k.files[i] = placed{Entry: e, covered: content == nil}
		return k.copies(i, content)
	}
	k.files[i].written = true
	if err := k.stamp(&k.files[i].Entry, e); err != nil {
		return err
	}
	return k.copies(i, content)
}

// copies makes the packed copies of a file, but for those that are published
// already. content is nil if the file's bytes are not at hand.
func (k *worker) copies(i int, content []byte) error {
	f := &k.files[i]
	for _, suffix := range k.compressor.wanted(f.Path, f.Size) {
		path := f.Path + suffix
		e := Entry{Path: path, Key: copyKey(suffix, f.Sum)}
		if old, known := k.was.find(path); known && old.Key == e.Key && !k.opts.Verify {
			f.copies = append(f.copies, placed{Entry: old, of: f.Path})
			continue
		}
		ok, err := k.pack(&e, f.Entry, suffix, content)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		c := placed{of: f.Path, written: true}
		if err := k.stamp(&c.Entry, e); err != nil {
			return err
		}
		f.copies = append(f.copies, c)
	}
	return nil
}

// copyKey is the key of a packed copy.
func copyKey(suffix string, of [32]byte) [32]byte {
	var r Recipe
	r.Text("copy", suffix)
	r.Number(gzipLevel, brotliLevel)
	r.Hash(of)
	return r.Key()
}

// pack puts a packed copy of a file into the spare, if that saves enough.
func (k *worker) pack(e *Entry, of Entry, suffix string, content []byte) (ok bool, err error) {
	os.Remove(k.spare(e.Path))
	if content == nil {
		if content, ok = k.folder.Published(of.Path); !ok || sumOf(content) != of.Sum {
			content = nil
		}
	}
	if content == nil { // a large one, or one that was changed behind our back
		if err := k.settled(of); err != nil {
			return false, err
		}
		k.hash.Reset()
		e.Size, err = k.compressor.packFile(k.spare(of.Path), suffix, k.hash)
		k.hash.Sum(e.Sum[:0])
		return e.Size > 0, err
	}
	packed, ok := k.compressor.variant(suffix, content)
	if !ok {
		return false, nil
	}
	e.Size, e.Sum = int64(len(packed)), sumOf(packed)
	return true, k.create(k.spare(e.Path), packed)
}

// settled makes the spare hold the file of an entry.
func (k *worker) settled(e Entry) error {
	if k.holds(k.spare(e.Path), e) {
		return nil
	}
	os.Remove(k.spare(e.Path))
	if k.holds(k.public(e.Path), e) {
		return duplicate(k.public(e.Path), k.spare(e.Path), k.chunk)
	}
	_, err := k.render(k.x.file(e.Path), &e, Entry{}, false)
	return err
}

// before is what is known of the published file at path: from the ledger, or
// from its bytes where there is none or it is not to be believed.
func (k *worker) before(path string) (Entry, bool) {
	if old, known := k.was.find(path); known && !k.opts.Verify {
		return old, true
	}
	if !k.folder.exists || !k.opts.Verify && len(k.was.entries) > 0 {
		return Entry{}, false
	}
	st, err := os.Lstat(k.public(path))
	if err != nil || st.Mode() != k.folder.perm {
		return Entry{}, false
	}
	f, err := os.Open(k.public(path))
	if err != nil {
		return Entry{}, false
	}
	defer f.Close()
	k.hash.Reset()
	if _, err := io.CopyBuffer(k.hash, f, k.chunk); err != nil {
		return Entry{}, false
	}
	e := Entry{Path: path, Size: st.Size(), stamp: stampOf(st)}
	k.hash.Sum(e.Sum[:0])
	return e, true
}

// compare tells what the ledger has that is not so: the bytes that a key stands
// for, or those of the published file.
func (k *worker) compare(e, there Entry) {
	old, known := k.was.find(e.Path)
	if known && (there.Sum != old.Sum || e.Key != [32]byte{} && e.Key == old.Key && e.Sum != old.Sum) {
		k.lie(e.Path)
	}
}

// stamp completes what is known of a file that was put into the spare.
func (k *worker) stamp(to *Entry, e Entry) error {
	st, err := os.Lstat(k.spare(e.Path))
	if err != nil {
		return err
	}
	e.stamp = stampOf(st)
	*to = e
	return nil
}

// render makes a file's bytes and puts them into the spare, unless they are those
// of the old entry. It returns them if they are at hand, until the next call.
func (k *worker) render(f *File, e *Entry, old Entry, compare bool) (content []byte, err error) {
	target := k.spare(f.Path)
	switch {
	case f.Stream != nil, f.Render == nil:
		os.Remove(target)
		k.hash.Reset()
		if f.Stream != nil {
			e.Size, err = streamFile(target, k.hash, f.Stream)
		} else {
			e.Size, err = k.copy(f, target)
		}
		if err != nil {
			return nil, f.failed(err)
		}
		k.hash.Sum(e.Sum[:0])
		return nil, nil // where the bytes are the old ones, settle puts the old file in its place
	}
	if k.buf.Cap() > maxBuffer {
		k.buf = bytes.Buffer{}
	}
	if err := f.render(&k.buf); err != nil {
		return nil, err
	}
	content = k.buf.Bytes()
	e.Size, e.Sum = int64(len(content)), sumOf(content)
	if compare && e.Sum == old.Sum {
		return content, nil
	}
	return content, k.create(target, content)
}

// create writes a new file in the place of whatever file is there.
func (k *worker) create(target string, content []byte) error {
	err := createFile(target, content)
	if errors.Is(err, fs.ErrExist) {
		os.Remove(target)
		err = createFile(target, content)
	}
	return err
}

// copy copies a file that stands elsewhere.
func (k *worker) copy(f *File, target string) (int64, error) {
	src, _, err := f.open()
	if err != nil {
		return 0, err
	}
	defer src.Close()
	return copyFile(target, k.hash, src, k.chunk)
}

// settle makes the spare hold a file that is published already: the very same
// file, or a new one if there is none any more.
func (k *worker) settle(i int) error {
	f := &k.files[i]
	if f.written {
		return nil
	}
	if there := k.there.files[f.Path]; there.plain && there.stamp == f.stamp && !f.covered {
		return nil
	}
	target := k.spare(f.Path)
	os.Remove(target)
	if public := k.public(f.Path); k.holds(public, f.Entry) {
		if k.folder.disk.link(public, target) == nil {
			return nil
		}
		if err := duplicate(public, target, k.chunk); err == nil {
			return k.stamp(&f.Entry, f.Entry)
		}
		os.Remove(target)
	}
	// Somebody changed or removed the published file.
	f.written = true
	e := f.Entry
	if f.of == "" {
		if _, err := k.render(k.x.file(f.Path), &e, Entry{}, false); err != nil {
			return err
		}
		return k.stamp(&f.Entry, e)
	}
	content, err := k.bytesOf(f.of)
	if err != nil {
		return err
	}
	packed, _ := k.compressor.variant(strings.TrimPrefix(f.Path, f.of), content)
	e.Size, e.Sum = int64(len(packed)), sumOf(packed)
	if err := k.create(target, packed); err != nil {
		return err
	}
	return k.stamp(&f.Entry, e)
}

// bytesOf makes the bytes of a file of the tree.
func (k *worker) bytesOf(path string) ([]byte, error) {
	var b bytes.Buffer
	err := k.x.file(path).render(&b)
	return b.Bytes(), err
}

// holds reports whether the file at path is the one that an entry tells of.
func (k *worker) holds(path string, e Entry) bool {
	st, err := os.Lstat(path)
	return err == nil && st.Mode() == k.folder.perm && stampOf(st) == e.stamp
}
