package report

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/calendar"
	"gongkai/generator/content"
	"gongkai/generator/site"
	"gongkai/generator/table"
)

// Score is what an agency has earned in the county's assessment.
type Score struct {
	Agency *site.Agency
	Items  []ItemScore
	Points table.Decimal // of Of
	Of     int           // points of the items that could be judged
	Total  table.Decimal // Points in a hundred of Of
	Band   string        // 优秀, 良好, 合格, 不合格, or "" where too little could be judged
}

// ItemScore is what was earned for one item, and why.
type ItemScore struct {
	content.AssessmentItem
	Weight  int
	Points  table.Decimal
	Judged  bool
	Why     string // the evidence
	Address string // of the page that shows it; "" where there is none
}

// leastJudged is how many points of a hundred must be judged for a band: with
// less a score says nothing.
const leastJudged = 60

// Bands of the assessment, with exact thresholds: the county's rules say 95
// and more, 85—94, 60—84, 59 and less, and leave open what lies between.
var bands = []struct {
	from int
	name string
}{{95, "优秀"}, {85, "良好"}, {60, "合格"}, {0, "不合格"}}

// BandOf names the band of points out of a whole, exactly: 94.99 of a hundred
// is not 95.
func BandOf(points table.Decimal, of int) string {
	for _, b := range bands {
		if points.Times(100) >= table.Whole(b.from*of) {
			return b.name
		}
	}
	return bands[len(bands)-1].name
}

// Scores are those of all agencies but the government itself, which assesses,
// best first. The same site has the same scores.
func Scores(s *site.Site) []Score {
	j := judge{Site: s, year: s.Assessment.Year.V, least: s.Assessment.Minimum.V}
	if j.least == 0 {
		j.least = 3
	}
	j.from, _ = calendar.On(j.year, 1, 1)
	j.to, _ = calendar.On(j.year, 12, 31)
	if j.to.After(s.Clock) {
		j.to = s.Clock
	}
	var list []Score
	for _, a := range s.Agencies {
		if a.Kind.V != "government" {
			list = append(list, j.score(a))
		}
	}
	slices.SortStableFunc(list, func(x, y Score) int { return cmp.Compare(y.Total, x.Total) })
	return list
}

// judge scores agencies by what the site shows of a year.
type judge struct {
	*site.Site
	year, least int
	from, to    calendar.Date
}

func (j judge) score(a *site.Agency) Score {
	out := Score{Agency: a}
	for _, item := range content.AssessmentItems {
		r := ItemScore{AssessmentItem: item, Weight: j.weight(item)}
		share, why, address, judged := j.item(a, item)
		r.Why, r.Address, r.Judged = why, address, judged
		if judged {
			r.Points = share.of(r.Weight)
			out.Points, out.Of = out.Points.Plus(r.Points), out.Of+r.Weight
		}
		out.Items = append(out.Items, r)
	}
	if out.Of > 0 {
		out.Total = rounded(out.Points.Times(100), int64(out.Of))
	}
	if out.Of >= leastJudged {
		out.Band = BandOf(out.Points, out.Of)
	}
	return out
}

func (j judge) weight(item content.AssessmentItem) int {
	for _, w := range j.Assessment.Weights {
		if w.V.Item.V == item.ID {
			return w.V.Points.V
		}
	}
	return item.Points
}

// share of an item's points.
type share struct{ part, whole int }

var (
	all     = share{1, 1}
	nothing = share{0, 1}
)

// of is the share of points, to a hundredth.
func (s share) of(points int) table.Decimal {
	return rounded(table.Whole(points*s.part), int64(s.whole))
}

// rounded divides and rounds half up to a hundredth.
func rounded(d table.Decimal, by int64) table.Decimal {
	const cent = 10_000
	n := int64(d) / cent * 10
	n = (n/by + 5) / 10
	return table.Decimal(n * cent)
}

// item judges one item of an agency: the share of its points, the evidence in
// words, and the page that shows it.
func (j judge) item(a *site.Agency, item content.AssessmentItem) (s share, why, address string, judged bool) {
	switch item.ID {
	case "staff":
		s, why = staff(a)
		return s, why, a.Address, true
	case "systems":
		s, why = j.systems()
		return s, why, "regulations.html", true
	case "guide":
		s, why, address = j.guide(a)
		return s, why, address, true
	case "catalogue":
		return j.catalogue(a)
	case "timeliness":
		return j.timeliness(a)
	case "updates":
		return j.updates(a)
	case "money":
		return j.money(a)
	case "requests":
		return j.requests(a)
	case "review":
		return j.review(a)
	case "report":
		return j.report(a)
	case "places":
		return j.places(a)
	}
	return j.declared(a, item)
}

