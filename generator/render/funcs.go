package render

import "html/template"

// Funcs are what layouts may call beyond html/template's own. There are none:
// views hold finished texts, and what a layout would compute is computed in
// Go, where it is tested.
func Funcs() template.FuncMap { return template.FuncMap{} }
