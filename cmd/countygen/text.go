package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// writer invents notices: sentences put together from parts, so that texts
// differ and words repeat about as often as in official prose.
type writer struct {
	random *rand.Rand
	length int
	county *county
}

func newWriter(seed uint64, length int, c *county) *writer {
	return &writer{rand.New(rand.NewPCG(seed, 2008)), length, c}
}

func (w *writer) pick(list []string) string { return list[w.random.IntN(len(list))] }

// skewed prefers the first entries, as a few agencies publish most.
func (w *writer) skewed(list []string) string {
	u := w.random.Float64()
	return list[int(u*u*float64(len(list)))]
}

var (
	subjects = []string{"各乡镇人民政府", "县直各部门", "各有关单位", "项目实施单位", "各村（社区）", "县财政局", "行业主管部门", "建设单位", "承办机构", "各学校和医疗机构", "县级各预算单位", "农村集体经济组织"}
	modals   = []string{"应当", "要", "须", "可以", "负责", "依法", "及时", "定期"}
	actions  = []string{"制定实施方案", "落实工作责任", "公开资金使用情况", "组织专项检查", "建立工作台账", "报送进展情况", "核对申报材料", "完善管理制度", "开展业务培训", "整改存在的问题", "受理群众申请", "公示评审结果", "编制年度预算", "划拨补助资金", "组织竣工验收", "更新公开目录"}
	objects  = []string{"农村公路养护", "义务教育经费", "城乡居民医疗保险", "高标准农田建设", "饮用水水源保护", "安全生产", "地质灾害防治", "政务服务", "森林防火", "食品安全", "养老服务", "就业创业", "危房改造", "污水处理", "防汛抗旱", "粮食储备", "校舍维修", "公共卫生", "村庄规划", "残疾人康复"}
	reasons  = []string{"根据有关法律法规", "按照县人民政府的部署", "为保障群众利益", "结合本县实际", "经县人民政府同意", "依据年度工作计划", "在征求各方面意见的基础上", "参照上级有关规定"}
	times    = []string{"每月底前", "每季度末", "年底前", "收到申请之日起20个工作日内", "自发布之日起30日内", "汛期来临之前", "新学期开学前", "项目完工后一个月内"}
	kinds    = []string{"通知", "公告", "实施意见", "情况通报", "工作方案", "管理办法", "考核结果", "补助标准"}
	headings = []string{"总体要求", "主要任务", "资金管理", "责任分工", "时间安排", "监督检查", "有关要求", "附则", "申报条件", "办理程序"}
)

func (w *writer) sentence() string {
	var b strings.Builder
	if w.random.IntN(3) == 0 {
		b.WriteString(w.pick(reasons) + "，")
	}
	b.WriteString(w.pick(subjects) + w.pick(modals) + "在" + w.pick(times) + w.pick(actions))
	switch w.random.IntN(4) {
	case 0:
		fmt.Fprintf(&b, "，涉及%s资金%d.%d万元", w.pick(objects), w.random.IntN(900)+10, w.random.IntN(10))
	case 1:
		b.WriteString("，做好" + w.pick(objects) + "和" + w.pick(objects) + "的衔接")
	case 2:
		fmt.Fprintf(&b, "，共%d户、%d个项目", w.random.IntN(3000)+3, w.random.IntN(40)+1)
	}
	b.WriteString("。")
	return b.String()
}

func (w *writer) paragraph() string {
	var b strings.Builder
	for range 2 + w.random.IntN(4) {
		b.WriteString(w.sentence())
	}
	return b.String()
}

func (w *writer) table() string {
	var b strings.Builder
	b.WriteString("| 序号 | 项目 | 责任单位 | 金额（万元） |\n| --- | --- | --- | ---: |\n")
	for i := range 4 + w.random.IntN(8) {
		fmt.Fprintf(&b, "| %d | %s | %s | %d.%02d |\n", i+1, w.pick(objects), w.pick(w.county.agencies), w.random.IntN(500), w.random.IntN(100))
	}
	return b.String()
}

// body is a text of about the given number of characters.
func (w *writer) body(length int) string {
	var b strings.Builder
	b.WriteString("各乡镇人民政府，县直各部门：\n\n")
	numerals := []string{"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"}
	for part := 0; b.Len() < 3*length; part++ {
		if part < len(numerals) {
			fmt.Fprintf(&b, "## %s、%s\n\n", numerals[part], w.pick(headings))
		}
		for range 2 + w.random.IntN(2) {
			b.WriteString(w.paragraph() + "\n\n")
		}
		switch w.random.IntN(5) {
		case 0:
			b.WriteString(w.table() + "\n")
		case 1:
			for range 3 {
				b.WriteString("- " + w.sentence() + "\n")
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

func (w *writer) notice(i int) document {
	day := w.random.IntN(18*12*28 + 10*28) // 2008 to October 2026, in months of 28 days
	year, month, date := 2008+day/(12*28), day/28%12+1, day%28+1
	object := w.pick(objects)
	length := w.length/2 + w.random.IntN(w.length)
	agency := w.skewed(w.county.agencies)
	d := document{
		title:    fmt.Sprintf("关于%d年%s%s工作的%s", year, w.pick(inventedTowns), object, w.pick(kinds)),
		day:      fmt.Sprintf("%d-%02d-%02d", year, month, date),
		category: w.skewed(w.county.categories), agency: agency,
		summary: w.sentence(), topic: fmt.Sprintf("t%d", w.random.IntN(len(inventedTopics))), genre: fmt.Sprintf("g%d", w.random.IntN(len(inventedGenres))),
		number:   fmt.Sprintf("样政发〔%d〕%d号", year, i+1),
		keywords: []string{object, w.pick(objects)},
		body:     w.body(length),
	}
	d.formed = d.day
	return d
}
