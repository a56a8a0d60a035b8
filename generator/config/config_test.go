package config_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/generator/calendar"
	"gongkai/generator/config"
	"gongkai/generator/diag"
)

const least = `name: 示范县政府信息公开网
county: 示范县
domain: www.shifanxian.example
site_code: "9999000001"
owner: 示范县人民政府办公室
address: 府前路1号
phone: 0999-5011012
`

func load(t *testing.T, text string) (*config.Portal, diag.List, fs.FS) {
	t.Helper()
	source := fstest.MapFS{config.Path: {Data: []byte(text)}}
	p, found, err := config.Load(source)
	if err != nil {
		t.Fatal(err)
	}
	return p, found, source
}

// brief are findings as "line:column rule: message".
func brief(t *testing.T, found diag.List, source fs.FS) string {
	t.Helper()
	var b strings.Builder
	if err := (diag.Printer{Lang: "en", Sources: diag.NewSources(source, nil)}).Print(&b, "text", found); err != nil {
		t.Fatal(err)
	}
	var heads []string
	for line := range strings.Lines(b.String()) {
		if rest, ok := strings.CutPrefix(line, config.Path+":"); ok {
			heads = append(heads, strings.TrimSpace(rest))
		}
	}
	return strings.Join(heads, "\n")
}

func TestLeast(t *testing.T) {
	p, found, source := load(t, least)
	if len(found) > 0 {
		t.Fatal(brief(t, found, source))
	}
	if p.Base() != "https://www.shifanxian.example/" || p.PageSize() != 30 || p.Mailbox.Given() || p.BaseURL.Given() {
		t.Errorf("base %q, %d a page", p.Base(), p.PageSize())
	}
	if p.Name.V != "示范县政府信息公开网" || diag.NewSources(source, nil).Place(p.County.At).Line != 2 {
		t.Errorf("%+v", p.County)
	}
}

func TestEverything(t *testing.T) {
	p, found, source := load(t, "\xef\xbb\xbf"+strings.ReplaceAll(`网站名称: 网
县名: 县
域名: www.shifanxian.example
网址: https://www.shifanxian.example/gk
网站标识码: bm12345678
主办单位: 办
承办单位: 股
地址: 路
邮政编码: "999900"
联系电话: "12345"
电子邮箱: a@b.example
办公时间: 工作日
ICP备案号: 示ICP备1号
公安备案号: 示公网安备 99990000000001号
标识链接: https://bszs.conac.cn/x
声明: 演示
索引号格式: "{code}/{year}-{serial:5}"
保密审查起始日期: 2025年1月2日
每页条数: 20
上级平台:
  - {名称: 市, 网址: "https://www.shi.example/"}
托管: [netlify, nginx]
县长信箱:
  方式: post
  提交地址: https://forms.example/in
  受理期限: 3
  答复期限: 7
`, "\n", "\r\n"))
	if len(found) > 0 {
		t.Fatal(brief(t, found, source))
	}
	if p.Base() != "https://www.shifanxian.example/gk/" || p.PageSize() != 20 || len(p.Upper) != 1 || p.Upper[0].V.Name.V != "市" || len(p.Hosts) != 2 ||
		p.Mailbox.V.ReplyDays.V != 7 || p.ReviewSince.V.Date != (calendar.Date{Year: 2025, Month: 1, Day: 2}) || p.SiteCode.V != "bm12345678" {
		t.Errorf("%+v", p)
	}
	at := diag.NewSources(source, nil).Place(p.Mailbox.V.Action.At)
	if at.Line != 25 || at.Column != 9 {
		t.Errorf("the action stands at %d:%d", at.Line, at.Column)
	}
}

