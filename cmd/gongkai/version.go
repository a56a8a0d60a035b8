package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"gongkai/generator/diag"
)

type versionVerb struct{}

// Run writes which program this is and what it is made of.
func (*versionVerb) Run(c *console) error {
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
	}
	_, err := fmt.Fprint(c.out, b.String())
	return err
}
