// Package config reads content/portal.yaml: what the county settles once for
// the whole site.
//
// Every value keeps its place, so that a finding can point at it. Defaults
// are filled in by the accessor methods, not into the values, so that what
// the county wrote and what it left open stay apart.
package config

import (
	"crypto/sha256"
	"errors"
	"io/fs"
	"net/netip"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"gongkai/generator/diag"
	"gongkai/generator/fields"
)

// Path of the settings, relative to the source.
const Path = "content/portal.yaml"

// Link to another site.
type Link struct{ Name, URL fields.Text }

// Mailbox settings: how a letter reaches the county mayor.
type Mailbox struct {
	Backend, Action, Email, Phone, Address, Postcode, Notice fields.Text
	AcceptDays, ReplyDays                                    fields.Whole // working days
}

// Portal is the settings.
type Portal struct {
	File                                                     *diag.File
	Sum                                                      [32]byte // hash of the file's bytes
	Name, County, Domain, BaseURL, SiteCode, Owner, Operator fields.Text
	Address, Postcode, Phone, Email, Hours, ICP, Police      fields.Text
	Emblem, Disclaimer, IndexFormat                          fields.Text
	ReviewSince                                              fields.Moment
	PerPage                                                  fields.Whole
	Upper                                                    []fields.Value[Link]
	Hosts                                                    []fields.Text
	Mailbox                                                  fields.Value[Mailbox]
}

var linkSchema = fields.Schema[Link]{Kind: "link", Alias: "链接", Fields: []fields.Field[Link]{
	fields.Line("name", "名称", func(l *Link) *fields.Text { return &l.Name }).Must().Is("名称", "its name"),
	fields.Line("url", "网址", func(l *Link) *fields.Text { return &l.URL }).Must().Is("网址", "its address"),
}}

var mailboxSchema = fields.Schema[Mailbox]{Kind: "mailbox", Alias: "县长信箱", Fields: []fields.Field[Mailbox]{
	fields.Choice("backend", "方式", func(m *Mailbox) *fields.Text { return &m.Backend }, "netlify", "post", "mailto", "none").Must().Is("表单由谁接收：netlify、post（任意接收地址）、mailto（电子邮件）或 none（只留电话和地址）", "who receives the form"),
	fields.Line("action", "提交地址", func(m *Mailbox) *fields.Text { return &m.Action }).Is("post 方式的接收地址，https 开头", "where `post` sends the form; https"),
	fields.Line("email", "电子邮箱", func(m *Mailbox) *fields.Text { return &m.Email }).Is("信箱的电子邮箱", "the mailbox's e-mail address"),
	fields.Line("phone", "电话", func(m *Mailbox) *fields.Text { return &m.Phone }).Is("信箱工作人员的电话", "its telephone"),
	fields.Line("address", "地址", func(m *Mailbox) *fields.Text { return &m.Address }).Is("寄信地址", "its postal address"),
	fields.Line("postcode", "邮政编码", func(m *Mailbox) *fields.Text { return &m.Postcode }).Is("邮政编码", "its postcode"),
	fields.Number("accept_days", "受理期限", func(m *Mailbox) *fields.Whole { return &m.AcceptDays }, 1, 60).Is("多少个工作日内受理", "working days until a letter is accepted").Like("3"),
	fields.Number("reply_days", "答复期限", func(m *Mailbox) *fields.Whole { return &m.ReplyDays }, 1, 365).Is("受理后多少个工作日内答复", "working days until it is answered").Like("7"),
	fields.Prose("notice", "说明", func(m *Mailbox) *fields.Text { return &m.Notice }).Is("写信前要知道的事", "what a writer should know"),
}}

// Hosts are the names that a county may write into hosts.
var Hosts = []string{"netlify", "cloudflare", "nginx", "github", "gitlab", "oss"}

