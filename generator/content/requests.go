package content

import (
	"io/fs"

	"gongkai/generator/attachment"
	"gongkai/generator/diag"
	"gongkai/generator/table"
)

// Ledger is the register of the requests that were received in a year, of all
// agencies, without anything about who asked but the kind of applicant.
type Ledger struct {
	File   *diag.File
	Year   string // from the file's name
	Table  *table.Table
	Report attachment.Report // what looks like personal data, which does not belong into it
}

// Kinds of applicants, as the annual report counts them (国办公开办函〔2021〕
// 30号, 附件: 申请人情况).
var Applicants = []string{"自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"}

// Result of a request: its words in the ledger, and the row of the annual
// report that counts it.
type Result struct {
	Name string
	Row  int // of AnnualRequestRows, from 0
}

// Results are those that the annual report of the form of 2021 knows, in its
// order.
var Results = []Result{
	{"予以公开", 2}, {"部分公开", 3},
	{"不予公开：国家秘密", 4}, {"不予公开：法律行政法规禁止公开", 5}, {"不予公开：危及三安全一稳定", 6}, {"不予公开：保护第三方合法权益", 7},
	{"不予公开：三类内部事务信息", 8}, {"不予公开：四类过程性信息", 9}, {"不予公开：行政执法案卷", 10}, {"不予公开：行政查询事项", 11},
	{"无法提供：本机关不掌握", 12}, {"无法提供：没有现成信息需要另行制作", 13}, {"无法提供：补正后仍不明确", 14},
	{"不予处理：信访举报投诉类", 15}, {"不予处理：重复申请", 16}, {"不予处理：要求提供公开出版物", 17}, {"不予处理：无正当理由大量反复申请", 18}, {"不予处理：要求确认或重新出具已获取信息", 19},
	{"其他处理：逾期不补正", 20}, {"其他处理：逾期不缴费", 21}, {"其他处理：其他", 22},
}

func resultNames() []string {
	var names []string
	for _, r := range Results {
		names = append(names, r.Name)
	}
	return names
}

// Outcomes of a review by a higher authority or of a suit.
var Outcomes = []string{"结果维持", "结果纠正", "其他结果", "尚未审结"}

// LedgerSchema is the form of the register. Whatever could tell who asked is
// left out: article 29 of the Regulation has applicants give their names to
// the agency, not to the public.
var LedgerSchema = &table.Schema{Kind: "ledger", Title: "政府信息公开申请台账", Unit: table.Yuan, Columns: []table.Column{
	{Key: "number", Name: "编号", Must: true},
	{Key: "received", Name: "收到日期", Kind: table.Day, Must: true},
	{Key: "channel", Name: "渠道", Kind: table.Choice, Must: true, Options: []string{"当面", "邮寄", "网上", "传真", "其他"}},
	{Key: "applicant", Name: "申请人类型", Kind: table.Choice, Must: true, Options: Applicants},
	{Key: "agency", Name: "受理单位", Must: true},
	{Key: "asked", Name: "补正告知", Kind: table.Day, Optional: true},
	{Key: "supplemented", Name: "补正收到", Kind: table.Day, Optional: true},
	{Key: "consulted", Name: "征求意见", Kind: table.Day, Optional: true},
	{Key: "answered", Name: "意见收到", Kind: table.Day, Optional: true},
	{Key: "extended", Name: "延期告知", Kind: table.Day, Optional: true},
	{Key: "replied", Name: "答复日期", Kind: table.Day},
	{Key: "result", Name: "办理结果", Kind: table.Choice, Options: resultNames()},
	{Key: "fee", Name: "收费（元）", Also: []string{"收费"}, Kind: table.Number, Optional: true},
	{Key: "review", Name: "行政复议", Kind: table.Choice, Optional: true, Options: Outcomes},
	{Key: "suit", Name: "行政诉讼", Kind: table.Choice, Optional: true, Options: Outcomes},
}}

// ledger reads the register of a year.
func ledger(source fs.FS, t task, found *diag.List) (*Ledger, error) {
	l := &Ledger{File: &diag.File{Path: t.path}, Year: t.slug}
	if !yearFolder.MatchString(t.slug) {
		found.Add("file-name", diag.At(l.File, 0, 0), diag.Say("台账的文件名应是四位数的年份，这里是“%s”", "a ledger is named by its year, not %q", t.slug), diag.Say("例如 requests/2026.csv", "such as requests/2026.csv"))
		return nil, nil
	}
	var err error
	l.Table, _, l.Report, err = ownTable(source, t.path, LedgerSchema, found)
	return l, err
}
