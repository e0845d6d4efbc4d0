package stat

import "math"

// The words of the automatic grains, finest first.
const (
	grainDay     = "day"
	grainWeek    = "week"
	grainMonth   = "month"
	grainQuarter = "quarter"
)

// coarseness orders the grains.
var coarseness = map[string]int{grainDay: 0, grainWeek: 1, grainMonth: 2, grainQuarter: 3}

// grainMargin is how clearly a month must call for another grain.
const grainMargin = 1.2

// Grain returns how finely a workspace's trends are cut (metrics.md §4.1) from
// its trailing twelve months: wins per business day and median cycle in days.
// day if w ≥ 3 and c ≤ 14; else week if 5w ≥ 5 and c ≤ 60; else month if
// 21w ≥ 4 and c ≤ 180; else quarter. A median that is not known yet is NaN or
// +Inf and gives quarter.
func Grain(winsPerBusinessDay, medianCycleDays float64) string {
	w, c := winsPerBusinessDay, medianCycleDays
	switch {
	case w >= 3 && c <= 14:
		return grainDay
	case 5*w >= 5 && c <= 60:
		return grainWeek
	case 21*w >= 4 && c <= 180:
		return grainMonth
	}
	return grainQuarter
}

// Pace is what Grain decides from, as it stood at a month-end.
type Pace struct{ WinsPerBusinessDay, MedianCycleDays float64 }

// NextGrain returns the grain to use after a month-end: the current one unless
// the last two month-ends both call for the same other one with a margin of
// 20 %. Without it a workspace on a border would see its charts change shape
// every month. An empty or unknown current grain is decided by Grain alone.
func NextGrain(current string, previous, latest Pace) string {
	if _, known := coarseness[current]; !known {
		return Grain(latest.WinsPerBusinessDay, latest.MedianCycleDays)
	}
	if g := latest.callsFor(current); g == previous.callsFor(current) {
		return g
	}
	return current
}

// callsFor returns the grain that the pace still gives when both of its numbers
// are moved 20 % towards the current grain.
func (p Pace) callsFor(current string) string {
	w, c := p.WinsPerBusinessDay, p.MedianCycleDays
	now := coarseness[current]
	if coarseness[Grain(w, c)] < now {
		if g := Grain(w/grainMargin, c*grainMargin); coarseness[g] < now {
			return g
		}
	} else if coarseness[Grain(w, c)] > now {
		if g := Grain(w*grainMargin, c/grainMargin); coarseness[g] > now {
			return g
		}
	}
	return current
}

// The horizon of G12: at least 30 days, in steps of 30; 180 until 20 wins say
// otherwise.
const (
	horizonStep    = 30.0
	horizonCold    = 180
	horizonMinWins = 20
)

// Horizon returns the number of days H after which a cohort counts as observed
// (G12): max(30, 30·⌈q90/30⌉), q90 being the 90 % quantile of the time to win
// in days; 180 with fewer than 20 wins or no usable quantile.
func Horizon(q90 float64, wins int) int {
	if wins < horizonMinWins || !finite(q90) || q90 < 0 {
		return horizonCold
	}
	return int(math.Max(horizonStep, horizonStep*math.Ceil(q90/horizonStep)))
}
