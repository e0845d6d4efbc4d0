package stat

import (
	"testing"
)

// kernel maps every case of golden 11 to the call that must give it; a case
// without a call fails, so a new one cannot be overlooked.
var kernel = map[string]func(*testing.T, golden){
	"wilson95":           func(t *testing.T, g golden) { g.intervals(t, Wilson) },
	"jeffreys95":         func(t *testing.T, g golden) { g.intervals(t, Jeffreys) },
	"newcombe95":         goldenNewcombe,
	"garwood95":          goldenGarwood,
	"eb_prior":           goldenPrior,
	"log_rank":           goldenLogRank,
	"kaplan_meier":       goldenKaplanMeier,
	"mantel_haenszel_rr": goldenMantelHaenszel,
	"poisson_cusum":      goldenCUSUM,
	"pava_increasing":    goldenPAVA,

	"eb_prior_homogeneous": goldenPrior,
	"benjamini_hochberg": func(t *testing.T, g golden) {
		g.nearAll(t, "q", BenjaminiHochberg(decode[[]float64](t, g.Input)), decode[[]float64](t, g.Expected))
	},
	"beta_quantile": func(t *testing.T, g golden) {
		g.scalars(t, func(a []float64) (float64, bool) { return BetaQuantile(a[0], a[1], a[2]) })
	},
	"fisher_two_sided": func(t *testing.T, g golden) {
		g.scalars(t, func(a []float64) (float64, bool) {
			return FisherTwoSided(int(a[0]), int(a[1]), int(a[2]), int(a[3]))
		})
	},
	"hypergeom_upper": func(t *testing.T, g golden) {
		g.scalars(t, func(a []float64) (float64, bool) {
			return HypergeometricUpper(int(a[0]), int(a[1]), int(a[2]), int(a[3]))
		})
	},
	"g2": func(t *testing.T, g golden) {
		g.scalars(t, func(a []float64) (float64, bool) {
			r, ok := G2([][]int{{int(a[0]), int(a[1])}, {int(a[2]), int(a[3])}})
			return r.Stat, ok && r.DF == 1
		})
	},
	"gamma_poisson_tail": func(t *testing.T, g golden) {
		g.scalars(t, func(a []float64) (float64, bool) { return GammaPoissonTail(a[0], a[1], a[2], a[3]) })
	},
	"log_mean": func(t *testing.T, g golden) {
		g.scalars(t, func(a []float64) (float64, bool) { return LogMean(a[0], a[1]) })
	},
	"sample_size_per_arm": func(t *testing.T, g golden) {
		p := decode[struct{ Alpha, Power float64 }](t, g.Params)
		g.scalars(t, func(a []float64) (float64, bool) {
			n, ok := SampleSizePerArm(a[0], a[1], p.Alpha, p.Power)
			return float64(n), ok
		})
	},
	"leads_needed_for_wilson_half_width_8pt": func(t *testing.T, g golden) {
		want := decode[[]int](t, g.Expected)
		for i, p := range decode[[]float64](t, g.Input) {
			if n, ok := LeadsNeeded(p); !ok || n != want[i] {
				t.Errorf("LeadsNeeded(%v) = %d, %v; want %d", p, n, ok, want[i])
			}
		}
	},
}

func TestGoldenKernel(t *testing.T) {
	cases := loadGolden(t, "11-statistics.json")
	for name, g := range cases {
		t.Run(name, func(t *testing.T) {
			if kernel[name] == nil {
				t.Fatal("no function for this case")
			}
			kernel[name](t, g)
		})
	}
	if len(cases) != len(kernel) {
		t.Errorf("%d cases, %d calls", len(cases), len(kernel))
	}
}

// scalars checks a function of a list of arguments, case by case.
func (g golden) scalars(t *testing.T, f func([]float64) (float64, bool)) {
	want := decode[[]float64](t, g.Expected)
	for i, args := range decode[[][]float64](t, g.Input) {
		got, ok := f(args)
		if !ok {
			t.Fatalf("%v: not ok", args)
		}
		g.near(t, "value", got, want[i])
	}
}

func (g golden) intervals(t *testing.T, f func(k, n float64) (Interval, bool)) {
	want := decode[[]pair](t, g.Expected)
	for i, in := range decode[[]pair](t, g.Input) {
		iv := must[Interval](t)(f(in[0], in[1]))
		g.nearAll(t, iv.Method, []float64{iv.Lo, iv.Hi}, want[i][:])
	}
}

