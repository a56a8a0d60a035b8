package layout_test

import (
	"bytes"
	"fmt"
	"html/template"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"gongkai/generator/layout"
	"gongkai/generator/render"
	"gongkai/layouts"
)

// views are the types that the built-in layouts are made of.
func views() map[string]any {
	return map[string]any{
		"accessibility":  render.PlainView{},
		"agencies":       render.AgenciesView{},
		"agency":         render.AgencyView{},
		"catalogue":      render.CatalogueView{},
		"components":     render.ComponentsView{},
		"fiscal":         render.FiscalView{},
		"fiscal-agency":  render.FiscalAgencyView{},
		"fiscal-part":    render.FiscalPartView{},
		"fiscal-report":  render.FiscalReportView{},
		"fiscal-table":   render.FiscalTableView{},
		"fiscal-year":    render.FiscalYearView{},
		"fund":           render.FundView{},
		"fund-level":     render.FundLevelView{},
		"fund-query":     render.FundQueryView{},
		"funds":          render.FundsView{},
		"guide":          render.GuideView{},
		"guides":         render.GuidesView{},
		"home":           render.HomeView{},
		"hotline":        render.HotlineView{},
		"letter":         render.LetterView{},
		"list":           render.ListView{},
		"mailbox":        render.MailboxView{},
		"notfound":       render.PlainView{},
		"notice":         render.NoticeView{},
		"regulation":     render.RegulationView{},
		"regulations":    render.RegulationsView{},
		"report":         render.ReportView{},
		"reports":        render.ReportsView{},
		"request":        render.RequestView{},
		"request-flow":   render.RequestFlowView{},
		"request-form":   render.RequestFormView{},
		"request-points": render.RequestPointsView{},
		"score":          render.ScoreView{},
		"scorecard":      render.ScorecardView{},
		"screen":         render.ScreenView{},
		"statistics":     render.StatisticsView{},
		"search":         render.SearchView{},
		"sitemap":        render.SitemapView{},
		"thanks":         render.ThanksView{},
		"touch":          render.TouchView{},
	}
}

func loadReal(t testing.TB) *layout.Set {
	t.Helper()
	s, err := layout.Load(layouts.FS, render.Funcs())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// texts are what breaks escapers.
var texts = []string{
	"", "", "", "关于做好2026年政府信息公开工作的通知", "县政府办公室", "index", "none", "mailto", "netlify", "start", "end", "decision",
	"a < b & c > d \"e\" 'f' + g = h `i`", "nul\x00nul", "\xff\xfe invalid \xe4\xb8", "\ufffd\ufdd0\ufff0\uffff", "\u2028\u2029\u00a0\u3000",
	"javascript:alert(1)", "JavaScript:alert('x')", "https://example.gov.cn/a?b=1&c=2#d", "HTTPS:x", "mailto:a@b.cn", "tel:0123-4567890",
	"../../公开/2026/一.html?词=a b", "a%20b%2", "%zz%", "#目录", "/path/a+b(c)[d]{e}|f^g~h\\i", "//host/x", "x:y/z", "http", "ſ:x", "httpſ://x",
	"<p>正文 &amp; <b>b</b> &nbsp;</p>", "</title></script><!-- --> ]]>", "<svg", "\t\r\n\v\f tabs ", "👍🏽 é e\u0301", "{{.}}", " class=\"x\"",
}

// fill sets everything within v to what the seed yields.
func fill(r *rand.Rand, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		s := texts[r.IntN(len(texts))]
		if r.IntN(4) == 0 {
			s += texts[r.IntN(len(texts))]
		}
		v.SetString(s)
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Int:
		v.SetInt([]int64{0, 0, 1, -1, 7, 20260305, -1 << 63, 1<<63 - 1}[r.IntN(8)])
	case reflect.Struct:
		for i := range v.NumField() {
			fill(r, v.Field(i))
		}
	case reflect.Pointer:
		if r.IntN(2) == 0 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(r, v.Elem())
		}
	case reflect.Slice:
		n := r.IntN(4)
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			fill(r, v.Index(i))
		}
	default:
		panic(fmt.Sprint("a view has a ", v.Type()))
	}
}

func filled(seed uint64, view any) any {
	v := reflect.New(reflect.TypeOf(view)).Elem()
	fill(rand.New(rand.NewPCG(seed, 1)), v)
	return v.Interface()
}

// same tells whether the page is what html/template makes, and made without it
// unless html/template has an error.
func same(t *testing.T, s *layout.Set, name string, view any) bool {
	t.Helper()
	const before = "before"
	got, want := bytes.NewBufferString(before), bytes.NewBufferString(before)
	err := s.Oracle(name, want, view)
	if fast := s.Fast(name, got, view); fast != (err == nil) {
		t.Errorf("%s: fast %v, html/template: %v; %v", name, fast, err, s.Slow())
		return false
	}
	if err != nil {
		want.Truncate(len(before))
	}
	if got, want := got.String(), want.String(); got != want {
		at := 0
		for at < min(len(got), len(want)) && got[at] == want[at] {
			at++
		}
		from := max(0, at-80)
		t.Errorf("%s differs:\n got …%q\nwant …%q", name, got[from:min(len(got), at+80)], want[from:min(len(want), at+80)])
		return false
	}
	return true
}

