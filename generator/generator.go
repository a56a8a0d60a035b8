// Package generator holds the house in which a county's Markdown becomes its
// disclosure portal. It has no code of its own; ARCHITECTURE.md draws the
// rooms, and arch_test.go keeps the arrows between them pointing down.
package generator
