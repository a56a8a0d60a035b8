package build_test

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"gongkai/generator/site"
)

// What WCAG 2.2 (AA) and GB/T 37668-2019 ask and no checker of markup sees, on
// a page of each kind. The numbers are those of WCAG's success criteria.

// list is what a script finds wrong, a line each.
func list(b *tab, script string) string {
	b.t.Helper()
	return strings.Join(is[[]string](b, "(() => { const wrong = [];\n"+script+"\nreturn wrong; })()"), "\n")
}

// structure: one first heading, no level left out, landmarks with names
// (1.3.1, 2.4.1, 2.4.6), and tables whose cells have headers.
func structure(t *testing.T, start context.Context, county published) {
	_, root := serveAt(t, county.files, "/", true)
	b := newTab(t, start)
	for _, address := range county.every(t) {
		b.open(root + address)
		if wrong := list(b, `
			if (document.documentElement.lang !== "zh-CN") wrong.push("no language");
			if (document.querySelectorAll("h1").length !== 1) wrong.push("first headings: " + document.querySelectorAll("h1").length);
			let level = 0;
			for (const h of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
				const l = +h.tagName[1];
				if (level && l > level + 1) wrong.push("after level " + level + " comes " + h.outerHTML.slice(0, 80));
				level = l;
			}
			if (document.querySelectorAll("main").length !== 1) wrong.push("no main");
			const navs = Array.from(document.querySelectorAll("nav"), n => n.getAttribute("aria-label"));
			if (navs.some(n => !n) || new Set(navs).size !== navs.length) wrong.push("navigations: " + navs);
			for (const t of document.querySelectorAll("table")) {
				const named = t.caption || t.closest("[role=region][aria-label]");
				if (!named) wrong.push("a table without a name");
				for (const th of t.querySelectorAll("th")) if (!th.scope) wrong.push("a header without scope: " + th.innerText);
			}
			for (const s of document.querySelectorAll("svg")) {
				if (!s.getAttribute("role") && !s.getAttribute("aria-hidden")) wrong.push("a drawing that says nothing");
			}
			const ids = Array.from(document.querySelectorAll("[id]"), e => e.id);
			if (new Set(ids).size !== ids.length) wrong.push("an id twice: " + ids.filter((x, i) => ids.indexOf(x) !== i));
			for (const e of document.querySelectorAll("[aria-labelledby], [aria-describedby]"))
				for (const id of ((e.getAttribute("aria-labelledby") || "") + " " + (e.getAttribute("aria-describedby") || "")).trim().split(/\s+/))
					if (!document.getElementById(id)) wrong.push("nothing has the id " + id);
		`); wrong != "" {
			t.Errorf("%s:\n%s", address, wrong)
		}
	}
	b.fine(root)
}

// reflow: at 400 % nothing but tables and drawings scrolls sideways (1.4.10),
// and where a reader widens the spaces of the text nothing is cut off (1.4.12).
func reflow(t *testing.T, start context.Context, county published) {
	_, root := serveAt(t, county.files, "/", false) // the spaces come as a style of the reader's own
	const cut = `
		const w = document.documentElement.clientWidth;
		if (document.documentElement.scrollWidth > w) {
			wrong.push("it scrolls sideways: " + document.documentElement.scrollWidth + " of " + w);
			for (const e of Array.from(document.querySelectorAll("body *")).filter(e => e.getBoundingClientRect().right > w + .5).slice(-3)) wrong.push("  " + e.outerHTML.slice(0, 80));
		}
		for (const e of document.querySelectorAll("body *")) {
			const s = getComputedStyle(e);
			if (s.clipPath !== "none" || s.position === "absolute" || e.closest("svg, select, .table-scroll")) continue;
			if (s.overflow !== "visible" && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)) wrong.push("cut off: " + e.className);
		}`
	b := newTab(t, start)
	b.do(chromedp.EmulateViewport(320, 256)) // 1280 by 1024 at 400 %
	for _, address := range county.every(t) {
		b.open(root + address)
		if wrong := list(b, cut); wrong != "" {
			t.Errorf("%s at 400 %%:\n%s", address, wrong)
		}
	}
	for _, width := range []int64{360, 1280} {
		b.do(chromedp.EmulateViewport(width, 800))
		for _, address := range county.every(t) {
			b.open(root + address)
			if wrong := list(b, `
				const style = new CSSStyleSheet();
				style.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }");
				document.adoptedStyleSheets = [style];`+cut); wrong != "" {
				t.Errorf("%s, %d wide, with wide spaces:\n%s", address, width, wrong)
			}
		}
	}
	b.fine(root)
}

