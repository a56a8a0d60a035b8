package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"gongkai/generator/build"
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/report"
	"gongkai/generator/site"
	"gongkai/generator/table"
)

type reportVerb struct {
	What   string `arg:"" help:"annual 年度报告、budget 预算、accounts 决算|annual report, budget or accounts"`
	Year   int    `placeholder:"YEAR" help:"哪一年；默认：年度报告和决算是去年，预算是今年|which year it is about; default: the last one, of a budget this one"`
	Agency string `placeholder:"AGENCY" help:"哪个单位（编号或名称）|whose it is (id or name)"`
}

func (*reportVerb) more() diag.Text {
	return diag.Text{
		ZH: `例如：
  gongkai report annual --year 2026 --agency finance
  gongkai report budget --year 2027 --agency finance
annual 在 content/reports/年度/单位/ 里写一份草稿：三张表按申请台账和目录填好，文字部分留出空来补写；没有台账的，表里都是 0。
budget、accounts 在 content/fiscal/ 里写一份草稿：要公开的每一张表一个 CSV，表头已经写好；说明的各部分列好标题。
文件路径显示在标准输出。`,
		EN: `For example:
  gongkai report annual --year 2026 --agency finance
  gongkai report budget --year 2027 --agency finance
annual writes a draft into content/reports/YEAR/AGENCY/: the three tables filled from the ledger of requests and the
catalogue, the prose to be completed; without a ledger the tables are 0. budget and accounts write one into
content/fiscal/: a CSV file with its headings for each table, a heading for each part of the explanation. The paths go
to stdout.`,
	}
}

// Run writes the draft.
func (v *reportVerb) Run(c *console) error {
	if err := oneOf("report", v.What, "annual", "budget", "accounts"); err != nil {
		return err
	}
	opts, err := c.options()
	if err != nil {
		return err
	}
	r, err := build.Check(context.Background(), opts)
	if err != nil {
		return err
	}
	if v.Agency == "" {
		return misuse("请写单位：--agency 编号", "say whose report: --agency ID")
	}
	agency, err := findAgency(r.Site, v.Agency)
	if err != nil {
		return err
	}
	if v.Year == 0 {
		v.Year = int(c.today().Year)
		if v.What != "budget" {
			v.Year--
		}
	}
	if v.What != "annual" {
		folder := fmt.Sprintf("%s/fiscal/%d/%s-%s/", content.Root, v.Year, agency.ID, v.What)
		return writeDraft(c, folder, fiscalDraft(agency, v.Year, v.What))
	}
	form := content.AnnualFormOf(v.Year)
	if form.Requests == nil {
		return misuse("%d年的报告没有统一的表，请照当年的格式写", "reports on %d have no tables of a common form", v.Year)
	}
	folder := fmt.Sprintf("%s/reports/%d/%s/", content.Root, v.Year, agency.ID)
	if err := writeDraft(c, folder, annualDraft(r.Site, form, agency, v.Year)); err != nil {
		return err
	}
	if !r.Site.HasLedger(v.Year) {
		c.say("没有 content/requests/%d.csv，申请和复议的表都填了 0，请照原始登记改", "there is no content/requests/%d.csv: the tables of requests and reviews are 0; fill them in from the register", v.Year)
	}
	return nil
}

// writeDraft makes files that are not there yet, and writes their paths to
// stdout.
func writeDraft(c *console, folder string, files []draftFile) error {
	for _, f := range files {
		if err := createFile(c.folder, folder+f.name, f.text); err != nil {
			if errors.Is(err, fs.ErrExist) {
				return misuse("已经有 %s", "%s is there already", folder+f.name)
			}
			return err
		}
		if _, err := fmt.Fprintln(c.out, c.named(folder+f.name)); err != nil {
			return err
		}
	}
	return nil
}

// fiscalDraft is a budget or accounts with an empty table for each form that
// must be published.
func fiscalDraft(agency *site.Agency, year int, what string) []draftFile {
	kind := map[string]string{"budget": "预算", "accounts": "决算"}[what]
	var b strings.Builder
	fmt.Fprintf(&b, "---\nagency: %s\nkind: %s\napproved:  # 人大批准或者财政部门批复的日期\napprover: 县财政局\npublished:  # 批准后20日以内\nsummary:  # 花了多少钱、办了什么事，一两句话\n# empty:  # 没有数据的表写在这里，删去它的 CSV\n#   - {table: 政府性基金预算支出情况表, note: %d年没有使用政府性基金预算拨款安排的支出。}\ndraft: true\n---\n", agency.ID, kind, year)
	for _, p := range content.FiscalPoints(agency.Kind.V) {
		b.WriteString("\n## " + p.ZH + "\n\n（……）\n")
	}
	files := []draftFile{{"index.md", b.String()}}
	for _, form := range content.FiscalFormsFor(agency.Kind.V) {
		if form.Must {
			files = append(files, draftFile{form.Kind + ".csv", emptyTable(form.Schema)})
		}
	}
	return files
}

