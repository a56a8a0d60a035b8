package fields_test

import (
	"reflect"
	"testing"

	"gongkai/generator/diag"
	"gongkai/generator/fields"
)

var seeds = []string{
	"---\n标题: 关于做好2026年春季植树工作的通知\n保密审查: {审查人: 李文, 日期: 2026-03-04}\n---\n正文\n",
	"---\n标题：关于\n---\n", "---\n标题: 关于 #1\n保密审查: #甲\n---\n", "---\n标题: a\n\n各乡镇：\n\n甲: [\n　　乙: \"c\n---\n", "---\n保密审查:\n　审查人: 李\n标题\n天数: >- 甲\n---\n", "---\n附件:\n审查人: 甲\n审查人: 乙\n保密审查:\n  标题: 丙\n审查人: 丁\n---\n", "---\n标题：a\n关键词: [a #b,\n c]\n坏: >\n  x\n---\n", "---\n标题: \"关于\n---\n", "---\n\t标题: 甲\n---\n", "---\n附件:\n  - 文件: a.csv\n    名称: 甲\n---\n",
	"---\n内容概述: >-\n  一\n  二\n---\n", "---\na: &x 1\nb: *x\n---\n", "---\na: !!str 1\n<<: b\n---\n", "---\n? a\n: b\n---\n", "---\n[[[[a]]]]: b\n---\n",
	"---\n关键词: [甲，乙, '丙\n---\n", "---\n...\n---\n", "---\n- \n-\n---", "+++\n\"标题\" = \"甲\"\n[[a]]\nb = {c = [1, 2026-03-04]}\n[a.b]\n+++\n", "+++\n标题 = 1\n+++\n",
	"{\n\"标题\": [\"甲\", {\"a\": null}]\n}\n\n正文", "\ufeff---\r\n标题: 甲\r\n---\r\n", "——\n标题: 甲\n", "---\n标题: 甲\n", "---\n'a\\': \"\\u4e00\"\n---\n", "---\na: |\n---\n", "---\n: \n---\n", "---\na:\n  b:\n - c\n---\n",
}

type form struct {
	Title, Kind fields.Text
	Formed      fields.Moment
	Words       []fields.Text
	Days        fields.Whole
	Yes         fields.YesNo
	Inner       fields.Value[inner]
	List        []fields.Value[inner]
}

type inner struct{ By fields.Text }

var innerSchema = fields.Schema[inner]{Kind: "inner", Alias: "内", Fields: []fields.Field[inner]{
	fields.Line("by", "审查人", func(i *inner) *fields.Text { return &i.By }).Must(),
}}

var schema = fields.Schema[form]{Kind: "form", Alias: "表", Fields: []fields.Field[form]{
	fields.Line("title", "标题", func(f *form) *fields.Text { return &f.Title }).Must(),
	fields.Choice("kind", "类别", func(f *form) *fields.Text { return &f.Kind }, "甲", "乙"),
	fields.Time("formed", "成文日期", func(f *form) *fields.Moment { return &f.Formed }),
	fields.Lines("words", "关键词", func(f *form) *[]fields.Text { return &f.Words }),
	fields.Number("days", "天数", func(f *form) *fields.Whole { return &f.Days }, 0, 400),
	fields.Flag("yes", "同意", func(f *form) *fields.YesNo { return &f.Yes }),
	fields.Group("review", "保密审查", innerSchema, func(f *form) *fields.Value[inner] { return &f.Inner }),
	fields.Groups("attachments", "附件", innerSchema, func(f *form) *[]fields.Value[inner] { return &f.List }),
}}

// FuzzFrontMatter: whatever the bytes are, nothing panics, and every place
// lies inside the file.
func FuzzFrontMatter(f *testing.F) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		src := diag.Normalise(raw)
		file := &diag.File{Path: "a.md"}
		front, found := new(fields.Splitter).Split(file, src)
		if front.Off < 0 || front.Off > front.End || front.End > len(src) || front.Body < front.End && front.Notation != fields.None || front.Body > len(src) {
			t.Fatalf("the front matter lies at %+v of %d bytes", front, len(src))
		}
		inside(t, src, found)
		if front.Notation == fields.None {
			if len(found) == 0 {
				t.Fatal("no front matter and no finding")
			}
			return
		}
		root, found := fields.Parse(file, src, front.Notation, front.Off, front.End, schema.Known())
		inside(t, src, found)
		nodeInside(t, src, root)
		var dst form
		inside(t, src, schema.Decode(file, diag.At(file, 0, min(3, len(src))), root, &dst))
		again, rest, err := fields.DecodeNode(string(root.AppendBinary(nil)))
		if err != nil || len(rest) > 0 || !reflect.DeepEqual(strip(again), strip(root)) {
			t.Fatalf("a node does not survive its encoding: %v, %d bytes left", err, len(rest))
		}
	})
}

func inside(t *testing.T, src []byte, found diag.List) {
	t.Helper()
	for _, f := range found {
		if f.Span.Off < 0 || f.Span.Len < 0 || int(f.Span.Off+f.Span.Len) > len(src) {
			t.Fatalf("%s: the place %d+%d is not inside %d bytes", f.Message.EN, f.Span.Off, f.Span.Len, len(src))
		}
	}
}

func nodeInside(t *testing.T, src []byte, n fields.Node) {
	t.Helper()
	check := func(off, length int32) {
		if off < 0 || length < 0 || int(off+length) > len(src) {
			t.Fatalf("the node %q at %d+%d is not inside %d bytes", n.Text, off, length, len(src))
		}
	}
	check(n.Off, n.Len)
	for _, k := range n.Keys {
		check(k.Off, k.Len)
	}
	for _, item := range n.Items {
		nodeInside(t, src, item)
	}
}

// strip makes empty lists nil, as decoding does.
func strip(n fields.Node) fields.Node {
	if len(n.Keys) == 0 {
		n.Keys = nil
	}
	if len(n.Items) == 0 {
		n.Items = nil
		return n
	}
	items := make([]fields.Node, len(n.Items))
	for i := range items {
		items[i] = strip(n.Items[i])
	}
	n.Items = items
	return n
}

// FuzzDecodeNode: a memo that was damaged yields an error, not a panic, and
// what decodes is encoded as the same node again.
func FuzzDecodeNode(f *testing.F) {
	file := &diag.File{Path: "a.md"}
	for _, s := range seeds {
		src := diag.Normalise([]byte(s))
		if front, found := new(fields.Splitter).Split(file, src); len(found) == 0 {
			root, _ := fields.Parse(file, src, front.Notation, front.Off, front.End, schema.Known())
			f.Add(root.AppendBinary(nil))
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		n, rest, err := fields.DecodeNode(string(src))
		if err != nil {
			return
		}
		if len(rest) > len(src) {
			t.Fatal("more is left than there was")
		}
		again, _, err := fields.DecodeNode(string(n.AppendBinary(nil)))
		if err != nil || !reflect.DeepEqual(strip(again), strip(n)) {
			t.Fatalf("%+v comes back as %+v: %v", n, again, err)
		}
	})
}
