package render

import (
	"maps"
	"slices"

	"gongkai/generator/output"
	"gongkai/generator/site"
)

// A large county has tens of thousands of pages of two kinds, documents and full
// archive pages of lists. These have keys: what their views and layouts use must
// be told here, or a page stays as it was when that changes (TestKeysForgetNothing
// and the test of random edits watch over it). All other pages are made each time.

// common is the key of what every page depends on.
func (r *renderer) common() [32]byte {
	var k output.Recipe
	k.Hash(r.layouts.Sum(), r.Portal.Sum)
	k.Text(r.base, r.siteTags)
	k.Flag(r.Offline)
	for _, name := range slices.Sorted(maps.Keys(r.assets)) {
		k.Text(name, r.assets[name])
	}
	for depth := range maxDepth + 1 {
		for _, s := range append(r.sections(), section{}) {
			k.Text(string(r.tops[topKey{depth, s.address}]))
		}
		k.Text(string(r.bottoms[depth]))
	}
	for _, w := range r.Glossary {
		k.Text(w.Name, w.Text)
		k.Text(w.Forms...)
	}
	return k.Key()
}

// faces are the keys of what other pages show of notices, by the notice.
func (r *renderer) faces() map[*site.Notice][32]byte {
	keys := make([][32]byte, len(r.Notices))
	output.Each(len(r.Notices), func(k *output.Recipe, i int) { keys[i] = face(k, r.Notices[i]) })
	byNotice := make(map[*site.Notice][32]byte, len(keys))
	for i, n := range r.Notices {
		byNotice[n] = keys[i]
	}
	return byNotice
}

func face(k *output.Recipe, n *site.Notice) [32]byte {
	k.Text(n.Address, n.Title.V, n.Published.V.String(), n.Formed.V.String(), n.Index.V, n.Number.V, n.Summary.V, n.Stage.V, n.Validity)
	if n.Agency != nil {
		k.Text(n.Agency.Name.V)
	}
	k.Number(0)
	if n.Category != nil {
		k.Text(n.Category.Name)
	}
	return k.Key()
}

// noticeKey is the key of a notice's page.
func (r *renderer) noticeKey(k *output.Recipe, n *site.Notice) [32]byte {
	if n.Hash == [32]byte{} || r.key == [32]byte{} {
		return [32]byte{}
	}
	k.Text("notice", n.Address)
	k.Hash(r.key, n.Hash, r.face[n])
	k.Text(n.Links...)
	for _, f := range n.Files {
		k.Text(f.Name)
		k.Number(int64(f.Pixels.Width), int64(f.Pixels.Height))
	}
	for _, a := range n.Attachments {
		k.Text(a.Name, a.Title, a.Address)
		k.Number(a.Size)
	}
	k.Number(int64(n.State))
	k.Flag(n.Effective.V.Date.After(r.Clock))
	if a := n.Agency; a != nil {
		k.Text("agency", a.Address)
	}
	if c := n.Category; c != nil {
		k.Text("category", c.ID, c.Address, c.Summary)
		k.Text(c.Keywords...)
	}
	if t := n.Topic; t != nil {
		k.Text("topic", t.Name, t.Address)
	}
	if g := n.Genre; g != nil {
		k.Text("genre", g.Name)
	}
	for _, list := range [][]*site.Notice{{n.Prev}, {n.Next}, n.Beside, n.Series, n.Repeals, n.RepealedBy, n.Interprets, n.InterpretedBy} {
		k.Number(int64(len(list)))
		for _, other := range list {
			k.Hash(r.face[other]) // of none, the zero hash
		}
	}
	return k.Key()
}

// archiveKey is the key of a full page of a list.
func (r *renderer) archiveKey(k *output.Recipe, l site.List, lp site.ListPage) [32]byte {
	if r.key == [32]byte{} {
		return r.key
	}
	k.Text("list", l.Kind, l.Name, l.Address, lp.Address, lp.Newer, lp.Older)
	k.Number(int64(lp.Number))
	k.Hash(r.key)
	switch {
	case l.Category != nil:
		k.Text(l.Category.ID, l.Category.Basis, l.Category.Summary)
		k.Text(l.Category.Keywords...)
	case l.Agency != nil:
		k.Text(l.Agency.Name.V, l.Agency.Address)
	}
	for _, n := range lp.Notices {
		k.Hash(r.face[n])
	}
	return k.Key()
}
