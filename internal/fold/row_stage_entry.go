package fold

import (
	"time"

	"peil"
)

// StageEntry is a row of stage_entry; see facts/schema.sql.
type StageEntry struct {
	UnitID       peil.ID
	DealID       peil.ID
	StageID      peil.ID
	StageOrder   int64
	How          string
	EnteredAt    time.Time
	EnteredOn    peil.Date
	Cause        string
	CauseAt      time.Time
	CauseOn      peil.Date
	Outcome      string
	ClosedAt     time.Time
	OpenSeconds  *int64
	Dated        bool
	SnapshotOnly bool
	UserID       peil.ID
	Value        *int64
	Currency     string
	Class        string
	PipelineID   peil.ID
	SourceID     peil.ID
	Campaign     string
	Channel      string
	AccountID    peil.ID
	ProductID    peil.ID
	Family       string
}

// Append adds the row's columns, in the order of the table, to dst.
func (r StageEntry) Append(dst []any) []any {
	return append(dst,
		id(r.UnitID), id(r.DealID), id(r.StageID), r.StageOrder, text(r.How), instant(r.EnteredAt), day(r.EnteredOn),
		text(r.Cause), instant(r.CauseAt), day(r.CauseOn), text(r.Outcome), instant(r.ClosedAt), number(r.OpenSeconds), r.Dated, r.SnapshotOnly, id(r.UserID),
		number(r.Value), text(r.Currency), text(r.Class), id(r.PipelineID), id(r.SourceID), text(r.Campaign),
		text(r.Channel), id(r.AccountID), id(r.ProductID), text(r.Family),
	)
}
