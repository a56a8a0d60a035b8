package integrity

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// folder makes a folder of pairs of path and text.
func folder(pairs ...string) fstest.MapFS {
	files := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		files[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return files
}

func encoded(t *testing.T, m *Manifest) string {
	t.Helper()
	var w bytes.Buffer
	if err := m.Encode(&w); err != nil {
		t.Fatal(err)
	}
	return w.String()
}

func of(t *testing.T, fsys fs.FS) *Manifest {
	t.Helper()
	m, err := Of(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestListIsReadable: the bytes that the handbook and other programs rely on.
func TestListIsReadable(t *testing.T) {
	m := of(t, folder("index.html", "甲", "附件/表 1.csv", "", `a"b.html`, "x",
		".gongkai", "marker", ".git/HEAD", "ref", Path, "old", SignaturePath, "old", Path+".gz", "old"))
	m.Site, m.Base, m.Day = `青山县"信息公开"`, "https://qingshan.example/", "2026-11-23"
	const want = `{"format":1,"site":"青山县\"信息公开\"","base":"https://qingshan.example/","day":"2026-11-23","files":[
{"path":"a\"b.html","size":1,"sha256":"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"},
{"path":"index.html","size":3,"sha256":"33e3580c093111e1c4cac922872c40371f7896bb3fa4e23be5840bd1834fc622"},
{"path":"附件/表 1.csv","size":0,"sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}
]}
`
	got := encoded(t, m)
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if !json.Valid([]byte(got)) {
		t.Error("is no JSON")
	}
}

// TestOrderOfAppendDoesNotShow, nor does how often it is written.
func TestOrderOfAppendDoesNotShow(t *testing.T) {
	var a, b Manifest
	for i := range 1000 {
		a.Append(fmt.Sprint("p", i), int64(i), Sum{byte(i)})
		b.Append(fmt.Sprint("p", 999-i), int64(999-i), Sum{byte(999 - i)})
	}
	if encoded(t, &a) != encoded(t, &b) || encoded(t, &a) != encoded(t, &b) {
		t.Error("two lists of the same files differ")
	}
	if a.Len() != 1000 {
		t.Errorf("holds %d files", a.Len())
	}
}

func TestRoundTrip(t *testing.T) {
	for _, m := range []*Manifest{{}, {Site: "甲\x01\\"}, of(t, folder("a", "1", "b/c\td", "2", "中", "3"))} {
		text := encoded(t, m)
		again, err := Parse(strings.NewReader(text))
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		if got := encoded(t, again); got != text {
			t.Errorf("got %s want %s", got, text)
		}
	}
}

const none = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

func line(path string) string {
	return `{"path":"` + path + `","size":0,"sha256":"` + none + `"}`
}

// TestRefusesWhatIsNoList: whoever sends it, and for whatever reason.
func TestRefusesWhatIsNoList(t *testing.T) {
	const head = `{"format":1,"files":[` + "\n"
	for name, text := range map[string]string{
		"empty":             "",
		"a page":            "<!doctype html>\n<p>404</p>\n",
		"cut in the head":   `{"format":1,"fil`,
		"cut in a file":     head + line("a")[:40],
		"cut after a file":  head + line("a") + ",\n",
		"no end":            head + line("a") + "\n",
		"no last new line":  head + line("a") + "\n]}",
		"another format":    `{"format":2,"files":[` + "\n]}\n",
		"no format":         `{"site":"x","files":[` + "\n]}\n",
		"two objects":       `{"format":1},{"a":1,"files":[` + "\n]}\n",
		"more behind":       head + "]}\n]}\n",
		"comma at the end":  head + line("a") + ",\n]}\n",
		"no comma":          head + line("a") + "\n" + line("b") + "\n]}\n",
		"not sorted":        head + line("b") + ",\n" + line("a") + "\n]}\n",
		"twice":             head + line("a") + ",\n" + line("a") + "\n]}\n",
		"outside":           head + line("../a") + "\n]}\n",
		"from the root":     head + line("/etc/passwd") + "\n]}\n",
		"backslash":         head + line(`a\\b`) + "\n]}\n",
		"the list itself":   head + line(Path) + "\n]}\n",
		"its signature":     head + line(SignaturePath) + "\n]}\n",
		"CRLF":              strings.ReplaceAll(head+line("a")+"\n]}\n", "\n", "\r\n"),
		"negative size":     head + strings.Replace(line("a"), `:0,`, `:-1,`, 1) + "\n]}\n",
		"padded size":       head + strings.Replace(line("a"), `:0,`, `:00,`, 1) + "\n]}\n",
		"a large size":      head + strings.Replace(line("a"), `:0,`, `:99999999999999999999,`, 1) + "\n]}\n",
		"a size of no host": head + strings.Replace(line("a"), `:0,`, `:1000000000000,`, 1) + "\n]}\n",
		"upper case digits": head + strings.Replace(line("a"), none, strings.ToUpper(none), 1) + "\n]}\n",
		"short digits":      head + strings.Replace(line("a"), none, none[2:], 1) + "\n]}\n",
		"another spelling":  head + line(`\u0061`) + "\n]}\n",
		"spaces":            head + strings.Replace(line("a"), `,`, `, `, 1) + "\n]}\n",
		"a member more":     head + strings.Replace(line("a"), `,`, `,"path":"b",`, 1) + "\n]}\n",
		"no UTF-8":          head + line("\xff") + "\n]}\n",
		"a long path":       head + line(strings.Repeat("a", maxPath+1)) + "\n]}\n",
		"a long line":       head + line(strings.Repeat("a", maxLine)) + "\n]}\n",
	} {
		if m, err := Parse(strings.NewReader(text)); err == nil {
			t.Errorf("%s: taken for a list of %d files", name, m.Len())
		} else if !strings.HasPrefix(err.Error(), "line ") {
			t.Errorf("%s: %v tells no line", name, err)
		}
	}
}

// TestFlaws: who tells a reader what is wrong needs the line and the kind, and
// not our words.
func TestFlaws(t *testing.T) {
	const head = `{"format":1,"files":[` + "\n"
	for _, c := range []struct {
		text string
		line int
		kind error
	}{
		{head + line("a") + ",\n", 3, ErrCut},
		{head + line("a") + ",\n" + line("b")[:20], 3, ErrCut},
		{head + line("a") + "\n]}", 3, ErrCut},
		{`{"format":9,"files":[` + "\n]}\n", 1, UnknownFormat(9)},
		{head + line("b") + ",\n" + line("a") + "\n]}\n", 3, nil},
	} {
		_, err := Parse(strings.NewReader(c.text))
		var flaw *Flaw
		if !errors.As(err, &flaw) || flaw.Line != c.line || c.kind != nil && !errors.Is(err, c.kind) || c.kind == nil && errors.Is(err, ErrCut) {
			t.Errorf("%q: %v, want line %d, %v", c.text, err, c.line, c.kind)
		}
	}
}

// TestLaterHeads: later versions may say more in the first line.
func TestLaterHeads(t *testing.T) {
	m, err := Parse(strings.NewReader(`{"format":1,"site":"甲","maker":{"name":"gongkai"},"files":[` + "\n" + line("a") + "\n]}\n"))
	if err != nil || m.Site != "甲" || m.Len() != 1 {
		t.Errorf("%+v, %v", m, err)
	}
}

// endless counts what is read of it.
type endless struct{ read int }

func (e *endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 'a'
	}
	e.read += len(b)
	return len(b), nil
}

func TestReadsNoFurtherThanItMust(t *testing.T) {
	in := &endless{}
	if _, err := Parse(in); err == nil {
		t.Error("an endless line is taken for a list")
	}
	if in.read > 10*maxLine {
		t.Errorf("read %d bytes of an endless line", in.read)
	}
}

func TestWritesNoPathThatItWouldNotRead(t *testing.T) {
	for _, path := range []string{"", ".", "/a", "a/../b", `a\b`, "a\x00", "\xff", strings.Repeat("a", maxPath+1)} {
		m := &Manifest{}
		m.Append(path, 0, Sum{})
		if err := m.Encode(io.Discard); err == nil {
			t.Errorf("writes %q", path)
		}
	}
	m := &Manifest{}
	m.Append("a", 0, Sum{})
	m.Append("a", 0, Sum{})
	if err := m.Encode(io.Discard); err == nil {
		t.Error("writes a path twice")
	}
}

// TestCheckFolder: one of each thing that can be wrong.
func TestCheckFolder(t *testing.T) {
	was := folder("index.html", "home", "a/same.html", "1", "a/changed.html", "before", "a/longer.html", "1", "gone.html", "1", "link.html", "1", "é.html", "1", "_headers", "1")
	m := of(t, was)
	now := folder("index.html", "home", "a/same.html", "1", "a/changed.html", "behind", "a/longer.html", "12", "new.html", "1", "e\u0301.html", "1", ".gongkai", "", Path, "")
	now["link.html"] = &fstest.MapFile{Mode: fs.ModeSymlink, Data: []byte("index.html")}
	report, err := CheckFolder(context.Background(), now, m, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []Problem{{Differs, "a/changed.html", ""}, {Differs, "a/longer.html", ""}, {Missing, "gone.html", ""}, {Differs, "link.html", "is not a plain file"}, {Foreign, "new.html", ""}}
	if !slices.Equal(report.Problems, want) {
		t.Errorf("got %v\nwant %v", report.Problems, want)
	}
	if report.Files != 8 || report.Good != 3 || report.Withheld != 1 {
		t.Errorf("%+v", report)
	}
	if report, err := CheckFolder(context.Background(), was, m, nil); err != nil || len(report.Problems) > 0 || report.Good != 8 {
		t.Errorf("the folder itself: %+v, %v", report, err)
	}
	ended, end := context.WithCancel(context.Background())
	end()
	if _, err := CheckFolder(ended, was, m, nil); err == nil {
		t.Error("goes on after it was ended")
	}
}

// TestSedAndSha256sum: the way that the handbook tells, without this program.
func TestSedAndSha256sum(t *testing.T) {
	for _, tool := range []string{"sh", "sed", "sha256sum"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("needs " + tool)
		}
	}
	dir := t.TempDir()
	site := folder("index.html", "home", "公开/表 1.csv", "a,b", "a/b.html", "x")
	if err := os.CopyFS(dir, site); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "data", "manifest.json"), []byte(encoded(t, of(t, site))))
	check := func() (string, error) {
		cmd := exec.Command("sh", "-c", SedRecipe)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	if out, err := check(); err != nil || strings.Count(out, ": OK") != 3 {
		t.Errorf("%v\n%s", err, out)
	}
	write(t, filepath.Join(dir, "index.html"), []byte("hole"))
	if out, err := check(); err == nil || !strings.Contains(out, "index.html: FAILED") {
		t.Errorf("%v\n%s", err, out)
	}
}

func write(t *testing.T, name string, text []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, text, 0o644); err != nil {
		t.Fatal(err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"format":1,"site":"甲","files":[` + "\n" + line("a") + ",\n" + line(`b\"c`) + "\n]}\n"))
	f.Add([]byte(`{"format":1,"files":[` + "\n]}\n"))
	f.Add([]byte(`{"format":1,"files":[` + "\n" + line(`\u0001`) + "\n]}\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := Parse(bytes.NewReader(text))
		if err != nil {
			return
		}
		var w bytes.Buffer
		if err := m.Encode(&w); err != nil {
			t.Fatalf("read and not written: %v", err)
		}
		// The lines of files have one spelling, so nothing can be hidden in them.
		_, before, _ := bytes.Cut(text, []byte("\n"))
		_, after, _ := bytes.Cut(w.Bytes(), []byte("\n"))
		if !bytes.Equal(before, after) {
			t.Fatalf("files were\n%s\nand became\n%s", before, after)
		}
		again, err := Parse(&w)
		if err != nil || again.Site != m.Site || again.Base != m.Base || again.Day != m.Day {
			t.Fatalf("%+v became %+v, %v", m, again, err)
		}
	})
}

func BenchmarkEncode(b *testing.B) {
	var m Manifest
	for i := range 40_000 {
		m.Append(fmt.Sprintf("notices/2026/a-notice-about-something-%05d.html", 40_000-i), 12_345, Sum{byte(i), byte(i >> 8)})
	}
	for b.Loop() {
		if err := m.Encode(io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	var m Manifest
	for i := range 40_000 {
		m.Append(fmt.Sprintf("notices/2026/a-notice-about-something-%05d.html", i), 12_345, Sum{byte(i), byte(i >> 8)})
	}
	var w bytes.Buffer
	m.Encode(&w)
	for b.Loop() {
		if _, err := Parse(bytes.NewReader(w.Bytes())); err != nil {
			b.Fatal(err)
		}
	}
}
