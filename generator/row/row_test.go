package row

import (
	"encoding/binary"
	"math"
	"testing"
)

func TestWhatIsWrittenIsRead(t *testing.T) {
	numbers := []int64{0, 1, -1, 127, 128, math.MaxInt64, math.MinInt64}
	var b []byte
	for _, n := range numbers {
		b = binary.AppendUvarint(binary.AppendVarint(b, n), uint64(n))
	}
	b = AppendText(AppendText(b, "公开"), "")
	b = append(b, make([]byte, 31)...)
	b = append(b, 7)
	whole := string(b)
	for cut := range len(whole) + 1 {
		r := Reader{Rest: whole[:cut]}
		right := true
		for _, n := range numbers {
			right = r.Int() == n && r.Uint() == uint64(n) && right
		}
		right = r.Text() == "公开" && r.Text() == "" && r.Hash()[31] == 7 && right
		if r.Bad != (cut < len(whole)) || !r.Bad && !right || r.Rest != "" {
			t.Fatalf("of %d bytes: bad %v, right %v, %q left", cut, r.Bad, right, r.Rest)
		}
	}
}

func TestNothingIsBelieved(t *testing.T) {
	for name, read := range map[string]func(*Reader){
		"text":  func(r *Reader) { r.Text() },
		"count": func(r *Reader) { r.Count(1) },
		"hash":  func(r *Reader) { r.Hash() },
	} {
		r := Reader{Rest: string(binary.AppendUvarint(nil, math.MaxUint64)) + "x"}
		if read(&r); !r.Bad || r.Rest != "" {
			t.Errorf("%s: bad %v", name, r.Bad)
		}
	}
	r := Reader{Rest: "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"}
	if r.Uint(); !r.Bad {
		t.Error("a number without an end")
	}
	if r := (Reader{Rest: "\x03abc"}); r.Count(2) != 0 || !r.Bad {
		t.Error("three things of two bytes in three bytes")
	}
}
