package fields

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"gongkai/generator/diag"
)

// Parse reads the front matter that lies at src[off:end]. known are the keys
// and aliases that may stand in it: they help to name a slip. A tree that
// cannot be read is reported and comes back with Kind Missing.
func Parse(file *diag.File, src []byte, notation Notation, off, end int, known Known) (Node, diag.List) {
	if notation == TOML {
		return parseTOML(file, src, off, end)
	}
	return ParseYAML(file, src, off, end, known)
}

// MaxSize bounds a Markdown or YAML file: 4 MiB are more than a million
// characters, more than any document has; a larger file is a mistake or an
// attack.
const MaxSize = 4 << 20

// Known tells whether a word is a key or alias of the schema at hand.
type Known func(word string) bool

// maxDepth bounds nesting: forms are flat, and a hostile file must not
// exhaust the stack.
const maxDepth = 12

// ParseYAML reads the YAML at src[off:end], as Parse does. JSON is YAML.
func ParseYAML(file *diag.File, src []byte, off, end int, known Known) (Node, diag.List) {
	if n, ok := readSimple(src, off, end); ok {
		return n, nil
	}
	return parseYAML(file, src, off, end, known)
}

func parseYAML(file *diag.File, src []byte, off, end int, known Known) (Node, diag.List) {
	text := src[off:end]
	if found := tooMuch(file, text, off); found != nil {
		return Node{}, found
	}
	p := yamlTree{file: file, src: src, off: off, end: end, lines: lineStarts(text)}
	tokens := lexer.Tokenize(string(text))
	p.lost(tokens)
	tree, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return Node{}, p.explain(err, known)
	}
	var body ast.Node
	for _, doc := range tree.Docs {
		switch {
		case doc.Body == nil:
		case body == nil:
			body = doc.Body
		default:
			p.second(doc.Body)
		}
	}
	if body == nil {
		return Node{Kind: Map, Off: int32(off)}, nil
	}
	n := p.node(body, 0)
	if n.Kind == Scalar || p.wide {
		if slips := findSlips(file, src, off, end, known); len(slips) > 0 {
			return Node{}, append(slips, p.found...)
		}
	}
	return n, p.found
}

// tooMuch guards the parsers, of TOML too, and says what is too much.
func tooMuch(file *diag.File, text []byte, off int) (found diag.List) {
	switch {
	case deep(text):
		found.Add("front-matter", diag.At(file, off, 0),
			diag.Say("字段嵌套过深", "the fields are nested too deeply"),
			diag.Say("字段最多嵌套 %d 层", "nest fields %d levels deep at most", maxDepth))
	case busy(text):
		found.Add("front-matter", diag.At(file, off, 0),
			diag.Say("字段区或数据文件过长", "the front matter or the file has too many values"),
			diag.Say("行数和列表项合计不超过 %d；大的表格作为附件", "keep below %d lines and items; make a large table an attachment", maxMarks))
	}
	return found
}

// deep guards the YAML parser, which recurses, against flow brackets.
func deep(text []byte) bool {
	depth := 0
	for _, c := range text {
		switch c {
		case '[', '{':
			if depth++; depth > 200 {
				return true
			}
		case ']', '}':
			depth = max(depth-1, 0)
		}
	}
	return false
}

// second refuses what follows a --- or ... within the text.
func (p *yamlTree) second(body ast.Node) {
	at := int(p.node(body, 0).Off)
	p.found.Add("front-matter", diag.At(p.file, at, runeLen(p.src[at:p.end])),
		diag.Say("前面有一行 --- 或 ...，从这里起的内容读不到", "a line --- or ... stands above: what follows would not be read"),
		diag.Say("删去那一行", "remove that line"))
}

// maxMarks bounds what the YAML parser has to take apart: its time grows with
// the square of it. The vocabulary of a county has about a thousand.
const maxMarks = 20000

// busy guards the YAML parser against texts of nothing but marks.
func busy(text []byte) bool {
	marks, colons := 0, 0 // colons of the line at hand
	dots := 0             // between names, as TOML has them
	for i, c := range text {
		switch c {
		case '\n':
			marks, colons = marks+1, 0
		case ',', '[', '{', '-', '&', '*', '!', '?':
			marks++
		case '.':
			if dots++; dots > maxMarks {
				return true
			}
		case ':': // the first of a line ends its key
			if colons++; colons > 1 && i+1 < len(text) && text[i+1] <= ' ' {
				marks++
			}
		}
	}
	return marks > maxMarks
}

