package report

import (
	"context"
	"database/sql"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/stat"
)

// What rules of advice look at beside the reports: counts that no tile shows by
// themselves, read from the same facts, as of the same moment.

// evidence asks the facts for words and numbers, row by row.
func evidence(ctx context.Context, v *facts.View, now time.Time, text string, p *peil.Period, words, numbers int, take func(words []string, numbers []float64)) error {
	c := newClock(v.Settings, now, v.AsOf, v.KnownAt)
	params := map[string]param{"as_of": {"timestamptz", stamp(c.asOf)}, "today": {"date", c.today.String()}, "base": {"text", string(v.Settings.BaseCurrency)}}
	if p != nil {
		params["since"], params["until"] = param{"date", p.From.String()}, param{"date", p.To.String()}
	}
	s := bind(text, params)
	rows, err := v.Query(ctx, s.text, s.args...)
	if err != nil {
		return failed("evidence", err)
	}
	defer rows.Close()
	text1, num1 := make([]sql.NullString, words), make([]sql.NullFloat64, numbers)
	w, n := make([]string, words), make([]float64, numbers)
	var dest []any
	for i := range text1 {
		dest = append(dest, &text1[i])
	}
	for i := range num1 {
		dest = append(dest, &num1[i])
	}
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return failed("evidence", err)
		}
		for i, x := range text1 {
			w[i] = x.String
		}
		for i, x := range num1 {
			n[i] = settled(x.Float64)
		}
		take(w, n)
	}
	if err := rows.Err(); err != nil {
		return failed("evidence", err)
	}
	return nil
}

// OpenValues is what each open deal is worth, in main units.
func OpenValues(ctx context.Context, v *facts.View, now time.Time) (map[peil.ID]float64, error) {
	out := map[peil.ID]float64{}
	c := cell{q: &question{view: v}}
	err := evidence(ctx, v, now, `select cast(s.deal_id as text),
       cast(sum(case when s.currency = :base then cast(s.value as double precision) else floor(s.value * fx.rate + 0.5) end) as double precision)
from deal_span s left join fx_day fx on fx.currency = s.currency and fx.day = :today
where s.from_at <= :as_of and (s.to_at is null or s.to_at > :as_of) group by s.deal_id`, nil, 1, 1, func(w []string, n []float64) {
		id, _ := uuid(w[0])
		out[id] = c.money(n[0])
	})
	return out, err
}

// Skipping is what became of the deals that passed a stage without standing in it,
// and of those that stood in it, seller by seller: won of so many.
type Skipping struct {
	Stage  peil.ID
	Strata []stat.Stratum // arm 1 skipped
}

// Skips are the stages that deals of a period skipped.
func Skips(ctx context.Context, v *facts.View, now time.Time, p peil.Period) ([]Skipping, error) {
	var out []Skipping
	err := evidence(ctx, v, now, `select cast(e.stage_id as text), cast(e.user_id as text),
       cast(count(*) filter (where e.how = 'skipped' and e.outcome = 'won' and e.closed_at <= :as_of) as double precision), cast(count(*) filter (where e.how = 'skipped') as double precision),
       cast(count(*) filter (where e.how = 'entered' and e.outcome = 'won' and e.closed_at <= :as_of) as double precision), cast(count(*) filter (where e.how = 'entered') as double precision)
from stage_entry e
where e.how in ('entered', 'skipped') and e.dated and not coalesce(e.snapshot_only, false)
  and e.entered_on >= :since and e.entered_on < :until and e.entered_at <= :as_of
group by e.stage_id, e.user_id order by cast(e.stage_id as text), cast(e.user_id as text)`, &p, 2, 4, func(w []string, n []float64) {
		id, _ := uuid(w[0])
		if last := len(out) - 1; last < 0 || out[last].Stage != id {
			out = append(out, Skipping{Stage: id})
		}
		last := &out[len(out)-1]
		last.Strata = append(last.Strata, stat.Stratum{Won1: n[0], N1: n[1], Won0: n[2], N0: n[3]})
	})
	return out, err
}

// Override is a deal whose probability a seller set: what they said, what history
// said at the same moment, and what came.
type Override struct {
	Own, Learned float64
	Won          bool
}

// Overrides are the decided deals of issued forecasts in which a seller's own word
// stood, each as it stood first: a deal that is said of every month is one deal.
func Overrides(ctx context.Context, v *facts.View, now time.Time) ([]Override, error) {
	var out []Override
	err := evidence(ctx, v, now, `select x.p, x.learned, x.won from (
    select l.deal_id, l.p, l.learned, case when c.outcome = 'won' then 1.0 else 0.0 end as won,
           row_number() over (partition by l.deal_id order by f.as_of, f.horizon, l.forecast_id) as nth
    from forecast_line l
    join forecast_fact f on f.forecast_id = l.forecast_id
    join close_fact c on c.deal_id = l.deal_id and c.outcome in ('won', 'lost') and c.closed_at <= :as_of
    where l.own and l.learned > 0 and f.as_of <= :as_of
) x where x.nth = 1 order by cast(x.deal_id as text)`, nil, 0, 3, func(_ []string, n []float64) {
		out = append(out, Override{Own: n[0], Learned: n[1], Won: n[2] == 1})
	})
	return out, err
}

// Topics are what the reasons for a loss are about, where somebody has said.
func Topics(ctx context.Context, v *facts.View, now time.Time) (map[peil.ID]string, error) {
	out := map[peil.ID]string{}
	err := evidence(ctx, v, now, `select cast(reason_id as text), topic from reason_dim where topic <> ''`, nil, 2, 0, func(w []string, _ []float64) {
		id, _ := uuid(w[0])
		out[id] = w[1]
	})
	return out, err
}

// Margin is the gross margin of what was sold in a period, as a share; not ok where
// a sale has none or nothing was sold.
func Margin(ctx context.Context, v *facts.View, now time.Time, p peil.Period) (share float64, ok bool, err error) {
	q, err := ask(ctx, v, Query{Report: productivity.ID, Period: p, By: None, Now: now})
	if err != nil {
		return 0, false, err
	}
	ws := q.windows()
	gs, err := q.sums(ctx, ws)
	if err != nil {
		return 0, false, err
	}
	s := gs.at(nil, ws[0].n).sums
	if s["rev"] <= 0 || s["unmargined"] > 0 {
		return 0, false, nil
	}
	return s["gross"] / s["rev"], true, nil
}
