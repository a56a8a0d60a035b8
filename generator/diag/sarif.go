package diag

import (
	"encoding/json"
	"io"
	"strings"
)

// mostResults is how many results GitHub shows of one run; it takes 25,000 and
// refuses a file with more.
const mostResults = 5000

// The types below are the part of SARIF 2.1.0 (OASIS) that is written.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool         `json:"tool"`
		Invocations []sarifInvocation `json:"invocations"`
		ColumnKind  string            `json:"columnKind"`
		Results     []sarifResult     `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name     string      `json:"name"`
		Language string      `json:"language"`
		Rules    []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string        `json:"id"`
		ShortDescription sarifText     `json:"shortDescription"`
		Help             sarifHelp     `json:"help"`
		Configuration    sarifLevel    `json:"defaultConfiguration"`
		Properties       sarifProperty `json:"properties"`
	}
	sarifProperty struct {
		Tags []string `json:"tags"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifHelp struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown"`
	}
	sarifLevel struct {
		Level string `json:"level"`
	}
	sarifInvocation struct {
		Successful    bool                `json:"executionSuccessful"`
		Notifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotification struct {
		Level   string    `json:"level"`
		Message sarifText `json:"message"`
	}
	sarifResult struct {
		RuleID       string             `json:"ruleId"`
		RuleIndex    *int               `json:"ruleIndex,omitempty"`
		Level        string             `json:"level"`
		Message      sarifText          `json:"message"`
		Locations    []sarifLocation    `json:"locations,omitempty"`
		Related      []sarifLocation    `json:"relatedLocations,omitempty"`
		Fingerprints map[string]string  `json:"partialFingerprints"`
		Suppressions []sarifSuppression `json:"suppressions,omitempty"`
		Baseline     string             `json:"baselineState,omitempty"`
	}
	sarifSuppression struct {
		Kind          string `json:"kind"`
		Justification string `json:"justification,omitempty"`
	}
	sarifLocation struct {
		ID       *int          `json:"id,omitempty"`
		Physical sarifPhysical `json:"physicalLocation"`
		Message  *sarifText    `json:"message,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine"`
		EndColumn   int `json:"endColumn"`
	}
)

func (p Printer) sarif(w io.Writer, findings List) error {
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	run.Tool.Driver = sarifDriver{Name: "gongkai", Language: map[bool]string{true: "en", false: "zh-CN"}[p.Lang == "en"], Rules: []sarifRule{}}
	index := map[string]int{}
	for i, r := range p.Rules {
		index[r.Name] = i
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{
			ID: r.Name, ShortDescription: sarifText{r.Title.In(p.Lang)}, Help: sarifHelp{r.Page, r.Page},
			Configuration: sarifLevel{r.Severity.String()}, Properties: sarifProperty{[]string{"disclosure"}},
		})
	}
	call := sarifInvocation{Successful: true}
	shown := fit(findings, mostResults)
	if more := len(findings) - len(shown); more > 0 {
		call.Notifications = append(call.Notifications, sarifNotification{"warning", sarifText{
			Say("还有 %d 条没有列出", "%d more are not listed", more).In(p.Lang)}})
	}
	run.Invocations = []sarifInvocation{call}
	prints := fingerprints{}
	for _, f := range shown {
		run.Results = append(run.Results, p.result(f, index, prints))
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	return e.Encode(sarifLog{Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{run}})
}

func (p Printer) result(f Finding, index map[string]int, prints fingerprints) sarifResult {
	at := p.Sources.Place(f.Span)
	r := sarifResult{RuleID: f.Rule, Level: f.Severity.String(), Message: sarifText{p.whole(f)},
		Fingerprints: map[string]string{"gongkai/v1": prints.of(f, at)}}
	if i, ok := index[f.Rule]; ok {
		r.RuleIndex = &i
	}
	if f.Span.File != nil {
		r.Locations = []sarifLocation{{Physical: p.physical(f.Span, at)}}
	}
	for i, n := range f.Notes {
		if n.Span.File != nil {
			r.Related = append(r.Related, sarifLocation{ID: &i, Physical: p.physical(n.Span, p.Sources.Place(n.Span)), Message: &sarifText{n.Text.In(p.Lang)}})
		}
	}
	if f.Waived {
		r.Suppressions = []sarifSuppression{{Kind: "inSource"}}
		if n := len(f.Notes); n > 0 {
			r.Suppressions[0].Justification = f.Notes[n-1].Text.In(p.Lang)
		}
	}
	if f.Old {
		r.Baseline = "unchanged"
	}
	return r
}

func (p Printer) physical(s Span, at Place) sarifPhysical {
	end := at.EndColumn
	if at.EndLine == at.Line && end <= at.Column {
		end = at.Column + 1
	}
	return sarifPhysical{sarifArtifact{escapePath(p.Prefix + s.Path())}, sarifRegion{at.Line, at.Column, at.EndLine, end}}
}

// escapePath makes a path a relative reference.
func escapePath(path string) string {
	var b strings.Builder
	for i := range len(path) {
		c := path[i]
		if c == '%' || c <= ' ' || c >= 0x7f || strings.IndexByte(`"#<>?[\]^{|}:`+"`", c) >= 0 {
			const hex = "0123456789ABCDEF"
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

// whole is a finding's message with its cure and law.
func (p Printer) whole(f Finding) string {
	parts := []string{f.Message.In(p.Lang)}
	for _, s := range []string{f.Help.In(p.Lang), f.Law.In(p.Lang)} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, "\n")
}

// fit keeps the findings that weigh most where there are more than a platform
// takes: those of the change before old ones, errors before warnings.
func fit(findings List, most int) List {
	if len(findings) <= most {
		return findings
	}
	var kept List
	for _, old := range []bool{false, true} {
		for _, level := range []Severity{Error, Warning} {
			for _, f := range findings {
				if f.Old == old && f.Severity == level && len(kept) < most {
					kept = append(kept, f)
				}
			}
		}
	}
	return kept
}
