package feed

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"gongkai/generator/calendar"
	"gongkai/generator/config"
	"gongkai/generator/content"
	"gongkai/generator/fields"
	"gongkai/generator/output"
	"gongkai/generator/site"
)

// awkward is a text with everything that a format may stumble over.
const awkward = "甲 & <乙> \"丙\" 'd' ]]> \x00\x01\x0b\x1f\uFFFE é𠀀"

func text(s string) fields.Text { return fields.Text{V: s} }

func moment(t *testing.T, s string) fields.Moment {
	t.Helper()
	if s == "" {
		return fields.Moment{}
	}
	m, ok := calendar.Parse(s)
	if !ok {
		t.Fatalf("no date: %q", s)
	}
	return fields.Moment{V: m}
}

func county(t *testing.T) *site.Site {
	t.Helper()
	p := &config.Portal{Name: text("示范县<政府>信息公开网"), Owner: text("示范县人民政府办公室"), Domain: text("www.shifanxian.example")}
	return &site.Site{Portal: p, Clock: calendar.Date{Year: 2026, Month: 11, Day: 23}, Days: calendar.National()}
}

// add puts a notice on the site, newest last.
func add(t *testing.T, s *site.Site, slug, title, published, revised string) *site.Notice {
	t.Helper()
	n := &site.Notice{Address: "notices/2026/" + slug + ".html", Notice: &content.Notice{
		Title: text(title), Summary: text(title + "的概述"), Index: text("1/2026-" + slug), Published: moment(t, published), Revised: moment(t, revised)}}
	s.Notices = append(s.Notices, n)
	return n
}

// made are the bytes of all files.
func made(t *testing.T, files []output.File) map[string]string {
	t.Helper()
	tree := &output.Tree{}
	tree.Add(files...)
	if c := tree.Collisions(); len(c) > 0 {
		t.Fatalf("collisions: %v", c)
	}
	all := map[string]string{}
	for _, p := range tree.Paths() {
		b, err := tree.Read(p)
		if err != nil {
			t.Fatal(err)
		}
		all[p] = string(b)
	}
	return all
}

