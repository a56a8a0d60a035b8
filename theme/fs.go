// Package theme holds the built-in look of the site: CSS and TypeScript by
// component, and the files that are published as they are.
//
// README.md tells how they hang together. A county's own theme folder wins over
// this one, name by name.
package theme

import "embed"

// FS holds the entry points site.css and site.ts, the components that they
// import, and under static the files that are published as they are.
//
//go:embed site.css site.ts components static
var FS embed.FS
