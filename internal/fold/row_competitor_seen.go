package fold

import (
	"time"

	"peil"
)

// CompetitorSeen is a row of competitor_seen; see facts/schema.sql.
type CompetitorSeen struct {
	UnitID       peil.ID
	DealID       peil.ID
	CompetitorID peil.ID
	SeenAt       time.Time
}

// Append adds the row's columns, in the order of the table, to dst.
func (r CompetitorSeen) Append(dst []any) []any {
	return append(dst,
		id(r.UnitID), id(r.DealID), id(r.CompetitorID), instant(r.SeenAt),
	)
}
