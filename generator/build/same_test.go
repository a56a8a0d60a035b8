package build_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf16"

	"gongkai/generator/build"
	"gongkai/generator/cache"
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/output"
)

// sample is the sample county of this repository, read once.
func sample(t testing.TB) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	root := os.DirFS("../..")
	err := fs.WalkDir(root, "content", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, p)
		files[p] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

var shared struct {
	once  sync.Once
	site  *build.Result
	files map[string]string
}

// sampleSite is the site of the sample county and all its files, built once for
// the tests that look at it and change nothing.
func sampleSite(t testing.TB) (*build.Result, map[string]string) {
	t.Helper()
	shared.once.Do(func() {
		source := sample(t)
		r := run(t, options(source))
		if r.Stopped() {
			t.Fatal(told(r.Findings, source))
		}
		shared.site, shared.files = r, bytesOf(t, r.Tree)
	})
	if shared.site == nil {
		t.Fatal("the sample county does not build")
	}
	return shared.site, shared.files
}

// plainPass leaves a test to the pass without the race detector, under which a
// build takes ten times as long: what a site holds is the same there, and the
// builds of TestTextsOnDisk and TestIncrementalIsClean show it all that runs at
// a time. Without -short nothing is left out.
func plainPass(t *testing.T) {
	t.Helper()
	if raceEnabled && testing.Short() {
		t.Skip("-short: what a site holds is looked at without the race detector")
	}
}

// same fails where two sites differ by a byte.
func same(t testing.TB, what string, want, got map[string]string) {
	t.Helper()
	changed, gone, new := differ(want, got)
	if len(changed)+len(gone)+len(new) == 0 {
		return
	}
	t.Errorf("%s: %d files differ %q, %d are missing %q, %d are more %q",
		what, len(changed), few(changed), len(gone), few(gone), len(new), few(new))
	if len(changed) > 0 {
		a, b := want[changed[0]], got[changed[0]]
		i := 0
		for i < min(len(a), len(b)) && a[i] == b[i] {
			i++
		}
		t.Errorf("%s from byte %d: %.80q, not %.80q", changed[0], i, b[i:], a[i:])
	}
}

func few(list []string) []string { return list[:min(5, len(list))] }

// shuffled tells folders in an order that is no order, and knows no times.
type shuffled struct {
	fs.FS
	mu  *sync.Mutex
	rnd *rand.Rand
}

func (s shuffled) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(s.FS, name)
	entries = slices.Clone(entries)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rnd.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
	return entries, err
}

// TestTextsOnDisk: texts that wait on disk and not in memory make the same site.
func TestTextsOnDisk(t *testing.T) {
	_, want := sampleSite(t)
	opts := options(sample(t))
	var err error
	if opts.Spool, err = cache.NewSpool(); err != nil {
		t.Fatal(err)
	}
	defer opts.Spool.Close()
	same(t, "a build with its texts on disk", want, bytesOf(t, made(t, opts)))
}

func TestSameInputSameBytes(t *testing.T) {
	plainPass(t)
	source := sample(t)
	first, want := sampleSite(t)

	t.Run("once more", func(t *testing.T) {
		same(t, "the second build", want, bytesOf(t, made(t, options(source))))
	})
	t.Run("one worker", func(t *testing.T) {
		opts := options(source)
		opts.Jobs = 1
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
		same(t, "a build on one processor", want, bytesOf(t, made(t, opts)))
	})
	t.Run("shuffled folders", func(t *testing.T) {
		for seed := range uint64(3) {
			var mu sync.Mutex // they are read at the same time
			rnd := rand.New(rand.NewPCG(seed, 1))
			opts := options(source)
			opts.Source = shuffled{source, &mu, rnd}
			opts.Layouts = shuffled{opts.Layouts, &mu, rand.New(rand.NewPCG(seed, 2))}
			opts.Theme = shuffled{opts.Theme, &mu, rand.New(rand.NewPCG(seed, 3))}
			same(t, fmt.Sprint("order ", seed), want, bytesOf(t, made(t, opts)))
		}
	})
	t.Run("as Windows has it", func(t *testing.T) {
		opts := options(source)
		opts.Source, opts.Layouts, opts.Theme = crlf(t, source), crlf(t, opts.Layouts), crlf(t, opts.Theme)
		same(t, "a build of files with other ends of lines", want, bytesOf(t, made(t, opts)))
	})
	t.Run("short paths", func(t *testing.T) {
		for p := range want {
			if n := len(utf16.Encode([]rune(p))); n > longestPath {
				t.Errorf("%s has %d characters: with the folder of the site they are too many for Windows", p, n)
			}
		}
	})
	t.Run("read twice", func(t *testing.T) {
		same(t, "the tree, read again", want, bytesOf(t, first.Tree))
	})
	t.Run("the program", func(t *testing.T) { program(t, want) })
}

// longestPath leaves the folder that a site is unpacked into half of the 260
// characters that Windows takes.
const longestPath = 130

