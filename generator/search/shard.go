package search

import (
	"cmp"
	"errors"
	"hash/crc32"
	"math"
	"runtime"
	"slices"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"gongkai/generator/cache"
	"gongkai/generator/output"
)

const (
	shardSize  = 6000 // bytes that a shard should have, on average
	maxShards  = 3584
	longList   = 3500 // bytes; longer lists have a file of their own
	headLength = 320  // postings of a long list that stay in the shard
)

// A list in a shard is whole, or has the postings in titles and numbers only,
// or has the best postings and says where the whole list is.
const (
	wholeList = iota
	titlesList
	headList
	listKinds
)

// shardCount is the number of shards for so many postings, which take 1.7
// bytes each. It goes up by a fifth to a quarter at a time, so that a new document
// rarely changes it: all shards change with it.
func shardCount(postings int) int {
	return fewStep(1+postings*17/10/shardSize, maxShards)
}

// fewStep rounds n up to four, five, six or seven times a power of two.
func fewStep(n, most int) int {
	low := 0
	for n>>low > 7 {
		low++
	}
	return min((n+(1<<low)-1)>>low<<low, most)
}

// shardOf is the shard of a unit, one of so many: they share the keys evenly
// and in order.
func shardOf(key uint32, shards int) int {
	return int(uint64(key) * uint64(shards) >> 32)
}

// encoded counts what encode made.
type encoded struct{ shards, long, postings, units int }

// encode makes shards of what the workers found, and the files of long lists.
func (w *writer) encode(found []*collected) (encoded, error) {
	total := 0
	for _, c := range found {
		total += c.parts.count
	}
	limit := charLimit(len(w.docs))
	counts, filed := countsOf(found, limit)
	usual := usualOf(counts, limit)
	w.state.counts, w.state.postings = counts, total-filed
	shards := make([]made, shardCount(total-filed))
	errs := make([]error, len(shards))
	run := 1
	if len(shards)%(1<<partBits) == 0 {
		run = len(shards) >> partBits // the shards of a part, which is read and sorted once
	}
	var next atomic.Int64
	var g errgroup.Group
	for range min(runtime.GOMAXPROCS(0), len(shards)/run) {
		g.Go(func() error {
			r := newReader(found)
			m := shardMaker{usual: usual, spool: w.spool}
			for {
				n := int(next.Add(1)) - 1
				if n*run >= len(shards) {
					return nil
				}
				list, err := r.gather(n*run, run, len(shards))
				for s := n * run; s < (n+1)*run; s++ {
					end := 0
					if err == nil {
						end = before(list, firstKey(s+1, len(shards)))
						err = m.shard(s, list[:end])
					}
					shards[s], errs[s] = m.made, err
					list = list[end:]
				}
			}
		})
	}
	_ = g.Wait() // errors are in errs, in order
	e := encoded{shards: len(shards)}
	for _, m := range shards {
		w.addShard(m)
		e.long += len(m.longs)
		e.postings += m.postings
		e.units += m.units
	}
	w.mixShards()
	return e, errors.Join(errs...)
}

// addShard takes in a shard with its long lists.
func (w *writer) addShard(m made) {
	w.files = append(w.files, m.files...)
	w.bytes += m.bytes
	w.state.prints = append(w.state.prints, m.print)
	w.state.longs = append(w.state.longs, m.longs...)
}

// mixShards adds the prints of all shards and long lists.
func (w *writer) mixShards() {
	w.state.shards = len(w.state.prints)
	for _, p := range w.state.prints {
		w.print = mix(w.print, p)
	}
	for _, l := range w.state.longs {
		w.print = mix(w.print, l.print)
	}
}

// before is how many postings of a sorted list have keys below one.
func before(list []posting, key uint64) int {
	n, _ := slices.BinarySearchFunc(list, key, func(p posting, k uint64) int { return cmp.Compare(uint64(p.key()), k) })
	return n
}

// made is a shard that was made, with the files of its long lists.
type made struct {
	files           []output.File
	bytes           int
	print           uint64 // of the shard's own file
	longs           []longPrint
	postings, units int
	broken          bool // a file that should stay is not there
}

// shardMaker encodes the postings of one shard after the other.
type shardMaker struct {
	usual []usualChar
	spool *cache.Spool
	out   []byte
	room  []byte // for a file on its way to the spool
	head  []posting
	made  made
}

