package store

import (
	"context"
	"fmt"
	"time"

	"peil"
)

// take locks the workspace's counter: until the transaction ends nobody else, in
// this process or another, gives numbers. Recording times never go back, whatever
// the clocks of the processes say: what was known when is in the order of the
// numbers.
func (p *pending) take(ctx context.Context, c conn, now time.Time) error {
	found := false
	err := c.query(ctx, "update counter set seq = seq where workspace_id = $1 returning seq, recorded_at", []any{p.ws}, func(s scan) error {
		found = true
		return s(&p.seq, &p.recordedAt)
	})
	if err == nil && !found {
		err = fmt.Errorf("workspace %s has no counter", p.ws)
	}
	p.clock = now.UTC().Truncate(time.Millisecond)
	p.recordedAt = max(p.recordedAt, p.clock.UnixMilli())
	return err
}

// give writes the counter back.
func (p *pending) give(ctx context.Context, c conn) error {
	return c.exec(ctx, "update counter set seq = $2, recorded_at = $3 where workspace_id = $1", p.ws, p.seq, p.recordedAt)
}

// pending is what a transaction is going to store. It is written at the end, in
// a few statements for all commands together.
type pending struct {
	ws         peil.ID
	seq        int64 // the last number given
	clock      time.Time
	recordedAt int64

	events, eventUnits, texts, origins, batchUnits [][]any
	// drafted holds the events of this transaction, for corrections of them.
	drafted []peil.Event
	links   map[peil.ID]peil.ID // unit → new root
	// wholeLinks are rows of links of groups that a batch writes whole.
	wholeLinks [][]any
	states     []stateRows
	// setupChanged: the events change the set-up; sweep: all states are to be
	// computed again in the background.
	setupChanged, sweep bool
	// dirty are units of groups whose state has to be written.
	dirty []peil.ID
	// versions is the newest version of each text touched.
	versions map[textKey]int
}

// mark remembers how much is pending, so that a refused command can be taken out.
type mark struct {
	seq                                                     int64
	events, eventUnits, texts, origins, batchUnits, drafted int
	dirty                                                   int
	setupChanged                                            bool
}

func (p *pending) mark() mark {
	return mark{p.seq, len(p.events), len(p.eventUnits), len(p.texts), len(p.origins), len(p.batchUnits), len(p.drafted), len(p.dirty), p.setupChanged}
}

func (p *pending) reset(m mark) {
	p.seq = m.seq
	p.events, p.eventUnits, p.texts = p.events[:m.events], p.eventUnits[:m.eventUnits], p.texts[:m.texts]
	p.origins, p.batchUnits, p.drafted = p.origins[:m.origins], p.batchUnits[:m.batchUnits], p.drafted[:m.drafted]
	p.dirty, p.setupChanged = p.dirty[:m.dirty], m.setupChanged
}

// ofBatch notes that a batch changes a unit. A batch sorted by unit says so many
// times in a row, and it need stand there once.
func (p *pending) ofBatch(batch, unit peil.ID) {
	if n := len(p.batchUnits); batch.IsZero() || n > 0 && p.batchUnits[n-1][1].(peil.ID) == unit {
		return
	}
	p.batchUnits = append(p.batchUnits, []any{batch, unit, int64(0)})
}

// flush writes what is pending.
func (p *pending) flush(ctx context.Context, c conn) error {
	links := p.wholeLinks
	for unit, root := range p.links {
		links = append(links, []any{unit, root})
	}
	for _, w := range []struct {
		table table
		rows  [][]any
	}{
		{eventTable, p.events}, {eventUnitTable, p.eventUnits}, {unitLinkTable, links},
		{textTable, p.texts}, {originTable, p.origins}, {batchUnitTable, p.batchUnits},
	} {
		if err := c.insert(ctx, w.table, p.ws, w.rows); err != nil {
			return err
		}
	}
	return writeStates(ctx, c, p.ws, p.states)
}
