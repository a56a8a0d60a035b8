package layout

import (
	"cmp"
	"fmt"
	"reflect"
	"text/template/parse"
)

// function compiles a call of one of text/template's own functions. last is
// what stands before the bar, nil if there is none.
func (s *scope) function(f *parse.IdentifierNode, nodes []parse.Node, last *expression) (expression, error) {
	if s.own[f.Ident] {
		return expression{}, s.no(f, "%s is a function of the site's own", f.Ident)
	}
	var args []expression
	for _, n := range nodes {
		e, err := s.operand(n)
		if err != nil {
			return e, err
		}
		args = append(args, e)
	}
	if last != nil {
		args = append(args, *last)
	}
	switch f.Ident {
	case "and", "or":
		return s.choice(f, args)
	case "not":
		if len(args) == 1 {
			truth, err := s.truth(f, args[0])
			return boolean(func(r *run, dot reflect.Value) bool { return !truth(r, dot) }), err
		}
	}
	for _, a := range args {
		if a.typ == nil {
			return a, s.no(f, "the type of an argument depends on the way")
		}
	}
	switch f.Ident {
	case "eq":
		return s.equal(f, args)
	case "ne", "lt", "le", "gt", "ge":
		return s.compared(f, args)
	case "len":
		return s.length(f, args)
	case "index":
		return s.element(f, args)
	case "print", "println", "printf":
		return s.formatted(f, args)
	}
	return expression{}, s.no(f, "the function %s", f.Ident)
}

// choice compiles and, or: the first value that decides, else the last.
func (s *scope) choice(f *parse.IdentifierNode, args []expression) (expression, error) {
	if len(args) == 0 {
		return expression{}, s.no(f, "no arguments")
	}
	decides := f.Ident == "or"
	truths := make([]test, len(args))
	e := expression{typ: args[0].typ}
	for i, a := range args {
		var err error
		if truths[i], err = s.truth(f, a); err != nil {
			return e, err
		}
		if a.typ != e.typ {
			e.typ = nil
		}
	}
	e.truth = func(r *run, dot reflect.Value) bool {
		for _, truth := range truths {
			if truth(r, dot) == decides {
				return decides
			}
		}
		return !decides
	}
	if e.typ == nil {
		return e, nil
	}
	holds := truthOf(e.typ)
	e.value = func(r *run, dot reflect.Value) (v reflect.Value) {
		for _, a := range args {
			if v = a.value(r, dot); holds(v) == decides {
				break
			}
		}
		return v
	}
	return e, nil
}

// equal compiles eq: whether the first is like any of the others. All of them
// are evaluated, as text/template does, which finds nil pointers then.
func (s *scope) equal(f *parse.IdentifierNode, args []expression) (expression, error) {
	if len(args) < 2 {
		return expression{}, s.no(f, "too few arguments")
	}
	var same []func(a, b reflect.Value) int
	for _, b := range args[1:] {
		compare := comparison(args[0].typ, b.typ, true)
		if compare == nil {
			return expression{}, s.no(f, "%s of %s and %s", f.Ident, args[0].typ, b.typ)
		}
		same = append(same, compare)
	}
	return boolean(func(r *run, dot reflect.Value) (any bool) {
		first := args[0].value(r, dot)
		for i, compare := range same {
			if compare(first, args[i+1].value(r, dot)) == 0 {
				any = true
			}
		}
		return any
	}), nil
}

// compared compiles the comparisons of two values.
func (s *scope) compared(f *parse.IdentifierNode, args []expression) (expression, error) {
	if len(args) != 2 {
		return expression{}, s.no(f, "not two arguments")
	}
	a, b := args[0], args[1]
	compare := comparison(a.typ, b.typ, f.Ident == "ne")
	if compare == nil {
		return expression{}, s.no(f, "%s of %s and %s", f.Ident, a.typ, b.typ)
	}
	holds := map[string]func(int) bool{
		"ne": func(order int) bool { return order != 0 },
		"lt": func(order int) bool { return order < 0 },
		"le": func(order int) bool { return order <= 0 },
		"gt": func(order int) bool { return order > 0 },
		"ge": func(order int) bool { return order >= 0 },
	}[f.Ident]
	return boolean(func(r *run, dot reflect.Value) bool {
		return holds(compare(a.value(r, dot), b.value(r, dot)))
	}), nil
}

