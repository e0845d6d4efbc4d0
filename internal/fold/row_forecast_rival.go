package fold

import (
	"peil"
)

// ForecastRival is a row of forecast_rival; see facts/schema.sql.
type ForecastRival struct {
	ForecastID peil.ID
	Name       string
	P10        int64
	P50        int64
	P90        int64
}

// Append adds the row's columns, in the order of the table, to dst.
func (r ForecastRival) Append(dst []any) []any {
	return append(dst, id(r.ForecastID), text(r.Name), r.P10, r.P50, r.P90)
}
