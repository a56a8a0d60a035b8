package render

import (
	"encoding/json"
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/calendar"
	"gongkai/generator/report"
)

const requestAbout = "怎样申请公开政府信息：向谁申请、填什么表、多久答复、收不收费、不服怎么办，以及各机关的受理机构。"

func (r *renderer) requestPages(ps *pages) {
	ps.add("request.html", "render: request", "request", func(p page) any { return p.request() })
	for _, f := range papers {
		ps.add("request/"+f.id+".html", "render: request", "request-form", func(p page) any { return p.paper(f) })
	}
}

func (p page) request() *RequestView {
	v := &RequestView{Frame: p.frame(about{layout: "request", sheet: "figures.css", heading: "依申请公开", description: p.Portal.County.V + requestAbout, section: "request.html",
		column: &column{"依申请公开", requestAbout, "依申请公开,申请表,答复期限", "依申请公开"}}),
		Script: p.to(p.assets["request.js"]), Days: p.workdays(), AsOf: p.Clock.String(), Catalogue: p.link("公开目录", "catalogue.html"), Search: p.link("检索", "search.html")}
	for _, f := range papers {
		item := Item{Title: f.title, Href: p.to("request/" + f.id + ".html"), Summary: f.about}
		if f.who == forApplicants {
			v.Applications = append(v.Applications, item)
		} else {
			v.Letters = append(v.Letters, item)
		}
	}
	for _, a := range p.Site.Agencies {
		o := a.Office.V
		v.Points = append(v.Points, Point{Agency: p.agencyHome(a), Office: o.Name.V, Address: o.Address.V, Hours: o.Hours.V, Phone: o.Phone.V, Tel: tel(o.Phone.V), Email: o.Email.V, Mail: template.URL(mail(o.Email.V)), Fax: o.Fax.V})
	}
	for _, r := range p.Regulations {
		if r.System != nil && r.System.ID == "request" && v.Regulation.Name == "" {
			v.Regulation = p.link(r.Title.V, r.Address)
			v.Chart = p.chart(r)
		}
	}
	for _, n := range slices.Backward(p.Notices) {
		if n.FromRequests.V {
			v.Proactive = append(v.Proactive, p.link(n.Title.V, n.Address))
			v.Proactive[len(v.Proactive)-1].Note = n.Published.V.Date.String()
		}
	}
	p.requestFigures(v)
	return v
}

// requestFigures shows the newest year that has a ledger.
func (p page) requestFigures(v *RequestView) {
	year := 0
	for _, l := range p.Ledgers {
		if y, err := strconv.Atoi(l.Year); err == nil && l.Table != nil {
			year = max(year, y)
		}
	}
	if year == 0 {
		return
	}
	all, rows := report.RequestFigures(p.Site, year)
	v.Year = strconv.Itoa(year)
	v.Figures = []Figure{
		{"收到申请", strconv.Itoa(all.Received) + " 件"}, {"已经答复", strconv.Itoa(all.Replied) + " 件"}, {"按时答复率", report.Percent(all.InTime, all.Replied)}, {"平均用时", workingMean(all)}, {"正在办理", strconv.Itoa(all.Open) + " 件"},
	}
	v.ByAgency = TableView{ID: "requests-table", Title: v.Year + "年各机关办理情况", Head: []HeadCell{{Name: "机关"}, {"收到", "number"}, {"已答复", "number"}, {"按时答复率", "number"}, {"平均用时", "number"}, {"办理中", "number"}}}
	for _, r := range rows {
		v.ByAgency.Rows = append(v.ByAgency.Rows, RowView{Name: r.Agency.Name.V, Href: p.to(r.Agency.Address), Cells: []CellView{
			{Text: strconv.Itoa(r.Received), Class: "number"}, {Text: strconv.Itoa(r.Replied), Class: "number"}, {Text: report.Percent(r.InTime, r.Replied), Class: "number"},
			{Text: workingMean(r), Class: "number"}, {Text: strconv.Itoa(r.Open), Class: "number"},
		}})
	}
}

func workingMean(r report.RequestRow) string {
	days, ok := r.Mean()
	if !ok {
		return "—"
	}
	return fmt.Sprintf("%.1f 个工作日", days)
}

// workdays is what the calculator needs of the calendar: by year the days off
// on Monday to Friday, and the Saturdays and Sundays that are worked, as MMDD.
func (p page) workdays() template.HTML {
	type year struct{ Off, On string }
	years := map[string]year{}
	for y := 2008; y <= int(p.Clock.Year)+1; y++ {
		if !p.Site.Days.Known(y) {
			continue
		}
		var off, on []string
		first, _ := calendar.On(y, 1, 1)
		for d := first; int(d.Year) == y; d = d.AddDays(1) {
			day := p.Site.Days.On(d)
			weekend := d.Weekday() == 0 || d.Weekday() == 6
			mmdd := fmt.Sprintf("%02d%02d", d.Month, d.Day)
			if day.Working() && weekend {
				on = append(on, mmdd)
			} else if !day.Working() && !weekend {
				off = append(off, mmdd)
			}
		}
		years[strconv.Itoa(y)] = year{strings.Join(off, ","), strings.Join(on, ",")}
	}
	out, err := json.Marshal(years) // escapes < and >, and sorts the years
	p.fail(err)
	return template.HTML(`<script type="application/json" data-days>` + string(out) + `</script>`)
}
