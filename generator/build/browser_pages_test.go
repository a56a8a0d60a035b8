package build_test

import (
	"context"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"gongkai/generator/build"
	"gongkai/generator/content"
	"gongkai/generator/serve"
	"gongkai/generator/site"
)

// TestInBrowser looks at the sample county as citizens do.
func TestInBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: starts no browser")
	}
	t.Parallel() // it waits for the browser half of the time
	start := launch(t)
	county := publish(t)
	fileRoot := (&url.URL{Scheme: "file", Path: filepath.ToSlash(county.folder) + "/"}).String()
	t.Run("what is heard", func(t *testing.T) { heard(t, start) })
	t.Run("headers", func(t *testing.T) { everyKind(t, start, county, "/", true) })
	t.Run("meta alone below a path", func(t *testing.T) { everyKind(t, start, county, "/a/b/", false) })
	t.Run("from a disk", func(t *testing.T) { visit(t, start, county, fileRoot) })
	t.Run("without scripts", func(t *testing.T) { withoutScripts(t, start, county) })
	t.Run("clicking through a disk", func(t *testing.T) { clickThrough(t, start, county, fileRoot) })
	t.Run("widths", func(t *testing.T) { widths(t, start, county) })
	t.Run("requests", func(t *testing.T) { requesting(t, start, county, fileRoot) })
	t.Run("funds", func(t *testing.T) { askingForFunds(t, start, county, fileRoot) })
	t.Run("letter", func(t *testing.T) { letter(t, start, county) })
	t.Run("search", func(t *testing.T) { searching(t, start, county, fileRoot) })
	t.Run("size of the text", func(t *testing.T) { textSize(t, start, county) })
	t.Run("elder mode", func(t *testing.T) { elderMode(t, start, county) })
	t.Run("reading aloud", func(t *testing.T) { readingAloud(t, start, county) })
	t.Run("screen", func(t *testing.T) { hallScreen(t, start, county, fileRoot) })
	t.Run("touch screen", func(t *testing.T) { touchScreen(t, start, county, fileRoot) })
	t.Run("taking along", func(t *testing.T) { takingAlong(t, start, county, fileRoot) })
	t.Run("words", func(t *testing.T) { words(t, start, county) })
	t.Run("saving", func(t *testing.T) { saving(t, start, county) })
	t.Run("structure", func(t *testing.T) { structure(t, start, county) })
	t.Run("reflow", func(t *testing.T) { reflow(t, start, county) })
	t.Run("keyboard", func(t *testing.T) { keyboard(t, start, county) })
	t.Run("forced colours", func(t *testing.T) { forcedColours(t, start, county) })
	t.Run("weight", func(t *testing.T) { weight(t, start, county) })
	t.Run("looks", func(t *testing.T) { looking(t, start, county) })
	t.Run("paper", func(t *testing.T) { paper(t, start, county) })
	t.Run("leaving", func(t *testing.T) { leaving(t, start, county) })
	t.Run("serve", func(t *testing.T) { serving(t, start) })
}

// heard makes sure that the other tests would hear of what they say is not.
func heard(t *testing.T, start context.Context) {
	_, elsewhere := serveAt(t, map[string]string{"x.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>"}, "/", false)
	_, root := serveAt(t, map[string]string{
		"policy.html": `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="script-src 'self'; style-src 'self'"><body style="color:red"><script>1</script>`,
		"open.html":   `<!doctype html><meta charset="utf-8"><img src="` + elsewhere + `x.svg"><img src="gone.svg"><script>nonsense()</script>`,
	}, "/", false)
	b := newTab(t, start)
	b.open(root + "policy.html")
	b.open(root + "open.html")
	b.becomes(`document.readyState === "complete"`)
	b.mu.Lock()
	defer b.mu.Unlock()
	all := strings.Join(b.wrong, "\n")
	for _, want := range []string{"policy: script-src", "policy: style-src", "exception: ", "404: " + root + "gone.svg"} {
		if !strings.Contains(all, want) {
			t.Errorf("not heard: %s in\n%s", want, all)
		}
	}
	if !strings.Contains(strings.Join(b.requests, "\n"), elsewhere+"x.svg") {
		t.Errorf("the request that leaves the site is not heard: %q", b.requests)
	}
}

