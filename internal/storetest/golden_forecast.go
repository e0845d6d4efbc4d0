package storetest

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"peil"
	"peil/internal/report"
	"peil/internal/stat"
)

// pipelineRow is an open deal of an input.
type pipelineRow struct {
	Deal       string  `json:"deal"`
	Value      float64 `json:"value"`
	Confidence float64 `json:"confidence"`
}

// tellPipeline turns open deals with their probabilities into events, and the
// budget that the case expects an answer for.
func (c *Case) tellPipeline(rows []pipelineRow) {
	for _, r := range rows {
		c.Events = append(c.Events,
			map[string]any{"type": "deal.created", "at": on(0), "deal": r.Deal, "stage": "S1", "value": r.Value, "currency": "NOK"},
			map[string]any{"type": "deal.confidence_overridden", "at": on(0), "deal": r.Deal, "p": r.Confidence})
	}
	if target, ok := c.Expected.(map[string]any)["target"]; ok {
		c.Events = append(c.Events, map[string]any{"type": "quota.set", "at": on(1), "kind": "revenue", "per": "month", "from": "2026-01-01", "value": target, "currency": "NOK"})
	}
}

// january is asked on its 22nd day.
func january(t *testing.T, view View) (*peil.Result, report.Query, time.Time) {
	now := received.AddDate(0, 0, 10)
	q := report.Query{Report: "forecast", Period: peil.Period{From: peil.Date{Year: 2026, Month: 1, Day: 1}, To: peil.Date{Year: 2026, Month: 2, Day: 1}}, Now: now}
	return ask(t, view(now, now), q), q, now
}

func forecastWeighted(t *testing.T, c *Case, view View) (map[string]any, map[string]string) {
	res, q, now := january(t, view)
	rows, err := report.Rows(t.Context(), view(now, now), q)
	if err != nil {
		t.Fatal(err)
	}
	column := func(id string) int {
		return slices.IndexFunc(rows.Columns, func(c peil.Column) bool { return c.ID == id })
	}
	var names []string
	for _, r := range c.pipeline(t) {
		names = append(names, r.Deal)
	}
	weighted := map[string]any{}
	var bets []stat.Bet
	for _, row := range rows.Rows {
		amount, p := row[column("amount")].(float64), row[column("quantity")].(float64)
		weighted[short("deal", row[column("id")].(string), names)] = amount * p
		bets = append(bets, stat.Bet{Value: amount, P: p})
	}
	m := res.Rows[0].Measures
	totals, _ := stat.ExactTotals(0, bets)
	_, sd := totals.Moments()
	distribution := map[string]any{}
	for _, a := range totals {
		key, _ := json.Marshal(a.Value)
		distribution[string(key)] = a.P
	}
	swing, priority, order := map[string]any{}, map[string]any{}, []any{}
	f := res.Figure("decisive")
	for _, cell := range f.Cells {
		name := short("deal", cell.Keys[0], names)
		swing[name], priority[name] = number(cell.Measures["swing"]), number(cell.Measures["priority"])
		order = append(order, name)
	}
	return map[string]any{"weighted": weighted, "total_weighted": number(m["fc_weighted"]), "total_unweighted": number(m["open_value"]), "sd": sd,
		"distribution": distribution, "p10": number(m["fc_p10"]), "p50": number(m["fc_p50"]), "p90": number(m["fc_p90"]), "target": number(m["quota"]),
		"p_reach_target": number(m["p_quota"]), "swing": swing, "priority": priority, "decisive_order": order}, nil
}

func (c *Case) pipeline(t *testing.T) []pipelineRow {
	var rows []pipelineRow
	if err := json.Unmarshal(c.Input, &rows); err != nil {
		t.Fatal(err)
	}
	return rows
}

// requirement is the input of the question whether there is enough.
type requirement struct {
	Quota    float64 `json:"quota"`
	Booked   float64 `json:"booked"`
	Expected float64 `json:"expected_from_open"`
	P        float64 `json:"p_win_in_time_new_lead"`
	Value    float64 `json:"mean_won_value"`
	Weeks    float64 `json:"weeks_left_for_leads_to_close_in_time"`
	PerWeek  float64 `json:"current_leads_per_week"`
	Open     float64 `json:"open_pipeline"`
}

// tellRequirement makes a budget, a sale, and an open deal of which so much is
// expected.
func (c *Case) tellRequirement(r requirement) {
	c.tellPipeline([]pipelineRow{{"open", r.Open, r.Expected / r.Open}})
	c.Events = append(c.Events,
		map[string]any{"type": "deal.created", "at": on(0), "deal": "sold", "stage": "S1"},
		map[string]any{"type": "deal.closed", "at": on(1), "deal": "sold", "outcome": "won", "value": r.Booked, "currency": "NOK"},
		map[string]any{"type": "quota.set", "at": on(1), "kind": "revenue", "per": "month", "from": "2026-01-01", "value": r.Quota, "currency": "NOK"})
}

