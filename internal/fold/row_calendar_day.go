package fold

import (
	"peil"
)

// CalendarDay is a row of calendar_day; see facts/schema.sql.
type CalendarDay struct {
	Day         peil.Date
	Business    bool
	OpenMinutes int64
}

// Append adds the row's columns, in the order of the table, to dst.
func (r CalendarDay) Append(dst []any) []any {
	return append(dst,
		day(r.Day), r.Business, r.OpenMinutes,
	)
}