func everyKind(t *testing.T, start context.Context, county published, prefix string, headers bool) {
	_, root := serveAt(t, county.files, prefix, headers)
	visit(t, start, county, root)
}

// visit opens a page of each kind: it shows its text, its style and script
// work, and no rule of the policy is broken.
func visit(t *testing.T, start context.Context, county published, root string) {
	b := newTab(t, start)
	for _, kind := range county.kinds(t) {
		b.open(root + kind[0])
		if text := is[string](b, `document.body.innerText`); !strings.Contains(text, kind[1]) {
			t.Errorf("%s does not show %q", kind[0], kind[1])
		}
		if !is[bool](b, `getComputedStyle(document.querySelector(".skip")).position === "absolute"`) {
			t.Errorf("%s has no style", kind[0])
		}
		if kind[0] != "404.html" { // without a search box
			b.do(chromedp.KeyEvent("/"))
			b.becomes(`document.activeElement === document.querySelector("form[role=search] input[name=q]")`)
		}
	}
	b.fine(root)
}

func withoutScripts(t *testing.T, start context.Context, county published) {
	_, root := serveAt(t, county.files, "/", true)
	b := newTab(t, start)
	b.scripts(false)
	for _, kind := range county.kinds(t) {
		b.open(root + kind[0])
		if is[bool](b, `document.querySelector(".counter") !== null || document.querySelector("[data-size]") !== null`) {
			t.Fatal("scripts run: this tests nothing")
		}
		text := is[string](b, `document.querySelector("main").innerText`)
		if !strings.Contains(text, kind[1]) || len([]rune(text)) < 60 {
			t.Errorf("%s shows only %q", kind[0], text)
		}
		// Every link leads to a file of the site, or away from it.
		for _, href := range is[[]string](b, `Array.from(document.querySelectorAll("a[href]"), a => a.href)`) {
			name, ours := strings.CutPrefix(href, root)
			name, _, _ = strings.Cut(name, "#")
			name, err := url.PathUnescape(name)
			if _, there := county.files[name]; ours && (err != nil || !there) {
				t.Errorf("%s links to %s, which is not there", kind[0], href)
			}
		}
	}

	b.open(root + "catalogue.html")
	want := len(county.site.Categories) + len(county.site.Agencies) + len(county.site.Topics) + len(county.site.Years)
	if n := is[int](b, `document.querySelectorAll("main a[href^='catalogue/']").length`); n < want {
		t.Errorf("the catalogue has %d links to lists, want %d", n, want)
	}
	b.open(root + "hotline.html")
	if n := is[int](b, `document.querySelectorAll("main a[href^='tel:']").length`); n < len(county.site.Hotlines)+len(county.site.Complaints) {
		t.Errorf("%d numbers can be dialled", n)
	}
	// The browser itself asks for what is missing in a letter.
	b.open(root + "mailbox.html")
	b.click("form[data-mailbox] button[type=submit]")
	b.becomes(`document.querySelectorAll("form[data-mailbox] :invalid").length >= 6 && location.pathname.endsWith("/mailbox.html")`)
	// The search box leads to the page that lists the ways to find something.
	b.do(chromedp.SendKeys(chromedp.CSS("form[role=search] input[name=q]"), "植树\r"))
	b.becomes(`location.pathname.endsWith("/search.html") && document.querySelector("[data-search-status]").dataset.state === "idle"`)
	b.fine(root)
}

