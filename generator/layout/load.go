package layout

import (
	"bytes"
	"html/template"
	"io"
	"reflect"
	"strconv"
	"strings"
	"text/template/parse"
)

// loader collects what is found while templates are loaded.
type loader struct {
	funcs      template.FuncMap
	problems   []Problem
	unminified []Problem

	plain, minified *template.Template // the shared templates
	definedIn       map[string]string  // shared template → its file
}

// source is a file's text, and what the minifier made of it.
type source struct {
	plain, minified string
	defines         []string // the names of the templates that it defines
}

func (l *loader) add(p Problem) { l.problems = append(l.problems, p) }

// read checks that a file is a template, and minifies it.
func (l *loader) read(name string, text []byte) source {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	// So that the site has the same bytes whichever system it is built on.
	plain := strings.ReplaceAll(string(text), "\r\n", "\n")
	src := source{plain: plain, minified: plain}

	t, err := template.New(name).Funcs(l.funcs).Parse(plain)
	if err != nil {
		l.add(problemOf(err, name))
		return src
	}
	for _, d := range t.Templates() {
		if d.Name() != name && d.Tree != nil && !parse.IsEmptyTree(d.Tree.Root) {
			src.defines = append(src.defines, d.Name())
		}
	}
	small, line, err := minified(plain)
	if err == nil {
		line = 1
		_, err = template.New(name).Funcs(l.funcs).Parse(small)
	}
	if err != nil {
		l.unminified = append(l.unminified, Problem{File: name, Line: line, Message: "used as it is, not minified: " + err.Error()})
		return src
	}
	src.minified = small
	return src
}

// share parses the shared templates.
func (l *loader) share(names []string, sources map[string]source) {
	l.plain = template.New("").Funcs(l.funcs)
	l.minified = template.New("").Funcs(l.funcs)
	for _, name := range names {
		if isPage(name) {
			continue
		}
		src := sources[name]
		for _, d := range src.defines {
			if other, twice := l.definedIn[d]; twice && other != name {
				l.add(Problem{File: name, Line: lineOfDefine(src.plain, d),
					Message: "defines template " + strconv.Quote(d) + ", and so does " + other})
			}
			l.definedIn[d] = name
		}
		if _, err := l.plain.New(name).Parse(src.plain); err == nil {
			_, err = l.minified.New(name).Parse(src.minified)
			if err != nil {
				l.add(problemOf(err, name))
			}
		}
	}
}

// page makes the page in the file called name.
func (l *loader) page(name string, sources map[string]source) page {
	src, shared := sources[name], l.plain
	p := page{written: func() (*template.Template, error) { return cloneWith(shared, name, src.plain) }}
	small, fault := ready(l.minified, name, src.minified)
	if fault == nil {
		p.minified = always(small)
		return p
	}
	// As it was written it may be right, or it tells what is wrong where.
	plain, err := ready(l.plain, name, src.plain)
	if err != nil {
		l.add(problemOf(err, name))
		return page{}
	}
	f := problemOf(fault, name)
	f.Line, f.Column = 1, 0 // of the minified text
	f.Message = "used as it is, not minified: " + f.Message
	l.unminified = append(l.unminified, f)
	p.minified = always(plain)
	return p
}

// always gives the templates that are made already.
func always(t *template.Template) func() (*template.Template, error) {
	return func() (*template.Template, error) { return t, nil }
}

// ready returns the shared templates with those of a page, ready to be executed.
func ready(shared *template.Template, name, text string) (*template.Template, error) {
	t, err := cloneWith(shared, name, text)
	if err == nil && t.Lookup("main") == nil {
		err = Problem{File: name, Line: 1, Message: `does not define "main"`}
	}
	if err == nil {
		err = escape(t)
	}
	return t, err
}

// cloneWith returns the shared templates and those of the text.
func cloneWith(shared *template.Template, name, text string) (*template.Template, error) {
	t, err := shared.Clone()
	if err != nil {
		return nil, err
	}
	if _, err := t.New(name).Parse(text); err != nil {
		return nil, err
	}
	return t, nil
}

// entry is the template by which html/template makes a page. Executing it with
// the zero entered makes nothing.
const entry = "layout: entry"

type entered struct {
	Make bool
	View any
}

// enter is what entry makes a page of. Like html/template at its outermost, it
// takes the value of a reflect.Value.
func enter(view any) entered {
	if v, ok := view.(reflect.Value); ok && v.IsValid() && v.CanInterface() {
		view = v.Interface()
	}
	return entered{true, view}
}

// escape makes html/template look at all that a page executes, which it would
// else do at the first page, and with it find templates that are not there and
// actions where none may stand. It rewrites the templates; afterwards, as long
// as they are executed through entry, nobody changes them any more, and many
// may read them.
func escape(t *template.Template) error {
	e, err := t.New(entry).Parse(`{{if .Make}}{{template "` + base + `" .View}}{{end}}`)
	if err != nil {
		return err
	}
	return e.Execute(io.Discard, entered{})
}

// lineOfDefine returns the line on which text defines a template.
func lineOfDefine(text, name string) int {
	quoted := strconv.Quote(name)
	for at := 0; ; {
		i := strings.Index(text[at:], quoted)
		if i < 0 {
			return 1
		}
		at += i
		before := strings.TrimRight(text[:at], " \t")
		if strings.HasSuffix(before, "define") || strings.HasSuffix(before, "block") {
			return lineAt(text, at)
		}
		at += len(quoted)
	}
}

// lineAt returns the line, counted from 1, of a byte offset.
func lineAt(text string, offset int) int {
	return 1 + strings.Count(text[:offset], "\n")
}