// declared is what people found who looked, where only they can tell.
func (j judge) declared(a *site.Agency, item content.AssessmentItem) (s share, why, address string, judged bool) {
	for _, d := range j.Assessment.Declared {
		if d.V.Item.V == item.ID && j.AgencyNamed(d.V.Agency.V) == a {
			return share{d.V.Percent.V, 100}, d.V.Evidence.V, "", true
		}
	}
	return nothing, "要由考核组认定，还没有认定", "", false
}

func staff(a *site.Agency) (share, string) {
	o := a.Office.V
	part := 0
	var lacks []string
	for _, f := range []struct{ value, name string }{{o.Name.V, "机构名称"}, {o.Head.V, "负责人"}, {o.Phone.V, "电话"}, {o.Email.V, "互联网联系方式"}} {
		if f.value != "" {
			part++
		} else {
			lacks = append(lacks, f.name)
		}
	}
	if len(lacks) > 0 {
		return share{part, 4}, "公开工作机构缺" + strings.Join(lacks, "、")
	}
	return all, "公开工作机构、负责人、电话都已公布"
}

func (j judge) systems() (share, string) {
	have := 0
	for _, s := range j.Systems {
		if len(s.Regulations) > 0 {
			have++
		}
	}
	if len(j.Systems) == 0 {
		return nothing, "没有公布制度"
	}
	return share{have, len(j.Systems)}, fmt.Sprintf("应有 %d 项制度，公布 %d 项", len(j.Systems), have)
}

func (j judge) guide(a *site.Agency) (share, string, string) {
	g := a.Guide
	switch {
	case g == nil:
		return nothing, "没有公开指南", ""
	case g.Revised.V.IsZero() || g.Revised.V.Date.DaysUntil(j.to) > 366:
		return share{1, 2}, "公开指南一年没有更新", g.Address
	}
	return all, "公开指南 " + g.Revised.V.Date.String() + " 更新", g.Address
}

// published are the agency's documents of the year.
func (j judge) published(a *site.Agency) []*site.Notice {
	var list []*site.Notice
	for _, n := range a.Notices {
		if d := n.Published.V.Date; !d.Before(j.from) && !d.After(j.to) {
			list = append(list, n)
		}
	}
	return list
}

// catalogue judges how well documents are described, not how many there are:
// counts alone earn nothing.
func (j judge) catalogue(a *site.Agency) (share, string, string, bool) {
	list := j.published(a)
	address := "catalogue/agency/" + a.ID + ".html"
	if len(list) == 0 {
		return nothing, "全年没有公开信息", address, true
	}
	whole := 0
	for _, n := range list {
		if n.Topic != nil && n.Genre != nil && n.Summary.V != "" {
			whole++
		}
	}
	return share{whole, len(list)}, fmt.Sprintf("公开 %d 条，主题、体裁、概述齐全的 %d 条", len(list), whole), address, true
}

func (j judge) timeliness(a *site.Agency) (share, string, string, bool) {
	t := Timeliness(j.Site, a, j.from, j.to)
	address := "catalogue/agency/" + a.ID + ".html"
	if t.Count < j.least {
		return nothing, fmt.Sprintf("只有 %d 条，少于 %d 条，不评", t.Count, j.least), address, false
	}
	return share{t.InTime, t.Count}, fmt.Sprintf("%d 条里按期公开 %d 条，中位数 %s", t.Count, t.InTime, t.MedianText()), address, true
}

func (j judge) updates(a *site.Agency) (share, string, string, bool) {
	address := "catalogue/agency/" + a.ID + ".html"
	var last calendar.Date
	for _, n := range j.published(a) {
		last = n.Published.V.Date
	}
	if last.IsZero() {
		return nothing, "全年没有更新", address, true
	}
	days := last.DaysUntil(j.to)
	why := fmt.Sprintf("最近一次 %s，距今 %d 天", last, days)
	switch {
	case days <= 92:
		return all, why, address, true
	case days <= 183:
		return share{1, 2}, why, address, true
	}
	return nothing, why, address, true
}