// clickThrough goes from the home page to an attachment, from a disk.
func clickThrough(t *testing.T, start context.Context, county published, root string) {
	b := newTab(t, start)
	n := county.rich(t)
	down := t.TempDir()
	yes := true
	if _, err := cdp.Call(b.ctx, chromedp.FromContext(b.ctx).Browser, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: down, EventsEnabled: &yes}); err != nil {
		t.Fatal(err)
	}
	b.open(root + "index.html")
	b.click(`.nav a[href="catalogue.html"]`)
	b.becomes(`document.querySelector("h1").innerText === "政府信息公开目录"`)
	b.click(`main a[href="` + n.Category.Address + `"]`)
	b.becomes(`document.querySelector("h1").innerText === "` + n.Category.Name + `"`)
	b.click(`main a[href="../` + n.Address + `"]`)
	b.becomes(`document.querySelector("[data-field=index]").innerText === "` + n.Index.V + `"`)
	b.click(`.files li:first-child a`)
	a := n.Attachments[0]
	saved := filepath.Join(down, a.Name)
	for deadline := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		if st, err := os.Stat(saved); err == nil && st.Size() == a.Size {
			break
		}
		if time.Now().After(deadline) {
			list, _ := os.ReadDir(down)
			t.Fatalf("%s was not saved: %v", a.Name, list)
		}
	}
	sameBytes(t, saved, county.files[a.Address])
	b.click(`.crumbs li:first-child a`)
	b.becomes(`location.pathname.endsWith("/index.html")`)
	b.fine(root)
}

func widths(t *testing.T, start context.Context, county published) {
	_, root := serveAt(t, county.files, "/", false)
	b := newTab(t, start)
	pages := county.pictured()
	for _, kind := range county.kinds(t) {
		pages = append(pages, kind[0])
	}
	for _, address := range pages {
		b.do(chromedp.EmulateViewport(360, 800))
		b.open(root + address)
		for _, width := range []int64{360, 768, 1280} { // a window is made wider
			b.do(chromedp.EmulateViewport(width, 800))
			if w := is[int64](b, `innerWidth`); w != width {
				t.Fatalf("the window is %d wide, not %d", w, width)
			}
			if over := is[[]string](b, `(function () {
				const w = document.documentElement.clientWidth;
				if (document.documentElement.scrollWidth <= w) return [];
				return Array.from(document.querySelectorAll("body *")).filter(e => e.getBoundingClientRect().right > w + 0.5)
					.slice(-3).map(e => e.tagName + "." + e.className + " " + e.getBoundingClientRect().right);
			})()`); len(over) > 0 {
				t.Errorf("%s scrolls sideways at %d: %q", address, width, over)
			}
		}
	}
}

// letter writes to the county mayor.
func letter(t *testing.T, start context.Context, county published) {
	h, root := serveAt(t, county.files, "/a/b/", true)
	b := newTab(t, start)
	b.open(root + "mailbox.html")
	b.click("form[data-mailbox] button[type=submit]")
	b.becomes(`document.activeElement.matches("form[data-mailbox] .summary[role=alert]")`)
	summary := is[string](b, `document.activeElement.innerText`)
	for _, want := range []string{"还有 6 处需要填写或修改", "请填写：标题", "请选择：信件类别", "请填写：来信内容", "请填写：姓名", "请填写：联系电话或电子邮箱", "请选择：是否同意公开"} {
		if !strings.Contains(summary, want) {
			t.Errorf("the summary does not say %q:\n%s", want, summary)
		}
	}
	if n := is[int](b, `Array.from(document.querySelectorAll(".field-wrong")).filter(f => f.querySelector("[aria-invalid=true]") && f.querySelector(".wrong").offsetHeight > 0).length`); n != 6 {
		t.Errorf("%d fields are marked, want 6", n)
	}
	b.click(".summary li:nth-child(3) a")
	b.becomes(`document.activeElement.id === "letter-body"`)

	fill := func(id, text string) { b.do(chromedp.SendKeys(chromedp.CSS("#"+id), text)) }
	fill("letter-body", "路灯不亮。\n请修。")
	b.becomes(`document.querySelector(".counter").innerText.includes("已写 9 字，最多 1000 字")`)
	b.becomes(`!document.querySelector("#letter-body").closest(".field").matches(".field-wrong")`)
	fill("letter-title", "路灯")
	fill("letter-name", "王小明")
	fill("letter-contact", "123")
	b.click(`input[name=kind][value="投诉"]`)
	b.click(`input[name=consent][value="否"]`)
	b.click("form[data-mailbox] button[type=submit]")
	b.becomes(`document.activeElement.matches(".summary") && document.activeElement.innerText.includes("还有 1 处") && document.activeElement.innerText.includes("太短")`)
	fill("letter-contact", "45678901")
	b.click("form[data-mailbox] button[type=submit]")
	b.becomes(`location.pathname === "/a/b/mailbox/thanks.html" && document.querySelector("h1").innerText === "来信已经提交"`)

	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.letters) != 1 {
		t.Fatalf("%d letters arrived", len(h.letters))
	}
	got := url.Values(h.letters[0])
	for key, want := range map[string]string{"form-name": "mailbox", "title": "路灯", "kind": "投诉", "agency": "", "body": "路灯不亮。\r\n请修。", "name": "王小明", "contact": "12345678901", "consent": "否", "website": ""} {
		if v, ok := got[key]; !ok || len(v) != 1 || v[0] != want {
			t.Errorf("%s is %q, want %q", key, v, want)
		}
	}
	if len(got) != 9 {
		t.Errorf("more was sent: %v", got)
	}
	b.fine(root)
}