// lost tells of text that would not be published: a # after a blank begins a comment,
// as a clerk who writes of house #1 doesn't know. Who means a comment puts a blank
// after the #, as everything that the program writes has it.
func (p *yamlTree) lost(tokens token.Tokens) {
	for i, t := range tokens {
		if t.Type != token.CommentType || !glued("#"+t.Value) || i == 0 || !tellsAt(tokens, i) {
			continue
		}
		start := p.off + p.lines[min(t.Position.Line, len(p.lines))-1]
		line, _, _ := bytes.Cut(p.src[start:p.end], []byte("\n"))
		hash := bytes.LastIndex(line, []byte("#"+t.Value))
		if hash <= 0 || len(bytes.TrimSpace(line[:hash])) == 0 { // on a line of its own nothing is lost
			continue
		}
		text, _, _ := strings.Cut("#"+t.Value, " # ")
		text = strings.TrimSpace(text)
		p.found.Add("front-matter", diag.At(p.file, start+hash, len(text)),
			diag.Say("“%s”会当成备注，不会发布", "%q is read as a remark and would not be published", text),
			quotedWhole(string(line[:hash]), text))
	}
}

// glued reports whether a comment has no blank after its #.
func glued(comment string) bool {
	text := strings.TrimLeft(comment, "#")
	r, _ := utf8.DecodeRuneInString(text)
	return len(text) < len(comment) && text != "" && !unicode.IsSpace(r)
}

// tellsAt reports whether the comment at i may have been meant as a value, or a part of
// one: not after a closed value, nor where a group's fields stand below.
func tellsAt(tokens token.Tokens, i int) bool {
	before := tokens[i-1]
	switch before.Type {
	case token.DoubleQuoteType, token.SingleQuoteType, token.SequenceEndType, token.MappingEndType, token.FoldedType, token.LiteralType:
		return false
	case token.MappingValueType:
		next := i + 1
		for next < len(tokens) && tokens[next].Type == token.CommentType {
			next++
		}
		if i < 2 || next == len(tokens) {
			return true
		}
		below := tokens[next]
		return below.Type != token.SequenceEntryType && below.Position.Column <= tokens[i-2].Position.Column
	}
	return true
}

// quotedWhole says how to write a value with a # in it.
func quotedWhole(before, text string) diag.Text {
	m := keyThenValue.FindStringSubmatch(before)
	if m == nil || strings.ContainsAny(before+text, "\"\\[{") {
		return diag.Say("要发布的，整个值用英文双引号括起来；是自己的备注，# 后面空一格", "to publish it, put the value into double quotes; if it is a remark, put a space after the #")
	}
	return diag.Say("要发布的，整个值用英文双引号括起来：%[1]s: \"%[2]s\"；是自己的备注，# 后面空一格",
		"to publish it, put the value into double quotes: %[1]s: \"%[2]s\"; if it is a remark, put a space after the #", m[2], m[3]+text)
}

// yamlTree turns goccy's tree into Nodes. goccy counts lines and columns in
// characters; spans count bytes.
type yamlTree struct {
	file     *diag.File
	src      []byte
	off, end int
	lines    []int // start of each line, from off
	wide     bool  // a key begins with a full-width space
	found    diag.List
}

