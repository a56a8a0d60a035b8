package layout

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Problem is what is wrong with a template, and where.
type Problem struct {
	File    string // as it is called in the folder of layouts
	Line    int    // from 1
	Column  int    // in bytes from 1; 0 if it is not known
	Message string
}

func (p Problem) Error() string {
	if p.Column > 0 {
		return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Message)
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Message)
}

// Problems is an error: all that is wrong with the templates, sorted by place.
type Problems []Problem

func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i := range p {
		lines[i] = p[i].Error()
	}
	return strings.Join(lines, "\n")
}

// sorted sorts problems by place and drops those told twice: a fault in a shared
// file is found again with every page.
func sorted(list []Problem) Problems {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Column, b.Column), cmp.Compare(a.Message, b.Message))
	})
	return slices.Compact(list)
}

// place is how the template packages begin an error that has a place.
var place = regexp.MustCompile(`(?s)^(?:html/template|template): ?([^:\s][^:]*):(\d+)(?::(\d+))?: (.*)$`)

// problemOf makes a Problem of an error of the template packages. If the error
// tells no place, it is the first line of the file.
func problemOf(err error, file string) Problem {
	var p Problem
	if errors.As(err, &p) {
		return p
	}
	m := place.FindStringSubmatch(err.Error())
	if m == nil {
		return Problem{File: file, Line: 1, Message: err.Error()}
	}
	p = Problem{File: m[1], Message: m[4]}
	p.Line, _ = strconv.Atoi(m[2])
	if m[3] != "" {
		n, _ := strconv.Atoi(m[3])
		p.Column = n + 1 // text/template counts from 0
	}
	return p
}
