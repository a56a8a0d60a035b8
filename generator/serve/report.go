package serve

import (
	"encoding/json"
	"io/fs"
	"os"
	"strconv"

	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/privacy"
)

// report is the findings as client.js lays them over a page.
type report struct {
	Title    string    `json:"title"`    // "" where there is nothing to tell
	Stopped  bool      `json:"stopped"`  // an error holds the site back
	Findings []finding `json:"findings"` // errors first
	Close    string    `json:"close"`    // the name of the button
}

type finding struct {
	Level   string   `json:"level"` // "error" or "warning"
	Word    string   `json:"word"`  // the level in the reader's language
	Rule    string   `json:"rule"`
	Place   string   `json:"place"` // file:line:column
	Source  string   `json:"source,omitempty"`
	Message string   `json:"message"`
	Help    string   `json:"help,omitempty"`
	Law     string   `json:"law,omitempty"`
	Notes   []string `json:"notes,omitempty"`
}

// shown bounds what is laid over a page: the terminal has the rest.
const shown = 50

// nowhere has no files.
type nowhere struct{}

func (nowhere) Open(string) (fs.File, error) { return nil, fs.ErrNotExist }

// sources reads the lines that findings are about, and nothing outside of the
// folder: a finding may be about a link that leads there.
func (s *Server) sources() (sources *diag.Sources, done func()) {
	root, err := os.OpenRoot(s.opts.Folder)
	if err != nil {
		return diag.NewSources(nowhere{}, nil), func() {}
	}
	return diag.NewSources(content.Folder(root), privacy.Veil), func() { root.Close() }
}

// report tells of a build. before says whether there are pages of an earlier one,
// which are shown as long as errors stop the next.
func (s *Server) report(b Built, err error, before bool) []byte {
	sources, done := s.sources()
	defer done()
	r := report{Close: diag.Say("关闭", "Close").In(s.opts.Lang), Stopped: err != nil || b.Tree == nil}
	errors, warnings := b.Findings.Count(diag.Error), b.Findings.Count(diag.Warning)
	switch {
	case err != nil:
		r.Title = diag.Say("生成时出错", "The build failed").In(s.opts.Lang)
		r.Findings = []finding{{Level: "error", Word: diag.Say("错误", "error").In(s.opts.Lang), Message: err.Error()}}
	case errors > 0 && !before:
		r.Title = diag.Say("%d 个错误，%d 个警告：改好以前，还没有页面可以显示", "%d errors, %d warnings: until they are mended, there is no page to show", errors, warnings).In(s.opts.Lang)
	case errors > 0:
		r.Title = diag.Say("%d 个错误，%d 个警告：改好以前，这里显示的是上一次的页面", "%d errors, %d warnings: until they are mended, the page of before is shown", errors, warnings).In(s.opts.Lang)
	case warnings > 0:
		r.Title = diag.Say("%d 个警告", "%d warnings", warnings).In(s.opts.Lang)
	}
	for _, level := range []diag.Severity{diag.Error, diag.Warning} {
		for _, f := range b.Findings {
			if f.Severity == level && !f.Waived && len(r.Findings) < shown {
				r.Findings = append(r.Findings, s.finding(f, sources))
			}
		}
	}
	out, err := json.Marshal(r)
	if err != nil {
		return []byte("{}") // strings and numbers only: cannot fail
	}
	return out
}

func (s *Server) finding(f diag.Finding, sources *diag.Sources) finding {
	lang := s.opts.Lang
	at := sources.Place(f.Span)
	out := finding{
		Level: f.Severity.String(), Word: diag.Say("警告", "warning").In(lang), Rule: f.Rule, Place: place(f.Span, at),
		Source: at.Source, Message: f.Message.In(lang), Help: f.Help.In(lang), Law: f.Law.In(lang),
	}
	if f.Severity == diag.Error {
		out.Word = diag.Say("错误", "error").In(lang)
	}
	for _, n := range f.Notes {
		out.Notes = append(out.Notes, place(n.Span, sources.Place(n.Span))+": "+n.Text.In(lang))
	}
	return out
}

func place(s diag.Span, at diag.Place) string {
	if s.File == nil {
		return ""
	}
	return s.File.Path + ":" + strconv.Itoa(at.Line) + ":" + strconv.Itoa(at.Column)
}
