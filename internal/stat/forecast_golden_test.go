package stat

import (
	"math"
	"strconv"
	"testing"
)

type goldenDeal struct {
	Deal              string
	Value, Confidence float64
}

func goldenBets(t *testing.T) (golden, []goldenDeal, []Bet) {
	g := loadGolden(t, "06-forecast.json")["article_weighted_pipeline"]
	deals := decode[[]goldenDeal](t, g.Input)
	var bets []Bet
	for _, d := range deals {
		bets = append(bets, Bet{d.Value, d.Confidence})
	}
	return g, deals, bets
}

type goldenTotals struct {
	Distribution map[string]float64
	P10          float64 `json:"p10"`
	P50          float64 `json:"p50"`
	P90          float64 `json:"p90"`
	SD           float64 `json:"sd"`
	Total        float64 `json:"total_weighted"`
	Target       float64
	Reach        float64 `json:"p_reach_target"`
	Swing        map[string]float64
	Priority     map[string]float64
}

func TestGoldenTotals(t *testing.T) {
	g, deals, bets := goldenBets(t)
	want := decode[goldenTotals](t, g.Expected)
	d := must[Totals](t)(ExactTotals(0, bets))
	if len(d) != len(want.Distribution) {
		t.Errorf("%d amounts can occur, want %d", len(d), len(want.Distribution))
	}
	for _, a := range d {
		g.near(t, "P of "+strconv.FormatFloat(a.Value, 'f', -1, 64), a.P, want.Distribution[strconv.FormatFloat(a.Value, 'f', -1, 64)])
	}
	mean, sd := d.Moments()
	o := must[Outcome](t)(ExactOutcome(0, bets, want.Target))
	g.nearAll(t, "outcome", []float64{mean, sd, o.P10, o.P50, o.P90, o.PTarget, o.Mean},
		[]float64{want.Total, want.SD, want.P10, want.P50, want.P90, want.Reach, want.Total})
	for i, x := range deals {
		g.near(t, "swing of "+x.Deal, o.Swing[i], want.Swing[x.Deal])
		g.near(t, "priority of "+x.Deal, o.Swing[i]*o.P[i]*(1-o.P[i]), want.Priority[x.Deal])
	}
}

// The draws come to the same: the quantiles exactly, chances to .012.
func TestGoldenDraws(t *testing.T) {
	g, _, bets := goldenBets(t)
	want := decode[goldenTotals](t, g.Expected)
	p := Portfolio{Ratios: []float64{1}} // something to draw, so that it is drawn
	for _, b := range bets {
		p.Deals = append(p.Deals, OpenDeal{b.Value, b.P, -1})
	}
	o := Simulate(p, want.Target, Resampling{Seed: SeedOf("forecast", "golden", "06", "test")})
	if o.Exact || o.P10 != want.P10 || o.P50 != want.P50 || o.P90 != want.P90 || math.Abs(o.PTarget-want.Reach) > .012 {
		t.Errorf("drawn %+v", o)
	}
	p.Ratios = nil
	if o := Simulate(p, want.Target, Resampling{}); !o.Exact || o.PTarget != must[Outcome](t)(ExactOutcome(0, bets, want.Target)).PTarget {
		t.Errorf("independent deals are not worked out: %+v", o)
	}
}

func TestGoldenStageLevels(t *testing.T) {
	g := loadGolden(t, "06-forecast.json")["learned_stage_confidence"]
	want := decode[map[string]struct{ Posterior, Weight, Isotonic float64 }](t, g.Expected)
	var stages []StageHistory
	var names []string
	for _, s := range decode[[]struct {
		Stage                string
		Won, Mature, Default float64
	}](t, g.Input) {
		stages, names = append(stages, StageHistory{s.Won, s.Mature, s.Default}), append(names, s.Stage)
	}
	for i, l := range must[[]StageLevel](t)(StageLevels(stages)) {
		w := want[names[i]]
		g.nearAll(t, names[i], []float64{l.Posterior(), l.Weight(), l.Level}, []float64{w.Posterior, w.Weight, w.Isotonic})
	}
}

func TestGoldenAge(t *testing.T) {
	g := loadGolden(t, "06-forecast.json")["age_adjusted_confidence"]
	want := decode[struct {
		Ever  float64 `json:"p_win_ever"`
		Upper float64 `json:"p_win_ever_upper"`
		In3   float64 `json:"p_win_within_3_days"`
		In5   float64 `json:"p_win_within_5_days"`
	}](t, g.Expected)
	var cells []Cell
	for _, d := range decode[[]struct {
		Days    float64
		Outcome string
	}](t, g.Input) {
		cells = append(cells, Cell{d.Days, map[string]int{"won": 1, "lost": 2}[d.Outcome], 1})
	}
	c := must[Curve](t)(AalenJohansen(cells, 2))
	p, upper, n, ok := c.WinGivenOpen(1, 7)
	in3, _ := c.WinWithin(1, 7, 0, 3)
	in5, _ := c.WinWithin(1, 7, 0, 5)
	if !ok || n != 4 {
		t.Errorf("%d were older than 7 days", n)
	}
	g.nearAll(t, "age 7", []float64{p, upper, in3, in5}, []float64{want.Ever, want.Upper, want.In3, want.In5})
}

