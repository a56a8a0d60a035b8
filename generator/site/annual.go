package site

import (
	"cmp"
	"slices"
	"strconv"

	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/table"
)

// Annual is an agency's report on a year, in its place.
type Annual struct {
	*content.Annual
	Address string
	Links   []string
	Agency  *Agency
	Year    int
	Form    *content.AnnualForm
	Before  *Annual // on the year before; nil where there is none
	Waits   bool    // for its day: it has no page yet
}

// Heading is its title: agency and year, unless the county has another.
func (r *Annual) Heading() string {
	if r.Title.V != "" {
		return r.Title.V
	}
	return r.Agency.Name.V + strconv.Itoa(r.Year) + "年政府信息公开工作年度报告"
}

// Table is a table that lies beside the report; nil where it has to be
// computed.
func (r *Annual) Table(kind string) *table.Table {
	if r == nil {
		return nil
	}
	for _, t := range r.Tables {
		if t.Schema.Kind == kind {
			return t
		}
	}
	return nil
}

func (a *assembler) annuals(list []*content.Annual) {
	type key struct {
		agency *Agency
		year   int
	}
	of := map[key]*Annual{}
	for _, c := range list {
		if c.Broken || c.Draft.V && !a.opts.Drafts {
			continue
		}
		year, _ := strconv.Atoi(c.Doc.Year)
		r := &Annual{Annual: c, Address: "reports/" + c.Doc.Year + "/" + c.Slug + ".html", Year: year, Form: content.AnnualFormOf(year)}
		if r.Agency = a.agencyOf.find(c.Agency, &a.found); r.Agency == nil {
			continue
		}
		if first := of[key{r.Agency, year}]; first != nil {
			a.found.Add("bad-value", c.Agency.At, diag.Say("%s%d年的年度报告有两份", "there are two reports of %s for %d", r.Agency.Name.V, year),
				diag.Say("留一份", "keep one"), diag.Note{Span: first.Annual.Agency.At, Text: diag.Say("另一份在这里", "the other one")})
			continue
		}
		of[key{r.Agency, year}] = r
		if r.Waits = c.Published.V.Date.After(a.Clock) && !a.opts.Future; r.Waits {
			a.AnnualsToCome = append(a.AnnualsToCome, r)
			continue
		}
		a.Annuals = append(a.Annuals, r)
		a.text(&c.Doc, r.Address, &r.Links)
	}
	rank := map[*Agency]int{}
	for i, agency := range a.Agencies {
		rank[agency] = i
	}
	for _, r := range slices.Concat(a.Annuals, a.AnnualsToCome) {
		if before := of[key{r.Agency, r.Year - 1}]; before != nil && (r.Waits || !before.Waits) {
			r.Before = before // what is public shows nothing of what waits
		}
	}
	slices.SortStableFunc(a.Annuals, func(x, y *Annual) int {
		return cmp.Or(cmp.Compare(y.Year, x.Year), cmp.Compare(rank[x.Agency], rank[y.Agency]))
	})
}
