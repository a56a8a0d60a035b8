package rules

import (
	"embed"
	"strings"
)

//go:embed docs/[a-z]*.md
var pages embed.FS

// Explain returns the page of a rule in a language, "zh" or "en": what the
// rule asks, the law behind it, the cure, then the examples, which are in
// Chinese as the documents are.
func Explain(name, lang string) (string, bool) {
	page, err := pages.ReadFile("docs/" + name + ".md")
	if err != nil {
		return "", false
	}
	chinese, rest, _ := strings.Cut(string(page), "\n## English\n")
	english, examples, _ := strings.Cut(rest, "\n## 例子\n")
	if lang != "en" {
		return chinese + "\n## 例子\n" + examples, true
	}
	title, more, _ := strings.Cut(chinese, "\n")
	return title + "\n\n" + level(more) + english + "\n## Law\n\n" + lawOf(name) + "\n\n## Cure\n\n" + cure + "\n\n## Examples\n" + examples, true
}

// cure stands in for a part that the pages have in Chinese alone: what to do
// depends on what was found, and each finding tells it.
const cure = "What is said above, and each finding's own lines that begin with `fix:`."

// level is the English half of the line of a page that tells how severe its rule
// is.
func level(page string) string {
	for line := range strings.Lines(page) {
		if _, english, ok := strings.Cut(line, " · "); ok && strings.HasPrefix(line, "> ") {
			return "> " + english
		}
	}
	return ""
}

// lawOf is what the law says of a rule, by name and article.
func lawOf(name string) string {
	for _, r := range All() {
		if r.Name == name && r.Law.EN != "" {
			return r.Law.EN
		}
	}
	return "No law of its own: it is what the craft of making a site asks."
}
