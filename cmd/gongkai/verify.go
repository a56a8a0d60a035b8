package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unicode"

	"gongkai/generator/diag"
	"gongkai/generator/integrity"
)

type verifyVerb struct {
	Site   string `arg:"" help:"文件夹，或者以 https:// 开头的网址|a folder, or an address that begins with https://"`
	Key    string `placeholder:"FILE" help:"公钥文件，用来核对签名|the file of the public key, to check the signature with"`
	Format string `default:"text" placeholder:"FORMAT" help:"text（默认）或 json|text (the default) or json"`
}

func (*verifyVerb) more() diag.Text {
	return diag.Text{
		ZH: "每个网站都有文件清单 data/manifest.json，写着每个文件的 SHA-256。这里逐个核对：缺少的、改动了的，\n文件夹里还有多出来的。最上层的 .git 文件夹（推送网站用的版本库）和标记 .gongkai 跳过，不核对。\n签名 data/manifest.json.sig 说明清单是谁签的，要用公钥核对；公钥要从网站以外的地方取得。\n没有 gongkai，在网站的文件夹里运行：\n" + integrity.SedRecipe,
		EN: "Each site has a list of its files with their SHA-256, data/manifest.json. Every file is compared with it: what is\nmissing, what differs and, in a folder, what does not belong; the folder .git at its top, from which a site is pushed, and the\nmark .gongkai are passed over. The signature data/manifest.json.sig says whose list it is; it\nis checked with the public key, which has to come from elsewhere than the site. Without gongkai, in the site's folder:\n" + integrity.SedRecipe,
	}
}

// verified is what a run came to, as machines read it.
type verified struct {
	Format      int               `json:"format"`
	Site        string            `json:"site,omitempty"`
	Base        string            `json:"base,omitempty"`
	Day         string            `json:"day,omitempty"`
	Signature   string            `json:"signature"` // good, bad, unchecked, none
	Fingerprint string            `json:"fingerprint,omitempty"`
	Report      *integrity.Report `json:"report,omitempty"` // none if the signature is bad
}

// place is a folder or a host that has a site.
type place struct {
	read  func(ctx context.Context, path string, limit int64) ([]byte, error)
	check func(ctx context.Context, m *integrity.Manifest, progress func(done, total int)) (integrity.Report, error)
	base  func() string // the address it is read from, or ""
	close func() error
}

const mostSignature = 1 << 10 // bytes; one has 64

// Run compares a site with its list.
func (v *verifyVerb) Run(c *console) error {
	if err := oneOf("--format", v.Format, "text", "json"); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var key ed25519.PublicKey
	if v.Key != "" {
		text, err := readKey(v.Key)
		if err != nil {
			return err
		}
		if key, err = integrity.PublicKey(text); err != nil {
			return badKey(v.Key, err)
		}
	}
	at, err := v.place()
	if err != nil {
		return err
	}
	defer at.close()
	result, err := verify(ctx, c, at, key)
	if err != nil {
		return stopped(ctx, err)
	}
	if v.Format == "json" {
		out := json.NewEncoder(c.out)
		out.SetIndent("", "  ")
		out.SetEscapeHTML(false)
		if err := out.Encode(result); err != nil {
			return err
		}
	} else {
		c.verified(result, at.base(), key != nil)
	}
	return result.verdict(key != nil)
}

func (v *verifyVerb) place() (*place, error) {
	if strings.Contains(v.Site, "://") {
		transport := http.DefaultTransport.(*http.Transport).Clone()
		transport.ResponseHeaderTimeout = 30 * time.Second
		transport.MaxIdleConnsPerHost = 8
		site, err := integrity.OpenSite(&http.Client{Transport: transport}, v.Site)
		if err != nil {
			return nil, misuse("“%s”不是网址，应当是 https://…", "%q is not an address: it begins with https://", v.Site)
		}
		return &place{site.Read, func(ctx context.Context, m *integrity.Manifest, progress func(int, int)) (integrity.Report, error) {
			return integrity.CheckSite(ctx, site, m, progress)
		}, site.Base, func() error { transport.CloseIdleConnections(); return nil }}, nil
	}
	st, err := os.Stat(v.Site)
	if err != nil || !st.IsDir() {
		return nil, misuse("没有“%s”这个文件夹；网址要以 https:// 开头", "there is no folder %q; an address begins with https://", v.Site)
	}
	root, err := os.OpenRoot(v.Site)
	if err != nil {
		return nil, err
	}
	return &place{func(ctx context.Context, path string, limit int64) ([]byte, error) {
		return readBounded(root.FS(), path, limit)
	}, func(ctx context.Context, m *integrity.Manifest, progress func(int, int)) (integrity.Report, error) {
		return integrity.CheckFolder(ctx, root.FS(), m, progress)
	}, func() string { return "" }, root.Close}, nil
}

