package peil

import (
	"slices"
	"strings"
	"time"
)

// Grain is how long the buckets are into which a trend cuts time.
type Grain string

// The grains. Weeks are ISO weeks; quarters and years are fiscal ones.
const (
	GrainDay     Grain = "day"
	GrainWeek    Grain = "week"
	GrainMonth   Grain = "month"
	GrainQuarter Grain = "quarter"
	GrainYear    Grain = "year"
)

// Grains lists the grains from the finest to the coarsest.
func Grains() []Grain {
	return []Grain{GrainDay, GrainWeek, GrainMonth, GrainQuarter, GrainYear}
}

// ParseGrain reads the word of a grain.
func ParseGrain(word string) (Grain, error) {
	g := Grain(strings.ToLower(strings.TrimSpace(word)))
	if slices.Contains(Grains(), g) {
		return g, nil
	}
	words := make([]string, 0, 6)
	for _, g := range Grains() {
		words = append(words, string(g))
	}
	e := Invalid("unknown_grain", "there is no grain %q", clip(word))
	return "", e.InField("grain").suggest(word, words, words...)
}

// Start returns the first day of the bucket that day d lies in (G1). Fiscal
// years and their quarters begin in month fiscalStart; 0 means January. Days,
// weeks and months do not depend on it. An unknown grain counts as day.
func (g Grain) Start(d Date, fiscalStart time.Month) Date {
	switch g {
	case GrainWeek:
		return d.monday()
	case GrainMonth:
		return Date{d.Year, d.Month, 1}
	case GrainQuarter, GrainYear:
		n := 3
		if g == GrainYear {
			n = 12
		}
		into := (int(d.Month) - int(januaryIfUnset(fiscalStart)) + 12) % n
		return Date{d.Year, d.Month, 1}.addMonths(-into)
	}
	return d
}

// next returns the first day of the n-th bucket after the one that begins on
// start, or with n below 0 before it.
func (g Grain) next(start Date, n int) Date {
	switch g {
	case GrainWeek:
		return start.AddDays(7 * n)
	case GrainMonth:
		return start.addMonths(n)
	case GrainQuarter:
		return start.addMonths(3 * n)
	case GrainYear:
		return start.addMonths(12 * n)
	}
	return start.AddDays(n)
}

func januaryIfUnset(m time.Month) time.Month {
	if m < time.January || m > time.December {
		return time.January
	}
	return m
}

// Buckets cuts the period at the local boundaries of the grain (G1). The first
// and the last bucket are clipped to the period, so the buckets together are
// exactly the period. fiscalStart is the month in which fiscal years begin; 0
// means January. An empty period has no buckets.
func (p Period) Buckets(g Grain, fiscalStart time.Month) []Period {
	if p.Days() == 0 {
		return nil
	}
	var out []Period
	for from := g.Start(p.From, fiscalStart); from.Before(p.To); {
		to := g.next(from, 1)
		out = append(out, Period{from, to}.Clip(p))
		from = to
	}
	return out
}
