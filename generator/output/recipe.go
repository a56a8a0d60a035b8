package output

import (
	"crypto/sha256"
	"encoding/binary"
	"runtime"
	"sync"
	"sync/atomic"

	"gongkai/generator/row"
)

// Recipe is everything that a file's bytes depend on, the program aside, as its
// maker tells it. Its hash is the file's key: forget nothing, for a file whose
// key stays the same is not made again. The zero Recipe is empty and ready.
type Recipe struct{ list []byte }

// Text adds texts. Where one ends counts too.
func (r *Recipe) Text(list ...string) {
	for _, s := range list {
		r.list = row.AppendText(r.list, s)
		r.shorten()
	}
}

// Number adds numbers.
func (r *Recipe) Number(list ...int64) {
	for _, n := range list {
		r.list = binary.AppendVarint(r.list, n)
	}
}

// Flag adds a yes or a no.
func (r *Recipe) Flag(yes bool) {
	if yes {
		r.Number(1)
	} else {
		r.Number(0)
	}
}

// Hash adds hashes of what is too long to be added itself.
func (r *Recipe) Hash(list ...[32]byte) {
	for _, h := range list {
		r.list = append(r.list, h[:]...)
		r.shorten()
	}
}

// shorten puts a hash in the place of a long list: what all documents of a county
// are made of would be megabytes.
func (r *Recipe) shorten() {
	const long = 64 << 10
	if len(r.list) > long {
		sum := sha256.Sum256(r.list)
		r.list = append(r.list[:0], sum[:]...)
	}
}

// Key is the hash of all that was added.
func (r *Recipe) Key() [32]byte { return sha256.Sum256(r.list) }

// Reset empties the recipe, for the next file.
func (r *Recipe) Reset() { r.list = r.list[:0] }

// Keyed is the file with a key.
func (f File) Keyed(key [32]byte) File {
	f.Key = key
	return f
}

// Each calls do for the numbers below n, on as many goroutines as there are
// processors. Each of those has a recipe of its own, which is empty at each call.
func Each(n int, do func(k *Recipe, i int)) {
	const batch = 64
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n/batch+1) {
		all.Go(func() {
			var k Recipe
			for {
				from := int(next.Add(batch)) - batch
				if from >= n {
					return
				}
				for i := from; i < min(from+batch, n); i++ {
					k.Reset()
					do(&k, i)
				}
			}
		})
	}
	all.Wait()
}
