package output

import "os"

// removeLock gives the lock back and removes its file, which can't be removed
// while it is open. If another run has opened it meanwhile, it stays.
func removeLock(lock *os.File) error {
	err := lock.Close()
	os.Remove(lock.Name())
	return err
}