// keyboard: Tab reaches the skip link first and then everything that can be
// pressed, in the order of the page; what has the focus is seen to have it and
// lies under nothing (2.1.1, 2.4.3, 2.4.7, 2.4.11), and is large enough (2.5.8).
func keyboard(t *testing.T, start context.Context, county published) {
	_, root := serveAt(t, county.files, "/", true)
	b := newTab(t, start)
	b.do(chromedp.EmulateViewport(1280, 800))
	for _, address := range county.every(t) {
		b.open(root + address)
		b.do(chromedp.KeyEvent("\t"))
		if address != "screen.html" && address != "touch.html" {
			if !is[bool](b, `document.activeElement.matches(".skip") && document.activeElement.getBoundingClientRect().left >= 0`) {
				t.Errorf("%s: the first Tab does not show the skip link", address)
			}
			b.do(chromedp.KeyEvent("\r"))
			b.becomes(`document.activeElement.id === "main"`)
		}
		if wrong := list(b, `
			const ring = e => {
				const s = getComputedStyle(e);
				return s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2;
			};
			// A link in a sentence is as high as its line; what stands by itself is not.
			const inline = e => getComputedStyle(e).display === "inline" && e.parentElement.innerText.trim() !== e.innerText.trim();
			for (const e of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")) {
				if (e.disabled || e.type === "hidden" || !e.checkVisibility({visibilityProperty: true})) continue;
				e.focus({focusVisible: true});
				const what = (e.innerText || e.name || e.className).trim().slice(0, 30);
				if (document.activeElement !== e) { wrong.push("it takes no focus: " + what); continue; }
				if (!ring(e)) wrong.push("its focus is not seen: " + what);
				const r = e.getClientRects()[0];
				const x = Math.min(innerWidth - 1, r.left + r.width / 2), y = r.top + r.height / 2;
				const top = document.elementFromPoint(x, y);
				if (y >= 0 && y < innerHeight && top && top !== e && !e.contains(top) && !top.contains(e)) wrong.push("it lies under " + top.className + ": " + what);
				if (!inline(e) && (r.width < 24 || r.height < 24) && !e.matches(".skip, .word, .footnote-back, sup a, [type=radio]")) wrong.push("it is small, " + r.width + " by " + r.height + ": " + what);
			}`); wrong != "" {
			t.Errorf("%s:\n%s", address, wrong)
		}
	}
	b.fine(root)
}

// forcedColours: where the system paints in its own colours, what was told
// apart by a fill has a border, and the codes can still be scanned. And nothing
// moves where the reader wants it so (2.3.3).
func forcedColours(t *testing.T, start context.Context, county published) {
	_, root := serveAt(t, county.files, "/", true)
	b := newTab(t, start)
	b.do(call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "forced-colors", Value: "active"}, {Name: "prefers-reduced-motion", Value: "reduce"}}}))
	for _, address := range county.every(t) {
		b.open(root + address)
		if !is[bool](b, `matchMedia("(forced-colors: active)").matches`) {
			t.Fatal("the colours are not forced: this tests nothing")
		}
		if wrong := list(b, `
			for (const e of document.querySelectorAll("button.button, a.button, .banner, .tag, input, textarea, select, .slide-mark"))
				if (e.offsetHeight > 0 && e.type !== "hidden" && getComputedStyle(e).borderTopStyle === "none" && !e.matches("[type=radio], [type=checkbox]")) wrong.push("no border: " + e.outerHTML.slice(0, 80));
			for (const e of document.querySelectorAll(".qr"))
				if (getComputedStyle(e).backgroundColor !== "rgb(255, 255, 255)") wrong.push("the code has no light ground");
			for (const e of document.querySelectorAll("[aria-current=true]"))
				if (e.closest(".nav") && getComputedStyle(e).borderBottomColor === getComputedStyle(e.closest("li").nextElementSibling?.firstElementChild || document.body).borderBottomColor) wrong.push("where one is does not show");
			if (document.getAnimations().length) wrong.push("something moves");
		`); wrong != "" {
			t.Errorf("%s:\n%s", address, wrong)
		}
	}
	b.fine(root)
}

