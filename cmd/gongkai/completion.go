package main

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"

	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/rules"
)

type completionVerb struct {
	Shell string `arg:"" help:"bash、zsh 或 fish|bash, zsh or fish"`
}

func (*completionVerb) more() diag.Text {
	return diag.Text{
		ZH: "bash：source <(gongkai completion bash)，写进 ~/.bashrc 就一直有效。zsh 同样；fish：gongkai completion fish | source",
		EN: "bash: source <(gongkai completion bash), in ~/.bashrc to keep it. zsh likewise; fish: gongkai completion fish | source",
	}
}

// Run writes the script.
func (v *completionVerb) Run(c *console, app *kong.Application) error {
	if err := oneOf("completion", v.Shell, "bash", "zsh", "fish"); err != nil {
		return err
	}
	var script string
	switch v.Shell {
	case "bash":
		script = bashCompletion(app)
	case "zsh":
		// zsh reads the script of bash through its own emulation.
		script = "#compdef gongkai\nautoload -U +X bashcompinit && bashcompinit\n" + bashCompletion(app)
	case "fish":
		script = fishCompletion(app, c.lang)
	}
	_, err := fmt.Fprint(c.out, script)
	return err
}

// words are what may follow a verb besides flags.
func words(verb string) []string {
	switch verb {
	case "explain":
		return rules.Names()
	case "new":
		return makableKinds()
	case "list":
		return []string{"drafts", "future", "expired", "all"}
	case "schema":
		list := []string{"portal"}
		for _, s := range content.Shapes() {
			list = append(list, s.Kind)
		}
		return list
	case "completion":
		return []string{"bash", "zsh", "fish"}
	}
	return nil
}

func flagWords(flags []*kong.Flag) []string {
	var list []string
	for _, f := range flags {
		list = append(list, "--"+f.Name)
	}
	return list
}

func bashCompletion(app *kong.Application) string {
	var verbs []string
	var cases strings.Builder
	for _, v := range app.Children {
		verbs = append(verbs, v.Name)
		all := append(words(v.Name), flagWords(v.Flags)...)
		fmt.Fprintf(&cases, "    %s) words=%q ;;\n", v.Name, strings.Join(all, " "))
	}
	return fmt.Sprintf(`_gongkai() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} verb= word words
  COMPREPLY=()
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case " %[1]s " in *" $word "*) verb=$word; break ;; esac
  done
  case $prev in
    -s|--source|-o|--out) COMPREPLY=($(compgen -d -- "$cur")); return ;;
    --lang) words="zh en" ;;
    --format) words=%[4]q ;;
    --fail-on) words="error warning" ;;
    *) case $verb in
    "") words="%[1]s" ;;
%[2]s    esac
    words="$words %[3]s" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _gongkai gongkai
`, strings.Join(verbs, " "), cases.String(), strings.Join(flagWords(app.Flags), " "), strings.Join(append(diag.Formats(), "csv"), " "))
}

func fishCompletion(app *kong.Application, lang string) string {
	var b strings.Builder
	b.WriteString("complete -c gongkai -e\n")
	fishFlags(&b, "", app.Flags, lang)
	for _, v := range app.Children {
		fmt.Fprintf(&b, "complete -c gongkai -f -n __fish_use_subcommand -a %s -d %s\n", v.Name, fishQuote(half(v.Help, lang)))
		when := " -n '__fish_seen_subcommand_from " + v.Name + "'"
		if list := words(v.Name); len(list) > 0 {
			fmt.Fprintf(&b, "complete -c gongkai -f%s -a %s\n", when, fishQuote(strings.Join(list, " ")))
		}
		fishFlags(&b, when, v.Flags, lang)
	}
	return b.String()
}

func fishFlags(b *strings.Builder, when string, flags []*kong.Flag, lang string) {
	for _, f := range flags {
		fmt.Fprintf(b, "complete -c gongkai%s -l %s", when, f.Name)
		if f.Short != 0 {
			fmt.Fprintf(b, " -s %c", f.Short)
		}
		if !f.IsBool() {
			b.WriteString(" -r")
		}
		fmt.Fprintf(b, " -d %s\n", fishQuote(half(f.Help, lang)))
	}
}

func fishQuote(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(s) + "'"
}
