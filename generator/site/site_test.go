package site_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/generator/calendar"
	"gongkai/generator/config"
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

var today = calendar.Date{Year: 2026, Month: 11, Day: 23}

// county is the least that a site is assembled from; files are laid over it.
func county(files map[string]string) fstest.MapFS {
	all := fstest.MapFS{}
	for p, text := range map[string]string{
		"content/portal.yaml": "name: 网\ncounty: 县\ndomain: www.shifanxian.example\nsite_code: \"9999000001\"\nowner: 办\naddress: 路1号\nphone: 0999-5011012\nper_page: 5\n",
		"content/vocabulary/categories.yaml": `groups: [{id: g, name: 组}, {id: old, name: 旧组}]
categories:
  - {id: regulations-documents, name: 规范性文件, group: g, class: first, summary: 文件}
  - {id: projects, name: 项目, group: g, summary: 项目}
  - {id: first, name: 第一类, group: old, summary: 第一类}
`,
		"content/vocabulary/topics.yaml": "topics:\n  - {id: farming, name: 农业, children: [{id: water, name: 水利}]}\n  - {id: health, name: 卫生}\n",
		"content/agencies/office.md":     agency("县政府办公室", "government"),
		"content/agencies/health.md":     agency("县卫生局", "department"),
	} {
		all[p] = &fstest.MapFile{Data: []byte(text)}
	}
	for p, text := range files {
		all[p] = &fstest.MapFile{Data: []byte(text)}
	}
	return all
}

func agency(name, kind string) string {
	return fmt.Sprintf("---\nname: %s\nkind: %s\ncode: \"1\"\ndisclosure_office: {name: 股, address: 路, hours: 工作日, phone: \"12345\", fax: 无, email: a@b.example}\n---\n职责。\n", name, kind)
}

// notice is a notice with further lines of front matter and a body.
func notice(more, body string) string {
	return "---\ntitle: 通知\nagency: office\ncategory: projects\nformed: 2026-01-01\nsummary: 概述\n" + more + "\n---\n" + body + "\n"
}

func assemble(t testing.TB, files map[string]string, opts site.Options) (*site.Site, diag.List) {
	t.Helper()
	source := county(files)
	portal, found, err := config.Load(source)
	if err != nil || len(found) > 0 {
		t.Fatal(err, found)
	}
	c, found, err := content.Load(context.Background(), source, content.Options{Jobs: 1})
	if err != nil {
		t.Fatal(err)
	}
	if opts.Clock.IsZero() {
		opts.Clock = today
	}
	s, more := site.Assemble(portal, c, opts)
	return s, append(found, more...).Sort()
}

func find(t testing.TB, s *site.Site, address string) *site.Notice {
	t.Helper()
	i := slices.IndexFunc(s.Notices, func(n *site.Notice) bool { return n.Address == address })
	if i < 0 {
		t.Fatalf("there is no %s", address)
	}
	return s.Notices[i]
}

// brief are findings as "rule: message".
func brief(found diag.List) string {
	var lines []string
	for _, f := range found {
		lines = append(lines, f.Rule+": "+f.Message.EN)
	}
	return strings.Join(lines, "\n")
}

