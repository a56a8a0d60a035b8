package content_test

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/encoding/simplifiedchinese"

	"gongkai/generator/calendar"
	"gongkai/generator/content"
	"gongkai/generator/diag"
)

// notice is a complete file; slips are made by changing a line of it.
const notice = `---
标题: 关于做好2026年春季植树工作的通知
发布机构: office
索引号: 99990001/2026-00012
成文日期: 2026-03-01
发布日期: 2026-03-05 09:30
公开类别: regulations-documents
内容概述: 部署春季植树。
---
各乡镇：
`

const path = "content/notices/2026/a.md"

// load reads a content folder and tells its findings as
// path:line:column rule: message.
func load(t *testing.T, fsys fstest.MapFS) (*content.Content, []string) {
	t.Helper()
	c, found, err := content.Load(t.Context(), fsys, content.Options{Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	places := diag.NewSources(fsys, nil)
	var told []string
	for _, f := range found.Sort() {
		at := places.Place(f.Span)
		told = append(told, fmt.Sprintf("%s:%d:%d %s: %s", f.Span.Path(), at.Line, at.Column, f.Rule, f.Message.ZH))
	}
	return c, told
}

func one(text string) fstest.MapFS { return fstest.MapFS{path: {Data: []byte(text)}} }

func with(old, new string) string {
	if !strings.Contains(notice, old) {
		panic("the notice does not hold " + old)
	}
	return strings.Replace(notice, old, new, 1)
}

func TestCompleteNoticeHasNoFinding(t *testing.T) {
	c, told := load(t, one(notice))
	if len(told) > 0 || len(c.Notices) != 1 || c.Notices[0].Title.V != "关于做好2026年春季植树工作的通知" {
		t.Errorf("%d notices, findings %q", len(c.Notices), told)
	}
}

// libraryWords are English words within a Chinese sentence.
var libraryWords = regexp.MustCompile(`\p{Han}.*[a-z]+ [a-z]+ [a-z]+`)

// TestSlips are the slips of clerks who know Word and not YAML: each is
// named, on its line and column.
func TestSlips(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"full-width colon", with("发布机构: office", "发布机构：office"), "3:5 front-matter: “发布机构”后面是全角冒号“：”"},
		{"no space", with("发布机构: office", "发布机构:office"), "3:5 front-matter: “发布机构:”后面缺一个半角空格"},
		{"full-width space", with("发布机构: office", "发布机构:　office"), "3:5 front-matter: “发布机构:”后面缺一个半角空格"},
		{"no colon", with("发布机构: office", "发布机构 office"), "3:1 front-matter: “发布机构”后面没有冒号"},
		{"tab", with("发布机构: office", "\t发布机构: office"), "3:1 front-matter: 行首是制表符（Tab）"},
		{"spaces before a field", with("发布机构: office", "  发布机构: office"), "3:1 front-matter: 行首比上一行多了空格"},
		{"group not aligned", with("---\n各", "保密审查:\n  审查人: 李文\n 日期: 2026-03-04\n---\n各"), "11:1 front-matter: 行首的空格和上面的行没有对齐"},
		{"Chinese quotes", with("标题: 关于做好2026年春季植树工作的通知", "标题: “关于植树的通知”"), "2:5 front-matter: 整个值放在中文引号里：“关于植树的通知”"},
		{"two right quotes", with("标题: 关于做好2026年春季植树工作的通知", "标题: ”关于植树的通知”"), "2:5 front-matter: 整个值放在中文引号里：”关于植树的通知”"},
		{"open quote", with("标题: 关于做好2026年春季植树工作的通知", `标题: "关于植树的通知`), `2:5 front-matter: 引号没有成对：这里有开头的 "，没有结尾的 "`},
		{"quote within quotes", with("标题: 关于做好2026年春季植树工作的通知", `标题: "关于"植树月"的通知"`), `2:5 front-matter: 值里面又有引号 "，引号提前结束了`},
		{"colon in a value", with("标题: 关于做好2026年春季植树工作的通知", "标题: 通知: 春季植树"), "2:7 front-matter: 值里面有半角冒号加空格，会当成另一个字段"},
		{"bracket at the start", with("标题: 关于做好2026年春季植树工作的通知", "标题: [转载]关于植树的通知"), "2:5 front-matter: 值以 [ 开头，会当成列表"},
		{"at sign", with("内容概述: 部署春季植树。", "内容概述: @各乡镇"), "8:7 front-matter: 值不能以 @ 开头"},
		{"anchor", with("内容概述: 部署春季植树。", "内容概述: *要点"), "8:7 front-matter: 这里用了 YAML 的高级写法（*）"},
		{"number sign in a title", with("标题: 关于做好2026年春季植树工作的通知", "标题: 关于 #1号楼拆除的通知"), "2:8 front-matter: “#1号楼拆除的通知”会当成备注，不会发布"},
		{"number sign before a remark", with("内容概述: 部署春季植树。", "内容概述: 安排 #2026年植树 # 待定"), "8:10 front-matter: “#2026年植树”会当成备注，不会发布"},
		{"number sign at the start", with("标题: 关于做好2026年春季植树工作的通知", "标题: #1号楼拆除的通知"), "2:5 front-matter: “#1号楼拆除的通知”会当成备注，不会发布"},
		{"number sign at the end of the fields", with("---\n各", "责任编辑: #王静\n---\n各"), "9:7 front-matter: “#王静”会当成备注，不会发布"},
		{"number sign after a number", with("---\n各", "保密审查:\n  审查人: 12 #甲\n---\n各"), "10:11 front-matter: “#甲”会当成备注，不会发布"},
		{"number sign in a list", with("---\n各", "关键词:\n  - 植树 #1\n---\n各"), "10:8 front-matter: “#1”会当成备注，不会发布"},
		{"number sign in brackets", with("---\n各", "关键词: [植树 #1, 绿化]\n责任编辑: 王静\n---\n各"), "9:10 front-matter: “#1, 绿化]”会当成备注，不会发布"},
		{"number sign in braces", with("---\n各", "保密审查: {审查人: #李文, 日期: 2026-03-04}\n---\n各"), "9:13 front-matter: “#李文, 日期: 2026-03-04}”会当成备注，不会发布"},
		{"fields of a group at the margin", with("---\n各", "保密审查:\n审查人: 李文\n日期: 2026-03-04\n结论: 可以公开\n责任编辑: 王静\n---\n各"), "10:1 front-matter: “审查人”“日期”“结论”是“保密审查”的下级字段，行首没有空格"},
		{"last field of a group at the margin", with("---\n各", "保密审查:\n  审查人: 李文\n  日期: 2026-03-04\n结论: 可以公开\n责任编辑: 王静\n---\n各"), "12:1 front-matter: “结论”是“保密审查”的下级字段，行首没有空格"},
		{"last fields of the file at the margin", with("---\n各", "草稿: 是\n公开期限:\n天数: 20\n---\n各"), "11:1 front-matter: “天数”是“公开期限”的下级字段，行首没有空格"},
		{"items of a list at the margin", with("---\n各", "附件:\n文件: a.csv\n名称: 甲\n文件: b.csv\n名称: 乙\n---\n各"), "10:1 front-matter: “文件”“名称”是“附件”的下级字段，行首没有空格"},
		{"part of an item at the margin", with("---\n各", "附件:\n  - 文件: a.csv\n名称: 甲\n---\n各"), "11:1 front-matter: “名称”是“附件”的下级字段，行首没有空格"},
		{"field within a group", with("公开类别: regulations-documents\n", "保密审查:\n  审查人: 李文\n  日期: 2026-03-04\n  结论: 可以公开\n  公开类别: regulations-documents\n"), "11:3 front-matter: “公开类别”写在“保密审查”里面了，不是它的下级字段"},
		{"fields within an item", with("---\n各", "附件:\n  - 文件: a.csv\n    责任编辑: 王静\n    关键词: [植树]\n---\n各"), "11:5 front-matter: “责任编辑”“关键词”写在“附件”里面了，不是它的下级字段"},
		{"draft within a group", with("公开类别: regulations-documents\n", "保密审查:\n  审查人: 李文\n  草稿: 是\n"), "9:3 front-matter: “草稿”写在“保密审查”里面了，不是它的下级字段"},
		{"full-width indent", with("---\n各", "保密审查:\n　　审查人: 李文\n---\n各"), "10:1 front-matter: 行首是全角空格"},
		{"full-width indent after a right one", with("---\n各", "保密审查:\n  审查人: 李文\n　　日期: 2026-03-04\n  结论: 可以公开\n---\n各"), "11:1 front-matter: 行首是全角空格"},
		{"value that goes on below", with("内容概述: 部署春季植树。", "内容概述: 部署春季植树，\n明确任务和时间。"), "9:1 front-matter: 这一行没有字段名，像是上一行的值没有写完"},
		{"value that goes on below, at the end", with("---\n各", "责任编辑: 王静\n李文\n赵明\n---\n各"), "10:1 front-matter: 这一行没有字段名，像是上一行的值没有写完"},
		{"full-width colon after a name that is wrong too", with("发布机构: office", "发布其构：office"), "3:5 front-matter: “发布其构”后面应当是半角冒号加一个空格"},
		{"no space after a name that is wrong too, at the end", with("---\n各", "责任编缉:王静\n---\n各"), "9:5 front-matter: “责任编缉”后面应当是半角冒号加一个空格"},
		{"words among the fields", with("成文日期", "\n以下由办公室填写\n成文日期"), "6:1 front-matter: 这一行没有字段名"},
		{"bracket that is open", with("---\n各", "关键词: [植树, 绿化, 树苗\n责任编辑: 王静\n---\n各"), "9:6 front-matter: 方括号没有成对：这里有开头的 [，没有结尾的 ]"},
		{"bracket that is open at the end", with("---\n各", "关键词: [植树, 绿化,\n---\n各"), "9:6 front-matter: 方括号没有成对：这里有开头的 [，没有结尾的 ]"},
		{"bracket that is closed by a Chinese one", with("---\n各", "关键词: [植树, 绿化］\n责任编辑: 王静\n---\n各"), "9:6 front-matter: 方括号没有成对：这里有开头的 [，没有结尾的 ]"},
		{"brace that is open", with("---\n各", "保密审查: {审查人: 李文, 日期: 2026-03-04  # 未完\n责任编辑: 王静\n---\n各"), "9:7 front-matter: 花括号没有成对：这里有开头的 {，没有结尾的 }"},
		{"bracket of an unknown field", with("---\n各", "坏: [\n---\n各"), "9:4 front-matter: 方括号没有成对：这里有开头的 [，没有结尾的 ]"},
		{"value that begins with >", with("内容概述: 部署春季植树。", "内容概述: > 安排植树"), "8:7 front-matter: 值不能以 > 开头"},
		{"text beside >-", with("内容概述: 部署春季植树。", "内容概述: >- 安排植树\n  的任务"), "8:7 front-matter: “>-”后面不能写字"},
		{"no end mark before a rule in the text", with("---\n各乡镇：\n", "\n各乡镇：\n\n## 任务\n\n植树：十万株。\n日期: 三月\n\n---\n\n附注\n"), "10:1 front-matter: 字段区没有结束标记 ---，从这一行起像是正文"},
		{"no end mark before a heading", with("---\n各乡镇：\n", "\n## 任务\n\n植树十万株。\n\n---\n\n附注\n"), "10:1 front-matter: 字段区没有结束标记 ---，从这一行起像是正文"},
		{"no end mark before a list", with("---\n各乡镇：\n", "\n- 香樟\n- 栾树\n\n---\n\n附注\n"), "10:1 front-matter: 字段区没有结束标记 ---，从这一行起像是正文"},
		{"no end mark before a colon", with("---\n各乡镇：\n", "\n电话: 0999\n各乡镇：\n\n---\n\n附注\n"), "11:1 front-matter: 字段区没有结束标记 ---，从这一行起像是正文"},
		{"no end mark and no blank line", with("---\n各乡镇：\n", "各乡镇：\n\n　　今年植树十万株。\n\n---\n\n附注\n"), "9:1 front-matter: 字段区没有结束标记 ---，从这一行起像是正文"},
		{"list on the line of its key", with("---\n各", "附件: - 文件: a.csv\n---\n各"), "9:5 front-matter: 列表不能和“附件:”写在同一行"},
		{"list without a space", with("---\n各", "关键词:\n-植树\n---\n各"), "10:1 front-matter: 列表的 - 后面缺一个半角空格"},
		{"duplicate key", with("公开类别:", "标题: 关于植树\n公开类别:"), "7:1 front-matter: “标题”写了两次"},
		{"key and alias", with("公开类别:", "title: 关于植树\n公开类别:"), "7:1 front-matter: “title”写了两次"},
		{"no end mark", with("---\n各", "\n各"), "1:1 front-matter: 文件开头的字段区没有结束标记"},
		{"end mark too long", with("---\n各", "-----\n各"), "9:1 front-matter: “-----”不是字段区的结束标记"},
		{"end mark that was joined", with("---\n各", "———\n各"), "9:1 front-matter: “———”不是字段区的结束标记"},
		{"dashes that were joined", with("---\n标题", "——\n标题"), "1:1 front-matter: 第一行是“——”，不是字段区的开始标记"},
		{"dash that became one", with("---\n标题", "—\n标题"), "1:1 front-matter: 第一行是“—”，不是字段区的开始标记"},
		{"no front matter", "各乡镇：\n", "1:1 front-matter: 文件开头没有字段区"},
		{"empty file", "", "1:1 front-matter: 文件开头没有字段区"},
		{"end of a YAML document", with("成文日期", "...\n成文日期"), "6:1 front-matter: 前面有一行 --- 或 ...，从这里起的内容读不到"},
		{"space in a key", with("发布机构:", "发布机构　:"), "3:1 unknown-field: 字段名“发布机构”旁边有全角空格或看不见的字符"},
		{"line separator", with("office", "off\u2028ice"), "3:7 bad-value: 值里有看不见的字符 U+2028，多半是复制时带来的"},
		{"invisible character", with("office", "off\u200bice"), "3:7 bad-value: 值里有看不见的字符 U+200B，多半是复制时带来的"},
		{"unknown key", with("内容概述", "内容概要"), "8:1 unknown-field: 没有“内容概要”这个字段"},
		{"no such day", with("2026-03-01", "2026-02-30"), "5:7 bad-value: “2026-02-30”不是日期，或者没有这一天"},
		{"group as text", with("---\n各", "保密审查: 李文已审\n---\n各"), "9:7 bad-value: 这里应当是下一级字段（换行缩进两格写“字段: 值”）"},
		{"choice", with("---\n各", "公开属性: 主动公布\n---\n各"), "9:7 bad-value: “主动公布”不在可选的值里"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, told := load(t, one(c.text))
			want := path + ":" + c.want
			if len(told) == 0 || told[0] != want && (len(told) < 2 || told[1] != want) {
				t.Errorf("want %q, have:\n%s", want, strings.Join(told, "\n"))
			}
			if strings.Contains(want, "下级字段") && len(told) > 1 {
				t.Errorf("what is read as it was meant lacks something:\n%s", strings.Join(told, "\n"))
			}
			if words := libraryWords.FindString(strings.Join(told, "\n")); words != "" {
				t.Errorf("words of a library in Chinese: %s", words)
			}
			for _, line := range told {
				if line != want && !strings.Contains(line, "missing-field") {
					t.Errorf("more than the slip is told: %s", line)
				}
			}
		})
	}
}