// words opens an explanation where the word stands, by mouse and keyboard, and
// without scripts leads to it.
func words(t *testing.T, start context.Context, county published) {
	_, root := serveAt(t, county.files, "/", true)
	i := slices.IndexFunc(county.site.Notices, func(n *site.Notice) bool {
		return strings.Contains(county.files[n.Address], `class="word"`)
	})
	if i < 0 {
		t.Fatal("no notice of the sample has a word that is explained")
	}
	address := root + county.site.Notices[i].Address
	b := newTab(t, start)
	b.open(address)
	b.becomes(`document.querySelector(".word").getAttribute("aria-expanded") === "false"`)
	is[bool](b, `(document.querySelector(".word").focus(), true)`)
	b.do(chromedp.KeyEvent(" "))
	b.becomes(`document.querySelector(".word + .word-note").innerText.startsWith(document.querySelector(".glossary dt").innerText + "：") && document.querySelector(".word").getAttribute("aria-expanded") === "true"`)
	b.do(chromedp.KeyEvent("\x1b"))
	b.becomes(`!document.querySelector(".word-note") && document.activeElement.matches(".word")`)
	const press = `(document.querySelector(".word").click(), true)` // a word may be cut by the end of a line
	is[bool](b, press)
	b.becomes(`document.querySelector(".word-note") !== null`)
	is[bool](b, press)
	b.becomes(`document.querySelector(".word-note") === null`)

	b.scripts(false)
	b.open(address)
	is[bool](b, press)
	b.becomes(`location.hash !== "" && document.querySelector(":target").nextElementSibling.getBoundingClientRect().top < innerHeight`)
	b.fine(root)
}

// saving makes one file of a page, which needs nothing else.
func saving(t *testing.T, start context.Context, county published) {
	_, root := serveAt(t, county.files, "/", true)
	b := newTab(t, start)
	pictured := slices.IndexFunc(county.site.Notices, func(n *site.Notice) bool {
		return strings.Contains(county.files[n.Address], "<img")
	})
	if pictured < 0 {
		t.Fatal("no notice of the sample has a picture")
	}
	b.open(root + county.site.Notices[pictured].Address)
	is[bool](b, `(() => {
		const real = URL.createObjectURL;
		URL.createObjectURL = (blob) => { blob.text().then(text => { window.file = text; }); return real(blob); };
		HTMLAnchorElement.prototype.click = function () { window.fileName = this.download; };
		return true;
	})()`)
	b.click("[data-save]")
	b.becomes(`typeof file === "string" && fileName === document.querySelector("h1").innerText + ".html"`)
	file := is[string](b, "file")
	frame, _ := json.Marshal(file)
	b.open("about:blank")
	is[bool](b, `(document.open(), document.write(`+string(frame)+`), document.close(), true)`)
	b.becomes(`document.querySelector("h1") !== null`)
	if wrong := list(b, `
		if (document.querySelector("script, link")) wrong.push("it asks for another file");
		if (getComputedStyle(document.querySelector(".document")).maxWidth === "none") wrong.push("it has no style");
		for (const i of document.querySelectorAll("img")) if (!i.src.startsWith("data:")) wrong.push("a picture lies elsewhere: " + i.src);
		for (const a of document.querySelectorAll("a[href]")) if (!/^(#|[a-z]+:)/.test(a.getAttribute("href"))) wrong.push("a link leads nowhere: " + a.getAttribute("href"));
	`); wrong != "" {
		t.Error(wrong)
	}
}

