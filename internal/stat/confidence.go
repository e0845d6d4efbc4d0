package stat

import "math"

// StagePrior is how many deals' worth the configured probability of a stage counts
// for against what its history says (metrics.md §4.6, F2); AgeBlend the same for a
// stage's level against what deals of an age did.
const (
	StagePrior = 20.0
	AgeBlend   = 20.0
)

// StageHistory is a stage's mature cohort: of Mature deals that first came there,
// Won were won; those still open are not. Default is its configured probability.
type StageHistory struct{ Won, Mature, Default float64 }

// StageLevel is the learned probability of a stage: the mean of its posterior
// Beta(Alpha, Beta), whose weight is Alpha + Beta, and Level, the same made
// monotone over the stages.
type StageLevel struct{ Alpha, Beta, Level float64 }

// Posterior is the mean before the stages are held against each other.
func (l StageLevel) Posterior() float64 { return l.Alpha / l.Weight() }

// Weight is how many deals stand behind the level, those of the prior among them.
func (l StageLevel) Weight() float64 { return l.Alpha + l.Beta }

// StageLevels learns the probabilities of the stages of a pipeline, in their order:
// (W + M·d)/(N + M) with M = StagePrior, then weighted pool adjacent violators, so
// that a deal that advances never loses confidence. Not ok with an impossible count.
func StageLevels(stages []StageHistory) ([]StageLevel, bool) {
	if len(stages) == 0 {
		return nil, false
	}
	out := make([]StageLevel, len(stages))
	means, weights := make([]float64, len(stages)), make([]float64, len(stages))
	for i, s := range stages {
		if !finite(s.Won, s.Mature, s.Default) || s.Won < 0 || s.Won > s.Mature || s.Default < 0 || s.Default > 1 {
			return nil, false
		}
		out[i] = StageLevel{Alpha: s.Won + StagePrior*s.Default, Beta: s.Mature - s.Won + StagePrior*(1-s.Default)}
		means[i], weights[i] = out[i].Posterior(), out[i].Weight()
	}
	fit, ok := PAVAIncreasing(means, weights)
	for i := range fit {
		out[i].Level = fit[i]
	}
	return out, ok
}

// WinGivenOpen is the chance that a unit still open at age a ever has the event:
// (F(∞) − F(a))/S(a). What the curve leaves undetermined counts as not; upper counts
// it as the event. atRisk is how many units were seen at that age. Not ok where none
// was.
func (c Curve) WinGivenOpen(cause int, age float64) (p, upper float64, atRisk int, ok bool) {
	atRisk = c.olderThan(age)
	last, okF := c.CIF(cause, math.Max(c.Last, age))
	now, okN := c.CIF(cause, age)
	s, okS := c.S(age)
	if !okF || !okN || !okS || s <= 0 || atRisk == 0 {
		return 0, 0, 0, false
	}
	rest, _ := c.S(math.Max(c.Last, age))
	p = (last - now) / s
	return p, math.Min(1, p+rest/s), atRisk, true
}

// WinWithin is the chance that a unit open at age a has the event between then and
// to days later, but not before from days later.
func (c Curve) WinWithin(cause int, age, from, to float64) (float64, bool) {
	s, ok := c.S(age)
	if !ok || s <= 0 || !(from >= 0) || !(to >= from) {
		return 0, false
	}
	before, _ := c.CIF(cause, age+from)
	by, _ := c.CIF(cause, age+to)
	return (by - before) / s, true
}

// olderThan counts the units observed for longer than t.
func (c Curve) olderThan(t float64) int {
	n, width := 0, c.Causes+1
	for j, at := range c.times {
		if at > t {
			for _, k := range c.counts[j*width : (j+1)*width] {
				n += k
			}
		}
	}
	return n
}
