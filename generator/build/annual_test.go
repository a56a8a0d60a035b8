package build_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/generator/content"
)

const oldReport = `---
agency: finance
published: %d-01-20
fee: "0"
review: {by: 李文, on: %[1]d-01-19, ruling: 可以公开}
---
%s`

// TestOldReportsHaveTheirForms publishes reports of the forms of 2019 and of
// 2007: the first with its own rows and the purchases that the form of 2021
// dropped, the second as prose.
func TestOldReportsHaveTheirForms(t *testing.T) {
	plainPass(t)
	source := sample(t)
	form := content.AnnualFormOf(2020)
	var rows strings.Builder
	rows.WriteString("项目,自然人,商业企业,科研机构,社会公益组织,法律服务机构,其他,总计\n")
	for i, label := range form.Requests.Fixed {
		n := 0
		if i == content.RowNew || i == form.Total || i == form.Total-1 {
			n = 3
		}
		fmt.Fprintf(&rows, "%s,%d,0,0,0,0,0,%d\n", label, n, n)
	}
	put := func(name, text string) { source["content/reports/"+name] = &fstest.MapFile{Data: []byte(text)} }
	prose := "\n## 一、总体情况\n\n新收申请3件。\n\n## 五、存在的主要问题及改进情况\n\n更新慢，已改。\n\n## 六、其他需要报告的事项\n\n没有。\n"
	put("2020/finance/index.md", fmt.Sprintf(oldReport, 2021, prose))
	put("2020/finance/requests.csv", rows.String())
	put("2020/finance/reviews.csv", "项目,结果维持,结果纠正,其他结果,尚未审结,总计\n行政复议,0,0,0,0,0\n行政诉讼：未经复议直接起诉,0,0,0,0,0\n行政诉讼：复议后起诉,0,0,0,0,0\n")
	put("2020/finance/proactive.csv", "单位：万元\n信息内容,本年新制作数量,本年新公开数量,对外公开总数量,上一年项目数量,本年增/减,处理决定数量,采购项目数量,采购总金额\n规章,0,0,0,,,,,\n规范性文件,1,1,6,,,,,\n行政许可,,,,4,-1,12,,\n其他对外管理服务事项,,,,2,0,5,,\n行政处罚,,,,3,0,0,,\n行政强制,,,,0,0,0,,\n行政事业性收费,,,,1,0,,,\n政府集中采购,,,,,,,14,386.20\n")
	put("2016/finance.md", fmt.Sprintf(oldReport, 2017, "\n## 一、主动公开的情况\n\n公开86条。\n\n## 二、依申请公开的情况\n\n收到3件。\n\n## 三、收费及减免情况\n\n没有收费。\n\n## 四、行政复议、行政诉讼的情况\n\n没有。\n\n## 五、存在的主要问题\n\n更新不够及时。\n\n## 六、其他事项\n\n没有。\n"))
	tree := made(t, options(source))
	page := func(name string) string {
		text, err := fs.ReadFile(tree, name)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	of2020 := page("reports/2020/finance.html")
	for _, want := range []string{"第二十条第（九）项", "386.20", "采购总金额", "三、收到和处理政府信息公开申请情况", "（六）其他处理"} {
		if !strings.Contains(of2020, want) {
			t.Errorf("the report on 2020 lacks %q", want)
		}
	}
	if strings.Contains(of2020, "逾期未按收费通知要求缴纳费用") || strings.Index(of2020, "三、收到和处理") > strings.Index(of2020, "五、存在的主要问题") {
		t.Error("the report on 2020 has rows of 2021, or its sections are in the wrong order")
	}
	if of2016 := page("reports/2016/finance.html"); strings.Contains(of2016, "勾稽关系") || !strings.Contains(of2016, "公开86条") {
		t.Error("the report on 2016 is not the prose that it is")
	}
}
