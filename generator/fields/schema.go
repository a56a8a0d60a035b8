package fields

import (
	"gongkai/generator/calendar"
	"gongkai/generator/diag"
)

// Type of a field, as the documentation and the JSON Schema name it.
type Type string

const (
	TypeLine   Type = "line"   // one line of text
	TypeProse  Type = "prose"  // text, any length
	TypeDay    Type = "date"   // 2026-03-05
	TypeMoment Type = "time"   // 2026-03-05 or 2026-03-05 09:30
	TypeWhole  Type = "number" // a whole number
	TypeYesNo  Type = "yes-no" // true or false, 是 or 否
	TypeChoice Type = "choice" // one of Options
	TypeRef    Type = "ref"    // the id or name of something of RefTo
	TypeLines  Type = "list"   // a list of lines
	TypeRefs   Type = "refs"   // a list of refs
	TypeGroup  Type = "group"  // nested fields
	TypeGroups Type = "groups" // a list of nested fields
)

// Shape describes a schema without its Go type: what documentation, JSON
// Schema and archetypes are made from.
type Shape struct {
	Kind, Alias string
	Fields      []Description
}

// Description of one field.
type Description struct {
	Key, Alias string
	Required   bool
	Type       Type
	Options    []string
	Names      []string // of a choice of codes: the names that may be written instead, in the same order
	RefTo      string   // what a ref names: "agency", "category", …
	Low, High  int      // of a number: the least and the most that it may be
	About      diag.Text
	Example    string
	Sub        *Shape // of a group
}

// Field is one field of T: its description and where it goes.
type Field[T any] struct {
	Description
	decode func(d *decoder, dst *T, n Node)
	given  func(*T) bool
}

// Schema of a content kind.
type Schema[T any] struct {
	Kind, Alias string
	Fields      []Field[T]
	// Lenient says that required fields may be absent, as in a draft.
	Lenient func(*T) bool
}

// Shape describes the schema.
func (s Schema[T]) Shape() Shape {
	out := Shape{Kind: s.Kind, Alias: s.Alias}
	for _, f := range s.Fields {
		out.Fields = append(out.Fields, f.Description)
	}
	return out
}

// Known tells the keys and aliases of the schema and of its groups.
func (s Schema[T]) Known() Known {
	words := map[string]bool{}
	collect(s.Shape(), words)
	return func(w string) bool { return words[w] }
}

func collect(s Shape, words map[string]bool) {
	for _, f := range s.Fields {
		words[f.Key], words[f.Alias] = true, true
		if f.Sub != nil {
			collect(*f.Sub, words)
		}
	}
}

// Must makes a field required in whatever is published.
func (f Field[T]) Must() Field[T] { f.Required = true; return f }

// Is says what a field means, in both languages.
func (f Field[T]) Is(zh, en string) Field[T] { f.About = diag.Text{ZH: zh, EN: en}; return f }

// Like gives an example of a field's value.
func (f Field[T]) Like(example string) Field[T] { f.Example = example; return f }

// To says what a ref names.
func (f Field[T]) To(kind string) Field[T] { f.RefTo = kind; return f }

func describe(key, alias string, t Type) Description {
	return Description{Key: key, Alias: alias, Type: t}
}

func text[T any](key, alias string, t Type, at func(*T) *Text) Field[T] {
	return Field[T]{
		Description: describe(key, alias, t),
		decode:      func(d *decoder, dst *T, n Node) { *at(dst) = d.text(n, t) },
		given:       func(dst *T) bool { return at(dst).V != "" },
	}
}

// Line is one line of text.
func Line[T any](key, alias string, at func(*T) *Text) Field[T] {
	return text(key, alias, TypeLine, at)
}

// Prose is text of any length.
func Prose[T any](key, alias string, at func(*T) *Text) Field[T] {
	return text(key, alias, TypeProse, at)
}

// Ref is the id or name of something else in the content.
func Ref[T any](key, alias, kind string, at func(*T) *Text) Field[T] {
	return text(key, alias, TypeRef, at).To(kind)
}

// Day is a date.
func Day[T any](key, alias string, at func(*T) *Moment) Field[T] {
	return moment(key, alias, TypeDay, at)
}

