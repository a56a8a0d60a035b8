package site

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/fields"
)

// assembler carries what Assemble knows while it works.
type assembler struct {
	*Site
	opts  Options
	found diag.List

	groupOf    lookup[*Group]
	categoryOf lookup[*Category]
	topicOf    lookup[*Topic]
	genreOf    lookup[*Genre]
	systemOf   lookup[*System]
	agencyOf   lookup[*Agency]
	noticeOf   map[string]*Notice // by stem, index number and document number
	texts      []text
	held       map[string]*Notice               // by address
	anchors    map[*content.Doc]map[string]bool // of texts that links lead into
}

// lookup finds things by id or name.
type lookup[T any] struct {
	kind  diag.Text
	known map[string]T
	words []string // ids and names, for "did you mean"
	lost  int      // references that were not found
	// unread says that the list could not be read: that is told at the list, and not
	// at each document.
	unread bool
}

func newLookup[T any](zh, en string) lookup[T] {
	return lookup[T]{kind: diag.Text{ZH: zh, EN: en}, known: map[string]T{}}
}

func (l *lookup[T]) add(v T, words ...string) {
	for _, w := range words {
		if _, taken := l.known[w]; w == "" || taken {
			continue
		}
		l.known[w] = v
		l.words = append(l.words, w)
	}
}

// find resolves a reference; an unknown one is a finding and the zero T.
func (l *lookup[T]) find(ref fields.Text, found *diag.List) (v T) {
	if ref.V == "" {
		return v
	}
	v, ok := l.known[ref.V]
	if ok || l.unread {
		return v
	}
	help := diag.Say("写已有的编号或全称", "write the id or the full name of one that exists")
	// Whoever misses hundreds has another trouble than a slip, and looking for
	// the nearest word takes a while.
	if l.lost++; l.lost > 200 {
	} else if near := fields.Nearest(ref.V, l.words); near != "" {
		help = diag.Say("是不是“%s”？", "did you mean %q?", near)
	} else if len(l.known) > 0 && len(l.words) <= 80 {
		help = diag.Say("可用的有：%s", "there are: %s", strings.Join(l.words, "、"))
	}
	found.Add("unknown-reference", ref.At, diag.Say("没有%[1]s“%[2]s”", "there is no %[3]s %[2]q", l.kind.ZH, ref.V, l.kind.EN), help)
	return v
}

var plainID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

// id reports ids that cannot be part of an address, and ids given twice.
func (a *assembler) id(t fields.Text, seen map[string]diag.Span) {
	if t.V == "" {
		return
	}
	if !plainID.MatchString(t.V) || len(t.V) > 80 {
		a.found.Add("bad-value", t.At, diag.Say("编号“%s”不能用在网址里", "the id %q cannot be part of an address", t.V),
			diag.Say("只用小写英文字母、数字和连字符，不超过 80 个", "use lower-case letters, digits and hyphens, 80 at most"))
	}
	if first, ok := seen[t.V]; ok && first.File == nil {
		a.found.Add("bad-value", t.At, diag.Say("编号“%s”是目录里已有的文件夹名", "the id %q is the name of a folder of the catalogue", t.V),
			diag.Say("换一个编号", "choose another"))
		return
	} else if ok {
		a.found.Add("bad-value", t.At, diag.Say("编号“%s”重复", "the id %q is given twice", t.V),
			diag.Say("换一个编号", "choose another"), diag.Note{Span: first, Text: diag.Say("第一次在这里", "the first one is here")})
		return
	}
	seen[t.V] = t.At
}

func (a *assembler) vocabulary(v *content.Vocabulary) {
	a.groupOf = newLookup[*Group]("分组", "group")
	a.categoryOf = newLookup[*Category]("公开类别", "category")
	a.topicOf = newLookup[*Topic]("主题", "topic")
	a.genreOf = newLookup[*Genre]("体裁", "genre")
	a.systemOf = newLookup[*System]("制度", "system")
	a.categoryOf.unread = slices.Contains(v.Unread, "categories")
	a.topicOf.unread = slices.Contains(v.Unread, "topics")
	a.genreOf.unread = slices.Contains(v.Unread, "genres")
	a.systemOf.unread = slices.Contains(v.Unread, "systems")
	seen := map[string]diag.Span{}
	for _, g := range v.Groups {
		a.id(g.V.ID, seen)
		group := &Group{ID: g.V.ID.V, Name: g.V.Name.V, Basis: g.V.Basis.V}
		a.Groups = append(a.Groups, group)
		a.groupOf.add(group, group.ID, group.Name)
	}
	a.categories(v.Categories)
	a.topics(v.Topics)
	for _, t := range v.Genres {
		genre := &Genre{ID: t.V.ID.V, Name: t.V.Name.V}
		a.Genres = append(a.Genres, genre)
		a.genreOf.add(genre, genre.ID, genre.Name)
	}
	for _, w := range v.Glossary {
		if w.V.Name.V != "" && w.V.Text.V != "" {
			a.Glossary = append(a.Glossary, Word{w.V.Name.V, w.V.Text.V, append([]string{w.V.Name.V}, values(w.V.Also)...)})
		}
	}
	for _, t := range v.Systems {
		system := &System{ID: t.V.ID.V, Name: t.V.Name.V, At: t.V.Name.At}
		a.Systems = append(a.Systems, system)
		a.systemOf.add(system, system.ID, system.Name)
	}
}

