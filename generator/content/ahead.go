package content

import (
	"io/fs"
	"path"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"
)

// ahead is a source whose folders have been read before the walk comes to them,
// several at a time: asking the system about each of twenty thousand files takes
// longer than judging their names. A folder that could not be read, or that the
// walk is not likely to go into, is read when it comes there.
type ahead struct {
	fs.FS
	mu      sync.Mutex
	folders map[string][]fs.DirEntry
	files   int
}

func readAhead(source fs.FS, n int) *ahead {
	a := &ahead{FS: source, folders: map[string][]fs.DirEntry{}}
	if st, err := fs.Lstat(source, Root); err != nil || !st.IsDir() {
		return a // whatever it is, opening it might wait without end
	}
	var group errgroup.Group
	group.SetLimit(jobs(n))
	a.read(&group, Root)
	_ = group.Wait() // none of them fails
	return a
}

// read reads a folder, and those in it while others do.
func (a *ahead) read(group *errgroup.Group, dir string) {
	entries, err := fs.ReadDir(a.FS, dir)
	if err != nil {
		return
	}
	a.mu.Lock()
	a.folders[dir] = entries
	a.files += len(entries)
	a.mu.Unlock()
	for _, e := range entries {
		below := path.Join(dir, e.Name())
		if !e.IsDir() || !ofModel(below) {
			continue
		}
		if !group.TryGo(func() error { a.read(group, below); return nil }) {
			a.read(group, below)
		}
	}
}

// ofModel reports whether a folder may be one of the content model: such as
// content/notices/2026/tree-planting, but none below that.
func ofModel(p string) bool {
	parts := strings.Split(p, "/")
	switch {
	case hidden(parts[len(parts)-1]), kindOf[parts[1]] == "":
		return false
	case len(parts) <= 3:
		return true
	}
	return len(parts) == 4 && bundled[parts[1]] && yearFolder.MatchString(parts[2])
}

// ReadDir implements fs.ReadDirFS.
func (a *ahead) ReadDir(name string) ([]fs.DirEntry, error) {
	if entries, ok := a.folders[name]; ok {
		return entries, nil
	}
	return fs.ReadDir(a.FS, name)
}

// Stat implements fs.StatFS.
func (a *ahead) Stat(name string) (fs.FileInfo, error) { return fs.Stat(a.FS, name) }

// Lstat and ReadLink implement fs.ReadLinkFS.
func (a *ahead) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(a.FS, name) }
func (a *ahead) ReadLink(name string) (string, error)   { return fs.ReadLink(a.FS, name) }
