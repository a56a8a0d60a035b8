package output

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gongkai/generator/disk"
)

// refuseStrangers finds files in the published folder that no build put there,
// nor another of our programs: they would be lost.
func (f *Folder) refuseStrangers() error {
	was := f.ledger()
	if !f.exists || len(was.entries) == 0 {
		return nil
	}
	below := was.tree()
	var strangers []string
	seen := make(map[string]disk.Stamp, len(below))
	var walk func(dir string)
	walk = func(dir string) {
		st, err := os.Lstat(filepath.Join(f.dir, filepath.FromSlash(dir)))
		if err != nil {
			return
		}
		seen[dir] = disk.StampOf(st)
		if was, known := was.folders[dir]; known && was == seen[dir] {
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
			_, ours := was.byPath[path]
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
