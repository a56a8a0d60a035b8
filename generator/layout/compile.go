package layout

import (
	"fmt"
	"reflect"
	"text/template/parse"
)

// compiler makes ops of the parse trees that html/template has escaped. Any
// node that it does not know is an error, never a guess.
type compiler struct {
	lookup func(name string) *parse.Tree
	own    map[string]bool // functions of the site's own: they may hide one that we know
	bodies map[bodyKey]*body
}

// bodyKey is what a template is compiled for: the same part may be called with
// dots of two types.
type bodyKey struct {
	name string
	dot  reflect.Type // nil if it is called without
}

// scope is where a node stands.
type scope struct {
	*compiler
	tree  *parse.Tree
	body  *body
	dot   reflect.Type // nil: there is none
	names []variable   // those that can be seen here, the innermost last
}

// variable lives in the slot that is its place among the names. Its type is
// nil where text/template knows it, but with a value that depends on the way.
type variable struct {
	name string
	typ  reflect.Type
}

// within returns the scope of a list with another dot, whose variables end with
// it.
func (s *scope) within(dot reflect.Type) *scope {
	inner := *s
	inner.dot = dot
	inner.names = s.names[:len(s.names):len(s.names)]
	return &inner
}

// declare gives a variable its slot.
func (s *scope) declare(name string, typ reflect.Type) (slot int) {
	s.names = append(s.names, variable{name, typ})
	s.body.slots = max(s.body.slots, len(s.names))
	return len(s.names) - 1
}

// no is the error that a node is not one of ours.
func (s *scope) no(n parse.Node, format string, args ...any) error {
	place, _ := s.tree.ErrorContext(n)
	return fmt.Errorf("template: %s: %w: %s", place, errSlow, fmt.Sprintf(format, args...))
}

// template compiles the template of that name, once for each type of dot.
func (c *compiler) template(name string, dot reflect.Type) (*body, error) {
	key := bodyKey{name, dot}
	if b := c.bodies[key]; b != nil {
		return b, nil
	}
	tree := c.lookup(name)
	if tree == nil || tree.Root == nil {
		return nil, fmt.Errorf("%w: there is no template %q", errSlow, name)
	}
	b := new(body)
	c.bodies[key] = b
	s := &scope{compiler: c, tree: tree, body: b, dot: dot}
	s.declare("$", dot)
	var err error
	b.ops, err = s.list(tree.Root)
	return b, err
}

func (s *scope) list(l *parse.ListNode) ([]op, error) {
	if l == nil {
		return nil, nil
	}
	var ops []op
	for _, n := range l.Nodes {
		o, err := s.node(n)
		if err != nil {
			return nil, err
		}
		if o != nil {
			ops = append(ops, o)
		}
	}
	return ops, nil
}

func (s *scope) node(n parse.Node) (op, error) {
	switch n := n.(type) {
	case *parse.TextNode:
		text := string(n.Text)
		return func(r *run, _ reflect.Value) flow {
			r.out = append(r.out, text...)
			return goOn
		}, nil
	case *parse.ActionNode:
		if len(n.Pipe.Decl) > 0 {
			_, set, err := s.pipe(n.Pipe)
			return set, err
		}
		return s.print(n)
	case *parse.IfNode:
		return s.branch(&n.BranchNode, false)
	case *parse.WithNode:
		return s.branch(&n.BranchNode, true)
	case *parse.RangeNode:
		return s.rangeOver(n)
	case *parse.TemplateNode:
		return s.call(n)
	case *parse.BreakNode:
		return func(*run, reflect.Value) flow { return breakLoop }, nil
	case *parse.ContinueNode:
		return func(*run, reflect.Value) flow { return continueLoop }, nil
	case *parse.CommentNode:
		return nil, nil
	}
	return nil, s.no(n, "unknown action")
}

// branch compiles if and with.
func (s *scope) branch(n *parse.BranchNode, with bool) (op, error) {
	s = s.within(s.dot)
	cond, set, err := s.pipe(n.Pipe)
	if err != nil {
		return nil, err
	}
	truth, err := s.truth(n, cond)
	if err != nil {
		return nil, err
	}
	inner := s.dot
	if with {
		if inner = cond.typ; inner == nil {
			return nil, s.no(n, "the type of the value depends on the way")
		}
	}
	then, err := s.within(inner).list(n.List)
	if err != nil {
		return nil, err
	}
	or, err := s.within(s.dot).list(n.ElseList)
	if err != nil {
		return nil, err
	}
	branch := func(r *run, dot reflect.Value) flow {
		if truth(r, dot) {
			return do(then, r, dot)
		}
		return do(or, r, dot)
	}
	if with {
		holds, value := truthOf(cond.typ), cond.value
		branch = func(r *run, dot reflect.Value) flow {
			if v := value(r, dot); holds(v) {
				return do(then, r, v)
			}
			return do(or, r, dot)
		}
	}
	return after(set, branch), nil
}

