package stat

import (
	"math"
	"testing"
)

func steady(n int, k, e float64) []Period {
	var out []Period
	for range n {
		out = append(out, Period{k, e})
	}
	return out
}

func TestSpikeStaysOpenAndOutOfBaselines(t *testing.T) {
	series := steady(6, 4, 40)
	series = append(series, Period{20, 40}) // 6: the spike
	series = append(series, steady(14, 15, 40)...)
	series = append(series, steady(2, 4, 40)...)
	r := must[[]SpikeSeries](t)(Spikes([][]Period{series}))[0]
	if len(r.Spikes) != 1 || r.Spikes[0].At != 6 || r.Spikes[0].Recovery == nil || r.Spikes[0].Recovery.Confirmed != 22 {
		t.Fatalf("spikes %+v", r.Spikes)
	}
	for at := 7; at <= 22; at++ {
		if p := r.Points[at]; p.Flag || p.Reason != ReasonSpikeOpen || p.Baseline.K != 24 {
			t.Errorf("period %d: %+v", at, p)
		}
	}
	// Fifteen bad months have not become the new normal: the next spike flags.
	series = append(series, Period{4, 40}, Period{20, 40})
	r = must[[]SpikeSeries](t)(Spikes([][]Period{series}))[0]
	if len(r.Spikes) != 2 || r.Spikes[1].At != 24 || r.Spikes[1].Baseline.K != 28 || r.Spikes[1].Recovery != nil {
		t.Errorf("spikes %+v", r.Spikes)
	}
}

func TestSpikeRecoveryNeedsTwoInARow(t *testing.T) {
	series := append(steady(6, 4, 40), Period{14, 42}, Period{4, 40}, Period{12, 40}, Period{4, 40}, Period{0, 0}, Period{4, 40})
	spike := must[[]SpikeSeries](t)(Spikes([][]Period{series}))[0].Spikes[0]
	if r := spike.Recovery; r == nil || r.FirstNormal != 9 || r.Confirmed != 11 || r.Periods != 5 {
		t.Errorf("recovery %+v", r)
	}
}

func TestSpikeGates(t *testing.T) {
	base := steady(6, 4, 40)
	for _, c := range []struct {
		name   string
		base   []Period
		last   Period
		reason string
	}{
		{"spike", base, Period{16, 40}, ""},
		{"few", base, Period{4, 5}, ReasonCount},
		{"near", base, Period{7, 40}, ReasonRatio},
		{"chance", base, Period{9, 40}, ReasonP},
		{"no deals", base, Period{0, 0}, ReasonNoExposure},
		{"short history", base[1:], Period{16, 40}, ReasonShortBaseline},
		{"history without deals", append(steady(1, 0, 0), base[1:]...), Period{16, 40}, ReasonShortBaseline},
		{"never before", steady(6, 0, 40), Period{6, 40}, ""},
	} {
		series := append(append([]Period(nil), c.base...), c.last)
		r := must[[]SpikeSeries](t)(Spikes([][]Period{series}))[0]
		p := r.Points[len(series)-1]
		if p.Reason != c.reason || p.Flag != (c.reason == "") || !finite(p.P, p.Q, p.Ratio) {
			t.Errorf("%s: %+v", c.name, p)
		}
	}
	// Among ten reasons one p of .0015 is no longer remarkable.
	many := make([][]Period, 10)
	for i := range many {
		many[i] = append(steady(6, 4, 40), Period{4, 40})
	}
	many[0][6] = Period{13, 41}
	p := must[[]SpikeSeries](t)(Spikes(many))[0].Points[6]
	if p.P > spikeMaxP || math.Abs(p.Q-10*p.P) > 1e-12 || p.Reason != ReasonQ || p.Flag {
		t.Errorf("one of ten: %+v", p)
	}
	alone := must[[]SpikeSeries](t)(Spikes(many[:1]))[0].Points[6]
	if !alone.Flag || alone.Q != alone.P {
		t.Errorf("the same alone: %+v", alone)
	}
}

