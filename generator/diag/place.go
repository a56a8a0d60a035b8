package diag

import (
	"bytes"
	"io/fs"
	"sort"
	"unicode/utf8"
)

// Place is a span in lines and columns, both from 1; columns count
// characters. Source is the first line of it.
type Place struct {
	Line, Column, EndLine, EndColumn int
	Source                           string
}

// Sources reads files again to turn spans into places. It keeps the last
// file, for findings come sorted by file.
type Sources struct {
	fsys fs.FS
	veil func([]byte) []byte
	path string
	text []byte
	line []int // offsets at which lines begin
}

// NewSources reads from the source folder. veil masks what a report must not
// show, without moving any byte; nil shows everything.
func NewSources(fsys fs.FS, veil func([]byte) []byte) *Sources {
	return &Sources{fsys: fsys, veil: veil}
}

// Place looks a span up. A file that is gone or has become shorter yields
// line 1, column 1: the finding is still told.
func (s *Sources) Place(sp Span) Place {
	p := Place{Line: 1, Column: 1, EndLine: 1, EndColumn: 1}
	if sp.File == nil {
		return p
	}
	if s.path != sp.File.Path {
		text, err := fs.ReadFile(s.fsys, sp.File.Path)
		if err != nil {
			text = nil
		}
		s.path, s.text = sp.File.Path, Normalise(text)
		if s.veil != nil {
			s.text = s.veil(s.text)
		}
		s.line = lineStarts(s.text)
	}
	off, end := int(sp.Off), int(sp.Off+sp.Len)
	if off < 0 || end < off || end > len(s.text) {
		return p
	}
	p.Line, p.Column = s.lineColumn(off)
	p.EndLine, p.EndColumn = s.lineColumn(end)
	start := s.line[p.Line-1]
	line, _, _ := bytes.Cut(s.text[start:], []byte("\n"))
	p.Source = string(bytes.ToValidUTF8(line, []byte("\uFFFD")))
	return p
}

func lineStarts(text []byte) []int {
	starts := []int{0}
	for i, c := range text {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

func (s *Sources) lineColumn(off int) (line, column int) {
	line = sort.SearchInts(s.line, off+1)
	return line, utf8.RuneCount(s.text[s.line[line-1]:off]) + 1
}
