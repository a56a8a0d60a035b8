package fields

import (
	"regexp"
	"slices"
	"strings"

	"gongkai/generator/diag"
)

var (
	keyThenValue   = regexp.MustCompile(`^([ ]*(?:- )?)([\p{Han}A-Za-z_]+):(?:[ ]+(.*))?$`)
	keyAnyhow      = regexp.MustCompile(`^([ ]*(?:- )?)([\p{Han}A-Za-z_]+)[ \t]*[:：\s][ \t]*(.*)$`) // its colon may be a slip
	colonInValue   = regexp.MustCompile(`:(?:\s|$)`)
	dashThenNoGap  = regexp.MustCompile(`^\s*-[^\s-]`)
	bracketAndMore = regexp.MustCompile(`^(?:\[[^\]]*\]|\{[^}]*\})\s*[^\s,#]`)
)

// value finds what is wrong with the value on a line that could not be read. A quote
// or a bracket that is closed below goesOn.
func value(file *diag.File, line string, at int, known Known, goesOn bool, found *diag.List) {
	if dashThenNoGap.MatchString(line) {
		dash := strings.IndexByte(line, '-')
		found.Add("front-matter", diag.At(file, at+dash, 1),
			diag.Say("列表的 - 后面缺一个半角空格", "a space is missing after the - of a list"),
			diag.Say("改成：- %s", "write: - %s", strings.TrimSpace(line[dash+1:])))
		found.Cure(replace(file, at+dash, "-", "- "))
		return
	}
	m := keyThenValue.FindStringSubmatchIndex(line)
	if m == nil || m[6] < 0 {
		return
	}
	key, v := line[m[4]:m[5]], strings.TrimRight(line[m[6]:m[7]], " \t")
	if v == "" || !known(key) && opened(v) == 0 {
		return
	}
	whole := diag.At(file, at+m[6], len(v))
	quoted := diag.Say("整个值用英文双引号括起来：%[1]s: \"%[2]s\"", "put the value into double quotes: %[1]s: \"%[2]s\"", key, v)
	switch {
	case goesOn:
	case v[0] == '"' || v[0] == '\'':
		openQuote(file, v, at+m[6], found)
	case strings.HasPrefix(v, "- "):
		found.Add("front-matter", whole,
			diag.Say("列表不能和“%s:”写在同一行", "a list cannot begin on the line of `%s:`", key),
			diag.Say("换一行，前面空两格写：%s", "write it on the next line, after two spaces: %s", v))
	case strings.IndexByte("@`%", v[0]) >= 0:
		found.Add("front-matter", whole, diag.Say("值不能以 %c 开头", "a value cannot begin with %c", v[0]), quoted)
	case bracketAndMore.MatchString(v):
		found.Add("front-matter", whole, diag.Say("值以 %c 开头，会当成列表", "a value that begins with %c is read as a list", v[0]), quoted)
	case v[0] == '[' || v[0] == '{':
		openBracket(file, v, at+m[6], found)
	case v[0] == '|' || v[0] == '>':
		besideMark(file, v, whole, quoted, found)
	default:
		if i := colonInValue.FindStringIndex(v); i != nil {
			found.Add("front-matter", diag.At(file, at+m[6]+i[0], 1),
				diag.Say("值里面有半角冒号加空格，会当成另一个字段", "a colon and a space within the value: it reads as another field"),
				diag.Say("改成全角冒号“：”，或者整个值用英文双引号括起来", "write a full-width colon ：, or put the value into double quotes"))
		}
	}
}