func wideDigits(r rune) rune {
	if r >= '0' && r <= '9' {
		return r - '0' + '０'
	}
	return r
}

func textSize(t *testing.T, start context.Context, county published) {
	_, root := serveAt(t, county.files, "/", true)
	b := newTab(t, start)
	b.open(root + "index.html")
	size := func() float64 { return is[float64](b, `parseFloat(getComputedStyle(document.body).fontSize)`) }
	usual := size()
	b.click("[data-text-size]")
	b.becomes(`document.documentElement.dataset.size === "2" && document.querySelector("[data-text-size]").innerText.includes("大")`)
	large := size()
	if large <= usual {
		t.Errorf("the text is %v large, it was %v", large, usual)
	}
	b.open(root + county.site.Notices[0].Address)
	b.becomes(`document.documentElement.dataset.size === "2"`)
	b.click("[data-text-size]")
	b.becomes(`document.documentElement.dataset.size === "3"`)
	if size() <= large {
		t.Error("the largest text is not larger")
	}
	b.click("[data-text-size]")
	b.becomes(`document.documentElement.dataset.size === undefined`)
	b.open(root + "guide.html")
	b.becomes(`document.querySelector("[data-text-size]").innerText.includes("标准")`)
	b.fine(root)
}

// elderMode is larger, in text and in what can be pressed, stays on from page
// to page, and can be left again (互联网网站适老化通用设计规范: 18 pt, 60 px).
func elderMode(t *testing.T, start context.Context, county published) {
	_, root := serveAt(t, county.files, "/", true)
	b := newTab(t, start)
	b.do(call(emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: 360, Height: 800, DeviceScaleFactor: 1, Mobile: true}))
	b.open(root + "index.html")
	b.click("[data-elder]")
	b.becomes(`document.querySelector("[data-elder]").innerText === "退出长者模式"`)
	for _, address := range county.every(t) {
		if strings.HasPrefix(address, "touch") || strings.HasPrefix(address, "screen") || address == "404.html" {
			continue // they have no header
		}
		b.open(root + address)
		b.becomes(`document.documentElement.classList.contains("elder")`)
		if size := is[float64](b, `parseFloat(getComputedStyle(document.body).fontSize)`); size < 24 {
			t.Errorf("%s: the text has %v px", address, size)
		}
		small := is[string](b, `Array.from(document.querySelectorAll(".nav a, .button, .search button, .tools button, main .titles a, main .tiles a"))
			.filter(e => e.offsetHeight > 0 && e.getBoundingClientRect().height < 60).map(e => e.innerText + " " + e.getBoundingClientRect().height).join("; ")`)
		if small != "" {
			t.Errorf("%s: too small to press: %s", address, small)
		}
		if wide := is[float64](b, `document.documentElement.scrollWidth`); wide > 360 {
			t.Errorf("%s: %v px wide on a telephone of 360", address, wide)
		}
		// The largest text has 30 px, as the same standard asks.
		if size := is[float64](b, `(document.documentElement.dataset.size = "3", parseFloat(getComputedStyle(document.body).fontSize))`); size < 30 {
			t.Errorf("%s: the largest text has %v px", address, size)
		}
		if wide := is[float64](b, `document.documentElement.scrollWidth`); wide > 360 {
			t.Errorf("%s: %v px wide with the largest text", address, wide)
		}
	}
	b.open(root + "index.html")
	b.click("[data-elder]")
	b.becomes(`!document.documentElement.classList.contains("elder")`)
	b.open(root + "index.html")
	b.becomes(`document.querySelector("[data-elder]").innerText === "长者模式" && !document.documentElement.classList.contains("elder")`)
	b.fine(root)
}

