package report

import (
	"context"
	"math"
	"time"

	"peil"
	"peil/internal/facts"
)

// Profile is what kind of sale a workspace has (metrics.md §5.3): it decides what
// somebody new sees first.
type Profile string

// The profiles. Few is under 30 deals closed in twelve months: counts and lists,
// no rates to compare.
const (
	ProfileHighVolume Profile = "high_volume"
	ProfileMedium     Profile = "medium"
	ProfileLong       Profile = "long"
	ProfileAccount    Profile = "account"
	ProfileFew        Profile = "few"
)

// Pace is the numbers that a profile is found by, of the last twelve months.
type Pace struct {
	Profile Profile
	// WinsPerDay is by business day, WinsPerWeek by week.
	WinsPerDay, WinsPerWeek float64
	// CycleDays is the median from creation to win; NaN without any.
	CycleDays float64
	// Closed counts the deals closed, won or lost.
	Closed int
	// Existing is the share of revenue from those who had bought before; NaN
	// without revenue.
	Existing float64
}

// profileFew is how many closed deals rates need.
const profileFew = 30

// FindProfile looks at the twelve months before a moment.
func FindProfile(ctx context.Context, v *facts.View, now time.Time) (Pace, error) {
	c := newClock(v.Settings, now, v.AsOf, v.KnownAt)
	end := peil.DateOf(c.asOf, c.cal.Location)
	p, err := pace(ctx, v, c, end)
	if err != nil {
		return Pace{}, err
	}
	from := peil.NewDate(end.Year-1, end.Month, end.Day)
	out := Pace{WinsPerDay: p.WinsPerBusinessDay, CycleDays: p.MedianCycleDays, Existing: math.NaN()}
	weeks := float64(end.Sub(from)) / 7
	out.WinsPerWeek = p.WinsPerBusinessDay * float64(c.cal.BusinessDays(from, end)) / weeks
	res, err := Run(ctx, v, Query{Report: productivity.ID, Period: peil.Period{From: from, To: end}, By: None,
		Measures: []string{"won", "lost", "rev", "rev_existing"}, Now: now})
	if err != nil {
		return Pace{}, err
	}
	number := func(id string) float64 {
		if x := res.Rows[0].Measures[id].Value; x != nil {
			return *x
		}
		return 0
	}
	out.Closed = int(number("won") + number("lost"))
	if rev := number("rev"); rev > 0 {
		out.Existing = number("rev_existing") / rev
	}
	out.Profile = out.profile()
	return out, nil
}

// profile is the first of the table's rows that fits. Where none does, the sale is
// between two of them: it is medium.
func (p Pace) profile() Profile {
	switch {
	case p.Closed < profileFew:
		return ProfileFew
	case p.Existing >= .5:
		return ProfileAccount
	case p.WinsPerDay >= 3 && p.CycleDays <= 14:
		return ProfileHighVolume
	case p.WinsPerWeek >= 5 && p.CycleDays <= 60:
		return ProfileMedium
	case p.WinsPerWeek < 4*12/52. || p.CycleDays > 90:
		return ProfileLong
	}
	return ProfileMedium
}
