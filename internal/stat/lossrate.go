package stat

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Period is K losses for a reason among E closed deals.
type Period struct{ K, E float64 }

// sound says whether the period's numbers can be; K above E is allowed, since
// an exposure need not be a count of the same things.
func (p Period) sound() bool {
	return finite(p.K, p.E) && p.K >= 0 && p.E >= 0 && (p.E > 0 || p.K == 0)
}

// The prior of the dispersion: as if it had been 1,25 in 12 periods.
const (
	dispersionPrior  = 1.25
	dispersionWeight = 12.0
)

// Dispersion returns how many times more the counts vary than a Poisson rate
// would let them, at least 1:
//
//	φ = max(1, (Σ(k−μ)²/μ + 12·1.25)/(n−1+12)),  μ = E·Σk/ΣE
//
// The prior weight keeps a short calm history from claiming that months are all
// alike. Periods without exposure say nothing. Not ok without any exposure.
func Dispersion(periods []Period) (float64, bool) {
	var k, e float64
	for _, p := range periods {
		if !p.sound() {
			return 0, false
		}
		k, e = k+p.K, e+p.E
	}
	if e <= 0 {
		return 0, false
	}
	sum, n := 0.0, 0.0
	for _, p := range periods {
		if p.E == 0 {
			continue
		}
		n++
		if mu := k / e * p.E; mu > 0 {
			sum += (p.K - mu) * (p.K - mu) / mu
		}
	}
	return math.Max(1, (sum+dispersionWeight*dispersionPrior)/(n-1+dispersionWeight)), true
}

// GammaPoissonTail returns P(K ≥ k) for a count with exposure et whose rate is
// Gamma with shape r and rate sumE: negative binomial, by the identity
// I_x(k, r) with x = et/(sumE+et). With r = Σk+½ and sumE = ΣE it is the
// predictive tail of a Poisson rate with Jeffreys' prior.
func GammaPoissonTail(k, r, sumE, et float64) (float64, bool) {
	if !finite(k, r, sumE, et) || k < 0 || r <= 0 || sumE <= 0 || et <= 0 {
		return 0, false
	}
	if k == 0 {
		return 1, true
	}
	p := mathext.RegIncBeta(k, r, et/(sumE+et))
	return p, finite(p)
}

// Baseline is what is normal for a reason: K losses among E closed deals over
// Periods (indices into the series), varying Dispersion times more than Poisson.
type Baseline struct {
	Periods    []int
	K, E       float64
	Dispersion float64
}

// Rate returns the normal share of closed deals.
func (b Baseline) Rate() float64 { return b.K / b.E }

// Tail returns the chance of at least p.K losses in the period if it is a normal
// one: GammaPoissonTail with r = (K+½)/φ and exposure E/φ. Dividing the
// baseline by φ is what lets a jumpy history forgive more.
func (b Baseline) Tail(p Period) (float64, bool) {
	return GammaPoissonTail(p.K, (b.K+.5)/b.Dispersion, b.E/b.Dispersion, p.E)
}

// newBaseline adds up the periods of the series with the given indices.
func newBaseline(series []Period, indices []int) (Baseline, bool) {
	b := Baseline{Periods: indices}
	chosen := make([]Period, len(indices))
	for i, at := range indices {
		chosen[i] = series[at]
		b.K += series[at].K
		b.E += series[at].E
	}
	var ok bool
	b.Dispersion, ok = Dispersion(chosen)
	if !ok {
		return Baseline{}, false
	}
	return b, true
}
