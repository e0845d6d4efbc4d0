package stat

import (
	"cmp"
	"slices"
)

// Cell is N units that were observed for time T (days, minutes; from 0) and
// then had the event Cause, 1 and up, or were still without one: 0, censored.
type Cell struct {
	T     float64
	Cause int
	N     int
}

// Step is a time at which at least one event happened.
type Step struct {
	T      float64
	AtRisk int       // units observed for T or longer
	Events []int     // events at T, by cause − 1
	S      float64   // share without any event after T
	F      []float64 // cumulative incidence after T, by cause − 1
}

// total is the number of events of any cause.
func (s Step) total() int {
	d := 0
	for _, n := range s.Events {
		d += n
	}
	return d
}

// Curve is a fitted survival curve: Kaplan–Meier with one cause, else
// Aalen–Johansen. Beyond the last observed time nothing is said: what has not
// happened by then stays undetermined. The zero Curve has no units.
type Curve struct {
	Steps  []Step
	Causes int
	Units  int
	// Last is the longest observed time, of an event or a censoring.
	Last float64

	times  []float64 // distinct times, ascending
	counts []int     // per time: censored, then by cause
}

// KaplanMeier fits the share still without an event by time: every cause from 1
// is the event (Kaplan & Meier 1958). S = Π (1 − d/n) over the event times.
// Cells come in any order and may repeat; at ties events precede censorings.
// Not ok without units, or with a negative or infinite time, count or cause.
func KaplanMeier(cells []Cell) (Curve, bool) {
	oneCause := make([]Cell, len(cells))
	for i, c := range cells {
		c.Cause = min(c.Cause, 1)
		oneCause[i] = c
	}
	return AalenJohansen(oneCause, 1)
}

// AalenJohansen fits the cumulative incidence of each of the causes 1..causes,
// which compete (Aalen & Johansen 1978): per event time, F_c += S·d_c/n, then
// S *= 1 − Σd/n. One minus Kaplan–Meier per cause overstates and is not this. A
// cause above causes is not ok; otherwise as KaplanMeier.
func AalenJohansen(cells []Cell, causes int) (Curve, bool) {
	c := Curve{Causes: causes}
	if causes < 1 || !c.group(cells) {
		return Curve{}, false
	}
	c.fit()
	return c, true
}

// group adds the cells up by time and cause, and says whether they are sound.
func (c *Curve) group(cells []Cell) bool {
	used := make([]Cell, 0, len(cells))
	for _, x := range cells {
		if !finite(x.T) || x.T < 0 || x.N < 0 || x.Cause < 0 || x.Cause > c.Causes {
			return false
		}
		if x.N > 0 {
			used = append(used, x)
			c.Units += x.N
		}
	}
	slices.SortFunc(used, func(a, b Cell) int { return cmp.Compare(a.T, b.T) })
	for _, x := range used {
		if n := len(c.times); n == 0 || c.times[n-1] != x.T {
			c.times = append(c.times, x.T)
			c.counts = append(c.counts, make([]int, c.Causes+1)...)
		}
		c.counts[len(c.counts)-1-c.Causes+x.Cause] += x.N
	}
	if c.Units > 0 {
		c.Last = c.times[len(c.times)-1]
	}
	return c.Units > 0
}

// fit fills Steps.
func (c *Curve) fit() {
	f := make([]float64, c.Causes)
	c.walk(c.counts, func(m moment) bool {
		if m.events == 0 {
			return true
		}
		for k, d := range m.byCause {
			f[k] += m.before * float64(d) / float64(m.atRisk)
		}
		c.Steps = append(c.Steps, Step{m.t, m.atRisk, slices.Clone(m.byCause), m.after, slices.Clone(f)})
		return true
	})
}

// moment is what happens at one observed time.
type moment struct {
	t             float64
	atRisk        int
	events        int   // of any cause
	byCause       []int // by cause − 1
	before, after float64
}

// walk visits the observed times in order with the counts given, which have the
// shape and the total of c.counts, until visit says no or nobody is at risk. It
// is the one place that knows the order of ties: whoever is censored at a time
// was at risk for the events of that time.
func (c *Curve) walk(counts []int, visit func(moment) bool) {
	width := c.Causes + 1
	m := moment{after: 1}
	atRisk := c.Units
	for j, t := range c.times {
		if atRisk == 0 {
			return
		}
		row := counts[j*width : (j+1)*width]
		m.t, m.atRisk, m.byCause, m.events = t, atRisk, row[1:], 0
		for _, n := range m.byCause {
			m.events += n
		}
		m.before = m.after
		// A ratio of integers, so that it ends at exactly 0 when the last unit
		// at risk has its event.
		m.after *= float64(atRisk-m.events) / float64(atRisk)
		if !visit(m) {
			return
		}
		atRisk -= m.events + row[0]
	}
}

// Events is how many units had the event of a cause.
func (c Curve) Events(cause int) int {
	n := 0
	for _, s := range c.Steps {
		n += s.Events[cause-1]
	}
	return n
}

// at returns the index of the last step at or before t, −1 if there is none.
func (c Curve) at(t float64) int {
	i, found := slices.BinarySearchFunc(c.Steps, t, func(s Step, t float64) int { return cmp.Compare(s.T, t) })
	if found {
		return i
	}
	return i - 1
}

// S returns the share without any event after time t; with competing causes it
// is what is undetermined. Not ok without units or for a negative time.
func (c Curve) S(t float64) (float64, bool) {
	if c.Units == 0 || !(t >= 0) {
		return 0, false
	}
	if i := c.at(t); i >= 0 {
		return c.Steps[i].S, true
	}
	return 1, true
}

// CIF returns the cumulative incidence of a cause at horizon h: the share that
// has had that event by then. Past the last observed time it stays flat.
func (c Curve) CIF(cause int, h float64) (float64, bool) {
	if c.Units == 0 || !(h >= 0) || cause < 1 || cause > c.Causes {
		return 0, false
	}
	if i := c.at(h); i >= 0 {
		return c.Steps[i].F[cause-1], true
	}
	return 0, true
}

// Quantile returns the smallest event time by which a share q has had an event,
// S ≤ 1−q. Not ok if it was never reached: the tail is not extrapolated.
func (c Curve) Quantile(q float64) (float64, bool) {
	if !(q > 0 && q < 1) {
		return 0, false
	}
	for _, s := range c.Steps {
		if s.S <= 1-q+slack {
			return s.T, true
		}
	}
	return 0, false
}

// slack is what rounding may put between equal shares: three of ten by products
// is not .3 to the last bit.
const slack = 1e-12

// Median is the ½-quantile.
func (c Curve) Median() (float64, bool) { return c.Quantile(.5) }
