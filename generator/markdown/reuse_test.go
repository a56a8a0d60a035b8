package markdown

import (
	"reflect"
	"strings"
	"testing"
)

// A text rendered into the room of the text before it is the same as one
// that was given room of its own.
func TestRenderIntoUsedRoom(t *testing.T) {
	texts := []string{
		strings.Repeat("一、总体要求\n\n各部门按照 [通知](a.md) 办理。\n\n", 40),
		"## 二、范围\n\n| 事项 | 单位 |\n| --- | --- |\n| 办理 | 窗口 |\n",
		"",
		"短。",
	}
	var room []byte
	for _, src := range texts {
		want := Render([]byte(src), 3)
		got := RenderInto(room, []byte(src), 3)
		room = got.HTML
		if string(got.HTML) != string(want.HTML) {
			t.Errorf("%.20q became\n%s\nin used room, and\n%s\nin its own", src, got.HTML, want.HTML)
		}
		got.HTML, want.HTML = nil, nil
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%.20q has %+v in used room, and %+v in its own", src, got, want)
		}
	}
}
