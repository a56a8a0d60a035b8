package build_test

import (
	"context"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	chromepage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"gongkai/generator/svg"
)

// What is put into every page before anything of it runs: whatever the corpus
// tries to call says so.
const alarm = `(() => {
  const bang = (name) => (...args) => { console.error("RAN " + name + " " + location.href + " " + new Error().stack); };
  for (const name of ["z", "alert", "confirm", "prompt"]) Object.defineProperty(window, name, { value: bang(name), configurable: false, writable: false });
})()`

// inspect returns what should not be part of a page.
const inspect = `(() => {
  const bad = [];
  const open = ["http:", "https:", "mailto:", "tel:", "file:"];
  const forbidden = ["iframe", "frame", "frameset", "object", "embed", "applet", "base", "style", "portal", "template", "math", "foreignobject", "animate", "set", "marquee", "isindex", "keygen"];
  for (const e of document.querySelectorAll("*")) {
    if (forbidden.includes(e.localName) && !(e.localName === "style" && e.namespaceURI.endsWith("svg"))) bad.push("<" + e.localName + ">");
    if (e.localName === "script" && !e.src && e.type !== "application/ld+json") bad.push("script " + e.textContent.slice(0, 80));
    if (e.localName === "meta" && e.httpEquiv && !/^(content-type|x-ua-compatible)$/i.test(e.httpEquiv)) bad.push("meta " + e.httpEquiv);
    for (const a of e.attributes) {
      if (/^on/i.test(a.name) || ["srcdoc", "formaction", "ping", "background", "srcset"].includes(a.name)) bad.push(e.localName + " " + a.name);
      if (["href", "src", "action", "xlink:href", "poster", "data"].includes(a.name)) {
        let to;
        try { to = new URL(a.value, document.baseURI); } catch (err) { continue; }
        if (!open.includes(to.protocol) && !a.value.startsWith("data:image/")) bad.push(a.name + " " + a.value);
      }
    }
  }
  return Array.from(new Set(bad)).slice(0, 20);
})()`

// touch does to everything on a page what a reader might, and follows what is
// no address of a page.
const touch = `(() => {
  const open = ["http:", "https:", "mailto:", "tel:", "file:"];
  addEventListener("click", (e) => {
    const a = e.target.closest && e.target.closest("a[href]");
    if (a && open.includes(a.protocol)) e.preventDefault();
  }, true);
  addEventListener("submit", (e) => e.preventDefault(), true);
  const all = Array.from(document.querySelectorAll("*"));
  for (const e of all.filter((e) => e.attributes.length > 0).slice(0, 3000)) {
    for (const type of ["mouseover", "mousedown", "click"]) e.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }));
    for (const type of ["focus", "input", "toggle"]) e.dispatchEvent(new Event(type, { bubbles: false }));
  }
  return true;
})()`

var (
	policyMeta = regexp.MustCompile(`<meta http-equiv="?Content-Security-Policy"?[^>]*>`)
	outside    = regexp.MustCompile(`evil\.example|a\.example|b\.example`)
)

// naked are the files of a site without its policy: what the policy would stop
// must not be there in the first place.
func naked(files map[string]string) map[string]string {
	out := map[string]string{}
	for p, text := range files {
		if path.Ext(p) == ".html" {
			text = policyMeta.ReplaceAllString(text, "")
		}
		out[p] = text
	}
	return out
}

