package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// county is the frame around the notices: settings, vocabulary, agencies.
type county struct {
	out        string
	agencies   []string // names; the id is a<index>
	categories []string // names; the id is c<index>
	serials    map[string]int
}

// document is a notice before it is written.
type document struct {
	name                                  string // of the file, without .md
	title, day, category, agency, summary string
	number, formed, topic, genre, body    string
	keywords                              []string
}

var inventedAgencies = []string{"人民政府办公室", "财政局", "教育局", "民政局", "公安局", "卫生健康局", "自然资源局", "生态环境局", "交通运输局", "市场监督管理局", "农业农村局", "水利局", "住房和城乡建设局", "人力资源和社会保障局", "应急管理局", "审计局", "统计局", "文化和旅游局", "林业局", "档案馆"}
var inventedTowns = []string{"青石镇", "河湾镇", "柳林乡", "云岭乡", "石桥镇", "松山镇", "白水乡", "东坪镇", "南塘镇", "北河乡", "城关街道", "新桥街道"}
var inventedCategories = []string{"规范性文件", "机构职能", "规划计划", "统计信息", "行政许可", "行政处罚", "财政预决算", "行政事业性收费", "政府采购", "重大建设项目", "民生保障", "突发公共事件", "监督检查", "公务员招考", "其他法定公开"}
var inventedTopics = []string{"综合政务", "财政金融", "农业林业水利", "工业交通", "市场监管", "城乡建设", "科技教育", "文化", "卫生体育", "劳动人事", "民政救灾", "其他"}
var inventedSystems = []string{"保密审查", "年度报告", "主动公开", "依申请公开", "信息澄清", "发布协调"}
var inventedGenres = []string{"通知", "公告", "意见", "通报", "批复", "规划计划", "统计数据", "其他"}

func (c *county) invent() {
	for _, a := range inventedAgencies {
		c.agencies = append(c.agencies, "样本县"+a)
	}
	for _, t := range inventedTowns {
		c.agencies = append(c.agencies, "样本县"+t+"人民政府")
	}
	c.categories = inventedCategories
}

// learn takes agencies and categories from the documents.
func (c *county) learn(docs []document) {
	for _, d := range docs {
		if !slices.Contains(c.agencies, d.agency) {
			c.agencies = append(c.agencies, d.agency)
		}
		if !slices.Contains(c.categories, d.category) {
			c.categories = append(c.categories, d.category)
		}
	}
	slices.Sort(c.agencies)
	slices.Sort(c.categories)
}

func quote(s string) string {
	b, _ := json.Marshal(s) // strings always marshal; JSON strings are YAML
	return string(b)
}

func (c *county) writeFrame() error {
	c.serials = map[string]int{}
	files := map[string]string{"content/portal.yaml": portal, "content/hotlines.yaml": hotlines, "content/places.yaml": c.placesFile()}
	files["content/vocabulary/categories.yaml"] = c.categoriesFile()
	files["content/vocabulary/topics.yaml"] = terms("topics", "t", inventedTopics)
	files["content/vocabulary/genres.yaml"] = terms("genres", "g", inventedGenres)
	files["content/vocabulary/regulations.yaml"] = terms("systems", "s", inventedSystems)
	for i, name := range inventedSystems {
		files[fmt.Sprintf("content/regulations/s%d.md", i)] = regulationFile(i, name)
	}
	for i, a := range c.agencies {
		files[fmt.Sprintf("content/agencies/a%d.md", i)] = agencyFile(i, a)
		files[fmt.Sprintf("content/guide/a%d.md", i)] = guideFile
	}
	for name, text := range files {
		if err := c.write(name, text); err != nil {
			return err
		}
	}
	return nil
}

func (c *county) categoriesFile() string {
	var b strings.Builder
	b.WriteString("groups:\n  - {id: y2019, name: 法定主动公开内容}\ncategories:\n")
	for i, name := range c.categories {
		fmt.Fprintf(&b, "  - {id: c%d, name: %s, group: y2019, summary: %s}\n", i, quote(name), quote(name+"方面的政府信息。"))
	}
	return b.String()
}

func terms(list, prefix string, names []string) string {
	var b strings.Builder
	b.WriteString(list + ":\n")
	for i, name := range names {
		fmt.Fprintf(&b, "  - {id: %s%d, name: %s}\n", prefix, i, name)
	}
	return b.String()
}

