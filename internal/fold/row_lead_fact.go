package fold

import (
	"time"

	"peil"
)

// LeadFact is a row of lead_fact; see facts/schema.sql.
type LeadFact struct {
	UnitID         peil.ID
	LeadID         peil.ID
	DealID         peil.ID
	ReceivedAt     time.Time
	ReceivedOn     peil.Date
	Dated          bool
	Status         string
	Junk           string
	Inquiries      int64
	FirstAttemptAt time.Time
	FirstChannel   string
	Attempts       int64
	FirstContactAt time.Time
	ReachedBy      string
	ConvertedAt    time.Time
	Outcome        string
	ClosedAt       time.Time
	ClosedOn       peil.Date
	Value          *int64
	Currency       string
	UserID         peil.ID
	ContactID      peil.ID
	AccountID      peil.ID
	SourceID       peil.ID
	Campaign       string
	Channel        string
	Class          string
	PipelineID     peil.ID
}

// Append adds the row's columns, in the order of the table, to dst.
func (r LeadFact) Append(dst []any) []any {
	return append(dst,
		id(r.UnitID), id(r.LeadID), id(r.DealID), instant(r.ReceivedAt), day(r.ReceivedOn), r.Dated, text(r.Status),
		text(r.Junk), r.Inquiries, instant(r.FirstAttemptAt), text(r.FirstChannel), r.Attempts,
		instant(r.FirstContactAt), text(r.ReachedBy), instant(r.ConvertedAt), text(r.Outcome), instant(r.ClosedAt),
		day(r.ClosedOn), number(r.Value), text(r.Currency), id(r.UserID), id(r.ContactID), id(r.AccountID),
		id(r.SourceID), text(r.Campaign), text(r.Channel), text(r.Class), id(r.PipelineID),
	)
}
