package table

import (
	"strings"

	"peil"
	"peil/internal/locale"
)

// foot says what the reader must know of the data: warnings, what has changed
// since it was published, what is left out, what to do.
func (p *printer) foot(r *peil.Result) []string {
	var out []string
	for _, n := range r.Notes {
		out = append(out, p.note(n))
	}
	out = append(out, p.aboutValues(r)...)
	for _, f := range r.Flags {
		out = append(out, p.flag(f))
	}
	var left []string
	for _, e := range r.Excluded {
		left = append(left, p.c.Number(float64(e.N), 0)+" "+p.c.Name("excluded", e.Reason))
	}
	if len(left) > 0 {
		out = append(out, p.c.T("text.excluded")+": "+strings.Join(left, ", "))
	}
	for _, a := range r.Advice {
		out = append(out, p.c.T("text.advice")+": "+p.adviceText(a))
	}
	return out
}

func (p *printer) note(n peil.Note) string { return p.c.T("note."+n.Code, "n", n.N, "date", n.Date) }

// aboutValues are remarks on single values of the total: how much of a cohort is
// resolved, what one large sale does, what has changed since it was published.
func (p *printer) aboutValues(r *peil.Result) []string {
	var out []string
	total := totalRow(r)
	for _, m := range r.Measures {
		v, name := total.Measures[m.ID], p.c.Name("measure", m.ID)
		if v.Display == peil.DisplayProvisional && v.Maturity != nil {
			out = append(out, name+": "+p.c.T("text.provisional_of", "m", p.c.Format(peil.UnitShare, "", *v.Maturity, 0)))
		}
		if v.WithoutLargest != nil {
			out = append(out, p.c.T("text.without_largest", "measure", name, "value", p.c.Format(v.Unit, v.Currency, *v.WithoutLargest, 0)))
		}
		if v.Restated != nil {
			at := p.c.Date(peil.DateOf(v.Restated.Since, p.location()))
			delta := p.c.Signed(v.Unit, v.Currency, v.Restated.By, locale.Place(v.Unit, v.Restated.By, nil))
			out = append(out, name+": "+p.c.T("text.restated", "date", at, "delta", delta))
		}
	}
	return out
}

// flag says what is out of the ordinary, and whether it is over.
func (p *printer) flag(f peil.Flag) string {
	label := f.Label
	if label == "" {
		label = f.Slice
	}
	s := p.c.T("flag."+f.Code, "period", p.c.Period(f.Period), "k", p.count(f.K), "n", p.count(f.N), "label", oneLine(label),
		"ratio", p.c.Number(f.Ratio, 1), "expected", p.c.Number(f.Expected, 1))
	if !f.Recovered.IsZero() {
		s += " " + p.c.T("flag.recovered", "normal", p.c.Period(f.Normal), "recovered", p.c.Period(f.Recovered))
	}
	return s
}
