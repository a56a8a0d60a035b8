package content

import (
	"gongkai/generator/fields"
	"gongkai/generator/table"
)

// Fiscal is one publication of money: a budget or the accounts of one agency
// and year, with its explanation, which is the text, and its tables (预算法
// 第十四条).
type Fiscal struct {
	Doc
	Title, Agency, Kind, Summary, Author, Approver fields.Text
	Approved, Published                            fields.Moment
	Empty                                          []fields.Value[EmptyTable]
	Review                                         fields.Value[Review]
	Allow                                          []fields.Value[Allow]
	Draft                                          fields.YesNo
	Files                                          []Beside
	Tables                                         []*table.Table // as they were read, in the order of the forms
}

// EmptyTable is a table in which the agency has nothing to tell, with the note
// that says so (没有数据的表格应当列出空表并说明).
type EmptyTable struct{ Table, Note fields.Text }

var emptyTableSchema = fields.Schema[EmptyTable]{Kind: "empty", Alias: "空表", Fields: []fields.Field[EmptyTable]{
	fields.Line("table", "表名", func(e *EmptyTable) *fields.Text { return &e.Table }).Must().Is("没有数据的表", "the table that has nothing").Like("政府性基金预算支出情况表"),
	fields.Line("note", "说明", func(e *EmptyTable) *fields.Text { return &e.Note }).Must().Is("为什么没有数据", "why it has nothing").Like("2026年没有使用政府性基金预算拨款安排的支出"),
}}

// FiscalSchema is the form of a budget's or an account's explanation.
var FiscalSchema = fields.Schema[Fiscal]{Kind: "fiscal", Alias: "预决算", Lenient: func(f *Fiscal) bool { return f.Draft.V }, Fields: []fields.Field[Fiscal]{
	fields.Line("title", "标题", func(f *Fiscal) *fields.Text { return &f.Title }).Is("不写就是“单位名称＋年度＋预算（决算）公开”", "agency, year and kind if absent").Like("示范县财政局2026年部门预算公开"),
	fields.Ref("agency", "单位", "agency", func(f *Fiscal) *fields.Text { return &f.Agency }).Must().Is("公开预决算的单位", "whose money it is").Like("finance"),
	fields.Choice("kind", "类型", func(f *Fiscal) *fields.Text { return &f.Kind }, "预算", "决算").Must().Is("预算还是决算；年度由文件夹名得出", "budget or accounts; the folder tells the year"),
	fields.Day("approved", "批准日期", func(f *Fiscal) *fields.Moment { return &f.Approved }).Must().Is("人大或常委会批准、财政部门批复的日期，公开期限20日从这一天起算", "the day of its approval, from which 20 days run").Like("2026-02-06"),
	fields.Line("approver", "批准机关", func(f *Fiscal) *fields.Text { return &f.Approver }).Is("谁批准或者批复的", "who approved it").Like("县财政局"),
	fields.Time("published", "发布日期", func(f *Fiscal) *fields.Moment { return &f.Published }).Must().Is("公开的日期", "when it was published").Like("2026-02-20"),
	fields.Prose("summary", "内容概述", func(f *Fiscal) *fields.Text { return &f.Summary }).Must().Is("花了多少钱、办了什么事，一两句话", "how much for what, in one or two sentences").Like("2026年安排支出1,286.40万元，主要用于预算管理、国库支付和财政监督。"),
	fields.Groups("empty", "空表", emptyTableSchema, func(f *Fiscal) *[]fields.Value[EmptyTable] { return &f.Empty }).Is("没有数据的表，列出并说明；页面照样印出空表", "tables without figures, with the reason; their forms are printed all the same"),
	fields.Group("review", "保密审查", reviewSchema, func(f *Fiscal) *fields.Value[Review] { return &f.Review }).Is("保密审查记录", "the confidentiality review"),
	fields.Line("author", "责任编辑", func(f *Fiscal) *fields.Text { return &f.Author }).Is("录入和校对的人", "who edited it"),
	fields.Groups("allow", "豁免", allowSchema, func(f *Fiscal) *[]fields.Value[Allow] { return &f.Allow }).Is("某条提示确实不用改时写明理由和期限", "a waiver, with reason and end"),
	fields.Flag("draft", "草稿", func(f *Fiscal) *fields.YesNo { return &f.Draft }).Is("写“是”的不发布", "a draft is not published"),
}}

