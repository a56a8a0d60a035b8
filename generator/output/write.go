package output

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
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
	// Marker is the file that tells a folder which a build made from any other.
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

	// ErrChanged: a published file is no more what it was when the site was made.
	ErrChanged = errors.New("a published file was changed while the site was being made")

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

	// Notes, if set, is asked when all files are known, and what it returns is kept
	// beside them for the next build: Folder.Note.
	Notes func(files []Entry) map[string][]byte

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
// nothing else. It is Open, Folder.Write and Close, for tests and small programs.
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
	w := writer{folder: f, x: t.indexed(), opts: opts, was: f.ledger(), files: make([]placed, t.Len())}
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
	covered bool     // something else was put into the spare in its place meanwhile
}

// writer brings the spare up to date with a tree.
type writer struct {
	folder *Folder
	x      *index
	opts   WriteOptions
	claims claims
	copied []string // packed copies that the spare has, needed or not
	was    *ledger  // of what is published
	there  survey   // what the spare had to begin with
	files  []placed // in the order of the tree's paths; then, with the copies, of all

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
		others := func(yield func(Entry) bool) {
			for k := range w.files {
				if k != i && !yield(w.files[k].Entry) {
					return
				}
			}
		}
		k := w.worker()
		if old, known := w.was.find(f.Path); known && old.Key == f.Key && !w.opts.Verify && !w.changed(w.removed()) {
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
	next := 0 // of the new files, which are in the order of their paths too
	for i := range w.was.entries {
		path := w.was.entries[i].Path
		for next < len(w.files) && w.files[next].Path < path {
			next++
		}
		if next == len(w.files) || w.files[next].Path != path {
			gone(path)
		}
	}
	if len(w.was.entries) == 0 && w.folder.exists {
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
	w.folder.exists, w.folder.ledger = true, func() *ledger { return next }
	// The site is published. A ledger that can't be kept costs the next build time.
	_ = w.folder.disk.rename(path, w.folder.path("ledger"))
	return nil
}

// remember writes the ledger of a folder whose files stay as they are, if it says
// something new.
func (w *writer) remember() error {
	next := w.ledger(w.was.folder)
	now := time.Now()
	for dir, stamp := range w.folder.seen {
		if dir != "." && stamp.Settled(now) {
			next.folders[dir] = stamp
		}
	}
	if maps.Equal(next.folders, w.was.folders) && slices.Equal(next.entries, w.was.entries) && maps.EqualFunc(next.notes, w.was.notes, bytes.Equal) {
		return nil
	}
	path := w.folder.path("ledger-next")
	if err := os.WriteFile(path, next.encode(w.folder.version), fileMode); err != nil {
		return err
	}
	w.folder.ledger = func() *ledger { return next }
	return w.folder.disk.rename(path, w.folder.path("ledger"))
}

func (w *writer) ledger(folder uint64) *ledger {
	entries := make([]Entry, len(w.files))
	for i := range w.files {
		entries[i] = w.files[i].Entry
	}
	l := &ledger{folder: folder, entries: entries, folders: map[string]disk.Stamp{}}
	if w.opts.Notes != nil {
		l.notes = w.opts.Notes(entries)
	}
	return l
}

func (w *writer) report(removed []string) Report {
	r := Report{Removed: removed, Files: w.folder.ledger().entries, Lies: w.lies}
	for i := range w.files {
		r.Bytes += w.files[i].Size
		if w.files[i].written {
			r.Written = append(r.Written, w.files[i].Path)
			if _, was := w.was.byPath[w.files[i].Path]; !was {
				r.New = append(r.New, w.files[i].Path)
			}
		} else {
			r.Kept++
		}
	}
	slices.Sort(r.Lies)
	return r
}

func sumOf(b []byte) [32]byte { return sha256.Sum256(b) }

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
