package search

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/mozillazg/go-pinyin"
)

// A facet is something that readers filter by.
type facet struct {
	name  string
	of    func(*Document) string
	names func(Labels) map[string]string
}

// facets in their order among the counts of a result.
var facets = []facet{
	{"kind", func(d *Document) string { return d.Kind }, func(l Labels) map[string]string { return l.Kind }},
	{"agency", func(d *Document) string { return d.Agency }, func(l Labels) map[string]string { return l.Agency }},
	{"category", func(d *Document) string { return d.Category }, func(l Labels) map[string]string { return l.Category }},
	{"topic", func(d *Document) string { return d.Topic }, func(l Labels) map[string]string { return l.Topic }},
	{"genre", func(d *Document) string { return d.Genre }, func(l Labels) map[string]string { return l.Genre }},
	{"validity", func(d *Document) string { return d.Validity }, func(l Labels) map[string]string { return l.Validity }},
	{"year", func(d *Document) string { return d.Date[:min(4, len(d.Date))] }, func(Labels) map[string]string { return nil }},
}

const datesColumn = "date"

// columns writes for each facet its values and the value of each document.
func (w *writer) columns() {
	for _, f := range facets {
		ids, column := columnOf(w.docs, f.of)
		names := make([]string, len(ids))
		for i, id := range ids {
			names[i] = named(f.names(w.labels), id)
		}
		w.column(f.name, ids, names, column)
	}
	w.column(datesColumn, nil, nil, dates(w.docs))
}

func (w *writer) column(name string, ids, names []string, column string) {
	w.script(columnName(name), kindColumn, name, ids, names, column)
}

// columnOf lists the values that there are, in order, and codes for each
// document the number of its value: 0 is none.
func columnOf(docs []Document, of func(*Document) string) (ids []string, column string) {
	place := map[string]uint32{"": 0}
	for i := range docs {
		if v := of(&docs[i]); v != "" && place[v] == 0 {
			place[v] = 1
			ids = append(ids, v)
		}
	}
	slices.Sort(ids)
	for i, id := range ids {
		place[id] = uint32(i + 1)
	}
	b := make([]byte, 0, len(docs))
	for i := range docs {
		b = appendNumber(b, place[of(&docs[i])])
	}
	return ids, string(b)
}

// dates codes for each document the days since the one before it. The first
// one's day counts from the first of January of the year 1; so does the
// first that has a date.
func dates(docs []Document) string {
	var b []byte
	last := uint32(0)
	for i := range docs {
		day := max(last, dayOf(docs[i].Date))
		b = appendNumber(b, day-last)
		last = day
	}
	return string(b)
}

// dayOf counts the days from the first of January of the year 1, which is day
// 1. What is no date is day 0.
func dayOf(date string) uint32 {
	t, err := time.Parse("2006-01-02", date)
	if err != nil || t.Year() < 1 {
		return 0
	}
	return uint32(t.Unix()/86400+719162) + 1
}

// column is a facet as a reader has it.
type column struct {
	ids, names []string
	values     []uint32
}

func parseColumn(args []json.RawMessage, name string, docs int) (column, error) {
	var c column
	var is, text string
	if into(args, &is, &c.ids, &c.names, &text) != nil || is != name || len(c.ids) != len(c.names) {
		return c, errBroken
	}
	c.values = make([]uint32, 0, min(docs, len(text)))
	for n := (numbers{text: text}); len(c.values) < docs; {
		v, ok := n.next()
		if !ok || name != datesColumn && int(v) > len(c.ids) {
			return c, errBroken
		}
		c.values = append(c.values, v)
	}
	return c, nil
}

// initials are the first letters of the pinyin of a name; a letter or digit is
// its own.
func initials(name string) string {
	args := pinyin.NewArgs()
	args.Style = pinyin.FirstLetter
	var b strings.Builder
	fold(name, func(c rune, _ int) {
		if c < 0x80 {
			if c != gap && c != line {
				b.WriteRune(c)
			}
			return
		}
		if p := pinyin.SinglePinyin(c, args); len(p) > 0 {
			b.WriteString(p[0])
		}
	})
	return b.String()
}

// traditional writes the table that a query with traditional forms needs.
func (w *writer) traditional() { w.script(traditionalName, kindTraditional, traditional) }
