package fold

import (
	"time"

	"peil"
)

// OutreachFact is a row of outreach_fact; see facts/schema.sql.
type OutreachFact struct {
	UnitID         peil.ID
	DealID         peil.ID
	LeadID         peil.ID
	BeganAt        time.Time
	BeganOn        peil.Date
	Dated          bool
	TriedAt        time.Time
	TriedOn        peil.Date
	FirstChannel   string
	Attempts       int64
	Seconds        int64
	Bounced        bool
	Cold           bool
	ContactAt      time.Time
	ContactAttempt *int64
	ReachedBy      string
	Experiment     string
	Arm            string
	Outcome        string
	ClosedAt       time.Time
	ClosedOn       peil.Date
	Value          *int64
	Currency       string
	UserID         peil.ID
	Class          string
	PipelineID     peil.ID
	SourceID       peil.ID
	Campaign       string
	Channel        string
	AccountID      peil.ID
	ProductID      peil.ID
	Family         string
}

// Append adds the row's columns, in the order of the table, to dst.
func (r OutreachFact) Append(dst []any) []any {
	return append(dst,
		id(r.UnitID), id(r.DealID), id(r.LeadID), instant(r.BeganAt), day(r.BeganOn), r.Dated, instant(r.TriedAt),
		day(r.TriedOn), text(r.FirstChannel), r.Attempts, r.Seconds, r.Bounced, r.Cold, instant(r.ContactAt),
		number(r.ContactAttempt), text(r.ReachedBy), text(r.Experiment), text(r.Arm), text(r.Outcome),
		instant(r.ClosedAt), day(r.ClosedOn), number(r.Value), text(r.Currency), id(r.UserID), text(r.Class),
		id(r.PipelineID), id(r.SourceID), text(r.Campaign), text(r.Channel), id(r.AccountID), id(r.ProductID),
		text(r.Family),
	)
}
