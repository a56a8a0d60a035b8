package serve

import (
	"bytes"
	_ "embed"
	"errors"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"gongkai/generator/diag"
)

// own is the folder of addresses that the server keeps for itself. No page of
// a site lies in it: a published name never starts with a dot.
const own = "/.gongkai/"

//go:embed client.js
var clientScript string

//go:embed client.css
var clientStyle string

// client serves the script and the stylesheet that are put into pages.
func (s *Server) client(w http.ResponseWriter, r *http.Request) {
	body := clientScript
	if path.Ext(r.URL.Path) == ".css" {
		body = clientStyle
	}
	w.Header().Set("Content-Type", typeOf(r.URL.Path))
	http.ServeContent(w, r, "", time.Time{}, strings.NewReader(body))
}

// file serves what the newest good build has at an address.
func (s *Server) file(w http.ResponseWriter, r *http.Request) {
	now := s.now.Load()
	if now.tree == nil {
		s.page(w, r, now, http.StatusServiceUnavailable, s.waiting())
		return
	}
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	f, err := now.tree.Open(name)
	if err == nil {
		defer f.Close()
		if st, failed := f.Stat(); failed == nil && st.IsDir() {
			err = fs.ErrNotExist
		}
	}
	switch {
	case errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid):
		s.page(w, r, now, http.StatusNotFound, s.missing(now))
	case err != nil:
		s.page(w, r, now, http.StatusInternalServerError, plainPage(err.Error()))
	case path.Ext(name) == ".html":
		body, err := io.ReadAll(f)
		if err != nil {
			s.page(w, r, now, http.StatusInternalServerError, plainPage(err.Error()))
			return
		}
		s.page(w, r, now, http.StatusOK, body)
	default:
		w.Header().Set("Content-Type", typeOf(name))
		if seeker, ok := f.(io.ReadSeeker); ok {
			http.ServeContent(w, r, "", time.Time{}, seeker)
			return
		}
		io.Copy(w, f) // the browser is gone, or the file: neither can be told any more
	}
}

// page sends a page with the client in it.
func (s *Server) page(w http.ResponseWriter, r *http.Request, now *state, status int, body []byte) {
	w.Header().Set("Content-Type", typeOf("x.html"))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(s.withClient(body, now)) // the browser may be gone
	}
}

// withClient puts the client at the end of a page, from files: the pages'
// Content-Security-Policy allows nothing inline.
func (s *Server) withClient(body []byte, now *state) []byte {
	client := `<link rel="stylesheet" href="` + own + `client.css"><script src="` + own + `client.js?v=` + url.QueryEscape(s.version(now)) + `"></script>`
	at := bytes.LastIndex(body, []byte("</body>"))
	if at < 0 { // HTML lets the end tags be left out, and a minifier does
		at = len(body)
	}
	out := make([]byte, 0, len(body)+len(client))
	out = append(out, body[:at]...)
	out = append(out, client...)
	return append(out, body[at:]...)
}

// missing is the site's own page for what is not there. It is shown at any
// depth, so its links carry the published site's address; here they lead here.
func (s *Server) missing(now *state) []byte {
	body, err := now.tree.Read("404.html")
	if err != nil {
		return plainPage("404")
	}
	if now.base == "" {
		return body
	}
	body = bytes.ReplaceAll(body, []byte(now.base), []byte("/"))
	if u, err := url.Parse(now.base); err == nil && len(u.Path) > 1 {
		body = bytes.ReplaceAll(body, []byte(`="`+u.Path), []byte(`="/`))
	}
	return body
}

// waiting is shown until there has been a good build.
func (s *Server) waiting() []byte {
	return plainPage(diag.Say("网站还没有生成。", "The site has not been built yet.").In(s.opts.Lang))
}

func plainPage(text string) []byte {
	var b bytes.Buffer
	b.WriteString(`<!doctype html><html><head><meta charset="utf-8"><title>gongkai serve</title></head><body><p>`)
	b.WriteString(strings.NewReplacer("&", "&amp;", "<", "&lt;").Replace(text))
	b.WriteString("</p></body></html>\n")
	return b.Bytes()
}

// typeOf is the media type of a file by its name. The machine's own table is
// asked last, for it differs from one to the next.
func typeOf(name string) string {
	switch ext := strings.ToLower(path.Ext(name)); ext {
	case ".html":
		return "text/html; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".json", ".map":
		return "application/json; charset=utf-8"
	case ".webmanifest":
		return "application/manifest+json; charset=utf-8"
	case ".xml":
		if path.Base(name) == "feed.xml" {
			return "application/atom+xml; charset=utf-8"
		}
		return "application/xml; charset=utf-8"
	case ".csv":
		return "text/csv; charset=utf-8"
	case ".txt", ".md":
		return "text/plain; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".jpg", ".jpeg":
		return "image/jpeg"
	case ".gif":
		return "image/gif"
	case ".webp":
		return "image/webp"
	case ".ico":
		return "image/x-icon"
	case ".woff2":
		return "font/woff2"
	case ".pdf":
		return "application/pdf"
	case ".ofd":
		return "application/ofd"
	case ".doc", ".wps":
		return "application/msword"
	case ".xls", ".et":
		return "application/vnd.ms-excel"
	case ".docx":
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case ".xlsx":
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case ".pptx":
		return "application/vnd.openxmlformats-officedocument.presentationml.presentation"
	case ".zip":
		return "application/zip"
	default:
		if t := mime.TypeByExtension(ext); t != "" {
			return t
		}
		return "application/octet-stream"
	}
}
