package layout

import (
	"reflect"
	"strings"
	"text/template/parse"
)

// get computes a value where dot is what it is.
type get func(r *run, dot reflect.Value) reflect.Value

// test computes a truth value.
type test func(r *run, dot reflect.Value) bool

// expression is a compiled value.
type expression struct {
	typ   reflect.Type // nil: it depends on the way, so nothing but its truth is known
	value get
	truth test // if it can be told without the value
}

// constant is the expression of a value that is the same always.
func constant(v any) expression {
	value := reflect.ValueOf(v)
	return expression{typ: value.Type(), value: func(*run, reflect.Value) reflect.Value { return value }}
}

// boolean is the expression of a truth value.
func boolean(t test) expression {
	yes, no := reflect.ValueOf(true), reflect.ValueOf(false)
	return expression{typ: yes.Type(), truth: t, value: func(r *run, dot reflect.Value) reflect.Value {
		if t(r, dot) {
			return yes
		}
		return no
	}}
}

// pipe compiles a pipeline. If it declares or sets a variable, set does so, and
// the expression is the variable.
func (s *scope) pipe(p *parse.PipeNode) (e expression, set op, err error) {
	e, err = s.commands(p, p.Cmds)
	if err != nil || len(p.Decl) == 0 {
		return e, nil, err
	}
	if len(p.Decl) > 1 || e.typ == nil {
		return e, nil, s.no(p, "the type of the variable depends on the way")
	}
	name, value, slot := p.Decl[0].Ident[0], e.value, 0
	if p.IsAssign {
		slot = s.slot(name)
		if slot < 0 || s.names[slot].typ != e.typ {
			return e, nil, s.no(p, "%s is set to a value of another type", name)
		}
	} else {
		slot = s.declare(name, e.typ)
	}
	set = func(r *run, dot reflect.Value) flow {
		v := value(r, dot) // before vars, which it may move
		r.vars[r.base+slot] = v
		return goOn
	}
	return s.variable(slot), set, nil
}

// slot returns where the variable is, or -1.
func (s *scope) slot(name string) int {
	for i := len(s.names) - 1; i >= 0; i-- {
		if s.names[i].name == name {
			return i
		}
	}
	return -1
}

func (s *scope) variable(slot int) expression {
	return expression{typ: s.names[slot].typ, value: func(r *run, _ reflect.Value) reflect.Value { return r.vars[r.base+slot] }}
}

// commands compiles what stands between bars: each is the last argument of the
// next.
func (s *scope) commands(at parse.Node, cmds []*parse.CommandNode) (expression, error) {
	var last *expression
	for _, cmd := range cmds {
		e, err := s.command(cmd, last)
		if err != nil {
			return e, err
		}
		last = &e
	}
	if last == nil {
		return expression{}, s.no(at, "nothing to evaluate")
	}
	return *last, nil
}

func (s *scope) command(cmd *parse.CommandNode, last *expression) (expression, error) {
	if f, ok := cmd.Args[0].(*parse.IdentifierNode); ok {
		return s.function(f, cmd.Args[1:], last)
	}
	if len(cmd.Args) > 1 || last != nil {
		return expression{}, s.no(cmd, "%s is given arguments", cmd.Args[0])
	}
	return s.operand(cmd.Args[0])
}

// operand compiles what may stand as a command or as an argument.
func (s *scope) operand(n parse.Node) (expression, error) {
	switch n := n.(type) {
	case *parse.DotNode:
		return s.here(n)
	case *parse.FieldNode:
		e, err := s.here(n)
		if err != nil {
			return e, err
		}
		return s.fields(n, e, n.Ident, true)
	case *parse.VariableNode:
		slot := s.slot(n.Ident[0])
		if slot < 0 || s.names[slot].typ == nil {
			return expression{}, s.no(n, "the type of %s depends on the way", n.Ident[0])
		}
		return s.fields(n, s.variable(slot), n.Ident[1:], false)
	case *parse.ChainNode:
		e, err := s.operand(n.Node)
		if err != nil {
			return e, err
		}
		return s.fields(n, e, n.Field, false)
	case *parse.PipeNode:
		if len(n.Decl) > 0 {
			return expression{}, s.no(n, "a variable is set within brackets")
		}
		return s.commands(n, n.Cmds)
	case *parse.IdentifierNode:
		return s.function(n, nil, nil)
	case *parse.StringNode:
		return constant(n.Text), nil
	case *parse.BoolNode:
		return constant(n.True), nil
	case *parse.NumberNode:
		// Which type a number has, if it could have several, is left to html/template.
		if n.IsInt && int64(int(n.Int64)) == n.Int64 && strings.Trim(n.Text, "0123456789") == "" {
			return constant(int(n.Int64)), nil
		}
	}
	return expression{}, s.no(n, "%s is no value that we know", n)
}

