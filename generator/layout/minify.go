package layout

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/html"
)

// leftAlone finds what the minifier must not look into: comments of HTML and
// those of templates, actions, and the elements whose text is not HTML. Of two
// that overlap the first counts, so an element in a comment is none.
var leftAlone = regexp.MustCompile(`(?is)<!--.*?-->` +
	`|\{\{-?\s*/\*.*?\*/\s*-?\}\}` +
	"|" + `\{\{(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|` + "`[^`]*`|[^\"'`}]" + `)*\}\}` +
	`|<script\b.*?</script\s*>|<style\b.*?</style\s*>|<textarea\b.*?</textarea\s*>|<svg\b.*?</svg\s*>`)

// stand is what the minifier sees in the place of the nth thing that it must not
// look into: an action, but one that html/template does not know, so that no
// template has it.
func stand(n int) string { return fmt.Sprintf("{{gongkai:%d}}", n) }

var standing = regexp.MustCompile(`\{\{gongkai:(\d+)\}\}`)

// minified takes superfluous bytes out of a template that can be parsed. The
// error, with the line of the text that it is about, means that it can't be done
// without changing what the template does.
func minified(text string) (small string, line int, err error) {
	var kept []string
	var cut strings.Builder
	end := 0
	for _, at := range leftAlone.FindAllStringIndex(text, -1) {
		s := text[at[0]:at[1]]
		if strings.HasPrefix(s, "<!--") {
			if i := strings.Index(s, "{{"); i >= 0 {
				return "", lineAt(text, at[0]+i), errors.New("template text in an HTML comment is executed, " +
					"though no one sees it; {{/* */}} takes it out")
			}
			continue
		}
		// The minifier writes "&amp;" as "&" where it can, but what an action
		// prints could make a character reference of it.
		if strings.HasSuffix(text[:at[0]], "&amp;") {
			s = "&amp;" + s
			at[0] -= len("&amp;")
		}
		cut.WriteString(text[end:at[0]])
		cut.WriteString(stand(len(kept)))
		kept = append(kept, s)
		end = at[1]
	}
	cut.WriteString(text[end:])

	h := html.Minifier{
		KeepDefaultAttrVals: true,
		KeepDocumentTags:    true,
		KeepEndTags:         true,
		KeepQuotes:          true,
		TemplateDelims:      html.GoTemplateDelims,
	}
	var w bytes.Buffer
	if err := h.Minify(minify.New(), &w, strings.NewReader(cut.String()), nil); err != nil {
		return "", 1, err
	}
	n := 0
	small = standing.ReplaceAllStringFunc(w.String(), func(s string) string {
		if s != stand(n) {
			err = fmt.Errorf("the minifier moved part %s", s)
			return s
		}
		n++
		return kept[n-1]
	})
	if err == nil && n != len(kept) {
		err = errors.New("the minifier lost " + strconv.Quote(kept[n]))
	}
	if err != nil {
		return "", 1, err
	}
	return small, 0, nil
}
