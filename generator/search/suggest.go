package search

import (
	"encoding/json"
	"fmt"
	"slices"
)

const (
	perSuggestion  = 8    // titles for a unit
	suggestionSize = 5000 // bytes that a file should have at most, on average
)

// A titled says that the title of a document has a unit; first ones begin with it.
type titled struct {
	key   uint32
	first bool
	id    int
}

// suggestions writes for each two characters that stand side by side in a title
// the newest titles that have them, those that begin with them before others.
func (w *writer) suggestions() {
	list := titledUnits(w.docs)
	list = bestTitles(list, w.docs)
	size := 0
	for _, t := range list {
		size += len(w.docs[t.id].Title) * 2 / 3 // many titles serve more than one unit of a file
	}
	k := fewStep(1+size/suggestionSize, maxShards)
	print := uint64(0)
	for n := 0; len(list) > 0; n++ {
		end := 0
		for end < len(list) && shardOf(list[end].key, k) == n {
			end++
		}
		if end > 0 {
			content := w.suggestionFile(n, k, list[:end])
			print = mix(print, printOf(content))
			w.file(suggestName(n), content)
		}
		list = list[end:]
	}
	w.suggestMeta(k, fmt.Sprintf("%08x", uint32(print^print>>32)))
}

// suggestMeta writes what suggestions need to know first, so that a page that
// only suggests need not load the metadata of the search: the number of
// files, their stamp, and the agencies with the first letters of their names'
// pinyin, so that xjyj suggests 县教育局.
func (w *writer) suggestMeta(files int, stamp string) {
	ids, _ := columnOf(w.docs, func(d *Document) string { return d.Agency })
	names, letters := make([]string, len(ids)), make([]string, len(ids))
	for i, id := range ids {
		names[i] = named(w.labels.Agency, id)
		letters[i] = initials(names[i])
	}
	w.script(suggestMetaName, kindSuggestMeta, files, stamp, ids, names, letters)
}

// suggestMeta is what a reader of suggestions knows first.
type suggestMeta struct {
	files               int
	stamp               string
	ids, names, letters []string
}

func parseSuggestMeta(args []json.RawMessage) (m suggestMeta, err error) {
	if err := into(args, &m.files, &m.stamp, &m.ids, &m.names, &m.letters); err != nil {
		return m, err
	}
	if m.files < 1 || m.files > maxShards || len(m.names) != len(m.ids) || len(m.letters) != len(m.ids) {
		return suggestMeta{}, errBroken
	}
	return m, nil
}

// Agency is an agency by the letters of its name.
type Agency struct{ Id, Name string }

func titledUnits(docs []Document) []titled {
	var list []titled
	var t tokens
	for id := range docs {
		t.reset()
		t.add([]byte(docs[id].Title))
		for i := 1; i < len(t.list); i++ {
			if t.list[i-1] != stop && t.list[i] != stop {
				list = append(list, titled{unit(t.list[i-1], t.list[i]), i == 1, id})
			}
		}
	}
	slices.SortFunc(list, func(a, b titled) int {
		switch {
		case a.key != b.key:
			return int(int64(a.key) - int64(b.key))
		case a.first != b.first && a.first:
			return -1
		case a.first != b.first:
			return 1
		}
		return b.id - a.id
	})
	return list
}

// bestTitles keeps the first titles of each unit, each title once.
func bestTitles(list []titled, docs []Document) []titled {
	kept := list[:0]
	from := 0 // where the kept ones of this unit begin
	for _, t := range list {
		if len(kept) > from && kept[from].key != t.key {
			from = len(kept)
		}
		same := func(o titled) bool { return docs[o.id].Title == docs[t.id].Title }
		if len(kept)-from < perSuggestion && !slices.ContainsFunc(kept[from:], same) {
			kept = append(kept, t)
		}
	}
	return kept
}

// suggestionFile has the units' lists in the number code (step of the key,
// number of titles, their places in the list of titles), then ids and titles.
func (w *writer) suggestionFile(n, k int, list []titled) []byte {
	ids := make([]int, len(list))
	for i, t := range list {
		ids[i] = t.id
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	titles := make([]string, len(ids))
	var known, lists []byte
	next := 0
	for i, id := range ids {
		titles[i] = w.docs[id].Title
		known = appendNumber(known, uint32(id-next))
		next = id + 1
	}
	last := uint32(0)
	for len(list) > 0 {
		end := 0
		for end < len(list) && list[end].key == list[0].key {
			end++
		}
		key := list[0].key >> (32 - keyBits)
		lists = appendNumber(lists, key-last)
		lists = appendNumber(lists, uint32(end))
		last = key
		for _, t := range list[:end] {
			place, _ := slices.BinarySearch(ids, t.id)
			lists = appendNumber(lists, uint32(place))
		}
		list = list[end:]
	}
	return script(kindSuggest, n, string(lists), string(known), titles)
}

// Suggestion is a title that has what someone typed.
type Suggestion struct {
	Id    int
	Title string
}

func parseSuggestions(args []json.RawMessage, n int, key uint32) ([]Suggestion, error) {
	var is int
	var lists, known string
	var titles []string
	if into(args, &is, &lists, &known, &titles) != nil || is != n {
		return nil, errBroken
	}
	ids := make([]int, len(titles))
	next := 0
	ns := numbers{text: known}
	for i := range ids {
		v, ok := ns.next()
		if !ok {
			return nil, errBroken
		}
		ids[i] = next + int(v)
		next = ids[i] + 1
	}
	var found []Suggestion
	at := uint32(0)
	for ns = (numbers{text: lists}); ; {
		step, ok := ns.next()
		if !ok {
			return found, nil
		}
		at += step
		count, _ := ns.next()
		for range min(count, perSuggestion) {
			place, ok := ns.next()
			if !ok || int(place) >= len(ids) {
				return found, errBroken
			}
			if at == key {
				found = append(found, Suggestion{ids[place], titles[place]})
			}
		}
	}
}
