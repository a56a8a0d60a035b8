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
	"fmt"

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

	// Text appends the body as plain text, a line for each paragraph. It is
	// called once by Write and once for each time that the document's file is
	// rendered, from any goroutine.
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

// Write makes the files of an index, all below search/. Documents are in order
// of date, oldest first. The same documents make the same bytes.
//
// What is large waits in spool, which must stay open as long as the files are
// used; nil keeps it in memory.
func Write(docs []Document, labels Labels, spool *cache.Spool) ([]output.File, Stats, error) {
	if err := inOrder(docs); err != nil {
		return nil, Stats{}, err
	}
	w := writer{docs: docs, labels: labels, spool: spool}
	beside := make(chan writer, 1)
	go func(w writer) {
		w.suggestions()
		w.columns()
		w.traditional()
		beside <- w
	}(w)

	prints := make([]uint64, len(docs))
	found, err := collect(docs, labels, prints, spool)
	other := <-beside
	if err != nil {
		return nil, Stats{}, err
	}
	e, err := w.encode(found)
	if err != nil {
		return nil, Stats{}, err
	}
	w.meta.Documents, w.meta.Shards = len(docs), e.shards
	w.fragments(prints)
	w.join(other)
	w.meta.Stamp = fmt.Sprintf("%08x", uint32(w.print^w.print>>32))
	w.script(metaName, w.meta.args()...)
	return w.files, Stats{len(docs), e.units, e.postings, e.shards, e.long, w.bytes}, w.failure
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
	files   []output.File
	bytes   int
	print   uint64 // of all files but the metadata
	failure error  // the first one
}

// join takes in what another writer made.
func (w *writer) join(o writer) {
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
func (w *writer) fragments(prints []uint64) {
	per := perFragment(len(w.docs))
	w.meta.PerFragment = per
	for first := 0; first < len(w.docs); first += per {
		docs := w.docs[first:min(first+per, len(w.docs))]
		n := first / per
		w.files = append(w.files, output.Made(Folder+"/"+fragmentName(n), maker, func(b *bytes.Buffer) error {
			return writeFragment(b, n, docs, w.labels)
		}))
	}
	for _, p := range prints {
		w.print = mix(w.print, p)
	}
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
