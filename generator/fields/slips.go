package fields

import (
	"bytes"
	"regexp"
	"strings"

	"gongkai/generator/diag"
)

// A clerk who knows Word and not YAML makes the same few slips. Each has its
// own message, for "unexpected key name" helps nobody.
var (
	keyThenWideColon = regexp.MustCompile(`^\s*(?:- )?([\p{Han}A-Za-z_]+)\s*：`)
	keyThenNoSpace   = regexp.MustCompile(`^\s*(?:- )?([\p{Han}A-Za-z_]+):([^\s/].*)$`)
	keyThenNothing   = regexp.MustCompile(`^\s*([\p{Han}A-Za-z_]+)\s+(\S.*)$`)
)

// findSlips looks at each line of front matter that could not be read.
func findSlips(file *diag.File, src []byte, off, end int, known Known) diag.List {
	s := newSearch(file, src, off, end, known)
	s.run()
	return s.found
}

// search is a walk through the lines of front matter that could not be read.
type search struct {
	file   *diag.File
	known  Known
	lines  []srcLine
	margin margins
	found  diag.List
	mended []string     // the lines as they would be without their slips
	front  bool         // it is front matter, below which a text stands
	askew  bool         // a line is indented wrongly: nobody knows how it is meant
	barren map[byte]int // the line up to which there is no such closing mark
}

// srcLine is a line of a file.
type srcLine struct {
	whole string
	text  string // without the comment at its end
	at    int
}

func newSearch(file *diag.File, src []byte, off, end int, known Known) *search {
	s := &search{file: file, front: off > 0, known: known, margin: margins{file: file, known: known}, barren: map[byte]int{}}
	for at := off; at < end; {
		line, _, _ := bytes.Cut(src[at:end], []byte("\n"))
		whole := string(line)
		s.lines = append(s.lines, srcLine{whole, code(whole), at})
		at += len(line) + 1
	}
	return s
}

func (s *search) run() {
	gap := false  // a blank line stands below the last field
	heading := -1 // the line of a heading below it, which YAML takes for a comment
	for i := 0; i < len(s.lines); i++ {
		l := s.lines[i]
		switch {
		case s.prose(l.text) || gap && s.bullet(l.text):
			if i = s.words(i, gap, heading); i < 0 {
				return
			}
			gap, heading = false, -1
			continue
		case strings.TrimSpace(l.whole) == "":
			gap = true
		case gap && heading < 0 && strings.HasPrefix(l.whole, "##"):
			heading = i
		case s.field(strings.TrimLeft(l.text, " -")):
			gap, heading = false, -1
		}
		i = s.line(i)
	}
}

// line looks at line i and returns the last that its value takes up.
func (s *search) line(i int) int {
	l := s.narrow(s.lines[i])
	s.lines[i].text, s.lines[i].at = l.text, l.at
	last, before := s.below(i), len(s.found)
	cut := glued(l.whole[len(l.text):]) // its end is lost, which has been told
	slip(s.file, l.text, l.at, s.known, last > i || cut, &s.found)
	s.mend(l.whole, cut || len(s.found) > before)
	before = len(s.found)
	s.margin.line(l.text, l.at, &s.found)
	s.askew = s.askew || len(s.found) > before || strings.HasPrefix(strings.TrimLeft(l.text, " "), "\t")
	for j := i + 1; j <= last; j++ { // whatever the value holds is text
		s.mend(s.lines[j].whole, false)
	}
	return last
}

var wideIndent = regexp.MustCompile(`^[ ]*[　\x{a0}][ 　\x{a0}]*`)

