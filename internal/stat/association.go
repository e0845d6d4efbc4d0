package stat

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Rule is how far owning A goes with owning B among customers.
type Rule struct {
	// Confidence is the share of A's owners who have B, with its Wilson interval;
	// Base the share of all, Without that of those without A.
	Confidence, Base, Without float64
	Interval                  Interval
	// Lift is Confidence / Base. It explodes on tiny counts, so nothing is ranked
	// by it (Hahsler & Hornik 2007).
	Lift float64
	// P is the chance of so many with both if they had nothing to do with each
	// other (hypergeometric, upper tail), G2 the likelihood-ratio statistic.
	P, G2 float64
	// Enough is whether there are twenty owners of A, five of them with B.
	Enough bool
}

// Advantage is by how much A's owners clearly have B more often than the others:
// the lower end of Confidence less Without. Rules are ranked by it.
func (r Rule) Advantage() float64 { return r.Interval.Lo - r.Without }

// What a rule needs to be spoken of (metrics.md §4.4).
const (
	ruleOwners = 20
	ruleBoth   = 5
)

// Associate measures the rule A → B among n customers of whom na have A, nb B and
// nab both. Not ok for counts that cannot be, or without an owner of A.
func Associate(n, na, nb, nab int) (Rule, bool) {
	p, ok := HypergeometricUpper(n, na, nb, nab)
	iv, okWilson := Wilson(float64(nab), float64(na))
	if !ok || !okWilson || nb-nab > n-na {
		return Rule{}, false
	}
	r := Rule{Confidence: float64(nab) / float64(na), Base: float64(nb) / float64(n), Interval: iv, P: p,
		Enough: na >= ruleOwners && nab >= ruleBoth}
	if rest := n - na; rest > 0 {
		r.Without = float64(nb-nab) / float64(rest)
	}
	if r.Base > 0 {
		r.Lift = r.Confidence / r.Base
	}
	if g, ok := G2([][]int{{nab, na - nab}, {nb - nab, n - na - nb + nab}}); ok {
		r.G2 = g.Stat
	}
	return r, true
}

// roomPrior is how many customers' worth the base rate weighs in ChanceToBuy.
const roomPrior = 20

// ChanceToBuy is the chance that an owner of A comes to own B: the share of A's na
// owners who do, drawn towards the base rate of all with the weight of twenty
// customers, (nab + 20·base)/(na + 20).
func ChanceToBuy(na, nab, base float64) float64 { return (nab + roomPrior*base) / (na + roomPrior) }

// Chance is N customers who each buy with probability P for Value.
type Chance struct {
	N        int
	P, Value float64
}

// mostDraws is up to how many groups the total is drawn; more are as good as
// normal.
const mostDraws = 2000

// BinomialTotal returns what chances come to together, Σ N·P·Value, with the
// range from its 10 % to its 90 % quantile: by binomial draws, or from the normal
// distribution with the same mean and variance where the groups are many. Not ok
// for probabilities that are none.
func BinomialTotal(chances []Chance, r Resampling) (Estimate, bool) {
	mean, variance := 0.0, 0.0
	for _, c := range chances {
		if !finite(c.P, c.Value) || c.P < 0 || c.P > 1 || c.N < 0 {
			return Estimate{}, false
		}
		n := float64(c.N)
		mean, variance = mean+n*c.P*c.Value, variance+n*c.P*(1-c.P)*c.Value*c.Value
	}
	out := Estimate{Value: mean, Interval: Interval{Level: .8, Method: MethodBinomial}}
	if len(chances) > mostDraws {
		half := distuv.UnitNormal.Quantile(.9) * math.Sqrt(variance)
		out.Interval.Lo, out.Interval.Hi = math.Max(0, mean-half), mean+half
		return out, true
	}
	rng := r.Seed.Rand()
	totals := make([]ValueCount, r.draws())
	for i := range totals {
		sum := 0.0
		for _, c := range chances {
			if c.N > 0 {
				sum += distuv.Binomial{N: float64(c.N), P: c.P, Src: rng}.Rand() * c.Value
			}
		}
		totals[i] = ValueCount{Value: sum, N: 1}
	}
	out.Interval.Lo, _ = Quantile(totals, .1)
	out.Interval.Hi, _ = Quantile(totals, .9)
	return out, true
}
