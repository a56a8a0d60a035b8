package rules

import (
	"slices"

	"gongkai/generator/diag"
	"gongkai/generator/fields"
	"gongkai/generator/site"
)

// sampleValue is found in the settings and lists by those who read them.
func sampleValue() Rule {
	return Rule{Name: "sample-value", Severity: diag.Warning, check: checkSampleValue}
}

// checkSampleValue finds what a new county is made with and nobody replaced.
func checkSampleValue(s *site.Site, found *diag.List) {
	for doc := range finished(s) {
		samples := slices.Clone(doc.Samples)
		for _, p := range doc.Body.Problems {
			if p.Kind == "sample-text" {
				samples = append(samples, fields.Text{V: p.What, At: problemAt(doc, p)})
			}
		}
		fields.TellSamples(samples, found)
	}
}
