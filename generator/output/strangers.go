package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gongkai/generator/disk"
)

// refuseStrangers finds files in the published folder that no build put there,
// nor another of our programs: they would be lost. Any other error says that it
// can't be known whether there are some.
func (f *Folder) refuseStrangers() error {
	was := f.ledger()
	if !f.exists || len(was.entries) == 0 {
		return nil
	}
	s := search{Folder: f, was: was, below: was.tree()}
	s.seen = make(map[string]disk.Stamp, len(s.below))
	if err := s.walk("."); err != nil {
		return err
	}
	f.seen = s.seen
	if len(s.strange) == 0 {
		return nil
	}
	slices.Sort(s.strange)
	return &Strangers{Folder: f.dir, Paths: s.strange}
}

// search looks for strangers.
type search struct {
	*Folder
	was     *ledger
	below   map[string][]string   // our folders, and those in each
	seen    map[string]disk.Stamp // of those that were looked into
	strange []string
}

// walk looks into one of our folders, and those below it. It is content with
// what the last build saw of a folder in which nothing came or went since.
func (s *search) walk(dir string) error {
	whole := filepath.Join(s.dir, filepath.FromSlash(dir))
	st, err := os.Lstat(whole)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	s.seen[dir] = disk.StampOf(st)
	if was, known := s.was.folders[dir]; known && was == s.seen[dir] {
		for _, d := range s.below[dir] {
			if err := s.walk(d); err != nil {
				return err
			}
		}
		return nil
	}
	entries, err := s.disk.list(whole)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, e := range entries {
		path := e.Name()
		if dir != "." {
			path = dir + "/" + path
		}
		if err := s.meet(path, e); err != nil {
			return err
		}
	}
	return nil
}

// meet judges what lies in one of our folders.
func (s *search) meet(path string, e fs.DirEntry) error {
	if !e.IsDir() {
		if _, ours := s.was.byPath[path]; !ours && path != Marker && !slices.Contains(s.besides, path) {
			s.strange = append(s.strange, path)
		}
		return nil
	}
	if _, ours := s.below[path]; ours {
		return s.walk(path)
	}
	if hasFiles(filepath.Join(s.dir, filepath.FromSlash(path))) { // else nothing is lost with it
		s.strange = append(s.strange, path)
	}
	return nil
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
