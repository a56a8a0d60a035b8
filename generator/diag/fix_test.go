package diag

import (
	"bytes"
	"testing"
)

func TestApplyKeepsMarksAndLineEnds(t *testing.T) {
	raw := "\xef\xbb\xbf---\r\n标题：甲\r\nnumber: [2026]\r\n---\r\n"
	fsys := files("f", raw)
	edit := func(old, new string) Edit { return Edit{Span: in(t, fsys, "f", old), Old: old, New: new} }
	list := List{{Edits: []Edit{edit("[2026]", "〔2026〕"), edit("：", ": ")}}, {Edits: []Edit{edit("：", ": ")}}, {Waived: true, Edits: []Edit{edit("甲", "乙")}}}
	out, done := Apply([]byte(raw), list.Edits()["f"])
	if want := "\xef\xbb\xbf---\r\n标题: 甲\r\nnumber: 〔2026〕\r\n---\r\n"; string(out) != want || len(done) != 2 {
		t.Errorf("got %q, %d edits\nwant %q", out, len(done), want)
	}
}

func TestApplyLeavesWhatItDoesNotExpect(t *testing.T) {
	file := &File{Path: "f"}
	for _, e := range []Edit{
		{Span: At(file, 0, 1), Old: "x", New: "y"},
		{Span: At(file, 9, 1), Old: "x", New: "y"},
		{Span: At(file, -1, 1), Old: "a", New: "y"},
	} {
		if out, done := Apply([]byte("abc"), []Edit{e}); string(out) != "abc" || len(done) > 0 {
			t.Errorf("%+v: %q", e, out)
		}
	}
	out, done := Apply([]byte("abc"), []Edit{{Span: At(file, 0, 2), Old: "ab", New: "x"}, {Span: At(file, 1, 1), Old: "b", New: "y"}})
	if string(out) != "xc" || len(done) != 1 {
		t.Errorf("overlapping: %q", out)
	}
	if out, done := Apply([]byte("\xb1\xea"), []Edit{{Span: At(file, 0, 0), New: "标", Recode: true}}); string(out) != "标" || len(done) != 1 {
		t.Errorf("recoded: %q", out)
	}
}

func FuzzApply(f *testing.F) {
	f.Add([]byte("\xef\xbb\xbfa\r\nb"), 2, "b", "c")
	f.Fuzz(func(t *testing.T, raw []byte, off int, old, new string) {
		e := Edit{Span: At(&File{Path: "f"}, off, len(old)), Old: old, New: new}
		out, done := Apply(raw, []Edit{e})
		if len(done) == 0 && string(out) != string(raw) {
			t.Errorf("%q became %q without an edit", raw, out)
		}
		if text := Normalise(raw); len(done) == 1 && !bytes.ContainsRune([]byte(new), '\r') && !bytes.Contains(raw, []byte("\r")) {
			if want := string(text[:off]) + new + string(text[off+len(old):]); string(Normalise(out)) != string(Normalise([]byte(want))) && !bytes.HasPrefix([]byte(want), bom) {
				t.Errorf("%q became %q, want %q", raw, out, want)
			}
		}
	})
}
