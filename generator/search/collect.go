package search

import (
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"gongkai/generator/cache"
)

// A class tells where a document has a unit and how much it is about it. The
// higher, the more it counts; a document's posting has the highest.
type class uint8

const (
	inBody       class = iota // and the three after it: the body, the more often the higher
	_                         //
	_                         //
	_                         //
	inAbout                   // agency, summary, keywords
	inNumber                  // document number, index number
	inTitle                   // a title
	inShortTitle              // a title of at most shortTitle tokens
	classes      = 8
	shortTitle   = 16
)

// A posting is a unit's key, a document's id and a class in one number, in
// the order in which they are written.
type posting uint64

const (
	idBits = 29
	maxDoc = 1<<idBits - 1
)

func newPosting(key uint32, id int, c class) posting {
	return posting(key)<<32 | posting(id)<<3 | posting(c)
}

func (p posting) key() uint32  { return uint32(p >> 32) }
func (p posting) id() uint32   { return uint32(p) >> 3 }
func (p posting) class() class { return class(p & (classes - 1)) }

// collected is what one worker found in the documents that it was given. All
// of it is joined without regard to which worker it was.
type collected struct {
	parts  *parts
	counts []uint32 // of documents with a character, by code point of the basic plane
	filed  []uint32 // postings in bodies of those
	tokens tokens
	byDoc  docUnits
	text   []byte // of the document that is being read
	short  []byte // room for one of its fields
	limit  uint32 // characters in more documents than this are kept for titles only
}

// collect reads all documents on as many workers as there are processors.
// prints receives a hash of each document's whole content.
func collect(docs []Document, labels Labels, prints []uint64, spool *cache.Spool) ([]*collected, error) {
	workers := max(1, min(runtime.GOMAXPROCS(0), maxWorkers, len(docs)))
	all := make([]*collected, workers)
	errs := make([]error, len(docs))
	var next atomic.Int64
	var g errgroup.Group
	for w := range all {
		c := newCollected(len(docs), spool)
		all[w] = c
		g.Go(func() error {
			for {
				id := int(next.Add(1)) - 1
				if id >= len(docs) {
					return nil
				}
				prints[id], errs[id] = c.read(&docs[id], labels, id)
			}
		})
	}
	_ = g.Wait() // errors are in errs, in order
	for _, c := range all {
		errs = append(errs, c.parts.failure)
	}
	return all, errors.Join(errs...)
}

// maxWorkers bounds the memory for blocks that are being filled.
const maxWorkers = 8

func newCollected(docs int, spool *cache.Spool) *collected {
	return &collected{
		parts:  &parts{spool: spool},
		counts: make([]uint32, 1<<16),
		filed:  make([]uint32, 1<<16),
		limit:  charLimit(docs),
	}
}

// charLimit is how many documents may have a character before its list has
// titles only: one in fifty. Such characters alone are no question.
func charLimit(docs int) uint32 { return uint32(max(200, docs/50)) }

// read files the units of one document and returns a hash of its content.
func (c *collected) read(d *Document, labels Labels, id int) (print uint64, err error) {
	c.text, err = d.Text(c.text[:0])
	if err != nil {
		return 0, fmt.Errorf("search: text of %s: %w", d.Address, err)
	}
	f := newFragment(d, labels)
	c.file(id, c.note(&f, c.text))
	return contentPrint(d, labels, c.text), nil
}

// note notes the units of a document, and returns how many tokens its text has.
// It needs no more than what is published of it.
func (c *collected) note(f *fragment, text []byte) (length int) {
	c.byDoc.reset(len(text))
	c.field(inTitle, f.Title)
	c.field(inNumber, f.Number)
	c.field(inNumber, f.Index)
	c.field(inAbout, f.Agency)
	c.field(inAbout, f.Category)
	c.field(inAbout, f.More)
	c.field(inAbout, f.Summary)
	return c.units(inBody, text)
}

// field notes the units of a short text.
func (c *collected) field(where class, text string) {
	c.short = append(c.short[:0], text...)
	c.units(where, c.short)
}

// units notes the units of a text. It returns the number of tokens.
func (c *collected) units(where class, text []byte) int {
	if len(text) == 0 {
		return 0
	}
	t := &c.tokens
	t.reset()
	t.add(text)
	if where == inTitle && len(t.list) <= shortTitle+1 {
		where = inShortTitle
	}
	before := stop
	for _, tok := range t.list {
		if tok != stop {
			c.byDoc.single(tok, where)
			if before != stop {
				c.byDoc.note(unit(before, tok), stop, where)
			}
		}
		before = tok
	}
	for _, s := range t.starts {
		c.byDoc.note(unit(s, stop), stop, where)
	}
	return len(t.list)
}

