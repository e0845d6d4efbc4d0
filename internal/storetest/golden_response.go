package storetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/report"
)

// everything is all that a golden's workspace tells of, for cases that name no
// period.
func everything(t *testing.T, v *facts.View) peil.Period {
	t.Helper()
	p, err := report.Span(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	return peil.Period{From: p.From.AddDays(-366), To: p.To.AddDays(366)}
}

// cellAt finds the cell of a figure by its first key.
func cellAt(res *peil.Result, figure, key string) map[string]peil.Value {
	for _, f := range res.Figures {
		for _, c := range f.Cells {
			if f.ID == figure && c.Keys[0] == key {
				return c.Measures
			}
		}
	}
	return nil
}

var goldenLeads = []string{"L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8", "L9", "L10"}

func responseTime(t *testing.T, c *Case, view View) (map[string]any, map[string]string) {
	now := c.known(t)
	v := view(now, now)
	if c.Query["clock"] == "all" { // the answer is a list
		c.Expected = map[string]any{"clocks": c.Expected}
		return map[string]any{"clocks": everyClock(t, v)}, nil
	}
	q := report.Query{Report: "response", By: report.None, Period: everything(t, v), Now: now}
	res := ask(t, v, q)
	m := res.Rows[0].Measures
	got := map[string]any{"km_median_min": number(m["rt_p50"]), "km_within_5": number(cellAt(res, "response_curve", "5")["answered"])}
	for name, id := range map[string]string{"within_5": "rt_share5", "within_10": "rt_share10"} {
		s := m[id]
		got[name] = map[string]any{"hits": *s.K, "eligible": *s.N, "immature": *m["clocks"].Value - *s.N, "rate": *s.Value,
			"wilson95": []any{s.Interval.Lo, s.Interval.Hi}}
		got["fraction_"+name] = fmt.Sprintf("%v/%v", *s.K, *s.N)
	}
	buckets := map[string]any{}
	for _, f := range res.Figures {
		if f.ID != "response_buckets" {
			continue
		}
		for _, cell := range f.Cells {
			s := cell.Measures["rt_contact"]
			buckets[cell.Keys[0]] = map[string]any{"leads": *cell.Measures["clocks"].Value, "contacted": *s.K, "contact_rate": *s.Value, "display": string(s.Display)}
		}
	}
	got["by_bucket"] = buckets
	got["leads"], got["excluded"] = clocked(t, v, q)
	return got, map[string]string{"mean_of_answered_wall_min": "km_median_min", "autoreply_stops_clock_L2": "leads/L2/business_min",
		"half_day_ignored_L4": "leads/L4/business_min", "dst_ignored_L5_wall": "leads/L5/wall_min", "unanswered_dropped_within_5": "fraction_within_5"}
}

// clocked is every lead's clock, and which are left out and why: as the rows
// behind the number list them, with the customer's own minutes beside.
func clocked(t *testing.T, v *facts.View, q report.Query) (leads, excluded map[string]any) {
	q.Measures = []string{"clocks"}
	rows, err := report.Rows(t.Context(), v, q)
	if err != nil {
		t.Fatal(err)
	}
	at := func(id string) int {
		return slices.IndexFunc(rows.Columns, func(c peil.Column) bool { return c.ID == id })
	}
	leads, excluded = map[string]any{}, map[string]any{}
	for _, row := range rows.Rows {
		name := short("deal", row[at("id")].(string), goldenLeads)
		if why := row[at("excluded")].(string); why != "" {
			excluded[name] = why
			continue
		}
		minutes, answered := row[at("quantity")].(float64), row[at("detail")] == "answered"
		bucket := "waiting"
		if answered {
			bucket = bucketOf(minutes)
		}
		wall, met := clockOf(t, v, name, q.Now)
		leads[name] = map[string]any{"business_min": minutes, "wall_min": wall, "answered": answered, "contacted": met, "bucket": bucket}
	}
	return leads, excluded
}

func bucketOf(minutes float64) string {
	for _, b := range []struct {
		most float64
		id   string
	}{{5, "0-5"}, {10, "5-10"}, {30, "10-30"}, {60, "30-60"}, {240, "60-240"}, {1440, "240-1440"}} {
		if minutes <= b.most {
			return b.id
		}
	}
	return "1440+"
}

// clockOf is what the facts say of a lead's clock: the customer's minutes, and
// whether there was contact.
func clockOf(t *testing.T, v *facts.View, name string, now time.Time) (wall float64, met bool) {
	var start time.Time
	var stop, contact *time.Time
	one(t, v, `select start_at, stop_at, contact_at from response_clock where kind = 'new' and cast(deal_id as text) = $1`, GoldenID("deal", name).UUID(), &start, &stop, &contact)
	end := now
	if stop != nil {
		end = *stop
	}
	return end.Sub(start).Minutes(), contact != nil
}

// everyClock lists the clocks by start.
func everyClock(t *testing.T, v *facts.View) []any {
	rows, err := v.DB.QueryContext(t.Context(), `select kind, cast(stage_id as text), start_at, stop_at, business_min from response_clock
        order by start_at, case kind when 'new' then 1 when 'stage' then 2 when 'reply' then 3 else 4 end`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var out []any
	for rows.Next() {
		var kind, stage string
		var start, stop time.Time
		var minutes float64
		if err := rows.Scan(&kind, &stage, &start, &stop, &minutes); err != nil {
			t.Fatal(err)
		}
		out = append(out, map[string]any{"clock": kind, "stage": short("stage", stage, goldenStages), "start": start.UTC().Format(time.RFC3339),
			"stop": stop.UTC().Format(time.RFC3339), "business_min": minutes})
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}
