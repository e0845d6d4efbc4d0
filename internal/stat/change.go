package stat

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// LogChange is ln(x₁/x₀), the change of a factor that multiplies, with its 95 %
// interval and P, the two-sided chance of one so far from 0 if nothing had changed.
type LogChange struct {
	Value    float64
	Interval Interval
	P        float64
}

// Holds0 says that the change may be chance.
func (c LogChange) Holds0() bool { return c.Interval.Lo <= 0 && c.Interval.Hi >= 0 }

// ShareChange is the change of a proportion from k0/n0 to k1/n1. Its interval is
// Newcombe's of the difference, carried over to the logarithm, so both hold 0 or
// neither does; P is Fisher's. Not ok where either proportion is 0.
func ShareChange(k0, n0, k1, n1 float64) (LogChange, bool) {
	d, ok := Newcombe(k1, n1, k0, n0)
	if !ok || k0 <= 0 || k1 <= 0 {
		return LogChange{}, false
	}
	p0, p1 := k0/n0, k1/n1
	after, _ := Wilson(k1, n1)
	// A difference that would leave less than nothing ends where p1 may end.
	at := func(d float64) float64 { return math.Log(math.Max(p0+d, math.Min(after.Lo, p0)) / p0) }
	p, ok := FisherTwoSided(int(k0), int(n0-k0), int(k1), int(n1-k1))
	return LogChange{math.Log(p1 / p0), interval95(at(d.Interval.Lo), at(d.Interval.Hi), MethodNewcombe), p}, ok
}

// MeanChange is the change of a mean of sizes: bootstrap of the ratio of the two
// means up to 2 000 units in each, above the delta method. Not ok below two units in
// either, or where a mean is not positive.
func MeanChange(base, current []ValueCount, r Resampling) (LogChange, bool) {
	v0, n0, ok0 := tidy(base)
	v1, n1, ok1 := tidy(current)
	if !ok0 || !ok1 || n0 < 2 || n1 < 2 {
		return LogChange{}, false
	}
	m0, m1 := meanOf(v0, split(v0), n0), meanOf(v1, split(v1), n1)
	if m0 <= 0 || m1 <= 0 {
		return LogChange{}, false
	}
	if n0 > MaxResampled || n1 > MaxResampled {
		return delta(math.Log(m1/m0), relativeVariance(v0, n0, m0)+relativeVariance(v1, n1, m1))
	}
	stream := r.Seed.stream()
	a, b := newBag(split(v0)), newBag(split(v1))
	return drawn(math.Log(m1/m0), r.draws(), func() float64 {
		return math.Log(meanOf(v1, b.draw(stream), n1) / meanOf(v0, a.draw(stream), n0))
	})
}

// relativeVariance is that of the mean, divided by its square.
func relativeVariance(v []ValueCount, n int, mean float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += float64(x.N) * (x.Value - mean) * (x.Value - mean)
	}
	return sum / float64(n-1) / float64(n) / mean / mean
}

// Moments are what is known of sizes without the sizes: how many, their sum and
// the sum of their squares.
type Moments struct{ N, Sum, Squares float64 }

// MomentChange is MeanChange from moments, by the delta method.
func MomentChange(base, current Moments) (LogChange, bool) {
	variance := 0.0
	for _, m := range []Moments{base, current} {
		if !finite(m.N, m.Sum, m.Squares) || m.N < 2 || m.Sum <= 0 {
			return LogChange{}, false
		}
		mean := m.Sum / m.N
		variance += math.Max(0, m.Squares/m.N-mean*mean) / (m.N - 1) / mean / mean
	}
	return delta(math.Log(current.Sum/current.N/(base.Sum/base.N)), variance)
}

// delta is a change with a normal interval of the variance.
func delta(value, variance float64) (LogChange, bool) {
	se := math.Sqrt(variance)
	if !finite(value, se) || se <= 0 {
		return LogChange{}, false
	}
	return LogChange{value, interval95(value-Z*se, value+Z*se, MethodDelta), 2 * distuv.UnitNormal.CDF(-math.Abs(value)/se)}, true
}

// drawn is a change with the percentiles of its resamples. Those in which it does
// not exist are left out; not ok if they are more than a tenth.
func drawn(value float64, draws int, one func() float64) (LogChange, bool) {
	values := make([]float64, 0, draws)
	below := 0
	for range draws {
		if x := one(); finite(x) {
			values = append(values, x)
			if x <= 0 {
				below++
			}
		}
	}
	n := len(values)
	if n == 0 || float64(n) < minValidDraws*float64(draws) {
		return LogChange{}, false
	}
	slices.Sort(values)
	side := math.Min(float64(below), float64(n-below))
	return LogChange{value, interval95(empirical(values, alphaLow), empirical(values, alphaHigh), MethodBootstrap),
		math.Min(1, 2*(side+1)/float64(n+1))}, true
}

// bag draws as many units as there are, with replacement.
type bag struct {
	units  []int32
	sample []int
}

func newBag(counts []int) *bag {
	b := &bag{sample: make([]int, len(counts))}
	for cell, n := range counts {
		b.units = append(b.units, slices.Repeat([]int32{int32(cell)}, n)...)
	}
	return b
}

func (b *bag) draw(stream *rand.PCG) []int {
	resample(stream, b.units, b.sample)
	return b.sample
}
