package render

import (
	"html/template"
	"strings"
	"testing"

	"gongkai/generator/site"
)

var sampleWords = []site.Word{
	{Name: "结转", Text: "没有用完的钱。", Forms: []string{"结转", "年末结转"}},
	{Name: "转移支付", Text: "上级给的钱。", Forms: []string{"转移支付"}},
	{Name: "PPP项目", Text: "合作项目。", Forms: []string{"PPP项目"}},
	{Name: "“三公”经费", Text: "三种开支。", Forms: []string{"“三公”经费", "三公经费"}},
}

func TestWordsAreExplainedWhereTheyStand(t *testing.T) {
	g := newGlossary(sampleWords)
	link := func(n, text string) string { return `<a class="word" href="#word:` + n + `">` + text + `</a>` }
	for name, c := range map[string]struct{ body, want, words string }{
		"the first mention":          {"<p>年末结转3万元，结转不算。</p>", "<p>" + link("1", "年末结转") + "3万元，结转不算。</p>", "结转"},
		"in the order of the text":   {"<p>转移支付和结转</p>", "<p>" + link("1", "转移支付") + "和" + link("2", "结转") + "</p>", "转移支付 结转"},
		"not within links":           {`<p><a href="x">结转</a>，<b>结转</b></p>`, `<p><a href="x">结转</a>，<b>` + link("1", "结转") + `</b></p>`, "结转"},
		"not within headings":        {`<h2 id="结转">结转</h2><p>无</p>`, `<h2 id="结转">结转</h2><p>无</p>`, ""},
		"not within attributes":      {`<p><img alt="结转" src="a.png"></p>`, `<p><img alt="结转" src="a.png"></p>`, ""},
		"in a table's cells":         {`<th>结转</th><td class="align-right">结转</td>`, `<th>结转</th><td class="align-right">` + link("1", "结转") + `</td>`, "结转"},
		"with quotation marks":       {"<p>“三公”经费</p>", "<p>" + link("1", "“三公”经费") + "</p>", "“三公”经费"},
		"with letters":               {"<p>PPP项目</p>", "<p>" + link("1", "PPP项目") + "</p>", "PPP项目"},
		"nothing":                    {"<p>植树</p>", "<p>植树</p>", ""},
		"a text that ends in a tag":  {"<p>结转<br", "<p>" + link("1", "结转") + "<br", "结转"},
		"a text that is not whole":   {"<p>结转\xe7", "<p>" + link("1", "结转") + "\xe7", "结转"},
		"what only begins like it":   {"<p>转移", "<p>转移", ""},
		"after a heading has closed": {"<h3>转移支付</h3><p>转移支付</p>", "<h3>转移支付</h3><p>" + link("1", "转移支付") + "</p>", "转移支付"},
	} {
		got, words := g.explain(template.HTML(c.body))
		var names []string
		for _, w := range words {
			names = append(names, w.Name)
		}
		if string(got) != c.want || strings.Join(names, " ") != c.words {
			t.Errorf("%s: got %s with %q, want %s with %q", name, got, names, c.want, c.words)
		}
	}
}

func FuzzWords(f *testing.F) {
	g := newGlossary(sampleWords)
	f.Add("<p>结转 <a href=\"x\">年末结转</a></p>")
	f.Add("<<>\xe7\xbb<h2 ")
	f.Fuzz(func(t *testing.T, body string) {
		got, words := g.explain(template.HTML(body))
		plain := string(got)
		for _, w := range words {
			plain = strings.Replace(plain, `<a class="word" href="#`+w.ID+`">`, "", 1)
		}
		if strings.Count(plain, "</a>") != strings.Count(body, "</a>")+len(words) {
			t.Errorf("%q became %q", body, got)
		}
	})
}

func BenchmarkWords(b *testing.B) {
	g := newGlossary(sampleWords)
	body := template.HTML(strings.Repeat("<p>各乡镇人民政府要按照有关规定做好本年度的各项工作，确保任务落到实处。</p>", 200))
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		g.explain(body)
	}
}
