package render

import (
	"fmt"
	"html/template"
	"slices"
	"strconv"

	"gongkai/generator/report"
	"gongkai/generator/site"
)

const requestAbout = "怎样申请公开政府信息：向谁申请、填什么表、多久答复、收不收费、不服怎么办，以及各机关的受理机构。"

func (r *renderer) requestPages(ps *pages) {
	ps.add("request.html", "render: request", "request", func(p page) any { return p.request() })
	ps.add("request/points.html", "render: request", "request-points", func(p page) any { return p.requestPoints() })
	if reg := r.requestRegulation(); reg != nil {
		ps.add("request/flow.html", "render: request", "request-flow", func(p page) any { return p.requestFlow(reg) })
	}
	for _, f := range papers {
		ps.add("request/"+f.id+".html", "render: request", "request-form", func(p page) any { return p.paper(f) })
	}
}

func (p page) request() *RequestView {
	v := &RequestView{Frame: p.frame(about{layout: "request", sheet: "figures.css", heading: "依申请公开", description: p.Portal.County.V + requestAbout, section: "request.html",
		column: &column{"依申请公开", requestAbout, "依申请公开,申请表,答复期限", "依申请公开"}}),
		Script: p.to(p.assets["request.js"]), AsOf: p.Clock.String(), Catalogue: p.link("公开目录", "catalogue.html"), Search: p.link("检索", "search.html")}
	for _, f := range papers {
		item := Item{Title: f.title, Href: p.to("request/" + f.id + ".html"), Summary: f.about}
		if f.who == forApplicants {
			v.Applications = append(v.Applications, item)
		} else {
			v.Letters = append(v.Letters, item)
		}
	}
	v.PointsPage = p.link("受理机构一览", "request/points.html")
	if points := p.points(); len(points) > 0 {
		v.First = points[0]
	}
	if r := p.requestRegulation(); r != nil {
		v.Regulation, v.FlowPage = p.link(r.Title.V, r.Address), p.link("办理流程图", "request/flow.html")
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
		{"收到申请", strconv.Itoa(all.Received) + " 件"}, {"已经答复", strconv.Itoa(all.Replied) + " 件"}, {"按时答复率", all.InTimeRate()}, {"平均用时", workingMean(all)}, {"正在办理", strconv.Itoa(all.Open) + " 件"},
	}
	v.ByAgency = TableView{ID: "requests-table", Title: v.Year + "年各机关办理情况", Head: []HeadCell{{Name: "机关"}, {"收到", "number"}, {"已答复", "number"}, {"按时答复率", "number"}, {"平均用时", "number"}, {"办理中", "number"}}}
	for _, r := range rows {
		v.ByAgency.Rows = append(v.ByAgency.Rows, RowView{Name: r.Agency.Name.V, Href: p.to(r.Agency.Address), Cells: []CellView{
			{Text: strconv.Itoa(r.Received), Class: "number"}, {Text: strconv.Itoa(r.Replied), Class: "number"}, {Text: r.InTimeRate(), Class: "number"},
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

// requestRegulation is the county's regulation of requests with its chart; nil
// where there is none.
func (r *renderer) requestRegulation() *site.Regulation {
	for _, reg := range r.Regulations {
		if reg.System != nil && reg.System.ID == "request" && len(reg.Flow.V.Steps) > 0 {
			return reg
		}
	}
	return nil
}

func (p page) points() []Point {
	var list []Point
	for _, a := range p.Site.Agencies {
		o := a.Office.V
		list = append(list, Point{Agency: p.agencyHome(a), Office: o.Name.V, Address: o.Address.V, Hours: o.Hours.V, Phone: o.Phone.V, Tel: tel(o.Phone.V), Email: o.Email.V, Mail: template.URL(mail(o.Email.V)), Fax: o.Fax.V})
	}
	return list
}

func (p page) requestPoints() *RequestPointsView {
	back := p.link("依申请公开", "request.html")
	text := "各机关受理政府信息公开申请的机构、地址、电话和办公时间。"
	return &RequestPointsView{Points: p.points(), Back: back, Frame: p.frame(about{layout: "request-points", sheet: "figures.css", heading: "政府信息公开申请受理机构", description: p.Portal.County.V + text, section: "request.html",
		trail: []Link{back}, column: &column{"受理机构", text, "依申请公开,受理机构", "依申请公开"}})}
}

func (p page) requestFlow(r *site.Regulation) *RequestFlowView {
	back := p.link("依申请公开", "request.html")
	text := "政府信息公开申请从收到到答复的步骤和期限。"
	v := &RequestFlowView{Chart: *p.chart(r), Regulation: p.link(r.Title.V, r.Address), Back: back}
	v.Frame = p.frame(about{layout: "request-flow", sheet: "chart.css", heading: "政府信息公开申请办理流程", description: text, section: "request.html",
		trail: []Link{back}, column: &column{"办理流程", text, "依申请公开,流程图", "依申请公开"}})
	return v
}
