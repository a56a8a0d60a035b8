// Countygen makes synthetic counties for benchmarks and demonstrations.
//
//	countygen -n 20000 -o DIR          a county of 20,000 invented notices
//	countygen -from DOCS -o DIR        a county around a folder of Markdown documents
//
// Documents for -from carry title, date, category, agency and summary, and may
// carry a document number, in YAML front matter. The same seed makes the same
// bytes on every machine. Nothing in a made county is anyone's data.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

func main() { os.Exit(run(os.Args[1:], os.Stderr)) }

func run(args []string, stderr io.Writer) int {
	flags := flag.NewFlagSet("countygen", flag.ContinueOnError)
	flags.SetOutput(stderr)
	n := flags.Int("n", 1000, "how many notices to make")
	from := flags.String("from", "", "wrap the Markdown documents of this folder instead")
	out := flags.String("o", "", "the county's folder (must not exist, or be empty)")
	seed := flags.Uint64("seed", 1, "seed of the random numbers")
	length := flags.Int("length", 2000, "mean length of a notice in characters")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if *out == "" {
		fmt.Fprintln(stderr, "countygen: -o is missing")
		return 2
	}
	if old, err := os.ReadDir(*out); err == nil && len(old) > 0 {
		fmt.Fprintf(stderr, "countygen: %s is not empty\n", *out)
		return 2
	}
	if err := generate(*out, *from, *n, *length, *seed); err != nil {
		fmt.Fprintln(stderr, "countygen:", err)
		return 3
	}
	return 0
}

func generate(out, from string, n, length int, seed uint64) error {
	c := county{out: out}
	var docs []document
	if from != "" {
		var err error
		if docs, err = wrapped(from); err != nil {
			return err
		}
		c.learn(docs)
	} else {
		c.invent()
	}
	if err := c.writeFrame(); err != nil {
		return err
	}
	if from != "" {
		for i, d := range docs {
			if err := c.writeNotice(i, d); err != nil {
				return err
			}
		}
		return nil
	}
	w := newWriter(seed, length, &c)
	for i := range n {
		if err := c.writeNotice(i, w.notice(i)); err != nil {
			return err
		}
	}
	return nil
}

// write makes a file and the folders above it.
func (c *county) write(name, text string) error {
	path := filepath.Join(c.out, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text), 0o644)
}
