package render

import (
	"cmp"
	"strconv"

	"gongkai/generator/calendar"
	"gongkai/generator/report"
	"gongkai/generator/site"
	"gongkai/generator/table"
)

const (
	statisticsAbout = "网站公开了多少信息、各单位公开得及不及时，每月公开、申请和来信的数量及同比、环比。"
	scoresAbout     = "各单位政府信息公开工作的考核得分、等次和依据，限期整改的事项。"
)

func (r *renderer) statisticsPages(ps *pages) {
	ps.add("statistics.html", "render: statistics", "statistics", func(p page) any { return p.statistics() })
	if !r.Assessment.Publish.V {
		return
	}
	scores := report.Scores(r.Site)
	ps.add("scorecard.html", "content/assessment.yaml", "scorecard", func(p page) any { return p.scorecard(scores) })
	for _, s := range scores {
		ps.add(scoreAddress(s.Agency), "content/assessment.yaml", "score", func(p page) any { return p.score(s) })
	}
}

func scoreAddress(a *site.Agency) string { return "scorecard/" + a.ID + ".html" }

func (p page) statistics() *StatisticsView {
	v := &StatisticsView{Frame: p.frame(about{layout: "statistics", sheet: "figures.css", heading: "公开统计", description: p.Portal.County.V + statisticsAbout,
		column: &column{"公开统计", statisticsAbout, "统计,公开情况", "数据发布"}}), AsOf: p.Clock.String()}
	v.Holdings = p.holdings()
	v.Speed = p.speed()
	v.Months = p.months()
	if p.Assessment.Publish.V {
		v.Scores = p.link("考核结果", "scorecard.html")
	}
	return v
}

func counts(ns ...int) []CellView {
	var cells []CellView
	for _, n := range ns {
		cells = append(cells, CellView{Text: strconv.Itoa(n), Class: "number"})
	}
	return cells
}

// holdings counts documents by group and category (类、项、条).
func (p page) holdings() TableView {
	v := TableView{ID: "holdings", Title: "公开的信息：类、项、条", Head: []HeadCell{{Name: "类、项"}, {"条数", "number"}, {"今年新增", "number"}}, Files: []Link{{Name: "下载 CSV", Href: p.to("data/statistics-holdings.csv")}}}
	for _, g := range p.Groups {
		all, fresh := 0, 0
		var rows []RowView
		for _, c := range g.Categories {
			own, lately := report.Filed(c.Notices, int(p.Clock.Year))
			all, fresh = all+own, fresh+lately
			rows = append(rows, RowView{Class: "deep-1", Name: c.Name, Href: p.to(c.Address), Cells: counts(own, lately)})
		}
		v.Rows = append(v.Rows, RowView{Class: "total", Name: g.Name + "（" + strconv.Itoa(len(g.Categories)) + " 项）", Cells: counts(all, fresh)})
		v.Rows = append(v.Rows, rows...)
	}
	return v
}

// leastSpeed is how many documents make a rate worth showing.
const leastSpeed = 3

func (p page) speed() TableView {
	year := int(p.Clock.Year)
	from, _ := calendar.On(year, 1, 1)
	v := TableView{ID: "speed", Title: strconv.Itoa(year) + "年各单位公开用时（成文到发布）", Head: []HeadCell{{Name: "单位"}, {"公开条数", "number"}, {"中位数", "number"}, {"按期公开率", "number"}},
		Notes: []string{"注：按工作日计算，期限是 20 个工作日。少于 " + strconv.Itoa(leastSpeed) + " 条的不计算。"}, Files: []Link{{Name: "下载 CSV", Href: p.to("data/statistics-speed.csv")}}}
	for _, a := range p.Site.Agencies {
		t := report.Timeliness(p.Site, a, from, p.Clock)
		row := RowView{Name: cmp.Or(a.Short.V, a.Name.V), Href: p.to(a.Address), Cells: counts(t.Count)}
		median, rate := "—", "—"
		if t.Count >= leastSpeed {
			median, rate = t.MedianText(), report.Percent(t.InTime, t.Count)
		}
		row.Cells = append(row.Cells, CellView{Text: median, Class: "number"}, CellView{Text: rate, Class: "number"})
		v.Rows = append(v.Rows, row)
	}
	return v
}

// months is the table for the newspaper: what happened in each month of the
// year, newest first, beside the month before and the year before.
func (p page) months() TableView {
	year := int(p.Clock.Year)
	v := TableView{ID: "months", Title: strconv.Itoa(year) + "年各月公开、申请和来信", Head: []HeadCell{{Name: "月份"}, {"公开信息", "number"}, {"环比", "number"}, {"同比", "number"}, {"收到申请", "number"}, {"答复申请", "number"}, {"公开来信", "number"}},
		Notes: []string{"注：环比和上月比，同比和上年同月比。当月截至 " + p.Clock.String() + "。"}, Files: []Link{{Name: "下载 CSV", Href: p.to("data/statistics-months.csv")}}}
	list := report.Months(p.Site, year)
	for i := len(list) - 1; i >= 12; i-- {
		m := list[i]
		cells := counts(m.Documents)
		cells = append(cells, CellView{Text: report.Change(m.Documents, list[i-1].Documents), Class: "number"}, CellView{Text: report.Change(m.Documents, list[i-12].Documents), Class: "number"})
		v.Rows = append(v.Rows, RowView{Name: strconv.Itoa(m.Month) + "月", Cells: append(cells, counts(m.Requests, m.Replies, m.Letters)...)})
	}
	return v
}

