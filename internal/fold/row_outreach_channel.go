package fold

import (
	"time"

	"peil"
)

// OutreachChannel is a row of outreach_channel; see facts/schema.sql.
type OutreachChannel struct {
	UnitID   peil.ID
	DealID   peil.ID
	LeadID   peil.ID
	Channel  string
	FirstAt  time.Time
	Attempts int64
	Connects int64
	Seconds  int64
}

// Append adds the row's columns, in the order of the table, to dst.
func (r OutreachChannel) Append(dst []any) []any {
	return append(dst,
		id(r.UnitID), id(r.DealID), id(r.LeadID), text(r.Channel), instant(r.FirstAt), r.Attempts, r.Connects,
		r.Seconds,
	)
}