// openQuote finds a quoted value whose quote is not closed on its line, or is
// closed by a Chinese one, or is closed too early.
func openQuote(file *diag.File, v string, at int, found *diag.List) {
	quote := v[:1]
	where := diag.At(file, at, len(v))
	switch n, closed := quoted(v); {
	case !closed:
		found.Add("front-matter", where,
			diag.Say("引号没有成对：这里有开头的 %[1]s，没有结尾的 %[1]s", "the quote %[1]s is opened and not closed", quote),
			diag.Say("在行末补上 %[1]s；一般的值不需要引号，也可以去掉开头的 %[1]s", "add %[1]s at the end of the line, or drop the opening one", quote))
	case n < len(v):
		found.Add("front-matter", where,
			diag.Say("值里面又有引号 %s，引号提前结束了", "the value holds the quote %s again, which ends it too early", quote),
			diag.Say("值里面的引号用中文引号“ ”", "use Chinese quotes “ ” inside the value"))
	}
}

// openBracket finds a list or a group in brackets that are not closed.
func openBracket(file *diag.File, v string, at int, found *diag.List) {
	if opened(v) == 0 {
		return
	}
	zh, closing := "方括号", "]"
	if v[0] == '{' {
		zh, closing = "花括号", "}"
	}
	found.Add("front-matter", diag.At(file, at, len(v)),
		diag.Say("%[1]s没有成对：这里有开头的 %[2]c，没有结尾的 %[3]s", "the bracket %[2]c is opened and not closed", zh, v[0], closing),
		diag.Say("在行末补上 %[1]s；值本身以 %[2]c 开头的，整个值用英文双引号括起来", "add %[1]s at the end of the line, or put a value that begins with %[2]c into double quotes", closing, v[0]))
}

var markThenText = regexp.MustCompile(`^([|>][-+1-9]+)\s`)

// besideMark finds a value that stands on the line of the > or | above which it
// would have to be, or that happens to begin with one.
func besideMark(file *diag.File, v string, whole diag.Span, help diag.Text, found *diag.List) {
	if m := markThenText.FindStringSubmatch(v); m != nil {
		found.Add("front-matter", whole, diag.Say("“%s”后面不能写字", "no text may follow %q on its line", m[1]),
			diag.Say("文字从下一行写起，前面空两格", "begin the text on the next line, after two spaces"))
		return
	}
	if !blockHeader.MatchString(v) {
		found.Add("front-matter", whole, diag.Say("值不能以 %c 开头", "a value cannot begin with %c", v[0]), help)
	}
}

// margins follows the indentation of fields from line to line.
type margins struct {
	file  *diag.File
	known Known
	open  []int // indents of the fields above that may go on, innermost last
	full  bool  // the field above has its value on its line
}

func (g *margins) line(line string, at int, found *diag.List) {
	m := keyAnyhow.FindStringSubmatchIndex(line + " ")
	if m == nil || !g.known(line[m[4]:m[5]]) {
		return
	}
	indent := m[3]
	dash := strings.HasSuffix(line[:indent], "- ")
	last := 0
	if len(g.open) > 0 {
		last = g.open[len(g.open)-1]
	}
	switch {
	case len(g.open) == 0 && indent == 0, dash:
	case g.full && indent > last:
		g.add(at, indent, diag.Say("行首比上一行多了空格", "this line is indented more than the one above"), found)
	case indent < last && !slices.Contains(g.open, indent):
		g.add(at, indent, diag.Say("行首的空格和上面的行没有对齐", "this line is not aligned with those above"), found)
	}
	for len(g.open) > 0 && g.open[len(g.open)-1] >= indent {
		g.open = g.open[:len(g.open)-1]
	}
	g.open = append(g.open, indent)
	g.full = m[6] < len(line) && strings.TrimSpace(line[m[6]:]) != ""
}

// depth is the indent that a field on the next line would have in the group that is
// open. The dash of an item stands before its fields.
func (g *margins) depth(dash bool) int {
	switch last := len(g.open) - 1; {
	case last < 0:
		return 0
	case !g.full:
		return g.open[last] + 2
	case dash:
		return max(0, g.open[last]-2)
	default:
		return g.open[last]
	}
}

func (g *margins) add(at, indent int, what diag.Text, found *diag.List) {
	found.Add("front-matter", diag.At(g.file, at, indent), what,
		diag.Say("字段前面不要空格；同一组的下级字段前面都空两格", "start fields at the margin; indent the fields of one group by two spaces each"))
}