// TestIndentsAreMended: what check --fix makes of a file can be read.
func TestIndentsAreMended(t *testing.T) {
	for _, text := range []string{
		with("---\n各", "保密审查:\n审查人: 李文\n日期: \"2026-03-04\"\n结论: 可以公开\n责任编辑: 王静\n---\n各"),
		with("---\n各", "保密审查:\n  审查人: 李文\n  日期: 2026-03-04\n结论: 可以公开\n---\n各"),
		with("---\n各", "保密审查:\n　　审查人: 李文\n　　日期: 2026-03-04\n　　结论: 可以公开\n责任编辑: 王静\n---\n各"),
		with("---\n各", "保密审查:\n  审查人: 李文\n　日期: 2026-03-04\n \u00a0结论: 可以公开\n责任编辑: 王静\n---\n各"),
		with("---\n各", "附件:\n　- 文件: a.csv\n　　名称: 甲\n　- 文件: b.csv\n　　名称: 乙\n---\n各"),
	} {
		_, found, err := content.Load(t.Context(), one(text), content.Options{Jobs: 1})
		if err != nil {
			t.Fatal(err)
		}
		mended, done := diag.Apply([]byte(text), found.Edits()[path])
		if _, told := load(t, one(string(mended))); len(done) == 0 || len(told) > 0 {
			t.Errorf("%d edits make\n%s\nwhich has %s", len(done), mended, strings.Join(told, "\n"))
		}
	}
}

