package site

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/fields"
	"gongkai/generator/privacy"
)

func (a *assembler) notices(list []*content.Notice) {
	a.noticeOf = make(map[string]*Notice, 3*len(list))
	a.held = map[string]*Notice{}
	all := make([]*Notice, 0, len(list))
	for _, c := range list {
		n := &Notice{Notice: c, Address: "notices/" + c.Year + "/" + c.Slug + ".html", State: a.state(c)}
		if !c.Broken {
			n.Agency = a.agencyOf.find(c.Agency, &a.found)
			n.Category = a.categoryOf.find(c.Category, &a.found)
			n.Topic = a.topicOf.find(c.Topic, &a.found)
			n.Genre = a.genreOf.find(c.Genre, &a.found)
		}
		all = append(all, n)
		a.noticeOf[c.Stem()] = n
	}
	a.name(all)
	for _, n := range all {
		if n.State != Published {
			a.Held = append(a.Held, n)
			a.held[n.Address] = n
			continue
		}
		a.Notices = append(a.Notices, n)
		a.attachments(n)
		a.text(&n.Doc, n.Address, &n.Links)
	}
	slices.SortFunc(a.Notices, byPublication)
}

// byPublication orders notices by the moment of publication; no two are equal.
func byPublication(x, y *Notice) int {
	if c := x.Published.V.Compare(y.Published.V); c != 0 {
		return c
	}
	if c := cmp.Compare(x.Index.V, y.Index.V); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(x.Address, y.Address), cmp.Compare(x.File.Path, y.File.Path))
}

func (a *assembler) state(c *content.Notice) State {
	switch {
	case c.Broken:
		return Unreadable
	case c.Draft.V && !a.opts.Drafts:
		return Draft
	case c.Disclosure.V != "" && c.Disclosure.V != "主动公开":
		return Withheld
	case c.Published.V.Date.After(a.opts.Clock) && !a.opts.Future:
		return Future
	}
	return Published
}

// name makes the ways in which other documents refer to a notice. A number
// or index that two documents have leads to the first; rules report it.
func (a *assembler) name(all []*Notice) {
	for _, n := range all {
		for _, key := range []string{n.Index.V, n.Number.V, strings.TrimPrefix(n.Stem(), "notices/")} {
			if _, taken := a.noticeOf[key]; key != "" && !taken {
				a.noticeOf[key] = n
			}
		}
	}
}

// attachments pairs the files that lie beside a notice with those that it
// lists, and reports what is on one side only.
func (a *assembler) attachments(n *Notice) {
	if len(n.Files) == 0 && len(n.Notice.Attachments) == 0 {
		return
	}
	used := map[string]bool{}
	sizes := make(map[string]int64, len(n.Files)) // by name: a folder may hold thousands
	listed := make(map[string]bool, len(n.Notice.Attachments))
	for _, at := range n.Notice.Attachments {
		listed[at.V.File.V] = true
	}
	var words []string // files that may have been meant
	for _, f := range n.Files {
		sizes[f.Name] = f.Size
		if !listed[f.Name] {
			words = append(words, f.Name)
		}
	}
	missed := 0
	for _, at := range n.Notice.Attachments {
		name := at.V.File.V
		size, ok := sizes[name]
		if !ok {
			// Whoever misses dozens has another trouble than a slip, and looking for
			// the nearest name takes a while.
			if missed++; missed > 20 {
				words = nil
			}
			if name != "" {
				a.missingFile(n, at.V.File, words)
			}
			continue
		}
		used[name] = true
		title := at.V.Title.V
		if title == "" {
			title = stem(name)
		}
		n.Attachments = append(n.Attachments, Attachment{Title: title, Name: name, Address: n.beside(name), Size: size})
	}
	for _, l := range n.Body.Links {
		if name, ok := localFile(l.Dest); ok {
			used[name] = true
		}
	}
	for _, f := range n.Files {
		if !used[f.Name] {
			a.found.Add("unlisted-file", n.Head, diag.Say("文件夹里的“%s”没有列入附件，正文也没有用到，不会发布", "the file %q beside this notice is neither listed nor used, and will not be published", f.Name),
				diag.Say("要发布的，写进“附件”；不要的，从文件夹里删除", "list it under attachments, or remove it"))
			continue
		}
		n.Copies = append(n.Copies, Copy{From: n.Dir + "/" + f.Name, To: n.beside(f.Name), Stamp: f.Stamp, Settled: f.Settled})
	}
}

