package fields

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/generator/calendar"
	"gongkai/generator/diag"
)

// Decode fills dst from a tree and reports what does not fit the schema:
// unknown-field, missing-field, bad-value and front-matter. head is where a
// missing field is reported: the front matter's first line.
func (s Schema[T]) Decode(file *diag.File, head diag.Span, n Node, dst *T) diag.List {
	d := &decoder{file: file}
	if n.Kind != Map && n.Kind != Missing {
		d.add("front-matter", n, diag.Say("这里应当是逐行的“字段: 值”", "`field: value` lines belong here"),
			diag.Say("例如：标题: 关于……的通知", "for example: title: …"))
		return d.found
	}
	decodeInto(d, s, n, head, dst)
	return d.found
}

type decoder struct {
	file    *diag.File
	found   diag.List
	lenient bool
}

func (d *decoder) add(rule string, n Node, message, help diag.Text, notes ...diag.Note) {
	d.found.Add(rule, n.span(d.file), message, help, notes...)
}

func decodeGroup[U any](d *decoder, sub Schema[U], n Node) Value[U] {
	out := Value[U]{At: n.span(d.file)}
	if !d.expect(n, Map, "下一级字段（换行缩进两格写“字段: 值”）", "nested fields (`field: value` lines, indented)") {
		return out // it is there, and what is wrong has been said
	}
	decodeInto(d, sub, n, out.At, &out.V)
	return out
}

// maxUnknown is how many unknown keys are told one by one.
const maxUnknown = 20

func decodeInto[T any](d *decoder, s Schema[T], n Node, head diag.Span, dst *T) {
	n = settle(d, &s, n)
	was := d.lenient
	d.lenient = was || isLenient(d.file, s, n)
	defer func() { d.lenient = was }()
	var seen [64]int16 // index of the key that set a field, plus one
	unknown := 0
	for i, k := range n.Keys {
		at := s.find(k.Text)
		if at < 0 {
			if unknown++; unknown <= maxUnknown {
				d.unknown(s.Shape(), k)
			}
			continue
		}
		if at < len(seen) && seen[at] > 0 {
			d.duplicate(k, n.Keys[seen[at]-1])
			continue
		}
		if at < len(seen) {
			seen[at] = int16(i + 1)
		}
		if n.Items[i].Kind != Missing {
			s.Fields[at].decode(d, dst, n.Items[i])
		}
	}
	if unknown > maxUnknown {
		d.add("unknown-field", n, diag.Say("还有 %d 个不认识的字段", "%d more unknown fields", unknown-maxUnknown),
			diag.Say("字段区里多半夹进了正文或表格，移到下面", "the front matter seems to hold text or a table: move it below"))
	}
	for i := range s.Fields {
		if f := &s.Fields[i]; f.Required && !d.lenient && !f.given(dst) {
			d.missing(f.Description, n, head)
		}
	}
}

// isLenient looks at the yes-or-no fields alone, before the others are
// decoded: what a draft may leave out it may leave out in its groups too.
func isLenient[T any](file *diag.File, s Schema[T], n Node) bool {
	if s.Lenient == nil {
		return false
	}
	var probe *T
	for i := range s.Fields {
		f := &s.Fields[i]
		if f.Type != TypeYesNo {
			continue
		}
		for j, k := range n.Keys {
			if k.Text == f.Key || k.Text == f.Alias {
				if probe == nil {
					probe = new(T)
				}
				f.decode(&decoder{file: file}, probe, n.Items[j])
			}
		}
	}
	return probe != nil && s.Lenient(probe)
}

func (s *Schema[T]) find(word string) int {
	for i := range s.Fields {
		if s.Fields[i].Key == word || s.Fields[i].Alias == word {
			return i
		}
	}
	return -1
}

func (d *decoder) unknown(s Shape, k Key) {
	var words []string
	for _, f := range s.Fields {
		words = append(words, f.Key, f.Alias)
	}
	if plain := strings.TrimFunc(k.Text, unseen); plain != k.Text && slices.Contains(words, plain) {
		d.found.Add("unknown-field", k.span(d.file), diag.Say("字段名“%s”旁边有全角空格或看不见的字符", "a full-width space or an invisible character stands beside %q", plain),
			diag.Say("删去这一行，重新输入：%s: 值", "delete the line and type it again: %s: value", plain))
		return
	}
	help := diag.Say("可用的字段见 content/README.md；不需要的请删除", "content/README.md lists the fields; remove what is not needed")
	if near := Nearest(k.Text, words); near != "" {
		help = diag.Say("是不是“%s”？", "did you mean %q?", near)
	}
	d.found.Add("unknown-field", k.span(d.file), diag.Say("没有“%s”这个字段", "there is no field %q", k.Text), help)
}

