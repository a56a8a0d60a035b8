package attachment

import (
	"regexp"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/ooxml"
)

// What office programs would run, or load from elsewhere, when a file is
// opened.
var (
	startsProgram = diag.Say("里面有打开时会启动别的程序的公式或者域（DDE）；删去，重新保存", "it holds a formula or a field that starts another program when it is opened (DDE); remove it and save the file anew")
	loadsRemote   = diag.Say("打开时会从网上加载模板或者别的文件，里面可能有会运行的代码；断开链接，重新保存", "when it is opened it loads a template or a file from the network, which may hold code; break the link and save the file anew")
)

// runs tells what would run.
func (r *Report) runs(why diag.Text) {
	if r.Active.ZH == "" {
		r.Active = why
	}
}

// relation tells of a relation that has a program load what may hold code. A
// template on the disk of whoever wrote the document is a usual thing, and
// loads nothing elsewhere.
func (r *Report) relation(rel ooxml.Relation) {
	if !rel.External || !remote(rel.Target) {
		return
	}
	switch rel.Kind {
	case "attachedTemplate", "oleObject", "frame", "subDocument", "aFChunk":
		r.runs(loadsRemote)
	}
}

// remote reports whether an address is one of another machine.
func remote(address string) bool {
	a := strings.ToLower(strings.TrimSpace(address))
	if disk, ok := strings.CutPrefix(a, "file:"); ok {
		return strings.HasPrefix(disk, "//") && !strings.HasPrefix(disk, "///") || strings.HasPrefix(disk, "////")
	}
	scheme, _, ok := strings.Cut(a, ":")
	return ok && len(scheme) > 1 || strings.HasPrefix(a, "//") // of one letter is a drive
}

var (
	quoted    = regexp.MustCompile(`"[^"]*"`)
	ddeTopic  = regexp.MustCompile(`\|[^|!]*!`)
	ddeField  = regexp.MustCompile(`(?i)(?:^|[\s{"\\])DDE(?:AUTO)?(?:[\s"\\}]|$)`)
	callsAway = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_.]*\(`)
	otherFile = regexp.MustCompile(`\][^!]*!`)
)

// runsFormula reports whether a formula asks another program: service|topic!item.
// A bar stands nowhere else in a formula but in texts.
func runsFormula(f string) bool {
	return strings.IndexByte(f, '|') >= 0 && ddeTopic.MatchString(quoted.ReplaceAllString(f, ""))
}

// runsField reports whether a field of a document asks another program.
func runsField(f string) bool { return ddeField.MatchString(f) }

// formulaCell reports whether a spreadsheet takes a cell of a text file for a
// formula that does something: calls a function, asks another program or another
// file. A dash, a sign, a telephone number, a sum of cells or a text in a
// formula's quotes, which is how programs keep long numbers whole, do nothing to
// whoever opens the file.
func formulaCell(cell string) bool {
	cell = strings.TrimSpace(cell)
	for _, sign := range []string{"=", "+", "-", "@", "＝", "＋", "－", "＠"} { // East Asian versions take the wide ones too
		if f, ok := strings.CutPrefix(cell, sign); ok {
			f = quoted.ReplaceAllString(f, "")
			return callsAway.MatchString(f) || ddeTopic.MatchString(f) || otherFile.MatchString(f)
		}
	}
	return false
}