func (a *assembler) missingFile(n *Notice, name fields.Text, words []string) {
	help := diag.Say("把文件放到 %s 文件夹里，和 index.md 在一起", "put the file into %s beside index.md", n.Dir)
	if near := meantFile(name.V, words); near != "" {
		help = diag.Say("是不是“%s”？", "did you mean %q?", near)
	} else if path.Base(n.File.Path) != "index.md" {
		help = diag.Say("建文件夹 %[1]s/%[2]s，把 %[2]s.md 移进去改名为 index.md，附件放在一起", "make the folder %[1]s/%[2]s, move %[2]s.md into it as index.md, and put the file beside it", n.Dir, n.Slug)
	}
	a.found.Add("broken-link", name.At, diag.Say("没有附件“%s”这个文件", "there is no file %q", name.V), help)
}

// meantFile is which of the files beside a notice a name is meant for: one that
// differs by capitals, or by an ending that Windows does not show, before one with
// a slip in it.
func meantFile(name string, words []string) string {
	for _, w := range words {
		if strings.EqualFold(w, name) {
			return w
		}
	}
	for _, w := range words {
		if strings.EqualFold(stem(w), name) || strings.EqualFold(stem(w), stem(name)) {
			return w
		}
	}
	return fields.Nearest(name, words)
}

func stem(name string) string { return strings.TrimSuffix(name, path.Ext(name)) }

// beside is the address of a file that lies beside the notice.
func (n *Notice) beside(name string) string {
	return strings.TrimSuffix(n.Address, ".html") + "/" + name
}

// references resolves what documents say of one another and computes what
// follows: the way back, validity, series.
func (a *assembler) references() {
	series := map[string][]*Notice{}
	for _, n := range a.Notices {
		n.Repeals = a.refs(n, n.Notice.Repeals)
		n.RepealedBy = a.refs(n, n.Notice.RepealedBy)
		n.Interprets = a.refs(n, n.Notice.Interprets)
		for _, doc := range n.Interprets {
			doc.InterpretedBy = append(doc.InterpretedBy, n)
		}
		if s := n.Notice.Series.V; s != "" {
			series[s] = append(series[s], n)
		}
	}
	for _, n := range a.Notices {
		if s := series[n.Notice.Series.V]; len(s) > 1 {
			n.Series = s
		}
		n.Validity = a.validity(n)
	}
}

// refs resolves references to notices. One that is held back is no error
// here: a rule judges links to what the public cannot see.
func (a *assembler) refs(n *Notice, list []fields.Text) []*Notice {
	var out []*Notice
	for _, ref := range list {
		doc, ok := a.noticeOf[ref.V]
		if !ok {
			a.found.Add("unknown-reference", ref.At, diag.Say("没有“%s”这个文件", "there is no document %q", ref.V),
				diag.Say("写对方的发文字号、索引号，或“年/文件名”，例如 2025/tree-planting", "write its document number, its index number, or YEAR/NAME such as 2025/tree-planting"))
			continue
		}
		if doc.State == Published && doc != n {
			out = append(out, doc)
		}
	}
	return out
}

// validity follows from repeal and dates, unless the county states it. It
// applies to documents that are in force: those with such dates, and those
// of the category of normative documents.
func (a *assembler) validity(n *Notice) string {
	switch {
	case n.Notice.Validity.V != "":
		return n.Notice.Validity.V
	case len(n.RepealedBy) > 0:
		return "废止"
	case !n.Expires.V.IsZero() && n.Expires.V.Date.Before(a.Clock):
		return "失效"
	case !n.Expires.V.IsZero(), !n.Effective.V.IsZero(), len(n.Repeals) > 0:
		return "有效"
	case n.Category != nil && n.Category.ID == "regulations-documents" && n.Number.V != "":
		return "有效"
	}
	return ""
}

