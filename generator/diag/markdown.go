package diag

import (
	"bufio"
	"fmt"
	"strings"
)

// What a platform takes of one text: more is refused, or cut without a word.
const (
	commentLimit = 60_000  // characters of a comment: GitHub takes 65,536, others more
	summaryLimit = 900_000 // bytes of a step's summary: GitHub takes 1 MiB
)

// markdown is the summary of a check, for a comment on a pull request, up to a
// limit in bytes; the last line says how many findings it leaves out. What the
// change touches comes first; what was there before is folded away.
func (p Printer) markdown(w *bufio.Writer, findings List, limit int) {
	fresh, old := split(findings)
	title := Say("检查结果：%d 个错误，%d 个警告", "Check: %d errors, %d warnings", findings.Count(Error), findings.Count(Warning))
	used, _ := fmt.Fprintf(w, "## %s\n", title.In(p.Lang))
	if len(findings) == 0 {
		fmt.Fprintf(w, "\n%s\n", Say("没有发现问题。", "Nothing was found.").In(p.Lang))
		return
	}
	left := len(findings)
	if len(fresh) > 0 {
		left -= p.rows(w, fresh, &used, limit)
	}
	if len(old) > 0 && left == len(old) {
		head := Say("以前就有的 %d 条", "%d that were there before", len(old))
		fmt.Fprintf(w, "\n<details><summary>%s</summary>\n", head.In(p.Lang))
		left -= p.rows(w, old, &used, limit)
		fmt.Fprint(w, "\n</details>\n")
	}
	if left > 0 {
		fmt.Fprintf(w, "\n%s\n", Say("这里放不下，还有 %d 条：运行 gongkai check 看全部。", "%d more do not fit here: gongkai check tells them all.", left).In(p.Lang))
	}
	fmt.Fprintf(w, "\n%s\n", Say("某条规则的要求、依据和改法：`gongkai explain 规则名`。", "About a rule: `gongkai explain RULE`.").In(p.Lang))
}

// split parts findings into those of the change and the others.
func split(findings List) (fresh, old List) {
	for _, f := range findings {
		if f.Old {
			old = append(old, f)
		} else {
			fresh = append(fresh, f)
		}
	}
	return fresh, old
}

// rows writes a table of findings while there is room, and counts them.
func (p Printer) rows(w *bufio.Writer, findings List, used *int, limit int) int {
	head := Say("| 级别 | 位置 | 规则 | 说明 |", "| Level | Place | Rule | Finding |")
	n, _ := fmt.Fprintf(w, "\n%s\n| --- | --- | --- | --- |\n", head.In(p.Lang))
	*used += n
	for i, f := range findings {
		at := p.Sources.Place(f.Span)
		row := fmt.Sprintf("| %s | `%s` | `%s` | %s |\n", p.severity(f), code(where(f.Span, at)), f.Rule, lines(f.Message.In(p.Lang), f.Help.In(p.Lang)))
		if *used += len(row); *used > limit {
			return i
		}
		w.WriteString(row)
	}
	return len(findings)
}

// lines are the message and the cure of a finding, one below the other.
func lines(message, help string) string {
	if help == "" {
		return cell(message)
	}
	return cell(message) + "<br>" + cell(help)
}

// cell makes a text harmless in a cell: content of strangers must not become
// markup, a link, or a mention of somebody.
func cell(s string) string {
	return strings.NewReplacer("|", "\\|", "\n", " ", "<", "&lt;", "@", "&#64;", "`", "&#96;", "[", "\\[", "]", "\\]", "*", "\\*", "_", "\\_").Replace(strings.TrimSpace(shown(s)))
}

// code is a text within backquotes.
func code(s string) string { return strings.NewReplacer("`", "'", "|", "\\|", "\n", " ").Replace(s) }
