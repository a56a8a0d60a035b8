package search

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"
	"slices"

	"gongkai/generator/cache"
)

const (
	partBits  = 8
	blockSize = 16 << 10 // bytes
	mostBytes = 8        // of a packed posting
)

// parts holds postings by the first bits of their keys, packed and in blocks,
// so that nothing is copied while they grow. Full blocks wait in the spool, or
// in memory if there is none. Postings are added in order of ids.
type parts struct {
	spool   *cache.Spool
	open    [1 << partBits]packed // the block of each part that is being filled
	full    [1 << partBits][]block
	count   int   // of postings
	failure error // the first one; postings are lost then
}

// A block lies in memory or in the spool.
type block struct {
	bytes []byte
	at    cache.Spooled
}

// packed are postings of one part in some four bytes each: the rest of the key,
// then the step from the id before with the class, which is less than classes
// if the id is the same.
type packed struct {
	bytes []byte
	last  uint32 // id
}

// restBits are the bits of a key that its part does not tell.
const restBits = 32 - partBits

func (p *parts) add(x posting) {
	n := x >> (64 - partBits)
	b := &p.open[n]
	if len(b.bytes) > blockSize-mostBytes {
		p.turn(int(n))
	}
	b.add(x)
	p.count++
}

func (b *packed) add(x posting) {
	rest := x.key() & (1<<restBits - 1)
	step := x.id() - b.last
	if step == 0 {
		b.bytes = binary.LittleEndian.AppendUint32(b.bytes, rest|uint32(x.class())<<restBits)
		return
	}
	b.bytes = append(b.bytes, byte(rest), byte(rest>>8), byte(rest>>16))
	b.bytes = binary.AppendUvarint(b.bytes, uint64(step)<<3|uint64(x.class()))
	b.last = x.id()
}

// turn begins a new block of part n.
func (p *parts) turn(n int) {
	b := &p.open[n]
	b.last = 0
	if p.spool == nil {
		p.full[n] = append(p.full[n], block{bytes: b.bytes})
		b.bytes = make([]byte, 0, blockSize)
		return
	}
	at, err := p.spool.Put(b.bytes)
	if err != nil && p.failure == nil {
		p.failure = fmt.Errorf("search: %w", err)
	}
	p.full[n] = append(p.full[n], block{at: at})
	b.bytes = b.bytes[:0]
}

// cursor reads the postings of a part that one worker filled, a document at a
// time.
type cursor struct {
	parts *parts
	part  int
	block int    // the next one
	bytes []byte // of the block before it that are still to be read
	room  []byte // for a block from the spool
	id    uint32 // of the document that is next
	ok    bool   // there is one
}

// start goes to the first document of part n.
func (c *cursor) start(n int) error {
	c.part, c.block, c.bytes = n, 0, nil
	return c.look()
}

// look tells which document is next.
func (c *cursor) look() error {
	if len(c.bytes) == 0 {
		c.id = 0
		if err := c.turn(); err != nil {
			return err
		}
	}
	c.ok = len(c.bytes) > restBits/8
	if c.ok {
		step, _ := binary.Uvarint(c.bytes[restBits/8:])
		c.id += uint32(step >> 3)
	}
	return nil
}

// turn goes to the next block. The one that is being filled is the last.
func (c *cursor) turn() (err error) {
	full := c.parts.full[c.part]
	switch {
	case c.block == len(full):
		c.bytes = c.parts.open[c.part].bytes
	case c.block < len(full) && c.parts.spool == nil:
		c.bytes = full[c.block].bytes
	case c.block < len(full):
		c.room, err = c.parts.spool.Get(c.room, full[c.block].at)
		c.bytes = c.room
	}
	c.block++
	if err != nil {
		return fmt.Errorf("search: %w", err)
	}
	return nil
}

// take appends the postings of the next document, or as many as its block has.
func (c *cursor) take(dst []posting) []posting {
	b := c.bytes
	part := uint32(c.part) << restBits
	rest := uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16
	step, size := binary.Uvarint(b[restBits/8:])
	dst = append(dst, newPosting(part|rest, int(c.id), class(step%classes)))
	b = b[restBits/8+size:]
	for len(b) >= 4 {
		x := binary.LittleEndian.Uint32(b)
		if x >= classes<<restBits {
			break
		}
		dst = append(dst, newPosting(part|x&(1<<restBits-1), int(c.id), class(x>>restBits)))
		b = b[4:]
	}
	c.bytes = b
	return dst
}

// reader reads parts that several workers filled.
type reader struct {
	cursors     []cursor // one for each worker
	room, spare []posting
}

func newReader(all []*collected) *reader {
	r := &reader{cursors: make([]cursor, len(all))}
	for i, c := range all {
		r.cursors[i].parts = c.parts
	}
	return r
}

// firstKey is the lowest key of a shard.
func firstKey(shard, shards int) uint64 {
	return (uint64(shard)<<32 + uint64(shards) - 1) / uint64(shards)
}

// gather returns the postings of some shards, sorted. They are overwritten by
// the next call.
func (r *reader) gather(shard, some, shards int) ([]posting, error) {
	r.room = r.room[:0]
	start, end := firstKey(shard, shards), firstKey(shard+some, shards)
	for n := start >> restBits; n <= (end-1)>>restBits; n++ {
		from := len(r.room)
		if err := r.read(int(n)); err != nil {
			return nil, err
		}
		if n<<restBits < start || (n+1)<<restBits > end {
			kept := slices.DeleteFunc(r.room[from:], func(x posting) bool {
				return uint64(x.key()) < start || uint64(x.key()) >= end
			})
			r.room = r.room[:from+len(kept)]
		}
	}
	if cap(r.spare) < len(r.room) {
		r.spare = make([]posting, len(r.room)*5/4)
	}
	r.room, r.spare = sortByKey(r.room, r.spare[:len(r.room)])
	return r.room, nil
}

// read appends part n, in order of ids: what each worker filled is.
func (r *reader) read(n int) error {
	for i := range r.cursors {
		if err := r.cursors[i].start(n); err != nil {
			return err
		}
	}
	for {
		var next *cursor
		for i := range r.cursors {
			if c := &r.cursors[i]; c.ok && (next == nil || c.id < next.id) {
				next = c
			}
		}
		if next == nil {
			return nil
		}
		r.room = next.take(r.room)
		if err := next.look(); err != nil {
			return err
		}
	}
}

// sortByKey sorts by 11 bits at a time, from the lowest, passing over bits in
// which all keys agree. What has the same key stays in the order in which it is.
func sortByKey[T posting](a, b []T) (sorted, other []T) {
	var all, any T = math.MaxUint64, 0
	for _, x := range a {
		all &= x
		any |= x
	}
	differ := all ^ any
	for left := uint64(differ >> 32 << 32); left != 0; {
		low := bits.TrailingZeros64(left)
		left = left >> low >> 11 << 11 << low
		var at [1 << 11]uint32
		for _, x := range a {
			at[x>>low&(1<<11-1)]++
		}
		sum := uint32(0)
		for i, n := range at {
			at[i] = sum
			sum += n
		}
		for _, x := range a {
			k := x >> low & (1<<11 - 1)
			b[at[k]] = x
			at[k]++
		}
		a, b = b, a
	}
	return a, b
}
