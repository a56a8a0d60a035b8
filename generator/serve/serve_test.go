package serve

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gongkai/generator/diag"
	"gongkai/generator/output"
)

const limit = time.Minute // nothing takes this long unless it never happens

// site is a source folder whose build is simple: each file of content is a
// page with its text, the one stylesheet gets a hashed name, and the word
// BROKEN is an error.
type site struct {
	t      *testing.T
	folder string
	url    string
	stop   context.CancelFunc
	ended  chan error
	builds chan Built
}

func start(t *testing.T, files map[string]string, poll time.Duration) *site {
	t.Helper()
	s := &site{t: t, folder: t.TempDir(), ended: make(chan error, 1), builds: make(chan Built, 100)}
	for name, text := range files {
		s.write(name, text)
	}
	ln, err := Listen(0, true)
	if err != nil {
		t.Fatal(err)
	}
	s.url = "http://" + ln.Addr().String()
	ctx, stop := context.WithCancel(context.Background())
	s.stop = stop
	server := New(Options{Folder: s.folder, Build: s.build, Lang: "en", Poll: poll,
		Done: func(b Built, _ time.Duration, _ error) { s.builds <- b }})
	go func() { s.ended <- server.Run(ctx, ln) }()
	t.Cleanup(func() {
		stop()
		select {
		case <-s.ended:
		case <-time.After(limit):
			t.Error("the server does not end")
		}
	})
	s.built()
	return s
}

// policy is as strict as that of a real page.
const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'">`

func (s *site) build(context.Context) (Built, error) {
	b := Built{Tree: &output.Tree{}, Base: "https://www.example.test/sub/"}
	css, err := os.ReadFile(filepath.Join(s.folder, "theme", "site.css"))
	if err != nil {
		return b, err
	}
	sum := sha256.Sum256(css)
	style := "assets/site-" + hex.EncodeToString(sum[:4]) + ".css"
	b.Tree.Add(output.Bytes(style, "theme", css))
	root := os.DirFS(s.folder)
	err = fs.WalkDir(root, "content", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(root, p)
		if i := strings.Index(string(text), "BROKEN"); i >= 0 {
			b.Findings.Add("front-matter", diag.At(&diag.File{Path: p}, i, 6), diag.Say("坏了", "this is broken"), diag.Say("修好", "mend it"))
			b.Findings[len(b.Findings)-1].Severity = diag.Error
		}
		page := fmt.Sprintf(`<html><head>%s<link rel=stylesheet href="%s"></head><body><p>%s</p></body></html>`, policy, style, text)
		b.Tree.Add(output.Bytes(strings.TrimPrefix(p, "content/"), p, []byte(page)))
		return err
	})
	if len(b.Findings) > 0 {
		b.Tree = nil
	}
	return b, err
}

