package stat

import (
	"slices"
	"testing"
)

type lossMonth struct {
	Month      string
	Closed     float64
	Competitor float64 `json:"lost_competitor"`
	Price      float64 `json:"lost_price"`
}

// lossSeries splits the months of a case into a series per reason.
func lossSeries(months []lossMonth) (competitor, price []Period) {
	for _, m := range months {
		competitor = append(competitor, Period{m.Competitor, m.Closed})
		price = append(price, Period{m.Price, m.Closed})
	}
	return competitor, price
}

type wantSpike struct {
	Month          string
	Count          float64
	Rate, Ratio, P float64
	Poisson        float64 `json:"p_if_poisson"`
	Q              float64 `json:"q_bh_over_reasons"`
	Flag           bool
	Reason         string
}

type wantBaseline struct {
	Months                           []string
	Losses, Closed, Rate, Dispersion float64
}

func checkBaseline(t *testing.T, g golden, got Baseline, want wantBaseline) {
	t.Helper()
	g.nearAll(t, "baseline", []float64{got.K, got.E, got.Rate(), got.Dispersion},
		[]float64{want.Losses, want.Closed, want.Rate, want.Dispersion})
}

func TestGoldenCompetitorSpike(t *testing.T) {
	g := loadGolden(t, "10-loss-reasons.json")["competitor_spike_aug_2016_and_recovery_feb_2017"]
	months := decode[[]lossMonth](t, g.Input)
	want := decode[struct {
		Baseline wantBaseline
		TailP    map[string]float64 `json:"tail_p"`
		Spike    wantSpike
		Price    wantSpike `json:"price_2016_08"`
		Recovery struct {
			FirstNormal string `json:"first_normal"`
			Confirmed   string
			Months      int     `json:"months_after_spike"`
			P           float64 `json:"p_spike_vs_recovered"`
		}
	}](t, g.Expected)
	competitor, price := lossSeries(months)
	result := must[[]SpikeSeries](t)(Spikes([][]Period{competitor, price}))
	month := func(name string) int {
		return slices.IndexFunc(months, func(m lossMonth) bool { return m.Month == name })
	}

	for name, p := range want.TailP {
		if point := result[0].Points[month(name)]; !point.Tested {
			t.Errorf("%s is not tested", name)
		} else {
			g.near(t, "tail "+name, point.P, p)
		}
	}
	at := month(want.Spike.Month)
	point := result[0].Points[at]
	g.nearAll(t, "spike", []float64{competitor[at].K, competitor[at].K / competitor[at].E, point.Ratio, point.P, point.Q},
		[]float64{want.Spike.Count, want.Spike.Rate, want.Spike.Ratio, want.Spike.P, want.Spike.Q})
	if other := result[1].Points[at]; other.Flag != want.Price.Flag {
		t.Error("the price series must not flag")
	} else {
		g.near(t, "price", other.P, want.Price.P)
	}
	if len(result[0].Spikes) != 1 || len(result[1].Spikes) != 0 {
		t.Fatalf("spikes: %+v", result)
	}
	spike := result[0].Spikes[0]
	checkBaseline(t, g, spike.Baseline, want.Baseline)
	var baseline []string
	for _, i := range spike.Baseline.Periods {
		baseline = append(baseline, months[i].Month)
	}
	if !slices.Equal(baseline, want.Baseline.Months) {
		t.Errorf("baseline months %v", baseline)
	}
	r := spike.Recovery
	if r == nil || spike.At != at || months[r.FirstNormal].Month != want.Recovery.FirstNormal ||
		months[r.Confirmed].Month != want.Recovery.Confirmed || r.Periods != want.Recovery.Months || !r.ClearlyDown {
		t.Fatalf("recovery %+v", r)
	}
	g.near(t, "spike against recovered", r.P, want.Recovery.P)
	checkOnlyFlag(t, g, months, result[0], want.Spike)
}

// checkOnlyFlag makes sure that the spike is the one flag, not every month
// above the mean.
func checkOnlyFlag(t *testing.T, g golden, months []lossMonth, got SpikeSeries, want wantSpike) {
	t.Helper()
	var flagged []string
	for i, p := range got.Points {
		if p.Flag {
			flagged = append(flagged, months[i].Month)
		}
		if p.Flag == (p.Reason != "") {
			t.Errorf("%s: flag %v with reason %q", months[i].Month, p.Flag, p.Reason)
		}
	}
	if !want.Flag || !slices.Equal(flagged, []string{want.Month}) {
		t.Errorf("flagged %v", flagged)
	}
	wrong := decode[map[string][]string](t, g.Wrong)["flag_every_month_above_mean"]
	if slices.Equal(flagged, wrong) {
		t.Error("flags every month above the mean")
	}
}

func TestGoldenQuietSeries(t *testing.T) {
	cases := loadGolden(t, "10-loss-reasons.json")
	for _, name := range []string{"overdispersed_baseline", "small_numbers_never_spike"} {
		g := cases[name]
		months := decode[[]lossMonth](t, g.Input)
		want := decode[struct {
			Baseline *wantBaseline
			Spike    wantSpike
		}](t, g.Expected)
		competitor, _ := lossSeries(months)
		result := must[[]SpikeSeries](t)(Spikes([][]Period{competitor}))
		last := len(months) - 1
		point := result[0].Points[last]
		g.near(t, "p", point.P, want.Spike.P)
		if point.Flag != want.Spike.Flag || point.Reason != want.Spike.Reason || len(result[0].Spikes) != 0 {
			t.Errorf("%s: %+v", name, result[0])
		}
		if want.Baseline == nil {
			continue
		}
		checkBaseline(t, g, point.Baseline, *want.Baseline)
		g.near(t, "ratio", point.Ratio, want.Spike.Ratio)
		b := point.Baseline
		p := must[float64](t)(GammaPoissonTail(competitor[last].K, b.K+.5, b.E, competitor[last].E))
		g.near(t, "p if Poisson", p, want.Spike.Poisson)
	}
}
