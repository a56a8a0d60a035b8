package build

import (
	"bytes"
	"cmp"
	"slices"
	"sync"

	"gongkai/generator/content"
	"gongkai/generator/fields"
	"gongkai/generator/markdown"
	"gongkai/generator/output"
	"gongkai/generator/search"
	"gongkai/generator/site"
)

// Kinds of documents that readers of the search may choose from.
const (
	kindNotice     = "notice"
	kindLetter     = "letter"
	kindGuide      = "guide"
	kindRegulation = "regulation"
	kindAgency     = "agency"
	kindFiscal     = "fiscal"
	kindReport     = "report"
	kindPage       = "page"
)

// index makes the files of the full-text search.
func index(s *site.Site, pages []output.File, opts Options) (search.Written, error) {
	so := search.Options{Spool: opts.Spool}
	if opts.Published != nil {
		so.Published, so.Note = opts.Published, opts.Published.Note(indexNote)
	}
	return search.Write(documents(s, pages), labels(s), so)
}

// indexNote is the name of what the index notes for the next build.
const indexNote = "search"

// documents are what readers may find: everything that holds text, in order of
// date, and in the order of the site where dates are equal.
func documents(s *site.Site, pages []output.File) []search.Document {
	docs := make([]search.Document, 0, len(sectionPages)+len(s.Agencies)+len(s.Guides)+len(s.Regulations)+len(s.Letters)+len(s.Fiscals)+len(s.Annuals)+len(s.Notices))
	for _, f := range pages {
		if p, ok := sectionPages[f.Path]; ok {
			docs = append(docs, sectionDocument(f, p))
		}
	}
	for _, a := range s.Agencies {
		docs = append(docs, agencyDocument(a))
	}
	for _, g := range s.Guides {
		docs = append(docs, guideDocument(g))
	}
	for _, r := range slices.Backward(s.Regulations) {
		docs = append(docs, regulationDocument(r))
	}
	for _, l := range slices.Backward(s.Letters) {
		docs = append(docs, letterDocument(l))
	}
	for _, r := range slices.Backward(s.Annuals) {
		docs = append(docs, annualDocument(r))
	}
	for _, f := range slices.Backward(s.Fiscals) {
		docs = append(docs, fiscalDocument(f))
	}
	others := len(docs)
	docs = docs[:others+len(s.Notices)]
	output.Each(len(docs), func(k *output.Recipe, i int) {
		if i >= others {
			docs[i] = noticeDocument(s.Notices[i-others])
		}
		docs[i].Sum = sumOf(k, &docs[i])
	})
	slices.SortStableFunc(docs, func(a, b search.Document) int { return cmp.Compare(a.Date, b.Date) })
	return docs
}

// sumOf makes the hash of a document's file, where there is one, the hash of the
// whole document.
func sumOf(k *output.Recipe, d *search.Document) [32]byte {
	if d.Sum == [32]byte{} {
		return d.Sum
	}
	k.Hash(d.Sum)
	k.Text(d.Address, d.Title, d.Number, d.Index, d.Summary, d.Kind, d.Agency, d.Category, d.Topic, d.Genre, d.Validity, d.Date)
	k.Text(d.Keywords...)
	return k.Key()
}

// sectionPage is a page of the portal's own. Its text is worth finding where it
// is not a list of documents that are found themselves.
type sectionPage struct {
	title, summary string
	ownText        bool
}

