package peil

import "time"

// ActivityKind says how a seller and a customer met.
type ActivityKind string

// The kinds of activity.
const (
	Call    ActivityKind = "call"
	Visit   ActivityKind = "visit"
	Meeting ActivityKind = "meeting"
	Video   ActivityKind = "video"
	Email   ActivityKind = "email"
	SMS     ActivityKind = "sms"
	Social  ActivityKind = "social"
	Demo    ActivityKind = "demo"
	Other   ActivityKind = "other"
)

// Direction says who took the contact.
type Direction string

// The directions.
const (
	In  Direction = "in"
	Out Direction = "out"
)

// ActivityOutcome says what came of an activity.
type ActivityOutcome string

// The outcomes of activities.
const (
	Connected   ActivityOutcome = "connected"
	NoAnswer    ActivityOutcome = "no_answer"
	Voicemail   ActivityOutcome = "voicemail"
	Busy        ActivityOutcome = "busy"
	WrongNumber ActivityOutcome = "wrong_number"
	Held        ActivityOutcome = "held"
	NoShow      ActivityOutcome = "no_show"
	Sent        ActivityOutcome = "sent"
	Replied     ActivityOutcome = "replied"
	Declined    ActivityOutcome = "declined"
	Bounced     ActivityOutcome = "bounced"
)

// About says which records an activity or message concerns; the deal and the
// lead fold it, where there are any.
type About struct {
	Deal    ID `json:"deal,omitzero"`
	Lead    ID `json:"lead,omitzero"`
	Contact ID `json:"contact,omitzero"`
	Account ID `json:"account,omitzero"`
}

// ActivityPlanned is something to do. Texts: subject.
type ActivityPlanned struct {
	Activity ID           `json:"activity"`
	Kind     ActivityKind `json:"kind"`
	Due      time.Time    `json:"due,omitzero"`
	User     ID           `json:"user,omitzero"`
	About
}

// ActivityDone is something that was done. Texts: subject, note.
type ActivityDone struct {
	Activity  ID              `json:"activity"`
	Kind      ActivityKind    `json:"kind"`
	Direction Direction       `json:"direction"`
	Outcome   ActivityOutcome `json:"outcome,omitempty"`
	Automated bool            `json:"automated,omitempty"`
	// Cold marks a first outbound contact without an inquiry; nil is not
	// recorded: the fold then decides.
	Cold *bool `json:"cold,omitempty"`
	User ID    `json:"user,omitzero"`
	// DurationS is how long it took, in seconds; 0 is not known.
	DurationS int `json:"duration_s,omitempty"`
	About
}

// ActivityCancelled takes a planned activity off the list.
type ActivityCancelled struct {
	Activity ID `json:"activity"`
	About
}

// MessageSent is an e-mail that left. Content is the id of the content version.
type MessageSent struct {
	Message        ID     `json:"message"`
	User           ID     `json:"user,omitzero"`
	Template       string `json:"template,omitempty"`
	SubjectVariant string `json:"subject_variant,omitempty"`
	Content        string `json:"content,omitempty"`
	// Links counts the links in it.
	Links        int   `json:"links,omitempty"`
	SequenceStep int   `json:"sequence_step,omitempty"`
	Automated    bool  `json:"automated,omitempty"`
	Tracked      bool  `json:"tracked,omitempty"`
	Consent      bool  `json:"consent,omitempty"`
	Cold         *bool `json:"cold,omitempty"`
	About
}

// MessageDelivered is a delivery; the same fields serve the other receipts.
type MessageDelivered struct {
	Message ID `json:"message"`
	About
}

// MessageBounced is a delivery that failed.
type MessageBounced struct {
	Message ID `json:"message"`
	About
}

// MessageComplained is a recipient who reported the message as spam.
type MessageComplained struct {
	Message ID `json:"message"`
	About
}

// MessageUnsubscribed is a recipient who left the list.
type MessageUnsubscribed struct {
	Message ID `json:"message"`
	About
}

// IPClass says what sort of network fetched an image or a link.
type IPClass string

// The classes of network.
const (
	AppleRelay    IPClass = "apple_relay"
	Datacenter    IPClass = "datacenter"
	Scanner       IPClass = "scanner"
	PrefetchProxy IPClass = "prefetch_proxy"
	ISP           IPClass = "isp"
	UnknownIP     IPClass = "unknown"
)

// MessageOpened is a raw open signal; human or machine is derived. Texts: ua
// (the subject is the message; versions tell the signals apart).
type MessageOpened struct {
	Message ID      `json:"message"`
	IPClass IPClass `json:"ip_class"`
	// UAHash tells user agents apart without storing them.
	UAHash string `json:"ua_hash,omitempty"`
	// UABare is true where the user agent is exactly "Mozilla/5.0".
	UABare bool `json:"ua_bare,omitempty"`
	About
}

// MessageClicked is a raw click signal. Link is its index from 1, or
// HoneypotLink.
type MessageClicked struct {
	Message ID      `json:"message"`
	Link    int     `json:"link"`
	Method  string  `json:"method"`
	IPClass IPClass `json:"ip_class"`
	UAHash  string  `json:"ua_hash,omitempty"`
	// Unsubscribe marks the unsubscribe link: not a click of interest.
	Unsubscribe bool `json:"unsubscribe,omitempty"`
	About
}

// HoneypotLink is the index of the invisible link that only machines follow.
const HoneypotLink = -1

// MessageReplied is an answer; an automated one is an auto-reply.
type MessageReplied struct {
	Message   ID   `json:"message"`
	Automated bool `json:"automated,omitempty"`
	About
}

// EventType and Subject of the events of this file.
func (ActivityPlanned) EventType() Type     { return "activity.planned" }
func (ActivityDone) EventType() Type        { return "activity.done" }
func (ActivityCancelled) EventType() Type   { return "activity.cancelled" }
func (MessageSent) EventType() Type         { return "message.sent" }
func (MessageDelivered) EventType() Type    { return "message.delivered" }
func (MessageBounced) EventType() Type      { return "message.bounced" }
func (MessageComplained) EventType() Type   { return "message.complained" }
func (MessageUnsubscribed) EventType() Type { return "message.unsubscribed" }
func (MessageOpened) EventType() Type       { return "message.opened" }
func (MessageClicked) EventType() Type      { return "message.clicked" }
func (MessageReplied) EventType() Type      { return "message.replied" }

func (p ActivityPlanned) Subject() ID     { return p.Activity }
func (p ActivityDone) Subject() ID        { return p.Activity }
func (p ActivityCancelled) Subject() ID   { return p.Activity }
func (p MessageSent) Subject() ID         { return p.Message }
func (p MessageDelivered) Subject() ID    { return p.Message }
func (p MessageBounced) Subject() ID      { return p.Message }
func (p MessageComplained) Subject() ID   { return p.Message }
func (p MessageUnsubscribed) Subject() ID { return p.Message }
func (p MessageOpened) Subject() ID       { return p.Message }
func (p MessageClicked) Subject() ID      { return p.Message }
func (p MessageReplied) Subject() ID      { return p.Message }
