package storetest

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/report"
	"peil/internal/stat"
)

// players are the questions of goldens by their metric; the names that goldens
// have for measures stand here and nowhere else (metrics.md §8).
var players = map[string]func(t *testing.T, c *Case, view View) (got map[string]any, wrong map[string]string){
	"sales_productivity":        productivity,
	"stage_conversion":          stageConversion,
	"stage_leak":                stageLeak,
	"loss_reasons":              lossReasons,
	"leads_by_source":           leadsBySource,
	"forecast_weighted":         forecastWeighted,
	"lead_requirement":          leadRequirement,
	"lead_response_time":        responseTime,
	"activity_vs_quota":         activityVsQuota,
	"activity_target":           activityTarget,
	"contact_attempts":          contactAttempts,
	"contact_rate":              contactRate,
	"upsell_cross_sell":         upsellCrossSell,
	"next_best_product":         nextBestProduct,
	"whitespace_value":          whitespaceValue,
	"email_engagement":          emailEngagement,
	"email_advice":              emailAdvice,
	"contact_rate_adjusted":     contactRateAdjusted,
	"contact_volume_curve":      contactVolume,
	"decomposition":             decomposition,
	"decomposition_win_rate":    mixAgainstRate,
	"confidence_by_stage":       confidenceByStage,
	"p_win_given_open_at_age":   winGivenOpen,
	"forecast_backtest_deals":   backtestDeals,
	"forecast_backtest_periods": backtestPeriods,
}

// Reports plays a golden's cases that the reports answer on a database and
// checks the answers. Every case has a workspace of its own.
func (g *Golden) Reports(t *testing.T, url func(testing.TB) string) {
	t.Helper()
	for i := range g.Cases {
		c := &g.Cases[i]
		t.Run(c.Name, func(t *testing.T) {
			metric, _ := c.Query["metric"].(string)
			if metric == "grain" {
				grains(t, c)
				return
			}
			if metric == "deal_confidence_history" {
				c.compare(t, c.Name, plainJSON(t, confidenceHistory(t, c, g.Play(t, url(t), c))), c.Expected)
				return
			}
			play, ok := players[metric]
			if !ok {
				t.Fatalf("no report answers %q", metric)
			}
			c.tell(t)
			var view View // a case with an input and no deals is a call of a function
			if len(c.Events) > 0 || c.Input == nil {
				view = g.Play(t, url(t), c)
			}
			got, wrong := play(t, c, view)
			c.Check(t, got, wrong)
		})
	}
}

