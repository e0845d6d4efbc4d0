package stat

import (
	"math"
	"math/rand/v2"
	"slices"
)

// The number of bootstrap draws: Draws for what is shown, RuleDraws in rules.
// Up to MaxResampled units are resampled; above, the closed form is as good and
// free.
const (
	Draws        = 2000
	RuleDraws    = 1000
	MaxResampled = 2000
)

// minValidDraws is the share of draws in which a statistic must exist for its
// percentiles to be an interval.
const minValidDraws = .9

// Resampling says how a bootstrap is drawn; Draws 0 means the usual 2 000.
type Resampling struct {
	Seed  Seed
	Draws int
}

func (r Resampling) draws() int {
	if r.Draws <= 0 {
		return Draws
	}
	return r.Draws
}

// bootstrap returns the 95 % percentile interval (Efron 1979) of a statistic of
// grouped counts. Each draw picks as many units as there are, with replacement:
// a multinomial sample of the cells, given to statistic as counts in the same
// order (reused from draw to draw). Draws in which the statistic does not exist
// are left out; not ok if they are more than a tenth, or with fewer than two
// units.
func bootstrap(counts []int, r Resampling, statistic func(counts []int) (float64, bool)) (Interval, bool) {
	units := make([]int32, 0, MaxResampled)
	for cell, n := range counts {
		units = append(units, slices.Repeat([]int32{int32(cell)}, n)...)
	}
	if len(units) < 2 {
		return Interval{}, false
	}
	rng, draws := r.Seed.Rand(), r.draws()
	sample := make([]int, len(counts))
	values := make([]float64, 0, draws)
	for range draws {
		resample(rng, units, sample)
		if v, ok := statistic(sample); ok && finite(v) {
			values = append(values, v)
		}
	}
	if len(values) == 0 || float64(len(values)) < minValidDraws*float64(draws) {
		return Interval{}, false
	}
	slices.Sort(values)
	return interval95(empirical(values, alphaLow), empirical(values, alphaHigh), MethodBootstrap), true
}

func resample(rng *rand.Rand, units []int32, sample []int) {
	clear(sample)
	n := uint32(len(units))
	for range units {
		sample[units[rng.Uint32N(n)]]++
	}
}

// empirical returns the p-quantile of sorted values: the smallest with at least
// the share p at or below it (type 1 of Hyndman & Fan 1996).
func empirical(sorted []float64, p float64) float64 {
	i := int(math.Ceil(p*float64(len(sorted))-1e-9)) - 1
	return sorted[min(max(i, 0), len(sorted)-1)]
}
