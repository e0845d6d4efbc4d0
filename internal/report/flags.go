package report

import (
	"context"
	"slices"

	"peil"
	"peil/internal/stat"
)

// watched is how many months back losses are watched: a year that may be out of
// the ordinary and the year before it to know what is.
const watched = 24

// spikes flags the months in which a reason took more deals than it normally
// does (4.10), where the answer is by reason: those of the period, those that
// last still and those whose end falls in the period.
func spikes(ctx context.Context, r *run, res *peil.Result) error {
	if r.By != "reason" {
		return nil
	}
	months := r.monthsBefore(r.windows[0].period.To)
	gs, err := r.sums(ctx, months)
	if err != nil {
		return err
	}
	var reasons []string
	var series [][]stat.Period
	for _, s := range gs.slices() {
		if _, isReason := uuid(s); !isReason {
			continue // without a reason, or closed by a rule
		}
		reasons = append(reasons, s)
		var one []stat.Period
		for _, w := range months {
			g := gs.at(&s, w.n)
			one = append(one, stat.Period{K: g.sums["losses"], E: g.sums["closed"]})
		}
		series = append(series, one)
	}
	found, ok := stat.Spikes(series)
	if !ok {
		return nil
	}
	labels, err := r.label(ctx, r.by, reasons)
	if err != nil {
		return err
	}
	for i, reason := range reasons {
		flags := spikeFlags(months, series[i], found[i])
		if len(flags) == 0 && r.looksFor("rise") {
			flags = r.riseFlags(months, series[i], reason)
		}
		for _, f := range flags {
			f.Measure, f.Slice, f.Label = "losses", sliceKey(reason), labels[reason]
			if r.concerns(f) {
				res.Flags = append(res.Flags, f)
			}
		}
	}
	slices.SortStableFunc(res.Flags, func(a, b peil.Flag) int { return a.Period.From.Compare(b.Period.From) })
	return nil
}

// monthsBefore are the complete months that end by a day, the oldest first.
func (r *run) monthsBefore(end peil.Date) []window {
	if _, closes, ok := r.clock.cal.Open(r.clock.today); !ok || closes.After(r.clock.asOf) {
		if !end.Before(r.clock.today) && end.Start(r.clock.cal.Location).After(r.clock.asOf) {
			end = r.clock.today
		}
	}
	to := peil.GrainMonth.Start(end, 0)
	out := make([]window, watched)
	for i := watched - 1; i >= 0; i-- {
		from := peil.GrainMonth.Start(to.AddDays(-1), 0)
		out[i] = r.clock.window(i+1, peil.Period{From: from, To: to})
		to = from
	}
	return out
}

// looksFor reports whether flags of a code are asked for.
func (q *question) looksFor(code string) bool {
	return q.Flags == nil || slices.Contains(q.Flags, code)
}

func spikeFlags(months []window, series []stat.Period, s stat.SpikeSeries) []peil.Flag {
	var out []peil.Flag
	for _, sp := range s.Spikes {
		p, at := s.Points[sp.At], series[sp.At]
		f := peil.Flag{Code: "spike", Period: months[sp.At].period, K: at.K, N: at.E,
			Expected: sp.Baseline.Rate() * at.E, Ratio: p.Ratio, P: p.P, Q: p.Q}
		if rec := sp.Recovery; rec != nil {
			f.Normal, f.Recovered, f.Down = months[rec.FirstNormal].period, months[rec.Confirmed].period, rec.ClearlyDown
		}
		out = append(out, f)
	}
	return out
}

// riseFlags finds a gradual rise that no single month shows: the first year is
// the baseline of the second.
func (r *run) riseFlags(months []window, series []stat.Period, reason string) []peil.Flag {
	half := watched / 2
	seed := stat.SeedOf("losses", reason, r.clock.today.String(), "cusum@1")
	rise, ok := stat.GradualRise(series[:half], series[half:], seed)
	if !ok || rise.Signal < 0 {
		return nil
	}
	var base stat.Baseline
	for _, p := range series[:half] {
		base.K, base.E = base.K+p.K, base.E+p.E
	}
	at := series[half+rise.Signal]
	if at.E == 0 || base.K == 0 {
		return nil
	}
	return []peil.Flag{{Code: "rise", Period: months[half+rise.Signal].period, K: at.K, N: at.E,
		Expected: base.Rate() * at.E, Ratio: at.K / at.E / base.Rate()}}
}

// concerns reports whether a flag belongs on the period's answer.
func (r *run) concerns(f peil.Flag) bool {
	p := r.windows[0].period
	return p.Contains(f.Period.From) || p.Contains(f.Recovered.From) ||
		f.Code == "spike" && f.Recovered.IsZero() && f.Period.From.Before(p.To)
}
