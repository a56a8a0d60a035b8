// Package serve shows the site while it is being worked on: it watches the
// source, builds again when a file changes, and tells the browsers.
//
// The idea: whoever edits a notice sees the page as the public would, a
// moment after saving. What is wrong is laid over the page, in the words of
// `gongkai check`, and the last good site stays behind it until the mistake
// is mended; then everything recovers by itself.
//
// The design: one goroutine waits for changes, builds, and swaps a pointer to
// an immutable state; requests read whichever state is current and never
// wait for a build (the first search after a change waits for its index, which
// is made then). A browser listens to a stream of events. Each stream has
// a channel of one place that says only "look again": a signal that does not
// fit is dropped, because the one that is there will lead to the newest state
// anyway; nobody ever closes a channel that somebody else may send on. A
// change of stylesheets alone swaps them in the page without loading it anew.
//
// The limits: it binds to this machine only and answers no other host name,
// for drafts and people's letters are on it. It is no server for the public.
package serve

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"gongkai/generator/diag"
	"gongkai/generator/output"
)

// Built is what a build made.
type Built struct {
	Tree     *output.Tree // nil where findings stopped the build
	Base     string       // the address of the published site's root, ending in a slash
	Findings diag.List    // sorted
}

// Options of a Server.
type Options struct {
	Folder string                                   // the source folder, which is watched
	Build  func(ctx context.Context) (Built, error) // builds from the folder as it is now
	Lang   string                                   // "zh" or "en": the language of findings
	Poll   time.Duration                            // look for changes this often instead of being told; 0: be told

	// Done, if set, is called after each build, one call at a time.
	Done func(b Built, took time.Duration, err error)
}

// Server serves the newest good build of a source folder.
type Server struct {
	opts  Options
	token string // tells this run of the server from an earlier one
	now   atomic.Pointer[state]
	quit  chan struct{} // closed by Run when it ends; nobody sends on it

	mu      sync.Mutex
	streams map[chan struct{}]bool
}

// state is what requests see. It is never changed, only replaced.
type state struct {
	serial   int // counts builds
	tree     *output.Tree
	base     string
	fresh    int               // the build that last changed more than stylesheets
	styled   int               // the build that last changed a stylesheet
	styles   map[string]string // of pages since fresh: path of a former stylesheet → the one in its place
	reported int               // the build that last changed the findings
	report   []byte            // the findings as the browser gets them
	good     bool              // no error stopped this build
}

// New makes a server; it does nothing before Run.
func New(opts Options) *Server {
	s := &Server{
		opts:    opts,
		token:   strconv.FormatInt(time.Now().UnixNano(), 36),
		quit:    make(chan struct{}),
		streams: map[chan struct{}]bool{},
	}
	s.now.Store(&state{report: []byte("{}")})
	return s
}

// Run builds, serves on ln and follows the changes of the source until ctx
// ends. Errors of a build are shown in the browser and do not end it.
func (s *Server) Run(ctx context.Context, ln net.Listener) error {
	changes, err := watch(ctx, s.opts.Folder, s.opts.Poll)
	if err != nil {
		ln.Close()
		return err
	}
	web := &http.Server{Handler: s.Handler(), ReadHeaderTimeout: 10 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- web.Serve(ln) }()

	s.rebuild(ctx, nil)
	for {
		select {
		case changed := <-changes:
			s.rebuild(ctx, changed)
		case err := <-failed:
			close(s.quit)
			return err
		case <-ctx.Done():
			close(s.quit)
			return shutDown(web)
		}
	}
}

// shutDown lets requests finish that are nearly done, and cuts off the rest.
func shutDown(web *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), 500*time.Millisecond)
	defer cancel()
	if err := web.Shutdown(ctx); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	web.Close() // a second close is no error that anyone could act on
	return nil
}

// rebuild builds, swaps the state and tells the browsers. changed are the
// paths that changed since the last call; nil means that all is new.
func (s *Server) rebuild(ctx context.Context, changed []string) {
	start := time.Now()
	b, err := s.opts.Build(ctx)
	took := time.Since(start)
	if ctx.Err() != nil {
		return
	}
	old := s.now.Load()
	next := *old
	next.serial++
	next.good = err == nil && b.Tree != nil
	if report := s.report(b, err, old.tree != nil); string(report) != string(old.report) {
		next.report, next.reported = report, next.serial
	}
	if next.good {
		next.show(old, b, changed)
	}
	s.now.Store(&next)
	s.signal()
	if s.opts.Done != nil {
		s.opts.Done(b, took, err)
	}
}

// show puts a good build in place of the one before.
func (next *state) show(old *state, b Built, changed []string) {
	next.tree, next.base = b.Tree, b.Base
	if old.good && onlyStyles(changed) {
		if styles, ok := restyle(old, b.Tree); ok {
			if styles != nil {
				next.styles, next.styled = styles, next.serial
			}
			return
		}
	}
	next.fresh, next.styles = next.serial, nil
}

// Listen binds to a port of this machine. Unless the port is the only one
// that will do, the next ten are tried.
func Listen(port int, only bool) (net.Listener, error) {
	tries := 11
	if only {
		tries = 1
	}
	var first error
	for i := range tries {
		ln, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port+i)))
		if err == nil {
			return ln, nil
		}
		if first == nil {
			first = err
		}
	}
	return nil, first
}

// Handler answers requests for the current site. It is what Run serves.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/", s.file)
	mux.HandleFunc(own+"events", s.events)
	mux.HandleFunc(own+"client.js", s.client)
	mux.HandleFunc(own+"client.css", s.client)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		switch {
		case !local(r.Host):
			// A page of another site may have its name lead to 127.0.0.1.
			http.Error(w, "gongkai serve answers only to 127.0.0.1 and localhost", http.StatusForbidden)
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "gongkai serve only shows the site", http.StatusMethodNotAllowed)
		default:
			mux.ServeHTTP(w, r)
		}
	})
}

func local(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return host == "127.0.0.1" || host == "localhost" || host == "::1" || host == "[::1]"
}
