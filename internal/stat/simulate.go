package stat

import (
	"math"
	"math/rand/v2"
	"slices"
)

// SimulationDraws is how many outcomes of a forecast are drawn; with very many
// deals, which hardly differ from their sum, fewer but at least leastDraws.
const (
	SimulationDraws = 20_000
	leastDraws      = 1_000
	mostDrawn       = 40_000_000 // draws × deals
)

// OpenDeal is a deal in a forecast: what it is worth, its chance of being won in the
// period, and the stage in Portfolio.Stages whose level that rests on; −1 where it is
// the seller's own and nothing learned can change it.
type OpenDeal struct {
	Value, P float64
	Stage    int
}

// Portfolio is what a period's sale is made of.
type Portfolio struct {
	Booked float64
	Deals  []OpenDeal
	// Stages are the posteriors of the stages, those of one pipeline in a row.
	Stages []StageLevel
	// Pipelines are where each pipeline's stages begin in Stages.
	Pipelines []int
	// Ratios are what won deals were sold for, by what they were worth when open;
	// empty is 1.
	Ratios []float64
	New    NewBusiness
}

// NewBusiness is what comes of leads that are not deals yet. In each of the Weeks
// ahead Rate leads arrive, with the dispersion of a negative binomial of that Size
// (0: Poisson), and each is won in time with the week's chance. Hand is how many of
// the leads already here are expected to be. Every win is worth one of Values.
type NewBusiness struct {
	Weeks  []float64
	Rate   float64
	Seen   float64 // leads that the rate was learned from
	Size   float64
	Hand   float64
	Values []float64
}

// Mean is what new business is expected to bring.
func (b NewBusiness) Mean() float64 {
	wins, sum := b.Hand, 0.0
	for _, p := range b.Weeks {
		wins += b.Rate * p
	}
	for _, v := range b.Values {
		sum += v
	}
	if len(b.Values) == 0 {
		return 0
	}
	return wins * sum / float64(len(b.Values))
}

// Outcome is what may come of a portfolio. Swing is by how much a deal's being won
// changes the chance of the target, P how often it is won.
type Outcome struct {
	P10, P50, P90, Mean float64
	PTarget             float64
	P, Swing            []float64
	Exact               bool
}

// certainStages reports that nothing of the deals' chances was learned: then they
// do not depend on each other.
func (p Portfolio) independent() bool {
	if len(p.Ratios) > 0 || p.New.Mean() > 0 {
		return false
	}
	for _, d := range p.Deals {
		if d.Stage >= 0 && d.P > 0 {
			return false
		}
	}
	return true
}

// Simulate works out what a portfolio may come to: exactly where its deals are
// independent and few, else in seeded draws. In each draw the stages get a level of
// their posteriors, in their order again, so that deals of a stage go together; a
// deal's odds change as its stage's do (metrics.md §4.6, F4).
func Simulate(p Portfolio, target float64, r Resampling) Outcome {
	if p.independent() {
		bets := make([]Bet, len(p.Deals))
		for i, d := range p.Deals {
			bets[i] = Bet{d.Value, d.P}
		}
		if o, ok := ExactOutcome(p.Booked, bets, target); ok {
			return o
		}
	}
	draws := r.Draws
	if draws <= 0 {
		draws = SimulationDraws
	}
	if n := len(p.Deals); n > 0 {
		draws = min(draws, max(leastDraws, mostDrawn/n))
	}
	s := newSimulation(p, r.Seed, draws)
	for range draws {
		s.draw(target)
	}
	return s.outcome(target)
}

// simulation is a run of draws with its room.
type simulation struct {
	Portfolio
	pcg       *rand.PCG // the source of rng: half of a number is enough for a deal
	rng       *rand.Rand
	odds      []float64 // of each deal at its stage's level
	stage     []int32   // of each deal; the one after the last has no stage
	base      []float64 // odds of each stage's level
	factor    []float64 // of the odds, by stage, in this draw
	mean      []float64
	weight    []float64
	totals    []float64
	won       []int32 // deals, in this draw
	wins, hit []float64
}

func newSimulation(p Portfolio, seed Seed, draws int) *simulation {
	pcg := rand.NewPCG(seed.Hi, seed.Lo)
	s := &simulation{Portfolio: p, pcg: pcg, rng: rand.New(pcg), odds: make([]float64, len(p.Deals)), stage: make([]int32, len(p.Deals)),
		base: make([]float64, len(p.Stages)), factor: make([]float64, len(p.Stages)+1), mean: make([]float64, len(p.Stages)),
		weight: make([]float64, len(p.Stages)), totals: make([]float64, 0, draws), wins: make([]float64, len(p.Deals)), hit: make([]float64, len(p.Deals))}
	for i, l := range p.Stages {
		s.base[i], s.weight[i] = oddsOf(l.Level), l.Weight()
	}
	for i, d := range p.Deals {
		s.odds[i], s.stage[i] = oddsOf(d.P), int32(d.Stage)
		if d.Stage < 0 {
			s.stage[i] = int32(len(p.Stages))
		}
	}
	s.factor[len(p.Stages)] = 1
	return s
}