// readingAloud follows the voice from sentence to sentence. The browser of the
// test has no voice: one that takes a moment for each sentence stands in.
func readingAloud(t *testing.T, start context.Context, county published) {
	_, root := serveAt(t, county.files, "/", true)
	b := newTab(t, start)
	b.open(root + "index.html")
	if is[bool](b, `document.querySelector("[data-read]").checkVisibility()`) {
		t.Error("a page without a document offers to read it")
	}
	b.open(root + county.rich(t).Address)
	is[bool](b, `(() => {
		window.spoken = [];
		speechSynthesis.speak = (u) => { spoken.push(u.text); window.said = () => u.onend(); };
		speechSynthesis.pause = () => { window.paused = true; };
		speechSynthesis.resume = () => { window.paused = false; };
		return true;
	})()`)
	b.click("[data-read]")
	b.becomes(`spoken.length === 1 && spoken[0] === document.querySelector("h1").innerText.trim()`)
	b.becomes(`CSS.highlights.has("being-read") && document.activeElement.innerText === "暂停"`)
	is[bool](b, `(said(), said(), true)`)
	b.becomes(`spoken.length === 3`)
	if got := is[string](b, `Array.from(CSS.highlights.get("being-read"))[0].toString().trim()`); got != is[string](b, `spoken[2]`) {
		t.Errorf("the mark is on %q", got)
	}
	b.click(".reader button")
	b.becomes(`window.paused === true && document.querySelector(".reader").innerText.includes("已暂停")`)
	b.click(".reader button")
	b.becomes(`window.paused === false`)
	b.click(".reader button + button")
	b.becomes(`!document.querySelector(".reader") && !CSS.highlights.has("being-read") && document.activeElement === document.querySelector("[data-read]")`)
	b.fine(root)
}

// hurry makes the timers of the pages to come run a hundred times as fast.
func hurry(b *tab) {
	b.do(call(cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: `
		for (const name of ["setTimeout", "setInterval"]) {
			const real = window[name];
			window[name] = (f, ms) => real(f, (ms || 0) / 100);
		}`}))
}

// hallScreen rolls by itself, from a host and from a disk, and has everything
// one below the other without scripts.
func hallScreen(t *testing.T, start context.Context, county published, fileRoot string) {
	_, root := serveAt(t, county.files, "/", true)
	const now = `Array.from(document.querySelectorAll(".slide")).findIndex(s => s.offsetHeight > 0)`
	const seen = `Array.from(document.querySelectorAll(".slide")).filter(s => s.offsetHeight > 0).length`
	for _, from := range []string{root, fileRoot} {
		b := newTab(t, start)
		b.open(from + "screen.html")
		b.becomes(seen + ` === 1 && ` + now + ` === 0`)
		is[bool](b, `document.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight", cancelable: true}))`)
		b.becomes(now + ` === 1`)
		hurry(b)
		b.open(from + "screen.html")
		b.becomes(now + ` === 2`)
	}
	b := newTab(t, start)
	b.scripts(false)
	b.open(root + "screen.html")
	if n := is[float64](b, seen); n < 5 {
		t.Errorf("without scripts %v slides are seen", n)
	}
	b.fine(root)
}

