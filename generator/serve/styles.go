package serve

import (
	"path"
	"slices"
	"strings"

	"gongkai/generator/output"
)

// onlyStyles reports whether nothing but stylesheets of the theme changed.
func onlyStyles(changed []string) bool {
	for _, p := range changed {
		if !strings.HasPrefix(p, "theme/") || path.Ext(p) != ".css" {
			return false
		}
	}
	return len(changed) > 0
}

// restyle says which stylesheet takes the place of which, for pages that were
// loaded since the last change of more than stylesheets. It is nil where none
// has changed. ok is false where the new ones cannot be matched with the old.
func restyle(old *state, tree *output.Tree) (styles map[string]string, ok bool) {
	before, after := stylesheets(old.tree), stylesheets(tree)
	gone := without(before, after)
	come := without(after, before)
	if len(gone) != len(come) {
		return nil, false
	}
	if len(gone) == 0 {
		return nil, true
	}
	styles = map[string]string{}
	for from, to := range old.styles {
		if i := slices.Index(gone, to); i >= 0 {
			to = come[i]
		}
		styles[from] = to
	}
	for i := range gone {
		// Names begin alike and end in a hash, and both lists are sorted.
		styles[gone[i]] = come[i]
	}
	return styles, true
}

func stylesheets(tree *output.Tree) []string {
	return slices.DeleteFunc(tree.Paths(), func(p string) bool { return path.Ext(p) != ".css" })
}

func without(list, others []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(p string) bool { return slices.Contains(others, p) })
}
