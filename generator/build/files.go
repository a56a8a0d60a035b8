package build

import (
	"errors"
	"io/fs"
	"strings"

	"gongkai/generator/assets"
	"gongkai/generator/diag"
	"gongkai/generator/layout"
	"gongkai/generator/output"
	"gongkai/generator/site"
)

// attachments are the files that are published as they are.
func attachments(s *site.Site, source fs.FS) []output.File {
	var files []output.File
	for _, n := range s.Notices {
		for _, c := range n.Copies {
			files = append(files, output.Copy(c.To, c.From, source, c.From))
		}
	}
	return files
}

// pagesOf are the addresses of HTML pages.
func pagesOf(files []output.File) []string {
	var out []string
	for _, f := range files {
		if strings.HasSuffix(f.Path, ".html") {
			out = append(out, f.Path)
		}
	}
	return out
}

// collisions are findings about two makers of one path: the build cannot
// know which one the county meant.
func collisions(tree *output.Tree) diag.List {
	var found diag.List
	for _, c := range tree.Collisions() {
		f := diag.Finding{Rule: "alias-conflict", Severity: diag.Error,
			Message: diag.Say("两处都要写到 %[1]s：%[2]s", "two things claim %[1]s: %[2]s", c.Path, strings.Join(c.Makers, "、")),
			Help:    diag.Say("给其中一个换名称", "rename one of them")}
		for _, maker := range c.Makers {
			if strings.HasPrefix(maker, "content/") {
				f.Span = diag.At(&diag.File{Path: maker}, 0, 0)
			}
		}
		found = append(found, f)
	}
	return found
}

// themeFindings are what is wrong with a county's own layouts and theme.
func themeFindings(problems []assets.Message, layouts error) diag.List {
	var found diag.List
	for _, m := range problems {
		found = append(found, themeFinding("theme/"+m.File, m.Line, m.Text))
	}
	var list layout.Problems
	switch {
	case layouts == nil:
	case errors.As(layouts, &list):
		for _, p := range list {
			found = append(found, themeFinding("layouts/"+p.File, p.Line, p.Message))
		}
	default:
		found = append(found, themeFinding("layouts", 0, layouts.Error()))
	}
	return found
}

func themeFinding(file string, line int, text string) diag.Finding {
	return diag.Finding{Rule: "theme", Severity: diag.Error, Span: diag.At(&diag.File{Path: file}, 0, 0),
		Message: diag.Say("第 %d 行：%s", "line %d: %s", line, text),
		Help:    diag.Say("改正这一处；删除这个文件就恢复内置的样式", "mend it; removing the file brings the built-in one back")}
}
