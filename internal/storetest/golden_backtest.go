package storetest

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"
	"time"

	"peil"
	"peil/internal/report"
)

// issuedOn is when the forecasts of a backtest's inputs were issued: the first day
// of a month, long over.
func issuedOn(months int) peil.Date {
	d := peil.NewDate(2024, 1, 1)
	for range months {
		d = peil.GrainMonth.Start(d.AddDays(31), 0)
	}
	return d
}

// tellBacktest turns an input of 06b into issued forecasts and what came.
func (c *Case) tellBacktest(t *testing.T) {
	t.Helper()
	var deals []struct {
		P   float64
		Won float64
	}
	var periods []struct {
		P10, P50, P90, Actual, Naive float64
	}
	if c.Query["metric"] == "forecast_backtest_deals" {
		if err := json.Unmarshal(c.Input, &deals); err != nil {
			t.Fatal(err)
		}
		day := issuedOn(0)
		lines := []any{}
		at := day.Start(oslo).Add(time.Minute)
		for i, d := range deals {
			name := fmt.Sprintf("d%d", i)
			c.Events = append(c.Events, map[string]any{"type": "deal.created", "at": at.AddDate(0, 0, -3).Format(time.RFC3339), "deal": name, "stage": "S1", "value": 100., "currency": "NOK"})
			lines = append(lines, map[string]any{"deal": name, "value": 100., "p": d.P, "p_in_period": d.P})
		}
		c.Events = append(c.Events, map[string]any{"type": "forecast.issued", "at": at.Format(time.RFC3339), "forecast": "F", "model": "test", "seed": 1.,
			"first": day.String(), "horizon": issuedOn(1).String(), "lines": lines})
		for i, d := range deals {
			outcome := "lost"
			if d.Won == 1 {
				outcome = "won"
			}
			c.Events = append(c.Events, map[string]any{"type": "deal.closed", "at": at.AddDate(0, 0, 5).Format(time.RFC3339), "deal": fmt.Sprintf("d%d", i), "outcome": outcome, "value": 100., "currency": "NOK"})
		}
		return
	}
	if err := json.Unmarshal(c.Input, &periods); err != nil {
		t.Fatal(err)
	}
	for i, p := range periods {
		day := issuedOn(i)
		at := day.Start(oslo).Add(time.Minute)
		c.Events = append(c.Events, map[string]any{"type": "forecast.issued", "at": at.Format(time.RFC3339), "forecast": fmt.Sprint("F", i), "model": "test", "seed": 1.,
			"first": day.String(), "horizon": issuedOn(i + 1).String(), "p10": 100 * p.P10, "p50": 100 * p.P50, "p90": 100 * p.P90, "lines": []any{},
			"rivals": []any{map[string]any{"name": "last_year", "p10": 100 * p.Naive, "p50": 100 * p.Naive, "p90": 100 * p.Naive}}},
			map[string]any{"type": "deal.closed", "at": at.AddDate(0, 0, 5).Format(time.RFC3339), "deal": fmt.Sprint("d", i), "outcome": "won", "value": p.Actual, "currency": "NOK"})
	}
}

var oslo, _ = peil.LoadLocation(peil.DefaultZone)

// backtested asks the forecast report how the told forecasts did.
func backtested(t *testing.T, view View) *peil.Result {
	now := ended
	return ask(t, view(now, now), report.Query{Report: "forecast", By: report.None, Now: now, Period: peil.Period{From: issuedOn(0), To: issuedOn(1)}})
}

func backtestDeals(t *testing.T, _ *Case, view View) (map[string]any, map[string]string) {
	res := backtested(t, view)
	m := res.Figure("backtest").At("issued")
	var bins []any
	baseK, baseN := 0., 0.
	for _, cell := range res.Figure("calibration").Cells {
		said, came := cell.Measures["said_p"], cell.Measures["came_p"]
		bins = append(bins, map[string]any{"forecast": number(said), "n": *came.N, "won": *came.K, "observed": number(came), "wilson95": []any{came.Interval.Lo, came.Interval.Hi}})
		baseK, baseN = baseK+*came.K, baseN+*came.N
	}
	return map[string]any{"brier": number(m["fc_brier"]), "base_rate": baseK / baseN, "brier_reference": number(m["fc_uncertainty"]), "skill": number(m["fc_skill"]),
		"reliability": number(m["fc_reliability"]), "resolution": number(m["fc_resolution"]), "uncertainty": number(m["fc_uncertainty"]), "calibration": bins}, nil
}

func backtestPeriods(t *testing.T, c *Case, view View) (map[string]any, map[string]string) {
	var in []struct{ Period string }
	if err := json.Unmarshal(c.Input, &in); err != nil {
		t.Fatal(err)
	}
	res := backtested(t, view)
	m, naive := res.Figure("backtest").At("issued"), res.Figure("backtest").At("last_year")
	var rows []any
	for i, cell := range res.Figure("past_forecasts").Cells {
		v := func(id string) float64 { return *cell.Measures[id].Value }
		loss := func(q, f float64) float64 {
			if y := v("came"); y >= f {
				return (y - f) * q
			}
			return (f - v("came")) * (1 - q)
		}
		rows = append(rows, map[string]any{"period": in[i].Period, "pinball10": loss(.1, v("fc_p10")), "pinball50": loss(.5, v("fc_p50")), "pinball90": loss(.9, v("fc_p90")),
			"inside": v("fc_p10") <= v("came") && v("came") <= v("fc_p90"), "error": v("fc_error")})
	}
	bias := *m["fc_bias"].Value
	if math.Abs(bias) < 1e-12 {
		bias = 0
	}
	return map[string]any{"rows": rows, "wape": number(m["fc_wape"]), "bias": bias, "coverage80": number(m["fc_cover"]), "mean_pinball": number(m["fc_pinball"]),
		"wape_naive": number(naive["fc_wape"]), "beats_naive": *m["fc_wape"].Value < *naive["fc_wape"].Value}, nil
}

// plainJSON is a value as JSON has it.
func plainJSON(t *testing.T, v any) any {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var out any
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}
