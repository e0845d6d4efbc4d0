package storetest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"peil"
	"peil/internal/advice"
	"peil/internal/report"
	"peil/internal/stat"
)

// channelRow is a channel of an input: how many leads were tried on it, how many
// answered, how many bought.
type channelRow struct {
	Attempted int `json:"attempted"`
	Contacted int `json:"contacted"`
	Won       int `json:"won"`
}

// stratumRow is a group of leads that are alike, tried on two channels.
type stratumRow struct {
	Stratum string `json:"stratum"`
	Email   struct{ N, Won int }
	Call    struct{ N, Won int }
}

// tellChannels turns channels into events: a lead is tried, answers the next day,
// and buys on the day after or is lost.
func (c *Case) tellChannels(rows map[string]channelRow) {
	for _, name := range slices.Sorted(maps.Keys(rows)) {
		r := rows[name]
		for n := range r.Attempted {
			c.try(fmt.Sprintf("%s-%d", name, n), name, "", n < r.Contacted, n < r.Won)
		}
	}
	c.sortEvents()
}

func (c *Case) tellStrata(rows []stratumRow) {
	for _, r := range rows {
		for channel, x := range map[string]struct{ N, Won int }{"email": r.Email, "call": r.Call} {
			for n := range x.N {
				c.try(fmt.Sprintf("%s-%s-%d", r.Stratum, channel, n), channel, r.Stratum, n < x.Won, n < x.Won)
			}
		}
	}
	c.sortEvents()
}

// try tells of one lead. The article's phone is a call.
func (c *Case) try(deal, channel, source string, answers, buys bool) {
	created := map[string]any{"type": "deal.created", "at": on(0), "deal": deal, "stage": "S1"}
	if source != "" {
		created["source"] = source
	}
	first := map[string]any{"type": "activity.done", "at": on(0), "deal": deal, "kind": channel, "direction": "out", "outcome": "sent", "user": "A"}
	events := []map[string]any{created, first}
	switch {
	case channel == "phone" || channel == "call":
		first["kind"], first["outcome"] = "call", "no_answer"
		if answers {
			first["outcome"] = "connected"
		}
	case answers:
		events = append(events, map[string]any{"type": "activity.done", "at": on(1), "deal": deal, "kind": channel, "direction": "in", "outcome": "replied", "user": "A"})
	}
	outcome := "lost"
	if buys {
		outcome = "won"
	}
	c.Events = append(append(c.Events, events...), map[string]any{"type": "deal.closed", "at": on(2), "deal": deal, "outcome": outcome, "value": 100., "currency": "NOK"})
}

