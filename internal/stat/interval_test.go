package stat

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// contains fails unless the interval is ordered, holds the value and has a
// level and a method.
func contains(t *testing.T, iv Interval, ok bool, value float64) {
	t.Helper()
	if !ok || !(iv.Lo <= value && value <= iv.Hi) || iv.Level <= 0 || iv.Method == "" {
		t.Fatalf("interval %+v (%v) of %v", iv, ok, value)
	}
}

func TestIntervalsContainTheEstimate(t *testing.T) {
	rng := SeedOf("test", "interval", "", "").Rand()
	for range 3000 {
		n := float64(1 + rng.IntN(400))
		k := float64(rng.IntN(int(n) + 1))
		m := float64(1 + rng.IntN(40))
		l := float64(rng.IntN(int(m) + 1))
		for _, f := range []func(k, n float64) (Interval, bool){Wilson, Jeffreys} {
			iv, ok := f(k, n)
			contains(t, iv, ok, k/n)
			if iv.Lo < 0 || iv.Hi > 1 || (k == 0) != (iv.Lo == 0) || (k == n) != (iv.Hi == 1) {
				t.Fatalf("%v of %v: %+v", k, n, iv)
			}
		}
		d, ok := Newcombe(k, n, l, m)
		contains(t, d.Interval, ok, k/n-l/m)
		if d.Interval.Lo < -1 || d.Interval.Hi > 1 {
			t.Fatalf("difference %+v", d)
		}
		iv, ok := Garwood(k)
		contains(t, iv, ok, k)
		iv, ok = BetaPrior{.2, 20}.Interval(Group{k, n}, .9)
		contains(t, iv, ok, BetaPrior{.2, 20}.Mean(Group{k, n}))
	}
}

func TestMOVERWithWilsonIsNewcombe(t *testing.T) {
	a, _ := Wilson(10, 40)
	b, _ := Wilson(3, 60)
	got, ok := MOVER(Estimate{.25, a}, Estimate{.05, b})
	want, _ := Newcombe(10, 40, 3, 60)
	if want.Interval.Method != MethodNewcombe || got.Interval.Method != MethodMOVER {
		t.Errorf("methods %q, %q", want.Interval.Method, got.Interval.Method)
	}
	got.Interval.Method = MethodNewcombe
	if !ok || got != want {
		t.Errorf("MOVER = %+v, Newcombe = %+v", got, want)
	}
	turned, _ := Newcombe(3, 60, 10, 40)
	if math.Abs(turned.Interval.Lo+want.Interval.Hi) > 1e-15 || math.Abs(turned.Interval.Hi+want.Interval.Lo) > 1e-15 {
		t.Errorf("turned round %+v against %+v", turned, want)
	}
}

func TestMOVERRefuses(t *testing.T) {
	good := Estimate{1, interval95(0, 2, MethodDelta)}
	for name, bad := range map[string]Estimate{
		"outside":     {3, interval95(0, 2, MethodDelta)},
		"other level": {1, Interval{Lo: 0, Hi: 2, Level: .9, Method: MethodDelta}},
		"NaN":         {math.NaN(), interval95(0, 2, MethodDelta)},
		"infinite":    {1, interval95(0, math.Inf(1), MethodDelta)},
	} {
		if _, ok := MOVER(good, bad); ok {
			t.Errorf("MOVER takes an estimate that is %s", name)
		}
	}
}

func TestAgreesWithGonum(t *testing.T) {
	close := func(what string, got, want float64) {
		t.Helper()
		if !(math.Abs(got-want) <= 1e-9*math.Max(1, math.Abs(want))) {
			t.Errorf("%s = %.12g, gonum has %.12g", what, got, want)
		}
	}
	for _, p := range []float64{.01, .025, .3, .5, .975} {
		x, _ := BetaQuantile(p, 3.5, 40.5)
		close("beta quantile", x, distuv.Beta{Alpha: 3.5, Beta: 40.5}.Quantile(p))
		close("beta quantile back", distuv.Beta{Alpha: 3.5, Beta: 40.5}.CDF(x), p)
	}
	for _, x := range []float64{0, .1, 3.84, 26.9} {
		p, _ := ChiSquareTail(x, 3)
		close("chi-square tail", p, distuv.ChiSquared{K: 3}.Survival(x))
	}
	for _, k := range []float64{1, 4, 300} {
		iv, _ := Garwood(k)
		close("Garwood lower", 1-distuv.Poisson{Lambda: iv.Lo}.CDF(k-1), .025)
		close("Garwood upper", distuv.Poisson{Lambda: iv.Hi}.CDF(k), .025)
		p, _ := ConditionalBinomial(k, 42, 3, 40)
		close("conditional binomial", p, 1-distuv.Binomial{N: k + 3, P: 42. / 82}.CDF(k-1))
	}
	cdf := poissonCDF(4)
	for x := range 12 {
		close("Poisson CDF", cdf[x], distuv.Poisson{Lambda: 4}.CDF(float64(x)))
	}
}

func TestCompoundPoisson(t *testing.T) {
	iv, ok := CompoundPoisson(300, 100*100+200*200)
	contains(t, iv, ok, 300)
	if iv.Lo != 0 || math.Abs(iv.Hi-(300+Z*math.Sqrt(50000))) > 1e-9 || iv.Method != MethodCompoundPoisson {
		t.Errorf("interval %+v", iv)
	}
	iv, ok = CompoundPoisson(-50, 2500)
	contains(t, iv, ok, -50)
	// Equal values are a scaled Poisson count: the same as v·(n ± z√n).
	iv, _ = CompoundPoisson(100*7, 100*49)
	if math.Abs(iv.Lo-7*(100-Z*10)) > 1e-9 {
		t.Errorf("scaled count %+v", iv)
	}
	if _, ok := CompoundPoisson(0, 0); ok {
		t.Error("nothing sold has an interval")
	}
}

func TestLargeCounts(t *testing.T) {
	for _, f := range []func(k, n float64) (Interval, bool){Wilson, Jeffreys} {
		iv, ok := f(2e5, 1e6)
		contains(t, iv, ok, .2)
		if math.Abs(iv.Hi-.2-Z*math.Sqrt(.16/1e6)) > 1e-5 {
			t.Errorf("a million leads: %+v", iv)
		}
	}
	iv, ok := Garwood(1e6)
	contains(t, iv, ok, 1e6)
	p, ok := FisherTwoSided(20100, 80000, 19900, 80000)
	if x2, _ := PearsonX2([][]int{{20100, 80000}, {19900, 80000}}); !ok || math.Abs(p-x2.P) > .01 {
		t.Errorf("Fisher %v, Pearson %v", p, x2.P)
	}
}
