package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml"
)

// front is what the documents to be wrapped say of themselves.
type front struct {
	Title    string `yaml:"title"`
	Date     string `yaml:"date"`
	Category string `yaml:"category"`
	Agency   string `yaml:"agency"`
	Summary  string `yaml:"summary"`
	Number   string `yaml:"number"`
}

// wrapped reads the Markdown documents of a folder.
func wrapped(dir string) ([]document, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.md"))
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	docs := make([]document, 0, len(names))
	for _, name := range names {
		d, err := wrap(name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		docs = append(docs, d)
	}
	return docs, nil
}

func wrap(name string) (document, error) {
	src, err := os.ReadFile(name)
	if err != nil {
		return document{}, err
	}
	rest, ok := strings.CutPrefix(string(src), "---\n")
	if !ok {
		return document{}, fmt.Errorf("no front matter")
	}
	head, body, ok := strings.Cut(rest, "\n---\n")
	if !ok {
		return document{}, fmt.Errorf("no end of the front matter")
	}
	var f front
	if err := yaml.Unmarshal([]byte(head), &f); err != nil {
		return document{}, err
	}
	if len(f.Date) < 10 {
		return document{}, fmt.Errorf("no date")
	}
	day := f.Date[:10]
	if f.Summary == "" {
		f.Summary = f.Title
	}
	f.Title, f.Summary = visible(f.Title), visible(f.Summary)
	return document{name: strings.TrimSuffix(filepath.Base(name), ".md"), title: f.Title, day: day, formed: day,
		number: f.Number, category: f.Category, agency: f.Agency, summary: f.Summary, body: harmless(body)}, nil
}

var (
	tag          = regexp.MustCompile(`<[/!a-zA-Z?][^>\n]*>`)
	relativeLink = regexp.MustCompile(`(!?)\[([^\]\n]*)\]\(([^)\n]*)\)`)
	reference    = regexp.MustCompile(`(?m)^\s{0,3}\[[^\]\n]+\]:.*$`)
)

// visible drops characters that nobody sees, which copying leaves behind.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Cc, r) {
			return -1
		}
		return r
	}, s)
}

// harmless takes out what a foreign text may hold and a notice may not: raw
// HTML, and links to files that are not there.
func harmless(body string) string {
	body = tag.ReplaceAllString(body, "")
	body = reference.ReplaceAllString(body, "")
	body = relativeLink.ReplaceAllStringFunc(body, func(s string) string {
		m := relativeLink.FindStringSubmatch(s)
		if strings.HasPrefix(m[3], "http://") || strings.HasPrefix(m[3], "https://") {
			if m[1] == "" && !strings.ContainsAny(m[3], " <>") {
				return s
			}
		}
		return m[2]
	})
	return strings.ReplaceAll(body, "<", "&lt;")
}
