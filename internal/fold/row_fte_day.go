package fold

import (
	"peil"
)

// FTEDay is a row of fte_day; see facts/schema.sql.
type FTEDay struct {
	UserID  peil.ID
	Day     peil.Date
	FTE     float64
	Ramp    bool
	Assumed bool
}

// Append adds the row's columns, in the order of the table, to dst.
func (r FTEDay) Append(dst []any) []any {
	return append(dst,
		id(r.UserID), day(r.Day), r.FTE, r.Ramp, r.Assumed,
	)
}
