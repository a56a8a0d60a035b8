package content

import (
	"io/fs"
	"path"
	"strings"

	"gongkai/generator/attachment"
	"gongkai/generator/diag"
	"gongkai/generator/fields"
	"gongkai/generator/table"
)

// Fund is an entry of the register of funds that are given for one purpose
// (专项资金): what it is for, who may have it, who answers for it.
type Fund struct {
	ID, Name, Code, Level, Theme, Owner, Policy, Standard, Eligible, Apply, Phone, Quantity, Reason fields.Text
	Applies                                                                                         fields.YesNo
	Keep                                                                                            fields.Whole // months that names stay on the site
}

// Register is what funds.yaml holds.
type Register struct{ Funds []fields.Value[Fund] }

// FundThemes are what citizens look for first.
var FundThemes = []string{"教育", "医疗卫生", "社会保障和就业", "住房保障", "农业、农村、农民", "其他"}

var fundSchema = fields.Schema[Fund]{Kind: "fund", Alias: "专项资金", Fields: []fields.Field[Fund]{
	fields.Line("id", "编号", func(f *Fund) *fields.Text { return &f.ID }).Must().Is("英文编号，是网址的一部分，也是数据文件夹的名称", "its id, part of an address, and the name of its folder"),
	fields.Line("name", "名称", func(f *Fund) *fields.Text { return &f.Name }).Must().Is("统一的名称", "its one name").Like("耕地地力保护补贴"),
	fields.Line("code", "代码", func(f *Fund) *fields.Text { return &f.Code }).Must().Is("上级清单里的代码", "its code in the higher authority's list").Like("05-03"),
	fields.Choice("level", "级次", func(f *Fund) *fields.Text { return &f.Level }, "中央", "省", "市", "县").Must().Is("哪一级设立的", "who set it up"),
	fields.Choice("theme", "领域", func(f *Fund) *fields.Text { return &f.Theme }, FundThemes...).Must().Is("属于哪个领域", "its theme"),
	fields.Flag("applies", "适用本县", func(f *Fund) *fields.YesNo { return &f.Applies }).Must().Is("本县有没有这项资金", "whether the county has it"),
	fields.Line("reason", "不适用原因", func(f *Fund) *fields.Text { return &f.Reason }).Is("不适用的写原因", "why it does not apply"),
	fields.Ref("owner", "主管部门", "agency", func(f *Fund) *fields.Text { return &f.Owner }).Is("适用的必须写", "required where it applies").Like("agriculture"),
	fields.Line("policy", "政策依据", func(f *Fund) *fields.Text { return &f.Policy }).Is("文件名称和文号", "the paper behind it"),
	fields.Prose("standard", "标准", func(f *Fund) *fields.Text { return &f.Standard }).Is("补助多少", "how much").Like("每亩 68.50 元"),
	fields.Prose("eligible", "对象", func(f *Fund) *fields.Text { return &f.Eligible }).Is("谁可以申请、用在哪里", "who may have it"),
	fields.Prose("apply", "申请办法", func(f *Fund) *fields.Text { return &f.Apply }).Is("怎样申请，交什么材料", "how to apply"),
	fields.Line("phone", "监督电话", func(f *Fund) *fields.Text { return &f.Phone }).Is("适用的必须写", "required where it applies"),
	fields.Line("quantity", "数量单位", func(f *Fund) *fields.Text { return &f.Quantity }).Is("名单里“数量”一列的含义", "what the lists' column 数量 counts").Like("面积（亩）"),
	fields.Number("keep", "名单保留月数", func(f *Fund) *fields.Whole { return &f.Keep }, 1, 600).Is("发放后多少个月，名单从网站撤下；只有分村汇总的不写", "months after payment in which names stay on the site").Like("12"),
}}

// FundsSchema is the form of funds.yaml.
var FundsSchema = fields.Schema[Register]{Kind: "funds", Alias: "专项资金清单", Fields: []fields.Field[Register]{
	fields.Groups("funds", "资金", fundSchema, func(r *Register) *[]fields.Value[Fund] { return &r.Funds }).Must().Is("清单上的全部资金，不适用的也列出", "all funds of the list, those that do not apply too"),
}}

