package fields

import (
	"regexp"
	"strings"

	"gongkai/generator/diag"
)

// Words without a field among the fields are a value that goes on, or the text below
// fields that nobody has ended: where a --- stands in the text, it was taken for
// their end.

// prose reports whether a line at the margin is words and no field of any kind.
func (s *search) prose(line string) bool {
	return line != "" && strings.IndexByte(" \t-[]{}\"',", line[0]) < 0 && strings.TrimSpace(line) != "" &&
		!colonInValue.MatchString(line) && !s.field(strings.TrimLeft(line, "　\u00a0")) && line != "..."
}

// bullet reports whether a line begins a list that is the text's: no field that
// waits for one stands above.
func (s *search) bullet(line string) bool {
	return s.front && s.margin.full && strings.HasPrefix(line, "- ") && !s.field(line[2:])
}

// words tells what the words are that begin on line i. It returns the last of their
// lines, or -1 if no field follows any more.
func (s *search) words(i int, gap bool, heading int) int {
	if !gap && s.misnamed(i) {
		return i
	}
	last := i
	for last+1 < len(s.lines) && s.prose(s.lines[last+1].text) {
		last++
	}
	if s.front && !s.followed(last, gap) {
		if heading >= 0 {
			i = heading
		}
		s.found.Add("front-matter", s.whole(i),
			diag.Say("字段区没有结束标记 ---，从这一行起像是正文", "the front matter has no end mark ---: the text seems to begin here"),
			diag.Say("在最后一个字段的下一行单独写 ---，再空一行写正文", "write --- on a line of its own after the last field, then the text"))
		return -1
	}
	s.nameless(i, gap)
	for range last - i + 1 {
		s.mended = append(s.mended, "")
	}
	return last
}

// whole is the place of a line.
func (s *search) whole(i int) diag.Span {
	return diag.At(s.file, s.lines[i].at, len(strings.TrimRight(s.lines[i].whole, " ")))
}

var nameThenColon = regexp.MustCompile(`^([\p{Han}A-Za-z_]{1,8})\s*([:：])\s*([^\s/])`)

// misnamed finds a slip beside the colon of a field whose name nobody knows, for it
// has a slip as well.
func (s *search) misnamed(i int) bool {
	l := s.lines[i]
	m := nameThenColon.FindStringSubmatchIndex(l.text)
	if m == nil {
		return false
	}
	name, value := l.text[m[2]:m[3]], strings.TrimSpace(l.text[m[6]:])
	s.found.Add("front-matter", diag.At(s.file, l.at+m[4], m[5]-m[4]),
		diag.Say("“%s”后面应当是半角冒号加一个空格", "a half-width colon and a space belong after %q", name),
		diag.Say("改成：%[1]s: %[2]s", "write: %[1]s: %[2]s", name, value))
	s.mend(l.whole, true)
	return true
}

// nameless tells of words that are not the text: what they are depends on what
// stands above.
func (s *search) nameless(i int, gap bool) {
	if gap || i == 0 || !s.margin.full {
		s.found.Add("front-matter", s.whole(i), diag.Say("这一行没有字段名", "this line has no field name"),
			diag.Say("写成“字段: 值”；不需要的请删除", "write `field: value`, or remove it"))
		return
	}
	s.found.Add("front-matter", s.whole(i), diag.Say("这一行没有字段名，像是上一行的值没有写完", "this line has no field name: the value above seems to go on in it"),
		diag.Say("接到上一行的末尾；要分行写的，冒号后面写 >-，下面每行前面空两格", "put it at the end of the line above; to break a long value, write >- after the colon and indent each line below by two spaces"))
}

// followed reports whether fields go on after words that end on line i: the next
// line that is not blank is one, or there is none and nothing parts the words from
// the fields above. Behind a blank line, 日期： begins a paragraph and 日期: a field.
func (s *search) followed(i int, gap bool) bool {
	for j := i + 1; j < len(s.lines); j++ {
		line := strings.TrimLeft(s.lines[j].text, " ")
		switch {
		case strings.TrimSpace(s.lines[j].whole) == "":
		case j == i+1:
			return s.field(line)
		default:
			m := keyThenValue.FindStringSubmatch(line)
			return m != nil && s.known(m[2])
		}
	}
	return !gap
}
