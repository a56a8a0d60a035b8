package content

// shelf holds what a server remembers in memory, and forgets what nobody asked
// for while it built once: earlier forms of a text that somebody is writing.
type shelf[K comparable, V any] map[K]*shelved[V]

type shelved[V any] struct {
	value V
	asked bool // since forget was called last
}

func (s shelf[K, V]) get(key K) (value V, ok bool) {
	e, ok := s[key]
	if !ok {
		return value, false
	}
	e.asked = true
	return e.value, true
}

func (s shelf[K, V]) put(key K, value V) { s[key] = &shelved[V]{value, true} }

func (s shelf[K, V]) forget() {
	for key, e := range s {
		if !e.asked {
			delete(s, key)
		}
		e.asked = false
	}
}
