package stat

import (
	"math"
	"testing"
)

// TestNotOK: what the data cannot bear is refused, with a zero value.
func TestNotOK(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	refuse := func(what string, v any, ok bool) {
		t.Helper()
		if ok {
			t.Errorf("%s is ok: %v", what, v)
		}
	}
	for _, a := range [][2]float64{{0, 0}, {1, 0}, {-1, 5}, {6, 5}, {nan, 5}, {1, nan}, {1, inf}} {
		v, ok := Wilson(a[0], a[1])
		refuse("Wilson", v, ok)
		v, ok = Jeffreys(a[0], a[1])
		refuse("Jeffreys", v, ok)
		d, ok := Newcombe(a[0], a[1], 1, 2)
		refuse("Newcombe", d, ok)
		d, ok = Newcombe(1, 2, a[0], a[1])
		refuse("Newcombe", d, ok)
	}
	for _, x := range []float64{-1, nan, inf} {
		iv, ok := Garwood(x)
		refuse("Garwood", iv, ok)
		iv, ok = CompoundPoisson(x, nan)
		refuse("CompoundPoisson", iv, ok)
		v, ok := ChiSquareTail(x, 1)
		refuse("ChiSquareTail", v, ok)
		n, ok := LeadsNeeded(x)
		refuse("LeadsNeeded", n, ok)
		v, ok = BetaQuantile(x, 1, 1)
		refuse("BetaQuantile", v, ok)
		v, ok = LogMean(x, 1)
		refuse("LogMean", v, ok)
		v, ok = GammaPoissonTail(x, 1, 1, 1)
		refuse("GammaPoissonTail", v, ok)
		v, ok = ConditionalBinomial(x, 1, 1, 1)
		refuse("ConditionalBinomial", v, ok)
	}
	v, ok := LogMean(0, 1)
	refuse("LogMean of 0", v, ok)
	v, ok = ConditionalBinomial(1, 0, 1, 1)
	refuse("ConditionalBinomial without exposure", v, ok)
	v, ok = GammaPoissonTail(1, 1, 0, 1)
	refuse("GammaPoissonTail without baseline", v, ok)
	n, ok := SampleSizePerArm(.2, .2, .05, .8)
	refuse("SampleSizePerArm of equal arms", n, ok)
	n, ok = SampleSizePerArm(.2, .2+1e-9, .05, .8)
	refuse("SampleSizePerArm beyond measure", n, ok)
}

func TestNotOKTests(t *testing.T) {
	refuse := func(what string, v any, ok bool) {
		t.Helper()
		if ok {
			t.Errorf("%s is ok: %v", what, v)
		}
	}
	v, ok := FisherTwoSided(0, 0, 0, 0)
	refuse("Fisher of nothing", v, ok)
	v, ok = FisherTwoSided(-1, 2, 3, 4)
	refuse("Fisher of a negative", v, ok)
	v, ok = HypergeometricUpper(0, 0, 0, 0)
	refuse("hypergeometric of nothing", v, ok)
	v, ok = HypergeometricUpper(10, 3, 3, 4)
	refuse("hypergeometric beyond", v, ok)
	for _, table := range [][][]int{nil, {}, {{}}, {{1, 2}}, {{0, 0}, {0, 0}}, {{1, 2}, {3}}, {{1, 0}, {2, 0}}, {{1, -1}, {2, 3}}} {
		r, ok := G2(table)
		refuse("G2", r, ok)
		r, ok = PearsonX2(table)
		refuse("X2", r, ok)
		v, ok := CramersV(table)
		refuse("V", v, ok)
	}
	v, ok = CramersV([][]int{{1, 0}, {0, 1}})
	refuse("V of two units", v, ok)
	for _, strata := range [][]Stratum{nil, {{0, 0, 0, 0}}, {{0, 5, 2, 5}}, {{2, 5, 0, 5}}, {{6, 5, 1, 5}}, {{1, 5, 0, 0}}} {
		e, ok := MantelHaenszelRR(strata)
		refuse("MH", e, ok)
	}
	one := []Cell{{T: 1, Cause: 1, N: 1}}
	for _, g := range [][2][]Cell{{nil, nil}, {one, nil}, {nil, one}, {{{1, 0, 5}}, {{1, 0, 5}}}} {
		r, ok := LogRank(g[0], g[1])
		refuse("log-rank", r, ok)
	}
	for _, groups := range [][]Group{nil, {{0, 0}}, {{3, 2}}, {{1, 0}}} {
		p, ok := FitBetaPrior(groups)
		refuse("prior", p, ok)
	}
	if q := BenjaminiHochberg(nil); len(q) != 0 {
		t.Errorf("BH of nothing: %v", q)
	}
	for _, q := range BenjaminiHochberg([]float64{math.NaN(), -1, 2, .01}) {
		if !(q >= 0 && q <= 1) {
			t.Errorf("q = %v", q)
		}
	}
}

func TestNotOKShapes(t *testing.T) {
	for _, a := range [][2][]float64{{nil, nil}, {{1}, nil}, {{1}, {0}}, {{1, 2}, {1}}, {{math.NaN()}, {1}}} {
		if v, ok := PAVAIncreasing(a[0], a[1]); ok {
			t.Errorf("PAVA of %v: %v", a, v)
		}
		if v, ok := PAVADecreasing(a[0], a[1]); ok {
			t.Errorf("PAVA of %v: %v", a, v)
		}
	}
	for _, s := range [][]Segment{nil, {{}}, {{Base: Group{1, 2}}}, {{Group{1, 0}, Group{1, 2}}, {Group{1, 2}, Group{1, 2}}}} {
		if m, ok := Kitagawa(s); ok {
			t.Errorf("Kitagawa of %v: %v", s, m)
		}
	}
	for _, values := range [][]ValueCount{nil, {{1, 0}}, {{1, -1}}, {{math.NaN(), 3}}, {{math.Inf(1), 3}}} {
		_, okMean := Mean(values)
		_, okMedian := Median(values)
		_, okI := MeanInterval(values, Resampling{})
		_, okJ := MedianInterval(values, Resampling{})
		if okMean || okMedian || okI || okJ {
			t.Errorf("%v has a mean or median", values)
		}
	}
	if _, ok := MeanInterval([]ValueCount{{5, 1}}, Resampling{}); ok {
		t.Error("one value has an interval")
	}
	if _, ok := Dispersion(nil); ok {
		t.Error("dispersion of nothing")
	}
	if _, ok := Dispersion([]Period{{1, 0}}); ok {
		t.Error("dispersion of losses without deals")
	}
	if _, ok := Spikes(nil); ok {
		t.Error("spikes of nothing")
	}
	if _, ok := Spikes([][]Period{{{1, 2}}, {}}); ok {
		t.Error("spikes of ragged series")
	}
	if r, ok := Spikes([][]Period{{}}); !ok || len(r[0].Points) != 0 {
		t.Error("a series without periods has no points, and that is fine")
	}
	if _, _, ok := PoissonCUSUM(0, 1.5, nil); ok {
		t.Error("CUSUM of rate 0")
	}
}
