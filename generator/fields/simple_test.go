package fields

import (
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"gongkai/generator/diag"
)

const usualFront = `title: "关于印发《示范县2026年农村公路养护管理办法》的通知"
agency: transport
索引号: 99990009/2026-00012
# 备注
published: 2026-03-05 09:30
keywords: [农村公路, 养护 ,考核]
review:
  by: 李文
  on: 2026-03-04

author: '王静'
draft: false
`

// readBoth returns what the simple reader and the YAML parser make of text.
func readBoth(text string) (simple Node, took bool, full Node, found diag.List) {
	simple, took = readSimple([]byte(text), 0, len(text))
	full, found = parseYAML(&diag.File{Path: "a.md"}, []byte(text), 0, len(text), Has())
	return
}

func TestSimpleReaderTakesTheUsualForm(t *testing.T) {
	simple, took, full, found := readBoth(usualFront)
	if !took || len(found) > 0 {
		t.Fatalf("took %v, found %v", took, found)
	}
	if diff := cmp.Diff(full, simple); diff != "" {
		t.Errorf("the simple reader differs from the parser (-parser +simple):\n%s", diff)
	}
}

func TestSimpleReaderLeavesTheRest(t *testing.T) {
	for _, text := range []string{
		"a: |\n  x\n", "a: >\n  x\n", "a: x\n  y\n", "a: x # y\n", "a: x #y\n", "a: #y\n", "a: [b, c #d]\n", "a: {b: c}\n", "a: [b, [c]]\n", "a:\n  - b\n", "a: \"x\\n\"\n",
		"a: null\n", "a:\n", "a: *x\n", "a: b: c\n", "a:b\n", "- a\n", "\ta: b\n", "a: ''\n", "a: [b, \"c\"]\n", "a：b\n", "",
	} {
		if n, took := readSimple([]byte(text), 0, len(text)); took {
			t.Errorf("%q was taken as %+v", text, n)
		}
	}
}

func FuzzSimpleReaderAgreesWithParser(f *testing.F) {
	f.Add(usualFront)
	f.Add("a: b #c\n#d\ne: f#g\n #h\n")
	f.Add("a: 2026.3.5\nb: 0x1F\nc: 1e3\nd: yes\n")
	f.Add("review:\n   by: 甲\n   on: 2026-01-01\na: b")
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			t.Skip() // such a file is refused before
		}
		simple, took, full, found := readBoth(text)
		if !took {
			return
		}
		if len(found) > 0 {
			t.Fatalf("%q: taken, and the parser finds %v", text, found)
		}
		if diff := cmp.Diff(full, simple); diff != "" {
			t.Errorf("%q (-parser +simple):\n%s", text, diff)
		}
	})
}

func BenchmarkReadFront(b *testing.B) {
	src := []byte(usualFront)
	b.Run("simple", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			readSimple(src, 0, len(src))
		}
	})
	b.Run("parser", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			parseYAML(&diag.File{}, src, 0, len(src), Has())
		}
	})
}
