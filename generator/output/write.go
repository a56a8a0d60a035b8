package output

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"gongkai/generator/disk"
)

const (
	// Marker is the file that tells a folder which WriteTo made from any other.
	Marker = ".gongkai"

	// markerText is all that the marker holds, and must never change: folders
	// that are published already are known by it.
	markerText = "Made by gongkai build; everything in this folder is replaced by the next build.\n"

	fileMode   fs.FileMode = 0o644
	folderMode fs.FileMode = 0o755
)

var (
	// ErrNotOurs: the folder to write to holds files that no build put there.
	ErrNotOurs = errors.New("the folder has files in it that no build made")

	// ErrBusy: another process is writing to the folder.
	ErrBusy = errors.New("another build is writing to this folder")

	// ErrCollision: more than one file claims a path; see Tree.Collisions.
	ErrCollision = errors.New("more than one file claims a path")

	errNotFolder = errors.New("not a folder")
	errIsFolder  = errors.New("is a folder")
)

// WriteOptions are the choices of Write. The zero value will do.
type WriteOptions struct {
	// Jobs is how many files are made at a time; 0 means one a processor.
	Jobs int

	// Progress, if set, is called after each file, one call at a time and done
	// counting up, from whichever goroutine wrote it.
	Progress func(done, total int)

	// Notes are kept beside the published files for the next build: Folder.Note.
	Notes map[string][]byte

	// Compress makes packed copies of files, page.html.gz beside page.html.
	Compress Compression

	// Verify makes every file anew, believes nothing that was remembered, and
	// tells in Report.Lies what was remembered wrongly.
	Verify bool
}

// Report says what Write did.
type Report struct {
	Written []string // files that are new or have new bytes, sorted
	New     []string // those of them that were not there before
	Removed []string // files of the old folder that no one makes any more, sorted
	Kept    int      // files that were there with the same bytes
	Bytes   int64    // size of all files of the tree, written and kept
	Files   []Entry  // all of them, sorted by path
	Lies    []string // files whose key was that of other bytes, or whose bytes changed since they were written (Verify)
}

// WriteTo publishes the tree as the folder dir: its files and the marker, and
// nothing else. It is Open, Folder.Write and Close.
func (t *Tree) WriteTo(ctx context.Context, dir string, opts WriteOptions) (Report, error) {
	f, err := Open(dir, "")
	if err != nil {
		return Report{}, err
	}
	defer f.Close()
	return f.Write(ctx, t, opts)
}

// Write publishes the tree as the folder: its files and the marker, and nothing
// else.
//
// On any error, or when ctx ends, the old folder is as it was. The error is
// ErrCollision, ErrNotOurs, a file's own, the file system's or the context's.
func (f *Folder) Write(ctx context.Context, t *Tree, opts WriteOptions) (Report, error) {
	if err := t.check(); err != nil {
		return Report{}, err
	}
	strangers := <-f.strangers
	f.strangers <- strangers // for the next Write
	if strangers != nil {
		return Report{}, strangers
	}
	w := writer{folder: f, x: t.indexed(), opts: opts, before: f.ledger.byPath, files: make([]placed, t.Len())}
	w.claims = claimed(w.x)
	r, err := w.run(ctx)
	if err != nil {
		os.RemoveAll(f.spare()) // half made: the room may be needed
		os.Remove(f.path("ledger-next"))
	}
	return r, err
}

// check refuses a tree that can't be written.
func (t *Tree) check() error {
	if err := t.complete(""); err != nil {
		return err
	}
	for _, f := range t.all() {
		if err := checkPath(f.Path); err != nil {
			return f.failed(err)
		}
	}
	if found := t.Collisions(); len(found) > 0 {
		return fmt.Errorf("%w: %s (%d in all)", ErrCollision, found[0], len(found))
	}
	return nil
}

// placed is a file of the new site.
type placed struct {
	Entry
	written bool     // it was put into the spare; else the published one has its bytes
	copies  []placed // packed ones
	of      string   // path of the file of which it is a packed copy, or ""
}

// writer brings the spare up to date with a tree.
type writer struct {
	folder *Folder
	x      *index
	opts   WriteOptions
	claims claims
	copied []string         // packed copies that the spare has, needed or not
	before map[string]int32 // the paths of the published files
	files  []placed         // in the order of the tree's paths; then, with the copies, of all

	mu   sync.Mutex // around what follows
	done int
	lies []string
}

