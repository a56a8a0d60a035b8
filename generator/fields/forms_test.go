package fields

import (
	"testing"

	"gongkai/generator/diag"
)

type leaflet struct {
	Title Text
	Words []Text
	Group Value[section]
	Draft YesNo
}

type section struct{ Title, Note Text }

func leafletSchema() Schema[leaflet] {
	sub := Schema[section]{Kind: "section", Alias: "节", Fields: []Field[section]{
		Line("title", "标题", func(s *section) *Text { return &s.Title }).Must(),
		Line("note", "备注", func(s *section) *Text { return &s.Note }),
	}}
	return Schema[leaflet]{Kind: "leaflet", Alias: "单页", Lenient: func(f *leaflet) bool { return f.Draft.V }, Fields: []Field[leaflet]{
		Line("title", "标题", func(f *leaflet) *Text { return &f.Title }).Must(),
		Lines("words", "词", func(f *leaflet) *[]Text { return &f.Words }),
		Flag("draft", "草稿", func(f *leaflet) *YesNo { return &f.Draft }),
		Group("group", "组", sub, func(f *leaflet) *Value[section] { return &f.Group }),
	}}
}

func decodeLeaflet(text string) (leaflet, diag.List) {
	s := leafletSchema()
	file := &diag.File{Path: "a.md"}
	root, found := ParseYAML(file, []byte(text), 0, len(text), s.Known())
	var f leaflet
	return f, append(found, s.Decode(file, diag.At(file, 0, 0), root, &f)...)
}

func TestDraftMayLeaveOutFieldsOfItsGroups(t *testing.T) {
	for _, text := range []string{"group:\n  note: 甲\ndraft: true\n", "draft: 是\ngroup:\n  note: 甲\n"} {
		if _, found := decodeLeaflet(text); len(found) > 0 {
			t.Errorf("%q: %v", text, found)
		}
	}
	if _, found := decodeLeaflet("title: 题\ngroup:\n  note: 甲\n"); len(found) != 1 || found[0].Rule != "missing-field" {
		t.Errorf("a published leaflet without its group's title: %v", found)
	}
}

func TestChineseMarksCutAList(t *testing.T) {
	text := "title: 题\nwords: 植树、绿化，义务\n"
	s := leafletSchema()
	file := &diag.File{Path: "a.md"}
	root, _ := ParseYAML(file, []byte(text), 0, len(text), s.Known())
	var f leaflet
	s.Decode(file, diag.Span{}, root, &f)
	if len(f.Words) != 3 {
		t.Fatalf("%d words: %v", len(f.Words), f.Words)
	}
	for i, want := range []string{"植树", "绿化", "义务"} {
		at := f.Words[i].At
		if got := text[at.Off : at.Off+at.Len]; f.Words[i].V != want || got != want {
			t.Errorf("word %d is %q at %q, want %q", i, f.Words[i].V, got, want)
		}
	}
}