// oddsOf keeps a chance of 1 within what numbers can say.
func oddsOf(p float64) float64 { return p / math.Max(1e-12, 1-p) }

// draw is one outcome.
func (s *simulation) draw(target float64) {
	s.levels()
	total := s.Booked
	s.deals()
	for _, i := range s.won {
		v := s.Deals[i].Value
		if n := len(s.Ratios); n > 0 {
			v *= s.Ratios[s.rng.Uint32N(uint32(n))]
		}
		total += v
		s.wins[i]++
	}
	total += s.fresh()
	s.totals = append(s.totals, total)
	if total >= target {
		for _, i := range s.won {
			s.hit[i]++
		}
	}
}

// deals draws which deals are won. It is nearly all of the work.
func (s *simulation) deals() {
	s.won = s.won[:0]
	stage, factor := s.stage[:len(s.odds)], s.factor
	var bits uint64
	for i, odds := range s.odds {
		if i&1 == 0 {
			bits = s.pcg.Uint64()
		} else {
			bits >>= 32
		}
		x := odds * factor[stage[i]]
		// u < x/(1+x), without the division.
		if u := float64(uint32(bits)) * (1. / (1 << 32)); u*(1+x) < x {
			s.won = append(s.won, int32(i))
		}
	}
}

// levels draws the stages' levels and what they do to the odds.
func (s *simulation) levels() {
	for i, l := range s.Stages {
		a, b := gamma(s.rng, l.Alpha), gamma(s.rng, l.Beta)
		s.mean[i] = a / math.Max(1e-300, a+b)
	}
	for n, from := range s.Pipelines {
		to := len(s.Stages)
		if n+1 < len(s.Pipelines) {
			to = s.Pipelines[n+1]
		}
		pool(s.mean[from:to], s.weight[from:to])
	}
	for i := range s.Stages {
		s.factor[i] = oddsOf(s.mean[i]) / math.Max(1e-12, s.base[i])
	}
}

// pool is PAVAIncreasing in place, for a handful of stages.
func pool(y, w []float64) {
	for i := 1; i < len(y); i++ {
		if y[i] >= y[i-1] {
			continue
		}
		sum, weight, from := y[i]*w[i], w[i], i
		for from > 0 && y[from-1] > sum/weight {
			from--
			sum, weight = sum+y[from]*w[from], weight+w[from]
		}
		for j := from; j <= i; j++ {
			y[j] = sum / weight
		}
	}
}

// fresh is what new business brings.
func (s *simulation) fresh() float64 {
	b := s.New
	if len(b.Values) == 0 || b.Rate <= 0 && b.Hand <= 0 {
		return 0
	}
	rate := b.Rate
	if b.Seen > 0 { // how many come a week is not known better than from so many
		rate *= gamma(s.rng, b.Seen+.5) / (b.Seen + .5)
	}
	wins := b.Hand
	for _, p := range b.Weeks {
		if p <= 0 {
			continue
		}
		week := rate
		if b.Size > 0 {
			week *= gamma(s.rng, b.Size) / b.Size
		}
		wins += week * p
	}
	sum := 0.0
	for range int(count(s.rng, wins)) {
		sum += b.Values[s.rng.Uint32N(uint32(len(b.Values)))]
	}
	return sum
}

func (s *simulation) outcome(target float64) Outcome {
	o := Outcome{P: make([]float64, len(s.Deals)), Swing: make([]float64, len(s.Deals))}
	n, reached := float64(len(s.totals)), 0.0
	for _, t := range s.totals {
		o.Mean += t / n
		if t >= target {
			reached++
		}
	}
	o.PTarget = reached / n
	for i := range s.Deals {
		o.P[i] = s.wins[i] / n
		if s.wins[i] > 0 && s.wins[i] < n {
			o.Swing[i] = s.hit[i]/s.wins[i] - (reached-s.hit[i])/(n-s.wins[i])
		}
	}
	slices.Sort(s.totals)
	o.P10, o.P50, o.P90 = empirical(s.totals, .1), empirical(s.totals, .5), empirical(s.totals, .9)
	return o
}

// NegBinSize is the size of the negative binomial that counts come from, by the
// method of moments: m²/(v − m), at least ½; 0 where they vary no more than Poisson
// counts do.
func NegBinSize(counts []float64) float64 {
	n := float64(len(counts))
	if n < 2 {
		return 0
	}
	mean, squares := 0.0, 0.0
	for _, k := range counts {
		mean += k / n
	}
	for _, k := range counts {
		squares += (k - mean) * (k - mean)
	}
	v := squares / (n - 1)
	if mean <= 0 || v <= mean {
		return 0
	}
	return math.Max(.5, mean*mean/(v-mean))
}
