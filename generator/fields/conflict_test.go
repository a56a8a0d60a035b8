package fields

import (
	"testing"

	"gongkai/generator/diag"
)

func TestConflict(t *testing.T) {
	for src, want := range map[string]int{
		"---\n标题: 甲\n<<<<<<< HEAD\n乙\n=======\n丙\n>>>>>>> fix\n": 16,
		"<<<<<<< HEAD\n---\n":       0,
		"甲\n>>>>>>> fix\n":          4, // somebody removed the other two
		">>>>>>> a\n<<<<<<< b\n":    0,
		"标题\n=======\n正文\n":         -1,
		"a <<<<<<< b\n > >>>>>>> c": -1,
		"<<<<<<<<<<<< a\n<<<<<<<":   -1,
		"":                          -1,
	} {
		var found diag.List
		got := -1
		if Conflict(&diag.File{Path: "a.md"}, []byte(src), &found) {
			got = int(found[0].Span.Off)
		}
		if got != want || len(found) > 1 {
			t.Errorf("%q: a conflict at %d, want %d", src, got, want)
		}
	}
}
