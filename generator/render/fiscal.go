package render

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/content"
	"gongkai/generator/site"
	"gongkai/generator/table"
)

const fiscalAbout = "县政府、各部门和乡镇的预算、决算、“三公”经费、政府债务和转移支付，以及通俗易懂的说明。"

func (r *renderer) fiscalPages(ps *pages) {
	if len(r.Fiscals) == 0 {
		return
	}
	ps.add("fiscal.html", "render: fiscal", "fiscal", func(p page) any { return p.fiscal() })
	for _, year := range r.fiscalYears() {
		ps.add(yearAddress(year), "render: fiscal", "fiscal-year", func(p page) any { return p.fiscalYear(year) })
	}
	for _, a := range r.Agencies {
		if len(r.fiscalsOf(a)) > 0 {
			ps.add(moneyAddress(a), a.File.Path, "fiscal-agency", func(p page) any { return p.fiscalAgency(a) })
		}
	}
	for _, form := range content.FiscalForms {
		if r.published(form) {
			ps.add(formAddress(form), "render: fiscal", "fiscal-table", func(p page) any { return p.fiscalTable(form) })
		}
	}
	for _, f := range r.Fiscals {
		ps.add(f.Address, f.File.Path, "fiscal-report", func(p page) any { return p.fiscalReport(f) })
		for _, t := range f.Tables {
			if len(t.Rows) <= longTable {
				continue
			}
			for n := 1; (n-1)*pageRows < len(t.Rows); n++ {
				ps.add(f.PartAddress(t, n), f.File.Path, "fiscal-part", func(p page) any { return p.fiscalPart(f, t, n) })
			}
		}
	}
}

func yearAddress(year int) string                { return "fiscal/" + strconv.Itoa(year) + ".html" }
func moneyAddress(a *site.Agency) string         { return "fiscal/agency/" + a.ID + ".html" }
func formAddress(form content.FiscalForm) string { return "fiscal/table/" + form.Kind + ".html" }
func fiscalColumn(name string) *column {
	return &column{name, fiscalAbout, "预算,决算,三公经费,财政公开", "信息公开目录"}
}
func (p page) fiscalTrail(more ...Link) []Link {
	return append([]Link{p.link("财政公开", "fiscal.html")}, more...)
}
func (r *renderer) fiscalsOf(a *site.Agency) []*site.Fiscal {
	var list []*site.Fiscal
	for _, f := range r.Fiscals {
		if f.Agency == a {
			list = append(list, f)
		}
	}
	return list
}

// fiscalYears are the years of which there is anything, newest first.
func (r *renderer) fiscalYears() []int {
	var years []int
	for _, f := range r.Fiscals {
		if !slices.Contains(years, f.Year) {
			years = append(years, f.Year)
		}
	}
	return years
}

func (r *renderer) published(form content.FiscalForm) bool {
	return slices.ContainsFunc(r.Fiscals, func(f *site.Fiscal) bool { return f.Table(form.Kind) != nil })
}

// countyMoney is the newest budget, or accounts, of the county's government.
func (r *renderer) countyMoney(settled bool) *site.Fiscal {
	for _, f := range r.Fiscals {
		if f.Agency.Kind.V == "government" && f.Settled == settled {
			return f
		}
	}
	return nil
}

func (p page) fiscal() *FiscalView {
	v := &FiscalView{Frame: p.frame(about{layout: "fiscal", sheet: "figures.css", heading: "财政公开", description: p.Portal.County.V + fiscalAbout, section: "fiscal.html",
		column: fiscalColumn("财政公开")})}
	budget, accounts := p.countyMoney(false), p.countyMoney(true)
	for _, f := range []*site.Fiscal{budget, accounts} {
		if f != nil {
			v.County = append(v.County, Link{Name: f.Heading(), Href: p.to(f.Address), Note: f.Published.V.Date.String()})
		}
	}
	if budget != nil {
		v.Year = strconv.Itoa(budget.Year)
		v.Figures = countyFigures(budget)
		v.Functions, v.Themes = p.functions(budget), p.themes(budget)
		v.Public = p.publicOverYears(p.fiscalsOf(budget.Agency), "gov-three-public")
	}
	v.Matrix = p.fiscalMatrix()
	for _, y := range p.fiscalYears() {
		v.Years = append(v.Years, p.link(yearName(y), yearAddress(y)))
	}
	v.Agencies = p.agencyGroups(func(a *site.Agency) Link {
		if n := len(p.fiscalsOf(a)); n > 0 {
			return counted(p.link(a.Name.V, moneyAddress(a)), n)
		}
		return Link{}
	})
	v.Agencies = withoutBlank(v.Agencies)
	v.Tables = p.formLinks()
	p.fiscalHelp(v)
	if len(p.Funds) > 0 {
		v.Funds = p.link("专项资金", "funds.html")
		v.Query = p.queryLink()
	}
	return v
}

