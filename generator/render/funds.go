package render

import (
	"strconv"
	"strings"

	"gongkai/generator/content"
	"gongkai/generator/site"
)

const fundsAbout = "中央、省、市、县设立的专项资金：本县有哪些、谁可以申请、标准多少，分到了哪些乡镇、村和个人。"

func (r *renderer) fundPages(ps *pages) {
	if len(r.Funds) == 0 {
		return
	}
	ps.add("funds.html", "render: funds", "funds", func(p page) any { return p.funds() })
	for _, f := range r.Funds {
		if !f.Applies.V {
			continue
		}
		ps.add(f.Address, "content/funds.yaml", "fund", func(p page) any { return p.fund(f) })
		for _, y := range f.Years {
			ps.add(y.Address, "content/funds.yaml", "fund-level", func(p page) any { return p.fundYear(y) })
			for _, t := range y.Townships {
				ps.add(t.Address, "content/funds.yaml", "fund-level", func(p page) any { return p.fundTownship(y, t) })
				for _, v := range t.Villages {
					if len(v.Receivers) > 0 {
						ps.add(v.Address, "content/funds.yaml", "fund-level", func(p page) any { return p.fundVillage(y, t, v) })
					}
				}
			}
		}
	}
	if len(r.nameLists()) > 0 {
		ps.add("funds/query.html", "render: funds", "fund-query", func(p page) any { return p.fundQuery() })
	}
}

// nameLists are the years of funds whose names can be queried.
func (r *renderer) nameLists() []*site.FundYear {
	var list []*site.FundYear
	for _, f := range r.Funds {
		for _, y := range f.Years {
			if y.Named() {
				list = append(list, y)
			}
		}
	}
	return list
}

// queryLink leads to the query, if there is anything to query.
func (p page) queryLink() Link {
	if len(p.nameLists()) == 0 {
		return Link{}
	}
	return p.link("查发放名单", "funds/query.html")
}

func (p page) fundFrame(a about, trail ...Link) Frame {
	a.section, a.sheet = "fiscal.html", "figures.css"
	if len(p.Fiscals) == 0 {
		a.section = ""
	} else {
		a.trail = []Link{p.link("财政公开", "fiscal.html")}
	}
	if a.layout != "funds" {
		a.trail = append(a.trail, p.link("专项资金", "funds.html"))
	}
	a.trail = append(a.trail, trail...)
	a.column = &column{a.heading, fundsAbout, "专项资金,惠民惠农,补贴发放", "信息公开目录"}
	return p.frame(a)
}

func (p page) funds() *FundsView {
	v := &FundsView{Frame: p.fundFrame(about{layout: "funds", heading: "专项资金", description: p.Portal.County.V + fundsAbout}), All: len(p.Funds), Query: p.queryLink()}
	for _, theme := range content.FundThemes {
		group := FundGroup{Name: theme}
		for _, f := range p.Funds {
			if f.Theme.V != theme || !f.Applies.V {
				continue
			}
			item := FundItem{Link: p.link(f.Name.V, f.Address), Level: f.Level.V, Standard: f.Standard.V}
			if f.Owner != nil {
				item.Owner = f.Owner.Name.V
			}
			if len(f.Years) > 0 {
				item.Newest = p.link(yearName(f.Years[0].Year)+"发放 "+f.Years[0].Amount.Fixed(2)+" 元", f.Years[0].Address)
			}
			group.Funds = append(group.Funds, item)
			v.Here++
		}
		if len(group.Funds) > 0 {
			v.Groups = append(v.Groups, group)
		}
	}
	v.Absent = TableView{ID: "absent-table", Title: "清单上有、本县没有的资金", Head: []HeadCell{{Name: "名称"}, {Name: "代码"}, {Name: "原因"}}}
	for _, f := range p.Funds {
		if !f.Applies.V {
			v.Absent.Rows = append(v.Absent.Rows, RowView{Name: f.Name.V, Cells: []CellView{{Text: f.Code.V}, {Text: f.Reason.V}}})
		}
	}
	return v
}

func (p page) fund(f *site.Fund) *FundView {
	v := &FundView{Frame: p.fundFrame(about{layout: "fund", heading: f.Name.V, description: f.Name.V + "：对象、标准、申请办法、分配和发放情况。", code: true})}
	list := fieldList{}
	if f.Owner != nil {
		list.link("owner", "主管部门", f.Owner.Name.V, string(p.to(f.Owner.Address)))
	}
	list.text("level", "级次", f.Level.V)
	list.text("code", "代码", f.Code.V)
	list.text("theme", "领域", f.Theme.V)
	list.text("policy", "政策依据", f.Policy.V)
	list.text("standard", "标准", f.Standard.V)
	list.text("eligible", "对象", f.Eligible.V)
	list.text("apply", "申请办法", f.Apply.V)
	list.link("phone", "监督电话", f.Phone.V, string(tel(f.Phone.V)))
	v.Fields = list.rows
	v.Asking = p.link("申请公开", "request.html")
	v.Years = TableView{ID: "years-table", Title: "历年分配和发放", Unit: "元", Head: []HeadCell{{Name: "年度"}, {"金额", "number"}, {"户（人）数", "number"}}}
	for _, y := range f.Years {
		v.Years.Rows = append(v.Years.Rows, RowView{Name: yearName(y.Year), Href: p.to(y.Address), Cells: []CellView{{Text: y.Amount.Fixed(2), Class: "number"}, {Text: strconv.Itoa(y.People), Class: "number"}}})
	}
	return v
}

