//go:build !linux && !darwin

package disk

import "io/fs"

func identity(fs.FileInfo) (inode uint64, change int64) { return 0, 0 }
