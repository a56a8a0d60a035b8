package rules

import "gongkai/generator/diag"

// The rules below are found by those who read the files and by the assembly
// of the site; what they find is said there.

func encoding() Rule      { return Rule{Name: "encoding", Severity: diag.Error, Breach: true} }
func fileSize() Rule      { return Rule{Name: "file-size", Severity: diag.Error, Breach: true} }
func mergeConflict() Rule { return Rule{Name: "merge-conflict", Severity: diag.Error, Breach: true} }
func frontMatter() Rule   { return Rule{Name: "front-matter", Severity: diag.Error, Breach: true} }
func unknownField() Rule  { return Rule{Name: "unknown-field", Severity: diag.Error} }

// theme is found by the build, which alone sees layouts and theme; its page
// tells of them in words, for they are no files of a county's content.
func theme() Rule { return Rule{Name: "theme", Severity: diag.Error, Breach: true} }

func missingField() Rule {
	return Rule{Name: "missing-field", Severity: diag.Error, Breach: true, Law: diag.Say(
		"《中华人民共和国政府信息公开条例》（2019年修订）第十二条",
		"Regulation on Open Government Information (2019), article 12")}
}

func badValue() Rule         { return Rule{Name: "bad-value", Severity: diag.Error, Breach: true} }
func unknownReference() Rule { return Rule{Name: "unknown-reference", Severity: diag.Error} }
func fileName() Rule         { return Rule{Name: "file-name", Severity: diag.Error} }
func unlistedFile() Rule     { return Rule{Name: "unlisted-file", Severity: diag.Warning} }

func publishedInFuture() Rule { return Rule{Name: "published-in-future", Severity: diag.Warning} }

func brokenLink() Rule {
	return Rule{Name: "broken-link", Severity: diag.Error, Law: diag.Say(
		"《中华人民共和国政府信息公开条例》（2019年修订）第二十四条",
		"Regulation on Open Government Information (2019), article 24")}
}

// fundIdentity is found by the reader of the lists of funds.
func fundIdentity() Rule {
	return Rule{Name: "fund-identity", Severity: diag.Error, Breach: true, Law: privacyLaw}
}

func outsideSource() Rule { return Rule{Name: "outside-source", Severity: diag.Error, Breach: true} }