var sectionPages = map[string]sectionPage{
	"catalogue.html":     {title: "政府信息公开目录", summary: "按类别、机构、主题和年份查找已经公开的信息。"},
	"guide.html":         {title: "政府信息公开指南", summary: "各单位公开哪些信息、怎样查阅、怎样申请公开。"},
	"regulations.html":   {title: "政府信息公开制度", summary: "公开工作的各项制度和流程图。"},
	"agencies.html":      {title: "公开机构", summary: "各单位的职责、负责人和联系方式。"},
	"request.html":       {title: "依申请公开", summary: "怎样申请公开政府信息、填什么表、多久答复、收不收费、不服怎么办，各机关的受理机构。", ownText: true},
	"reports.html":       {title: "政府信息公开工作年度报告", summary: "各机关历年的年度报告。"},
	"statistics.html":    {title: "公开统计", summary: "网站公开了多少信息、各单位公开得及不及时、每月的公开、申请和来信。"},
	"funds.html":         {title: "专项资金", summary: "本县有哪些专项资金、谁可以申请、标准多少、分到了哪里。", ownText: true},
	"funds/query.html":   {title: "查专项资金发放名单", summary: "按资金、年度、乡镇、村、姓和金额查发放名单。"},
	"fiscal.html":        {title: "财政公开", summary: "预算、决算、“三公”经费、政府债务和转移支付。"},
	"mailbox.html":       {title: "县长信箱", summary: "给县长写信，查看来信和答复。"},
	"hotline.html":       {title: "热线电话和查阅点", summary: "可以拨打的电话，可以当面查阅的地点。", ownText: true},
	"accessibility.html": {title: "无障碍说明", summary: "网站的无障碍和适老化设计、已知的不足和反馈办法。", ownText: true},
}

func sectionDocument(f output.File, p sectionPage) search.Document {
	text := func(dst []byte) ([]byte, error) { return append(dst, p.summary...), nil }
	if p.ownText {
		text = pageText(f)
	}
	return search.Document{Address: f.Path, Title: p.title, Summary: p.summary, Kind: kindPage, Text: text}
}

func noticeDocument(n *site.Notice) search.Document {
	d := search.Document{
		Address: n.Address, Title: n.Title.V, Number: n.Number.V, Index: n.Index.V, Summary: n.Summary.V, Keywords: values(n.Keywords),
		Kind: kindNotice, Agency: agencyID(n.Agency), Validity: n.Validity, Date: n.Published.V.Date.String(), Text: bodyText(&n.Doc, nil), Sum: n.Hash,
	}
	if n.Category != nil {
		d.Category = n.Category.ID
	}
	if n.Topic != nil {
		d.Topic = n.Topic.ID
	}
	if n.Genre != nil {
		d.Genre = n.Genre.ID
	}
	for _, a := range n.Attachments {
		d.Keywords = append(d.Keywords, a.Title)
	}
	return d
}

func letterDocument(l *site.Letter) search.Document {
	return search.Document{
		Address: l.Address, Title: l.Title.V, Number: l.Number.V, Keywords: []string{l.Kind.V}, Kind: kindLetter, Agency: agencyID(l.Agency),
		Date: l.Received.V.Date.String(), Text: bodyText(&l.Doc, nil), Sum: l.Hash,
	}
}

func guideDocument(g *site.Guide) search.Document {
	title := g.Title.V
	if title == "" {
		title = g.Agency.Name.V + "政府信息公开指南"
	}
	return search.Document{
		Address: g.Address, Title: title, Kind: kindGuide, Agency: agencyID(g.Agency), Date: g.Revised.V.Date.String(), Text: bodyText(&g.Doc, nil),
	}
}

func regulationDocument(r *site.Regulation) search.Document {
	var flow []string
	for _, s := range r.Flow.V.Steps {
		flow = append(flow, s.V.Name.V, s.V.Text.V)
	}
	return search.Document{
		Address: r.Address, Title: r.Title.V, Number: r.Number.V, Summary: r.Summary.V, Kind: kindRegulation, Agency: agencyID(r.Agency),
		Validity: r.Validity, Date: r.Published.V.Date.String(), Text: bodyText(&r.Doc, flow),
	}
}

