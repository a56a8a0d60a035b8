// Package diag holds places in files and what was found there.
//
// A value read from a file keeps its Span: the file, a byte offset and a
// length. Lines and columns are computed only when a finding is printed, so
// that a site of a hundred thousand documents carries no line tables.
//
// A Finding speaks to a clerk, in Chinese and in English, and has four parts:
// where, what is there (Message), what would be right (Help), and notes that
// point at other places. Which rule it breaks is a name; the law behind the
// rule and its severity are the rules package's to say. An error, in
// contrast, speaks to programmers and never reaches a clerk alone.
//
// Limits: offsets count bytes of the file as read by Normalise (byte order
// mark dropped, CRLF made LF), which leaves lines and columns as an editor
// shows them.
package diag

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
)

// File is a source file. Two spans are in one file if their File pointers
// are equal.
type File struct {
	Path string // relative to the source folder, with slashes
}

// Span is a place in a file. The zero Span means "no place".
type Span struct {
	File *File
	Off  int32 // bytes from the start
	Len  int32 // bytes
}

// At makes a span.
func At(f *File, off, length int) Span { return Span{f, int32(off), int32(length)} }

// Text is one sentence in both languages.
type Text struct{ ZH, EN string }

// Say formats one sentence in both languages with the same arguments.
func Say(zh, en string, args ...any) Text {
	if len(args) == 0 {
		return Text{zh, en}
	}
	return Text{fmt.Sprintf(zh, args...), fmt.Sprintf(en, args...)}
}

// In returns the sentence in a language, "zh" or "en".
func (t Text) In(lang string) string {
	if lang == "en" {
		return t.EN
	}
	return t.ZH
}

// Severity orders findings: what only warns, and what stops the build.
type Severity uint8

const (
	Warning Severity = iota
	Error
)

func (s Severity) String() string {
	if s == Error {
		return "error"
	}
	return "warning"
}

// Note points at another place that a finding is about.
type Note struct {
	Span
	Text
}

// Finding is something that a person has to mend.
type Finding struct {
	Rule     string
	Severity Severity
	Span     Span
	Message  Text // what is there
	Help     Text // what would be right
	Law      Text // the law behind the rule; empty for rules of mere craft
	Notes    []Note
	Waived   bool
	Breach   bool   // nothing silences it
	Edits    []Edit // the cure where it is mechanical
	Old      bool   // stands on lines that the change at hand did not touch (Changes)
}

// List is a list of findings.
type List []Finding

// Add appends a finding of a rule. The rules package adds severity and law.
func (l *List) Add(rule string, at Span, message, help Text, notes ...Note) {
	*l = append(*l, Finding{Rule: rule, Span: at, Message: message, Help: help, Notes: notes})
}

// Sort orders findings by file, place, rule and message and drops repeats.
func (l List) Sort() List {
	slices.SortStableFunc(l, compare)
	return slices.CompactFunc(l, func(a, b Finding) bool { return compare(a, b) == 0 })
}

func compare(a, b Finding) int {
	return cmp.Or(
		cmp.Compare(a.Span.Path(), b.Span.Path()),
		cmp.Compare(a.Span.Off, b.Span.Off),
		cmp.Compare(a.Rule, b.Rule),
		cmp.Compare(a.Message.ZH, b.Message.ZH),
	)
}

// Path is the file of the span, or "" where there is none.
func (s Span) Path() string {
	if s.File == nil {
		return ""
	}
	return s.File.Path
}

// Count counts the findings of a severity that are not waived.
func (l List) Count(s Severity) int {
	n := 0
	for _, f := range l {
		if f.Severity == s && !f.Waived {
			n++
		}
	}
	return n
}

var bom = []byte("\xef\xbb\xbf")

// Normalise drops a byte order mark and makes line ends LF. It returns src
// itself where there is nothing to do.
func Normalise(src []byte) []byte {
	src = bytes.TrimPrefix(src, bom)
	if bytes.IndexByte(src, '\r') < 0 {
		return src
	}
	src = bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(src, []byte("\r"), []byte("\n"))
}
