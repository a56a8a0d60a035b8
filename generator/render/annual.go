package render

import (
	"html/template"
	"strconv"
	"strings"

	"gongkai/generator/report"
	"gongkai/generator/site"
)

const annualsAbout = "县政府、各部门和乡镇的政府信息公开工作年度报告。"

func (r *renderer) annualPages(ps *pages) {
	if len(r.Annuals) == 0 {
		return
	}
	ps.add("reports.html", "render: reports", "reports", func(p page) any { return p.annuals() })
	for _, a := range r.Annuals {
		ps.add(a.Address, a.File.Path, "report", func(p page) any { return p.annual(a) })
	}
}

func (p page) annuals() *ReportsView {
	v := &ReportsView{Frame: p.frame(about{layout: "reports", sheet: "figures.css", heading: "政府信息公开工作年度报告", description: p.Portal.County.V + annualsAbout, section: "reports.html",
		column: &column{"政府信息公开工作年度报告", annualsAbout, "年度报告", "信息公开年报"}})}
	for _, a := range p.Annuals {
		if n := len(v.Years); n == 0 || v.Years[n-1].Name != yearName(a.Year) {
			v.Years = append(v.Years, FiscalList{ID: "y" + strconv.Itoa(a.Year), Name: yearName(a.Year)})
		}
		list := &v.Years[len(v.Years)-1]
		list.Items = append(list.Items, Item{Title: a.Heading(), Href: p.to(a.Address), Published: a.Published.V.Date.String()})
	}
	return v
}

func (p page) annual(a *site.Annual) *ReportView {
	v := &ReportView{Outline: outline(&a.Body), Computed: "", Agency: p.agencyHome(a.Agency)}
	f := fieldList{}
	f.link("agency", "报告单位", a.Agency.Name.V, string(p.to(a.Agency.Address)))
	f.text("year", "报告年度", yearName(a.Year))
	f.date("published", "发布日期", a.Published.V)
	f.text("author", "责任编辑", a.Author.V)
	v.Fields = f.rows
	body := p.body(&a.Doc, a.Links, nil)
	v.Before, v.After = cutAt(body, a, "存在的主要问题")
	if a.Form.Requests != nil {
		t := report.Annual(p.Site, a)
		v.Proactive, v.Requests, v.Reviews = p.annualProactive(a, t), p.annualRequests(a, t), p.annualReviews(t)
		if t.Computed {
			v.Computed = "表中的数由申请台账汇总得出。"
		}
	}
	if a.Before != nil {
		v.Previous = p.link(a.Before.Heading(), a.Before.Address)
	}
	v.Frame = p.frame(about{layout: "report", sheet: "figures.css", heading: a.Heading(), description: a.Heading(), section: "reports.html", code: true,
		trail: []Link{p.link("年度报告", "reports.html")},
		article: &article{published: a.Published.V.Minutes(), author: a.Author.V, source: a.Agency.Name.V, keywords: []string{"年度报告", "政府信息公开"}, section: "年度报告",
			column: column{"政府信息公开工作年度报告", annualsAbout, "年度报告", "信息公开年报"}}})
	return v
}

// cutAt cuts a text before the heading that holds a word: the tables of a
// report stand there. Without such a heading they come last.
func cutAt(body template.HTML, a *site.Annual, word string) (before, after template.HTML) {
	for _, h := range a.Body.Headings {
		if !strings.Contains(h.Text, word) {
			continue
		}
		if at := strings.Index(string(body), `id="`+h.ID+`"`); at >= 0 {
			start := strings.LastIndexByte(string(body[:at]), '<')
			return body[:start], body[start:]
		}
	}
	return body, ""
}

// annualProactive is the table of section two in the form of its year: each
// item of article 20 with its own headings.
func (p page) annualProactive(a *site.Annual, t report.AnnualTables) []TableView {
	if t.Proactive == nil || len(t.Proactive.Rows) != len(t.Proactive.Schema.Fixed) {
		return nil
	}
	var list []TableView
	part := func(id, title string, rows []int, keys ...string) {
		v := TableView{ID: "proactive-" + id, Title: title, Head: []HeadCell{{Name: "信息内容"}}}
		for _, key := range keys {
			c := t.Proactive.Schema.Columns[t.Proactive.Schema.Column(key)]
			name := c.Name
			if key == "charged" {
				name += "（单位：万元）"
			}
			v.Head = append(v.Head, HeadCell{name, "number"})
		}
		for _, i := range rows {
			row := t.Proactive.Rows[i]
			r := RowView{Name: t.Proactive.Schema.Fixed[i]}
			for _, key := range keys {
				k := t.Proactive.Schema.Column(key)
				r.Cells = append(r.Cells, CellView{Text: zero(cellText(t.Proactive.Schema.Columns[k], row[k])), Class: "number"})
			}
			v.Rows = append(v.Rows, r)
		}
		list = append(list, v)
	}
	if a.Form.Since == 2021 {
		part("1", "第二十条第（一）项", []int{0, 1}, "made", "repealed", "valid")
		part("5", "第二十条第（五）项", []int{2}, "decided")
		part("6", "第二十条第（六）项", []int{3, 4}, "decided")
		part("8", "第二十条第（八）项", []int{5}, "charged")
		return list
	}
	part("1", "第二十条第（一）项", []int{0, 1}, "made", "disclosed", "valid")
	part("5", "第二十条第（五）项", []int{2, 3}, "before", "change", "decided")
	part("6", "第二十条第（六）项", []int{4, 5}, "before", "change", "decided")
	part("8", "第二十条第（八）项", []int{6}, "before", "change")
	part("9", "第二十条第（九）项", []int{7}, "projects", "charged")
	return list
}

// zero prints 0 for what is blank: the form leaves no cell empty.
func zero(s string) string {
	if s == "—" {
		return "0"
	}
	return s
}

// annualRequests is the table of section three, with the headings of its form.
func (p page) annualRequests(a *site.Annual, t report.AnnualTables) []AnnualLine {
	if t.Requests == nil || len(t.Requests.Rows) != len(a.Form.Requests.Fixed) {
		return nil
	}
	var list []AnnualLine
	row := 0
	for _, l := range a.Form.Lines {
		line := AnnualLine{Label: l.Label, Group: l.Group}
		if l.Level > 0 {
			line.Class = "deep-" + strconv.Itoa(l.Level)
		}
		if !l.Group {
			for _, v := range t.Requests.Rows[row][1:] {
				line.Counts = append(line.Counts, v.Number.Fixed(0))
			}
			row++
		}
		list = append(list, line)
	}
	return list
}

// annualReviews is the one row of section four.
func (p page) annualReviews(t report.AnnualTables) []string {
	if t.Reviews == nil || len(t.Reviews.Rows) != 3 {
		return nil
	}
	var list []string
	for _, row := range t.Reviews.Rows {
		for _, v := range row[1:] {
			list = append(list, v.Number.Fixed(0))
		}
	}
	return list
}