// readBounded reads a file of at most limit bytes.
func readBounded(fsys fs.FS, path string, limit int64) ([]byte, error) {
	// A pipe would be waited for without end.
	if st, err := fs.Stat(fsys, path); err != nil {
		return nil, err
	} else if !st.Mode().IsRegular() {
		return nil, exit{found, diag.Say("%s 不是普通文件", "%s is no ordinary file", path)}
	}
	f, err := fsys.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(text)) > limit {
		err = fmt.Errorf("%s is longer than %d bytes", path, limit)
	}
	return text, err
}

// verify looks at the signature first: a list that is not by whom it should be
// is not read any further.
func verify(ctx context.Context, c *console, at *place, key ed25519.PublicKey) (*verified, error) {
	list, err := at.read(ctx, integrity.Path, integrity.MaxBytes)
	switch {
	case absent(err):
		return nil, exit{found, diag.Say("没有文件清单 %s，没法核对", "there is no list of files, %s: nothing to compare with", integrity.Path)}
	case err != nil:
		return nil, err
	}
	signature, err := at.read(ctx, integrity.SignaturePath, mostSignature)
	if err != nil && !absent(err) {
		return nil, err
	}
	result := &verified{Format: 1, Signature: "unchecked"}
	switch {
	case absent(err):
		result.Signature = "none"
	case key != nil && !integrity.Signed(key, list, signature):
		result.Signature, result.Fingerprint = "bad", integrity.Fingerprint(key)
		return result, nil
	case key != nil:
		result.Signature, result.Fingerprint = "good", integrity.Fingerprint(key)
	}
	m, err := integrity.Parse(bytes.NewReader(list))
	if err != nil {
		return nil, brokenList(err)
	}
	result.Site, result.Base, result.Day = m.Site, m.Base, m.Day
	line := c.progress(diag.Say("正在核对", "comparing"))
	defer line.end()
	report, err := at.check(ctx, m, line.step)
	result.Report = &report
	return result, err
}

// absent reports whether a file is not there, rather than out of reach.
func absent(err error) bool {
	var status integrity.Status
	if errors.As(err, &status) {
		return status == http.StatusNotFound || status == http.StatusGone
	}
	return errors.Is(err, fs.ErrNotExist)
}

func brokenList(err error) error {
	why := flawWords(err)
	return exit{found, diag.Text{
		ZH: fmt.Sprintf("文件清单 %s 坏了：%s", integrity.Path, why.ZH),
		EN: fmt.Sprintf("the list of files %s is broken: %s", integrity.Path, why.EN),
	}}
}

// flawWords says what is wrong with a list. Its many flaws come to three: what
// more there is to say, only who wrote the list can use.
func flawWords(err error) diag.Text {
	var flaw *integrity.Flaw
	var format integrity.UnknownFormat
	text := diag.Text{ZH: err.Error(), EN: err.Error()}
	switch {
	case errors.As(err, &format):
		text.ZH = fmt.Sprintf("格式 %d 不认识，新一些的 gongkai 也许认识", int(format))
	case !errors.As(err, &flaw):
	case errors.Is(err, integrity.ErrCut):
		text.ZH = fmt.Sprintf("到第 %d 行就断了，后面的没有了，可能没有传完", flaw.Line)
	default:
		text.ZH = fmt.Sprintf("第 %d 行不是 gongkai 写的样子，可能被改过，或者传坏了", flaw.Line)
	}
	return text
}

// stopped gives errors the words that a citizen can act on.
func stopped(ctx context.Context, err error) error {
	var end exit
	var elsewhere integrity.Elsewhere
	var name *net.DNSError
	var status integrity.Status
	switch {
	case errors.As(err, &end):
		return err
	case ctx.Err() != nil:
		return exit{ioTrouble, diag.Say("中断了，没有核对完", "interrupted before all was compared")}
	case errors.As(err, &elsewhere):
		return exit{ioTrouble, diag.Say("这个网址转到了别的网站（%s），没有核对。是同一个网站的话，直接写那个网址", "the address leads to another host (%s), and nothing was compared. If that is the site, give its address", shown(string(elsewhere)))}
	case errors.Is(err, integrity.ErrLost):
		why := reasonWords(strings.TrimPrefix(err.Error(), integrity.ErrLost.Error()+": "))
		return exit{ioTrouble, diag.Text{ZH: "网站连不上了，没有核对完：" + why.ZH, EN: "the host cannot be reached any more, and not all was compared: " + why.EN}}
	case errors.As(err, &name):
		return exit{ioTrouble, diag.Say("找不到主机“%s”。检查网址写得对不对、有没有联网", "there is no host %q: look at the address, and whether there is a network", name.Name)}
	case errors.As(err, &status):
		return exit{ioTrouble, diag.Say("网站不给文件清单：%v", "the host does not give the list of files: %v", status)}
	}
	if why := networkWords(err); why != (diag.Text{}) {
		return exit{ioTrouble, diag.Text{
			ZH: fmt.Sprintf("连不上网站：%s\n（%v）", why.ZH, err),
			EN: fmt.Sprintf("the host cannot be reached: %s\n(%v)", why.EN, err),
		}}
	}
	return err
}