// Schema is the form of portal.yaml.
var Schema = fields.Schema[Portal]{Kind: "portal", Alias: "网站设置", Fields: []fields.Field[Portal]{
	fields.Line("name", "网站名称", func(p *Portal) *fields.Text { return &p.Name }).Must().Is("网站的规范名称", "the site's name").Like("示范县政府信息公开网"),
	fields.Line("county", "县名", func(p *Portal) *fields.Text { return &p.County }).Must().Is("县的名称", "the county's name").Like("示范县"),
	fields.Line("domain", "域名", func(p *Portal) *fields.Text { return &p.Domain }).Must().Is("英文域名，不带 https://", "the host name").Like("www.shifanxian.example"),
	fields.Line("base_url", "网址", func(p *Portal) *fields.Text { return &p.BaseURL }).Is("网站根地址；不写就是“https://域名/”", "where the site's root is; https://domain/ if absent"),
	fields.Line("site_code", "网站标识码", func(p *Portal) *fields.Text { return &p.SiteCode }).Must().Is("10位政府网站标识码", "the ten-character code of a government site").Like("9999000001"),
	fields.Line("owner", "主办单位", func(p *Portal) *fields.Text { return &p.Owner }).Must().Is("主办单位", "who owns the site").Like("示范县人民政府办公室"),
	fields.Line("operator", "承办单位", func(p *Portal) *fields.Text { return &p.Operator }).Is("承办单位", "who runs it"),
	fields.Line("address", "地址", func(p *Portal) *fields.Text { return &p.Address }).Must().Is("主办单位地址", "the owner's address"),
	fields.Line("postcode", "邮政编码", func(p *Portal) *fields.Text { return &p.Postcode }).Is("邮政编码", "its postcode"),
	fields.Line("phone", "联系电话", func(p *Portal) *fields.Text { return &p.Phone }).Must().Is("联系电话", "its telephone"),
	fields.Line("email", "电子邮箱", func(p *Portal) *fields.Text { return &p.Email }).Is("电子邮箱", "its e-mail address"),
	fields.Line("hours", "办公时间", func(p *Portal) *fields.Text { return &p.Hours }).Is("办公时间", "its hours"),
	fields.Line("icp", "ICP备案号", func(p *Portal) *fields.Text { return &p.ICP }).Is("ICP备案编号", "the ICP filing number"),
	fields.Line("police", "公安备案号", func(p *Portal) *fields.Text { return &p.Police }).Is("公安机关备案编号", "the public-security filing number"),
	fields.Line("emblem", "标识链接", func(p *Portal) *fields.Text { return &p.Emblem }).Is("党政机关网站标识的链接", "the link of the government-site emblem"),
	fields.Prose("disclaimer", "声明", func(p *Portal) *fields.Text { return &p.Disclaimer }).Is("显示在每页顶部的声明", "a statement at the top of each page"),
	fields.Line("index_format", "索引号格式", func(p *Portal) *fields.Text { return &p.IndexFormat }).Is("新索引号的格式", "the form of new index numbers").Like("{code}/{year}-{serial:5}"),
	fields.Day("review_since", "保密审查起始日期", func(p *Portal) *fields.Moment { return &p.ReviewSince }).Is("从哪天起发布的信息必须有审查记录；不写就是全部", "notices published from this day on need a review; all, if absent"),
	fields.Number("per_page", "每页条数", func(p *Portal) *fields.Whole { return &p.PerPage }, 5, 200).Is("列表每页的条数", "entries on a page of a list").Like("30"),
	fields.Groups("upper", "上级平台", linkSchema, func(p *Portal) *[]fields.Value[Link] { return &p.Upper }).Is("上级政府信息公开平台", "the platforms of higher authorities"),
	fields.Lines("hosts", "托管", func(p *Portal) *[]fields.Text { return &p.Hosts }).Is("网站放在哪里："+strings.Join(Hosts, "、"), "where the site is hosted").Like("[netlify, nginx]"),
	fields.Group("mailbox", "县长信箱", mailboxSchema, func(p *Portal) *fields.Value[Mailbox] { return &p.Mailbox }).Is("县长信箱的设置", "the mailbox"),
}}

