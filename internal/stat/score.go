package stat

import (
	"cmp"
	"math"
	"slices"
)

// Said is a probability that was stated, and whether it came (metrics.md §4.6, F8).
type Said struct {
	P   float64
	Won bool
}

// Brier is the score of probabilities with its parts over the distinct ones stated
// (Murphy 1973): Score = Reliability − Resolution + Uncertainty. Reference is the
// score of always saying the base rate, Skill how much better this is, 0 to 1.
type Brier struct {
	N                                    int
	Score, BaseRate, Reference, Skill    float64
	Reliability, Resolution, Uncertainty float64
}

// BrierScore scores probabilities. Not ok without any, or with an impossible one.
func BrierScore(said []Said) (Brier, bool) {
	groups, ok := byP(said)
	if !ok {
		return Brier{}, false
	}
	b := Brier{N: len(said)}
	n := float64(b.N)
	for _, g := range groups {
		b.BaseRate += g.won / n
		b.Score += (g.won*(1-g.p)*(1-g.p) + (g.n-g.won)*g.p*g.p) / n
	}
	b.Uncertainty = b.BaseRate * (1 - b.BaseRate)
	b.Reference = b.Uncertainty
	for _, g := range groups {
		observed := g.won / g.n
		b.Reliability += g.n * (g.p - observed) * (g.p - observed) / n
		b.Resolution += g.n * (observed - b.BaseRate) * (observed - b.BaseRate) / n
	}
	if b.Reference > 0 {
		b.Skill = 1 - b.Score/b.Reference
	}
	return b, true
}

type stated struct{ p, n, won float64 }

// byP groups what was said by probability, ascending.
func byP(said []Said) ([]stated, bool) {
	sorted := slices.Clone(said)
	slices.SortFunc(sorted, func(a, b Said) int { return cmp.Compare(a.P, b.P) })
	var out []stated
	for _, s := range sorted {
		if !finite(s.P) || s.P < 0 || s.P > 1 {
			return nil, false
		}
		if n := len(out); n == 0 || out[n-1].p != s.P {
			out = append(out, stated{p: s.P})
		}
		g := &out[len(out)-1]
		g.n++
		if s.Won {
			g.won++
		}
	}
	return out, len(out) > 0
}

// calibrationBins are the upper ends of the bins, inclusive.
var calibrationBins = []float64{.1, .25, .5, .75, .9, 1}

// Calibrated is a bin of probabilities: what was said on average, and what came.
type Calibrated struct {
	Upper    float64 // of the bin
	Forecast float64 // mean of what was said
	N, Won   float64
	Observed float64
	Interval Interval
}

// Calibration holds what was said against what came in the fixed bins 0–.1–.25–.5–
// .75–.9–1; empty ones are left out.
func Calibration(said []Said) []Calibrated {
	groups, ok := byP(said)
	if !ok {
		return nil
	}
	var out []Calibrated
	for _, upper := range calibrationBins {
		c := Calibrated{Upper: upper}
		for len(groups) > 0 && groups[0].p <= upper {
			g := groups[0]
			c.Forecast += g.p * g.n
			c.N, c.Won = c.N+g.n, c.Won+g.won
			groups = groups[1:]
		}
		if c.N == 0 {
			continue
		}
		c.Forecast /= c.N
		c.Observed = c.Won / c.N
		c.Interval, _ = Wilson(c.Won, c.N)
		out = append(out, c)
	}
	return out
}

// Quantiles are what was said of an amount: a tenth of the chance lies below P10, a
// half below P50, nine tenths below P90.
type Quantiles struct{ P10, P50, P90 float64 }

// Pinball is the loss of a quantile q that was said to be f when y came:
// (y−f)·q above it, (f−y)·(1−q) below, without the factor 2 of some texts.
func Pinball(q, f, y float64) float64 {
	if y >= f {
		return (y - f) * q
	}
	return (f - y) * (1 - q)
}

// Pinball is the mean loss of the three quantiles.
func (s Quantiles) Pinball(y float64) float64 {
	return (Pinball(.1, s.P10, y) + Pinball(.5, s.P50, y) + Pinball(.9, s.P90, y)) / 3
}

// Holds says that the amount lay from P10 to P90, ends included.
func (s Quantiles) Holds(y float64) bool { return s.P10 <= y && y <= s.P90 }

// Came is what was said of an amount and what came.
type Came struct {
	Quantiles
	Actual float64
}

// PeriodScore is how forecasts of amounts did: WAPE = Σ|P50−A|/ΣA, Bias = Σ(P50−A)/ΣA,
// Coverage the share within P10–P90 (80 % is nominal), Pinball the mean loss over
// quantiles and periods.
type PeriodScore struct {
	N                             int
	WAPE, Bias, Coverage, Pinball float64
}

// ScorePeriods scores forecasts of amounts. Not ok without any; without anything
// that came WAPE and Bias are not defined, and infinite.
func ScorePeriods(periods []Came) (PeriodScore, bool) {
	s := PeriodScore{N: len(periods)}
	if s.N == 0 {
		return s, false
	}
	n, sum := float64(s.N), 0.0
	for _, p := range periods {
		if !finite(p.P10, p.P50, p.P90, p.Actual) {
			return PeriodScore{}, false
		}
		s.WAPE += math.Abs(p.P50 - p.Actual)
		s.Bias += p.P50 - p.Actual
		s.Pinball += p.Pinball(p.Actual) / n
		if p.Holds(p.Actual) {
			s.Coverage += 1 / n
		}
		sum += p.Actual
	}
	s.WAPE, s.Bias = s.WAPE/sum, s.Bias/sum
	return s, true
}

// SignTest is the two-sided chance of at least so lopsided a split of k among n coin
// tosses.
func SignTest(k, n int) (float64, bool) {
	if n <= 0 || k < 0 || k > n {
		return 0, false
	}
	side := min(k, n-k)
	p, term := 0.0, math.Pow(.5, float64(n))
	for i := 0; i <= side; i++ {
		p += term
		term *= float64(n-i) / float64(i+1)
	}
	return math.Min(1, 2*p), true
}
