package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"

	"gongkai/generator/diag"
)

// told is implemented by verbs that have more to say than one line.
type told interface{ more() diag.Text }

// writeHelp writes how to use the program, or one verb.
func writeHelp(w io.Writer, lang string, app *kong.Application, verb *kong.Node) error {
	var b strings.Builder
	if verb == nil {
		overview(&b, lang, app)
	} else {
		usage(&b, lang, app, verb)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func overview(b *strings.Builder, lang string, app *kong.Application) {
	fmt.Fprintf(b, "%s\n\n", half(app.Help, lang))
	fmt.Fprintf(b, "%s\n\n", diag.Say("用法：gongkai 命令 [选项]", "Usage: gongkai VERB [flags]").In(lang))
	fmt.Fprintf(b, "%s\n", diag.Say("命令：", "Verbs:").In(lang))
	var rows [][2]string
	for _, v := range app.Children {
		rows = append(rows, [2]string{v.Name, half(v.Help, lang)})
	}
	tabulate(b, rows)
	fmt.Fprintf(b, "\n%s\n", diag.Say("通用选项：", "Flags of every verb:").In(lang))
	tabulate(b, flagRows(app.Flags, lang))
	fmt.Fprintf(b, "\n%s\n", diag.Say(
		"退出状态：0 没有问题；1 检查出问题；2 用法或网站设置不对；3 读写失败。\n某个命令的用法：gongkai 命令 --help",
		"Exit status: 0 clean; 1 findings; 2 misuse or broken settings; 3 input or output failed.\nHow to use a verb: gongkai VERB --help").In(lang))
}

func usage(b *strings.Builder, lang string, app *kong.Application, verb *kong.Node) {
	fmt.Fprintf(b, "%s%s\n\n%s\n", diag.Say("用法：", "Usage: ").In(lang), synopsis(verb, lang), half(verb.Help, lang))
	if t, ok := verb.Target.Addr().Interface().(told); ok {
		fmt.Fprintf(b, "\n%s\n", t.more().In(lang))
	}
	if len(verb.Positional) > 0 {
		var rows [][2]string
		for _, p := range verb.Positional {
			rows = append(rows, [2]string{strings.ToUpper(p.Name), half(p.Help, lang)})
		}
		fmt.Fprintf(b, "\n%s\n", diag.Say("参数：", "Arguments:").In(lang))
		tabulate(b, rows)
	}
	if len(verb.Flags) > 0 {
		fmt.Fprintf(b, "\n%s\n", diag.Say("选项：", "Flags:").In(lang))
		tabulate(b, flagRows(verb.Flags, lang))
	}
	fmt.Fprintf(b, "\n%s\n", diag.Say("通用选项：", "Flags of every verb:").In(lang))
	tabulate(b, flagRows(app.Flags, lang))
}

func synopsis(verb *kong.Node, lang string) string {
	s := "gongkai " + verb.Name
	if form := verb.Tag.Get("form"); form != "" {
		s += " " + form
	} else {
		for _, p := range verb.Positional {
			word := strings.ToUpper(p.Name)
			if !p.Required {
				word = "[" + word + "]"
			}
			s += " " + word
		}
	}
	return s + diag.Say(" [选项]", " [flags]").In(lang)
}

func flagRows(flags []*kong.Flag, lang string) [][2]string {
	var rows [][2]string
	for _, f := range flags {
		if f.Hidden {
			continue
		}
		name := "    --" + f.Name
		if f.Short != 0 {
			name = "-" + string(f.Short) + ", --" + f.Name
		}
		if !f.IsBool() {
			name += " " + f.PlaceHolder
		}
		rows = append(rows, [2]string{name, half(f.Help, lang)})
	}
	return rows
}

// tabulate writes two columns. The first holds ASCII only.
func tabulate(b *strings.Builder, rows [][2]string) {
	wide := 0
	for _, r := range rows {
		wide = max(wide, len(r[0]))
	}
	for _, r := range rows {
		fmt.Fprintf(b, "  %-*s  %s\n", wide, r[0], r[1])
	}
}

// half is one language of a help text. A text with a bar in it, such as the
// choice zh|en, is not used for help.
func half(help, lang string) string {
	zh, en, _ := strings.Cut(help, "|")
	return diag.Text{ZH: zh, EN: en}.In(lang)
}
