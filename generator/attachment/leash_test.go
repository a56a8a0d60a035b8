package attachment

import (
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// objects is a PDF of these objects, from 1, with a page in 3 whose text is in
// 5. extra stands in the trailer.
func objects(extra string, list ...string) []byte {
	var b bytes.Buffer
	var offsets []int
	b.WriteString("%PDF-1.4\n")
	for i, o := range append([]string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /Contents 5 0 R /Resources << /Font << /F 6 0 R >> >> >>", "<< >>"}, list...) {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, strings.ReplaceAll(extra, "{xref}", fmt.Sprint(at)), at)
	return b.Bytes()
}

func stream(dict, text string) string {
	return fmt.Sprintf("<< /Length %d %s >>\nstream\n%s\nendstream", len(text), dict, text)
}

func deflated(text string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write([]byte(text))
	_ = z.Close()
	return b.String()
}

// TestPDFBombs: files that would have the library take all memory, or never
// come back, are not looked into, and told.
func TestPDFBombs(t *testing.T) {
	blank := strings.Repeat(" ", mostUnfolded+1)
	var in85 bytes.Buffer
	e := ascii85.NewEncoder(&in85)
	_, _ = e.Write([]byte(deflated(blank)))
	_ = e.Close()
	words := stream("", "BT (a page with enough letters) Tj ET")
	cmap := func(text string) []string {
		return []string{stream("", "/F 9 Tf ("+strings.Repeat("a", 1000)+") Tj"), "<< /Type /Font /ToUnicode 7 0 R >>", stream("", text)}
	}
	for name, c := range map[string]struct {
		src  []byte
		want string
	}{
		"sound":           {objects("", words, "<< >>"), ""},
		"unfolds":         {objects("", stream("/Filter /FlateDecode", deflated(blank)), "<< >>"), unfolds.ZH},
		"unfolds, in two": {objects("", stream("/Filter /FlateDecode", deflated(blank[:mostUnfolded/2])), stream("/Filter /FlateDecode", deflated(blank[:mostUnfolded/2+2]))), unfolds.ZH},
		"twice folded":    {objects("", stream("/Filter [/FlateDecode /FlateDecode]", deflated(deflated(blank)))), unfolds.ZH},
		"in ASCII85":      {objects("", stream("/Filter [/ASCII85Decode /FlateDecode]", in85.String()+"~>")), unfolds.ZH},
		"as a picture":    {objects("", stream("/Subtype /Image /Filter /FlateDecode", deflated(blank)), "<< >>"), noText.ZH},
		"no picture":      {objects("", stream("/X (/Subtype /Image) /Filter /FlateDecode", deflated(blank)), "<< >>"), unfolds.ZH},
		"size":            {objects("/Size 99999999999", words), unusual.ZH},
		"escaped size":    {objects("/S#69ze %\n 99999999999", words), unusual.ZH},
		"columns":         {objects("", stream("/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 99999999999 >>", deflated("a"))), unusual.ZH},
		"columns afar":    {objects("", stream("/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 8 0 R >>", deflated("a"))), unusual.ZH},
		"parms afar":      {objects("", stream("/Filter /FlateDecode /DecodeParms [ 8 0 R ]", deflated("a"))), unusual.ZH},
		"section":         {bytes.Replace(objects("", words), []byte("xref\n0 6"), []byte("xref\n2000000000 6"), 1), unusual.ZH},
		"section behind":  {append([]byte("%PDF-1.4\nxref\n0 1 x\nstartxref\n1\n"), bytes.Replace(objects("", words), []byte("xref\n0 6"), []byte("xref\n2000000000 6"), 1)...), unusual.ZH},
		"streams":         {append(objects("", words), strings.Repeat("stream\n", 4<<20)...), unfolds.ZH},
		"streams, ended":  {append(objects("", words), strings.Repeat("stream\nendstream\n", 2<<20)...), unusual.ZH},
		"encrypted":       {objects("/Encrypt 4 0 R", words), lockedIn.ZH},
		"round":           {objects("/Prev {xref}", words), damaged.ZH},
		"pages round":     {bytes.Replace(objects("", words), []byte("/Kids [3 0 R]"), []byte("/Kids [2 0 R]"), 1), damaged.ZH},
		"long string":     {objects("", stream("", "("+strings.Repeat("a", longestWord+9)+") Tj")), unusual.ZH},
		"long codes":      {objects("", cmap("1 beginbfchar <61> <"+strings.Repeat("0061", 9999)+"> endbfchar")...), unusual.ZH},
		"many codes":      {objects("", cmap("99999999999 beginbfchar endbfchar")...), unusual.ZH},
		"many, by a name": {objects("", cmap("1 dict begin /a 99999999999 def a beginbfchar endbfchar")...), unusual.ZH},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			got := told(Look(".pdf", c.src))
			runtime.ReadMemStats(&after)
			if got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
			if n := after.TotalAlloc - before.TotalAlloc; n > 1<<30 {
				t.Errorf("%d MiB were allocated", n>>20)
			}
		})
	}
}

// TestPDFInItself: an object that lies in a stream whose length it states would
// be looked for without end.
func TestPDFInItself(t *testing.T) {
	body := "9 0 7"
	src := []byte("%PDF-1.5\n")
	add := func(s string) int {
		at := len(src)
		src = append(src, s...)
		return at
	}
	one := add("1 0 obj\n<< /Type /Catalog /Pages 9 0 R >>\nendobj\n")
	eight := add(fmt.Sprintf("8 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Length 9 0 R >>\nstream\n%s\nendstream\nendobj\n", body))
	var table bytes.Buffer
	entry := func(kind, a, b int) { table.Write([]byte{byte(kind), byte(a >> 8), byte(a), byte(b)}) }
	entry(0, 0, 0)
	entry(1, one, 0)
	for range 6 {
		entry(0, 0, 0)
	}
	entry(1, eight, 0)
	entry(2, 8, 0)
	at := add(fmt.Sprintf("10 0 obj\n<< /Type /XRef /Size 10 /W [1 2 1] /Root 1 0 R /Length %d >>\nstream\n", table.Len()) + table.String() + "\nendstream\nendobj\n")
	add(fmt.Sprintf("startxref\n%d\n%%%%EOF\n", at))
	if got := told(Look(".pdf", src)); got == "" {
		t.Error("nothing is told")
	}
}