// tested are the pages that are opened: all that hold vectors in a way of their
// own, and of the others the first few of each folder.
func tested(files map[string]string, always []string) []string {
	var list []string
	count := map[string]int{}
	var paths []string
	for p := range files {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	for _, p := range paths {
		if path.Ext(p) != ".html" || p == "control.html" {
			continue
		}
		if strings.Contains(files[p], `http-equiv="refresh"`) {
			continue // an old address: it leads on, as it should
		}
		dir := path.Dir(p)
		few := 1
		if dir == "." {
			few = 99
		}
		switch count[dir]++; {
		case strings.Contains(p, "hostile-"), slices.Contains(always, p), count[dir] <= few && strings.Count(p, "/") < 4 && !strings.HasPrefix(dir, "notices/20") && !strings.HasPrefix(dir, "fiscal/20"), strings.HasPrefix(p, "fiscal/2026/agriculture-budget"), strings.HasPrefix(dir, "mailbox/2026") && count[dir] < 4:
			list = append(list, p)
		}
	}
	return list
}

// TestHostileInBrowser: nothing of the corpus runs, asks for anything or is
// part of a page, though no policy forbids it.
func TestHostileInBrowser(t *testing.T) {
	t.Parallel() // as TestInBrowser
	start := launch(t)
	r, _, _, held := hostileCounty(t)
	files := naked(bytesOf(t, r.Tree))
	var drawings []string
	for _, v := range vectors(t, "svg") {
		clean, _, err := svg.Clean([]byte(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">` + v + `</svg>`))
		if err == nil {
			drawings = append(drawings, strings.TrimSuffix(strings.TrimSpace(string(clean)[strings.Index(string(clean), ">")+1:]), "</svg>"))
		}
	}
	whole := `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">` + strings.Join(drawings, "\n") + `</svg>`
	files["drawings.svg"] = whole
	files["control.html"] = `<!doctype html><title>a</title><img src=q onerror=z()><a href="javascript:alert(1)">a</a>`
	_, root := serveAt(t, files, "/", false)

	b := alarmed(t, start)

	// The alarm rings.
	b.open(root + "control.html")
	if got := is[[]string](b, inspect); len(got) != 2 || !is[bool](b, touch) {
		t.Errorf("it is overlooked what runs: %q", got)
	}
	b.becomes(`true`)
	if rung := b.taken(); !slices.ContainsFunc(rung, func(s string) bool { return strings.Contains(s, "RAN z") }) || !slices.ContainsFunc(rung, func(s string) bool { return strings.Contains(s, "RAN alert") }) {
		t.Fatalf("the alarm does not ring: %q", rung)
	}
	b.mu.Lock()
	b.requests = nil
	b.mu.Unlock()

	visit := func(p string) {
		address := root + (&url.URL{Path: p}).EscapedPath()
		b.open(address)
		if got := is[[]string](b, inspect); len(got) > 0 {
			t.Errorf("%s holds %q", p, got)
		}
		is[bool](b, touch)
		if got := is[[]string](b, inspect); len(got) > 0 {
			t.Errorf("%s, touched, holds %q", p, got)
		}
		if at := is[string](b, `location.href`); !strings.HasPrefix(at, root) {
			t.Errorf("%s leads to %s", p, at)
		}
		for _, w := range b.taken() {
			if strings.Contains(w, "RAN") || strings.HasPrefix(w, "exception") {
				t.Errorf("%s: %s", p, w)
			}
		}
	}
	pages := append(tested(files, held), "drawings.svg")
	for _, p := range pages {
		visit(p)
	}
	finish := func() {
		t.Helper()
		for _, w := range b.taken() {
			if strings.Contains(w, "RAN") || strings.HasPrefix(w, "exception") {
				t.Error(w)
			}
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, request := range b.requests {
			if !strings.HasPrefix(request, root) && request != "about:blank" || outside.MatchString(request) {
				t.Errorf("a request leaves the site: %s", request)
			}
		}
		if len(b.requests) == 0 {
			t.Error("nothing was asked for: this tests nothing")
		}
	}
	finish()

	// Where another site opened this one, it gave the window its name.
	b = alarmed(t, start)
	b.open(root + "404.html")
	is[string](b, "window.name = `hall{\"home\":\"javascript:z()\",\"style\":\"https://evil.example/a.css\"}`")
	b.open(root + "agencies.html")
	is[bool](b, touch)
	if is[bool](b, `document.documentElement.classList.contains("kiosk")`) {
		t.Error("the name of a window makes it a touch screen")
	}
	finish()

	b = alarmed(t, start) // the tab of before has been a touch screen
	for _, q := range []string{"z()", "<script>", "onerror", "除雪", "evil", `"><img src=q onerror=z()>`, "__proto__", "constructor"} {
		b.open(root + "search.html?q=" + url.QueryEscape(q))
		b.becomes(`["done", "idle"].includes(` + searchState + `)`)
		if got := is[[]string](b, inspect); len(got) > 0 {
			t.Errorf("the search for %s holds %q", q, got)
		}
		b.open(root + "index.html")
		b.do(chromedp.SendKeys(chromedp.CSS(searchBox), q))
		b.do(chromedp.Sleep(300e6))
		if got := is[[]string](b, inspect); len(got) > 0 {
			t.Errorf("suggestions for %s hold %q", q, got)
		}
	}
	for _, more := range []string{"kind", "agency", "category", "year", "from"} {
		b.open(root + "search.html?q=a&" + more + "=" + url.QueryEscape(`__proto__"><img src=q onerror=z()>`))
		b.becomes(`["done", "idle"].includes(` + searchState + `)`)
		if got := is[[]string](b, inspect); len(got) > 0 {
			t.Errorf("a filter by %s holds %q", more, got)
		}
	}
	finish()
	t.Logf("%d pages, %d drawings", len(pages), len(drawings))
}

// alarmed is a tab in which whatever the corpus calls says so.
func alarmed(t *testing.T, start context.Context) *tab {
	t.Helper()
	b := newTab(t, start)
	b.do(call(chromepage.AddScriptToEvaluateOnNewDocument, chromepage.AddScriptToEvaluateOnNewDocumentParams{Source: alarm}))
	return b
}

// taken are the complaints of the browser since the last time.
func (b *tab) taken() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	list := b.wrong
	b.wrong = nil
	return list
}
