package output

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
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

	// ErrCollision: more than one file claims a path; see Tree.Collisions.
	ErrCollision = errors.New("more than one file claims a path")

	errNotFolder = errors.New("not a folder")
	errIsFolder  = errors.New("is a folder")
)

// WriteOptions are the choices of WriteTo. The zero value will do.
type WriteOptions struct {
	// Jobs is how many files are made at a time; 0 means one a processor.
	Jobs int

	// Progress, if set, is called after each file, one call at a time and done
	// counting up, from whichever goroutine wrote it.
	Progress func(done, total int)
}

// Report says what WriteTo did.
type Report struct {
	Written int   // files that are new or have new bytes
	Kept    int   // files that were there with the same bytes
	Removed int   // files of the old folder that no one makes any more
	Bytes   int64 // size of all files of the tree, written and kept

	// Leftover is an old folder that could not be deleted once its successor
	// was in place. The next WriteTo tries again.
	Leftover string
}

// WriteTo publishes the tree as the folder dir: its files and the marker, and
// nothing else. If dir is a symbolic link, the folder it points to is replaced.
//
// On any error, or when ctx ends, the old folder is as it was. The error is
// ErrCollision, ErrNotOurs, a file's own, the file system's or the context's.
func (t *Tree) WriteTo(ctx context.Context, dir string, opts WriteOptions) (Report, error) {
	return t.writeTo(ctx, dir, opts, disk{link: os.Link, exchange: exchange, rename: os.Rename})
}

// disk is the steps that some file systems refuse, for tests to refuse too.
type disk struct {
	link, exchange, rename func(from, to string) error
}

func (t *Tree) writeTo(ctx context.Context, dir string, opts WriteOptions, d disk) (Report, error) {
	if err := t.check(); err != nil {
		return Report{}, err
	}
	place, err := openPlace(dir)
	if err != nil {
		return Report{}, err
	}
	stage, err := place.newStage()
	if err != nil {
		return Report{}, err
	}
	defer stage.remove() // what it holds then: the old folder, or the half-made new one

	w := writer{x: t.indexed(), stage: stage.dir, old: place.dir, disk: d, progress: opts.Progress}
	if !place.exists {
		w.old = ""
	}
	if err := w.folders(); err != nil {
		return Report{}, err
	}
	jobs := opts.Jobs
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	if err := w.files(ctx, jobs); err != nil {
		return Report{}, err
	}
	if err := ctx.Err(); err != nil {
		return Report{}, err
	}
	if err := place.publish(stage, d); err != nil {
		return Report{}, err
	}

	report := Report{
		Written: int(w.written.Load()),
		Kept:    int(w.kept.Load()),
		Bytes:   w.bytes.Load(),
	}
	if place.exists {
		gone, err := stage.remove()
		report.Removed = max(0, gone-int(w.found.Load()))
		if err != nil {
			report.Leftover = stage.dir
		}
	}
	return report, nil
}

