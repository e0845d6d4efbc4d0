package fold

import (
	"time"

	"peil"
)

// PeriodLock is a row of period_lock; see facts/schema.sql.
type PeriodLock struct {
	FromOn   peil.Date
	ToOn     peil.Date
	LockedAt time.Time
}

// Append adds the row's columns, in the order of the table, to dst.
func (r PeriodLock) Append(dst []any) []any {
	return append(dst,
		day(r.FromOn), day(r.ToOn), instant(r.LockedAt),
	)
}