func kindOf(name string) string {
	switch {
	case strings.Contains(name, "街道"):
		return "subdistrict"
	case strings.HasSuffix(name, "乡人民政府") || strings.HasSuffix(name, "镇人民政府"):
		return "township"
	}
	return "department"
}

func agencyFile(i int, name string) string {
	return fmt.Sprintf(`---
name: %s
kind: %s
code: "8888%04d"
order: %d
disclosure_office:
  name: 办公室
  address: 样本县人民路%d号
  hours: 工作日 8:30—12:00，14:30—18:00
  phone: 0888-60%05d
  fax: 无
  email: a%d@yangben.example
---

## 主要职责

负责本机关职权范围内的行政管理和公共服务工作，依法公开本机关的政府信息。
`, quote(name), kindOf(name), i, i, i+1, i, i)
}

const guideFile = `---
revised: 2026-01-05
---

## 政府信息的分类

按法定主动公开的类别分类。

## 编排体系

按类别和发布日期编排，每件信息有唯一的索引号。

## 获取方式

可以在本网站查阅，也可以到查阅点查阅。
`

const portal = `name: 样本县政府信息公开网
county: 样本县
domain: www.yangben.example
site_code: "8888000001"
owner: 样本县人民政府办公室
address: 样本县人民路1号
phone: 0888-6000000
disclaimer: 样本县是为测试编造的，本站内容都不是真的。
per_page: 30
mailbox:
  backend: none
`

const hotlines = `hotlines:
  - {name: 政务服务便民热线, number: "12345", hours: 24小时, scope: 咨询、求助、投诉和建议}
`

func regulationFile(i int, system string) string {
	return fmt.Sprintf("---\ntitle: 样本县政府信息公开%s办法\nsystem: s%d\nagency: a0\npublished: 2008-06-01\nsummary: 规定%s的职责和程序。\n---\n\n各机关依照《条例》办理。\n", system, i, system)
}

// placesFile has the places that the law names, and one for each township.
func (c *county) placesFile() string {
	var b strings.Builder
	b.WriteString("places:\n")
	place := func(name, kind, agency string) {
		fmt.Fprintf(&b, "  - {name: %s, kind: %s, address: 样本县人民路3号, hours: 工作日 8:30—18:00, phone: 0888-6000003%s}\n", quote(name), kind, agency)
	}
	for _, kind := range []string{"档案馆", "图书馆", "政务服务中心"} {
		place("样本县"+kind+"查阅室", kind, "")
	}
	for i, a := range c.agencies {
		if kindOf(a) != "department" {
			place(a+"查阅室", "乡镇查阅室", fmt.Sprintf(", agency: a%d", i))
		}
	}
	return b.String()
}

// writeNotice writes a document as a notice of the county.
func (c *county) writeNotice(i int, d document) error {
	agency := slices.Index(c.agencies, d.agency)
	year := d.day[:4]
	c.serials[year]++
	var b strings.Builder
	b.WriteString("---\n")
	fmt.Fprintf(&b, "title: %s\nagency: a%d\nindex: \"8888%04d/%s-%05d\"\n", quote(d.title), agency, agency, year, c.serials[year])
	if d.number != "" {
		fmt.Fprintf(&b, "number: %s\n", d.number)
	}
	fmt.Fprintf(&b, "formed: %s\npublished: %s\ncategory: c%d\n", d.formed, d.day, slices.Index(c.categories, d.category))
	if d.topic != "" {
		fmt.Fprintf(&b, "topic: %s\ngenre: %s\n", d.topic, d.genre)
	}
	fmt.Fprintf(&b, "summary: %s\n", quote(d.summary))
	if len(d.keywords) > 0 {
		fmt.Fprintf(&b, "keywords: [%s]\n", strings.Join(d.keywords, ", "))
	}
	fmt.Fprintf(&b, "review:\n  by: 甲\n  on: %s\n  ruling: 可以公开\nauthor: 乙\n---\n\n%s", d.formed, d.body)
	name := d.name
	if name == "" {
		name = "n" + strconv.Itoa(i+1)
	}
	return c.write("content/notices/"+year+"/"+name+".md", b.String())
}