// TestRemarks: what stands after a # and a blank is a remark of the county's own, and
// so is a line of its own; a # within a value is a sign like any other.
func TestRemarks(t *testing.T) {
	for _, fields := range []string{
		"责任编辑: 王静 # 临时\n", "责任编辑: 王静  #　临时\n", "责任编辑: 王静 ## 临时\n", "责任编辑: 王静 #\n", "#责任编辑: 王静\n", "  #责任编辑\n责任编辑: 王静\n",
		"责任编辑: 王#静\n", "责任编辑: \"王 #静\"\n", "责任编辑: \"王静\" #临时\n", "责任编辑: '王 #静'  #临时\n", "关键词: [植树] #两三个\n",
		"系列: >- #一段\n  甲 #1\n  #乙\n", "系列: |\n  甲 #1\n", "系列: \"甲\n  乙 #1\"\n",
	} {
		c, told := load(t, one(with("---\n各", fields+"---\n各")))
		if len(told) > 0 || len(c.Notices) != 1 {
			t.Errorf("%q: %s", fields, strings.Join(told, "\n"))
		}
	}
	_, told := load(t, one(with("---\n各", "保密审查: #先审查\n# 另一行\n  审查人: 李文\n  日期: 2026-03-04\n  结论: 可以公开\n附件: #列出\n- 文件: a.csv\n---\n各")))
	if text := strings.Join(told, "\n"); strings.Contains(text, "front-matter") {
		t.Errorf("a remark beside the name of a group: %s", text)
	}
}

