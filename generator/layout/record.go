package layout

import (
	"encoding/binary"
	"html/template"
	"strings"
	"sync"

	"gongkai/generator/row"
)

// AppendBinary appends the set, for Restore. One that has something to tell of
// its templates can't be remembered.
func (s *Set) AppendBinary(dst []byte) (_ []byte, ok bool) {
	if len(s.unminified) > 0 {
		return dst, false
	}
	dst = binary.AppendUvarint(dst, uint64(len(s.names)))
	for _, name := range s.names {
		src := s.sources[name]
		for _, text := range []string{name, src.plain, src.minified} {
			dst = row.AppendText(dst, text)
		}
	}
	return dst, true
}

// Restore reads what AppendBinary wrote: a set that was loaded and checked, with
// the same funcs, by the same program. So nothing is judged, and the templates of
// a page are parsed when it is first made: most builds make few of them.
func Restore(record string, funcs template.FuncMap) (*Set, bool) {
	r := row.Reader{Rest: record}
	var names []string
	sources := map[string]source{}
	for range r.Count(3) {
		name := r.Text()
		names = append(names, name)
		sources[name] = source{plain: r.Text(), minified: r.Text()}
	}
	if r.Bad || r.Rest != "" {
		return nil, false
	}

	l := loader{funcs: funcs}
	var err error
	if l.minified, err = l.parts(names, func(name string) string { return sources[name].minified }); err != nil {
		return nil, false
	}
	set, err := newSet(names, sources, &l)
	if err != nil {
		return nil, false
	}
	plain := sync.OnceValues(func() (*template.Template, error) {
		return l.parts(names, func(name string) string { return sources[name].plain })
	})
	for _, name := range names {
		if isPage(name) {
			set.pages[strings.TrimSuffix(name, extension)] = page{
				minified: sync.OnceValues(func() (*template.Template, error) { return ready(l.minified, name, sources[name].minified) }),
				written: func() (*template.Template, error) {
					shared, err := plain()
					if err != nil {
						return nil, err
					}
					return cloneWith(shared, name, sources[name].plain)
				},
			}
		}
	}
	return set, true
}

// parts parses the shared templates, in the form that text gives.
func (l *loader) parts(names []string, text func(name string) string) (*template.Template, error) {
	t := template.New("").Funcs(l.funcs)
	for _, name := range names {
		if isPage(name) {
			continue
		}
		if _, err := t.New(name).Parse(text(name)); err != nil {
			return nil, err
		}
	}
	return t, nil
}
