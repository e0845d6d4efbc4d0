package report

import (
	"context"
	"database/sql"
	"time"

	"peil"
	"peil/internal/facts"
)

// ConfidenceRow is a change of a deal's probability: what it was from then on, and
// why: learned of the stage it came to, an override by a seller, or closed.
type ConfidenceRow struct {
	At     time.Time
	P      float64
	Source string // learned, override, closed
	// Stage is where the deal stood, or from which it was closed.
	Stage peil.ID
}

// ConfidenceHistory lists how a deal's probability has changed, the oldest first.
// level gives that of a stage at a moment.
func ConfidenceHistory(ctx context.Context, v *facts.View, deal peil.ID, level func(stage peil.ID, at time.Time) float64) ([]ConfidenceRow, error) {
	rows, err := v.Query(ctx, `select from_at, cast(stage_id as text), confidence from deal_span where cast(deal_id as text) = $1 order by from_at, part`, deal.UUID())
	if err != nil {
		return nil, failed("confidence", err)
	}
	defer rows.Close()
	var out []ConfidenceRow
	var lastStage peil.ID
	var lastOwn sql.NullFloat64
	for rows.Next() {
		var at time.Time
		var stage sql.NullString
		var own sql.NullFloat64
		if err := rows.Scan(&at, &stage, &own); err != nil {
			return nil, failed("confidence", err)
		}
		id, _ := uuid(stage.String)
		if len(out) > 0 && id == lastStage && own == lastOwn {
			continue // the owner or the amount changed
		}
		lastStage, lastOwn = id, own
		row := ConfidenceRow{At: at.UTC(), Stage: id, Source: "learned"}
		if own.Valid {
			row.P, row.Source = own.Float64, "override"
		} else {
			row.P = level(id, row.At)
		}
		out = append(out, row)
	}
	if err := rows.Err(); err != nil {
		return nil, failed("confidence", err)
	}
	var closed sql.NullTime
	var outcome sql.NullString
	err = v.QueryRow(ctx, `select closed_at, outcome from close_fact where cast(deal_id as text) = $1`, deal.UUID()).Scan(&closed, &outcome)
	if err == sql.ErrNoRows {
		return out, nil
	}
	if err != nil {
		return nil, failed("confidence", err)
	}
	p := 0.0
	if outcome.String == "won" {
		p = 1
	}
	return append(out, ConfidenceRow{At: closed.Time.UTC(), P: p, Source: "closed", Stage: lastStage}), nil
}
