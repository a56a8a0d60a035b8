package content

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"sync"
	"time"
	"unsafe"

	"gongkai/generator/cache"
	"gongkai/generator/diag"
	"gongkai/generator/disk"
	"gongkai/generator/fields"
	"gongkai/generator/markdown"
)

// MemoVersion names the form of memoised entries. It changes whenever the
// Markdown or front-matter code makes something else of the same bytes.
const MemoVersion = "content-5"

// Memo remembers what the bytes of a document became. NewMemo(nil, nil) keeps
// entries in memory, for a server that builds again and again; with a Pack
// it keeps them on disk from one build to the next. A nil Memo forgets.
//
// A pack has two records for a document: what everybody needs to know of it,
// under the hash of its bytes, and the HTML, which is read when its page is made
// and not before, under that hash with one bit turned.
type Memo struct {
	pack   *cache.Pack
	stamps *cache.Stamps

	mu    sync.Mutex
	kept  shelf[[32]byte, parsed]
	whole shelf[string, whole]      // entries by path
	clean shelf[[32]byte, struct{}] // attachments that had nothing to tell
	seen  []cache.Stamped           // files of the last Load that need not be read by the next
}

// NewMemo remembers in memory, or on disk if pack is not nil. stamps, which may
// be nil, tell which files need not be read to know their hash.
func NewMemo(pack *cache.Pack, stamps *cache.Stamps) *Memo {
	return &Memo{pack: pack, stamps: stamps, kept: shelf[[32]byte, parsed]{}, whole: shelf[string, whole]{}, clean: shelf[[32]byte, struct{}]{}}
}

// Save writes to disk what the next build may need.
func (m *Memo) Save() error {
	if err := m.pack.Save(); err != nil {
		return err
	}
	return m.stamps.Save(m.seen)
}

// parsed is what depends on the bytes of a file alone.
type parsed struct {
	hash   [32]byte
	front  [32]byte // hash of the front matter as it was parsed
	size   int      // of the file, in bytes
	root   fields.Node
	body   markdown.Body // without its HTML if that is stored
	html   int           // its length
	blank  bool          // there is no text at all
	broken bool          // something was found
	stored bool          // the HTML is in the pack
	sample []fields.Text // values that init wrote
	onDesk bool          // the HTML lies on the worker's desk: who keeps it makes a copy
}

// parse splits, parses and renders a document, or remembers it. Only clean
// documents are remembered: findings point into one file, and so do samples.
func (m *Memo) parse(on *desk, file *diag.File, src []byte, known func() fields.Known) (parsed, diag.List) {
	hash := sha256.Sum256(src)
	if p, ok := m.get(on, hash); ok {
		return p, nil
	}
	p, found := parse(on, file, src, known)
	p.hash, p.size = hash, len(src)
	p.front = sha256.Sum256(p.root.AppendBinary(on.front[:0]))
	if len(found) == 0 && len(p.sample) == 0 {
		p = m.put(p)
	}
	return p, found
}

// whole is an entry that is kept in memory, with the files that it was made of.
// Nobody changes an entry once it is made, so builds may share it.
type whole struct {
	stamp  disk.Stamp
	beside []Beside
	slot   slot
}

// entry is what is kept of a task whose files have not changed.
func (m *Memo) entry(t task, s *slot) bool {
	if m == nil || m.pack != nil || t.stamp == (disk.Stamp{}) {
		return false
	}
	m.mu.Lock()
	w, ok := m.whole.get(t.path)
	m.mu.Unlock()
	same := func(a, b Beside) bool { return a.Name == b.Name && a.Stamp == b.Stamp }
	if !ok || w.stamp != t.stamp || !slices.EqualFunc(t.beside, w.beside, same) {
		return false
	}
	*s = w.slot
	return true
}

// keep keeps a task's entry, if later changes of its files are bound to show and
// it had nothing to tell.
func (m *Memo) keep(t task, s *slot, now time.Time) {
	if m == nil || m.pack != nil || len(s.found) > 0 || s.personal.File != nil || !t.stamp.Settled(now) {
		return
	}
	if slices.ContainsFunc(t.beside, func(b Beside) bool { return !b.Stamp.Settled(now) }) {
		return
	}
	w := whole{stamp: t.stamp, beside: t.beside, slot: *s}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.whole.put(t.path, w)
}

// unread is what is remembered of a file that has not changed since it was read
// and had nothing to tell.
func (m *Memo) unread(on *desk, path string, stamp disk.Stamp) (parsed, bool) {
	if m == nil || m.pack == nil || m.pack.Verify {
		return parsed{}, false
	}
	hash, ok := m.stamps.Known(path, stamp)
	if !ok {
		return parsed{}, false
	}
	return m.get(on, hash)
}