func (p page) scorecard(scores []report.Score) *ScorecardView {
	year := strconv.Itoa(p.Assessment.Year.V)
	v := &ScorecardView{Frame: p.frame(about{layout: "scorecard", sheet: "figures.css", heading: year + "年政府信息公开工作考核结果", description: scoresAbout, trail: []Link{p.link("公开统计", "statistics.html")},
		column: &column{"考核结果", scoresAbout, "考核,得分,整改", "数据发布"}}), AsOf: p.Clock.String()}
	v.Table = TableView{ID: "scores", Title: year + "年考核得分", Head: []HeadCell{{Name: "单位"}, {"得分", "number"}, {Name: "等次"}, {"组织推进", "number"}, {"信息公开", "number"}, {"公开载体", "number"}, {"可评分值", "number"}},
		Files: []Link{{Name: "下载 CSV", Href: p.to("data/scores.csv")}}}
	for _, s := range scores {
		row := RowView{Name: cmp.Or(s.Agency.Short.V, s.Agency.Name.V), Href: p.to(scoreAddress(s.Agency)), Cells: []CellView{{Text: s.Total.Fixed(2), Class: "number"}, {Text: cmp.Or(s.Band, "不能评定")}}}
		for _, d := range []string{"组织推进", "信息公开", "公开载体"} {
			row.Cells = append(row.Cells, CellView{Text: dimension(s, d), Class: "number"})
		}
		row.Cells = append(row.Cells, counts(s.Of)...)
		v.Table.Rows = append(v.Table.Rows, row)
	}
	v.Rectify = TableView{ID: "rectify", Title: "限期整改", Head: []HeadCell{{Name: "单位"}, {Name: "事项"}, {Name: "期限"}, {Name: "状态"}, {Name: "结果"}}}
	for _, r := range p.Assessment.Rectify {
		name, state := r.V.Agency.V, "整改中"
		if a := p.AgencyNamed(name); a != nil {
			name = cmp.Or(a.Short.V, a.Name.V)
		}
		switch due, done := r.V.Due.V.Date, r.V.Done.V.Date; {
		case !done.IsZero():
			state = "已完成 " + done.String()
		case p.Clock.After(due):
			state = "逾期未完成"
		}
		v.Rectify.Rows = append(v.Rectify.Rows, RowView{Name: name, Cells: []CellView{{Text: r.V.What.V}, {Text: r.V.Due.V.Date.String()}, {Text: state}, {Text: r.V.Note.V}}})
	}
	return v
}

// dimension is what was earned in a dimension, of what could be.
func dimension(s report.Score, name string) string {
	var points table.Decimal
	of := 0
	for _, i := range s.Items {
		if i.Dimension == name && i.Judged {
			points, of = points.Plus(i.Points), of+i.Weight
		}
	}
	if of == 0 {
		return "—"
	}
	return points.Fixed(0) + "／" + strconv.Itoa(of)
}

func (p page) score(s report.Score) *ScoreView {
	heading := s.Agency.Name.V + strconv.Itoa(p.Assessment.Year.V) + "年考核得分"
	v := &ScoreView{Frame: p.frame(about{layout: "score", sheet: "figures.css", heading: heading, description: heading + "：逐项得分和依据。", trail: []Link{p.link("公开统计", "statistics.html"), p.link("考核结果", "scorecard.html")},
		column: &column{heading, scoresAbout, "考核,得分", "数据发布"}}), Total: s.Total.Fixed(2), Band: cmp.Or(s.Band, "不能评定"), Points: s.Points.Fixed(2), Of: s.Of}
	v.Items = TableView{ID: "items", Title: "逐项得分", Head: []HeadCell{{Name: "项目"}, {"分值", "number"}, {"得分", "number"}, {Name: "依据"}}}
	for _, i := range s.Items {
		row := RowView{Name: i.Name, Cells: counts(i.Weight)}
		points := "不评"
		if i.Judged {
			points = i.Points.Fixed(0)
		}
		evidence := CellView{Text: i.Why}
		if i.Address != "" {
			evidence.Href = p.to(i.Address)
		}
		row.Cells = append(row.Cells, CellView{Text: points, Class: "number"}, evidence)
		v.Items.Rows = append(v.Items.Rows, row)
	}
	return v
}