// The parts of Atom (RFC 4287) that a reader needs.
type atomFeed struct {
	XMLName xml.Name   `xml:"http://www.w3.org/2005/Atom feed"`
	Title   string     `xml:"title"`
	ID      string     `xml:"id"`
	Updated string     `xml:"updated"`
	Links   []atomLink `xml:"link"`
	Author  string     `xml:"author>name"`
	Entries []struct {
		Title     string     `xml:"title"`
		ID        string     `xml:"id"`
		Published string     `xml:"published"`
		Updated   string     `xml:"updated"`
		Summary   string     `xml:"summary"`
		Links     []atomLink `xml:"link"`
		Author    string     `xml:"author>name"`
	} `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

// wellFormed reads an XML file to its end.
func wellFormed(t *testing.T, name, content string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(content))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, content)
		}
	}
}

func TestAtom(t *testing.T) {
	s := county(t)
	add(t, s, "old", "旧的", "2026-01-02", "")
	add(t, s, "new", awkward, "2026-03-05 09:30", "2026-03-01") // revised before it was published: a slip
	add(t, s, "revised", "改过的", "2026-02-01", "2026-04-01").Agency = &site.Agency{ID: "office", Agency: &content.Agency{Name: text(awkward)}}
	s.Notices[2].Category = &site.Category{ID: "projects", Name: awkward}
	for i := range entriesPerFeed + 5 {
		add(t, s, fmt.Sprint("more", i), fmt.Sprint("第", i), fmt.Sprintf("2026-05-%02d", 1+i%28), "")
	}
	newest := s.Notices[len(s.Notices)-1]

	all := made(t, Files(s, nil))
	wellFormed(t, "feed.xml", all["feed.xml"])
	var f atomFeed
	if err := xml.Unmarshal([]byte(all["feed.xml"]), &f); err != nil {
		t.Fatal(err)
	}
	if f.Title != "示范县<政府>信息公开网" || f.ID == "" || f.Author != "示范县人民政府办公室" {
		t.Errorf("%+v", f)
	}
	if len(f.Entries) != entriesPerFeed || f.Entries[0].ID != "https://www.shifanxian.example/"+newest.Address {
		t.Errorf("%d entries, the first is %q", len(f.Entries), f.Entries[0].ID)
	}

	s.Notices = s.Notices[:3]
	all = made(t, Files(s, nil))
	f = atomFeed{}
	if err := xml.Unmarshal([]byte(all["feed.xml"]), &f); err != nil {
		t.Fatal(err)
	}
	want := strings.Map(func(r rune) rune {
		if r < 0x20 || r == 0xFFFE {
			return 0xFFFD
		}
		return r
	}, awkward)
	if f.Entries[1].Title != want || f.Entries[0].Author != want {
		t.Errorf("title %q, author %q, want %q", f.Entries[1].Title, f.Entries[0].Author, want)
	}
	for i, want := range [][2]string{
		{"2026-02-01T00:00:00+08:00", "2026-04-01T00:00:00+08:00"},
		{"2026-03-05T09:30:00+08:00", "2026-03-05T09:30:00+08:00"},
		{"2026-01-02T00:00:00+08:00", "2026-01-02T00:00:00+08:00"},
	} {
		e := f.Entries[i]
		if e.Published != want[0] || e.Updated != want[1] {
			t.Errorf("%s: published %s, updated %s, want %s", e.ID, e.Published, e.Updated, want)
		}
		if len(e.Links) != 1 || e.Links[0] != (atomLink{"alternate", e.ID}) {
			t.Errorf("links %+v", e.Links)
		}
	}
	if f.Updated != "2026-04-01T00:00:00+08:00" {
		t.Errorf("the feed was updated %s", f.Updated)
	}
	if !slices.Equal(f.Links, []atomLink{{"self", "https://www.shifanxian.example/feed.xml"}, {"alternate", "https://www.shifanxian.example/index.html"}}) {
		t.Errorf("links %+v", f.Links)
	}
}

func TestFeedsOfCategoriesAndAgencies(t *testing.T) {
	s := county(t)
	s.Categories = []*site.Category{{ID: "projects", Name: "项目", Address: "catalogue/projects.html"}, {ID: "none", Name: "空的", Address: "catalogue/none.html"}}
	s.Agencies = []*site.Agency{{ID: "office", Agency: &content.Agency{Name: text("县府办")}}}
	s.Topics = []*site.Topic{{ID: "farming", Name: "农业", Address: "catalogue/topic/farming.html"}}
	n := add(t, s, "one", "一", "2026-01-02", "")
	s.Categories[0].Notices, s.Agencies[0].Notices = []*site.Notice{n}, []*site.Notice{n}
	all := made(t, Files(s, nil))
	for p, entries := range map[string]int{"catalogue/projects.xml": 1, "catalogue/none.xml": 0, "catalogue/agency/office.xml": 1} {
		var f atomFeed
		if err := xml.Unmarshal([]byte(all[p]), &f); err != nil {
			t.Errorf("%s: %v", p, err)
			continue
		}
		if _, err := time.Parse(time.RFC3339, f.Updated); err != nil || len(f.Entries) != entries || f.ID != "https://www.shifanxian.example/"+p {
			t.Errorf("%s: %+v (%v)", p, f, err)
		}
	}
	if _, ok := all["catalogue/topic/farming.xml"]; ok {
		t.Error("topics have no feeds")
	}
}

// TestDraftWithoutADate: a preview holds documents that lack what the
// formats demand.
func TestDraftWithoutADate(t *testing.T) {
	s := county(t)
	n := add(t, s, "draft", "草稿", "", "")
	all := made(t, Files(s, []string{n.Address}))
	var f atomFeed
	if err := xml.Unmarshal([]byte(all["feed.xml"]), &f); err != nil {
		t.Fatal(err)
	}
	if f.Entries[0].Published != "" || f.Entries[0].Updated != "2026-11-23T00:00:00+08:00" {
		t.Errorf("%+v", f.Entries[0])
	}
	if strings.Contains(all["sitemap.xml"], "lastmod") {
		t.Error(all["sitemap.xml"])
	}
}

type urlset struct {
	XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []struct {
		Loc     string `xml:"loc"`
		Lastmod string `xml:"lastmod"`
	} `xml:"url"`
}

func TestSitemap(t *testing.T) {
	s := county(t)
	add(t, s, "a & b", "甲", "2026-01-02", "")
	add(t, s, "c", "乙", "2026-01-03 10:00", "2026-05-06")
	pages := []string{"notices/2026/c.html", "index.html", "404.html", "mailbox/thanks.html", "notices/2026/a & b.html", "guide.html"}
	var got urlset
	all := made(t, Files(s, pages))
	if err := xml.Unmarshal([]byte(all["sitemap.xml"]), &got); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, u := range got.URLs {
		lines = append(lines, strings.TrimPrefix(u.Loc, "https://www.shifanxian.example")+" "+u.Lastmod)
	}
	want := []string{"/guide.html ", "/ ", "/notices/2026/a%20&%20b.html 2026-01-02", "/notices/2026/c.html 2026-05-06"}
	if !slices.Equal(lines, want) {
		t.Errorf("got %q, want %q", lines, want)
	}
	if robots := all["robots.txt"]; !strings.Contains(robots, "\nSitemap: https://www.shifanxian.example/sitemap.xml\n") {
		t.Error(robots)
	}
}

func TestSitemapSplits(t *testing.T) {
	var pages []string
	for i := range 10 {
		pages = append(pages, fmt.Sprintf("p%d.html", i))
	}
	for _, test := range []struct{ pages, most, files int }{{10, 10, 0}, {10, 9, 2}, {10, 5, 2}, {10, 3, 4}, {1, 1, 0}, {0, 5, 0}} {
		m := maker{Site: county(t), base: "https://a.example/x/"}
		m.sitemaps(pages[:test.pages], test.most)
		all := made(t, m.files)
		if len(all) != test.files+2 { // and sitemap.xml, robots.txt
			t.Errorf("%+v: %d files", test, len(all))
		}
		if test.files == 0 {
			continue
		}
		var index struct {
			XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
			Locs    []string `xml:"sitemap>loc"`
		}
		if err := xml.Unmarshal([]byte(all["sitemap.xml"]), &index); err != nil {
			t.Fatal(err)
		}
		var listed []string
		for i, loc := range index.Locs {
			name := fmt.Sprintf("sitemap-%d.xml", i+1)
			if loc != "https://a.example/x/"+name {
				t.Errorf("%+v: the index lists %s", test, loc)
			}
			var part urlset
			if err := xml.Unmarshal([]byte(all[name]), &part); err != nil {
				t.Fatal(err)
			}
			if len(part.URLs) == 0 || len(part.URLs) > test.most {
				t.Errorf("%+v: %s lists %d", test, name, len(part.URLs))
			}
			for _, u := range part.URLs {
				listed = append(listed, strings.TrimPrefix(u.Loc, "https://a.example/x/"))
			}
		}
		if len(index.Locs) != test.files || !slices.Equal(listed, pages[:test.pages]) {
			t.Errorf("%+v: %d files list %q", test, len(index.Locs), listed)
		}
	}
}

func TestCatalogue(t *testing.T) {
	s := county(t)
	n := add(t, s, "a", awkward, "2026-03-05 09:30", "")
	n.Keywords = []fields.Text{text("甲"), text("乙")}
	add(t, s, "b", "乙", "2026-03-06", "").Summary = text("一行，\r\n又一行\t完")
	all := made(t, Files(s, nil))

	var j struct {
		Version   int
		Name      string
		Documents []map[string]string
	}
	if err := json.Unmarshal([]byte(all["data/catalogue.json"]), &j); err != nil {
		t.Fatal(err)
	}
	if j.Version != 1 || len(j.Documents) != 2 || j.Documents[0]["title"] != awkward || j.Documents[0]["keywords"] != "甲、乙" ||
		j.Documents[1]["summary"] != "一行， 又一行 完" || j.Documents[0]["url"] != "https://www.shifanxian.example/notices/2026/a.html" {
		t.Errorf("%+v", j)
	}

	table, ok := strings.CutPrefix(all["data/catalogue.csv"], "\uFEFF")
	if !ok {
		t.Error("no byte order mark: Excel takes the file for GBK")
	}
	if strings.Count(table, "\n") != strings.Count(table, "\r\n") {
		t.Error("a line does not end in CRLF")
	}
	rows, err := csv.NewReader(strings.NewReader(table)).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatal(err, len(rows))
	}
	if !slices.Equal(rows[0][:4], []string{"索引号", "名称", "内容概述", "生成日期"}) || rows[1][1] != awkward || rows[2][2] != "一行， 又一行 完" {
		t.Errorf("%q", rows)
	}

	wellFormed(t, "catalogue.xml", all["data/catalogue.xml"])
	for _, col := range columns {
		if _, ok := j.Documents[0][col.key]; !ok && !slices.Contains([]string{"revised", "number", "topic", "genre", "validity", "effective", "expires"}, col.key) {
			t.Errorf("the JSON lacks %s", col.key)
		}
	}
}

func TestEmptyCatalogue(t *testing.T) {
	all := made(t, Files(county(t), nil))
	var j struct{ Documents []any }
	if err := json.Unmarshal([]byte(all["data/catalogue.json"]), &j); err != nil || j.Documents == nil || len(j.Documents) > 0 {
		t.Errorf("%v %s", err, all["data/catalogue.json"])
	}
	wellFormed(t, "catalogue.xml", all["data/catalogue.xml"])
}

func TestInert(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "甲": "甲", "a=b": "a=b", "=1+1": "'=1+1", "+86": "'+86", "-1": "'-1", "@x": "'@x", "\tx": "'\tx", "\rx": "'\rx", "\nx": "'\nx",
		"＝1": "'＝1", "＋1": "'＋1", "－1": "'－1", "＠x": "'＠x", "“x”": "“x”", "》": "》",
	} {
		if got := inert(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func backend(kind string) fields.Value[config.Mailbox] {
	return fields.Value[config.Mailbox]{V: config.Mailbox{Backend: text(kind), Action: text("https://forms.example:8443/in?x=1"), Email: text("a@b.example")}}
}

// TestHostsSayWhatThePagesSay: the header's policy is that of the pages'
// <meta>, and what only a header can say.
func TestHostsSayWhatThePagesSay(t *testing.T) {
	for _, kind := range []string{"", "none", "netlify", "post", "mailto"} {
		s := county(t)
		s.Portal.Mailbox = backend(kind)
		all := made(t, Files(s, nil))
		policy := s.Portal.Policy() + "; frame-ancestors 'none'"
		if !strings.HasPrefix(all["_headers"], "/*\n  Content-Security-Policy: "+policy+"\n") {
			t.Errorf("%s: _headers: %s", kind, all["_headers"])
		}
		// nginx forgets a server's headers in a location that adds its own.
		if n := strings.Count(all["nginx.conf"], `add_header Content-Security-Policy "`+policy+`" always;`); n != 3 {
			t.Errorf("%s: nginx.conf has the policy %d times:\n%s", kind, n, all["nginx.conf"])
		}
		for _, h := range []string{"X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Permissions-Policy", "Strict-Transport-Security"} {
			if strings.Count(all["_headers"], h+": ") != 1 || strings.Count(all["nginx.conf"], "add_header "+h+" ") != 3 {
				t.Errorf("%s: no %s everywhere", kind, h)
			}
		}
	}
}

// nginxLine is a directive, or the opening or end of a block, of the snippet;
// strings hold no quote.
var nginxLine = regexp.MustCompile(`^(#.*|\}|location "[^"]*" \{|location = "[^"]*" \{ return 301 "[^"]*"; \}|location ~ [^ ;{}]+ \{ return 404; \}|\s*add_header [A-Za-z-]+ "[^"\n]*" always;|error_page 404 "[^"]*";|[a-z_]+ [a-z0-9-]+;)$`)

func TestAliases(t *testing.T) {
	for _, test := range []struct{ base, slug, alias, redirect, nginx, file, page string }{
		{"", "a", "/old/1.html", "/old/1.html /notices/2026/a.html 301", `location = "/old/1.html" { return 301 "/notices/2026/a.html"; }`, "old/1.html", "../notices/2026/a.html"},
		{"", "a", "old/", "/old/ /notices/2026/a.html 301", `location = "/old/" { return 301 "/notices/2026/a.html"; }`, "old/index.html", "../notices/2026/a.html"},
		{"", "a", "/旧 页.html", "/%E6%97%A7%20%E9%A1%B5.html /notices/2026/a.html 301", `location = "/旧 页.html" { return 301 "/notices/2026/a.html"; }`, "旧 页.html", "notices/2026/a.html"},
		{"", "a", "/%E6%97%A7.html", "/%E6%97%A7.html /notices/2026/a.html 301", `location = "/旧.html" { return 301 "/notices/2026/a.html"; }`, "旧.html", "notices/2026/a.html"},
		{"", "a; } b$c 'd", "/x.html", "/x.html /notices/2026/a;%20%7D%20b%24c%20%27d.html 301", `location = "/x.html" { return 301 "/notices/2026/a;%20%7D%20b%24c%20%27d.html"; }`, "x.html", "notices/2026/a;%20%7D%20b$c%20%27d.html"},
		{"", "a", "/x{;}$y.html", "/x%7B;%7D%24y.html /notices/2026/a.html 301", `location = "/x{;}$y.html" { return 301 "/notices/2026/a.html"; }`, "x{;}$y.html", "notices/2026/a.html"},
		{"https://a.example/gk", "a", "/x.html", "/x.html /gk/notices/2026/a.html 301", `location = "/x.html" { return 301 "/gk/notices/2026/a.html"; }`, "x.html", "notices/2026/a.html"},
	} {
		t.Run(test.alias, func(t *testing.T) {
			s := county(t)
			s.Portal.BaseURL = text(test.base)
			add(t, s, test.slug, awkward, "2026-01-02", "").Alias = []fields.Text{text(test.alias), text(test.alias), text("https://no.example/x")}
			all := made(t, Files(s, nil))
			if got := all["_redirects"]; got != test.redirect+"\n" {
				t.Errorf("_redirects: %q, want %q", got, test.redirect)
			}
			for line := range strings.Lines(all["_redirects"]) {
				if len(strings.Fields(line)) != 3 {
					t.Errorf("_redirects: %q is no rule", line)
				}
			}
			if !strings.Contains(all["nginx.conf"], "\n"+test.nginx+"\n") {
				t.Errorf("nginx.conf: %s\nwant %s", all["nginx.conf"], test.nginx)
			}
			for line := range strings.Lines(all["nginx.conf"]) {
				if line = strings.TrimSuffix(line, "\n"); !nginxLine.MatchString(line) {
					t.Errorf("nginx.conf: not understood: %s", line)
				}
			}
			page, ok := all[test.file]
			if !ok {
				t.Fatalf("there is no %q", test.file)
			}
			if !strings.Contains(page, `content="0; url=`+html.EscapeString(test.page)+`"`) || !strings.Contains(page, `<a href="`+html.EscapeString(test.page)+`">`) {
				t.Errorf("page: %s", page)
			}
			if strings.Contains(page, "<乙>") {
				t.Error("the title is not escaped")
			}
		})
	}
}

func TestHostFiles(t *testing.T) {
	s := county(t)
	all := made(t, Files(s, nil))
	if text, ok := all[".nojekyll"]; !ok || text != "" {
		t.Errorf(".nojekyll %q %v", text, ok)
	}
	if _, ok := all["CNAME"]; ok {
		t.Error("there is a CNAME although the site is not on GitHub")
	}
	s.Portal.Hosts = []fields.Text{text("nginx"), text("github")}
	if _, ok := made(t, Files(s, nil))["CNAME"]; ok {
		t.Error("a CNAME for a domain that cannot be")
	}
	s.Portal.Domain = text("www.shifanxian.gov.cn")
	if got := made(t, Files(s, nil))["CNAME"]; got != "www.shifanxian.gov.cn\n" {
		t.Errorf("CNAME %q", got)
	}
}

// TestMadeTwice: a file makes the same bytes each time it is asked.
func TestMadeTwice(t *testing.T) {
	s := county(t)
	add(t, s, "a", awkward, "2026-01-02", "").Alias = []fields.Text{text("/x.html")}
	files := Files(s, []string{"index.html"})
	first, again := made(t, files), made(t, files)
	for p := range first {
		if !bytes.Equal([]byte(first[p]), []byte(again[p])) {
			t.Errorf("%s differs when made again", p)
		}
	}
}