// lists files each notice under its category, agency, topic and year.
func (a *assembler) lists() {
	years := map[int]*Year{}
	for _, n := range a.Notices {
		if c := n.Category; c != nil {
			if k := len(c.Notices); k > 0 {
				n.Prev = lastFiled(c, n)
			}
			c.Notices = append(c.Notices, n)
			if c.Class != nil {
				c.Class.Notices = append(c.Class.Notices, n)
			}
		}
		if n.Agency != nil {
			n.Agency.Notices = append(n.Agency.Notices, n)
		}
		if n.Topic != nil {
			n.Topic.Notices = append(n.Topic.Notices, n)
		}
		y := int(n.Published.V.Year)
		if y == 0 {
			continue // a draft without a date, in a preview
		}
		if years[y] == nil {
			years[y] = &Year{Year: y, Address: "catalogue/year/" + strconv.Itoa(y) + ".html"}
			a.Years = append(a.Years, years[y])
		}
		years[y].Notices = append(years[y].Notices, n)
	}
	slices.Reverse(a.Years)
	for _, t := range a.Topics {
		for i, n := range t.Notices {
			n.Beside = neighbours(t.Notices, i)
		}
	}
}

// neighbours are up to two documents on either side of the i-th, newest first,
// without those of its own series.
func neighbours(list []*Notice, i int) []*Notice {
	var out []*Notice
	for k := min(len(list)-1, i+2); k >= max(0, i-2); k-- {
		if k != i && !slices.Contains(list[i].Series, list[k]) {
			out = append(out, list[k])
		}
	}
	return out
}

// lastFiled links the newest notice filed directly under c with n.
func lastFiled(c *Category, n *Notice) *Notice {
	for i := len(c.Notices) - 1; i >= 0; i-- {
		if c.Notices[i].Category == c {
			c.Notices[i].Next = n
			return c.Notices[i]
		}
	}
	return nil
}

func (a *assembler) regulations(list []*content.Regulation) {
	for _, c := range list {
		if c.Broken || c.Draft.V && !a.opts.Drafts || c.Published.V.Date.After(a.Clock) && !a.opts.Future {
			continue
		}
		r := &Regulation{Regulation: c, Address: "regulations/" + c.Slug + ".html", Validity: cmp.Or(c.Validity.V, "有效")}
		r.Agency = a.agencyOf.find(c.Agency, &a.found)
		if r.System = a.systemOf.find(c.System, &a.found); r.System != nil {
			r.System.Regulations = append(r.System.Regulations, r)
		}
		a.Regulations = append(a.Regulations, r)
		a.text(&c.Doc, r.Address, &r.Links)
	}
	slices.SortStableFunc(a.Regulations, func(x, y *Regulation) int {
		return cmp.Or(y.Published.V.Compare(x.Published.V), cmp.Compare(x.Address, y.Address))
	})
}

const replyHeading = "答复"

func (a *assembler) letters(list []*content.Letter) {
	for _, c := range list {
		if c.Broken {
			continue
		}
		l := &Letter{Letter: c, Address: "mailbox/" + c.Year + "/" + c.Slug + ".html", Sender: privacy.MaskName(c.From.V), Days: -1}
		l.Held = c.Draft.V && !a.opts.Drafts || c.Received.V.Date.After(a.Clock) && !a.opts.Future
		l.Agency = a.agencyOf.find(c.Agency, &a.found)
		if l.RepliedBy = a.agencyOf.find(c.RepliedBy, &a.found); l.RepliedBy == nil {
			l.RepliedBy = l.Agency
		}
		if !c.Replied.V.IsZero() && !c.Received.V.IsZero() {
			l.Days = c.Received.V.Date.DaysUntil(c.Replied.V.Date)
		}
		for _, h := range c.Body.Headings {
			l.HasReply = l.HasReply || h.Text == replyHeading
		}
		if !l.Held {
			a.Letters = append(a.Letters, l)
			a.text(&c.Doc, l.Address, &l.Links)
		}
	}
	slices.SortStableFunc(a.Letters, func(x, y *Letter) int {
		return cmp.Or(y.Received.V.Compare(x.Received.V), cmp.Compare(y.Number.V, x.Number.V))
	})
}

func (a *assembler) directory(d *content.Directory) {
	for _, h := range d.Hotlines {
		line := &Hotline{Hotline: h.V, Agency: a.agencyOf.find(h.V.Agency, &a.found)}
		if h.V.Kind.V == "投诉" {
			a.Complaints = append(a.Complaints, line)
		} else {
			a.Hotlines = append(a.Hotlines, line)
		}
	}
	for _, p := range d.Places {
		a.Places = append(a.Places, &Place{Place: p.V, Agency: a.agencyOf.find(p.V.Agency, &a.found)})
	}
}
