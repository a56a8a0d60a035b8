package han_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"gongkai/generator/han"
)

// slow is Run, or Narrow, character by character.
func slow(b []byte, wide bool) int {
	n := 0
	for n < len(b) {
		r, size := utf8.DecodeRune(b[n:])
		if size != 3 || r < 0x1000 || r >= 0xd000 && r < 0xe000 || r >= 0xf000 && !wide {
			break
		}
		n += size
	}
	return n
}

func check(t *testing.T, b []byte) {
	t.Helper()
	if got, want := han.Run(b), slow(b, true); got != want {
		t.Errorf("Run(%q) = %d, want %d", b, got, want)
	}
	if got, want := han.RunString(string(b)), slow(b, true); got != want {
		t.Errorf("RunString(%q) = %d, want %d", b, got, want)
	}
	if got, want := han.Narrow(b), slow(b, false); got != want {
		t.Errorf("Narrow(%q) = %d, want %d", b, got, want)
	}
	if n := han.Run(b); !utf8.Valid(b[:n]) {
		t.Errorf("Run(%q) = %d, and that is no UTF-8", b, n)
	}
}

func TestEveryCharacter(t *testing.T) {
	for r := rune(0); r <= 0x10ffff; r++ {
		if r >= 0xd800 && r < 0xe000 {
			continue
		}
		check(t, []byte("公"+string(r)+"开公开公"))
		check(t, []byte(string(r)+"公开公开"))
	}
}

func TestBroken(t *testing.T) {
	text := []byte("县政府办公室关于公开的通知")
	for i := range text {
		for _, c := range []byte{0, '1', 0x7f, 0x80, 0xbf, 0xc0, 0xe0, 0xe2, 0xe3, 0xe9, 0xea, 0xed, 0xef, 0xf0, 0xff} {
			b := bytes.Clone(text)
			b[i] = c
			check(t, b)
		}
		check(t, text[i:])
		check(t, text[:i])
	}
	check(t, nil)
}

func FuzzRun(f *testing.F) {
	f.Add([]byte("公开，公开 open ０"))
	f.Fuzz(check)
}

var sink int

func BenchmarkRun(b *testing.B) {
	text := []byte(strings.Repeat("各乡镇人民政府，县直各部门：现将有关事项通知如下。", 400))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		sink = han.Run(text)
	}
}
