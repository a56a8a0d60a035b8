// Package search makes the full-text index that readers' browsers search, and
// searches it in Go.
//
// The idea: there is no server, so the index is cut into small files of which
// a query needs a handful, whatever the number of documents. FORMAT.md
// describes them exactly; a second reader, in the theme, is written to it.
//
// The design:
//
//   - Chinese is not cut into words. Every two characters side by side are a
//     unit with a list of the documents that have it, so any two characters and
//     more that someone remembers are found, and no dictionary is needed. Words
//     of Latin letters and digits count as one character.
//   - Text is folded first: width, case, traditional forms, brackets and
//     punctuation make no difference.
//   - Lists are filed by a hash of the unit. A list tells of each document how
//     much it is about the unit, so ranking needs nothing else. It does not tell
//     places: phrases are verified on the text of the few best documents.
//   - Ids are in order of date, so a new document appends to lists.
//   - Files are scripts that call one function with JSON, because pages opened
//     from a disk may load scripts and nothing else.
//   - Memory is bounded: what grows with the text waits in a spool, a temporary
//     file, until its shard is made, and the shard until it is written. Texts
//     are asked for when they are indexed and again when their file is written.
//
// The limits: half a billion documents, in theory; see FORMAT.md for what was
// measured. A unit that is the middle of a Latin word or number is not found,
// nor is a frequent character alone, except in titles.
package search

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"

	"gongkai/generator/cache"
	"gongkai/generator/output"
)

// Document is something that can be found.
type Document struct {
	Address  string // within the site: "notices/2024/x.html"
	Title    string
	Number   string // document number (发文字号), or ""
	Index    string // index number (索引号), or ""
	Summary  string
	Keywords []string

	// What readers may filter by: ids, of which Labels has the names. "" is none.
	Kind, Agency, Category, Topic, Genre, Validity string

	Date string // 2006-01-02, or ""

	// Sum is a hash of all of the above and of what the text is made from. A
	// document whose sum is that of before need not be read; one without a sum is
	// read each time.
	Sum [32]byte

	// Text appends the body as plain text, a line for each paragraph. It is
	// called by Write and for each time that the document's file is rendered, from
	// any goroutine.
	Text func(dst []byte) ([]byte, error)
}

// Labels are the names, by id, of what readers may filter by.
type Labels struct {
	Kind, Agency, Category, Topic, Genre, Validity map[string]string
}

// Stats tells how large an index is.
type Stats struct {
	Documents int
	Units     int // different ones
	Postings  int // documents of all units
	Shards    int
	Long      int // lists with a file of their own
	Bytes     int // of all files but the documents' own
}

// Options of Write. The zero value will do.
type Options struct {
	// Spool is where what is large waits; it must stay open as long as the files
	// are used. nil keeps it in memory.
	Spool *cache.Spool
	// Published is the index of before, and Note what Write said of it.
	Published Published
	Note      []byte
}

// Written is an index.
type Written struct {
	Files []output.File // all below search/
	Stats Stats         // the documents alone, if the index of before was brought up to date
	Note  []byte        // for the next Write
}

// Write makes the files of an index. Documents are in order of date, oldest
// first. The same documents make the same bytes, with or without the index of
// before.
func Write(docs []Document, labels Labels, opts Options) (Written, error) {
	if err := inOrder(docs); err != nil {
		return Written{}, err
	}
	w := newWriter(docs, labels, opts)
	if opts.Published != nil {
		if old, ok := parseState(opts.Note); ok {
			err := w.update(old, opts.Published)
			if !errors.Is(err, errWhole) {
				return w.written(Stats{Documents: len(docs)}), cmp.Or(err, w.failure)
			}
			w = newWriter(docs, labels, opts)
		}
	}
	stats, err := w.whole()
	return w.written(stats), cmp.Or(err, w.failure)
}

func newWriter(docs []Document, labels Labels, opts Options) *writer {
	w := &writer{docs: docs, labels: labels, spool: opts.Spool}
	w.state.labels = labels.sumOf()
	w.state.titles = titlesOf(docs, w.state.labels)
	return w
}

// update makes the index from the one of before. The error may be errWhole.
func (w *writer) update(old *state, from Published) error {
	beside := w.beside(func(o *writer) bool {
		if old.titles != w.state.titles || !o.keptSuggestions(from) {
			return false
		}
		o.print, o.bytes = old.suggested, old.suggest
		return true
	})
	err := w.patch(old, from)
	other := <-beside
	if err != nil {
		return err
	}
	w.finish(other)
	return nil
}

