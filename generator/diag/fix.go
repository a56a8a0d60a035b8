package diag

import (
	"bytes"
	"cmp"
	"slices"
)

// Edit is a mechanical cure: the bytes of a span, which must be Old, become
// New.
type Edit struct {
	Span
	Old, New string
	// Recode says that New is the text of the whole file in UTF-8; Span and Old
	// do not count.
	Recode bool
}

// Cure adds edits to the finding that was added last.
func (l *List) Cure(edits ...Edit) {
	last := &(*l)[len(*l)-1]
	last.Edits = append(last.Edits, edits...)
}

// Edits are those of all findings that are not waived, by file, in the order
// of their places, each once.
func (l List) Edits() map[string][]Edit {
	all := map[string][]Edit{}
	for _, f := range l {
		if f.Waived {
			continue
		}
		for _, e := range f.Edits {
			all[e.Path()] = append(all[e.Path()], e)
		}
	}
	for path, edits := range all {
		slices.SortStableFunc(edits, func(a, b Edit) int { return cmp.Compare(a.Off, b.Off) })
		all[path] = slices.CompactFunc(edits, func(a, b Edit) bool { return a.Off == b.Off && a.Old == b.Old && a.New == b.New })
	}
	return all
}

// Apply makes edits, which are sorted, in the bytes of a file as it lies on
// the disk: its byte order mark and its line ends stay. An edit whose bytes
// are not what it expects, or that lies in another one, is left out. done are
// those that were made.
func Apply(raw []byte, edits []Edit) (out []byte, done []Edit) {
	text := Normalise(raw)
	at := 0   // in raw
	from := 0 // in text
	if bytes.HasPrefix(raw, bom) {
		at = len(bom)
	}
	out = append(out, raw[:at]...)
	for _, e := range edits {
		if e.Recode {
			return []byte(e.New), []Edit{e}
		}
		off := int(e.Off)
		if off < from || off+len(e.Old) > len(text) || string(text[off:off+len(e.Old)]) != e.Old {
			continue
		}
		n := rawLength(raw[at:], off-from)
		out = append(out, raw[at:at+n]...)
		out = append(out, e.New...)
		at += n + rawLength(raw[at+n:], len(e.Old))
		from = off + len(e.Old)
		done = append(done, e)
	}
	return append(out, raw[at:]...), done
}

// rawLength is how many bytes of a file n bytes of its normalised text are.
func rawLength(raw []byte, n int) int {
	i := 0
	for ; n > 0 && i < len(raw); n-- {
		if raw[i] == '\r' && i+1 < len(raw) && raw[i+1] == '\n' {
			i++
		}
		i++
	}
	return i
}