// networkWords says why a host can't be reached; nothing, if it is not the
// network that failed.
func networkWords(err error) diag.Text {
	var asked *url.Error
	var operation *net.OpError
	var certificate *tls.CertificateVerificationError
	late := errors.Is(err, context.DeadlineExceeded)
	switch {
	case !errors.As(err, &asked) && !errors.As(err, &operation) && !late && !errors.Is(err, io.ErrUnexpectedEOF):
		return diag.Text{}
	case errors.As(err, &certificate):
		return diag.Say("它的证书通不过检查，可能不是真的网站", "its certificate does not hold: it may not be the site")
	case errors.Is(err, http.ErrSchemeMismatch):
		return diag.Say("它不用 https，网址改成 http:// 开头再试", "it does not speak https; try the address with http://")
	case caused(err, hostRefuses):
		return diag.Say("主机拒绝连接。检查网址和端口，或者网站现在停了", "it refuses the connection. Look at the address and the port; or the site is down")
	case caused(err, hostAway):
		return diag.Say("网络不通，到不了这个主机。检查有没有联网", "no network leads to it. Look whether there is a network")
	case late, asked != nil && asked.Timeout(), operation != nil && operation.Timeout():
		return diag.Say("等了很久没有回答，过一会儿再试", "there is no answer in time; try again later")
	case caused(err, hostHangsUp):
		return diag.Say("它中途断开了连接，过一会儿再试", "it ended the connection; try again later")
	}
	return diag.Say("和它通信的时候出错", "talking to it failed")
}

// reasons are the forms of what a report says of a file, with Chinese words for
// each: the report is read by machines too, and has one language.
var reasons = []form{
	{regexp.MustCompile(`^is not a plain file$`), `不是普通文件`, ``},
	{regexp.MustCompile(`^no answer in time$`), `等了很久没有回答`, ``},
	{regexp.MustCompile(`^leads to another host: "(.*)"$`), `转到了别的网站 $1`, ``},
	{regexp.MustCompile(`^leads on to (.*)$`), `转到了 $1`, ``},
	{regexp.MustCompile(`^is led on more than (\d+) times$`), `转来转去超过 $1 次`, ``},
	{regexp.MustCompile(`^is led on to nowhere$`), `要转到别处，没有说哪里`, ``},
	{regexp.MustCompile(`^(HTTP \d+)\b.*$`), `主机回答 $1`, ``},
	{regexp.MustCompile(`refused( it)?\.?$`), `主机拒绝连接`, ``},
	{regexp.MustCompile(`(reset by peer|broken pipe|EOF)$`), `连接断了`, ``},
	{regexp.MustCompile(`(no such host|server misbehaving)$`), `找不到主机`, ``},
	{regexp.MustCompile(`(?i)permission denied|access is denied`), `没有权限`, ``},
	{regexp.MustCompile(`input/output error$`), `磁盘出错`, ``},
}

// reasonWords is what a report says of a file, for a human. What has no words
// here is the system's own.
func reasonWords(said string) diag.Text {
	for _, form := range reasons {
		if m := form.said.FindStringSubmatchIndex(said); m != nil {
			return diag.Text{ZH: string(form.said.ExpandString(nil, form.zh, said, m)), EN: said}
		}
	}
	return diag.Text{ZH: said, EN: said}
}

// verdict is the status: what is wrong for certain counts before what could not
// be read.
func (r *verified) verdict(wanted bool) error {
	switch {
	case r.Signature == "bad" || wanted && r.Signature == "none":
		return exit{status: found}
	case len(r.Report.Problems) == 0:
		return nil
	case len(r.Report.Problems) == r.Report.Count(integrity.Unreachable):
		return exit{status: ioTrouble}
	}
	return exit{status: found}
}

