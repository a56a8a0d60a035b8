// Package layout loads, checks and executes the templates of the site's pages.
//
// The idea: everything that can be wrong with a template is found when it is
// loaded or checked, on the line where it stands, and not on the ten-thousandth
// page. Work that would be the same for each page, such as taking out
// superfluous white space, is done once, on the template.
//
// The design: base.html and parts/*.html are shared. Each other NAME.html at
// the root is a page: it defines "main" (and "head", if base.html has a block
// of that name), and what is executed is base.html. There are two forms of each
// page's templates. The minified one makes the pages. The other, as it was
// written, is what types are checked against, and what tells the place of an
// error, for minified text has lost its lines.
//
// Minifying is cautious. Tags, quotes and attributes stay as the author wrote
// them. Actions and the elements script, style, textarea and svg are hidden from
// the minifier we use: it takes an apostrophe in a template comment for a quote,
// knows no backquotes, and reads an element that holds actions as HTML text, in
// which it replaces entities and joins spaces. A file that can't be minified
// without changing what it does is used as it is; Set.Unminified tells of it.
//
// A page is not executed by html/template, which reads the types of its values
// anew at each of its actions: that took near half the time of a build. But
// html/template has escaped the parse trees, so all that it knows of HTML stands
// in them. For each type of view such a tree is compiled, once, into closures:
// a field is then a number and not a name, and an escaper a loop that copies
// what is not special. What the compiler does not know, be it one function,
// leaves the whole page to html/template (Slow tells of it), and so does any
// trouble while a page is made; so the bytes, and the errors, are always those
// of html/template, which is the oracle of the tests.
//
// The limits: the check knows what templatecheck knows, so a value of interface
// type is not looked into, and it tells the first fault of a page only.
package layout

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/jba/templatecheck"

	"gongkai/generator/row"
)

const (
	base      = "base.html" // what is executed
	parts     = "parts"     // the folder of shared templates
	extension = ".html"
)

// Set is the templates of all pages. It may be used from any goroutine, and does
// not change but for what it compiles.
type Set struct {
	pages      map[string]page
	names      []string // of the files, sorted
	sources    map[string]source
	shared     *template.Template // the minified shared templates alone
	own        map[string]bool    // the functions that were given to Load
	unminified []Problem
	programs   sync.Map // programKey → *program
	sum        [32]byte
}

// Sum is a hash of all templates as they were written.
func (s *Set) Sum() [32]byte { return s.sum }

// page is a clone of the shared templates with the page's own.
type page struct {
	minified func() (*template.Template, error) // makes the pages
	// written parses the page's templates as they were written, not escaped:
	// they show the types, and once escaped the place of an error. They are
	// wanted when something is wrong, and take more memory than the rest.
	written func() (*template.Template, error)
}

// Load reads the templates in fsys, which may call funcs. If anything is wrong
// with them the error is Problems, all that were found; else it is one of fsys.
func Load(fsys fs.FS, funcs template.FuncMap) (*Set, error) {
	l := loader{funcs: funcs, definedIn: map[string]string{}}
	names, err := list(fsys)
	if err != nil {
		return nil, err
	}
	sources := map[string]source{}
	for _, name := range names {
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		sources[name] = l.read(name, text)
	}
	if _, ok := sources[base]; !ok {
		l.add(Problem{File: base, Line: 1, Message: "there is no " + base + ", which every page needs"})
	}
	l.share(names, sources)
	if len(l.problems) > 0 {
		return nil, sorted(l.problems)
	}

	set, err := newSet(names, sources, &l)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if isPage(name) {
			set.pages[strings.TrimSuffix(name, extension)] = l.page(name, sources)
		}
	}
	if len(l.problems) > 0 {
		return nil, sorted(l.problems)
	}
	set.unminified = sorted(l.unminified)
	return set, nil
}

// newSet is a set without pages.
func newSet(names []string, sources map[string]source, l *loader) (*Set, error) {
	set := &Set{names: names, sources: sources, pages: map[string]page{}, own: map[string]bool{}, sum: sumOf(names, sources)}
	for name := range l.funcs {
		set.own[name] = true
	}
	var err error
	set.shared, err = l.minified.Clone()
	return set, err
}

func sumOf(names []string, sources map[string]source) [32]byte {
	var all []byte
	for _, name := range names {
		for _, s := range []string{name, sources[name].plain} {
			all = row.AppendText(all, s)
		}
	}
	return sha256.Sum256(all)
}

// Names returns the names of the pages, sorted: "notice" for notice.html.
func (s *Set) Names() []string {
	return slices.Sorted(maps.Keys(s.pages))
}

// Unminified returns the files that are used as they were written because
// minifying would have changed what they mean, with the reason.
func (s *Set) Unminified() []Problem { return slices.Clone(s.unminified) }

// Execute appends the page called name, made of view, to w. If it fails, w is as
// it was; the error is a Problem with the place in the template as it was
// written.
func (s *Set) Execute(name string, w *bytes.Buffer, view any) error {
	p, ok := s.pages[name]
	if !ok {
		return noPage(name)
	}
	if s.fast(name, p, w, view) {
		return nil
	}
	before := w.Len()
	minified, err := p.minified()
	if err == nil {
		err = minified.ExecuteTemplate(w, entry, enter(view))
	}
	if err == nil {
		return nil
	}
	w.Truncate(before)
	if plain, failed := p.written(); failed == nil && escape(plain) == nil {
		if again := plain.ExecuteTemplate(io.Discard, entry, enter(view)); again != nil {
			err = again
		}
	}
	return problemOf(err, name+extension)
}

// Part appends a shared template, made of view, to w: what many pages have in
// common is made once and handed to each.
func (s *Set) Part(name string, w *bytes.Buffer, view any) error {
	t := s.shared.Lookup(name)
	if t == nil {
		return Problem{File: base, Line: 1, Message: "there is no part " + name}
	}
	before := w.Len()
	if err := t.Execute(w, view); err != nil {
		w.Truncate(before)
		return problemOf(err, base)
	}
	return nil
}

// Check tells whether the page called name can be made of any value that has
// view's type. So a misspelt field is found without data. The error is a
// Problem, the first that was found.
func (s *Set) Check(name string, view any) (err error) {
	p, ok := s.pages[name]
	if !ok {
		return noPage(name)
	}
	defer func() {
		if r := recover(); r != nil {
			err = Problem{File: name + extension, Line: 1, Message: fmt.Sprint("can't be checked: ", r)}
		}
	}()
	written, err := p.written()
	if err != nil {
		return problemOf(err, name+extension)
	}
	if err := templatecheck.CheckHTML(written.Lookup(base), view); err != nil {
		return problemOf(err, name+extension)
	}
	// What makes the pages is escaped already; minifying may have hidden a mistake.
	if err := escape(written); err != nil {
		return problemOf(err, name+extension)
	}
	return nil
}

func noPage(name string) error {
	return Problem{File: name + extension, Line: 1, Message: "there is no such layout"}
}

// list returns the template files, sorted.
func list(fsys fs.FS) ([]string, error) {
	var names []string
	for _, dir := range []string{".", parts} {
		entries, err := fs.ReadDir(fsys, dir)
		if dir == parts && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if e.IsDir() || !strings.HasSuffix(e.Name(), extension) {
				continue
			}
			if dir == "." {
				names = append(names, e.Name())
			} else {
				names = append(names, dir+"/"+e.Name())
			}
		}
	}
	slices.Sort(names)
	return names, nil
}

func isPage(name string) bool {
	return name != base && !strings.Contains(name, "/")
}