func (d *decoder) duplicate(k, first Key) {
	d.found.Add("front-matter", k.span(d.file),
		diag.Say("“%s”写了两次", "%q is given twice", k.Text),
		diag.Say("只保留一处", "keep one of them"),
		diag.Note{Span: first.span(d.file), Text: diag.Say("第一次在这里", "the first one is here")})
}

func (d *decoder) missing(f Description, n Node, head diag.Span) {
	example := f.Example
	if example == "" && len(f.Options) > 0 {
		example = f.Options[0]
	}
	if example == "" {
		example = "……"
	}
	at := head
	for i, k := range n.Keys {
		if k.Text == f.Key || k.Text == f.Alias {
			if n.Items[i].Kind != Missing && n.Items[i].Text != "" {
				return // it is there and wrong, which has been said
			}
			at = k.span(d.file)
		}
	}
	d.found.Add("missing-field", at,
		diag.Say("缺少“%[1]s”（%[2]s）", "%[2]s (%[1]s) is missing", f.Alias, f.Key),
		diag.Say("加一行：%[1]s: %[2]s", "add a line: %[3]s: %[2]s", f.Alias, example, f.Key))
}

// expect reports a value of another kind than the field takes.
func (d *decoder) expect(n Node, k Kind, zh, en string) bool {
	if n.Kind == k {
		return true
	}
	d.add("bad-value", n, diag.Say("这里应当是%[1]s", "%[2]s belongs here", zh, en),
		diag.Say("参照 content/README.md 里这个字段的写法", "see this field in content/README.md"))
	return false
}

func (d *decoder) scalar(n Node) bool { return d.expect(n, Scalar, "一个值", "a single value") }

func (d *decoder) text(n Node, t Type) Text {
	if !d.scalar(n) {
		return Text{}
	}
	s := strings.TrimSpace(n.Text)
	switch {
	case wrapped(s):
		inner := strings.Trim(s, "“”‘’＂")
		d.add("front-matter", n, diag.Say("整个值放在中文引号里：%s", "the whole value stands in Chinese quotes: %s", s),
			diag.Say("字段的值不用加引号：%s", "a value needs no quotes: %s", inner))
		d.found.Cure(diag.Edit{Span: n.span(d.file), Old: s, New: inner})
	case !visible(s) && strings.ContainsFunc(s, diag.Unseen):
		i := strings.IndexFunc(s, diag.Unseen)
		r, _ := utf8.DecodeRuneInString(s[i:])
		d.add("bad-value", n, diag.Say("值里有看不见的字符 %U，多半是复制时带来的", "the value holds an invisible character, %U", r),
			diag.Say("删去重新输入，或者先粘贴到记事本里再复制", "type it again, or paste it through a plain text editor"))
	case t != TypeProse && strings.ContainsAny(s, "\n\r"):
		d.add("bad-value", n, diag.Say("这个字段只能写一行", "this field takes one line"),
			diag.Say("把内容合成一行", "put it on one line"))
	}
	return Text{s, n.span(d.file)}
}

// visible reports, quickly, that a text has nothing but Chinese characters, their
// punctuation, and letters, digits and signs of ASCII: nearly all texts do.
func visible(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= ' ' && c < 0x7f:
		case c >= 0xe4 && c <= 0xe9, c == 0xe3 && i+1 < len(s) && s[i+1] == 0x80: // 、。《》
			i += 2
		case c == 0xef && i+1 < len(s) && s[i+1]&0xfe == 0xbc, strings.HasPrefix(s[i:], "“"), strings.HasPrefix(s[i:], "”"): // full width: （，：
			i += 2
		default:
			return false
		}
	}
	return true
}

func unseen(r rune) bool { return unicode.IsSpace(r) || diag.Unseen(r) }

func (d *decoder) moment(n Node) Moment {
	if !d.scalar(n) {
		return Moment{}
	}
	m, ok := calendar.Parse(n.Text)
	if !ok {
		d.add("bad-value", n, diag.Say("“%s”不是日期，或者没有这一天", "%q is not a date, or there is no such day", n.Text),
			diag.Say("写成 2026-03-05；要写时刻的，写成 2026-03-05 09:30", "write 2026-03-05, or 2026-03-05 09:30 with a time"))
		return Moment{}
	}
	return Moment{m, n.span(d.file)}
}

