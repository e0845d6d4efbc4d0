// Package value reads what people and programs write in the cells of exported
// tables: dates, money, shares, yes and no, durations, addresses. What one cell
// leaves open (is 5/11 in May or in November? is 1.117 a thousand or one?) the
// other cells of the column settle: the *Column types gather the evidence.
package value

import "strings"

// Clean trims a cell and makes the spaces and minus signs of typography plain:
// no-break spaces, thin spaces and U+2212 are what spreadsheets export.
func Clean(s string) string {
	for i := range len(s) {
		if s[i] >= 0x80 || s[i] == '\t' {
			return strings.TrimSpace(plain.Replace(s))
		}
	}
	return strings.TrimSpace(s)
}

var plain = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2009", " ", "\u2007", " ", "\ufeff", "",
	"\u2212", "-", "\u2012", "-", "\u2013", "-", "\u2019", "'", "\t", " ")
