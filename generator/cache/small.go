package cache

import (
	"bytes"
	"cmp"
	"maps"
	"os"
	"slices"
	"sync"
)

const (
	// smallValue is how many bytes a value may have to lie among the small ones.
	// Most of what is known of a document, its text aside, is smaller.
	smallValue = 4 << 10

	// smallBlock is how many bytes of small values wait before they are written.
	smallBlock = 1 << 20

	// gap is how many bytes nobody asks for may lie between two small values that
	// are read together.
	gap = 64 << 10
)

// near are the pieces of a pack in which its small values lie.
type near struct {
	once   sync.Once
	pieces []piece // sorted
}

type piece struct {
	at    int64
	bytes []byte
}

// read reads the value of a record of the old pack.
func (p *Pack) read(r record, buf []byte) (value []byte, ok bool) {
	if r.size > smallValue || p.Verify {
		return r.read(p.old, buf)
	}
	p.near.once.Do(p.readNear)
	i, exact := slices.BinarySearchFunc(p.near.pieces, r.offset, func(p piece, at int64) int { return cmp.Compare(p.at, at) })
	if !exact {
		i-- // the piece that begins before
	}
	if i < 0 || r.offset+r.size > p.near.pieces[i].at+int64(len(p.near.pieces[i].bytes)) {
		return r.read(p.old, buf)
	}
	from := r.offset - p.near.pieces[i].at
	value = p.near.pieces[i].bytes[from:][:r.size:r.size]
	if buf != nil {
		value = append(buf[:0], value...)
	}
	return value, checksum(r.key, value) == r.sum
}

// readNear reads the small values that lie side by side: twenty thousand of them
// at a few goes, not each for itself.
func (p *Pack) readNear() {
	var small []record
	for _, r := range p.index {
		if r.size <= smallValue {
			small = append(small, r)
		}
	}
	slices.SortFunc(small, func(a, b record) int { return cmp.Compare(a.offset, b.offset) })
	for i := 0; i < len(small); {
		start, end := small[i].offset, small[i].offset
		for ; i < len(small) && small[i].offset-end <= gap; i++ {
			end = max(end, small[i].offset+small[i].size)
		}
		b := make([]byte, end-start)
		if _, err := p.old.ReadAt(b, start); err == nil {
			p.near.pieces = append(p.near.pieces, piece{start, b})
		}
	}
}

// allSmall are all small values that are kept: those that wait, those that were
// put before, and those of old.
func (p *Pack) allSmall() map[[32]byte][]byte {
	all := maps.Clone(p.small)
	for _, r := range p.fresh {
		if value, ok := r.read(p.next, nil); ok && r.size <= smallValue {
			all[r.key] = value
		}
	}
	for i, r := range p.index {
		if r.size > smallValue || !p.used[i] || p.renewed(r.key) {
			continue
		}
		if value, ok := p.read(r, nil); ok {
			all[r.key] = value
		}
	}
	return all
}

// putSmall lets a small value wait for others, and writes all that wait when they
// are many.
func (p *Pack) putSmall(key [32]byte, value []byte) bool {
	p.small[key] = bytes.Clone(value)
	p.smallBytes += len(value)
	return p.smallBytes <= smallBlock || p.writeBlock() == nil
}

// writeBlock writes the small values that wait.
func (p *Pack) writeBlock() error {
	if p.failed == nil {
		p.failed = p.begin()
	}
	if p.failed != nil {
		return p.failed
	}
	var records []record
	records, p.end, p.failed = writeSmall(p.next, p.end, p.small)
	if p.failed != nil {
		return p.failed
	}
	for _, r := range records {
		p.fresh[r.key] = r
	}
	clear(p.small)
	p.smallBytes = 0
	return nil
}

// forget forgets what was put.
func (p *Pack) forget() {
	clear(p.fresh)
	clear(p.small)
	p.smallBytes = 0
}

// writeSmall writes values side by side at an offset, and returns their records
// and where they end.
func writeSmall(f *os.File, at int64, values map[[32]byte][]byte) (index []record, end int64, err error) {
	var b []byte
	for _, key := range slices.SortedFunc(maps.Keys(values), func(a, b [32]byte) int { return bytes.Compare(a[:], b[:]) }) {
		value := values[key]
		index = append(index, record{key: key, offset: at + int64(len(b)), size: int64(len(value)), sum: checksum(key, value)})
		b = append(b, value...)
	}
	_, err = f.WriteAt(b, at)
	return index, at + int64(len(b)), err
}
