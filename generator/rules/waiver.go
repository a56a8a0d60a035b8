package rules

import (
	"iter"
	"path"
	"strings"

	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/fields"
	"gongkai/generator/site"
)

func waiver() Rule { return Rule{Name: "waiver", Severity: diag.Error} }

// waiving is a document that may carry waivers.
type waiving struct {
	doc              *content.Doc
	allow            []fields.Value[content.Allow]
	draft, published bool
}

// waivable are those documents.
func waivable(s *site.Site) iter.Seq[waiving] {
	return func(yield func(waiving) bool) {
		for n := range readable(s) {
			if !yield(waiving{&n.Doc, n.Allow, n.Draft.V, n.State == site.Published}) {
				return
			}
		}
		for _, f := range fiscals(s) {
			if !yield(waiving{&f.Doc, f.Allow, f.Draft.V, !f.Published.V.Date.After(s.Clock)}) {
				return
			}
		}
		for _, r := range annuals(s) {
			if !yield(waiving{&r.Doc, r.Allow, r.Draft.V, !r.Published.V.Date.After(s.Clock)}) {
				return
			}
		}
	}
}

// waive marks the findings that a document's waivers silence, and returns what
// is wrong with the waivers. These complaints cannot be waived in turn.
func waive(s *site.Site, found diag.List, registry map[string]Rule) diag.List {
	var complaints diag.List
	var at map[string][]int // findings of a file; made for the first waiver
	for d := range waivable(s) {
		if len(d.allow) == 0 {
			continue
		}
		if at == nil {
			at = byFile(found)
		}
		for _, a := range d.allow {
			if a.V.Rule.V == "" || !sound(s, d, a, registry, &complaints) {
				continue
			}
			if silence(found, at[d.doc.File.Path], a) == 0 && d.published {
				complaints.Add("waiver", a.V.Rule.At,
					diag.Say("这条豁免没有对上任何问题", "this waiver matches nothing"),
					diag.Say("问题已经改好的，删去这条豁免；写了“原文”的，核对是不是照提示里的文字写的", "remove it if the matter is mended; its `text` must stand in the finding's message"))
			}
		}
	}
	return complaints
}

// byFile groups findings by the document's file that they belong to: what lies
// in a document's own folder belongs to its index.md.
func byFile(found diag.List) map[string][]int {
	at := map[string][]int{}
	for i, f := range found {
		p := f.Span.Path()
		at[p] = append(at[p], i)
		if index := path.Dir(p) + "/index.md"; p != index {
			at[index] = append(at[index], i)
		}
	}
	return at
}

// silence waives the matching findings among those at the indices and counts
// them.
func silence(found diag.List, indices []int, a fields.Value[content.Allow]) int {
	count := 0
	for _, i := range indices {
		f := &found[i]
		if f.Rule != a.V.Rule.V || !strings.Contains(f.Message.ZH, a.V.Text.V) && !strings.Contains(f.Message.EN, a.V.Text.V) {
			continue
		}
		count++
		if f.Waived {
			continue
		}
		f.Waived = true
		f.Notes = append(f.Notes, diag.Note{Span: a.At, Text: diag.Say("豁免到 %s，理由：%s", "waived until %s: %s", a.V.Until.V.Date, a.V.Reason.V)})
	}
	return count
}

// sound reports what makes a waiver void: a rule that does not exist or is
// not to be waived, no reason, no end, an end that has passed.
func sound(s *site.Site, d waiving, a fields.Value[content.Allow], registry map[string]Rule, complaints *diag.List) bool {
	before := len(*complaints)
	name := a.V.Rule
	r, known := registry[name.V]
	switch {
	case !known:
		help := diag.Say("写检查报告里的规则名，例如 link-text", "write the rule's name as the report has it, such as link-text")
		if near := fields.Nearest(name.V, Names()); near != "" {
			help = diag.Say("是不是“%s”？", "did you mean %q?", near)
		}
		complaints.Add("waiver", name.At, diag.Say("没有“%s”这条规则", "there is no rule %q", name.V), help)
	case r.Breach:
		complaints.Add("waiver", name.At, diag.Say("“%s”不能豁免", "%q cannot be waived", name.V),
			diag.Say("照那条提示改好，删去这条豁免", "mend what it finds, and remove this waiver"))
	}
	if a.V.Reason.V == "" {
		complaints.Add("waiver", a.At, diag.Say("豁免没有写理由", "the waiver gives no reason"),
			diag.Say("在这条豁免里加一行：理由: ……", "add to it: reason: …"))
	}
	switch until := a.V.Until; {
	case !until.Given():
		complaints.Add("waiver", a.At, diag.Say("豁免没有写到哪一天为止", "the waiver has no end"),
			diag.Say("在这条豁免里加一行：截止: 日期", "add to it: until: DATE"))
	case until.V.Date.Before(s.Clock):
		complaints.Add("waiver", until.At, diag.Say("豁免已在 %s 到期", "the waiver ended on %s", until.V.Date),
			diag.Say("改好问题后删去这条豁免；确实还不能改的，重新批准并改写截止日期", "mend the matter and remove the waiver, or have it renewed"))
	}
	if d.draft {
		*complaints = (*complaints)[:before:before]
		return false
	}
	return len(*complaints) == before
}
