package diag

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"strconv"
	"strings"
)

// gitlabIssue is an entry of GitLab's Code Quality report.
type gitlabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string `json:"path"`
	Lines struct {
		Begin int `json:"begin"`
	} `json:"lines"`
}

func (p Printer) gitlab(w io.Writer, findings List) error {
	issues := []gitlabIssue{}
	prints := fingerprints{}
	for _, f := range findings {
		if f.Waived {
			continue
		}
		at := p.Sources.Place(f.Span)
		issue := gitlabIssue{Description: strings.ReplaceAll(p.whole(f), "\n", " "), CheckName: f.Rule, Fingerprint: prints.of(f, at), Severity: gitlabSeverity(f)}
		issue.Location.Path = p.Prefix + f.Span.Path()
		issue.Location.Lines.Begin = at.Line
		issues = append(issues, issue)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	return e.Encode(issues)
}

func gitlabSeverity(f Finding) string {
	switch {
	case f.Breach:
		return "blocker"
	case f.Severity == Error:
		return "critical"
	}
	return "minor"
}

// fingerprints tells findings apart by rule, file and the text of their line,
// not by its number, so that one keeps its print when lines above it come and
// go. Equal ones are numbered. The line is taken as the printer shows it, with
// personal data masked: a hash of a telephone number is as good as the number.
type fingerprints map[string]int

func (p fingerprints) of(f Finding, at Place) string {
	key := strings.Join([]string{f.Rule, f.Span.Path(), strings.TrimSpace(at.Source)}, "\x00")
	p[key]++
	sum := sha256.Sum256([]byte(key + "\x00" + strconv.Itoa(p[key])))
	return hex.EncodeToString(sum[:16])
}
