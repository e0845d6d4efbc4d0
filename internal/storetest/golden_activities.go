package storetest

import (
	"encoding/json"
	"slices"
	"testing"

	"peil"
	"peil/internal/report"
	"peil/internal/stat"
)

var goldenActivities = []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}

func activityVsQuota(t *testing.T, c *Case, view View) (map[string]any, map[string]string) {
	now := c.known(t)
	v := view(now, now)
	q := report.Query{Report: "activities", Period: span(t, c.Query["period"], now), Now: now,
		Filters: []report.Filter{{Dim: "user", Values: []string{GoldenID("user", c.Query["user"].(string)).String()}}}}
	res := ask(t, v, q)
	got := map[string]any{"business_days": number(res.Rows[0].Measures["business_days"])}
	for _, row := range res.Rows[1:] {
		m := row.Measures
		got[*row.Slice] = map[string]any{"done": number(m["act_done"]), "target": number(m["act_target"]), "attainment": number(m["act_pct"]),
			"planned_open": number(m["act_planned"]), "ids": doneIDs(t, view, q, *row.Slice)}
	}
	return got, map[string]string{"calls_counting_everything_logged": "call/done", "target_without_holiday": "call/target"}
}

// doneIDs are the activities behind the number of a kind.
func doneIDs(t *testing.T, view View, q report.Query, kind string) []any {
	q.Measures = []string{"act_done"}
	q.Filters = append(slices.Clone(q.Filters), report.Filter{Dim: "activity", Values: []string{kind}})
	rows, err := report.Rows(t.Context(), view(q.Now, q.Now), q)
	if err != nil {
		t.Fatal(err)
	}
	out := []any{}
	for _, row := range rows.Rows {
		out = append(out, short("activity", row[1].(string), goldenActivities))
	}
	return out
}

// joiner is the input of a target that holds for part of a period.
type joiner struct {
	Per    string       `json:"per"`
	Value  float64      `json:"value"`
	FTE    float64      `json:"fte"`
	Joined peil.Date    `json:"joined"`
	Period [2]peil.Date `json:"period"`
}

func (c *Case) joiner(t *testing.T) joiner {
	t.Helper()
	var in joiner
	if err := json.Unmarshal(c.Input, &in); err != nil {
		t.Fatal(err)
	}
	return in
}

// tellJoiner turns it into events.
func (c *Case) tellJoiner(in joiner) {
	at := in.Joined.String() + "T06:00:00Z"
	c.Events = []map[string]any{
		{"type": "user.joined", "at": at, "user": "A", "fte": in.FTE, "sells": true},
		{"type": "quota.set", "at": at, "user": "A", "kind": "activity:call", "per": in.Per, "value": in.Value, "from": in.Period[0].String()},
	}
}

func activityTarget(t *testing.T, c *Case, view View) (map[string]any, map[string]string) {
	p := c.joiner(t).Period
	m := ask(t, view(ended, ended), report.Query{Report: "activities", Period: peil.Period{From: p[0], To: p[1]}, Now: ended}).Rows[0].Measures
	return map[string]any{"business_days": number(m["business_days"]), "available_days": number(m["available_days"]), "target": number(m["act_target"])}, nil
}

func contactAttempts(t *testing.T, c *Case, _ View) (map[string]any, map[string]string) {
	var in struct {
		AtRisk []float64 `json:"at_risk"`
		First  []float64 `json:"first_contacts"`
		PWin   float64   `json:"p_win_given_contact"`
		Value  float64   `json:"mean_won_value"`
		Cost   float64   `json:"cost_per_attempt"`
	}
	if err := json.Unmarshal(c.Input, &in); err != nil {
		t.Fatal(err)
	}
	of := func(times float64) stat.Attempts {
		risk, first := slices.Clone(in.AtRisk), slices.Clone(in.First)
		for i := range risk {
			risk[i], first[i] = times*risk[i], times*first[i]
		}
		a, ok := stat.AttemptsWorth(risk, first, in.PWin*in.Value, in.Cost)
		if !ok {
			t.Fatal("the attempts are worth nothing")
		}
		return a
	}
	a, ten := of(1), of(10)
	stop := func(k int) any {
		if k == 0 {
			return nil
		}
		return k
	}
	return map[string]any{"hazard": a.Hazard, "hazard_monotone": a.Monotone, "net_value_per_attempt": a.Net, "optimal_attempts": a.Optimal,
		"cumulative_share_of_reached": a.Reached, "hazard_wilson95_at_5": []any{a.Band[4].Lo, a.Band[4].Hi}, "at_least": a.AtLeast, "stop_after": stop(a.StopAfter),
		"ten_times_the_data": map[string]any{"at_least": ten.AtLeast, "stop_after": stop(ten.StopAfter)}}, map[string]string{"share_rule_93pct": "optimal_attempts"}
}

func contactVolume(t *testing.T, c *Case, _ View) (map[string]any, map[string]string) {
	var in struct {
		X    []float64 `json:"contacts"`
		Y    []float64 `json:"value_index"`
		Cost float64   `json:"marginal_cost"`
	}
	if err := json.Unmarshal(c.Input, &in); err != nil {
		t.Fatal(err)
	}
	var points []stat.VolumePoint
	for i := range in.X {
		points = append(points, stat.VolumePoint{X: in.X[i], Y: in.Y[i]})
	}
	v, _ := stat.VolumeCurve(points, stat.Resampling{})
	even, _ := v.BreakEven(in.Cost)
	status := "ok"
	var said any
	if v.Declines() {
		said = "ACT-4"
	}
	if !v.Enough() {
		status = "too_few"
	}
	return map[string]any{"b1": v.B1, "b2": v.B2, "turning_point": v.Peak, "break_even": even, "two_lines_slopes": v.Slopes, "status": status, "advice": said}, nil
}