func TestFindings(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"missing field", strings.Replace(least, "owner: 示范县人民政府办公室\n", "", 1), `1:1: warning missing-field: owner (主办单位) is missing`},
		{"unknown field", least + "ownr: x\n", `8:1: warning unknown-field: there is no field "ownr"`},
		{"site code", strings.Replace(least, "9999000001", "999900001", 1), `4:12: warning bad-value: the site code "999900001" does not have ten characters`},
		{"site code with letters", strings.Replace(least, "9999000001", "bm9900000x", 1), `4:12: warning bad-value: the site code "bm9900000x" does not have ten characters`},
		{"domain with a scheme", strings.Replace(least, "www.shifanxian.example", "https://www.shifanxian.example", 1), `3:9: warning bad-value: "https://www.shifanxian.example" is not a host name`},
		{"domain of one word", strings.Replace(least, "www.shifanxian.example", "shifanxian", 1), `3:9: warning bad-value: "shifanxian" is not a host name`},
		{"address of the root", least + "base_url: www.shifanxian.example\n", `8:11: warning bad-value: "www.shifanxian.example" cannot be the address of the site's root`},
		{"address with a query", least + "base_url: https://www.shifanxian.example/?x\n", `8:11: warning bad-value: "https://www.shifanxian.example/?x" cannot be the address of the site's root`},
		{"domain with a query", strings.Replace(least, "www.shifanxian.example", "www.shifanxian.example?x", 1), `3:9: warning bad-value: "www.shifanxian.example?x" is not a host name`},
		{"domain with a gap", strings.Replace(least, "www.shifanxian.example", "www..example", 1), `3:9: warning bad-value: "www..example" is not a host name`},
		{"unknown host", least + "hosts: [netlify, 网易]\n", `8:18: warning bad-value: "网易" is not one of the values`},
		{"unknown host alone", least + "hosts: apache\n", `8:8: warning bad-value: "apache" is not one of the values`},
		{"too few a page", least + "per_page: 4\n", `8:11: warning bad-value: 4 is not between 5 and 200`},
		{"too many a page", least + "per_page: 201\n", `8:11: warning bad-value: 201 is not between 5 and 200`},
		{"unknown back-end", least + "mailbox: {backend: carrier-pigeon}\n", `8:20: warning bad-value: "carrier-pigeon" is not one of the values`},
		{"post without an address", least + "mailbox: {backend: post}\n", "8:11: warning bad-value: the back-end `post` needs an action that begins with https://"},
		{"post without encryption", least + "mailbox: {backend: post, action: \"http://forms.example/\"}\n", "8:11: warning bad-value: the back-end `post` needs an action that begins with https://"},
		{"mailto without an address", least + "mailbox: {backend: mailto, email: none}\n", "8:11: warning bad-value: the back-end `mailto` needs an e-mail address"},
		{"post that would loosen the policy", least + "mailbox: {backend: post, action: \"https://forms.example;sandbox\"}\n", "8:11: warning bad-value: the back-end `post` needs an action that begins with https://"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, found, source := load(t, test.text)
			if got := brief(t, found, source); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
			for _, f := range found {
				if f.Message.ZH == "" || f.Help.ZH == "" || f.Help.EN == "" {
					t.Errorf("told in part only: %+v", f)
				}
			}
		})
	}
}

// TestBaseProblem: what no page of a site could stand below is told, with what
// to write instead.
func TestBaseProblem(t *testing.T) {
	for address, want := range map[string]string{
		"https://www.shifanxian.example": "", "https://www.shifanxian.example/gk/": "", "http://127.0.0.1:8080/a": "", "http://[::1]:8080/": "",
		"https://owner.github.io/some_site-1/": "", "https://示范县.中国/公开/": "", "http://localhost/": "",
		"":                           "https://",
		"www.shifanxian.example":     "https://",
		"ftp://x.cn/":                "https://",
		"https：//x.cn/":              "https://",
		"https://":                   "host",
		"https:///gk/":               "host",
		"https://:8080/":             "host",
		"https://x..cn/":             "host",
		"https://.cn/":               "host",
		"https://x\"y.cn/":           "host",
		"https://[::g]/":             "host",
		"https://x.cn:99999/":        "port",
		"https://x.cn:0/":            "port",
		"https://x.cn:gk/":           "spelling",
		"https://x.cn/%zz":           "spelling",
		"http://x/y?z":               "query",
		"http://x/y?":                "query",
		"https://x.cn/#a":            "fragment",
		"https://x.cn/#":             "fragment",
		"https://u:p@x.cn/#a":        "password",
		"https://u@x.cn/":            "password",
		"https://exa mple.cn":        "space",
		"https://x.cn/a b/":          "space",
		"https://x.cn/a\u3000b/":     "space",
		"https://x.cn/\u200bgk/":     "space",
		"https://x.cn/gk\n":          "space",
		"https://exa mple.cn/?a#b@c": "space",
	} {
		got := config.BaseProblem(address)
		if want == "" && got != (diag.Text{}) || !strings.Contains(got.EN, want) || want != "" && (got.ZH == "" || got.EN == "") {
			t.Errorf("%q: %+v, want %q", address, got, want)
		}
	}
}

