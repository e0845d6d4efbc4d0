package stat

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Group is k successes of n in one group: a source, a seller, a stage.
type Group struct{ K, N float64 }

// BetaPrior is what all groups together say of a proportion before one group is
// looked at: Beta(Mu·M, (1−Mu)·M), as if M units had already been seen at the
// pooled rate Mu.
type BetaPrior struct{ Mu, M float64 }

// The bounds of M and the log-normal hyperprior that keeps it finite when the
// groups happen to be alike.
const (
	priorLeast  = 2.0
	priorMost   = 500.0
	priorCentre = 20.0
	priorGrid   = 200
)

// FitBetaPrior estimates the prior from the groups (empirical Bayes): Mu is the
// pooled rate (Σk+½)/(Σn+1), M maximises the penalised marginal likelihood
//
//	Σ [ln B(k+MuM, n−k+(1−Mu)M) − ln B(MuM, (1−Mu)M)] − (ln M − ln 20)²/2
//
// over [2, 500]: a grid of 200 points on ln M, then golden section between the
// neighbours of the best. One dimension cannot diverge and works from two
// groups on. Groups without units say nothing and are skipped; not ok if none
// is left or a count is impossible.
func FitBetaPrior(groups []Group) (BetaPrior, bool) {
	var k, n float64
	used := make([]Group, 0, len(groups))
	for _, g := range groups {
		if g.N == 0 && g.K == 0 {
			continue
		}
		if !validShare(g.K, g.N) {
			return BetaPrior{}, false
		}
		k, n = k+g.K, n+g.N
		used = append(used, g)
	}
	if len(used) == 0 {
		return BetaPrior{}, false
	}
	mu := (k + .5) / (n + 1)
	score := func(lnM float64) float64 { return penalisedLikelihood(used, mu, lnM) }
	lo, hi := math.Log(priorLeast), math.Log(priorMost)
	step := (hi - lo) / (priorGrid - 1)
	best, bestScore := lo, math.Inf(-1)
	for i := range priorGrid {
		x := lo + float64(i)*step
		if s := score(x); s > bestScore {
			best, bestScore = x, s
		}
	}
	lnM := goldenSection(score, math.Max(lo, best-step), math.Min(hi, best+step))
	return BetaPrior{mu, math.Exp(lnM)}, true
}

func penalisedLikelihood(groups []Group, mu, lnM float64) float64 {
	m := math.Exp(lnM)
	a, b := mu*m, (1-mu)*m
	off := lnM - math.Log(priorCentre)
	sum := -off * off / 2
	base := mathext.Lbeta(a, b)
	for _, g := range groups {
		sum += mathext.Lbeta(g.K+a, g.N-g.K+b) - base
	}
	return sum
}

// goldenSection returns where f, with one peak in [lo, hi], is highest.
func goldenSection(f func(float64) float64, lo, hi float64) float64 {
	ratio := (math.Sqrt(5) - 1) / 2
	x1, x2 := hi-ratio*(hi-lo), lo+ratio*(hi-lo)
	f1, f2 := f(x1), f(x2)
	for hi-lo > 1e-9 {
		if f1 >= f2 {
			hi, x2, f2 = x2, x1, f1
			x1 = hi - ratio*(hi-lo)
			f1 = f(x1)
		} else {
			lo, x1, f1 = x1, x2, f2
			x2 = lo + ratio*(hi-lo)
			f2 = f(x2)
		}
	}
	return (lo + hi) / 2
}

// Mean returns the group's shrunken rate (k + Mu·M)/(n + M). A group without
// units gets Mu.
func (p BetaPrior) Mean(g Group) float64 { return (g.K + p.Mu*p.M) / (g.N + p.M) }

// Interval returns the equal-tailed interval of the group's posterior
// Beta(k+Mu·M, n−k+(1−Mu)·M) at the given level, .90 where sources are ranked.
func (p BetaPrior) Interval(g Group, level float64) (Interval, bool) {
	if !finite(g.K, g.N, level) || g.K < 0 || g.K > g.N || level <= 0 || level >= 1 {
		return Interval{}, false
	}
	a, b := g.K+p.Mu*p.M, g.N-g.K+(1-p.Mu)*p.M
	lo, okLo := BetaQuantile((1-level)/2, a, b)
	hi, okHi := BetaQuantile((1+level)/2, a, b)
	return Interval{Lo: lo, Hi: hi, Level: level, Method: MethodBeta}, okLo && okHi
}
