package fields

import (
	"slices"
	"strings"

	"gongkai/generator/diag"
)

// maxForm is more fields than any form has: what has more of them is no slip.
const maxForm = 200

// settle reads fields as they were meant whose indent was lost, or that have one
// too many behind a group: such a file can be read and says something else. Nothing
// else of it is to blame, so nothing else is told.
func settle[T any](d *decoder, s *Schema[T], n Node) Node {
	if len(n.Keys) > maxForm {
		return n
	}
	for i := 0; i < len(n.Keys); i++ {
		kind := n.Items[i].Kind
		if kind == Scalar {
			continue
		}
		f := s.find(n.Keys[i].Text)
		if f < 0 || s.Fields[f].Sub == nil || kind == List && s.Fields[f].Type != TypeGroups {
			continue
		}
		field := s.Fields[f].Description
		if end := i + 1 + astray(s, n, i, field); end > i+1 {
			d.lostIndent(n, i, end, field)
			n = sunk(n, i, end, field.Type == TypeGroups)
		}
		if outer := s.outer(n, n.Items[i], field.Sub); len(outer) > 0 {
			d.extraIndent(n.Keys[i], outer)
			n = raised(n, i, outer)
		}
	}
	return n
}

// astray is how many keys after the group at i are its own and none of its level.
func astray[T any](s *Schema[T], n Node, i int, group Description) int {
	end := i + 1
	for ; end < len(n.Keys); end++ {
		k := n.Keys[end].Text
		if s.find(k) >= 0 || !group.Sub.has(k) || group.Type == TypeGroup && n.Items[i].has(k) {
			break
		}
	}
	return end - i - 1
}

// outer are the keys in a group that are none of its own and of the level above,
// where they are wanting.
func (s *Schema[T]) outer(n, group Node, sub *Shape) (keys []Key) {
	for _, item := range group.Items {
		if group.Kind == List && item.Kind == Map {
			keys = append(keys, s.outer(n, item, sub)...)
		}
	}
	if len(group.Keys) > maxForm {
		return nil
	}
	for _, k := range group.Keys {
		f := -1
		if !sub.has(k.Text) {
			f = s.find(k.Text)
		}
		if f >= 0 && !n.has(s.Fields[f].Key) && !n.has(s.Fields[f].Alias) {
			keys = append(keys, k)
		}
	}
	return keys
}

func (s *Shape) has(word string) bool {
	return slices.ContainsFunc(s.Fields, func(f Description) bool { return f.Key == word || f.Alias == word })
}

func (n Node) has(key string) bool {
	return slices.ContainsFunc(n.Keys, func(k Key) bool { return k.Text == key })
}

// sunk is a map in which the fields from i+1 to end are those of the group at i. In
// a list, a field that comes again begins the next item.
func sunk(n Node, i, end int, list bool) Node {
	group := n.Items[i]
	items := []Node{group}
	if group.Kind == List {
		items = slices.Clone(group.Items)
	}
	last := len(items) - 1
	if last >= 0 && items[last].Kind == Missing {
		items = items[:last]
	}
	if last = len(items) - 1; last < 0 || items[last].Kind != Map {
		items = append(items, Node{Kind: Map, Off: n.Keys[i].Off, Len: n.Keys[i].Len})
		last++
	}
	items[last].Keys, items[last].Items = slices.Clone(items[last].Keys), slices.Clone(items[last].Items)
	for j := i + 1; j < end; j++ {
		if k := n.Keys[j]; list && items[last].has(k.Text) {
			items = append(items, Node{Kind: Map, Off: k.Off, Len: k.Len})
			last++
		}
		items[last].Keys = append(items[last].Keys, n.Keys[j])
		items[last].Items = append(items[last].Items, n.Items[j])
	}
	if list {
		group = Node{Kind: List, Off: n.Keys[i].Off, Len: n.Keys[i].Len, Items: items}
	} else {
		group = items[0]
	}
	n.Keys = slices.Concat(n.Keys[:i+1], n.Keys[end:])
	n.Items = slices.Concat(n.Items[:i], []Node{group}, n.Items[end:])
	return n
}

// raised is a map in which some fields of the group at i stand beside it.
func raised(n Node, i int, outer []Key) Node {
	n.Keys, n.Items = slices.Clone(n.Keys), slices.Clone(n.Items)
	var without func(group Node) Node
	without = func(group Node) Node {
		rest := group
		rest.Keys, rest.Items = nil, nil
		for j, item := range group.Items {
			switch {
			case group.Kind == List:
				rest.Items = append(rest.Items, without(item))
			case group.Kind == Map && slices.Contains(outer, group.Keys[j]):
				n.Keys, n.Items = append(n.Keys, group.Keys[j]), append(n.Items, item)
			case group.Kind == Map:
				rest.Keys, rest.Items = append(rest.Keys, group.Keys[j]), append(rest.Items, item)
			}
		}
		return rest
	}
	group := without(n.Items[i])
	n.Items[i] = group
	return n
}

func (d *decoder) lostIndent(n Node, i, end int, group Description) {
	keys := n.Keys[i+1 : end]
	zh, en := listed(keys)
	help := diag.Say("这几行的行首各加两个半角空格", "put two spaces before each of these lines")
	if group.Type == TypeGroups {
		help = diag.Say("每一组的第一行前面加“  - ”，同组的其他行前面加四个半角空格", "put `  - ` before the first line of each item, and four spaces before its other lines")
	}
	d.found.Add("front-matter", keys[0].span(d.file),
		diag.Say("%[1]s是“%[3]s”的下级字段，行首没有空格", "%[2]s stands below %[3]q without its indent", zh, en, n.Keys[i].Text), help)
	if group.Type == TypeGroup && !slices.ContainsFunc(n.Items[i+1:end], func(v Node) bool { return v.Kind != Scalar || int(v.Len) < len(v.Text) }) {
		for _, k := range keys {
			d.found.Cure(diag.Edit{Span: diag.At(d.file, int(k.Off), 0), New: "  "})
		}
	}
}

func (d *decoder) extraIndent(group Key, outer []Key) {
	zh, en := listed(outer)
	d.found.Add("front-matter", outer[0].span(d.file),
		diag.Say("%[1]s写在“%[3]s”里面了，不是它的下级字段", "%[2]s stands inside %[3]q and is no field of it", zh, en, group.Text),
		diag.Say("另写一行，行首和“%s”对齐，不多空格", "write it on a line of its own, aligned with %q and not indented further", group.Text))
}

// listed names keys in both languages, each once.
func listed(keys []Key) (zh, en string) {
	var words []string
	for _, k := range keys {
		if !slices.Contains(words, k.Text) && len(words) < maxUnknown {
			words = append(words, k.Text)
		}
	}
	return "“" + strings.Join(words, "”“") + "”", `"` + strings.Join(words, `", "`) + `"`
}