// TestNothingFalseBesideASlip: what stands rightly in a file is not blamed for a slip
// elsewhere in it, and each slip is told, once.
func TestNothingFalseBesideASlip(t *testing.T) {
	const review = "保密审查:  # 先审查，后公开\n  审查人: 李文  # 不能是责任编辑\n  日期: 2026-03-04\n"
	for _, c := range []struct {
		name, fields string
		want         []string
	}{
		{"comment after a group", "公开属性：主动公开\n" + review, []string{"9:5 “公开属性”后面是全角冒号“：”"}},
		{"comment that holds a colon", "公开属性：主动公开\n责任编辑: 王静  # 备注: 临时\n", []string{"9:5 “公开属性”后面是全角冒号“：”"}},
		{"comment after quotes", "公开属性：主动公开\n责任编辑: \"王静\"  # 请改\n发文字号: '1'  # '改'\n", []string{"9:5 “公开属性”后面是全角冒号“：”"}},
		{"quotes that are escaped", "公开属性：主动公开\n责任编辑: 'it''s x'\n发文字号: \"a \\\"b\\\" c\"\n", []string{"9:5 “公开属性”后面是全角冒号“：”"}},
		{"number sign within quotes", "公开属性：主动公开\n责任编辑: \"王静 # 甲\"\n", []string{"9:5 “公开属性”后面是全角冒号“：”"}},
		{"quote that is open before a comment", "责任编辑: \"王静 # 甲\n", []string{`9:7 引号没有成对：这里有开头的 "，没有结尾的 "`}},
		{"quote that a comment would close", "责任编辑: \"王\"静\"  # 甲\n", []string{`9:7 值里面又有引号 "，引号提前结束了`}},
		{"text below a mark", "公开属性：主动公开\n系列: >-\n  标题：甲\n  标题: 乙\n\n   标题:丙\n责任编辑: 王静\n", []string{"9:5 “公开属性”后面是全角冒号“：”"}},
		{"quotes over two lines", "公开属性：主动公开\n系列: \"甲\n  标题：乙\"\n责任编辑: 王静\n", []string{"9:5 “公开属性”后面是全角冒号“：”"}},
		{"brackets over two lines", "公开属性：主动公开\n保密审查: {审查人: 李文,\n  日期: 2026-03-04}\n关键词: [植树,\n  绿化]\n", []string{"9:5 “公开属性”后面是全角冒号“：”"}},
		{"two slips", "公开属性：主动公开\n责任编辑:王静\n", []string{"9:5 “公开属性”后面是全角冒号“：”", "10:5 “责任编辑:”后面缺一个半角空格"}},
		{"a slip and what has no name", "公开属性：主动公开\n" + review + "责任编辑: 王静\n坏: ]\n", []string{"9:5 “公开属性”后面是全角冒号“：”", "14:4 这一行的格式读不懂"}},
		{"full-width indents and a slip", "保密审查：\n　　审查人：李文\n　　日期: 2026-03-04\n", []string{"9:5 “保密审查”后面是全角冒号“：”", "10:1 行首是全角空格", "10:6 “审查人”后面是全角冒号“：”", "11:1 行首是全角空格"}},
		{"value that goes on, and a slip", "系列: 甲\n乙\n责任编辑：王静\n", []string{"10:1 这一行没有字段名，像是上一行的值没有写完", "11:5 “责任编辑”后面是全角冒号“：”"}},
		{"bracket that is open, and a slip", "关键词: [植树, 绿化\n责任编辑：王静\n", []string{"9:6 方括号没有成对：这里有开头的 [，没有结尾的 ]", "10:5 “责任编辑”后面是全角冒号“：”"}},
		{"a slip, and no end mark before a rule", "责任编辑：王静\n\n各乡镇：\n\n标题：甲\n", []string{"9:5 “责任编辑”后面是全角冒号“：”", "11:1 字段区没有结束标记 ---"}},
		{"a group whose name has a slip, and what has no name", "保密审查：\n  审查人: 李文\n坏: ]\n", []string{"9:5 “保密审查”后面是全角冒号“：”", "11:4 这一行的格式读不懂"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, told := load(t, one(with("---\n各", c.fields+"---\n各")))
			if len(told) != len(c.want) {
				t.Fatalf("%d findings, want %d:\n%s", len(told), len(c.want), strings.Join(told, "\n"))
			}
			for i, want := range c.want {
				if told := strings.Replace(told[i], "front-matter: ", "", 1); !strings.HasPrefix(told, path+":"+want) {
					t.Errorf("want %q, have %q", want, told)
				}
			}
		})
	}
}

