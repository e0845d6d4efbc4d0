package fold

import (
	"time"

	"peil"
)

// MessageFact is a row of message_fact; see facts/schema.sql.
type MessageFact struct {
	UnitID         peil.ID
	MessageID      peil.ID
	RuleVersion    int64
	SentAt         time.Time
	SentOn         peil.Date
	Dated          bool
	Delivered      bool
	Bounced        bool
	Complained     bool
	Unsubscribed   bool
	Tracked        bool
	Automated      bool
	Cold           bool
	SequenceStep   int64
	OpensHuman     int64
	OpensMachine   int64
	OpensSuspect   int64
	ClicksHuman    int64
	ClicksMachine  int64
	ClicksSuspect  int64
	OpenedAt       time.Time
	ClickedAt      time.Time
	RepliedAt      time.Time
	LastOpenAt     time.Time
	PriorOpenAt    time.Time
	LastClickAt    time.Time
	AutoReplied    bool
	AppleAt        time.Time
	Template       string
	SubjectVariant string
	Content        string
	UserID         peil.ID
	DealID         peil.ID
	LeadID         peil.ID
	ContactID      peil.ID
	AccountID      peil.ID
	Class          string
	PipelineID     peil.ID
	SourceID       peil.ID
	Campaign       string
}

// Append adds the row's columns, in the order of the table, to dst.
func (r MessageFact) Append(dst []any) []any {
	return append(dst,
		id(r.UnitID), id(r.MessageID), r.RuleVersion, instant(r.SentAt), day(r.SentOn), r.Dated, r.Delivered,
		r.Bounced, r.Complained, r.Unsubscribed, r.Tracked, r.Automated, r.Cold, r.SequenceStep, r.OpensHuman,
		r.OpensMachine, r.OpensSuspect, r.ClicksHuman, r.ClicksMachine, r.ClicksSuspect, instant(r.OpenedAt),
		instant(r.ClickedAt), instant(r.RepliedAt), instant(r.LastOpenAt), instant(r.PriorOpenAt), instant(r.LastClickAt), r.AutoReplied, instant(r.AppleAt), text(r.Template),
		text(r.SubjectVariant), text(r.Content), id(r.UserID), id(r.DealID), id(r.LeadID), id(r.ContactID),
		id(r.AccountID), text(r.Class), id(r.PipelineID), id(r.SourceID), text(r.Campaign),
	)
}
