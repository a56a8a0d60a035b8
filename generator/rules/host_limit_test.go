package rules_test

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/generator/config"
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/rules"
	"gongkai/generator/site"
)

// hostedOn is the base county with hosts in its settings and one notice, which
// publishes a picture.
func hostedOn(t *testing.T, hosts string) *site.Site {
	t.Helper()
	fsys := county(t, map[string]*fstest.MapFile{
		"content/notices/2026/plan/map.jpg": {Data: []byte("picture")},
		"content/notices/2026/plan/index.md": {Data: []byte("---\n标题: 示范县2026年植树工作通知\n发布机构: office\n索引号: 99990001/2026-00001\n" +
			"成文日期: 2026-03-01\n发布日期: 2026-03-05\n公开类别: regulations-documents\n附件: [{文件: map.jpg}]\n---\n正文。\n")},
	})
	settings := fsys[config.Path]
	fsys[config.Path] = &fstest.MapFile{Data: append(settings.Data[:len(settings.Data):len(settings.Data)], "\nhosts: ["+hosts+"]\n"...)}
	portal, _, err := config.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	entries, _, err := content.Load(t.Context(), fsys, content.Options{Jobs: 1})
	if err != nil {
		t.Fatal(err)
	}
	s, _ := site.Assemble(portal, entries, site.Options{Clock: today})
	if !slices.ContainsFunc(s.Notices, func(n *site.Notice) bool { return len(n.Copies) == 1 }) {
		t.Fatal("the picture is not published")
	}
	return s
}

// times yields n files of a size; {n} in the path is the number of each.
func times(n int, path string, size int64) iter.Seq2[string, int64] {
	return func(yield func(string, int64) bool) {
		for i := range n {
			if !yield(strings.ReplaceAll(path, "{n}", fmt.Sprint(i)), size) {
				return
			}
		}
	}
}

func all(seqs ...iter.Seq2[string, int64]) iter.Seq2[string, int64] {
	return func(yield func(string, int64) bool) {
		for _, s := range seqs {
			for p, n := range s {
				if !yield(p, n) {
					return
				}
			}
		}
	}
}

// TestManyRedirects: a host that refuses none may advise against so many.
func TestManyRedirects(t *testing.T) {
	for n, want := range map[int]string{
		10000: "",
		10001: "旧网址有 10001 条，netlify 建议不超过 10000 条，太多可能部署失败",
	} {
		files := map[string]*fstest.MapFile{}
		for i := 0; i < n; i += 1000 { // a notice takes no more than some thousands
			var old strings.Builder
			for k := i; k < min(n, i+1000); k++ {
				fmt.Fprintf(&old, "  - /zwgk/t%d.html\n", k)
			}
			files[fmt.Sprintf("content/notices/2026/old-%d.md", i)] = &fstest.MapFile{Data: []byte("---\n标题: 示范县2026年植树工作通知\n发布机构: office\n" +
				"成文日期: 2026-03-01\n发布日期: 2026-03-05\n公开类别: regulations-documents\n旧网址:\n" + old.String() + "---\n正文。\n")}
		}
		fsys := county(t, files)
		settings := fsys[config.Path]
		fsys[config.Path] = &fstest.MapFile{Data: append(settings.Data[:len(settings.Data):len(settings.Data)], "\nhosts: [netlify]\n"...)}
		got := ""
		for _, f := range check(t, fsys) {
			if f.Rule == "host-limit" {
				got += f.Message.ZH
			}
		}
		if got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

const mb = 1 << 20

func TestHostLimits(t *testing.T) {
	one := func(path string, size int64) iter.Seq2[string, int64] { return times(1, path, size) }
	for _, c := range []struct {
		name, hosts string
		files       iter.Seq2[string, int64]
		want        string
	}{
		{"as many files as it takes", "cloudflare", times(20000, "a/{n}.html", 9), ""},
		{"one more", "cloudflare", times(20001, "a/{n}.html", 9), "the site has 20001 files: cloudflare takes 20000"},
		{"sizes are not known yet", "cloudflare", times(20001, "a/{n}.html", -1), "the site has 20001 files: cloudflare takes 20000"},
		{"a host that is named twice", "cloudflare, cloudflare", times(20001, "a/{n}.html", 9), "the site has 20001 files: cloudflare takes 20000"},
		{"hosts without limits", "nginx, oss, another", times(300000, "{n}.html", mb), ""},
		{"no host", "", times(300000, "{n}.html", mb), ""},
		{"as large as it takes", "cloudflare", one("data/catalogue.xml", 25*mb), ""},
		{"a byte more", "cloudflare", one("data/catalogue.xml", 25*mb+1), "a file of cloudflare has at most 25 MB; larger of those that were made: 1: data/catalogue.xml (25.1 MB)"},
		{"the largest first, three by name", "cloudflare", all(times(3, "data/{n}.json", 30*mb), one("data/catalogue.xml", 65*mb+2*mb/10)),
			"a file of cloudflare has at most 25 MB; larger of those that were made: 4: data/catalogue.xml (65.2 MB), data/0.json (30 MB), data/1.json (30 MB)"},
		{"an attachment was judged with its notice", "cloudflare", one("notices/2026/plan/map.jpg", 30*mb), ""},
		{"each host by its own limit", "cloudflare, github", one("data/catalogue.xml", 101*mb),
			"a file of cloudflare has at most 25 MB; larger of those that were made: 1: data/catalogue.xml (101 MB)\n" +
				"a file of github has at most 100 MB; larger of those that were made: 1: data/catalogue.xml (101 MB)"},
		{"a site as large as it may be", "github", times(1024, "{n}.html", mb), ""},
		{"a larger one", "github", times(1025, "{n}.html", mb), "the site has 1025 MB: github takes 1024 MB"},
		{"folders count on gitlab", "gitlab", times(100000, "a/{n}/index.html", 9), "the site has 200001 files and folders: gitlab takes 200000"},
		{"empty ones above others too", "gitlab", times(99998, "a/b/{n}/index.html", 9), ""},
		{"a full folder", "netlify", all(times(54000, "a/{n}.html", 9), times(54000, "b/{n}.html", 9)), ""},
		{"a folder too full", "netlify", all(times(54000, "a/{n}.html", 9), times(54001, "b/{n}.html", 9)), "the folder /b/ has 54001 files: a folder of netlify takes 54000"},
		{"the top folder", "netlify", times(54001, "{n}.html", 9), "the folder / has 54001 files: a folder of netlify takes 54000"},
		{"as many redirects as are read", "gitlab", one("_redirects", 64<<10), ""},
		{"few redirects with long paths", "gitlab", one("_redirects", 64<<10+1), "_redirects has 64.1 KB: gitlab reads at most 64 KB, and of a larger one nothing"},
	} {
		found := rules.HostLimits(hostedOn(t, c.hosts), c.files)
		var lines []string
		for _, f := range found {
			lines = append(lines, f.Message.EN)
			if f.Rule != "host-limit" || f.Severity != diag.Warning || f.Span.Path() != config.Path || f.Message.ZH == "" || f.Help.ZH == "" || strings.Contains(f.Message.ZH+f.Message.EN, "%!") {
				t.Errorf("%s: %+v", c.name, f)
			}
		}
		if got := strings.Join(lines, "\n"); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}
