package build_test

import (
	"context"
	"testing"

	"github.com/chromedp/chromedp"
)

// requesting counts a deadline and a fee on the page of requests, and fills in
// a form, which keeps nothing.
func requesting(t *testing.T, start context.Context, county published, fileRoot string) {
	_, served := serveAt(t, county.files, "/", true)
	for _, root := range []string{served, fileRoot} {
		b := newTab(t, start)
		b.open(root + "request.html")
		set := func(selector, value string) {
			is[bool](b, `(() => { const e = document.querySelector("`+selector+`"); e.value = "`+value+`"; e.dispatchEvent(new Event("input", {bubbles: true})); return true; })()`)
		}
		set("#d-received", "2026-03-02")
		b.becomes(`document.querySelector("[data-deadline] [data-answer]").innerText.includes("最迟 2026年3月30日")`)
		set("#d-received", "2018-05-02")
		b.becomes(`document.querySelector("[data-deadline] [data-answer]").innerText.includes("最迟 2018年5月23日")`)
		set("#d-received", "2026年2月30日")
		b.becomes(`document.querySelector("[data-deadline] [data-answer]").innerText.includes("“机关收到申请的日期”不是日期")`)
		set("#d-received", "20260302")
		b.becomes(`document.querySelector("[data-deadline] [data-answer]").innerText.includes("最迟 2026年3月30日")`)
		set("#d-received", "2030-05-02")
		b.becomes(`document.querySelector("[data-deadline] [data-answer]").innerText.includes("放假安排还没有公布")`)
		set("#d-received", "2026-03-02")
		set("#d-consulted", "2026-03-05")
		b.becomes(`document.querySelector("[data-deadline] [data-answer]").innerText.includes("期限停在这里")`)
		set("#f-count", "68")
		b.becomes(`document.querySelector("[data-fee] [data-answer]").innerText.startsWith("68 页，收 380 元")`)

		b.open(root + "request/application-person.html")
		is[bool](b, `(() => { document.querySelector(".blank").focus(); return true; })()`)
		b.do(chromedp.KeyEvent("赵某某"))
		if got := is[string](b, `document.querySelector(".blank").value`); got != "赵某某" {
			t.Errorf("the form took %q", got)
		}
		if is[bool](b, `localStorage.length > 0 && JSON.stringify(localStorage).includes("赵") || document.cookie !== ""`) {
			t.Error("the form keeps what is typed")
		}
		b.open(root + "request/application-person.html")
		if got := is[string](b, `document.querySelector(".blank").value`); got != "" {
			t.Errorf("the form comes back with %q", got)
		}
		b.fine(root)
	}
	b := newTab(t, start)
	b.scripts(false)
	b.open(served + "request.html")
	if is[bool](b, `document.querySelector("[data-deadline]").checkVisibility() || !document.querySelector("#fee").checkVisibility()`) {
		t.Error("without scripts a calculator shows that cannot count, or the rates do not")
	}
}