// FundTable is a table of a fund and year: how its money was handed down, or
// who received it.
type FundTable struct {
	File       *diag.File
	Fund, Year string
	Allocation bool // how it was handed down, not who received it
	Table      *table.Table
	Report     attachment.Report
}

// The tables of a fund have the same names and columns for all funds.
var (
	// AllocationSchema: a row for each village, one without a village for the
	// whole of a township, one for all.
	AllocationSchema = &table.Schema{Kind: "allocation", Title: "资金分配表", Unit: table.Yuan, Columns: []table.Column{
		{Key: "township", Name: "乡镇", Also: []string{"乡镇（街道）", "乡镇街道"}, Must: true}, {Key: "village", Name: "村", Also: []string{"村（社区）"}},
		{Key: "people", Name: "户数", Also: []string{"人数", "户（人）数"}, Kind: table.Count}, {Key: "quantity", Name: "数量", Kind: table.Number, Optional: true},
		{Key: "amount", Name: "金额", Kind: table.Amount, Must: true}, {Key: "project", Name: "用途", Optional: true},
	}}
	// BeneficiarySchema: a row for each who received something. It has no
	// column for numbers of identity cards, accounts or telephones, nor for
	// addresses below the village.
	BeneficiarySchema = &table.Schema{Kind: "beneficiaries", Title: "发放名单", Unit: table.Yuan, Columns: []table.Column{
		{Key: "township", Name: "乡镇", Also: []string{"乡镇（街道）", "乡镇街道"}, Must: true}, {Key: "village", Name: "村", Also: []string{"村（社区）"}, Must: true},
		{Key: "name", Name: "姓名", Also: []string{"户主", "户主姓名", "补贴对象"}, Must: true}, {Key: "quantity", Name: "数量", Kind: table.Number, Optional: true},
		{Key: "amount", Name: "金额", Also: []string{"补贴金额", "发放金额"}, Kind: table.Amount, Must: true}, {Key: "paid", Name: "发放日期", Also: []string{"发放时间"}, Kind: table.Day, Must: true},
	}}
)

// forbidden are words of headings that a list of beneficiaries must not have
// (个人信息保护法第二十八条).
var forbidden = []string{"身份证", "证件号", "银行", "账号", "帐号", "卡号", "存折", "电话", "手机", "住址", "地址", "出生", "病", "残疾"}

// fundTable reads funds/<id>/<year>.csv or <year>-allocation.csv.
func fundTable(source fs.FS, t task, found *diag.List) (*FundTable, error) {
	f := &FundTable{File: &diag.File{Path: t.path}, Fund: path.Base(path.Dir(t.path))}
	schema := BeneficiarySchema
	year, allocation := strings.CutSuffix(t.slug, "-allocation")
	if f.Allocation = allocation; allocation {
		schema = AllocationSchema
	}
	if !yearFolder.MatchString(year) {
		found.Add("file-name", diag.At(f.File, 0, 0), diag.Say("“%s”不是年份", "%q is not a year", t.slug),
			diag.Say("发放名单写 2026.csv，分配表写 2026-allocation.csv", "lists of people are 2026.csv, allocations 2026-allocation.csv"))
		return nil, nil
	}
	f.Year = year
	var err error
	var g *table.Grid
	if f.Table, g, f.Report, err = ownTable(source, t.path, schema, found); g != nil {
		refuseIdentity(g, found)
	}
	return f, err
}

// refuseIdentity refuses columns that tell more of people than a list may.
func refuseIdentity(g *table.Grid, found *diag.List) {
	for _, cells := range g.Rows[:min(6, len(g.Rows))] {
		for _, c := range cells {
			for _, word := range forbidden {
				if len(c.Text) < 60 && strings.Contains(c.Text, word) {
					found.Add("fund-identity", c.At, diag.Say("名单里有“%s”这一列，不能公开", "the list has the column %q, which must not be published", strings.TrimSpace(c.Text)),
						diag.Say("删去整列；名单只写乡镇、村、姓名（只留姓）、数量、金额、发放日期", "remove the column; a list has township, village, surname, quantity, amount and date"))
					break
				}
			}
		}
	}
}
