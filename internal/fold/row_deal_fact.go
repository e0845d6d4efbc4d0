package fold

import (
	"time"

	"peil"
)

// DealFact is a row of deal_fact; see facts/schema.sql.
type DealFact struct {
	UnitID          peil.ID
	DealID          peil.ID
	LeadID          peil.ID
	Status          string
	DeletedReason   string
	HumanActivities int64
	UserID          peil.ID
	StageID         peil.ID
	CreatedAt       time.Time
	CreatedOn       peil.Date
	Dated           bool
	InquiryAt       time.Time
	InquiryOn       peil.Date
	ClosedAt        time.Time
	ClosedOn        peil.Date
	Backdated       bool
	Reopened        int64
	Value           *int64
	Currency        string
	ExpectedOn      peil.Date
	AfterFirst      bool
	SnapshotOnly    bool
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
func (r DealFact) Append(dst []any) []any {
	return append(dst,
		id(r.UnitID), id(r.DealID), id(r.LeadID), text(r.Status), text(r.DeletedReason), r.HumanActivities,
		id(r.UserID), id(r.StageID), instant(r.CreatedAt), day(r.CreatedOn), r.Dated, instant(r.InquiryAt),
		day(r.InquiryOn), instant(r.ClosedAt), day(r.ClosedOn), r.Backdated, r.Reopened, number(r.Value),
		text(r.Currency), day(r.ExpectedOn), r.AfterFirst, r.SnapshotOnly, text(r.Class), id(r.PipelineID),
		id(r.SourceID), text(r.Campaign), text(r.Channel), id(r.AccountID), id(r.ProductID), text(r.Family),
	)
}