// here is the expression of dot.
func (s *scope) here(n parse.Node) (expression, error) {
	if s.dot == nil {
		return expression{}, s.no(n, "there is no dot")
	}
	return expression{typ: s.dot, value: func(_ *run, dot reflect.Value) reflect.Value { return dot }}, nil
}

// step is a field on the way to a value, behind so many pointers.
type step struct{ pointers, field int }

// fields compiles a chain of fields. ofDot tells that e is dot.
func (s *scope) fields(n parse.Node, e expression, names []string, ofDot bool) (expression, error) {
	if len(names) == 0 {
		return e, nil
	}
	if e.typ == nil {
		return e, s.no(n, "the type of the value depends on the way")
	}
	var steps []step
	typ := e.typ
	for _, name := range names {
		more, field, why := path(typ, name)
		if why != "" {
			return e, s.no(n, "%s of %s %s", name, typ, why)
		}
		steps = append(steps, more...)
		typ = field
	}
	if ofDot && len(steps) == 1 && steps[0].pointers == 0 {
		field := steps[0].field
		return expression{typ: typ, value: func(_ *run, dot reflect.Value) reflect.Value { return dot.Field(field) }}, nil
	}
	from := e.value
	return expression{typ: typ, value: func(r *run, dot reflect.Value) reflect.Value {
		return follow(from(r, dot), steps)
	}}, nil
}

// path finds a field, through embedded structs too. why tells what it is if it
// is not a field that can be read.
func path(typ reflect.Type, name string) (steps []step, field reflect.Type, why string) {
	pointers := 0
	for ; typ.Kind() == reflect.Pointer; typ = typ.Elem() {
		pointers++
	}
	if typ.Kind() != reflect.Struct {
		return nil, nil, "is not a field of a struct"
	}
	if _, ok := reflect.PointerTo(typ).MethodByName(name); ok {
		return nil, nil, "is a method"
	}
	f, ok := typ.FieldByName(name)
	if !ok || !f.IsExported() {
		return nil, nil, "can't be read"
	}
	for _, i := range f.Index {
		if typ.Kind() == reflect.Pointer { // embedded
			pointers++
			typ = typ.Elem()
		}
		steps = append(steps, step{pointers, i})
		typ, pointers = typ.Field(i).Type, 0
	}
	return steps, f.Type, ""
}

func follow(v reflect.Value, steps []step) reflect.Value {
	for _, s := range steps {
		for range s.pointers {
			must(!v.IsNil(), "nil pointer")
			v = v.Elem()
		}
		v = v.Field(s.field)
	}
	return v
}

// pointed returns what a pointer points to.
func pointed(value get) get {
	return func(r *run, dot reflect.Value) reflect.Value {
		v := value(r, dot)
		must(!v.IsNil(), "nil pointer")
		return v.Elem()
	}
}

// truth compiles whether an expression is true, in the sense of text/template:
// not the zero of its type, or a struct.
func (s *scope) truth(n parse.Node, e expression) (test, error) {
	if e.truth != nil {
		return e.truth, nil
	}
	if e.typ == nil {
		return nil, s.no(n, "the type of the value depends on the way")
	}
	holds, value := truthOf(e.typ), e.value
	if holds == nil {
		return nil, s.no(n, "whether a value of type %s is true", e.typ)
	}
	return func(r *run, dot reflect.Value) bool { return holds(value(r, dot)) }, nil
}

// truthOf returns how to tell whether a value of the type is true, or nil.
func truthOf(typ reflect.Type) func(reflect.Value) bool {
	switch typ.Kind() {
	case reflect.String, reflect.Slice, reflect.Array, reflect.Map:
		return func(v reflect.Value) bool { return v.Len() > 0 }
	case reflect.Bool:
		return reflect.Value.Bool
	case reflect.Pointer:
		return func(v reflect.Value) bool { return !v.IsNil() }
	case reflect.Struct:
		return func(reflect.Value) bool { return true }
	}
	switch {
	case typ.Kind() >= reflect.Int && typ.Kind() <= reflect.Int64:
		return func(v reflect.Value) bool { return v.Int() != 0 }
	case isInteger(typ):
		return func(v reflect.Value) bool { return v.Uint() != 0 }
	}
	return nil
}

func isInteger(typ reflect.Type) bool {
	return typ.Kind() >= reflect.Int && typ.Kind() <= reflect.Uintptr
}
