package report

import (
	"context"
	"database/sql"
	"math"

	"peil"
	"peil/internal/stat"
)

// ways are the ways to forecast that are held against each other, ours first: as
// issued, by learned and by configured probabilities, at the pace of the last weeks,
// as last year, and what the sellers say.
var ways = []string{"issued", "learned", "defaults", "run_rate", "last_year", "sellers"}

// backtest is how the forecasts did, issued at past month-ends, and how others would
// have done (F8). They are read as they were issued, never made again.
var backtest = explanation{peil.Figure{ID: "backtest", Chart: peil.ChartBars, Marks: marks("fc_wape", "fc_bias", "fc_skill"), Axes: axis("way"), Measures: []peil.Measure{
	column("fc_wape", peil.UnitShare, peil.BetterDown), column("fc_bias", peil.UnitShare, ""), column("fc_cover", peil.UnitShare, ""),
	column("fc_pinball", peil.UnitMoney, peil.BetterDown), column("fc_brier", peil.UnitNumber, peil.BetterDown), column("fc_reliability", peil.UnitNumber, peil.BetterDown),
	column("fc_resolution", peil.UnitNumber, peil.BetterUp), column("fc_uncertainty", peil.UnitNumber, ""), column("fc_skill", peil.UnitShare, peil.BetterUp)}}, scored}

func scored(ctx context.Context, r *run, f *peil.Figure) error {
	list, err := r.scorable(ctx)
	if err != nil || len(list) == 0 {
		return err
	}
	rivals, err := r.rivals(ctx)
	if err != nil {
		return err
	}
	lines, err := r.lines(ctx, list)
	if err != nil {
		return err
	}
	c := r.summed(nil, r.windows[0], "fc_wape", peil.UnitShare)
	for _, way := range ways {
		var came []stat.Came
		for _, x := range list {
			s, ok := x.said, true
			if way != "issued" {
				s, ok = rivals[x.id][way]
			}
			if ok {
				came = append(came, stat.Came{Quantiles: s, Actual: x.actual})
			}
		}
		if m := c.periodScore(came); m != nil {
			c.dealScore(m, saidBy(lines, way))
			f.Cells = append(f.Cells, at(way, "", m))
		}
	}
	return nil
}

// pastForecasts are the forecasts that are scored, each beside what came.
var pastForecasts = explanation{peil.Figure{ID: "past_forecasts", Chart: peil.ChartBars, Marks: []peil.Mark{{Measure: "fc_p50", Beside: "came", From: "fc_p10", To: "fc_p90"}}, Axes: []peil.Axis{{ID: "day"}, {ID: "period"}}, Measures: []peil.Measure{
	column("fc_p10", peil.UnitMoney, ""), column("fc_p50", peil.UnitMoney, ""), column("fc_p90", peil.UnitMoney, ""),
	column("came", peil.UnitMoney, peil.BetterUp), column("fc_error", peil.UnitMoney, "")}}, passed}

func passed(ctx context.Context, r *run, f *peil.Figure) error {
	list, err := r.scorable(ctx)
	if err != nil {
		return err
	}
	c := r.summed(nil, r.windows[0], "fc_p50", peil.UnitMoney)
	for _, x := range list {
		f.Cells = append(f.Cells, peil.Cell{Keys: []string{x.day.String(), x.period.String()}, Measures: map[string]peil.Value{
			"fc_p10": c.plain(x.said.P10), "fc_p50": c.plain(x.said.P50), "fc_p90": c.plain(x.said.P90), "came": c.plain(x.actual), "fc_error": c.plain(x.said.P50 - x.actual)}})
	}
	return nil
}

// scorable are the month-end forecasts of quarters where the question is of one and
// there are any, else of months.
func (r *run) scorable(ctx context.Context) ([]issuedForecast, error) {
	if r.Period == quarterOf(r.Period.From, r.view.Settings.FiscalYearStart) {
		if list, err := r.monthEnds(ctx, 3); err != nil || len(list) > 0 {
			return list, err
		}
	}
	return r.monthEnds(ctx, 1)
}

// periodScore is the columns of what was said of periods; nil where nothing was.
func (c *cell) periodScore(came []stat.Came) map[string]peil.Value {
	s, ok := stat.ScorePeriods(came)
	if !ok {
		return nil
	}
	n, hits := float64(s.N), math.Round(s.Coverage*float64(s.N))
	m := map[string]peil.Value{"fc_wape": c.share0(s.WAPE, n), "fc_bias": c.share0(s.Bias, n), "fc_pinball": c.of(peil.UnitMoney, s.Pinball), "fc_cover": c.share(hits, n, "no_forecast")}
	return m
}

// share0 is a ratio over n periods; without anything that came it is none.
func (c *cell) share0(x, n float64) peil.Value {
	if math.IsInf(x, 0) || math.IsNaN(x) {
		return c.null("no_won")
	}
	v := c.plain(x)
	v.N, v.Display = &n, display(n, 6)
	return v
}

