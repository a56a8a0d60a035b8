// Package cache remembers, from one build to the next, what was made of what.
//
// The idea: a key is the hash of everything that a result depends on, so a
// result under a key is never out of date. What is lost costs time, nothing
// else: a pack that is missing, cut short, damaged, of another version or not a
// pack at all is an empty one, and a damaged record is a miss.
//
// The design: one file a name, the pack (see format.go). Only its index is in
// memory; values are read when they are got, and written to the next pack as
// soon as they are put. Save keeps the records that were got or put since Open,
// so what no build asks for any more goes away. The new pack takes the place of
// the old by renaming.
//
// In verify mode nothing is got, everything is made again, and Put compares it
// with what was remembered. A mismatch means that a key leaves out something
// that the result depends on.
//
// The limits: checksums find damage, not malice. Of two builds that save one
// pack at once, one may lose its records, and Save says so. A Save that changes
// anything writes the whole pack.
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
	index      []record // of old, sorted by key
	used       []bool   // of index, under usedMu
	next       *os.File // the pack in the making; nil until it is needed
	end        int64    // where the next value goes
	fresh      map[[32]byte]record
	failed     error // the first error in writing next; nothing is put after it
	mismatches map[[32]byte]bool

	usedMu sync.Mutex
}

// Open opens the pack at path, whose records were made by version of the program
// that makes them. The file need not exist. The error is that it can't ever:
// a folder stands there, or none can be made for it.
func Open(path, version string) (*Pack, error) {
	if st, err := os.Stat(path); err == nil && !st.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: a cache is a file", path)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	p := &Pack{path: path, version: version, end: headerSize,
		fresh: map[[32]byte]record{}, mismatches: map[[32]byte]bool{}}
	f, err := os.Open(path)
	if err != nil {
		return p, nil
	}
	index, err := readIndex(f, version)
	if err != nil {
		f.Close()
		return p, nil
	}
	p.old, p.index, p.used = f, index, make([]bool, len(index))
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

// Get returns the value under key. The caller may change it.
func (p *Pack) Get(key [32]byte) (value []byte, ok bool) {
	if p == nil || p.Verify {
		return nil, false
	}
	p.mu.RLock()
	defer p.mu.RUnlock()
	if r, ok := p.fresh[key]; ok {
		return r.read(p.next)
	}
	i, found := p.find(key)
	if !found {
		return nil, false
	}
	if value, ok = p.index[i].read(p.old); ok {
		p.use(i)
	}
	return value, ok
}

// Put remembers value under key. If it can't be written, Save tells why.
func (p *Pack) Put(key [32]byte, value []byte) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.Verify && p.sameAsStored(key, value) {
		return
	}
	if _, again := p.fresh[key]; again && !p.Verify || p.failed != nil {
		return
	}
	if p.failed = p.begin(); p.failed != nil {
		return
	}
	r := record{key: key, offset: p.end, size: int64(len(value)), sum: checksum(key, value)}
	if _, p.failed = p.next.WriteAt(value, r.offset); p.failed != nil {
		return
	}
	p.end += r.size
	p.fresh[key] = r
}

// sameAsStored compares a value with what is remembered, and notes a mismatch.
func (p *Pack) sameAsStored(key [32]byte, value []byte) bool {
	var stored []byte
	var ok bool
	i, found := p.find(key)
	if r, isFresh := p.fresh[key]; isFresh {
		stored, ok = r.read(p.next)
		found = false
	} else if found {
		stored, ok = p.index[i].read(p.old)
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

// Save makes the records that were got or put since Open the pack. It does
// nothing if that is what the pack is already. On an error the old pack stays.
func (p *Pack) Save() error {
	if p == nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.failed != nil {
		return p.failed
	}
	if len(p.fresh) == 0 && !slices.Contains(p.used, false) {
		return nil
	}
	if err := p.save(); err != nil {
		p.dropNext()
		return err
	}
	return nil
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

func (p *Pack) use(i int) {
	p.usedMu.Lock()
	p.used[i] = true
	p.usedMu.Unlock()
}

// begin opens the pack in the making.
func (p *Pack) begin() error {
	if p.next != nil {
		return nil
	}
	f, err := os.CreateTemp(filepath.Dir(p.path), p.unfinished())
	p.next = f
	return err
}

// unfinished is the pattern of names of packs in the making.
func (p *Pack) unfinished() string { return filepath.Base(p.path) + ".new-*" }

// dropNext gives up the pack in the making.
func (p *Pack) dropNext() {
	if p.next != nil {
		p.next.Close()
		os.Remove(p.next.Name())
	}
	p.next, p.end = nil, headerSize
	clear(p.fresh)
}

// save finishes the pack in the making and goes on with it as the old one.
func (p *Pack) save() error {
	if err := p.begin(); err != nil {
		return err
	}
	index := make([]record, 0, len(p.index)+len(p.fresh))
	for _, r := range p.fresh {
		index = append(index, r)
	}
	for i, r := range p.index {
		if _, renewed := p.fresh[r.key]; renewed || !p.used[i] {
			continue
		}
		value, ok := r.read(p.old)
		if !ok {
			continue
		}
		r.offset = p.end
		if _, err := p.next.WriteAt(value, r.offset); err != nil {
			return err
		}
		p.end += r.size
		index = append(index, r)
	}
	slices.SortFunc(index, func(a, b record) int { return bytes.Compare(a.key[:], b.key[:]) })
	if err := writeIndex(p.next, p.version, p.end, index); err != nil {
		return err
	}
	if err := p.next.Sync(); err != nil {
		return err
	}
	if err := os.Rename(p.next.Name(), p.path); err != nil {
		return err
	}
	if p.old != nil {
		p.old.Close()
	}
	p.old, p.index = p.next, index
	p.used = slices.Repeat([]bool{true}, len(index))
	p.next = nil
	p.dropNext()
	p.sweep()
	return nil
}

// sweep removes the unfinished packs of killed runs.
func (p *Pack) sweep() {
	entries, err := os.ReadDir(filepath.Dir(p.path))
	if err != nil {
		return
	}
	for _, e := range entries {
		if ours, err := filepath.Match(p.unfinished(), e.Name()); err == nil && ours && e.Type().IsRegular() {
			os.Remove(filepath.Join(filepath.Dir(p.path), e.Name()))
		}
	}
}

var errFormat = errors.New("not a pack of this version")
