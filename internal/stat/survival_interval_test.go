package stat

import (
	"math"
	"testing"
)

// times makes the same cells n-fold.
func times(cells []Cell, n int) []Cell {
	out := make([]Cell, len(cells))
	for i, c := range cells {
		c.N *= n
		out[i] = c
	}
	return out
}

// about says whether the ends of two intervals agree within the share of the
// width of the first.
func about(a, b Interval, share float64) bool {
	room := share * (a.Hi - a.Lo)
	return math.Abs(a.Lo-b.Lo) <= room && math.Abs(a.Hi-b.Hi) <= room
}

func TestIntervalsOfACurve(t *testing.T) {
	rng := SeedOf("test", "curve", "", "").Rand()
	r := Resampling{Seed: SeedOf("a", "b", "c", "d"), Draws: RuleDraws}
	for _, fold := range []int{1, 60} {
		for range 10 {
			c, _ := AalenJohansen(times(randomCells(rng, 60, 40, 2, .2), fold), 2)
			small := c.Units <= MaxResampled
			f, _ := c.CIF(1, 30)
			iv, ok := c.CIFInterval(1, 30, r)
			contains(t, iv, ok, f)
			if small != (iv.Method == MethodBootstrap) {
				t.Fatalf("%d units: %s", c.Units, iv.Method)
			}
			m, _ := c.MedianGivenCause(1)
			iv, ok = c.QuantileGivenCauseInterval(1, .5, r)
			contains(t, iv, ok, m)
			mean, _ := c.RMST(20)
			iv, ok = c.RMSTInterval(20, r)
			contains(t, iv, ok, mean)
			median, _ := c.Median()
			iv, ok = c.QuantileInterval(.5)
			contains(t, iv, ok, median)
			if iv.Method != MethodLogLogGreenwood {
				t.Fatal(iv.Method)
			}
		}
	}
}

// The bootstrap at 2 000 units and the closed form at 2 001 must say the same,
// or a workspace would see its intervals jump when it grows.
func TestClosedFormMeetsBootstrap(t *testing.T) {
	rng := SeedOf("test", "meet", "", "").Rand()
	cells := randomCells(rng, MaxResampled, 90, 2, .3)
	below, _ := AalenJohansen(cells, 2)
	above, _ := AalenJohansen(append(cells, Cell{45, 1, 1}), 2)
	r := Resampling{Seed: SeedOf("a", "b", "c", "d")}
	type f = func(Curve) (Interval, bool)
	for name, interval := range map[string]f{
		"incidence": func(c Curve) (Interval, bool) { return c.CIFInterval(1, 60, r) },
		"at end":    func(c Curve) (Interval, bool) { return c.CIFInterval(2, 1000, r) },
		"rmst":      func(c Curve) (Interval, bool) { return c.RMSTInterval(80, r) },
		"median":    func(c Curve) (Interval, bool) { return c.QuantileGivenCauseInterval(1, .5, r) },
		"q90":       func(c Curve) (Interval, bool) { return c.QuantileGivenCauseInterval(2, .9, r) },
	} {
		a, okA := interval(below)
		b, okB := interval(above)
		share := .1
		if name == "median" || name == "q90" {
			share = .4 // whole days
		}
		if !okA || !okB || a.Method != MethodBootstrap || b.Method == MethodBootstrap || !about(a, b, share) {
			t.Errorf("%s: %+v and %+v", name, a, b)
		}
	}
}