// money asks for the budget of the year and the accounts of the one before,
// each within twenty days of its approval.
func (j judge) money(a *site.Agency) (share, string, string, bool) {
	if len(j.Fiscals) == 0 {
		return nothing, "县里还没有公开预决算", "", false
	}
	part, whole := 0, 0
	var words []string
	for _, want := range []struct {
		year    int
		settled bool
		name    string
		due     calendar.Date
	}{{j.year, false, "预算", BudgetDue(j.year)}, {j.year - 1, true, "决算", AccountsDue(j.year)}} {
		i := slices.IndexFunc(j.Fiscals, func(f *site.Fiscal) bool {
			return f.Agency == a && f.Year == want.year && f.Settled == want.settled
		})
		if i < 0 && j.to.Before(want.due) {
			continue // it may be to come
		}
		whole += 2
		if i < 0 {
			words = append(words, fmt.Sprintf("%d年%s没有公开", want.year, want.name))
			continue
		}
		f := j.Fiscals[i]
		if last, ok := FiscalDue(j.Site, f); ok && f.Published.V.Date.After(last) {
			words = append(words, fmt.Sprintf("%d年%s晚了", want.year, want.name))
			part++
			continue
		}
		part += 2
		words = append(words, fmt.Sprintf("%d年%s按期公开", want.year, want.name))
	}
	if whole == 0 {
		return nothing, "还没有到公开的时候", "", false
	}
	address := ""
	if slices.ContainsFunc(j.Fiscals, func(f *site.Fiscal) bool { return f.Agency == a }) {
		address = "fiscal/agency/" + a.ID + ".html"
	}
	return share{part, whole}, strings.Join(words, "，"), address, true
}

func (j judge) requests(a *site.Agency) (share, string, string, bool) {
	if !j.HasLedger(j.year) {
		return nothing, "没有申请台账", "", false
	}
	count, late := 0, 0
	for _, q := range j.Requests {
		if q.Agency != a || q.Received.Before(j.from) || q.Received.After(j.to) || q.Open() && !q.Late(j.Clock) {
			continue
		}
		if count++; q.Late(j.Clock) {
			late++
		}
	}
	if count < j.least {
		return nothing, fmt.Sprintf("只有 %d 件，少于 %d 件，不评", count, j.least), "request.html#figures", false
	}
	return share{count - late, count}, fmt.Sprintf("%d 件里按时答复 %d 件", count, count-late), "request.html#figures", true
}

func (j judge) review(a *site.Agency) (share, string, string, bool) {
	list := j.published(a)
	address := "catalogue/agency/" + a.ID + ".html"
	if len(list) < j.least {
		return nothing, fmt.Sprintf("只有 %d 条，少于 %d 条，不评", len(list), j.least), address, false
	}
	good := 0
	for _, n := range list {
		if r := n.Review.V; n.Review.Given() && !r.On.V.Date.After(n.Published.V.Date) && Person(r.By.V) != Person(n.Author.V) {
			good++
		}
	}
	return share{good, len(list)}, fmt.Sprintf("%d 条里先审查后公开、审查人不是编辑的 %d 条", len(list), good), address, true
}

// Person is a name without the blanks that align short names: 王  静.
func Person(name string) string { return strings.Join(strings.Fields(name), "") }

// report asks for the report on the year before, in time and with tables that
// add up.
func (j judge) report(a *site.Agency) (share, string, string, bool) {
	if len(j.Annuals) == 0 {
		return nothing, "县里还没有公布年度报告", "", false
	}
	for _, r := range j.Annuals {
		if r.Agency != a || r.Year != j.year-1 {
			continue
		}
		switch {
		case slices.ContainsFunc(r.Tables, func(t *table.Table) bool { return len(t.Slips()) > 0 }):
			return share{1, 4}, "表里的数对不上", r.Address, true
		case r.Published.V.Date.After(AnnualDue(a, r.Year)):
			return share{1, 2}, r.Published.V.Date.String() + " 公布，晚了", r.Address, true
		}
		return all, r.Published.V.Date.String() + " 公布，各表相符", r.Address, true
	}
	if !j.to.After(AnnualDue(a, j.year-1)) {
		return nothing, "还没有到公布的时候", "", false
	}
	return nothing, fmt.Sprintf("没有公布%d年的年度报告", j.year-1), "reports.html", true
}

// places: a township has a reading place of its own; others are judged by one
// if they have it.
func (j judge) places(a *site.Agency) (share, string, string, bool) {
	for _, p := range j.Places {
		if p.Agency == a {
			return all, "设有" + p.Name.V, "hotline.html", true
		}
	}
	if a.Kind.V == "township" || a.Kind.V == "subdistrict" {
		return nothing, "没有查阅点", "hotline.html", true
	}
	return nothing, "没有自设查阅点的要求", "", false
}

// ScoreHead heads the columns of ScoreRows.
var ScoreHead = []string{"单位", "得分", "等次", "项目", "分值", "项目得分", "依据"}

// ScoreRows are scores item by item, for whoever wants to check them.
func ScoreRows(scores []Score) (rows [][]string) {
	for _, s := range scores {
		for _, i := range s.Items {
			points := ""
			if i.Judged {
				points = i.Points.String()
			}
			rows = append(rows, []string{s.Agency.Name.V, s.Total.String(), cmp.Or(s.Band, "不能评定"), i.Name, strconv.Itoa(i.Weight), points, i.Why})
		}
	}
	return rows
}
