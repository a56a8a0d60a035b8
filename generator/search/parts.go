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
	blockSize = 512 // postings
)

// parts holds postings by the first bits of their keys, in blocks, so that
// nothing is copied while they grow. Full blocks wait in the spool, or in
// memory if there is none.
type parts struct {
	spool   *cache.Spool
	open    [1 << partBits][]posting // the block of each part that is being filled
	full    [1 << partBits][]block
	bytes   []byte // room for a block on its way to the spool
	failure error  // the first one; postings are lost then
}

// A block lies in memory or in the spool.
type block struct {
	list []posting
	at   cache.Spooled
}

func (p *parts) add(x posting) {
	n := x >> (64 - partBits)
	if len(p.open[n]) == cap(p.open[n]) {
		p.turn(int(n))
	}
	p.open[n] = append(p.open[n], x)
}

// turn begins a new block of part n.
func (p *parts) turn(n int) {
	switch list := p.open[n]; {
	case list == nil:
		p.open[n] = make([]posting, 0, blockSize)
	case p.spool == nil:
		p.full[n] = append(p.full[n], block{list: list})
		p.open[n] = make([]posting, 0, blockSize)
	default:
		p.put(n, list)
		p.open[n] = list[:0]
	}
}

func (p *parts) put(n int, list []posting) {
	p.bytes = appendBlock(p.bytes[:0], list)
	at, err := p.spool.Put(p.bytes)
	if err != nil && p.failure == nil {
		p.failure = fmt.Errorf("search: %w", err)
	}
	p.full[n] = append(p.full[n], block{at: at})
}

// restBits are the bits of a key that its part does not tell.
const restBits = 32 - partBits

// appendBlock packs postings of one part, in order of ids, into some four
// bytes each: the rest of the key, then the step from the id before with the
// class.
func appendBlock(dst []byte, list []posting) []byte {
	last := uint32(0)
	for _, x := range list {
		key := x.key()
		dst = append(dst, byte(key), byte(key>>8), byte(key>>16))
		dst = binary.AppendUvarint(dst, uint64(x.id()-last)<<3|uint64(x.class()))
		last = x.id()
	}
	return dst
}

// eachOf calls use for each posting of a packed block of part n.
func eachOf(b []byte, n int, use func(posting)) {
	id := 0
	for len(b) > restBits/8 {
		key := uint32(n)<<restBits | uint32(b[2])<<16 | uint32(b[1])<<8 | uint32(b[0])
		step, size := binary.Uvarint(b[restBits/8:])
		id += int(step >> 3)
		use(newPosting(key, id, class(step&(classes-1))))
		b = b[restBits/8+size:]
	}
}

// len is the number of postings.
func (p *parts) len() int {
	n := 0
	for i := range p.open {
		n += len(p.full[i])*blockSize + len(p.open[i])
	}
	return n
}

// reader reads parts that several workers filled.
type reader struct {
	all         []*collected
	bytes       []byte
	room, spare []posting
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
	for n := start >> (32 - partBits); n <= (end-1)>>(32-partBits); n++ {
		for _, c := range r.all {
			if err := r.read(c.parts, int(n), posting(start<<32), posting((end-1)<<32|math.MaxUint32)); err != nil {
				return nil, err
			}
		}
	}
	if cap(r.spare) < len(r.room) {
		r.spare = make([]posting, len(r.room)*5/4)
	}
	r.room, r.spare = radixSort(r.room, r.spare[:len(r.room)])
	return r.room, nil
}

// read adds the postings of part n from first to last.
func (r *reader) read(p *parts, n int, first, last posting) error {
	r.keep(p.open[n], first, last)
	for _, b := range p.full[n] {
		if p.spool == nil {
			r.keep(b.list, first, last)
			continue
		}
		var err error
		if r.bytes, err = p.spool.Get(r.bytes, b.at); err != nil {
			return fmt.Errorf("search: %w", err)
		}
		r.room = slices.Grow(r.room, blockSize)
		eachOf(r.bytes, n, func(x posting) {
			if x >= first && x <= last {
				r.room = append(r.room, x)
			}
		})
	}
	return nil
}

func (r *reader) keep(list []posting, first, last posting) {
	for _, x := range list {
		if x >= first && x <= last {
			r.room = append(r.room, x)
		}
	}
}

// radixSort sorts by 11 bits at a time, from the lowest, passing over bits in
// which all numbers agree. The class is no key: it is unique to its document.
func radixSort(a, b []posting) (sorted, other []posting) {
	var all, any posting = math.MaxUint64, 0
	for _, x := range a {
		all &= x
		any |= x
	}
	differ := all ^ any
	for left := uint64(differ &^ (classes - 1)); left != 0; {
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
