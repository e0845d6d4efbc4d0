package fold

import (
	"time"

	"peil"
)

// OpenHours is a row of open_hours; see facts/schema.sql.
type OpenHours struct {
	Calendar  string
	Day       peil.Date
	OpensAt   time.Time
	ClosesAt  time.Time
	BeforeMin float64
}

// Append adds the row's columns, in the order of the table, to dst.
func (r OpenHours) Append(dst []any) []any {
	return append(dst,
		text(r.Calendar), day(r.Day), instant(r.OpensAt), instant(r.ClosesAt), r.BeforeMin,
	)
}
