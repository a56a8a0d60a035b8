//go:build !windows

package output

import "os"

// removeLock removes the file of the lock and gives the lock back, in this order:
// the other way round, the file removed could be another run's.
func removeLock(lock *os.File) error {
	os.Remove(lock.Name())
	return lock.Close()
}