// file turns the units of a document into postings.
func (c *collected) file(id, length int) {
	for i := range c.byDoc.units {
		u := &c.byDoc.units[i]
		where := u.class(length)
		if u.char != 0 {
			n := &c.counts[u.char]
			*n++
			if where < inNumber {
				if *n > c.limit {
					continue // it will be in titles only: see usual
				}
				c.filed[u.char]++
			}
		}
		c.parts.add(newPosting(u.key, id, where))
	}
}

// class is what a posting says of a unit in a body of so many tokens.
func (u *docUnit) class(length int) class {
	if u.where == inBody {
		return impact(int(u.times), length)
	}
	return u.where
}

// impact is the class of a unit that stands so many times in a body of so many
// tokens. It compares with a fixed length, not with the others of the site, so
// that a new document leaves old postings as they are.
func impact(times, length int) class {
	spread := 300 + length*3/2 // in thousandths; 1,200 for 600 tokens
	switch once := 1000 * times; {
	case once*7 < spread*3: // once/(once+spread) < .3, and so on
		return 0
	case once < spread:
		return 1
	case once*3 < spread*7:
		return 2
	}
	return 3
}

// docUnits are the units of one document, with a hash table of them. It is
// small, for it should stay in the processor's nearest memory: a slot is 0 if it
// is free, else the upper bits of a key and, below, where in units it is, counted
// from one.
type docUnits struct {
	units []docUnit
	slots []uint32
	chars [1 << 16]uint32 // where in units a character may be: it is if it is there
}

type docUnit struct {
	key   uint32
	times uint32 // in the body
	char  uint16 // if it is a character of the basic plane, else 0
	where class  // its highest
}

// reset makes room for the units of a text of so many bytes.
func (d *docUnits) reset(length int) {
	size := 1 << 10
	for size < length/4 {
		size *= 2
	}
	d.empty(size)
	d.units = d.units[:0]
}

// empty makes the table one of so many slots, with nothing in it.
func (d *docUnits) empty(size int) {
	if size > cap(d.slots) {
		d.slots = make([]uint32, size)
		return
	}
	d.slots = d.slots[:size]
	clear(d.slots)
}

// single notes a token alone.
func (d *docUnits) single(tok token, where class) {
	if tok >= 1<<16 {
		d.note(unit(tok, stop), stop, where)
		return
	}
	if at := d.chars[tok]; int(at) < len(d.units) && d.units[at].char == uint16(tok) {
		d.units[at].again(where)
		return
	}
	d.chars[tok] = d.note(unit(tok, stop), tok, where)
}

// again notes one more place of a unit.
func (u *docUnit) again(where class) {
	if where == inBody {
		u.times++
		return
	}
	u.where = max(u.where, where)
}

// note notes a unit and returns where in units it is.
func (d *docUnits) note(key uint32, char token, where class) uint32 {
	mask := uint32(len(d.slots) - 1)
	i := key >> (32 - keyBits)
	for {
		s := d.slots[i&mask]
		if s == 0 {
			break
		}
		if at := s&mask - 1; (s^key)&^mask == 0 && d.units[at].key == key {
			d.units[at].again(where)
			return at
		}
		i++
	}
	d.units = append(d.units, docUnit{key: key, char: uint16(char)})
	at := uint32(len(d.units) - 1)
	d.units[at].again(where)
	d.slots[i&mask] = key&^mask | (at + 1)
	if len(d.units)*2 > len(d.slots) {
		d.grow()
	}
	return at
}

func (d *docUnits) grow() {
	d.empty(2 * len(d.slots))
	mask := uint32(len(d.slots) - 1)
	for n, u := range d.units {
		i := u.key >> (32 - keyBits)
		for d.slots[i&mask] != 0 {
			i++
		}
		d.slots[i&mask] = u.key&^mask | uint32(n+1)
	}
}

// countsOf adds up in how many documents each character is, and how many
// postings in bodies were filed of those that are in more than the limit, which
// nothing is made of: that depends on who read which document.
func countsOf(all []*collected, limit uint32) (list []charCount, filed int) {
	for c := range uint32(1 << 16) {
		n, bodies := uint32(0), 0
		for _, w := range all {
			n += w.counts[c]
			bodies += int(w.filed[c])
		}
		if n > 0 {
			list = append(list, charCount{c, n})
		}
		if n > limit {
			filed += bodies
		}
	}
	return list, filed
}

type usualChar struct{ key, docs uint32 }

// contentPrint is a hash of all that a fragment shows.
func contentPrint(d *Document, labels Labels, text []byte) uint64 {
	print := printOf(text)
	for _, s := range fragmentFields(d, labels) {
		print = mix(print, printOf([]byte(s)))
	}
	return print
}
