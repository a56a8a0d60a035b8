package build_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"gongkai/generator/build"
	"gongkai/generator/cache"
	"gongkai/generator/calendar"
	"gongkai/generator/content"
	"gongkai/generator/output"
	"gongkai/layouts"
	"gongkai/theme"
)

// editor changes a county as people do, at random. What it makes is free of
// errors.
type editor struct {
	rnd    *rand.Rand
	files  fstest.MapFS
	clock  calendar.Date
	base   string // address given on the command line
	drafts bool
	serial int
}

func (e *editor) in(folder, ending string) []string {
	var out []string
	for _, p := range slices.Sorted(maps.Keys(e.files)) {
		if strings.HasPrefix(p, folder) && strings.HasSuffix(p, ending) {
			out = append(out, p)
		}
	}
	return out
}

func (e *editor) set(p, text string) { e.files[p] = &fstest.MapFile{Data: []byte(text)} }

// replace changes the first old in a file, if there is one.
func (e *editor) replace(p, old, new string) {
	e.set(p, strings.Replace(string(e.files[p].Data), old, new, 1))
}

func (e *editor) pick(list []string) string { return list[e.rnd.IntN(len(list))] }

// edit makes one change, and tells it.
func (e *editor) edit() string {
	list := e.in("content/notices/", ".md")
	if len(list) < 4 {
		return e.add()
	}
	one := e.pick(list)
	switch k := e.rnd.IntN(100); {
	case k < 20:
		return e.add()
	case k < 34:
		e.replace(one, "正文", fmt.Sprintf("正文%d，详见附近的通知", e.rnd.IntN(1000)))
		return "edit the text of " + one
	case k < 40:
		e.replace(one, "号公告", fmt.Sprintf("号（修订%d）公告", e.rnd.IntN(1000)))
		return "edit the title of " + one
	case k < 44:
		e.replace(one, "category: projects", "category: regulations-documents")
		return "move to another category " + one
	case k < 50:
		delete(e.files, one)
		for _, p := range e.in(strings.TrimSuffix(one, "index.md"), "") {
			if strings.HasSuffix(one, "/index.md") {
				delete(e.files, p)
			}
		}
		return "remove " + one
	case k < 55 && !strings.HasSuffix(one, "/index.md"):
		// The same bytes under another name: what is remembered by content
		// must not keep the old name.
		to := strings.TrimSuffix(one, ".md") + "x.md"
		e.files[to] = e.files[one]
		delete(e.files, one)
		return "rename " + one
	case k < 60:
		return e.bundle()
	case k < 64 && len(e.in("content/notices/", ".txt")) > 0:
		p := e.pick(e.in("content/notices/", ".txt"))
		e.set(p, fmt.Sprintf("附件第%d版。\n", e.rnd.IntN(1000)))
		return "edit the attachment " + p
	case k < 67:
		e.replace(one, "series: 甲事项", "series: 乙事项\neffective: 2026-11-25\nexpires: 2026-12-01")
		return "another series, with an end, for " + one
	case k < 70:
		e.set("content/agencies/office.md", strings.Replace(string(e.files["content/agencies/office.md"].Data), "日常", "日常的", 1))
		return "edit the agency"
	case k < 73:
		p := "content/vocabulary/glossary.yaml"
		e.set(p, fmt.Sprintf("words:\n  - name: 通知\n    text: 一种公文，第%d种说法。\n", e.rnd.IntN(3)))
		return "edit the glossary"
	case k < 76:
		e.replace("content/vocabulary/categories.yaml", "name: 重大", fmt.Sprintf("name: 第%d批重大", e.rnd.IntN(9)))
		return "rename a category"
	case k < 79:
		e.serial++
		e.set(fmt.Sprintf("content/mailbox/2026/l%03d.md", e.serial), fmt.Sprintf("---\ntitle: 路灯不亮%d\nnumber: XZXX2026%04d\nreceived: 2026-03-%02d\nkind: 咨询\nconsent: 是\nagency: office\nstatus: 已办结\nreplied: 2026-04-01\n---\n路灯不亮。\n\n## 答复\n\n已修好。\n", e.serial, e.serial, 1+e.rnd.IntN(28)))
		return "add a letter"
	case k < 82:
		day := 1 + e.rnd.IntN(30)
		e.clock = calendar.Date{Year: 2026, Month: 11, Day: uint8(day)}
		return fmt.Sprint("another day: ", day)
	case k < 85:
		e.drafts = !e.drafts
		return "drafts, or not"
	case k < 87:
		e.base = map[bool]string{true: "https://preview.example/x/", false: ""}[e.base == ""]
		return "another address"
	case k < 90:
		e.replace("content/portal.yaml", "phone: 0999-5", fmt.Sprintf("phone: 0999-%d", 1+e.rnd.IntN(8)))
		return "edit the settings"
	case k < 94:
		return e.look()
	default:
		e.replace(one, "summary: ", fmt.Sprintf("summary: 第%d稿，", e.rnd.IntN(9)))
		return "another summary for " + one
	}
}

