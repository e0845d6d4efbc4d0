package report

import (
	"context"
	"time"

	"peil"
	"peil/internal/facts"
)

// confidenceColumns are those of a deal's confidence history: when, what it was
// before and from then on, why, and the stage.
var confidenceColumns = []peil.Column{
	{ID: "at", Kind: "instant"}, {ID: "p_before", Kind: "number", Unit: peil.UnitShare}, {ID: "p_after", Kind: "number", Unit: peil.UnitShare},
	{ID: "detail", Kind: "text"}, {ID: "stage", Kind: "text"},
}

// Confidence lists how a deal's probability has changed, with the levels that the
// company's history and the gate give its stages now.
func Confidence(ctx context.Context, v *facts.View, deal peil.ID, now time.Time) (*peil.Table, error) {
	period, err := forecast.DefaultPeriod(ctx, v, now)
	if err != nil {
		return nil, err
	}
	q, err := ask(ctx, v, Query{Report: forecast.ID, Period: period, By: None, Now: now})
	if err != nil {
		return nil, err
	}
	class, err := q.texts(ctx, "select coalesce(class, '') from deal_fact where cast(deal_id as text) = '"+deal.UUID()+"'")
	if err != nil {
		return nil, err
	}
	if len(class) == 0 {
		e := peil.NotFound("unknown_record", "there is no %s %s", "deal", deal)
		return nil, e.InField("deal")
	}
	rows, err := ConfidenceHistory(ctx, v, deal, func(stage peil.ID, _ time.Time) float64 {
		i, ok := q.model.index[stageKey(stage.UUID(), class[0])]
		if !ok {
			return 0
		}
		return q.model.level(i).Level
	})
	if err != nil {
		return nil, err
	}
	var stages []peil.ID
	for _, r := range rows {
		stages = append(stages, r.Stage)
	}
	labels, err := q.named(ctx, stages)
	if err != nil {
		return nil, err
	}
	out := &peil.Table{Columns: confidenceColumns, Rows: [][]any{}, Total: int64(len(rows))}
	var before any
	for _, r := range rows {
		out.Rows = append(out.Rows, []any{r.At, before, r.P, r.Source, labels[r.Stage]})
		before = r.P
	}
	return out, nil
}
