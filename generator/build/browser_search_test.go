package build_test

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// What the search page shows.
const (
	searchBox   = `form[role=search] input[name=q]`
	searchState = `document.querySelector("[data-search-status]").dataset.state`
	searchTold  = `document.querySelector("[data-search-status]").innerText`
	searchHits  = `Array.from(document.querySelectorAll("[data-search-results] a[data-hit]"), a => a.getAttribute("href"))`
	searchDates = `Array.from(document.querySelectorAll("[data-search-results] time"), e => e.innerText)`
	searchFacts = `Array.from(document.querySelectorAll(".hit-facts"), e => e.innerText)`
	onHit       = `Array.from(document.querySelectorAll("a[data-hit]")).indexOf(document.activeElement)`
)

// searching is tried as the site may be met: at a domain's root with its
// headers, below a path without them, and from a disk.
func searching(t *testing.T, start context.Context, county published, fileRoot string) {
	_, top := serveAt(t, county.files, "/", true)
	_, below := serveAt(t, county.files, "/a/b/", false)
	for name, root := range map[string]string{"root": top, "below a path": below, "disk": fileRoot} {
		t.Run(name, func(t *testing.T) {
			searchTyped(t, start, root)
			searchChosen(t, start, root)
			searchAsked(t, start, county, root)
			searchSuggested(t, start, county, root)
		})
	}
	t.Run("odd addresses", func(t *testing.T) { searchOdd(t, start, top) })
	t.Run("broken index", func(t *testing.T) { searchBroken(t, start, county) })
	t.Run("narrow", func(t *testing.T) { searchNarrow(t, start, top) })
}

// searchTyped: results as one types, and the keyboard.
func searchTyped(t *testing.T, start context.Context, root string) {
	b := newTab(t, start)
	b.open(root + "index.html")
	b.do(chromedp.SendKeys(chromedp.CSS(searchBox), "除雪\r"))
	b.becomes(`location.pathname.endsWith("/search.html") && ` + searchState + ` === "done"`)
	if got := is[string](b, `document.querySelector("a[data-hit]").innerText`); !strings.Contains(got, "除雪") {
		t.Errorf("the first hit for 除雪 is %q", got)
	}
	if got := is[string](b, `document.querySelector("form[role=search] input[name=q]").value`); got != "除雪" {
		t.Errorf("the box shows %q", got)
	}

	b.open(root + "search.html")
	b.becomes(searchState + ` === "idle" && document.querySelectorAll("a[data-hit]").length === 0`)
	if !is[bool](b, `document.querySelector("[data-search-note] a").innerText === "除雪"`) && !strings.HasPrefix(root, "file:") {
		t.Error("the last query is forgotten")
	}
	b.do(chromedp.SendKeys(chromedp.CSS(searchBox), "补助")) // and no Enter
	b.becomes(searchState + ` === "done" && document.querySelectorAll("a[data-hit]").length === 10 && decodeURIComponent(location.search) === "?q=补助"`)
	if !is[bool](b, `document.querySelector("[data-search-ways]").hidden && Array.from(document.querySelectorAll(".hit mark")).every(m => m.innerText === "补助")`) {
		t.Error("the ways in are in the way, or marks are wrong")
	}
	for _, step := range []struct {
		key string
		at  int
	}{{kb.ArrowDown, 0}, {kb.ArrowDown, 1}, {kb.ArrowUp, 0}, {kb.ArrowUp, -1}, {kb.ArrowDown, 0}, {kb.Escape, -1}} {
		b.do(chromedp.KeyEvent(step.key))
		if at := is[int](b, onHit); at != step.at {
			t.Errorf("after %q the focus is on hit %d, want %d", step.key, at, step.at)
		}
	}
	if !is[bool](b, `document.activeElement.matches("form[role=search] input[name=q]")`) {
		t.Error("Escape does not lead back to the box")
	}
	b.do(chromedp.KeyEvent(kb.Escape))
	b.becomes(searchState + ` === "idle" && document.querySelectorAll("a[data-hit]").length === 0`)
	b.fine(root)
}