// emptyTable is a form to be filled in: unit, headings, the labels of rows
// that are fixed.
func emptyTable(s *table.Schema) string {
	var b strings.Builder
	b.WriteString("单位：" + string(s.Unit) + "\n")
	w := csv.NewWriter(&b)
	rows := [][]string{s.Head()}
	for _, label := range s.Fixed {
		row := make([]string, len(s.Columns))
		row[0] = label
		rows = append(rows, row)
	}
	w.WriteAll(rows) // into memory, which does not fail
	return b.String()
}

type draftFile struct{ name, text string }

func annualDraft(s *site.Site, form *content.AnnualForm, agency *site.Agency, year int) []draftFile {
	who := agency
	if agency.Kind.V == "government" {
		who = nil // the county's report is about all its agencies
	}
	requests, reviews := report.Requests(s, form, who, year), report.Reviews(s, form, who, year)
	return []draftFile{
		{"index.md", annualProse(s, form, agency, who, year, requests, reviews)},
		{"proactive.csv", proactiveCSV(s, form, who, year)},
		{"requests.csv", countsCSV(requests)},
		{"reviews.csv", countsCSV(reviews)},
	}
}

// countsCSV is a table of counts as a clerk may go on with it.
func countsCSV(t *table.Table) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	rows := [][]string{t.Schema.Head()}
	for _, r := range t.Rows {
		var cells []string
		for _, v := range r {
			cells = append(cells, v.Text)
		}
		rows = append(rows, cells)
	}
	w.WriteAll(rows) // into memory, which does not fail
	return b.String()
}

// proactiveCSV has what the catalogue knows of section two; the rest is 0 or
// blank, as the form has it.
func proactiveCSV(s *site.Site, form *content.AnnualForm, who *site.Agency, year int) string {
	made, repealed, valid := report.Documents(s, who, year)
	var b strings.Builder
	b.WriteString("单位：万元\n")
	w := csv.NewWriter(&b)
	w.Write(form.Proactive.Head())
	for _, label := range form.Proactive.Fixed {
		row := make([]string, len(form.Proactive.Columns))
		row[0] = label
		fill := func(values map[string]int) {
			for key, n := range values {
				if k := form.Proactive.Column(key); k >= 0 {
					row[k] = strconv.Itoa(n)
				}
			}
		}
		switch {
		case label == "规章":
			fill(map[string]int{"made": 0, "repealed": 0, "valid": 0})
		case strings.HasSuffix(label, "规范性文件"):
			fill(map[string]int{"made": made, "repealed": repealed, "valid": valid})
		case label == "行政事业性收费":
			fill(map[string]int{"charged": 0})
		default:
			fill(map[string]int{"decided": 0})
		}
		w.Write(row)
	}
	w.Flush()
	return b.String()
}

// annualProse is the text with what can be computed, and （……） for the rest.
func annualProse(s *site.Site, form *content.AnnualForm, agency, who *site.Agency, year int, requests, reviews *table.Table) string {
	total := func(row int) int { return requests.Rows[row][len(requests.Rows[row])-1].Number.Int() }
	count := 0
	for _, n := range s.Notices {
		if (who == nil || n.Agency == who) && int(n.Published.V.Year) == year {
			count++
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "---\nagency: %s\npublished:  # 部门和乡镇在 %d-01-31 前，县政府在 %d-03-31 前\nfee: \"0\"  # 全年收取的信息处理费，单位：元\ndraft: true\n---\n\n", agency.ID, year+1, year+1)
	fmt.Fprintf(&b, "本报告按照《中华人民共和国政府信息公开条例》和国务院办公厅规定的格式编制。数据统计期限为%d年1月1日至12月31日。对报告有疑问，请联系%s，电话：%s。\n\n", year, agency.Office.V.Name.V, agency.Office.V.Phone.V)
	b.WriteString("## 一、总体情况\n\n")
	fmt.Fprintf(&b, "**主动公开。**全年主动公开政府信息%d条。（主要公开了什么，有什么新办法）\n\n", count)
	fmt.Fprintf(&b, "**依申请公开。**全年新收申请%d件，上年结转%d件，办结%d件，其中予以公开%d件、部分公开%d件。结转下年度%d件。被申请行政复议%d件。\n\n", total(content.RowNew), total(content.RowCarried), total(form.Total), total(2), total(3), total(form.Open), reviews.Rows[0][len(reviews.Rows[0])-1].Number.Int())
	b.WriteString("**政府信息管理。**（审查、更新、清理、废止失效文件的情况）\n\n**平台建设。**（公开平台、查阅点的情况）\n\n**监督保障。**（人员、培训、考核、社会评议、责任追究的情况）\n\n")
	b.WriteString("## 五、存在的主要问题及改进情况\n\n（问题是什么，改进了什么；上一年的问题改得怎样）\n\n## 六、其他需要报告的事项\n\n没有收取信息处理费。没有其他需要报告的事项。\n")
	return b.String()
}
