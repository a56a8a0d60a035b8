package render

import (
	"cmp"
	"html/template"
	"path"
	"strconv"
	"strings"

	"gongkai/generator/calendar"
	"gongkai/generator/fields"
	"gongkai/generator/markdown"
	"gongkai/generator/output"
	"gongkai/generator/site"
)

func (r *renderer) noticePages(ps *pages) {
	ps.addMany(len(r.Notices), func(k *output.Recipe, i int) output.File {
		n := r.Notices[i]
		return ps.promise(n.Address, n.File.Path, "notice", func(p page) any { return p.notice(n) }).Keyed(r.noticeKey(k, n))
	})
}

func (p page) notice(n *site.Notice) *NoticeView {
	v := &NoticeView{
		Fields: p.noticeFields(n), Banner: p.banner(n), Outline: outline(&n.Body), Body: p.body(&n.Doc, n.Links, sizes(n)),
		Interprets: p.notices(n.Interprets), InterpretedBy: p.notices(n.InterpretedBy),
		Repeals: p.notices(n.Repeals), RepealedBy: p.notices(n.RepealedBy), Disclosure: "主动公开",
	}
	if n.Agency != nil {
		v.Agency = p.link(n.Agency.Name.V, n.Agency.Address)
	}
	for _, a := range n.Attachments {
		v.Attachments = append(v.Attachments, AttachmentView{a.Title, p.to(site.EscapePath(a.Address)), fileKind(a.Name), size(a.Size), a.Name})
	}
	if s := n.Notice.Source; s.Given() {
		v.Source = Link{Name: s.V.Name.V, Href: safeURL(s.V.URL.V)}
	}
	if n.Prev != nil {
		v.Prev = p.link(n.Prev.Title.V, n.Prev.Address)
	}
	if n.Next != nil {
		v.Next = p.link(n.Next.Title.V, n.Next.Address)
	}
	if len(n.Series) > 0 {
		v.Series, v.Stages = n.Notice.Series.V, p.stages(n)
	}
	trail := []Link{p.link("公开目录", "catalogue.html")}
	if n.Category != nil {
		v.Category = p.link(n.Category.Name, n.Category.Address)
		trail = append(trail, v.Category)
	}
	v.Frame = p.frame(about{layout: "notice", heading: n.Title.V, description: n.Summary.V, section: "catalogue.html", trail: trail, article: p.articleOf(n), code: true})
	v.Updated = cmp.Or(n.Revised.V.Date, n.Published.V.Date).String()
	v.Number, v.Beside = n.Number.V, p.notices(n.Beside)
	if n.Topic != nil {
		v.Topic = p.link(n.Topic.Name, n.Topic.Address)
	}
	if n.Agency != nil && !signed(v.Body, n.Formed.V.Date) {
		v.Signature = &Signature{n.Agency.Name.V, n.Formed.V.Date.Chinese()}
	}
	v.Body, v.Words = p.words.explain(v.Body)
	return v
}

// sizes are those of the pictures in a notice's text that lie beside it, by the
// index of the link; nil where there is none.
func sizes(n *site.Notice) []markdown.Size {
	var known map[string]markdown.Size // by name, as links have it
	for _, f := range n.Files {
		if f.Pixels.Width > 0 {
			if known == nil {
				known = map[string]markdown.Size{}
			}
			known[site.EscapePath(f.Name)] = f.Pixels
		}
	}
	if known == nil {
		return nil
	}
	list := make([]markdown.Size, len(n.Body.Links))
	for i, l := range n.Body.Links {
		if l.Image && i < len(n.Links) && n.Links[i] != "" {
			list[i] = known[path.Base(n.Links[i])]
		}
	}
	return list
}

// signed reports whether a text has its own date on a line of its own, as one
// that was copied from the paper has below the name of the agency.
func signed(body template.HTML, formed calendar.Date) bool {
	return !formed.IsZero() && strings.Contains(string(body), "<p>"+formed.Chinese()+"</p>")
}

func (p page) articleOf(n *site.Notice) *article {
	a := &article{
		published: n.Published.V.Minutes(), author: n.Author.V, modified: n.Revised.V.Date.String(),
		keywords: texts(n.Keywords), identifier: n.Index.V,
	}
	if a.source = n.Notice.Source.V.Name.V; a.source == "" && n.Agency != nil {
		a.source = n.Agency.Name.V
	}
	if c := n.Category; c != nil {
		a.section = c.Name
		a.column = columnOf(c)
	}
	if len(a.keywords) == 0 {
		a.keywords = []string{cmp.Or(a.section, "政府信息公开")}
	}
	for i, l := range n.Body.Links {
		if l.Image && i < len(n.Links) && n.Links[i] != "" {
			a.image = p.base + n.Links[i]
			break
		}
	}
	return a
}

func columnOf(c *site.Category) column {
	return column{c.Name, cmp.Or(c.Summary, c.Name), cmp.Or(strings.Join(c.Keywords, ","), c.Name), columnType(c)}
}

// columnType is the nearest of the column types that the guideline lists.
func columnType(c *site.Category) string {
	switch c.ID {
	case "regulations-documents":
		return "政策文件"
	case "institutions":
		return "机构职能"
	case "statistics":
		return "数据发布"
	}
	return "信息公开目录"
}

func texts(list []fields.Text) []string {
	out := make([]string, 0, len(list))
	for _, t := range list {
		out = append(out, t.V)
	}
	return out
}