// TestEndlessFrontMatter: the YAML parser is not given what would keep it
// busy for minutes, and nobody is told the same thing fifty thousand times.
func TestEndlessFrontMatter(t *testing.T) {
	for text, want := range map[string]string{
		with("---\n各", strings.Repeat("a: !!b\n", 50000)+"---\n各"):             "front-matter: 字段区或数据文件过长",
		with("---\n各", "关键词: [!!a, "+strings.Repeat("b, ", 50000)+"]\n---\n各"): "front-matter: 字段区或数据文件过长",
		with("---\n各", "a: "+strings.Repeat("'a' ", 100000)+"\n---\n各"):        "front-matter: 这一行的格式读不懂",
		with("---\n各", strings.Repeat("a: b\n", 5000)+"---\n各"):                "unknown-field: 还有 4980 个不认识的字段",
	} {
		_, told := load(t, one(text))
		if len(told) > 25 || !strings.Contains(strings.Join(told, "\n"), want) {
			t.Errorf("%d findings without %q, the first is %q", len(told), want, told[:1])
		}
	}
}

func TestDatesInAllForms(t *testing.T) {
	want := calendar.Date{Year: 2026, Month: 3, Day: 5}
	for _, form := range []string{"2026-03-05", "2026-3-5", "2026.3.5", "2026/3/5", "2026年3月5日", "２０２６年３月５日", "二○二六年三月五日", `"2026-03-05"`} {
		c, told := load(t, one(with("2026-03-01", form)))
		if len(told) > 0 || c.Notices[0].Formed.V.Date != want {
			t.Errorf("%s is read as %s, findings %q", form, c.Notices[0].Formed.V, told)
		}
	}
}