// shard encodes sorted postings: for each unit the step from the key before,
// and its list.
func (m *shardMaker) shard(n int, list []posting) error {
	m.made, m.out = made{}, m.out[:0]
	last := uint32(0)
	for len(list) > 0 {
		key := list[0].key()
		end := 0
		for end < len(list) && list[end].key() == key {
			end++
		}
		k := key >> (32 - keyBits)
		before := len(m.out)
		kept, err := m.list(key, k-last, unite(list[:end]))
		if err != nil {
			return err
		}
		if kept {
			last = k
			m.made.units++
		} else {
			m.out = m.out[:before]
		}
		list = list[end:]
	}
	return m.file(shardName(n), nil, kindShard, n, m.out)
}

// file keeps a file: that of a long list, or the shard's own if long is nil.
func (m *shardMaker) file(name string, long *longPrint, args ...any) error {
	var room []byte
	if m.spool != nil { // which copies what it keeps
		room = m.room[:0]
	}
	content := appendScript(room, args...)
	m.room = content
	f, err := keep(m.spool, name, content)
	m.made.files = append(m.made.files, f)
	m.made.bytes += len(content)
	if long != nil {
		m.made.longs = append(m.made.longs, longPrint{long.key, printOf(content)})
	} else {
		m.made.print = printOf(content)
	}
	return err
}

// unite keeps one posting for each document, the one of the highest class.
func unite(list []posting) []posting {
	n := 0
	for _, p := range list[1:] {
		if p.id() == list[n].id() {
			list[n] = max(list[n], p)
		} else {
			n++
			list[n] = p
		}
	}
	return list[:n+1]
}

// list appends the list of a unit. It returns false if nothing of it is kept.
func (m *shardMaker) list(key, step uint32, list []posting) (kept bool, err error) {
	docs := uint32(len(list))
	kind := uint32(wholeList)
	if n := m.usualDocs(key); n > 0 {
		docs, kind = n, titlesList
		list = slices.DeleteFunc(list, func(p posting) bool { return p.class() < inNumber })
	}
	if len(list) == 0 {
		return false, nil
	}
	m.made.postings += len(list)
	m.out = appendNumber(m.out, step)
	start := len(m.out)
	m.header(docs, kind, list)
	body := len(m.out)
	m.out = appendPostings(m.out, list)
	if kind == wholeList && len(m.out)-body > longList {
		return true, m.cut(key, docs, list, start, m.out[body:])
	}
	return true, nil
}

// usualDocs is the number of documents that have a character of which only
// titles are kept, 0 for other units.
func (m *shardMaker) usualDocs(key uint32) uint32 {
	return isUsual(m.usual, key)
}

func isUsual(list []usualChar, key uint32) uint32 {
	i, found := slices.BinarySearchFunc(list, key, func(u usualChar, k uint32) int { return cmp.Compare(u.key, k) })
	if !found {
		return 0
	}
	return list[i].docs
}

func (m *shardMaker) header(docs, kind uint32, list []posting) {
	m.out = appendNumber(m.out, (docs-1)*listKinds+kind)
	if kind != wholeList {
		m.out = appendNumber(m.out, uint32(len(list)))
	}
}

// cut moves a list that was appended at start to a file of its own and leaves
// its best postings.
func (m *shardMaker) cut(key, docs uint32, list []posting, start int, whole []byte) error {
	if err := m.file(longName(key), &longPrint{key: key}, kindLong, int(key), whole); err != nil {
		return err
	}
	m.head = appendBest(m.head[:0], list)
	m.out = m.out[:start]
	m.header(docs, headList, m.head)
	m.out = appendPostings(m.out, m.head)
	return nil
}

// appendBest appends the headLength best of a longer list, by class and then
// newest first, in their order.
func appendBest(dst, list []posting) []posting {
	var counts [classes]int
	for _, p := range list {
		counts[p.class()]++
	}
	room, lowest := headLength, class(classes-1)
	for counts[lowest] < room {
		room -= counts[lowest]
		lowest--
	}
	skip := counts[lowest] - room // the oldest of the lowest class
	for _, p := range list {
		switch c := p.class(); {
		case c < lowest:
		case c == lowest && skip > 0:
			skip--
		default:
			dst = append(dst, p)
		}
	}
	return dst
}

// appendPostings appends postings in order of ids: the step from the id
// before, less one, and the class.
func appendPostings(dst []byte, list []posting) []byte {
	next := uint32(0)
	for _, p := range list {
		dst = appendNumber(dst, (p.id()-next)*classes+uint32(p.class()))
		next = p.id() + 1
	}
	return dst
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// printOf is a hash of a text.
func printOf(text []byte) uint64 {
	return uint64(crc32.Checksum(text, castagnoli))<<32 | uint64(len(text))&math.MaxUint32
}

// mix adds a hash to those before it.
func mix(all, print uint64) uint64 {
	all = (all ^ print) * 0x9e3779b97f4a7c15
	return all ^ all>>29
}
