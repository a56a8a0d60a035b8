// Package rules judges a site before it is published: it finds what would be
// unlawful, harmful or broken, on the line where it stands.
//
// Idea: a rule is a name that never changes, a severity, the law behind it
// and a function over the frozen site. It has one Go file, whose name is the
// rule's, and one page in docs/, which is at once the public documentation,
// the text of `gongkai explain` and the test: its notice blocks go in, its
// finding blocks must come out. Rules whose findings the readers make while
// they read stand together in reading.go; they too have a page each.
//
// Design: All is the registry, a plain slice in the order of the handbook.
// Check adds the rules' findings to the readers', looks up severity and law
// by name, applies the waivers that notices carry, and sorts. A rule marked
// as a breach would have the county do something unlawful, or would make the
// site unreadable: neither a setting nor a waiver silences it.
//
// Limits: a rule sees the site and not the bytes of the files; what depends
// on bytes is found by the readers, and what depends on the made files by
// HostLimits, once they are written. Waivers stand in notices, budgets and
// accounts only.
package rules

import (
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"gongkai/generator/diag"
	"gongkai/generator/privacy"
	"gongkai/generator/site"
)

// Rule is one rule of publication.
type Rule struct {
	Name     string
	Severity diag.Severity
	Breach   bool      // no setting and no waiver silences it
	Law      diag.Text // empty for rules of mere craft

	check func(*site.Site, *diag.List) // nil where the readers or the waivers make the findings
}

// All lists the rules in the order of the handbook.
func All() []Rule {
	return []Rule{
		// Reading.
		encoding(), fileSize(), mergeConflict(), frontMatter(), unknownField(), missingField(), badValue(), unknownReference(), fileName(), unlistedFile(), tableForm(),
		// The document.
		duplicateIndex(), documentNumberForm(), duplicateDocumentNumber(), publishedBeforeFormed(), publishedInFuture(), yearFolder(), latePublication(),
		missingReview(), lateReview(), selfReview(), withheld(), repealLink(), interpretation(), waiver(),
		// Money.
		budgetWithoutExplanation(), explanationIncomplete(), budgetTableMissing(), budgetSum(), threePublicSum(), budgetScale(), budgetLate(),
		fundIncomplete(), fundChain(), fundIdentity(), fundRetention(),
		// Requests.
		requestSteps(), requestOverdue(),
		// Assessment.
		assessmentWeights(), rectificationOverdue(),
		// Annual reports.
		annualSection(), annualTableMissing(), annualSum(), annualCarry(), annualValid(), annualProse(), annualLedger(), annualCounty(), annualFee(), annualLate(),
		// Personal data.
		personalID(), personalAccount(), personalPhone(), personalOther(), unmaskedName(), attachmentHidden(), attachmentUnreadable(),
		// Links and reading.
		brokenLink(), outsideSource(), unsafeHTML(), unsafeAttachment(), droppedMarkup(), missingText(), sampleValue(), imageAlt(), headingOrder(), tableHeader(), linkText(), aliasConflict(), theme(),
		// The duty.
		incompleteGuide(), missingRegulation(), missingReadingPlace(), emptyColumn(), staleColumn(), letterOverdue(), letterConsent(),
		unknownCalendarYear(), hostLimit(),
	}
}

// Names lists the names of the rules in the order of All.
func Names() []string {
	var names []string
	for _, r := range All() {
		names = append(names, r.Name)
	}
	return names
}

// Check judges a site. found are the findings of those who read it; they come
// back with the rules' own, each with severity and law, sorted. A finding of
// a rule that is not registered is a mistake of ours and counts as an error.
func Check(s *site.Site, found diag.List) diag.List {
	found = slices.Clone(found)
	rules := All()
	registry := make(map[string]Rule, len(rules))
	for _, r := range rules {
		registry[r.Name] = r
	}
	for _, more := range judge(s, rules) {
		found = append(found, more...)
	}
	grade(found, registry)
	complaints := waive(s, found, registry)
	grade(complaints, registry)
	found = append(found, complaints...)
	veil(found)
	return few(found.Sort())
}

// most is how many findings of one rule in one file are told: whoever has to
// mend that many begins with these.
const most = 200

// few leaves out what is too much to read, and says so.
func few(found diag.List) diag.List {
	type same struct{ path, rule string }
	count, last := map[same]int{}, map[same]int{}
	kept := found[:0]
	for _, f := range found {
		k := same{f.Span.Path(), f.Rule}
		if count[k]++; count[k] > most {
			continue
		}
		last[k] = len(kept)
		kept = append(kept, f)
	}
	for k, n := range count {
		if n > most {
			more := diag.Say("（这个文件里同样的问题还有 %d 处，没有一一列出）", " (%d more of the kind in this file are not listed)", n-most)
			m := &kept[last[k]].Message
			m.ZH, m.EN = m.ZH+more.ZH, m.EN+more.EN
		}
	}
	return kept
}

// judge asks each rule, on as many goroutines as there are processors: the site
// does not change, and each rule has a list of its own.
func judge(s *site.Site, rules []Rule) []diag.List {
	lists := make([]diag.List, len(rules))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, r := range rules {
		if r.check != nil {
			group.Go(func() error { r.check(s, &lists[i]); return nil })
		}
	}
	_ = group.Wait() // no rule fails
	return lists
}

// veil masks personal data that a finding quotes: a report must not leak what
// it found, nor what happens to stand beside something else that it found.
func veil(found diag.List) {
	mask := func(t *diag.Text) { t.ZH, t.EN = privacy.VeilString(t.ZH), privacy.VeilString(t.EN) }
	for i := range found {
		mask(&found[i].Message)
		mask(&found[i].Help)
		for k := range found[i].Notes {
			mask(&found[i].Notes[k].Text)
		}
	}
}

// grade gives findings the severity and law of their rule.
func grade(found diag.List, registry map[string]Rule) {
	for i := range found {
		r, ok := registry[found[i].Rule]
		if !ok {
			r.Severity = diag.Error
		}
		found[i].Severity, found[i].Law, found[i].Breach = r.Severity, r.Law, r.Breach
	}
}
