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
	var found diag.List
	for at := off; at < end; {
		line, _, _ := bytes.Cut(src[at:end], []byte("\n"))
		slip(file, string(line), at, known, &found)
		at += len(line) + 1
	}
	return found
}

func slip(file *diag.File, line string, at int, known Known, found *diag.List) {
	indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
	if i := strings.IndexByte(indent, '\t'); i >= 0 {
		found.Add("front-matter", diag.At(file, at+i, 1),
			diag.Say("行首是制表符（Tab）", "the line begins with a tab"),
			diag.Say("字段前面不要空格；下级字段前面用两个半角空格", "start fields at the margin; indent nested ones with two spaces"))
	}
	if m := keyThenWideColon.FindStringSubmatchIndex(line); m != nil && known(line[m[2]:m[3]]) {
		key := line[m[2]:m[3]]
		colon := m[1] - len("：")
		value := strings.TrimSpace(line[m[1]:])
		found.Add("front-matter", diag.At(file, at+colon, len("：")),
			diag.Say("“%s”后面是全角冒号“：”", "a full-width colon ： follows %q", key),
			diag.Say("改成半角冒号加空格：%[1]s: %[2]s", "write a half-width colon and a space: %[1]s: %[2]s", key, value))
		return
	}
	if m := keyThenNoSpace.FindStringSubmatchIndex(line); m != nil && known(line[m[2]:m[3]]) {
		key, value := line[m[2]:m[3]], line[m[4]:m[5]]
		found.Add("front-matter", diag.At(file, at+m[3], 1),
			diag.Say("“%s:”后面缺一个空格", "a space is missing after %q", key+":"),
			diag.Say("改成：%[1]s: %[2]s", "write: %[1]s: %[2]s", key, value))
		return
	}
	if m := keyThenNothing.FindStringSubmatchIndex(line); m != nil && known(line[m[2]:m[3]]) && !strings.Contains(line[:m[4]], ":") {
		key, value := line[m[2]:m[3]], line[m[4]:m[5]]
		found.Add("front-matter", diag.At(file, at+m[2], len(key)),
			diag.Say("“%s”后面没有冒号", "no colon follows %q", key),
			diag.Say("改成：%[1]s: %[2]s", "write: %[1]s: %[2]s", key, value))
		return
	}
	openQuote(file, line, at, found)
}

var keyThenQuote = regexp.MustCompile(`^\s*(?:- )?[\p{Han}A-Za-z_]+:\s+(["'])(.*)$`)

// openQuote finds a value whose quote is not closed on its line, or is
// closed by a Chinese one, or is closed too early.
func openQuote(file *diag.File, line string, at int, found *diag.List) {
	m := keyThenQuote.FindStringSubmatchIndex(line)
	if m == nil {
		return
	}
	quote, rest := line[m[2]:m[3]], strings.TrimRight(line[m[4]:m[5]], " \t")
	where := diag.At(file, at+m[2], len(line)-m[2])
	switch n := strings.Count(rest, quote); {
	case n == 0:
		found.Add("front-matter", where,
			diag.Say("引号没有成对：这里有开头的 %[1]s，没有结尾的 %[1]s", "the quote %[1]s is opened and not closed", quote),
			diag.Say("在行末补上 %[1]s；一般的值不需要引号，也可以去掉开头的 %[1]s", "add %[1]s at the end of the line, or drop the opening one", quote))
	case n > 1 || !strings.HasSuffix(rest, quote):
		found.Add("front-matter", where,
			diag.Say("值里面又有引号 %s，引号提前结束了", "the value holds the quote %s again, which ends it too early", quote),
			diag.Say("值里面的引号用中文引号“ ”", "use Chinese quotes “ ” inside the value"))
	}
}

// wrapped reports whether a value stands as a whole in one pair of Chinese
// quotes, which a clerk meant as YAML quotes: they would be shown.
func wrapped(s string) bool {
	for _, pair := range [][2]string{{"“", "”"}, {"‘", "’"}, {"＂", "＂"}} {
		inner, ok := strings.CutPrefix(s, pair[0])
		if !ok {
			continue
		}
		inner, ok = strings.CutSuffix(inner, pair[1])
		return ok && inner != "" && !strings.Contains(inner, pair[0]) && !strings.Contains(inner, pair[1])
	}
	return false
}