// firstView is what a page without scripts may weigh until it is seen, in bytes
// after gzip: what a connection carries in its first round. withScripts is what
// scripts may add.
const (
	firstView   = 14 << 10
	withScripts = 30 << 10
)

// weight: a page and the style it waits for fit into the first round. Of a long
// text the beginning does, and shows all that the first screen holds. Nothing
// moves when the scripts have run.
func weight(t *testing.T, start context.Context, county published) {
	style, script, searching := 0, 0, 0
	extras := map[string]int{} // style sheets of single kinds of pages
	for name, text := range county.files {
		switch {
		case matches(name, "assets/site-*.css"):
			style = len(zipped(text))
		case matches(name, "assets/site-*.js"):
			script = len(zipped(text))
		case matches(name, "assets/search-*.js"):
			searching = len(zipped(text))
		case strings.HasSuffix(name, ".css") && !matches(name, "assets/print-*.css"):
			extras[name] = len(zipped(text))
		}
	}
	if style == 0 || script == 0 || searching == 0 || script+searching > withScripts {
		t.Errorf("style %d, script %d, search %d bytes", style, script, searching)
	}
	var long []string
	for name, text := range county.files {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		more := 0
		for extra, size := range extras {
			if strings.Contains(text, extra+`"`) {
				more = size
			}
		}
		if size := len(zipped(text)) + style + more; size > firstView {
			if !strings.Contains(text, "data-document") {
				t.Errorf("%s weighs %d bytes until it is seen", name, size)
			}
			long = append(long, name)
		}
	}
	slices.SortFunc(long, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(county.files[b]), len(county.files[a])), cmp.Compare(a, b))
	})
	t.Logf("%d texts are longer than a first round; the longest are looked at", len(long))
	long = long[:min(8, len(long))]

	_, whole := serveAt(t, county.files, "/", true)
	cut := map[string]string{}
	for name, text := range county.files {
		cut[name] = text
	}
	for _, name := range long {
		cut[name] = beginning(county.files[name], firstView-style)
	}
	_, begun := serveAt(t, cut, "/", true)
	b := newTab(t, start)
	b.scripts(false)
	for _, name := range long {
		for _, size := range [][2]int64{{360, 740}, {1280, 800}} {
			b.do(chromedp.EmulateViewport(size[0], size[1]))
			b.open(whole + name)
			want := b.picture()
			b.open(begun + name)
			if !bytes.Equal(b.picture(), want) {
				t.Errorf("%s, %d wide: its first %d bytes do not make its first screen", name, size[0], firstView-style)
			}
		}
	}
	t.Logf("style %d, script %d, search %d bytes; %d texts longer than a first round: %q", style, script, searching, len(long), long)

	b = newTab(t, start)
	b.do(chromedp.EmulateViewport(360, 740), call(cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: `
		window.moved = 0;
		new PerformanceObserver(l => l.getEntries().forEach(e => { moved += e.value; })).observe({type: "layout-shift", buffered: true});`}))
	// Scripts come late, as on a slow telephone: what they move is seen to move.
	late, slowly := serveAt(t, county.files, "/", true)
	late.slow = 300 * time.Millisecond
	for _, name := range county.every(t) {
		b.open(slowly + name)
		b.becomes(`document.documentElement.classList.contains("scripted")`)
		is[bool](b, `(requestAnimationFrame(() => requestAnimationFrame(() => { window.painted = true; })), true)`)
		b.becomes(`window.painted === true`)
		if moved := is[float64](b, `moved`); moved > 0 {
			t.Errorf("%s moves by %v when its scripts come", name, moved)
		}
	}
}

func matches(name, pattern string) bool {
	ok, err := path.Match(pattern, name)
	return ok && err == nil
}

func zipped(text string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, text)
	w.Close()
	return b.Bytes()
}

// beginning is what a browser has of a text when so many bytes of its
// compressed form have come.
func beginning(text string, bytesCome int) string {
	r, err := gzip.NewReader(bytes.NewReader(zipped(text)[:bytesCome]))
	if err != nil {
		return ""
	}
	have, _ := io.ReadAll(r) // it ends in the middle, which is the point
	return string(have)
}
