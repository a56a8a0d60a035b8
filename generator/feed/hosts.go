package feed

import (
	"bytes"
	"fmt"
	"html"
	"strings"

	"gongkai/generator/site"
)

// header is one HTTP header.
type header struct{ name, value string }

func (m *maker) headers() []header {
	return []header{
		{"Content-Security-Policy", m.Portal.Policy() + "; frame-ancestors 'none'"},
		{"X-Content-Type-Options", "nosniff"},
		{"X-Frame-Options", "DENY"},
		{"Referrer-Policy", "strict-origin-when-cross-origin"},
		{"Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()"},
		{"Strict-Transport-Security", "max-age=31536000"},
		{"Cross-Origin-Opener-Policy", "same-origin"},
	}
}

// immutable is for files whose names hold the hash of their bytes.
const immutable = "public, max-age=31536000, immutable"

// stamped is for the search index, whose files keep their names: a browser may
// keep them, and asks whether they are still so. What changed is asked for
// with another stamp in any case.
const stamped = "no-cache"

// hosts makes the files by which hosts learn of headers and redirects:
// _headers and _redirects (Netlify, Cloudflare Pages, GitLab Pages),
// .nojekyll (GitHub Pages) and a snippet for nginx.
func (m *maker) hosts() {
	m.add("_headers", "_headers", func(w *bytes.Buffer) {
		w.WriteString("/*\n")
		for _, h := range m.headers() {
			fmt.Fprintf(w, "  %s: %s\n", h.name, h.value)
		}
		fmt.Fprintf(w, "/assets/*\n  Cache-Control: %s\n", immutable)
		fmt.Fprintf(w, "/search/*\n  Cache-Control: %s\n", stamped)
	})
	m.add("_redirects", "_redirects", func(w *bytes.Buffer) {
		for _, a := range m.Aliases() {
			fmt.Fprintf(w, "%s %s 301\n", escaped(a.Path), m.root+escaped("/"+a.To))
		}
	})
	m.add(".nojekyll", ".nojekyll", func(*bytes.Buffer) {})
	if m.hostedOn("github") && !strings.HasSuffix(m.Portal.Domain.V, ".example") {
		m.add("CNAME", "CNAME", func(w *bytes.Buffer) { w.WriteString(m.Portal.Domain.V + "\n") })
	}
	m.add("nginx.conf", "nginx.conf", m.nginx)
}

func (m *maker) hostedOn(host string) bool {
	for _, h := range m.Portal.Hosts {
		if h.V == host {
			return true
		}
	}
	return false
}

// nginx is a snippet for a server block. nginx decodes a request's path before
// it compares it with a location, but sends what return says as it is.
func (m *maker) nginx(w *bytes.Buffer) {
	w.WriteString("# 放进 nginx 的 server { } 里：include /站点目录/nginx.conf;\n# For a server block: include it there.\n")
	fmt.Fprintf(w, "charset utf-8;\nerror_page 404 %s;\n", quoted(m.root+"/404.html"))
	w.WriteString(packed)
	w.WriteString("location ~ /\\.(?!well-known/)|/_(headers|redirects)$|/nginx\\.conf$ { return 404; }\n")
	m.nginxHeaders(w, "")
	fmt.Fprintf(w, "location %s {\n", quoted(m.root+"/assets/"))
	m.nginxHeaders(w, "    ")
	fmt.Fprintf(w, "    add_header Cache-Control \"%s\" always;\n}\n", immutable)
	fmt.Fprintf(w, "location %s {\n", quoted(m.root+"/search/"))
	m.nginxHeaders(w, "    ")
	fmt.Fprintf(w, "    add_header Cache-Control \"%s\" always;\n}\n", stamped)
	for _, a := range m.Aliases() {
		fmt.Fprintf(w, "location = %s { return 301 %s; }\n", quoted(a.Path), quoted(m.root+escaped("/"+a.To)))
	}
}

// packed has nginx send the copies that build --precompress makes. The module
// for .br is no part of nginx: without it the line would keep nginx from
// starting.
const packed = `# 网页旁边有压缩好的副本（gongkai build --precompress gz,br）时直接发送。Packed copies beside pages are sent as they are.
gzip_static on;
gzip_vary on;
# 装了 brotli 模块的，去掉下一行开头的井号。With the brotli module, uncomment the next line.
# brotli_static on;
`

// quoted is a string of nginx's configuration; no path holds a quote or a
// backslash.
func quoted(s string) string { return `"` + s + `"` }

func (m *maker) nginxHeaders(w *bytes.Buffer, indent string) {
	for _, h := range m.headers() {
		fmt.Fprintf(w, "%sadd_header %s \"%s\" always;\n", indent, h.name, h.value)
	}
}

// escaped percent-encodes a path for files in which spaces divide words and
// a dollar begins a variable.
func escaped(p string) string { return strings.ReplaceAll(site.EscapePath(p), "$", "%24") }

// aliasPages stand at old addresses and lead to the new ones on hosts that
// know no redirects, and from file://.
func (m *maker) aliasPages() {
	made := map[string]bool{}
	for _, a := range m.Aliases() {
		file := a.File()
		if made[file] || m.Has(file) {
			continue // rules report it
		}
		made[file] = true
		to := strings.Repeat("../", strings.Count(file, "/")) + site.EscapePath(a.To)
		m.add(file, "alias of "+a.To, func(w *bytes.Buffer) {
			fmt.Fprintf(w, aliasPage, html.EscapeString(to), html.EscapeString(m.url(a.To)), html.EscapeString(a.Title), html.EscapeString(m.Portal.Policy()))
		})
	}
}

const aliasPage = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="%[4]s">
<title>%[3]s</title>
<meta http-equiv="refresh" content="0; url=%[1]s">
<link rel="canonical" href="%[2]s">
<meta name="robots" content="noindex">
</head>
<body>
<main>
<h1>网址已经变更</h1>
<p>请访问：<a href="%[1]s">%[3]s</a></p>
</main>
</body>
</html>
`
