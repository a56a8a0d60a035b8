package layout

import (
	"bytes"
	"errors"
	"html/template"
	"reflect"
	"sync/atomic"
	"text/template/parse"
)

// programKey is what a program is compiled for.
type programKey struct {
	page string
	view reflect.Type
}

// program is a page compiled for one type of view.
type program struct {
	body *body
	slow *Problem     // why html/template has to make the page; body is nil then
	size atomic.Int64 // bytes of the page made last: what the next one will need
}

// flow tells what is to be executed after an op.
type flow int

const (
	goOn         flow = iota
	breakLoop         // leave the innermost range
	continueLoop      // go on with its next element
)

// op is a compiled node. It appends to run.out. dot is by value, for with and
// range set it anew for what they hold.
type op func(r *run, dot reflect.Value) flow

// body is a compiled template. While it is being compiled, a call of it (it is
// recursive then) already holds the pointer.
type body struct {
	ops   []op
	slots int // how many variables it needs, with $, which is the first
}

// run is the state of one execution.
type run struct {
	out   []byte
	vars  []reflect.Value // those of all templates that are being executed
	base  int             // where in vars those of the innermost begin
	depth int             // of template calls
	first [16]reflect.Value
}

// maxDepth of template calls. html/template allows more; what is deeper, or
// has no end, is left to it.
const maxDepth = 500

// trouble is the panic of an op that can't do what html/template might do, or
// would tell as an error. The page is then left to html/template.
type trouble string

func must(ok bool, why trouble) {
	if !ok {
		panic(why)
	}
}

// program returns the page compiled for the type of view; it is compiled when
// it is first asked for.
func (s *Set) program(name string, p page, view reflect.Type) *program {
	key := programKey{name, view}
	if found, ok := s.programs.Load(key); ok {
		return found.(*program)
	}
	made := new(program)
	var body *body
	minified, err := p.minified()
	if err == nil {
		body, err = s.compile(minified, view)
	}
	if err != nil {
		// The minified text has lost its lines.
		if plain, failed := p.written(); failed == nil && escape(plain) == nil {
			if _, again := s.compile(plain, view); again != nil {
				err = again
			}
		}
		slow := problemOf(err, name+extension)
		made.slow, body = &slow, nil
	}
	made.body = body
	// Two that compiled it at the same time must go on with the same one.
	kept, _ := s.programs.LoadOrStore(key, made)
	return kept.(*program)
}

func (s *Set) compile(t *template.Template, view reflect.Type) (*body, error) {
	if view == nil || view == reflect.TypeFor[reflect.Value]() {
		return nil, Problem{File: base, Line: 1, Message: "the view has no type of its own"}
	}
	c := compiler{
		lookup: func(name string) *parse.Tree {
			if t := t.Lookup(name); t != nil {
				return t.Tree
			}
			return nil
		},
		own:    s.own,
		bodies: map[bodyKey]*body{},
	}
	return c.template(base, view)
}

// fast appends the page to w, and tells whether it could. If it couldn't, w is
// as it was.
func (s *Set) fast(name string, p page, w *bytes.Buffer, view any) bool {
	prog := s.program(name, p, reflect.TypeOf(view))
	if prog.body == nil {
		return false
	}
	w.Grow(int(prog.size.Load()))
	out, ok := prog.body.run(w.AvailableBuffer(), reflect.ValueOf(view))
	if ok {
		w.Write(out)
		prog.size.Store(int64(len(out)))
	}
	return ok
}

// run executes a page's outermost template and returns out with what it
// printed. Any trouble means that html/template has to make the page or to
// tell what is wrong.
func (b *body) run(out []byte, view reflect.Value) (_ []byte, ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	r := &run{out: out}
	r.vars = r.first[:0]
	b.call(r, view)
	return r.out, true
}

// call executes a template with variables of its own.
func (b *body) call(r *run, dot reflect.Value) {
	must(r.depth < maxDepth, "templates call each other too deep")
	caller := r.base
	r.base = len(r.vars)
	r.depth++
	for range b.slots {
		r.vars = append(r.vars, reflect.Value{})
	}
	r.vars[r.base] = dot
	do(b.ops, r, dot)
	r.vars = r.vars[:r.base]
	r.base = caller
	r.depth--
}

// do executes a list, as far as no break or continue ends it.
func do(list []op, r *run, dot reflect.Value) flow {
	for _, o := range list {
		if next := o(r, dot); next != goOn {
			return next
		}
	}
	return goOn
}

// Slow returns the pages that html/template makes, since they have something
// that we don't compile, with the reason and the place; a page is known when it
// was executed once. It is sorted by place.
func (s *Set) Slow() []Problem {
	var list []Problem
	s.programs.Range(func(_, p any) bool {
		if slow := p.(*program).slow; slow != nil {
			list = append(list, *slow)
		}
		return true
	})
	return sorted(list)
}

// errSlow is in every error of the compiler: the template may be right, but we
// have nothing to execute it with.
var errSlow = errors.New("made by html/template, which is slower")
