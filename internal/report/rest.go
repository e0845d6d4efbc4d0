package report

import (
	"sync"

	"peil"
	"peil/internal/stat"
)

// What slices say together: how much of a slice's rate is its own, and whether
// it differs from all the others (metrics.md §4.3). Counts are of leads, also
// where several sources share one.

// rest is a slice against all the others.
type rest struct {
	k, n, restK, restN float64
	p, q               float64
}

// field is every slice of a window beside the others.
type field struct {
	prior stat.BetaPrior
	ok    bool
	rests map[string]rest
	// association is the bias-corrected Cramér's V, the G-test and Pearson's X² of
	// slices by outcome.
	v, g, chi2, pChi2 float64
	df                int
	linked            bool
}

// fields remembers what was computed of a window: every slice asks for it.
type fields struct {
	mu sync.Mutex
	by map[int]*field
}

// field compares the slices of the cell's window.
func (c *cell) field() *field {
	c.all.fields.mu.Lock()
	defer c.all.fields.mu.Unlock()
	if f := c.all.fields.by[c.w.n]; f != nil {
		return f
	}
	f := compareSlices(c.all, c.w.n)
	if c.all.fields.by == nil {
		c.all.fields.by = map[int]*field{}
	}
	c.all.fields.by[c.w.n] = f
	return f
}

func compareSlices(gs *groups, w int) *field {
	f := &field{rests: map[string]rest{}}
	var names []string
	var groups []stat.Group
	k, n := 0.0, 0.0
	for _, s := range gs.slices() {
		g := gs.at(&s, w)
		if g.sums["touched"] == 0 {
			continue
		}
		names, groups = append(names, s), append(groups, stat.Group{K: g.sums["touched_won"], N: g.sums["touched"]})
		k, n = k+g.sums["touched_won"], n+g.sums["touched"]
	}
	if len(groups) < 2 {
		return f
	}
	f.prior, f.ok = stat.FitBetaPrior(groups)
	var ps []float64
	var table [][]int
	for i, s := range names {
		r := rest{k: groups[i].K, n: groups[i].N, restK: k - groups[i].K, restN: n - groups[i].N, p: 1}
		if p, ok := stat.FisherTwoSided(int(r.k), int(r.n-r.k), int(r.restK), int(r.restN-r.restK)); ok {
			r.p = p
		}
		ps, table = append(ps, r.p), append(table, []int{int(r.k), int(r.n - r.k)})
		f.rests[s] = r
	}
	for i, q := range stat.BenjaminiHochberg(ps) {
		r := f.rests[names[i]]
		r.q = q
		f.rests[names[i]] = r
	}
	f.associate(table)
	return f
}

func (f *field) associate(table [][]int) {
	v, ok := stat.CramersV(table)
	g, okG := stat.G2(table)
	x, okX := stat.PearsonX2(table)
	if ok && okG && okX {
		f.v, f.g, f.chi2, f.pChi2, f.df, f.linked = v, g.Stat, x.Stat, x.P, x.DF, true
	}
}

// shrunk is the share that has become customers so far, drawn towards what all
// slices together say: two of four is no proof (empirical Bayes, §6.3). Its
// interval holds nine of ten.
func shrunk(c *cell) peil.Value {
	if c.slice == nil {
		return c.null("slices_only")
	}
	f := c.field()
	r, ok := f.rests[*c.slice]
	if !ok || !f.ok {
		return c.null("no_leads")
	}
	a, b := r.k+f.prior.Mu*f.prior.M, r.n-r.k+(1-f.prior.Mu)*f.prior.M
	v := c.plain(a / (a + b))
	v.K, v.N, v.Display = &r.k, &r.n, display(r.n, minShare)
	lo, okLo := stat.BetaQuantile(.05, a, b)
	hi, okHi := stat.BetaQuantile(.95, a, b)
	interval(&v, peil.Interval{Lo: lo, Hi: hi, Level: .9, Method: "empirical_bayes"}, okLo && okHi)
	return v
}

// versusRest is by how much a slice's rate differs from that of all others.
func versusRest(c *cell) peil.Value {
	if c.slice == nil {
		return c.null("slices_only")
	}
	r, ok := c.field().rests[*c.slice]
	if !ok || r.n == 0 || r.restN == 0 {
		return c.null("no_leads")
	}
	v := c.plain(r.k/r.n - r.restK/r.restN)
	v.K, v.N, v.Display = &r.k, &r.n, display(r.n, minShare)
	if d, ok := stat.Newcombe(r.k, r.n, r.restK, r.restN); ok {
		v.Interval = &d.Interval
	}
	return v
}

// chance is how easily the slice would differ from the others by chance alone.
func (c *cell) chance(of func(rest) float64) peil.Value {
	if c.slice == nil {
		return c.null("slices_only")
	}
	r, ok := c.field().rests[*c.slice]
	if !ok {
		return c.null("no_leads")
	}
	v := c.plain(of(r))
	v.N, v.Display = &r.n, display(r.n, fewest)
	return v
}

// association is how much the outcome depends on the slice at all: weak below
// 0.1, strong above 0.3.
func association(c *cell) peil.Value {
	if c.slice != nil {
		return c.null("total_only")
	}
	f := c.field()
	if !f.linked {
		return c.null("slices_only")
	}
	v := c.plain(f.v)
	n := c.sums["touched"]
	v.N = &n
	return v
}
