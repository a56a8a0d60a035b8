package main

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/width"
)

// slugLength is how long the name of a file made from a title may be: some
// systems bound whole paths at 260 characters.
const slugLength = 60

var (
	plainSlug = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	reserved  = regexp.MustCompile(`^(con|prn|aux|nul|com[0-9]|lpt[0-9])$`) // on Windows
)

// slugOf makes a file name from a title: the pinyin of each character, words
// and numbers as they are, divided by hyphens. A title with nothing in it
// that can be spelled yields other.
func slugOf(title, other string) string {
	title = strings.TrimPrefix(strings.TrimSpace(title), "关于")
	slug := ""
	for _, word := range spelled(title) {
		if len(slug)+1+len(word) > slugLength {
			break
		}
		if slug != "" {
			slug += "-"
		}
		slug += word
	}
	if slug == "" {
		return other
	}
	return slug
}

// spelled cuts a title into syllables, words and numbers, in ASCII.
func spelled(title string) []string {
	args := pinyin.NewArgs()
	var words []string
	run := ""
	end := func() {
		if run != "" {
			words = append(words, run[:min(len(run), slugLength-1)])
		}
		run = ""
	}
	for _, r := range width.Narrow.String(title) {
		r = unicode.ToLower(r)
		digit := '0' <= r && r <= '9'
		if !digit && (r < 'a' || r > 'z') {
			end()
			if r == '的' || r == '了' {
				continue
			}
			if sound := pinyin.SinglePinyin(r, args); len(sound) > 0 {
				words = append(words, strings.ReplaceAll(sound[0], "ü", "v"))
			}
			continue
		}
		if run != "" && digit != ('0' <= run[len(run)-1] && run[len(run)-1] <= '9') {
			end()
		}
		run += string(r)
	}
	end()
	return words
}

// oneLine makes any white space one space and drops what cannot be printed.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, s)
}
