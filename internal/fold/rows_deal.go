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

// DealSpan is a row of deal_span; see facts/schema.sql.
type DealSpan struct {
	UnitID       peil.ID
	DealID       peil.ID
	Part         int64
	FromAt       time.Time
	ToAt         time.Time
	FromOn       peil.Date
	ToOn         peil.Date
	Dated        bool
	UserID       peil.ID
	StageID      peil.ID
	Value        *int64
	Currency     string
	ExpectedOn   peil.Date
	SnapshotOnly bool
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
func (r DealSpan) Append(dst []any) []any {
	return append(dst,
		id(r.UnitID), id(r.DealID), r.Part, instant(r.FromAt), instant(r.ToAt), day(r.FromOn), day(r.ToOn), r.Dated,
		id(r.UserID), id(r.StageID), number(r.Value), text(r.Currency), day(r.ExpectedOn), r.SnapshotOnly,
		text(r.Class), id(r.PipelineID), id(r.SourceID), text(r.Campaign), text(r.Channel), id(r.AccountID),
		id(r.ProductID), text(r.Family),
	)
}

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
	Won          bool
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
		text(r.Cause), instant(r.CauseAt), day(r.CauseOn), r.Won, r.Dated, r.SnapshotOnly, id(r.UserID),
		number(r.Value), text(r.Currency), text(r.Class), id(r.PipelineID), id(r.SourceID), text(r.Campaign),
		text(r.Channel), id(r.AccountID), id(r.ProductID), text(r.Family),
	)
}