func (p page) fundYear(y *site.FundYear) *FundLevelView {
	heading := yearName(y.Year) + y.Fund.Name.V + "分配情况"
	v := &FundLevelView{Frame: p.fundFrame(about{layout: "fund-level", heading: heading, description: heading + "，按乡镇汇总。"}, p.link(y.Fund.Name.V, y.Fund.Address))}
	v.Withdrawn, v.Phone, v.Tel = y.Withdrawn, y.Fund.Phone.V, tel(y.Fund.Phone.V)
	v.Table = levelTable("乡镇", "各乡镇")
	for _, t := range y.Townships {
		v.Table.Rows = append(v.Table.Rows, RowView{Name: t.Name, Href: p.to(t.Address), Cells: []CellView{{Text: t.Amount.Fixed(2), Class: "number"}, {Text: strconv.Itoa(t.People), Class: "number"}}})
	}
	v.Table.Rows = append(v.Table.Rows, totalRow(y.Amount.Fixed(2), y.People))
	v.Table.Files = []Link{{Name: "下载 CSV（到村）", Href: p.to(y.ListAddress())}}
	return v
}

func (p page) fundTownship(y *site.FundYear, t *site.FundTownship) *FundLevelView {
	heading := t.Name + yearName(y.Year) + y.Fund.Name.V
	v := &FundLevelView{Frame: p.fundFrame(about{layout: "fund-level", heading: heading, description: heading + "，按村汇总。"}, p.link(y.Fund.Name.V, y.Fund.Address), p.link(yearName(y.Year), y.Address))}
	v.Withdrawn, v.Phone, v.Tel = y.Withdrawn, y.Fund.Phone.V, tel(y.Fund.Phone.V)
	v.Table = levelTable("村", t.Name+"各村")
	projects := false
	for _, place := range t.Villages {
		projects = projects || place.Project != ""
	}
	if projects {
		v.Table.Head = append(v.Table.Head, HeadCell{Name: "用途"})
	}
	for _, place := range t.Villages {
		row := RowView{Name: place.Name, Cells: []CellView{{Text: place.Amount.Fixed(2), Class: "number"}, {Text: strconv.Itoa(place.People), Class: "number"}}}
		if len(place.Receivers) > 0 {
			row.Href = p.to(place.Address)
		}
		if projects {
			row.Cells = append(row.Cells, CellView{Text: place.Project})
		}
		v.Table.Rows = append(v.Table.Rows, row)
	}
	total := totalRow(t.Amount.Fixed(2), t.People)
	if projects {
		total.Cells = append(total.Cells, CellView{})
	}
	v.Table.Rows = append(v.Table.Rows, total)
	return v
}

func (p page) fundVillage(y *site.FundYear, t *site.FundTownship, place *site.FundVillage) *FundLevelView {
	heading := t.Name + place.Name + yearName(y.Year) + y.Fund.Name.V + "发放名单"
	v := &FundLevelView{Frame: p.fundFrame(about{layout: "fund-level", heading: heading, description: heading, noIndex: true}, p.link(y.Fund.Name.V, y.Fund.Address), p.link(yearName(y.Year), y.Address), p.link(t.Name, t.Address))}
	v.Phone, v.Tel, v.Names = y.Fund.Phone.V, tel(y.Fund.Phone.V), true
	v.Table = TableView{ID: "receivers", Title: place.Name, Unit: "元", Head: []HeadCell{{Name: "姓名"}}}
	if y.Fund.Quantity.V != "" {
		v.Table.Head = append(v.Table.Head, HeadCell{y.Fund.Quantity.V, "number"})
	}
	v.Table.Head = append(v.Table.Head, HeadCell{"金额", "number"}, HeadCell{Name: "发放日期"})
	for _, r := range place.Receivers {
		row := RowView{Name: r.Name}
		if y.Fund.Quantity.V != "" {
			row.Cells = append(row.Cells, CellView{Text: r.Quantity.Fixed(0), Class: "number"})
		}
		row.Cells = append(row.Cells, CellView{Text: r.Amount.Fixed(2), Class: "number"}, CellView{Text: r.Paid.String()})
		v.Table.Rows = append(v.Table.Rows, row)
	}
	total := totalRow(place.Amount.Fixed(2), place.People)
	total.Name = "合计 " + strconv.Itoa(place.People) + " 户（人）"
	total.Cells = total.Cells[:1]
	if y.Fund.Quantity.V != "" {
		total.Cells = append([]CellView{{}}, total.Cells...)
	}
	total.Cells = append(total.Cells, CellView{})
	v.Table.Rows = append(v.Table.Rows, total)
	return v
}

func levelTable(level, title string) TableView {
	return TableView{ID: "levels", Title: title, Unit: "元", Head: []HeadCell{{Name: level}, {"金额", "number"}, {"户（人）数", "number"}}}
}

func totalRow(amount string, people int) RowView {
	return RowView{Class: "total", Name: "合计", Cells: []CellView{{Text: amount, Class: "number"}, {Text: strconv.Itoa(people), Class: "number"}}}
}

func (p page) fundQuery() *FundQueryView {
	v := &FundQueryView{Frame: p.fundFrame(about{layout: "fund-query", heading: "查专项资金发放名单", description: "按资金、年度、乡镇、村、姓和金额查发放名单。"}), Script: p.to(p.assets["funds.js"])}
	for _, y := range p.nameLists() {
		l := p.link(yearName(y.Year)+y.Fund.Name.V, y.Address)
		l.Note = strings.Join(townshipNames(y), "、")
		v.Lists = append(v.Lists, l)
	}
	return v
}

func townshipNames(y *site.FundYear) []string {
	var names []string
	for _, t := range y.Townships {
		names = append(names, t.Name)
	}
	return names
}
