package main

import (
	"strings"

	"gongkai/generator/output"
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
