package search

// The number code writes natural numbers in printable characters that need no
// escape within a JavaScript string. There are 91 symbols, # to ~ without the
// backslash. A number is any count of leading symbols (of 91-lasts kinds) and
// one last symbol (of lasts kinds), so that no number needs a separator.

const (
	firstSymbol = '#'
	symbols     = 91
	lasts       = 56              // symbols that end a number
	leads       = symbols - lasts // symbols after which a number goes on
)

func symbol(v uint32) byte {
	if v < '\\'-firstSymbol {
		return firstSymbol + byte(v)
	}
	return firstSymbol + byte(v) + 1
}

// value is the value of a symbol: symbols or more, or below 0, for what is none.
func value(c byte) int {
	if c > '\\' {
		c--
	}
	return int(c) - firstSymbol
}

// appendNumber appends v in the number code. Most numbers have one symbol or two.
func appendNumber(dst []byte, v uint32) []byte {
	switch {
	case v < lasts:
		return append(dst, firstSymbol+byte(v))
	case v < lasts+lasts*leads:
		return append(dst, symbol(v/lasts-1+lasts), firstSymbol+byte(v%lasts))
	}
	return appendLong(dst, v)
}

func appendLong(dst []byte, v uint32) []byte {
	var lead [8]byte
	n := len(lead)
	last := symbol(v % lasts)
	for v /= lasts; v > 0; v /= leads {
		v--
		n--
		lead[n] = symbol(lasts + v%leads)
	}
	return append(append(dst, lead[n:]...), last)
}

// numbers reads what appendNumber wrote. A broken text ends early: next then
// returns ok false.
type numbers struct {
	text string
	at   int
}

func (n *numbers) next() (v uint32, ok bool) {
	for n.at < len(n.text) {
		c := uint32(value(n.text[n.at]))
		n.at++
		if c >= symbols {
			return 0, false
		}
		if c < lasts {
			return v*lasts + c, true
		}
		v = v*leads + c - lasts + 1
	}
	return 0, false
}
