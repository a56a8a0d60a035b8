package search

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf8"

	"gongkai/generator/cache"
	"gongkai/generator/output"
)

// Format is the version of the format. Every file tells it.
const Format = 1

// The first argument of a file's call says what it is.
const (
	kindMeta        = "meta"
	kindShard       = "shard"
	kindLong        = "long"
	kindFragment    = "fragment"
	kindSuggest     = "suggest"
	kindColumn      = "column"
	kindSuggestMeta = "suggestions"
	kindTraditional = "traditional"
)

// callee is the function that a file calls: the reader defines it.
const callee = "gongkaiSearch"

// folderSize is how many files a folder has.
const folderSize = 256

func shardName(n int) string { return fmt.Sprintf("i/%d/%d.js", n/folderSize, n) }

func longName(key uint32) string { return fmt.Sprintf("l/%x/%08x.js", key>>28, key) }

func fragmentName(n int) string { return fmt.Sprintf("f/%d/%d.js", n/folderSize, n) }

func suggestName(n int) string { return fmt.Sprintf("s/%d/%d.js", n/folderSize, n) }

func columnName(facet string) string { return "c/" + facet + ".js" }

const suggestMetaName = "suggest.js"

const traditionalName = "traditional.js"

const metaName = "meta.js"

// script is a file that calls the reader with a kind, the format's version and
// more arguments: strings, numbers and lists of them.
func script(args ...any) []byte { return appendScript(nil, args...) }

func appendScript(b []byte, args ...any) []byte {
	b = append(b, callee+"("...)
	for i, a := range args {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendJSON(b, a)
		if i == 0 {
			b = append(b, ',')
			b = strconv.AppendInt(b, Format, 10)
		}
	}
	return append(b, ")\n"...)
}

func appendJSON(b []byte, a any) []byte {
	switch a := a.(type) {
	case string:
		return appendString(b, a)
	case int:
		return strconv.AppendInt(b, int64(a), 10)
	case []byte: // symbols of the number code
		b = append(b, '"')
		return append(append(b, a...), '"')
	case []int:
		b = append(b, '[')
		for i, v := range a {
			if i > 0 {
				b = append(b, ',')
			}
			b = strconv.AppendInt(b, int64(v), 10)
		}
		return append(b, ']')
	case []string:
		b = append(b, '[')
		for i, s := range a {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendString(b, s)
		}
		return append(b, ']')
	}
	panic(fmt.Sprintf("search: no file holds a %T", a))
}

// appendString appends s as JSON that is a JavaScript string too: line and
// paragraph separators are escaped, for older browsers take them for ends of
// lines. What is not UTF-8 becomes U+FFFD.
func appendString[T string | []byte](b []byte, s T) []byte {
	b = append(b, '"')
	for len(s) > 0 {
		n := plain(s)
		b = append(b, s[:n]...)
		if s = s[n:]; len(s) == 0 {
			break
		}
		b, n = appendEscaped(b, s)
		s = s[n:]
	}
	return append(b, '"')
}

// plain is the length of the usual characters that s begins with: those that may
// stand for themselves in a string and have one byte, or three.
func plain[T string | []byte](s T) int {
	i := 0
	for i < len(s) {
		c := s[i]
		switch {
		case c >= 0xe3 && c <= 0xef && c != 0xed && len(s)-i > 2 && s[i+1]&0xc0 == 0x80 && s[i+2]&0xc0 == 0x80:
			i += 3
		case c >= ' ' && c < utf8.RuneSelf && c != '"' && c != '\\':
			i++
		default:
			return i
		}
	}
	return i
}

// appendEscaped appends the character that s begins with, escaped where it
// must be, and returns its length in s.
func appendEscaped[T string | []byte](b []byte, s T) ([]byte, int) {
	c, size := utf8.DecodeRuneInString(string(s[:min(len(s), utf8.UTFMax)]))
	switch {
	case c == '\n':
		b = append(b, '\\', 'n')
	case c == '"', c == '\\':
		b = append(b, '\\', byte(c))
	case c < ' ', c == '\u2028', c == '\u2029':
		b = fmt.Appendf(b, `\u%04x`, c)
	default:
		b = utf8.AppendRune(b, c)
	}
	return b, size
}

// parseScript returns the arguments of a file's call without kind and version.
func parseScript(content []byte, kind string) ([]json.RawMessage, error) {
	content, ok := bytes.CutPrefix(content, []byte(callee+"("))
	content, whole := bytes.CutSuffix(bytes.TrimSpace(content), []byte(")"))
	if !ok || !whole {
		return nil, errBroken
	}
	var args []json.RawMessage
	list := append(append([]byte{'['}, content...), ']')
	if err := json.Unmarshal(list, &args); err != nil || len(args) < 2 {
		return nil, errBroken
	}
	if string(args[1]) != strconv.Itoa(Format) {
		return nil, errVersion
	}
	if string(args[0]) != `"`+kind+`"` {
		return nil, errBroken
	}
	return args[2:], nil
}

// into sets the values that to points at from arguments, one by one.
func into(args []json.RawMessage, to ...any) error {
	if len(args) < len(to) {
		return errBroken
	}
	for i, p := range to {
		if json.Unmarshal(args[i], p) != nil {
			return errBroken
		}
	}
	return nil
}

// keep holds a file that is made already, in the spool if there is one.
func keep(spool *cache.Spool, name string, content []byte) (output.File, error) {
	path := Folder + "/" + name
	key := sha256.Sum256(content)
	if spool == nil {
		return output.Bytes(path, maker, content).Keyed(key), nil
	}
	at, err := spool.Put(content)
	if err != nil {
		return output.File{}, fmt.Errorf("search: %w", err)
	}
	return output.Made(path, maker, func(w *bytes.Buffer) error {
		b, err := spool.Get(w.AvailableBuffer(), at)
		if err != nil {
			return fmt.Errorf("search: %w", err)
		}
		w.Write(b)
		return nil
	}).Keyed(key), nil
}

// maker is the name of this package for output.Tree.
const maker = "search"