// after returns an op that does first, if there is one, and then o.
func after(first, o op) op {
	if first == nil {
		return o
	}
	return func(r *run, dot reflect.Value) flow {
		first(r, dot)
		return o(r, dot)
	}
}

// rangeOver compiles a loop over a slice, an array or a number, or a pointer
// to one of them.
func (s *scope) rangeOver(n *parse.RangeNode) (op, error) {
	s = s.within(s.dot)
	value, typ, err := s.rangedOver(n)
	if err != nil {
		return nil, err
	}
	body := s.within(typ)
	if !isInteger(typ) {
		body.dot = typ.Elem()
	}
	each := body.loop(n.Pipe.Decl)
	if each.ops, err = body.list(n.List); err != nil {
		return nil, err
	}
	// In else text/template has the variables of the loop, set to the list.
	orElse := s.within(s.dot)
	for _, v := range n.Pipe.Decl {
		orElse.declare(v.Ident[0], nil)
	}
	or, err := orElse.list(n.ElseList)
	if err != nil {
		return nil, err
	}
	over := each.overList
	if isInteger(typ) {
		over = each.overNumber
	}
	return func(r *run, dot reflect.Value) flow {
		if !over(r, value(r, dot)) {
			return do(or, r, dot)
		}
		return goOn
	}, nil
}

// rangedOver compiles what a range goes over, and tells its type.
func (s *scope) rangedOver(n *parse.RangeNode) (get, reflect.Type, error) {
	if n.Pipe.IsAssign {
		return nil, nil, s.no(n, "range sets variables of outside")
	}
	e, err := s.commands(n, n.Pipe.Cmds)
	if err != nil {
		return nil, nil, err
	}
	value, typ := e.value, e.typ
	if typ == nil {
		return nil, nil, s.no(n, "the type of the value depends on the way")
	}
	for ; typ.Kind() == reflect.Pointer; typ = typ.Elem() {
		value = pointed(value)
	}
	isList := typ.Kind() == reflect.Slice || typ.Kind() == reflect.Array
	if !isList && !(isInteger(typ) && len(n.Pipe.Decl) < 2) {
		return nil, nil, s.no(n, "range over %s", typ)
	}
	return value, typ, nil
}

// loop declares the variables of a loop over elements that are dot.
func (s *scope) loop(names []*parse.VariableNode) loop {
	var l loop
	if len(names) == 2 {
		l.index = s.declare(names[0].Ident[0], reflect.TypeFor[int]())
		names = names[1:]
	}
	if len(names) == 1 {
		l.elem = s.declare(names[0].Ident[0], s.dot)
	}
	return l
}

// loop is the inside of a range, and the slots of its variables. Slot 0 is that
// of $, so it means that there is none.
type loop struct {
	ops         []op
	index, elem int
}

// overList tells whether there was an element.
func (l loop) overList(r *run, list reflect.Value) bool {
	n := list.Len()
	for i := range n {
		if l.index > 0 {
			r.vars[r.base+l.index] = reflect.ValueOf(i)
		}
		if !l.once(r, list.Index(i)) {
			break
		}
	}
	return n > 0
}

func (l loop) overNumber(r *run, number reflect.Value) (any bool) {
	for v := range number.Seq() {
		any = true
		if !l.once(r, v) {
			break
		}
	}
	return any
}

// once tells whether the loop goes on.
func (l loop) once(r *run, elem reflect.Value) bool {
	if l.elem > 0 {
		r.vars[r.base+l.elem] = elem
	}
	return do(l.ops, r, elem) != breakLoop
}

func (s *scope) call(n *parse.TemplateNode) (op, error) {
	if s.lookup(n.Name) == nil {
		// html/template has a hidden copy of a template for each place where it is
		// not called as text.
		return nil, s.no(n, "a template is called within a tag, an attribute or a script")
	}
	if n.Pipe == nil {
		b, err := s.template(n.Name, nil)
		if err != nil {
			return nil, err
		}
		return func(r *run, _ reflect.Value) flow { b.call(r, reflect.Value{}); return goOn }, nil
	}
	if len(n.Pipe.Decl) > 0 {
		return nil, s.no(n, "a variable is set in the call of a template")
	}
	arg, _, err := s.pipe(n.Pipe)
	if err != nil {
		return nil, err
	}
	if arg.typ == nil {
		return nil, s.no(n, "the type of the value depends on the way")
	}
	b, err := s.template(n.Name, arg.typ)
	if err != nil {
		return nil, err
	}
	value := arg.value
	return func(r *run, dot reflect.Value) flow { b.call(r, value(r, dot)); return goOn }, nil
}
