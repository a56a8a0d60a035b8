package search

// loadFilters finds the documents that pass the filters and have nothing that
// is not wanted.
func (s *search) loadFilters() {
	for _, f := range facets {
		if want := s.q.filter(f.name); want != "" {
			s.keep(f.name, want)
		}
	}
	if s.q.From != "" || s.q.To != "" {
		s.keepDates()
	}
	for _, t := range s.terms {
		if t.not {
			s.drop(t)
		}
	}
	if s.q.Counts {
		for _, f := range facets {
			s.column(f.name)
		}
	}
}

// allowed is s.allow, made if there is none yet.
func (s *search) allowed() []bool {
	if s.allow == nil {
		s.allow = make([]bool, s.meta.Documents)
		for i := range s.allow {
			s.allow[i] = true
		}
	}
	return s.allow
}

func (s *search) keep(facet, want string) {
	c := s.column(facet)
	if c == nil {
		return
	}
	number := uint32(0) // no document that passes has 0
	for i, id := range c.ids {
		if id == want {
			number = uint32(i + 1)
		}
	}
	allow := s.allowed()
	for id, v := range c.values {
		allow[id] = allow[id] && v == number && number > 0
	}
}

// keepDates keeps a range of ids, for ids are in order of date.
func (s *search) keepDates() {
	c := s.column(datesColumn)
	if c == nil {
		return
	}
	from, to := dayOf(s.q.From), dayOf(s.q.To)
	allow := s.allowed()
	day := uint32(0)
	for id, step := range c.values {
		day += step
		if day < from || to > 0 && day > to || day == 0 {
			allow[id] = false
		}
	}
}

// drop excludes the documents that have all units of a term, which is those
// that have the term, and a few more.
func (s *search) drop(t term) {
	has := make([]int, s.meta.Documents)
	for i, u := range t.units {
		l := s.find(u.key)
		if l.kind == headList {
			l = s.loadLong(l)
		}
		for _, e := range l.entries {
			if has[e.id] == i {
				has[e.id]++
			}
		}
	}
	allow := s.allowed()
	for id, n := range has {
		if n == len(t.units) {
			allow[id] = false
		}
	}
}

// count counts values among documents found.
func (s *search) count(ids []int) {
	if !s.q.Counts {
		return
	}
	for _, f := range facets {
		c := s.column(f.name)
		if c == nil {
			continue
		}
		counts := make([]int, len(c.ids)+1)
		for _, id := range ids {
			counts[c.values[id]]++
		}
		for i, id := range c.ids {
			if n := counts[i+1]; n > 0 || id == s.q.filter(f.name) {
				s.result.Facets = append(s.result.Facets, FacetCount{f.name, id, c.names[i], n})
			}
		}
	}
}
