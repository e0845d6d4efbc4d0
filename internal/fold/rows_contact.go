package fold

import (
	"time"

	"peil"
)

// ResponseClock is a row of response_clock; see facts/schema.sql.
type ResponseClock struct {
	UnitID        peil.ID
	DealID        peil.ID
	LeadID        peil.ID
	Kind          string
	StageID       peil.ID
	StartAt       time.Time
	StartOn       peil.Date
	StopAt        time.Time
	Ended         string
	EndedAt       time.Time
	WallMin       *float64
	BusinessMin   *float64
	ContactAt     time.Time
	AssignedAt    time.Time
	AnsweredLive  bool
	CustomerAgain bool
	LateLogged    bool
	Precise       bool
	ResponsibleID peil.ID
	ResponderID   peil.ID
	StopEventID   peil.ID
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
func (r ResponseClock) Append(dst []any) []any {
	return append(dst,
		id(r.UnitID), id(r.DealID), id(r.LeadID), text(r.Kind), id(r.StageID), instant(r.StartAt), day(r.StartOn),
		instant(r.StopAt), text(r.Ended), instant(r.EndedAt), number(r.WallMin), number(r.BusinessMin),
		instant(r.ContactAt), instant(r.AssignedAt), r.AnsweredLive, r.CustomerAgain, r.LateLogged, r.Precise,
		id(r.ResponsibleID), id(r.ResponderID), id(r.StopEventID), text(r.Class), id(r.PipelineID), id(r.SourceID),
		text(r.Campaign), text(r.Channel), id(r.AccountID), id(r.ProductID), text(r.Family), text(r.Currency),
	)
}

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

// TouchFact is a row of touch_fact; see facts/schema.sql.
type TouchFact struct {
	UnitID    peil.ID
	LeadID    peil.ID
	SourceID  peil.ID
	TouchedAt time.Time
	Position  int64
}

// Append adds the row's columns, in the order of the table, to dst.
func (r TouchFact) Append(dst []any) []any {
	return append(dst,
		id(r.UnitID), id(r.LeadID), id(r.SourceID), instant(r.TouchedAt), r.Position,
	)
}

// ActivityFact is a row of activity_fact; see facts/schema.sql.
type ActivityFact struct {
	UnitID     peil.ID
	ActivityID peil.ID
	State      string
	Kind       string
	Direction  string
	Outcome    string
	Automated  bool
	DoneAt     time.Time
	DoneOn     peil.Date
	DueAt      time.Time
	DueOn      peil.Date
	Dated      bool
	Counted    bool
	Attempt    bool
	Contact    bool
	Cold       bool
	LateLogged bool
	DurationS  int64
	UserID     peil.ID
	DealID     peil.ID
	LeadID     peil.ID
	ContactID  peil.ID
	AccountID  peil.ID
	StageID    peil.ID
	Class      string
	PipelineID peil.ID
	SourceID   peil.ID
	Campaign   string
}

// Append adds the row's columns, in the order of the table, to dst.
func (r ActivityFact) Append(dst []any) []any {
	return append(dst,
		id(r.UnitID), id(r.ActivityID), text(r.State), text(r.Kind), text(r.Direction), text(r.Outcome), r.Automated,
		instant(r.DoneAt), day(r.DoneOn), instant(r.DueAt), day(r.DueOn), r.Dated, r.Counted, r.Attempt, r.Contact,
		r.Cold, r.LateLogged, r.DurationS, id(r.UserID), id(r.DealID), id(r.LeadID), id(r.ContactID),
		id(r.AccountID), id(r.StageID), text(r.Class), id(r.PipelineID), id(r.SourceID), text(r.Campaign),
	)
}

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
}

// Append adds the row's columns, in the order of the table, to dst.
func (r MessageFact) Append(dst []any) []any {
	return append(dst,
		id(r.UnitID), id(r.MessageID), r.RuleVersion, instant(r.SentAt), day(r.SentOn), r.Dated, r.Delivered,
		r.Bounced, r.Complained, r.Unsubscribed, r.Tracked, r.Automated, r.Cold, r.SequenceStep, r.OpensHuman,
		r.OpensMachine, r.OpensSuspect, r.ClicksHuman, r.ClicksMachine, r.ClicksSuspect, instant(r.OpenedAt),
		instant(r.ClickedAt), instant(r.RepliedAt), r.AutoReplied, instant(r.AppleAt), text(r.Template),
		text(r.SubjectVariant), text(r.Content), id(r.UserID), id(r.DealID), id(r.LeadID), id(r.ContactID),
		id(r.AccountID), text(r.Class), id(r.PipelineID), id(r.SourceID),
	)
}