// Load reads the settings. Without the file, or with one that cannot be
// read, there are findings and the Portal is empty but usable.
func Load(source fs.FS) (*Portal, diag.List, error) {
	p := &Portal{File: &diag.File{Path: Path}}
	var found diag.List
	// Who reads content/ tells of what is no folder, no file or too large.
	if st, err := fs.Lstat(source, path.Dir(Path)); err == nil && !st.IsDir() {
		return p, found, nil
	}
	if st, err := fs.Stat(source, Path); err == nil && (st.Size() > fields.MaxSize || !st.Mode().IsRegular()) {
		return p, found, nil
	}
	src, err := fs.ReadFile(source, Path)
	if errors.Is(err, fs.ErrNotExist) {
		found.Add("missing-field", diag.At(p.File, 0, 0),
			diag.Say("没有网站设置文件 content/portal.yaml", "content/portal.yaml, the site's settings, is missing"),
			diag.Say("在网站文件夹里运行；新建网站用 gongkai init 文件夹名", "run this in the site's folder; `gongkai init DIR` makes a new one"))
		return p, found, nil
	}
	if err != nil {
		return nil, nil, err
	}
	src = diag.Normalise(src)
	p.Sum = sha256.Sum256(src)
	if fields.Conflict(p.File, src, &found) {
		return p, found, nil
	}
	root, found := fields.ParseYAML(p.File, src, 0, len(src), Schema.Known())
	if len(found) == 0 {
		found = Schema.Decode(p.File, diag.At(p.File, 0, 0), root, p)
		p.check(&found)
		fields.TellSamples(fields.Samples(p.File, src, root), &found)
	}
	return p, found, nil
}

func (p *Portal) check(found *diag.List) {
	if code := p.SiteCode.V; code != "" && !validSiteCode(code) {
		found.Add("bad-value", p.SiteCode.At, diag.Say("网站标识码“%s”不是10位", "the site code %q does not have ten characters", code),
			diag.Say("10位数字，或 bm 加8位数字", "ten digits, or bm and eight digits"))
	}
	if d := p.Domain.V; d != "" && (!hostName.MatchString(d) || !strings.Contains(d, ".")) {
		found.Add("bad-value", p.Domain.At, diag.Say("“%s”不是域名", "%q is not a host name", d),
			diag.Say("只写域名，例如 www.shifanxian.example", "write the host name alone, such as www.shifanxian.example"))
	}
	if u := p.BaseURL.V; u != "" {
		if why := BaseProblem(u); why != (diag.Text{}) {
			found.Add("bad-value", p.BaseURL.At, diag.Say("“%s”不能作网站根地址", "%q cannot be the address of the site's root", u), why)
		}
	}
	p.checkHosts(found)
	p.checkMailbox(found)
}

// checkHosts tells of names that nobody knows: no limits would be checked for
// them, and no file written.
func (p *Portal) checkHosts(found *diag.List) {
	list := strings.Join(Hosts, "、")
	for _, h := range p.Hosts {
		if slices.Contains(Hosts, h.V) {
			continue
		}
		help := diag.Say("只能是：%s；别的主机不用写", "it must be one of: %s; leave other hosts out", list)
		if near := fields.Nearest(strings.ToLower(h.V), Hosts); near != "" {
			help = diag.Say("是不是“%[1]s”？只能是：%[2]s；别的主机不用写", "did you mean %[1]q? It must be one of: %[2]s; leave other hosts out", near, list)
		}
		found.Add("bad-value", h.At, diag.Say("“%s”不在可选的值里", "%q is not one of the values", h.V), help)
	}
}

// hostName is labels with dots between them, in any script. What a registry
// would take is for the registry to say.
var hostName = regexp.MustCompile(`^[\pL\pM\pN_-]+(\.[\pL\pM\pN_-]+)*$`)

