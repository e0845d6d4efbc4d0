package fold

import (
	"time"

	"peil"
)

// CloseFact is a row of close_fact; see facts/schema.sql.
type CloseFact struct {
	UnitID          peil.ID
	DealID          peil.ID
	Outcome         string
	Auto            bool
	ReasonID        peil.ID
	CompetitorID    peil.ID
	ClosedAt        time.Time
	ClosedOn        peil.Date
	RecordedAt      time.Time
	Backdated       bool
	Dated           bool
	CreatedAt       time.Time
	CreatedOn       peil.Date
	InquiryAt       time.Time
	UserID          peil.ID
	StageID         peil.ID
	Value           *int64
	Currency        string
	SnapshotOnly    bool
	HumanActivities int64
	Class           string
	PipelineID      peil.ID
	SourceID        peil.ID
	Campaign        string
	Channel         string
	AccountID       peil.ID
	ProductID       peil.ID
	Family          string
}

// Append adds the row's columns, in the order of the table, to dst.
func (r CloseFact) Append(dst []any) []any {
	return append(dst,
		id(r.UnitID), id(r.DealID), text(r.Outcome), r.Auto, id(r.ReasonID), id(r.CompetitorID), instant(r.ClosedAt),
		day(r.ClosedOn), instant(r.RecordedAt), r.Backdated, r.Dated, instant(r.CreatedAt), day(r.CreatedOn),
		instant(r.InquiryAt), id(r.UserID), id(r.StageID), number(r.Value), text(r.Currency), r.SnapshotOnly,
		r.HumanActivities, text(r.Class), id(r.PipelineID), id(r.SourceID), text(r.Campaign), text(r.Channel),
		id(r.AccountID), id(r.ProductID), text(r.Family),
	)
}
