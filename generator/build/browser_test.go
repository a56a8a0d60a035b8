package build_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"mime"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	chromium "gongkai/generator/browser"
	"gongkai/generator/output"
	"gongkai/generator/site"
)

// patience is how long something may take that is waited for: nothing takes
// this long unless it never happens.
const patience = time.Minute

// launch starts a browser that talks to nobody of its own accord.
func launch(t *testing.T) context.Context {
	t.Helper()
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium.Path(t)),
		chromedp.DisableGPU,
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("lang", "zh-CN"),
		chromedp.UserDataDir(filepath.Join(t.TempDir(), "profile")))
	if os.Getuid() == 0 {
		opts = append(opts, chromedp.NoSandbox)
	}
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// tab is a page of the browser. It notes what the browser complains of and
// what it asks for.
type tab struct {
	t   *testing.T
	ctx context.Context

	mu       sync.Mutex
	wrong    []string // violations, errors, failures
	requests []string // addresses, but for data:
}

func newTab(t *testing.T, browser context.Context) *tab {
	t.Helper()
	b := &tab{t: t}
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithListener(b.hear))
	t.Cleanup(cancel)
	b.ctx = ctx
	// A tab lives as long as the context of the first action.
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	b.do(call(audits.Enable, cdp.Empty{}))
	return b
}

// call makes an action of a command.
func call[P, R any](command cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, command, params)
		return err
	})
}

func (b *tab) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	add := func(format string, args ...any) { b.wrong = append(b.wrong, fmt.Sprintf(format, args...)) }
	switch e := event.(type) {
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Source == log.EntrySourceSecurity {
			add("log: %s %s", e.Entry.Text, e.Entry.URL)
		}
	case *runtime.EventExceptionThrown:
		add("exception: %s", e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError {
			var words []string
			for _, a := range e.Args {
				words = append(words, fmt.Sprintf("%s%s", a.Value, a.Description))
			}
			add("console: %s", strings.Join(words, " "))
		}
	case *audits.EventIssueAdded:
		if d := e.Issue.Details.ContentSecurityPolicyIssueDetails; d != nil {
			add("policy: %s %s", d.ViolatedDirective, d.BlockedURL)
		}
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, "data:") {
			b.requests = append(b.requests, e.Request.URL)
		}
	case *network.EventLoadingFailed:
		if !e.Canceled {
			add("not loaded: %s", e.ErrorText)
		}
	case *network.EventResponseReceived:
		if e.Response.Status >= 400 {
			add("%d: %s", e.Response.Status, e.Response.URL)
		}
	}
}

// fine checks that the browser has complained of nothing and asked for
// nothing outside of root.
func (b *tab) fine(root string) {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.wrong) > 0 {
		b.t.Errorf("the browser complains:\n%s", strings.Join(b.wrong, "\n"))
	}
	if len(b.requests) == 0 {
		b.t.Error("the browser asked for nothing: this tests nothing")
	}
	for _, r := range b.requests {
		if !strings.HasPrefix(r, root) && r != "about:blank" {
			b.t.Errorf("a request leaves the site: %s", r)
		}
	}
}

func (b *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

func (b *tab) open(address string) {
	b.t.Helper()
	b.do(chromedp.Navigate(address))
}

func (b *tab) click(selector string) {
	b.t.Helper()
	b.do(chromedp.Click(chromedp.CSS(selector)))
}

// is asks the page.
func is[T any](b *tab, expression string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// becomes waits, over loads of pages, until an expression is true.
func (b *tab) becomes(expression string) {
	b.t.Helper()
	var last error
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		ctx, cancel := context.WithTimeout(b.ctx, patience)
		ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](expression))
		cancel()
		if last = err; ok {
			return
		}
	}
	where, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string](`location.href + "\n" + document.body.innerText.slice(0, 300)`))
	b.t.Fatalf("it does not become true: %s (%v)\n%s", expression, last, where)
}

// picture is what the window shows, as PNG.
func (b *tab) picture() []byte {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatal(err)
	}
	return png
}

func (b *tab) scripts(on bool) {
	b.t.Helper()
	b.do(call(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on}))
}

// host serves a built site as a host does that knows its _headers, or as one
// that knows nothing of headers.
type host struct {
	files   map[string]string
	prefix  string // "/" or "/a/b/"
	headers [][2]string
	slow    time.Duration // that a script takes to come

	mu      sync.Mutex
	letters []map[string][]string // what forms sent
}

func (h *host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, ok := strings.CutPrefix(r.URL.Path, h.prefix)
	if name == "" {
		name = "index.html"
	}
	content, found := h.files[name]
	if !ok || !found {
		http.NotFound(w, r)
		return
	}
	if r.Method == http.MethodPost {
		if err := r.ParseForm(); err == nil {
			h.mu.Lock()
			h.letters = append(h.letters, r.PostForm)
			h.mu.Unlock()
		}
	}
	for _, kv := range h.headers {
		w.Header().Set(kv[0], kv[1])
	}
	kind := mime.TypeByExtension(path.Ext(name))
	if strings.HasPrefix(kind, "text/") && !strings.Contains(kind, "charset") {
		kind += "; charset=utf-8"
	}
	w.Header().Set("Content-Type", kind)
	if path.Ext(name) == ".js" {
		time.Sleep(h.slow)
	}
	http.ServeContent(w, r, "", time.Time{}, strings.NewReader(content))
}

// serveAt serves files below a prefix and returns the root's address.
func serveAt(t *testing.T, files map[string]string, prefix string, headers bool) (*host, string) {
	t.Helper()
	h := &host{files: files, prefix: prefix}
	if headers {
		all, _, _ := strings.Cut(strings.TrimPrefix(files["_headers"], "/*\n"), "\n/")
		for line := range strings.Lines(all) {
			key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
			h.headers = append(h.headers, [2]string{key, value})
		}
		if len(h.headers) < 5 {
			t.Fatalf("_headers is not understood: %q", files["_headers"])
		}
	}
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return h, s.URL + prefix
}