// Time is a date, or a date and HH:MM.
func Time[T any](key, alias string, at func(*T) *Moment) Field[T] {
	return moment(key, alias, TypeMoment, at)
}

func moment[T any](key, alias string, t Type, at func(*T) *Moment) Field[T] {
	return Field[T]{
		Description: describe(key, alias, t),
		decode:      func(d *decoder, dst *T, n Node) { *at(dst) = d.moment(n) },
		given:       func(dst *T) bool { return at(dst).V != calendar.Moment{} },
	}
}

// Number is a whole number from low to high.
func Number[T any](key, alias string, at func(*T) *Whole, low, high int) Field[T] {
	f := Field[T]{
		Description: describe(key, alias, TypeWhole),
		decode:      func(d *decoder, dst *T, n Node) { *at(dst) = d.whole(n, low, high) },
		given:       func(dst *T) bool { return at(dst).Given() },
	}
	f.Low, f.High = low, high
	return f
}

// Flag is yes or no.
func Flag[T any](key, alias string, at func(*T) *YesNo) Field[T] {
	return Field[T]{
		Description: describe(key, alias, TypeYesNo),
		decode:      func(d *decoder, dst *T, n Node) { *at(dst) = d.yesNo(n) },
		given:       func(dst *T) bool { return at(dst).Given() },
	}
}

// Choice is one of the options, written as they stand.
func Choice[T any](key, alias string, at func(*T) *Text, options ...string) Field[T] {
	f := text(key, alias, TypeChoice, at)
	f.Options = options
	f.decode = func(d *decoder, dst *T, n Node) { *at(dst) = d.choice(n, options) }
	return f
}

// Coded is one of the codes; each may be written as its Chinese name too.
// options alternate code and name.
func Coded[T any](key, alias string, at func(*T) *Text, options ...string) Field[T] {
	f := text(key, alias, TypeChoice, at)
	for i := 0; i < len(options); i += 2 {
		f.Options = append(f.Options, options[i])
		f.Names = append(f.Names, options[i+1])
	}
	f.decode = func(d *decoder, dst *T, n Node) {
		for i := 1; i < len(options); i += 2 {
			if n.Text == options[i] {
				n.Text = options[i-1]
			}
		}
		*at(dst) = d.choice(n, f.Options)
	}
	return f
}

// Lines is a list of lines; a single line counts as a list of one.
func Lines[T any](key, alias string, at func(*T) *[]Text) Field[T] {
	return Field[T]{
		Description: describe(key, alias, TypeLines),
		decode:      func(d *decoder, dst *T, n Node) { *at(dst) = d.lines(n) },
		given:       func(dst *T) bool { return len(*at(dst)) > 0 },
	}
}

// Refs is a list of refs.
func Refs[T any](key, alias, kind string, at func(*T) *[]Text) Field[T] {
	f := Lines(key, alias, at)
	f.Type, f.RefTo = TypeRefs, kind
	return f
}

// Group is a nested set of fields.
func Group[T, U any](key, alias string, sub Schema[U], at func(*T) *Value[U]) Field[T] {
	shape := sub.Shape()
	f := Field[T]{
		Description: describe(key, alias, TypeGroup),
		decode:      func(d *decoder, dst *T, n Node) { *at(dst) = decodeGroup(d, sub, n) },
		given:       func(dst *T) bool { return at(dst).Given() },
	}
	f.Sub = &shape
	return f
}

// Groups is a list of nested sets of fields.
func Groups[T, U any](key, alias string, sub Schema[U], at func(*T) *[]Value[U]) Field[T] {
	shape := sub.Shape()
	f := Field[T]{
		Description: describe(key, alias, TypeGroups),
		decode: func(d *decoder, dst *T, n Node) {
			if n.Kind == Map {
				n = Node{Kind: List, Off: n.Off, Len: n.Len, Items: []Node{n}}
			}
			if !d.expect(n, List, "列表（每项前面写“- ”）", "a list (each item after `- `)") {
				return
			}
			out := make([]Value[U], 0, len(n.Items))
			for _, item := range n.Items {
				out = append(out, decodeGroup(d, sub, item))
			}
			*at(dst) = out
		},
		given: func(dst *T) bool { return len(*at(dst)) > 0 },
	}
	f.Sub = &shape
	return f
}
