package storetest

import (
	"fmt"
	"testing"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/report"
)

// AsOf plays the cases of 13-asof: a deal at a moment with the knowledge of
// another, and a forecast beside what became of its deals.
func (g *Golden) AsOf(t *testing.T, url func(testing.TB) string) {
	t.Helper()
	view := g.Play(t, url(t), nil)
	for i := range g.Cases {
		c := &g.Cases[i]
		t.Run(c.Name, func(t *testing.T) {
			if forecast, ok := c.Query["forecast"].(string); ok {
				c.Check(t, issued(t, view(c.known(t), c.known(t)), forecast), nil)
				return
			}
			at, err := time.Parse(time.RFC3339, c.Query["at"].(string))
			if err != nil {
				t.Fatal(err)
			}
			c.Check(t, g.deal(t, view(at, c.known(t)), c.Query["deal"].(string), at), nil)
		})
	}
}

// Calendar checks the business days of 12-calendar as the report counts them.
func (g *Golden) Calendar(t *testing.T, url func(testing.TB) string) {
	t.Helper()
	view := g.Play(t, url(t), nil)(ended, ended)
	for i := range g.Cases {
		if c := &g.Cases[i]; c.Name == "business_days_2026" {
			got := map[string]any{}
			for month := time.January; month <= time.December; month++ {
				p := peil.Period{From: peil.NewDate(2026, month, 1), To: peil.NewDate(2026, month+1, 1)}
				res := ask(t, view, report.Query{Report: "productivity", Period: p, Now: ended})
				got[fmt.Sprintf("2026-%02d", month)] = number(res.Rows[0].Measures["business_days"])
			}
			c.Check(t, got, nil)
			return
		}
	}
	t.Error("the golden has no business days")
}

var goldenUsers = []string{"A", "B", "C"}

// deal is what the facts say of a deal.
func (g *Golden) deal(t *testing.T, v *facts.View, name string, at time.Time) map[string]any {
	t.Helper()
	id := GoldenID("deal", name).UUID()
	var status, owner, stage string
	var value int64
	one(t, v, `select status, cast(user_id as text), cast(stage_id as text), value from deal_fact where cast(deal_id as text) = $1`, id, &status, &owner, &stage, &value)
	var since time.Time
	one(t, v, `select max(enter_at) from stage_visit where cast(deal_id as text) = $1`, id, &since)
	var minutes float64
	one(t, v, `select business_min from response_clock where kind = 'new' and cast(deal_id as text) = $1`, id, &minutes)
	got := map[string]any{"status": status, "owner": short("user", owner, goldenUsers), "stage": short("stage", stage, []string{"S1", "S2", "S3"}),
		"value": float64(value) / 100, "stage_since": since.UTC().Format(time.RFC3339), "response_business_min": minutes}
	done, late := map[string]any{}, []any{}
	rows, err := v.DB.QueryContext(t.Context(), `select cast(user_id as text), done_at, late_logged from activity_fact where cast(deal_id as text) = $1 order by done_at`, id)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var user string
		var when time.Time
		var isLate bool
		if err := rows.Scan(&user, &when, &isLate); err != nil {
			t.Fatal(err)
		}
		user = short("user", user, goldenUsers)
		n, _ := done[user].(int)
		done[user] = n + 1
		if isLate {
			late = append(late, g.eventAt(when))
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	got["activity_credit"], got["late_logged"] = done, late
	credit := map[string]any{}
	month := peil.GrainMonth.Start(peil.DateOf(at, time.UTC), 0)
	res := ask(t, v, report.Query{Report: "productivity", By: "user", Now: at, Period: peil.Period{From: month.AddDays(-31), To: month.AddDays(62)}})
	for _, u := range goldenUsers {
		if rev := named(res, "user", u)["rev"]; rev.Value != nil && *rev.Value != 0 {
			credit[u] = *rev.Value
		}
	}
	got["win_credit"] = credit
	return got
}

// eventAt is the name of the activity that was done at an instant: facts know it
// by an id that goldens do not give.
func (g *Golden) eventAt(when time.Time) any {
	for _, ev := range g.Events {
		if ev["type"] == "activity.done" && ev["at"] == when.UTC().Format(time.RFC3339) {
			return ev["id"]
		}
	}
	return nil
}

// issued is a forecast as it was issued, joined with the outcomes of its deals.
func issued(t *testing.T, v *facts.View, name string) map[string]any {
	t.Helper()
	rows, err := v.DB.QueryContext(t.Context(), `select cast(f.deal_id as text), f.value, f.p, d.status, d.value
        from forecast_line f left join deal_fact d on d.deal_id = f.deal_id where cast(f.forecast_id as text) = $1`, GoldenID("forecast", name).UUID())
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	total, lines := 0.0, []any{}
	for rows.Next() {
		var deal, outcome string
		var value, won int64
		var p float64
		if err := rows.Scan(&deal, &value, &p, &outcome, &won); err != nil {
			t.Fatal(err)
		}
		total += float64(value) / 100 * p
		lines = append(lines, map[string]any{"deal": short("deal", deal, []string{"Z"}), "value": float64(value) / 100, "p": p,
			"outcome": outcome, "outcome_value": float64(won) / 100})
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return map[string]any{"total": total, "lines": lines}
}

// one reads a single row about a record.
func one(t *testing.T, v *facts.View, query, id string, dest ...any) {
	t.Helper()
	if err := v.DB.QueryRowContext(t.Context(), query, id).Scan(dest...); err != nil {
		t.Fatalf("%v in %s", err, query)
	}
}
