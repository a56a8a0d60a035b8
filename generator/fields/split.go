package fields

import (
	"bufio"
	"bytes"
	"strings"

	"github.com/adrg/frontmatter"

	"gongkai/generator/diag"
)

// Notation of front matter.
type Notation uint8

const (
	None Notation = iota
	YAML          // between --- lines
	TOML          // between +++ lines
	JSON          // an object on lines of its own
)

// Front says where the front matter of a file lies.
type Front struct {
	Notation Notation
	Off, End int // the text between the marks
	Body     int // where the body begins
}

// Splitter splits one file after another. The zero Splitter is ready for use,
// by one goroutine.
type Splitter struct {
	reader *bufio.Reader // the library takes one that it is given, and makes one for each file otherwise
}

// Split finds the front matter of src. A file without any, or with an open
// end, yields a finding and None.
func (s *Splitter) Split(file *diag.File, src []byte) (Front, diag.List) {
	if s.reader == nil {
		s.reader = bufio.NewReader(nil)
	}
	var found diag.List
	front := Front{}
	take := func(n Notation) frontmatter.UnmarshalFunc {
		return func([]byte, any) error {
			front.Notation = n
			return nil
		}
	}
	formats := []*frontmatter.Format{
		frontmatter.NewFormat("---", "---", take(YAML)),
		frontmatter.NewFormat("+++", "+++", take(TOML)),
		{Start: "{", End: "}", Unmarshal: take(JSON), UnmarshalDelims: true, RequiresNewLine: true},
	}
	for _, part := range [][]byte{head(src), src} {
		var unused struct{}
		s.reader.Reset(bytes.NewReader(part))
		rest, err := frontmatter.Parse(s.reader, &unused, formats...)
		if err == nil && front.Notation != None {
			front.Body = len(part) - len(rest)
			front.Off, front.End = inner(part[:front.Body], front.Notation)
			return front, nil
		}
	}
	reportNoFront(file, src, &found)
	return Front{Body: len(src)}, found
}

// head is src up to the first line that may end its front matter: the library
// copies all that it is given, and the text is much the longer part. Where
// the guess is wrong, the whole is looked at.
func head(src []byte) []byte {
	if !bytes.HasPrefix(src, []byte("---\n")) {
		return src
	}
	_, rest, ok := bytes.Cut(src[3:], []byte("\n---"))
	if !ok {
		return src
	}
	end := len(src) - len(rest)
	if line := bytes.IndexByte(rest, '\n'); line >= 0 {
		return src[:end+line+1]
	}
	return src
}

// inner is the range between the marks of head, which Parse has accepted.
func inner(head []byte, n Notation) (int, int) {
	start := len(head) - len(bytes.TrimLeft(head, " \t\n"))
	end := len(bytes.TrimRight(head, " \t\n"))
	if n == JSON {
		return start, end
	}
	off := start + bytes.IndexByte(head[start:], '\n') + 1
	return off, max(off, end-len("---"))
}

func reportNoFront(file *diag.File, src []byte, found *diag.List) {
	start := len(src) - len(bytes.TrimLeft(src, " \t\n　"))
	line, _, _ := bytes.Cut(src[start:], []byte("\n"))
	first := strings.TrimRight(string(line), " \t")
	at := diag.At(file, start, len(line))
	switch {
	case first == "---" && endSlip(file, src, start+len(line), found):
	case first == "---" || first == "+++" || first == "{":
		found.Add("front-matter", at,
			diag.Say("文件开头的字段区没有结束标记", "the front matter at the top of the file has no end mark"),
			diag.Say("在最后一个字段的下一行单独写 %[1]s，再空一行写正文", "write %[1]s on a line of its own after the last field, then the text", closing(first)))
	case looksLikeMark(first):
		found.Add("front-matter", at,
			diag.Say("第一行是“%s”，不是字段区的开始标记", "the first line is %q, not the mark that opens front matter", first),
			diag.Say("第一行只写三个半角减号 ---，前后不加空格和其他字符", "make the first line three hyphens --- and nothing else"))
		found.Cure(replace(file, start, string(line), "---"))
	default:
		found.Add("front-matter", at,
			diag.Say("文件开头没有字段区", "the file has no front matter"),
			diag.Say("在文件最上面写一行 ---，下面逐行写“字段: 值”，再写一行 ---；可用 gongkai new 生成样例", "begin the file with a line ---, then `field: value` lines, then ---; `gongkai new` makes an example"))
	}
}

// endSlip finds a line that was meant to end the front matter and became
// something else on its way.
func endSlip(file *diag.File, src []byte, from int, found *diag.List) bool {
	for at := from + 1; at < len(src); {
		line, _, _ := bytes.Cut(src[at:], []byte("\n"))
		if written := string(line); looksLikeMark(written) {
			found.Add("front-matter", diag.At(file, at, len(line)),
				diag.Say("“%s”不是字段区的结束标记", "%q is not the mark that ends front matter", strings.TrimSpace(written)),
				diag.Say("这一行只写三个半角减号 ---，前后不加空格和其他字符", "make the line three hyphens --- and nothing else"))
			found.Cure(replace(file, at, written, "---"))
			return true
		}
		at += len(line) + 1
	}
	return false
}

func closing(open string) string {
	if open == "{" {
		return "}"
	}
	return open
}

// looksLikeMark knows what an input method or a word processor makes of ---.
func looksLikeMark(s string) bool {
	s = strings.TrimSpace(s)
	if s == "" || len([]rune(s)) > 8 {
		return false
	}
	return strings.Trim(s, "-—–－─_=+＋") == ""
}
