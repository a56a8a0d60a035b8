package content_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/generator/content"
)

// TestTextByAnotherName: a text that an editor saved under another ending is
// given the name that it should have, and no advice about attachments.
func TestTextByAnotherName(t *testing.T) {
	for name, want := range map[string]string{
		"dongji.md.txt":   "dongji.md",
		"dongji.txt":      "dongji.md",
		"dongji.markdown": "dongji.md",
		"dongji.MD":       "dongji.md",
		"Dongji.Md.TXT":   "dongji.md",
		"冬季.mdown":        "冬季.md",
		"taken.md.txt":    "",
		"dongji.docx":     "",
		"dongji":          "",
		"readme.txt":      "",
	} {
		whole := &fstest.MapFile{Data: []byte(notice)}
		fsys := fstest.MapFS{"content/notices/2026/" + name: whole, "content/notices/2026/taken.md": whole}
		_, found, err := content.Load(t.Context(), fsys, content.Options{Jobs: 1})
		if err != nil {
			t.Fatal(err)
		}
		if len(found) != 1 || found[0].Rule != "file-name" || !strings.HasPrefix(found[0].Message.ZH, "这里只能放 .md 文件") {
			t.Errorf("%s: %+v", name, found)
			continue
		}
		help := found[0].Help
		if want == "" && !strings.Contains(help.ZH, "附件放在") || want != "" && (!strings.HasPrefix(help.ZH, "改名为 "+want) || !strings.HasPrefix(help.EN, "rename it to "+want)) {
			t.Errorf("%s: %s", name, help.ZH)
		}
		if hidden := strings.Contains(help.ZH, "文件扩展名"); hidden != (want != "" && strings.HasSuffix(strings.ToLower(name), ".txt")) {
			t.Errorf("%s: %s", name, help.ZH)
		}
	}
}
