package fold

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"peil"
)

// Clocks say what a fold sees: events that happened before AsOf, recorded by
// KnownAt. A zero clock is no limit. (fold(K,T), metrics.md §6.10.)
type Clocks struct {
	AsOf    time.Time
	KnownAt time.Time
}

// sees reports whether an event had been recorded by the clock.
func (c Clocks) sees(e peil.Event) bool {
	return c.KnownAt.IsZero() || !e.RecordedAt.After(c.KnownAt)
}

// Active returns the events that count: recorded by KnownAt, not voided,
// with the corrections known then applied, having happened before AsOf, in the
// order (at, seq). Corrections and voids themselves are not among them.
func Active(events []peil.Event, c Clocks) []peil.Event {
	known := make([]peil.Event, 0, len(events))
	mended := false
	for _, e := range events {
		if c.sees(e) {
			known = append(known, e)
			switch e.Payload.(type) {
			case peil.FactCorrected, peil.FactVoided:
				mended = true
			}
		}
	}
	if mended {
		known = mend(known)
	}
	if !c.AsOf.IsZero() {
		known = slices.DeleteFunc(known, func(e peil.Event) bool { return !e.At.Before(c.AsOf) })
	}
	slices.SortFunc(known, order)
	return known
}

func order(a, b peil.Event) int {
	if x := a.At.Compare(b.At); x != 0 {
		return x
	}
	return cmp.Compare(a.Seq, b.Seq)
}

// mend drops voided events and applies corrections in the order they were
// recorded; a correction or a void may itself be voided.
func mend(events []peil.Event) []peil.Event {
	slices.SortFunc(events, func(a, b peil.Event) int { return cmp.Compare(a.Seq, b.Seq) })
	voided := map[peil.ID]bool{}
	for _, e := range slices.Backward(events) { // a later void decides over an earlier one
		if p, ok := e.Payload.(peil.FactVoided); ok && !voided[e.ID] {
			voided[p.Target] = true
		}
	}
	patches := map[peil.ID][]map[string]any{}
	var out []peil.Event
	for _, e := range events {
		if voided[e.ID] {
			continue
		}
		switch p := e.Payload.(type) {
		case peil.FactVoided:
		case peil.FactCorrected:
			patches[p.Target] = append(patches[p.Target], p.Patch)
		default:
			out = append(out, e)
		}
	}
	for i, e := range out {
		for _, patch := range patches[e.ID] {
			if next, err := patched(e, patch); err == nil {
				e = next
			}
		}
		out[i] = e
	}
	return out
}

// patched returns the event with payload fields and, under "at", its time
// replaced. A patch that does not fit is an error; Check refuses it.
func patched(e peil.Event, patch map[string]any) (peil.Event, error) {
	data, v, err := peil.EncodePayload(e.Payload)
	if err != nil {
		return e, err
	}
	fields := map[string]any{}
	if err := json.Unmarshal(data, &fields); err != nil {
		return e, err
	}
	for name, value := range patch {
		if name != "at" {
			fields[name] = value
			continue
		}
		at, err := time.Parse(time.RFC3339, fmt.Sprint(value))
		if err != nil {
			return e, peil.Invalid("bad_patch_time", "the corrected time %q is not like 2026-05-08T08:00:00Z", value)
		}
		e.At = at.UTC()
	}
	if data, err = json.Marshal(fields); err != nil {
		return e, err
	}
	p, err := peil.DecodePayload(e.Type(), v, data)
	if err != nil {
		return e, err
	}
	e.Payload = p
	return e, p.Check()
}