// comparison returns how values of the types are compared, or nil if it is
// better left to text/template. Truth values are only equal or not.
func comparison(a, b reflect.Type, equality bool) func(a, b reflect.Value) int {
	signed := func(t reflect.Type) bool { return isInteger(t) && t.Kind() <= reflect.Int64 }
	switch {
	case a.Kind() == reflect.String && b.Kind() == reflect.String:
		return func(a, b reflect.Value) int { return cmp.Compare(a.String(), b.String()) }
	case signed(a) && signed(b):
		return func(a, b reflect.Value) int { return cmp.Compare(a.Int(), b.Int()) }
	case isInteger(a) && isInteger(b) && !signed(a) && !signed(b):
		return func(a, b reflect.Value) int { return cmp.Compare(a.Uint(), b.Uint()) }
	case equality && a.Kind() == reflect.Bool && b.Kind() == reflect.Bool:
		return func(a, b reflect.Value) int {
			if a.Bool() == b.Bool() {
				return 0
			}
			return 1
		}
	}
	return nil
}

func (s *scope) length(f *parse.IdentifierNode, args []expression) (expression, error) {
	if len(args) != 1 {
		return expression{}, s.no(f, "not one argument")
	}
	switch args[0].typ.Kind() {
	case reflect.String, reflect.Slice, reflect.Array, reflect.Map:
	default:
		return expression{}, s.no(f, "len of %s", args[0].typ)
	}
	value := args[0].value
	return expression{
		typ:   reflect.TypeFor[int](),
		value: func(r *run, dot reflect.Value) reflect.Value { return reflect.ValueOf(value(r, dot).Len()) },
		truth: func(r *run, dot reflect.Value) bool { return value(r, dot).Len() != 0 },
	}, nil
}

// element compiles index, of lists and numbers.
func (s *scope) element(f *parse.IdentifierNode, args []expression) (expression, error) {
	if len(args) == 0 {
		return expression{}, s.no(f, "no arguments")
	}
	e := args[0]
	for _, at := range args[1:] {
		if k := e.typ.Kind(); k != reflect.Slice && k != reflect.Array || !isInteger(at.typ) || at.typ.Kind() > reflect.Int64 {
			return e, s.no(f, "index of %s by %s", e.typ, at.typ)
		}
		list, index := e.value, at.value
		e = expression{typ: e.typ.Elem(), value: func(r *run, dot reflect.Value) reflect.Value {
			v, i := list(r, dot), index(r, dot).Int()
			must(0 <= i && i < int64(v.Len()), "index out of range")
			return v.Index(int(i))
		}}
	}
	return e, nil
}

// formatted compiles print and its like, which are those of fmt.
func (s *scope) formatted(f *parse.IdentifierNode, args []expression) (expression, error) {
	for _, a := range args {
		if a.typ.Kind() == reflect.Interface {
			return a, s.no(f, "prints a %s", a.typ)
		}
	}
	text := fmt.Sprint
	switch f.Ident {
	case "println":
		text = fmt.Sprintln
	case "printf":
		if len(args) == 0 || args[0].typ != reflect.TypeFor[string]() {
			return expression{}, s.no(f, "the format is no string")
		}
		text = func(values ...any) string { return fmt.Sprintf(values[0].(string), values[1:]...) }
	}
	return expression{typ: reflect.TypeFor[string](), value: func(r *run, dot reflect.Value) reflect.Value {
		values := make([]any, len(args))
		for i, a := range args {
			values[i] = a.value(r, dot).Interface()
		}
		return reflect.ValueOf(text(values...))
	}}, nil
}
