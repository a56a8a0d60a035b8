package main

import (
	"strings"

	"gongkai/generator/build"
	"gongkai/generator/output"
	"gongkai/generator/rules"
)

// compression reads --precompress: which packed copies stand beside pages.
func (v *buildVerb) compression() (output.Compression, error) {
	var c output.Compression
	if v.Precompress == "" {
		return c, nil
	}
	for kind := range strings.SplitSeq(v.Precompress, ",") {
		kind = strings.TrimSpace(kind)
		if err := oneOf("--precompress", kind, "gz", "br"); err != nil {
			return c, err
		}
		c.Gzip = c.Gzip || kind == "gz"
		c.Brotli = c.Brotli || kind == "br"
	}
	if v.Edition != "" {
		return c, misuse("离线版不经过主机，不用 --precompress", "an edition is read without a host: leave --precompress out")
	}
	return c, nil
}

// weigh holds what was written against the limits of the county's hosts. What
// is found is a warning: the site stands, and may go elsewhere.
func (c *console) weigh(r *build.Result, report output.Report, opts build.Options) error {
	found := rules.HostLimits(r.Site, func(yield func(string, int64) bool) {
		for _, f := range report.Files {
			if !yield(f.Path, f.Size) {
				return
			}
		}
	})
	if len(found) == 0 {
		return nil
	}
	r.Findings = append(r.Findings, found...).Sort()
	return c.show(found, opts)
}
