package site

import "strconv"

// List is one of the catalogue's lists of notices. Its first page has an
// address of its own and shows the newest; older ones lie in archive pages
// that are numbered from the oldest and, once full, never change: a new
// notice rewrites the first page and not all of them.
type List struct {
	Kind     string // "category", "agency", "topic" or "year"
	Category *Category
	Agency   *Agency
	Topic    *Topic
	Year     *Year
	Name     string
	Address  string
	Notices  []*Notice // oldest first
	size     int
}

// ListPage is one page of a list.
type ListPage struct {
	Address string
	Number  int       // of an archive page, from the oldest; 0 for the first page
	Notices []*Notice // newest first
	Older   string    // address of the page with older ones, or ""
	Newer   string
}

// Lists are all lists of the catalogue, in a fixed order.
func (s *Site) Lists() []List {
	size := s.Portal.PageSize()
	out := make([]List, 0, len(s.Categories)+len(s.Agencies)+len(s.Topics)+len(s.Years))
	for _, c := range s.Categories {
		out = append(out, List{Kind: "category", Category: c, Name: c.Name, Address: c.Address, Notices: c.Notices, size: size})
	}
	for _, a := range s.Agencies {
		out = append(out, List{Kind: "agency", Agency: a, Name: a.Name.V, Address: "catalogue/agency/" + a.ID + ".html", Notices: a.Notices, size: size})
	}
	for _, t := range s.Topics {
		out = append(out, List{Kind: "topic", Topic: t, Name: t.Name, Address: t.Address, Notices: t.Notices, size: size})
	}
	for _, y := range s.Years {
		out = append(out, List{Kind: "year", Year: y, Name: strconv.Itoa(y.Year) + "年", Address: y.Address, Notices: y.Notices, size: size})
	}
	return out
}

// Pages cuts the list. The first page holds between one and two pagefuls, so
// that it is never nearly empty while archives are full.
func (l List) Pages() []ListPage {
	archives := max(0, len(l.Notices)/l.size-1)
	stem := l.Address[:len(l.Address)-len(".html")]
	pages := make([]ListPage, 0, archives+1)
	pages = append(pages, ListPage{Address: l.Address, Notices: newestFirst(l.Notices[archives*l.size:])})
	for k := archives; k > 0; k-- {
		pages = append(pages, ListPage{
			Address: stem + "/" + strconv.Itoa(k) + ".html", Number: k,
			Notices: newestFirst(l.Notices[(k-1)*l.size : k*l.size]),
		})
	}
	for i := range pages {
		if i > 0 {
			pages[i].Newer = pages[i-1].Address
		}
		if i+1 < len(pages) {
			pages[i].Older = pages[i+1].Address
		}
	}
	return pages
}

func newestFirst(list []*Notice) []*Notice {
	out := make([]*Notice, len(list))
	for i, n := range list {
		out[len(list)-1-i] = n
	}
	return out
}

// Newest returns up to n of a list that is oldest first, newest first.
func Newest(list []*Notice, n int) []*Notice {
	return newestFirst(list[max(0, len(list)-n):])
}
