package stat

import (
	"testing"
)

func TestGoldenGrain(t *testing.T) {
	g := loadGolden(t, "01-productivity.json")["grain"]
	want := decode[[]string](t, g.Expected)
	for i, in := range decode[[]struct {
		Wins  float64 `json:"wins_per_business_day"`
		Cycle float64 `json:"median_cycle_days"`
	}](t, g.Input) {
		if got := Grain(in.Wins, in.Cycle); got != want[i] {
			t.Errorf("Grain(%v, %v) = %s, want %s", in.Wins, in.Cycle, got, want[i])
		}
	}
}

type goldenWindow struct {
	Days     float64
	DealDays float64 `json:"deal_days"`
	OpenAvg  float64 `json:"open_avg"`
	Closed   float64
	Turnover float64 `json:"turnover_days"`
	Won      float64
	WinRate  float64 `json:"win_rate"`
	AvgSize  float64 `json:"avg_size"`
	Revenue  float64
}

// factors makes the factors from the raw counts, as a report does.
func (w goldenWindow) factors() Factors {
	return Factors{
		OpenAvg:      w.DealDays / w.Days,
		Days:         w.Days,
		TurnoverDays: w.DealDays / w.Closed,
		WinRate:      w.Won / w.Closed,
		Size:         w.Revenue / w.Won,
	}
}

func TestGoldenDecomposition(t *testing.T) {
	g := loadGolden(t, "01b-decomposition.json")["identity_and_lmdi"]
	want := decode[struct {
		Base, Current goldenWindow
		Delta         float64 `json:"delta_revenue"`
		LogMean       float64 `json:"log_mean"`
		Contribution  map[string]float64
	}](t, g.Expected)
	base, current := want.Base.factors(), want.Current.factors()
	for _, w := range []struct {
		f    Factors
		want goldenWindow
	}{{base, want.Base}, {current, want.Current}} {
		g.nearAll(t, "factors", []float64{w.f.OpenAvg, w.f.TurnoverDays, w.f.WinRate, w.f.Size, w.f.Revenue()},
			[]float64{w.want.OpenAvg, w.want.Turnover, w.want.WinRate, w.want.AvgSize, w.want.Revenue})
	}
	d, reason := LMDI(base, current)
	if reason != "" {
		t.Fatal(reason)
	}
	c := d.Contribution
	g.near(t, "delta", d.Delta, want.Delta)
	g.near(t, "log mean", d.LogMean, want.LogMean)
	for name, got := range map[string]float64{
		"open_avg": c.OpenAvg, "turnover_days": c.TurnoverDays, "win_rate": c.WinRate, "avg_size": c.Size, "days": c.Days,
	} {
		g.near(t, name, got, want.Contribution[name])
	}
	if r := base.Revenue(); r == 120000 {
		t.Error("the textbook velocity is not the identity")
	}
}

func TestGoldenMix(t *testing.T) {
	g := loadGolden(t, "01b-decomposition.json")["mix_vs_rate_kitagawa"]
	type counts map[string]struct{ Closed, Won float64 }
	in := decode[struct{ Base, Current counts }](t, g.Input)
	var segments []Segment
	for _, name := range []string{"new", "existing"} {
		b, c := in.Base[name], in.Current[name]
		segments = append(segments, Segment{Group{b.Won, b.Closed}, Group{c.Won, c.Closed}})
	}
	want := decode[map[string]float64](t, g.Expected)
	m := must[MixEffect](t)(Kitagawa(segments))
	g.near(t, "base", m.Base, want["win_rate_base"])
	g.near(t, "current", m.Current, want["win_rate_current"])
	g.near(t, "delta", m.Delta, want["delta"])
	g.near(t, "rate", m.Rate, want["rate_effect"])
	g.near(t, "mix", m.Mix, want["mix_effect"])
}

func TestGoldenZeroFactor(t *testing.T) {
	g := loadGolden(t, "01b-decomposition.json")["zero_factor_suppresses"]
	in := decode[struct{ Base, Current goldenWindow }](t, g.Input)
	factors := func(w goldenWindow) Factors {
		return Factors{OpenAvg: 2, Days: 30, TurnoverDays: 15, WinRate: w.Won / w.Closed, Size: 1000}
	}
	d, reason := LMDI(factors(in.Base), factors(in.Current))
	if want := decode[struct{ Reason string }](t, g.Expected).Reason; reason != want || d != (Decomposition{}) {
		t.Errorf("LMDI = %v, %q; want nothing and %q", d, reason, want)
	}
}

