package output

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"gongkai/generator/disk"
)

// Folder is a place where a site is published, or will be. Whoever opened it has
// it alone until it is closed.
//
// Beside the published folder stands another, whose name begins with a dot, for
// what belongs to the publishing: the spare, which becomes the next published
// folder; the ledger of what is published; the lock.
type Folder struct {
	dir     string // absolute, no link at its end
	work    string
	version string
	besides []string // files that others of our programs put there, by path
	exists  bool
	perm    fs.FileMode // of a file as this process makes one
	lock    *os.File
	ledger  func() *ledger // of what is published; waits until it is read
	disk    diskSteps

	strangers chan error            // what refuseStrangers found
	seen      map[string]disk.Stamp // of the folders that it looked into
	surveyed  chan survey           // of the spare; nil if nobody has asked for it
}

// diskSteps are the steps that some file systems refuse, for tests to refuse
// too.
type diskSteps struct {
	link, exchange, rename func(from, to string) error
	list                   func(dir string) ([]fs.DirEntry, error)
}

func realDisk() diskSteps {
	return diskSteps{link: os.Link, exchange: exchange, rename: os.Rename, list: os.ReadDir}
}

// Open opens the folder dir for publishing, which need not be there yet. If it
// is a symbolic link, the folder that it points to is meant. version is that of
// the program: what another one made is made again.
//
// besides are paths of files that are made after a build and for it, such as a
// signature: they are nobody's work, and go with the site.
//
// The error is ErrNotOurs, ErrBusy or the file system's.
func Open(dir, version string, besides ...string) (*Folder, error) {
	return open(dir, version, realDisk(), besides...)
}

func open(dir, version string, d diskSteps, besides ...string) (*Folder, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if _, err := os.Lstat(abs); err == nil {
		if abs, err = filepath.EvalSymlinks(abs); err != nil {
			return nil, err
		}
	}
	if filepath.Dir(abs) == abs {
		return nil, fmt.Errorf("%s: %w", abs, ErrNotOurs)
	}
	f := &Folder{dir: abs, version: version, disk: d, besides: besides,
		work: filepath.Join(filepath.Dir(abs), "."+filepath.Base(abs)+".gongkai-work")}
	f.ledger = sync.OnceValue(f.readLedger)
	if _, err := isOurs(abs); err != nil {
		return nil, err
	}
	// A link would have us clear somebody else's folder away.
	if st, err := os.Lstat(f.work); err == nil && !st.IsDir() {
		return nil, fmt.Errorf("%s: %w: %w", f.work, ErrNotOurs, errNotFolder)
	}
	if err := os.MkdirAll(f.work, folderMode); err != nil {
		return nil, err
	}
	if err := f.takeLock(); err != nil {
		return nil, err
	}
	if err := f.recover(); err != nil {
		f.Close()
		return nil, err
	}
	if f.exists, err = isOurs(abs); err != nil {
		f.Close()
		return nil, err
	}
	f.strangers = make(chan error, 1)
	go func() { f.strangers <- f.refuseStrangers() }() // while others read; and with it the ledger is read
	return f, nil
}

// takeLock locks the folder for this process.
func (f *Folder) takeLock() error {
	path := filepath.Join(f.work, "lock")
	for {
		if st, err := os.Lstat(path); err == nil && !st.Mode().IsRegular() {
			return fmt.Errorf("%s: %w", path, ErrNotOurs)
		}
		file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, fileMode)
		if err != nil {
			return err
		}
		if err := disk.Lock(file); err != nil {
			file.Close()
			return fmt.Errorf("%s: %w", f.dir, ErrBusy)
		}
		// Another run may have cleared its lock away between the two steps.
		mine, err1 := file.Stat()
		there, err2 := os.Lstat(path)
		if err1 == nil && err2 == nil && os.SameFile(mine, there) {
			f.lock, f.perm = file, fileMode
			if made, err := os.OpenFile(f.path("perm"), os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode); err == nil {
				if st, err := made.Stat(); err == nil {
					f.perm = st.Mode()
				}
				made.Close()
				os.Remove(f.path("perm"))
			}
			return nil
		}
		file.Close()
		if err := os.MkdirAll(f.work, folderMode); err != nil {
			return err
		}
	}
}

