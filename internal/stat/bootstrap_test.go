package stat

import (
	"math"
	"testing"

	gonum "gonum.org/v1/gonum/stat"
)

func TestBootstrapIsReproducible(t *testing.T) {
	values := []ValueCount{{100000, 3}, {60000, 1}, {90000, 5}, {250000, 1}}
	shuffled := []ValueCount{{250000, 1}, {90000, 2}, {60000, 1}, {90000, 3}, {100000, 3}}
	r := Resampling{Seed: SeedOf("size", "team=1", "2026-06-30", "bootstrap")}
	a, okA := MeanInterval(values, r)
	b, okB := MeanInterval(shuffled, r)
	if !okA || !okB || a != b {
		t.Errorf("%+v, %+v", a, b)
	}
	other, _ := MeanInterval(values, Resampling{Seed: SeedOf("size", "team=2", "2026-06-30", "bootstrap")})
	if other == a {
		t.Errorf("another seed gives the same %+v", a)
	}
	// The very bytes: a change here changes what every workspace is shown.
	if a.Lo != 84000 || a.Hi != 140000 {
		t.Errorf("interval %v – %v", a.Lo, a.Hi)
	}
	if s := SeedOf("a", "b", "c", "d"); s != (Seed{0xb54856b7a8705958, 0xe13238b3d67eac1c}) {
		t.Errorf("seed %#x", s)
	}
}

func TestGroupedValues(t *testing.T) {
	rng := SeedOf("test", "grouped", "", "").Rand()
	r := Resampling{Seed: Seed{1, 2}, Draws: RuleDraws}
	for range 30 {
		var values []ValueCount
		var x, w []float64
		for v := range 5 + rng.IntN(20) {
			n := 1 + rng.IntN(5)
			values = append(values, ValueCount{float64(v * v), n})
			x, w = append(x, float64(v*v)), append(w, float64(n))
		}
		mean, _ := Mean(values)
		if want := gonum.Mean(x, w); math.Abs(mean-want) > 1e-9 {
			t.Fatalf("mean %v, gonum has %v", mean, want)
		}
		for _, p := range []float64{.1, .5, .9} {
			if got, ok := Quantile(values, p); !ok || got != gonum.Quantile(p, gonum.Empirical, x, w) {
				t.Fatalf("quantile %v of %v is %v", p, values, got)
			}
		}
		median, _ := Median(values)
		iv, ok := MeanInterval(values, r)
		contains(t, iv, ok, mean)
		iv, ok = MedianInterval(values, r)
		contains(t, iv, ok, median)
	}
}

func TestGroupedClosedFormMeetsBootstrap(t *testing.T) {
	rng := SeedOf("test", "large", "", "").Rand()
	var values []ValueCount
	for range MaxResampled {
		values = append(values, ValueCount{math.Round(100 * rng.ExpFloat64()), 1})
	}
	r := Resampling{Seed: Seed{1, 2}}
	for name, f := range map[string]func([]ValueCount, Resampling) (Interval, bool){"mean": MeanInterval, "median": MedianInterval} {
		a, okA := f(values, r)
		b, okB := f(append(values, ValueCount{100, 1}), r)
		if !okA || !okB || a.Method != MethodBootstrap || b.Method == MethodBootstrap || !about(a, b, .15) {
			t.Errorf("%s: %+v and %+v", name, a, b)
		}
	}
}

func TestMillionUnits(t *testing.T) {
	var cells []Cell
	for day := range 2000 {
		cells = append(cells, Cell{float64(day), 1, 100}, Cell{float64(day), 2, 200}, Cell{float64(day), 0, 200})
	}
	c, _ := AalenJohansen(cells, 2)
	m, _ := c.MedianGivenCause(1)
	iv, ok := c.QuantileGivenCauseInterval(1, .5, Resampling{})
	contains(t, iv, ok, m)
	f, _ := c.CIF(1, 365)
	iv, ok = c.CIFInterval(1, 365, Resampling{})
	contains(t, iv, ok, f)
}
