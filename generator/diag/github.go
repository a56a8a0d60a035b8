package diag

import (
	"bufio"
	"fmt"
	"strings"
)

// annotationsPerLevel is how many annotations of one level GitHub shows for
// one step; it drops the rest without a word, so the last one says how many.
const annotationsPerLevel = 10

func (p Printer) github(w *bufio.Writer, findings List) {
	for _, level := range []Severity{Error, Warning} {
		p.annotations(w, level, findings)
	}
}

func (p Printer) annotations(w *bufio.Writer, level Severity, findings List) {
	var shown List
	for _, f := range findings {
		if f.Severity == level && !f.Waived {
			shown = append(shown, f)
		}
	}
	more := 0
	if len(shown) > annotationsPerLevel {
		more = len(shown) - annotationsPerLevel + 1
		shown = shown[:annotationsPerLevel-1]
	}
	for _, f := range shown {
		at := p.Sources.Place(f.Span)
		text := f.Message.In(p.Lang)
		if help := f.Help.In(p.Lang); help != "" {
			text += "\n" + help
		}
		if law := f.Law.In(p.Lang); law != "" {
			text += "\n" + law
		}
		place := "" // a finding about the whole site has none
		if f.Span.File != nil {
			place = fmt.Sprintf("file=%s,line=%d,endLine=%d,col=%d,", property(p.Prefix+f.Span.Path()), at.Line, at.EndLine, at.Column)
		}
		fmt.Fprintf(w, "::%s %stitle=%s::%s\n", level, place, property(f.Rule), message(text))
	}
	if more > 0 {
		text := Say("还有 %d 条，见本步骤的摘要。", "%d more: see the summary of this step.", more)
		fmt.Fprintf(w, "::%s title=gongkai::%s\n", level, message(text.In(p.Lang)))
	}
}

// message and property escape as GitHub's workflow commands ask.
func message(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func property(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}
