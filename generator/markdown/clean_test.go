package markdown

import (
	"math/rand/v2"
	"testing"
	"unicode/utf8"
)

// TestTidyAgreesWithTheStandardLibrary tries damaged Chinese text.
func TestTidyAgreesWithTheStandardLibrary(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	text := []byte("政府信息“公开”目录（2026）\n\tabc é 😀 \uFFFD 示范县\uFFFF")
	for range 20000 {
		b := append([]byte{}, text[:random.IntN(len(text)+1)]...)
		for range random.IntN(3) {
			if len(b) > 0 {
				b[random.IntN(len(b))] = byte(random.IntN(256))
			}
		}
		want := utf8.Valid(b)
		for _, c := range b {
			want = want && (c >= ' ' || c == '\n' || c == '\t')
		}
		if got := Tidy(b); got != want {
			t.Fatalf("Tidy(%q) = %v, want %v", b, got, want)
		}
	}
}
