package search

import "errors"

var (
	errBroken  = errors.New("search: the file is broken")
	errVersion = errors.New("search: the file is of another version of the format")
)
