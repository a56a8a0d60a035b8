package rules_test

import (
	"strings"
	"testing"

	"gongkai/generator/rules"
)

// TestEnglishPages: what help promises of a page stands in the English one too:
// what the rule asks, how severe it is, the law and the cure.
func TestEnglishPages(t *testing.T) {
	for _, r := range rules.All() {
		page, _ := rules.Explain(r.Name, "en")
		_, severity, _ := strings.Cut(level(r), " · ")
		if r.Name == "waiver" { // as in TestPagesHaveTheirParts
			severity = "Error; no waiver silences it"
		}
		law := r.Law.EN
		if law == "" {
			law = "No law of its own"
		}
		at := 0
		for _, part := range []string{"# " + r.Name + " ", "\n\n> " + severity, "\n\n## Law\n\n" + law, "\n\n## Cure\n\n", "\n\n## Examples\n\n"} {
			i := strings.Index(page[at:], part)
			if i < 0 {
				t.Errorf("%s: %q does not stand where it should in\n%s", r.Name, part, page)
				break
			}
			at += i + len(part) - 2
		}
	}
}
