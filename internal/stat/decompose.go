package stat

import "math"

// LogMean returns the logarithmic mean (a−b)/(ln a − ln b), a if they are equal.
// Not ok unless both are positive.
func LogMean(a, b float64) (float64, bool) {
	if !finite(a, b) || a <= 0 || b <= 0 {
		return 0, false
	}
	x := (a - b) / b
	if x == 0 {
		return a, true
	}
	// log1p keeps the digits when a and b are close.
	l := b * x / math.Log1p(x)
	return l, finite(l)
}

// ReasonZeroFactor is why a change has no decomposition: a factor is 0 or
// missing in one of the windows.
const ReasonZeroFactor = "zero_factor"

// Factors are what the revenue of a window is made of (metrics.md §4.1):
// revenue = OpenAvg · Days / TurnoverDays · WinRate · Size, exact in every
// window when TurnoverDays is open deal-days per closed deal.
type Factors struct {
	OpenAvg      float64 // deals in work on an average day
	Days         float64 // length of the window
	TurnoverDays float64 // open deal-days / deals closed
	WinRate      float64 // won / closed
	Size         float64 // money / won
}

// Revenue returns the product of the factors.
func (f Factors) Revenue() float64 {
	return f.OpenAvg * f.Days / f.TurnoverDays * f.WinRate * f.Size
}

// Decomposition is a change in revenue with each factor's share of it, in
// money. The shares add up to Delta with no residual.
type Decomposition struct {
	Delta, LogMean float64
	// Contribution holds money per factor, not factors.
	Contribution Factors
}

// LMDI splits the change from base to current over the factors (LMDI-I,
// additive; Ang 2005): factor x carries L(R₁,R₀)·ln(x₁/x₀), with a minus for
// TurnoverDays, which divides. The result is the same with the sign turned when
// the windows are exchanged. The reason is empty when there is a decomposition,
// else ReasonZeroFactor; a tiny number in place of a zero would decide the
// answer, so there is none.
func LMDI(base, current Factors) (d Decomposition, reason string) {
	for _, f := range []Factors{base, current} {
		for _, x := range []float64{f.OpenAvg, f.Days, f.TurnoverDays, f.WinRate, f.Size} {
			if !finite(x) || x <= 0 {
				return Decomposition{}, ReasonZeroFactor
			}
		}
	}
	r0, r1 := base.Revenue(), current.Revenue()
	l, ok := LogMean(r1, r0)
	if !ok {
		return Decomposition{}, ReasonZeroFactor
	}
	share := func(x1, x0 float64) float64 { return l * math.Log(x1/x0) }
	return Decomposition{Delta: r1 - r0, LogMean: l, Contribution: Factors{
		OpenAvg:      share(current.OpenAvg, base.OpenAvg),
		Days:         share(current.Days, base.Days),
		TurnoverDays: -share(current.TurnoverDays, base.TurnoverDays),
		WinRate:      share(current.WinRate, base.WinRate),
		Size:         share(current.Size, base.Size),
	}}, ""
}

// Segment is one segment of a ratio in two windows, as Σnumerator of Σunits:
// won of closed for the hit rate, money of won for the mean sale.
type Segment struct{ Base, Current Group }

// MixEffect says how much of the change of a ratio is change within segments
// and how much a changed mix of segments; Rate + Mix = Delta.
type MixEffect struct{ Base, Current, Delta, Rate, Mix float64 }

// Kitagawa splits the change of Σk/Σn by segment (Kitagawa 1955):
//
//	Δ = Σ s̄·Δw (rate) + Σ w̄·Δs (mix)
//
// s being a segment's share of the units, w its ratio, bars the mean of the two
// windows. A segment that is absent from one window has no ratio there; its
// whole part is mix. Not ok if a window has no units, or k without n.
func Kitagawa(segments []Segment) (MixEffect, bool) {
	var base, current Group
	for _, s := range segments {
		for _, g := range []Group{s.Base, s.Current} {
			if !finite(g.K, g.N) || g.N < 0 || g.N == 0 && g.K != 0 {
				return MixEffect{}, false
			}
		}
		base = Group{base.K + s.Base.K, base.N + s.Base.N}
		current = Group{current.K + s.Current.K, current.N + s.Current.N}
	}
	if base.N == 0 || current.N == 0 {
		return MixEffect{}, false
	}
	m := MixEffect{Base: base.K / base.N, Current: current.K / current.N}
	m.Delta = m.Current - m.Base
	for _, s := range segments {
		if s.Base.N == 0 && s.Current.N == 0 {
			continue
		}
		w0, w1 := ratioOr(s.Base, s.Current), ratioOr(s.Current, s.Base)
		s0, s1 := s.Base.N/base.N, s.Current.N/current.N
		m.Rate += (s0 + s1) / 2 * (w1 - w0)
		m.Mix += (w0 + w1) / 2 * (s1 - s0)
	}
	return m, true
}

// KitagawaParts is each segment's part of the same split; they add up to it. The
// part of mix is taken against the mean ratio of the whole, so that a segment that
// grows shows as good or bad news by how it compares: Σ (w̄_g − w̄)·Δs_g, the same
// sum since shares change by 0 together.
func KitagawaParts(segments []Segment) ([]MixEffect, bool) {
	whole, ok := Kitagawa(segments)
	if !ok {
		return nil, false
	}
	n0, n1 := 0.0, 0.0
	for _, s := range segments {
		n0, n1 = n0+s.Base.N, n1+s.Current.N
	}
	mean := (whole.Base + whole.Current) / 2
	out := make([]MixEffect, len(segments))
	for i, s := range segments {
		if s.Base.N == 0 && s.Current.N == 0 {
			continue
		}
		w0, w1 := ratioOr(s.Base, s.Current), ratioOr(s.Current, s.Base)
		s0, s1 := s.Base.N/n0, s.Current.N/n1
		m := MixEffect{Base: w0, Current: w1, Rate: (s0 + s1) / 2 * (w1 - w0), Mix: ((w0+w1)/2 - mean) * (s1 - s0)}
		m.Delta = m.Rate + m.Mix
		out[i] = m
	}
	return out, true
}

// ratioOr returns g's ratio, or the other's if g has no units.
func ratioOr(g, other Group) float64 {
	if g.N == 0 {
		return other.K / other.N
	}
	return g.K / g.N
}
