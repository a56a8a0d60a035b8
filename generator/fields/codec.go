package fields

import (
	"encoding/binary"
	"errors"

	"gongkai/generator/row"
)

// AppendBinary writes a node for the memo cache: it is read back by
// DecodeNode. The form is private to one version of the program.
func (n Node) AppendBinary(dst []byte) []byte {
	dst = append(dst, byte(n.Kind))
	dst = binary.AppendUvarint(dst, uint64(n.Off))
	dst = binary.AppendUvarint(dst, uint64(n.Len))
	dst = row.AppendText(dst, n.Text)
	dst = binary.AppendUvarint(dst, uint64(len(n.Keys)))
	for _, k := range n.Keys {
		dst = row.AppendText(dst, k.Text)
		dst = binary.AppendUvarint(dst, uint64(k.Off))
		dst = binary.AppendUvarint(dst, uint64(k.Len))
	}
	dst = binary.AppendUvarint(dst, uint64(len(n.Items)))
	for _, item := range n.Items {
		dst = item.AppendBinary(dst)
	}
	return dst
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
	r := nodeReader{Arena: a, Reader: row.Reader{Rest: src}}
	n := r.node(0)
	if r.Bad {
		return Node{}, "", errNode
	}
	return n, r.Rest, nil
}

type nodeReader struct {
	*Arena
	row.Reader
}

// list reads the items of a node. Those below them come into the arena between
// two of them, so they are gathered at its end when all are read.
func (r *nodeReader) list(depth int) []Node {
	k := r.Count(1)
	if k == 0 || r.Bad {
		return nil
	}
	var few [24]Node
	list := few[:0]
	for range k {
		if list = append(list, r.node(depth+1)); r.Bad {
			return nil
		}
	}
	from := len(r.items)
	r.items = append(r.items, list...)
	return r.items[from:len(r.items):len(r.items)]
}

func (r *nodeReader) node(depth int) Node {
	if len(r.Rest) == 0 || depth > maxDepth+4 {
		r.Bad = true
		return Node{}
	}
	n := Node{Kind: Kind(r.Rest[0])}
	r.Rest = r.Rest[1:]
	n.Off, n.Len, n.Text = int32(r.Uint()), int32(r.Uint()), r.Text()
	from := len(r.keys)
	for range r.Count(1) {
		if r.keys = append(r.keys, Key{r.Text(), int32(r.Uint()), int32(r.Uint())}); r.Bad {
			return Node{}
		}
	}
	if len(r.keys) > from {
		n.Keys = r.keys[from:len(r.keys):len(r.keys)]
	}
	n.Items = r.list(depth)
	if len(n.Keys) > 0 && len(n.Keys) != len(n.Items) {
		r.Bad = true
	}
	return n
}
