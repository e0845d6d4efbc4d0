package stat

import (
	"math"
	"math/rand/v2"
	"testing"
)

// randomCells makes up n units with whole-day times and the causes given.
func randomCells(rng *rand.Rand, n, days, causes int, censored float64) []Cell {
	var cells []Cell
	for range n {
		cause := 0
		if rng.Float64() >= censored {
			cause = 1 + rng.IntN(causes)
		}
		cells = append(cells, Cell{T: float64(rng.IntN(days)), Cause: cause, N: 1})
	}
	return cells
}

func TestKaplanMeierWithoutCensoringIsEmpirical(t *testing.T) {
	rng := SeedOf("test", "km", "", "").Rand()
	for range 50 {
		cells := randomCells(rng, 1+rng.IntN(60), 30, 1, 0)
		c, _ := KaplanMeier(cells)
		var values []ValueCount
		for _, x := range cells {
			values = append(values, ValueCount{x.T, 1})
		}
		for day := range 31 {
			later := 0
			for _, x := range cells {
				if x.T > float64(day) {
					later++
				}
			}
			if s, ok := c.S(float64(day)); !ok || math.Abs(s-float64(later)/float64(len(cells))) > 1e-12 {
				t.Fatalf("S(%d) = %v, %d of %d are later", day, s, later, len(cells))
			}
		}
		for _, q := range []float64{.1, .25, .5, .75, .9} {
			got, ok := c.Quantile(q)
			if want, _ := Quantile(values, q); !ok || got != want {
				t.Fatalf("quantile %v is %v, %v; empirical %v", q, got, ok, want)
			}
		}
		mean, _ := Mean(values)
		if c.Last > 0 {
			if rmst, ok := c.RMST(c.Last); !ok || math.Abs(rmst-mean) > 1e-9 {
				t.Fatalf("RMST %v, mean %v", rmst, mean)
			}
		}
	}
}

func TestIncidencesAddUp(t *testing.T) {
	rng := SeedOf("test", "aj", "", "").Rand()
	for range 100 {
		cells := randomCells(rng, 1+rng.IntN(80), 20, 3, .3)
		c, ok := AalenJohansen(cells, 3)
		if !ok {
			t.Fatal("not ok")
		}
		before := Step{S: 1, F: make([]float64, 3)}
		for _, s := range c.Steps {
			sum := s.S
			for k, f := range s.F {
				sum += f
				if f < before.F[k] {
					t.Fatalf("incidence falls: %v then %v", before, s)
				}
			}
			if math.Abs(sum-1) > 1e-12 || s.S > before.S {
				t.Fatalf("S + ΣF = %v", sum)
			}
			before = s
		}
		km, _ := KaplanMeier(cells)
		a, _ := km.S(7)
		if b, _ := c.S(7); math.Abs(a-b) > 1e-12 {
			t.Fatalf("S is %v by all causes and %v by one", b, a)
		}
	}
}

func TestCellsComeInAnyOrder(t *testing.T) {
	rng := SeedOf("test", "order", "", "").Rand()
	cells := randomCells(rng, 200, 15, 2, .3)
	grouped := map[[2]int]int{}
	for _, c := range cells {
		grouped[[2]int{int(c.T), c.Cause}]++
	}
	var merged []Cell
	for key, n := range grouped {
		merged = append(merged, Cell{float64(key[0]), key[1], n}, Cell{float64(key[0]), key[1], 0})
	}
	a, _ := AalenJohansen(cells, 2)
	b, _ := AalenJohansen(merged, 2)
	r := Resampling{Seed: SeedOf("conv_step", "all", "2026-06-20", "aj")}
	ia, okA := a.CIFInterval(1, 10, r)
	ib, okB := b.CIFInterval(1, 10, r)
	if !okA || !okB || ia != ib || ia.Method != MethodBootstrap {
		t.Errorf("%+v, %+v", ia, ib)
	}
}

func TestCurveLimits(t *testing.T) {
	for name, cells := range map[string][]Cell{
		"nothing": nil, "no units": {{1, 1, 0}}, "negative time": {{-1, 1, 1}}, "NaN": {{math.NaN(), 1, 1}},
		"negative count": {{1, 1, -1}}, "negative cause": {{1, -1, 1}}, "unknown cause": {{1, 3, 1}},
	} {
		if _, ok := AalenJohansen(cells, 2); ok {
			t.Errorf("%s is ok", name)
		}
	}
	if _, ok := AalenJohansen([]Cell{{1, 1, 1}}, 0); ok {
		t.Error("no causes is ok")
	}
	var none Curve
	_, okS := none.S(1)
	_, okF := none.CIF(1, 1)
	_, okQ := none.Median()
	_, okM := none.RMST(1)
	_, okT := none.DefaultTau()
	_, okI := none.CIFInterval(1, 1, Resampling{})
	_, okG := none.QuantileGivenCauseInterval(1, .5, Resampling{})
	if okS || okF || okQ || okM || okT || okI || okG {
		t.Error("the empty curve knows something")
	}
	c, _ := AalenJohansen([]Cell{{2, 1, 3}, {5, 0, 7}}, 1)
	if _, ok := c.Median(); ok {
		t.Error("a median that was not reached")
	}
	if _, ok := c.QuantileInterval(.5); ok {
		t.Error("an interval of it")
	}
	if _, ok := c.RMST(6); ok {
		t.Error("a mean beyond the last observation")
	}
	for q, f := range map[float64]float64{math.NaN(): 0, 0: 0, 1: 0} {
		if _, ok := c.Quantile(q); ok {
			t.Errorf("quantile %v, %v", q, f)
		}
	}
	if v, ok := c.Quantile(.3); !ok || v != 2 {
		t.Errorf("30 %% is reached exactly at 2: %v, %v", v, ok)
	}
	if f, ok := c.CIF(1, 1000); !ok || math.Abs(f-.3) > 1e-12 {
		t.Errorf("the tail is flat, not extrapolated: %v", f)
	}
	if tau, ok := c.DefaultTau(); !ok || tau != 2 {
		t.Errorf("ten are at risk until 2: %v, %v", tau, ok)
	}
}
