package markdown

import (
	"testing"

	"github.com/yuin/goldmark/parser"
)

// Where the characters beside a run are ASCII, it opens and closes as
// CommonMark has it: goldmark's own scanner is the judge, for all of them.
func TestFlanksASCII(t *testing.T) {
	for before := rune(1); before < 0x80; before++ {
		for after := rune(1); after < 0x80; after++ {
			for _, char := range []byte("*_") {
				if after == rune(char) {
					continue // part of the run
				}
				want := parser.ScanDelimiter([]byte{char, byte(after)}, before, 1, emphasisKind{})
				opens, closes := flanks(char, before, after)
				if opens != want.CanOpen || closes != want.CanClose {
					t.Errorf("%q %c %q: opens %v, closes %v, want %v, %v", before, char, after, opens, closes, want.CanOpen, want.CanClose)
				}
			}
		}
	}
}

func TestFlanksChinese(t *testing.T) {
	for _, c := range []struct {
		before        rune
		char          byte
		after         rune
		opens, closes bool
	}{
		{' ', '*', '“', true, false},
		{'”', '*', '工', true, true},
		{'》', '*', '规', true, true},
		{'：', '*', '说', true, true},
		{'说', '*', '“', true, true},
		{'。', '*', '\n', false, true},
		{'”', '*', '2', true, true},
		{'中', '*', ' ', false, true},
		{'\u3000', '*', '中', true, false}, // the ideographic space is a space
		{'中', '_', '文', false, false},
		{'（', '_', '重', true, false},
		{'点', '_', '）', false, true},
		{'中', '*', '(', true, true},
		{')', '*', '中', true, true},
		{'a', '*', '(', false, true}, // as ever
		{'한', '*', '“', true, true},
		{'𠮷', '*', '"', true, true},
	} {
		if opens, closes := flanks(c.char, c.before, c.after); opens != c.opens || closes != c.closes {
			t.Errorf("%c%c%c: opens %v, closes %v, want %v, %v", c.before, c.char, c.after, opens, closes, c.opens, c.closes)
		}
	}
}

func TestBreaks(t *testing.T) {
	for _, c := range []struct {
		before, after rune
		want          bool
	}{
		{'公', '开', false}, {'，', '并', false}, {'自', '2', false}, {'T', '标', false}, {'开', '“', false},
		{'a', 'b', true}, {',', 'b', true}, {'글', '한', true}, {'글', 'a', true}, {'a', '\u200b', false},
	} {
		if got := breaks(c.before, c.after); got != c.want {
			t.Errorf("%q %q: %v", c.before, c.after, got)
		}
	}
}
