package render

import (
	"cmp"
	"fmt"
	"html/template"
	"net/url"
	"strconv"
	"strings"

	"gongkai/generator/report"
	"gongkai/generator/site"
)

func (r *renderer) mailboxPages(ps *pages) {
	figures := report.Mailbox(r.Site)
	for _, lp := range r.letterPages() {
		ps.add(lp.address, "render: mailbox", "mailbox", func(p page) any { return p.mailbox(lp, figures) })
	}
	ps.add("mailbox/thanks.html", "render: thanks", "thanks", func(p page) any { return p.thanks() })
	for i, l := range r.Letters {
		ps.add(l.Address, l.File.Path, "letter", func(p page) any { return p.letter(i, l) })
	}
}

// letterPage is one page of the list of letters: like the catalogue's lists,
// with archive pages numbered from the oldest.
type letterPage struct {
	address      string
	number       int
	letters      []*site.Letter
	older, newer string
}

func (r *renderer) letterPages() []letterPage {
	size := r.Portal.PageSize()
	n := len(r.Letters) // newest first
	archives := max(0, n/size-1)
	list := []letterPage{{address: "mailbox.html", letters: r.Letters[:n-archives*size]}}
	for k := archives; k > 0; k-- {
		end := n - (k-1)*size
		list = append(list, letterPage{address: "mailbox/archive/" + strconv.Itoa(k) + ".html", number: k, letters: r.Letters[end-size : end]})
	}
	for i := range list {
		if i > 0 {
			list[i].newer = list[i-1].address
		}
		if i+1 < len(list) {
			list[i].older = list[i+1].address
		}
	}
	return list
}

const mailboxAbout = "写信的办法、受理和答复的期限、公开的范围、办理情况统计和经来信人同意公开的来信与答复。"

func (p page) mailbox(lp letterPage, figures report.MailboxFigures) *MailboxView {
	m := p.Portal.Mailbox.V
	v := &MailboxView{
		Number: lp.number, Form: p.form(), AcceptDays: m.AcceptDays.V, ReplyDays: m.ReplyDays.V, Notice: m.Notice.V,
		Phone: cmp.Or(m.Phone.V, p.Portal.Phone.V), Address: cmp.Or(m.Address.V, p.Portal.Address.V), Postcode: cmp.Or(m.Postcode.V, p.Portal.Postcode.V), Email: m.Email.V,
		AsOf: p.Clock.String(), Letters: p.letterItems(lp.letters),
	}
	v.Tel = tel(v.Phone)
	p.figures(v, figures)
	a := about{layout: "mailbox", heading: "县长信箱", description: p.Portal.County.V + "县长信箱：" + mailboxAbout, section: "mailbox.html",
		column: &column{"县长信箱", mailboxAbout, "县长信箱,来信,答复", "咨询投诉"}}
	if lp.newer != "" {
		v.Newer, v.First = p.link("更新的", lp.newer), p.link("县长信箱", "mailbox.html")
	}
	if lp.older != "" {
		v.Older = p.link("更早的", lp.older)
	}
	if lp.number > 0 {
		a.trail = []Link{v.First}
		a.heading = fmt.Sprintf("公开的来信（存档第 %d 页）", lp.number)
		a.description = a.heading
	}
	v.Frame = p.frame(a)
	return v
}

func (p page) form() Form {
	m := p.Portal.Mailbox.V
	f := Form{Backend: cmp.Or(m.Backend.V, "none"), Kinds: []string{"咨询", "投诉", "建议", "求助"}, Thanks: p.to("mailbox/thanks.html")}
	if p.Offline {
		f.Backend = "offline"
		f.Action = safeURL(p.base + "mailbox.html")
	}
	switch f.Backend {
	case "netlify":
		// Netlify takes the path from the site's root, below which it serves.
		f.Action = p.to("mailbox/thanks.html")
	case "post":
		f.Action = safeURL(m.Action.V)
	case "mailto":
		f.Action = template.URL("mailto:" + url.PathEscape(m.Email.V))
	}
	for _, a := range p.Agencies {
		f.Agencies = append(f.Agencies, Link{Name: a.Name.V})
	}
	return f
}

func (p page) figures(v *MailboxView, f report.MailboxFigures) {
	v.Figures = []Figure{
		{"公开来信", strconv.Itoa(f.All.Count) + " 件"},
		{"已办结", strconv.Itoa(f.All.Done) + " 件"},
		{"办理中", strconv.Itoa(f.Open) + " 件"},
		{"平均答复用时", mean(f.All)},
		{"满意率", report.Percent(f.Content, f.Rated)},
	}
	v.ByKind = p.shares(f.ByKind, f.All.Count)
	v.ByAgency = p.shares(f.ByAgency, f.All.Count)
	v.Satisfied = p.shares(f.ByOpinion, f.Rated)
}

