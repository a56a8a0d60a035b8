package build

import (
	"encoding/hex"
	"encoding/json"

	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/output"
	"gongkai/generator/rules"
)

// wholeNote is the name of what a build notes of itself for the next one.
const wholeNote = "build"

// remembered is what a build said, and the key of all that it depended on.
type remembered struct {
	Key       string
	Findings  diag.List
	Documents int
	Pages     int
}

// wholeKey is the key of the whole site, the program aside. It is "" if files
// changed too lately for a later change to show for certain.
func wholeKey(opts Options, l *content.Listing, look [32]byte) string {
	if !l.Settled || look == [32]byte{} {
		return ""
	}
	var k output.Recipe
	k.Hash(l.Sum, look)
	k.Text(opts.BaseURL, opts.Clock.String())
	k.Flag(opts.Drafts)
	k.Flag(opts.Future)
	k.Flag(opts.Components)
	k.Flag(opts.Offline)
	k.Flag(opts.NoSearch)
	k.Flag(opts.Compress.Gzip)
	k.Flag(opts.Compress.Brotli)
	key := k.Key()
	return hex.EncodeToString(key[:])
}

// unchanged is what the build of before said, if that is what this one would say:
// nothing that it depended on has changed, and what it published is there.
func unchanged(opts Options, key string) *Result {
	if opts.Published == nil || key == "" {
		return nil
	}
	var before remembered
	if json.Unmarshal(opts.Published.Note(wholeNote), &before) != nil || before.Key != key || !opts.Published.Intact() {
		return nil
	}
	return &Result{Unchanged: true, Findings: before.Findings, Documents: before.Documents, Pages: before.Pages}
}

// Notes judges what will be published by the limits of the county's hosts, and
// returns what the next build needs to know (output.WriteOptions.Notes).
func (r *Result) Notes(files []output.Entry) map[string][]byte {
	r.Limits = rules.HostLimits(r.Site, func(yield func(string, int64) bool) {
		for _, f := range files {
			if !yield(f.Path, f.Size) {
				return
			}
		}
	})
	r.Findings = append(r.Findings, r.Limits...).Sort()
	return map[string][]byte{indexNote: r.index, wholeNote: r.remember()}
}

// remember is the note of a build for the next one; nil if there is nothing that
// could be believed.
func (r *Result) remember() []byte {
	if r.key == "" {
		return nil
	}
	note, err := json.Marshal(remembered{Key: r.key, Findings: r.Findings, Documents: r.Documents, Pages: r.Pages})
	if err != nil {
		return nil
	}
	return note
}
