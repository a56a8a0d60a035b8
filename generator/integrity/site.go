package integrity

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
)

// Site is a portal as a host serves it.
type Site struct {
	client *http.Client
	base   *url.URL // ends in a slash
	wait   time.Duration
}

// The bounds within which a host is asked. A few files at a time are no burden
// for it; what it sends is read no further than the list says.
const (
	atOnce     = 6
	tries      = 3
	mostHops   = 5
	mostLead   = 4 << 10     // bytes of a page that does nothing but lead on
	giveUp     = 20          // files in a row that cannot be reached
	patience   = time.Minute // for a small file
	slowest    = 4 << 10     // bytes a second, of a large one
	longest    = time.Hour   // for any: who made the list may want us to wait for ever
	betweenTry = time.Second // the first time, then twice as long
	maxQuote   = 200         // bytes of what a host says
)

// ErrLost: so many files in a row could not be reached that the rest was not
// asked for.
var ErrLost = errors.New("the host cannot be reached any more")

// Elsewhere is another host to which one sends its readers.
type Elsewhere string

func (e Elsewhere) Error() string {
	return fmt.Sprintf("leads to another host: %.*q", maxQuote, string(e))
}

// Status is the answer of a host that has no such file for us.
type Status int

func (s Status) Error() string { return fmt.Sprintf("HTTP %d %s", int(s), http.StatusText(int(s))) }

// OpenSite takes the address of a portal, with or without its index.html. The
// client's transport asks; redirects are followed here, within the host.
func OpenSite(client *http.Client, address string) (*Site, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return nil, fmt.Errorf("%q is not the address of a site", address)
	}
	u.RawQuery, u.Fragment = "", ""
	if dir, last := u.Path[:strings.LastIndexByte(u.Path, '/')+1], u.Path[strings.LastIndexByte(u.Path, '/')+1:]; strings.HasSuffix(last, ".html") {
		u.Path = dir
	} else if last != "" || u.Path == "" {
		u.Path += "/"
	}
	u.RawPath = ""
	quiet := *client
	quiet.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	quiet.Jar = nil
	return &Site{client: &quiet, base: u, wait: betweenTry}, nil
}

// Base is the address that was settled on.
func (s *Site) Base() string { return s.base.String() }

// Read reads a file of the site of at most limit bytes. The error is a Status
// if the host answers and has none, an Elsewhere, ctx's or the network's.
func (s *Site) Read(ctx context.Context, path string, limit int64) ([]byte, error) {
	var text []byte
	end, err := s.get(ctx, path, limit, nil, func(in io.Reader) (err error) {
		text, err = io.ReadAll(io.LimitReader(in, limit+1))
		return err
	})
	switch {
	case err != nil:
		return nil, err
	case int64(len(text)) > limit:
		return nil, fmt.Errorf("is longer than %d bytes", limit)
	}
	// A host that leads from http to https need not do so for every file.
	s.base.Scheme, s.base.Host = end.Scheme, end.Host
	return text, nil
}