// write saves a file in one step: a process that is held up between making and
// filling it would be two changes.
func (s *site) write(name, text string) {
	s.t.Helper()
	p := filepath.Join(s.folder, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(p+".swp", []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
	if err := os.Rename(p+".swp", p); err != nil {
		s.t.Fatal(err)
	}
}

// built waits for the next build to end.
func (s *site) built() Built {
	s.t.Helper()
	select {
	case b := <-s.builds:
		return b
	case <-time.After(limit):
		s.t.Fatal("no build")
		return Built{}
	}
}

func (s *site) get(path string) (*http.Response, string) {
	s.t.Helper()
	r, err := http.Get(s.url + path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return r, string(body)
}

// browser is a page that is open.
type browser struct {
	t      *testing.T
	body   io.Closer
	events chan event
}

type event struct{ name, data string }

// open loads a page and listens as its script would.
func (s *site) open(path string) *browser {
	s.t.Helper()
	_, page := s.get(path)
	_, after, found := strings.Cut(page, `client.js?v=`)
	if !found {
		s.t.Fatalf("no client in the page: %s", page)
	}
	version, _, _ := strings.Cut(after, `"`)
	r, err := http.Get(s.url + "/.gongkai/events?v=" + version)
	if err != nil {
		s.t.Fatal(err)
	}
	if got := r.Header.Get("Content-Type"); !strings.HasPrefix(got, "text/event-stream") {
		s.t.Fatalf("event stream has type %q", got)
	}
	b := &browser{t: s.t, body: r.Body, events: make(chan event, 100)}
	s.t.Cleanup(func() { b.body.Close() })
	go func() {
		defer close(b.events)
		var e event
		for lines := bufio.NewScanner(r.Body); lines.Scan(); {
			switch line := lines.Text(); {
			case strings.HasPrefix(line, "event: "):
				e.name = line[len("event: "):]
			case strings.HasPrefix(line, "data: "):
				e.data = line[len("data: "):]
			case line == "" && e.name != "":
				b.events <- e
				e = event{}
			}
		}
	}()
	return b
}

// next waits for an event of a name and passes over others, but not over a
// reload: no page lives on after one.
func (b *browser) next(name string) string {
	b.t.Helper()
	deadline := time.After(limit)
	for {
		select {
		case e, open := <-b.events:
			switch {
			case !open:
				b.t.Fatalf("the stream ended before %q", name)
			case e.name == name:
				return e.data
			case e.name == "reload":
				b.t.Fatalf("reload, want %q", name)
			}
		case <-deadline:
			b.t.Fatalf("no event %q", name)
		}
	}
}

func small() map[string]string {
	return map[string]string{
		"theme/site.css":       "p { color: red }",
		"content/index.html":   "first",
		"content/404.html":     `<a href="https://www.example.test/sub/index.html">home</a> <a href="/sub/guide.html">guide</a>`,
		"content/y/paper.pdf":  "%PDF",
		"content/y/页.html":     "named in Chinese",
		"content/y/index.html": "a folder",
	}
}

func TestEditReloads(t *testing.T) {
	s := start(t, small(), 0)
	b := s.open("/")
	s.write("content/index.html", "second")
	b.next("reload")
	if _, page := s.get("/index.html"); !strings.Contains(page, "second") {
		t.Errorf("after the reload the page is still %s", page)
	}
}

func TestErrorKeepsLastGoodSiteAndRecovers(t *testing.T) {
	s := start(t, small(), 0)
	b := s.open("/")
	s.write("content/index.html", "it is\nBROKEN")
	var r report
	if err := json.Unmarshal([]byte(b.next("findings")), &r); err != nil {
		t.Fatal(err)
	}
	for len(r.Findings) == 0 { // what was told when the page was opened
		if err := json.Unmarshal([]byte(b.next("findings")), &r); err != nil {
			t.Fatal(err)
		}
	}
	f := r.Findings[0]
	if !r.Stopped || !strings.Contains(r.Title, "the page of before is shown") || f.Place != "content/index.html:2:1" || f.Message != "this is broken" || f.Source != "BROKEN" || f.Word != "error" {
		t.Errorf("findings are %+v", r)
	}
	if res, page := s.get("/"); res.StatusCode != http.StatusOK || !strings.Contains(page, "first") {
		t.Errorf("the last good page is gone: %d %s", res.StatusCode, page)
	}
	s.write("content/index.html", "mended")
	if err := json.Unmarshal([]byte(b.next("findings")), &r); err != nil || r.Title != "" && r.Stopped {
		t.Errorf("after the cure: %+v, %v", r, err)
	}
	b.next("reload")
	if _, page := s.get("/"); !strings.Contains(page, "mended") {
		t.Errorf("after the cure the page is %s", page)
	}
}

func TestNoGoodBuildYet(t *testing.T) {
	files := small()
	files["content/index.html"] = "BROKEN"
	s := start(t, files, 0)
	for _, path := range []string{"/", "/any/page.html"} {
		res, page := s.get(path)
		if res.StatusCode != http.StatusServiceUnavailable || !strings.Contains(page, "client.js") {
			t.Errorf("%s: %d %s", path, res.StatusCode, page)
		}
	}
	b := s.open("/any/page.html")
	if data := b.next("findings"); !strings.Contains(data, "this is broken") || !strings.Contains(data, "there is no page to show") {
		t.Errorf("findings are %s", data)
	}
	s.write("content/index.html", "good")
	b.next("reload")
}

func TestStylesheetIsSwapped(t *testing.T) {
	s := start(t, small(), 0)
	b := s.open("/")
	var first string
	for _, p := range []string{"p { color: green }", "p { color: blue }"} {
		s.write("theme/site.css", p)
		var styles map[string]string
		if err := json.Unmarshal([]byte(b.next("css")), &styles); err != nil {
			t.Fatal(err)
		}
		for from, to := range styles {
			if first == "" {
				first = from
			}
			if styles[first] != to {
				t.Errorf("%s becomes %s, and %s %s", from, to, first, styles[first])
			}
			if res, css := s.get("/" + to); css != p || res.Header.Get("Content-Type") != "text/css; charset=utf-8" {
				t.Errorf("%s is %s %q", to, res.Header.Get("Content-Type"), css)
			}
		}
		if styles[first] == "" {
			t.Errorf("nothing takes the place of %q in %v", first, styles)
		}
	}
	s.write("content/index.html", "then the text")
	b.next("reload")
}

func TestStyleChangeAfterErrorReloads(t *testing.T) {
	s := start(t, small(), 0)
	b := s.open("/")
	s.write("content/index.html", "BROKEN")
	s.built()
	s.write("theme/site.css", "p { color: green }")
	s.built()
	s.write("content/index.html", "mended")
	b.next("findings")
	for e := range b.events {
		if e.name == "css" {
			t.Error("only the stylesheet was swapped though the text changed too")
		}
		if e.name == "reload" {
			break
		}
	}
}

func TestNewFolderIsWatched(t *testing.T) {
	s := start(t, small(), 0)
	s.write("content/a/b/c.html", "deep")
	for !s.built().has("a/b/c.html") {
	}
	b := s.open("/a/b/c.html")
	s.write("content/a/b/c.html", "deeper")
	b.next("reload")
	// A folder of layouts that was not there at the start.
	b = s.open("/")
	s.write("layouts/home.html", "x")
	b.next("reload")
}

func (b Built) has(path string) bool {
	_, err := b.Tree.Read(path)
	return err == nil
}

func TestPassingFilesAreNoChange(t *testing.T) {
	s := start(t, small(), 0)
	for _, name := range []string{"content/.index.html.swp", "content/~$a.docx", "content/index.html~", "public/index.html", "README.md"} {
		s.write(name, "x")
	}
	select {
	case <-s.builds:
		t.Error("built again for files that are no part of the source")
	case <-time.After(4 * settle):
	}
}

func TestPoll(t *testing.T) {
	s := start(t, small(), 20*time.Millisecond)
	b := s.open("/")
	s.write("content/new/index.html", "new")
	b.next("reload")
	if err := os.RemoveAll(filepath.Join(s.folder, "content", "new")); err != nil {
		t.Fatal(err)
	}
	s.built()
	for s.built().has("new/index.html") {
	}
}

func TestLeavingBrowsers(t *testing.T) {
	s := start(t, small(), 0)
	var stay []*browser
	for range 5 {
		stay = append(stay, s.open("/"))
	}
	for i := range 40 {
		b := s.open("/")
		if i%4 == 0 {
			s.write("content/index.html", fmt.Sprint("version ", i))
		}
		b.body.Close() // perhaps just as it is being told
	}
	for _, b := range stay {
		b.next("reload")
	}
}

func TestRestartReloads(t *testing.T) {
	s := start(t, small(), 0)
	r, err := http.Get(s.url + "/.gongkai/events?v=another.7")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	for lines := bufio.NewScanner(r.Body); lines.Scan(); {
		if lines.Text() == "event: reload" {
			return
		}
	}
	t.Error("a page of an earlier run of the server is not told to load anew")
}

func TestEndsWithOpenStreams(t *testing.T) {
	s := start(t, small(), 0)
	s.open("/")
	s.stop()
	select { // the stream would be open for ever
	case err := <-s.ended:
		s.ended <- err
		if err != nil {
			t.Errorf("ended with %v", err)
		}
	case <-time.After(limit):
		t.Error("it does not end")
	}
}

func TestAnswers(t *testing.T) {
	s := start(t, small(), 0)
	for path, want := range map[string]struct {
		status    int
		kind, has string
	}{
		"/y/":                   {200, "text/html; charset=utf-8", "a folder"},
		"/y/%E9%A1%B5.html":     {200, "text/html; charset=utf-8", "named in Chinese"},
		"/y/paper.pdf":          {200, "application/pdf", "%PDF"},
		"/.gongkai/client.js":   {200, "text/javascript; charset=utf-8", "EventSource"},
		"/.gongkai/client.css":  {200, "text/css; charset=utf-8", "gongkai-findings"},
		"/none":                 {404, "text/html; charset=utf-8", `<a href="/index.html">home</a> <a href="/guide.html">`},
		"/y":                    {404, "text/html; charset=utf-8", "home"},
		"/deep/er/no/such.html": {404, "text/html; charset=utf-8", "client.js"},
	} {
		res, body := s.get(path)
		if res.StatusCode != want.status || res.Header.Get("Content-Type") != want.kind || !strings.Contains(body, want.has) {
			t.Errorf("%s: %d %s %s", path, res.StatusCode, res.Header.Get("Content-Type"), body)
		}
		if got := res.Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s: Cache-Control is %q", path, got)
		}
	}
	if _, page := s.get("/index.html"); !strings.Contains(page, `</script></body></html>`) {
		t.Errorf("the client is not at the end of the body: %s", page)
	}
	if r, err := http.Post(s.url+"/index.html", "text/plain", nil); err != nil || r.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST: %v, %v", r, err)
	}
	req, _ := http.NewRequest("GET", s.url, nil)
	req.Host = "evil.example"
	if r, err := http.DefaultClient.Do(req); err != nil || r.StatusCode != http.StatusForbidden {
		t.Errorf("another host name: %v, %v", r, err)
	}
}

func TestListenTakesNextPort(t *testing.T) {
	first, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	port := first.Addr().(*net.TCPAddr).Port
	if ln, err := Listen(port, true); err == nil {
		ln.Close()
		t.Error("the only port that would do is taken, and there is no error")
	}
	ln, err := Listen(port, false)
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	if got := ln.Addr().(*net.TCPAddr).Port; got <= port || got > port+10 {
		t.Errorf("listens on %d instead of %d", got, port)
	}
}