// fiscalDocument is found by its explanation and by the names of its tables
// and items.
func fiscalDocument(f *site.Fiscal) search.Document {
	var more []string
	for _, t := range f.Tables {
		more = append(more, t.Schema.Title)
		if name := t.Schema.Column("name"); name >= 0 {
			for _, row := range t.Rows {
				more = append(more, row[name].Text)
			}
		}
	}
	return search.Document{
		Address: f.Address, Title: f.Heading(), Summary: f.Summary.V, Keywords: []string{f.Kind.V, "财政公开"}, Kind: kindFiscal, Agency: agencyID(f.Agency),
		Date: f.Published.V.Date.String(), Text: bodyText(&f.Doc, more),
	}
}

func annualDocument(r *site.Annual) search.Document {
	return search.Document{
		Address: r.Address, Title: r.Heading(), Keywords: []string{"年度报告", "年报"}, Kind: kindReport, Agency: agencyID(r.Agency),
		Date: r.Published.V.Date.String(), Text: bodyText(&r.Doc, nil),
	}
}

func agencyDocument(a *site.Agency) search.Document {
	var more []string
	for _, l := range a.Leaders {
		more = append(more, l.V.Name.V+" "+l.V.Post.V+" "+l.V.Duties.V)
	}
	o := a.Office.V
	more = append(more, o.Name.V, o.Head.V, o.Address.V, o.Hours.V, o.Phone.V, o.Fax.V, o.Email.V, a.Website.V)
	var short []string
	if a.Short.V != "" {
		short = append(short, a.Short.V)
	}
	return search.Document{Address: a.Address, Title: a.Name.V, Keywords: short, Kind: kindAgency, Agency: a.ID, Text: bodyText(&a.Doc, more)}
}

func agencyID(a *site.Agency) string {
	if a == nil {
		return ""
	}
	return a.ID
}

func values(list []fields.Text) []string {
	out := make([]string, len(list))
	for i, t := range list {
		out[i] = t.V
	}
	return out
}

// desks lend room for reading texts back from the spool.
var desks = sync.Pool{New: func() any { return new([]byte) }}

// bodyText is the text of a document's body and what else its page says.
func bodyText(d *content.Doc, more []string) func([]byte) ([]byte, error) {
	return func(dst []byte) ([]byte, error) {
		buf := desks.Get().(*[]byte)
		defer desks.Put(buf)
		body, err := d.Whole(buf)
		if err != nil {
			return dst, err
		}
		dst = body.AppendText(dst)
		for _, m := range more {
			if m != "" {
				dst = append(append(dst, '\n'), m...)
			}
		}
		return dst, nil
	}
}

// pageText is what stands in the main part of a page that is made from many
// files or from its layout alone.
func pageText(f output.File) func([]byte) ([]byte, error) {
	return func(dst []byte) ([]byte, error) {
		var b bytes.Buffer
		if err := f.Render(&b); err != nil {
			return dst, err
		}
		_, text, _ := bytes.Cut(b.Bytes(), []byte("<main"))
		_, text, _ = bytes.Cut(text, []byte(">"))
		text, _, _ = bytes.Cut(text, []byte("</main>"))
		return markdown.Body{HTML: text}.AppendText(dst), nil
	}
}

// labels are the names of what readers may filter by.
func labels(s *site.Site) search.Labels {
	l := search.Labels{
		Kind: map[string]string{
			kindNotice: "公开信息", kindLetter: "县长信箱来信", kindGuide: "公开指南", kindRegulation: "公开制度", kindAgency: "机构", kindFiscal: "预决算", kindReport: "年度报告", kindPage: "其他页面",
		},
		Agency: map[string]string{}, Category: map[string]string{}, Topic: map[string]string{}, Genre: map[string]string{},
	}
	for _, a := range s.Agencies {
		l.Agency[a.ID] = a.Name.V
	}
	for _, c := range s.Categories {
		l.Category[c.ID] = c.Name
	}
	for _, t := range s.Topics {
		l.Topic[t.ID] = t.Name
	}
	for _, g := range s.Genres {
		l.Genre[g.ID] = g.Name
	}
	return l
}
