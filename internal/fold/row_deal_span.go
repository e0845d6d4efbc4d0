package fold

import (
	"time"

	"peil"
)

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
	Confidence   *float64
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
		id(r.UserID), id(r.StageID), number(r.Value), text(r.Currency), day(r.ExpectedOn), number(r.Confidence), r.SnapshotOnly,
		text(r.Class), id(r.PipelineID), id(r.SourceID), text(r.Campaign), text(r.Channel), id(r.AccountID),
		id(r.ProductID), text(r.Family),
	)
}
