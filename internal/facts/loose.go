package facts

import (
	"context"

	"peil"
	"peil/internal/fold"
	"peil/internal/store"
)

// Rates and margins are about nothing that has a unit, so the store cannot give
// them by unit: a fold of everything looks through the log for them, and the
// file then notes their numbers.

// keptLoose reports whether fold keeps such events under no unit. Were it to give
// them one, nothing would have to be looked for.
func keptLoose() bool {
	for _, p := range []peil.Payload{peil.FXRate{}, peil.MarginSet{}, peil.HurdleSet{}} {
		if t := fold.Touches(peil.Event{Payload: p}, nil); len(t.Units) == 0 && !t.Setup {
			return true
		}
	}
	return false
}

// scanLoose looks through the log up to a number for the events that count and
// are kept under no unit.
func (e *engine) scanLoose(ctx context.Context, last int64) (map[peil.ID]peil.Event, error) {
	found := map[peil.ID]peil.Event{}
	if !keptLoose() {
		return found, nil
	}
	counts := map[peil.ID]bool{{}: true}
	batches, err := e.ws.Batches(ctx)
	if err != nil {
		return nil, err
	}
	for _, b := range batches {
		counts[b.ID] = b.State == store.BatchCommitted
	}
	types := []peil.Type{peil.FactCorrected{}.EventType(), peil.FactVoided{}.EventType(),
		peil.FXRate{}.EventType(), peil.MarginSet{}.EventType(), peil.HurdleSet{}.EventType()}
	err = e.ws.EventsOf(ctx, types, last, func(ev peil.Event) error {
		if !counts[ev.Batch] {
			return nil
		}
		var target peil.ID
		switch p := ev.Payload.(type) {
		case peil.FactCorrected:
			target = p.Target
		case peil.FactVoided:
			target = p.Target
		default:
			found[ev.ID] = ev
		}
		if _, ours := found[target]; ours {
			found[ev.ID] = ev
		}
		return nil
	})
	return found, err
}
