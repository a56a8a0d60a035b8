package fields

import (
	"errors"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"

	"gongkai/generator/diag"
)

// parseTOML reads front matter between +++ lines. Tables become nested maps.
func parseTOML(file *diag.File, src []byte, off, end int) (Node, diag.List) {
	text := src[off:end]
	if found := tooMuch(file, text, off); found != nil {
		return Node{}, found
	}
	var found diag.List
	root := &Node{Kind: Map, Off: int32(off), Len: int32(max(0, end-off))}
	into := root
	var p unstable.Parser
	p.Reset(text)
	t := tomlTree{off: off, text: text, parser: &p}
	for p.NextExpression() {
		e := p.Expression()
		switch e.Kind {
		case unstable.KeyValue:
			t.put(into, e.Key(), t.value(e.Value(), 0))
		case unstable.Table:
			into = t.table(root, e.Key(), false)
		case unstable.ArrayTable:
			into = t.table(root, e.Key(), true)
		}
	}
	if err := p.Error(); err != nil {
		at := off
		var bad *unstable.ParserError
		if errors.As(err, &bad) && len(bad.Highlight) > 0 {
			at = off + int(p.Range(bad.Highlight).Offset)
		}
		at = min(at, end)
		help := diag.Say("每行写成：字段 = \"值\"", "write: field = \"value\"")
		if at < end && text[at-off] >= 0x80 {
			help = diag.Say("TOML 的中文字段名和值都要放在英文双引号里：\"标题\" = \"……\"", "put Chinese field names and values into double quotes: \"标题\" = \"…\"")
		}
		found.Add("front-matter", diag.At(file, at, runeLen(src[at:end])),
			diag.Say("这里的 TOML 格式读不懂（%s）", "this TOML cannot be read (%s)", err.Error()), help)
		return Node{}, found
	}
	return *root, nil
}

type tomlTree struct {
	off    int
	text   []byte
	parser *unstable.Parser
}

func (t *tomlTree) key(n *unstable.Node) Key {
	return Key{strings.Clone(string(n.Data)), int32(t.off + int(n.Raw.Offset)), int32(n.Raw.Length)}
}

// put sets a dotted key.
func (t *tomlTree) put(m *Node, keys unstable.Iterator, v Node) {
	for keys.Next() {
		k := t.key(keys.Node())
		if keys.IsLast() {
			if v.Off == 0 {
				v.Off, v.Len = k.Off, k.Len
			}
			m.Keys, m.Items = append(m.Keys, k), append(m.Items, v)
			return
		}
		m = child(m, k)
	}
}

func child(m *Node, k Key) *Node {
	for i := range m.Keys {
		if m.Keys[i].Text == k.Text && m.Items[i].Kind == Map {
			return &m.Items[i]
		}
	}
	m.Keys, m.Items = append(m.Keys, k), append(m.Items, Node{Kind: Map, Off: k.Off, Len: k.Len})
	return &m.Items[len(m.Items)-1]
}

func (t *tomlTree) table(root *Node, keys unstable.Iterator, array bool) *Node {
	m := root
	for keys.Next() {
		k := t.key(keys.Node())
		if !keys.IsLast() || !array {
			m = child(m, k)
			continue
		}
		list := -1
		for i := range m.Keys {
			if m.Keys[i].Text == k.Text && m.Items[i].Kind == List {
				list = i
			}
		}
		if list < 0 {
			m.Keys, m.Items = append(m.Keys, k), append(m.Items, Node{Kind: List, Off: k.Off, Len: k.Len})
			list = len(m.Items) - 1
		}
		items := &m.Items[list].Items
		*items = append(*items, Node{Kind: Map, Off: k.Off, Len: k.Len})
		m = &(*items)[len(*items)-1]
	}
	return m
}

func (t *tomlTree) value(n *unstable.Node, depth int) Node {
	out := Node{Kind: Scalar, Text: strings.Clone(string(n.Data))}
	if n.Raw.Length > 0 {
		out.Off, out.Len = int32(t.off+int(n.Raw.Offset)), int32(n.Raw.Length)
	}
	if depth > maxDepth {
		return Node{}
	}
	switch n.Kind {
	case unstable.Array:
		out.Kind = List
		for it := n.Children(); it.Next(); {
			out.Items = append(out.Items, t.value(it.Node(), depth+1))
		}
	case unstable.InlineTable:
		out.Kind = Map
		for it := n.Children(); it.Next(); {
			t.put(&out, it.Node().Key(), t.value(it.Node().Value(), depth+1))
		}
	}
	return out
}
