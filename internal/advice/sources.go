package advice

import (
	"context"
	"math"

	"peil"
	"peil/internal/report"
	"peil/internal/stat"
)

var sourceRules = []Rule{
	{ID: "SRC-1", Version: 1, Report: "sources", Every: Quarter, Rows: "win_rate_cohort", find: bestSources, Units: map[string]peil.Unit{"p": peil.UnitShare, "pool": peil.UnitShare}},
	{ID: "SRC-2", Version: 1, Report: "sources", Every: Quarter, Rows: "win_rate_cohort", find: poorSources, Units: map[string]peil.Unit{"k": peil.UnitCount, "n": peil.UnitCount, "p": peil.UnitShare}},
	{ID: "SRC-3", Version: 1, Report: "sources", Every: Quarter, Rows: "cpw", find: dearSources, Units: map[string]peil.Unit{"c": peil.UnitMoney, "m": peil.UnitMoney}},
	{ID: "SRC-4", Version: 1, Report: "sources", Every: Quarter, Fact: true, Rows: "leads", find: promisingSource, Units: map[string]peil.Unit{"n": peil.UnitCount, "need": peil.UnitCount}},
}

// Source is what the rules about a source look at: so many customers of so many
// leads, the rate drawn towards what all say, that of all, and the chance of the
// difference to the rest over all sources. Value is what the customers have brought.
type Source struct {
	ID         string
	Won, Leads float64
	Shrunk     float64
	Pool       float64
	Q          float64
	Value      float64
	Maturity   float64
	// CostPerWin is what a customer costs, CostLow the lower end; 0 where nobody says.
	CostPerWin, CostLow, CostPerLead float64
	// PerLead is what a lead has brought.
	PerLead stat.Estimate
}

// The gates of SRC (metrics.md §4.3).
const (
	sourceLeads    = 30
	sourceWins     = 5
	sourceQ        = .05
	sourceMaturity = .8
	sourceBetter   = 1.25
	sourceWorse    = .75
)

func (s Source) tested() bool {
	return s.Leads >= sourceLeads && s.Q <= sourceQ && s.Maturity >= sourceMaturity
}

// Best reports SRC-1: the source's leads become customers clearly more often.
func (s Source) Best() bool {
	return s.tested() && s.Won >= sourceWins && s.Shrunk >= sourceBetter*s.Pool
}

// Poor reports SRC-2: clearly less often.
func (s Source) Poor() bool { return s.tested() && s.Shrunk <= sourceWorse*s.Pool }

// Promising returns the source of SRC-4, which has the highest rate of all and too
// few leads to say so, and how many more it takes.
func Promising(list []Source) (best *Source, need float64) {
	for i := range list {
		s := &list[i]
		if s.Leads > 0 && (best == nil || s.Won/s.Leads > best.Won/best.Leads) {
			best = s
		}
	}
	if best == nil || best.Won == 0 || best.Leads >= sourceLeads {
		return nil, 0
	}
	n, ok := stat.LeadsNeeded(best.Won / best.Leads)
	if !ok || float64(n) <= best.Leads {
		return nil, 0
	}
	return best, float64(n) - best.Leads
}

// SourcesOf reads the sources of an answer.
func SourcesOf(res *peil.Result) []Source {
	total := res.Rows[0].Measures
	won, _ := val(total, "won")
	leads, _ := val(total, "leads")
	var out []Source
	for _, row := range res.Rows[1:] {
		m := row.Measures
		rest := m["vs_rest"]
		if rest.K == nil || rest.N == nil || *row.Slice == "" {
			continue
		}
		s := Source{ID: *row.Slice, Won: *rest.K, Leads: *rest.N, Pool: (won + .5) / (leads + 1), Q: 1, Maturity: 1}
		s.Shrunk, _ = val(m, "win_rate_shrunk")
		if q, ok := val(m, "vs_rest_q"); ok {
			s.Q = q
		}
		if x := m["win_rate_cohort"].Maturity; x != nil {
			s.Maturity = *x
		}
		if rpl, ok := val(m, "rpl"); ok {
			s.Value = rpl * s.Leads
		}
		if c := m["cpw"]; c.Value != nil && c.Interval != nil {
			s.CostPerWin, s.CostLow = *c.Value, c.Interval.Lo
		}
		if v := m["rpl"]; v.Value != nil && v.Interval != nil {
			s.PerLead = estimate(v)
		}
		s.CostPerLead, _ = val(m, "cpl")
		out = append(out, s)
	}
	return out
}

// sourced are the sources of the year of leads that have had the time to become
// customers.
func (a *asked) sourced(ctx context.Context) (*peil.Result, error) {
	p, err := a.ripeYear(ctx)
	if err != nil {
		return nil, err
	}
	return a.ask(ctx, "sources", report.Query{Report: "sources", By: "source", Period: p,
		Measures: []string{"leads", "won", "vs_rest", "vs_rest_q", "win_rate_shrunk", "win_rate_cohort", "rpl", "cpl", "cpw"}})
}

func (a *asked) sources(ctx context.Context) ([]Source, peil.Period, error) {
	res, err := a.sourced(ctx)
	if err != nil {
		return nil, peil.Period{}, err
	}
	return SourcesOf(res), res.Period, nil
}

// perLead is what a lead has brought, on average.
func (a *asked) perLead(ctx context.Context) (float64, error) {
	res, err := a.sourced(ctx)
	if err != nil {
		return 0, err
	}
	v, _ := val(res.Rows[0].Measures, "rpl")
	return v, nil
}

func (a *asked) eachSource(ctx context.Context, find func(Source) (Finding, bool)) ([]Finding, error) {
	list, p, err := a.sources(ctx)
	var out []Finding
	for _, s := range list {
		if f, ok := find(s); ok {
			f.Period, f.Scope, f.Words = p, "source="+s.ID, map[string]string{"s": s.ID}
			out = append(out, f)
		}
	}
	return out, err
}

func bestSources(ctx context.Context, a *asked) ([]Finding, error) {
	return a.eachSource(ctx, func(s Source) (Finding, bool) {
		extra := s.Value * (1 - s.Pool/math.Max(s.Shrunk, 1e-9))
		return Finding{Evidence: map[string]float64{"p": s.Shrunk, "pool": s.Pool, "k": s.Won, "n": s.Leads, "q": s.Q}, Stake: extra}, s.Best()
	})
}

func poorSources(ctx context.Context, a *asked) ([]Finding, error) {
	return a.eachSource(ctx, func(s Source) (Finding, bool) {
		return Finding{Evidence: map[string]float64{"p": s.Shrunk, "pool": s.Pool, "k": s.Won, "n": s.Leads, "q": s.Q}, Stake: s.Value * (s.Pool/math.Max(s.Shrunk, 1e-9) - 1)}, s.Poor()
	})
}

func promisingSource(ctx context.Context, a *asked) ([]Finding, error) {
	list, p, err := a.sources(ctx)
	if err != nil {
		return nil, err
	}
	s, need := Promising(list)
	if s == nil {
		return nil, nil
	}
	return []Finding{{Scope: "source=" + s.ID, Period: p, Words: map[string]string{"s": s.ID}, Evidence: map[string]float64{"n": s.Leads, "need": need, "k": s.Won}}}, nil
}
