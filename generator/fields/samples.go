package fields

import (
	"bytes"
	"regexp"
	"strings"

	"gongkai/generator/diag"
)

// sampleMark stands in all that `gongkai init` writes for a county to replace, or
// in the comment beside it.
const sampleMark = "请改"

// sampleNumber is a telephone number, a postcode or a code of such a county.
var sampleNumber = regexp.MustCompile(`^0{4}-?0{1,6}[01]?$`)

// Samples are the values of a file that were not replaced since init wrote them.
// text is the part of the file that root was made of; nearly always it has no such
// mark, and nothing else is looked at. A comment that stayed beside a value of the
// county's own does no harm.
func Samples(file *diag.File, text []byte, root Node) []Text {
	if !bytes.Contains(text, []byte(sampleMark)) {
		return nil
	}
	return appendSamples(nil, file, root)
}

func appendSamples(list []Text, file *diag.File, n Node) []Text {
	if n.Kind == Scalar && isSample(n.Text) {
		list = append(list, Text{V: n.Text, At: n.span(file)})
	}
	for _, item := range n.Items {
		list = appendSamples(list, file, item)
	}
	return list
}

func isSample(s string) bool {
	return strings.Contains(s, "【"+sampleMark) || strings.HasPrefix(s, sampleMark+"（") || strings.HasPrefix(s, sampleMark+"：") ||
		strings.HasSuffix(s, "mouxian.example") || sampleNumber.MatchString(s)
}

// TellSamples reports that a file has values that were not replaced, at the first
// of them: a new county is full of them.
func TellSamples(list []Text, found *diag.List) {
	if len(list) == 0 {
		return
	}
	first := list[0]
	message := diag.Say("“%s”还是新建网站时的样子", "%q is still what the new site was made with", first.V)
	if n := len(list); n > 1 {
		more := diag.Say("，这个文件里共有 %d 处", "; there are %d of the kind in this file", n)
		message.ZH, message.EN = message.ZH+more.ZH, message.EN+more.EN
	}
	found.Add("sample-value", first.At, message,
		diag.Say("查找“请改”，逐处换成本县真实的内容，“请改”的字样也删去", "look for 请改, write what is true of the county in each place, and remove the mark"))
}
