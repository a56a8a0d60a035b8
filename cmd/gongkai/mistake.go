package main

import (
	"errors"
	"regexp"
	"strings"

	"github.com/alecthomas/kong"

	"gongkai/generator/diag"
)

// mistake says in both languages what is wrong with a command line. The
// parser knows and says it in English; the forms of what it says are few.
func mistake(err error) error {
	said := err.Error()
	verb := ""
	var parse *kong.ParseError
	if errors.As(err, &parse) && parse.Context != nil && parse.Context.Selected() != nil {
		verb = " " + parse.Context.Selected().Name
	}
	why := diag.Text{ZH: "命令写得不对：" + said, EN: said}
	for _, form := range forms(verb != "") {
		if m := form.said.FindStringSubmatchIndex(said); m != nil {
			why = diag.Text{
				ZH: string(form.said.ExpandString(nil, form.zh, said, m)),
				EN: string(form.said.ExpandString(nil, form.en, said, m)),
			}
			break
		}
	}
	shout := func(s string) string {
		return argument.ReplaceAllStringFunc(s, func(a string) string { return strings.ToUpper(strings.Trim(a, "<>")) })
	}
	why = diag.Text{ZH: shout(why.ZH), EN: shout(why.EN)}
	if near := didYouMean.FindStringSubmatch(said); near != nil {
		words := strings.ReplaceAll(near[1], `"`, "")
		why.ZH += "，是不是 " + words + "？"
		why.EN += ", did you mean " + words + "?"
	}
	why.ZH += "\n用法：gongkai" + verb + " --help"
	why.EN += "\nhow to use it: gongkai" + verb + " --help"
	return exit{misused, why}
}

// argument is how the parser names one; help writes it in capitals.
var argument = regexp.MustCompile(`<[a-z]+>`)

var didYouMean = regexp.MustCompile(`, did you mean (?:one of )?(.*)\?$`)

type form struct {
	said   *regexp.Regexp
	zh, en string
}

func forms(verbGiven bool) []form {
	unexpected := form{regexp.MustCompile(`^unexpected argument ([^,]+)`), `没有 $1 这个命令`, `there is no verb $1`}
	if verbGiven {
		unexpected.zh, unexpected.en = `不知道“$1”是做什么的`, `it is not clear what $1 is for`
	}
	return []form{
		unexpected,
		{regexp.MustCompile(`^unknown flag ([^,]+)`), `没有 $1 这个选项`, `there is no flag $1`},
		{regexp.MustCompile(`^expected one of `), `缺少命令`, `a verb is missing`},
		{regexp.MustCompile(`^expected "(.*?)(?: \.\.\.)?"$`), `缺少参数 $1`, `$1 is missing`},
		{regexp.MustCompile(`^--([a-z-]+): expected .* got "EOL"`), `--$1 后面缺少值`, `--$1 needs a value`},
		{regexp.MustCompile(`^--([a-z-]+): expected a valid .*int but got (.+)$`), `--$1 后面应当是整数，不是 $2`, `--$1 takes a whole number, not $2`},
		{regexp.MustCompile(`^--([a-z-]+): expected int value but got "(-[^"]*)" \((?:short|long) flag\)`), `--$1 后面应当是正整数，不是 $2`, `--$1 takes a positive number, not $2`},
		{regexp.MustCompile(`^--([a-z-]+): expected .* but got "(-[^"]*)" \((?:short|long) flag\)`), `--$1 后面缺少值：$2 是另一个选项。值真是这样的，写成 --$1=$2`, `--$1 needs a value: $2 is another flag. If it is meant as one, write --$1=$2`},
		{regexp.MustCompile(`^--([a-z-]+): bool value .* got (.+)$`), `--$1 后面不用写值，写了 $2`, `--$1 takes no value, and got $2`},
		{regexp.MustCompile(`^(?:--|<)([a-z-]+)>? must be one of (.*) but got (.+)$`), `$1 只能是 $2，不能是 $3`, `$1 must be one of $2, not $3`},
	}
}
