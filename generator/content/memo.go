package content

import (
	"bytes"
	"crypto/sha256"
	"sync"

	"gongkai/generator/cache"
	"gongkai/generator/diag"
	"gongkai/generator/fields"
	"gongkai/generator/markdown"
)

// MemoVersion names the form of memoised entries. It changes whenever the
// Markdown or front-matter code makes something else of the same bytes.
const MemoVersion = "content-4"

// Memo remembers what the bytes of a document became. The zero Memo keeps
// entries in memory, for a server that builds again and again; with a Pack
// it keeps them on disk from one build to the next. A nil Memo forgets.
type Memo struct {
	pack *cache.Pack

	mu    sync.Mutex
	kept  map[[32]byte]parsed
	clean map[[32]byte]bool // attachments that had nothing to tell
}

// NewMemo remembers in memory, or on disk if pack is not nil.
func NewMemo(pack *cache.Pack) *Memo {
	return &Memo{pack: pack, kept: map[[32]byte]parsed{}, clean: map[[32]byte]bool{}}
}

// parsed is what depends on the bytes of a file alone.
type parsed struct {
	root   fields.Node
	body   markdown.Body
	onDesk bool // the HTML lies on the worker's desk: who keeps it makes a copy
}

// parse splits, parses and renders a document, or remembers it. Only clean
// documents are remembered: findings point into one file.
func (m *Memo) parse(on *desk, file *diag.File, src []byte, known func() fields.Known) (parsed, diag.List) {
	if m == nil {
		return parse(on, file, src, known)
	}
	key := sha256.Sum256(src)
	if p, ok := m.get(key); ok {
		return p, nil
	}
	p, found := parse(on, file, src, known)
	if len(found) == 0 {
		m.put(key, p)
	}
	return p, found
}

func (m *Memo) get(key [32]byte) (parsed, bool) {
	if m.pack == nil {
		m.mu.Lock()
		defer m.mu.Unlock()
		p, ok := m.kept[key]
		return p, ok
	}
	record, ok := m.pack.Get(key)
	if !ok {
		return parsed{}, false
	}
	return decodeParsed(record)
}

func (m *Memo) put(key [32]byte, p parsed) {
	if m.pack != nil {
		m.pack.Put(key, p.body.AppendBinary(p.root.AppendBinary(nil)))
		return
	}
	p.body.HTML, p.onDesk = bytes.Clone(p.body.HTML), false
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept[key] = p
}

// Clean reports whether an attachment is remembered as one that had nothing to
// tell (attachment.Memo).
func (m *Memo) Clean(key [32]byte) bool {
	if m.pack != nil {
		_, ok := m.pack.Get(key)
		return ok
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.clean[key]
}

// SetClean remembers such an attachment.
func (m *Memo) SetClean(key [32]byte) {
	if m.pack != nil {
		m.pack.Put(key, nil)
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.clean[key] = true
}

func decodeParsed(record []byte) (p parsed, ok bool) {
	root, rest, err := fields.DecodeNode(record)
	if err != nil {
		return parsed{}, false
	}
	body, rest, err := markdown.DecodeBody(rest)
	return parsed{root: root, body: body}, err == nil && len(rest) == 0
}

func parse(on *desk, file *diag.File, src []byte, known func() fields.Known) (parsed, diag.List) {
	front, found := on.split.Split(file, src)
	if front.Notation == fields.None {
		return parsed{}, found
	}
	var p parsed
	p.root, found = fields.Parse(file, src, front.Notation, front.Off, front.End, lazily(known))
	body := src[front.Body:]
	blank := len(body) - len(bytes.TrimLeft(body, "\n"))
	p.body = markdown.RenderInto(on.html, body[blank:], front.Body+blank)
	on.html, p.onDesk = p.body.HTML, true
	return p, found
}

// lazily makes the set of known words only when a slip asks for it.
func lazily(known func() fields.Known) fields.Known {
	var words fields.Known
	return func(w string) bool {
		if words == nil {
			words = known()
		}
		return words(w)
	}
}
