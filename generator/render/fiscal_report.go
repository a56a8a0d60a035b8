package render

import (
	"strconv"

	"gongkai/generator/content"
	"gongkai/generator/site"
	"gongkai/generator/table"
)

// Rows of a table that its publication's page shows whole, those that it shows
// of a longer one, and those on a page of such a table.
const (
	longTable = 60
	beginning = 20
	pageRows  = 100
)

// against is what the numbers of a table are shown beside: of accounts the
// budget, else the year before.
func (p page) against(f *site.Fiscal, t *table.Table) comparison {
	if u := f.Budget.Table(t.Schema.Kind); u != nil && t.Schema.Column("total") >= 0 {
		return comparison{with: u, name: "预算数", change: "比预算", percent: "占预算", done: true}
	}
	if u := f.Before.Table(t.Schema.Kind); u != nil && t.Schema.Column("total") >= 0 {
		return comparison{with: u, name: strconv.Itoa(f.Before.Year) + "年" + f.Kind.V, change: "比上年", percent: "增减率"}
	}
	return comparison{}
}

func (p page) fiscalReport(f *site.Fiscal) *FiscalReportView {
	v := &FiscalReportView{Outline: outline(&f.Body), Body: p.body(&f.Doc, f.Links, nil), Agency: p.link(f.Agency.Name.V, moneyAddress(f.Agency)),
		Phone: f.Agency.Office.V.Phone.V, Tel: tel(f.Agency.Office.V.Phone.V)}
	list := fieldList{}
	list.link("agency", "公开单位", f.Agency.Name.V, string(p.to(f.Agency.Address)))
	list.text("kind", "类型", strconv.Itoa(f.Year)+"年"+f.Kind.V)
	list.text("approver", "批准机关", f.Approver.V)
	list.date("approved", "批准日期", f.Approved.V)
	list.date("published", "发布日期", f.Published.V)
	list.text("author", "责任编辑", f.Author.V)
	list.text("summary", "内容概述", f.Summary.V)
	v.Fields = list.rows
	for _, form := range f.Forms() {
		if t, ok := p.fiscalTableOf(f, form); ok {
			v.Tables = append(v.Tables, t)
		}
	}
	for _, a := range f.Attachments {
		v.Attachments = append(v.Attachments, AttachmentView{a.Title, p.to(site.EscapePath(a.Address)), fileKind(a.Name), size(a.Size), a.Name})
	}
	for _, other := range []*site.Fiscal{f.Budget, f.Before} {
		if other != nil {
			v.Others = append(v.Others, Link{Name: other.Heading(), Href: p.to(other.Address), Note: other.Published.V.Date.String()})
		}
	}
	v.Frame = p.frame(about{layout: "fiscal-report", sheet: "figures.css", heading: f.Heading(), description: f.Summary.V, section: "fiscal.html", code: true,
		trail: p.fiscalTrail(p.link(yearName(f.Year), yearAddress(f.Year))),
		article: &article{published: f.Published.V.Minutes(), author: f.Author.V, source: f.Agency.Name.V, keywords: []string{f.Kind.V, "财政公开"}, section: "财政公开",
			column: *fiscalColumn("财政公开")}})
	v.Body, v.Words = p.words.explain(v.Body)
	return v
}

// fiscalTableOf shows a table of the list; one without figures as an empty
// form with its note. ok is false for one that need not be there and is not.
func (p page) fiscalTableOf(f *site.Fiscal, form content.FiscalForm) (v TableView, ok bool) {
	t := f.Table(form.Kind)
	if t == nil || len(t.Rows) == 0 {
		note := f.EmptyNote(form)
		if note == "" {
			return v, false
		}
		v = p.tableView(&table.Table{Schema: form.Schema}, form.Kind, comparison{})
		v.Empty = note
		return v, true
	}
	v = p.tableView(t, form.Kind, p.against(f, t))
	if len(v.Rows) > longTable {
		v.More = p.link("全表共 "+strconv.Itoa(len(v.Rows))+" 行，看全部", f.PartAddress(t, 1))
		v.Rows = v.Rows[:beginning]
	}
	v.Source = f.Agency.Name.V
	v.Files = p.dataFiles(f.TableAddress(t), f.BookAddress())
	return v, true
}

func (p page) fiscalPart(f *site.Fiscal, t *table.Table, n int) *FiscalPartView {
	v := &FiscalPartView{Number: n, Of: (len(t.Rows) + pageRows - 1) / pageRows, From: p.link(f.Heading(), f.Address)}
	v.Table = p.tableView(t, "rows", p.against(f, t))
	v.Table.Rows = v.Table.Rows[(n-1)*pageRows : min(n*pageRows, len(v.Table.Rows))]
	v.Table.Files, v.Table.Source = p.dataFiles(f.TableAddress(t), f.BookAddress()), f.Agency.Name.V
	if n > 1 {
		v.Prev = p.link("上一页", f.PartAddress(t, n-1))
	}
	if n < v.Of {
		v.Next = p.link("下一页", f.PartAddress(t, n+1))
	}
	heading := f.Heading() + "：" + t.Schema.Title
	if v.Of > 1 {
		heading += "（第" + strconv.Itoa(n) + "页，共" + strconv.Itoa(v.Of) + "页）"
	}
	v.Frame = p.frame(about{layout: "fiscal-part", sheet: "figures.css", heading: heading, description: heading, section: "fiscal.html",
		trail: p.fiscalTrail(p.link(yearName(f.Year), yearAddress(f.Year)), v.From), column: fiscalColumn(heading)})
	return v
}
