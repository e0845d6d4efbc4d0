package store

import (
	"context"
	"sync"
	"sync/atomic"

	"peil"
)

// Workspace is the data of one company. It may be used by many goroutines.
type Workspace struct {
	store *Store
	id    peil.ID
	name  string

	queue   chan *command
	quit    chan struct{}
	stopped chan struct{}
	// sweepDue wakes the appender when all states are to be computed again.
	sweepDue chan struct{}
	// turn is held by whoever of this process writes: the appender, a batch, an undo.
	turn chan struct{}
	// units is the appender's view; whoever holds the turn may use it.
	units *view

	// asked is when the last command came, in nanoseconds.
	asked atomic.Int64

	mu           sync.Mutex
	changed      chan struct{}
	followers    map[int]func(Stored)
	nextFollower int
	jobs         map[jobKey]bool // that this process is doing
}

// queueLength is how many commands may wait before Append itself does.
const queueLength = 1024

func newWorkspace(s *Store, id peil.ID, name string) *Workspace {
	w := &Workspace{store: s, id: id, name: name,
		queue: make(chan *command, queueLength), quit: make(chan struct{}), stopped: make(chan struct{}), sweepDue: make(chan struct{}, 1),
		turn: make(chan struct{}, 1), changed: make(chan struct{}), followers: make(map[int]func(Stored)), jobs: map[jobKey]bool{}}
	w.units = newView(w, peil.ID{})
	go w.appender()
	return w
}

func (w *Workspace) stop() {
	close(w.quit)
	<-w.stopped
}

// Name is what people call the workspace.
func (w *Workspace) Name() string { return w.name }

// ID is the workspace's id, the first key of all its rows.
func (w *Workspace) ID() peil.ID { return w.id }

// LastSeq is the number of the last event, 0 before the first.
func (w *Workspace) LastSeq(ctx context.Context) (int64, error) {
	var seq int64
	err := w.store.engine.read(ctx, func(c conn) (err error) {
		seq, err = lastSeq(ctx, c, w.id)
		return err
	})
	return seq, err
}

func lastSeq(ctx context.Context, c conn, ws peil.ID) (seq int64, err error) {
	there := false
	err = c.query(ctx, "select seq from counter where workspace_id = $1", []any{ws}, func(s scan) error {
		there = true
		return s(&seq)
	})
	if err == nil && !there { // every workspace is made with one
		err = damagedEvent(1, errMissing)
	}
	return seq, err
}

// Changed gives a channel that is closed when this process next stores
// something; then ask for a new one. What other processes store is seen by
// asking LastSeq.
func (w *Workspace) Changed() <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.changed
}

func (w *Workspace) announce() {
	w.mu.Lock()
	close(w.changed)
	w.changed = make(chan struct{})
	w.mu.Unlock()
}

// write runs fn in a transaction of this workspace, with the next free number
// taken for it; no other process gets one until it ends. fn puts what it wants
// stored into the pending; v is brought up to date before and forgets everything
// if the transaction fails.
func (w *Workspace) write(ctx context.Context, v *view, fn func(c conn, p *pending) error) error {
	return w.writeBy(ctx, w.store.engine.write, v, fn)
}

// writeSoon is write for what counts only after a later one: it may be lost with
// the power until then.
func (w *Workspace) writeSoon(ctx context.Context, v *view, fn func(c conn, p *pending) error) error {
	return w.writeBy(ctx, w.store.engine.writeSoon, v, fn)
}

func (w *Workspace) writeBy(ctx context.Context, write func(context.Context, func(conn) error) error, v *view, fn func(c conn, p *pending) error) error {
	select {
	case w.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-w.turn }()
	wrote, sweep := false, false
	err := write(ctx, func(c conn) error {
		p := &pending{ws: w.id}
		if err := p.take(ctx, c, w.store.now()); err != nil {
			return err
		}
		if err := v.catchUp(ctx, c, p.seq); err != nil {
			return err
		}
		first := p.seq
		if err := fn(c, p); err != nil {
			return err
		}
		if wrote = p.seq > first; wrote {
			if err := p.give(ctx, c); err != nil {
				return err
			}
		}
		v.seq, sweep = p.seq, p.sweep
		return p.flush(ctx, c)
	})
	if err != nil {
		v.forget()
		return err
	}
	v.trim()
	if wrote {
		w.announce()
	}
	if sweep {
		select {
		case w.sweepDue <- struct{}{}:
		default: // it is awake already
		}
	}
	return nil
}