// leadRequirement asks the report for what it can know of such a company, and stat
// for the plan of what the input says of its leads.
func leadRequirement(t *testing.T, c *Case, view View) (map[string]any, map[string]string) {
	res, _, _ := january(t, view)
	m := res.Rows[0].Measures
	var in requirement
	if err := json.Unmarshal(c.Input, &in); err != nil {
		t.Fatal(err)
	}
	need := stat.LeadNeed{Quota: *m["quota"].Value, Booked: *m["rev"].Value, Expected: *m["fc_open"].Value, P: in.P, Value: in.Value, Weeks: in.Weeks, PerWeek: in.PerWeek}
	p, ok := need.Plan()
	if !ok {
		t.Fatal("no plan")
	}
	return map[string]any{"coverage": number(m["coverage"]), "coverage_required": number(m["coverage_req"]), "gap": p.Gap, "value_per_lead": p.PerLead,
		"leads_needed": p.Needed, "leads_needed_per_week": p.NeededPerWeek, "leads_expected": p.Come, "enough": p.Enough, "shortfall_leads": p.Short, "expected_total": p.Total}, nil
}

// confidenceByStage is the learned levels of stages.
func confidenceByStage(t *testing.T, c *Case, _ View) (map[string]any, map[string]string) {
	var in []struct {
		Stage                string
		Won, Mature, Default float64
	}
	if err := json.Unmarshal(c.Input, &in); err != nil {
		t.Fatal(err)
	}
	var stages []stat.StageHistory
	for _, s := range in {
		stages = append(stages, stat.StageHistory{Won: s.Won, Mature: s.Mature, Default: s.Default})
	}
	levels, ok := stat.StageLevels(stages)
	if !ok {
		t.Fatal("no levels")
	}
	got := map[string]any{}
	falls := []any{}
	for i, l := range levels {
		got[in[i].Stage] = map[string]any{"posterior": l.Posterior(), "weight": l.Weight(), "isotonic": l.Level}
		if i > 0 && l.Level < levels[i-1].Level {
			falls = []any{levels[i-1].Level, l.Level}
		}
	}
	got["falls"], got["S3_level"] = falls, levels[2].Level
	return got, map[string]string{"raw_S3": "S3_level", "decreasing_confidence_by_stage": "falls"}
}

// confidenceHistory is the rows of a deal's confidence, with the levels that the
// case gives its stages.
func confidenceHistory(t *testing.T, c *Case, view View) []any {
	levels := map[peil.ID]float64{}
	for stage, p := range c.Params["by_stage"].(map[string]any) {
		levels[GoldenID("stage", stage)] = p.(float64)
	}
	rows, err := report.ConfidenceHistory(t.Context(), view(ended, ended), GoldenID("deal", c.Query["deal"].(string)), func(stage peil.ID, _ time.Time) float64 { return levels[stage] })
	if err != nil {
		t.Fatal(err)
	}
	var out []any
	for _, r := range rows {
		out = append(out, map[string]any{"at": r.At.Format(time.RFC3339), "p": r.P, "source": r.Source})
	}
	return out
}

// winGivenOpen is the chance of a deal that has grown so old.
func winGivenOpen(t *testing.T, c *Case, _ View) (map[string]any, map[string]string) {
	var in []struct {
		Days    float64
		Outcome string
	}
	if err := json.Unmarshal(c.Input, &in); err != nil {
		t.Fatal(err)
	}
	var cells []stat.Cell
	for _, d := range in {
		cells = append(cells, stat.Cell{T: d.Days, Cause: map[string]int{"won": 1, "lost": 2}[d.Outcome], N: 1})
	}
	curve, _ := stat.AalenJohansen(cells, 2)
	age := c.Query["age_days"].(float64)
	p, upper, _, _ := curve.WinGivenOpen(1, age)
	in3, _ := curve.WinWithin(1, age, 0, 3)
	in5, _ := curve.WinWithin(1, age, 0, 5)
	var steps []any
	for _, s := range curve.Steps {
		steps = append(steps, map[string]any{"t": s.T, "at_risk": s.AtRisk, "S": s.S, "cif_won": s.F[0], "cif_lost": s.F[1]})
	}
	return map[string]any{"steps": steps, "p_win_ever": p, "p_win_ever_upper": upper, "p_win_within_3_days": in3, "p_win_within_5_days": in5}, nil
}
