package build_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"gongkai/generator/site"
)

// askingForFunds asks the query for a surname in a village, and counts what it
// must find by the county's own tables.
func askingForFunds(t *testing.T, start context.Context, county published, fileRoot string) {
	_, served := serveAt(t, county.files, "/", true)
	want, year := 0, (*site.FundYear)(nil)
	for _, f := range county.site.Funds {
		if f.ID.V == "gengdi" {
			year = f.Years[0]
		}
	}
	if year == nil || len(year.Townships) == 0 {
		t.Fatal("the sample has no list of 耕地地力保护补贴")
	}
	for _, v := range year.Townships[0].Villages {
		for _, r := range v.Receivers {
			if r.Name == "王*" && r.Amount.Float() >= 300 {
				want++
			}
		}
	}
	for _, root := range []string{served, fileRoot} {
		b := newTab(t, start)
		b.open(root + "funds/query.html")
		b.becomes(`document.querySelector("[data-funds-status]").dataset.state === "idle"`)
		fill := func(values string) {
			is[bool](b, `(() => { const f = document.querySelector("[data-funds]"); f.reset();
				for (const [k, v] of Object.entries(`+values+`)) f.elements.namedItem(k).value = v;
				f.requestSubmit(); return true; })()`)
		}
		fill(fmt.Sprintf(`{fund: "耕地地力保护补贴", year: "2026", township: %q, name: "王某", from: "300"}`, year.Townships[0].Name))
		b.becomes(fmt.Sprintf(`document.querySelector("[data-funds-status]").dataset.state === "done" && document.querySelectorAll("[data-funds-results] tbody tr").length === %d`, min(50, want)))
		if text := is[string](b, `document.querySelector("[data-funds-results] tbody").innerText`); !strings.Contains(text, "王*") || strings.Contains(text, "李*") {
			t.Errorf("%s: the answer is\n%s", root, text)
		}
		link := is[string](b, `document.querySelector("[data-funds-results] tbody a").href`)
		b.open(link)
		if !is[bool](b, `document.querySelector("h1").innerText.includes("发放名单")`) {
			t.Errorf("an answer leads to %s", link)
		}
		b.open(root + "funds/query.html")
		b.becomes(`document.querySelector("[data-funds-status]").dataset.state === "idle"`)
		fill(`{}`)
		b.becomes(`document.querySelectorAll("[data-funds-results] tbody tr").length === 50 && document.querySelector("[data-funds-more]").checkVisibility()`)
		b.click("[data-funds-more]")
		b.becomes(`document.querySelectorAll("[data-funds-results] tbody tr").length === 100`)
		fill(`{name: "甲"}`)
		b.becomes(`document.querySelector("[data-funds-status]").innerText.includes("没有查到")`)
		b.fine(root)
	}
	b := newTab(t, start)
	b.scripts(false)
	b.open(served + "funds/query.html")
	if is[bool](b, `document.querySelector("[data-funds]").checkVisibility() || document.querySelector("[data-funds-more]").checkVisibility()`) {
		t.Error("without scripts a form shows that answers nothing")
	}
}
