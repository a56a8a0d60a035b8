package serve

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// keepAlive is how often an idle stream is written to, so that one whose
// reader is gone ends.
const keepAlive = 20 * time.Second

// signal tells every stream to look at the state again.
func (s *Server) signal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for ch := range s.streams {
		select {
		case ch <- struct{}{}:
		default: // it has not looked yet since the last signal
		}
	}
}

func (s *Server) enter(ch chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.streams[ch] = true
}

func (s *Server) leave(ch chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.streams, ch)
}

// seen is what the page at the other end of a stream knows.
type seen struct {
	page     int // the build that the page is of
	styled   int
	reported int // -1: nothing yet
}

// events streams what a page has to know: "reload", "css" with the
// stylesheets to swap, and "findings" with what is wrong now.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	rc := http.NewResponseController(w)
	page, current := s.built(r.URL.Query().Get("v"))
	known := seen{page: page, styled: page, reported: -1}
	if !current {
		known.page = -1
	}
	ch := make(chan struct{}, 1)
	s.enter(ch)
	defer s.leave(ch)

	fmt.Fprint(w, "retry: 500\n\n")
	tick := time.NewTicker(keepAlive)
	defer tick.Stop()
	for {
		tell(w, s.now.Load(), &known)
		if rc.Flush() != nil {
			return
		}
		select {
		case <-ch:
		case <-tick.C:
			fmt.Fprint(w, ": still here\n\n")
		case <-r.Context().Done():
			return
		case <-s.quit:
			return
		}
	}
}

// tell writes the events that lead from what the page knows to the state.
func tell(w http.ResponseWriter, now *state, known *seen) {
	if known.reported < now.reported {
		fmt.Fprintf(w, "event: findings\ndata: %s\n\n", now.report)
		known.reported = now.reported
	}
	if known.page < now.fresh {
		fmt.Fprintf(w, "event: reload\ndata: %d\n\n", now.serial)
		known.page, known.styled = now.serial, now.styled
	}
	if known.styled < now.styled {
		styles, _ := json.Marshal(now.styles) // a map of strings: cannot fail; sorted by key
		fmt.Fprintf(w, "event: css\ndata: %s\n\n", styles)
		known.styled = now.styled
	}
}

// version names the build that a page is of, in the address of its script.
func (s *Server) version(now *state) string { return s.token + "." + strconv.Itoa(now.serial) }

// built reads a version; ok is false if it is not of this run of the server.
func (s *Server) built(version string) (serial int, ok bool) {
	token, number, _ := strings.Cut(version, ".")
	serial, err := strconv.Atoi(number)
	return serial, err == nil && token == s.token
}
