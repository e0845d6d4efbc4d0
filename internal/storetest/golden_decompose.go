package storetest

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"
	"time"

	"peil"
	"peil/internal/report"
	"peil/internal/stat"
)

// The two months that the inputs of a decomposition are told in.
var (
	baseMonth    = peil.Period{From: peil.NewDate(2026, 2, 1), To: peil.NewDate(2026, 3, 1)}
	currentMonth = peil.Period{From: peil.NewDate(2026, 3, 1), To: peil.NewDate(2026, 4, 1)}
)

// tally is how many deals of an input were closed and won in a month.
type tally struct {
	Closed int `json:"closed"`
	Won    int `json:"won"`
}

// tellDecomposition turns such an input into events: deals by class, or of none.
func (c *Case) tellDecomposition(t *testing.T) {
	t.Helper()
	months := map[string]peil.Period{"base": baseMonth, "current": currentMonth}
	var plain map[string]tally
	var byClass map[string]map[string]tally
	if json.Unmarshal(c.Input, &byClass) == nil {
		c.Events = append(c.Events, map[string]any{"type": "account.opening_balance", "at": "2026-01-01T08:00:00Z", "account": "existing", "customer_since": "2020-01-01"})
		for _, month := range []string{"base", "current"} {
			for _, class := range []string{"new", "existing"} {
				c.tellClosed(month+class, months[month], byClass[month][class], class)
			}
		}
		return
	}
	if err := json.Unmarshal(c.Input, &plain); err != nil {
		t.Fatal(err)
	}
	for _, month := range []string{"base", "current"} {
		c.tellClosed(month, months[month], plain[month], "new")
	}
}

// tellClosed tells of deals that were open for a week of a month and then closed.
func (c *Case) tellClosed(name string, month peil.Period, n tally, class string) {
	start := month.From.Start(time.UTC).Add(30 * time.Hour)
	for i := range n.Closed {
		deal := fmt.Sprintf("%s-%d", name, i)
		created := map[string]any{"type": "deal.created", "deal": deal, "stage": "S1", "at": start.Format(time.RFC3339)}
		if class == "existing" {
			created["account"] = "existing"
		}
		outcome := "lost"
		if i < n.Won {
			outcome = "won"
		}
		c.Events = append(c.Events, created, map[string]any{"type": "deal.closed", "deal": deal, "outcome": outcome, "value": 1000., "currency": "NOK",
			"at": start.AddDate(0, 0, 7).Format(time.RFC3339)})
	}
}

// explained asks productivity what a change comes from.
func explained(t *testing.T, c *Case, view View) *peil.Result {
	t.Helper()
	q := report.Query{Report: "productivity", By: report.None, Period: currentMonth, Base: baseMonth, Now: ended}
	if c.Query["current"] != nil {
		q.Now = c.known(t)
		q.Period, q.Base = span(t, c.Query["current"], q.Now), span(t, c.Query["base"], q.Now)
	}
	return ask(t, view(q.Now, q.Now), q)
}

func decomposition(t *testing.T, c *Case, view View) (map[string]any, map[string]string) {
	res := explained(t, c, view)
	p := res.Figure("decomposition")
	total := p.At(peil.Total)["contribution"]
	if total.Value == nil {
		return map[string]any{"decomposition": nil, "reason": total.Reason}, nil
	}
	parts := map[string]any{"days": 0.}
	for _, row := range p.Cells {
		if row.Keys[0] != peil.Total {
			parts[goldenFactor[row.Keys[0]]] = number(row.Measures["contribution"])
		}
	}
	first := p.At("open_avg")
	l := *first["contribution"].Value / math.Log(*first["after"].Value / *first["before"].Value)
	return map[string]any{"base": windowOf(t, c, view, "base", p, "before"), "current": windowOf(t, c, view, "current", p, "after"),
			"delta_revenue": number(total), "log_mean": l, "contribution": parts},
		map[string]string{"textbook_velocity_cycle_of_won_deals_base": "base"}
}

var goldenFactor = map[string]string{"open_avg": "open_avg", "turnover": "turnover_days", "win_rate_closed": "win_rate", "size": "avg_size", "days": "days"}

// windowOf is a window's factors, which must multiply to what was sold in it.
func windowOf(t *testing.T, c *Case, view View, name string, p *peil.Figure, column string) map[string]any {
	now := c.known(t)
	q := report.Query{Report: "productivity", By: report.None, Period: span(t, c.Query[name], now), Now: now}
	m := ask(t, view(now, now), q).Rows[0].Measures
	days := float64(q.Period.Days())
	out := map[string]any{"days": days, "won": number(m["won"]), "closed": *m["won"].Value + *m["lost"].Value,
		"deal_days": *m["open_avg"].Value * days, "revenue": number(p.At(peil.Total)[column])}
	for _, row := range p.Cells {
		if row.Keys[0] != peil.Total {
			out[goldenFactor[row.Keys[0]]] = number(row.Measures[column])
		}
	}
	f := stat.Factors{OpenAvg: out["open_avg"].(float64), Days: days, TurnoverDays: out["turnover_days"].(float64), WinRate: out["win_rate"].(float64), Size: out["avg_size"].(float64)}
	if got, want := f.Revenue(), *m["rev"].Value; math.Abs(got-want) > 1e-6 {
		t.Errorf("%s: the factors multiply to %v, %v was sold", name, got, want)
	}
	return out
}

func mixAgainstRate(t *testing.T, c *Case, view View) (map[string]any, map[string]string) {
	total := explained(t, c, view).Figure("mix_win_rate").At(peil.Total)
	return map[string]any{"win_rate_base": number(total["before"]), "win_rate_current": number(total["after"]),
		"delta": *total["after"].Value - *total["before"].Value, "rate_effect": number(total["rate_effect"]), "mix_effect": number(total["mix_effect"])}, nil
}