// published is the sample county, built once: its site, its files, and the
// folder that they lie in.
type published struct {
	site   *site.Site
	files  map[string]string
	folder string
}

func publish(t *testing.T) published {
	t.Helper()
	source := sample(t)
	// Short lists, so that there are archive pages.
	portal := source["content/portal.yaml"]
	portal.Data = bytes.Replace(portal.Data, []byte("per_page: 30"), []byte("per_page: 10"), 1)
	opts := options(source)
	r := run(t, opts)
	if r.Stopped() {
		t.Fatal(told(r.Findings, opts.Source))
	}
	p := published{site: r.Site, folder: filepath.Join(t.TempDir(), "U 盘", "示范县")}
	if err := os.MkdirAll(filepath.Dir(p.folder), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Tree.WriteTo(context.Background(), p.folder, output.WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	p.files = onDisk(t, p.folder)
	return p
}

// kinds are addresses of one page of each kind, with something that must be
// read there.
func (p published) kinds(t *testing.T) [][2]string {
	t.Helper()
	s := p.site
	rich := p.rich(t)
	archive := ""
	for _, l := range s.Lists() {
		if pages := l.Pages(); len(pages) > 1 {
			archive = pages[1].Address
			break
		}
	}
	repealed := slices.IndexFunc(s.Notices, func(n *site.Notice) bool { return n.Validity == "废止" })
	table := slices.IndexFunc(s.Notices, func(n *site.Notice) bool { return len(n.Body.Tables) > 0 })
	if archive == "" || repealed < 0 || table < 0 {
		t.Fatalf("the sample lacks a kind of page: archive %q, repealed %d, table %d", archive, repealed, table)
	}
	return [][2]string{
		{"index.html", "查阅有网站"},
		{"guide.html", "政府信息公开指南"},
		{s.Guides[0].Address, "获取"},
		{"catalogue.html", "按类别"},
		{s.Categories[0].Address, s.Categories[0].Name},
		{archive, "存档"},
		{rich.Address, rich.Title.V},
		{s.Notices[repealed].Address, "本文件已经废止"},
		{s.Notices[table].Address, s.Notices[table].Index.V},
		{"agencies.html", s.Agencies[1].Name.V},
		{s.Agencies[1].Address, s.Agencies[1].Office.V.Address.V},
		{"regulations.html", "流程"},
		{s.Regulations[0].Address, s.Regulations[0].Title.V},
		{"hotline.html", s.Hotlines[0].Number.V},
		{"fiscal.html", "钱花在哪里"},
		{"fiscal/2026.html", "公开齐了没有"},
		{"fiscal/2026/county-budget.html", "政府一般债务限额和余额情况表"},
		{"fiscal/2026/county-budget/gov-expenditure.html", "普通教育"},
		{"fiscal/2025/agriculture-accounts.html", "占预算"},
		{"fiscal/agency/finance.html", "历年"},
		{"fiscal/table/three-public.html", "公务接待"},
		{"funds.html", "本县有"},
		{"funds/gengdi.html", "监督电话"},
		{"funds/gengdi/2026.html", "青石镇"},
		{"funds/gengdi/2026/qingshizhen.html", "石桥村"},
		{"funds/gengdi/2026/qingshizhen/shiqiaocun.html", "姓名"},
		{"funds/query.html", "全部名单"},
		{"request.html", "受理机构"},
		{"request/points.html", "传真"},
		{"request/flow.html", "20个工作日"},
		{"request/application-person.html", "通信地址"},
		{"request/reply-refused.html", "行政复议"},
		{"statistics.html", "同比"},
		{"scorecard.html", "整改情况"},
		{"scorecard/finance.html", "逐项得分"},
		{"reports.html", "2025年"},
		{"reports/2025/county.html", "勾稽关系"},
		{"mailbox.html", "写信须知"},
		{s.Letters[0].Address, s.Letters[0].Title.V},
		{"mailbox/thanks.html", "来信已经提交"},
		{"search.html", "按类别"},
		{"sitemap.html", "网站地图"},
		{"accessibility.html", "无障碍"},
		{"404.html", "没有找到"},
	}
}

// every is the address of one page of each kind, those of a service hall too.
func (p published) every(t *testing.T) []string {
	t.Helper()
	var list []string
	for _, kind := range p.kinds(t) {
		list = append(list, kind[0])
	}
	return append(list, "screen.html", "touch.html")
}

// pictured are the pages with pictures in their text.
func (p published) pictured() []string {
	var pages []string
	for _, path := range slices.Sorted(maps.Keys(p.files)) {
		if strings.HasSuffix(path, ".html") && strings.Contains(p.files[path], "<img") {
			pages = append(pages, path)
		}
	}
	return pages
}

// rich is a notice with attachments that stands on the first page of its
// category.
func (p published) rich(t *testing.T) *site.Notice {
	t.Helper()
	for _, c := range p.site.Categories {
		for _, n := range site.Newest(c.Notices, p.site.Portal.PageSize()) {
			if len(n.Attachments) > 0 && n.Category == c && c.Group == p.site.Groups[0] {
				return n
			}
		}
	}
	t.Fatal("the sample has no notice with attachments on the first page of a category")
	return nil
}

// sameBytes compares a file on disk with what was published.
func sameBytes(t *testing.T, file, want string) {
	t.Helper()
	got, err := os.ReadFile(file)
	if err != nil || !bytes.Equal(got, []byte(want)) {
		t.Errorf("%s: %d bytes, want %d (%v)", file, len(got), len(want), err)
	}
}
