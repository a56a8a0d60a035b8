// Package cache remembers, from one build to the next, what was made of what.
//
// The idea: a key is the hash of everything that a result depends on, so a
// result under a key is never out of date. What is lost costs time, nothing
// else: a pack that is missing, cut short, damaged, of another version or not a
// pack at all is an empty one, and a damaged record is a miss.
//
// The design: one file a name, the pack (see format.go). Only its index is in
// memory; values are read when they are got, and written as soon as they are
// put, behind all that the pack holds. Save writes a new index behind them and
// then the header, which says where the index is: until then the pack is what
// it was, so a run that is killed leaves nothing half done. Values that every
// run gets wait in memory for others, to be written and read by the block (see
// block.go); those that few runs get are put aside. The index has the
// records that were got, kept or put since Open, so what no build asks for any
// more goes away; when that is more than half of the file, the pack is copied
// without it, and the copy takes its place by renaming. Stamps tell which files
// need not be read to know their keys.
//
// In verify mode nothing is got, everything is made again, and Put compares it
// with what was remembered. A mismatch means that a key leaves out something
// that the result depends on.
//
// The limits: checksums find damage, not malice. One run at a time adds to a
// pack; another reads it, keeps what it makes in a temporary file, and saves
// nothing.
package cache

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"gongkai/generator/disk"
)

// Pack is a set of records on disk. Its methods may be called from any
// goroutine. A nil Pack is valid: it always misses, and forgets what is put.
type Pack struct {
	// Verify makes Get miss, and Put compare. Set it before the first call.
	Verify bool

	path    string
	version string

	mu         sync.RWMutex
	old        *os.File // the pack as it was opened; nil if it is empty
	mine       bool     // old is locked: values are put behind it
	index      []record // of old, sorted by key
	used       []bool   // of index, under usedMu
	next       *os.File // where values are put: old, or a file in the making; nil until it is needed
	end        int64    // where the next value goes
	fresh      map[[32]byte]record
	waiting    map[[32]byte][]byte // values of the next block
	waitBytes  int                 // their size
	blocks     blocks              // those of old
	failed     error               // the first error in writing next; nothing is put after it
	mismatches map[[32]byte]bool

	usedMu sync.Mutex
}

// Open opens the pack at path, whose records were made by version of the program
// that makes them. The file need not exist. The error is that it can't ever:
// a folder stands there, or none can be made for it.
func Open(path, version string) (*Pack, error) {
	if st, err := os.Lstat(path); err == nil && !st.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: a cache is a file", path)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	p := &Pack{path: path, version: version, end: headerSize,
		fresh: map[[32]byte]record{}, waiting: map[[32]byte][]byte{}, mismatches: map[[32]byte]bool{}}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return p, nil
	}
	// Locked first, so that what is read of it is not about to change.
	p.mine = disk.Lock(f) == nil
	index, end, err := readIndex(f, version)
	if err != nil {
		f.Close()
		p.mine = false
		return p, nil
	}
	p.old, p.index, p.used = f, index, make([]bool, len(index))
	if p.mine {
		p.end = end
	}
	return p, nil
}

// Len returns the number of records that were there when the pack was opened or
// last saved.
func (p *Pack) Len() int {
	if p == nil {
		return 0
	}
	p.mu.RLock()
	defer p.mu.RUnlock()
	return len(p.index)
}

// Get returns the value under key, which nobody may change.
func (p *Pack) Get(key [32]byte) (value []byte, ok bool) {
	if p == nil || p.Verify {
		return nil, false
	}
	return p.Read(key, nil)
}

// Read is Get into buf, which it overwrites and grows, and reads what was put
// in verify mode too: for values that are put to be read back by the same run.
func (p *Pack) Read(key [32]byte, buf []byte) (value []byte, ok bool) {
	if p == nil {
		return nil, false
	}
	p.mu.RLock()
	defer p.mu.RUnlock()
	if value, ok := p.waiting[key]; ok {
		return append(buf[:0], value...), true
	}
	if r, ok := p.fresh[key]; ok {
		return r.read(p.next, buf)
	}
	i, found := p.find(key)
	if !found {
		return nil, false
	}
	if value, ok = p.read(p.index[i], buf); ok {
		p.use(i)
	}
	return value, ok
}

// Keep is Get of a value that is not needed now: it stays in the pack. It
// reports whether it is there.
func (p *Pack) Keep(key [32]byte) bool {
	if p == nil || p.Verify {
		return false
	}
	p.mu.RLock()
	defer p.mu.RUnlock()
	if p.renewed(key) {
		return true
	}
	i, found := p.find(key)
	if found {
		p.use(i)
	}
	return found
}