// searchChosen: sorting, filters, dates, pages, and the way back.
func searchChosen(t *testing.T, start context.Context, root string) {
	b := newTab(t, start)
	b.open(root + "search.html?q=" + url.QueryEscape("补助"))
	b.becomes(searchState + ` === "done"`)
	best := is[[]string](b, searchHits)
	told := is[string](b, searchTold)

	b.click(`.sort button:last-child`)
	b.becomes(`location.search.includes("sort=newest") && document.querySelector(".sort button:last-child").getAttribute("aria-pressed") === "true" && ` + searchState + ` === "done"`)
	b.becomes(`(() => { const d = ` + searchDates + `; return d.length > 5 && d.every((x, i) => i === 0 || d[i - 1] >= x); })()`)
	b.do(chromedp.Evaluate[chromedp.Void](`history.back()`))
	b.becomes(`JSON.stringify(` + searchHits + `) === JSON.stringify(` + quote(best) + `)`)

	b.click(`[data-search-filters] summary`)
	b.becomes(`document.querySelectorAll("#filter-agency option").length > 3 && /（\d+）/.test(document.querySelector("#filter-agency option:nth-child(2)").innerText)`)
	choose := func(id, value string) {
		b.do(chromedp.Evaluate[chromedp.Void](`(() => { const s = document.getElementById("` + id + `"); s.value = "` + value + `"; s.dispatchEvent(new Event("change", {bubbles: true})); })()`))
	}
	choose("filter-agency", "finance")
	b.becomes(`document.querySelector("[data-search-chips]").innerText.includes("机构：示范县财政局") && location.search.includes("agency=finance")`)
	b.becomes(`(() => { const f = ` + searchFacts + `; return f.length > 0 && f.every(x => x.includes("示范县财政局")); })()`)
	choose("filter-from", "2020-01-01")
	b.becomes(`document.querySelectorAll(".chip").length === 3 && ` + searchDates + `.every(d => d >= "2020-01-01")`)
	b.click(`.chip-all`)
	b.becomes(`document.querySelector("[data-search-chips]").hidden && ` + searchTold + ` === ` + quote(told) + ` && !/agency|from/.test(location.search)`)

	b.click(`[data-search-pager] li:last-child a`)
	b.becomes(`location.search.includes("page=2") && document.querySelector("[data-search-results]").start === 11 && ` + onHit + ` === 0`)
	for _, href := range is[[]string](b, searchHits) {
		if slices.Contains(best, href) {
			t.Errorf("%s is on the first page and on the second", href)
		}
	}
	b.do(chromedp.Evaluate[chromedp.Void](`history.back()`))
	b.becomes(`JSON.stringify(` + searchHits + `) === JSON.stringify(` + quote(best) + `)`)
	b.fine(root)
}

// quote writes a value as a page's script does.
func quote(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings can always be written
	}
	return string(b)
}

// searchAsked: what people ask for, and how they write it.
func searchAsked(t *testing.T, start context.Context, county published, root string) {
	b := newTab(t, start)
	n := county.rich(t)
	newest := county.site.Notices[len(county.site.Notices)-1]
	number := n.Number.V
	for _, test := range []struct {
		what, q, first, told string
	}{
		{"a title", newest.Title.V, newest.Address, "找到"},
		{"an index number", newest.Index.V, newest.Address, "找到"},
		{"full width", strings.Map(wideDigits, newest.Index.V), newest.Address, "找到"},
		{"a document number", number, n.Address, "找到"},
		{"other brackets", strings.NewReplacer("〔", "[", "〕", "]").Replace(number), n.Address, "找到"},
		{"a number spaced", strings.NewReplacer("〔", "", "〕", " ").Replace(number), n.Address, "找到"},
		{"a phrase", "“政府信息公开指南”", "", "找到"},
		{"an agency", county.site.Agencies[1].Name.V, county.site.Agencies[1].Address, "找到"},
		{"a wrong character", "政俯信息公开", "", "没有完全符合"},
		{"nothing", "qwzxqwzx", "-", "没有找到含有“qwzxqwzx”的内容"},
		{"punctuation", "。，！", "-", "没有找到"},
	} {
		b.open(root + "search.html?q=" + url.QueryEscape(test.q))
		b.becomes(searchState + ` === "done"`)
		hits := is[[]string](b, searchHits)
		if told := is[string](b, searchTold); !strings.Contains(told, test.told) {
			t.Errorf("%s: %q tells %q", test.what, test.q, told)
		}
		switch {
		case test.first == "-" && len(hits) > 0:
			t.Errorf("%s: %q finds %q", test.what, test.q, hits)
		case test.first != "-" && (len(hits) == 0 || test.first != "" && hits[0] != test.first):
			t.Errorf("%s: %q finds %q, want %q", test.what, test.q, hits, test.first)
		}
		if shown := !is[bool](b, `document.querySelector("[data-search-ways]").hidden`); shown != (len(hits) == 0) {
			t.Errorf("%s: the other ways in are shown: %v", test.what, shown)
		}
	}
	b.open(root + "search.html?q=" + url.QueryEscape("补助 -公示"))
	b.becomes(searchState + ` === "done" && document.querySelectorAll("a[data-hit]").length > 0`)
	if is[bool](b, `Array.from(document.querySelectorAll(".hit")).some(h => h.innerText.includes("公示"))`) {
		t.Error("what was not wanted is shown")
	}
	b.open(root + "search.html?q=czj")
	b.becomes(`document.querySelector(".meant a")?.getAttribute("href") === "agencies/finance.html"`)
	b.fine(root)
}