// touchScreen has large targets, stays within the site, and comes home.
func touchScreen(t *testing.T, start context.Context, county published, fileRoot string) {
	_, root := serveAt(t, county.files, "/", true)
	for _, from := range []string{root, fileRoot} {
		b := newTab(t, start)
		b.open(from + "touch.html")
		b.becomes(`document.querySelector(".touch-bar button") !== null`)
		small := is[string](b, `Array.from(document.querySelectorAll("main a, .touch-bar button")).filter(e => e.getBoundingClientRect().height < 60).map(e => e.innerText).join()`)
		if small != "" {
			t.Errorf("too small to touch: %s", small)
		}
		b.click(".touch-list a")
		b.becomes(`document.querySelector("[data-document]") !== null && document.querySelectorAll(".touch-bar button").length === 2`)
		document := is[string](b, `location.href`)
		is[bool](b, `(() => {
			const a = document.createElement("a");
			a.href = "https://www.example.org/";
			a.textContent = "x";
			document.querySelector("main").append(a);
			a.click();
			return true;
		})()`)
		time.Sleep(200 * time.Millisecond)
		if got := is[string](b, `location.href`); got != document {
			t.Errorf("a touch leads out of the site, to %s", got)
		}
		if is[bool](b, `Array.from(document.querySelectorAll(".search, .bottom, .form")).some(e => e.offsetHeight > 0)`) {
			t.Error("what wants a keyboard is shown on a touch screen")
		}
		hurry(b)
		b.open(document)
		b.becomes(`location.href === ` + strconv.Quote(from+"touch.html"))
	}
	b := newTab(t, start)
	b.scripts(false)
	b.open(root + "touch.html")
	if text := is[string](b, `document.querySelector("main").innerText`); strings.Contains(text, "一分钟") || !strings.Contains(text, "按类别查") {
		t.Errorf("without scripts it says %.80q", text)
	}
	b.scripts(true)
	b.open(root + "index.html")
	if is[bool](b, `document.querySelector(".touch-bar") !== null`) {
		t.Error("a page that was not reached from touch.html is one of a touch screen")
	}
	b.fine(root)
}

// takingAlong copies the address of a page, from a host and from a disk.
func takingAlong(t *testing.T, start context.Context, county published, fileRoot string) {
	_, root := serveAt(t, county.files, "/", true)
	for _, from := range []string{root, fileRoot} {
		b := newTab(t, start)
		n := county.rich(t)
		b.open(from + n.Address)
		if got, want := is[string](b, `document.querySelector("[data-address]").innerText`), county.site.Portal.Base()+n.Address; got != want {
			t.Errorf("the address is %q, want %q", got, want)
		}
		b.click("[data-copy]")
		b.becomes(`document.querySelector("[data-copied]").innerText !== ""`)
		b.scripts(false)
		b.open(from + n.Address)
		if got := is[string](b, `getComputedStyle(document.querySelector("[data-copy]")).visibility`); got != "hidden" {
			t.Errorf("without scripts the button that needs them is %s", got)
		}
	}
}

// paper looks at a document as it is printed: in official form, with its number
// and its code, and without the site around it.
func paper(t *testing.T, start context.Context, county published) {
	_, root := serveAt(t, county.files, "/", true)
	b := newTab(t, start)
	var n *site.Notice
	for _, n = range county.site.Notices {
		if n.Number.V != "" && len(n.RepealedBy) == 0 {
			break
		}
	}
	b.open(root + n.Address)
	b.do(call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}))
	b.becomes(`getComputedStyle(document.querySelector(".top")).display === "none"`)
	for _, c := range []struct{ what, expression string }{
		{"the title has the type of official documents", `Math.abs(parseFloat(getComputedStyle(document.querySelector("h1")).fontSize) - 22 * 4 / 3) < .1`},
		{"the number stands above the title", `document.querySelector(".paper-number").offsetTop < document.querySelector("h1").offsetTop && document.querySelector(".paper-number").innerText === ` + strconv.Quote(n.Number.V)},
		{"the table of fields is left out", `document.querySelector(".fields").offsetHeight === 0`},
		{"the code is large enough to be read", `document.querySelector(".qr").getBoundingClientRect().width > 80`},
		{"buttons are left out", `document.querySelector("[data-copy]").offsetHeight === 0`},
	} {
		if !is[bool](b, c.expression) {
			t.Errorf("not so: %s", c.what)
		}
	}
	if wrong := is[string](b, `getComputedStyle(document.querySelector(".paper-top")).display`); wrong != "table-header-group" {
		t.Errorf("the header is a %s: it would stand on the first page only", wrong)
	}
	is[bool](b, `dispatchEvent(new Event("beforeprint"))`)
	if day := is[string](b, `document.querySelector("[data-print-date]").innerText`); !strings.HasPrefix(day, "打印日期：") {
		t.Errorf("the day of printing is %q", day)
	}
	b.fine(root)
}

