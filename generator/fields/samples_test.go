package fields

import (
	"slices"
	"testing"

	"gongkai/generator/diag"
)

func TestSamples(t *testing.T) {
	for src, want := range map[string][]string{
		"a: 【请改】某某镇\nb: {c: 某某县【请改：地址】}\n":                                       {"【请改】某某镇", "某某县【请改：地址】"},
		"a: 请改（审查人）\nb: [请改：上级平台, 乙]\n":                                          {"请改（审查人）", "请改：上级平台"},
		"a: 0000-0000000  # 请改\nb: \"0000000000\"\nc: \"000000\"\nd: 00000001\n": {"0000-0000000", "0000000000", "000000", "00000001"},
		"a: www.mouxian.example  # 请改\nb: zwgk@mouxian.example\n":                {"www.mouxian.example", "zwgk@mouxian.example"},
		// Replaced, with the comment left behind; the word in a sentence.
		"a: 0999-5011012  # 请改\nb: 00000000/2026-00001\nc: 工作日  # 请改\n": nil,
		"a: 填错的请改正，0000-0000000\n":                                      nil,
		"a: 0000-0000000\n":                                             nil, // nothing says that it is a sample
	} {
		file := &diag.File{Path: "a.yaml"}
		root, found := ParseYAML(file, []byte(src), 0, len(src), func(string) bool { return true })
		if len(found) > 0 {
			t.Fatal(src, found)
		}
		var got []string
		for _, v := range Samples(file, []byte(src), root) {
			if at := src[v.At.Off : v.At.Off+v.At.Len]; at != v.V && at != `"`+v.V+`"` {
				t.Errorf("%q is at %q", v.V, at)
			}
			got = append(got, v.V)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: samples %q, want %q", src, got, want)
		}
	}
}
