package peil

import (
	"encoding/json"
	"time"
)

// Type names what happened: "deal.closed", "activity.done". The list is in
// eventtypes.go; metrics.md §2 is its source.
type Type string

// Precision says how exactly the source knew when an event happened. Minute
// metrics leave out day and unknown, and count them as excluded.
type Precision string

// The precisions, from the finest to none at all.
const (
	Instant Precision = "instant"
	Minute  Precision = "minute"
	Day     Precision = "day"
	Unknown Precision = "unknown"
)

// ActorKind says what sort of actor caused an event.
type ActorKind string

// The kinds of actor.
const (
	ActorUser   ActorKind = "user"
	ActorSystem ActorKind = "system"
	ActorImport ActorKind = "import"
	ActorRule   ActorKind = "rule"
)

// Actor is who or what caused an event. ID is the user for ActorUser, else zero.
type Actor struct {
	Kind ActorKind `json:"kind"`
	ID   ID        `json:"id,omitzero"`
}

// Payload is what a type of event says beside its envelope. Implementations
// are the plain structs of the event_*.go files.
type Payload interface {
	// EventType returns the type of event that carries this payload.
	EventType() Type
	// Subject returns the record the event is about: the deal, the user, the
	// stage. The event's texts belong to it.
	Subject() ID
	// Check reports what is wrong with the payload on its own, without
	// looking at what happened before. It returns *Error of kind invalid.
	Check() error
}

// Event is one thing that happened, with two clocks: At, when it happened in
// the world, and RecordedAt, when Peil learned it. Both are UTC, to the
// millisecond. An event is never changed once it is stored.
type Event struct {
	// Seq numbers the events of a workspace from 1, gapless, in commit order.
	Seq int64
	// ID is the event's own name, which corrections point at.
	ID ID
	// V is the version of the payload's type that was stored. Payload is
	// always of the newest version: older ones are lifted when read.
	V           int
	At          time.Time
	AtPrecision Precision
	RecordedAt  time.Time
	Actor       Actor
	// Batch is the import or bulk edit the event belongs to, or zero.
	Batch ID
	// Texts gives, for each text field of the subject that the event sets, the
	// version of the row in the text table ("name" → 2).
	Texts   map[string]int
	Payload Payload
}

// Type returns the type of the event's payload.
func (e Event) Type() Type { return e.Payload.EventType() }

// Draft is an event that somebody wants stored: the store gives it its number,
// its recording time and the versions of its texts.
type Draft struct {
	// ID may be zero: the store then makes one.
	ID          ID
	At          time.Time
	AtPrecision Precision // empty means Instant
	// Texts are the values of the subject's text fields ("name", "email",
	// "note", "reason"). Personal values and free text go nowhere else.
	Texts   map[string]string
	Payload Payload
}

// EncodePayload returns the stored form of a payload and its version.
func EncodePayload(p Payload) (data []byte, v int, err error) {
	data, err = json.Marshal(p)
	if err != nil {
		return nil, 0, err
	}
	return data, versionOf(p.EventType()), nil
}

// DecodePayload reads a stored payload of any known version and lifts it to
// the newest. An unknown type or a newer version is an error of kind
// unsupported: this program is older than the data.
func DecodePayload(typ Type, v int, data []byte) (Payload, error) {
	k, ok := kinds[typ]
	if !ok {
		return nil, Unsupported("unknown_event_type", "event type %s is not known to this version of Peil", typ)
	}
	if v > k.version {
		return nil, Unsupported("newer_event_version", "event type %s was stored by a newer version of Peil", typ)
	}
	return k.decode(v, data)
}
