package value

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// ParseBool reads yes and no in Norwegian, English and the words of exports.
func ParseBool(s string) (v, ok bool) {
	switch strings.ToLower(Clean(s)) {
	case "1", "1.0", "true", "t", "yes", "y", "ja", "j", "x", "sann", "done", "utført", "on", "completed", "fullført":
		return true, true
	case "0", "0.0", "false", "f", "no", "n", "nei", "usann", "undone", "ikke utført", "off", "open", "åpen":
		return false, true
	}
	return false, false
}

// ParsePercent reads a share as a fraction: "42,9 %" is 0.429. A number without
// the sign is taken as hundredths where it is above 1 or hundredths is set.
func ParsePercent(s string, hundredths bool) (float64, bool) {
	s = Clean(s)
	num, sign := strings.CutSuffix(s, "%")
	a, ok := ParseMoney(strings.Replace(num, ",", ".", 1), '.')
	if !ok || a.Currency != "" {
		return 0, false
	}
	f := a.Float()
	if sign || hundredths || f > 1 {
		f /= 100
	}
	return f, f >= 0 && f <= 1
}

// ParseNumber reads a plain number with the column's decimal mark.
func ParseNumber(s string, decimal byte) (float64, bool) {
	a, ok := ParseMoney(s, decimal)
	return a.Float(), ok && a.Currency == ""
}

// ParseDuration reads "00:07:00", "7:30" (minutes and seconds), "1 t 5 min",
// "1h 20m", "90 s", and plain numbers of the unit.
func ParseDuration(s string, unit time.Duration) (time.Duration, bool) {
	s = strings.ToLower(Clean(s))
	if s == "" || len(s) > 40 {
		return 0, false
	}
	if strings.Contains(s, ":") {
		return clockDuration(s)
	}
	var total time.Duration
	seen := false
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		n := strings.IndexFunc(s, func(r rune) bool { return !isDigit(r) && r != '.' && r != ',' })
		num, rest := s, ""
		if n >= 0 {
			num, rest = s[:n], strings.TrimSpace(s[n:])
		}
		f, ok := ParseNumber(strings.Replace(num, ",", ".", 1), '.')
		if !ok || f < 0 || f > 1e9 {
			return 0, false
		}
		w := strings.IndexFunc(rest, func(r rune) bool { return r < 'a' })
		word := rest
		if w >= 0 {
			word = rest[:w]
			rest = strings.TrimLeft(rest[w:], ". ,")
		} else {
			rest = ""
		}
		u, known := durationUnits[word]
		switch {
		case known:
		case word == "" && !seen && rest == "":
			u = unit
		default:
			return 0, false
		}
		if f*float64(u) > float64(longest-total) {
			return 0, false
		}
		total += time.Duration(f * float64(u))
		seen, s = true, rest
	}
	return total, seen
}

// longest is what a duration may come to: three years. Sixty times that still fits.
const longest = 1e8 * time.Second

var durationUnits = map[string]time.Duration{"s": time.Second, "sec": time.Second, "secs": time.Second, "sek": time.Second,
	"seconds": time.Second, "sekunder": time.Second, "m": time.Minute, "min": time.Minute, "mins": time.Minute,
	"minutes": time.Minute, "minutt": time.Minute, "minutter": time.Minute, "h": time.Hour, "hr": time.Hour, "hrs": time.Hour,
	"t": time.Hour, "time": time.Hour, "timer": time.Hour, "hour": time.Hour, "hours": time.Hour}

func clockDuration(s string) (time.Duration, bool) {
	parts := strings.Split(s, ":")
	if len(parts) > 3 {
		return 0, false
	}
	var d time.Duration
	for _, p := range parts {
		n, ok := number(p)
		if !ok || d > longest { // times 60 it would still fit
			return 0, false
		}
		d = d*60 + time.Duration(n)*time.Second
	}
	return d, true
}

// Email returns the address in a cell in small letters, the first where there
// are several; false where there is none.
func Email(s string) (string, bool) {
	s = Clean(s)
	if i := strings.IndexAny(s, ";, "); i >= 0 {
		s = s[:i]
	}
	at := strings.LastIndexByte(s, '@')
	if at < 1 || at == len(s)-1 || len(s) > 254 || strings.ContainsAny(s, "<>()\"") {
		return "", false
	}
	if !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }) {
		return "", false
	}
	domain := s[at+1:]
	if dot := strings.LastIndexByte(domain, '.'); dot < 1 || dot == len(domain)-1 {
		return "", false
	}
	return strings.ToLower(s), true
}
