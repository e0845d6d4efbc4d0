package stat

import (
	"math"
	"testing"
)

func TestShareChangeGoesWithNewcombe(t *testing.T) {
	rng := SeedOf("test", "sharechange", "", "").Rand()
	for range 400 {
		n0, n1 := float64(1+rng.IntN(80)), float64(1+rng.IntN(80))
		k0, k1 := math.Ceil(n0*rng.Float64()), math.Ceil(n1*rng.Float64())
		c, ok := ShareChange(k0, n0, k1, n1)
		if k0 == 0 || k1 == 0 {
			continue
		}
		d, _ := Newcombe(k1, n1, k0, n0)
		holds := d.Interval.Lo <= 0 && d.Interval.Hi >= 0
		if !ok || c.Holds0() != holds || c.Interval.Lo > c.Value+1e-9 || c.Interval.Hi < c.Value-1e-9 || c.P < 0 || c.P > 1 {
			t.Fatalf("%v/%v to %v/%v: %+v, the difference %+v", k0, n0, k1, n1, c, d)
		}
	}
	if _, ok := ShareChange(0, 10, 5, 10); ok {
		t.Error("a change from nothing has no logarithm")
	}
}

// The resampled interval and the closed form are about the same where both hold,
// and neither cries wolf more often than it says.
func TestChangesKeepTheirLevel(t *testing.T) {
	rng := SeedOf("test", "change level", "", "").Rand()
	sizes := func(n int) (out []ValueCount) {
		for range n {
			out = append(out, ValueCount{math.Exp(10 + .6*rng.NormFloat64()), 1})
		}
		return out
	}
	work := func(n float64) (cells []Work) {
		for range int(count(rng, n)) {
			w := Work{Days: 1 + 20*rng.Float64(), N: 1}
			if rng.Float64() < .4 {
				w.Closed = 1
			}
			cells = append(cells, w)
		}
		return cells
	}
	const worlds = 300
	size, open, turn := 0, 0, 0
	for i := range worlds {
		r := Resampling{Seed: Seed{uint64(i), 1}, Draws: 300}
		m, ok := MeanChange(sizes(40), sizes(60), r)
		o, u, okWork := WorkloadChange(NewWorkload(30, work(50)), NewWorkload(30, work(50)), r)
		if !ok || !okWork {
			t.Fatal("not ok")
		}
		for c, n := range map[*int]LogChange{&size: m, &open: o, &turn: u} {
			if !n.Holds0() {
				*c++
			}
			if n.Holds0() != (n.P > .05) && math.Abs(n.P-.05) > .03 {
				t.Fatalf("the interval %v and p %v disagree", n.Interval, n.P)
			}
		}
	}
	for name, n := range map[string]int{"size": size, "open": open, "turnover": turn} {
		if share := float64(n) / worlds; share > .11 { // 5 % and three standard errors, for few units
			t.Errorf("%s: %v of the worlds without a change show one", name, share)
		}
	}
}

func TestClosedFormsAreNearTheResampled(t *testing.T) {
	rng := SeedOf("test", "closed form", "", "").Rand()
	var a, b []ValueCount
	var x, y []Work
	for range 1500 {
		a, b = append(a, ValueCount{1000 + 500*rng.ExpFloat64(), 1}), append(b, ValueCount{1100 + 500*rng.ExpFloat64(), 1})
		x, y = append(x, Work{30 * rng.Float64(), rng.IntN(2), 1}), append(y, Work{33 * rng.Float64(), rng.IntN(2), 1})
	}
	r := Resampling{Seed: Seed{3, 4}}
	moments := func(v []ValueCount) (m Moments) {
		for _, s := range v {
			m.N, m.Sum, m.Squares = m.N+1, m.Sum+s.Value, m.Squares+s.Value*s.Value
		}
		return m
	}
	drawn, _ := MeanChange(a, b, r)
	closed, _ := MomentChange(moments(a), moments(b))
	alike(t, "mean", drawn, closed)
	w0, w1 := NewWorkload(30, x), NewWorkload(30, y)
	open, turn, _ := WorkloadChange(w0, w1, r)
	w0.Cells, w1.Cells = nil, nil
	openClosed, turnClosed, _ := WorkloadChange(w0, w1, r)
	alike(t, "open", open, openClosed)
	alike(t, "turnover", turn, turnClosed)
}

func alike(t *testing.T, what string, a, b LogChange) {
	t.Helper()
	wide := b.Interval.Hi - b.Interval.Lo
	if math.Abs(a.Value-b.Value) > 1e-9 || math.Abs(a.Interval.Lo-b.Interval.Lo) > .12*wide || math.Abs(a.Interval.Hi-b.Interval.Hi) > .12*wide {
		t.Errorf("%s: resampled %+v, closed form %+v", what, a, b)
	}
}