// crlf is a folder whose texts end their lines as on Windows.
func crlf(t *testing.T, fsys fs.FS) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(fsys, p)
		switch path.Ext(p) {
		case ".md", ".yaml", ".html", ".css", ".ts":
			text = bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), []byte("\n"), []byte("\r\n"))
		}
		files[p] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// program builds the sample by the real binary in two environments.
func program(t *testing.T, want map[string]string) {
	if testing.Short() {
		t.Skip("-short: does not compile the program")
	}
	dir := t.TempDir()
	binary := filepath.Join(dir, "gongkai.exe") // Windows runs nothing that has another name
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	if out, err := exec.Command("go", "build", "-o", binary, "../../cmd/gongkai").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	source, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	// The source is a copy: another place, other times, nothing but content.
	copied := filepath.Join(dir, "somewhere else")
	if err := os.CopyFS(filepath.Join(copied, "content"), os.DirFS(filepath.Join(source, "content"))); err != nil {
		t.Fatal(err)
	}
	old := time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC)
	if err := os.Chtimes(filepath.Join(copied, "content", "portal.yaml"), old, old); err != nil {
		t.Fatal(err)
	}
	for i, run := range []struct {
		name, folder, source string
		env                  []string
	}{
		{"from Kiritimati", source, ".", []string{"TZ=Pacific/Kiritimati", "LANG=zh_CN.GB18030", "LC_ALL=zh_CN.GB18030"}},
		{"from Honolulu", dir, copied, []string{"TZ=Pacific/Honolulu", "LANG=tr_TR.UTF-8", "LC_ALL=C", "GOMAXPROCS=1", "USER=nobody", "HOSTNAME=elsewhere"}},
	} {
		out := filepath.Join(dir, fmt.Sprint("out", i))
		cmd := exec.Command(binary, "build", "--source", run.source, "--out", out, "--clock", today.String(), "--no-cache", "-q")
		cmd.Dir = run.folder
		cmd.Env = append(os.Environ(), run.env...)
		if told, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, told)
		}
		same(t, run.name, want, onDisk(t, out))
	}
}