func lineStarts(text []byte) []int {
	starts := make([]int, 1, 32)
	for i, c := range text {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

func (p *yamlTree) offset(pos *token.Position) int {
	if pos == nil || pos.Line < 1 || pos.Line > len(p.lines) {
		return p.off
	}
	at := p.off + p.lines[pos.Line-1]
	for col := 1; col < pos.Column && at < p.end && p.src[at] != '\n'; col++ {
		_, size := utf8.DecodeRune(p.src[at:p.end])
		at += size
	}
	return min(at, p.end)
}

func (p *yamlTree) refuse(at int, what string) Node {
	p.found.Add("front-matter", diag.At(p.file, at, 1),
		diag.Say("这里用了 YAML 的高级写法（%s）", "a YAML feature that front matter does not use (%s)", what),
		diag.Say("字段只写“字段: 值”；值以 * & ! 开头时请加英文引号", "write plain `field: value`; quote a value that begins with * & or !"))
	return Node{Off: int32(at)}
}

func (p *yamlTree) node(n ast.Node, depth int) Node {
	if depth > maxDepth {
		return p.refuse(p.offset(n.GetToken().Position), "nesting")
	}
	switch n := n.(type) {
	case *ast.MappingNode:
		return p.mapping(n.Values, n, depth)
	case *ast.MappingValueNode:
		return p.mapping([]*ast.MappingValueNode{n}, n, depth)
	case *ast.SequenceNode:
		return p.sequence(n, depth)
	case *ast.NullNode:
		return Node{Off: int32(p.offset(n.Token.Position))}
	case *ast.LiteralNode:
		return p.literal(n)
	case *ast.AnchorNode:
		return p.refuse(p.offset(n.Start.Position), "&")
	case *ast.AliasNode:
		return p.refuse(p.offset(n.Start.Position), "*")
	case *ast.TagNode:
		return p.refuse(p.offset(n.Start.Position), "!")
	case *ast.MergeKeyNode:
		return p.refuse(p.offset(n.Token.Position), "<<")
	}
	return p.scalar(n.GetToken())
}

func (p *yamlTree) scalar(t *token.Token) Node {
	at := p.offset(t.Position)
	// The parser takes a value with a blank behind it to begin a character later.
	if v := []byte(t.Value); at > p.off && !bytes.HasPrefix(p.src[at:], v) {
		if _, size := utf8.DecodeLastRune(p.src[p.off:at]); bytes.HasPrefix(p.src[at-size:], v) {
			at -= size
		}
	}
	length := len(t.Value)
	if t.Type == token.DoubleQuoteType || t.Type == token.SingleQuoteType {
		length, _ = quoted(p.src[at:p.end])
	}
	length = min(length, p.end-at)
	if i := strings.IndexByte(string(p.src[at:at+length]), '\n'); i >= 0 && t.Type != token.DoubleQuoteType {
		length = i
	}
	value := strings.Clone(t.Value)
	if strings.Contains(strings.TrimSpace(t.Origin), "\n") {
		value = folded(value)
	}
	return Node{Kind: Scalar, Text: value, Off: int32(at), Len: int32(length)}
}

// folded drops the spaces that YAML makes of line breaks where they stand
// between Chinese characters, which are written without.
func folded(s string) string {
	if !strings.Contains(s, " ") {
		return s
	}
	var b strings.Builder
	runes := []rune(s)
	for i, r := range runes {
		if r == ' ' && i > 0 && i+1 < len(runes) && wide(runes[i-1]) && wide(runes[i+1]) {
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// wide reports whether a character is Chinese or full-width punctuation.
func wide(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xffef || strings.ContainsRune("“”‘’…—", r)
}

// quoted is the length of the quoted scalar at the start of src, and whether it is
// closed. Its quote may stand in it: twice between single ones, after a \ between
// double ones.
func quoted[S string | []byte](src S) (n int, closed bool) {
	for i := 1; i < len(src); i++ {
		switch {
		case src[i] == '\\' && src[0] == '"':
			i++
		case src[i] != src[0]:
		case src[0] == '\'' && i+1 < len(src) && src[i+1] == '\'':
			i++
		default:
			return i + 1, true
		}
	}
	return len(src), false
}

func (p *yamlTree) literal(n *ast.LiteralNode) Node {
	at := p.offset(n.Start.Position)
	node := Node{Kind: Scalar, Off: int32(at), Len: 1}
	if n.Value != nil {
		node.Text = strings.Clone(strings.TrimRight(n.Value.Value, "\n"))
		if n.Start.Type == token.FoldedType {
			node.Text = folded(node.Text)
		}
	}
	return node
}

func (p *yamlTree) sequence(n *ast.SequenceNode, depth int) Node {
	at := p.offset(n.Start.Position)
	out := Node{Kind: List, Off: int32(at), Len: 1, Items: make([]Node, 0, len(n.Values))}
	for _, v := range n.Values {
		out.Items = append(out.Items, p.node(v, depth+1))
	}
	if k := len(out.Items); k > 0 && out.Items[0].Off >= out.Off {
		out.Len = out.Items[k-1].Off + out.Items[k-1].Len - out.Off
	}
	return out
}

func (p *yamlTree) mapping(values []*ast.MappingValueNode, n ast.Node, depth int) Node {
	out := Node{Kind: Map, Keys: make([]Key, 0, len(values)), Items: make([]Node, 0, len(values))}
	for _, v := range values {
		if _, merge := v.Key.(*ast.MergeKeyNode); merge {
			p.refuse(p.offset(v.Key.GetToken().Position), "<<")
			continue
		}
		k := p.scalar(v.Key.GetToken())
		p.wide = p.wide || strings.HasPrefix(k.Text, "　") || strings.HasPrefix(k.Text, "\u00a0")
		out.Keys = append(out.Keys, Key{k.Text, k.Off, k.Len})
		out.Items = append(out.Items, p.node(v.Value, depth+1))
	}
	if len(out.Keys) > 0 {
		last := out.Items[len(out.Items)-1]
		out.Off = out.Keys[0].Off
		out.Len = max(last.Off+last.Len-out.Off, out.Keys[0].Len)
	} else {
		out.Off = int32(p.offset(n.GetToken().Position))
	}
	return out
}

// explain turns a YAML error into findings: the clerk's slips, and what is wrong
// besides at the parser's place with its words.
func (p *yamlTree) explain(err error, known Known) diag.List {
	s := newSearch(p.file, p.src, p.off, p.end, known)
	s.run()
	s.found = append(s.found, p.found...)
	if len(s.found) == 0 {
		p.unreadable(err, &s.found)
		return s.found
	}
	if s.askew {
		return s.found
	}
	_, err = parser.ParseBytes([]byte(strings.Join(s.mended, "\n")), 0, parser.AllowDuplicateMapKey())
	if at := place(err); at != nil && s.untouched(at.Line-1) {
		p.unreadable(err, &s.found)
	}
	return s.found
}

// place is where the parser stopped, or nil.
func place(err error) *token.Position {
	var syntax *yaml.SyntaxError
	if errors.As(err, &syntax) {
		if t := syntax.GetToken(); t != nil {
			return t.Position
		}
	}
	return nil
}

// unreadable tells of an error in the parser's words.
func (p *yamlTree) unreadable(err error, found *diag.List) {
	at, what := p.off, ""
	var syntax *yaml.SyntaxError
	if errors.As(err, &syntax) {
		what = syntax.GetMessage()
	} else { // its Error paints the whole source, and takes a minute for a long line
		what = err.Error()
	}
	if pos := place(err); pos != nil {
		at = p.offset(pos)
	}
	if i := strings.IndexByte(what, '\n'); i >= 0 {
		what = what[:i]
	}
	where := diag.At(p.file, at, runeLen(p.src[at:p.end]))
	message := diag.Text{ZH: "这一行的格式读不懂" + meant(what), EN: "this line cannot be read (" + what + ")"}
	if p.off < p.end && p.src[p.off] == '{' {
		found.Add("front-matter", where, message,
			diag.Say("每行写成 \"字段\": \"值\"，行末用半角逗号，最后一行不用", "write \"field\": \"value\", with a comma after each line but the last"))
		return
	}
	found.Add("front-matter", where, message,
		diag.Say("每行写成“字段: 值”，冒号用半角、后面空一格；值里有 : # 或引号时，整个值用英文双引号括起来", "write `field: value` with a space after the colon; put a value that holds : # or quotes into double quotes"))
}

// meant is what the parser's words say, for a clerk.
func meant(what string) string {
	for _, m := range []struct{ words, zh string }{
		{"']'", "：方括号 [ ] 没有成对"}, {"'}'", "：花括号 { } 没有成对"}, {"quoted text", "：引号没有成对"},
		{"escape", "：双引号里不能写 \\"}, {"surrogate", "：双引号里不能写 \\"}, {"tab", "：这里有制表符（Tab）"}, {"'\t'", "：这里有制表符（Tab）"},
	} {
		if strings.Contains(what, m.words) {
			return m.zh
		}
	}
	return ""
}

// runeLen is the length of the character at the start of src, 0 at its end.
func runeLen(src []byte) int {
	_, size := utf8.DecodeRune(src)
	return size
}

// Has reports whether a word is one of words; a Known for small sets.
func Has(words ...string) Known { return func(w string) bool { return slices.Contains(words, w) } }
