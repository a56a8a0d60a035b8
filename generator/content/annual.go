package content

import (
	"io/fs"
	"path"
	"regexp"
	"strconv"

	"gongkai/generator/diag"
	"gongkai/generator/fields"
	"gongkai/generator/table"
)

// Annual is the annual report of one agency on its disclosure of a year
// (Regulation, articles 49 and 50). Its text are the sections in prose; the
// tables lie beside it, or are computed from the ledger.
type Annual struct {
	Doc
	Title, Agency, Author fields.Text
	Published             fields.Moment
	Fee                   fields.Text // 信息处理费 in yuan, as section six tells it
	Review                fields.Value[Review]
	Allow                 []fields.Value[Allow]
	Draft                 fields.YesNo
	Files                 []Beside
	Tables                []*table.Table
	Mentions              []Mention // numbers in the text that a table has too
}

// AnnualSchema is the form of an annual report's text.
var AnnualSchema = fields.Schema[Annual]{Kind: "report", Alias: "年度报告", Lenient: func(r *Annual) bool { return r.Draft.V }, Fields: []fields.Field[Annual]{
	fields.Line("title", "标题", func(r *Annual) *fields.Text { return &r.Title }).Is("不写就是“单位名称＋年度＋政府信息公开工作年度报告”", "agency and year if absent"),
	fields.Ref("agency", "单位", "agency", func(r *Annual) *fields.Text { return &r.Agency }).Must().Is("哪个单位的报告；年度由文件夹名得出，是报告的那一年", "whose report it is; the folder tells the year that it is about").Like("finance"),
	fields.Time("published", "发布日期", func(r *Annual) *fields.Moment { return &r.Published }).Must().Is("部门和乡镇在次年1月31日前，县政府在次年3月31日前", "by 31 January, of the county by 31 March").Like("2026-01-22"),
	fields.Line("fee", "信息处理费", func(r *Annual) *fields.Text { return &r.Fee }).Is("全年收取多少元；没有收取写0", "yuan charged in the year, or 0").Like("0"),
	fields.Group("review", "保密审查", reviewSchema, func(r *Annual) *fields.Value[Review] { return &r.Review }).Is("保密审查记录", "the confidentiality review"),
	fields.Line("author", "责任编辑", func(r *Annual) *fields.Text { return &r.Author }).Is("录入和校对的人", "who edited it"),
	fields.Groups("allow", "豁免", allowSchema, func(r *Annual) *[]fields.Value[Allow] { return &r.Allow }).Is("某条提示确实不用改时写明理由和期限", "a waiver, with reason and end"),
	fields.Flag("draft", "草稿", func(r *Annual) *fields.YesNo { return &r.Draft }).Is("写“是”的不发布", "a draft is not published"),
}}

// AnnualForm is the form of the reports of some years: its sections, and its
// tables, which stand between the first and the fifth.
type AnnualForm struct {
	Name     string
	Since    int // the first year that a report in it is about
	Sections []string
	Lines    []AnnualRow // of the table of requests, as the form prints them

	Proactive, Requests, Reviews *table.Schema // nil where it has no tables
	// Rows of the table of requests, counted without the headings.
	Total, Open, Unpaid int
}

// The first rows of the table of requests, in every form.
const (
	RowNew     = 0
	RowCarried = 1
	RowResults = 2
)

// AnnualForms are the forms, newest first: of 国办公开办函〔2021〕30号, first
// used for the reports of 2021; of the Regulation of 2019, for those of 2019
// and 2020; and prose by article 32 of the Regulation of 2007 before.
var AnnualForms = []*AnnualForm{form2021(), form2019(), {Name: "2008年", Since: 2008, Sections: []string{
	"主动公开", "依申请公开", "收费", "行政复议", "存在的", "其他"}}}

// AnnualFormOf is the form of the reports about a year.
func AnnualFormOf(year int) *AnnualForm {
	for _, f := range AnnualForms {
		if year >= f.Since {
			return f
		}
	}
	return AnnualForms[len(AnnualForms)-1]
}

// Tables are the tables of the form, in their order.
func (f *AnnualForm) Tables() []*table.Schema {
	if f.Requests == nil {
		return nil
	}
	return []*table.Schema{f.Proactive, f.Requests, f.Reviews}
}

