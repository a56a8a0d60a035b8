package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// place is where a tree is published.
type place struct {
	dir    string // absolute, no link at its end
	exists bool
}

// openPlace finds the folder that dir means, refuses it if it isn't ours, and
// clears away what a killed run left beside it.
func openPlace(dir string) (place, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return place{}, err
	}
	if _, err := os.Lstat(abs); err == nil {
		if abs, err = filepath.EvalSymlinks(abs); err != nil {
			return place{}, err
		}
	}
	p := place{dir: abs}
	if filepath.Dir(abs) == abs {
		return place{}, fmt.Errorf("%s: %w", abs, ErrNotOurs)
	}
	if err := os.MkdirAll(filepath.Dir(abs), folderMode); err != nil {
		return place{}, err
	}
	p.cleanUp()
	p.exists, err = p.isOurs()
	return p, err
}

// isOurs tells whether the folder is there. The error is ErrNotOurs if it is,
// but may not be replaced.
func (p place) isOurs() (exists bool, err error) {
	entries, err := readSome(p.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return true, err
	}
	if len(entries) == 0 {
		return true, nil
	}
	marker := filepath.Join(p.dir, Marker)
	if st, err := os.Lstat(marker); err != nil || !st.Mode().IsRegular() || st.Size() != int64(len(markerText)) {
		return true, fmt.Errorf("%s: %w (it has no %s)", p.dir, ErrNotOurs, Marker)
	}
	if text, err := os.ReadFile(marker); err != nil || string(text) != markerText {
		return true, fmt.Errorf("%s: %w (its %s is not of ours)", p.dir, ErrNotOurs, Marker)
	}
	return true, nil
}

// readSome returns a name from the folder, if it has any.
func readSome(dir string) ([]string, error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if st, err := f.Stat(); err != nil || !st.IsDir() {
		return nil, fmt.Errorf("%s: %w: it is a file", dir, ErrNotOurs)
	}
	names, _ := f.Readdirnames(1)
	return names, nil
}

// stagePrefix begins the name of a staging folder, a number follows.
func (p place) stagePrefix() string {
	return "." + filepath.Base(p.dir) + ".gongkai-new-"
}

// aside is where the old folder stands for a moment, on systems that can't
// exchange two names.
func (p place) aside() string {
	return filepath.Join(filepath.Dir(p.dir), "."+filepath.Base(p.dir)+".gongkai-old")
}

// cleanUp puts right what a run that was killed left behind. What can't be
// put right is left: it does no harm.
func (p place) cleanUp() {
	if _, err := os.Lstat(p.dir); errors.Is(err, fs.ErrNotExist) {
		os.Rename(p.aside(), p.dir) // killed between two renames
	} else {
		os.RemoveAll(p.aside())
	}
	parent := filepath.Dir(p.dir)
	entries, err := os.ReadDir(parent)
	if err != nil {
		return
	}
	for _, e := range entries {
		number, ours := strings.CutPrefix(e.Name(), p.stagePrefix())
		if !ours || !e.IsDir() || strings.Trim(number, "0123456789") != "" {
			continue
		}
		// A run that lives holds a lock on its folder; a killed one does not.
		path := filepath.Join(parent, e.Name())
		if lock, err := lockFolder(path); err == nil {
			os.RemoveAll(path)
			lock.Close()
		}
	}
}

// stage is a folder being filled beside the published one. It is locked, so
// that another run does not take it for a leftover.
type stage struct {
	dir  string
	lock *os.File
}

// newStage makes an empty staging folder.
func (p place) newStage() (*stage, error) {
	for i := 0; i < 1000; i++ {
		dir := filepath.Join(filepath.Dir(p.dir), fmt.Sprintf("%s%d", p.stagePrefix(), i))
		if err := os.Mkdir(dir, folderMode); errors.Is(err, fs.ErrExist) {
			continue
		} else if err != nil {
			return nil, err
		}
		lock, err := lockFolder(dir)
		if err != nil {
			continue // another run that is clearing up took it
		}
		mine, err1 := lock.Stat()
		there, err2 := os.Lstat(dir)
		if err1 == nil && err2 == nil && os.SameFile(mine, there) {
			return &stage{dir: dir, lock: lock}, nil
		}
		lock.Close()
	}
	return nil, fmt.Errorf("%s: too many unfinished builds beside it", p.dir)
}

// remove deletes whatever stands at the staging folder's name and returns how
// many files that was. The second call does nothing.
func (s *stage) remove() (files int, err error) {
	if s.lock == nil {
		return 0, nil
	}
	files = removeAll(s.dir)
	err = os.RemoveAll(s.dir) // says what is still there, and why
	s.release()
	return files, err
}

// release leaves nothing to remove: the name may be another run's by now.
func (s *stage) release() {
	s.lock.Close()
	s.lock = nil
}

// removeAll deletes a folder and returns the number of files that were in it.
func removeAll(dir string) (files int) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return 0
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		if e.IsDir() {
			files += removeAll(path)
		} else if os.Remove(path) == nil {
			files++
		}
	}
	os.Remove(dir)
	return files
}

// publish puts the staging folder in the place of the published one. What is
// then left to remove, if anything, is the old folder.
//
// If it is to last through a power cut too, the staging folder's files and
// folders are forced to the disk here, and the parent folder at the end.
func (p place) publish(s *stage, d disk) error {
	// A while has passed: somebody may have put a folder of their own here.
	exists, err := p.isOurs()
	if err != nil {
		return err
	}
	if !exists {
		if err := d.rename(s.dir, p.dir); err != nil {
			return p.explain(err)
		}
		s.release()
		return nil
	}
	err = d.exchange(s.dir, p.dir)
	if err == nil || !errors.Is(err, errors.ErrUnsupported) {
		return p.explain(err)
	}
	if err := d.rename(p.dir, p.aside()); err != nil {
		return p.explain(err)
	}
	if err := d.rename(s.dir, p.dir); err != nil {
		if back := d.rename(p.aside(), p.dir); back != nil {
			return errors.Join(err, back)
		}
		return p.explain(err)
	}
	s.dir = p.aside()
	return nil
}

// explain adds what the user can do about an error that says little by itself.
func (p place) explain(err error) error {
	if err == nil {
		return nil
	}
	if isMountPoint(err) {
		return fmt.Errorf("%w (%s is a file system of its own; write to a folder inside it)", err, p.dir)
	}
	return err
}