// FiscalForm is a table of the list that must be published.
type FiscalForm struct {
	*table.Schema
	Must bool // it must be there, even if it is empty
	// Who publishes it.
	County, Township, Office bool
}

// money is a column of amounts.
func money(key, name string) table.Column {
	return table.Column{Key: key, Name: name, Kind: table.Amount, Optional: true}
}

var (
	codeColumn = table.Column{Key: "code", Name: "科目编码", Also: []string{"功能分类科目编码", "经济分类科目编码", "编码"}, Optional: true}
	nameColumn = table.Column{Key: "name", Name: "科目名称", Also: []string{"功能分类科目名称", "经济分类科目名称", "项目"}, Must: true}
	sumColumn  = table.Column{Key: "total", Name: "合计", Also: []string{"金额", "预算数", "决算数", "总计"}, Kind: table.Amount, Must: true}
)

// items is a table of items by code with one amount.
func items(kind, title string) *table.Schema {
	return &table.Schema{Kind: kind, Title: title, Unit: table.WanYuan, Columns: []table.Column{codeColumn, nameColumn, sumColumn}, Sums: []table.Sum{table.Tree("code", "total")}}
}

// split is a table of items by code whose amount is the sum of others.
func split(kind, title string, parts ...table.Column) *table.Schema {
	s := &table.Schema{Kind: kind, Title: title, Unit: table.WanYuan, Columns: append([]table.Column{codeColumn, nameColumn, sumColumn}, parts...)}
	keys := []string{"total"}
	for _, p := range parts {
		keys = append(keys, p.Key)
	}
	s.Sums = []table.Sum{table.Across("total", keys[1:]...), table.Tree("code", keys...)}
	return s
}

// sides is a table of what comes in and what goes out.
func sides(kind, title string, parts ...table.Column) *table.Schema {
	s := &table.Schema{Kind: kind, Title: title, Unit: table.WanYuan, Columns: append([]table.Column{
		{Key: "side", Name: "收支", Also: []string{"收入或支出", "方向"}, Kind: table.Choice, Must: true, Options: []string{"收入", "支出"}},
		nameColumn, sumColumn,
	}, parts...), Sums: []table.Sum{table.Sides("side", "name", "total", "收入", "支出")}}
	var keys []string
	for _, p := range parts {
		keys = append(keys, p.Key)
	}
	if len(keys) > 0 {
		s.Sums = append(s.Sums, table.Across("total", keys...))
	}
	return s
}

// ThreePublicRows are the rows of the three public expenses: the whole, going
// abroad, cars (bought and run), receptions.
var ThreePublicRows = []string{"合计", "1.因公出国（境）费", "2.公务用车购置及运行费", "其中：公务用车购置费", "公务用车运行费", "3.公务接待费"}

func threePublic(kind, title string) *table.Schema {
	return &table.Schema{Kind: kind, Title: title, Unit: table.WanYuan, Fixed: ThreePublicRows, Columns: []table.Column{
		{Key: "name", Name: "项目", Also: []string{"科目名称"}, Must: true}, sumColumn,
	}, Sums: []table.Sum{table.Lines(0, []int{1, 2, 5}, "total"), table.Lines(2, []int{3, 4}, "total")}}
}

// debt is the table of what may be owed and what is.
func debt(kind, title string) *table.Schema {
	return &table.Schema{Kind: kind, Title: title, Unit: table.WanYuan, Columns: []table.Column{
		{Key: "name", Name: "项目", Also: []string{"科目名称"}, Must: true}, sumColumn,
	}}
}

