package diag

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// Printer writes findings for one kind of reader.
type Printer struct {
	Lang    string    // "zh" or "en"
	Color   bool      // ANSI colours, for terminals
	Clock   string    // the date that counted as today
	Sources *Sources  // where the places are looked up
	Summary io.Writer // the full list for GitHub's step summary; may be nil
	// Prefix is the way from the repository's root to the source folder, which
	// machines want before each path; "" or ending in a slash.
	Prefix string
	Rules  []About // what SARIF tells of rules
}

// About is a rule as formats for machines describe it.
type About struct {
	Name     string
	Title    Text
	Page     string // Markdown, in the printer's language
	Severity Severity
}

// Formats lists the formats that Print knows.
func Formats() []string { return []string{"text", "json", "sarif", "github", "gitlab", "markdown"} }

// Print writes findings, which are sorted, in one of the Formats.
func (p Printer) Print(w io.Writer, format string, findings List) error {
	b := bufio.NewWriter(w)
	switch format {
	case "text":
		p.text(b, findings)
	case "json":
		if err := p.json(b, findings); err != nil {
			return err
		}
	case "sarif":
		if err := p.sarif(b, findings); err != nil {
			return err
		}
	case "gitlab":
		if err := p.gitlab(b, findings); err != nil {
			return err
		}
	case "markdown":
		p.markdown(b, findings, commentLimit)
	case "github":
		p.github(b, findings)
		if p.Summary != nil {
			summary := bufio.NewWriter(p.Summary)
			p.markdown(summary, findings, summaryLimit)
			if err := summary.Flush(); err != nil {
				return err
			}
		}
	default:
		return fmt.Errorf("unknown format %q", format)
	}
	return b.Flush()
}

var severityWords = map[string][2]string{"zh": {"警告", "错误"}, "en": {"warning", "error"}}

func (p Printer) severity(f Finding) string {
	words, ok := severityWords[p.Lang]
	if !ok {
		words = severityWords["zh"]
	}
	if f.Waived {
		return words[f.Severity] + map[bool]string{true: " (waived)", false: "（已豁免）"}[p.Lang == "en"]
	}
	return words[f.Severity]
}

func (p Printer) paint(code, s string) string {
	if !p.Color {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func (p Printer) text(w *bufio.Writer, findings List) {
	for i, f := range findings {
		if f.Old && (i == 0 || !findings[i-1].Old) {
			fmt.Fprintf(w, "%s\n", p.paint("1", Say("—— 以下不在这次改动的行里 ——", "—— not on lines of this change ——").In(p.Lang)))
		}
		at := p.Sources.Place(f.Span)
		color := "33"
		if f.Severity == Error {
			color = "31"
		}
		fmt.Fprintf(w, "%s: %s %s: %s\n", p.paint("1", where(f.Span, at)), p.paint(color, p.severity(f)), f.Rule, shown(f.Message.In(p.Lang)))
		if at.Source != "" {
			line, caret := excerpt(at)
			fmt.Fprintf(w, "    %s\n    %s\n", line, p.paint(color, caret))
		}
		p.line(w, "改法", "fix", f.Help.In(p.Lang))
		p.line(w, "依据", "law", f.Law.In(p.Lang))
		for _, n := range f.Notes {
			fmt.Fprintf(w, "  → %s: %s\n", where(n.Span, p.Sources.Place(n.Span)), shown(n.Text.In(p.Lang)))
		}
	}
}

func (p Printer) line(w *bufio.Writer, zh, en, text string) {
	if text == "" {
		return
	}
	text = shown(text)
	if p.Lang == "en" {
		fmt.Fprintf(w, "  %s: %s\n", en, text)
		return
	}
	fmt.Fprintf(w, "  %s：%s\n", zh, text)
}

func where(s Span, at Place) string {
	if s.File == nil {
		return "."
	}
	return fmt.Sprintf("%s:%d:%d", shown(s.File.Path), at.Line, at.Column)
}

// shown is a text of a stranger as a terminal may show it: with a mark in the
// place of each character that would move its cursor, or turn the order of others
// round. Findings could be made to vanish otherwise.
func shown(s string) string {
	return strings.Map(func(r rune) rune {
		if Unseen(r) {
			return '\ufffd'
		}
		return r
	}, s)
}

// Unseen reports whether a character is none that a text should hold: one that
// nobody sees, that turns the order of others round, or that parts lines in some
// programs. Line feeds and tabs are not meant.
func Unseen(r rune) bool {
	return r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp))
}

// columns is how many columns of a terminal the text takes.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n += columnsOf(r)
	}
	return n
}

// columnsOf is two for characters of East Asian width, one for others.
func columnsOf(r rune) int {
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

const excerptColumns = 100

// excerpt is the source line, cut to a window around the finding, and a line
// with carets under it.
func excerpt(at Place) (line, caret string) {
	runes := []rune(strings.ReplaceAll(shown(at.Source), "\t", " "))
	from := min(at.Column-1, len(runes))
	to := len(runes)
	if at.EndLine == at.Line {
		to = min(max(at.EndColumn-1, from), len(runes))
	}
	// From the finding outwards: a line may be megabytes long.
	lead, used := from, 0
	for lead > 0 && used+columnsOf(runes[lead-1]) <= excerptColumns/2 {
		lead--
		used += columnsOf(runes[lead])
	}
	tail := from
	for tail < len(runes) && used+columnsOf(runes[tail]) <= excerptColumns {
		used += columnsOf(runes[tail])
		tail++
	}
	to = min(to, tail)
	line = string(runes[lead:tail])
	pad := columns(string(runes[lead:from]))
	if lead > 0 {
		line, pad = "…"+line, pad+columns("…")
	}
	if tail < len(runes) {
		line += "…"
	}
	return line, strings.Repeat(" ", pad) + strings.Repeat("^", max(1, columns(string(runes[from:to]))))
}

type jsonReport struct {
	Version  int           `json:"version"`
	Clock    string        `json:"clock"`
	Findings []jsonFinding `json:"findings"`
}

type jsonFinding struct {
	Rule      string     `json:"rule"`
	Severity  string     `json:"severity"`
	File      string     `json:"file"`
	Line      int        `json:"line"`
	Column    int        `json:"column"`
	EndLine   int        `json:"endLine"`
	EndColumn int        `json:"endColumn"`
	Message   string     `json:"message"`
	Help      string     `json:"help"`
	Law       string     `json:"law"`
	Waived    bool       `json:"waived"`
	Breach    bool       `json:"breach"`
	Old       bool       `json:"old,omitempty"`
	Notes     []jsonNote `json:"notes,omitempty"`
}

type jsonNote struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Message string `json:"message"`
}

func (p Printer) json(w io.Writer, findings List) error {
	report := jsonReport{Version: 1, Clock: p.Clock, Findings: []jsonFinding{}}
	for _, f := range findings {
		at := p.Sources.Place(f.Span)
		j := jsonFinding{
			Rule: f.Rule, Severity: f.Severity.String(), File: f.Span.Path(),
			Line: at.Line, Column: at.Column, EndLine: at.EndLine, EndColumn: at.EndColumn,
			Message: f.Message.In(p.Lang), Help: f.Help.In(p.Lang), Law: f.Law.In(p.Lang), Waived: f.Waived, Breach: f.Breach, Old: f.Old,
		}
		for _, n := range f.Notes {
			at := p.Sources.Place(n.Span)
			j.Notes = append(j.Notes, jsonNote{n.Span.Path(), at.Line, at.Column, n.Text.In(p.Lang)})
		}
		report.Findings = append(report.Findings, j)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(report)
}