// withoutBlank leaves out agencies that have no page here.
func withoutBlank(groups []AgencyGroup) []AgencyGroup {
	for i := range groups {
		groups[i].Agencies = slices.DeleteFunc(groups[i].Agencies, func(l Link) bool { return l.Name == "" })
	}
	return slices.DeleteFunc(groups, func(g AgencyGroup) bool { return len(g.Agencies) == 0 })
}

func (p page) formLinks() []Link {
	var list []Link
	for _, form := range content.FiscalForms {
		if p.published(form) {
			list = append(list, p.link(form.Title, formAddress(form)))
		}
	}
	return list
}

// fiscalHelp is whom to ask, where to complain, and what the words mean.
func (p page) fiscalHelp(v *FiscalView) {
	for _, a := range p.Site.Agencies {
		if a.ID == "finance" || strings.HasSuffix(a.Name.V, "财政局") {
			v.Office = p.agencyHome(a)
			v.Phone, v.Tel = a.Office.V.Phone.V, tel(a.Office.V.Phone.V)
			break
		}
	}
	v.Complain = p.hotlines(aboutMoney(p.Complaints))
	for i, w := range p.Glossary {
		if fiscalWords[w.Name] {
			v.Words = append(v.Words, Word{"word-" + strconv.Itoa(i), w.Name, w.Text})
		}
	}
}

// aboutMoney are the lines for complaints about money and disclosure, or all
// where none says so.
func aboutMoney(list []*site.Hotline) []*site.Hotline {
	var own []*site.Hotline
	for _, h := range list {
		if text := h.Name.V + h.Scope.V; strings.Contains(text, "资金") || strings.Contains(text, "信息公开") {
			own = append(own, h)
		}
	}
	if len(own) == 0 {
		return list
	}
	return own
}

// fiscalWords are those of the glossary that the pages of money use.
var fiscalWords = map[string]bool{"一般公共预算": true, "政府性基金": true, "国有资本经营预算": true, "“三公”经费": true, "转移支付": true, "专项资金": true, "地方政府债务": true,
	"结转": true, "决算": true, "政府采购": true, "机关运行经费": true, "基本支出": true, "项目支出": true, "社会保险基金": true}

// countyFigures are the numbers that citizens ask for first.
func countyFigures(f *site.Fiscal) []Figure {
	var list []Figure
	add := func(name, kind, key string) {
		if t := f.Table(kind); t != nil {
			if v, ok := t.Total(key); ok {
				list = append(list, Figure{name, v.Number.Fixed(0) + " 万元"})
			}
		}
	}
	add("一般公共预算收入", "gov-income", "total")
	add("一般公共预算支出", "gov-expenditure", "total")
	add("政府性基金支出", "gov-fund-expenditure", "total")
	add("全县“三公”经费", "gov-three-public", "total")
	return list
}

// functions draws what a budget is spent on: the items at the top of the
// table, largest first.
func (p page) functions(f *site.Fiscal) *Bars {
	t := f.Table("gov-expenditure")
	if t == nil {
		return nil
	}
	var list []quantity
	code, name, total := t.Schema.Column("code"), t.Schema.Column("name"), t.Schema.Column("total")
	top := table.Table{Schema: t.Schema, File: t.File}
	for _, row := range t.Rows {
		if len(row[code].Text) > 3 || !row.Total() && row[total].Number <= 0 {
			continue
		}
		top.Rows = append(top.Rows, row)
		if !row.Total() {
			list = append(list, quantity{name: row[name].Text, value: row[total].Number})
		}
	}
	slices.SortStableFunc(list, func(a, b quantity) int { return cmp.Compare(b.value, a.value) })
	if len(list) > 9 {
		rest := quantity{name: "其他" + strconv.Itoa(len(list)-8) + "类"}
		for _, q := range list[8:] {
			rest.value = rest.value.Plus(q.value)
		}
		list = append(list[:8:8], rest)
	}
	v := p.tableView(&top, "functions-table", p.against(f, t))
	v.Title = strconv.Itoa(f.Year) + "年全县一般公共预算支出"
	return bars("functions", v.Title+"按用途", "万元", list, v)
}

