package build_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/generator/build"
	"gongkai/generator/diag"
)

// The corpus of content that is meant to run in a reader's browser stands in
// testdata/hostile, a vector a line. A county is made that holds it wherever a
// county can hold text; what the rules refuse is taken out again and counted,
// and the rest is published for the browser (browser_hostile_test.go).

var unfolded = strings.NewReplacer("⏎", "\n", "␉", "\t", "␌", "\f", "␤", "\u2028", "␥", "\u2029")

// vectors are those of a list.
func vectors(t testing.TB, list string) []string {
	t.Helper()
	text, err := os.ReadFile("testdata/hostile/" + list + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSuffix(line, "\n"); line != "" && !strings.HasPrefix(line, "%%") {
			out = append(out, unfolded.Replace(line))
		}
	}
	return out
}

// patch is a part of a file. One that is hostile is taken out where a rule
// refuses it.
type patch struct{ text, hostile string }

// quilt is a file of patches.
type quilt []patch

func (q quilt) bytes() []byte {
	var b bytes.Buffer
	for _, p := range q {
		b.WriteString(p.shown())
	}
	return b.Bytes()
}

func (p patch) shown() string {
	if p.hostile != "" {
		return p.hostile
	}
	return p.text
}

// refuse takes out the piece that an offset lies in, or the whole of a file
// whose findings have no place in it. It counts what it takes.
func (q quilt) refuse(off int) (n int) {
	at := 0
	for i := range q {
		size := len(q[i].shown())
		if off >= at && off < at+size && q[i].hostile != "" {
			q[i].hostile = ""
			return 1
		}
		at += size
	}
	for i := range q {
		if q[i].hostile != "" {
			q[i].hostile = ""
			n++
		}
	}
	return n
}

// sower hands out vectors in turn.
type sower struct {
	all []string
	at  int
}

func (s *sower) next(n int) string {
	var list []string
	for range n {
		list = append(list, s.all[s.at%len(s.all)])
		s.at++
	}
	return strings.Join(list, " ")
}

// worded are the fields that take words of any kind.
var worded = regexp.MustCompile(`(?m)^([ ]*(?:- )?(?:title|short|summary|author|series|name|head|address|hours|fax|email|phone|post|duties|website|equipment|scope|basis|text|when|then|from|owner|operator|` +
	`icp|police|emblem|disclaimer|postcode|county|policy|standard|eligible|apply|quantity|reason|note|url|by|action|evidence|remark|measure|` +
	`标题|简称|名称|内容概述|责任编辑|系列|负责人|办公地址|地址|办公时间|时间|传真|电话|职务|分工|姓名|网站|设备|受理范围|说明|依据|情形|处理|来信人|政策依据|标准|对象|申请办法|不适用原因|原因|解释|互联网联系方式|开放时间|监督电话|数量单位): )([^\n{}\[\]|>&*][^\n]*)$`)

// sow puts vectors behind the words of a file's fields.
func sow(text string, s *sower, n int) quilt {
	var q quilt
	at := 0
	for _, m := range worded.FindAllStringSubmatchIndex(text, -1) {
		value := strings.Trim(text[m[4]:m[5]], `"'`)
		quoted, _ := json.Marshal(value + " " + s.next(n)) // JSON is YAML
		q = append(q, patch{text: text[at:m[4]]}, patch{text[m[4]:m[5]], string(quoted)})
		at = m[5]
	}
	return append(q, patch{text: text[at:]})
}

// sowBody puts blocks of hostile Markdown below a text. Each is shut, so that
// the next is not swallowed.
func sowBody(q quilt, blocks []string) quilt {
	for i, v := range blocks {
		q = append(q, patch{text: fmt.Sprintf("\n\n第%d项。\n\n", i)}, patch{"", v}, patch{text: "\n\n</script> --> ?> ]]> </style> </textarea> </pre>\n\n"})
	}
	return q
}