// leaving asks before a link leads to a site that is not a government's.
func leaving(t *testing.T, start context.Context, county published) {
	_, root := serveAt(t, county.files, "/", true)
	b := newTab(t, start)
	b.open(root + "index.html")
	upper := county.site.Portal.Upper[0].V.URL.V
	b.click(".upper summary")
	b.click(`.upper a[href="` + upper + `"]`)
	b.becomes(`document.querySelector("dialog.leave[open]") !== null`)
	said := is[string](b, `document.querySelector("dialog.leave").innerText`)
	if !strings.Contains(said, "即将离开") || !strings.Contains(said, county.site.Portal.Name.V) || !strings.Contains(said, upper) {
		t.Errorf("it says %q", said)
	}
	if got := is[string](b, `document.querySelector("dialog.leave a").href`); got != upper {
		t.Errorf("it leads to %q", got)
	}
	b.click("dialog.leave button")
	b.becomes(`document.querySelector("dialog.leave[open]") === null && location.href.startsWith("` + root + `")`)
	// A browser without <dialog> asks in a box of its own.
	b.do(call(cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: `
		delete window.HTMLDialogElement;
		window.asked = [];
		window.confirm = (q) => { asked.push(q); return false; };`}))
	b.open(root + "index.html")
	b.click(".upper summary")
	b.click(`.upper a[href="` + upper + `"]`)
	b.becomes(`asked.length === 1 && asked[0].includes("即将离开") && location.href.startsWith("` + root + `")`)
	b.fine(root)
}

// serving edits a county while a browser looks at it.
func serving(t *testing.T, start context.Context) {
	folder := t.TempDir()
	mirror(t, folder, nil, county(t))
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	root := "http://" + ln.Addr().String() + "/"
	memo := content.NewMemo(nil, nil)
	built := make(chan bool, 100) // more than this test makes
	server := serve.New(serve.Options{Folder: folder, Lang: "zh", Done: func(serve.Built, time.Duration, error) { built <- true }, Build: func(ctx context.Context) (serve.Built, error) {
		opts := options(os.DirFS(folder))
		opts.Memo = memo
		r, err := build.Run(ctx, opts)
		if err != nil {
			return serve.Built{}, err
		}
		return serve.Built{Tree: r.Tree, Base: r.Site.Portal.Base(), Findings: r.Findings}, nil
	}})
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- server.Run(ctx, ln) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})

	if err := os.Mkdir(filepath.Join(folder, "theme"), 0o755); err != nil { // a folder that comes later is more than a change of style
		t.Fatal(err)
	}
	const address = "content/notices/2026/live.md"
	write := func(name, text string) {
		t.Helper()
		p := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	good := func(body string) string { return notice("99990001/2026-99999", "2026-11-20", "现场编辑", "", body) }

	select {
	case <-built:
	case <-time.After(patience):
		t.Fatal("no build")
	}
	b := newTab(t, start)
	b.open(root + "index.html")
	write(address, good("第一稿。"))
	b.becomes(`document.body.innerText.includes("现场编辑")`) // the home page shows it by itself
	b.open(root + "notices/2026/live.html")
	b.becomes(`document.querySelector("[data-document]").innerText === "第一稿。"`)
	write(address, good("第二稿。"))
	b.becomes(`document.querySelector("[data-document]").innerText === "第二稿。"`)

	write(address, strings.Replace(good("第三稿。"), "title:", "title：", 1))
	b.becomes(`(function () {
		const panel = document.querySelector(".gongkai-findings[data-stopped=true]");
		return !!panel && panel.innerText.includes("` + address + `") && document.querySelector("[data-document]").innerText === "第二稿。";
	})()`)
	write(address, good("第四稿。"))
	b.becomes(`document.querySelector("[data-document]").innerText === "第四稿。" && !document.querySelector(".gongkai-findings")`)

	b.becomes(`window.same = true`)
	write("theme/site.css", "body { background-color: rgb(1, 2, 3) }")
	b.becomes(`window.same === true && getComputedStyle(document.body).backgroundColor === "rgb(1, 2, 3)"`)
	b.fine(root)
}