// themes are the five that matter most to citizens: education, health, social
// security and jobs, housing, and the countryside.
func (p page) themes(f *site.Fiscal) TableView {
	t := f.Table("gov-expenditure")
	v := TableView{ID: "themes-table", Title: strconv.Itoa(f.Year) + "年民生支出", Unit: "万元", Head: []HeadCell{{Name: "用途"}, {"金额", "number"}, {"占全部支出", "number"}}}
	if t == nil {
		return v
	}
	all, _ := t.Total("total")
	for _, theme := range [][2]string{{"205", "教育"}, {"210", "医疗卫生"}, {"208", "社会保障和就业"}, {"221", "住房保障"}, {"213", "农业、农村、农民"}} {
		for _, row := range t.Rows {
			if row[t.Schema.Column("code")].Text == theme[0] {
				amount := row[t.Schema.Column("total")].Number
				v.Rows = append(v.Rows, RowView{Name: theme[1], Cells: []CellView{{Text: amount.Fixed(2), Class: "number"}, {Text: amount.Percent(all.Number), Class: "number"}}})
			}
		}
	}
	return v
}

// publicHead and publicCells set the rows of the three public expenses side by
// side; the cells are nil where the table does not have its rows.
var publicHead = []HeadCell{{"合计", "number"}, {"因公出国（境）", "number"}, {"车辆购置", "number"}, {"车辆运行", "number"}, {"公务接待", "number"}}

func publicCells(t *table.Table) []CellView {
	if len(t.Rows) != len(content.ThreePublicRows) {
		return nil
	}
	var cells []CellView
	for _, i := range []int{0, 1, 3, 4, 5} { // 2 is the sum of 3 and 4
		cells = append(cells, CellView{Text: t.Rows[i][t.Schema.Column("total")].Number.Fixed(2), Class: "number"})
	}
	return cells
}

// publicOverYears draws the three public expenses of one agency, oldest first:
// budgets, and accounts beside them.
func (p page) publicOverYears(list []*site.Fiscal, kind string) *Bars {
	v := TableView{ID: "public-table", Title: "历年“三公”经费", Unit: "万元", Head: []HeadCell{{Name: "年度"}}}
	v.Head = append(v.Head, publicHead...)
	var drawn []quantity
	for _, f := range slices.Backward(list) {
		t := f.Table(kind)
		if t == nil || publicCells(t) == nil {
			continue
		}
		k := t.Schema.Column("total")
		name := strconv.Itoa(f.Year) + "年" + f.Kind.V
		row := RowView{Name: name, Href: p.to(f.Address + "#" + kind)}
		row.Cells = publicCells(t)
		v.Rows = append(v.Rows, row)
		drawn = append(drawn, quantity{name: name, value: t.Rows[0][k].Number, second: f.Settled && f.Budget != nil})
	}
	pairs(drawn, v.Rows)
	if len(drawn) == 0 {
		return nil
	}
	return bars("public", "历年“三公”经费", "万元", drawn, v)
}

// pairs puts each year's accounts behind its budget: the site has the two of a
// year in the other order when it is read backwards.
func pairs(drawn []quantity, rows []RowView) {
	for i := 0; i+1 < len(drawn); i++ {
		if drawn[i].second && !drawn[i+1].second && drawn[i].name[:4] == drawn[i+1].name[:4] {
			drawn[i], drawn[i+1] = drawn[i+1], drawn[i]
			rows[i], rows[i+1] = rows[i+1], rows[i]
		}
	}
}

// fiscalMatrix shows whose budgets and accounts of which year are there.
func (p page) fiscalMatrix() TableView {
	years := p.fiscalYears()
	v := TableView{ID: "matrix-table", Title: "各单位预决算公开情况", Head: []HeadCell{{Name: "单位"}}}
	for _, y := range years {
		v.Head = append(v.Head, HeadCell{Name: yearName(y)})
	}
	for _, a := range p.Site.Agencies {
		row := RowView{Name: cmp.Or(a.Short.V, a.Name.V), Href: p.to(moneyAddress(a))}
		list := p.fiscalsOf(a)
		if len(list) == 0 {
			row.Href = ""
		}
		for _, y := range years {
			var have []string
			for _, f := range list {
				if f.Year == y {
					have = append(have, f.Kind.V)
				}
			}
			row.Cells = append(row.Cells, CellView{Text: cmp.Or(strings.Join(have, "、"), "未公开")})
		}
		v.Rows = append(v.Rows, row)
	}
	return v
}

