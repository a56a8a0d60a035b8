package compare

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/privacy"
)

var kindNames = map[Kind]diag.Text{
	Notice: diag.Say("公开信息", "notice"), Regulation: diag.Say("制度", "regulation"), Letter: diag.Say("来信", "letter"), Agency: diag.Say("机构", "agency"),
	Guide: diag.Say("公开指南", "guide"), Hotline: diag.Say("热线", "hotline"), Place: diag.Say("查阅点", "reading place"), Category: diag.Say("公开类别", "category"),
}

// most bounds one list of the Markdown, which has to fit into a comment; the
// JSON has all.
const most = 100

// longest bounds a value in the Markdown, in characters.
const longest = 120

// Markdown writes the report for a comment on a pull request.
func (r Report) Markdown(w io.Writer, lang, base string) error {
	b := bufio.NewWriter(w)
	p := printer{b, lang}
	fmt.Fprintf(b, "## %s\n", p.say("对外的变化（和 %s 相比）", "What changes for the public (against %s)", code(base)))
	if r.Empty() {
		fmt.Fprintf(b, "\n%s\n", p.say("没有变化。", "Nothing."))
		return b.Flush()
	}
	p.list(r.Removed, diag.Say("减少", "Gone"), p.removed)
	p.list(r.Moved, diag.Say("换了网址", "Moved"), p.moved)
	p.list(r.Changed, diag.Say("改动", "Changed"), p.changed)
	p.list(r.Added, diag.Say("新增", "New"), p.added)
	return b.Flush()
}

type printer struct {
	*bufio.Writer
	lang string
}

func (p printer) say(zh, en string, args ...any) string { return diag.Say(zh, en, args...).In(p.lang) }

func (p printer) list(pages []Page, head diag.Text, one func(Page)) {
	if len(pages) == 0 {
		return
	}
	fmt.Fprintf(p, "\n### %s (%d)\n\n", head.In(p.lang), len(pages))
	for i, page := range pages {
		if i == most {
			fmt.Fprintf(p, "- %s\n", p.say("还有 %d 条没有列出", "%d more are not listed", len(pages)-most))
			return
		}
		one(page)
	}
}

// name is the kind, title and address of a page.
func (p printer) name(page Page) string {
	title := plain(page.Title)
	switch page.Kind {
	case Notice, Regulation, Letter, Guide:
		title = p.quote(title)
	}
	s := kindNames[page.Kind].In(p.lang) + " " + title
	if page.Address != "" {
		s += " `" + code(page.Address) + "`"
	}
	return s
}

func (p printer) quote(title string) string {
	if p.lang == "en" {
		return "“" + title + "”"
	}
	return "《" + title + "》"
}

func (p printer) added(page Page) { fmt.Fprintf(p, "- %s\n", p.name(page)) }

func (p printer) removed(page Page) {
	fmt.Fprintf(p, "- %s: %s%s\n", p.name(page), page.Why.In(p.lang), p.answer(page))
}

func (p printer) moved(page Page) {
	fmt.Fprintf(p, "- %s ← `%s`%s\n", p.name(page), code(page.Was), p.answer(page))
}

// answer says whether the old address leads somewhere.
func (p printer) answer(page Page) string {
	switch {
	case page.Address == "" && page.Was == "":
		return ""
	case page.Answers:
		return p.say("；旧网址仍然打得开", "; the old address still answers")
	}
	if page.Was == "" {
		return p.say("；旧网址打不开", "; its address does not answer any more")
	}
	return p.say("；**旧网址打不开**，写进“旧网址”就会转到新页面", "; **the old address does not answer**: list it under `aliases`")
}

func (p printer) changed(page Page) {
	fmt.Fprintf(p, "- %s\n", p.name(page))
	for _, f := range page.Fields {
		mark := ""
		if f.Statutory {
			mark = p.say("（法定内容）", " (statutory)")
		}
		fmt.Fprintf(p, "  - %s%s: %s → %s\n", f.Name.In(p.lang), mark, p.value(f.Was), p.value(f.Is))
	}
	if page.Text {
		fmt.Fprintf(p, "  - %s\n", p.say("正文有改动", "the text changed"))
	}
	for _, f := range page.Files {
		what := map[Change]diag.Text{Added: diag.Say("新增", "new"), Removed: diag.Say("减少", "gone"), Altered: diag.Say("改动", "changed")}[f.What]
		fmt.Fprintf(p, "  - %s %s: %s\n", p.say("附件", "attachment"), plain(f.Name), what.In(p.lang))
	}
}

func (p printer) value(s string) string {
	if s == "" {
		return p.say("（无）", "(none)")
	}
	if runes := []rune(s); len(runes) > longest {
		s = string(runes[:longest]) + "…"
	}
	return plain(s)
}

// plain makes a text of the content harmless as Markdown, and masks personal
// data in it.
func plain(s string) string {
	return strings.NewReplacer("\n", " ", "<", "&lt;", "@", "&#64;", "`", "&#96;", "[", "\\[", "]", "\\]", "*", "\\*", "_", "\\_").Replace(privacy.VeilString(s))
}

func code(s string) string { return strings.ReplaceAll(s, "`", "'") }

type jsonPage struct {
	Kind    Kind        `json:"kind"`
	Title   string      `json:"title"`
	Address string      `json:"address,omitempty"`
	Was     string      `json:"was,omitempty"`
	Why     string      `json:"why,omitempty"`
	Answers *bool       `json:"oldAddressAnswers,omitempty"`
	Fields  []jsonField `json:"fields,omitempty"`
	Text    bool        `json:"text,omitempty"`
	Files   []jsonFile  `json:"attachments,omitempty"`
}

type jsonField struct {
	Name      string `json:"name"`
	Was       string `json:"was"`
	Is        string `json:"is"`
	Statutory bool   `json:"statutory"`
}

type jsonFile struct {
	Name string `json:"name"`
	What Change `json:"what"`
}

// JSON writes the report for programs.
func (r Report) JSON(w io.Writer, lang, base string) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(struct {
		Version int        `json:"version"`
		Base    string     `json:"base"`
		Added   []jsonPage `json:"added"`
		Removed []jsonPage `json:"removed"`
		Moved   []jsonPage `json:"moved"`
		Changed []jsonPage `json:"changed"`
	}{1, base, pages(r.Added, lang), pages(r.Removed, lang), pages(r.Moved, lang), pages(r.Changed, lang)})
}

func pages(list []Page, lang string) []jsonPage {
	out := []jsonPage{}
	for _, p := range list {
		j := jsonPage{Kind: p.Kind, Title: privacy.VeilString(p.Title), Address: p.Address, Was: p.Was, Why: p.Why.In(lang), Text: p.Text}
		if p.Was != "" || p.Why.ZH != "" && p.Address != "" {
			j.Answers = &p.Answers
		}
		for _, f := range p.Fields {
			j.Fields = append(j.Fields, jsonField{f.Name.In(lang), privacy.VeilString(f.Was), privacy.VeilString(f.Is), f.Statutory})
		}
		for _, f := range p.Files {
			j.Files = append(j.Files, jsonFile{f.Name, f.What})
		}
		out = append(out, j)
	}
	return out
}