// sowCells puts vectors behind the words of a table's cells.
func sowCells(t *testing.T, data []byte, columns []string, s *sower) quilt {
	t.Helper()
	in := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	in.FieldsPerRecord = -1
	rows, err := in.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var q quilt
	var chosen []int
	for _, row := range rows {
		for i, cell := range row {
			quoted := `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
			p := patch{text: quoted}
			if slices.Contains(chosen, i) && strings.TrimSpace(cell) != "" {
				p.hostile = `"` + strings.ReplaceAll(cell+s.next(2), `"`, `""`) + `"`
			}
			q = append(q, p, patch{text: map[bool]string{true: "\n", false: ","}[i == len(row)-1]})
		}
		if chosen == nil {
			for i, cell := range row {
				if slices.Contains(columns, cell) {
					chosen = append(chosen, i)
				}
			}
		}
	}
	return q
}

var (
	named     = regexp.MustCompile(`id: ([\w-]+),?\s+(?:name|名称): ([^,}\n]+)`)
	reference = regexp.MustCompile(`(?m)^(主题分类|topic|公开类别|category|体裁|genre|所属制度|system): (.+)$`)
)

// byID has documents refer to the vocabulary by ids, for its names are to
// change.
func byID(source fstest.MapFS) {
	ids := map[string]string{}
	for p, f := range source {
		if strings.HasPrefix(p, "content/vocabulary/") {
			for _, m := range named.FindAllSubmatch(f.Data, -1) {
				ids[path.Base(p)+" "+string(m[2])] = string(m[1])
			}
		}
	}
	lists := map[string]string{"主题分类": "topics", "topic": "topics", "公开类别": "categories", "category": "categories", "体裁": "genres", "genre": "genres", "所属制度": "regulations", "system": "regulations"}
	for p, f := range source {
		if strings.HasSuffix(p, ".md") {
			f.Data = reference.ReplaceAllFunc(f.Data, func(line []byte) []byte {
				m := reference.FindSubmatch(line)
				if id := ids[lists[string(m[1])]+".yaml "+strings.TrimSpace(string(m[2]))]; id != "" {
					return []byte(string(m[1]) + ": " + id)
				}
				return line
			})
		}
	}
}

