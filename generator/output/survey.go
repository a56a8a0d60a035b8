package output

import (
	"io/fs"
	"os"
	"slices"

	"gongkai/generator/disk"
)

// survey is what the spare holds. It may be made while a site is still being read
// and put together, for nobody else touches the spare.
type survey struct {
	files   map[string]spareFile
	folders []string // without the spare itself, each after the one it lies in
	err     error
}

// spareFile is a file of the spare.
type spareFile struct {
	stamp disk.Stamp
	plain bool // it is a file as we make them
}

// Survey begins to look at what is in the spare. Write does it if nobody has.
func (f *Folder) Survey() {
	if f == nil || f.surveyed != nil {
		return
	}
	f.surveyed = make(chan survey, 1)
	go func() { f.surveyed <- lookInto(f.spare(), f.perm, len(f.ledger().entries)) }()
}

// inSpare is what is in the spare; it may be asked once for each Survey.
func (f *Folder) inSpare() survey {
	f.Survey()
	s := <-f.surveyed
	f.surveyed = nil
	return s
}

// lookInto looks into a spare that will hold about so many files.
func lookInto(spare string, perm fs.FileMode, files int) survey {
	s := survey{files: make(map[string]spareFile, files)}
	if st, err := os.Lstat(spare); err != nil || !st.IsDir() {
		return s
	}
	root, err := os.OpenRoot(spare)
	if err != nil {
		return survey{err: err}
	}
	defer root.Close()
	s.err = s.walk(root, ".", perm)
	return s
}

// walk adds what lies in a folder and those below it. A folder is held open while
// its files are asked about: by whole paths that took half as long again.
func (s *survey) walk(folder *os.Root, dir string, perm fs.FileMode) error {
	entries, err := fs.ReadDir(folder.FS(), ".")
	if err != nil {
		return err
	}
	for _, e := range entries {
		path := e.Name()
		if dir != "." {
			path = dir + "/" + path
		}
		if !e.IsDir() {
			st, err := e.Info()
			if err != nil {
				return err
			}
			s.files[path] = spareFile{stampOf(st), st.Mode() == perm}
			continue
		}
		below, err := folder.OpenRoot(e.Name())
		if err != nil {
			return err
		}
		s.folders = append(s.folders, path)
		err = s.walk(below, path, perm)
		below.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// prepare makes the spare hold the marker, all folders of the tree and nothing
// that the tree has not.
func (w *writer) prepare() error {
	w.there = w.folder.inSpare()
	spare := w.folder.spare()
	if st, err := os.Lstat(spare); err == nil && !st.IsDir() || w.opts.Verify {
		if err := os.RemoveAll(spare); err != nil {
			return err
		}
		w.there = survey{}
	}
	if w.there.err != nil {
		return w.there.err
	}
	if err := os.MkdirAll(spare, folderMode); err != nil {
		return err
	}
	if err := w.sweep(); err != nil {
		return err
	}
	had := make(map[string]bool, len(w.there.folders))
	for _, d := range w.there.folders {
		had[d] = true
	}
	for _, d := range w.x.folders() {
		if had[d] {
			continue
		}
		if err := os.Mkdir(w.spare(d), folderMode); err != nil {
			return err
		}
	}
	if text, err := disk.ReadFile(w.spare(Marker)); err == nil && string(text) == markerText {
		return nil
	}
	os.Remove(w.spare(Marker))
	return os.WriteFile(w.spare(Marker), []byte(markerText), fileMode)
}

// sweep removes from the spare what the tree does not have.
func (w *writer) sweep() error {
	for _, d := range slices.Backward(w.there.folders) {
		if _, is := w.x.dirs[d]; !is {
			if err := os.RemoveAll(w.spare(d)); err != nil {
				return err
			}
		}
	}
	for path := range w.there.files {
		_, isFolder := w.x.dirs[path]
		if path == Marker || w.belongs(path) && !isFolder {
			continue
		}
		if err := os.RemoveAll(w.spare(path)); err != nil {
			return err
		}
	}
	return nil
}