// TestHostNear: the name that was meant is offered, in whatever case it was
// written.
func TestHostNear(t *testing.T) {
	for host, want := range map[string]string{"Github": "github", "NETLIFY": "netlify", "cloudflair": "cloudflare", "网易": ""} {
		_, found, _ := load(t, least+"hosts: ["+host+"]\n")
		if len(found) != 1 || !strings.Contains(found[0].Help.ZH, "netlify、cloudflare、nginx、github、gitlab、oss") {
			t.Errorf("%s: %+v", host, found)
			continue
		}
		if near := "是不是“" + want + "”？"; strings.Contains(found[0].Help.ZH, near) != (want != "") {
			t.Errorf("%s: %s", host, found[0].Help.ZH)
		}
	}
}

// TestBroken: settings that cannot be read leave a Portal that can be used.
func TestBroken(t *testing.T) {
	for _, text := range []string{"", "- a\n- b\n", "name： 全角\n", "name: [\n", "\t", "name: a\nname: b\n", "a: &x [*x]\n", "\xff\xfe"} {
		p, found, _ := load(t, text)
		if len(found) == 0 {
			t.Errorf("%q: nothing is found", text)
		}
		if p == nil || p.PageSize() != 30 || !strings.HasPrefix(p.Policy(), "default-src 'none'; ") {
			t.Errorf("%q: %+v", text, p)
		}
	}
}

func TestNoSettings(t *testing.T) {
	p, found, err := config.Load(fstest.MapFS{})
	if err != nil || p == nil || len(found) != 1 || found[0].Rule != "missing-field" || found[0].Span.Path() != config.Path {
		t.Errorf("%v %v %v", p, found, err)
	}
	if _, _, err := config.Load(closed{}); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("a file that may not be read: %v", err)
	}
}

type closed struct{}

func (closed) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
}

func TestBase(t *testing.T) {
	for base, want := range map[string]string{
		"": "https://www.shifanxian.example/", "https://a.example": "https://a.example/", "https://a.example/": "https://a.example/", "http://127.0.0.1:8080/a/b": "http://127.0.0.1:8080/a/b/",
	} {
		text := least
		if base != "" {
			text += "base_url: " + base + "\n"
		}
		p, _, _ := load(t, text)
		if got := p.Base(); got != want {
			t.Errorf("%q: got %q, want %q", base, got, want)
		}
	}
}

// TestPolicy: nothing but the site itself, and forms to the mailbox's
// back-end by its origin.
func TestPolicy(t *testing.T) {
	const site = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'"
	for mailbox, want := range map[string]string{
		"":                         site,
		"mailbox: {backend: none}": site,
		"mailbox: {backend: netlify, action: \"https://forms.example/in\"}":         site,
		"mailbox: {backend: post, action: \"https://forms.example:8443/in?box=1\"}": site + " https://forms.example:8443",
		"mailbox: {backend: mailto, email: a@b.example}":                            site + " mailto:",
	} {
		p, found, source := load(t, least+mailbox+"\n")
		if len(found) > 0 {
			t.Error(brief(t, found, source))
		}
		if got := p.Policy(); got != want {
			t.Errorf("%s: got %s", mailbox, got)
		}
	}
}
