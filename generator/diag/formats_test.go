package diag

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func some(t *testing.T) (List, Printer) {
	t.Helper()
	fsys := files("a b.md", "标题：甲\n发文字号: 示政发[2026]1号\n", "c.md", "甲\n乙\n丙\n")
	list := List{
		{Rule: "front-matter", Severity: Error, Breach: true, Span: in(t, fsys, "a b.md", "："), Message: Say("全角冒号", "a full-width colon"), Help: Say("改成半角", "use a colon"), Law: Say("条例", "the Regulation")},
		{Rule: "link-text", Span: in(t, fsys, "c.md", "乙"), Message: Say("点击这里", "click here"), Notes: []Note{{in(t, fsys, "c.md", "丙"), Say("另一处", "another")}}, Waived: true},
		{Rule: "stale-column", Message: Say("很久没有更新", "nothing new")},
	}
	return list, Printer{Lang: "zh", Sources: NewSources(fsys, nil), Prefix: "county/", Rules: []About{
		{Name: "front-matter", Title: Say("字段区写错", "front matter"), Page: "# front-matter", Severity: Error}, {Name: "link-text", Title: Say("链接文字", "link text"), Page: "# link-text"}}}
}

func TestSARIF(t *testing.T) {
	list, p := some(t)
	list[1].Old = true
	var log sarifLog
	if err := json.Unmarshal([]byte(printed(t, p, "sarif", list)), &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	if log.Version != "2.1.0" || run.Tool.Driver.Name != "gongkai" || len(run.Tool.Driver.Rules) != 2 || run.ColumnKind != "unicodeCodePoints" {
		t.Errorf("%+v", log)
	}
	first, second, third := run.Results[0], run.Results[1], run.Results[2]
	if first.RuleID != "front-matter" || *first.RuleIndex != 0 || first.Level != "error" || first.Message.Text != "全角冒号\n改成半角\n条例" ||
		first.Locations[0].Physical != (sarifPhysical{sarifArtifact{"county/a%20b.md"}, sarifRegion{1, 3, 1, 4}}) || first.Baseline != "" {
		t.Errorf("%+v", first)
	}
	if len(second.Suppressions) != 1 || second.Related[0].Physical.Region.StartLine != 3 || second.Baseline != "unchanged" {
		t.Errorf("%+v", second)
	}
	if len(third.Locations) != 0 || third.RuleIndex != nil {
		t.Errorf("%+v", third)
	}
	if len(run.Invocations[0].Notifications) != 0 {
		t.Error("nothing is left out")
	}
}

func TestNothingIsLeftOutInSilence(t *testing.T) {
	_, p := some(t)
	var many List
	for i := range mostResults + 7 {
		f := Finding{Rule: "link-text", Severity: Warning, Message: Say("第%d条", "number %d", i)}
		if i == mostResults+5 {
			f.Severity = Error
		}
		many = append(many, f)
	}
	var log sarifLog
	if err := json.Unmarshal([]byte(printed(t, p, "sarif", many)), &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	if len(run.Results) != mostResults || run.Results[0].Level != "error" || run.Invocations[0].Notifications[0].Message.Text != "还有 7 条没有列出" {
		t.Errorf("%d results, %+v", len(run.Results), run.Invocations[0])
	}
	comment := printed(t, p, "markdown", many)
	if len(comment) > commentLimit+500 || !strings.Contains(comment, "这里放不下，还有 ") {
		t.Errorf("a comment of %d bytes", len(comment))
	}
	var left int
	if _, err := fmt.Sscanf(comment[strings.Index(comment, "还有 "):], "还有 %d 条", &left); err != nil || left+strings.Count(comment, "`link-text`") != len(many) {
		t.Errorf("%d left, %d shown, %v", left, strings.Count(comment, "`link-text`"), err)
	}
}

func TestFingerprintsSurviveMovedLines(t *testing.T) {
	prints := func(text string) []string {
		fsys := files("c.md", text)
		list := List{{Rule: "r", Span: in(t, fsys, "c.md", "乙"), Message: Say("甲", "a")}, {Rule: "r", Span: in(t, fsys, "c.md", "乙"), Message: Say("乙", "b")}}
		var issues []gitlabIssue
		if err := json.Unmarshal([]byte(printed(t, Printer{Sources: NewSources(fsys, nil)}, "gitlab", list)), &issues); err != nil {
			t.Fatal(err)
		}
		return []string{issues[0].Fingerprint, issues[1].Fingerprint}
	}
	before, after, other := prints("甲\n乙\n"), prints("新的一行\n\n甲\n  乙\n"), prints("甲\n乙丙\n")
	if !slices.Equal(before, after) || before[0] == before[1] || before[0] == other[0] {
		t.Errorf("%q %q %q", before, after, other)
	}
}

// TestFingerprintsHoldNoSecret: the hash of a number that can be guessed is
// the number.
func TestFingerprintsHoldNoSecret(t *testing.T) {
	veil := func(b []byte) []byte { return []byte(strings.ReplaceAll(string(b), "8", "*")) }
	print := func(text string) string {
		fsys := files("c.md", text)
		return fingerprints{}.of(Finding{Rule: "r"}, NewSources(fsys, veil).Place(in(t, fsys, "c.md", "号")))
	}
	if print("号8") != print("号*") {
		t.Error("the fingerprint depends on what is masked")
	}
}

func TestGitLab(t *testing.T) {
	list, p := some(t)
	var issues []gitlabIssue
	if err := json.Unmarshal([]byte(printed(t, p, "gitlab", list)), &issues); err != nil {
		t.Fatal(err)
	}
	if len(issues) != 2 || issues[0].Severity != "blocker" || issues[0].Location.Path != "county/a b.md" || issues[0].Location.Lines.Begin != 1 || issues[1].Severity != "minor" {
		t.Errorf("%+v", issues)
	}
	if got := printed(t, p, "gitlab", nil); got != "[]\n" {
		t.Errorf("no findings: %q", got)
	}
}

func TestMarkdown(t *testing.T) {
	list, p := some(t)
	list[1].Old, list[2].Old = true, true
	list[0].Message.ZH = "@全体 [链接](x) <b>"
	want := "## 检查结果：1 个错误，1 个警告\n\n| 级别 | 位置 | 规则 | 说明 |\n| --- | --- | --- | --- |\n" +
		"| 错误 | `a b.md:1:3` | `front-matter` | &#64;全体 \\[链接\\](x) &lt;b><br>改成半角 |\n\n" +
		"<details><summary>以前就有的 2 条</summary>\n\n| 级别 | 位置 | 规则 | 说明 |\n| --- | --- | --- | --- |\n" +
		"| 警告（已豁免） | `c.md:2:1` | `link-text` | 点击这里 |\n| 警告 | `.` | `stale-column` | 很久没有更新 |\n\n</details>\n\n某条规则的要求、依据和改法：`gongkai explain 规则名`。\n"
	if got := printed(t, p, "markdown", list); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := printed(t, p, "markdown", nil); !strings.Contains(got, "没有发现问题") {
		t.Error(got)
	}
}

const aDiff = `diff --git a/content/a.md b/content/a.md
index 1..2 100644
--- a/content/a.md
+++ b/content/a.md
@@ -2 +2 @@ 标题
-旧
+新
@@ -9,2 +8,0 @@
-删
-删
diff --git a/content/new.md b/content/new.md
new file mode 100644
--- /dev/null
+++ b/content/new.md
@@ -0,0 +1,3 @@
++++ 不是文件名
+二
+三
diff --git a/content/gone.md b/content/gone.md
deleted file mode 100644
--- a/content/gone.md
+++ /dev/null
@@ -1 +0,0 @@
-没
diff --git a/content/x.pdf b/content/x.pdf
Binary files a/content/x.pdf and b/content/x.pdf differ
diff --git "a/content/\"q\".md" "b/content/\"q\".md"
--- "a/content/\"q\".md"
+++ "b/content/\"q\".md"
@@ -1 +1 @@
-a
+b
diff --git a/content/old.md b/content/moved.md
similarity index 100%
rename from content/old.md
rename to content/moved.md
`

func TestReadDiff(t *testing.T) {
	c, err := ReadDiff(strings.NewReader(aDiff))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]Lines{"content/a.md": {{2, 2}, {8, 9}}, "content/new.md": {{1, 3}}, "content/x.pdf": {Whole}, `content/"q".md`: {{1, 1}}, "content/moved.md": nil}
	if fmt.Sprint(map[string][]Lines(c)) != fmt.Sprint(want) {
		t.Errorf("got %v\nwant %v", c, want)
	}
}

func TestMarkPutsWhatIsNewFirst(t *testing.T) {
	fsys := files("a.md", "一\n二\n三\n四\n", "b.md", "五\n")
	at := func(file, text string) Span { return in(t, fsys, file, text) }
	list := List{
		{Rule: "untouched", Span: at("a.md", "三")},
		{Rule: "touched", Span: at("a.md", "二")},
		{Rule: "other file", Span: at("b.md", "五")},
		{Rule: "by its note", Span: at("a.md", "四"), Notes: []Note{{Span: at("a.md", "二")}}},
		{Rule: "whole file", Span: At(&File{Path: "a.md"}, 0, 0)},
		{Rule: "whole site"},
	}
	var got []string
	for _, f := range (Changes{"a.md": {{2, 2}}}).Mark(list, NewSources(fsys, nil)) {
		got = append(got, fmt.Sprint(f.Rule, " ", f.Old))
	}
	want := []string{"touched false", "by its note false", "whole file false", "untouched true", "other file true", "whole site true"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func FuzzReadDiff(f *testing.F) {
	f.Add(aDiff)
	f.Add("diff --git a/x b/x\n+++ b/x\n@@ -1 +1,99999999999999999999 @@\n")
	f.Fuzz(func(t *testing.T, diff string) {
		c, err := ReadDiff(strings.NewReader(diff))
		if err != nil {
			t.Fatal(err)
		}
		for path := range c {
			if path == "" {
				t.Errorf("a change of no file in %q", diff)
			}
		}
	})
}
