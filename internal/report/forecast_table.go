package report

import (
	"fmt"
	"math"
	"strings"
)

// ageEdges cut the ages of deals: by day for a month, by week for half a year, by
// month for two years.
var ageEdges = func() []float64 {
	var out []float64
	for d := 0; d < 31; d++ {
		out = append(out, float64(d))
	}
	for d := 31; d < 182; d += 7 {
		out = append(out, float64(d))
	}
	for d := 182; d < 760; d += 30 {
		out = append(out, float64(d))
	}
	return append(out, 1e9)
}()

// table is the model as rows that a statement can join: stage, class, ages from and
// to, the learned probability, the share in time. Ages that say the same are one row.
func (m *model) table() string {
	var b strings.Builder
	b.WriteString("(cast(null as uuid), cast(null as text), cast(0 as double precision), cast(0 as double precision), cast(0 as double precision), cast(0 as double precision))")
	for i, s := range m.stages {
		row := func(from, to, p, t float64) {
			fmt.Fprintf(&b, ",\n        ('%s', '%s', %g, %g, %.9g, %.9g)", s.id, s.class, from, to, p, t)
		}
		row(-1, 0, m.confidence(i, -1), m.timing(i, 0))
		for from := 0; from < len(ageEdges)-1; {
			p, t := m.confidence(i, ageEdges[from]), m.timing(i, ageEdges[from])
			to := from + 1
			for to < len(ageEdges)-1 && m.confidence(i, ageEdges[to]) == p && m.timing(i, ageEdges[to]) == t {
				to++
			}
			row(ageEdges[from], ageEdges[to], p, t)
			from = to
		}
	}
	return b.String()
}

// handChance is the chance of a lead that is no deal yet at an age to be won in the
// period: it must become a deal, which the older ones hardly do, and that be won by
// then.
func (m *model) handChance(age float64) float64 {
	s, ok := m.leads.S(age)
	if !ok || s <= 0 || m.to <= 0 {
		return 0
	}
	p := 0.0
	before, _ := m.leads.CIF(1, age)
	for day := 1.; day <= math.Ceil(m.to); day++ {
		now, _ := m.leads.CIF(1, age+day)
		if now == before {
			continue
		}
		by, _ := m.created.CIF(1, math.Max(0, m.to-day))
		soon := 0.0
		if m.from > day {
			soon, _ = m.created.CIF(1, m.from-day)
		}
		p += (now - before) / s * (by - soon)
		before = now
	}
	return math.Max(0, p)
}

// handTable is the chance of a lead of an age to be won in the period.
func (m *model) handTable() string {
	var b strings.Builder
	b.WriteString("(cast(-1 as double precision), cast(0 as double precision), cast(0 as double precision))")
	for i := range len(ageEdges) - 1 {
		if p := m.handChance(ageEdges[i]); p > 0 {
			fmt.Fprintf(&b, ", (%g, %g, %.9g)", ageEdges[i], ageEdges[i+1], p)
		}
	}
	return b.String()
}