// onDisk is a published folder, without what belongs to the publishing.
func onDisk(t testing.TB, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	root := os.DirFS(dir)
	err := fs.WalkDir(root, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || p == output.Marker {
			return err
		}
		data, err := fs.ReadFile(root, p)
		all[p] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestBrokenAndMended: errors in between leave nothing behind in the memo.
func TestBrokenAndMended(t *testing.T) {
	files := with(county(t), "content/notices/2026/a.md", notice("99990001/2026-00002", "2026-04-01", "甲", "", "正文。"))
	memo := content.NewMemo(nil, nil)
	opts := options(files)
	opts.Memo = memo
	want := bytesOf(t, made(t, opts))

	for _, bad := range []string{"---\ntitle: 甲\n", "---\ntitle： 甲\n---\n", "没有开头", "---\n\t- \n---\n"} {
		broken := opts
		broken.Source = with(files, "content/notices/2026/a.md", bad)
		if r := run(t, broken); !r.Stopped() || r.Tree != nil {
			t.Fatalf("%q builds", bad)
		}
		same(t, "mended", want, bytesOf(t, made(t, opts)))
	}
}

// TestTypoIsToldWhereItStands: a document that links to one that can't be read is
// right, and nobody is told to take the link out.
func TestTypoIsToldWhereItStands(t *testing.T) {
	files := with(county(t), "content/notices/2026/b.md", notice("99990001/2026-00003", "2026-04-02", "乙", "", "见[甲](a.md)。"))
	for _, bad := range []string{"---\ntitle: 甲\n", "---\ntitle： 甲\n---\n", "———\ntitle: 甲\n---\n", "\xbc\xd7"} {
		source := with(files, "content/notices/2026/a.md", bad)
		found := told(run(t, options(source)).Findings, source)
		if !strings.Contains(found, "content/notices/2026/a.md:") || strings.Contains(found, "content/notices/2026/b.md") {
			t.Errorf("%q:\n%s", bad, found)
		}
	}
}

// TestAddingANotice: the lists' first pages change, and no full archive page.
func TestAddingANotice(t *testing.T) {
	files := county(t)
	for i := range 17 {
		day := fmt.Sprintf("2026-%02d-01", 1+i/2)
		files[fmt.Sprintf("content/notices/2026/n%02d.md", i)] = &fstest.MapFile{Data: []byte(notice(fmt.Sprintf("99990001/2026-%05d", 100+i), day, fmt.Sprint("第", i, "件"), "topic: water", "正文。"))}
	}
	before := bytesOf(t, made(t, options(files)))
	after := bytesOf(t, made(t, options(with(files, "content/notices/2026/newest.md",
		notice("99990001/2026-00999", "2026-11-20", "最新一件", "topic: water", "正文。")))))
	changed, gone, new := differ(before, after)
	// The search has a file for each document, in order of date.
	added := fmt.Sprintf("search/f/0/%d.js", strings.Count(strings.Join(slices.Collect(maps.Keys(before)), "\n"), "search/f/"))
	if len(gone) > 0 || !slices.Equal(new, []string{"notices/2026/newest.html", added}) {
		t.Errorf("gone %q, new %q", gone, new)
	}
	for _, p := range changed {
		if strings.HasPrefix(p, "search/f/") {
			t.Errorf("the text of another document, %s, changes", p)
		}
	}
	archives := 0
	for p := range after {
		dir, name := filepath.Split(p)
		if strings.HasPrefix(p, "catalogue/") && name[0] >= '1' && name[0] <= '9' && dir != "catalogue/year/" {
			archives++
			if slices.Contains(changed, p) {
				t.Errorf("the archive page %s changes", p)
			}
		}
	}
	if archives < 4*2 { // category, agency, topic and year have two each
		t.Errorf("only %d archive pages: this tests nothing", archives)
	}
	for _, p := range []string{"catalogue/projects.html", "catalogue/agency/office.html", "catalogue/topic/agriculture.html", "catalogue/year/2026.html", "index.html", "feed.xml", "catalogue.html", "notices/2026/n16.html"} {
		if !slices.Contains(changed, p) {
			t.Errorf("%s does not change", p)
		}
	}
}

// TestBadInputLeavesTheSiteAlone: all broken files are told of in one run,
// and the folder of before keeps its bytes.
func TestBadInputLeavesTheSiteAlone(t *testing.T) {
	files := county(t)
	out := filepath.Join(t.TempDir(), "public")
	if _, err := made(t, options(files)).WriteTo(context.Background(), out, output.WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	before := onDisk(t, out)

	bad := map[string]string{
		"content/notices/2026/colon.md":    "---\ntitle： 全角冒号\n---\n正文\n",
		"content/notices/2026/unclosed.md": "---\ntitle: 没有结束线\n",
		"content/notices/2026/gbk.md":      "---\ntitle: \xc4\xe3\xba\xc3\n---\n正文\n",
		"content/notices/2026/date.md":     strings.Replace(notice("1/2026-1", "2026-04-01", "日期", "", "正文。"), "published: 2026-04-01", "published: 2026-04-31", 1),
		"content/notices/2026/link.md":     notice("1/2026-2", "2026-04-01", "链接", "", "见[别处](nowhere.md)。"),
		"content/notices/2026/agency.md":   strings.Replace(notice("1/2026-3", "2026-04-01", "机构", "", "正文。"), "agency: office", "agency: ofice", 1),
		"content/notices/2026/held.md":     notice("1/2026-4", "2026-04-01", "不公开", "disclosure: 不予公开", "正文。"),
		"content/notices/26/year.md":       notice("1/2026-5", "2026-04-01", "年份", "", "正文。"),
		"content/mailbox/2026/letter.md":   "---\ntitle: 信\nnumber: 1\nreceived: 2026-03-01\nkind: 咨询\nconsent: 否\nagency: office\nstatus: 已受理\n---\n信。\n",
		"content/guide/nobody.md":          "---\nrevised: 2026-01-01\n---\n## 编排\n\n一\n\n## 获取\n\n二\n",
		"content/hotlines.yaml":            "hotlines:\n  - {name: 热线}\n",
		"content/vocabulary/topics.yaml":   "topics:\n  - id: a\n   name: 乱缩进\n",
		"layouts/notice.html":              "{{define \"main\"}}{{.Nonsense}}{{end}}",
		"theme/site.css":                   "@import './missing.css';",
	}
	for p, text := range bad {
		files[p] = &fstest.MapFile{Data: []byte(text)}
	}
	r := run(t, options(files))
	if !r.Stopped() || r.Tree != nil {
		t.Fatal("the build goes through")
	}
	for _, p := range slices.Sorted(maps.Keys(bad)) {
		i := slices.IndexFunc(r.Findings, func(f diag.Finding) bool {
			return f.Severity == diag.Error && (f.Span.Path() == p || strings.HasPrefix(p, f.Span.Path()+"/"))
		})
		if i < 0 {
			t.Errorf("no error is told about %s:\n%s", p, told(r.Findings, files))
			continue
		}
		f := r.Findings[i]
		if f.Message.ZH == "" || f.Message.EN == "" || f.Help.ZH == "" || f.Help.EN == "" {
			t.Errorf("%s: not told in full: %+v", p, f)
		}
	}
	same(t, "the site of before", before, onDisk(t, out))
}

// TestUnreadableSource: trouble with the machine is an error, not a finding,
// and not half a site.
func TestUnreadableSource(t *testing.T) {
	r, err := build.Run(context.Background(), build.Options{Source: failing{county(t)}, Layouts: options(county(t)).Layouts, Theme: options(county(t)).Theme, Clock: today})
	if err == nil || r != nil && r.Tree != nil {
		t.Errorf("err %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if r, err := build.Run(ctx, options(county(t))); err == nil || r != nil && r.Tree != nil {
		t.Errorf("a build that was called off: err %v", err)
	}
}

// failing is a disk with a bad sector.
type failing struct{ fs.FS }

func (f failing) Open(name string) (fs.File, error) {
	if strings.HasSuffix(name, "first.md") {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return f.FS.Open(name)
}
