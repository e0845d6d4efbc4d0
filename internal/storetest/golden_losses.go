package storetest

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"peil/internal/advice"
	"peil/internal/report"
	"peil/internal/stat"
)

// lossMonth is a month of a golden's input.
type lossMonth struct {
	Month      string   `json:"month"`
	Closed     float64  `json:"closed"`
	Competitor float64  `json:"lost_competitor"`
	Price      *float64 `json:"lost_price"`
}

// lossGroup is a group of deals of a golden's input that were closed alike.
type lossGroup struct {
	Outcome string  `json:"outcome"`
	Reason  *string `json:"reason"`
	Auto    bool    `json:"auto"`
	N       int     `json:"n"`
	Value   float64 `json:"value"`
}

// closing is when the deals of such groups are closed.
var closing = time.Date(2026, 3, 11, 12, 0, 0, 0, time.UTC)

// tell turns an input that tells of deals into events.
func (c *Case) tell(t *testing.T) {
	t.Helper()
	if !c.tellMetric(t) {
		c.tellLosses()
	}
}

// tellMetric does so where the metric says how; false where it does not.
func (c *Case) tellMetric(t *testing.T) bool {
	t.Helper()
	switch c.Query["metric"] {
	case "leads_by_source":
		if c.Input != nil {
			c.tellSources(c.sources(t))
		}
	case "contact_rate":
		if c.Input != nil {
			c.tellChannels(c.channels(t))
		}
	case "contact_rate_adjusted":
		c.tellStrata(c.strata(t))
	case "activity_target":
		c.tellJoiner(c.joiner(t))
	case "decomposition", "decomposition_win_rate":
		if c.Input != nil {
			c.tellDecomposition(t)
		}
	case "forecast_backtest_deals", "forecast_backtest_periods":
		c.tellBacktest(t)
	case "confidence_by_stage", "p_win_given_open_at_age":
	case "forecast_weighted":
		c.tellPipeline(c.pipeline(t))
	case "lead_requirement":
		var r requirement
		if err := json.Unmarshal(c.Input, &r); err != nil {
			t.Fatal(err)
		}
		c.tellRequirement(r)
	default:
		return false
	}
	return true
}

// tellLosses tells of groups of deals that were closed alike.
func (c *Case) tellLosses() {
	var groups []lossGroup
	if json.Unmarshal(c.Input, &groups) != nil || len(groups) == 0 || groups[0].Outcome == "" {
		return
	}
	for i, g := range groups {
		for n := range g.N {
			deal := fmt.Sprintf("g%d-%d", i, n)
			closed := map[string]any{"type": "deal.closed", "deal": deal, "at": closing.Add(time.Duration(i*100+n) * time.Second).Format(time.RFC3339),
				"outcome": g.Outcome, "value": g.Value / float64(g.N), "currency": "NOK", "auto": g.Auto}
			if g.Reason != nil {
				closed["reason"] = *g.Reason
			}
			c.Events = append(c.Events,
				map[string]any{"type": "deal.created", "deal": deal, "stage": "S1", "at": closing.AddDate(0, -1, 0).Format(time.RFC3339)}, closed)
		}
	}
	// Appended in the order of their recording.
	var created, closed []map[string]any
	for _, ev := range c.Events {
		if ev["type"] == "deal.created" {
			created = append(created, ev)
		} else {
			closed = append(closed, ev)
		}
	}
	c.Events = append(created, closed...)
}

