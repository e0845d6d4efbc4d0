package report

import (
	"context"
	"database/sql"
	"time"

	"peil"
	"peil/internal/facts"
)

// remarks counts what the answer leaves out of the period, by reason, and what a
// reader should know of the data. A record counts once, however many rows it has.
const remarks = `select what, cast(count(distinct id) as bigint) as n from (
    select excluded as what, id from scoped where w = 0 and excluded is not null
    union all
    select '!stale_rate', id from scoped where w = 0 and stale
    union all
    select '!' || detail, id from scoped where w = 0 and kind = 'mark'
    union all
    select '!snapshot_only', id from scoped where w = 0 and excluded = 'snapshot_only'
) x group by what order by what`

// remarked is how many records there is something to say of.
type remarked struct {
	what string
	n    int64
}

// remarks reads what there is to say of the rows.
func (g *gathered) remarks(ctx context.Context) ([]remarked, error) {
	rows, err := g.kept.Query(ctx, remarks)
	if err != nil {
		return nil, failed("remarks", err)
	}
	defer rows.Close()
	var out []remarked
	for rows.Next() {
		var m remarked
		if err := rows.Scan(&m.what, &m.n); err != nil {
			return nil, failed("remarks", err)
		}
		out = append(out, m)
	}
	if err := rows.Err(); err != nil {
		return nil, failed("remarks", err)
	}
	return out, nil
}

// remark fills in what is left out and the warnings.
func (r *run) remark(ctx context.Context, res *peil.Result, found []remarked) (err error) {
	for _, m := range found {
		if m.what[0] != '!' {
			res.Excluded = append(res.Excluded, peil.Excluded{Reason: m.what, N: m.n})
			continue
		}
		res.Notes = append(res.Notes, peil.Note{Code: m.what[1:], N: m.n})
	}
	for i, n := range res.Notes {
		if n.Code == "snapshot_only" {
			if res.Notes[i].Date, err = historySince(ctx, r.view); err != nil {
				return err
			}
		}
	}
	if r.view.Stale {
		res.Notes = append(res.Notes, peil.Note{Code: "updating"})
	}
	r.largest(res)
	return nil
}

// historySince is the first day of which stages are known; zero when none is.
func historySince(ctx context.Context, v *facts.View) (peil.Date, error) {
	return oneDate(ctx, v, "select min(enter_on) from stage_visit where dated and not coalesce(snapshot_only, false)")
}

// largest notes that one deal is over 40 % of what was sold (G13).
func (r *run) largest(res *peil.Result) {
	g := r.groups.at(nil, winPeriod)
	if g.sums["sale_max"] > bigDeal*g.sums["sale_sum"] && g.sums["sale_n"] > 1 {
		share := g.sums["sale_max"] / g.sums["sale_sum"] * 100
		res.Notes = append(res.Notes, peil.Note{Code: "largest_sale", N: int64(share + .5)})
	}
}

// Locked returns when the period was locked, and whether it is.
func Locked(ctx context.Context, v *facts.View, p peil.Period) (time.Time, bool, error) {
	s := bind("select min(locked_at) from period_lock where from_on <= :since and to_on >= :until",
		map[string]param{"since": {"date", p.From.String()}, "until": {"date", p.To.String()}})
	var at sql.NullTime
	if err := v.QueryRow(ctx, s.text, s.args...).Scan(&at); err != nil {
		return time.Time{}, false, failed("locks", err)
	}
	return at.Time.UTC(), at.Valid, nil
}

// restate puts the question to the other knowledge that it brings, and says of
// every value by how much what was known earlier has changed.
func (r *run) restate(ctx context.Context, res *peil.Result) error {
	other := r.Against
	if other == nil {
		return nil
	}
	q := r.Query
	q.Against, q.Compare, q.Trend, q.By, q.Measures = nil, nil, "", r.By, r.measureIDs()
	if q.By == "" {
		q.By = None
	}
	later, err := Run(ctx, other, q)
	if err != nil {
		return err
	}
	since, sign := r.view.KnownAt, 1.0
	if since.IsZero() || !other.KnownAt.IsZero() && other.KnownAt.Before(since) {
		since, sign = other.KnownAt, -1
	}
	for _, row := range res.Rows {
		for id, v := range row.Measures {
			o, ok := valueOf(later, row.Slice, id)
			if !ok || v.Value == nil {
				continue
			}
			if by := sign * (o - *v.Value); by != 0 {
				v.Restated = &peil.Restated{By: by, Since: since}
				row.Measures[id] = v
			}
		}
	}
	return nil
}

// valueOf finds a value in a result. A slice that is not there has no rows: its
// counts and amounts are 0.
func valueOf(res *peil.Result, slice *string, id string) (float64, bool) {
	for _, row := range res.Rows {
		if (row.Slice == nil) == (slice == nil) && (slice == nil || *row.Slice == *slice) {
			v := row.Measures[id]
			if v.Value == nil {
				return 0, false
			}
			return *v.Value, true
		}
	}
	return 0, false
}
