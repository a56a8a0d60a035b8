package build

import (
	"bytes"
	"slices"
	"strings"
	"sync"

	"gongkai/generator/content"
	"gongkai/generator/output"
	"gongkai/generator/search"
	"gongkai/generator/site"
)

// Memory is what a server keeps from one build to the next. What it makes is what
// a build without it makes.
type Memory struct {
	content *content.Memo

	// Whoever waits for the look does not wait for the index.
	looking  sync.Mutex
	made     look
	indexing sync.Mutex
	index    *indexed
}

// NewMemory is an empty memory.
func NewMemory() *Memory { return &Memory{content: content.NewMemo(nil, nil)} }

// look is the look of the site, which is made again when a file of it changed.
func (m *Memory) look(opts Options, key [32]byte) look {
	m.looking.Lock()
	defer m.looking.Unlock()
	if m.made.key != key || key == [32]byte{} {
		m.made = makeLook(opts, key)
	}
	return m.made
}

// later promises the search's index: it is made when somebody searches, from the
// one that was made last.
func (m *Memory) later(tree *output.Tree, s *site.Site, pages []output.File) {
	tree.Late(search.Folder, func() ([]output.File, error) {
		m.indexing.Lock()
		defer m.indexing.Unlock()
		so := search.Options{}
		if m.index != nil {
			so.Published, so.Note = m.index, m.index.note
		}
		found, err := search.Write(documents(s, pages), labels(s), so)
		if err != nil {
			return nil, err
		}
		m.index = newIndexed(found)
		return found.Files, nil
	})
}

// indexed is an index in memory (search.Published).
type indexed struct {
	note  []byte
	files map[string]output.File
	paths []string // sorted
}

func newIndexed(w search.Written) *indexed {
	x := &indexed{note: w.Note, files: make(map[string]output.File, len(w.Files))}
	for _, f := range w.Files {
		x.files[f.Path] = f
		x.paths = append(x.paths, f.Path)
	}
	slices.Sort(x.paths)
	return x
}

// Published returns the bytes of a file.
func (x *indexed) Published(path string) ([]byte, bool) {
	f, ok := x.files[path]
	if !ok {
		return nil, false
	}
	var b bytes.Buffer
	err := f.Render(&b)
	return b.Bytes(), err == nil
}

// Kept returns a file as one of the next index.
func (x *indexed) Kept(path string) (output.File, bool) {
	f, ok := x.files[path]
	return f, ok
}

// Under lists the files in a folder and those below it.
func (x *indexed) Under(folder string) []string {
	from, _ := slices.BinarySearch(x.paths, folder+"/")
	to := from
	for to < len(x.paths) && strings.HasPrefix(x.paths[to], folder+"/") {
		to++
	}
	return x.paths[from:to]
}
