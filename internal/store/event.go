package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"peil"
)

var eventTable = table{name: "event", columns: []column{
	{"seq", intType}, {"id", uuidType}, {"type", textType}, {"v", intType},
	{"occurred_at", intType}, {"at_precision", textType}, {"recorded_at", intType},
	{"actor_kind", textType}, {"actor_id", uuidType}, {"batch_id", uuidType},
	{"texts", textType}, {"payload", textType}, {"sum", intType},
}}

// eventColumns are those of eventTable, of the event called e.
const eventColumns = `e.seq, e.id, e.type, e.v, e.occurred_at, e.at_precision, e.recorded_at,
	e.actor_kind, e.actor_id, e.batch_id, e.texts, e.payload, e.sum`

// eventCounts is the condition that event e counts: it is of no batch, of a
// committed one, or of the batch that is argument $2.
const eventCounts = `(e.batch_id is null or e.batch_id = $2 or exists (select 1 from batch b
	where b.workspace_id = e.workspace_id and b.batch_id = e.batch_id and b.state = 'committed'))`

// eventRow is an event as insert wants it, with its encoded payload.
func eventRow(ev peil.Event, payload string) ([]any, error) {
	texts := ""
	if len(ev.Texts) > 0 {
		b, err := json.Marshal(ev.Texts)
		if err != nil {
			return nil, err
		}
		texts = string(b)
	}
	at, recorded := ev.At.UnixMilli(), ev.RecordedAt.UnixMilli()
	return []any{ev.Seq, ev.ID, string(ev.Type()), int64(ev.V),
		at, string(ev.AtPrecision), recorded,
		string(ev.Actor.Kind), orNull(ev.Actor.ID), orNull(ev.Batch), texts, payload,
		eventSum(&ev, ev.Type(), at, recorded, texts, []byte(payload))}, nil
}

// storedEvent holds the columns of an event while they are scanned.
type storedEvent struct {
	ev             peil.Event
	typ            peil.Type
	v              int64
	at, recorded   int64
	texts, payload []byte
	sum            int64
}

func (e *storedEvent) dest() []any {
	return []any{&e.ev.Seq, idOf{&e.ev.ID}, (*string)(&e.typ), &e.v, &e.at, (*string)(&e.ev.AtPrecision), &e.recorded,
		(*string)(&e.ev.Actor.Kind), idOf{&e.ev.Actor.ID}, idOf{&e.ev.Batch}, &e.texts, &e.payload, &e.sum}
}

// event decodes what was scanned.
func (e *storedEvent) event() (peil.Event, error) {
	ev := e.ev
	ev.V = int(e.v)
	if e.sum != 0 && e.sum != eventSum(&ev, e.typ, e.at, e.recorded, string(e.texts), e.payload) {
		return ev, damagedEvent(ev.Seq, errSum)
	}
	ev.At, ev.RecordedAt, ev.Texts = time.UnixMilli(e.at).UTC(), time.UnixMilli(e.recorded).UTC(), nil
	if len(e.texts) > 0 {
		if err := json.Unmarshal(e.texts, &ev.Texts); err != nil {
			return ev, fmt.Errorf("texts of event %d: %w", ev.Seq, err)
		}
	}
	var err error
	if ev.Payload, err = peil.DecodePayload(e.typ, ev.V, e.payload); err != nil {
		return ev, fmt.Errorf("event %d: %w", ev.Seq, err)
	}
	return ev, nil
}

// queryEvents runs a statement that selects eventColumns.
func queryEvents(ctx context.Context, c conn, stmt string, args []any, fn func(peil.Event) error) error {
	var e storedEvent
	dest := e.dest()
	return c.query(ctx, stmt, args, func(s scan) error {
		if err := s(dest...); err != nil {
			return damagedEvent(e.ev.Seq, err)
		}
		ev, err := e.event()
		if err != nil {
			return err
		}
		return fn(ev)
	})
}

// eventPage is how many events are read at a time; fn runs between the reads.
const eventPage = 2000

