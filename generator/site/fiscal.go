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
	"gongkai/generator/table"
)

// Fiscal is a publication of a budget or of accounts in its place.
type Fiscal struct {
	*content.Fiscal
	Address string
	Links   []string
	Agency  *Agency
	Year    int
	Settled bool // accounts, not a budget
	Waits   bool // for its day: it has no page yet
	// Before is that of the year before; Budget is what accounts are held
	// against. nil where there is none.
	Before, Budget *Fiscal
	Attachments    []Attachment // the files beside it that are no tables
	Copies         []Copy
}

// TableAddress is where a table of it is offered as CSV.
func (f *Fiscal) TableAddress(t *table.Table) string { return f.stem() + "/" + t.Schema.Kind + ".csv" }

// BookAddress is where all its tables are offered as one workbook.
func (f *Fiscal) BookAddress() string { return f.stem() + ".xlsx" }

func (f *Fiscal) stem() string { return strings.TrimSuffix(f.Address, ".html") }

// PartAddress is the n-th page, from 1, of a table that has pages of its own.
func (f *Fiscal) PartAddress(t *table.Table, n int) string {
	address := f.stem() + "/" + t.Schema.Kind
	if n > 1 {
		address += "-" + strconv.Itoa(n)
	}
	return address + ".html"
}

// files are those beside it that are no tables: they are offered as they are.
func (f *Fiscal) files() {
	for _, b := range f.Files {
		if content.IsTable(b.Name) {
			continue
		}
		a := Attachment{Title: strings.TrimSuffix(b.Name, path.Ext(b.Name)), Name: b.Name, Address: f.stem() + "/" + b.Name, Size: b.Size}
		f.Attachments = append(f.Attachments, a)
		f.Copies = append(f.Copies, Copy{From: f.Dir + "/" + b.Name, To: a.Address, Stamp: b.Stamp, Settled: b.Settled})
	}
}

// Heading is its title: agency, year, what it is, unless the county has
// another. The county's government publishes the county's own budget.
func (f *Fiscal) Heading() string {
	if f.Title.V != "" {
		return f.Title.V
	}
	kind := "部门"
	switch f.Agency.Kind.V {
	case "government":
		return strings.TrimSuffix(f.Agency.Name.V, "人民政府") + strconv.Itoa(f.Year) + "年政府" + f.Kind.V + "公开"
	case "township":
		kind = "政府"
	}
	return f.Agency.Name.V + strconv.Itoa(f.Year) + "年" + kind + f.Kind.V + "公开"
}

// Table is the table of a kind; nil where the publication has none.
func (f *Fiscal) Table(kind string) *table.Table {
	if f == nil {
		return nil
	}
	for _, t := range f.Tables {
		if t.Schema.Kind == kind {
			return t
		}
	}
	return nil
}

// EmptyNote is what the publication says of a table that has no figures; ""
// where it says nothing.
func (f *Fiscal) EmptyNote(form content.FiscalForm) string {
	if e, ok := f.EmptyBy(form); ok {
		return e.V.Note.V
	}
	if t := f.Table(form.Kind); t != nil && len(t.Rows) == 0 && len(t.Notes) > 0 {
		return t.Notes[0]
	}
	return ""
}

// EmptyBy is the entry of its fields that names a table as empty.
func (f *Fiscal) EmptyBy(form content.FiscalForm) (e fields.Value[content.EmptyTable], ok bool) {
	for _, e := range f.Empty {
		if known := content.FiscalFormOf(e.V.Table.V); known != nil && known.Kind == form.Kind {
			return e, true
		}
	}
	return e, false
}

// Forms are the tables that the publication's agency has to publish.
func (f *Fiscal) Forms() []content.FiscalForm {
	if f.Agency == nil {
		return nil
	}
	return content.FiscalFormsFor(f.Agency.Kind.V)
}

// fiscalKey is what there is one publication of.
type fiscalKey struct {
	agency  *Agency
	year    int
	settled bool
}

func (a *assembler) fiscals(list []*content.Fiscal) {
	of := map[fiscalKey]*Fiscal{}
	for _, c := range list {
		if c.Broken || c.Draft.V && !a.opts.Drafts {
			continue
		}
		year, _ := strconv.Atoi(c.Doc.Year)
		f := &Fiscal{Fiscal: c, Address: "fiscal/" + c.Doc.Year + "/" + c.Slug + ".html", Year: year, Settled: c.Kind.V == "决算"}
		if f.Agency = a.agencyOf.find(c.Agency, &a.found); f.Agency == nil {
			continue
		}
		key := fiscalKey{f.Agency, f.Year, f.Settled}
		if first := of[key]; first != nil {
			a.found.Add("bad-value", c.Kind.At, diag.Say("%s%d年的%s公开了两份", "the %[3]s of %[1]s for %[2]d is here twice", f.Agency.Name.V, f.Year, c.Kind.V),
				diag.Say("合成一份；调整预算的，在说明里写清楚", "make them one"), diag.Note{Span: first.Kind.At, Text: diag.Say("另一份在这里", "the other one")})
			continue
		}
		of[key] = f
		a.strangers(f)
		if f.Waits = c.Published.V.Date.After(a.Clock) && !a.opts.Future; f.Waits {
			a.FiscalsToCome = append(a.FiscalsToCome, f)
			continue
		}
		f.files()
		a.Fiscals = append(a.Fiscals, f)
		a.text(&c.Doc, f.Address, &f.Links)
	}
	for _, f := range slices.Concat(a.Fiscals, a.FiscalsToCome) {
		f.Before = f.beside(of[fiscalKey{f.Agency, f.Year - 1, f.Settled}])
		if f.Settled {
			f.Budget = f.beside(of[fiscalKey{f.Agency, f.Year, false}])
		}
	}
	rank := map[*Agency]int{}
	for i, agency := range a.Agencies {
		rank[agency] = i
	}
	slices.SortStableFunc(a.Fiscals, func(x, y *Fiscal) int {
		return cmp.Or(cmp.Compare(y.Year, x.Year), cmp.Compare(rank[x.Agency], rank[y.Agency]), boolCompare(x.Settled, y.Settled))
	})
}

// beside is another publication if this one may show it: what is public shows
// nothing of what waits.
func (f *Fiscal) beside(other *Fiscal) *Fiscal {
	if other != nil && other.Waits && !f.Waits {
		return nil
	}
	return other
}

// strangers tells of tables that others publish and this agency does not: they
// would be read and not be shown.
func (a *assembler) strangers(f *Fiscal) {
	for _, t := range f.Tables {
		if slices.ContainsFunc(f.Forms(), func(form content.FiscalForm) bool { return form.Schema == t.Schema }) {
			continue
		}
		var names []string
		for _, form := range f.Forms() {
			names = append(names, form.Title)
		}
		a.found.Add("table-form", t.Head, diag.Say("《%s》不是%s要公开的表，不会显示", "《%s》 is no table that %s publishes, and would not be shown", t.Schema.Title, f.Agency.Name.V),
			diag.Say("名称写错的改名；要公开的是：%s", "rename it, if its name is wrong; the tables are: %s", strings.Join(names, "、")))
	}
}

func boolCompare(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}
