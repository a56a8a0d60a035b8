package site

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/mozillazg/go-pinyin"

	"gongkai/generator/calendar"
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/fields"
	"gongkai/generator/privacy"
	"gongkai/generator/table"
)

// Fund is an entry of the register in its place.
type Fund struct {
	content.Fund
	At      diag.Span
	Address string
	Owner   *Agency
	Years   []*FundYear // newest first
}

// FundYear is how a fund was handed down in a year: to townships, to villages,
// to people (谁分配谁公开，分配到哪里公开到哪里).
type FundYear struct {
	Fund                  *Fund
	Year                  int
	Address               string
	Amount                table.Decimal
	People                int
	Townships             []*FundTownship
	Allocation, Receivers *content.FundTable // nil where there is none
	Withdrawn             bool               // the list of names has had its time
}

// FundTownship is what one township had of it.
type FundTownship struct {
	Name, Address string
	Amount        table.Decimal
	People        int
	Villages      []*FundVillage
}

// FundVillage is what one village had of it.
type FundVillage struct {
	Name, Address, Project string
	Amount                 table.Decimal
	People                 int
	Receivers              []Receiver
}

// Receiver is somebody who received something. Name is masked: as it stands in
// the file it never leaves this package.
type Receiver struct {
	Name             string
	Quantity, Amount table.Decimal
	Paid             calendar.Date
}

// Named reports whether the year's list of names is on the site.
func (y *FundYear) Named() bool {
	for _, t := range y.Townships {
		for _, v := range t.Villages {
			if len(v.Receivers) > 0 {
				return true
			}
		}
	}
	return false
}

// ListAddress is where a township's list is offered as CSV.
func (y *FundYear) ListAddress() string { return strings.TrimSuffix(y.Address, ".html") + ".csv" }

func (a *assembler) funds(r *content.Register, tables []*content.FundTable) {
	of, seen := map[string]*Fund{}, map[string]diag.Span{"query": {}, "data": {}} // funds/query.html, funds/data
	for _, entry := range r.Funds {
		f := &Fund{Fund: entry.V, At: entry.At, Address: "funds/" + entry.V.ID.V + ".html"}
		told := len(a.found)
		if a.id(f.ID, seen); len(a.found) > told {
			continue
		}
		f.Owner = a.agencyOf.find(f.Fund.Owner, &a.found)
		of[f.ID.V] = f
		a.Funds = append(a.Funds, f)
	}
	for _, t := range tables {
		a.FundTables = append(a.FundTables, t)
		f := of[t.Fund]
		if f == nil {
			a.found.Add("unknown-reference", diag.At(t.File, 0, 0), diag.Say("专项资金清单里没有“%s”", "there is no fund %q in the register", t.Fund), a.nearFund(t.Fund))
			continue
		}
		year, _ := strconv.Atoi(t.Year)
		y := f.year(year)
		if t.Allocation {
			y.Allocation = t
		} else {
			y.Receivers = t
		}
	}
	for _, f := range a.Funds {
		slices.SortFunc(f.Years, func(x, y *FundYear) int { return cmp.Compare(y.Year, x.Year) })
		for _, y := range f.Years {
			a.handDown(y)
		}
	}
}

func (a *assembler) nearFund(id string) diag.Text {
	var ids []string
	for _, f := range a.Funds {
		ids = append(ids, f.ID.V)
	}
	if near := fields.Nearest(id, ids); near != "" {
		return diag.Say("是不是“%s”？", "did you mean %q?", near)
	}
	return diag.Say("文件夹用清单里的编号，或者先在 funds.yaml 里加上这项资金", "name the folder by an id of funds.yaml, or add the fund there")
}

func (f *Fund) year(n int) *FundYear {
	for _, y := range f.Years {
		if y.Year == n {
			return y
		}
	}
	y := &FundYear{Fund: f, Year: n, Address: "funds/" + f.ID.V + "/" + strconv.Itoa(n) + ".html"}
	f.Years = append(f.Years, y)
	return y
}