// sortEvents puts them in the order of their recording.
func (c *Case) sortEvents() {
	slices.SortStableFunc(c.Events, func(a, b map[string]any) int {
		x, _ := a["at"].(string)
		y, _ := b["at"].(string)
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
}

func (c *Case) channels(t *testing.T) map[string]channelRow {
	t.Helper()
	var rows map[string]channelRow
	if err := json.Unmarshal(c.Input, &rows); err != nil {
		t.Fatal(err)
	}
	return rows
}

func (c *Case) strata(t *testing.T) []stratumRow {
	t.Helper()
	var rows []stratumRow
	if err := json.Unmarshal(c.Input, &rows); err != nil {
		t.Fatal(err)
	}
	return rows
}

// settledBy is when everything that inputs tell of has come to its end.
var settledBy = received.AddDate(1, 0, 0)

func contactRate(t *testing.T, c *Case, view View) (map[string]any, map[string]string) {
	now := settledBy
	if c.Input == nil {
		now = time.Date(2026, 6, 1, 8, 0, 0, 0, time.UTC)
	}
	v := view(now, now)
	res := ask(t, v, report.Query{Report: "channels", Period: everything(t, v), Now: now})
	if c.Input == nil {
		return attemptLevel(res), nil
	}
	email, call := word(res, "email"), word(res, "call")
	a, b := call["yield"], email["yield"]
	d, _ := stat.Newcombe(*a.K, *a.N, *b.K, *b.N)
	difference := []any{d.Value, d.Interval.Lo, d.Interval.Hi}
	p, _ := stat.FisherTwoSided(int(*a.K), int(*a.N-*a.K), int(*b.K), int(*b.N-*b.K))
	got := map[string]any{"email_yield": *b.Value, "phone_yield": *a.Value, "difference_newcombe95": difference, "phone_minus_email_yield_newcombe95": difference,
		"fisher_p": p, "best_by_contact_rate": best(*call["contact"].Value, *email["contact"].Value), "best_by_yield": best(*a.Value, *b.Value)}
	maps.Copy(got, channelAdvice(res))
	for name, m := range map[string]measures{"email": email, "phone": call} {
		y := m["yield"]
		got[name] = map[string]any{"attempted": number(m["attempted"]), "contacted": *m["contact"].K, "won": number(m["won"]), "hours": number(m["hours"]),
			"contact_rate": number(m["contact"]), "conversion_given_contact": number(m["conv_contact"]), "yield_per_attempted": number(y),
			"wins_per_hour": number(m["wins_hour"]), "wilson95_yield": []any{y.Interval.Lo, y.Interval.Hi}}
	}
	return got, map[string]string{"advice_from_contact_rate": "best_by_yield"}
}

// channelAdvice is what the rules say of the channels, and what the one with the most
// customers per lead lacks where they say nothing.
func channelAdvice(res *peil.Result) map[string]any {
	all := advice.ChannelsOf(res)
	names := map[string]string{"call": "phone", "email": "email"}
	if c, _, ok := advice.BetterChannel(all); ok {
		return map[string]any{"advice": "CH-1", "advice_channel": names[c.ID]}
	}
	if list := advice.Confounded(all); len(list) > 0 {
		return map[string]any{"advice": "CH-2", "advice_channel": names[list[0].ID]}
	}
	top := slices.MaxFunc(all, func(a, b advice.Channel) int { return cmp.Compare(a.Won/a.Tried, b.Won/b.Tried) })
	reasons := map[string]string{"wins": "best_channel_has_fewer_than_10_wins"}
	return map[string]any{"advice": nil, "advice_reason": reasons[top.Lacks(all)]}
}

// attemptLevel is the first-channel view, what reached whom, and single attempts.
func attemptLevel(res *peil.Result) map[string]any {
	email, call := word(res, "email"), word(res, "call")
	by := func(m measures) map[string]any {
		return map[string]any{"attempted": number(m["attempted"]), "contacted_any": *m["contact"].K, "bounced": number(m["bounced"])}
	}
	return map[string]any{"by_first_channel": map[string]any{"email": by(email), "call": by(call)},
		"reached_via":           map[string]any{"email": number(email["reached_via"]), "call": number(call["reached_via"])},
		"attempt_level_connect": map[string]any{"call": []any{*call["connect"].K, *call["connect"].N}}}
}

// measures are a row's values by id.
type measures = map[string]peil.Value

// word finds the row of a slice that is a word.
func word(res *peil.Result, key string) measures {
	for _, row := range res.Rows {
		if row.Slice != nil && *row.Slice == key {
			return row.Measures
		}
	}
	return nil
}

func best(phone, email float64) string {
	if phone > email {
		return "phone"
	}
	return "email"
}

func contactRateAdjusted(t *testing.T, _ *Case, view View) (map[string]any, map[string]string) {
	v := view(settledBy, settledBy)
	res := ask(t, v, report.Query{Report: "channels", Period: everything(t, v), Now: settledBy})
	m := word(res, "call")
	got := channelAdvice(res)
	got["crude_rr_call_vs_email"], got["mantel_haenszel_rr"] = number(m["yield_rr"]), number(m["yield_adj"])
	return got, nil
}
