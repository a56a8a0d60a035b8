package feed

import (
	"bytes"
	"encoding/csv"
	"strconv"

	"gongkai/generator/calendar"
	"gongkai/generator/report"
)

// statistics offers the tables of the page of statistics, and of the scores,
// as CSV.
func (m *maker) statistics() {
	m.sheet("data/statistics-holdings.csv", []string{"类", "项", "条数", "今年新增"}, m.holdings)
	m.sheet("data/statistics-speed.csv", []string{"单位", "公开条数", "中位数（工作日）", "按期公开条数"}, m.speed)
	m.sheet("data/statistics-months.csv", []string{"月份", "公开信息", "收到申请", "答复申请", "公开来信"}, m.months)
	if m.Assessment.Publish.V {
		m.sheet("data/scores.csv", report.ScoreHead, func() [][]string { return report.ScoreRows(report.Scores(m.Site)) })
	}
}

func (m *maker) sheet(path string, head []string, rows func() [][]string) {
	m.add(path, "statistics", func(w *bytes.Buffer) {
		w.WriteString("\ufeff")
		out := csv.NewWriter(w)
		out.Write(head)
		for _, row := range rows() {
			for i := range row {
				row[i] = inert(row[i])
			}
			out.Write(row) // into memory, which does not fail
		}
		out.Flush()
	})
}

func (m *maker) holdings() (rows [][]string) {
	for _, g := range m.Groups {
		for _, c := range g.Categories {
			all, fresh := report.Filed(c.Notices, int(m.Clock.Year))
			rows = append(rows, []string{g.Name, c.Name, strconv.Itoa(all), strconv.Itoa(fresh)})
		}
	}
	return rows
}

func (m *maker) speed() (rows [][]string) {
	from, _ := calendar.On(int(m.Clock.Year), 1, 1)
	for _, a := range m.Agencies {
		t := report.Timeliness(m.Site, a, from, m.Clock)
		rows = append(rows, []string{a.Name.V, strconv.Itoa(t.Count), t.Median(), strconv.Itoa(t.InTime)})
	}
	return rows
}

func (m *maker) months() (rows [][]string) {
	for _, n := range report.Months(m.Site, int(m.Clock.Year)) {
		month := strconv.Itoa(n.Year) + "-" + strconv.Itoa(100 + n.Month)[1:]
		rows = append(rows, []string{month, strconv.Itoa(n.Documents), strconv.Itoa(n.Requests), strconv.Itoa(n.Replies), strconv.Itoa(n.Letters)})
	}
	return rows
}