// narrow finds the full-width spaces that an input method puts before a field, and
// gives back the line with as many others as belong there. Before words they are the
// beginning of a paragraph.
func (s *search) narrow(l srcLine) srcLine {
	wide := wideIndent.FindString(l.text)
	if wide == "" || !s.field(l.text[len(wide):]) {
		return l
	}
	indent := strings.Repeat(" ", s.margin.depth(strings.HasPrefix(l.text[len(wide):], "- ")))
	s.found.Add("front-matter", diag.At(s.file, l.at, len(wide)),
		diag.Say("行首是全角空格", "the line begins with full-width spaces"),
		diag.Say("字段前面不要空格；下级字段前面用两个半角空格", "start fields at the margin; indent nested ones with two spaces"))
	s.found.Cure(replace(s.file, l.at, wide, indent))
	cut := len(wide) - len(indent) // places in the line stay those in the file
	return srcLine{indent + l.whole[len(wide):], indent + l.text[len(wide):], l.at + cut}
}

// field reports whether a line begins with a field, rightly written or not.
func (s *search) field(line string) bool {
	m := keyAnyhow.FindStringSubmatch(line + " ")
	return m != nil && s.known(m[2])
}

var keyOrItem = regexp.MustCompile(`^(\s*)(- ?)?`)

// mend keeps a line for a second look at the whole. One with a slip becomes a field
// without a value there: that may stand anywhere, and have lines below it.
func (s *search) mend(line string, slipped bool) {
	if slipped {
		m := keyOrItem.FindStringSubmatch(line)
		line = strings.ReplaceAll(m[1], "\t", "  ") + "k:"
		if m[2] != "" {
			line = m[1] + "- k:"
		}
	}
	s.mended = append(s.mended, line)
}

// untouched reports whether a second look sees a line as it stands in the file.
func (s *search) untouched(i int) bool {
	return i >= 0 && i < len(s.mended) && s.mended[i] == s.lines[i].whole
}

var blockHeader = regexp.MustCompile(`^[|>][-+1-9]*$`)

// below is the last of the lines that the value on line i takes up: the text below
// a > or |, or what a quote or a bracket holds that is closed on a later line.
func (s *search) below(i int) int {
	m := keyThenValue.FindStringSubmatchIndex(s.lines[i].text)
	if m == nil || m[6] < 0 || m[6] == m[7] {
		return i
	}
	v := strings.TrimRight(s.lines[i].text[m[6]:], " \t")
	switch {
	case blockHeader.MatchString(v):
		last := i
		for j := i + 1; j < len(s.lines); j++ {
			t := s.lines[j].text
			if blank := strings.TrimSpace(t) == ""; !blank && leading(t) <= leading(s.lines[i].text) {
				break
			} else if !blank {
				last = j
			}
		}
		return last
	case opened(v) != 0:
		if last, closed := s.closing(i, opened(v)); closed {
			return last
		}
	}
	return i
}

// opened is the mark that would close a value which begins with a quote or a
// bracket, or 0 if it is closed, or none.
func opened(v string) byte {
	switch {
	case v == "":
	case v[0] == '"' || v[0] == '\'':
		if _, closed := quoted(v); !closed {
			return v[0]
		}
	case v[0] == '[' || v[0] == '{':
		if nested(v) > 0 {
			return v[0] + 2 // in ASCII both pairs lie so
		}
	}
	return 0
}

// nested is how many brackets of v are open at its end.
func nested(v string) (depth int) {
	for i := 0; i < len(v); i++ {
		switch c := v[i]; {
		case c == '[' || c == '{':
			depth++
		case c == ']' || c == '}':
			depth--
		case (c == '"' || c == '\'') && opensValue(v[:i]):
			n, _ := quoted(v[i:])
			i += n - 1
		}
	}
	return depth
}

// closing looks for the line on which mark closes the value of line i. A field
// that begins before was meant as one, unless a comma stands before it.
func (s *search) closing(i int, mark byte) (int, bool) {
	if i < s.barren[mark] {
		return i, false
	}
	goesOn := strings.HasSuffix(s.lines[i].text, ",")
	j := i + 1
	for ; j < len(s.lines); j++ {
		t := s.lines[j]
		if m := keyThenValue.FindStringSubmatch(t.text); m != nil && s.known(m[2]) && !goesOn {
			break
		}
		if strings.IndexByte(t.whole, mark) >= 0 {
			return j, true
		}
		goesOn = strings.HasSuffix(strings.TrimRight(t.text, " \t"), ",")
	}
	s.barren[mark] = j
	return i, false
}

