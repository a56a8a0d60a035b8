package output

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Kind is the way in which files collide.
type Kind int

const (
	// SamePath: several files have one path.
	SamePath Kind = iota
	// CaseOnly: the paths differ by upper and lower case only (or by how an
	// accent is written), so they are one file on Windows and macOS.
	CaseOnly
	// FileAndFolder: one file has the path of a folder that another lies in.
	FileAndFolder
)

// Collision is a path that more than one file lays claim to.
type Collision struct {
	Kind   Kind
	Path   string   // the path, or the first of them
	Paths  []string // what each claims; for FileAndFolder: the file, then one in the folder
	Makers []string // who made each, in the same order
}

// String says it in one line, for a log. Findings are worded by the caller.
func (c Collision) String() string {
	var what string
	switch c.Kind {
	case SamePath:
		what = "has more than one maker"
	case CaseOnly:
		what = "differs from another path by letter case only"
	case FileAndFolder:
		what = "is a file where another file needs a folder"
	}
	claims := make([]string, len(c.Paths))
	for i := range c.Paths {
		claims[i] = fmt.Sprintf("%s from %s", c.Paths[i], c.Makers[i])
	}
	return fmt.Sprintf("%s %s: %s", c.Path, what, strings.Join(claims, ", "))
}

// Collisions returns the paths that more than one file claims, sorted by path.
// The marker of a published folder counts as a file of its own.
func (t *Tree) Collisions() []Collision {
	own := t.all()
	if t.safe.Load() == int64(len(own)) || harmless(own) {
		t.safe.Store(int64(len(own)))
		return nil
	}
	files := append(slices.Clone(own), File{Path: Marker, Maker: "output: marker"})
	slices.SortStableFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })

	claims := make(map[string][]int, len(files)) // by folded path
	folders := make(map[string]int)              // folded path of a folder → first file in it
	for i, f := range files {
		key := fold(f.Path)
		claims[key] = append(claims[key], i)
		for dir, _ := split(key); dir != "."; dir, _ = split(dir) {
			if _, known := folders[dir]; known {
				break
			}
			folders[dir] = i
		}
	}

	var found []Collision
	add := func(k Kind, who []int) {
		c := Collision{Kind: k, Path: files[who[0]].Path}
		for _, i := range who {
			c.Paths = append(c.Paths, files[i].Path)
			c.Makers = append(c.Makers, files[i].Maker)
		}
		found = append(found, c)
	}
	for i, f := range files {
		key := fold(f.Path)
		who := claims[key]
		if who[0] != i { // told already, or about to be
			continue
		}
		if len(who) > 1 {
			kind := SamePath
			if files[who[len(who)-1]].Path != f.Path {
				kind = CaseOnly
			}
			add(kind, who)
		}
		if inside, is := folders[key]; is {
			add(FileAndFolder, append(slices.Clone(who), inside))
		}
	}
	return found
}

// harmless reports, quickly, that there is no collision.
func harmless(files []File) bool {
	claims := make(map[string]bool, len(files)+1)
	folders := map[string]bool{".": true}
	claims[fold(Marker)] = true
	for i := range files {
		key := fold(files[i].Path)
		claims[key] = true
		for dir, _ := split(key); !folders[dir]; dir, _ = split(dir) {
			folders[dir] = true
		}
	}
	if len(claims) <= len(files) { // and one for the marker
		return false
	}
	for dir := range folders {
		if claims[dir] {
			return false
		}
	}
	return true
}

// fold gives one spelling to all paths that a file system which does not tell
// letter case apart would take for one.
func fold(path string) string {
	for i := 0; i < len(path); i++ {
		if path[i] >= 0x80 {
			return norm.NFC.String(cases.Fold().String(path))
		}
	}
	return strings.ToLower(path)
}
