package search

import (
	"cmp"
	"errors"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"gongkai/generator/output"
)

// Published is the index as it was published, and what Write noted of it.
// *output.Folder is one.
type Published interface {
	// Published returns the bytes of a file, if they are those that were written.
	Published(path string) ([]byte, bool)
	// Kept returns the published file as one of the new site; ok is false if it
	// is not there as it was written.
	Kept(path string) (f output.File, ok bool)
	// Under lists the published files in a folder and those below it.
	Under(folder string) []string
}

// errWhole says that the index has to be made as a whole. It never leaves the
// package.
var errWhole = errors.New("search: the published index is no help")

// fewChanges is how many documents may have changed for the published index to
// be brought up to date. Beyond, it is as quick to make it anew.
func fewChanges(docs int) int { return 20 + docs/50 }

// patch brings the published index up to date: units of documents that changed
// are taken out of their shards and put in again, and all other files stay. It
// makes what a whole build makes, byte by byte, or says errWhole. It can't where
// ids of documents, the number of shards or the set of very frequent characters
// change: then nearly all files do.
func (w *writer) patch(old *state, from Published) error {
	if old.labels != w.state.labels || len(old.docs) > len(w.docs) || charLimit(len(old.docs)) != charLimit(len(w.docs)) || perFragment(len(old.docs)) != perFragment(len(w.docs)) {
		return errWhole
	}
	changed, err := w.changed(old)
	if err != nil {
		return err
	}
	p := patcher{writer: w, old: old, from: from}
	if err := p.compare(changed); err != nil {
		return err
	}
	if err := p.count(); err != nil {
		return err
	}
	if shardCount(p.postings) != old.shards {
		return errWhole
	}
	return p.files()
}

// changed lists the documents that are new or whose sum differs, and notes the
// state of all. Those without a sum are read.
func (w *writer) changed(old *state) ([]int, error) {
	var list []int
	var text []byte
	w.state.docs = make([]docState, len(w.docs))
	for id := range w.docs {
		d, s := &w.docs[id], &w.state.docs[id]
		s.sum = [16]byte(d.Sum[:])
		isNew := id >= len(old.docs)
		if !isNew && d.Sum != [32]byte{} && old.docs[id].sum == s.sum {
			s.print = old.docs[id].print
			continue
		}
		var err error
		if text, err = d.Text(text[:0]); err != nil {
			return nil, err
		}
		if s.print = contentPrint(d, w.labels, text); isNew || s.print != old.docs[id].print {
			list = append(list, id)
		}
	}
	if len(list) > fewChanges(len(w.docs)) {
		return nil, errWhole
	}
	return list, nil
}

// patcher holds what changed, by unit.
type patcher struct {
	*writer
	old      *state
	from     Published
	steps    []step
	postings int
	usual    []usualChar // after the change
	was      []usualChar // before it
}

// step takes a posting out or puts it in.
type step struct {
	posting posting
	char    token // the unit if it is a character of the basic plane, else stop
	in      bool
}