// Without censoring the Aalen–Johansen estimate is k/n, and its variance that
// of a proportion; with one cause it is Greenwood's.
func TestIncidenceVariance(t *testing.T) {
	cells := []Cell{{1, 1, 30}, {2, 2, 20}, {2, 1, 5}, {3, 1, 10}, {4, 2, 35}}
	c, _ := AalenJohansen(cells, 2)
	for i, k := range []float64{30, 35, 45, 45} {
		p := k / 100
		if got, want := c.incidenceVariance(1, i, 0), p*(1-p)/100; math.Abs(got-want) > 1e-12 {
			t.Errorf("step %d: variance %v, want %v", i, got, want)
		}
	}
	censored := []Cell{{1, 1, 30}, {1, 0, 7}, {2, 1, 20}, {3, 0, 9}, {4, 1, 5}, {6, 0, 4}}
	c, _ = AalenJohansen(censored, 1)
	g := 0.0
	for i, s := range c.Steps {
		g += greenwoodTerm(s.total(), s.AtRisk)
		if got, want := c.incidenceVariance(1, i, 0), s.S*s.S*g; math.Abs(got-want) > 1e-12 {
			t.Errorf("step %d: variance %v, Greenwood %v", i, got, want)
		}
	}
	if v := c.incidenceVariance(1, len(c.Steps)-1, 1); v > 1e-15 {
		t.Errorf("F(last) − F(last) varies by %v", v)
	}
}

// Textbook values of the log-log band: the 6-MP arm of the leukaemia trial
// (Freireich 1963), median 23 weeks, 95 % from 13 on, upper end not reached.
func TestLogLogBand(t *testing.T) {
	cells := []Cell{
		{6, 1, 3}, {6, 0, 1}, {7, 1, 1}, {9, 0, 1}, {10, 1, 1}, {10, 0, 1}, {11, 0, 1}, {13, 1, 1}, {16, 1, 1},
		{17, 0, 1}, {19, 0, 1}, {20, 0, 1}, {22, 1, 1}, {23, 1, 1}, {25, 0, 1}, {32, 0, 2}, {34, 0, 1}, {35, 0, 1},
	}
	c, _ := KaplanMeier(cells)
	if m, ok := c.Median(); !ok || m != 23 {
		t.Errorf("median %v, %v", m, ok)
	}
	if iv, ok := c.QuantileInterval(.5); ok {
		t.Errorf("an upper end that was not reached: %+v", iv)
	}
	s, _ := c.S(10)
	g := 3./(21*18) + 1./(17*16) + 1./(15*14)
	lower, upper := logLogBand(s, g)
	// R: survfit(..., conf.type = "log-log") at 10 weeks.
	if math.Abs(lower-.5031995) > 1e-6 || math.Abs(upper-.8893618) > 1e-6 {
		t.Errorf("S(10) = %v in [%v, %v]", s, lower, upper)
	}
	iv, ok := c.QuantileInterval(.25)
	contains(t, iv, ok, 13)
	// When the last unit at risk has its event the band ends with it.
	c, _ = KaplanMeier([]Cell{{1, 1, 20}, {2, 1, 20}, {3, 1, 1}})
	iv, ok = c.QuantileInterval(.5)
	contains(t, iv, ok, 2)
	if iv, ok := c.QuantileInterval(.99); ok {
		t.Errorf("a band after the last event: %+v", iv)
	}
}

// A cause that nobody, or everybody, had must not look certain.
func TestNoFalseCertainty(t *testing.T) {
	c, _ := AalenJohansen([]Cell{{3, 1, 12}, {4, 0, 5}, {9, 0, 3}}, 2)
	iv, ok := c.CIFInterval(2, 30, Resampling{})
	want, _ := Wilson(0, 15)
	if !ok || iv != want {
		t.Errorf("none lost: %+v, want %+v", iv, want)
	}
	c, _ = AalenJohansen([]Cell{{3, 1, 8}}, 1)
	iv, ok = c.CIFInterval(1, 30, Resampling{})
	if want, _ := Wilson(8, 8); !ok || iv != want {
		t.Errorf("all won: %+v, want %+v", iv, want)
	}
	c, _ = AalenJohansen([]Cell{{3, 1, 1}, {4, 0, 99}}, 1)
	if iv, ok := c.QuantileGivenCauseInterval(1, .5, Resampling{}); ok {
		t.Errorf("one win says nothing of how cycles vary: %+v", iv)
	}
}
