package stat

import (
	"math"
	"math/bits"
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
	stream, draws := r.Seed.stream(), r.draws()
	sample := make([]int, len(counts))
	values := make([]float64, 0, draws)
	for range draws {
		resample(stream, units, sample)
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

// resample draws as many units as there are. It is most of what a report's
// statistics take, so the stream is asked without the interface that rand.Rand
// has; the numbers are those of rand.Rand's Uint64N, which are shown already.
func resample(stream *rand.PCG, units []int32, sample []int) {
	clear(sample)
	n := uint64(len(units))
	if n&(n-1) == 0 {
		for range units {
			sample[units[stream.Uint64()&(n-1)]]++
		}
		return
	}
	biased := -n % n // Lemire 2019: below it, some numbers would come once too often
	for range units {
		hi, lo := bits.Mul64(stream.Uint64(), n)
		for lo < biased {
			hi, lo = bits.Mul64(stream.Uint64(), n)
		}
		sample[units[hi]]++
	}
}

// empirical returns the p-quantile of sorted values: the smallest with at least
// the share p at or below it (type 1 of Hyndman & Fan 1996).
func empirical(sorted []float64, p float64) float64 {
	i := int(math.Ceil(p*float64(len(sorted))-1e-9)) - 1
	return sorted[min(max(i, 0), len(sorted)-1)]
}
