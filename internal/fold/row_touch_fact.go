package fold

import (
	"time"

	"peil"
)

// TouchFact is a row of touch_fact; see facts/schema.sql.
type TouchFact struct {
	UnitID    peil.ID
	LeadID    peil.ID
	SourceID  peil.ID
	TouchedAt time.Time
	Position  int64
}

// Append adds the row's columns, in the order of the table, to dst.
func (r TouchFact) Append(dst []any) []any {
	return append(dst,
		id(r.UnitID), id(r.LeadID), id(r.SourceID), instant(r.TouchedAt), r.Position,
	)
}
