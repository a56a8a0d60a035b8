package main

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
)

// walkFiles reads every file of a folder.
func walkFiles(root fs.FS, each func(name string, text []byte)) error {
	return fs.WalkDir(root, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(root, p)
		each(p, text)
		return err
	})
}

func TestSlug(t *testing.T) {
	for title, want := range map[string]string{
		"关于做好2026年春季植树工作的通知": "zuo-hao-2026-nian-chun-ji-zhi-shu-gong-zuo-tong-zhi",
		"绿化":       "lv-hua",
		"ＰＭ２.５ 监测": "pm-2-5-jian-ce",
		"《……》":     "notice",
		"G20峰会":    "g-20-feng-hui",
		"":         "notice",
	} {
		if got := slugOf(title, "notice"); got != want {
			t.Errorf("slugOf(%q) = %q, want %q", title, got, want)
		}
	}
}

// TestHighPort: with -p that port alone is tried, so the highest will do. It
// may be taken on this machine, which is another trouble.
func TestHighPort(t *testing.T) {
	for port, want := range map[int]bool{-1: false, 65526: true, 65535: true, 65536: false} {
		ln, err := (&serveVerb{Port: &port}).listen()
		if ln != nil {
			ln.Close()
		}
		var end exit
		if refused := errors.As(err, &end) && end.status == misused; refused == want {
			t.Errorf("-p %d: %v", port, err)
		}
	}
}

func FuzzSlug(f *testing.F) {
	f.Add("关于做好2026年春季植树工作的通知")
	f.Add(strings.Repeat("a", 200))
	f.Fuzz(func(t *testing.T, title string) {
		if got := slugOf(title, "notice"); len(got) > slugLength || !plainSlug.MatchString(got) {
			t.Errorf("slugOf(%q) = %q", title, got)
		}
	})
}

func TestNextIndex(t *testing.T) {
	taken := []string{"A/2026-00007", "A/2026-00012", "A/2025-00099", "B/2026-00300", "A/2026-x", ""}
	for format, want := range map[string]string{
		"{code}/{year}-{serial:5}": "A/2026-00013",
		"{code}/{year}-{serial}":   "A/2026-13",
		"{year}{code}-{serial:3}号": "2026A-001号",
		"{code}":                   "",
	} {
		if got, ok := nextIndex(format, "A", "2026", taken); got != want || ok != (want != "") {
			t.Errorf("nextIndex(%q) = %q, %v; want %q", format, got, ok, want)
		}
	}
}

func TestScalar(t *testing.T) {
	for s, want := range map[string]string{
		"关于植树的通知": "关于植树的通知",
		"通知: 第一号": `"通知: 第一号"`,
		"#1":      `"#1"`,
		`说“好”`:    `说“好”`,
		`"a"`:     `"\"a\""`,
		"":        `""`,
		"null":    `"null"`,
	} {
		if got := scalar(s); got != want {
			t.Errorf("scalar(%q) = %s, want %s", s, got, want)
		}
	}
}

func TestWithin(t *testing.T) {
	for _, c := range []struct {
		path, folder string
		want         bool
	}{
		{"/a/b", "/a", true}, {"/a", "/a", true}, {"/ab", "/a", false}, {"/", "/a", false}, {"/a/..b", "/a", true},
	} {
		if got := within(c.path, c.folder); got != c.want {
			t.Errorf("within(%q, %q) = %v", c.path, c.folder, got)
		}
	}
}

// TestHandbookNamesEveryKind: the handbook that init writes tells all there is.
func TestHandbookNamesEveryKind(t *testing.T) {
	book := handbook()
	for _, s := range []string{"## 公开信息", "| 保密审查 → 审查人 | review.by |", "## 网站设置", "部门"} {
		if !strings.Contains(book, s) {
			t.Errorf("the handbook has no %q", s)
		}
	}
}
