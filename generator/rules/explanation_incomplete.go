package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func explanationIncomplete() Rule {
	return Rule{Name: "explanation-incomplete", Severity: diag.Warning, check: checkExplanationIncomplete, Law: budgetLaw}
}

// point is something that an explanation has to tell, and the words by which
// its heading is known.
type point struct {
	zh, en string
	words  []string
}

var (
	officePoints = []point{
		{"部门职责和机构设置", "what the agency does and how it is made up", []string{"职责", "机构设置", "基本情况"}},
		{"收支增减变化", "how income and expenditure changed", []string{"收支", "增减"}},
		{"机关运行经费", "the costs of running the office", []string{"机关运行经费", "运行经费"}},
		{"“三公”经费", "the three public expenses", []string{"三公"}},
		{"政府采购", "what is bought", []string{"采购"}},
		{"国有资产占用", "the property in use", []string{"资产"}},
		{"绩效", "goals and results", []string{"绩效"}},
		{"名词解释", "the words explained", []string{"名词"}},
	}
	countyPoints = []point{
		{"收入和支出", "income and expenditure", []string{"收入", "收支"}},
		{"转移支付", "transfers", []string{"转移支付"}},
		{"举借债务", "debt", []string{"债务"}},
		{"“三公”经费", "the three public expenses", []string{"三公"}},
		{"重点项目和绩效", "the main projects and their goals", []string{"绩效", "重点项目"}},
		{"名词解释", "the words explained", []string{"名词"}},
	}
	townshipPoints = []point{
		{"收入和支出", "income and expenditure", []string{"收入", "收支"}},
		{"“三公”经费", "the three public expenses", []string{"三公"}},
		{"名词解释", "the words explained", []string{"名词"}},
	}
)

func checkExplanationIncomplete(s *site.Site, found *diag.List) {
	for _, f := range s.Fiscals {
		if f.Blank {
			continue
		}
		points := officePoints
		switch f.Agency.Kind.V {
		case "government":
			points = countyPoints
		case "township":
			points = townshipPoints
		}
		for _, p := range points {
			if told := explains(f, p); !told {
				found.Add("explanation-incomplete", f.Head,
					diag.Say("说明里没有“%[1]s”这一部分", "the explanation has no section on %[2]s", p.zh, p.en),
					diag.Say("加一节，标题里写明“%[1]s”；没有的也写一句没有", "add one with “%[1]s” in its heading; if there is none, say so in a sentence", p.words[0]))
			}
		}
	}
}

func explains(f *site.Fiscal, p point) bool {
	for _, w := range p.words {
		if h, ok := section(f.Body.Headings, w); ok && h.TextAfter {
			return true
		}
	}
	return false
}