// stageVisits are the first visits to S1 of golden 05: days and exit.
var stageVisits = []Cell{
	{2, 1, 1}, {3, 1, 1}, {4, 1, 1}, {5, 2, 1}, {1, 1, 1}, {6, 1, 1}, {20, 0, 1}, {3, 0, 1},
}

func TestGoldenCompetingRisks(t *testing.T) {
	g := loadGolden(t, "05-stage-conversion.json")["S1_competing_risks"]
	want := decode[struct {
		Steps []struct {
			T       float64
			AtRisk  float64 `json:"at_risk"`
			S       float64
			Forward float64 `json:"cif_forward"`
			Lost    float64 `json:"cif_lost"`
		}
		Conversion, Lost, Undetermined float64
		Median                         float64 `json:"median_days"`
		RMST                           float64 `json:"rmst20_days"`
	}](t, g.Expected)
	c := must[Curve](t)(AalenJohansen(stageVisits, 2))
	if len(c.Steps) != len(want.Steps) {
		t.Fatalf("%d steps, want %d", len(c.Steps), len(want.Steps))
	}
	for i, s := range c.Steps {
		w := want.Steps[i]
		g.nearAll(t, "step", []float64{s.T, float64(s.AtRisk), s.S, s.F[0], s.F[1]},
			[]float64{w.T, w.AtRisk, w.S, w.Forward, w.Lost})
	}
	conversion := must[float64](t)(c.CIF(1, 20))
	g.near(t, "conversion", conversion, want.Conversion)
	g.near(t, "lost", must[float64](t)(c.CIF(2, 20)), want.Lost)
	g.near(t, "undetermined", must[float64](t)(c.S(20)), want.Undetermined)
	g.near(t, "median", must[float64](t)(c.Median()), want.Median)
	g.near(t, "rmst20", must[float64](t)(c.RMST(20)), want.RMST)
	for name, wrong := range decode[map[string]float64](t, g.Wrong) {
		if conversion == wrong {
			t.Errorf("conversion is the wrong value of %s", name)
		}
	}
}

func TestGoldenSources(t *testing.T) {
	g := loadGolden(t, "03-lead-sources.json")["source_table"]
	in := decode[[]struct{ Leads, Won int }](t, g.Input)
	want := decode[struct {
		Mu   float64 `json:"pooled_mu"`
		M    float64 `json:"prior_M"`
		Rows []struct {
			Mean float64 `json:"eb_mean"`
			EB90 pair
			P    float64 `json:"p_vs_rest"`
			Q    float64 `json:"q_bh"`
		}
		Association struct {
			G, Chi2, P float64
			PChi2      float64 `json:"p_chi2"`
			DF         int
			V          float64 `json:"cramers_v_bias_corrected"`
		}
	}](t, g.Expected)
	var groups []Group
	var table [][]int
	leads, won := 0, 0
	for _, s := range in {
		groups = append(groups, Group{float64(s.Won), float64(s.Leads)})
		table = append(table, []int{s.Won, s.Leads - s.Won})
		leads, won = leads+s.Leads, won+s.Won
	}
	prior := must[BetaPrior](t)(FitBetaPrior(groups))
	g.nearAll(t, "prior", []float64{prior.Mu, prior.M}, []float64{want.Mu, want.M})
	var p []float64
	for _, row := range table {
		p = append(p, must[float64](t)(FisherTwoSided(row[0], row[1], won-row[0], leads-won-row[1])))
	}
	for i, q := range BenjaminiHochberg(p) {
		iv := must[Interval](t)(prior.Interval(groups[i], .90))
		w := want.Rows[i]
		g.nearAll(t, "row", []float64{prior.Mean(groups[i]), iv.Lo, iv.Hi, p[i], q},
			[]float64{w.Mean, w.EB90[0], w.EB90[1], w.P, w.Q})
	}
	g2, x2 := must[Test](t)(G2(table)), must[Test](t)(PearsonX2(table))
	g.nearAll(t, "association", []float64{g2.Stat, x2.Stat, float64(x2.DF), x2.P, must[float64](t)(CramersV(table))},
		[]float64{want.Association.G, want.Association.Chi2, float64(want.Association.DF), want.Association.PChi2, want.Association.V})
}