// verified tells a human. wanted says whether there was a key, and so a signature
// had to be there.
func (c *console) verified(r *verified, base string, wanted bool) {
	if r.Site != "" || r.Day != "" {
		c.say("网站：%s，内容截至 %s", "site: %s, as of %s", shown(r.Site), shown(r.Day))
	}
	if r.Base != "" && base != "" && r.Base != base {
		c.say("注意：清单是 %s 的，现在核对的是 %s", "note: the list is of %s, and what is compared is %s", shown(r.Base), base)
	}
	switch {
	case r.Signature == "none" && wanted:
		c.tell("签名：没有，所以通不过核对。给了 --key 就要有签名 %s；文件和清单一致，也不能说明清单是谁写的", "signature: none, and so this does not pass: with --key there has to be one, %s. That files are as listed does not say whose list it is", integrity.SignaturePath)
	case r.Signature == "good":
		c.say("签名：对。密钥指纹 %s", "signature: good. Fingerprint of the key: %s", r.Fingerprint)
	case r.Signature == "bad":
		c.tell("签名：不对。清单不是用这把密钥签的，或者签名以后改过，所以没有再核对文件。密钥指纹 %s", "signature: bad. The list was not signed with this key, or changed after, so files were not compared. Fingerprint of the key: %s", r.Fingerprint)
		return
	case r.Signature == "none":
		c.say("签名：没有。只能核对文件和清单一致，不能说明清单是谁写的", "signature: none. Files can be compared with the list, but nothing says whose list it is")
	default:
		c.say("签名：有，没有核对。核对要公钥：--key FILE，公钥要从网站以外的地方取得", "signature: there, and not checked. That takes the public key, --key FILE, from elsewhere than the site")
	}
	c.problems(*r.Report)
	c.leads(r.Report.Moved)
	c.say("清单里 %d 个文件：%d 个一致，缺少 %d 个，不同 %d 个，多出 %d 个，读不到 %d 个", "%d files in the list: %d as listed, %d missing, %d differ, %d do not belong, %d could not be read",
		r.Report.Files, r.Report.Good, r.Report.Count(integrity.Missing), r.Report.Count(integrity.Differs), r.Report.Count(integrity.Foreign), r.Report.Count(integrity.Unreachable))
	if r.Report.Withheld > 0 {
		c.say("另有 %d 个文件是给主机用的，这里看不到", "%d more files are for the host, and not to be seen here", r.Report.Withheld)
	}
}

// leads names what was led away from: at old addresses that is as it should be.
func (c *console) leads(moved []integrity.Lead) {
	for i, l := range moved {
		if i == mostLines {
			c.say("…… 还有 %d 个", "… and %d more", len(moved)-i)
			break
		}
		c.say("网站转到别的网页（旧网址应当这样）：%s → %s", "the host leads on (as it should at an old address): %s → %s", shown(l.Path), shown(l.To))
	}
}

// mostLines of one kind are told: more would hide the rest.
const mostLines = 100

// problems tells what is wrong, file by file.
func (c *console) problems(r integrity.Report) {
	told := map[integrity.Kind]int{}
	for _, p := range r.Problems {
		if told[p.Kind]++; told[p.Kind] > mostLines {
			continue
		}
		why := ""
		if p.Why != "" {
			why = diag.Say("（%s）", " (%s)", shown(reasonWords(p.Why).In(c.lang))).In(c.lang)
		}
		fmt.Fprintf(c.err, "%s %s%s\n", kindName(p.Kind).In(c.lang), shown(p.Path), why)
	}
	for _, k := range []integrity.Kind{integrity.Missing, integrity.Differs, integrity.Foreign, integrity.Unreachable} {
		if more := told[k] - mostLines; more > 0 {
			c.tell("%s …… 还有 %d 个，全部列出用 --format json", "%s … and %d more: --format json lists all", kindName(k).In(c.lang), more)
		}
	}
}

func kindName(k integrity.Kind) diag.Text {
	switch k {
	case integrity.Missing:
		return diag.Text{ZH: "缺少", EN: "missing"}
	case integrity.Differs:
		return diag.Text{ZH: "不同", EN: "differs"}
	case integrity.Foreign:
		return diag.Text{ZH: "多出", EN: "foreign"}
	}
	return diag.Text{ZH: "读不到", EN: "unreachable"}
}

// shown is a text of a stranger that a terminal can show as it is.
func shown(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) >= 0 {
		return strconv.Quote(s)
	}
	return s
}

// tell says something even to the quiet one.
func (c *console) tell(zh, en string, args ...any) {
	fmt.Fprintln(c.err, diag.Say(zh, en, args...).In(c.lang))
}
