package diag

import (
	"bufio"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Changes are the lines that a change added or altered, by file.
type Changes map[string][]Lines

// Lines are lines from First to Last, counted from 1.
type Lines struct{ First, Last int }

// Whole stands for all lines of a file that is new or is not made of lines.
var Whole = Lines{0, 1 << 30}

// ReadDiff reads what `git diff --unified=0` writes. Paths are those of the
// new side.
func ReadDiff(r io.Reader) (Changes, error) {
	c := Changes{}
	in := bufio.NewReader(r)
	path, header := "", false
	for {
		line, err := in.ReadString('\n')
		if err != nil && err != io.EOF {
			return nil, err
		}
		end := err == io.EOF
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, "diff --git "):
			path, header = "", true
		case header && strings.HasPrefix(line, "+++ "):
			path = newPath(strings.TrimPrefix(line, "+++ "))
		case header && strings.HasPrefix(line, "Binary files ") && strings.HasSuffix(line, " differ"):
			_, to, _ := strings.Cut(strings.TrimSuffix(line, " differ"), " and ")
			if p := newPath(to); p != "" {
				c[p] = append(c[p], Whole)
			}
		case header && strings.HasPrefix(line, "rename to "):
			c.touch(unquote(strings.TrimPrefix(line, "rename to ")))
		case strings.HasPrefix(line, "@@ ") && path != "":
			header = false
			c.hunk(path, line)
		}
		if end {
			return c, nil
		}
	}
}

// touch notes a file without lines: it was moved.
func (c Changes) touch(path string) {
	if _, ok := c[path]; !ok && path != "" {
		c[path] = nil
	}
}

// hunk reads "@@ -a,b +c,d @@". Where lines were only taken away, the lines
// around the gap count: a finding may be about what is missing.
func (c Changes) hunk(path, line string) {
	_, rest, _ := strings.Cut(line, " +")
	span, _, _ := strings.Cut(rest, " ")
	first, count, many := strings.Cut(span, ",")
	from, err := strconv.Atoi(first)
	if err != nil {
		return
	}
	n := 1
	if many {
		if n, err = strconv.Atoi(count); err != nil {
			return
		}
	}
	if n == 0 {
		c[path] = append(c[path], Lines{from, from + 1})
		return
	}
	c[path] = append(c[path], Lines{from, from + n - 1})
}

// newPath is the path of the new side, "" where the file is gone.
func newPath(s string) string {
	s, _, _ = strings.Cut(s, "\t")
	s = unquote(s)
	if s == "/dev/null" {
		return ""
	}
	return strings.TrimPrefix(s, "b/")
}

// unquote reads the quotes that git puts around unusual names.
func unquote(s string) string {
	if plain, err := strconv.Unquote(s); err == nil && strings.HasPrefix(s, `"`) {
		return plain
	}
	return s
}

// Mark marks the findings that the change does not touch as old, and puts the
// others first. One is touched if a line of it or of its notes is, or, where
// it is about a whole file, if the file is.
func (c Changes) Mark(l List, s *Sources) List {
	for i := range l {
		touched := c.touches(l[i].Span, s)
		for _, n := range l[i].Notes {
			touched = touched || c.touches(n.Span, s)
		}
		l[i].Old = !touched
	}
	slices.SortStableFunc(l, func(a, b Finding) int {
		switch {
		case a.Old == b.Old:
			return 0
		case b.Old:
			return -1
		}
		return 1
	})
	return l
}

func (c Changes) touches(sp Span, s *Sources) bool {
	lines, ok := c[sp.Path()]
	if !ok || sp.File == nil {
		return false
	}
	if sp.Off == 0 && sp.Len <= 3 {
		return true // the whole file, or its beginning
	}
	at := s.Place(sp)
	return slices.ContainsFunc(lines, func(l Lines) bool { return l.First <= at.EndLine && at.Line <= l.Last })
}
