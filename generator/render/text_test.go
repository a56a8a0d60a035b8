package render

import (
	"html/template"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/width"

	"gongkai/generator/markdown"
)

func TestTel(t *testing.T) {
	for in, want := range map[string]template.URL{
		"0999-5011012": "tel:09995011012", "12345": "tel:12345", "110": "tel:110", "+86 999 5011012": "tel:+869995011012",
		"（0999）501-2000": "tel:09995012000", "(0999)5012000": "tel:09995012000", "0999-5012345 转 8001": "tel:09995012345", "0999—5012345": "tel:09995012345",
		"12345、12348": "tel:12345", "0999-5012345/5012346": "tel:09995012345",
		"": "", "无": "", "见公告": "", "1": "", "javascript:alert(1)": "",
	} {
		if got := tel(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestMail(t *testing.T) {
	for in, want := range map[string]string{
		"a@b.example": "mailto:a@b.example", "无": "", "微信公众号": "", "": "", "a@b@c": "", "a@b.example，c": "", "<a@b.example>": "",
	} {
		if got := mail(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestSafeURL(t *testing.T) {
	for in, want := range map[string]template.URL{
		"https://a.example/?b=1": "https://a.example/?b=1", "http://a.example/": "http://a.example/",
		"javascript:alert(1)": "", "JaVaScRiPt:alert(1)": "", " https://a.example/": "", "//a.example/": "", "data:text/html,x": "", "": "",
	} {
		if got := safeURL(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestSize(t *testing.T) {
	for in, want := range map[int64]string{
		0: "0 字节", 1023: "1023 字节", 1024: "1.0 KB", 1536: "1.5 KB", 1048575: "1.0 MB", 1048576: "1.0 MB", 5 << 30: "5120.0 MB",
	} {
		if got := size(in); got != want {
			t.Errorf("%d: got %q, want %q", in, got, want)
		}
	}
}

func TestFileKind(t *testing.T) {
	for in, want := range map[string]string{"a.xlsx": "XLSX 电子表格", "a.PDF": "PDF 文档", "a.tar.gz": "GZ 文件", "a.ofd": "OFD 版式文档", "a": "文件"} {
		if got := fileKind(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestClip(t *testing.T) {
	for _, test := range []struct {
		in   string
		n    int
		want string
	}{
		{"短", 5, "短"},
		{"正好五个字", 5, "正好五个字"},
		{"一二三四五六", 5, "一二三四…"},
		{"一二三四。六七", 6, "一二三四。"},
		{"一。三四五六七八九十", 8, "一。三四五六七…"},
		{" 空\n 白\t 合并 ", 20, "空 白 合并"},
		{"𠀀𠀀𠀀𠀀", 3, "𠀀𠀀…"},
	} {
		got := clip(test.in, test.n)
		if got != test.want || utf8.RuneCountInString(got) > test.n {
			t.Errorf("%q to %d: got %q, want %q", test.in, test.n, got, test.want)
		}
	}
}

func TestOutline(t *testing.T) {
	h := func(level int, text string) markdown.Heading {
		return markdown.Heading{Level: level, Text: text, ID: text}
	}
	few := markdown.Body{Headings: []markdown.Heading{h(2, "一"), h(2, "二"), h(4, "三")}}
	if got := outline(&few); got != nil {
		t.Errorf("an outline of two headings: %v", got)
	}
	many := markdown.Body{Headings: []markdown.Heading{h(2, "一"), h(3, "（一） 甲"), h(4, "深"), h(2, "二")}}
	got := outline(&many)
	if len(got) != 3 || got[1].Level != 3 || got[1].Href != "#%EF%BC%88%E4%B8%80%EF%BC%89%20%E7%94%B2" {
		t.Errorf("%+v", got)
	}
}

// TestWrap: lines of a chart fit into their box, hold the whole text, and do
// not begin with a mark that may not begin a line.
func TestWrap(t *testing.T) {
	for _, s := range []string{"", "短", strings.Repeat("很长的一段说明，", 20), "Article 12 of the Regulation and more words than fit", "一二三四五六七八九十，。；", "2026年11月23日起20个工作日内"} {
		for _, size := range []int{textSize, nameSize} {
			room := outcomeWidth - 2*padding
			lines := wrap(s, room, size)
			if strings.Join(lines, "") != s {
				t.Errorf("%q becomes %q", s, lines)
			}
			for i, line := range lines {
				used, first := 0, true
				for _, r := range line {
					if first && i > 0 && strings.ContainsRune(noLineStart, r) {
						t.Errorf("%q begins a line with %q", s, r)
					}
					first = false
					if !strings.ContainsRune(noLineStart, r) { // marks may hang over
						w := size * 56 / 100
						if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth || k == width.EastAsianAmbiguous {
							w = size
						}
						used += w
					}
				}
				if used > room {
					t.Errorf("%q takes %d of %d", line, used, room)
				}
			}
		}
	}
}
