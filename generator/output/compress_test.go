package output

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/andybalholm/brotli"
)

var both = Compression{Gzip: true, Brotli: true}

// variant is a packed copy of a file.
type variant struct {
	suffix  string
	content []byte
}

// variants are all copies of a file.
func (c *compressor) variants(file string, content []byte) []variant {
	var list []variant
	for _, suffix := range c.wanted(file, int64(len(content))) {
		if packed, ok := c.variant(suffix, content); ok {
			list = append(list, variant{suffix, bytes.Clone(packed)})
		}
	}
	return list
}

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// noise is text that cannot be packed.
func noise(n int) []byte {
	r := rand.New(rand.NewPCG(1, 2))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

func unpack(t testing.TB, suffix string, packed []byte) []byte {
	t.Helper()
	r := io.Reader(brotli.NewReader(bytes.NewReader(packed)))
	if suffix == gzipSuffix {
		z, err := gzip.NewReader(bytes.NewReader(packed))
		if err != nil {
			t.Fatal(err)
		}
		r = z
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func endings(list []variant) string {
	var s []string
	for _, v := range list {
		s = append(s, v.suffix)
	}
	return strings.Join(s, " ")
}

// TestVariantsUnpack: a browser gets the page, whatever the encoders did before,
// and a second build makes the same copies.
func TestVariantsUnpack(t *testing.T) {
	used := newCompressor(both, nil)
	for _, name := range []string{"page.html", "shard.js", "page.html"} {
		content := fixture(t, name)
		list := used.variants(name, content)
		if got := endings(list); got != ".gz .br" {
			t.Fatalf("%s has %q", name, got)
		}
		fresh := newCompressor(both, nil).variants(name, content)
		for i, v := range list {
			if !bytes.Equal(unpack(t, v.suffix, v.content), content) {
				t.Errorf("%s%s does not unpack to the file", name, v.suffix)
			}
			if !bytes.Equal(v.content, fresh[i].content) {
				t.Errorf("%s%s differs with what was packed before", name, v.suffix)
			}
			if len(v.content) > len(content)*3/4 {
				t.Errorf("%s%s has %d of %d bytes", name, v.suffix, len(v.content), len(content))
			}
		}
		// Time and flags (a name would be one) are zero.
		if head := list[0].content[3:8]; !bytes.Equal(head, make([]byte, 5)) {
			t.Errorf("the head of %s.gz holds %x", name, head)
		}
	}
}

func TestOnlyTextIsPacked(t *testing.T) {
	text := bytes.Repeat([]byte("公开信息 "), 1000)
	for file, want := range map[string]string{
		"index.html": ".gz .br", "assets/site-0a1b.css": ".gz .br", "search/f/1.js": ".gz .br", "data/catalogue.xml": ".gz .br",
		"data/catalogue.csv": ".gz .br", "a/公示表.CSV": ".gz .br", "icon.svg": ".gz .br", "app.webmanifest": ".gz .br", "robots.txt": ".gz .br",
		"a.png": "", "a.jpg": "", "a.pdf": "", "a.docx": "", "a.xlsx": "", "a.ofd": "", "a.zip": "", "a.csv.gz": "", "a.csv.br": "",
		"_headers": "", "CNAME": "", ".nojekyll": "", "nginx.conf": "",
	} {
		if got := endings(newCompressor(both, nil).variants(file, text)); got != want {
			t.Errorf("%s has copies %q, want %q", file, got, want)
		}
	}
}

func TestOnlyTheKindsThatWereAskedFor(t *testing.T) {
	text := bytes.Repeat([]byte("公开信息 "), 1000)
	for want, c := range map[string]Compression{"": {}, ".gz": {Gzip: true}, ".br": {Brotli: true}} {
		if got := endings(newCompressor(c, nil).variants("index.html", text)); got != want {
			t.Errorf("%+v gives %q", c, got)
		}
	}
}

func TestNoCopyThatSavesNothing(t *testing.T) {
	c := newCompressor(both, nil)
	mostlyNoise := append(noise(10_000), bytes.Repeat([]byte("a"), 400)...)
	halfNoise := append(noise(10_000), bytes.Repeat([]byte("a"), 10_000)...)
	for _, x := range []struct {
		name    string
		content []byte
		want    string
	}{
		{"empty", nil, ""},
		{"short", bytes.Repeat([]byte("a"), leastSize-1), ""},
		{"just long enough", bytes.Repeat([]byte("a"), leastSize), ".gz .br"},
		{"noise", noise(10_000), ""},
		{"a 26th saved", mostlyNoise, ""},
		{"half saved", halfNoise, ".gz .br"},
	} {
		if got := endings(c.variants("a.txt", x.content)); got != x.want {
			t.Errorf("%s: %q, want %q", x.name, got, x.want)
		}
	}
}

// TestCopiesGiveWayToFiles: what the county publishes under a name that a copy
// would have stays, in whatever spelling; the other kind of copy is made.
func TestCopiesGiveWayToFiles(t *testing.T) {
	text := strings.Repeat("姓名,金额\r\n", 1000)
	tr := tree("n/a.csv", text, "n/a.csv.gz", "the county's own", "n/b.csv", text, "N/B.CSV.GZ", "own",
		"n/c.html", text, "n/c.html.br/inside.txt", "a folder", "n/d.csv", text)
	c := newCompressor(both, claimed(tr.indexed()))
	for file, want := range map[string]string{"n/a.csv": ".br", "n/b.csv": ".br", "n/c.html": ".gz", "n/d.csv": ".gz .br", "n/a.csv.gz": ""} {
		if got := endings(c.variants(file, []byte(text))); got != want {
			t.Errorf("%s has copies %q, want %q", file, got, want)
		}
	}
}

// TestPackFile: a file that was written piece by piece gets the copies that it
// would get from memory.
func TestPackFile(t *testing.T) {
	var content []byte
	for len(content) < 300_000 { // several pieces
		content = append(content, fixture(t, "page.html")...)
		content = append(content, noise(len(content)%1000)...)
	}
	name := filepath.Join(t.TempDir(), "catalogue.csv")
	if err := os.WriteFile(name, content, 0o644); err != nil {
		t.Fatal(err)
	}
	c := newCompressor(both, nil)
	for _, suffix := range []string{gzipSuffix, brotliSuffix} {
		size, err := c.packFile(name, suffix, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(name + suffix)
		if err != nil || int64(len(got)) != size {
			t.Fatalf("%s: %d bytes, told %d, %v", suffix, len(got), size, err)
		}
		if !bytes.Equal(unpack(t, suffix, got), content) {
			t.Errorf("the copy %s does not unpack to the file", suffix)
		}
		i := slices.IndexFunc(c.variants(name, content), func(v variant) bool { return v.suffix == suffix })
		if i < 0 || !bytes.Equal(c.variants(name, content)[i].content, got) {
			t.Errorf("the copy %s of a file on disk differs from that of one in memory", suffix)
		}
	}
	if size, err := c.packFile(name, gzipSuffix, io.Discard); err == nil {
		t.Errorf("a copy of %d bytes was written over another", size)
	}
	if _, err := os.Stat(name + gzipSuffix); err != nil {
		t.Errorf("what stood there is gone: %v", err)
	}
}

func TestPackFileLeavesNothingThatSavesNothing(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "noise.csv")
	if err := os.WriteFile(name, noise(100_000), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, suffix := range []string{gzipSuffix, brotliSuffix} {
		if size, err := newCompressor(both, nil).packFile(name, suffix, io.Discard); size != 0 || err != nil {
			t.Errorf("%s: %d, %v", suffix, size, err)
		}
	}
	if size, err := newCompressor(both, nil).packFile(filepath.Join(dir, "none.csv"), gzipSuffix, io.Discard); size != 0 || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("without a file: %d, %v", size, err)
	}
	wantAlone(t, dir, "noise.csv")
}

// TestPiecesDoNotShow: how a file happens to be read does not change its copy.
func TestPiecesDoNotShow(t *testing.T) {
	content := bytes.Repeat(fixture(t, "page.html"), 8)
	for _, suffix := range []string{gzipSuffix, brotliSuffix} {
		c := newCompressor(both, nil)
		var want, got bytes.Buffer
		for w, r := range map[*bytes.Buffer]io.Reader{&want: bytes.NewReader(content), &got: iotest.OneByteReader(bytes.NewReader(content))} {
			if n, err := c.packer(suffix).pack(w, r); n != int64(len(content)) || err != nil {
				t.Fatalf("%s: %d, %v", suffix, n, err)
			}
		}
		if !bytes.Equal(want.Bytes(), got.Bytes()) {
			t.Errorf("%s depends on the pieces that were read", suffix)
		}
		broken := errors.New("broken")
		if _, err := c.packer(suffix).pack(io.Discard, iotest.ErrReader(broken)); !errors.Is(err, broken) {
			t.Errorf("%s: a file that cannot be read gives %v", suffix, err)
		}
	}
}

func FuzzVariants(f *testing.F) {
	f.Add([]byte("<p>公开</p>"), 200)
	f.Add(noise(2000), 1)
	c := newCompressor(both, nil)
	f.Fuzz(func(t *testing.T, piece []byte, times int) {
		content := bytes.Repeat(piece, min(max(times, 0), 300_000/max(len(piece), 1)))
		for _, v := range c.variants("a.html", content) {
			if !bytes.Equal(unpack(t, v.suffix, v.content), content) {
				t.Errorf("%s of %d bytes does not unpack to them", v.suffix, len(content))
			}
		}
	})
}

// BenchmarkCompress packs a page and a shard of the search index, as a worker
// does with one file after another.
func BenchmarkCompress(b *testing.B) {
	for _, name := range []string{"page.html", "shard.js"} {
		for kind, c := range map[string]Compression{"gzip": {Gzip: true}, "brotli": {Brotli: true}} {
			content := fixture(b, name)
			b.Run(kind+"/"+name, func(b *testing.B) {
				z := newCompressor(c, nil)
				b.SetBytes(int64(len(content)))
				b.ReportAllocs()
				packed := 0
				for b.Loop() {
					packed = len(z.variants(name, content)[0].content)
				}
				b.ReportMetric(100*float64(packed)/float64(len(content)), "%")
			})
		}
	}
}
