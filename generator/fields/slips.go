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
	margin := margins{file: file, known: known}
	for at := off; at < end; {
		line, _, _ := bytes.Cut(src[at:end], []byte("\n"))
		slip(file, string(line), at, known, &found)
		margin.line(string(line), at, &found)
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
	value(file, line, at, known, found)
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
