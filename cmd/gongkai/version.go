package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"gongkai/generator/diag"
)

// What .ci/release stamps in with -ldflags "-X main.stampedVersion=…". The
// program itself never sets them.
var stampedVersion, stampedCommit string

type versionVerb struct {
	Licences bool   `aliases:"licenses" help:"列出所用的模块和数据、它们的许可证和许可证全文|list the modules and data in it with their licences and the texts of these"`
	Format   string `default:"text" placeholder:"FORMAT" help:"text（默认），或 cyclonedx：给机器读的软件物料清单|text (the default), or cyclonedx: a bill of materials for machines"`
}

// Run writes which program this is and what it is made of.
func (v *versionVerb) Run(c *console) error {
	if err := oneOf("--format", v.Format, "text", "cyclonedx"); err != nil {
		return err
	}
	parts := parseLicences(licences)
	if v.Format == "cyclonedx" {
		return writeCycloneDX(c.out, self(), parts)
	}
	var b strings.Builder
	about := self()
	fmt.Fprintf(&b, "gongkai %s\n%s %s/%s\n", strings.TrimSpace(about.version+" "+about.commit), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	fmt.Fprintf(&b, "\n%s\n", diag.Say("包含的模块和数据：", "Modules and data in it:").In(c.lang))
	for _, p := range parts {
		fmt.Fprintf(&b, "  %s (%s)\n", strings.TrimSpace(p.name+" "+p.version), p.licence)
	}
	if v.Licences {
		for _, p := range parts {
			p.write(&b)
		}
	} else {
		fmt.Fprintf(&b, "%s\n", diag.Say("许可证全文：gongkai version --licences", "The texts of the licences: gongkai version --licences").In(c.lang))
	}
	_, err := fmt.Fprint(c.out, b.String())
	return err
}

// program is which one this is.
type program struct{ version, commit string }

// self is what was stamped in, or else what the toolchain knows.
func self() program {
	p := program{stampedVersion, stampedCommit}
	about, ok := debug.ReadBuildInfo()
	if p.version == "" && ok {
		p.version = about.Main.Version
	}
	if p.version == "" {
		p.version = "(devel)"
	}
	if p.commit == "" && ok {
		for _, s := range about.Settings {
			if s.Key == "vcs.revision" {
				p.commit = s.Value
			}
		}
	}
	p.commit = p.commit[:min(12, len(p.commit))]
	return p
}
