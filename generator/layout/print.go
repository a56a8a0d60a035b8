package layout

import (
	"fmt"
	"html/template"
	"reflect"
	"strconv"
	"strings"
	"text/template/parse"
)

// escaperPrefix is how the functions are called that html/template appends to
// the actions of a template.
const escaperPrefix = "_html_template_"

// print compiles an action that prints: a value, and how html/template wants it
// escaped where it stands.
func (s *scope) print(n *parse.ActionNode) (op, error) {
	cmds := n.Pipe.Cmds
	last := len(cmds)
	for last > 0 && isEscaper(cmds[last-1]) {
		last--
	}
	if last == len(cmds) {
		return nil, s.no(n, "nothing escapes it")
	}
	e, err := s.commands(n, cmds[:last])
	if err != nil {
		return nil, err
	}
	if e.typ == nil {
		return nil, s.no(n, "the type of the value depends on the way")
	}
	if k := e.typ.Kind(); k == reflect.Pointer || k == reflect.Interface {
		return nil, s.no(n, "prints a %s", e.typ)
	}
	var chain []escaper
	content := e.typ
	for _, cmd := range cmds[last:] {
		name := cmd.Args[0].(*parse.IdentifierNode).Ident
		if name == escaperPrefix+"commentescaper" {
			// Nobody reads it, but what is wrong with the value is to be found.
			return func(r *run, dot reflect.Value) flow { e.value(r, dot); return goOn }, nil
		}
		esc, ok := escaperFor(strings.TrimPrefix(name, escaperPrefix), content)
		if !ok {
			return nil, s.no(n, "%s of %s", name, content)
		}
		if esc.apply != nil {
			chain = append(chain, esc)
		}
		content = reflect.TypeFor[string]()
	}
	return printed(e, chain), nil
}

func isEscaper(cmd *parse.CommandNode) bool {
	f, ok := cmd.Args[0].(*parse.IdentifierNode)
	return ok && len(cmd.Args) == 1 && strings.HasPrefix(f.Ident, escaperPrefix)
}

// printed returns the op for a value of the type and its escapers.
func printed(e expression, chain []escaper) op {
	value := e.value
	switch {
	case printsItself(e.typ):
		// Digits and the names of truth values have nothing to escape.
		return plain(e)
	case e.typ.Kind() != reflect.String || hasText(e.typ):
		return func(r *run, dot reflect.Value) flow {
			r.out = escaped(r.out, fmt.Sprint(value(r, dot).Interface()), chain)
			return goOn
		}
	case len(chain) == 0:
		return func(r *run, dot reflect.Value) flow {
			r.out = append(r.out, value(r, dot).String()...)
			return goOn
		}
	case len(chain) == 1:
		apply := chain[0].apply
		return func(r *run, dot reflect.Value) flow {
			r.out = apply(r.out, value(r, dot).String())
			return goOn
		}
	}
	return func(r *run, dot reflect.Value) flow {
		r.out = escaped(r.out, value(r, dot).String(), chain)
		return goOn
	}
}

// plain prints a number or a truth value.
func plain(e expression) op {
	value := e.value
	switch {
	case e.typ.Kind() == reflect.Bool:
		return func(r *run, dot reflect.Value) flow {
			r.out = strconv.AppendBool(r.out, value(r, dot).Bool())
			return goOn
		}
	case e.typ.Kind() <= reflect.Int64:
		return func(r *run, dot reflect.Value) flow {
			r.out = strconv.AppendInt(r.out, value(r, dot).Int(), 10)
			return goOn
		}
	}
	return func(r *run, dot reflect.Value) flow {
		r.out = strconv.AppendUint(r.out, value(r, dot).Uint(), 10)
		return goOn
	}
}

func printsItself(typ reflect.Type) bool {
	return (typ.Kind() == reflect.Bool || isInteger(typ)) && !hasText(typ)
}

// hasText tells whether fmt asks the value how it is printed. Those of
// html/template's string types are read as they are.
func hasText(typ reflect.Type) bool {
	return typ.Implements(reflect.TypeFor[fmt.Stringer]()) ||
		typ.Implements(reflect.TypeFor[error]()) ||
		typ.Implements(reflect.TypeFor[fmt.Formatter]())
}

// escaperFor returns html/template's escaper of that name for values of the
// type; it has no apply if it changes nothing. ok is false if it is not one of
// ours.
func escaperFor(name string, typ reflect.Type) (esc escaper, ok bool) {
	html := typ == reflect.TypeFor[template.HTML]()
	switch name {
	case "htmlescaper":
		if html {
			return escaper{}, true
		}
		return escaper{appendHTML, keepsHTML}, true
	case "rcdataescaper":
		if html {
			return escaper{apply: appendHTMLOnce}, true
		}
		return escaper{appendHTML, keepsHTML}, true
	case "attrescaper":
		return escaper{appendHTML, keepsHTML}, !html // tags would have to be taken out
	case "nospaceescaper":
		return escaper{appendUnquoted, keepsUnquoted}, !html
	case "urlfilter":
		if typ == reflect.TypeFor[template.URL]() {
			return escaper{}, true
		}
		return escaper{apply: appendSafeURL}, true
	case "urlescaper":
		if typ != reflect.TypeFor[template.URL]() {
			return escaper{appendURLPart, keepsURLPart}, true
		}
		fallthrough
	case "urlnormalizer":
		return escaper{appendURL, keepsURL}, true
	case "jsvalescaper":
		if typ == reflect.TypeFor[template.JS]() {
			return escaper{}, true
		}
		return escaper{apply: appendJSON}, typ.Kind() == reflect.String && typ.NumMethod() == 0 && typ != reflect.TypeFor[template.JSStr]()
	case "htmlnamefilter":
		return escaper{}, typ == reflect.TypeFor[template.HTMLAttr]()
	}
	return escaper{}, false
}
