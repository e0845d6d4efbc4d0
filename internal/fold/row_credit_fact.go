package fold

import (
	"time"

	"peil"
)

// CreditFact is a row of credit_fact; see facts/schema.sql.
type CreditFact struct {
	UnitID     peil.ID
	DealID     peil.ID
	Part       int64
	Kind       string
	Main       bool
	UserID     peil.ID
	Share      float64
	Amount     *int64
	Currency   string
	WonAt      time.Time
	WonOn      peil.Date
	Dated      bool
	CreatedAt  time.Time
	CreatedOn  peil.Date
	InquiryAt  time.Time
	AfterFirst bool
	Class      string
	PipelineID peil.ID
	StageID    peil.ID
	SourceID   peil.ID
	Campaign   string
	Channel    string
	AccountID  peil.ID
	ProductID  peil.ID
	Family     string
}

// Append adds the row's columns, in the order of the table, to dst.
func (r CreditFact) Append(dst []any) []any {
	return append(dst,
		id(r.UnitID), id(r.DealID), r.Part, text(r.Kind), r.Main, id(r.UserID), r.Share, number(r.Amount),
		text(r.Currency), instant(r.WonAt), day(r.WonOn), r.Dated, instant(r.CreatedAt), day(r.CreatedOn),
		instant(r.InquiryAt), r.AfterFirst, text(r.Class), id(r.PipelineID), id(r.StageID), id(r.SourceID),
		text(r.Campaign), text(r.Channel), id(r.AccountID), id(r.ProductID), text(r.Family),
	)
}
