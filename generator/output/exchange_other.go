//go:build !linux && !darwin

package output

import "errors"

// exchange is known on Linux and macOS; elsewhere two renames take its place.
func exchange(a, b string) error { return errors.ErrUnsupported }