func (p page) fiscalYear(year int) *FiscalYearView {
	heading := yearName(year) + "预算和决算"
	v := &FiscalYearView{Frame: p.frame(about{layout: "fiscal-year", sheet: "figures.css", heading: heading, description: p.Portal.County.V + heading + "：" + fiscalAbout, section: "fiscal.html",
		trail: p.fiscalTrail(), column: fiscalColumn(heading)})}
	var list []*site.Fiscal
	for _, f := range p.Fiscals {
		if f.Year == year {
			list = append(list, f)
		}
	}
	v.Lists = p.fiscalLists(list)
	for _, settled := range []bool{false, true} {
		for _, kind := range []string{"department", "township"} {
			if t := p.tablesOf(list, kind, settled); len(t.Rows) > 0 {
				v.Tables = append(v.Tables, t)
			}
		}
	}
	for _, y := range p.fiscalYears() {
		l := p.link(yearName(y), yearAddress(y))
		l.Current = y == year
		v.Years = append(v.Years, l)
	}
	return v
}

// fiscalLists parts budgets from accounts.
func (p page) fiscalLists(list []*site.Fiscal) []FiscalList {
	lists := []FiscalList{{ID: "budgets", Name: "预算"}, {ID: "accounts", Name: "决算"}}
	for _, f := range list {
		i := 0
		if f.Settled {
			i = 1
		}
		lists[i].Items = append(lists[i].Items, Item{Title: f.Heading(), Href: p.to(f.Address), Published: f.Published.V.Date.String(), Summary: f.Summary.V})
	}
	return slices.DeleteFunc(lists, func(l FiscalList) bool { return len(l.Items) == 0 })
}

// tablesOf shows which of the tables that it must publish each agency has
// published, of one kind of agency.
func (p page) tablesOf(list []*site.Fiscal, kind string, settled bool) TableView {
	word, kindName := map[bool]string{false: "预算", true: "决算"}[settled], map[string]string{"department": "部门", "township": "乡镇"}[kind]
	v := TableView{ID: kind + "-" + map[bool]string{false: "budgets", true: "accounts"}[settled], Title: kindName + word + "公开的表", Head: []HeadCell{{Name: "单位"}}}
	forms := content.FiscalFormsFor(kind)
	forms = slices.DeleteFunc(forms, func(f content.FiscalForm) bool { return !f.Must })
	for _, form := range forms {
		v.Head = append(v.Head, HeadCell{Name: form.Title})
	}
	for _, f := range list {
		if f.Settled != settled || f.Agency.Kind.V == "government" || (f.Agency.Kind.V == "township") != (kind == "township") {
			continue
		}
		row := RowView{Name: cmp.Or(f.Agency.Short.V, f.Agency.Name.V), Href: p.to(f.Address)}
		for _, form := range forms {
			row.Cells = append(row.Cells, p.tableState(f, form))
		}
		v.Rows = append(v.Rows, row)
	}
	return v
}

func (p page) tableState(f *site.Fiscal, form content.FiscalForm) CellView {
	switch t := f.Table(form.Kind); {
	case t != nil && len(t.Rows) > 0:
		return CellView{Text: "已公开", Href: p.to(f.Address + "#" + form.Kind)}
	case f.EmptyNote(form) != "":
		return CellView{Text: "空表", Href: p.to(f.Address + "#" + form.Kind)}
	}
	return CellView{Text: "缺"}
}

func (p page) fiscalAgency(a *site.Agency) *FiscalAgencyView {
	heading := a.Name.V + "财政公开"
	list := p.fiscalsOf(a)
	v := &FiscalAgencyView{Frame: p.frame(about{layout: "fiscal-agency", sheet: "figures.css", heading: heading, description: a.Name.V + "历年预算、决算和“三公”经费。", section: "fiscal.html",
		trail: p.fiscalTrail(), column: fiscalColumn(heading)}), Agency: p.agencyHome(a), Lists: p.fiscalLists(list), Phone: a.Office.V.Phone.V, Tel: tel(a.Office.V.Phone.V)}
	public, spent := "three-public", "expenditure"
	switch a.Kind.V {
	case "government":
		public, spent = "gov-three-public", "gov-expenditure"
	case "township":
		spent = "gov-expenditure"
	}
	v.Public = p.publicOverYears(list, public)
	v.Spent = p.spentOverYears(list, spent)
	return v
}

