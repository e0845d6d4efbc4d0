package stat

import (
	"math"
	"math/rand/v2"
)

// Work is a cell of deals that were open in a window: for how many days of it each,
// whether it was closed there (1) or not (0), and how many such deals there are.
type Work struct {
	Days   float64
	Closed int
	N      int
}

// Workload is the work of a window: its cells, or where these are more than 2 000
// deals only their sums.
type Workload struct {
	Length float64 // of the window, in days
	Cells  []Work
	// The sums over deals of days, days², closed ones and the days of those.
	Days, Squares, Closed, ClosedDays float64
}

// NewWorkload is the workload of all cells.
func NewWorkload(length float64, cells []Work) Workload {
	w := Workload{Length: length, Cells: cells}
	for _, c := range cells {
		n := float64(c.N)
		w.Days, w.Squares = w.Days+n*c.Days, w.Squares+n*c.Days*c.Days
		w.Closed, w.ClosedDays = w.Closed+n*float64(c.Closed), w.ClosedDays+n*c.Days*float64(c.Closed)
	}
	return w
}

func (w Workload) open() float64     { return w.Days / w.Length }
func (w Workload) turnover() float64 { return w.Days / w.Closed }

// WorkloadChange is the change of the deals in work on an average day and of the
// turnover time, days in work per deal closed, between two windows. Resampling is
// over deals, each drawn a Poisson number of times, because how many deals come is
// chance too; without cells it is the delta method with the same variance. Not ok
// where a window has no work or closed nothing.
func WorkloadChange(base, current Workload, r Resampling) (open, turnover LogChange, ok bool) {
	for _, w := range []Workload{base, current} {
		if !finite(w.Days, w.Squares, w.Closed, w.ClosedDays, w.Length) || w.Days <= 0 || w.Closed <= 0 || w.Length <= 0 {
			return open, turnover, false
		}
	}
	o, t := math.Log(current.open()/base.open()), math.Log(current.turnover()/base.turnover())
	if len(base.Cells) == 0 || len(current.Cells) == 0 {
		var okO, okT bool
		open, okO = delta(o, base.openVariance()+current.openVariance())
		turnover, okT = delta(t, base.turnoverVariance()+current.turnoverVariance())
		return open, turnover, okO && okT
	}
	rng := r.Seed.Rand()
	turns := make([]float64, 0, r.draws())
	open, okO := drawn(o, r.draws(), func() float64 {
		b, c := base.resampled(rng), current.resampled(rng)
		turns = append(turns, math.Log(c.turnover()/b.turnover()))
		return math.Log(c.open() / b.open())
	})
	i := -1
	turnover, okT := drawn(t, len(turns), func() float64 { i++; return turns[i] })
	return open, turnover, okO && okT
}

// openVariance is that of the logarithm of the days, a compound Poisson total.
func (w Workload) openVariance() float64 { return w.Squares / w.Days / w.Days }

// turnoverVariance is that of the logarithm of days by closed deals: Σ (d/D − c/C)².
func (w Workload) turnoverVariance() float64 {
	return w.Squares/w.Days/w.Days - 2*w.ClosedDays/w.Days/w.Closed + 1/w.Closed
}

// resampled draws every deal a Poisson(1) number of times; the length stays.
func (w Workload) resampled(rng *rand.Rand) Workload {
	out := Workload{Length: w.Length}
	for _, c := range w.Cells {
		n := count(rng, float64(c.N))
		out.Days += n * c.Days
		out.Closed += n * float64(c.Closed)
	}
	return out
}
