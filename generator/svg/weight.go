package svg

// refs knows which part of a drawing refers to which. A part is an element
// with an id, with all that lies in it but in other such parts, which it
// refers to as it does to those that it uses.
type refs struct {
	parts  []part // the first is the whole drawing
	of     map[string]int
	stack  []int    // part of each open element
	paints []string // ids that a style sheet refers to
}

type part struct {
	element string
	own     int // elements
	inner   []int
	uses    []string
}

func newRefs() *refs { return &refs{parts: make([]part, 1), of: map[string]int{}} }

func (r *refs) at() int {
	if n := len(r.stack); n > 0 {
		return r.stack[n-1]
	}
	return 0
}

// open takes in an element that begins.
func (r *refs) open(element, id string, uses []string) {
	p := r.at()
	if _, taken := r.of[id]; id != "" && !taken {
		r.parts = append(r.parts, part{element: element})
		k := len(r.parts) - 1
		r.parts[p].inner = append(r.parts[p].inner, k)
		r.of[id] = k
		p = k
	}
	r.stack = append(r.stack, p)
	r.parts[p].own++
	r.parts[p].uses = append(r.parts[p].uses, uses...)
}

func (r *refs) close() { r.stack = r.stack[:len(r.stack)-1] }

func (r *refs) paint(id string) { r.paints = append(r.paints, id) }

// plainPaints reports whether style sheets refer to gradients alone: who is
// painted by a rule is not known here, so what is referred to must be cheap.
func (r *refs) plainPaints() bool {
	for _, id := range r.paints {
		k, ok := r.of[id]
		if !ok {
			continue
		}
		p := r.parts[k]
		if p.element != "linearGradient" && p.element != "radialGradient" {
			return false
		}
	}
	return true
}

// drawn is how many elements are drawn, each as often as it is; more than any
// limit where a part draws itself.
func (r *refs) drawn() int {
	known := make([]int, len(r.parts)) // 0: not yet, -1: at it
	var weigh func(k int) int
	weigh = func(k int) int {
		switch {
		case known[k] < 0:
			return maxDrawn + 1
		case known[k] > 0:
			return known[k]
		}
		known[k] = -1
		sum := max(r.parts[k].own, 1)
		for _, i := range r.parts[k].inner {
			sum = min(sum+weigh(i), maxDrawn+1)
		}
		for _, id := range r.parts[k].uses {
			if i, ok := r.of[id]; ok {
				sum = min(sum+weigh(i), maxDrawn+1)
			}
		}
		known[k] = sum
		return sum
	}
	return weigh(0)
}