// transfers is the table of what goes to townships.
func transfers(kind, title string) *table.Schema {
	return &table.Schema{Kind: kind, Title: title, Unit: table.WanYuan, Columns: []table.Column{
		{Key: "name", Name: "项目", Also: []string{"科目名称", "地区"}, Must: true}, sumColumn,
		money("rebate", "税收返还"), money("general", "一般性转移支付"), money("special", "专项转移支付"),
	}, Sums: []table.Sum{table.Across("total", "rebate", "general", "special")}}
}

// FiscalForms is the whole list of tables, in the order in which they are
// published: those of the government (财预〔2016〕143号, as the counties'
// catalogues have it), then the eight of an agency with three that follow
// them where there is something to tell. Townships publish fewer.
var FiscalForms = []FiscalForm{
	{Schema: items("gov-income", "一般公共预算收入表"), Must: true, County: true, Township: true},
	{Schema: items("gov-expenditure", "一般公共预算支出表"), Must: true, County: true, Township: true},
	{Schema: items("gov-own", "一般公共预算本级支出表"), Must: true, County: true, Township: true},
	{Schema: items("gov-basic", "一般公共预算本级基本支出表"), Must: true, County: true, Township: true},
	{Schema: transfers("gov-transfers", "一般公共预算税收返还和转移支付表"), Must: true, County: true},
	{Schema: debt("gov-debt", "政府一般债务限额和余额情况表"), Must: true, County: true},
	{Schema: items("gov-fund-income", "政府性基金收入表"), Must: true, County: true, Township: true},
	{Schema: items("gov-fund-expenditure", "政府性基金支出表"), Must: true, County: true, Township: true},
	{Schema: items("gov-fund-own", "政府性基金本级支出表"), Must: true, County: true},
	{Schema: transfers("gov-fund-transfers", "政府性基金转移支付表"), Must: true, County: true},
	{Schema: debt("gov-fund-debt", "政府专项债务限额和余额情况表"), Must: true, County: true},
	{Schema: items("gov-capital-income", "国有资本经营收入表"), Must: true, County: true},
	{Schema: items("gov-capital-expenditure", "国有资本经营支出表"), Must: true, County: true},
	{Schema: items("gov-capital-own", "国有资本经营本级支出表"), Must: true, County: true},
	{Schema: items("gov-insurance-income", "社会保险基金收入表"), Must: true, County: true},
	{Schema: items("gov-insurance-expenditure", "社会保险基金支出表"), Must: true, County: true},
	{Schema: threePublic("gov-three-public", "全县“三公”经费汇总表"), Must: true, County: true},

	{Schema: sides("summary", "部门收支总体情况表"), Must: true, Office: true},
	{Schema: split("income", "部门收入总体情况表", money("general", "一般公共预算拨款"), money("fund", "政府性基金预算拨款"), money("capital", "国有资本经营预算拨款"), money("business", "事业收入"), money("other", "其他收入"), money("carried", "上年结转")), Must: true, Office: true},
	{Schema: split("expenditure", "部门支出总体情况表", money("basic", "基本支出"), money("project", "项目支出")), Must: true, Office: true},
	{Schema: sides("appropriation", "财政拨款收支总体情况表", money("general", "一般公共预算"), money("fund", "政府性基金预算"), money("capital", "国有资本经营预算")), Must: true, Office: true},
	{Schema: split("general", "一般公共预算支出情况表", money("basic", "基本支出"), money("project", "项目支出")), Must: true, Office: true},
	{Schema: split("basic", "一般公共预算基本支出情况表", money("staff", "人员经费"), money("office", "公用经费")), Must: true, Office: true},
	{Schema: threePublic("three-public", "一般公共预算“三公”经费支出情况表"), Must: true, Office: true, Township: true},
	{Schema: split("fund", "政府性基金预算支出情况表", money("basic", "基本支出"), money("project", "项目支出")), Must: true, Office: true},
	{Schema: split("capital", "国有资本经营预算支出情况表", money("basic", "基本支出"), money("project", "项目支出")), Office: true},
	{Schema: &table.Schema{Kind: "performance", Title: "项目支出绩效目标表", Unit: table.WanYuan, Columns: []table.Column{
		{Key: "name", Name: "项目名称", Also: []string{"项目"}, Must: true}, {Key: "total", Name: "金额", Also: []string{"预算金额", "决算金额"}, Kind: table.Amount, Must: true},
		{Key: "goal", Name: "绩效目标", Must: true}, {Key: "measure", Name: "指标", Must: true}, {Key: "value", Name: "目标值", Also: []string{"指标值"}, Must: true},
		{Key: "reached", Name: "完成值", Optional: true},
	}}, Office: true},
	{Schema: &table.Schema{Kind: "procurement", Title: "政府采购情况表", Unit: table.WanYuan, Columns: []table.Column{
		{Key: "name", Name: "类别", Must: true}, sumColumn, {Key: "small", Name: "其中：授予中小企业", Kind: table.Amount, Optional: true},
	}, Sums: []table.Sum{table.Lines(0, []int{1, 2, 3}, "total")}, Fixed: []string{"合计", "货物", "工程", "服务"}}, Office: true},
}