// searchSuggested: titles below the box of a page deep in the site.
func searchSuggested(t *testing.T, start context.Context, county published, root string) {
	b := newTab(t, start)
	n := county.rich(t)
	b.open(root + n.Address)
	title := []rune(n.Title.V)
	b.do(chromedp.SendKeys(chromedp.CSS(searchBox), string(title[:4])))
	b.becomes(`document.querySelectorAll("#suggestions [role=option]").length > 0 && document.querySelector("form[role=search] input").getAttribute("aria-expanded") === "true"`)
	if all := is[[]string](b, `Array.from(document.querySelectorAll("#suggestions li"), e => e.innerText)`); !slices.ContainsFunc(all, func(s string) bool { return strings.HasPrefix(s, string(title[:4])) }) {
		t.Errorf("%s suggests %q", string(title[:4]), all)
	}
	b.do(chromedp.KeyEvent(kb.Escape))
	b.becomes(`document.getElementById("suggestions").hidden`)
	b.do(chromedp.SendKeys(chromedp.CSS(searchBox), string(title[4])))
	b.becomes(`document.querySelectorAll("#suggestions [role=option]").length > 0`)
	b.do(chromedp.KeyEvent(kb.ArrowDown))
	chosen := is[string](b, `document.getElementById(document.querySelector("form[role=search] input").getAttribute("aria-activedescendant")).innerText`)
	b.do(chromedp.KeyEvent(kb.Enter))
	b.becomes(`location.pathname.endsWith("/search.html") && ` + searchState + ` === "done" && document.querySelector("a[data-hit]").innerText === ` + quote(chosen))
	b.fine(root)
}

// searchOdd: no address breaks the page, or becomes a part of it.
func searchOdd(t *testing.T, start context.Context, root string) {
	b := newTab(t, start)
	for _, q := range []string{"", "q=", "q=%20", "page=3", "sort=newest", "from=yesterday"} {
		b.open(root + "search.html?" + q)
		b.becomes(searchState + ` === "idle" && document.querySelectorAll("a[data-hit]").length === 0`)
	}
	for _, q := range []string{"<img src=x onerror=alert(1)>", strings.Repeat("长", 500), "100%", "\x00\x01\x7f", "😀👨‍👩‍👧", "a\u0300\u0301", strings.Repeat("补助 ", 60)} {
		b.open(root + "search.html?q=" + url.QueryEscape(q))
		b.becomes(searchState + ` === "done"`)
		if is[bool](b, `document.querySelector("main img") !== null`) {
			t.Errorf("%q becomes a part of the page", q)
		}
	}
	for _, q := range []string{"q=%E4%", "q=%", "q=%ED%A0%80", "agency=none&q=a", "page=99999&q=%E8%A1%A5%E5%8A%A9", "year=20&topic=%00"} {
		b.open(root + "search.html?" + q)
		b.becomes(searchState + ` === "done"`)
	}
	// What no address can hold: half a character, and very much.
	b.open(root + "search.html")
	b.becomes(searchState + ` === "idle"`)
	for _, text := range []string{`"\ud83d补助"`, `"补助".repeat(5000)`} {
		b.do(chromedp.Evaluate[chromedp.Void](`void (window.found = null, window.__search(` + text + `, {limit: 5}).then(r => { window.found = r.length; }))`))
		b.becomes(`window.found !== null && window.found <= 5`)
	}
	b.fine(root)
}

// searchBroken: the page says what is wrong with the index, and goes on.
func searchBroken(t *testing.T, start context.Context, county published) {
	files := map[string]string{}
	for name, content := range county.files {
		files[name] = content
		if n := len(name) - len("0.js"); strings.HasPrefix(name, "search/f/") && name[n]%2 == 1 {
			files[name] = content[:len(content)/2] // every other document
		}
	}
	_, root := serveAt(t, files, "/", true)
	b := newTab(t, start)
	b.open(root + "search.html?q=" + url.QueryEscape("补助"))
	b.becomes(searchState + ` === "done" && document.querySelectorAll("a[data-hit]").length > 0 && ` + searchTold + `.includes("没有取到")`)

	files["search/meta.js"] = strings.Replace(county.files["search/meta.js"], `"meta",1`, `"meta",99`, 1)
	b.open(root + "search.html?q=" + url.QueryEscape("补助"))
	b.becomes(searchState + ` === "error" && ` + searchTold + `.includes("请刷新页面")`)
	delete(files, "search/meta.js")
	b.open(root + "search.html?q=" + url.QueryEscape("补助"))
	b.becomes(searchState + ` === "error" && !document.querySelector("[data-search-ways]").hidden`)
}

func searchNarrow(t *testing.T, start context.Context, root string) {
	b := newTab(t, start)
	for _, width := range []int64{320, 360, 768, 1280} {
		b.do(chromedp.EmulateViewport(width, 800))
		b.open(root + "search.html?agency=finance&q=" + url.QueryEscape("预算"))
		b.becomes(searchState + ` === "done"`)
		b.click(`[data-search-filters] summary`)
		b.becomes(`document.querySelector("#filter-year").offsetHeight > 40`)
		if over := is[int](b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
			t.Errorf("the search page is %d too wide at %d", over, width)
		}
	}
	b.fine(root)
}