// compare finds the postings that changed.
func (p *patcher) compare(changed []int) error {
	c := newCollected(len(p.docs), nil)
	for _, id := range changed {
		var before []step
		if id < len(p.old.docs) {
			f, err := p.fragment(id)
			if err != nil {
				return err
			}
			before = c.steps(&f, []byte(f.Text), id, false)
		}
		text, err := p.docs[id].Text(nil)
		if err != nil {
			return err
		}
		f := newFragment(&p.docs[id], p.labels)
		p.difference(before, c.steps(&f, text, id, true))
	}
	slices.SortFunc(p.steps, func(a, b step) int {
		return cmp.Or(cmp.Compare(a.posting/classes, b.posting/classes), truth(a.in)-truth(b.in))
	})
	return nil
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// fragment is a document as it was published.
func (p *patcher) fragment(id int) (fragment, error) {
	per := perFragment(len(p.old.docs))
	n := id / per
	content, ok := p.from.Published(Folder + "/" + fragmentName(n))
	if !ok {
		return fragment{}, errWhole
	}
	args, err := parseScript(content, kindFragment)
	if err != nil {
		return fragment{}, errWhole
	}
	all, err := parseFragment(args, n)
	if err != nil || id-n*per >= len(all) {
		return fragment{}, errWhole
	}
	return all[id-n*per], nil
}

// steps are the postings of a document, in order.
func (c *collected) steps(f *fragment, text []byte, id int, in bool) []step {
	length := c.note(f, text)
	list := make([]step, 0, len(c.byDoc.units))
	for _, u := range c.byDoc.units {
		list = append(list, step{posting: newPosting(u.key, id, u.class(length)), char: token(u.char), in: in})
	}
	slices.SortFunc(list, func(a, b step) int { return cmp.Compare(a.posting, b.posting) })
	return list
}

// difference keeps the steps that do not cancel each other.
func (p *patcher) difference(before, after []step) {
	for len(before) > 0 && len(after) > 0 {
		switch a, b := before[0], after[0]; {
		case a.posting == b.posting:
			before, after = before[1:], after[1:]
		case a.posting < b.posting:
			p.steps, before = append(p.steps, a), before[1:]
		default:
			p.steps, after = append(p.steps, b), after[1:]
		}
	}
	p.steps = append(append(p.steps, before...), after...)
}

// count brings the numbers up to date: of documents with a character, of
// postings.
func (p *patcher) count() error {
	counts := make(map[uint32]uint32, len(p.old.counts)+16)
	for _, c := range p.old.counts {
		counts[c.char] = c.docs
	}
	limit := charLimit(len(p.docs))
	p.was = usualOf(p.old.counts, limit)
	for _, s := range p.steps {
		switch {
		case s.char == stop:
		case s.in:
			counts[s.char]++
		default:
			counts[s.char]--
		}
	}
	p.state.counts = p.state.counts[:0]
	for char, docs := range counts {
		if docs > 0 {
			p.state.counts = append(p.state.counts, charCount{char, docs})
		}
	}
	slices.SortFunc(p.state.counts, func(a, b charCount) int { return cmp.Compare(a.char, b.char) })
	p.usual = usualOf(p.state.counts, limit)
	if !slices.EqualFunc(p.was, p.usual, func(a, b usualChar) bool { return a.key == b.key }) {
		return errWhole // whole lists would come or go
	}
	p.postings = p.old.postings
	for _, s := range p.steps {
		if s.char != stop && counts[s.char] > limit && s.posting.class() < inNumber {
			continue // as a whole index does not count it: see collected.file
		}
		p.postings += 2*truth(s.in) - 1
	}
	p.state.postings = p.postings
	return nil
}

// usualOf are the characters in more documents than the limit, by key.
func usualOf(counts []charCount, limit uint32) (list []usualChar) {
	for _, c := range counts {
		if c.docs > limit {
			list = append(list, usualChar{unit(c.char, stop), c.docs})
		}
	}
	slices.SortFunc(list, func(a, b usualChar) int { return cmp.Compare(a.key, b.key) })
	return list
}

// files makes the list of all files but the metadata.
func (p *patcher) files() error {
	shards := p.old.shards
	made := make([]made, shards)
	kept := make([]output.File, shards)
	bounds := p.bounds(shards)
	errs := make([]error, shards)
	var next atomic.Int64
	var g errgroup.Group
	for range runtime.GOMAXPROCS(0) {
		g.Go(func() error {
			m := shardMaker{usual: p.usual, spool: p.spool}
			for {
				n := int(next.Add(1)) - 1
				if n >= shards {
					return nil
				}
				steps := p.steps[bounds[n]:bounds[n+1]]
				if len(steps) == 0 {
					var ok bool
					if kept[n], ok = p.from.Kept(Folder + "/" + shardName(n)); !ok {
						errs[n] = errWhole
					}
					continue
				}
				made[n], errs[n] = p.shard(&m, n, steps)
			}
		})
	}
	_ = g.Wait() // errors are in errs, in order
	if err := errors.Join(errs...); err != nil {
		return errWhole
	}
	return p.assemble(made, kept, bounds)
}

// bounds are where the steps of each shard begin.
func (p *patcher) bounds(shards int) []int {
	at := make([]int, shards+1)
	for n := 1; n <= shards; n++ {
		at[n], _ = slices.BinarySearchFunc(p.steps, firstKey(n, shards), func(s step, key uint64) int {
			return cmp.Compare(uint64(s.posting.key()), key)
		})
	}
	return at
}

// assemble puts files and prints together as a whole build does.
func (p *patcher) assemble(made []made, kept []output.File, bounds []int) error {
	longs := p.old.longs
	for n := range made {
		mine := 0
		for mine < len(longs) && shardOf(longs[mine].key, len(made)) == n {
			mine++
		}
		if bounds[n] == bounds[n+1] {
			p.state.prints = append(p.state.prints, p.old.prints[n])
			p.state.longs = append(p.state.longs, longs[:mine]...)
			p.writer.files = append(p.writer.files, kept[n])
			for _, l := range longs[:mine] {
				f, ok := p.from.Kept(Folder + "/" + longName(l.key))
				if !ok {
					return errWhole
				}
				p.writer.files = append(p.writer.files, f)
			}
		} else {
			p.addShard(made[n])
		}
		longs = longs[mine:]
	}
	p.mixShards()
	return nil
}

// shard makes a shard anew from its published form and the steps that change it.
func (p *patcher) shard(m *shardMaker, n int, steps []step) (made, error) {
	content, ok := p.from.Published(Folder + "/" + shardName(n))
	if !ok {
		return made{}, errWhole
	}
	args, err := parseScript(content, kindShard)
	if err != nil {
		return made{}, errWhole
	}
	var is int
	var lists string
	if into(args, &is, &lists) != nil || is != n {
		return made{}, errWhole
	}
	m.made, m.out = made{}, m.out[:0]
	r := unitReader{numbers: numbers{text: lists}}
	last := uint32(0)
	for r.next() || len(steps) > 0 {
		if r.ok && (len(steps) == 0 || r.key < steps[0].posting.key()) {
			last, err = p.keepUnit(m, &r, last), nil
			r.take()
		} else {
			key, end := steps[0].posting.key(), 0
			for end < len(steps) && steps[end].posting.key() == key {
				end++
			}
			var before *unitReader
			if r.ok && r.key == key {
				before = &r
			}
			last, err = p.changeUnit(m, before, key, last, steps[:end])
			if before != nil {
				r.take()
			}
			steps = steps[end:]
		}
		if err != nil {
			return made{}, err
		}
	}
	if r.broken {
		return made{}, errWhole
	}
	err = m.file(shardName(n), nil, kindShard, n, m.out)
	if m.made.broken {
		err = errWhole
	}
	return m.made, err
}

// keepUnit copies a unit to which nothing happened, and returns its key as steps
// count it.
func (p *patcher) keepUnit(m *shardMaker, r *unitReader, last uint32) uint32 {
	k := r.key >> (32 - keyBits)
	m.out = appendNumber(m.out, k-last)
	m.out = append(m.out, r.text[r.from:r.at]...)
	if r.kind == headList {
		p.keepLong(m, r.key)
	}
	return k
}

// keepLong takes over the file of a long list.
func (p *patcher) keepLong(m *shardMaker, key uint32) {
	i, found := slices.BinarySearchFunc(p.old.longs, key, func(l longPrint, key uint32) int { return cmp.Compare(l.key, key) })
	f, ok := p.from.Kept(Folder + "/" + longName(key))
	if !found || !ok {
		m.made.broken = true
		return
	}
	m.made.files = append(m.made.files, f)
	m.made.longs = append(m.made.longs, p.old.longs[i])
}

// changeUnit makes a unit's list anew.
func (p *patcher) changeUnit(m *shardMaker, before *unitReader, key, last uint32, steps []step) (uint32, error) {
	var list []posting
	if before != nil {
		text, count := before.body()
		if before.kind == headList {
			var err error
			if text, err = p.long(key); err != nil {
				return last, err
			}
			count = before.docs
		}
		list = postings(text, key, count)
		if list == nil {
			return last, errWhole
		}
	}
	for _, s := range steps { // of a document, what takes out comes before what puts in
		i, found := slices.BinarySearchFunc(list, s.posting, func(a, b posting) int { return cmp.Compare(a.id(), b.id()) })
		switch {
		case s.in && !found:
			list = slices.Insert(list, i, s.posting)
		case s.in:
			return last, errWhole
		case found && list[i] == s.posting:
			list = slices.Delete(list, i, i+1)
		case isUsual(p.was, key) > 0 && s.posting.class() < inNumber:
		default:
			return last, errWhole // the published index is not what we think
		}
	}
	k := key >> (32 - keyBits)
	start := len(m.out)
	if len(list) == 0 {
		return last, nil
	}
	kept, err := m.list(key, k-last, list)
	if err != nil || !kept {
		m.out = m.out[:start]
		return last, err
	}
	return k, nil
}

// long is the whole list of a unit that has a file of its own.
func (p *patcher) long(key uint32) (string, error) {
	content, ok := p.from.Published(Folder + "/" + longName(key))
	if !ok {
		return "", errWhole
	}
	args, err := parseScript(content, kindLong)
	var is int
	var text string
	if err != nil || into(args, &is, &text) != nil || is != int(key) {
		return "", errWhole
	}
	return text, nil
}

// postings reads a list of so many; nil if it is broken.
func postings(text string, key, count uint32) []posting {
	ns := numbers{text: text}
	list := make([]posting, 0, min(int(count), len(text))+1)
	next := uint32(0)
	for range count {
		v, ok := ns.next()
		if !ok {
			return nil
		}
		next += v / classes
		list = append(list, newPosting(key, int(next), class(v%classes)))
		next++
	}
	return list
}

// unitReader reads the units of a shard one after another. A unit that was
// looked at and not taken is looked at again.
type unitReader struct {
	numbers
	key    uint32
	ok     bool // there is a unit that was not taken
	broken bool
	from   int // where the unit begins, after its step
	head   int // where its postings begin
	kind   int
	docs   uint32 // documents that have it
	count  uint32 // postings that stand here
}

// next looks at the unit that is next.
func (r *unitReader) next() bool {
	if r.ok || r.broken || r.at >= len(r.text) {
		return r.ok
	}
	step, ok1 := r.numbers.next()
	r.from = r.at
	head, ok2 := r.numbers.next()
	r.key += step << (32 - keyBits)
	r.docs, r.kind = head/listKinds+1, int(head%listKinds)
	r.count = r.docs
	ok3 := true
	if r.kind != wholeList {
		r.count, ok3 = r.numbers.next()
	}
	r.head = r.at
	for range r.count {
		if _, ok := r.numbers.next(); !ok {
			r.broken = true
			return false
		}
	}
	r.ok = ok1 && ok2 && ok3
	r.broken = !r.ok
	return r.ok
}

// take goes on to the next unit.
func (r *unitReader) take() { r.ok = false }

// body is the text of the unit's postings, and their number.
func (r *unitReader) body() (string, uint32) { return r.text[r.head:r.at], r.count }

// keptSuggestions takes over the files of suggestions; false if one is not there
// any more.
func (w *writer) keptSuggestions(from Published) bool {
	for _, path := range append(from.Under(Folder+"/s"), Folder+"/"+suggestMetaName) {
		if !strings.HasSuffix(path, ".js") {
			continue // a packed copy, which is made of the file again if it is wanted
		}
		f, ok := from.Kept(path)
		if !ok {
			return false
		}
		w.files = append(w.files, f)
	}
	return true
}

// newFragment is a document as its fragment has it, without its text.
func newFragment(d *Document, labels Labels) fragment {
	v := fragmentFields(d, labels)
	return fragment{Address: v[0], Title: v[1], Number: v[2], Index: v[3], Date: v[4], Kind: v[5], Agency: v[6], Category: v[7], Validity: v[8], Summary: v[9], More: v[10]}
}
