package privacy

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

// TestWordsAreFoundAsOneByOne compares the walk with a search for each word.
func TestWordsAreFoundAsOneByOne(t *testing.T) {
	lists := []*wordList{words("电话", "手机", "tel", "Tel"), words("元", "号"), words("身份证"), words("𠀀人", "é甲")}
	pieces := []string{"电", "话", "手", "机", "tel", "Te", "l", "元", "号码", "身份", "证", "𠀀", "人", "é", "甲", " ", "1", "\xe7\x94", "\x95"}
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		var b []byte
		for range rnd.IntN(9) {
			b = append(b, pieces[rnd.IntN(len(pieces))]...)
		}
		b = b[min(len(b), rnd.IntN(3)):] // a window may begin within a character
		for _, w := range lists {
			want := false
			for _, word := range w.all {
				want = want || bytes.Contains(b, word)
			}
			if got := w.in(b); got != want && bytes.IndexByte(b, 0x94) < 0 && bytes.IndexByte(b, 0x95) < 0 {
				t.Fatalf("%q in %q: %v", w.all, b, got)
			} else if got && !want {
				t.Fatalf("%q found in %q", w.all, b)
			}
		}
	}
}
