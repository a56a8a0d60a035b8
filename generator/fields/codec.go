package fields

import (
	"encoding/binary"
	"errors"
)

// AppendBinary writes a node for the memo cache: it is read back by
// DecodeNode. The form is private to one version of the program.
func (n Node) AppendBinary(dst []byte) []byte {
	dst = append(dst, byte(n.Kind))
	dst = binary.AppendUvarint(dst, uint64(n.Off))
	dst = binary.AppendUvarint(dst, uint64(n.Len))
	dst = appendText(dst, n.Text)
	dst = binary.AppendUvarint(dst, uint64(len(n.Keys)))
	for _, k := range n.Keys {
		dst = appendText(dst, k.Text)
		dst = binary.AppendUvarint(dst, uint64(k.Off))
		dst = binary.AppendUvarint(dst, uint64(k.Len))
	}
	dst = binary.AppendUvarint(dst, uint64(len(n.Items)))
	for _, item := range n.Items {
		dst = item.AppendBinary(dst)
	}
	return dst
}

func appendText(dst []byte, s string) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(s))), s...)
}

var errNode = errors.New("fields: not an encoded node")

// DecodeNode reads what AppendBinary wrote and returns what follows it. The
// node's strings are parts of src.
func DecodeNode(src string) (Node, string, error) { return new(Arena).DecodeNode(src) }

// Arena is room for the nodes of one document after another: what is decoded into
// it is good until the next call.
type Arena struct {
	keys  []Key
	items []Node
}

// DecodeNode is the function of that name with its nodes in the arena.
func (a *Arena) DecodeNode(src string) (Node, string, error) {
	a.keys, a.items = a.keys[:0], a.items[:0]
	r := nodeReader{src: src, Arena: a}
	n := r.node(0)
	if r.bad {
		return Node{}, "", errNode
	}
	return n, r.src, nil
}

// nodeReader latches its first error, so that the reading code stays plain.
type nodeReader struct {
	*Arena
	src string
	bad bool
}

func (r *nodeReader) uint() uint64 {
	v := uint64(0)
	for i := 0; i < len(r.src) && i < binary.MaxVarintLen32; i++ {
		c := r.src[i]
		v |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			r.src = r.src[i+1:]
			return v
		}
	}
	r.bad, r.src = true, ""
	return 0
}

func (r *nodeReader) text() string {
	n := r.uint()
	if n > uint64(len(r.src)) {
		r.bad, r.src = true, ""
		return ""
	}
	s := r.src[:n]
	r.src = r.src[n:]
	return s
}

// count reads a number of things that take at least one byte each.
func (r *nodeReader) count() int {
	n := r.uint()
	if n > uint64(len(r.src)) {
		r.bad = true
		return 0
	}
	return int(n)
}

// list reads the items of a node. Those below them come into the arena between
// two of them, so they are gathered at its end when all are read.
func (r *nodeReader) list(depth int) []Node {
	k := r.count()
	if k == 0 || r.bad {
		return nil
	}
	var few [24]Node
	list := few[:0]
	for range k {
		if list = append(list, r.node(depth+1)); r.bad {
			return nil
		}
	}
	from := len(r.items)
	r.items = append(r.items, list...)
	return r.items[from:len(r.items):len(r.items)]
}

func (r *nodeReader) node(depth int) Node {
	if len(r.src) == 0 || depth > maxDepth+4 {
		r.bad = true
		return Node{}
	}
	n := Node{Kind: Kind(r.src[0])}
	r.src = r.src[1:]
	n.Off, n.Len, n.Text = int32(r.uint()), int32(r.uint()), r.text()
	from := len(r.keys)
	for range r.count() {
		if r.keys = append(r.keys, Key{r.text(), int32(r.uint()), int32(r.uint())}); r.bad {
			return Node{}
		}
	}
	if len(r.keys) > from {
		n.Keys = r.keys[from:len(r.keys):len(r.keys)]
	}
	n.Items = r.list(depth)
	if len(n.Keys) > 0 && len(n.Keys) != len(n.Items) {
		r.bad = true
	}
	return n
}