func leading(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// code is a line without the comment at its end. A # within quotes begins none, nor
// does one that stands beside a character.
func code(line string) string {
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '#' && (i == 0 || line[i-1] == ' ' || line[i-1] == '\t'):
			return line[:i]
		case (c == '"' || c == '\'') && opensValue(line[:i]):
			n, _ := quoted(line[i:])
			i += n - 1
		}
	}
	return line
}

// opensValue reports whether a quote after these bytes is the first character of a
// value: elsewhere it is one like any other.
func opensValue(before string) bool {
	before = strings.TrimRight(before, " \t")
	return before == "" || strings.IndexByte(":-,[{", before[len(before)-1]) >= 0
}

func slip(file *diag.File, line string, at int, known Known, goesOn bool, found *diag.List) {
	indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
	if i := strings.IndexByte(indent, '\t'); i >= 0 {
		found.Add("front-matter", diag.At(file, at+i, 1),
			diag.Say("行首是制表符（Tab）", "the line begins with a tab"),
			diag.Say("字段前面不要空格；下级字段前面用两个半角空格", "start fields at the margin; indent nested ones with two spaces"))
		found.Cure(replace(file, at+i, "\t", "  "))
	}
	if m := keyThenWideColon.FindStringSubmatchIndex(line); m != nil && known(line[m[2]:m[3]]) {
		key := line[m[2]:m[3]]
		colon := m[1] - len("：")
		value := strings.TrimSpace(line[m[1]:])
		found.Add("front-matter", diag.At(file, at+colon, len("：")),
			diag.Say("“%s”后面是全角冒号“：”", "a full-width colon ： follows %q", key),
			diag.Say("改成半角冒号加空格：%[1]s: %[2]s", "write a half-width colon and a space: %[1]s: %[2]s", key, value))
		found.Cure(replace(file, at+colon, line[colon:m[1]+len(line[m[1]:])-len(strings.TrimLeft(line[m[1]:], " "))], ": "))
		return
	}
	if m := keyThenNoSpace.FindStringSubmatchIndex(line); m != nil && known(line[m[2]:m[3]]) {
		key, value := line[m[2]:m[3]], line[m[4]:m[5]]
		found.Add("front-matter", diag.At(file, at+m[3], 1),
			diag.Say("“%[1]s:”后面缺一个半角空格", "a space is missing after `%[1]s:`", key),
			diag.Say("改成：%[1]s: %[2]s", "write: %[1]s: %[2]s", key, strings.TrimSpace(value)))
		found.Cure(replace(file, at+m[3], ":", ": "))
		return
	}
	if m := keyThenNothing.FindStringSubmatchIndex(line); m != nil && known(line[m[2]:m[3]]) && !strings.Contains(line[:m[4]], ":") {
		key, value := line[m[2]:m[3]], line[m[4]:m[5]]
		found.Add("front-matter", diag.At(file, at+m[2], len(key)),
			diag.Say("“%s”后面没有冒号", "no colon follows %q", key),
			diag.Say("改成：%[1]s: %[2]s", "write: %[1]s: %[2]s", key, value))
		return
	}
	value(file, line, at, known, goesOn, found)
}

// replace is the edit that puts new in the place of old, which stands at at.
func replace(file *diag.File, at int, old, new string) diag.Edit {
	return diag.Edit{Span: diag.At(file, at, len(old)), Old: old, New: new}
}

// wrapped reports whether a value stands as a whole in one pair of Chinese
// quotes, which a clerk meant as YAML quotes: they would be shown. Input
// methods give either half, so that which half it is does not count.
func wrapped(s string) bool {
	for _, quotes := range []string{"“”", "‘’", "＂"} {
		inner := strings.TrimLeft(s, quotes)
		if inner == s {
			continue
		}
		rest := strings.TrimRight(inner, quotes)
		return rest != inner && rest != "" && !strings.ContainsAny(rest, quotes)
	}
	return false
}
