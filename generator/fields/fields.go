// Package fields turns front matter and YAML files into typed values that
// keep their places.
//
// The walk is Split (where the front matter lies in the file), Parse (its
// bytes become a tree of Nodes, whatever the notation was) and
// Schema.Decode (the tree becomes a struct of a content kind). A Node tree
// depends on the file's bytes alone and can be memoised; a Schema stands
// once in code and yields the decoder, the documentation table, the JSON
// Schema and the archetypes, so that these cannot disagree.
//
// What is wrong becomes a finding and decoding goes on: a clerk sees all
// slips of a file in one run, each named for what it is.
//
// Limits: YAML anchors, aliases, tags and several documents in one file are
// refused: front matter is a form, not a program.
package fields

import (
	"gongkai/generator/calendar"
	"gongkai/generator/diag"
)

// Value is a value read from a file with its place. Its zero value means
// that the file does not have it.
type Value[T any] struct {
	V  T
	At diag.Span
}

// Given reports whether the file has the value.
func (v Value[T]) Given() bool { return v.At.File != nil }

// The types of values that fields hold.
type (
	Text   = Value[string]
	Moment = Value[calendar.Moment]
	Whole  = Value[int]
	YesNo  = Value[bool]
)

// Kind of a Node.
type Kind uint8

const (
	Missing Kind = iota // no value at all, or null
	Scalar
	List
	Map
)

// Node is a value of the front matter before it has a type. Offsets count
// from the start of the file.
type Node struct {
	Kind  Kind
	Text  string // of a Scalar
	Off   int32
	Len   int32
	Keys  []Key  // of a Map, in the order of the file
	Items []Node // of a List, or the values that belong to Keys
}

// Key is a key of a Map.
type Key struct {
	Text string
	Off  int32
	Len  int32
}

func (n Node) span(f *diag.File) diag.Span { return diag.Span{File: f, Off: n.Off, Len: n.Len} }
func (k Key) span(f *diag.File) diag.Span  { return diag.Span{File: f, Off: k.Off, Len: k.Len} }