// BaseProblem says what has to be otherwise in an address, before it can be
// that of a site's root: addresses of pages are made by putting paths behind
// it. Nothing is said of one that will do.
func BaseProblem(address string) diag.Text {
	if !strings.HasPrefix(address, "https://") && !strings.HasPrefix(address, "http://") {
		return diag.Say("以 https:// 开头", "begin with https://")
	}
	if strings.ContainsFunc(address, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }) {
		return diag.Say("去掉里面的空格或者看不见的字符", "take the space or the invisible character out of it")
	}
	u, err := url.Parse(address)
	switch {
	case err != nil && strings.Contains(address, "["):
		return badHost
	case err != nil:
		return diag.Say("写法不对，写成 https://www.shifanxian.example/ 的样子", "look at the spelling: it should be like https://www.shifanxian.example/")
	case u.User != nil:
		return diag.Say("去掉用户名和密码（@ 和它前面的部分）", "take the user and password out of it (@ and what stands before)")
	case u.RawQuery != "" || u.ForceQuery:
		return diag.Say("去掉 ? 和它后面的部分", "take the query out of it (? and what follows)")
	case strings.Contains(address, "#"):
		return diag.Say("去掉 # 和它后面的部分", "take the fragment out of it (# and what follows)")
	case !hostName.MatchString(u.Hostname()) && !isIPv6(u.Host):
		return badHost
	case !usablePort(u.Port()):
		return diag.Say("端口应当在 1 到 65535 之间", "a port lies between 1 and 65535")
	}
	return diag.Text{}
}

var badHost = diag.Say("主机名没写，或者写得不对，应当像 https://www.shifanxian.example/", "the host is missing or no host name: it should be like https://www.shifanxian.example/")

// isIPv6 reports whether a host is an address in brackets, with or without a port.
func isIPv6(host string) bool {
	inside, _, ok := strings.Cut(strings.TrimPrefix(host, "["), "]")
	at, err := netip.ParseAddr(inside)
	return ok && err == nil && at.Is6()
}

func usablePort(port string) bool {
	n, err := strconv.ParseUint(port, 10, 16)
	return port == "" || err == nil && n > 0
}

func (p *Portal) checkMailbox(found *diag.List) {
	m := p.Mailbox.V
	if m.Backend.V == "post" && origin(m.Action.V) == "" {
		found.Add("bad-value", p.Mailbox.At, diag.Say("post 方式要有 https 开头的提交地址", "the back-end `post` needs an action that begins with https://"),
			diag.Say("加一行：action: https://……", "add a line: action: https://…"))
	}
	if m.Backend.V == "mailto" && !strings.Contains(m.Email.V, "@") {
		found.Add("bad-value", p.Mailbox.At, diag.Say("mailto 方式要有电子邮箱", "the back-end `mailto` needs an e-mail address"),
			diag.Say("加一行：email: ……@……", "add a line: email: …@…"))
	}
}

// plainHost is a host with or without a port: nothing that ends a directive of
// the policy that it stands in.
var plainHost = regexp.MustCompile(`^[A-Za-z0-9.-]+(:[0-9]+)?$`)

// origin is that of a form's address, or "" for one that letters should not
// go to.
func origin(action string) string {
	u, err := url.Parse(action)
	if err != nil || u.Scheme != "https" || !plainHost.MatchString(u.Host) {
		return ""
	}
	return "https://" + u.Host
}

// validSiteCode knows the two shapes of the code: ten digits for local
// sites, bm and eight digits for ministries (政府网站发展指引 annex).
func validSiteCode(s string) bool {
	digits := s
	if strings.HasPrefix(s, "bm") {
		digits = s[2:]
	}
	return len(s) == 10 && strings.Trim(digits, "0123456789") == ""
}

// Base is the address of the site's root, ending in a slash.
func (p *Portal) Base() string {
	base := p.BaseURL.V
	if base == "" {
		base = "https://" + p.Domain.V
	}
	return strings.TrimSuffix(base, "/") + "/"
}

// PageSize is how many entries a page of a list has.
func (p *Portal) PageSize() int {
	if p.PerPage.V == 0 {
		return 30
	}
	return p.PerPage.V
}

// Policy is the Content-Security-Policy of every page: nothing but the
// site's own files, and forms that go to the mailbox's back-end only. It can
// stand in a <meta>, which may not say frame-ancestors; hosts add that.
func (p *Portal) Policy() string {
	action := "'self'"
	switch m := p.Mailbox.V; m.Backend.V {
	case "post":
		if o := origin(m.Action.V); o != "" {
			action += " " + o
		}
	case "mailto":
		action += " mailto:"
	}
	return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
		"base-uri 'none'; form-action " + action
}
