package search

import (
	"encoding/json"
	"errors"
	"io/fs"
	"math/bits"
	"strings"
)

// Index is a written index, for searching. What it has loaded it keeps, as a
// browser's page does. It is not for several goroutines at once.
type Index struct {
	fsys      fs.FS // the site
	meta      meta
	shards    map[int]string
	long      map[uint32][]entry
	fragments map[int][]fragment
	columns   map[string]*column
	suggest   map[int][]json.RawMessage

	suggestMeta *suggestMeta

	cost     Cost
	missing  []string
	outdated bool
	loaded   bool // something was loaded in this round
}

// Cost is what had to be loaded for a query.
type Cost struct {
	Rounds int // of files asked for at once
	Files  []string
	Bytes  int // before compression
}

// Open reads the metadata of the index in a site.
func Open(site fs.FS) (*Index, error) {
	x := &Index{
		fsys: site, shards: map[int]string{}, long: map[uint32][]entry{}, fragments: map[int][]fragment{},
		columns: map[string]*column{}, suggest: map[int][]json.RawMessage{},
	}
	content, err := fs.ReadFile(site, Folder+"/"+metaName)
	if err != nil {
		return nil, err
	}
	args, err := parseScript(content, kindMeta)
	if err != nil {
		return nil, err
	}
	return x, x.meta.parse(args)
}

// load returns the arguments of a file, or nil if it is missing or broken,
// which the result of the query tells.
func (x *Index) load(name, kind string) []json.RawMessage {
	if !x.loaded {
		x.loaded = true
		x.cost.Rounds++
	}
	x.cost.Files = append(x.cost.Files, name)
	content, err := fs.ReadFile(x.fsys, Folder+"/"+name)
	x.cost.Bytes += len(content)
	if err != nil {
		x.lost(name, err)
		return nil
	}
	args, err := parseScript(content, kind)
	if err != nil {
		x.lost(name, err)
	}
	return args
}

func (x *Index) lost(name string, err error) {
	x.missing = append(x.missing, name)
	x.outdated = x.outdated || errors.Is(err, errVersion)
}

// round marks that what is loaded from here on depends on what was loaded.
func (x *Index) round() { x.loaded = false }

// shard returns the lists of a shard: "" if it is empty or lost.
func (x *Index) shard(n int) string {
	if s, ok := x.shards[n]; ok {
		return s
	}
	name := shardName(n)
	var is int
	var lists string
	args := x.load(name, kindShard)
	if args != nil && (into(args, &is, &lists) != nil || is != n) {
		x.lost(name, errBroken)
	}
	x.shards[n] = lists
	return lists
}

// entry is a posting as a reader has it.
type entry struct {
	id    int
	class int
}

// list is a unit's list as a reader has it.
type list struct {
	docs    int // that have the unit
	kind    int
	long    uint32 // the unit, by which the whole list is filed, if kind is headList
	entries []entry
}

// find looks a unit up in its shard. One that is not there has an empty list.
func (x *Index) find(key uint32) list {
	n := shardOf(key, x.meta.Shards)
	ns := numbers{text: x.shard(n)}
	at := uint32(0)
	for {
		step, ok := ns.next()
		if !ok {
			return list{}
		}
		at += step
		l, ok := x.readList(&ns, key)
		if at == key>>(32-keyBits) {
			return l
		}
		if !ok {
			return list{}
		}
	}
}

// readList reads the list that begins at ns. ok is false if it is broken.
func (x *Index) readList(ns *numbers, key uint32) (l list, ok bool) {
	head, ok := ns.next()
	l.docs, l.kind = int(head/listKinds)+1, int(head%listKinds)
	count := uint32(l.docs)
	if l.kind != wholeList {
		count, ok = ns.next()
	}
	if l.kind == headList {
		l.long = key
	}
	if !ok || int(count) > x.meta.Documents || l.docs > x.meta.Documents {
		return list{}, false
	}
	l.entries, ok = x.postings(ns, count)
	return l, ok
}