// CheckSite compares what a host serves with the list. progress is as in
// CheckFolder. Files that cannot be reached are problems of their own; after
// too many in a row the error is ErrLost.
func CheckSite(ctx context.Context, s *Site, m *Manifest, progress func(done, total int)) (Report, error) {
	listed := make(map[string]bool, m.Len())
	for _, f := range m.Files() {
		listed[f.Path] = true
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var lost atomic.Int64
	report, err := checkAll(ctx, m, atOnce, progress, func(ctx context.Context, f File) verdict {
		v := s.check(ctx, f, listed)
		if v.Kind != Unreachable {
			lost.Store(0)
		} else if lost.Add(1) >= giveUp {
			cancel(fmt.Errorf("%w: %s", ErrLost, v.Why))
		}
		return v
	})
	report.sort()
	return report, err
}

// check judges one file.
func (s *Site) check(ctx context.Context, want File, listed map[string]bool) verdict {
	var got File
	end, err := s.get(ctx, want.Path, want.Size, listed, func(in io.Reader) (err error) {
		got, err = sumFrom(want.Path, io.LimitReader(in, want.Size+1))
		return err
	})
	var status Status
	switch {
	case errors.As(err, &status) && status.refused():
		if ForHost(want.Path) {
			return verdict{withheld: true}
		}
		if status == http.StatusNotFound || status == http.StatusGone {
			return verdict{Problem: Problem{Kind: Missing}}
		}
		return verdict{Problem: Problem{Kind: Unreachable, Why: status.Error()}}
	case errors.As(err, new(Elsewhere)):
		return verdict{Problem: Problem{Kind: Differs, Why: err.Error()}}
	case err != nil:
		return verdict{Problem: Problem{Kind: Unreachable, Why: reason(err)}}
	case got == File{} && want.Size <= mostLead: // nothing was read: end is another listed file
		return verdict{movedTo: s.within(end)}
	case got == File{}:
		return verdict{Problem: Problem{Kind: Differs, Why: "leads on to " + s.within(end)}}
	case got != want:
		return verdict{Problem: Problem{Kind: Differs}}
	}
	return verdict{}
}

// reason is an error of the network without the address, which its reader sees.
func reason(err error) string {
	var at *url.Error
	if errors.As(err, &at) {
		err = at.Err
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return "no answer in time"
	}
	return err.Error()
}

// get asks for a file, again if the network or the host fails for a moment, and
// hands what comes to read. It returns where it ended. Where the host leads on
// to another file that is listed, it ends there and reads nothing: that file is
// judged by itself.
func (s *Site) get(ctx context.Context, path string, size int64, listed map[string]bool, read func(io.Reader) error) (end *url.URL, err error) {
	for try := range tries {
		if try > 0 {
			select {
			case <-ctx.Done():
				return nil, ctx.Err()
			case <-time.After(s.wait << (try - 1)):
			}
		}
		if end, err = s.once(ctx, path, size, listed, read); err == nil || ctx.Err() != nil || final(err) {
			return end, err
		}
	}
	return nil, err
}

// final reports whether another try would come to the same.
func final(err error) bool {
	var status Status
	return errors.As(err, new(Elsewhere)) || errors.As(err, &status) && status.refused()
}

// refused: the host answers, and will not give the file.
func (s Status) refused() bool { return s < 500 && s != http.StatusTooManyRequests }

// once asks once, and follows the host's redirects as long as they stay within.
func (s *Site) once(ctx context.Context, path string, size int64, listed map[string]bool, read func(io.Reader) error) (end *url.URL, err error) {
	ctx, cancel := context.WithTimeout(ctx, patienceFor(size))
	defer cancel()
	at := *s.base
	at.Path += path
	for range mostHops {
		r, err := s.ask(ctx, &at, path)
		if err != nil {
			return nil, err
		}
		to, err := s.leads(r, &at)
		if err == nil && to == nil {
			err = take(r, path, read)
			return &at, err
		}
		r.Body.Close()
		if err != nil {
			return nil, err
		}
		at = *to
		if other := s.within(to); other != path && listed[other] {
			return &at, nil
		}
	}
	return nil, fmt.Errorf("is led on more than %d times", mostHops)
}

// patienceFor is how long a file of so many bytes may take.
func patienceFor(size int64) time.Duration {
	return min(longest, patience+time.Duration(size/slowest)*time.Second)
}

// within is the path of an address in the site, or "".
func (s *Site) within(at *url.URL) string {
	path, ok := strings.CutPrefix(at.Path, s.base.Path)
	if !ok {
		return ""
	}
	return path
}

// take reads an answer. The page for what is not found may be served as that.
func take(r *http.Response, path string, read func(io.Reader) error) error {
	defer r.Body.Close()
	if r.StatusCode != http.StatusOK && !(path == "404.html" && r.StatusCode == http.StatusNotFound) {
		return Status(r.StatusCode)
	}
	return read(r.Body)
}

func (s *Site) ask(ctx context.Context, at *url.URL, path string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", "gongkai-verify")
	request.Header.Set("Cache-Control", "no-cache")
	if strings.HasSuffix(path, ".gz") || strings.HasSuffix(path, ".br") {
		request.Header.Set("Accept-Encoding", "identity") // else some hosts say that it is a page, compressed
	}
	return s.client.Do(request)
}

// leads is where an answer leads on to, if it does and stays within the host.
func (s *Site) leads(r *http.Response, at *url.URL) (*url.URL, error) {
	switch r.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return nil, nil
	}
	to, err := at.Parse(r.Header.Get("Location"))
	if err != nil || r.Header.Get("Location") == "" {
		return nil, errors.New("is led on to nowhere")
	}
	if !sameHost(at, to) {
		return nil, Elsewhere(to.Scheme + "://" + to.Host)
	}
	return to, nil
}

// sameHost lets a host lead from http to https, and never back.
func sameHost(from, to *url.URL) bool {
	switch {
	case from.Scheme == to.Scheme:
		return strings.EqualFold(from.Host, to.Host)
	case from.Scheme == "http" && to.Scheme == "https":
		return strings.EqualFold(from.Hostname(), to.Hostname())
	}
	return false
}
