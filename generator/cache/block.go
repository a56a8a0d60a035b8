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
	// fullBlock is how many bytes wait before they are written.
	fullBlock = 1 << 20

	// gap is how many bytes nobody asks for may lie between two values that are
	// read together.
	gap = 64 << 10

	// fullRead is about how many bytes are read at a go.
	fullRead = 4 << 20
)

// blocks are the values of a pack that every run gets, read by the block.
type blocks struct {
	once sync.Once
	list []block // sorted
}

// block is a piece of a pack.
type block struct {
	at, size int64
	bytes    []byte // nil if they could not be read
}

// read reads the value of a record of the old pack.
func (p *Pack) read(r record, buf []byte) (value []byte, ok bool) {
	if !r.block || p.Verify {
		return r.read(p.old, buf)
	}
	p.blocks.once.Do(p.readBlocks)
	i, exact := slices.BinarySearchFunc(p.blocks.list, r.offset, func(b block, at int64) int { return cmp.Compare(b.at, at) })
	if !exact {
		i-- // the block that begins before
	}
	if i < 0 || r.offset+r.size > p.blocks.list[i].at+int64(len(p.blocks.list[i].bytes)) {
		return r.read(p.old, buf) // the block could not be read
	}
	from := r.offset - p.blocks.list[i].at
	value = p.blocks.list[i].bytes[from:][:r.size:r.size]
	if buf != nil {
		value = append(buf[:0], value...)
	}
	return value, checksum(r.key, value) == r.sum
}

// readBlocks reads all blocks: twenty thousand values at a few goes, several at a
// time, and not each for itself.
func (p *Pack) readBlocks() {
	in := make([]record, 0, len(p.index))
	for _, r := range p.index {
		if r.block {
			in = append(in, r)
		}
	}
	slices.SortFunc(in, func(a, b record) int { return cmp.Compare(a.offset, b.offset) })
	for i := 0; i < len(in); {
		start, end := in[i].offset, in[i].offset
		for ; i < len(in) && in[i].offset-end <= gap && end-start < fullRead; i++ {
			end = max(end, in[i].offset+in[i].size)
		}
		p.blocks.list = append(p.blocks.list, block{at: start, size: end - start})
	}
	var group sync.WaitGroup
	for i := range p.blocks.list {
		group.Go(func() { p.blocks.list[i].read(p.old) })
	}
	group.Wait()
}

// read reads the block; if it can't, its values are read one by one.
func (b *block) read(from *os.File) {
	bytes := make([]byte, b.size)
	if _, err := from.ReadAt(bytes, b.at); err == nil {
		b.bytes = bytes
	}
}

// wait lets a value wait for others, and writes all that wait when they are many.
func (p *Pack) wait(key [32]byte, value []byte) bool {
	delete(p.fresh, key) // put twice in verify mode
	p.waiting[key] = bytes.Clone(value)
	p.waitBytes += len(value)
	if p.waitBytes <= fullBlock {
		return true
	}
	if p.begin() != nil {
		return false
	}
	var records []record
	if records, p.end, p.failed = writeBlock(p.next, p.end, p.waiting); p.failed != nil {
		return false
	}
	for _, r := range records {
		p.fresh[r.key] = r
	}
	clear(p.waiting)
	p.waitBytes = 0
	return true
}

// forget forgets what was put.
func (p *Pack) forget() {
	clear(p.fresh)
	clear(p.waiting)
	p.waitBytes = 0
}

// allInBlocks are all values that are kept and lie in blocks, and those that wait.
func (p *Pack) allInBlocks() map[[32]byte][]byte {
	all := maps.Clone(p.waiting)
	for _, r := range p.fresh {
		if value, ok := r.read(p.next, nil); ok && r.block {
			all[r.key] = value
		}
	}
	for i, r := range p.index {
		if !r.block || !p.used[i] || p.renewed(r.key) {
			continue
		}
		if value, ok := p.read(r, nil); ok {
			all[r.key] = value
		}
	}
	return all
}

// writeBlock writes values side by side at an offset, and returns their records
// and where they end.
func writeBlock(f *os.File, at int64, values map[[32]byte][]byte) (index []record, end int64, err error) {
	var b []byte
	for _, key := range slices.SortedFunc(maps.Keys(values), func(a, b [32]byte) int { return bytes.Compare(a[:], b[:]) }) {
		value := values[key]
		index = append(index, record{key: key, offset: at + int64(len(b)), size: int64(len(value)), sum: checksum(key, value), block: true})
		b = append(b, value...)
	}
	_, err = f.WriteAt(b, at)
	return index, at + int64(len(b)), err
}