func TestGoldenLeadNeed(t *testing.T) {
	g := loadGolden(t, "06-forecast.json")["enough_leads_for_quota"]
	in := decode[struct {
		Quota, Booked float64
		Expected      float64 `json:"expected_from_open"`
		P             float64 `json:"p_win_in_time_new_lead"`
		Value         float64 `json:"mean_won_value"`
		Weeks         float64 `json:"weeks_left_for_leads_to_close_in_time"`
		PerWeek       float64 `json:"current_leads_per_week"`
	}](t, g.Input)
	want := decode[struct {
		Gap      float64
		PerLead  float64 `json:"value_per_lead"`
		Needed   float64 `json:"leads_needed"`
		PerWeek  float64 `json:"leads_needed_per_week"`
		Come     float64 `json:"leads_expected"`
		Enough   bool
		Short    float64 `json:"shortfall_leads"`
		Total    float64 `json:"expected_total"`
		Required float64 `json:"coverage_required"`
	}](t, g.Expected)
	p := must[LeadPlan](t)(LeadNeed{in.Quota, in.Booked, in.Expected, in.P, in.Value, in.Weeks, in.PerWeek}.Plan())
	g.nearAll(t, "plan", []float64{p.Gap, p.PerLead, p.Needed, p.NeededPerWeek, p.Come, p.Short, p.Total},
		[]float64{want.Gap, want.PerLead, want.Needed, want.PerWeek, want.Come, want.Short, want.Total})
	if p.Enough != want.Enough {
		t.Error("enough is wrong")
	}
}

func TestGoldenBacktest(t *testing.T) {
	g := loadGolden(t, "06b-backtest.json")["deal_level"]
	want := decode[struct {
		Brier, Skill, Reliability, Resolution, Uncertainty float64
		BaseRate                                           float64 `json:"base_rate"`
		Reference                                          float64 `json:"brier_reference"`
		Calibration                                        []struct {
			Forecast, N, Won, Observed float64
			Wilson                     pair `json:"wilson95"`
		}
	}](t, g.Expected)
	var said []Said
	for _, d := range decode[[]struct{ P, Won float64 }](t, g.Input) {
		said = append(said, Said{d.P, d.Won == 1})
	}
	b := must[Brier](t)(BrierScore(said))
	g.nearAll(t, "brier", []float64{b.Score, b.BaseRate, b.Reference, b.Skill, b.Reliability, b.Resolution, b.Uncertainty},
		[]float64{want.Brier, want.BaseRate, want.Reference, want.Skill, want.Reliability, want.Resolution, want.Uncertainty})
	bins := Calibration(said)
	if len(bins) != len(want.Calibration) {
		t.Fatalf("%d bins", len(bins))
	}
	for i, c := range bins {
		w := want.Calibration[i]
		g.nearAll(t, "bin", []float64{c.Forecast, c.N, c.Won, c.Observed, c.Interval.Lo, c.Interval.Hi}, []float64{w.Forecast, w.N, w.Won, w.Observed, w.Wilson[0], w.Wilson[1]})
	}
}

func TestGoldenPeriods(t *testing.T) {
	g := loadGolden(t, "06b-backtest.json")["period_level"]
	want := decode[struct {
		Rows []struct {
			Pinball10, Pinball50, Pinball90 float64
			Inside                          bool
		}
		WAPE, Bias float64
		Coverage   float64 `json:"coverage80"`
		Pinball    float64 `json:"mean_pinball"`
		Naive      float64 `json:"wape_naive"`
		BeatsNaive bool    `json:"beats_naive"`
	}](t, g.Expected)
	var ours, naive []Came
	for i, p := range decode[[]struct{ P10, P50, P90, Actual, Naive float64 }](t, g.Input) {
		c := Came{Quantiles{p.P10, p.P50, p.P90}, p.Actual}
		ours, naive = append(ours, c), append(naive, Came{Quantiles{p.Naive, p.Naive, p.Naive}, p.Actual})
		w := want.Rows[i]
		g.nearAll(t, "pinball", []float64{Pinball(.1, p.P10, p.Actual), Pinball(.5, p.P50, p.Actual), Pinball(.9, p.P90, p.Actual)},
			[]float64{w.Pinball10, w.Pinball50, w.Pinball90})
		if c.Holds(p.Actual) != w.Inside {
			t.Errorf("%+v: inside is wrong", c)
		}
	}
	s, n := must[PeriodScore](t)(ScorePeriods(ours)), must[PeriodScore](t)(ScorePeriods(naive))
	g.nearAll(t, "score", []float64{s.WAPE, s.Bias, s.Coverage, s.Pinball, n.WAPE}, []float64{want.WAPE, want.Bias, want.Coverage, want.Pinball, want.Naive})
	if (s.WAPE < n.WAPE) != want.BeatsNaive {
		t.Error("beats naive is wrong")
	}
}
