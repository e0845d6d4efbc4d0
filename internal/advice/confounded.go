package advice

import (
	"context"
	"math"

	"peil"
	"peil/internal/report"
)

// Confounded is CH-2: channels that clearly look better, and clearly are not that much
// better among leads that are alike. Where the like are too few to tell, so is the rule.
func Confounded(all []Channel) []Channel {
	var out []Channel
	for _, c := range all {
		if c.Lacks(all) == "" && better(c.Crude, c.CrudeP) && c.Alike.Value > 0 && c.Alike.Interval.Hi < channelRatio {
			out = append(out, c)
		}
	}
	return out
}

func confounded(ctx context.Context, a *asked) ([]Finding, error) {
	list, p, err := a.channels(ctx)
	if err != nil {
		return nil, err
	}
	var out []Finding
	for _, c := range Confounded(list) {
		stratum, err := a.usedOn(ctx, p, c.ID)
		if err != nil {
			return nil, err
		}
		if stratum != "" {
			out = append(out, Finding{Scope: "contact_channel=" + c.ID, Period: p, Evidence: map[string]float64{"crude": c.Crude.Value, "adjusted": c.Alike.Value, "k": c.Won, "n": c.Tried},
				Words: map[string]string{"c": "@slice.contact_channel." + c.ID, "stratum": stratum}})
		}
	}
	return out, nil
}

// usedOn is the kind of leads that a channel owes its looks to: those it is used on
// more than others are, and that buy more than others do.
func (a *asked) usedOn(ctx context.Context, p peil.Period, channel string) (string, error) {
	best, most := "", 0.0
	for _, dim := range []string{"source", "class"} {
		q := report.Query{Report: "channels", By: dim, Period: p, Measures: []string{"yield"}}
		all, err := a.ask(ctx, "channels by "+dim, q)
		if err != nil {
			return "", err
		}
		q.Filters = []report.Filter{{Dim: "contact_channel", Values: []string{channel}}}
		own, err := a.ask(ctx, "channel "+channel+" by "+dim, q)
		if err != nil {
			return "", err
		}
		parts := map[string]float64{}
		for _, row := range own.Rows[1:] {
			parts[*row.Slice] = part(row, own.Rows[0])
		}
		for _, row := range all.Rows[1:] {
			y, n := row.Measures["yield"], all.Rows[0].Measures["yield"]
			if y.Value == nil || n.Value == nil || *row.Slice == "" {
				continue
			}
			if gain := (parts[*row.Slice] - part(row, all.Rows[0])) * math.Max(0, *y.Value-*n.Value); gain > most {
				best, most = "@slice."+dim+"."+*row.Slice, gain
				if dim == "source" {
					best = *row.Slice
				}
			}
		}
	}
	return best, nil
}

// part is a row's share of what was tried.
func part(row, all peil.Row) float64 {
	y, n := row.Measures["yield"], all.Measures["yield"]
	if y.N == nil || n.N == nil || *n.N == 0 {
		return 0
	}
	return *y.N / *n.N
}
