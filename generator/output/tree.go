package output

import (
	"bytes"
	"io/fs"
	"iter"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// Tree is a set of files to be published. The zero value is empty and ready.
// Its methods may be called from any goroutine.
type Tree struct {
	mu    sync.Mutex
	files []File
	safe  atomic.Int64 // so many files do not collide
	late  *late

	indexing sync.Mutex // before mu
	index    *index     // nil after an Add
}

// late are files that are found out when somebody asks for one of them.
type late struct {
	folder string
	find   func() ([]File, error)
	once   sync.Once
	err    error
}

// Late promises the files of a folder, which find lists when somebody asks for
// one of them, or for all of the tree's: a server that shows pages need not know
// them before.
func (t *Tree) Late(folder string, find func() ([]File, error)) {
	t.late = &late{folder: folder, find: find}
}

// complete lists the late files, if path is one of them or "" for all.
func (t *Tree) complete(path string) error {
	if t.late == nil || path != "" && path != t.late.folder && !strings.HasPrefix(path, t.late.folder+"/") {
		return nil
	}
	t.late.once.Do(func() {
		var files []File
		if files, t.late.err = t.late.find(); t.late.err == nil {
			t.Add(files...)
		}
	})
	return t.late.err
}

// index is what a Tree knows of its files once they are in. It never changes.
type index struct {
	files  []*File               // sorted by path
	paths  []string              // of files
	places map[string]int32      // where a path is in them
	dirs   map[string][]dirEntry // of each folder, "." among them, sorted by name
}

// Add puts files into the tree, which may keep the list. Where several have one path, reading the tree
// shows the first, Collisions names them all, and Folder.Write refuses.
func (t *Tree) Add(files ...File) {
	t.indexing.Lock()
	defer t.indexing.Unlock()
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.files == nil {
		t.files = files // of a large site, a list of many megabytes
	} else {
		t.files = append(t.files, files...)
	}
	t.index = nil
}

// Paths returns the paths of all files, sorted.
func (t *Tree) Paths() []string {
	return slices.Clone(t.indexed().paths)
}

// Last promises a file that is made of what all others are, such as a list of
// their hashes.
// key is that of what it depends on besides them.
func (t *Tree) Last(path, maker string, key [32]byte, make func(w *bytes.Buffer, others iter.Seq[Entry]) error) {
	t.Add(File{Path: path, Maker: maker, Key: key, Last: make, Render: func(w *bytes.Buffer) error {
		if err := t.complete(""); err != nil {
			return err
		}
		var others []Entry
		for _, p := range t.Paths() {
			if p == path {
				continue
			}
			b, err := t.Read(p)
			if err != nil {
				return err
			}
			others = append(others, Entry{Path: p, Size: int64(len(b)), Sum: sumOf(b)})
		}
		return make(w, slices.Values(others))
	}})
}

// Files returns the files as they were added.
func (t *Tree) Files() []File { return t.all() }

// Len returns the number of files.
func (t *Tree) Len() int { return len(t.indexed().paths) }

// Read returns the bytes of the file at path. The error is one of the file's
// own, or fs.ErrNotExist.
func (t *Tree) Read(path string) ([]byte, error) {
	if err := t.complete(path); err != nil {
		return nil, err
	}
	f := t.indexed().file(path)
	if f == nil {
		return nil, &fs.PathError{Op: "read", Path: path, Err: fs.ErrNotExist}
	}
	var w bytes.Buffer
	if err := f.render(&w); err != nil {
		return nil, err
	}
	return w.Bytes(), nil
}

// Prepare begins to put the files in order, which whoever writes or reads the
// tree would have to wait for.
func (t *Tree) Prepare() { go t.indexed() }

// all returns the files as they were added.
func (t *Tree) all() []File {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.files[:len(t.files):len(t.files)]
}

// indexed returns the index of the files added so far.
func (t *Tree) indexed() *index {
	t.indexing.Lock()
	defer t.indexing.Unlock()
	if t.index == nil {
		t.index = newIndex(t.all())
	}
	return t.index
}

func newIndex(files []File) *index {
	x := &index{
		files:  make([]*File, 0, len(files)),
		paths:  make([]string, 0, len(files)),
		places: make(map[string]int32, len(files)),
		dirs:   map[string][]dirEntry{".": nil},
	}
	for i := range files {
		if f := &files[i]; checkPath(f.Path) == nil {
			x.files = append(x.files, f)
		}
	}
	slices.SortStableFunc(x.files, func(a, b *File) int { return strings.Compare(a.Path, b.Path) })
	x.files = slices.CompactFunc(x.files, func(a, b *File) bool { return a.Path == b.Path }) // the first one counts
	for i, f := range x.files {
		x.paths = append(x.paths, f.Path)
		x.places[f.Path] = int32(i)
	}
	for _, p := range x.paths {
		x.addFolders(p)
	}
	for _, p := range x.paths {
		// Where a file stands in the place of a folder, the folder is shown.
		if _, isDir := x.dirs[p]; !isDir {
			dir, name := split(p)
			x.dirs[dir] = append(x.dirs[dir], dirEntry{name: name, file: x.file(p)})
		}
	}
	for _, entries := range x.dirs {
		slices.SortFunc(entries, func(a, b dirEntry) int { return strings.Compare(a.name, b.name) })
	}
	return x
}

// file is the file at a path, or nil.
func (x *index) file(path string) *File {
	if i, ok := x.places[path]; ok {
		return x.files[i]
	}
	return nil
}

// addFolders enters the folders that path p lies in, each into the one above.
func (x *index) addFolders(p string) {
	for p != "." {
		dir, _ := split(p)
		if _, known := x.dirs[dir]; known {
			return
		}
		x.dirs[dir] = nil
		up, name := split(dir)
		defer func() { x.dirs[up] = append(x.dirs[up], dirEntry{name: name}) }()
		p = dir
	}
}

// folders returns all folders but the root, each after the one it lies in.
func (x *index) folders() []string {
	list := make([]string, 0, len(x.dirs))
	for d := range x.dirs {
		if d != "." {
			list = append(list, d)
		}
	}
	slices.Sort(list)
	return list
}

// split divides a path into its folder, "." at the root, and its name.
func split(path string) (dir, name string) {
	i := strings.LastIndexByte(path, '/')
	if i < 0 {
		return ".", path
	}
	return path[:i], path[i+1:]
}
