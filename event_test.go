package peil

import (
	"errors"
	"reflect"
	"testing"
	"time"
)

func TestEveryTypeRoundTrips(t *testing.T) {
	for _, typ := range Types() {
		empty, err := DecodePayload(typ, 1, []byte(`{}`))
		if err != nil {
			t.Fatalf("%s: %v", typ, err)
		}
		if empty.EventType() != typ {
			t.Errorf("%s decodes as %s", typ, empty.EventType())
		}
		if typ == "calendar.defined" { // a calendar without hours is not written
			empty = CalendarDefined{Calendar: NorwegianCalendar()}
		}
		data, v, err := EncodePayload(empty)
		if err != nil || v < 1 {
			t.Fatalf("%s: version %d, %v", typ, v, err)
		}
		again, err := DecodePayload(typ, v, data)
		if err != nil || !reflect.DeepEqual(again, empty) {
			t.Errorf("%s: %v became %v (%v)", typ, empty, again, err)
		}
	}
}

func TestUnknownAndNewerTypesAreRefused(t *testing.T) {
	for _, c := range []struct {
		typ  Type
		v    int
		code string
	}{{"deal.invented", 1, "unknown_event_type"}, {"deal.closed", 99, "newer_event_version"}} {
		_, err := DecodePayload(c.typ, c.v, []byte(`{}`))
		var e *Error
		if !errors.As(err, &e) || e.Code != c.code || e.Kind != KindUnsupported {
			t.Errorf("%s v%d: %v, want %s", c.typ, c.v, err, c.code)
		}
	}
}

func TestCheckRefusesWhatMakesNoSense(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	a, b := NewID(now), NewID(now)
	for _, c := range []struct {
		code    string
		payload Payload
	}{
		{"missing_field", DealClosed{Outcome: Won}},
		{"unknown_word", DealClosed{Deal: a, Outcome: "vunnet"}},
		{"credit_sum", DealCreditSet{Deal: a, Credit: []Share{{a, 0.5}, {b, 0.4}}}},
		{"credit_twice", DealCreditSet{Deal: a, Credit: []Share{{a, 0.5}, {a, 0.5}}}},
		{"unknown_currency", DealValueSet{Deal: a, Value: 1, Currency: "KRO"}},
		{"mixed_currencies", DealLinesSet{Deal: a, Lines: []Line{{Family: "x", Currency: "NOK"}, {Family: "x", Currency: "SEK"}}}},
		{"empty_span", CostRecorded{Cost: a, Kind: CostOther, Currency: "NOK", From: Date{2026, 5, 1}, To: Date{2026, 5, 1}}},
		{"bad_fte", UserJoined{User: a, FTE: 1.2}},
		{"merge_into_itself", DealMerged{From: a, Into: a}},
		{"bad_rate", FXRate{Currency: "EUR", Unit: 1, Date: Date{2026, 5, 1}}},
		{"not_a_fraction", DealConfidenceOverridden{Deal: a, P: 83}},
		{"bad_link", MessageClicked{Message: a, IPClass: ISP}},
	} {
		var e *Error
		if err := c.payload.Check(); !errors.As(err, &e) || e.Code != c.code || e.Message == "" {
			t.Errorf("%#v: %v, want %s", c.payload, err, c.code)
		}
	}
}

func TestClockLimits(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for at, ok := range map[time.Time]bool{
		time.Date(1989, 12, 31, 23, 59, 0, 0, time.UTC): false,
		time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC):     true,
		now.Add(23 * time.Hour):                         true,
		now.Add(25 * time.Hour):                         false,
	} {
		if err := CheckClock("deal.closed", at, now); (err == nil) != ok {
			t.Errorf("%s: %v", at, err)
		}
	}
}
