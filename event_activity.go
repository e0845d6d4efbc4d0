package peil

import (
	"time"
)

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

func (p ActivityPlanned) Subject() ID   { return p.Activity }
func (p ActivityDone) Subject() ID      { return p.Activity }
func (p ActivityCancelled) Subject() ID { return p.Activity }