func mean(r report.Row) string {
	days, ok := r.Mean()
	if !ok {
		return "—"
	}
	return fmt.Sprintf("%.1f 天", days)
}

func (p page) shares(rows []report.Row, all int) []Share {
	var out []Share
	for _, r := range rows {
		s := Share{Name: r.Name, Count: r.Count, Done: r.Done, Percent: report.Percent(r.Count, all), Days: mean(r)}
		if r.Agency != nil {
			s.Href = p.to(r.Agency.Address)
		}
		out = append(out, s)
	}
	return out
}

func (p page) letterItems(list []*site.Letter) []LetterItem {
	var out []LetterItem
	for _, l := range list {
		item := LetterItem{Title: l.Title.V, Href: p.to(l.Address), Number: l.Number.V, Kind: l.Kind.V, Status: l.Status.V, Received: l.Received.V.Date.String()}
		if l.Agency != nil {
			item.Agency = l.Agency.Name.V
		}
		out = append(out, item)
	}
	return out
}

func (p page) letter(i int, l *site.Letter) *LetterView {
	v := &LetterView{Status: l.Status.V, Mailbox: p.link("县长信箱", "mailbox.html"), Replied: l.Replied.V.String()}
	v.Letter, v.Reply = p.letterAndReply(l)
	if l.RepliedBy != nil {
		v.Replier = p.agencyHome(l.RepliedBy)
	}
	f := fieldList{}
	f.text("number", "编号", l.Number.V)
	f.text("from", "来信人", l.Sender)
	f.date("received", "来信日期", l.Received.V)
	f.text("kind", "类别", l.Kind.V)
	if l.Agency != nil {
		f.link("agency", "受理单位", l.Agency.Name.V, string(p.to(l.Agency.Address)))
	}
	f.text("status", "办理状态", l.Status.V)
	f.date("replied", "答复日期", l.Replied.V)
	if l.Days >= 0 {
		v.Days = fmt.Sprintf("%d 天（自然日）", l.Days)
		f.text("days", "办理用时", v.Days)
	}
	f.text("satisfaction", "来信人评价", l.Satisfaction.V)
	v.Fields = f.rows
	if i > 0 {
		newer := p.Letters[i-1]
		v.Next = p.link(newer.Title.V, newer.Address)
	}
	if i+1 < len(p.Letters) {
		older := p.Letters[i+1]
		v.Prev = p.link(older.Title.V, older.Address)
	}
	art := &article{published: cmp.Or(l.Replied.V, l.Received.V).Minutes(), source: p.Portal.Owner.V, keywords: []string{"县长信箱", l.Kind.V}, identifier: l.Number.V, section: "县长信箱",
		column: column{"县长信箱", mailboxAbout, "县长信箱,来信,答复", "咨询投诉"}}
	v.Frame = p.frame(about{layout: "letter", heading: l.Title.V, description: l.Kind.V + "来信（" + l.Number.V + "）：" + p.gist(l), section: "mailbox.html", code: true,
		trail: []Link{v.Mailbox}, article: art})
	return v
}

// gist is the beginning of a letter, for the page's description.
func (p page) gist(l *site.Letter) string {
	body, err := l.Whole(nil)
	p.fail(err)
	return clip(body.Text(), 120)
}

// letterAndReply cuts the text at the heading of the reply.
func (p page) letterAndReply(l *site.Letter) (letter, reply template.HTML) {
	html := string(p.body(&l.Doc, l.Links, nil))
	for _, h := range l.Body.Headings {
		if h.Text != "答复" {
			continue
		}
		at := strings.Index(html, `id="`+h.ID+`"`)
		if at < 0 {
			break
		}
		start := strings.LastIndexByte(html[:at], '<')
		end := at + strings.Index(html[at:], "</h")
		end += strings.IndexByte(html[end:], '>') + 1
		return template.HTML(html[:start]), template.HTML(html[end:])
	}
	return template.HTML(html), ""
}

func (p page) thanks() *ThanksView {
	m := p.Portal.Mailbox.V
	v := &ThanksView{AcceptDays: m.AcceptDays.V, ReplyDays: m.ReplyDays.V, Mailbox: p.link("县长信箱", "mailbox.html"), Home: p.link("首页", "index.html"), Phone: cmp.Or(m.Phone.V, p.Portal.Phone.V)}
	v.Tel = tel(v.Phone)
	v.Frame = p.frame(about{layout: "thanks", heading: "来信已经提交", description: "来信提交以后的办理步骤。", section: "mailbox.html", trail: []Link{v.Mailbox}, noIndex: true,
		column: &column{"县长信箱", mailboxAbout, "县长信箱", "咨询投诉"}})
	return v
}
