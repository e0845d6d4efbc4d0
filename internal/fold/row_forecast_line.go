package fold

import (
	"time"

	"peil"
)

// ForecastLine is a row of forecast_line; see facts/schema.sql.
type ForecastLine struct {
	ForecastID peil.ID
	DealID     peil.ID
	IssuedAt   time.Time
	AsOf       time.Time
	Horizon    peil.Date
	Model      string
	Replayed   bool
	Value      int64
	P          float64
	PInPeriod  float64
	StageID    peil.ID
	Own        bool
	Learned    float64
	DefaultP   float64
}

// Append adds the row's columns, in the order of the table, to dst.
func (r ForecastLine) Append(dst []any) []any {
	return append(dst,
		id(r.ForecastID), id(r.DealID), instant(r.IssuedAt), instant(r.AsOf), day(r.Horizon), text(r.Model),
		r.Replayed, r.Value, r.P, r.PInPeriod, id(r.StageID), r.Own, r.Learned, r.DefaultP,
	)
}
