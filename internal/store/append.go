package store

import (
	"context"
	"errors"
	"time"

	"peil"
)

// command is a call of Append on its way through the appender.
type command struct {
	drafts []draft
	seq    int64
	err    error
	done   chan struct{}
}

// The appender puts what waits into one transaction: at most groupCommands
// commands, gathered for at most groupTime.
const (
	groupCommands = 256
	groupTime     = 5 * time.Millisecond
	// groupPause is how long the queue may be empty while commands are gathered.
	// Only where others were answered just now is it waited at all: they are
	// likely to come again.
	groupPause = 200 * time.Microsecond
)

// commandEvents is how many events a command may have; more are a batch.
const commandEvents = 5000

// Append stores the events of one command, all or none, and gives the number of
// the last. It returns once they are on disk. Several callers' commands share a
// transaction; one that is refused does not touch its neighbours. When ctx ends
// first, the command may still be stored.
//
// Errors: what Check of the payload and of the fold say; kind unavailable where
// the database cannot write.
func (w *Workspace) Append(ctx context.Context, actor peil.Actor, drafts ...peil.Draft) (seq int64, err error) {
	if len(drafts) == 0 {
		return w.LastSeq(ctx)
	}
	if len(drafts) > commandEvents {
		return 0, peil.Invalid("too_many_events", "a command has at most %d events; write more of them as a batch", commandEvents)
	}
	cmd := &command{drafts: make([]draft, len(drafts)), done: make(chan struct{})}
	now := w.store.now()
	for i, d := range drafts {
		if cmd.drafts[i], err = w.prepare(actor, d, now); err != nil {
			return 0, err
		}
	}
	w.asked.Store(time.Now().UnixNano())
	select {
	case w.queue <- cmd:
	case <-ctx.Done():
		return 0, ctx.Err()
	case <-w.quit:
		return 0, peil.Unavailable("closed", "the database was closed")
	}
	select {
	case <-cmd.done:
		return cmd.seq, cmd.err
	case <-ctx.Done():
		return 0, ctx.Err()
	case <-w.stopped:
		select {
		case <-cmd.done:
			return cmd.seq, cmd.err
		default:
			return 0, peil.Unavailable("closed", "the database was closed")
		}
	}
}

// appender is the goroutine that writes the workspace's commands.
func (w *Workspace) appender() {
	defer close(w.stopped)
	ctx := context.Background()
	sweep := time.After(0) // one may be due since the last time
	last := 0
	for {
		select {
		case cmd := <-w.queue:
			group := w.gather(cmd, last)
			last = len(group)
			w.appendGroup(ctx, group)
		case <-w.sweepDue:
			sweep = time.After(0)
		case <-sweep:
			sweep = nil
			if pause, more := w.sweep(ctx); more {
				sweep = time.After(pause)
			}
		case <-w.quit:
			for {
				select {
				case cmd := <-w.queue:
					w.appendGroup(ctx, w.gather(cmd, 0))
				default:
					return
				}
			}
		}
	}
}

// gather takes the commands that wait behind the first.
func (w *Workspace) gather(first *command, last int) []*command {
	group := []*command{first}
	start := time.Now()
	for len(group) < groupCommands {
		select {
		case cmd := <-w.queue:
			group = append(group, cmd)
			continue
		default:
		}
		if len(group) >= last || time.Since(start) > groupTime {
			break
		}
		pause := time.NewTimer(groupPause)
		select {
		case cmd := <-w.queue:
			pause.Stop()
			group = append(group, cmd)
			continue
		case <-pause.C:
		}
		break
	}
	return group
}

// appendGroup stores commands in one transaction and answers them.
func (w *Workspace) appendGroup(ctx context.Context, group []*command) {
	err := w.write(ctx, w.units, func(c conn, p *pending) error {
		var all []draft
		for _, cmd := range group {
			cmd.seq, cmd.err = 0, nil
			all = append(all, cmd.drafts...)
		}
		taken, err := w.units.ready(ctx, c, p, all)
		if err != nil {
			return err
		}
		for _, cmd := range group {
			err := w.units.apply(ctx, c, p, cmd.drafts, taken)
			var no *refused
			if errors.As(err, &no) {
				cmd.err = no.err
			} else if err != nil {
				return err
			}
			cmd.seq = p.seq
		}
		return w.units.restate(ctx, c, p)
	})
	for _, cmd := range group {
		if err != nil {
			cmd.err = err
		}
		if cmd.err != nil {
			cmd.seq = 0
		}
		close(cmd.done)
	}
}

// restate computes the state of the groups that a transaction touched.
func (v *view) restate(ctx context.Context, c conn, p *pending) error {
	if v.w.store.rules.Snapshot == nil {
		return nil
	}
	if p.setupChanged {
		if err := v.restateOthers(ctx, c, p); err != nil {
			return err
		}
	}
	return v.stateUnits(ctx, c, p, p.dirty)
}

// stateUnits puts the state of the groups of loaded units into the pending.
func (v *view) stateUnits(ctx context.Context, c conn, p *pending, units []peil.ID) error {
	setup, err := v.folded(ctx, c)
	if err != nil {
		return err
	}
	done := make(map[*group]bool, len(units))
	for _, u := range units {
		g := v.group(u)
		if done[g] {
			continue
		}
		done[g] = true
		rows, err := v.stateOf(setup, g)
		if err != nil {
			return err
		}
		p.states = append(p.states, rows)
	}
	return nil
}