// check refuses a tree that can't be written.
func (t *Tree) check() error {
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

// writer fills a staging folder with the files of a tree.
type writer struct {
	x        *index
	stage    string      // the folder to fill
	old      string      // the published folder, "" if there is none
	perm     fs.FileMode // of a file as this process makes one
	disk     disk
	progress func(done, total int)

	written, kept, bytes atomic.Int64
	found                atomic.Int64 // files of the old folder whose path is still made

	mu   sync.Mutex // around progress
	done int
}

// folders makes all folders, each once, and the marker.
func (w *writer) folders() error {
	for _, d := range w.x.folders() {
		if err := os.Mkdir(filepath.Join(w.stage, filepath.FromSlash(d)), folderMode); err != nil {
			return err
		}
	}
	marker := filepath.Join(w.stage, Marker)
	if err := os.WriteFile(marker, []byte(markerText), fileMode); err != nil {
		return err
	}
	st, err := os.Lstat(marker)
	if err != nil {
		return err
	}
	w.perm = st.Mode()
	if w.old != "" {
		if _, err := os.Lstat(filepath.Join(w.old, Marker)); err == nil {
			w.found.Add(1)
		}
	}
	return nil
}

// files makes all files. Each of jobs workers has its own buffers and takes the
// next path in order until none is left.
func (w *writer) files(ctx context.Context, jobs int) error {
	group, ctx := errgroup.WithContext(ctx)
	var next atomic.Int64
	for range min(jobs, len(w.x.paths)) {
		group.Go(func() error {
			k := worker{writer: w, chunk: make([]byte, 64<<10)}
			for {
				i := int(next.Add(1)) - 1
				if i >= len(w.x.paths) {
					return nil
				}
				if err := ctx.Err(); err != nil {
					return err
				}
				if err := k.put(w.x.files[w.x.paths[i]]); err != nil {
					return err
				}
				w.tell()
			}
		})
	}
	return group.Wait()
}

// tell reports progress.
func (w *writer) tell() {
	if w.progress == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.done++
	w.progress(w.done, len(w.x.paths))
}

// maxBuffer is the largest buffer, in bytes, that a worker keeps for the next
// file. A search index may need one of many megabytes, once.
const maxBuffer = 4 << 20

// worker puts one file after another into the staging folder.
type worker struct {
	*writer
	buf   bytes.Buffer
	chunk []byte
}

func (k *worker) put(f *File) error {
	if k.buf.Cap() > maxBuffer {
		k.buf = bytes.Buffer{}
	}
	name := filepath.FromSlash(f.Path)
	target := filepath.Join(k.stage, name)
	var old oldFile
	if k.old != "" {
		old = k.lookUp(filepath.Join(k.old, name))
	}
	var size int64
	var same bool
	var err error
	switch {
	case f.Stream != nil:
		size, same, err = k.putStreamed(f, target, old)
	case f.Render != nil:
		size, same, err = k.putMade(f, target, old)
	default:
		size, same, err = k.putCopied(f, target, old)
	}
	if err != nil {
		return err
	}
	k.bytes.Add(size)
	if same {
		k.kept.Add(1)
	} else {
		k.written.Add(1)
	}
	return nil
}

// putMade writes or links a file whose bytes are made.
func (k *worker) putMade(f *File, target string, old oldFile) (size int64, same bool, err error) {
	if err := f.render(&k.buf); err != nil {
		return 0, false, err
	}
	content := k.buf.Bytes()
	size = int64(len(content))
	same, err = old.equals(bytes.NewReader(content), size, k.chunk)
	if err != nil {
		return 0, false, f.failed(err)
	}
	if same && k.link(old, target) {
		return size, true, nil
	}
	if err := createFile(target, content); err != nil {
		return 0, false, err
	}
	return size, same, k.keepTime(same, old, target)
}

// putStreamed writes a file piece by piece, and replaces it by a link to the
// old one if the bytes turn out to be the same.
func (k *worker) putStreamed(f *File, target string, old oldFile) (size int64, same bool, err error) {
	size, err = streamFile(target, f.Stream)
	if err != nil {
		return 0, false, f.failed(err)
	}
	if old.path == "" || old.size != size {
		return size, false, nil
	}
	written, err := os.Open(target)
	if err != nil {
		return 0, false, f.failed(err)
	}
	same, err = old.equals(written, size, k.chunk)
	written.Close()
	if err != nil || !same {
		return size, false, err
	}
	if err := os.Remove(target); err != nil {
		return 0, false, f.failed(err)
	}
	if k.link(old, target) {
		return size, true, nil
	}
	if size, err = streamFile(target, f.Stream); err != nil {
		return 0, false, f.failed(err)
	}
	return size, true, k.keepTime(true, old, target)
}

// putCopied copies or links a file that stands elsewhere.
func (k *worker) putCopied(f *File, target string, old oldFile) (size int64, same bool, err error) {
	src, size, err := f.open()
	if err != nil {
		return 0, false, err
	}
	defer func() { src.Close() }()
	if old.size == size && old.path != "" {
		same, err = old.equals(src, size, k.chunk)
		if err != nil {
			return 0, false, f.failed(err)
		}
		if same && k.link(old, target) {
			return size, true, nil
		}
		src.Close() // compared to somewhere in the middle: begin again
		if src, _, err = f.open(); err != nil {
			return 0, false, err
		}
	}
	size, err = copyFile(target, src, k.chunk)
	if err != nil {
		return 0, false, f.failed(err)
	}
	return size, same, k.keepTime(same, old, target)
}

// link makes target the same file as old, if old has the permissions that a
// new file would have and the file system has links.
func (k *worker) link(old oldFile, target string) bool {
	return old.mode == k.perm && k.disk.link(old.path, target) == nil
}

// keepTime gives target, written although its bytes were published already, the
// time of the published one, so that mirrors do not fetch it again.
func (k *worker) keepTime(same bool, old oldFile, target string) error {
	if !same {
		return nil
	}
	return os.Chtimes(target, old.time, old.time)
}