// Close lets others have the folder. Where nothing was published, nothing is
// left behind.
func (f *Folder) Close() error {
	if f == nil || f.lock == nil {
		return nil
	}
	f.rest()
	_, published := os.Lstat(f.path("ledger"))
	if !errors.Is(published, fs.ErrNotExist) {
		err := f.lock.Close()
		f.lock = nil
		return err
	}
	os.RemoveAll(f.spare())
	err := removeLock(f.lock)
	f.lock = nil
	os.Remove(f.work)
	return err
}

// rest waits for those who are still looking around.
func (f *Folder) rest() {
	f.ledger()
	if f.strangers != nil {
		found := <-f.strangers
		f.strangers <- found
	}
	if f.surveyed != nil {
		f.inSpare()
	}
}

func (f *Folder) path(name string) string { return filepath.Join(f.work, name) }

// spare is the folder that will be the published one.
func (f *Folder) spare() string { return f.path("spare") }

// aside is where the old folder stands for a moment, on systems that can't
// exchange two names.
func (f *Folder) aside() string { return f.path("old") }

// recover puts right what a run that was killed left behind. The error is
// ErrNotOurs if what stands there was never published by us.
func (f *Folder) recover() error {
	if there, err := isOurs(f.aside()); err != nil || !there {
		return err
	}
	if _, err := os.Lstat(f.dir); errors.Is(err, fs.ErrNotExist) {
		f.disk.rename(f.aside(), f.dir) // killed between two renames
		return nil
	}
	os.RemoveAll(f.spare())
	f.disk.rename(f.aside(), f.spare())
	return nil
}

// readLedger reads what is known of the published folder. A run writes its new
// ledger before it publishes and gives it the old one's name afterwards: if it
// was killed in between, the number of the published folder tells which is true.
// A ledger of another folder, which came with a copy or a move, is none.
func (f *Folder) readLedger() *ledger {
	number := uint64(0)
	if st, err := os.Stat(f.dir); err == nil {
		number = disk.StampOf(st).Inode
	}
	l := readLedger(f.path("ledger"), f.version)
	if l.folder != number {
		l = &ledger{}
	}
	next := readLedger(f.path("ledger-next"), f.version)
	if len(next.entries) == 0 || next.folder != number || number == 0 && f.fits(next) <= f.fits(l) {
		return l
	}
	f.disk.rename(f.path("ledger-next"), f.path("ledger"))
	return next
}

// fits counts the published files that are as a ledger tells: what tells two
// ledgers apart where folders have no numbers.
func (f *Folder) fits(l *ledger) int {
	n := 0
	for i := range l.entries {
		st, err := os.Lstat(filepath.Join(f.dir, filepath.FromSlash(l.entries[i].Path)))
		if err == nil && stampOf(st) == l.entries[i].stamp {
			n++
		}
	}
	return n
}

// isOurs tells whether a folder is there. The error is ErrNotOurs if it is, but
// may not be replaced.
func isOurs(dir string) (exists bool, err error) {
	entries, err := readSome(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return true, err
	}
	if len(entries) == 0 {
		return true, nil
	}
	marker := filepath.Join(dir, Marker)
	if st, err := os.Lstat(marker); err != nil || !st.Mode().IsRegular() || st.Size() != int64(len(markerText)) {
		return true, fmt.Errorf("%s: %w (it has no %s)", dir, ErrNotOurs, Marker)
	}
	if text, err := os.ReadFile(marker); err != nil || string(text) != markerText {
		return true, fmt.Errorf("%s: %w (its %s is not of ours)", dir, ErrNotOurs, Marker)
	}
	return true, nil
}

// readSome returns a name from the folder, if it has any.
func readSome(dir string) ([]string, error) {
	st, err := os.Lstat(dir)
	if err != nil {
		return nil, err
	}
	if !st.IsDir() { // and opening a pipe would wait for whoever writes to it
		return nil, fmt.Errorf("%s: %w: it is a file", dir, ErrNotOurs)
	}
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	names, _ := f.Readdirnames(1)
	return names, nil
}

