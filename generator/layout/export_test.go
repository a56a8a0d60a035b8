package layout

import "bytes"

// Fast appends the page without html/template, and tells whether it could.
func (s *Set) Fast(name string, w *bytes.Buffer, view any) bool {
	return s.fast(name, s.pages[name], w, view)
}

// Oracle appends the page as html/template makes it.
func (s *Set) Oracle(name string, w *bytes.Buffer, view any) error {
	t, err := s.pages[name].minified()
	if err != nil {
		return err
	}
	return t.ExecuteTemplate(w, base, view)
}
