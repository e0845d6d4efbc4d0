package store

import (
	"context"
	"encoding/json"
	"time"

	"peil"
)

// BatchState says whether the events of a batch count.
type BatchState string

// The states: only the events of a committed batch count.
const (
	BatchOpen      BatchState = "open"
	BatchCommitted BatchState = "committed"
	BatchUndone    BatchState = "undone"
)

// BatchInfo says what a batch is, for those who look at the list of them.
type BatchInfo struct {
	System string         `json:"system,omitempty"` // that of the origins: "maven"
	Title  string         `json:"title,omitempty"`
	Files  []string       `json:"files,omitempty"`
	Counts map[string]int `json:"counts,omitempty"` // what the writer wants to tell: "deals new" → 12
}

// Batch is an import or a bulk edit: events that count together or not at all.
type Batch struct {
	ID      peil.ID
	State   BatchState
	Info    BatchInfo
	Actor   peil.Actor
	Started time.Time
	// Ended is when it was committed or undone; zero while open.
	Ended time.Time
	// Events counts its events; batch.committed and batch.undone are not of them.
	Events int
	// FirstSeq and LastSeq bound the numbers of its events; others' may lie between.
	// Of a batch that was committed LastSeq is the number of batch.committed.
	FirstSeq, LastSeq int64
}

var batchTable = table{name: "batch", key: 1, columns: []column{
	{"batch_id", uuidType}, {"state", textType}, {"info", textType}, {"actor_kind", textType}, {"actor_id", uuidType},
	{"owner", intType}, {"started_at", intType}, {"ended_at", intType}, {"events", intType},
	{"first_seq", intType}, {"last_seq", intType},
}}

var batchUnitTable = table{name: "batch_unit", key: 2, columns: []column{{"batch_id", uuidType}, {"unit_id", uuidType}, {"whole", intType}}}

func writeBatch(ctx context.Context, c conn, ws peil.ID, owner int64, b Batch) error {
	info, err := json.Marshal(b.Info)
	if err != nil {
		return err
	}
	return c.insert(ctx, batchTable, ws, [][]any{{b.ID, string(b.State), string(info), string(b.Actor.Kind), orNull(b.Actor.ID),
		owner, millis(b.Started), millis(b.Ended), int64(b.Events), b.FirstSeq, b.LastSeq}})
}

// storedBatch is a batch with the process that writes it.
type storedBatch struct {
	Batch
	workspace peil.ID
	owner     int64
}

func queryBatches(ctx context.Context, c conn, where string, args ...any) (batches []storedBatch, err error) {
	stmt := `select workspace_id, batch_id, state, info, actor_kind, actor_id, owner, started_at, ended_at, events, first_seq, last_seq
		from batch where ` + where + ` order by started_at, batch_id`
	return batches, c.query(ctx, stmt, args, func(s scan) error {
		var b storedBatch
		var info []byte
		var started, ended, events int64
		err := s(idOf{&b.workspace}, idOf{&b.ID}, (*string)(&b.State), &info, (*string)(&b.Actor.Kind), idOf{&b.Actor.ID},
			&b.owner, &started, &ended, &events, &b.FirstSeq, &b.LastSeq)
		if err != nil {
			return err
		}
		b.Started, b.Ended, b.Events = instant(started), instant(ended), int(events)
		batches = append(batches, b)
		return json.Unmarshal(info, &batches[len(batches)-1].Info)
	})
}

// batch finds a batch in a state. Error of kind not_found when there is none of
// the id, conflict when it is in another state.
func (w *Workspace) batch(ctx context.Context, c conn, id peil.ID, state BatchState) (storedBatch, error) {
	found, err := queryBatches(ctx, c, "workspace_id = $1 and batch_id = $2", w.id, id)
	switch {
	case err != nil:
		return storedBatch{}, err
	case len(found) == 0:
		return storedBatch{}, peil.NotFound("unknown_batch", "there is no import or other batch %s", id).InField("batch")
	case found[0].State == state:
		return found[0], nil
	}
	e := peil.Conflict("batch_undone", "the batch has been undone: nothing of it counts; import it again")
	switch found[0].State {
	case BatchOpen:
		e = peil.Conflict("batch_open", "the batch is still being written: wait for it, or stop the process that writes it")
	case BatchCommitted:
		e = peil.Conflict("batch_committed", "the batch has been committed already")
	}
	return found[0], e.InField("batch")
}

// Batches lists all batches, the oldest first.
func (w *Workspace) Batches(ctx context.Context) ([]Batch, error) {
	var list []Batch
	err := w.store.engine.read(ctx, func(c conn) error {
		found, err := queryBatches(ctx, c, "workspace_id = $1", w.id)
		for _, b := range found {
			list = append(list, b.Batch)
		}
		return err
	})
	return list, err
}

// BatchUnits lists the roots of the groups that the events of a batch touch, in
// the order of their ids; SetupUnit is first where they change the set-up. They
// are known for committed batches and for those undone after that.
func (w *Workspace) BatchUnits(ctx context.Context, batch peil.ID) (roots []peil.ID, err error) {
	return w.batchUnits(ctx, batch, allUnits)
}

// LateUnits are those of BatchUnits that the batch did not write whole, or that it
// touched again after it had.
func (w *Workspace) LateUnits(ctx context.Context, batch peil.ID) (roots []peil.ID, err error) {
	return w.batchUnits(ctx, batch, lateUnits)
}

func (w *Workspace) batchUnits(ctx context.Context, batch peil.ID, which string) (roots []peil.ID, err error) {
	err = w.store.engine.read(ctx, func(c conn) error {
		return c.query(ctx, `select distinct coalesce(l.root_id, u.unit_id) as root from batch_unit u
			left join unit_link l on l.workspace_id = u.workspace_id and l.unit_id = u.unit_id
			where u.workspace_id = $1 and u.batch_id = $2`+which+` order by root`, []any{w.id, batch}, func(s scan) error {
			var id peil.ID
			err := s(idOf{&id})
			roots = append(roots, id)
			return err
		})
	})
	return roots, err
}

// Which units of a batch are meant: all, or those that it did not write whole.
const (
	allUnits  = ""
	lateUnits = " and whole = 0"
)

// eachBatchUnit calls fn with the units of a batch, the set-up's left out, a page
// at a time in the order of their ids. fn may write.
func eachBatchUnit(ctx context.Context, c conn, ws, batch peil.ID, which string, fn func([]peil.ID) error) error {
	for after := SetupUnit; ; {
		var page []peil.ID
		err := c.query(ctx, "select unit_id from batch_unit where workspace_id = $1 and batch_id = $2 and unit_id > $3"+which+" order by unit_id limit $4",
			[]any{ws, batch, after, int64(unitPage)}, func(s scan) error {
				var id peil.ID
				err := s(idOf{&id})
				page = append(page, id)
				return err
			})
		if err != nil || len(page) == 0 {
			return err
		}
		if err := fn(page); err != nil {
			return err
		}
		after = page[len(page)-1]
	}
}

// touchesSetup reports whether events of the batch change the set-up.
func touchesSetup(ctx context.Context, c conn, ws, batch peil.ID) (yes bool, err error) {
	err = c.query(ctx, "select 1 from batch_unit where workspace_id = $1 and batch_id = $2 and unit_id = $3",
		[]any{ws, batch, SetupUnit}, func(scan) error { yes = true; return nil })
	return yes, err
}
