package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/signal"
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
		ZH: "每个网站都有文件清单 data/manifest.json，写着每个文件的 SHA-256。这里逐个核对：缺少的、改动了的，\n文件夹里还有多出来的。签名 data/manifest.json.sig 说明清单是谁签的，要用公钥核对；公钥要从网站以外的地方取得。\n没有 gongkai，在网站的文件夹里运行：\n" + integrity.SedRecipe,
		EN: "Each site has a list of its files with their SHA-256, data/manifest.json. Every file is compared with it: what is\nmissing, what differs and, in a folder, what does not belong. The signature data/manifest.json.sig says whose list it is; it\nis checked with the public key, which has to come from elsewhere than the site. Without gongkai, in the site's folder:\n" + integrity.SedRecipe,
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
		c.verified(result, at.base())
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
	return exit{found, diag.Say("文件清单 %s 坏了：%v", "the list of files %s is broken: %v", integrity.Path, err)}
}

// stopped gives errors the words that a citizen can act on.
func stopped(ctx context.Context, err error) error {
	var end exit
	var name *net.DNSError
	var status integrity.Status
	switch {
	case errors.As(err, &end):
		return err
	case ctx.Err() != nil:
		return exit{ioTrouble, diag.Say("中断了，没有核对完", "interrupted before all was compared")}
	case errors.Is(err, integrity.ErrElsewhere):
		return exit{ioTrouble, diag.Say("这个网址转到了别的网站（%v），没有核对。是同一个网站的话，直接写那个网址", "the address leads to another host (%v), and nothing was compared. If that is the site, give its address", err)}
	case errors.Is(err, integrity.ErrLost):
		return exit{ioTrouble, diag.Say("网站连不上了，没有核对完：%v", "the host cannot be reached any more, and not all was compared: %v", err)}
	case errors.As(err, &name):
		return exit{ioTrouble, diag.Say("找不到主机“%s”。检查网址写得对不对、有没有联网", "there is no host %q: look at the address, and whether there is a network", name.Name)}
	case errors.As(err, &status):
		return exit{ioTrouble, diag.Say("网站不给文件清单：%v", "the host does not give the list of files: %v", status)}
	}
	var network *net.OpError
	if errors.As(err, &network) || errors.Is(err, context.DeadlineExceeded) {
		return exit{ioTrouble, diag.Say("连不上网站：%v", "the host cannot be reached: %v", err)}
	}
	return err
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

// verified tells a human.
func (c *console) verified(r *verified, base string) {
	if r.Site != "" || r.Day != "" {
		c.say("网站：%s，内容截至 %s", "site: %s, as of %s", shown(r.Site), shown(r.Day))
	}
	if r.Base != "" && base != "" && r.Base != base {
		c.say("注意：清单是 %s 的，现在核对的是 %s", "note: the list is of %s, and what is compared is %s", shown(r.Base), base)
	}
	switch r.Signature {
	case "good":
		c.say("签名：对。密钥指纹 %s", "signature: good. Fingerprint of the key: %s", r.Fingerprint)
	case "bad":
		c.tell("签名：不对。清单不是用这把密钥签的，或者签名以后改过，所以没有再核对文件。密钥指纹 %s", "signature: bad. The list was not signed with this key, or changed after, so files were not compared. Fingerprint of the key: %s", r.Fingerprint)
		return
	case "none":
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
			why = diag.Say("（%s）", " (%s)", shown(p.Why)).In(c.lang)
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
