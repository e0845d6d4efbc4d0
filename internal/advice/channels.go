package advice

import (
	"cmp"
	"context"
	"slices"

	"peil"
	"peil/internal/report"
	"peil/internal/stat"
)

var channelRules = []Rule{
	{ID: "CH-1", Version: 1, Report: "channels", Every: Quarter, Rows: "yield", find: betterChannel, Units: map[string]peil.Unit{"r": peil.UnitFactor}},
	{ID: "CH-2", Version: 1, Report: "channels", Every: Quarter, Rows: "yield", find: confounded},
}

// The gates of CH (metrics.md §4.8).
const (
	channelTried = 100
	channelWins  = 10
	channelRatio = 1.5
	channelP     = .01 // most leads are looked at in four quarters
)

// Channel is what the rules look at: what became of the leads tried first on it, and
// how its customers per lead compare with the other channels', as they are and among
// leads that are alike.
type Channel struct {
	ID                    string
	Tried, Contacted, Won float64
	Crude, Alike          stat.Estimate
	CrudeP, AlikeP        float64 // 1 where nothing can be compared
	Ripe                  bool
}

// better reports a ratio that is large and beyond chance.
func better(e stat.Estimate, p float64) bool { return e.Value >= channelRatio && p <= channelP }

// Lacks is what a channel has too little of to be spoken of; empty where it has
// enough: it and some other were tried often enough, and it has the customers.
func (c Channel) Lacks(all []Channel) string {
	switch other := func(o Channel) bool { return o.ID != c.ID && o.Tried >= channelTried }; {
	case c.Tried < channelTried, !slices.ContainsFunc(all, other):
		return "attempts"
	case c.Won < channelWins:
		return "wins"
	case !c.Ripe:
		return "time"
	}
	return ""
}

// ChannelsOf reads the channels of an answer, the most used first. The p of all of
// them are one family.
func ChannelsOf(res *peil.Result) []Channel {
	var out []Channel
	var ps, crude []float64
	for _, row := range res.Rows[1:] {
		contact, yield := row.Measures["contact"], row.Measures["yield"]
		if *row.Slice == "" || contact.K == nil || yield.K == nil {
			continue
		}
		c := Channel{ID: *row.Slice, Tried: *contact.N, Contacted: *contact.K, Won: *yield.K, Ripe: ripened(yield)}
		c.Crude, c.CrudeP = ratioOf(row.Measures["yield_rr"])
		c.Alike, c.AlikeP = ratioOf(row.Measures["yield_adj"])
		out, ps, crude = append(out, c), append(ps, c.AlikeP), append(crude, c.CrudeP)
	}
	for i, q := range stat.BenjaminiHochberg(ps) {
		out[i].AlikeP = q
	}
	for i, q := range stat.BenjaminiHochberg(crude) {
		out[i].CrudeP = q
	}
	slices.SortStableFunc(out, func(a, b Channel) int { return cmp.Compare(b.Tried, a.Tried) })
	return out
}

func ratioOf(v peil.Value) (stat.Estimate, float64) {
	if v.Value == nil || v.Interval == nil {
		return stat.Estimate{}, 1
	}
	e := estimate(v)
	p, ok := stat.RatioTest(e)
	if !ok {
		return e, 1
	}
	return e, p
}

// BetterChannel is CH-1: the channel that gives clearly more customers per lead tried
// than the others, among leads that are alike, and the most used of those that reach
// more and yet give fewer. Not ok where there is none: that one reaches more and
// sells more needs no advice.
func BetterChannel(all []Channel) (best, reaches Channel, ok bool) {
	for _, c := range all {
		if c.Lacks(all) != "" || !better(c.Alike, c.AlikeP) || ok && c.Alike.Value <= best.Alike.Value {
			continue
		}
		for _, o := range all {
			if o.Tried >= channelTried && o.Contacted/o.Tried > c.Contacted/c.Tried {
				best, reaches, ok = c, o, true
				break
			}
		}
	}
	return best, reaches, ok
}

// channels are those of the year whose cases are decided.
func (a *asked) channels(ctx context.Context) ([]Channel, peil.Period, error) {
	p, err := a.ripeYear(ctx)
	if err != nil {
		return nil, p, err
	}
	res, err := a.ask(ctx, "channels", report.Query{Report: "channels", By: "contact_channel", Period: p, Measures: []string{"contact", "yield", "yield_rr", "yield_adj"}})
	if err != nil {
		return nil, p, err
	}
	return ChannelsOf(res), p, nil
}

func betterChannel(ctx context.Context, a *asked) ([]Finding, error) {
	list, p, err := a.channels(ctx)
	if err != nil {
		return nil, err
	}
	c, other, ok := BetterChannel(list)
	if !ok {
		return nil, nil
	}
	size, err := a.meanSale(ctx, p)
	if err != nil {
		return nil, err
	}
	return []Finding{{Scope: "contact_channel=" + c.ID, Period: p, Stake: other.Tried * (c.Won/c.Tried - other.Won/other.Tried) * size,
		Evidence: map[string]float64{"r": c.Alike.Value, "crude": c.Crude.Value, "p": c.AlikeP, "k": c.Won, "n": c.Tried, "lo": c.Alike.Interval.Lo, "hi": c.Alike.Interval.Hi},
		Words:    map[string]string{"c1": "@slice.contact_channel." + other.ID, "c2": "@slice.contact_channel." + c.ID}}}, nil
}