func (x *Index) postings(ns *numbers, count uint32) ([]entry, bool) {
	var all []entry
	next := 0
	for range count {
		v, ok := ns.next()
		id := next + int(v/classes)
		if !ok || id >= x.meta.Documents {
			return all, false
		}
		all = append(all, entry{id, int(v % classes)})
		next = id + 1
	}
	return all, true
}

// loadLong returns the whole list of one whose shard has its head only.
func (x *Index) loadLong(l list) list {
	entries, ok := x.long[l.long]
	if !ok {
		name := longName(l.long)
		var is uint32
		var text string
		args := x.load(name, kindLong)
		if args == nil {
			return l
		}
		if into(args, &is, &text) != nil || is != l.long {
			x.lost(name, errBroken)
			return l
		}
		entries, ok = x.postings(&numbers{text: text}, uint32(l.docs))
		if !ok {
			x.lost(name, errBroken)
		}
		x.long[l.long] = entries
	}
	return list{docs: l.docs, kind: wholeList, entries: entries}
}

// fragment returns the document of an id. ok is false if its file is lost.
func (x *Index) fragment(id int) (f fragment, ok bool) {
	n := id / x.meta.PerFragment
	all, known := x.fragments[n]
	if !known {
		name := fragmentName(n)
		if args := x.load(name, kindFragment); args != nil {
			var err error
			if all, err = parseFragment(args, n); err != nil {
				x.lost(name, err)
			}
		}
		x.fragments[n] = all
	}
	if i := id % x.meta.PerFragment; i < len(all) {
		return all[i], true
	}
	return fragment{}, false
}

// column returns a facet's values, or nil if its file is lost.
func (x *Index) column(name string) *column {
	if c, ok := x.columns[name]; ok {
		return c
	}
	file := columnName(name)
	var c *column
	if args := x.load(file, kindColumn); args != nil {
		if read, err := parseColumn(args, name, x.meta.Documents); err != nil {
			x.lost(file, err)
		} else {
			c = &read
		}
	}
	x.columns[name] = c
	return c
}

// suggestions returns what suggestions need to know first, or nil if it is lost.
func (x *Index) suggestions() *suggestMeta {
	if x.suggestMeta != nil {
		return x.suggestMeta
	}
	args := x.load(suggestMetaName, kindSuggestMeta)
	if args == nil {
		return nil
	}
	m, err := parseSuggestMeta(args)
	if err != nil {
		x.lost(suggestMetaName, err)
		return nil
	}
	x.suggestMeta = &m
	return &m
}

// Suggest returns titles that have what was typed, two characters or words at
// least, those that begin with it first. It loads one file of titles, by the
// last two: the first ones are often the county's name.
func (x *Index) Suggest(typed string) []Suggestion {
	t := newTerm(firstRunes(typed, maxQuery))
	m := x.suggestions()
	if len(t.tokens) < 2 || m == nil {
		return nil
	}
	key := unit(t.tokens[len(t.tokens)-2], t.tokens[len(t.tokens)-1])
	n := shardOf(key, m.files)
	args, known := x.suggest[n]
	if !known {
		args = x.load(suggestName(n), kindSuggest)
		x.suggest[n] = args
	}
	all, _ := parseSuggestions(args, n, key>>(32-keyBits))
	found := []Suggestion{}
	for _, s := range all {
		if foldText(s.Title).index(t.text, 0) >= 0 {
			found = append(found, s)
		}
	}
	return found
}

// Agencies returns those whose names' pinyin has the letters that were typed,
// first letters only: those that begin with them first.
func (x *Index) Agencies(letters string) []Agency {
	m := x.suggestions()
	letters = strings.ToLower(letters)
	if m == nil || len(letters) < minInitials {
		return nil
	}
	var first, other []Agency
	for i, l := range m.letters {
		switch a := (Agency{m.ids[i], m.names[i]}); {
		case strings.HasPrefix(l, letters):
			first = append(first, a)
		case strings.Contains(l, letters):
			other = append(other, a)
		}
	}
	return append(first, other...)
}

// minInitials is how many letters of an agency must be typed.
const minInitials = 2

// logarithm returns 16 times the logarithm of v to base 2, v > 0.
func logarithm(v uint32) int {
	whole := bits.Len32(v) - 1
	return whole*16 + int(uint64(v)<<4>>whole&15)
}
