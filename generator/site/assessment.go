package site

import "gongkai/generator/content"

// assessment takes the county's assessment over; names of agencies are held
// against those that there are.
func (a *assembler) assessment(c content.Assessment) {
	a.Assessment = c
	for _, d := range c.Declared {
		a.agencyOf.find(d.V.Agency, &a.found)
	}
	for _, r := range c.Rectify {
		a.agencyOf.find(r.V.Agency, &a.found)
	}
}

// AgencyNamed finds an agency by its id or one of its names; nil if there is
// none.
func (s *Site) AgencyNamed(name string) *Agency {
	for _, a := range s.Agencies {
		if name != "" && (name == a.ID || name == a.Name.V || name == a.Short.V) {
			return a
		}
	}
	return nil
}