// Events calls fn with the events after a number, in the order of their numbers
// and at most limit of them (0: all). It gives everything that is stored, also
// the events of batches that are open or undone: Batches says which.
func (w *Workspace) Events(ctx context.Context, after int64, limit int, fn func(peil.Event) error) error {
	after = max(after, 0) // numbers begin at 1
	for page := make([]peil.Event, 0, eventPage); ; page = page[:0] {
		n := eventPage
		if limit > 0 {
			n = min(n, limit)
		}
		err := w.store.engine.read(ctx, func(c conn) error {
			last, err := lastSeq(ctx, c, w.id)
			if err != nil {
				return err
			}
			err = queryEvents(ctx, c, "select "+eventColumns+" from event e where e.workspace_id = $1 and e.seq > $2 order by e.seq limit $3",
				[]any{w.id, after, int64(n)}, func(ev peil.Event) error {
					if next := after + int64(len(page)) + 1; ev.Seq != next {
						return damagedEvent(next, errMissing)
					}
					page = append(page, ev)
					return nil
				})
			if got := after + int64(len(page)); err == nil && len(page) < n && got < last {
				err = damagedEvent(got+1, errMissing)
			}
			return err
		})
		if err != nil {
			return err
		}
		for _, ev := range page {
			if err := fn(ev); err != nil {
				return err
			}
		}
		if len(page) < n || limit > 0 && len(page) == limit {
			return nil
		}
		after = page[len(page)-1].Seq
		if limit > 0 {
			limit -= len(page)
		}
	}
}

// EventsOf calls fn with the events of some types up to a number, in the order of
// their numbers: all that are stored, as Events does. It is for rare types.
func (w *Workspace) EventsOf(ctx context.Context, types []peil.Type, upto int64, fn func(peil.Event) error) error {
	names := make([]string, len(types))
	for i, t := range types {
		names[i] = string(t)
	}
	var found []peil.Event
	err := w.store.engine.read(ctx, func(c conn) error {
		return queryEvents(ctx, c, "select "+eventColumns+" from event e where e.workspace_id = $1 and e.seq <= $2 and e.type in $3",
			[]any{w.id, upto, names}, func(ev peil.Event) error {
				found = append(found, ev)
				return nil
			})
	})
	if err != nil {
		return err
	}
	for _, ev := range inOrder(found) {
		if err := fn(ev); err != nil {
			return err
		}
	}
	return nil
}

// OwnEvents calls fn with the events after a number that are of no batch, in the
// order of their numbers, those that commit or undo one among them, until fn is
// false. It gives the number of the last event it has passed: fn's last, else the
// last that is stored.
func (w *Workspace) OwnEvents(ctx context.Context, after int64, fn func(peil.Event) bool) (passed int64, err error) {
	after = max(after, 0) // numbers begin at 1
	for page := make([]peil.Event, 0, eventPage); ; page = page[:0] {
		var last int64
		err := w.store.engine.read(ctx, func(c conn) error {
			err := c.query(ctx, "select seq from counter where workspace_id = $1", []any{w.id}, func(s scan) error { return s(&last) })
			if err != nil {
				return err
			}
			return queryEvents(ctx, c, "select "+eventColumns+" from event e where e.workspace_id = $1 and e.seq > $2 and e.batch_id is null order by e.seq limit $3",
				[]any{w.id, after, int64(eventPage)}, func(ev peil.Event) error {
					page = append(page, ev)
					return nil
				})
		})
		if err != nil {
			return after, err
		}
		for _, ev := range page {
			if after = ev.Seq; !fn(ev) {
				return after, nil
			}
		}
		if len(page) < eventPage {
			return max(after, last), nil
		}
	}
}

// eventByID finds an event that counts, also among those of this transaction.
func (p *pending) eventByID(ctx context.Context, c conn, own, id peil.ID) (*peil.Event, error) {
	for i := range p.drafted {
		if p.drafted[i].ID == id {
			return &p.drafted[i], nil
		}
	}
	var found *peil.Event
	err := queryEvents(ctx, c, "select "+eventColumns+" from event e where e.workspace_id = $1 and e.id = $3 and "+eventCounts,
		[]any{p.ws, own, id}, func(ev peil.Event) error {
			found = &ev
			return nil
		})
	if err == nil && found == nil {
		err = peil.NotFound("unknown_event", "there is no event %s to correct", id).InField("target")
	}
	return found, err
}