// whole makes the index from the documents alone.
func (w *writer) whole() (Stats, error) {
	beside := w.beside(func(*writer) bool { return false })
	prints := make([]uint64, len(w.docs))
	found, err := collect(w.docs, w.labels, prints, w.spool)
	other := <-beside
	if err != nil {
		return Stats{}, err
	}
	e, err := w.encode(found)
	if err != nil {
		return Stats{}, err
	}
	w.state.docs = make([]docState, len(w.docs))
	for i := range w.docs {
		w.state.docs[i] = docState{[16]byte(w.docs[i].Sum[:]), prints[i]}
	}
	w.finish(other)
	return Stats{len(w.docs), e.units, e.postings, e.shards, e.long, w.bytes}, nil
}

// beside makes what is small while the shards are made. kept takes over the
// suggestions of before, if it can.
func (w *writer) beside(kept func(*writer) bool) <-chan *writer {
	done := make(chan *writer, 1)
	go func() {
		o := &writer{docs: w.docs, labels: w.labels, spool: w.spool}
		if !kept(o) {
			o.files, o.print, o.bytes = nil, 0, 0
			o.suggestions()
		}
		o.state.suggested, o.state.suggest = o.print, o.bytes
		o.columns()
		o.traditional()
		done <- o
	}()
	return done
}

// finish adds what is not in shards.
func (w *writer) finish(other *writer) {
	w.meta.Documents, w.meta.Shards = len(w.docs), w.state.shards
	w.fragments()
	w.join(other)
	w.state.suggested, w.state.suggest = other.state.suggested, other.state.suggest
	w.meta.Stamp = fmt.Sprintf("%08x", uint32(w.print^w.print>>32))
	w.script(metaName, w.meta.args()...)
}

func (w *writer) written(stats Stats) Written {
	return Written{Files: w.files, Stats: stats, Note: w.state.encode()}
}

func inOrder(docs []Document) error {
	if len(docs) > maxDoc {
		return fmt.Errorf("search: %d documents are too many", len(docs))
	}
	for i := 1; i < len(docs); i++ {
		if docs[i].Date < docs[i-1].Date {
			return fmt.Errorf("search: %s of %s comes after %s of %s", docs[i].Address, docs[i].Date, docs[i-1].Address, docs[i-1].Date)
		}
	}
	return nil
}

// Folder is where the index lies in the site.
const Folder = "search"

type writer struct {
	docs    []Document
	labels  Labels
	spool   *cache.Spool
	meta    meta
	state   state
	files   []output.File
	bytes   int
	print   uint64 // of all files but the metadata
	failure error  // the first one
}

// join takes in what another writer made.
func (w *writer) join(o *writer) {
	w.files = append(w.files, o.files...)
	w.bytes += o.bytes
	w.print = mix(w.print, o.print)
	w.failure = cmp.Or(w.failure, o.failure)
}

// file adds a file that is made already.
func (w *writer) file(name string, content []byte) {
	f, err := keep(w.spool, name, content)
	if w.failure == nil {
		w.failure = err
	}
	w.bytes += len(content)
	w.print = mix(w.print, printOf(content))
	w.files = append(w.files, f)
}

// script adds a file that calls the reader with args.
func (w *writer) script(name string, args ...any) { w.file(name, script(args...)) }

// fragments promises the documents' own files.
func (w *writer) fragments() {
	per := perFragment(len(w.docs))
	w.meta.PerFragment = per
	w.files = slices.Grow(w.files, len(w.docs)/per+1)
	var k output.Recipe
	for first := 0; first < len(w.docs); first += per {
		docs := w.docs[first:min(first+per, len(w.docs))]
		n := first / per
		f := output.Made(Folder+"/"+fragmentName(n), maker, func(b *bytes.Buffer) error {
			return writeFragment(b, n, docs, w.labels)
		})
		w.files = append(w.files, f.Keyed(w.fragmentKey(&k, n, docs)))
	}
	for _, d := range w.state.docs {
		w.print = mix(w.print, d.print)
	}
}

// fragmentKey is the key of the file of some documents; zero if one of them has
// no sum.
func (w *writer) fragmentKey(k *output.Recipe, n int, docs []Document) [32]byte {
	k.Reset()
	k.Text(kindFragment)
	k.Number(Format, int64(n))
	k.Hash(w.state.labels)
	for i := range docs {
		if docs[i].Sum == [32]byte{} {
			return [32]byte{}
		}
		k.Hash(docs[i].Sum)
	}
	return k.Key()
}

// perFragment is how many documents share a file: one or two up to some ten
// thousands, for that is what a hit costs a reader; more beyond, for there are
// hosts that count files.
func perFragment(docs int) int {
	files := 10240
	if docs > 2*files {
		files = 7680
	}
	return max(1, (docs+files-1)/files)
}
