package stat

import (
	"math"
	"testing"
)

func TestLMDIAddsUp(t *testing.T) {
	rng := SeedOf("test", "lmdi", "", "").Rand()
	some := func() Factors {
		f := func(most float64) float64 { return most * (.01 + rng.Float64()) }
		return Factors{f(50), f(31), f(90), f(1), f(1e6)}
	}
	total := func(f Factors) float64 { return f.OpenAvg + f.Days + f.TurnoverDays + f.WinRate + f.Size }
	for range 500 {
		a, b := some(), some()
		d, reason := LMDI(a, b)
		back, _ := LMDI(b, a)
		scale := math.Max(a.Revenue(), b.Revenue())
		if reason != "" || math.Abs(total(d.Contribution)-d.Delta) > 1e-9*scale || d.Delta != b.Revenue()-a.Revenue() {
			t.Fatalf("%v to %v: %+v", a, b, d)
		}
		if math.Abs(d.Contribution.TurnoverDays+back.Contribution.TurnoverDays) > 1e-9*scale {
			t.Fatalf("not reversible: %+v, %+v", d, back)
		}
	}
	a := some()
	if d, reason := LMDI(a, a); reason != "" || d.Delta != 0 || total(d.Contribution) != 0 || d.LogMean != a.Revenue() {
		t.Errorf("no change: %+v", d)
	}
	// Slower turnover sells less.
	b := a
	b.TurnoverDays *= 2
	if d, _ := LMDI(a, b); d.Contribution.TurnoverDays >= 0 || math.Abs(d.Contribution.TurnoverDays-d.Delta) > 1e-6*a.Revenue() {
		t.Errorf("twice the turnover time: %+v", d)
	}
	b.Size = math.NaN()
	if d, reason := LMDI(a, b); reason != ReasonZeroFactor || d != (Decomposition{}) {
		t.Errorf("a missing factor: %+v, %q", d, reason)
	}
}

func TestLogMeanBetweenItsArguments(t *testing.T) {
	rng := SeedOf("test", "logmean", "", "").Rand()
	for range 500 {
		a := 1e6 * rng.Float64()
		b := a * (1 + (rng.Float64()-.5)*math.Pow(10, -float64(rng.IntN(16))))
		l, ok := LogMean(a, b)
		turned, _ := LogMean(b, a)
		eps := 1e-12 * a
		if !ok || l < math.Min(a, b)-eps || l > math.Max(a, b)+eps || math.Abs(l-turned) > eps {
			t.Fatalf("L(%v, %v) = %v, turned %v", a, b, l, turned)
		}
	}
}

func TestKitagawaAddsUp(t *testing.T) {
	rng := SeedOf("test", "kitagawa", "", "").Rand()
	group := func() Group {
		n := float64(rng.IntN(50))
		return Group{math.Floor(n * rng.Float64()), n}
	}
	for range 300 {
		segments := []Segment{{Group{1, 3}, Group{2, 4}}}
		for range rng.IntN(6) {
			segments = append(segments, Segment{group(), group()})
		}
		m, ok := Kitagawa(segments)
		if !ok || math.Abs(m.Rate+m.Mix-m.Delta) > 1e-12 {
			t.Fatalf("%v: %+v", segments, m)
		}
	}
	// A new segment has no rate of before; that it came is mix.
	m, ok := Kitagawa([]Segment{{Group{5, 10}, Group{5, 10}}, {Group{}, Group{1, 10}}})
	if !ok || m.Rate != 0 || math.Abs(m.Mix-m.Delta) > 1e-12 {
		t.Errorf("a new segment: %+v", m)
	}
}

func TestPAVA(t *testing.T) {
	rng := SeedOf("test", "pava", "", "").Rand()
	for range 300 {
		n := 1 + rng.IntN(15)
		y, w := make([]float64, n), make([]float64, n)
		mean := 0.0
		for i := range y {
			y[i], w[i] = rng.Float64(), .1+rng.Float64()
			mean += y[i] * w[i]
		}
		for _, f := range []func(y, w []float64) ([]float64, bool){PAVAIncreasing, PAVADecreasing} {
			fit, ok := f(y, w)
			up, down, kept := true, true, 0.0
			for i := range fit {
				up = up && (i == 0 || fit[i] >= fit[i-1])
				down = down && (i == 0 || fit[i] <= fit[i-1])
				kept += fit[i] * w[i]
			}
			if !ok || len(fit) != n || !up && !down || math.Abs(kept-mean) > 1e-9 {
				t.Fatalf("%v, %v: %v", y, w, fit)
			}
			again, _ := f(fit, w)
			for i := range fit {
				if math.Abs(again[i]-fit[i]) > 1e-12 {
					t.Fatalf("fitting %v again gives %v", fit, again)
				}
			}
		}
	}
	if fit, _ := PAVADecreasing([]float64{3, 1, 2}, []float64{1, 1, 1}); fit[0] != 3 || fit[1] != 1.5 || fit[2] != 1.5 {
		t.Errorf("decreasing: %v", fit)
	}
}
