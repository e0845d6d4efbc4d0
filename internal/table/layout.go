package table

import (
	"slices"
	"strings"
	"time"

	"peil"
)

// page is a result laid out to be read: the head, the grids, what is said below.
type page struct {
	title, head []string
	grids       []*grid
	foot        []string
}

// layout lays a result out: the measures of the total below each other with all
// that is known of them, then, if there are slices, those with the measures
// beside each other, then the figures.
func (p *printer) layout(r *peil.Result) page {
	pg := page{title: p.title(r), head: p.head(r), foot: p.foot(r), grids: []*grid{p.list(r)}}
	if r.By != "" {
		pg.grids = append(pg.grids, p.split(r))
	}
	if p.Trend && len(r.Series) > 0 {
		pg.grids = append(pg.grids, p.trend(r))
	}
	pg.grids = append(pg.grids, p.figures(r)...)
	return pg
}

func (p *printer) title(r *peil.Result) []string {
	parts := []string{p.c.Name("report", r.Report+".title"), p.c.Period(r.Period)}
	if r.By != "" {
		parts = append(parts, p.c.T("text.by", "dim", strings.ToLower(p.c.Name("dim", r.By))))
	}
	return parts
}

// head says of what moment the figures are and what they are compared with.
func (p *printer) head(r *peil.Result) []string {
	var out []string
	var clocks []string
	if !r.AsOf.IsZero() {
		clocks = append(clocks, p.asOf(r.AsOf))
	}
	if !r.KnownAt.IsZero() && !r.KnownAt.Equal(r.AsOf) {
		clocks = append(clocks, p.c.T("text.known_at", "at", p.c.Instant(r.KnownAt, p.location())))
	}
	if len(clocks) > 0 {
		out = append(out, strings.Join(clocks, " · "))
	}
	var against []string
	for _, ch := range comparisons(r) {
		against = append(against, p.c.T("text.compared", "to", p.c.T("text."+ch.To), "period", p.c.Period(ch.Period)))
		if ch.BusinessDays > 0 && ch.To == "previous" {
			out = append(out, p.c.T("text.like_for_like", "k", ch.BusinessDays, "period", p.c.Period(r.Period.Previous())))
		}
	}
	if len(against) > 0 {
		out = append(out, strings.Join(against, " · "))
	}
	return out
}

// comparisons are the windows that a result's values are compared with.
func comparisons(r *peil.Result) []peil.Change {
	var out []peil.Change
	for _, row := range r.Rows {
		for _, m := range r.Measures {
			for _, ch := range row.Measures[m.ID].Compare {
				// The year before a year is the previous period: it is said once.
				if !slices.ContainsFunc(out, func(o peil.Change) bool { return o.To == ch.To || o.Period == ch.Period }) {
					out = append(out, ch)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b peil.Change) int { return strings.Compare(a.To, b.To) })
	return out
}

// asOf says at what moment things are looked at; a local midnight is the end of
// a day, since that is how it was asked for.
func (p *printer) asOf(t time.Time) string {
	day := peil.DateOf(t, p.location())
	if day.Start(p.location()).Equal(t) {
		return p.c.T("text.as_of_day", "date", day.AddDays(-1))
	}
	return p.c.T("text.as_of", "at", p.c.Instant(t, p.location()))
}