func (w *writer) run(ctx context.Context) (Report, error) {
	if err := w.prepare(); err != nil {
		return Report{}, err
	}
	if err := w.each(ctx, w.tell, func(k *worker, i int) error { return k.make(i) }); err != nil {
		return Report{}, err
	}
	w.flatten()
	if err := w.last(); err != nil {
		return Report{}, err
	}
	w.dropCopies()
	removed := w.removed()
	if w.changed(removed) || !w.folder.Intact() {
		// A while has passed: somebody may have put a file of their own there.
		strangers := make(chan error, 1)
		go func() { strangers <- w.folder.refuseNewStrangers() }()
		err := w.each(ctx, nil, func(k *worker, i int) error { return k.settle(i) })
		if err := cmp.Or(err, <-strangers, ctx.Err()); err != nil {
			return Report{}, err
		}
		if err := w.publish(); err != nil {
			return Report{}, err
		}
	} else if err := w.remember(); err != nil {
		return Report{}, err
	}
	return w.report(removed), nil
}

// flatten puts the copies among the other files.
func (w *writer) flatten() {
	for i := range w.files {
		w.files = append(w.files, w.files[i].copies...)
		w.files[i].copies = nil
	}
	slices.SortFunc(w.files, func(a, b placed) int { return strings.Compare(a.Path, b.Path) })
}

// last makes the files that tell of all others.
func (w *writer) last() error {
	for i := range w.files {
		f := w.x.file(w.files[i].Path)
		if f == nil || f.Last == nil {
			continue
		}
		others := make([]Entry, 0, len(w.files))
		for k := range w.files {
			if k != i {
				others = append(others, w.files[k].Entry)
			}
		}
		k := w.worker()
		if old, known := w.folder.ledger.find(f.Path); known && old.Key == f.Key && !w.opts.Verify && !w.changed(w.removed()) {
			w.files[i].Entry = old
			if err := k.copies(i, nil); err != nil {
				return err
			}
			continue
		}
		if err := k.makeOf(i, &File{Path: f.Path, Maker: f.Maker, Render: func(b *bytes.Buffer) error { return f.Last(b, others) }}); err != nil {
			return err
		}
		w.files[i].Key = f.Key
	}
	w.flatten() // they may have copies of their own
	return nil
}

func (w *writer) worker() *worker {
	return &worker{writer: w, chunk: make([]byte, 64<<10), hash: sha256.New(), compressor: newCompressor(w.opts.Compress, w.claims)}
}

// prepare makes the spare hold the marker, all folders of the tree and nothing
// that the tree has not.
func (w *writer) prepare() error {
	spare := w.folder.spare()
	if st, err := os.Lstat(spare); err == nil && !st.IsDir() || w.opts.Verify {
		if err := os.RemoveAll(spare); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(spare, folderMode); err != nil {
		return err
	}
	if err := w.sweep("."); err != nil {
		return err
	}
	for _, d := range w.x.folders() {
		if err := os.Mkdir(w.spare(d), folderMode); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	marker := w.spare(Marker)
	if text, err := disk.ReadFile(marker); err != nil || string(text) != markerText {
		os.Remove(marker)
		if err := os.WriteFile(marker, []byte(markerText), fileMode); err != nil {
			return err
		}
	}
	return nil
}

// sweep removes from a folder of the spare what the tree does not have there.
func (w *writer) sweep(dir string) error {
	d, err := os.Open(w.spare(dir))
	if err != nil {
		return err
	}
	defer d.Close()
	entries, err := d.ReadDir(-1)
	if err != nil {
		return err
	}
	for _, e := range entries {
		path := e.Name()
		if dir != "." {
			path = dir + "/" + path
		}
		_, isFolder := w.x.dirs[path]
		isFile := w.belongs(path)
		switch {
		case e.IsDir() && isFolder:
			if err := w.sweep(path); err != nil {
				return err
			}
		case !e.IsDir() && isFile && !isFolder, path == Marker && !e.IsDir():
		default:
			if err := os.RemoveAll(w.spare(path)); err != nil {
				return err
			}
		}
	}
	return nil
}

// belongs reports whether a path is that of a file of the tree, or may be that of
// a packed copy of one.
func (w *writer) belongs(path string) bool {
	if _, ok := w.x.places[path]; ok {
		return true
	}
	for _, suffix := range w.opts.Compress.all() {
		if base, is := strings.CutSuffix(path, suffix); is && w.x.file(base) != nil {
			w.copied = append(w.copied, path)
			return true
		}
	}
	return false
}

// dropCopies removes from the spare the packed copies that no file has any more.
func (w *writer) dropCopies() {
	for _, path := range w.copied {
		if !w.has(path) {
			os.Remove(w.spare(path))
		}
	}
}

// has reports whether a path is that of a file of the new site, copies among them.
func (w *writer) has(path string) bool {
	_, ok := slices.BinarySearchFunc(w.files, path, func(f placed, path string) int { return strings.Compare(f.Path, path) })
	return ok
}

// each calls do for the number of each file. Each of several workers has its own
// buffers and takes the next path in order until none is left.
func (w *writer) each(ctx context.Context, after func(), do func(*worker, int) error) error {
	jobs := w.opts.Jobs
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	group, ctx := errgroup.WithContext(ctx)
	var next atomic.Int64
	for range min(jobs, len(w.files)) {
		group.Go(func() error {
			k := w.worker()
			for {
				i := int(next.Add(1)) - 1
				if i >= len(w.files) {
					return nil
				}
				if err := ctx.Err(); err != nil {
					return err
				}
				if err := do(k, i); err != nil {
					return err
				}
				if after != nil {
					after()
				}
			}
		})
	}
	return group.Wait()
}

// tell reports progress.
func (w *writer) tell() {
	if w.opts.Progress == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.done++
	w.opts.Progress(w.done, len(w.x.paths))
}

func (w *writer) lie(path string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lies = append(w.lies, path)
}

func (w *writer) spare(path string) string {
	return filepath.Join(w.folder.spare(), filepath.FromSlash(path))
}

func (w *writer) public(path string) string {
	return filepath.Join(w.folder.dir, filepath.FromSlash(path))
}

// removed lists the published files that the tree does not have.
func (w *writer) removed() []string {
	var list []string
	gone := func(path string) {
		if !w.has(path) && path != Marker {
			list = append(list, path)
		}
	}
	for i := range w.folder.ledger.entries {
		gone(w.folder.ledger.entries[i].Path)
	}
	if len(w.folder.ledger.entries) == 0 && w.folder.exists {
		_ = fs.WalkDir(os.DirFS(w.folder.dir), ".", func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				gone(path)
			}
			return nil
		})
	}
	slices.Sort(list)
	return list
}