// handDown makes the levels of a year from its tables: amounts from the
// allocation, where there is one, people from the list.
func (a *assembler) handDown(y *FundYear) {
	l := ladder{year: y, townships: map[string]*FundTownship{}, villages: map[[2]string]*FundVillage{}, names: slugs{}}
	if y.Receivers != nil && y.Receivers.Table != nil {
		a.receivers(y, &l)
	}
	if y.Allocation != nil && y.Allocation.Table != nil {
		s := content.AllocationSchema
		for _, row := range y.Allocation.Table.Rows {
			township, village := row[s.Column("township")].Text, row[s.Column("village")].Text
			if village == "" || row.Total() {
				continue
			}
			v := l.village(township, village)
			v.Amount, v.Project = row[s.Column("amount")].Number, row[s.Column("project")].Text
			if n := row[s.Column("people")]; n.Given {
				v.People = n.Number.Int()
			}
		}
	}
	for _, t := range y.Townships {
		for _, v := range t.Villages {
			t.Amount, t.People = t.Amount.Plus(v.Amount), t.People+v.People
		}
		y.Amount, y.People = y.Amount.Plus(t.Amount), y.People+t.People
	}
}

// receivers files people under their villages, masked. A list that has had its
// time leaves its sums behind.
func (a *assembler) receivers(y *FundYear, l *ladder) {
	s := content.BeneficiarySchema
	for _, row := range y.Receivers.Table.Rows {
		if row.Total() {
			continue
		}
		r := Receiver{Name: privacy.MaskName(row[s.Column("name")].Text), Quantity: row[s.Column("quantity")].Number, Amount: row[s.Column("amount")].Number, Paid: row[s.Column("paid")].Day}
		v := l.village(row[s.Column("township")].Text, row[s.Column("village")].Text)
		v.Amount, v.People = v.Amount.Plus(r.Amount), v.People+1
		if a.expired(y.Fund, r.Paid) {
			y.Withdrawn = true
			continue
		}
		v.Receivers = append(v.Receivers, r)
	}
}

// expired reports whether the names of those who were paid on a day have had
// their time on the site.
func (a *assembler) expired(f *Fund, paid calendar.Date) bool {
	if !f.Keep.Given() || paid.IsZero() {
		return false
	}
	months := int(paid.Year)*12 + int(paid.Month) - 1 + f.Keep.V
	last, ok := calendar.On(months/12, months%12+1, int(paid.Day))
	for d := int(paid.Day); !ok && d > 27; d-- { // 31 August and six months: the end of February
		last, ok = calendar.On(months/12, months%12+1, d)
	}
	return a.Clock.After(last)
}

// ladder finds the levels of a year by their names.
type ladder struct {
	year      *FundYear
	townships map[string]*FundTownship
	villages  map[[2]string]*FundVillage
	names     slugs
}

func (l *ladder) township(name string) *FundTownship {
	if t := l.townships[name]; t != nil {
		return t
	}
	t := &FundTownship{Name: name, Address: strings.TrimSuffix(l.year.Address, ".html") + "/" + l.names.of("", name) + ".html"}
	l.year.Townships = append(l.year.Townships, t)
	l.townships[name] = t
	return t
}

func (l *ladder) village(township, name string) *FundVillage {
	key := [2]string{township, name}
	if v := l.villages[key]; v != nil {
		return v
	}
	t := l.township(township)
	v := &FundVillage{Name: name, Address: strings.TrimSuffix(t.Address, ".html") + "/" + l.names.of(township, name) + ".html"}
	t.Villages = append(t.Villages, v)
	l.villages[key] = v
	return v
}

// slugs are names of pages in pinyin, each used once in its folder: how often
// each was wanted.
type slugs map[string]int

// longestSlug is how long a name of a page is at most: file systems have bounds.
const longestSlug = 80

func (s slugs) of(folder, name string) string {
	var b strings.Builder
	for _, r := range name {
		if b.Len() > longestSlug {
			break
		}
		switch spelled := pinyin.SinglePinyin(r, pinyin.NewArgs()); {
		case len(spelled) > 0:
			b.WriteString(spelled[0])
		case r >= '0' && r <= '9' || r >= 'a' && r <= 'z':
			b.WriteRune(r)
		}
	}
	// No slug holds a hyphen of its own, so one with a number is nobody else's.
	slug := cmp.Or(b.String(), "p")
	key := folder + "/" + slug
	if s[key]++; s[key] > 1 {
		slug += "-" + strconv.Itoa(s[key])
	}
	return slug
}
