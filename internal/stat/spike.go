package stat

import "math"

// The gates of a spike (metrics.md §4.10) and how many periods a baseline has.
const (
	spikeMaxP     = .002
	spikeMaxQ     = .012
	spikeMinCount = 5.0
	spikeMinRatio = 2.0
	normalMinP    = .20
	clearlyMaxP   = .05
	baselineMin   = 6
	baselineMax   = 12
)

// Why a period is no spike: the first gate it fails, in this order.
const (
	ReasonNoExposure    = "no_closed"
	ReasonShortBaseline = "baseline_below_6"
	ReasonSpikeOpen     = "spike_open"
	ReasonCount         = "count_below_5"
	ReasonRatio         = "ratio_below_2"
	ReasonP             = "p_above_0.002"
	ReasonQ             = "q_above_0.012"
)

// SpikePoint is the judgement of one reason in one period.
type SpikePoint struct {
	// Tested is false where there was nothing to test with; P, Q and Ratio are
	// then 0 and Baseline is empty.
	Tested   bool
	P        float64 // chance of so many losses in a normal period
	Q        float64 // P after Benjamini–Hochberg over the period's reasons
	Ratio    float64 // rate against the baseline's; 0 if that is 0
	Flag     bool    // a spike begins here
	Reason   string  // why not, if it does not
	Baseline Baseline
}

// Spike is a flagged period and what became of it.
type Spike struct {
	At       int // index of the period
	Baseline Baseline
	// Recovery is nil while the spike is open.
	Recovery *Recovery
}

// Recovery is the return to the rate before the spike.
type Recovery struct {
	FirstNormal int // first of the two normal periods in a row
	Confirmed   int // the second
	Periods     int // from the spike to Confirmed
	// P compares the spike with the confirming period (ConditionalBinomial,
	// one-sided); ClearlyDown is P ≤ .05.
	P           float64
	ClearlyDown bool
}

// SpikeSeries is the judgement of one reason in every period, and its spikes.
type SpikeSeries struct {
	Points []SpikePoint
	Spikes []Spike
}

// Spikes looks for unusual periods in one series per reason, all over the same
// periods in order. A period is tested against the last 12 periods (at least 6)
// that belong to no spike. A spike is flagged when p ≤ .002, q ≤ .012 over the
// reasons of the period, at least 5 losses and at least twice the normal rate.
// From the flag until recovery is confirmed – two periods in a row with
// p > .20 – the baseline from before the spike is used and none of those
// periods enters one, else a long spike would become the new normal. Periods
// without closed deals are passed over. Not ok if the series differ in length
// or hold impossible numbers.
func Spikes(reasons [][]Period) ([]SpikeSeries, bool) {
	out := make([]SpikeSeries, len(reasons))
	watch := make([]watcher, len(reasons))
	for i, series := range reasons {
		if len(series) != len(reasons[0]) {
			return nil, false
		}
		for _, p := range series {
			if !p.sound() {
				return nil, false
			}
		}
		out[i].Points = make([]SpikePoint, len(series))
		watch[i] = watcher{series: series, out: &out[i]}
	}
	if len(reasons) == 0 {
		return nil, false
	}
	for t := range reasons[0] {
		var tested []int
		var ps []float64
		for i := range watch {
			if watch[i].test(t) {
				tested = append(tested, i)
				ps = append(ps, out[i].Points[t].P)
			}
		}
		for j, q := range BenjaminiHochberg(ps) {
			watch[tested[j]].judge(t, q)
		}
	}
	return out, true
}

// watcher goes through one reason's periods.
type watcher struct {
	series []Period
	out    *SpikeSeries
	// calm are the periods with exposure that belong to no spike.
	calm []int
	// open is whether the last spike still lasts; firstNormal is then the
	// normal period before this one, if any.
	open        bool
	firstNormal int
	hasNormal   bool
}

// test gives period t its p, or the reason why it has none.
func (w *watcher) test(t int) bool {
	point := &w.out.Points[t]
	if w.series[t].E == 0 {
		point.Reason = ReasonNoExposure
		return false
	}
	base, ok := w.baseline()
	if ok {
		point.P, ok = base.Tail(w.series[t])
	}
	if !ok {
		point.Reason = ReasonShortBaseline
		w.calm = append(w.calm, t)
		return false
	}
	point.Tested, point.Baseline = true, base
	if base.K > 0 {
		point.Ratio = w.series[t].K / w.series[t].E / base.Rate()
	}
	return true
}

func (w *watcher) baseline() (Baseline, bool) {
	if w.open {
		return w.out.Spikes[len(w.out.Spikes)-1].Baseline, true
	}
	if len(w.calm) < baselineMin {
		return Baseline{}, false
	}
	last := w.calm[max(0, len(w.calm)-baselineMax):]
	return newBaseline(w.series, append([]int(nil), last...))
}

// judge decides what period t, with its q, is: a spike, part of one, or calm.
func (w *watcher) judge(t int, q float64) {
	point := &w.out.Points[t]
	point.Q = q
	if w.open {
		point.Reason = ReasonSpikeOpen
		w.settle(t)
		return
	}
	point.Reason = failedGate(w.series[t], *point)
	if point.Reason != "" {
		w.calm = append(w.calm, t)
		return
	}
	point.Flag = true
	w.open, w.hasNormal = true, false
	w.out.Spikes = append(w.out.Spikes, Spike{At: t, Baseline: point.Baseline})
}

// settle notes whether the open spike ends with period t.
func (w *watcher) settle(t int) {
	if w.out.Points[t].P <= normalMinP {
		w.hasNormal = false
		return
	}
	if !w.hasNormal {
		w.firstNormal, w.hasNormal = t, true
		return
	}
	spike := &w.out.Spikes[len(w.out.Spikes)-1]
	peak, now := w.series[spike.At], w.series[t]
	r := Recovery{FirstNormal: w.firstNormal, Confirmed: t, Periods: t - spike.At}
	var ok bool
	r.P, ok = ConditionalBinomial(peak.K, peak.E, now.K, now.E)
	r.ClearlyDown = ok && r.P <= clearlyMaxP
	spike.Recovery = &r
	w.open = false
}

// failedGate names the first gate that the period fails, "" if it is a spike.
// Few losses come first: with so few, no p should be read at all.
func failedGate(p Period, s SpikePoint) string {
	ratio := s.Ratio
	if s.Baseline.K == 0 {
		ratio = math.Inf(1) // any loss is more than none
	}
	switch {
	case p.K < spikeMinCount:
		return ReasonCount
	case ratio < spikeMinRatio:
		return ReasonRatio
	case s.P > spikeMaxP:
		return ReasonP
	case s.Q > spikeMaxQ:
		return ReasonQ
	}
	return ""
}