// changed reports whether the published folder has to be another.
func (w *writer) changed(removed []string) bool {
	_, err := os.Lstat(w.public(Marker))
	return err != nil || !w.folder.exists || len(removed) > 0 || slices.ContainsFunc(w.files, func(f placed) bool { return f.written })
}

// publish makes the spare the published folder, and the ledger that of the spare.
func (w *writer) publish() error {
	st, err := os.Stat(w.folder.spare())
	if err != nil {
		return err
	}
	next := w.ledger(disk.StampOf(st).Inode)
	now := time.Now()
	for _, dir := range w.x.folders() {
		if st, err := os.Lstat(w.spare(dir)); err == nil && disk.StampOf(st).Settled(now) {
			next.folders[dir] = disk.StampOf(st)
		}
	}
	path := w.folder.path("ledger-next")
	if err := os.WriteFile(path, next.encode(w.folder.version), fileMode); err != nil {
		return err
	}
	if err := w.folder.publish(); err != nil {
		return err
	}
	w.folder.exists, w.folder.ledger = true, next
	// The site is published. A ledger that can't be kept costs the next build time.
	_ = w.folder.disk.rename(path, w.folder.path("ledger"))
	return nil
}

// remember writes the ledger of a folder whose files stay as they are, if it says
// something new.
func (w *writer) remember() error {
	next := w.ledger(w.folder.ledger.folder)
	now := time.Now()
	for dir, stamp := range w.folder.seen {
		if dir != "." && stamp.Settled(now) {
			next.folders[dir] = stamp
		}
	}
	if maps.Equal(next.folders, w.folder.ledger.folders) && slices.Equal(next.entries, w.folder.ledger.entries) && maps.EqualFunc(next.notes, w.folder.ledger.notes, bytes.Equal) {
		return nil
	}
	path := w.folder.path("ledger-next")
	if err := os.WriteFile(path, next.encode(w.folder.version), fileMode); err != nil {
		return err
	}
	w.folder.ledger = next
	return w.folder.disk.rename(path, w.folder.path("ledger"))
}

func (w *writer) ledger(folder uint64) *ledger {
	entries := make([]Entry, len(w.files))
	for i := range w.files {
		entries[i] = w.files[i].Entry
	}
	return &ledger{folder: folder, entries: entries, notes: w.opts.Notes, folders: map[string]disk.Stamp{}}
}