func TestRealLayoutsAreLikeHTMLTemplate(t *testing.T) {
	s := loadReal(t)
	all := views()
	for _, name := range s.Names() {
		if all[name] == nil {
			t.Errorf("%s has no view here", name)
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			same(t, s, name, all[name]) // zero
			for seed := range uint64(200) {
				if !same(t, s, name, filled(seed, all[name])) {
					t.Fatalf("seed %d", seed)
				}
			}
		})
	}
}

// Each layout must be one that is compiled: a construct that is not costs all
// pages of the layout their speed.
func TestRealLayoutsAreFast(t *testing.T) {
	s := loadReal(t)
	for name, view := range views() {
		var w bytes.Buffer
		if err := s.Execute(name, &w, view); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, p := range s.Slow() {
		t.Error(p)
	}
	if !slices.Contains(s.Names(), "notice") {
		t.Error("no notice")
	}
}

// The first pages of a build come from many goroutines.
func TestRealLayoutsInParallel(t *testing.T) {
	s := loadReal(t)
	view := filled(7, render.NoticeView{})
	var want bytes.Buffer
	if err := s.Oracle("notice", &want, view); err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 20 {
				var w bytes.Buffer
				if err := s.Execute("notice", &w, view); err != nil || w.String() != want.String() {
					t.Error("differs", err)
					return
				}
			}
		})
	}
	group.Wait()
}

// notice is a page as a county has it.
func notice() render.NoticeView {
	link := func(n int) render.Link {
		return render.Link{Name: fmt.Sprintf("关于印发《某某县行政规范性文件管理办法》的通知（%d）", n), Href: template.URL(fmt.Sprintf("../../2026/03/t20260305_%d.html", n)), Note: "2026-03-05"}
	}
	v := render.NoticeView{
		Frame: render.Frame{
			Kind: "notice", Title: "关于做好春季森林防火工作的通知 - 某某县人民政府门户网站", Heading: "关于做好春季森林防火工作的通知",
			Canonical: "https://www.example.gov.cn/2026/03/t20260305_1.html", Meta: template.HTML(strings.Repeat(`<meta name="ColumnName" content="通知公告">`, 30)),
			Style: "../../assets/site-12345678.css", Script: "../../assets/site-12345678.js", Icon: "../../assets/favicon.svg",
			Crumbs: []render.Link{link(1), link(2), link(3)},
			Top:    template.HTML(strings.Repeat("<li>导航</li>", 150)), Bottom: template.HTML(strings.Repeat("<p>页脚</p>", 100)),
		},
		Body:       template.HTML(strings.Repeat("<p>各乡镇人民政府，县直各部门：</p>", 60)),
		Disclosure: "主动公开", Prev: link(4), Next: link(5), Category: link(6), Agency: link(7), Series: "预算",
		Interprets: []render.Link{link(8)}, RepealedBy: []render.Link{link(9)},
		Banner: &render.Banner{Kind: "amended", Text: "本文件已修订", Links: []render.Link{link(10)}},
	}
	for i := range 11 {
		v.Fields = append(v.Fields, render.Field{Key: "index", Label: "索引号", Value: "000014349/2026-00012", Time: strings.Repeat("2026-03-05", i%2)})
	}
	for i := range 6 {
		v.Outline = append(v.Outline, render.HeadingView{Level: 2 + i%2, Text: "一、总体要求", Href: "#总体要求"})
		v.Attachments = append(v.Attachments[:min(i, 2)], render.AttachmentView{Title: "任务分工表", Href: "表 1.xlsx", Kind: "XLSX 电子表格", Size: "12.3 KB", Name: "表 1.xlsx"})
	}
	return v
}

func BenchmarkExecuteNotice(b *testing.B) {
	s := loadReal(b)
	var view any = notice()
	makers := []struct {
		name string
		make func(*bytes.Buffer) error
	}{
		{"fast", func(w *bytes.Buffer) error { return s.Execute("notice", w, view) }},
		{"html-template", func(w *bytes.Buffer) error { return s.Oracle("notice", w, view) }},
	}
	for _, m := range makers {
		b.Run(m.name, func(b *testing.B) {
			var w bytes.Buffer
			b.ReportAllocs()
			for b.Loop() {
				w.Reset()
				if err := m.make(&w); err != nil {
					b.Fatal(err)
				}
			}
			b.SetBytes(int64(w.Len()))
		})
	}
}