func TestDispersion(t *testing.T) {
	if phi, ok := Dispersion(steady(12, 5, 40)); !ok || phi != 1 {
		t.Errorf("a calm history: %v", phi)
	}
	if phi, ok := Dispersion(steady(6, 0, 40)); !ok || phi != 1 {
		t.Errorf("no losses: %v", phi)
	}
	with, _ := Dispersion([]Period{{1, 40}, {12, 40}, {0, 0}, {2, 40}})
	without, _ := Dispersion([]Period{{1, 40}, {12, 40}, {2, 40}})
	if with != without || with <= 1 {
		t.Errorf("a period without deals changes %v to %v", without, with)
	}
}

func TestGammaPoissonTailSums(t *testing.T) {
	// P(K ≥ 0) = 1 and the differences are the negative binomial's terms.
	r, sumE, et := 24.5, 240., 42.
	x := et / (sumE + et)
	for k := range 12 {
		a, _ := GammaPoissonTail(float64(k), r, sumE, et)
		b, _ := GammaPoissonTail(float64(k+1), r, sumE, et)
		lk, _ := math.Lgamma(float64(k) + r)
		lr, _ := math.Lgamma(r)
		want := math.Exp(lk - lr - logFactorial(k) + r*math.Log(1-x) + float64(k)*math.Log(x))
		if math.Abs(a-b-want) > 1e-12 {
			t.Errorf("P(K = %d) = %v, want %v", k, a-b, want)
		}
	}
}

func TestCUSUMThreshold(t *testing.T) {
	seed := SeedOf("loss_reasons", "competitor", "2026-06-30", "cusum")
	h, ok := CUSUMThreshold(4, CUSUMFactor, CUSUMARL, seed)
	again, _ := CUSUMThreshold(4, CUSUMFactor, CUSUMARL, seed)
	if !ok || h != again || h < 5 || h > 20 {
		t.Fatalf("h = %v, then %v", h, again)
	}
	// Another stream, run to the alarm, must wait about as long as promised.
	rng := SeedOf("check", "", "", "").Rand()
	cdf, k := poissonCDF(4), 4*.5/math.Log(1.5)
	total, runs := 0, 400
	for range runs {
		for s := 0.0; s < h; total++ {
			u, x := rng.Float64(), 0
			for x < len(cdf) && cdf[x] < u {
				x++
			}
			s = math.Max(0, s+float64(x)-k)
		}
	}
	if arl := float64(total) / float64(runs); arl < 400 || arl > 640 {
		t.Errorf("average run length %v", arl)
	}
	longer, _ := CUSUMThreshold(4, CUSUMFactor, 2*CUSUMARL, seed)
	if longer <= h {
		t.Errorf("twice the run length needs %v after %v", longer, h)
	}
}

func TestGradualRise(t *testing.T) {
	seed := Seed{1, 2}
	if _, ok := GradualRise(steady(11, 4, 40), nil, seed); ok {
		t.Error("eleven periods are a baseline")
	}
	if _, ok := GradualRise(steady(12, 0, 40), nil, seed); ok {
		t.Error("a reason that never was has a rate")
	}
	r, ok := GradualRise(steady(12, 4, 40), append(steady(6, 4, 40), steady(12, 7, 40)...), seed)
	if !ok || r.Signal < 6 || r.Signal > 15 || r.Sums[5] != 0 {
		t.Errorf("a rise from 4 to 7: %+v", r)
	}
	_, sums, _ := PoissonCUSUM(4, CUSUMFactor, []float64{7, 7, 3})
	r, _ = GradualRise(steady(12, 4, 40), []Period{{7, 40}, {7, 40}, {3, 40}}, seed)
	for i := range sums {
		if math.Abs(r.Sums[i]-sums[i]) > 1e-12 || r.Signal != -1 {
			t.Errorf("equal exposures: %v, want %v", r, sums)
		}
	}
	// Twice the deals with twice the losses is no rise.
	r, ok = GradualRise(steady(12, 4, 40), steady(10, 8, 80), seed)
	if !ok || r.Signal != -1 {
		t.Errorf("more deals: %+v", r)
	}
}
