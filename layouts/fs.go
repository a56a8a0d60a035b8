// Package layouts holds the built-in templates of the site's pages.
//
// README.md tells how they hang together. A county's own layouts folder wins
// over this one, name by name.
package layouts

import "embed"

// FS holds base.html, the pages, and under parts what pages share.
//
//go:embed *.html parts/*.html
var FS embed.FS