func lossReasons(t *testing.T, c *Case, view View) (map[string]any, map[string]string) {
	if view != nil {
		return closedAlike(t, view), nil
	}
	var months []lossMonth
	if err := json.Unmarshal(c.Input, &months); err != nil {
		t.Fatal(err)
	}
	series := [][]stat.Period{nil}
	for _, m := range months {
		series[0] = append(series[0], stat.Period{K: m.Competitor, E: m.Closed})
		if m.Price != nil {
			if len(series) == 1 {
				series = append(series, nil)
			}
			series[1] = append(series[1], stat.Period{K: *m.Price, E: m.Closed})
		}
	}
	found, ok := stat.Spikes(series)
	if !ok {
		t.Fatal("the series cannot be judged")
	}
	at := spikeMonth(c, months, found[0])
	got := map[string]any{"baseline": baseline(months, found[0].Points[at].Baseline), "spike": spike(months, series[0], found[0], at)}
	tails, flagged := map[string]any{}, []any{}
	for i, p := range found[0].Points {
		if p.Tested && i >= at {
			tails[months[i].Month] = p.P
		}
		if p.Flag {
			flagged = append(flagged, months[i].Month)
		}
	}
	got["tail_p"], got["flagged"] = tails, flagged
	if len(series) > 1 {
		got["price_"+months[at].Month[:4]+"_"+months[at].Month[5:]] = map[string]any{"p": found[1].Points[at].P, "flag": found[1].Points[at].Flag}
	}
	if len(found[0].Spikes) > 0 && found[0].Spikes[0].Recovery != nil {
		r := found[0].Spikes[0].Recovery
		got["recovery"] = map[string]any{"first_normal": months[r.FirstNormal].Month, "confirmed": months[r.Confirmed].Month,
			"months_after_spike": r.Periods, "p_spike_vs_recovered": r.P}
	}
	return got, map[string]string{"flag_every_month_above_mean": "flagged"}
}

// spikeMonth is the month that a case asks about: the one expected to be a spike,
// else the last.
func spikeMonth(c *Case, months []lossMonth, s stat.SpikeSeries) int {
	expected, _ := c.Expected.(map[string]any)["spike"].(map[string]any)
	for i, m := range months {
		if m.Month == expected["month"] {
			return i
		}
	}
	return len(months) - 1
}

func baseline(months []lossMonth, b stat.Baseline) map[string]any {
	names := []any{}
	for _, i := range b.Periods {
		names = append(names, months[i].Month)
	}
	return map[string]any{"months": names, "losses": b.K, "closed": b.E, "rate": b.Rate(), "dispersion": b.Dispersion}
}

func spike(months []lossMonth, series []stat.Period, s stat.SpikeSeries, at int) map[string]any {
	p := s.Points[at]
	poisson, _ := stat.GammaPoissonTail(series[at].K, p.Baseline.K+.5, p.Baseline.E, series[at].E)
	return map[string]any{"month": months[at].Month, "count": series[at].K, "rate": series[at].K / series[at].E, "ratio": p.Ratio,
		"p": p.P, "p_if_poisson": poisson, "q_bh_over_reasons": p.Q, "flag": p.Flag, "reason": p.Reason}
}

// closedAlike asks the report about the deals of an input.
func closedAlike(t *testing.T, view View) map[string]any {
	now := closing.AddDate(0, 1, 0)
	res := ask(t, view(now, now), report.Query{Report: "losses", Period: span(t, []any{"2026-03-01", "2026-04-01"}, now), Now: now})
	m := res.Rows[0].Measures
	reasoned := 0.0
	for _, row := range res.Rows[1:] {
		if *row.Slice != "" && *row.Slice != "auto" {
			reasoned += *row.Measures["losses"].Value
		}
	}
	var said any
	if v := m["loss_unknown"]; advice.Unreasoned(*v.K, *v.N) {
		said = "LOSS-0"
	}
	return map[string]any{"advice": said, "lost_by_people": *m["losses"].Value - *m["loss_auto"].Value, "auto_closed": number(m["loss_auto"]), "cancelled": number(m["cancelled"]),
		"share_unknown": number(m["loss_unknown"]), "share_competitor_of_reasoned": *named(res, "reason", "konkurrent")["losses"].Value / reasoned,
		"win_rate_narrow": number(m["win_rate_closed"]), "win_rate_without_auto": number(m["win_rate_people"]), "win_rate_broad": number(m["win_rate_broad"])}
}
