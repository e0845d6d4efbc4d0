package advice

import (
	"context"
	"slices"

	"peil"
	"peil/internal/report"
	"peil/internal/stat"
)

// The gates of LOSS-4 (metrics.md §4.10).
const (
	topicLosses = 30
	topicShare  = .60
	topicBound  = .50 // its lower end
)

// aboutWhat are the topics of reasons that speak of what is offered, and of how it is
// sold.
var aboutWhat = []struct {
	id, what, adjust string
	topics           []string
}{
	{"offer", "@advice.LOSS-4.offer", "@advice.LOSS-4.adjust.offer", []string{"price", "feature", "competitor"}},
	{"process", "@advice.LOSS-4.process", "@advice.LOSS-4.adjust.process", []string{"no_decision", "contact", "timing"}},
}

// MostlyAbout reports LOSS-4: k of n losses with a reason are clearly most of them.
func MostlyAbout(k, n float64) bool {
	iv, ok := stat.Wilson(k, n)
	return ok && n >= topicLosses && k >= topicShare*n && iv.Lo > topicBound
}

// topics is LOSS-4: what most deals are lost for, the offer or the process. Losses
// without a reason, or closed by a rule, say nothing.
func topics(ctx context.Context, a *asked) ([]Finding, error) {
	res, err := a.ask(ctx, "losses of the year", report.Query{Report: "losses", By: "reason", Period: a.year(), Measures: []string{"losses", "loss_value"}})
	if err != nil {
		return nil, err
	}
	about, err := report.Topics(ctx, a.view, a.at)
	if err != nil {
		return nil, err
	}
	all := 0.0
	k, worth := map[string]float64{}, map[string]float64{}
	for _, row := range res.Rows[1:] {
		id, err := peil.ParseID(*row.Slice)
		n, ok := val(row.Measures, "losses")
		if err != nil || !ok {
			continue
		}
		all += n
		for _, x := range aboutWhat {
			if slices.Contains(x.topics, about[id]) {
				value, _ := val(row.Measures, "loss_value")
				k[x.id], worth[x.id] = k[x.id]+n, worth[x.id]+value
			}
		}
	}
	for _, x := range aboutWhat {
		if MostlyAbout(k[x.id], all) {
			return []Finding{{Scope: x.id, Period: res.Period, Stake: worth[x.id], Evidence: map[string]float64{"share": k[x.id] / all, "k": k[x.id], "n": all},
				Words: map[string]string{"what": x.what, "adjust": x.adjust}}}, nil
		}
	}
	return nil, nil
}
