// Package theme holds the built-in look of the site: CSS and TypeScript by
// component, and the files that are published as they are.
//
// README.md tells how they hang together. A county's own theme folder wins over
// this one, name by name.
package theme

import "embed"

// FS holds the entry points (site.css, print.css, hall.css; site.ts for every page, search.ts for the
// search page, suggest.ts for who types in the search box), the components that
// they import, and under static the files that are published as they are.
//
//go:embed *.css *.ts components static
var FS embed.FS
