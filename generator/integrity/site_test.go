package integrity

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"
)

// host serves a folder below /gk/ as hosts do, with what is wrong put over it.
type host struct {
	files fstest.MapFS
	over  map[string]http.HandlerFunc // by path
	asked atomic.Int64
}

func (h *host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.asked.Add(1)
	path, _ := strings.CutPrefix(r.URL.Path, "/gk/")
	if f := h.over[path]; f != nil {
		f(w, r)
		return
	}
	if path == "" || strings.HasSuffix(path, "/") {
		path += "index.html"
	}
	text, err := fs.ReadFile(h.files, path)
	if err != nil {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	w.Write(text)
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(code) }
}

func leadTo(to string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", to)
		w.WriteHeader(http.StatusMovedPermanently)
	}
}

// open is the site on a host, which does not wait between tries.
func open(t *testing.T, h *host, path string) *Site {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	s, err := OpenSite(server.Client(), server.URL+path)
	if err != nil {
		t.Fatal(err)
	}
	s.wait = 0
	return s
}

func TestCheckSite(t *testing.T) {
	files := folder("index.html", "home", "404.html", "lost", "about/index.html", "about", "公开/表 1%2.csv", "a,b", "old.html", "<meta http-equiv=refresh>",
		"changed.html", "before", "longer.html", "1", "gone.html", "1", "large.html", strings.Repeat("x", mostLead+1), "away.html", "1", "failing.html", "1", "slow.html", "1",
		"round.html", "1", "packed.html", strings.Repeat("packed", 100), "bomb.html", "1", "_headers", "h", "nginx.conf", "n", ".nojekyll", "", "forbidden.html", "1", ".well-known/security.txt", "1")
	m := of(t, files)
	h := &host{files: files, over: map[string]http.HandlerFunc{
		"404.html":         func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(404); w.Write([]byte("lost")) },
		"about/index.html": leadTo("/gk/about/"),
		"old.html":         leadTo("/gk/index.html"),
		"large.html":       leadTo("index.html"),
		"away.html":        leadTo("https://elsewhere.example/"),
		"round.html":       leadTo("round.html"),
		"changed.html":     func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("behind")) },
		"longer.html":      func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("12")) },
		"gone.html":        status(404),
		"failing.html":     status(503),
		"forbidden.html":   status(403),
		"_headers":         status(404), "nginx.conf": status(403), ".nojekyll": status(404), ".well-known/security.txt": status(404),
		"packed.html": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			fmt.Fprint(z, strings.Repeat("packed", 100))
			z.Close()
		},
		"bomb.html": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			for range 1000 {
				if _, err := z.Write(make([]byte, 1<<20)); err != nil {
					return
				}
			}
			z.Close()
		},
	}}
	tried := 0
	h.over["slow.html"] = func(w http.ResponseWriter, r *http.Request) {
		if tried++; tried < 3 {
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		w.Write([]byte("1"))
	}
	report, err := CheckSite(context.Background(), open(t, h, "/gk/"), m, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []Problem{
		{Missing, ".well-known/security.txt", ""},
		{Differs, "away.html", `leads to another host: "https://elsewhere.example"`},
		{Differs, "bomb.html", ""},
		{Differs, "changed.html", ""},
		{Unreachable, "failing.html", "HTTP 503 Service Unavailable"},
		{Unreachable, "forbidden.html", "HTTP 403 Forbidden"},
		{Missing, "gone.html", ""},
		{Differs, "large.html", "leads on to index.html"},
		{Differs, "longer.html", ""},
		{Unreachable, "round.html", "is led on more than 5 times"},
	}
	if !slices.Equal(report.Problems, want) {
		t.Errorf("got  %q\nwant %q", report.Problems, want)
	}
	if !slices.Equal(report.Moved, []Lead{{"old.html", "index.html"}}) || report.Withheld != 3 || report.Good != 6 || report.Files != 20 {
		t.Errorf("%+v", report)
	}
}

func TestOpenSite(t *testing.T) {
	for address, want := range map[string]string{
		"https://a.example":                  "https://a.example/",
		"https://a.example/gk":               "https://a.example/gk/",
		"https://a.example/gk/":              "https://a.example/gk/",
		"https://a.example/gk/index.html?x#": "https://a.example/gk/",
		"https://a.example/index.html":       "https://a.example/",
		"http://a.example:8080/公开":           "http://a.example:8080/%E5%85%AC%E5%BC%80/",
		"ftp://a.example/":                   "", "a.example": "", "https://": "", "https://u:p@a.example/": "", "%": "",
	} {
		s, err := OpenSite(http.DefaultClient, address)
		switch {
		case want == "" && err == nil:
			t.Errorf("%s: taken for %s", address, s.Base())
		case want != "" && (err != nil || s.Base() != want):
			t.Errorf("%s: %v, %v", address, s, err)
		}
	}
}

// TestFromHTTPToHTTPS: a host that leads from http to https does so once, and
// never back.
func TestFromHTTPToHTTPS(t *testing.T) {
	h := &host{files: folder("index.html", "home", Path, "list")}
	secure := httptest.NewTLSServer(h)
	defer secure.Close()
	plainHost := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		leadTo(secure.URL+r.URL.Path)(w, r)
	}))
	defer plainHost.Close()
	s, err := OpenSite(secure.Client(), plainHost.URL+"/gk/")
	if err != nil {
		t.Fatal(err)
	}
	text, err := s.Read(context.Background(), Path, 100)
	if err != nil || string(text) != "list" || s.Base() != secure.URL+"/gk/" {
		t.Errorf("%q, %v, %s", text, err, s.Base())
	}
	h.over = map[string]http.HandlerFunc{"index.html": leadTo(plainHost.URL + "/gk/index.html")}
	var elsewhere Elsewhere
	if _, err := s.Read(context.Background(), "index.html", 100); !errors.As(err, &elsewhere) || string(elsewhere) != plainHost.URL {
		t.Errorf("from https to http: %v", err)
	}
}

func TestReadIsBounded(t *testing.T) {
	s := open(t, &host{files: folder(Path, strings.Repeat("x", 101))}, "/gk/")
	if _, err := s.Read(context.Background(), Path, 100); err == nil {
		t.Error("reads more than it may")
	}
	if _, err := s.Read(context.Background(), Path, 101); err != nil {
		t.Error(err)
	}
	var none Status
	if _, err := s.Read(context.Background(), SignaturePath, 100); !errors.As(err, &none) || none != 404 {
		t.Errorf("%v", err)
	}
}

// TestGivesUp: a host that is gone is not asked for forty thousand files.
// TestPatienceEnds: a list may tell of any size, and the host send a byte a second.
func TestPatienceEnds(t *testing.T) {
	for size, want := range map[int64]time.Duration{0: time.Minute, 1 << 20: time.Minute + 256*time.Second, maxSize: time.Hour} {
		if got := patienceFor(size); got != want {
			t.Errorf("%d bytes may take %s, want %s", size, got, want)
		}
	}
}

func TestGivesUp(t *testing.T) {
	var m Manifest
	for i := range 5000 {
		m.Append(fmt.Sprintf("%05d", i), 1, Sum{})
	}
	h := &host{over: map[string]http.HandlerFunc{}}
	for _, f := range m.Files() {
		h.over[f.Path] = status(503)
	}
	if _, err := CheckSite(context.Background(), open(t, h, "/gk/"), &m, nil); !errors.Is(err, ErrLost) {
		t.Errorf("%v", err)
	}
	if most := int64(tries * (giveUp + 2*atOnce)); h.asked.Load() > most {
		t.Errorf("asked %d times, want at most %d", h.asked.Load(), most)
	}
}
