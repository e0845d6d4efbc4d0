package value

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"peil"
)

// moneyWords cuts what stands beside a number into signs and words.
func moneyWords(s string) (out []string) {
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
		switch {
		case end < 0:
			end = len(s)
		case end == 0:
			_, end = utf8.DecodeRuneInString(s)
		}
		if rest := s[end:]; strings.HasPrefix(rest, "$") && end <= 2 { // US$, A$
			end++
		}
		out = append(out, s[:end])
		s = s[end:]
	}
	return out
}

// currencySigns are the signs and words that stand for currencies in exports.
var currencySigns = map[string]peil.Currency{"$": "USD", "us$": "USD", "usd$": "USD", "a$": "AUD", "c$": "CAD", "€": "EUR",
	"£": "GBP", "¥": "JPY", "₹": "INR", "zł": "PLN", "kr": "NOK", "nkr": "NOK", "skr": "SEK", "dkr": "DKK", "kroner": "NOK",
	"euro": "EUR", "euros": "EUR", "dollar": "USD", "dollars": "USD"}

// magnitudes are words for powers of ten.
var magnitudes = map[string]int{"k": 3, "t": 3, "tusen": 3, "m": 6, "mn": 6, "mio": 6, "mill": 6, "million": 6,
	"millions": 6, "millioner": 6, "b": 9, "bn": 9, "billion": 9, "mrd": 9, "milliard": 9, "milliarder": 9}

func moneyWord(w string) (cur peil.Currency, scale int, minus bool) {
	if w == "-" {
		return "", 0, true
	}
	low := strings.ToLower(w)
	if k, ok := magnitudes[low]; ok {
		return "", k, false
	}
	return ParseCurrency(w), 0, false
}

// ParseCurrency reads a code, a sign or a word for a currency; "" if it is none.
// "MNOK" and the like are not codes: the magnitude must stand apart.
func ParseCurrency(s string) peil.Currency {
	s = Clean(s)
	if c, ok := currencySigns[strings.ToLower(strings.TrimSuffix(s, "."))]; ok {
		return c
	}
	if len(s) == 3 {
		if c := peil.Currency(strings.ToUpper(s)); c.Valid() {
			return c
		}
	}
	return ""
}

// splitNumber separates whole and decimal digits of a number with marks.
func splitNumber(num string, decimal byte) (whole, frac string, ok bool) {
	at := decimalAt(num, decimal)
	if at >= 0 {
		frac = num[at+1:]
		num = num[:at]
		if frac == "" || !digitsOnly(frac) {
			return "", "", false
		}
	}
	var b strings.Builder
	run, groups := 0, 0
	for i := 0; i < len(num); i++ {
		c := num[i]
		switch {
		case c >= '0' && c <= '9':
			b.WriteByte(c)
			run++
		case c == ' ' || c == '\'' || c == '.' || c == ',':
			if groups > 0 && run != 3 || run == 0 || run > 3 {
				return "", "", false
			}
			groups++
			run = 0
		default:
			return "", "", false
		}
	}
	if groups > 0 && run != 3 {
		return "", "", false
	}
	if b.Len() == 0 {
		b.WriteByte('0')
	}
	return b.String(), frac, true
}

// decimalAt finds the decimal mark, or -1. The mark that stands last of two
// kinds is it; one that stands twice is not.
func decimalAt(num string, decimal byte) int {
	dot, comma := strings.LastIndexByte(num, '.'), strings.LastIndexByte(num, ',')
	switch {
	case dot >= 0 && comma >= 0:
		return max(dot, comma)
	case dot < 0 && comma < 0:
		return -1
	}
	at := max(dot, comma)
	if strings.Count(num, num[at:at+1]) > 1 {
		return -1
	}
	switch {
	case decimal == num[at]:
		return at
	case len(num)-at-1 != 3 || at == 0 || num[:at] == "0" || at > 3:
		return at
	}
	return -1
}
