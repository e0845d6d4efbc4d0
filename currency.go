package peil

import (
	"slices"
	"strings"
)

// Currency is an ISO 4217 code in capitals: "NOK".
type Currency string

// The active codes of ISO 4217, by how many decimals the main unit has. Codes
// without a minor unit of their own (gold, drawing rights, test codes) are left
// out: nobody sells in them.
const (
	currencies0 = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
	currencies2 = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP " +
		"BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD " +
		"FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD " +
		"KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD " +
		"NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP " +
		"SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED " +
		"VES WST XAD XCD XCG YER ZAR ZMW ZWG"
	currencies3 = "BHD IQD JOD KWD LYD OMR TND"
	currencies4 = "CLF UYW"
	// Withdrawn since 2010, but still the currency of deals from before.
	withdrawn0 = "BYR"
	withdrawn2 = "ANG BGN CUC EEK HRK LTL LVL MRO SLL STD VEF ZMK ZWL"
)

// active and minorDigits are filled from the lists above.
var active, minorDigits = func() ([]Currency, map[Currency]int) {
	var list []Currency
	m := make(map[Currency]int, 200)
	add := func(n int, codes string) (added []Currency) {
		for code := range strings.FieldsSeq(codes) {
			m[Currency(code)] = n
			added = append(added, Currency(code))
		}
		return added
	}
	list = append(list, add(0, currencies0)...)
	list = append(list, add(2, currencies2)...)
	list = append(list, add(3, currencies3)...)
	list = append(list, add(4, currencies4)...)
	add(0, withdrawn0)
	add(2, withdrawn2)
	slices.Sort(list)
	return list, m
}()

// Valid reports whether the code is an active one of ISO 4217 or was one until
// lately: records keep the currency they were made in (G10).
func (c Currency) Valid() bool {
	_, ok := minorDigits[c]
	return ok
}

// Digits returns how many decimals the main unit has: 2 for NOK, 0 for JPY. It
// is 2, the usual number, for a code that is not valid.
func (c Currency) Digits() int {
	if n, ok := minorDigits[c]; ok {
		return n
	}
	return 2
}

// Currencies lists the active codes in alphabetical order.
func Currencies() []Currency { return slices.Clone(active) }