// Put remembers value, which most runs will get, under key, and reports whether it
// can be read back. If it can't be written, Save tells why.
func (p *Pack) Put(key [32]byte, value []byte) bool {
	if p == nil {
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.has(key, value) || p.wait(key, value)
}

// PutAside is Put of a value that few runs will get.
func (p *Pack) PutAside(key [32]byte, value []byte) bool {
	if p == nil {
		return false
	}
	p.mu.Lock()
	if p.has(key, value) {
		p.mu.Unlock()
		return true
	}
	if p.begin() != nil {
		p.mu.Unlock()
		return false
	}
	r := record{key: key, offset: p.end, size: int64(len(value))}
	p.end += r.size
	next := p.next
	p.mu.Unlock()

	// Many may write at once, each to its own place.
	r.sum = checksum(key, value)
	_, err := next.WriteAt(value, r.offset)

	p.mu.Lock()
	defer p.mu.Unlock()
	if err != nil {
		p.failed = err
		return false
	}
	if p.next != next {
		return false // saved or closed meanwhile
	}
	delete(p.waiting, key) // put twice in verify mode
	p.fresh[key] = r
	return true
}

// has reports whether a value need not be put again.
func (p *Pack) has(key [32]byte, value []byte) bool {
	if p.Verify {
		return p.sameAsStored(key, value)
	}
	return p.renewed(key)
}

// sameAsStored compares a value with what is remembered, and notes a mismatch.
func (p *Pack) sameAsStored(key [32]byte, value []byte) bool {
	var stored []byte
	var ok bool
	i, found := p.find(key)
	if stored, ok = p.waiting[key]; ok {
		found = false
	} else if r, isFresh := p.fresh[key]; isFresh {
		stored, ok = r.read(p.next, nil)
		found = false
	} else if found {
		stored, ok = p.index[i].read(p.old, nil)
	}
	if !ok {
		return false
	}
	if !bytes.Equal(stored, value) {
		p.mismatches[key] = true
		return false
	}
	if found {
		p.use(i)
	}
	return true
}

// Mismatches returns the keys under which verify mode found another value than
// the one put, sorted.
func (p *Pack) Mismatches() [][32]byte {
	if p == nil {
		return nil
	}
	p.mu.RLock()
	defer p.mu.RUnlock()
	var keys [][32]byte
	for k := range p.mismatches {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b [32]byte) int { return bytes.Compare(a[:], b[:]) })
	return keys
}

// Save makes the records that were got, kept or put since Open the pack. It
// does nothing if nothing was put and most of the pack is still used, and
// nothing where another run has the pack. On an error the old pack stays.
func (p *Pack) Save() error {
	if p == nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.failed != nil {
		return p.failed
	}
	if p.old != nil && !p.mine {
		return nil
	}
	live := p.live()
	wasteful := p.old != nil && p.end > 2*live+wasteFrom
	if len(p.fresh) == 0 && len(p.waiting) == 0 && !wasteful {
		return nil
	}
	save := p.append
	if p.old == nil || wasteful {
		save = p.copy
	}
	if err := save(); err != nil {
		p.dropNext()
		return err
	}
	return nil
}

// wasteFrom is how many bytes nobody asks for a small pack may have.
const wasteFrom = 1 << 20

// live is the size of the records that are kept.
func (p *Pack) live() int64 {
	n := int64(headerSize)
	for _, r := range p.fresh {
		n += r.size + recordSize
	}
	for _, value := range p.waiting {
		n += int64(len(value)) + recordSize
	}
	for i, r := range p.index {
		if p.used[i] {
			n += r.size + recordSize
		}
	}
	return n
}

// Close gives up what was not saved.
func (p *Pack) Close() error {
	if p == nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.dropNext()
	p.failed = fs.ErrClosed
	p.index, p.used = nil, nil
	if p.old == nil {
		return nil
	}
	err := p.old.Close()
	p.old = nil
	return err
}

// find returns where key is in the index.
func (p *Pack) find(key [32]byte) (int, bool) {
	return slices.BinarySearchFunc(p.index, key, func(r record, key [32]byte) int {
		return bytes.Compare(r.key[:], key[:])
	})
}

// renewed reports whether a value was put under key.
func (p *Pack) renewed(key [32]byte) bool {
	if _, is := p.waiting[key]; is {
		return true
	}
	_, is := p.fresh[key]
	return is
}