func TestNotations(t *testing.T) {
	for name, text := range map[string]string{
		"YAML in English": "---\ntitle: 关于植树\nagency: office\nindex: 99990001/2026-1\nformed: 2026-03-01\npublished: 2026-03-05\ncategory: c\nsummary: 植树。\nkeywords: [植树, 绿化]\nreview:\n  by: 李文\n  on: 2026-03-04\n  ruling: 可以公开\n---\n正文\n",
		"TOML":            "+++\ntitle = \"关于植树\"\nagency = 'office'\nindex = \"99990001/2026-1\"\nformed = 2026-03-01\npublished = 2026-03-05\ncategory = \"c\"\nsummary = \"植树。\"\nkeywords = [\"植树\", \"绿化\"]\n[review]\nby = \"李文\"\non = 2026-03-04\nruling = \"可以公开\"\n+++\n正文\n",
		"TOML in Chinese": "+++\n\"标题\" = \"关于植树\"\n\"发布机构\" = \"office\"\nindex = \"99990001/2026-1\"\nformed = 2026-03-01\npublished = 2026-03-05\ncategory = \"c\"\nsummary = \"植树。\"\nkeywords = [\"植树\", \"绿化\"]\n\"保密审查\" = {\"审查人\" = \"李文\", on = 2026-03-04, ruling = \"可以公开\"}\n+++\n正文\n",
		"JSON":            "{\n\"title\": \"关于植树\", \"agency\": \"office\", \"索引号\": \"99990001/2026-1\",\n\"formed\": \"2026-03-01\", \"published\": \"2026-03-05\", \"category\": \"c\", \"summary\": \"植树。\", \"keywords\": [\"植树\", \"绿化\"],\n\"review\": {\"by\": \"李文\", \"on\": \"2026-03-04\", \"ruling\": \"可以公开\"}\n}\n\n正文\n",
	} {
		c, told := load(t, one(text))
		n := c.Notices[0]
		if len(told) > 0 || n.Title.V != "关于植树" || n.Agency.V != "office" || len(n.Keywords) != 2 || n.Review.V.By.V != "李文" || n.Review.V.On.V.String() != "2026-03-04" {
			t.Errorf("%s: title %q agency %q keywords %d review %q on %s, findings %q", name, n.Title.V, n.Agency.V, len(n.Keywords), n.Review.V.By.V, n.Review.V.On.V, told)
		}
		if at := n.Title.At; !strings.Contains(text[at.Off:at.Off+at.Len], "关于植树") {
			t.Errorf("%s: the title's place holds %q", name, text[at.Off:at.Off+at.Len])
		}
		if at := n.Review.V.By.At; !strings.Contains(text[at.Off:at.Off+at.Len], "李文") {
			t.Errorf("%s: the reviewer's place holds %q", name, text[at.Off:at.Off+at.Len])
		}
		if !strings.Contains(string(n.Body.HTML), "正文") {
			t.Errorf("%s: the body is %q", name, n.Body.HTML)
		}
	}
}

// TestPlacesBehindChinese: a place is right whatever stands before it.
func TestPlacesBehindChinese(t *testing.T) {
	text := "---\r\n标题: 关于“植树”的通知 # 备注\r\n保密审查: {审查人: 李文, 日期: 二○二六年三月四日, 结论: 可以公开}\r\n关键词: [植树, \"绿 化\", 'a']\r\n草稿: 是\r\n---\r\n见[没有](x.md)。\r\n"
	c, told := load(t, one("\ufeff"+text))
	if len(told) > 0 {
		t.Fatalf("findings %q", told)
	}
	n, plain := c.Notices[0], strings.ReplaceAll(text, "\r\n", "\n")
	at := func(s diag.Span) string { return plain[s.Off : s.Off+s.Len] }
	for _, c := range []struct{ have, want string }{
		{at(n.Title.At), "关于“植树”的通知"}, {at(n.Review.V.By.At), "李文"}, {at(n.Review.V.On.At), "二○二六年三月四日"},
		{at(n.Review.V.Ruling.At), "可以公开"}, {at(n.Keywords[0].At), "植树"}, {at(n.Keywords[1].At), `"绿 化"`}, {at(n.Keywords[2].At), "'a'"},
		{plain[n.Body.Links[0].Pos:][:n.Body.Links[0].Len], "[没有](x.md)"},
	} {
		if c.have != c.want {
			t.Errorf("a place holds %q, not %q", c.have, c.want)
		}
	}
}

func TestWindowsLineEndsAndMark(t *testing.T) {
	text := "\ufeff" + strings.ReplaceAll(with("2026-03-01", "2026-02-30"), "\n", "\r\n")
	if _, told := load(t, one(text)); len(told) != 1 || !strings.HasPrefix(told[0], path+":5:7 bad-value") {
		t.Errorf("findings %q", told)
	}
}

