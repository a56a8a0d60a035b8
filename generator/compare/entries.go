package compare

import (
	"crypto/sha256"
	"strings"

	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/fields"
	"gongkai/generator/site"
)

// entries lists what a site shows, in the order of its pages.
func entries(s *site.Site) []*entry {
	var list []*entry
	for _, n := range s.Notices {
		list = append(list, notice(n))
	}
	for _, r := range s.Regulations {
		list = append(list, regulation(r))
	}
	for _, l := range s.Letters {
		list = append(list, letter(l))
	}
	for _, a := range s.Agencies {
		list = append(list, agency(a))
	}
	for _, g := range s.Guides {
		e := &entry{kind: Guide, id: g.File.Path, file: g.File.Path, title: g.Title.V, address: g.Address, text: textOf(&g.Doc)}
		if e.title == "" && g.Agency != nil {
			e.title = g.Agency.Name.V + "政府信息公开指南"
		}
		e.is(true, "修订日期", "brought up to date", g.Revised.V.String())
		list = append(list, e)
	}
	for _, h := range s.Hotlines {
		list = append(list, hotline(h))
	}
	for _, h := range s.Complaints {
		list = append(list, hotline(h))
	}
	for _, p := range s.Places {
		e := &entry{kind: Place, id: p.Name.V, title: p.Name.V}
		e.is(true, "地址", "address", p.Address.V)
		e.is(true, "开放时间", "hours", p.Hours.V)
		e.is(true, "电话", "telephone", p.Phone.V)
		e.is(false, "设备", "equipment", p.Equipment.V)
		list = append(list, e)
	}
	for _, c := range s.Categories {
		e := &entry{kind: Category, id: c.ID, title: c.Name, address: c.Address}
		e.is(true, "名称", "name", c.Name)
		e.is(false, "说明", "summary", c.Summary)
		list = append(list, e)
	}
	return list
}

// is adds a field.
func (e *entry) is(statutory bool, zh, en, value string) {
	e.fields = append(e.fields, Field{Name: diag.Text{ZH: zh, EN: en}, Is: value, Statutory: statutory})
}

func textOf(d *content.Doc) [sha256.Size]byte { return sha256.Sum256(d.Body.HTML) }

func notice(n *site.Notice) *entry {
	e := &entry{kind: Notice, id: n.Index.V, file: n.File.Path, title: n.Title.V, address: n.Address, text: textOf(&n.Doc), files: map[string]int64{}}
	if e.id == "" {
		e.id = n.File.Path
	}
	// 索引、名称、内容概述、生成日期 are the catalogue's own items (article 12);
	// the others identify the document or say whether it binds.
	e.is(true, "标题", "title", n.Title.V)
	e.is(true, "索引号", "index number", n.Index.V)
	e.is(true, "发文字号", "document number", n.Number.V)
	e.is(true, "发布机构", "agency", nameOf(n.Agency))
	e.is(true, "成文日期", "formed", n.Formed.V.String())
	e.is(true, "发布日期", "published", n.Published.V.String())
	e.is(false, "修订日期", "revised", n.Revised.V.String())
	if n.Category != nil {
		e.is(true, "公开类别", "category", n.Category.Name)
	} else {
		e.is(true, "公开类别", "category", "")
	}
	e.is(true, "内容概述", "summary", n.Summary.V)
	e.is(true, "有效性", "validity", n.Validity)
	e.is(true, "施行日期", "in force from", n.Effective.V.String())
	e.is(true, "失效日期", "expires", n.Expires.V.String())
	e.is(true, "废止", "repeals", titles(n.Repeals))
	e.is(true, "废止依据", "repealed by", titles(n.RepealedBy))
	e.is(false, "关键词", "key words", joined(n.Keywords))
	for _, a := range n.Attachments {
		if _, twice := e.files[a.Name]; !twice {
			e.names = append(e.names, a.Name)
		}
		e.files[a.Name] = a.Size
	}
	return e
}

func regulation(r *site.Regulation) *entry {
	e := &entry{kind: Regulation, id: r.File.Path, file: r.File.Path, title: r.Title.V, address: r.Address, text: textOf(&r.Doc)}
	e.is(true, "标题", "title", r.Title.V)
	e.is(true, "发文字号", "document number", r.Number.V)
	e.is(true, "发布机构", "agency", nameOf(r.Agency))
	e.is(true, "发布日期", "published", r.Published.V.String())
	e.is(true, "有效性", "validity", r.Validity)
	e.is(false, "内容概述", "summary", r.Summary.V)
	return e
}

func letter(l *site.Letter) *entry {
	e := &entry{kind: Letter, id: l.Number.V, file: l.File.Path, title: l.Title.V, address: l.Address, text: textOf(&l.Doc)}
	e.is(false, "标题", "subject", l.Title.V)
	e.is(true, "状态", "status", l.Status.V)
	e.is(true, "受理单位", "handled by", nameOf(l.Agency))
	e.is(true, "答复日期", "answered", l.Replied.V.String())
	return e
}

func agency(a *site.Agency) *entry {
	e := &entry{kind: Agency, id: a.ID, file: a.File.Path, title: a.Name.V, address: a.Address, text: textOf(&a.Doc)}
	o := a.Office.V
	e.is(true, "名称", "name", a.Name.V)
	e.is(true, "公开工作机构", "disclosure office", o.Name.V)
	e.is(true, "办公地址", "address", o.Address.V)
	e.is(true, "办公时间", "hours", o.Hours.V)
	e.is(true, "电话", "telephone", o.Phone.V)
	e.is(true, "传真", "fax", o.Fax.V)
	e.is(true, "互联网联系方式", "internet contact", o.Email.V)
	var leaders []string
	for _, l := range a.Leaders {
		leaders = append(leaders, l.V.Name.V+"（"+l.V.Post.V+"）")
	}
	e.is(true, "领导", "leaders", strings.Join(leaders, "、"))
	return e
}

func hotline(h *site.Hotline) *entry {
	e := &entry{kind: Hotline, id: h.Name.V, title: h.Name.V}
	e.is(true, "号码", "number", h.Number.V)
	e.is(true, "时间", "hours", h.Hours.V)
	e.is(false, "受理范围", "scope", h.Scope.V)
	return e
}

func nameOf(a *site.Agency) string {
	if a == nil {
		return ""
	}
	return a.Name.V
}

func titles(list []*site.Notice) string {
	var names []string
	for _, n := range list {
		names = append(names, n.Title.V)
	}
	return strings.Join(names, "、")
}

func joined(list []fields.Text) string {
	var words []string
	for _, t := range list {
		words = append(words, t.V)
	}
	return strings.Join(words, "、")
}