// ask puts a question to a report of a golden's workspace.
func ask(t *testing.T, v *facts.View, q report.Query) *peil.Result {
	t.Helper()
	res, err := report.Run(t.Context(), v, q)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// known is when a case's question is put; it is also as of when.
func (c *Case) known(t *testing.T) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, c.Query["known_at"].(string))
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// span is a query's period or cohort.
func span(t *testing.T, v any, now time.Time) peil.Period {
	t.Helper()
	if v == "current_month" {
		from := peil.GrainMonth.Start(peil.DateOf(now, peil.NorwegianCalendar().Location), 0)
		return peil.Period{From: from, To: peil.GrainMonth.Start(from.AddDays(31), 0)}
	}
	ends, ok := v.([]any)
	if !ok || len(ends) != 2 {
		t.Fatalf("%v is no period", v)
	}
	var p peil.Period
	for i, d := range []*peil.Date{&p.From, &p.To} {
		if err := d.UnmarshalText([]byte(ends[i].(string))); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

// number is a value as JSON has it: nil where there is none.
func number(v peil.Value) any {
	if v.Value == nil {
		return nil
	}
	return *v.Value
}

// named finds the row of a slice by its golden name.
func named(res *peil.Result, kind, name string) map[string]peil.Value {
	for _, row := range res.Rows {
		if row.Slice != nil && *row.Slice == GoldenID(kind, name).String() {
			return row.Measures
		}
	}
	return nil
}

func productivity(t *testing.T, c *Case, view View) (map[string]any, map[string]string) {
	now := c.known(t)
	q := report.Query{Report: "productivity", Period: span(t, c.Query["period"], now), By: "user", Now: now, Against: view(ended, ended)}
	if c.Query["compare"] == "previous_month" {
		q.Compare = []string{"previous"}
	}
	res := ask(t, view(now, now), q)
	m := res.Rows[0].Measures
	got := map[string]any{"reason": m["prod"].Reason, "restated_by_now": 0.0}
	for name, id := range map[string]string{"revenue": "rev", "productivity": "prod", "revenue_per_fte_day": "prod_fte_day", "return_on_cost": "return",
		"cost": "cost", "headcount": "headcount", "fte_days": "fte_days", "business_days": "business_days"} {
		got[name] = number(m[id])
	}
	if r := m["rev"].Restated; r != nil {
		got["restated_by_now"] = r.By
	}
	users := map[string]any{}
	for _, name := range []string{"A", "B", "C", "LEDER"} {
		if v := named(res, "user", name)["rev"]; v.Value != nil && *v.Value != 0 {
			users[name] = *v.Value
		}
	}
	got["by_user"] = users
	if len(q.Compare) > 0 {
		rev, prod := m["rev"].Compare[0], m["prod"].Compare[0]
		got["complete_business_days"] = rev.BusinessDays
		got["current_window"] = []peil.Date{rev.CurrentPeriod.From, rev.CurrentPeriod.To}
		got["previous_window"] = []peil.Date{rev.Period.From, rev.Period.To}
		got["revenue_current"], got["revenue_previous"] = *rev.Current, *rev.Value
		got["productivity_current"], got["productivity_previous"] = *prod.Current, *prod.Value
		got["change"] = *rev.Delta / *rev.Value
		// The wrong answer is an object of two of these.
		got["calendar"] = map[string]any{"previous": *rev.Value, "change": *rev.Delta / *rev.Value}
	}
	return got, map[string]string{"heads_on_last_day_3": "productivity", "D2_with_monday_rate": "revenue", "SEK_per_1_instead_of_per_100": "revenue",
		"utc_month_boundary_adds_D7": "revenue", "reopened_D5_counted": "revenue", "D8_credited_to_current_owner_B": "by_user", "same_calendar_days": "calendar"}
}

// grains asks stat how finely to cut trends.
func grains(t *testing.T, c *Case) {
	var paces []struct {
		Wins   float64 `json:"wins_per_business_day"`
		Median float64 `json:"median_cycle_days"`
	}
	if err := json.Unmarshal(c.Input, &paces); err != nil {
		t.Fatal(err)
	}
	for i, p := range paces {
		if g := stat.Grain(p.Wins, p.Median); g != c.Expected.([]any)[i] {
			t.Errorf("%+v is cut by %s, expected %s", p, g, c.Expected.([]any)[i])
		}
	}
	if len(paces) != len(c.Expected.([]any)) {
		t.Error("there are more answers than questions")
	}
}

var goldenStages = []string{"S1", "S2", "S3"}

func stageConversion(t *testing.T, c *Case, view View) (map[string]any, map[string]string) {
	now := c.known(t)
	v := view(now, now)
	if c.Query["stage"] != nil {
		return competingRisks(t, c, v, now), map[string]string{"closed_only": "conversion", "all_entered": "conversion",
			"one_minus_km_forward": "conversion", "mean_of_completed_days": "rmst20_days"}
	}
	q := report.Query{Report: "stages", Period: span(t, c.Query["cohort"], now), Now: now}
	res := ask(t, v, q)
	reached, entered, naive := map[string]any{}, map[string]any{}, map[string]any{}
	for _, s := range goldenStages {
		m := named(res, "stage", s)
		reached[s], entered[s], naive[s] = number(m["reached"]), number(m["entered"]), number(m["conv_naive"])
	}
	total := res.Rows[0].Measures
	reached["won"] = number(total["won"])
	return map[string]any{"reached_at_least": reached, "entered": entered, "step_conversion_naive": naive,
			"skips": number(total["skips"]), "back_moves": number(total["backs"]),
			"visits": visits(t, v, q.Period.From, now), "lost_from": lostFrom(t, v, q)},
		map[string]string{"funnel_counting_only_real_entries_S2": "reached_at_least/S2", "strict_order_funnel_drops_e3_from_won": "reached_at_least/won"}
}

var goldenDeals = []string{"e1", "e2", "e3", "e4", "e5", "e6", "e7", "e8"}

// lostFrom is which deals were lost from which stage, as the drill-down lists them.
func lostFrom(t *testing.T, v *facts.View, q report.Query) map[string]any {
	q.Measures = []string{"lost"}
	rows, err := report.Rows(t.Context(), v, q)
	if err != nil {
		t.Fatal(err)
	}
	at := func(id string) int {
		return slices.IndexFunc(rows.Columns, func(c peil.Column) bool { return c.ID == id })
	}
	out := map[string]any{}
	for _, row := range rows.Rows {
		if row[at("detail")] == "lost" {
			stage := row[at("stage")].(string)
			deals, _ := out[stage].([]any)
			out[stage] = append(deals, short("deal", row[at("id")].(string), goldenDeals))
		}
	}
	return out
}

// visits lists the stays by deal, then start.
func visits(t *testing.T, v *facts.View, start peil.Date, now time.Time) []any {
	rows, err := v.DB.QueryContext(t.Context(), `select cast(deal_id as text), cast(stage_id as text), enter_at, exit_at, exit_kind, coalesce(open_seconds, 0)
        from stage_visit order by enter_at`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	byDeal := map[string][]any{}
	from := start.Start(peil.NorwegianCalendar().Location)
	for rows.Next() {
		var deal, stage, exit string
		var enter time.Time
		var leave *time.Time
		var seconds float64
		if err := rows.Scan(&deal, &stage, &enter, &leave, &exit, &seconds); err != nil {
			t.Fatal(err)
		}
		if leave == nil {
			seconds = now.Sub(enter).Seconds()
		}
		name := short("deal", deal, goldenDeals)
		byDeal[name] = append(byDeal[name], map[string]any{"deal": name, "stage": short("stage", stage, goldenStages),
			"enter_day": enter.Sub(from).Hours() / 24, "days": seconds / 86400, "exit": exit})
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	var out []any
	for _, name := range goldenDeals {
		out = append(out, byDeal[name]...)
	}
	return out
}

// competingRisks is one stage's estimates over all that there is.
func competingRisks(t *testing.T, c *Case, v *facts.View, now time.Time) map[string]any {
	p, err := report.Span(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	stage, tau := c.Query["stage"].(string), c.Query["tau"].(float64)
	m := ask(t, v, report.Query{Report: "stages", Period: p, By: report.None, Now: now, Tau: tau,
		Filters: []report.Filter{{Dim: "stage", Values: []string{stage}}}}).Rows[0].Measures
	return map[string]any{"conversion": number(m["conv_step"]), "lost": number(m["lost_step"]), "undetermined": number(m["undetermined"]),
		"median_days": number(m["time_p50"]), fmt.Sprintf("rmst%.0f_days", tau): number(m["time_rmst"]), "steps": steps(t, v, stage, now)}
}

// steps are the estimate's steps, from the same facts.
func steps(t *testing.T, v *facts.View, stage string, now time.Time) []any {
	rows, err := v.DB.QueryContext(t.Context(), `select entered_at, cause_at, cause from stage_entry where cast(stage_id as text) = $1`, GoldenID("stage", stage).UUID())
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var cells []stat.Cell
	for rows.Next() {
		var enter time.Time
		var leave *time.Time
		var cause string
		if err := rows.Scan(&enter, &leave, &cause); err != nil {
			t.Fatal(err)
		}
		end := now
		if leave != nil {
			end = *leave
		}
		cells = append(cells, stat.Cell{T: end.Sub(enter).Hours() / 24, Cause: map[string]int{"advance": 1, "lost": 2, "cancelled": 2}[cause], N: 1})
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	curve, _ := stat.AalenJohansen(cells, 2)
	var out []any
	for _, s := range curve.Steps {
		out = append(out, map[string]any{"t": s.T, "at_risk": s.AtRisk, "S": s.S, "cif_forward": s.F[0], "cif_lost": s.F[1]})
	}
	return out
}

func stageLeak(t *testing.T, c *Case, _ View) (map[string]any, map[string]string) {
	var in struct {
		Bench   float64 `json:"benchmark_conversion"`
		Actual  float64 `json:"actual_conversion"`
		N       float64 `json:"entering"`
		WinNext float64 `json:"p_win_from_next"`
		Size    float64 `json:"mean_won_value"`
	}
	if err := json.Unmarshal(c.Input, &in); err != nil {
		t.Fatal(err)
	}
	return map[string]any{"leak_value": report.Leak(in.Bench, in.Actual, in.N, in.WinNext, in.Size)}, nil
}