func (e *editor) add() string {
	e.serial++
	p := fmt.Sprintf("content/notices/2026/n%03d.md", e.serial)
	day := fmt.Sprintf("2026-%02d-%02d", 1+e.rnd.IntN(10), 1+e.rnd.IntN(28))
	more := "series: 甲事项"
	if e.rnd.IntN(6) == 0 {
		more += "\ndraft: true"
	}
	e.set(p, notice(fmt.Sprintf("99990001/2026-%05d", 10000+e.serial), day, fmt.Sprint("第", e.serial, "号公告"), more, "正文"+strings.Repeat("，很长", e.rnd.IntN(5))+"。\n\n## 标题\n\n| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |\n"))
	return "add " + p
}

// bundle adds a notice with a file beside it.
func (e *editor) bundle() string {
	e.serial++
	dir := fmt.Sprintf("content/notices/2026/b%03d/", e.serial)
	e.set(dir+"index.md", notice(fmt.Sprintf("99990001/2026-%05d", 10000+e.serial), "2026-05-08", fmt.Sprint("第", e.serial, "号公告"), "attachments:\n  - {file: fujian.txt, title: 附件}", "正文，见[附件](fujian.txt)。"))
	e.set(dir+"fujian.txt", "附件。\n")
	return "add " + dir
}

// look changes the county's own layouts and theme.
func (e *editor) look() string {
	const part, sheet = "layouts/parts/bottom.html", "theme/components/form/form.css"
	name, built := part, fs.FS(layouts.FS)
	if e.rnd.IntN(2) == 0 {
		name, built = sheet, theme.FS
	}
	if _, own := e.files[name]; own && e.rnd.IntN(2) == 0 {
		delete(e.files, name)
		return "the built-in " + name
	}
	text, err := fs.ReadFile(built, name[strings.IndexByte(name, '/')+1:])
	if err != nil {
		panic(err)
	}
	if name == part {
		text = bytes.Replace(text, []byte("</footer>"), fmt.Appendf(nil, "<p>第%d版</p></footer>", e.rnd.IntN(100)), 1)
	} else {
		text = fmt.Appendf(text, "\n.t%d{color:red}\n", e.rnd.IntN(100))
	}
	e.set(name, string(text))
	return "our own " + name
}