func (a *assembler) categories(list []fields.Value[content.Category]) {
	// The catalogue's own folders are not free for ids.
	seen := map[string]diag.Span{"agency": {}, "topic": {}, "year": {}}
	for _, c := range list {
		a.id(c.V.ID, seen)
		cat := &Category{ID: c.V.ID.V, Name: c.V.Name.V, Basis: c.V.Basis.V, Summary: c.V.Summary.V, Keywords: values(c.V.Keywords), Cycle: c.V.Cycle,
			Address: "catalogue/" + c.V.ID.V + ".html", At: c.V.Name.At}
		if cat.Group = a.groupOf.find(c.V.Group, &a.found); cat.Group != nil {
			cat.Group.Categories = append(cat.Group.Categories, cat)
		}
		a.Categories = append(a.Categories, cat)
		a.categoryOf.add(cat, cat.ID, cat.Name)
	}
	for i, c := range list {
		class := a.categoryOf.find(c.V.Class, &a.found)
		if class == a.Categories[i] {
			a.found.Add("bad-value", c.V.Class.At, diag.Say("类别“%s”不能归入自己", "the category %q cannot be taken into itself", c.V.ID.V),
				diag.Say("写另一组的类别，或者删去这一项", "name a category of another group, or remove it"))
			class = nil
		}
		a.Categories[i].Class = class
	}
}

func (a *assembler) topics(list []fields.Value[content.Topic]) {
	seen := map[string]diag.Span{}
	for _, t := range list {
		a.id(t.V.ID, seen)
		topic := &Topic{ID: t.V.ID.V, Name: t.V.Name.V, Address: "catalogue/topic/" + t.V.ID.V + ".html"}
		a.Topics = append(a.Topics, topic)
		a.topicOf.add(topic, topic.ID, topic.Name)
	}
	// Second-level names lead to their topic, unless a first-level one has
	// the name.
	for i, t := range list {
		for _, child := range t.V.Children {
			a.Topics[i].Children = append(a.Topics[i].Children, child.V.Name.V)
			a.topicOf.add(a.Topics[i], child.V.ID.V, child.V.Name.V)
		}
	}
}

func values(list []fields.Text) []string {
	out := make([]string, 0, len(list))
	for _, t := range list {
		out = append(out, t.V)
	}
	return out
}

// kindRank is the order of agencies in lists: government first, then
// departments, institutions and authorised bodies, then townships.
var kindRank = []string{"government", "department", "institution", "authorised", "township", "subdistrict"}

func (a *assembler) agencies(list []*content.Agency) {
	a.agencyOf = newLookup[*Agency]("机构", "agency")
	seen := map[string]diag.Span{}
	for _, c := range list {
		id := fields.Text{V: c.Slug, At: c.Head}
		if c.Head.File == nil {
			id.At = diag.At(c.File, 0, 0)
		}
		a.id(id, seen)
		agency := &Agency{Agency: c, ID: c.Slug, Address: "agencies/" + c.Slug + ".html"}
		if agency.Name.V == "" {
			agency.Agency.Name.V = c.Slug
		}
		a.Agencies = append(a.Agencies, agency)
		a.agencyOf.add(agency, agency.ID, agency.Name.V)
	}
	for _, agency := range a.Agencies {
		a.agencyOf.add(agency, agency.Short.V)
		agency.Parent = a.agencyOf.find(agency.Agency.Parent, &a.found)
		a.text(&agency.Doc, agency.Address, &agency.Links)
	}
	slices.SortStableFunc(a.Agencies, func(x, y *Agency) int {
		return cmp.Or(
			slices.Index(kindRank, x.Kind.V)-slices.Index(kindRank, y.Kind.V),
			cmp.Compare(x.Order.V, y.Order.V), cmp.Compare(x.ID, y.ID))
	})
}

func (a *assembler) guides(list []*content.Guide) {
	for _, c := range list {
		agency, ok := a.agencyOf.known[c.Slug]
		if !ok {
			a.found.Add("unknown-reference", diag.At(c.File, 0, 0),
				diag.Say("没有编号为“%s”的机构，这份指南不知道是谁的", "there is no agency %q for this guide", c.Slug),
				diag.Say("指南的文件名应和 agencies 里的机构文件名相同", "name the guide's file as the agency's file in agencies/"))
			continue
		}
		guide := &Guide{Guide: c, Agency: agency, Address: "guide/" + c.Slug + ".html"}
		agency.Guide = guide
		a.Guides = append(a.Guides, guide)
		a.text(&c.Doc, guide.Address, &guide.Links)
	}
	slices.SortStableFunc(a.Guides, func(x, y *Guide) int {
		return slices.Index(a.Agencies, x.Agency) - slices.Index(a.Agencies, y.Agency)
	})
}
