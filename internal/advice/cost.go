package advice

import (
	"context"

	"peil/internal/report"
	"peil/internal/stat"
)

// Dear reports SRC-3: a customer from the source costs more than they earn, also at
// the lower end of what they may cost. margin is the gross share of a sale.
func (s Source) Dear(margin float64) bool {
	return s.Leads >= sourceLeads && s.Won >= sourceWins && s.Maturity >= sourceMaturity && s.CostLow > s.earns(margin)
}

// dearQ is the q of SRC-3, which looks at most leads four times.
const dearQ = .02

// dearP is how easily the source's leads would bring so much less than they cost by
// chance: what few customers buy varies as much as how many they are.
func (s Source) dearP(margin float64) float64 {
	brings := s.PerLead
	brings.Value, brings.Interval.Lo, brings.Interval.Hi = margin*brings.Value, margin*brings.Interval.Lo, margin*brings.Interval.Hi
	p, ok := stat.DifferenceTest(stat.Estimate{Value: s.CostPerLead}, brings)
	if !ok || s.CostPerLead <= brings.Value {
		return 1
	}
	return p
}

// earns is the gross margin of the source's mean sale.
func (s Source) earns(margin float64) float64 { return margin * s.Value / s.Won }

// dearSources is SRC-3. Without a margin nobody can say what a customer earns. All
// sources of which it is known what they cost are one family of tests.
func dearSources(ctx context.Context, a *asked) ([]Finding, error) {
	list, p, err := a.sources(ctx)
	if err != nil {
		return nil, err
	}
	margin, ok, err := report.Margin(ctx, a.view, a.at, p)
	if err != nil || !ok {
		return nil, err
	}
	var known []Source
	var ps []float64
	for _, s := range list {
		if s.CostPerLead > 0 && s.Leads >= sourceLeads {
			known, ps = append(known, s), append(ps, s.dearP(margin))
		}
	}
	var out []Finding
	for i, q := range stat.BenjaminiHochberg(ps) {
		if s := known[i]; q <= dearQ && s.Dear(margin) {
			m := s.earns(margin)
			out = append(out, Finding{Scope: "source=" + s.ID, Period: p, Words: map[string]string{"s": s.ID}, Stake: (s.CostPerWin - m) * s.Won,
				Evidence: map[string]float64{"c": s.CostPerWin, "m": m, "lo": s.CostLow, "q": q, "p": ps[i], "k": s.Won, "n": s.Leads}})
		}
	}
	return out, nil
}
