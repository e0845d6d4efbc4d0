package fold

import (
	"time"

	"peil"
)

// ForecastFact is a row of forecast_fact; see facts/schema.sql.
type ForecastFact struct {
	ForecastID  peil.ID
	IssuedAt    time.Time
	AsOf        time.Time
	FromOn      peil.Date
	Horizon     peil.Date
	Model       string
	Replayed    bool
	Booked      int64
	NewBusiness int64
	P10         int64
	P50         int64
	P90         int64
	Mean        int64
	Quota       *int64
	PQuota      *float64
}

// Append adds the row's columns, in the order of the table, to dst.
func (r ForecastFact) Append(dst []any) []any {
	return append(dst,
		id(r.ForecastID), instant(r.IssuedAt), instant(r.AsOf), day(r.FromOn), day(r.Horizon), text(r.Model), r.Replayed,
		r.Booked, r.NewBusiness, r.P10, r.P50, r.P90, r.Mean, number(r.Quota), number(r.PQuota),
	)
}
