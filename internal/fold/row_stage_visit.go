package fold

import (
	"time"

	"peil"
)

// StageVisit is a row of stage_visit; see facts/schema.sql.
type StageVisit struct {
	UnitID        peil.ID
	DealID        peil.ID
	Visit         int64
	StageID       peil.ID
	StageOrder    int64
	EnterAt       time.Time
	ExitAt        time.Time
	EnterOn       peil.Date
	ExitOn        peil.Date
	ExitKind      string
	Skipped       bool
	OpenSeconds   *int64
	PausedSeconds int64
	Dated         bool
	SnapshotOnly  bool
	UserID        peil.ID
	Class         string
	PipelineID    peil.ID
	SourceID      peil.ID
	Campaign      string
	Channel       string
	AccountID     peil.ID
	ProductID     peil.ID
	Family        string
	Currency      string
}

// Append adds the row's columns, in the order of the table, to dst.
func (r StageVisit) Append(dst []any) []any {
	return append(dst,
		id(r.UnitID), id(r.DealID), r.Visit, id(r.StageID), r.StageOrder, instant(r.EnterAt), instant(r.ExitAt),
		day(r.EnterOn), day(r.ExitOn), text(r.ExitKind), r.Skipped, number(r.OpenSeconds), r.PausedSeconds, r.Dated,
		r.SnapshotOnly, id(r.UserID), text(r.Class), id(r.PipelineID), id(r.SourceID), text(r.Campaign),
		text(r.Channel), id(r.AccountID), id(r.ProductID), text(r.Family), text(r.Currency),
	)
}
