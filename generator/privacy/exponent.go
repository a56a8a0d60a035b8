package privacy

// exponent finds a number that a spreadsheet wrote as 5.11526E+17: 18 digits
// are an identity number's, 11 a telephone's. It returns the end, or 0.
func (s *scanner) exponent(i int) int {
	b := s.text[i:s.end]
	n := 1
	if len(b) < 6 || !isDigit(b[0]) || b[1] != '.' {
		return 0
	}
	for n++; n < len(b) && isDigit(b[n]); n++ {
	}
	mantissa := n
	if n+3 > len(b) || b[n] != 'E' && b[n] != 'e' {
		return 0
	}
	if n++; b[n] == '+' {
		n++
	}
	power := 0
	for ; n < len(b) && isDigit(b[n]) && power < 1000; n++ {
		power = power*10 + int(b[n]-'0')
	}
	head := []digit{{value: b[0] - '0'}, {value: b[2] - '0'}}
	kind := ID
	switch {
	case mantissa < 5:
		return 0
	case power == 17 && region(head):
	case power == 10 && head[0].value == 1 && head[1].value > 2 && (s.has(phoneWord, i, 30) || s.under(ofPhone, i)):
		kind = Phone
	case power >= 15 && power <= 18 && (s.under(ofAccount, i) || s.has(accountLabels, i, 45)):
		kind = Account
	default:
		return 0
	}
	s.add(Hit{Off: i, Len: n, Kind: kind, Key: string(b[:n]), Masked: Mask(kind, string(b[:mantissa])) + string(b[mantissa:n]), Rounded: true})
	return i + n
}
