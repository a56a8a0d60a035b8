package main

import (
	"encoding/json"
	"slices"

	"gongkai/generator/config"
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/fields"
)

type schemaVerb struct {
	Kind string `arg:"" optional:"" help:"哪一种文件，例如 notice；不写就输出全部|which kind of file, such as notice; without it all are written"`
}

func (*schemaVerb) more() diag.Text {
	return diag.Text{
		ZH: "编辑器可以用它在填写时提示字段和可选的值。英文字段名和中文别名都可以用。",
		EN: "Editors can use it to suggest fields and values. English keys and Chinese aliases are both in it.",
	}
}

// dialect names the version of JSON Schema.
const dialect = "https://json-schema.org/draft/2020-12/schema"

// object is a JSON object. Keys come out sorted.
type object map[string]any

// Run writes the schema to stdout.
func (v *schemaVerb) Run(c *console) error {
	shapes := append([]fields.Shape{config.Schema.Shape()}, content.Shapes()...)
	e := json.NewEncoder(c.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if v.Kind != "" {
		shape, err := shapeOf(v.Kind, shapes)
		if err != nil {
			return err
		}
		s := schemaOf(shape, c.lang)
		s["$schema"] = dialect
		return e.Encode(s)
	}
	defs := object{}
	for _, shape := range shapes {
		defs[shape.Kind] = schemaOf(shape, c.lang)
	}
	return e.Encode(object{
		"$schema": dialect,
		"title":   diag.Say("gongkai 内容文件", "the content files of gongkai").In(c.lang),
		"$defs":   defs,
	})
}

// shapeOf finds a kind by its English or Chinese name.
func shapeOf(kind string, shapes []fields.Shape) (fields.Shape, error) {
	var words []string
	for _, s := range shapes {
		if s.Kind == kind || s.Alias == kind {
			return s, nil
		}
		words = append(words, s.Kind)
	}
	return fields.Shape{}, oneOf("schema", kind, words...)
}

// schemaOf describes a set of fields. Each field may be given by its key or
// by its alias, never by both.
func schemaOf(shape fields.Shape, lang string) object {
	properties, once, required := object{}, []object{}, []object{}
	lenient := false
	for _, f := range shape.Fields {
		value := valueOf(f, lang)
		properties[f.Key], properties[f.Alias] = value, value
		once = append(once, object{"not": object{"required": []string{f.Key, f.Alias}}})
		if f.Required {
			required = append(required, object{"anyOf": []object{{"required": []string{f.Key}}, {"required": []string{f.Alias}}}})
		}
		lenient = lenient || f.Key == "draft"
	}
	s := object{"title": diag.Text{ZH: shape.Alias, EN: shape.Kind}.In(lang), "type": "object",
		"properties": properties, "additionalProperties": false, "allOf": once}
	switch {
	case len(required) == 0:
	case lenient: // a draft may be incomplete
		s["if"], s["else"] = isDraft(), object{"allOf": required}
	default:
		s["allOf"] = append(once, required...)
	}
	return s
}

// isDraft holds for a file that says it is a draft.
func isDraft() object {
	yes := object{"enum": []any{true, "true", "yes", "是", "同意"}}
	return object{"anyOf": []object{
		{"properties": object{"draft": yes}, "required": []string{"draft"}},
		{"properties": object{"草稿": yes}, "required": []string{"草稿"}},
	}}
}

func valueOf(f fields.Description, lang string) object {
	v := object{"description": f.About.In(lang)}
	if f.Example != "" {
		v["examples"] = []string{f.Example}
	}
	switch f.Type {
	case fields.TypeWhole:
		v["type"], v["pattern"] = []string{"integer", "string"}, `^\s*-?[0-9]+\s*$`
		v["minimum"], v["maximum"] = f.Low, f.High
	case fields.TypeYesNo:
		v["enum"] = []any{true, false, "true", "false", "yes", "no", "是", "否", "同意", "不同意"}
	case fields.TypeChoice:
		v["enum"] = slices.Concat(f.Options, f.Names)
	case fields.TypeLines, fields.TypeRefs: // one alone need not be a list
		v["anyOf"] = []object{line(), {"type": "array", "items": line()}}
	case fields.TypeGroup:
		merge(v, schemaOf(*f.Sub, lang))
	case fields.TypeGroups:
		item := schemaOf(*f.Sub, lang)
		v["anyOf"] = []object{item, {"type": "array", "items": item}}
	case fields.TypeDay, fields.TypeMoment:
		// Dates have many forms, with Chinese numerals too; the check judges them.
		v["type"], v["pattern"] = "string", `[0-9０-９〇○零一二三四五六七八九十]`
	default:
		merge(v, line())
	}
	if f.Type == fields.TypeLines || f.Type == fields.TypeRefs {
		delete(v, "examples") // written as a list in YAML, not as a string
	}
	// A field without a value counts as absent.
	return object{"anyOf": []object{v, {"type": "null"}}}
}

// line is a line of text. An editor's YAML takes 2026 for a number.
func line() object { return object{"type": []string{"string", "number", "boolean"}} }

func merge(into, from object) {
	for k, v := range from { // into a map again: the order does not matter
		if k != "title" {
			into[k] = v
		}
	}
}