// Published returns the bytes of a published file, if they are those that were
// written there.
func (f *Folder) Published(path string) ([]byte, bool) {
	if f == nil {
		return nil, false
	}
	e, ok := f.ledger().find(path)
	if !ok {
		return nil, false
	}
	b, err := disk.ReadFile(filepath.Join(f.dir, filepath.FromSlash(path)))
	return b, err == nil && sumOf(b) == e.Sum
}

// Note returns what the maker of the published files noted under a name for the
// next build; nil if there is nothing, or another version of the program noted
// it.
func (f *Folder) Note(name string) []byte {
	if f == nil {
		return nil
	}
	return f.ledger().notes[name]
}

// Kept returns a published file as one of the next site, if it is there as it was
// written. It is not made again, and its bytes are read only if somebody asks.
func (f *Folder) Kept(path string) (File, bool) {
	if f == nil {
		return File{}, false
	}
	e, ok := f.ledger().find(path)
	if !ok {
		return File{}, false
	}
	st, err := os.Lstat(filepath.Join(f.dir, filepath.FromSlash(path)))
	if err != nil || !st.Mode().IsRegular() || stampOf(st) != e.stamp {
		return File{}, false
	}
	return Made(path, "output: kept", func(w *bytes.Buffer) error {
		b, ok := f.Published(path)
		if !ok {
			return &fs.PathError{Op: "read", Path: filepath.Join(f.dir, filepath.FromSlash(path)), Err: ErrChanged}
		}
		w.Write(b)
		return nil
	}).Keyed(e.Key), true
}

// Intact reports whether all published files are as they were written.
func (f *Folder) Intact() bool {
	if f == nil || !f.exists || len(f.ledger().entries) == 0 {
		return false
	}
	entries := f.ledger().entries
	var wrong atomic.Bool
	var next atomic.Int64
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for !wrong.Load() {
				i := int(next.Add(1)) - 1
				if i >= len(entries) {
					return
				}
				e := &entries[i]
				st, err := os.Lstat(filepath.Join(f.dir, filepath.FromSlash(e.Path)))
				if err != nil || st.Mode() != f.perm || stampOf(st) != e.stamp {
					wrong.Store(true)
				}
			}
		})
	}
	all.Wait()
	return !wrong.Load()
}

// Size is the number of published files and of their bytes.
func (f *Folder) Size() (files int, bytes int64) {
	for _, e := range f.ledger().entries {
		files++
		bytes += e.Size
	}
	return files, bytes
}

// Under lists the published files in a folder and those below it, sorted.
func (f *Folder) Under(folder string) []string {
	if f == nil {
		return nil
	}
	entries := f.ledger().entries
	from, _ := slices.BinarySearchFunc(entries, folder+"/", func(e Entry, path string) int { return strings.Compare(e.Path, path) })
	var list []string
	for ; from < len(entries) && strings.HasPrefix(entries[from].Path, folder+"/"); from++ {
		list = append(list, entries[from].Path)
	}
	return list
}

// publish puts the spare in the place of the published folder, which becomes the
// spare.
//
// If it is to last through a power cut too, the spare's files and folders are
// forced to the disk here, and the parent folder at the end.
func (f *Folder) publish() error {
	// A while has passed: somebody may have put a folder of their own here.
	exists, err := isOurs(f.dir)
	if err != nil {
		return err
	}
	if !exists {
		return f.explain(f.disk.rename(f.spare(), f.dir))
	}
	err = f.disk.exchange(f.spare(), f.dir)
	if err == nil || !errors.Is(err, errors.ErrUnsupported) {
		return f.explain(err)
	}
	if err := f.disk.rename(f.dir, f.aside()); err != nil {
		return f.explain(err)
	}
	if err := f.disk.rename(f.spare(), f.dir); err != nil {
		if back := f.disk.rename(f.aside(), f.dir); back != nil {
			return errors.Join(err, back)
		}
		return f.explain(err)
	}
	if err := f.disk.rename(f.aside(), f.spare()); err != nil {
		os.RemoveAll(f.aside())
	}
	return nil
}

// explain adds what the user can do about an error that says little by itself.
func (f *Folder) explain(err error) error {
	if err == nil {
		return nil
	}
	if isMountPoint(err) {
		return fmt.Errorf("%w (%s is a file system of its own; write to a folder inside it)", err, f.dir)
	}
	return err
}
