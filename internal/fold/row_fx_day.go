package fold

import (
	"peil"
)

// FXDay is a row of fx_day; see facts/schema.sql.
type FXDay struct {
	Currency string
	Day      peil.Date
	Rate     float64
	AgeDays  int64
}

// Append adds the row's columns, in the order of the table, to dst.
func (r FXDay) Append(dst []any) []any {
	return append(dst,
		text(r.Currency), day(r.Day), r.Rate, r.AgeDays,
	)
}