// mirror makes a folder hold the files.
func mirror(t *testing.T, dir string, before, after fstest.MapFS) {
	t.Helper()
	for p := range before {
		if _, stays := after[p]; !stays {
			if err := os.Remove(filepath.Join(dir, p)); err != nil {
				t.Fatal(err)
			}
			os.Remove(filepath.Dir(filepath.Join(dir, p))) // if it is empty now
		}
	}
	for p, f := range after {
		if old, known := before[p]; known && bytes.Equal(old.Data, f.Data) {
			continue
		}
		path := filepath.Join(dir, p)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// desk is where one county is built again and again, as the program does it.
type desk struct {
	source, out, pack, stamps string
	later                     time.Duration // added to the clock, so that files are old at once
	unchanged                 int           // builds that found nothing to do
}

// build is one run of the program.
func (d *desk) build(t *testing.T, opts build.Options) output.Report {
	t.Helper()
	report, err := d.attempt(t, opts, func() {})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// attempt is a run of the program, of which writing may fail; meanwhile happens
// when everything is read and nothing is written.
func (d *desk) attempt(t *testing.T, opts build.Options, meanwhile func()) (output.Report, error) {
	t.Helper()
	d.later += time.Minute
	pack, err := cache.Open(d.pack, "test")
	if err != nil {
		t.Fatal(err)
	}
	defer pack.Close()
	stamps := cache.OpenStamps(d.stamps, "test")
	stamps.Now = stamps.Now.Add(d.later)
	folder, err := output.Open(d.out, "test")
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	opts.Now, opts.Memo, opts.Cache, opts.Published = stamps.Now, content.NewMemo(pack, stamps), pack, folder
	r := run(t, opts)
	if r.Stopped() {
		t.Fatalf("errors stop the build:\n%s", told(r.Findings, opts.Source))
	}
	if r.Unchanged {
		d.unchanged++
		return output.Report{}, nil
	}
	if err := opts.Memo.Save(); err != nil {
		t.Fatal(err)
	}
	meanwhile()
	return folder.Write(context.Background(), r.Tree, output.WriteOptions{Notes: r.Notes})
}

// TestAttachmentReplacedMeanwhile: what was not looked into is not published.
func TestAttachmentReplacedMeanwhile(t *testing.T) {
	const stem = "content/notices/2026/with-a-file/"
	first := with(county(t),
		stem+"index.md", notice("99990001/2026-00088", "2026-03-05", "关于附件的通知", "attachments: [{file: a.txt, title: 附件一}]", "见附件。"),
		stem+"a.txt", "附件的文字。")
	second := with(first, stem+"a.txt", "另一份文字，没有检查过。")
	dir := t.TempDir()
	d := desk{source: filepath.Join(dir, "county"), out: filepath.Join(dir, "public"), pack: filepath.Join(dir, "pack"), stamps: filepath.Join(dir, "stamps"), later: time.Hour}
	mirror(t, d.source, nil, first)
	opts := options(os.DirFS(d.source))
	_, err := d.attempt(t, opts, func() { mirror(t, d.source, first, second) })
	if !errors.Is(err, content.ErrChanged) {
		t.Errorf("the error is %v", err)
	}
	if _, err := os.Stat(d.out); !errors.Is(err, fs.ErrNotExist) {
		t.Error("something was published")
	}
	d.build(t, opts) // the next run looks into the other one
	if text, _ := os.ReadFile(filepath.Join(d.out, "notices/2026/with-a-file/a.txt")); string(text) != "另一份文字，没有检查过。" {
		t.Errorf("published: %q", text)
	}
}

// TestFreshAttachmentReplacedMeanwhile: that holds where nothing is remembered
// too, for files that were saved just now, and for drawings.
func TestFreshAttachmentReplacedMeanwhile(t *testing.T) {
	const stem = "content/notices/2026/with-a-file/"
	for _, name := range []string{"a.txt", "a.svg"} {
		source := with(county(t),
			stem+"index.md", notice("99990001/2026-00088", "2026-03-05", "关于附件的通知", "attachments: [{file: "+name+", title: 附件一}]", "见附件。"),
			stem+name, `<svg xmlns="http://www.w3.org/2000/svg"><text>附件的文字</text></svg>`)
		source[stem+name].ModTime = time.Now()
		r := run(t, options(source))
		source[stem+name] = &fstest.MapFile{Data: []byte("<svg><text>另一份文字，没有检查过</text></svg>"), ModTime: time.Now().Add(time.Millisecond)}
		if text, err := r.Tree.Read("notices/2026/with-a-file/" + name); !errors.Is(err, content.ErrChanged) {
			t.Errorf("published: %q, %v", text, err)
		}
	}
}

// TestIncrementalIsClean: after any sequence of changes, a build that remembers
// the ones before publishes what a clean one does, byte for byte, and writes the
// files that changed and no others.
func TestIncrementalIsClean(t *testing.T) {
	t.Parallel()                        // while a browser is waited for
	rounds, seeds := 25, []uint64{1, 2} // three hundred edits; two thousand in CI
	atOnce := 15                        // fewer edits than this between two builds
	switch {
	case raceEnabled && testing.Short():
		rounds, seeds = 12, seeds[:1]
	case raceEnabled || testing.Short():
		rounds = 12
	case os.Getenv("GONGKAI_BROWSER") == "required":
		rounds, atOnce = 115, 21
	}
	edits, builds := 0, 0
	for _, seed := range seeds {
		e := &editor{rnd: rand.New(rand.NewPCG(seed, 0)), files: county(t), clock: today}
		dir := t.TempDir()
		d := desk{source: filepath.Join(dir, "county"), out: filepath.Join(dir, "public"), pack: filepath.Join(dir, "pack"), stamps: filepath.Join(dir, "stamps"), later: time.Hour}
		memory := content.NewMemo(nil, nil)
		onDiskNow := fstest.MapFS{}
		var published map[string]string
		var story []string
		for round := range rounds {
			e.files = maps.Clone(e.files)
			many := e.rnd.IntN(atOnce)
			if round%9 == 4 {
				many = 0
			}
			for range many {
				story = append(story, e.edit())
				edits++
			}
			mirror(t, d.source, onDiskNow, e.files)
			onDiskNow = maps.Clone(e.files)
			told := func() string { return strings.Join(story[max(0, len(story)-30):], "; ") }

			opts := options(e.files)
			opts.Clock, opts.BaseURL, opts.Drafts, opts.Memo = e.clock, e.base, e.drafts, memory
			if round%10 == 0 {
				opts.Memo = nil // and now and then from nothing at all
			}
			clean := bytesOf(t, made(t, opts))

			opts = options(os.DirFS(d.source))
			opts.Clock, opts.BaseURL, opts.Drafts = e.clock, e.base, e.drafts
			report := d.build(t, opts)
			builds++
			now := onDisk(t, d.out)
			same(t, fmt.Sprintf("seed %d round %d", seed, round), clean, now)
			changed, gone, new := differ(published, now)
			if wrote := slices.Sorted(slices.Values(append(changed, new...))); published != nil && (!slices.Equal(report.Written, wrote) || !slices.Equal(report.Removed, gone)) {
				t.Errorf("seed %d round %d: wrote %q, removed %q; but %q and %q differ", seed, round, report.Written, report.Removed, wrote, gone)
			}
			if t.Failed() {
				t.Fatalf("after: %s", told())
			}
			published = now
		}
		if d.unchanged == 0 {
			t.Error("no build found nothing to do: this tests too little")
		}
	}
	t.Logf("%d edits, %d builds", edits, builds)
}