var annualSections = []string{"总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "行政复议、行政诉讼情况", "存在的主要问题及改进情况", "其他需要报告的事项"}

func form2021() *AnnualForm {
	f := &AnnualForm{Name: "2021年", Since: 2021, Sections: annualSections, Lines: annualLines, Total: 23, Open: 24, Unpaid: 21, Proactive: proactive2021, Reviews: annualReviews}
	f.Requests = requestsTable(f)
	return f
}

// form2019 has one row for all that is handled otherwise, and counts what was
// made and disclosed.
func form2019() *AnnualForm {
	f := &AnnualForm{Name: "2019年", Since: 2019, Sections: annualSections, Total: 21, Open: 22, Unpaid: -1, Proactive: proactive2019, Reviews: annualReviews}
	for _, l := range annualLines {
		if l.Label == "（六）其他处理" {
			f.Lines = append(f.Lines, AnnualRow{Label: l.Label, Level: 1})
			continue
		}
		if n := len(f.Lines); n > 0 && f.Lines[n-1].Label == "（六）其他处理" && l.Level == 2 {
			continue
		}
		f.Lines = append(f.Lines, l)
	}
	f.Requests = requestsTable(f)
	return f
}

// AnnualRow is a line of the table of requests: one with numbers, or, where
// Group, a heading of lines below it.
type AnnualRow struct {
	Label string
	Group bool
	Level int
}

// annualLines are the lines of the table of requests as the form of 2021
// prints them.
var annualLines = []AnnualRow{
	{Label: "一、本年新收政府信息公开申请数量"},
	{Label: "二、上年结转政府信息公开申请数量"},
	{Label: "三、本年度办理结果", Group: true},
	{Label: "（一）予以公开", Level: 1},
	{Label: "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", Level: 1},
	{Label: "（三）不予公开", Group: true, Level: 1},
	{Label: "1.属于国家秘密", Level: 2},
	{Label: "2.其他法律行政法规禁止公开", Level: 2},
	{Label: "3.危及“三安全一稳定”", Level: 2},
	{Label: "4.保护第三方合法权益", Level: 2},
	{Label: "5.属于三类内部事务信息", Level: 2},
	{Label: "6.属于四类过程性信息", Level: 2},
	{Label: "7.属于行政执法案卷", Level: 2},
	{Label: "8.属于行政查询事项", Level: 2},
	{Label: "（四）无法提供", Group: true, Level: 1},
	{Label: "1.本机关不掌握相关政府信息", Level: 2},
	{Label: "2.没有现成信息需要另行制作", Level: 2},
	{Label: "3.补正后申请内容仍不明确", Level: 2},
	{Label: "（五）不予处理", Group: true, Level: 1},
	{Label: "1.信访举报投诉类申请", Level: 2},
	{Label: "2.重复申请", Level: 2},
	{Label: "3.要求提供公开出版物", Level: 2},
	{Label: "4.无正当理由大量反复申请", Level: 2},
	{Label: "5.要求行政机关确认或重新出具已获取信息", Level: 2},
	{Label: "（六）其他处理", Group: true, Level: 1},
	{Label: "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", Level: 2},
	{Label: "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", Level: 2},
	{Label: "3.其他", Level: 2},
	{Label: "（七）总计", Level: 1},
	{Label: "四、结转下年度继续办理"},
}

func count(key, name string, also ...string) table.Column {
	return table.Column{Key: key, Name: name, Also: also, Kind: table.Count, Must: true}
}

func rowsFrom(first, last int) []int {
	var rows []int
	for i := first; i <= last; i++ {
		rows = append(rows, i)
	}
	return rows
}

var applicantKeys = []string{"person", "business", "science", "welfare", "legal", "other"}

// requestsTable is the table of section three.
func requestsTable(f *AnnualForm) *table.Schema {
	s := &table.Schema{Kind: "requests", Title: "收到和处理政府信息公开申请情况",
		Columns: []table.Column{
			{Key: "name", Name: "项目", Must: true},
			count("person", "自然人"), count("business", "商业企业"), count("science", "科研机构"), count("welfare", "社会公益组织"), count("legal", "法律服务机构"), count("other", "其他"), count("total", "总计"),
		},
		Sums: []table.Sum{
			table.Across("total", applicantKeys...),
			table.Lines(f.Total, rowsFrom(RowResults, f.Total-1), append(applicantKeys, "total")...),
			table.Equal([]int{RowNew, RowCarried}, []int{f.Total, f.Open}, append(applicantKeys, "total")...),
		}}
	for _, l := range f.Lines {
		if !l.Group {
			s.Fixed = append(s.Fixed, l.Label)
		}
	}
	return s
}

// The tables of sections two and four.
var (
	proactive2021 = &table.Schema{Kind: "proactive", Title: "主动公开政府信息情况", Unit: table.WanYuan,
		Fixed: []string{"规章", "行政规范性文件", "行政许可", "行政处罚", "行政强制", "行政事业性收费"},
		Columns: []table.Column{
			{Key: "name", Name: "信息内容", Must: true},
			{Key: "made", Name: "本年制发件数", Kind: table.Count}, {Key: "repealed", Name: "本年废止件数", Kind: table.Count}, {Key: "valid", Name: "现行有效件数", Kind: table.Count},
			{Key: "decided", Name: "本年处理决定数量", Kind: table.Count},
			{Key: "charged", Name: "本年收费金额", Also: []string{"本年收费金额（单位：万元）"}, Kind: table.Amount},
		}}
	proactive2019 = &table.Schema{Kind: "proactive", Title: "主动公开政府信息情况", Unit: table.WanYuan,
		Fixed: []string{"规章", "规范性文件", "行政许可", "其他对外管理服务事项", "行政处罚", "行政强制", "行政事业性收费", "政府集中采购"},
		Columns: []table.Column{
			{Key: "name", Name: "信息内容", Must: true},
			{Key: "made", Name: "本年新制作数量", Kind: table.Count}, {Key: "disclosed", Name: "本年新公开数量", Kind: table.Count}, {Key: "valid", Name: "对外公开总数量", Kind: table.Count},
			{Key: "before", Name: "上一年项目数量", Kind: table.Count}, {Key: "change", Name: "本年增/减", Kind: table.Number}, {Key: "decided", Name: "处理决定数量", Kind: table.Count},
			{Key: "projects", Name: "采购项目数量", Kind: table.Count}, {Key: "charged", Name: "采购总金额", Kind: table.Amount},
		}}
	annualReviews = &table.Schema{Kind: "reviews", Title: "政府信息公开行政复议、行政诉讼情况",
		Fixed: []string{"行政复议", "行政诉讼：未经复议直接起诉", "行政诉讼：复议后起诉"},
		Columns: []table.Column{
			{Key: "name", Name: "项目", Must: true},
			count("upheld", "结果维持"), count("corrected", "结果纠正"), count("otherwise", "其他结果"), count("pending", "尚未审结"), count("total", "总计"),
		},
		Sums: []table.Sum{table.Across("total", "upheld", "corrected", "otherwise", "pending")}}
)

// annualTables reads the tables beside a report.
func annualTables(source fs.FS, t task, r *Annual, found *diag.List) (err error) {
	year, _ := strconv.Atoi(t.year)
	schemas := AnnualFormOf(year).Tables()
	var names []string
	for _, s := range schemas {
		names = append(names, s.Kind, s.Title)
	}
	known := func(name string) *table.Schema {
		for _, s := range schemas {
			if s.Kind == name || table.Plain(s.Title) == table.Plain(name) {
				return s
			}
		}
		return nil
	}
	r.Tables, err = tablesBeside(source, path.Dir(t.path), t.beside, known, names, found)
	r.Tables = inOrder(r.Tables, schemas, found)
	return err
}

// Mention is a number that the text of a report tells of something that a
// table counts too.
type Mention struct {
	What  string // a key of mentioned
	Count int
	At    diag.Span
}

// mentioned are the phrases by which texts tell such numbers.
var mentioned = []struct {
	what   string
	phrase *regexp.Regexp
}{
	{"new", regexp.MustCompile(`(?:新收|收到)(?:政府信息公开)?申请[^0-9。，；\n]{0,6}([0-9]+) ?件`)},
	{"carried", regexp.MustCompile(`上年结转[^0-9。，；\n]{0,12}([0-9]+) ?件`)},
	{"open", regexp.MustCompile(`结转(?:到)?下年[^0-9。，；\n]{0,12}([0-9]+) ?件`)},
	{"disclosed", regexp.MustCompile(`予以公开[^0-9。，；\n]{0,4}([0-9]+) ?件`)},
	{"partly", regexp.MustCompile(`部分公开[^0-9。，；\n]{0,4}([0-9]+) ?件`)},
	{"refused", regexp.MustCompile(`不予公开[^0-9。，；\n]{0,4}([0-9]+) ?件`)},
	{"review", regexp.MustCompile(`行政复议[^0-9。，；\n]{0,6}([0-9]+) ?件`)},
	{"suit", regexp.MustCompile(`行政诉讼[^0-9。，；\n]{0,6}([0-9]+) ?件`)},
}

// mentions finds such numbers in a file.
func mentions(file *diag.File, src []byte) []Mention {
	var list []Mention
	for _, m := range mentioned {
		for _, at := range m.phrase.FindAllSubmatchIndex(src, -1) {
			n, err := strconv.Atoi(string(src[at[2]:at[3]]))
			if err == nil {
				list = append(list, Mention{m.what, n, diag.At(file, at[0], at[1]-at[0])})
			}
		}
	}
	return list
}