func goldenNewcombe(t *testing.T, g golden) {
	want := decode[[][3]float64](t, g.Expected)
	for i, a := range decode[[][4]float64](t, g.Input) {
		d := must[Estimate](t)(Newcombe(a[0], a[1], a[2], a[3]))
		g.nearAll(t, "difference", []float64{d.Value, d.Interval.Lo, d.Interval.Hi}, want[i][:])
	}
}

func goldenGarwood(t *testing.T, g golden) {
	want := decode[[]pair](t, g.Expected)
	for i, k := range decode[[]float64](t, g.Input) {
		iv := must[Interval](t)(Garwood(k))
		g.nearAll(t, "count", []float64{iv.Lo, iv.Hi}, want[i][:])
	}
}

func goldenPrior(t *testing.T, g golden) {
	want := decode[struct {
		Mu, M float64
		Mean  []float64 `json:"posterior_mean"`
	}](t, g.Expected)
	var groups []Group
	for _, in := range decode[[]pair](t, g.Input) {
		groups = append(groups, Group{in[0], in[1]})
	}
	prior := must[BetaPrior](t)(FitBetaPrior(groups))
	g.near(t, "mu", prior.Mu, want.Mu)
	g.near(t, "M", prior.M, want.M)
	for i, m := range want.Mean {
		g.near(t, "posterior mean", prior.Mean(groups[i]), m)
	}
}

func goldenLogRank(t *testing.T, g golden) {
	in := decode[struct{ Group1, Group2 []pair }](t, g.Input)
	want := decode[struct{ Observed1, Expected1, Chi2, P float64 }](t, g.Expected)
	got := must[LogRankTest](t)(LogRank(cellsOf(in.Group1), cellsOf(in.Group2)))
	g.nearAll(t, "log-rank", []float64{got.Observed1, got.Expected1, got.Stat, got.P},
		[]float64{want.Observed1, want.Expected1, want.Chi2, want.P})
}

func goldenKaplanMeier(t *testing.T, g golden) {
	want := decode[struct {
		Steps          [][4]float64
		Median, Rmst20 float64
	}](t, g.Expected)
	c := must[Curve](t)(KaplanMeier(cellsOf(decode[[]pair](t, g.Input))))
	if len(c.Steps) != len(want.Steps) {
		t.Fatalf("%d steps, want %d", len(c.Steps), len(want.Steps))
	}
	for i, s := range c.Steps {
		g.nearAll(t, "step", []float64{s.T, float64(s.AtRisk), float64(s.Events[0]), s.S}, want.Steps[i][:])
	}
	g.near(t, "median", must[float64](t)(c.Median()), want.Median)
	g.near(t, "rmst20", must[float64](t)(c.RMST(20)), want.Rmst20)
}

func goldenMantelHaenszel(t *testing.T, g golden) {
	want := decode[struct {
		RR   float64
		CI95 pair
	}](t, g.Expected)
	var strata []Stratum
	for _, in := range decode[[][4]float64](t, g.Input) {
		strata = append(strata, Stratum{in[0], in[1], in[2], in[3]})
	}
	got := must[Estimate](t)(MantelHaenszelRR(strata))
	g.nearAll(t, "rr", []float64{got.Value, got.Interval.Lo, got.Interval.Hi}, []float64{want.RR, want.CI95[0], want.CI95[1]})
}

func goldenCUSUM(t *testing.T, g golden) {
	in := decode[struct {
		Lambda0, Factor float64
		Counts          []float64
	}](t, g.Input)
	want := decode[struct {
		K float64
		S []float64
	}](t, g.Expected)
	k, sums, ok := PoissonCUSUM(in.Lambda0, in.Factor, in.Counts)
	if !ok {
		t.Fatal("not ok")
	}
	g.near(t, "k", k, want.K)
	g.nearAll(t, "S", sums, want.S)
}

func goldenPAVA(t *testing.T, g golden) {
	in := decode[struct{ Y, W []float64 }](t, g.Input)
	g.nearAll(t, "fit", must[[]float64](t)(PAVAIncreasing(in.Y, in.W)), decode[[]float64](t, g.Expected))
}
