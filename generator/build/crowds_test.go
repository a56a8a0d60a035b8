package build_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// dot is a picture of one point, as far as anybody reads it here.
const dot = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00\x3a\x7e\x9b\x55\x00\x00\x00\x00IEND\xaeB`\x82"

// crowd is how many files a folder is filled with: as many as show, by the time
// they take, what looks at each for each.
func crowd() int {
	if os.Getenv("GONGKAI_BROWSER") == "required" { // in CI
		return 20_000
	}
	return 4000
}

// TestCrowds: folders that somebody has filled with more files than anybody can
// look at.
func TestCrowds(t *testing.T) {
	if raceEnabled || testing.Short() {
		t.Skip("builds counties of thousands of files")
	}
	n := crowd()
	const year = "content/notices/2026/"
	fill := func(source fstest.MapFS, format, text string, n int) {
		for i := range n {
			source[fmt.Sprintf(format, i)] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	each := func(format string, n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	index := func(source fstest.MapFS, more, body string) {
		source[year+"many/index.md"] = &fstest.MapFile{Data: []byte(notice("99990001/2026-00077", "2026-03-05", "关于很多文件的通知", more, body))}
	}
	for _, c := range []struct {
		name string
		make func(source fstest.MapFS)
		want string
		told string // that not all are
	}{
		{"beside a notice", func(source fstest.MapFS) {
			index(source, "", "正文。")
			fill(source, year+"many/%06d.txt", "a", n)
		}, "unlisted-file", "more of the kind in this file"},
		{"beside a notice, by its links", func(source fstest.MapFS) {
			index(source, "", each("[附件](%06d.txt)\n\n", n))
			fill(source, year+"many/%06d.txt", "a", n)
		}, "", ""},
		{"pictures of a notice", func(source fstest.MapFS) {
			index(source, "", each("![图](%06d.png)\n\n", n/4))
			fill(source, year+"many/%06d.png", dot, n/4)
		}, "", ""},
		{"beside a notice, by its list", func(source fstest.MapFS) {
			index(source, "attachments: ["+numbered("{file: %06d.txt}, ", 60_000)+"]", "正文。")
			fill(source, year+"many/%06d.txt", "a", n)
		}, "unlisted-file", ""},
		{"a list of what is not there", func(source fstest.MapFS) {
			index(source, "attachments: ["+numbered("{file: %06d.pdf}, ", 60_000)+"]", "正文。")
			fill(source, year+"many/%06d.txt", "a", n)
		}, "broken-link", "more of the kind in this file"},
		{"in a year", func(source fstest.MapFS) { fill(source, year+"%06d.txt", "a", n) }, "file-name", "more of the kind in this folder"},
		{"names that cannot be", func(source fstest.MapFS) { fill(source, year+"%06d%%.md", "a", n) }, "file-name", "more of the kind in this folder"},
		{"empty notices", func(source fstest.MapFS) { fill(source, year+"%06d.md", "", n) }, "front-matter", ""},
		{"in content", func(source fstest.MapFS) { fill(source, "content/%06d.yaml", "", n) }, "file-name", "more of the kind in this folder"},
		{"tables of a fund", func(source fstest.MapFS) { fill(source, "content/funds/gengdi/%06d.csv", "a,b\n", n/10) }, "file-name", ""},
		{"beside a budget", func(source fstest.MapFS) {
			source["content/fiscal/2026/a/index.md"] = &fstest.MapFile{Data: []byte("---\nagency: office\n---\n")}
			fill(source, "content/fiscal/2026/a/%06d.csv", "a,b\n", n/30)
		}, "table-form", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			source := county(t)
			c.make(source)
			shown := defuse(t, source, c.want)
			if !strings.Contains(shown, c.told) {
				t.Errorf("%q is not told:\n%.2000s", c.told, shown)
			}
		})
	}
}
