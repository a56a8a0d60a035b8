package main

import (
	_ "embed"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"gongkai/generator/diag"
)

type versionVerb struct {
	Notices bool `help:"列出所用模块的版权和许可声明|print the notices and licences of the modules in it"`
}

// notices are the copyright notices and licences of the modules in the
// program, which their licences ask to be passed on with it.
//
//go:embed notices.txt
var notices string

// Run writes which program this is and what it is made of.
func (v *versionVerb) Run(c *console) error {
	if v.Notices {
		_, err := fmt.Fprint(c.out, notices)
		return err
	}
	var b strings.Builder
	about, ok := debug.ReadBuildInfo()
	version, revision := "(devel)", ""
	if ok {
		if about.Main.Version != "" {
			version = about.Main.Version
		}
		for _, s := range about.Settings {
			if s.Key == "vcs.revision" {
				revision = " " + s.Value[:min(12, len(s.Value))]
			}
		}
	}
	fmt.Fprintf(&b, "gongkai %s%s\n%s %s/%s\n", version, revision, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	if ok && len(about.Deps) > 0 {
		fmt.Fprintf(&b, "\n%s\n", diag.Say("包含的模块：", "Modules in it:").In(c.lang))
		for _, m := range about.Deps {
			fmt.Fprintf(&b, "  %s %s\n", m.Path, m.Version)
		}
		fmt.Fprintf(&b, "%s\n", diag.Say("版权和许可声明：gongkai version --notices", "Their notices and licences: gongkai version --notices").In(c.lang))
	}
	_, err := fmt.Fprint(c.out, b.String())
	return err
}