func (p *Pack) use(i int) {
	p.usedMu.Lock()
	p.used[i] = true
	p.usedMu.Unlock()
}

// begin makes the file that values are put into, unless an earlier one failed.
func (p *Pack) begin() error {
	if p.next != nil || p.failed != nil {
		return p.failed
	}
	if p.mine {
		p.next = p.old
		return nil
	}
	p.next, p.failed = os.CreateTemp(filepath.Dir(p.path), p.unfinished())
	p.end = headerSize
	return p.failed
}

// unfinished is the pattern of names of packs in the making.
func (p *Pack) unfinished() string { return filepath.Base(p.path) + ".new-*" }

// dropNext gives up what was put.
func (p *Pack) dropNext() {
	if p.next != nil && p.next != p.old {
		p.next.Close()
		os.Remove(p.next.Name())
	}
	p.next = nil
	p.forget()
}

// append writes the values that wait behind the others that were put, a new
// index, and then the header that points at it.
func (p *Pack) append() error {
	index, at, err := writeBlock(p.old, p.end, p.waiting)
	if err != nil {
		return err
	}
	index = slices.Grow(index, len(p.index)+len(p.fresh))
	for _, r := range p.fresh {
		index = append(index, r)
	}
	for i, r := range p.index {
		if p.used[i] && !p.renewed(r.key) {
			index = append(index, r)
		}
	}
	end, err := p.finish(p.old, at, index)
	if err != nil {
		return err
	}
	p.settle(p.old, index, end)
	p.sweep()
	return nil
}

// finish writes the index, sorted, at an offset, and the header.
func (p *Pack) finish(f *os.File, at int64, index []record) (end int64, err error) {
	slices.SortFunc(index, func(a, b record) int { return bytes.Compare(a.key[:], b.key[:]) })
	return at + int64(len(index)*recordSize), writeIndex(f, p.version, at, index)
}

// settle goes on with f as the pack.
func (p *Pack) settle(f *os.File, index []record, end int64) {
	p.old, p.index, p.end, p.mine = f, index, end, true
	p.used = slices.Repeat([]bool{true}, len(index))
	p.next = nil
	p.forget()
}

// copy makes a new pack of the records that are kept.
func (p *Pack) copy() error {
	f, at, block := p.next, p.end, p.waiting
	if f == nil || f == p.old {
		var err error
		if f, err = os.CreateTemp(filepath.Dir(p.path), p.unfinished()); err != nil {
			return err
		}
		at, block = headerSize, p.allInBlocks()
	}
	index, at, err := writeBlock(f, at, block)
	keep := func(r record, from *os.File) error {
		if from != f && r.block {
			return nil // written already
		}
		if from != f {
			value, ok := r.read(from, nil)
			if !ok {
				return nil
			}
			r.offset = at
			if _, err := f.WriteAt(value, at); err != nil {
				return err
			}
			at += r.size
		}
		index = append(index, r)
		return nil
	}
	if err == nil {
		err = p.each(keep)
	}
	var end int64
	if err == nil {
		end, err = p.finish(f, at, index)
	}
	var now *os.File
	if err == nil {
		_ = disk.Lock(f)
		now, err = takePlace(p.path, f, p.old)
	}
	if err != nil {
		f.Close()
		os.Remove(f.Name())
		p.next = nil
		return err
	}
	p.blocks = blocks{}
	p.settle(now, index, end)
	_ = disk.Lock(now) // where it had to be opened again
	p.sweep()
	return nil
}

// each calls keep for each record that is kept, in the order of their places.
func (p *Pack) each(keep func(r record, from *os.File) error) error {
	fresh := make([]record, 0, len(p.fresh))
	for _, r := range p.fresh {
		fresh = append(fresh, r)
	}
	slices.SortFunc(fresh, func(a, b record) int { return int(a.offset - b.offset) })
	for _, r := range fresh {
		if err := keep(r, p.next); err != nil {
			return err
		}
	}
	for i, r := range p.index {
		if p.renewed(r.key) || !p.used[i] {
			continue
		}
		if err := keep(r, p.old); err != nil {
			return err
		}
	}
	return nil
}

// sweep removes the unfinished packs of killed runs.
func (p *Pack) sweep() { sweep(filepath.Dir(p.path), p.unfinished()) }

// sweep removes the files of a folder that match a pattern.
func sweep(dir, pattern string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if ours, err := filepath.Match(pattern, e.Name()); err == nil && ours && e.Type().IsRegular() {
			os.Remove(filepath.Join(dir, e.Name()))
		}
	}
}

var errFormat = errors.New("not a pack of this version")
