package main

import (
	"encoding/json"
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/fields"
)

// text is the file: every field of its kind, the required ones filled in as
// far as is known, the others as comments that say what they mean.
func (d *draft) text() string {
	a := archetype{lang: d.lang}
	shape := shapeNamed(d.kind)
	a.b.WriteString("---\n")
	asDraft := false
	for _, f := range shape.Fields {
		asDraft = asDraft || f.Key == "draft"
	}
	for _, f := range shape.Fields {
		if wanted(f) {
			a.required(f, d.values[f.Key], asDraft)
		}
	}
	if asDraft {
		about := diag.Say("写好、审查完以后，删掉这一行才会发布", "remove this line to publish, once it is written and reviewed").In(d.lang)
		a.b.WriteString(a.name(draftField(shape)) + ": " + d.values["draft"] + "  # " + about + "\n")
	}
	a.b.WriteString("# " + diag.Say("以下选填，用得着的去掉行首的“# ”", "What follows is optional: remove the leading \"# \" of what you use").In(d.lang) + "\n")
	for _, f := range shape.Fields {
		if wanted(f) || f.Key == "draft" {
			continue
		}
		if v := d.values[f.Key]; v != "" {
			a.required(f, v, asDraft)
			continue
		}
		a.optional(f, "# ")
	}
	a.b.WriteString("---\n\n" + d.body())
	return a.b.String()
}

// wanted fields stand on top: those that are required, and the review, which
// every notice needs but old ones may lack.
func wanted(f fields.Description) bool { return f.Required || f.Key == "review" }

func draftField(shape fields.Shape) fields.Description {
	for _, f := range shape.Fields {
		if f.Key == "draft" {
			return f
		}
	}
	return fields.Description{Key: "draft", Alias: "草稿"}
}

// archetype writes the fields of a new file.
type archetype struct {
	lang string
	b    strings.Builder
}

func (a *archetype) name(f fields.Description) string {
	return diag.Text{ZH: f.Alias, EN: f.Key}.In(a.lang)
}

// required writes a field that must be there. The parts of a group are
// comments in a draft, so that an unfinished one is no mistake.
func (a *archetype) required(f fields.Description, value string, asDraft bool) {
	a.b.WriteString(a.name(f) + ":")
	if value != "" {
		if i := slices.Index(f.Options, value); i >= 0 && i < len(f.Names) && a.lang != "en" {
			value = f.Names[i]
		}
		a.b.WriteString(" " + scalar(value) + "\n")
		return
	}
	a.b.WriteString("  # " + a.meaning(f) + "\n")
	if f.Sub == nil {
		return
	}
	dash := ""
	if f.Type == fields.TypeGroups {
		dash = "- "
	}
	for _, sub := range f.Sub.Fields {
		switch {
		case asDraft || !sub.Required:
			a.optional(sub, "  # "+dash)
		default:
			a.b.WriteString("  " + dash + a.name(sub) + ":  # " + a.meaning(sub) + "\n")
		}
		if dash != "" {
			dash = "  "
		}
	}
}

// optional writes a field as a comment. lead stands before its name. An
// example is no value: it would be published by whoever overlooks it.
func (a *archetype) optional(f fields.Description, lead string) {
	a.b.WriteString(lead + a.name(f) + ":  # " + a.meaning(f) + "\n")
	if f.Sub == nil {
		return
	}
	// The parts of an item of a list stand beside its dash.
	inner := strings.Replace(lead, "- ", "  ", 1) + "  "
	first := inner
	if f.Type == fields.TypeGroups {
		first, inner = inner+"- ", inner+"  "
	}
	for i, sub := range f.Sub.Fields {
		if i == 0 {
			a.optional(sub, first)
			continue
		}
		a.optional(sub, inner)
	}
}

// meaning is what a field is for, what it may be, and how it looks.
func (a *archetype) meaning(f fields.Description) string {
	s := f.About.In(a.lang)
	if len(f.Options) > 0 {
		options := f.Options
		if len(f.Names) > 0 && a.lang != "en" {
			options = f.Names
		}
		s += diag.Say("；可选：", "; one of: ").In(a.lang) + strings.Join(options, diag.Say("、", ", ").In(a.lang))
	}
	if f.Example != "" {
		s += diag.Say("；例如 ", "; such as ").In(a.lang) + f.Example
	}
	return s
}

// scalar writes a text as YAML: as it is where that is safe, else in quotes.
func scalar(s string) string {
	unsafe := s == "" || s == "~" || s == "null" || strings.ContainsAny(s[:1], "-?:,[]{}#&*!|>'\"%@`= ") ||
		strings.Contains(s, ": ") || strings.Contains(s, " #") || strings.HasSuffix(s, ":") || strings.HasSuffix(s, " ")
	if !unsafe {
		return s
	}
	var b strings.Builder
	e := json.NewEncoder(&b) // JSON strings are YAML strings
	e.SetEscapeHTML(false)
	if e.Encode(s) != nil {
		return `""` // a string can always be encoded
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// body is the text of the new file, for its writer to replace. It is in
// Chinese, as the site is.
func (d *draft) body() string {
	switch d.kind {
	case "agency":
		return "（在这里写机构的主要职责、内设机构。）\n"
	case "letter":
		return "（在这里写来信内容。不要写来信人的姓名、电话、身份证号和住址。）\n\n## 答复\n\n（在这里写答复。）\n"
	case "guide":
		return guideText
	}
	return "（在这里写正文。各级标题用“## ”“### ”开头。）\n"
}

// guideText has the parts that a guide must have (Regulation, article 12) and
// those that readers look for.
const guideText = `（在这里写指南的依据和适用范围。）

## 政府信息的分类

（主动公开、依申请公开各有哪些信息，按什么分类。）

## 编排体系

（信息怎样编号、怎样排列，可以按什么查找。）

## 获取方式

（网站、查阅点、政府公报等；信息形成或者变更之日起20个工作日内公开。）

## 依申请公开

（怎样提出申请、需要写明什么、多少个工作日答复。）

## 收费

（提供政府信息不收费；超过合理数量、频次的，按国家规定收取信息处理费。）

## 监督和救济

（投诉、举报的电话和地址；可以申请行政复议或者提起行政诉讼。）
`