func TestLinks(t *testing.T) {
	others := map[string]string{
		"content/notices/2025/other.md":         notice("index: 1/2025-1\npublished: 2025-01-01", "## 第一 部分\n\n文。\n"),
		"content/notices/2026/bundle/index.md":  notice("index: 1/2026-2\npublished: 2026-01-02\nattachments: [{file: 附件 1.xlsx}]", "见[表](table.csv)。"),
		"content/notices/2026/bundle/附件 1.xlsx": "x",
		"content/notices/2026/bundle/table.csv": "a",
		"content/notices/2026/bundle/hidden.md": "not published",
		"content/notices/2026/中文.md":            notice("index: 1/2026-3\npublished: 2026-01-03", "文。"),
		"content/notices/2026/draft.md":         "---\ntitle: 草稿\ndraft: 是\n---\n文。\n",
		"content/notices/2026/future.md":        notice("index: 1/2026-4\npublished: 2026-12-01", "文。"),
		"content/notices/2026/withheld.md":      notice("index: 1/2026-5\npublished: 2026-01-05\ndisclosure: 不予公开", "文。"),
		"content/guide/office.md":               "---\nrevised: 2026-01-01\n---\n## 获取方式\n\n文。\n",
		"content/regulations/rule.md":           "---\ntitle: 制度\nagency: office\npublished: 2026-01-01\nsummary: 概述\n---\n文。\n",
		"content/mailbox/2026/letter.md":        "---\ntitle: 信\nnumber: X-1\nreceived: 2026-01-01\nkind: 咨询\nconsent: 是\nagency: office\nstatus: 已受理\n---\n文。\n",
	}
	const page = "notices/2026/here.html"
	for _, test := range []struct{ name, dest, want, finding string }{
		{"notice of another year", "../2025/other.md", "notices/2025/other.html", ""},
		{"notice of this year", "bundle/index.md", "notices/2026/bundle.html", ""},
		{"bundle by its folder", "bundle", "notices/2026/bundle.html", ""},
		{"bundle by its folder with a slash", "bundle/", "notices/2026/bundle.html", ""},
		{"bundle as if it were a file", "bundle.md", "notices/2026/bundle.html", ""},
		{"without the ending", "../2025/other", "notices/2025/other.html", ""},
		{"dot in front", "./bundle.md", "notices/2026/bundle.html", ""},
		{"Chinese", "中文.md", "notices/2026/%E4%B8%AD%E6%96%87.html", ""},
		{"percent-encoded", "%E4%B8%AD%E6%96%87.md", "notices/2026/%E4%B8%AD%E6%96%87.html", ""},
		{"agency", "../../agencies/health.md", "agencies/health.html", ""},
		{"guide", "../../guide/office.md#获取方式", "guide/office.html#获取方式", ""},
		{"regulation", "../../regulations/rule.md", "regulations/rule.html", ""},
		{"letter", "../../mailbox/2026/letter.md", "mailbox/2026/letter.html", ""},

		{"anchor here", "#小节", page + "#小节", ""},
		{"anchor here, percent-encoded", "#%E5%B0%8F%E8%8A%82", page + "#%E5%B0%8F%E8%8A%82", ""},
		{"anchor here that is not", "#大节", page + "#大节", "broken-link: the page has no heading #大节"},
		{"anchor there", "../2025/other.md#第一-部分", "notices/2025/other.html#第一-部分", ""},
		{"anchor there that is not", "../2025/other.md#第二", "notices/2025/other.html#第二", "broken-link: the page has no heading #第二"},
		{"anchor of a page without a text", "/hotline.html#places", "hotline.html#places", ""},

		{"address from the root", "/catalogue.html", "catalogue.html", ""},
		{"address of a list", "/catalogue/projects.html", "catalogue/projects.html", ""},
		{"address of a notice", "/notices/2025/other.html", "notices/2025/other.html", ""},
		{"address relative to the page", "../../guide.html", "guide.html", ""},
		{"address of a neighbour", "../2025/other.html", "notices/2025/other.html", ""},
		{"the root itself", "/", "index.html", ""},
		{"query", "/search.html?q=植树", "search.html?q=植树", ""},
		{"feed", "/feed.xml", "feed.xml", ""},
		{"data", "/data/catalogue.csv", "data/catalogue.csv", ""},
		{"attachment of another", "bundle/table.csv", "notices/2026/bundle/table.csv", ""},
		{"attachment of another with a space", "<bundle/附件 1.xlsx>", "notices/2026/bundle/%E9%99%84%E4%BB%B6%201.xlsx", ""},

		{"web", "https://www.gov.cn/a?b#c", "", ""},
		{"web without a scheme", "//www.gov.cn/a", "", ""},
		{"mail", "mailto:a@b.example", "", ""},
		{"telephone", "tel:12345", "", ""},

		{"no such file", "nowhere.md", "", `broken-link: the target of the link "nowhere.md" does not exist`},
		{"no such page", "/nowhere.html", "", `broken-link: the target of the link "/nowhere.html" does not exist`},
		{"no such attachment", "table.csv", "", `broken-link: the target of the link "table.csv" does not exist`},
		{"unpublished file of another", "bundle/hidden.md", "", `broken-link: the target of the link "bundle/hidden.md" does not exist`},
		{"case", "../2025/Other.md", "", `broken-link: the target of the link "../2025/Other.md" does not exist`},
		{"out of the content", "../../../README.md", "", `outside-source: "../../../README.md" leads out of the site's folder`},
		{"far out", "../../../../../../etc/passwd", "", `outside-source: "../../../../../../etc/passwd" leads out of the site's folder`},
		{"out and percent-encoded", "..%2F..%2F..%2F..%2Fetc/passwd", "", `outside-source: "..%2F..%2F..%2F..%2Fetc/passwd" leads out of the site's folder`},
		{"out from the root", "/../../etc/passwd", "", `broken-link: the target of the link "/../../etc/passwd" does not exist`},

		{"draft", "draft.md", "", `broken-link: this links to "草稿", which is not published`},
		{"draft's address", "/notices/2026/draft.html", "", `broken-link: this links to "草稿", which is not published`},
		{"withheld", "withheld.md", "", `broken-link: this links to "通知", which is not published`},
		{"future", "future.md", "", `published-in-future: this links to "通知", which is dated 2026-12-01 and not public yet`},
	} {
		t.Run(test.name, func(t *testing.T) {
			files := map[string]string{"content/notices/2026/here.md": notice("index: 1/2026-9\npublished: 2026-01-09", "## 小节\n\n见[那里]("+test.dest+")。")}
			for p, text := range others {
				files[p] = text
			}
			s, found := assemble(t, files, site.Options{})
			// What the others are themselves found guilty of does not matter here.
			found = slices.DeleteFunc(found, func(f diag.Finding) bool { return f.Span.Path() != "content/notices/2026/here.md" })
			if got := brief(found); got != test.finding {
				t.Errorf("findings:\n%s\nwant:\n%s", got, test.finding)
			}
			for _, f := range found {
				if f.Help.EN == "" || f.Help.ZH == "" || f.Message.ZH == "" {
					t.Errorf("told in part only: %+v", f)
				}
			}
			if got := find(t, s, page).Links; len(got) != 1 || got[0] != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestLinksInTheirOwnBundle(t *testing.T) {
	s, found := assemble(t, map[string]string{
		"content/notices/2026/b/index.md": notice("index: 1/2026-1\npublished: 2026-01-01\nattachments: [{file: 表 1.csv, title: 第一张表}]", "[表](<表 1.csv>) ![图](./img.png) [没有](gone.csv) [上](../a.md) [自己](index.md)"),
		"content/notices/2026/b/表 1.csv":  "a",
		"content/notices/2026/b/img.png":  "p",
		"content/notices/2026/b/left.csv": "not listed",
		"content/notices/2026/a.md":       notice("index: 1/2026-2\npublished: 2026-01-02", "文。"),
	}, site.Options{})
	n := find(t, s, "notices/2026/b.html")
	want := []string{"notices/2026/b/%E8%A1%A8%201.csv", "notices/2026/b/img.png", "", "notices/2026/a.html", "notices/2026/b.html"}
	if !slices.Equal(n.Links, want) {
		t.Errorf("got %q, want %q", n.Links, want)
	}
	if got := brief(found); got != "unlisted-file: the file \"left.csv\" beside this notice is neither listed nor used, and will not be published\n"+
		"broken-link: the target of the link \"gone.csv\" does not exist" {
		t.Error(got)
	}
	if len(n.Attachments) != 1 || n.Attachments[0] != (site.Attachment{Title: "第一张表", Name: "表 1.csv", Address: "notices/2026/b/表 1.csv", Size: 1}) {
		t.Errorf("attachments %+v", n.Attachments)
	}
	if len(n.Copies) != 2 {
		t.Errorf("copies %+v", n.Copies)
	}
}

func TestMissingAttachment(t *testing.T) {
	const bundle, alone = "content/notices/2026/dongji/index.md", "content/notices/2026/dongji.md"
	for _, test := range []struct{ at, name, there, help string }{
		{bundle, "附件1.xlsx", "", "put the file into content/notices/2026/dongji beside index.md"},
		{bundle, "附件1.XLSX", "附件1.xlsx", `did you mean "附件1.xlsx"?`},
		{bundle, "附件1", "附件1.xlsx", `did you mean "附件1.xlsx"?`},
		{bundle, "附件1.doc", "附件1.docx", `did you mean "附件1.docx"?`},
		{bundle, "附件1.xls", "附件1.pdf", `did you mean "附件1.pdf"?`},
		{bundle, "renwubiao.xlsx", "renwubioa.xlsx", `did you mean "renwubioa.xlsx"?`},
		{bundle, "renwubiao.xlsx", "ditu.png", "put the file into content/notices/2026/dongji beside index.md"},
		{bundle, "附件1.pdf}, {file: 附件1.xlsx", "附件1.xlsx", "put the file into content/notices/2026/dongji beside index.md"},
		{alone, "附件1.xlsx", "", "make the folder content/notices/2026/dongji, move dongji.md into it as index.md, and put the file beside it"},
	} {
		files := map[string]string{test.at: notice("index: 1/2026-1\npublished: 2026-01-01\nattachments: [{file: "+test.name+"}]", "文。")}
		if test.there != "" {
			files["content/notices/2026/dongji/"+test.there] = "a"
		}
		_, found := assemble(t, files, site.Options{})
		found = slices.DeleteFunc(found, func(f diag.Finding) bool { return f.Rule != "broken-link" })
		if len(found) != 1 || found[0].Help.EN != test.help {
			t.Errorf("%s beside %s: %+v, want %s", test.name, test.there, found, test.help)
		}
	}
}

func TestReferences(t *testing.T) {
	files := map[string]string{
		"content/notices/2025/law.md":         notice("index: 1/2025-1\nnumber: 示政发〔2025〕1号\npublished: 2025-01-01", "文。"),
		"content/notices/2025/box/index.md":   notice("index: 1/2025-2\npublished: 2025-01-02", "文。"),
		"content/notices/2026/draft.md":       "---\ntitle: 草稿\nindex: 1/2026-8\ndraft: 是\n---\n文。\n",
		"content/notices/2026/why.md":         notice("index: 1/2026-1\npublished: 2026-01-01\ninterprets: [REF]", "文。"),
		"content/notices/2026/same-number.md": notice("index: 1/2026-2\nnumber: 示政发〔2025〕1号\npublished: 2026-01-02", "文。"),
	}
	for _, test := range []struct{ ref, want, finding string }{
		{"示政发〔2025〕1号", "notices/2025/law.html", ""}, // the first of two
		{"1/2025-1", "notices/2025/law.html", ""},
		{"2025/law", "notices/2025/law.html", ""},
		{"notices/2025/law", "notices/2025/law.html", ""},
		{"2025/box", "notices/2025/box.html", ""},
		{"1/2026-8", "", ""}, // held back: a rule's matter
		{"2026/why", "", ""}, // itself
		{"示政发〔2025〕9号", "", `unknown-reference: there is no document "示政发〔2025〕9号"`},
		{"law", "", `unknown-reference: there is no document "law"`},
	} {
		t.Run(test.ref, func(t *testing.T) {
			all := map[string]string{}
			for p, text := range files {
				all[p] = strings.ReplaceAll(text, "REF", test.ref)
			}
			s, found := assemble(t, all, site.Options{})
			if got := brief(found); got != test.finding {
				t.Errorf("findings %s", got)
			}
			n := find(t, s, "notices/2026/why.html")
			switch {
			case test.want == "" && len(n.Interprets) > 0:
				t.Errorf("leads to %s", n.Interprets[0].Address)
			case test.want != "":
				if len(n.Interprets) != 1 || n.Interprets[0].Address != test.want {
					t.Fatalf("leads to %v", n.Interprets)
				}
				if back := n.Interprets[0].InterpretedBy; len(back) != 1 || back[0] != n {
					t.Errorf("no way back")
				}
			}
		})
	}
}

func TestReferencesToTheVocabulary(t *testing.T) {
	s, found := assemble(t, map[string]string{
		"content/notices/2026/a.md": strings.Replace(notice("index: 1/2026-1\npublished: 2026-01-01\ntopic: 水利", "文。"), "category: projects", "category: 规范性文件", 1),
		"content/notices/2026/b.md": strings.Replace(notice("index: 1/2026-2\npublished: 2026-01-02\ntopic: helth", "文。"), "agency: office", "agency: 县卫生", 1),
	}, site.Options{})
	a := find(t, s, "notices/2026/a.html")
	if a.Topic == nil || a.Topic.ID != "farming" || a.Category == nil || a.Category.ID != "regulations-documents" || a.Agency.ID != "office" {
		t.Errorf("%+v %+v", a.Topic, a.Category)
	}
	if got := brief(found); got != "unknown-reference: there is no agency \"县卫生\"\nunknown-reference: there is no topic \"helth\"" {
		t.Error(got)
	}
	for i, want := range []string{`did you mean "县卫生局"?`, `did you mean "health"?`} {
		if found[i].Help.EN != want {
			t.Errorf("help %q", found[i].Help.EN)
		}
	}
}

func TestValidity(t *testing.T) {
	for _, test := range []struct{ name, more, today, want string }{
		{"plain notice", "", "2026-11-23", ""},
		{"normative document", "number: 示政规〔2026〕1号\nCATEGORY: regulations-documents", "2026-11-23", "有效"},
		{"of that category without a number", "CATEGORY: regulations-documents", "2026-11-23", ""},
		{"effective", "effective: 2026-02-01", "2026-11-23", "有效"},
		{"not yet effective", "effective: 2026-12-01", "2026-11-23", "有效"},
		{"day before the last", "expires: 2026-11-23", "2026-11-22", "有效"},
		{"last day", "expires: 2026-11-23", "2026-11-23", "有效"},
		{"day after the last", "expires: 2026-11-23", "2026-11-24", "失效"},
		{"over a year's end", "expires: 2026-12-31", "2027-01-01", "失效"},
		{"repealed", "repealed_by: [1/2026-77]", "2026-11-23", "废止"},
		{"repealed and expired", "repealed_by: [1/2026-77]\nexpires: 2026-02-01", "2026-11-23", "废止"},
		{"repealed by a draft", "repealed_by: [1/2026-78]", "2026-11-23", ""},
		{"repeals", "repeals: [1/2026-77]", "2026-11-23", "有效"},
		{"stated", "validity: 已修改\nexpires: 2026-02-01", "2026-11-23", "已修改"},
		{"stated against the dates", "validity: 有效\nexpires: 2026-02-01", "2026-11-23", "有效"},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := notice("index: 1/2026-1\npublished: 2026-01-01\n"+test.more, "文。")
			if more, ok := strings.CutPrefix(test.more[max(0, strings.LastIndex(test.more, "CATEGORY: ")):], "CATEGORY: "); ok {
				text = strings.Replace(strings.Replace(text, "CATEGORY: "+more+"\n", "", 1), "category: projects", "category: "+more, 1)
			}
			day, ok := calendar.Parse(test.today)
			if !ok {
				t.Fatal(test.today)
			}
			s, found := assemble(t, map[string]string{
				"content/notices/2026/a.md":     text,
				"content/notices/2026/law.md":   notice("index: 1/2026-77\npublished: 2026-01-02", "文。"),
				"content/notices/2026/draft.md": "---\ntitle: 草稿\nindex: 1/2026-78\ndraft: 是\n---\n文。\n",
			}, site.Options{Clock: day.Date})
			if len(found) > 0 {
				t.Fatal(brief(found))
			}
			if got := find(t, s, "notices/2026/a.html").Validity; got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestWhatIsHeldBack(t *testing.T) {
	files := map[string]string{
		"content/notices/2026/now.md":      notice("index: 1/2026-1\npublished: 2026-11-23 23:59", "文。"),
		"content/notices/2026/future.md":   notice("index: 1/2026-2\npublished: 2026-11-24", "文。"),
		"content/notices/2026/draft.md":    notice("index: 1/2026-3\npublished: 2026-01-01\ndraft: 是", "文。"),
		"content/notices/2026/withheld.md": notice("index: 1/2026-4\npublished: 2026-01-01\ndisclosure: 依申请公开", "文。"),
		"content/notices/2026/broken.md":   "---\ntitle: 没有结束线\n",
	}
	for _, test := range []struct {
		opts site.Options
		want string
	}{
		{site.Options{}, "now"},
		{site.Options{Drafts: true}, "draft now"},
		{site.Options{Future: true}, "now future"},
		{site.Options{Drafts: true, Future: true}, "draft now future"},
	} {
		s, _ := assemble(t, files, test.opts)
		var got []string
		for _, n := range s.Notices {
			got = append(got, n.Slug)
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%+v: got %q, want %q", test.opts, got, test.want)
		}
		if len(s.Notices)+len(s.Held) != len(files) {
			t.Errorf("%+v: %d are published and %d held back, of %d", test.opts, len(s.Notices), len(s.Held), len(files))
		}
	}
}

func TestAliasPath(t *testing.T) {
	for _, test := range []struct{ in, want, file string }{
		{"/zwgk/2019/t123.html", "/zwgk/2019/t123.html", "zwgk/2019/t123.html"},
		{"/zwgk/2019/t123.htm", "/zwgk/2019/t123.htm", "zwgk/2019/t123.htm"},
		{"zwgk/t1.html", "/zwgk/t1.html", "zwgk/t1.html"},
		{"/zwgk/", "/zwgk/", "zwgk/index.html"},
		{"/zwgk", "/zwgk", "zwgk/index.html"},
		{"/a//b/./c.html", "/a/b/c.html", "a/b/c.html"},
		{"/%E6%97%A7/%20.html", "/旧/ .html", "旧/ .html"},
		{"/旧.html", "/旧.html", "旧.html"},
		{"/" + strings.Repeat("a", 200), "/" + strings.Repeat("a", 200), strings.Repeat("a", 200) + "/index.html"},
		{"/" + strings.Repeat("a", 201), "", ""},
		{"/" + strings.Repeat("旧/", 201), "", ""},
		{"/show.asp", "/show.asp", "show.asp/index.html"},
		{"/../../x.html", "/x.html", "x.html"},
		{"/", "", ""},
		{"", "", ""},
		{"//other.example/x.html", "", ""},
		{"https://other.example/x.html", "", ""},
		{"/x.html?id=1", "", ""},
		{"/x.html#a", "", ""},
		{"/x%3Fid.html", "", ""},
		{"/100%.html", "", ""},
		{"/a*.html", "", ""},
		{"/a\"; return 200;.html", "", ""},
		{"/a\n/b 200\n.html", "", ""},
		{"/a%0A.html", "", ""},
		{`/a\b.html`, "", ""},
		{"/.well-known/a.html", "/.well-known/a.html", ".well-known/a.html"},
		{"/.git/x", "", ""},
		{"/a/.public.gongkai-work/x", "", ""},
		{"/data/manifest.json", "", ""},
		{"/Data/Manifest.json.sig/", "", ""},
		{"/con/", "", ""},
		{"/aux.html", "", ""},
		{"/a\u202elmth.html", "", ""},
		{"/a\u2028.html", "", ""},
	} {
		got, ok := site.AliasPath(test.in)
		if ok != (test.want != "") || ok && got != test.want {
			t.Errorf("%q: got %q %v, want %q", test.in, got, ok, test.want)
			continue
		}
		if file := (site.Alias{Path: got}).File(); ok && file != test.file {
			t.Errorf("%q lies in %q, want %q", test.in, file, test.file)
		}
	}
}

func TestIDsThatCannotStandInAnAddress(t *testing.T) {
	_, found := assemble(t, map[string]string{
		"content/vocabulary/topics.yaml": "topics:\n  - {id: ../x, name: 甲}\n  - {id: farming, name: 乙}\n  - {id: farming, name: 丙}\n",
		"content/vocabulary/categories.yaml": "groups: [{id: g, name: 组}]\ncategories:\n  - {id: agency, name: 甲, group: g, summary: 甲}\n" +
			"  - {id: projects, name: 乙, group: g, class: projects, summary: 乙}\n",
		"content/agencies/县 局.md": agency("县局", "department"),
	}, site.Options{})
	want := `bad-value: the id "县 局" cannot be part of an address
bad-value: the id "agency" is the name of a folder of the catalogue
bad-value: the category "projects" cannot be taken into itself
bad-value: the id "../x" cannot be part of an address
bad-value: the id "farming" is given twice`
	if got := brief(found); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
