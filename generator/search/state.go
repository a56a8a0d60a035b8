package search

import (
	"encoding/binary"
	"maps"
	"slices"

	"gongkai/generator/output"
	"gongkai/generator/row"
)

// state is what one build notes of its index for the next, so that this one need
// not read the texts of documents that did not change. It goes with the files:
// it is true of them alone.
type state struct {
	labels    [32]byte // hash of the names
	docs      []docState
	shards    int
	postings  int         // that the shards hold, whole lists counted
	counts    []charCount // in how many documents each character is, in order
	prints    []uint64
	longs     []longPrint // of the files of long lists, in order of their units
	titles    [32]byte    // hash of what suggestions are made of
	suggested uint64      // print of the files of suggestions
	suggest   int         // bytes of them
}

// docState is a document as the index has it.
type docState struct {
	sum   [16]byte // the first half of Document.Sum
	print uint64   // contentPrint
}

// charCount says in how many documents a character is.
type charCount struct{ char, docs uint32 }

type longPrint struct {
	key   uint32
	print uint64
}

// stateVersion changes when the form of the state does.
const stateVersion = 1

func (s *state) encode() []byte {
	b := binary.AppendUvarint(nil, stateVersion)
	b = append(b, s.labels[:]...)
	b = append(b, s.titles[:]...)
	for _, n := range []uint64{s.suggested, uint64(s.suggest), uint64(s.shards), uint64(s.postings), uint64(len(s.docs)), uint64(len(s.counts)), uint64(len(s.prints)), uint64(len(s.longs))} {
		b = binary.AppendUvarint(b, n)
	}
	b = slices.Grow(b, 24*len(s.docs)+8*len(s.counts)+8*len(s.prints)+12*len(s.longs))
	for _, d := range s.docs {
		b = append(b, d.sum[:]...)
		b = binary.LittleEndian.AppendUint64(b, d.print)
	}
	for _, c := range s.counts {
		b = binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(b, c.char), c.docs)
	}
	for _, p := range s.prints {
		b = binary.LittleEndian.AppendUint64(b, p)
	}
	for _, l := range s.longs {
		b = binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint32(b, l.key), l.print)
	}
	return b
}

// parseState reads what encode wrote. The ledger that keeps it has a checksum:
// what is not whole is of another version.
func parseState(b []byte) (s *state, ok bool) {
	r := row.Reader{Rest: string(b)}
	if r.Uint() != stateVersion {
		return nil, false
	}
	s = &state{labels: r.Hash(), titles: r.Hash()}
	s.suggested, s.suggest, s.shards, s.postings = r.Uint(), int(r.Uint()), int(r.Uint()), int(r.Uint())
	docs, counts, prints, longs := r.Uint(), r.Uint(), r.Uint(), r.Uint()
	b = b[len(b)-len(r.Rest):]
	if r.Bad || max(docs, counts, prints, longs) > 1<<31 || uint64(len(b)) != 24*docs+8*counts+8*prints+12*longs {
		return nil, false
	}
	s.docs, s.counts = make([]docState, docs), make([]charCount, counts)
	s.prints, s.longs = make([]uint64, prints), make([]longPrint, longs)
	for i := range s.docs {
		s.docs[i] = docState{[16]byte(b[:16]), binary.LittleEndian.Uint64(b[16:])}
		b = b[24:]
	}
	for i := range s.counts {
		s.counts[i] = charCount{binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint32(b[4:])}
		b = b[8:]
	}
	for i := range s.prints {
		s.prints[i] = binary.LittleEndian.Uint64(b)
		b = b[8:]
	}
	for i := range s.longs {
		s.longs[i] = longPrint{binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint64(b[4:])}
		b = b[12:]
	}
	return s, s.shards == len(s.prints)
}

// sumOf is a hash of the names.
func (l Labels) sumOf() [32]byte {
	var k output.Recipe
	for _, names := range []map[string]string{l.Kind, l.Agency, l.Category, l.Topic, l.Genre, l.Validity} {
		k.Number(int64(len(names)))
		for _, id := range slices.Sorted(maps.Keys(names)) {
			k.Text(id, names[id])
		}
	}
	return k.Key()
}

// titlesOf is a hash of what suggestions are made of: titles with their
// documents, and the agencies that documents name.
func titlesOf(docs []Document, labels [32]byte) [32]byte {
	var k output.Recipe
	k.Hash(labels)
	for i := range docs {
		k.Text(docs[i].Title, docs[i].Agency)
	}
	return k.Key()
}
