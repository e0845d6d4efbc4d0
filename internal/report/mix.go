package report

import (
	"context"
	"slices"

	"peil"
	"peil/internal/stat"
)

// A rate that falls may fall because everybody does worse, or because more of the
// deals are of a kind that does (metrics.md §4.1, Kitagawa).

// mixOfHitRate splits the change of the hit rate by the answer's dimension, by class
// where that has none of deals; mixOfSize that of the mean sale.
var (
	mixOfHitRate = splitFigure(mixed{"mix_win_rate", "rate_effect", "closed", peil.UnitShare, peil.UnitPoints, func(c *cell) stat.Group {
		return stat.Group{K: c.sums["won"], N: c.sums["won"] + c.sums["lost"]}
	}})
	mixOfSize = splitFigure(mixed{"mix_size", "size_effect", "won", peil.UnitMoney, peil.UnitMoney, func(c *cell) stat.Group {
		if c.sums["won"] <= 0 {
			return stat.Group{}
		}
		return stat.Group{K: c.money(c.sums["rev"]), N: c.sums["won"]}
	}})
)

// mixed is a ratio that is split: its figure, what its effect within segments is
// called, what its units are, and k and n of a segment.
type mixed struct {
	id, effect, share string
	unit, change      peil.Unit
	of                func(*cell) stat.Group
}

func splitFigure(m mixed) explanation {
	return explanation{peil.Figure{ID: m.id, Chart: peil.ChartWaterfall, Marks: []peil.Mark{between(m.effect, "before", "after"), {Measure: "mix_effect"}}, Axes: axis("class"), Measures: []peil.Measure{
		column(m.effect, m.change, peil.BetterUp), column("mix_effect", m.change, peil.BetterUp),
		column("share_before", peil.UnitShare, ""), column("share_after", peil.UnitShare, ""),
		column("before", m.unit, ""), column("after", m.unit, "")}}, m.split}
}

// split fills in the figure.
func (m mixed) split(ctx context.Context, r *run, f *peil.Figure) error {
	base, current, ok := r.change()
	if !ok {
		return nil
	}
	in := r
	if r.by == nil || !slices.Contains(dealDims, r.By) || r.By == "user" || r.By == "team" {
		var err error
		if in, err = r.beside(ctx, "class", []window{base, current}); err != nil {
			return err
		}
	}
	names := in.groups.slices()
	var segments []stat.Segment
	n0, n1 := 0.0, 0.0
	for _, s := range names {
		seg := stat.Segment{Base: m.of(in.summed(&s, base, m.id, m.unit)), Current: m.of(in.summed(&s, current, m.id, m.unit))}
		n0, n1 = n0+seg.Base.N, n1+seg.Current.N
		segments = append(segments, seg)
	}
	whole, ok := stat.Kitagawa(segments)
	parts, _ := stat.KitagawaParts(segments)
	if !ok {
		return nil
	}
	labels, err := in.label(ctx, in.by, names)
	if err != nil {
		return err
	}
	c := r.summed(nil, current, m.id, m.unit)
	var cells []peil.Cell
	for i, s := range names {
		if seg := segments[i]; seg.Base.N > 0 || seg.Current.N > 0 {
			cells = append(cells, at(sliceKey(s), labels[s], m.measures(c, parts[i], seg, n0, n1)))
		}
	}
	if len(cells) > 1 {
		f.Axes = axis(in.By)
		f.Cells = append(cells, at(peil.Total, "", m.measures(c, whole, stat.Segment{Base: stat.Group{N: n0}, Current: stat.Group{N: n1}}, n0, n1)))
	}
	return nil
}

// measures are a segment's columns. In a window in which it has no units it has no
// ratio either.
func (m mixed) measures(c *cell, e stat.MixEffect, seg stat.Segment, n0, n1 float64) map[string]peil.Value {
	out := map[string]peil.Value{"before": c.of(m.unit, e.Base), "after": c.of(m.unit, e.Current),
		m.effect: c.of(m.change, e.Rate), "mix_effect": c.of(m.change, e.Mix),
		"share_before": c.of(peil.UnitShare, seg.Base.N/n0), "share_after": c.of(peil.UnitShare, seg.Current.N/n1)}
	if seg.Base.N == 0 {
		out["before"] = c.without(m.unit, "no_"+m.share)
	}
	if seg.Current.N == 0 {
		out["after"] = c.without(m.unit, "no_"+m.share)
	}
	return out
}

// of is a plain value of another unit than the cell's.
func (c *cell) of(unit peil.Unit, x float64) peil.Value {
	other := *c
	other.unit = unit
	return other.plain(x)
}

// without is no value of another unit than the cell's.
func (c *cell) without(unit peil.Unit, reason string) peil.Value {
	other := *c
	other.unit = unit
	return other.null(reason)
}
