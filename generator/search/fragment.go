package search

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// fragmentFields are what is shown of a document, in the order of its
// fragment, with names for ids; the last is what else it may be found by. Its
// text comes after them.
func fragmentFields(d *Document, labels Labels) [fragmentLength - 1]string {
	more := append([]string{named(labels.Topic, d.Topic), named(labels.Genre, d.Genre)}, d.Keywords...)
	return [fragmentLength - 1]string{
		d.Address, d.Title, d.Number, d.Index, d.Date, d.Kind, named(labels.Agency, d.Agency), named(labels.Category, d.Category),
		d.Validity, d.Summary, strings.Join(more, "\n"),
	}
}

const fragmentLength = 12

// named is the name of an id, or the id if it has none.
func named(names map[string]string, id string) string {
	if n := names[id]; n != "" {
		return n
	}
	return id
}

// texts lend room for a document's text on its way into a fragment.
var texts = sync.Pool{New: func() any { return new([]byte) }}

func writeFragment(w *bytes.Buffer, n int, docs []Document, labels Labels) error {
	text := texts.Get().(*[]byte)
	defer texts.Put(text)
	b := w.AvailableBuffer()
	b = append(b, callee+`("`+kindFragment+`",`...)
	b = strconv.AppendInt(b, Format, 10)
	b = append(b, ',')
	b = strconv.AppendInt(b, int64(n), 10)
	for i := range docs {
		var err error
		if *text, err = docs[i].Text((*text)[:0]); err != nil {
			return fmt.Errorf("search: text of %s: %w", docs[i].Address, err)
		}
		b = append(b, ",["...)
		for _, s := range fragmentFields(&docs[i], labels) {
			b = append(appendString(b, s), ',')
		}
		b = append(appendString(b, *text), ']')
	}
	b = append(b, ")\n"...)
	w.Write(b)
	return nil
}

// fragment is a document as its fragment has it.
type fragment struct {
	Address, Title, Number, Index, Date, Kind, Agency, Category, Validity, Summary, More, Text string
}

func parseFragment(args []json.RawMessage, n int) ([]fragment, error) {
	var is int
	if into(args, &is) != nil || is != n {
		return nil, errBroken
	}
	var all []fragment
	for _, a := range args[1:] {
		var v []string
		if json.Unmarshal(a, &v) != nil || len(v) < fragmentLength {
			return nil, errBroken
		}
		all = append(all, fragment{v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10], v[11]})
	}
	return all, nil
}