func (p page) spentOverYears(list []*site.Fiscal, kind string) *Bars {
	v := TableView{ID: "spent-table", Title: "历年支出", Unit: "万元", Head: []HeadCell{{Name: "年度"}, {"支出", "number"}, {"比上年", "number"}, {"决算占预算", "number"}}}
	var drawn []quantity
	total := func(f *site.Fiscal) (table.Decimal, bool) {
		if t := f.Table(kind); t != nil {
			v, ok := t.Total("total")
			return v.Number, ok
		}
		return 0, false
	}
	for _, f := range slices.Backward(list) {
		now, ok := total(f)
		if !ok {
			continue
		}
		name := strconv.Itoa(f.Year) + "年" + f.Kind.V
		row := RowView{Name: name, Href: p.to(f.Address), Cells: []CellView{{Text: now.Fixed(2), Class: "number"}, {Text: "—", Class: "number"}, {Text: "—", Class: "number"}}}
		if then, ok := total(f.Before); ok {
			row.Cells[1].Text = now.Plus(-then).Percent(then)
		}
		if planned, ok := total(f.Budget); ok {
			row.Cells[2].Text = now.Percent(planned)
		}
		v.Rows = append(v.Rows, row)
		drawn = append(drawn, quantity{name: name, value: now, second: f.Settled && f.Budget != nil})
	}
	pairs(drawn, v.Rows)
	if len(drawn) == 0 {
		return nil
	}
	return bars("spent", "历年支出", "万元", drawn, v)
}

func (p page) fiscalTable(form content.FiscalForm) *FiscalTableView {
	text := form.Title + "：各单位、各年度的合计，点开看全表。"
	v := &FiscalTableView{Frame: p.frame(about{layout: "fiscal-table", sheet: "figures.css", heading: form.Title, description: text, section: "fiscal.html",
		trail: p.fiscalTrail(), column: fiscalColumn(form.Title)})}
	for _, year := range p.fiscalYears() {
		for _, settled := range []bool{false, true} {
			if t := p.totalsOf(form, year, settled); len(t.Rows) > 0 {
				v.Years = append(v.Years, t)
			}
		}
	}
	v.Tables = p.formLinks()
	return v
}

// totalsOf lists the totals of one table of a year, of everybody.
func (p page) totalsOf(form content.FiscalForm, year int, settled bool) TableView {
	word, id := "预算", "budgets"
	if settled {
		word, id = "决算", "accounts"
	}
	v := TableView{ID: id + "-" + strconv.Itoa(year), Title: strconv.Itoa(year) + "年" + word, Unit: string(form.Unit), Head: []HeadCell{{Name: "单位"}}}
	public := slices.Equal(form.Fixed, content.ThreePublicRows)
	v.Head = append(v.Head, HeadCell{"合计", "number"})
	if public {
		v.Head = append(v.Head, publicHead[1:]...)
	}
	for _, f := range p.Fiscals {
		t := f.Table(form.Kind)
		if f.Year != year || f.Settled != settled || t == nil {
			continue
		}
		row := RowView{Name: cmp.Or(f.Agency.Short.V, f.Agency.Name.V), Href: p.to(f.Address + "#" + form.Kind)}
		row.Cells = []CellView{{Text: totalText(t), Class: "number"}}
		if cells := publicCells(t); public && cells != nil {
			row.Cells = cells
		}
		v.Rows = append(v.Rows, row)
	}
	return v
}

// totalText is the total of a table, or how many rows it has where there is
// none.
func totalText(t *table.Table) string {
	if v, ok := t.Total("total"); ok {
		return v.Number.Fixed(2)
	}
	for _, label := range []string{"收入总计", "支出总计"} {
		if t.Schema.Column("total") < 0 {
			break
		}
		if v, ok := t.Amount(label, "total"); ok {
			return v.Number.Fixed(2)
		}
	}
	return strconv.Itoa(len(t.Rows)) + " 项"
}
