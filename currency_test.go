package peil

import (
	"slices"
	"testing"
)

func TestCurrencyDigits(t *testing.T) {
	for code, n := range map[Currency]int{
		"NOK": 2, "SEK": 2, "DKK": 2, "EUR": 2, "USD": 2, "ISK": 0, "JPY": 0, "KRW": 0, "KWD": 3, "TND": 3, "CLF": 4, "BGN": 2,
	} {
		if !code.Valid() || code.Digits() != n {
			t.Errorf("%s: valid %v, %d decimals, want %d", code, code.Valid(), code.Digits(), n)
		}
	}
	for _, code := range []Currency{"", "nok", "NO", "KRO", "XAU", "XXX", "NOKK"} {
		if code.Valid() || code.Digits() != 2 {
			t.Errorf("%q is valid, or has not the usual 2 decimals", code)
		}
	}
}

func TestCurrencies(t *testing.T) {
	list := Currencies()
	if !slices.IsSorted(list) || len(slices.Compact(slices.Clone(list))) != len(list) {
		t.Error("not sorted, or a code stands twice")
	}
	for _, c := range list {
		if !c.Valid() || len(c) != 3 {
			t.Errorf("%q", c)
		}
	}
	if slices.Contains(list, "HRK") || !slices.Contains(list, "NOK") || len(list) < 160 {
		t.Errorf("%d codes: %v", len(list), list)
	}
	list[0] = "???"
	if Currencies()[0] == "???" {
		t.Error("the caller can change the list")
	}
}