// FiscalFormOf finds a table of the list by its kind or title; nil if there is
// none.
func FiscalFormOf(name string) *FiscalForm {
	name = table.Plain(name)
	for i := range FiscalForms {
		if f := &FiscalForms[i]; f.Kind == name || table.Plain(f.Title) == name {
			return f
		}
	}
	return nil
}

// FiscalFormsFor are the tables that an agency of a kind has to publish.
func FiscalFormsFor(kind string) []FiscalForm {
	var list []FiscalForm
	for _, f := range FiscalForms {
		if kind == "government" && f.County || kind == "township" && f.Township || kind != "government" && kind != "township" && f.Office {
			list = append(list, f)
		}
	}
	return list
}

// FiscalPoint is something that the explanation of a budget or of accounts has
// to tell, and the words by which its heading is known.
type FiscalPoint struct {
	ZH, EN string
	Words  []string
}

var (
	officePoints = []FiscalPoint{
		{"部门职责和机构设置", "what the agency does and how it is made up", []string{"职责", "机构设置", "基本情况"}},
		{"收支增减变化", "how income and expenditure changed", []string{"收支", "增减"}},
		{"机关运行经费", "the costs of running the office", []string{"机关运行经费", "运行经费"}},
		{"“三公”经费", "the three public expenses", []string{"三公"}},
		{"政府采购", "what is bought", []string{"采购"}},
		{"国有资产占用", "the property in use", []string{"资产"}},
		{"绩效", "goals and results", []string{"绩效"}},
		{"名词解释", "the words explained", []string{"名词"}},
	}
	countyPoints = []FiscalPoint{
		{"收入和支出", "income and expenditure", []string{"收入", "收支"}},
		{"转移支付", "transfers", []string{"转移支付"}},
		{"举借债务", "debt", []string{"债务"}},
		{"“三公”经费", "the three public expenses", []string{"三公"}},
		{"重点项目和绩效", "the main projects and their goals", []string{"绩效", "重点项目"}},
		{"名词解释", "the words explained", []string{"名词"}},
	}
	townshipPoints = []FiscalPoint{
		{"收入和支出", "income and expenditure", []string{"收入", "收支"}},
		{"“三公”经费", "the three public expenses", []string{"三公"}},
		{"名词解释", "the words explained", []string{"名词"}},
	}
)

// FiscalPoints are what an agency of a kind has to explain.
func FiscalPoints(kind string) []FiscalPoint {
	switch kind {
	case "government":
		return countyPoints
	case "township":
		return townshipPoints
	}
	return officePoints
}