// dealScore adds the columns of what was said of deals.
func (c *cell) dealScore(m map[string]peil.Value, said []stat.Said) {
	b, ok := stat.BrierScore(said)
	if !ok {
		return
	}
	for id, x := range map[string]float64{"fc_brier": b.Score, "fc_reliability": b.Reliability, "fc_resolution": b.Resolution, "fc_uncertainty": b.Uncertainty} {
		m[id] = c.of(peil.UnitNumber, x)
	}
	skill := c.plain(b.Skill)
	n := float64(b.N)
	skill.N, skill.Display = &n, display(n, minShare)
	m["fc_skill"] = skill
}

// calibration holds what was said of deals against what came, in fixed bins.
var calibration = explanation{peil.Figure{ID: "calibration", Chart: peil.ChartCalibration, Marks: []peil.Mark{against("came_p", "said_p")}, Axes: axis("bin"), Measures: []peil.Measure{
	column("said_p", peil.UnitShare, ""), column("came_p", peil.UnitShare, "")}}, calibrated}

func calibrated(ctx context.Context, r *run, f *peil.Figure) error {
	list, err := r.scorable(ctx)
	if err != nil || len(list) == 0 {
		return err
	}
	lines, err := r.lines(ctx, list)
	if err != nil {
		return err
	}
	c := r.summed(nil, r.windows[0], "came_p", peil.UnitShare)
	for _, b := range stat.Calibration(saidBy(lines, "issued")) {
		f.Cells = append(f.Cells, at(binKeys[b.Upper], "", map[string]peil.Value{"said_p": c.plain(b.Forecast), "came_p": c.share(b.Won, b.N, "no_deals")}))
	}
	return nil
}

// binKeys name the bins of a calibration by their upper ends.
var binKeys = map[float64]string{.1: "p10", .25: "p25", .5: "p50", .75: "p75", .9: "p90", 1: "p100"}

// line is a deal of an issued forecast and whether it was won in the period.
type line struct {
	deal, stage    string
	value, p, pIn  float64
	own            bool
	learned, typed float64
	won            bool // in the period
	outcome        string
	sold           float64
}

// lines reads the deals of forecasts with what came.
func (q *question) lines(ctx context.Context, list []issuedForecast) (map[string][]line, error) {
	wanted := map[string]bool{}
	for _, x := range list {
		wanted[x.id] = true
	}
	s := bind(`select cast(l.forecast_id as text), cast(l.deal_id as text), cast(l.stage_id as text), cast(l.value as double precision), l.p, l.p_in_period,
       coalesce(l.own, false), l.learned, l.default_p, c.outcome,
       case when c.outcome = 'won' and c.closed_on >= f.from_on and c.closed_on < f.horizon then 1 else 0 end,
       case when c.outcome = 'won' then case when c.currency = :base then cast(c.value as double precision) else floor(c.value * fx.rate + 0.5) end end
from forecast_line l
join forecast_fact f on f.forecast_id = l.forecast_id
left join close_fact c on c.deal_id = l.deal_id and c.closed_at <= :as_of
left join fx_day fx on fx.currency = c.currency and fx.day = c.closed_on
where f.as_of <= :as_of
order by l.forecast_id, cast(l.deal_id as text)`, q.params)
	rows, err := q.view.Query(ctx, s.text, s.args...)
	if err != nil {
		return nil, failed("lines", err)
	}
	defer rows.Close()
	c := cell{q: q}
	out := map[string][]line{}
	for rows.Next() {
		var id string
		var x line
		var stage, outcome sql.NullString
		var value, p, pIn, learned, typed, sold sql.NullFloat64
		var won int
		if err := rows.Scan(&id, &x.deal, &stage, &value, &p, &pIn, &x.own, &learned, &typed, &outcome, &won, &sold); err != nil {
			return nil, failed("lines", err)
		}
		if !wanted[id] {
			continue
		}
		x.stage, x.outcome, x.won = stage.String, outcome.String, won == 1
		x.value, x.p, x.pIn, x.learned, x.typed, x.sold = c.money(value.Float64), p.Float64, pIn.Float64, learned.Float64, typed.Float64, c.money(sold.Float64)
		out[id] = append(out[id], x)
	}
	return out, rows.Err()
}

// saidBy is what a way to forecast said of deals in the period, as it is shown: in
// whole per cent. Only our own, by learned and by configured probabilities, speak of
// deals.
func saidBy(lines map[string][]line, way string) []stat.Said {
	var out []stat.Said
	for _, list := range lines {
		for _, l := range list {
			p := l.pIn
			switch {
			case way == "issued" || l.own:
			case way == "learned" && l.p > 0:
				p = math.Min(1, l.pIn/l.p*l.learned)
			case way == "defaults" && l.p > 0:
				p = math.Min(1, l.pIn/l.p*l.typed)
			default:
				return nil
			}
			out = append(out, stat.Said{P: math.Round(p*100) / 100, Won: l.won})
		}
	}
	return out
}