func (w *writer) report(removed []string) Report {
	r := Report{Removed: removed, Files: w.folder.ledger.entries, Lies: w.lies}
	for i := range w.files {
		r.Bytes += w.files[i].Size
		if w.files[i].written {
			r.Written = append(r.Written, w.files[i].Path)
			if _, was := w.before[w.files[i].Path]; !was {
				r.New = append(r.New, w.files[i].Path)
			}
		} else {
			r.Kept++
		}
	}
	slices.Sort(r.Lies)
	return r
}

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
		k.files[i] = placed{Entry: e}
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
		if old, known := k.folder.ledger.find(path); known && old.Key == e.Key && !k.opts.Verify {
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
	if old, known := k.folder.ledger.find(path); known && !k.opts.Verify {
		return old, true
	}
	if !k.folder.exists || !k.opts.Verify && len(k.folder.ledger.entries) > 0 {
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
	old, known := k.folder.ledger.find(e.Path)
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
	target := k.spare(f.Path)
	if k.holds(target, f.Entry) {
		return nil
	}
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

func sumOf(b []byte) [32]byte { return sha256.Sum256(b) }

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// refuseStrangers finds files in the published folder that no build put there,
// nor another of our programs: they would be lost.
func (f *Folder) refuseStrangers() error {
	if !f.exists || len(f.ledger.entries) == 0 {
		return nil
	}
	below := f.ledger.tree()
	var strangers []string
	seen := make(map[string]disk.Stamp, len(below))
	var walk func(dir string)
	walk = func(dir string) {
		st, err := os.Lstat(filepath.Join(f.dir, filepath.FromSlash(dir)))
		if err != nil {
			return
		}
		seen[dir] = disk.StampOf(st)
		if was, known := f.ledger.folders[dir]; known && was == seen[dir] {
			for _, d := range below[dir] {
				walk(d)
			}
			return
		}
		d, err := os.Open(filepath.Join(f.dir, filepath.FromSlash(dir)))
		if err != nil {
			return
		}
		defer d.Close()
		entries, _ := d.ReadDir(-1)
		for _, e := range entries {
			path := e.Name()
			if dir != "." {
				path = dir + "/" + path
			}
			if _, ours := below[path]; e.IsDir() && ours {
				walk(path)
				continue
			}
			_, ours := f.ledger.byPath[path]
			switch {
			case e.IsDir() && !hasFiles(filepath.Join(f.dir, filepath.FromSlash(path))): // nothing is lost with it
			case e.IsDir(), !ours && path != Marker && !slices.Contains(f.besides, path):
				strangers = append(strangers, path)
			}
		}
	}
	walk(".")
	f.seen = seen
	if len(strangers) == 0 {
		return nil
	}
	slices.Sort(strangers)
	return &Strangers{Folder: f.dir, Paths: strangers}
}

// tree lists, for each folder of the published files, the folders in it.
func (l *ledger) tree() map[string][]string {
	below := map[string][]string{".": nil}
	for i := range l.entries {
		for dir, _ := split(l.entries[i].Path); dir != "."; dir, _ = split(dir) {
			if _, known := below[dir]; known {
				break
			}
			below[dir] = nil
		}
	}
	for dir := range below {
		if dir != "." {
			up, _ := split(dir)
			below[up] = append(below[up], dir)
		}
	}
	return below
}

// refuseNewStrangers is refuseStrangers once more. It looks again only if something
// came into a folder, or went, since the last time.
func (f *Folder) refuseNewStrangers() error {
	for dir, was := range f.seen {
		st, err := os.Lstat(filepath.Join(f.dir, filepath.FromSlash(dir)))
		if err != nil || disk.StampOf(st) != was {
			return f.refuseStrangers()
		}
	}
	return nil
}

// hasFiles reports whether a folder has anything but folders in it, or can't be
// looked into.
func hasFiles(dir string) bool {
	err := fs.WalkDir(os.DirFS(dir), ".", func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			err = fs.ErrExist
		}
		return err
	})
	return err != nil
}

// Strangers are files in a published folder that no build made. It is an
// ErrNotOurs.
type Strangers struct {
	Folder string
	Paths  []string // below it; those of folders that are all strange, by the folder
}

func (s *Strangers) Error() string {
	return fmt.Sprintf("%s: %v: %s", s.Folder, ErrNotOurs, strings.Join(s.Paths[:min(5, len(s.Paths))], ", "))
}

// Unwrap makes it an ErrNotOurs.
func (s *Strangers) Unwrap() error { return ErrNotOurs }