// noticeFields is the statutory metadata table (Regulation, article 12: 索引、
// 名称、内容概述、生成日期等; the further rows are those that county portals
// carry).
func (p page) noticeFields(n *site.Notice) []Field {
	f := fieldList{}
	f.text("index", "索引号", n.Index.V)
	if n.Agency != nil {
		f.link("agency", "发布机构", n.Agency.Name.V, string(p.to(n.Agency.Address)))
	}
	f.text("number", "发文字号", n.Number.V)
	f.date("formed", "成文日期", n.Formed.V)
	f.date("published", "发布日期", n.Published.V)
	f.date("revised", "修订日期", n.Revised.V)
	if n.Category != nil {
		f.link("category", "公开类别", n.Category.Name, string(p.to(n.Category.Address)))
	}
	if n.Topic != nil {
		f.link("topic", "主题分类", n.Topic.Name, string(p.to(n.Topic.Address)))
	}
	if n.Genre != nil {
		f.text("genre", "体裁", n.Genre.Name)
	}
	f.text("stage", "公开阶段", n.Stage.V)
	f.date("effective", "施行日期", n.Effective.V)
	f.date("expires", "失效日期", n.Expires.V)
	f.text("validity", "有效性", n.Validity)
	f.text("keywords", "关键词", strings.Join(texts(n.Keywords), "　"))
	f.text("source", "来源", n.Notice.Source.V.Name.V)
	f.text("disclosure", "公开属性", cmp.Or(n.Disclosure.V, "主动公开"))
	f.text("author", "责任编辑", n.Author.V)
	f.text("summary", "内容概述", n.Summary.V)
	return f.rows
}

// fieldList leaves out what a document does not have.
type fieldList struct{ rows []Field }

func (f *fieldList) text(key, label, value string) {
	if value == "" {
		return
	}
	if f.rows == nil {
		f.rows = make([]Field, 0, 18)
	}
	f.rows = append(f.rows, Field{Key: key, Label: label, Value: value})
}

func (f *fieldList) link(key, label, value, href string) {
	f.text(key, label, value)
	if value != "" {
		f.rows[len(f.rows)-1].Href = template.URL(href)
	}
}

func (f *fieldList) date(key, label string, m calendar.Moment) {
	if m.IsZero() {
		return
	}
	f.text(key, label, m.String())
	f.rows[len(f.rows)-1].Time = m.Date.String()
}

// banner tells what a reader must know before relying on a document: pages
// of repealed and expired documents stay, marked.
func (p page) banner(n *site.Notice) *Banner {
	switch {
	case n.Validity == "废止":
		b := &Banner{Kind: "repealed", Text: "本文件已经废止，仅供查阅。", Links: p.notices(n.RepealedBy)}
		if len(b.Links) > 0 {
			b.Text = "本文件已经废止，仅供查阅。废止依据："
		}
		return b
	case n.Validity == "失效" && !n.Expires.V.IsZero():
		return &Banner{Kind: "expired", Text: "本文件的有效期到" + n.Expires.V.Date.Chinese() + "为止，现已失效，仅供查阅。"}
	case n.Validity == "失效":
		return &Banner{Kind: "expired", Text: "本文件已经失效，仅供查阅。"}
	case n.Validity == "已修改":
		return &Banner{Kind: "amended", Text: "本文件部分内容已经修改，请以修改后的规定为准。"}
	case n.Effective.V.Date.After(p.Clock):
		return &Banner{Kind: "pending", Text: "本文件自" + n.Effective.V.Date.Chinese() + "起施行，目前尚未施行。"}
	}
	return nil
}

func (p page) notices(list []*site.Notice) []Link {
	out := make([]Link, 0, len(list))
	for _, n := range list {
		out = append(out, Link{Name: n.Title.V, Href: p.to(n.Address), Note: n.Published.V.Date.String()})
	}
	return out
}

var stageNames = []string{"事前", "事中", "事后", ""}

// stages groups the documents of a matter by stage, in the order of dates.
func (p page) stages(n *site.Notice) []Stage {
	var out []Stage
	for _, name := range stageNames {
		stage := Stage{Name: cmp.Or(name, "其他")}
		for _, other := range n.Series {
			if other.Stage.V != name {
				continue
			}
			l := Link{Name: other.Title.V, Href: p.to(other.Address), Note: other.Published.V.Date.String(), Current: other == n}
			stage.Items = append(stage.Items, l)
		}
		if len(stage.Items) > 0 {
			out = append(out, stage)
		}
	}
	return out
}

// items makes the entries of a list.
func (p page) items(list []*site.Notice) []Item {
	out := make([]Item, len(list))
	for i, n := range list {
		out[i] = Item{
			Title: n.Title.V, Href: p.to(n.Address), Published: n.Published.V.Date.String(), Formed: n.Formed.V.Date.String(),
			Index: n.Index.V, Number: n.Number.V, Summary: n.Summary.V,
		}
		if n.Agency != nil {
			out[i].Agency = n.Agency.Name.V
		}
		if n.Category != nil {
			out[i].Category = n.Category.Name
		}
		if n.Validity != "有效" {
			out[i].Validity = n.Validity
		}
	}
	return out
}

func counted(l Link, n int) Link { l.Count = n; return l }

func yearName(y int) string { return strconv.Itoa(y) + "年" }