// hostileCounty is the sample with the corpus in it, and how many pieces were
// sown and refused.
func hostileCounty(t *testing.T) (r *build.Result, sown, refused int, held []string) {
	t.Helper()
	source := sample(t)
	// Fields take one line without invisible characters; content/load_test.go
	// holds that.
	values := &sower{all: slices.DeleteFunc(append(vectors(t, "values"), vectors(t, "html")...), func(v string) bool { return strings.ContainsAny(v, "\n\f\ufeff\u200b\u202e\u202c") })}
	quilts := map[string]quilt{}
	byID(source)
	for p, f := range source {
		dir := path.Dir(p)
		switch {
		case strings.HasPrefix(p, "content/vocabulary/"), strings.HasPrefix(p, "content/agencies/"), strings.HasPrefix(p, "content/guide/"), path.Dir(p) == "content" && strings.HasSuffix(p, ".yaml"),
			strings.HasPrefix(p, "content/regulations/"), strings.HasPrefix(p, "content/mailbox/2026/"), strings.HasPrefix(p, "content/reports/") && strings.HasSuffix(p, ".md"), dir == "content/notices/2026", strings.HasPrefix(p, "content/fiscal/2026/") && strings.HasSuffix(p, ".md"):
			if strings.HasSuffix(p, ".md") || strings.HasSuffix(p, ".yaml") {
				quilts[p] = sow(strings.ReplaceAll(string(f.Data), "    owner: ", "    owner:  "), values, 3) // of a fund, who is an agency
			}
		case strings.HasPrefix(p, "content/fiscal/2026/agriculture-budget/"), strings.HasPrefix(p, "content/fiscal/2026/county-budget/"):
			quilts[p] = sowCells(t, f.Data, []string{"项目", "备注", "说明", "科目名称", "项目名称", "绩效目标", "指标", "功能分类科目名称", "单位名称"}, values)
		}
	}
	markup := append(vectors(t, "markdown"), vectors(t, "html")...)
	const lot = 25
	for i := 0; i < len(markup); i += lot {
		list := markup[i:min(i+lot, len(markup))]
		p := fmt.Sprintf("content/notices/2026/hostile-%02d.md", i/lot)
		title, _ := json.Marshal("除雪通知 " + values.next(3))
		summary, _ := json.Marshal("除雪 " + values.next(6))
		keywords, _ := json.Marshal([]string{values.next(1), values.next(1), values.next(1)})
		allow := "allow: [{rule: unsafe-html, reason: 试验, until: 2026-12-31}]"
		q := quilt{{text: "---\ntitle: "}, {"除雪通知", string(title)}, {text: fmt.Sprintf("\nagency: office\nindex: 99990001/2026-%05d\nformed: 2026-03-01\npublished: 2026-11-%02d\ncategory: projects\nsummary: ", 90000+i, 1+i/lot%20)}, {"除雪", string(summary)},
			{text: "\nkeywords: "}, {"[除雪]", string(keywords)}, {text: "\nreview: {by: 李文, on: 2026-03-01, ruling: 可以公开}\n" + allow + "\n---\n<script>\n</script>\n"}}
		quilts[p] = sowBody(q, list)
	}
	for i, name := range vectors(t, "names") {
		dir := "content/notices/2026/" + name + "/"
		source[dir+name+".txt"] = &fstest.MapFile{Data: []byte("x")}
		source[dir+name+".csv"] = &fstest.MapFile{Data: []byte("甲,乙\n")}
		file, _ := json.Marshal(name + ".txt")
		table, _ := json.Marshal(name + ".csv")
		title, _ := json.Marshal(values.next(3))
		source[dir+"index.md"] = &fstest.MapFile{Data: []byte(notice(fmt.Sprintf("99990001/2026-%05d", 95000+i), "2026-03-05", "关于文件名的通知", fmt.Sprintf("attachments: [{file: %s, title: %s}, {file: %s}]", file, title, table), "正文。"))}
		held = append(held, "notices/2026/"+name+".html")
	}
	for p, q := range quilts {
		for _, part := range q {
			if part.hostile != "" {
				sown++
			}
		}
		source[p] = &fstest.MapFile{Data: q.bytes()}
	}
	for range 12 {
		opts := options(source)
		opts.Judged = true
		judged, err := build.Check(context.Background(), opts)
		if err != nil {
			t.Fatal(err)
		}
		if !judged.Stopped() {
			break
		}
		n := 0
		var stuck diag.List
		for _, f := range slices.Backward(judged.Findings) { // so that what is taken out moves nothing that is still to be
			if f.Severity != diag.Error || f.Waived {
				continue
			}
			stuck = append(stuck, f)
			q, ours := quilts[f.Span.Path()]
			if !ours {
				continue
			}
			n += q.refuse(int(f.Span.Off))
			source[f.Span.Path()] = &fstest.MapFile{Data: q.bytes()}
		}
		refused += n
		if n == 0 {
			t.Fatal(told(stuck, source))
		}
	}
	r = run(t, options(source))
	if r.Stopped() {
		t.Fatal(told(r.Findings, source))
	}
	return r, sown, refused, held
}

// TestHostileCounty: most of the corpus is published, as text.
func TestHostileCounty(t *testing.T) {
	plainPass(t)
	r, sown, refused, _ := hostileCounty(t)
	t.Logf("%d places sown, %d refused, %d files", sown, refused, r.Tree.Len())
	if sown < 1000 || refused > sown/2 {
		t.Errorf("%d of %d places are refused: too little is published to test anything", refused, sown)
	}
}
