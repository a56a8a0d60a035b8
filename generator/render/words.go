package render

import (
	"html/template"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongkai/generator/site"
)

// mostWords bounds what is explained on a page: more is a dictionary.
const mostWords = 8

// glossary finds words of the law and of budgets in texts. A text is walked
// once, however many words there are.
type glossary struct {
	words  []site.Word
	forms  map[rune][]form      // by their first character, the longest first
	firsts [1 << 16 / 64]uint64 // a sieve of first characters: most of a text is none
}

type form struct {
	text string
	word int
}

func newGlossary(words []site.Word) *glossary {
	g := &glossary{words: words, forms: map[rune][]form{}}
	for i, w := range words {
		for _, text := range w.Forms {
			first, _ := utf8.DecodeRuneInString(text)
			g.forms[first] = append(g.forms[first], form{text, i})
			g.firsts[first>>6&1023] |= 1 << (first & 63)
		}
	}
	for _, list := range g.forms {
		slices.SortStableFunc(list, func(x, y form) int { return len(y.text) - len(x.text) })
	}
	return g
}

// at is the form that a text begins with, and how long its first character is.
func (g *glossary) at(text string) (f form, size int) {
	first, size := rune(text[0]), 1
	if first >= utf8.RuneSelf {
		first, size = utf8.DecodeRuneInString(text)
	}
	if g.firsts[first>>6&1023]&(1<<(first&63)) == 0 {
		return form{}, size
	}
	for _, f := range g.forms[first] {
		if strings.HasPrefix(text, f.text) {
			return f, len(f.text)
		}
	}
	return form{}, size
}

// explain makes the first mention of each word a link to its explanation,
// which stands below the text; a script opens it in its place. The words are
// returned in the order of the text.
func (g *glossary) explain(body template.HTML) (template.HTML, []Word) {
	if len(g.forms) == 0 {
		return body, nil
	}
	text := string(body)
	var b strings.Builder
	var found []Word
	seen := make([]bool, len(g.words))
	done, open := 0, ""
	for i := 0; i < len(text) && len(found) < mostWords; {
		if text[i] == '<' {
			var tag string
			tag, i = tagAt(text, i)
			open = enclosing(open, tag)
			continue
		}
		f, size := g.at(text[i:])
		if f.text != "" && open == "" && !seen[f.word] {
			seen[f.word] = true
			w := Word{ID: "word:" + strconv.Itoa(len(found)+1), Name: g.words[f.word].Name, Text: g.words[f.word].Text}
			found = append(found, w)
			b.WriteString(text[done:i] + `<a class="word" href="#` + w.ID + `">` + f.text + `</a>`)
			done = i + size
		}
		i += size
	}
	if found == nil {
		return body, nil
	}
	b.WriteString(text[done:])
	return template.HTML(b.String()), found
}

// tagAt is the name of the tag that begins at a place, "/p" for an end tag, and
// where the text goes on. The Markdown reader escapes > in attributes.
func tagAt(text string, i int) (name string, next int) {
	end := strings.IndexByte(text[i:], '>')
	if end < 0 {
		return "", len(text)
	}
	name = text[i+1 : i+end]
	if k := strings.IndexAny(name, " \n"); k > 0 {
		name = name[:k]
	}
	return name, i + end + 1
}

// unlinked are the elements in which no word is explained: a link within a
// link is none, headings are read by themselves.
var unlinked = []string{"a", "h1", "h2", "h3", "h4", "h5", "h6", "code", "pre", "th", "caption", "figcaption"}

// enclosing is the element of unlinked that is open after a tag, or "".
func enclosing(open, tag string) string {
	switch {
	case open != "" && tag == "/"+open:
		return ""
	case open == "" && slices.Contains(unlinked, tag):
		return tag
	}
	return open
}
