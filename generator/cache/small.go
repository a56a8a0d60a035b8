package cache

import (
	"bytes"
	"cmp"
	"maps"
	"os"
	"slices"
	"sync"
)

// smallValue is how many bytes a value may have to lie among the small ones. Most
// of what is known of a document, its text aside, is smaller.
const smallValue = 4 << 10

// near is the piece of a pack in which most of its small values lie.
type near struct {
	once  sync.Once
	at    int64
	bytes []byte
}

// gap is how many bytes nobody asks for may lie between two small values of one
// piece.
const gap = 64 << 10

// read reads the value of a record of the old pack.
func (p *Pack) read(r record, buf []byte) (value []byte, ok bool) {
	if r.size > smallValue || p.Verify {
		return r.read(p.old, buf)
	}
	p.near.once.Do(p.readNear)
	from := r.offset - p.near.at
	if from < 0 || from+r.size > int64(len(p.near.bytes)) {
		return r.read(p.old, buf)
	}
	value = p.near.bytes[from:][:r.size:r.size]
	if buf != nil {
		value = append(buf[:0], value...)
	}
	return value, checksum(r.key, value) == r.sum
}

// readNear reads the longest piece with small values side by side: twenty
// thousand of them at one go, not each for itself.
func (p *Pack) readNear() {
	var small []record
	for _, r := range p.index {
		if r.size <= smallValue {
			small = append(small, r)
		}
	}
	slices.SortFunc(small, func(a, b record) int { return cmp.Compare(a.offset, b.offset) })
	var from, to int64
	for i := 0; i < len(small); {
		start, end := small[i].offset, small[i].offset
		for ; i < len(small) && small[i].offset-end <= gap; i++ {
			end = max(end, small[i].offset+small[i].size)
		}
		if end-start > to-from {
			from, to = start, end
		}
	}
	b := make([]byte, to-from)
	if _, err := p.old.ReadAt(b, from); err == nil {
		p.near.at, p.near.bytes = from, b
	}
}

// takeSmall puts the small values that are kept among those that will be written.
func (p *Pack) takeSmall() {
	for i, r := range p.index {
		if r.size > smallValue || !p.used[i] || p.renewed(r.key) {
			continue
		}
		if value, ok := p.read(r, nil); ok {
			p.small[r.key] = value
		} else {
			p.used[i] = false
		}
	}
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
