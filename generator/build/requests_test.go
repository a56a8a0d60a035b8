package build_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dop251/goja"

	"gongkai/generator/assets"
	"gongkai/generator/build"
	"gongkai/generator/calendar"
	"gongkai/generator/layout"
	"gongkai/theme"
)

// calculators bundles the theme's calculators for an engine without a browser.
func calculators(t *testing.T) *goja.Runtime {
	t.Helper()
	overlay := layout.Overlay(fstest.MapFS{"probe.ts": {Data: []byte(`
		import {lastDay} from "./components/request/deadline";
		import {steps} from "./components/request/fee";
		Object.assign(globalThis, {lastDay, steps});`)}}, theme.FS)
	_, files, problems := assets.Bundle(overlay, assets.Options{Entries: []string{"probe.ts"}})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	vm := goja.New()
	for _, f := range files {
		if !strings.HasPrefix(f.Path, "assets/probe-") {
			continue
		}
		var b bytes.Buffer
		if err := f.Render(&b); err != nil {
			t.Fatal(err)
		}
		if _, err := vm.RunString(b.String()); err != nil {
			t.Fatal(err)
		}
	}
	return vm
}

// TestDeadlinesAreThoseOfTheLedger asks the calculator of the page and the
// reader of the ledger for the last day of requests of all kinds: they must
// agree, for a citizen who counts and an office that is judged are to see one
// date.
func TestDeadlinesAreThoseOfTheLedger(t *testing.T) {
	plainPass(t)
	r := rand.New(rand.NewPCG(33, 2019))
	date := func(from calendar.Date, most int) calendar.Date { return from.AddDays(r.IntN(most)) }
	var ledgers [2027]strings.Builder
	type asked struct {
		number, received, supplement, consulted, answered string
		extended                                          bool
	}
	var list []asked
	for i := range 400 {
		begin, _ := calendar.On(2008, 5, 1)
		q := asked{number: fmt.Sprintf("N%03d", i)}
		received := date(begin, 6600)
		q.received = received.String()
		from := received
		columns := [4]string{}
		if r.IntN(3) == 0 {
			ask := received.AddDays(1 + r.IntN(5))
			from = ask.AddDays(1 + r.IntN(12))
			columns[0], columns[1] = ask.String(), from.String()
			q.supplement = from.String()
		}
		if r.IntN(3) == 0 {
			consulted := from.AddDays(1 + r.IntN(4))
			answered := consulted.AddDays(r.IntN(20))
			columns[2], columns[3] = consulted.String(), answered.String()
			q.consulted, q.answered = consulted.String(), answered.String()
		}
		extension := ""
		if r.IntN(4) == 0 {
			extension, q.extended = from.AddDays(10).String(), true
		}
		fmt.Fprintf(&ledgers[received.Year], "%s,%s,网上,自然人,office,%s,%s,,\n", q.number, q.received, strings.Join(columns[:], ","), extension)
		list = append(list, q)
	}
	source := sample(t)
	for name := range source {
		if strings.HasPrefix(name, "content/requests/") || strings.HasPrefix(name, "content/reports/") {
			delete(source, name)
		}
	}
	for year := range ledgers {
		if ledgers[year].Len() > 0 {
			head := "编号,收到日期,渠道,申请人类型,受理单位,补正告知,补正收到,征求意见,意见收到,延期告知,答复日期,办理结果\n"
			source[fmt.Sprintf("content/requests/%d.csv", year)] = &fstest.MapFile{Data: []byte(head + ledgers[year].String())}
		}
	}
	result, err := build.Check(t.Context(), options(source))
	if err != nil {
		t.Fatal(err)
	}
	due := map[string]string{}
	for _, q := range result.Site.Requests {
		due[q.Number] = q.Due.String()
	}
	_, files := sampleSite(t)
	vm := calculators(t)
	if _, err := vm.RunString("var years; var gongkaiDays = x => { years = x; };" + files["data/workdays.js"]); err != nil {
		t.Fatal(err)
	}
	for _, q := range list {
		in, _ := json.Marshal([]any{q.received, q.supplement, q.consulted, q.answered, q.extended})
		got, err := vm.RunString(`(([r, s, c, a, e]) => { const t = x => x ? Date.parse(x) : NaN;
			const d = lastDay(years, {received: t(r), supplement: t(s), consulted: t(c), answered: t(a), extended: e});
			return d && d.last ? new Date(d.last).toISOString().slice(0, 10) : ""; })(` + string(in) + `)`)
		if err != nil {
			t.Fatal(err)
		}
		if got.String() != due[q.number] {
			t.Errorf("%+v: the page says %s, the ledger %s", q, got, due[q.number])
		}
	}
}

// TestFees: vectors of the rules of 2020 on the processing fee.
func TestFees(t *testing.T) {
	vm := calculators(t)
	for _, c := range []struct {
		by    string
		count int
		want  int
	}{
		{"page", 68, 380}, {"page", 30, 0}, {"page", 31, 10}, {"page", 100, 700}, {"page", 200, 2700}, {"page", 201, 2740}, {"page", 0, 0},
		{"piece", 10, 0}, {"piece", 11, 100}, {"piece", 30, 2000}, {"piece", 31, 2200}, {"piece", 40, 4000}, {"piece", 41, 4300}, {"piece", 68, 15000},
	} {
		got, err := vm.RunString(fmt.Sprintf("steps(%q, %d).reduce((n, s) => n + s.sum, 0)", c.by, c.count))
		if err != nil {
			t.Fatal(err)
		}
		if got.ToInteger() != int64(c.want) {
			t.Errorf("%d by %s cost %d, want %d", c.count, c.by, got.ToInteger(), c.want)
		}
	}
}