func (m *Memo) get(on *desk, hash [32]byte) (parsed, bool) {
	if m == nil {
		return parsed{}, false
	}
	if m.pack == nil {
		m.mu.Lock()
		defer m.mu.Unlock()
		return m.kept.get(hash)
	}
	record, ok := m.pack.Get(hash)
	if !ok || !m.pack.Keep(htmlKey(hash)) {
		return parsed{}, false
	}
	// Nobody else has the record, and nobody changes it: its strings are those of
	// the entry, and copying them was a tenth of a build in which nothing changed.
	p, ok := decodeParsed(on, unsafe.String(unsafe.SliceData(record), len(record)))
	p.hash, p.stored = hash, true
	return p, ok
}

// put remembers a document, and returns it as it is remembered.
func (m *Memo) put(p parsed) parsed {
	switch {
	case m == nil:
	case m.pack != nil:
		blank := byte(0)
		if p.blank {
			blank = 1
		}
		record := append([]byte{blank}, p.front[:]...)
		record = p.body.AppendBinary(p.root.AppendBinary(record))
		p.stored = m.pack.Put(p.hash, record) && m.pack.PutAside(htmlKey(p.hash), p.body.HTML)
	default:
		p.body.HTML, p.onDesk = bytes.Clone(p.body.HTML), false
		m.mu.Lock()
		defer m.mu.Unlock()
		m.kept.put(p.hash, p)
	}
	return p
}

func htmlKey(hash [32]byte) [32]byte {
	hash[0] ^= 1
	return hash
}

// read is the remembered HTML of a document.
func (m *Memo) read(hash [32]byte, length int, buf []byte) ([]byte, bool) {
	b, ok := m.pack.Read(htmlKey(hash), buf)
	return b, ok && len(b) == length
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
	_, ok := m.clean.get(key)
	return ok
}

// SetClean remembers such an attachment.
func (m *Memo) SetClean(key [32]byte) {
	if m.pack != nil {
		m.pack.Put(key, nil)
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.clean.put(key, struct{}{})
}

// beside is what is remembered of a file beside a document that has not changed
// since it had nothing to tell.
func (m *Memo) beside(path string, stamp disk.Stamp) (markdown.Size, bool) {
	if m.pack == nil {
		return markdown.Size{}, false
	}
	record, ok := m.pack.Get(besideKey(path, stamp))
	if !ok || len(record) != 8 {
		return markdown.Size{}, false
	}
	return markdown.Size{Width: int(binary.LittleEndian.Uint32(record)), Height: int(binary.LittleEndian.Uint32(record[4:]))}, true
}

// settled reports whether a stamp can be believed by later builds.
func (m *Memo) settled(stamp disk.Stamp) bool {
	return m != nil && m.stamps != nil && stamp.Settled(m.stamps.Now)
}

func (m *Memo) setBeside(path string, stamp disk.Stamp, pixels markdown.Size) {
	record := binary.LittleEndian.AppendUint32(nil, uint32(pixels.Width))
	m.pack.Put(besideKey(path, stamp), binary.LittleEndian.AppendUint32(record, uint32(pixels.Height)))
}

func besideKey(path string, stamp disk.Stamp) [32]byte {
	b := append([]byte("beside "), path...)
	for _, n := range []uint64{uint64(stamp.Size), uint64(stamp.Mod), uint64(stamp.Change), stamp.Inode} {
		b = binary.LittleEndian.AppendUint64(b, n)
	}
	return sha256.Sum256(b)
}

func decodeParsed(on *desk, record string) (p parsed, ok bool) {
	if len(record) < 1+sha256.Size {
		return parsed{}, false
	}
	p.front = [32]byte([]byte(record[1:][:sha256.Size]))
	root, rest, err := on.nodes.DecodeNode(record[1+sha256.Size:])
	if err != nil {
		return parsed{}, false
	}
	body, html, rest, err := markdown.DecodeBody(rest)
	// A document without findings has front matter, thus more than a few bytes.
	return parsed{front: p.front, size: 3, root: root, body: body, html: html, blank: record[0] == 1}, err == nil && len(rest) == 0
}

func parse(on *desk, file *diag.File, src []byte, known func() fields.Known) (parsed, diag.List) {
	front, found := on.split.Split(file, src)
	if front.Notation == fields.None {
		return parsed{}, found
	}
	var p parsed
	p.root, found = fields.Parse(file, src, front.Notation, front.Off, front.End, lazily(known))
	p.sample = fields.Samples(file, src[front.Off:front.End], p.root)
	body := src[front.Body:]
	blank := len(body) - len(bytes.TrimLeft(body, "\n"))
	render := markdown.RenderInto
	if on.tidy {
		render = markdown.RenderTidy
	}
	p.body = render(on.html, body[blank:], front.Body+blank)
	on.html, p.onDesk = p.body.HTML, true
	p.html, p.blank = len(p.body.HTML), len(bytes.TrimSpace(p.body.HTML)) == 0
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