func TestFoldedTextHasNoSpacesBetweenChinese(t *testing.T) {
	for _, summary := range []string{">-\n  部署春季植树，\n  各乡镇 plan B 落实。", "部署春季植树，\n  各乡镇 plan B 落实。"} {
		c, told := load(t, one(with("部署春季植树。", summary)))
		if got := c.Notices[0].Summary.V; len(told) > 0 || got != "部署春季植树，各乡镇 plan B 落实。" {
			t.Errorf("%q is read as %q, findings %q", summary, got, told)
		}
	}
}

func TestBytes(t *testing.T) {
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(notice)
	if err != nil {
		t.Fatal(err)
	}
	latin := strings.Replace(notice, "植树", "caf\xe9", 1)
	for _, c := range []struct{ name, text, want string }{
		{"GBK", gbk, "1:1 encoding: 文件是 GBK（GB18030）编码，不是 UTF-8"},
		{"UTF-16", "\xff\xfe-\x00-\x00-\x00\n\x00\x07\x68", "1:1 encoding: 文件里有空字节，不是文本文件（可能是 Word 文档或 UTF-16 编码）"},
		{"Word document", "PK\x03\x04\x00\x00\x00\x00", "1:1 encoding: 文件里有空字节，不是文本文件（可能是 Word 文档或 UTF-16 编码）"},
		{"Latin-1 within UTF-8", latin, "2:19 encoding: 文件不是 UTF-8 编码"},
		{"a NUL byte in a text", notice + "各乡镇\x00：\n", "11:4 encoding: 文件里有空字节，不是文本文件（可能是 Word 文档或 UTF-16 编码）"},
		{"too large", notice + strings.Repeat("树", 4<<20/3), "1:1 file-size: 文件有 4 兆字节，过大"},
	} {
		cont, told := load(t, one(c.text))
		if want := path + ":" + c.want; len(told) != 1 || told[0] != want {
			t.Errorf("%s: want %q, have %q", c.name, want, told)
		}
		if len(cont.Notices) != 1 || !cont.Notices[0].Broken {
			t.Errorf("%s: the notice is not kept as a broken one", c.name)
		}
	}
	_, told := load(t, fstest.MapFS{"content/portal.yaml": {Data: []byte(gbk)}})
	if len(told) != 1 || !strings.Contains(told[0], "GBK") {
		t.Errorf("settings in GBK: %q", told)
	}
}

