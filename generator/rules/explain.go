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
	title, _, _ := strings.Cut(chinese, "\n")
	return title + "\n" + english + "\n## Examples\n" + examples, true
}