func (d *decoder) whole(n Node, low, high int) Whole {
	if !d.scalar(n) {
		return Whole{}
	}
	v, err := strconv.Atoi(strings.TrimSpace(n.Text))
	if err != nil {
		d.add("bad-value", n, diag.Say("“%s”不是整数", "%q is not a whole number", n.Text),
			diag.Say("只写阿拉伯数字，例如 20", "write digits only, such as 20"))
		return Whole{}
	}
	if v < low || v > high {
		d.add("bad-value", n, diag.Say("%d 不在 %d 到 %d 之间", "%d is not between %d and %d", v, low, high), diag.Say("写这个范围里的整数", "write a whole number of that range"))
		return Whole{}
	}
	return Whole{v, n.span(d.file)}
}

func (d *decoder) yesNo(n Node) YesNo {
	if !d.scalar(n) {
		return YesNo{}
	}
	switch strings.ToLower(strings.TrimSpace(n.Text)) {
	case "true", "yes", "是", "同意":
		return YesNo{true, n.span(d.file)}
	case "false", "no", "否", "不同意":
		return YesNo{false, n.span(d.file)}
	}
	d.add("bad-value", n, diag.Say("“%s”既不是“是”也不是“否”", "%q is neither yes nor no", n.Text),
		diag.Say("写 是 或 否（true 或 false）", "write true or false"))
	return YesNo{}
}

func (d *decoder) choice(n Node, options []string) Text {
	if !d.scalar(n) {
		return Text{}
	}
	s := strings.TrimSpace(n.Text)
	for _, o := range options {
		if s == o {
			return Text{s, n.span(d.file)}
		}
	}
	list := strings.Join(options, "、")
	help := diag.Say("只能是：%s", "it must be one of: %s", list)
	if near := Nearest(s, options); near != "" {
		help = diag.Say("是不是“%[1]s”？只能是：%[2]s", "did you mean %[1]q? It must be one of: %[2]s", near, list)
	}
	d.add("bad-value", n, diag.Say("“%s”不在可选的值里", "%q is not one of the values", s), help)
	return Text{}
}

func (d *decoder) lines(n Node) []Text {
	if n.Kind == Scalar && dashThenNoGap.MatchString(n.Text) {
		d.add("front-matter", n, diag.Say("列表的 - 后面缺一个半角空格", "a space is missing after the - of a list"),
			diag.Say("每行写成“- 值”", "write `- value` on each line"))
		return nil
	}
	if n.Kind == Scalar {
		n = Node{Kind: List, Items: []Node{n}}
	}
	if !d.expect(n, List, "列表，例如 [甲, 乙]", "a list such as [a, b]") {
		return nil
	}
	out := make([]Text, 0, len(n.Items))
	for _, item := range n.Items {
		if t := d.text(item, TypeLine); t.V != "" {
			out = append(out, parts(t, item)...)
		}
	}
	return out
}

// parts cuts a value at Chinese list marks: a clerk writes 植树、绿化 where
// YAML wants a comma, and nothing that stands in a list holds such a mark.
func parts(t Text, n Node) []Text {
	if !strings.ContainsAny(t.V, "、，；") {
		return []Text{t}
	}
	var out []Text
	at := 0
	for _, piece := range strings.FieldsFunc(t.V, func(r rune) bool { return strings.ContainsRune("、，；", r) }) {
		at += strings.Index(t.V[at:], piece)
		word := Text{strings.TrimSpace(piece), t.At}
		if int(n.Len) == len(t.V) { // it stands in the file as it is
			word.At = diag.At(t.At.File, int(t.At.Off)+at, len(piece))
		}
		if word.V != "" {
			out = append(out, word)
		}
		at += len(piece)
	}
	return out
}

// Nearest returns the word that s was most likely meant to be, or "". It
// allows one slip in short words and two in long ones.
func Nearest(s string, words []string) string {
	best, least := "", 3
	a := []rune(s)
	if len(a) < 5 {
		least = 2
	}
	for _, w := range words {
		if b := []rune(w); len(b) > 1 || len(a) == 1 {
			if n := edits(a, b, least); n < least && n < len(b) {
				best, least = w, n
			}
		}
	}
	return best
}

// edits is the edit distance of two words (insert, delete, replace, swap of
// neighbours), at most limit.
func edits(a, b []rune, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return min(rows[len(a)][len(b)], limit)
}