func TestPlacesOfFiles(t *testing.T) {
	whole := &fstest.MapFile{Data: []byte(notice)}
	for _, c := range []struct {
		name string
		fsys fstest.MapFS
		want []string
	}{
		{"symbolic link", fstest.MapFS{"content/notices/2026/b.md": {Data: []byte("../../../etc/passwd"), Mode: fs.ModeSymlink}},
			[]string{"content/notices/2026/b.md:1:1 outside-source: 这是一个链接（快捷方式），指向别处的文件"}},
		{"link to a folder", fstest.MapFS{"content/notices": {Data: []byte("/etc"), Mode: fs.ModeSymlink | fs.ModeDir}},
			[]string{"content/notices:1:1 outside-source: 这是一个链接（快捷方式），指向别处的文件"}},
		{"link among attachments", fstest.MapFS{"content/notices/2026/b/index.md": whole, "content/notices/2026/b/x.pdf": {Data: []byte("/etc/passwd"), Mode: fs.ModeSymlink}},
			[]string{"content/notices/2026/b/x.pdf:1:1 outside-source: 这是一个链接（快捷方式），指向别处的文件"}},
		{"case only", fstest.MapFS{"content/notices/2026/A.md": whole, "content/notices/2026/a.md": whole},
			[]string{"content/notices/2026/a.md:1:1 file-name: 和 content/notices/2026/A.md 只差大小写"}},
		{"accents written in two ways", fstest.MapFS{"content/notices/2026/e\u0301.md": whole, "content/notices/2026/\u00e9.md": whole},
			[]string{"content/notices/2026/\u00e9.md:1:1 file-name: 和 content/notices/2026/e\u0301.md 只差字符的写法，在苹果电脑上是同一个文件"}},
		{"name as long as it may be", fstest.MapFS{"content/notices/2026/" + strings.Repeat("长", 65) + ".md": whole}, nil},
		{"name that is too long", fstest.MapFS{"content/notices/2026/" + strings.Repeat("长", 67) + ".md": whole},
			[]string{"content/notices/2026/" + strings.Repeat("长", 67) + ".md:1:1 file-name: 文件名太长：70 个字"}},
		{"attachment with a name that is too long", fstest.MapFS{"content/notices/2026/a/index.md": whole, "content/notices/2026/a/" + strings.Repeat("x", 201): whole},
			[]string{"content/notices/2026/a/" + strings.Repeat("x", 201) + ":1:1 file-name: 文件名太长：201 个字"}},
		{"folder and file of one name", fstest.MapFS{"content/notices/2026/a/index.md": whole, "content/notices/2026/a.md": whole},
			[]string{"content/notices/2026/a.md:1:1 file-name: 和文件夹 content/notices/2026/a 同名，两份信息的网址会一样"}},
		{"an order that is turned round", fstest.MapFS{"content/notices/2026/a\u202efdp.md": whole},
			[]string{"content/notices/2026/a\u202efdp.md:1:1 file-name: 文件名里有不能用的字符 \"\\u202e\""}},
		{"nothing to see", fstest.MapFS{"content/notices/2026/a\u200b.md": whole, "content/notices/2026/b\u2028.md": whole, "content/notices/2026/c\u009b.md": whole},
			[]string{"content/notices/2026/a\u200b.md:1:1 file-name: 文件名里有不能用的字符 \"\\u200b\"",
				"content/notices/2026/b\u2028.md:1:1 file-name: 文件名里有不能用的字符 \"\\u2028\"",
				"content/notices/2026/c\u009b.md:1:1 file-name: 文件名里有不能用的字符 \"\\u009b\""}},
		{"reserved on Windows", fstest.MapFS{"content/notices/2026/con.md": whole},
			[]string{"content/notices/2026/con.md:1:1 file-name: “con.md”是 Windows 保留的名称"}},
		{"not in a year", fstest.MapFS{"content/notices/a.md": whole},
			[]string{"content/notices/a.md:1:1 file-name: 这个文件应放在年份文件夹里"}},
		{"no such folder", fstest.MapFS{"content/news/a.md": whole},
			[]string{"content/news:1:1 file-name: content 里没有“news”这个文件夹的用处"}},
		{"Word document beside notices", fstest.MapFS{"content/notices/2026/a.docx": whole},
			[]string{"content/notices/2026/a.docx:1:1 file-name: 这里只能放 .md 文件，这个文件不会发布"}},
		{"folder without index.md", fstest.MapFS{"content/notices/2026/a/x.pdf": whole},
			[]string{"content/notices/2026/a:1:1 file-name: 文件夹里没有 index.md"}},
		{"folder among attachments", fstest.MapFS{"content/notices/2026/a/index.md": whole, "content/notices/2026/a/more/x.pdf": whole},
			[]string{"content/notices/2026/a/more:1:1 file-name: 这个文件夹里不能再有文件夹"}},
		{"what editors and systems leave", fstest.MapFS{"content/.DS_Store": whole, "content/notices/2026/~$a.md": whole, "content/notices/2026/Thumbs.db": whole, "content/README.md": whole,
			"content/notices/2026/a/index.md": whole, "content/notices/2026/a/README.md": whole, "content/notices/2026/a/desktop.ini": whole}, nil},
	} {
		cont, told := load(t, c.fsys)
		if strings.Join(told, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s: want %q, have %q", c.name, c.want, told)
		}
		for _, n := range cont.Notices {
			if len(n.Files) > 0 && c.want == nil {
				t.Errorf("%s: taken for attachments: %v", c.name, n.Files)
			}
		}
	}
}

func TestBundleKnowsItsFiles(t *testing.T) {
	c, told := load(t, fstest.MapFS{
		"content/notices/2026/a/index.md": {Data: []byte(notice)}, "content/notices/2026/a/任务表.csv": {Data: []byte("1,2\n")},
	})
	if len(told) > 0 || len(c.Notices) != 1 {
		t.Fatalf("%d notices, findings %q", len(c.Notices), told)
	}
	n := c.Notices[0]
	if n.Slug != "a" || n.Year != "2026" || n.Stem() != "notices/2026/a" || len(n.Files) != 1 || n.Files[0].Name != "任务表.csv" || n.Files[0].Size != 4 {
		t.Errorf("slug %q, year %q, stem %q, files %v", n.Slug, n.Year, n.Stem(), n.Files)
	}
}

// TestOrderDoesNotDependOnWorkers: the same findings and entries come out
// however many workers there are, with a memo and without.
func TestOrderDoesNotDependOnWorkers(t *testing.T) {
	fsys := fstest.MapFS{}
	for i := range 100 {
		text := notice
		if i%7 == 0 {
			text = with("2026-03-01", "2026-02-30")
		}
		fsys[fmt.Sprintf("content/notices/2026/%03d.md", i)] = &fstest.MapFile{Data: []byte(text)}
	}
	first := ""
	memo := content.NewMemo(nil, nil)
	for _, opts := range []content.Options{{Jobs: 1}, {Jobs: 8}, {Jobs: 4, Memo: memo}, {Jobs: 4, Memo: memo}} {
		c, found, err := content.Load(t.Context(), fsys, opts)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, n := range c.Notices {
			fmt.Fprintln(&b, n.File.Path, n.Title.V, n.Title.At.File.Path)
		}
		for _, f := range found {
			fmt.Fprintln(&b, f.Span.File.Path, f.Span.Off, f.Message.ZH)
		}
		if first == "" {
			first = b.String()
		}
		if b.String() != first {
			t.Errorf("%+v gives something else", opts)
		}
	}
}
