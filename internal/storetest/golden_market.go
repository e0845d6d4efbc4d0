package storetest

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"peil"
	"peil/internal/advice"
	"peil/internal/report"
	"peil/internal/stat"
)

// received is when the leads of an input come in; day follows day from there.
var received = time.Date(2026, 1, 12, 9, 0, 0, 0, time.UTC)

func on(days int) string { return received.AddDate(0, 0, days).Format(time.RFC3339) }

// marketRow is a source of an input: how many leads, how many customers of them.
type marketRow struct {
	Source string   `json:"source"`
	Leads  int      `json:"leads"`
	Won    int      `json:"won"`
	Cost   *float64 `json:"cost"`
}

// tellSources turns sources with their leads into events: a lead becomes a deal
// on the next day and is won, or lost, the day after.
func (c *Case) tellSources(rows []marketRow) {
	var leads, deals, closes, costs []map[string]any
	for i, r := range rows {
		for n := range r.Leads {
			name := fmt.Sprintf("s%d-%d", i, n)
			leads = append(leads, map[string]any{"type": "lead.received", "at": on(0), "lead": name, "source": r.Source, "contact": name})
			deals = append(deals, map[string]any{"type": "deal.created", "at": on(1), "deal": name, "lead": name, "stage": "S1", "source": r.Source})
			outcome := "lost"
			if n < r.Won {
				outcome = "won"
			}
			closes = append(closes, map[string]any{"type": "deal.closed", "at": on(2), "deal": name, "outcome": outcome, "value": 100., "currency": "NOK"})
		}
		if r.Cost != nil {
			costs = append(costs, map[string]any{"type": "spend.recorded", "at": on(2), "source": r.Source, "amount": *r.Cost, "currency": "NOK",
				"from": "2026-01-01", "to": "2026-02-01"})
		}
	}
	c.Events = slices.Concat(leads, deals, closes, costs)
}

// leadsBySource answers a table of sources, or counts leads by month.
func leadsBySource(t *testing.T, c *Case, view View) (map[string]any, map[string]string) {
	if c.Query["periods"] != nil {
		return leadsByMonth(t, c, view), map[string]string{"2026-02_counting_every_inquiry": "2026-02"}
	}
	now := received.AddDate(2, 0, 0) // all is settled
	q := report.Query{Report: "sources", Period: peil.Period{From: peil.Date{Year: 2026, Month: 1, Day: 1}, To: peil.Date{Year: 2026, Month: 2, Day: 1}}, Now: now}
	res := ask(t, view(now, now), q)
	total := res.Rows[0].Measures
	var rows []any
	var order, raw []string
	var table [][]int
	rates := map[string]float64{}
	for _, r := range c.sources(t) {
		m := named(res, "source", r.Source)
		k, n := *m["vs_rest"].K, *m["vs_rest"].N
		wilson, _ := stat.Wilson(k, n)
		shrunk := m["win_rate_shrunk"]
		table = append(table, []int{int(k), int(n - k)})
		order, raw = append(order, r.Source), append(raw, r.Source)
		rates[r.Source] = k / n
		rows = append(rows, map[string]any{"source": r.Source, "leads": number(m["leads"]), "won": number(m["won"]), "rate": number(m["win_rate_cohort"]),
			"wilson95": []any{wilson.Lo, wilson.Hi}, "eb_mean": number(shrunk), "eb90": []any{shrunk.Interval.Lo, shrunk.Interval.Hi},
			"cost": number(m["spend"]), "cost_per_lead": number(m["cpl"]), "cost_per_win": number(m["cpw"]), "display": string(m["win_rate_cohort"].Display),
			"p_vs_rest": number(m["vs_rest_p"]), "q_bh": number(m["vs_rest_q"])})
	}
	by := func(of func(source string) float64) func(a, b string) int {
		return func(a, b string) int { return int(1e9 * (of(b) - of(a))) }
	}
	slices.SortFunc(order, by(func(s string) float64 { return *named(res, "source", s)["win_rate_shrunk"].Value }))
	slices.SortFunc(raw, by(func(s string) float64 { return rates[s] }))
	g, _ := stat.G2(table)
	x, _ := stat.PearsonX2(table)
	first, second := named(res, "source", "Google Ads")["vs_rest"], named(res, "source", "Facebook")["vs_rest"]
	d, _ := stat.Newcombe(*first.K, *first.N, *second.K, *second.N)
	// The prior, back from what it did to the first source.
	mu := (*total["won"].Value + .5) / (*total["leads"].Value + 1)
	s := *named(res, "source", "Google Ads")["win_rate_shrunk"].Value
	return map[string]any{"advice": sourceAdvice(res), "rows": rows, "pooled_mu": mu, "prior_M": (*first.K - s**first.N) / (s - mu), "order_by_eb_mean": order,
			"google_minus_facebook_newcombe95": []any{d.Value, d.Interval.Lo, d.Interval.Hi},
			"association":                      map[string]any{"G": g.Stat, "chi2": x.Stat, "df": x.DF, "p_chi2": x.P, "cramers_v_bias_corrected": number(total["association"])},
			"cheapest":                         cheapest(res), "anbefaling": number(named(res, "source", "Anbefaling")["cpl"])},
		map[string]string{"rank_by_raw_rate": "order_by_eb_mean", "cheapest_lead_is_best": "cheapest", "missing_cost_as_zero": "anbefaling"}
}

// sourceAdvice is what the rules say of the sources.
func sourceAdvice(res *peil.Result) []any {
	list := advice.SourcesOf(res)
	name := func(s advice.Source) string {
		for _, row := range res.Rows[1:] {
			if *row.Slice == s.ID {
				return row.Label
			}
		}
		return s.ID
	}
	out := []any{}
	for _, s := range list {
		if s.Best() {
			out = append(out, map[string]any{"rule": "SRC-1", "source": name(s)})
		}
	}
	for _, s := range list {
		if s.Poor() {
			out = append(out, map[string]any{"rule": "SRC-2", "source": name(s)})
		}
	}
	if s, need := advice.Promising(list); s != nil {
		out = append(out, map[string]any{"rule": "SRC-4", "source": name(*s), "need": need})
	}
	return out
}

// cheapest is the source with the least cost per customer.
func cheapest(res *peil.Result) string {
	best, label := 0., ""
	for _, row := range res.Rows[1:] {
		if v := row.Measures["cpw"].Value; v != nil && (label == "" || *v < best) {
			best, label = *v, row.Label
		}
	}
	return label
}

func (c *Case) sources(t *testing.T) []marketRow {
	var rows []marketRow
	if err := json.Unmarshal(c.Input, &rows); err != nil {
		t.Fatal(err)
	}
	return rows
}

// leadsByMonth counts leads by source in the months that the question names.
func leadsByMonth(t *testing.T, c *Case, view View) map[string]any {
	now := c.known(t)
	v := view(now, now)
	got := map[string]any{}
	for _, month := range c.Query["periods"].([]any) {
		p, err := peil.ParsePeriod(month.(string), peil.DateOf(now, time.UTC), peil.PeriodOptions{})
		if err != nil {
			t.Fatal(err)
		}
		counts := map[string]any{}
		for _, row := range ask(t, v, report.Query{Report: "sources", Period: p, Now: now}).Rows[1:] {
			label := row.Label
			if *row.Slice == "" {
				label = "(ukjent)"
			}
			if n := row.Measures["leads"].Value; n != nil && *n > 0 {
				counts[label] = *n
			}
		}
		got[month.(string)] = counts
	}
	return got
}
