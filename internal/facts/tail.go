package facts

import (
	"context"
	"errors"
	"math"
	"time"

	"peil"
)

const (
	// gather is how long a burst of events is let come together before it is
	// folded: folding a deal once for ten events costs a tenth.
	gather = 20 * time.Millisecond
	// poll is how often the store is asked for what other processes committed.
	poll = 50 * time.Millisecond
	// idlePoll is the same for a workspace that nobody asked for a minute.
	idlePoll = time.Second
	// waitMost is how long a question waits for the event it carries.
	waitMost = 2 * time.Second
)

// background is how many units are folded at once while readers wait; more are
// folded into a new file beside the old. It varies for the tests only.
var background = 1000

// follow is the tail: it keeps the file up with the store until ctx ends.
func (d *DB) follow(ctx context.Context) {
	for ctx.Err() == nil {
		changed := d.ws.Changed()
		if isFull(d.told().err) && !roomy(d.cache.dir) {
			sleep(ctx, time.Second)
			continue
		}
		more, err := d.advance(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			d.log.Error("facts do not follow the store", "err", err)
			d.tell(func(s *state) { s.err = inWords(err) })
			sleep(ctx, time.Second)
		case !more:
			d.idle(ctx, changed)
		}
	}
}

// idle waits until there may be something to read.
func (d *DB) idle(ctx context.Context, changed <-chan struct{}) {
	d.mu.Lock()
	every := poll
	if time.Since(d.asked) > time.Minute {
		every = idlePoll
	}
	d.mu.Unlock()
	timer := time.NewTimer(every)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	case <-d.poke:
	case <-changed:
		sleep(ctx, gather)
	}
}

func sleep(ctx context.Context, t time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(t):
	}
}

// advance folds what the store has beyond the file. More is true when it did
// not come to the end.
func (d *DB) advance(ctx context.Context) (more bool, err error) {
	d.step.Lock()
	defer d.step.Unlock()
	if d.live == nil {
		return true, d.build(ctx)
	}
	was := d.live.meta
	moved, err := d.live.step(ctx)
	if err != nil {
		if broken(err) {
			_, closeErr := d.file.close(ctx, true, nil)
			err = errors.Join(err, closeErr)
		} else if damaged(err) {
			return true, d.discard(ctx, err)
		}
		// The engine may have read on further than the file: read both again.
		return false, errors.Join(err, d.reload(ctx))
	}
	if moved || d.live.meta != was {
		d.tellLive()
	}
	if d.live.meta.stale {
		d.refresh(ctx)
	}
	return moved, nil
}

// tellLive tells readers how far the file has come. The caller holds step.
func (d *DB) tellLive() {
	now, settings, org := d.live.meta, d.live.settings(), d.live.org
	d.tell(func(s *state) {
		s.seq, s.settings, s.org, s.stale, s.ready, s.err = now.seq, settings, org, now.stale, true, nil
	})
}

func (d *DB) reload(ctx context.Context) error {
	m, err := d.file.meta(ctx)
	if err != nil {
		return err
	}
	e := d.liveEngine(d.file)
	if err := e.resume(ctx, m); err != nil {
		return err
	}
	d.live = e
	return nil
}

// build makes the file for the first time. The caller holds step.
func (d *DB) build(ctx context.Context) error {
	start := time.Now()
	e, err := d.fresh(ctx, nil)
	if err != nil {
		return err
	}
	return d.swapOrDrop(ctx, e, start)
}

// swapOrDrop is swap, after whose failure the new file is gone.
func (d *DB) swapOrDrop(ctx context.Context, e *engine, start time.Time) error {
	err := d.swap(ctx, e, start)
	if err != nil && e.h != d.file {
		_, closeErr := e.h.close(context.WithoutCancel(ctx), true, func() error { return remove(e.h.path) })
		err = errors.Join(err, closeErr)
	}
	return err
}

// fresh folds everything into a new file beside the workspace's.
func (d *DB) fresh(ctx context.Context, progress func(done, total int)) (*engine, error) {
	h := newHandle(d.file.path+".new", d.cache.config)
	if err := remove(h.path); err != nil {
		return nil, err
	}
	e := d.liveEngine(h)
	err := e.bulk(ctx, d.emptyMeta(), func(done, total int) {
		d.tell(func(s *state) { s.done, s.total = done, total })
		if progress != nil {
			progress(done, total)
		}
	})
	if err == nil {
		_, err = e.catchUp(ctx, math.MaxInt64)
	}
	if err != nil {
		_, closeErr := h.close(context.WithoutCancel(ctx), true, func() error { return remove(h.path) })
		return nil, errors.Join(err, closeErr)
	}
	return e, nil
}

// swap puts a file that was folded beside it in the place of the workspace's.
// The caller holds step.
func (d *DB) swap(ctx context.Context, e *engine, start time.Time) error {
	if _, err := e.catchUp(ctx, math.MaxInt64); err != nil {
		return err
	}
	if _, err := e.h.db.ExecContext(ctx, "checkpoint"); err != nil {
		return err
	}
	if _, err := e.h.close(ctx, true, nil); err != nil {
		return err
	}
	if err := d.file.replace(ctx, e.h.path); err != nil {
		return err
	}
	e.h = d.file
	d.live = e
	d.log.Info("facts built", "events", e.meta.seq, "took", time.Since(start).Round(time.Millisecond))
	d.tell(func(s *state) {
		*s = state{seq: e.meta.seq, ready: true, settings: e.settings(), org: e.org}
	})
	return nil
}

// refresh folds everything anew in the background, once at a time: readers keep
// the old file, and the tail keeps bringing it what is new, until it is done.
func (d *DB) refresh(ctx context.Context) {
	if !d.building.TryLock() {
		return
	}
	d.tail.Add(1)
	go func() {
		defer d.tail.Done()
		defer d.building.Unlock()
		if err := d.rebuild(ctx, nil); err != nil && ctx.Err() == nil {
			d.log.Error("facts not folded anew", "err", err)
			sleep(ctx, time.Second)
		}
	}()
}

// rebuild folds everything into a new file and puts it in the place of the old.
// The caller holds building.
func (d *DB) rebuild(ctx context.Context, progress func(done, total int)) error {
	start := time.Now()
	e, err := d.fresh(ctx, progress)
	if err != nil {
		return err
	}
	d.step.Lock()
	defer d.step.Unlock()
	return d.swapOrDrop(ctx, e, start)
}

// Rebuild folds every event anew and replaces the file by the result. Readers
// keep the old file meanwhile. Progress, which may be nil, counts units.
func (d *DB) Rebuild(ctx context.Context, progress func(done, total int)) error {
	if err := d.wake(ctx); err != nil {
		return err
	}
	d.building.Lock()
	defer d.building.Unlock()
	return inWords(d.rebuild(ctx, progress))
}

// Ready waits until the facts were built and read whole, and nothing is being
// folded in the background, and have every event that the store has now.
func (d *DB) Ready(ctx context.Context, progress func(done, total int)) error {
	if err := d.wake(ctx); err != nil {
		return err
	}
	last, err := d.ws.LastSeq(ctx)
	if err != nil {
		return err
	}
	start := time.Now()
	for {
		s, moved := d.look()
		// What a full disk has stopped goes on by itself when there is space again.
		goesOn := isFull(s.err) && roomy(d.cache.dir) && time.Since(start) < waitMost
		if s.unread {
			select {
			case d.hurry <- struct{}{}:
			default:
			}
		}
		switch {
		case s.err != nil && !goesOn:
			return s.err
		case s.ready && !s.stale && !s.unread && s.seq >= last:
			return nil
		case progress != nil && s.total > 0:
			progress(s.done, s.total)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-moved:
		}
	}
}

// told is what readers are told. Unlike look it does not count as a question.
func (d *DB) told() state {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

// look reads what readers are told, and what closes when it changes.
func (d *DB) look() (state, <-chan struct{}) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked = time.Now()
	select {
	case d.poke <- struct{}{}:
	default:
	}
	return d.now, d.moved
}

// Now returns the facts as they are. It waits, at most 2 s, until they have seen
// the event numbered minSeq; then it is *peil.Error unavailable, facts_behind,
// with the seconds after which to ask again in Hints.
func (d *DB) Now(ctx context.Context, minSeq int64) (*View, error) {
	if err := d.wake(ctx); err != nil {
		return nil, err
	}
	deadline := time.NewTimer(waitMost)
	defer deadline.Stop()
	for {
		s, moved := d.look()
		if s.ready && s.seq >= minSeq {
			return d.view(s), nil
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-moved:
		case <-deadline.C:
			return nil, behind(s, minSeq)
		}
	}
}

// Seq is the last event that the facts have seen, whether a large change is still
// being folded in, and what closes when either is another. It asks nothing of the
// facts: who only watches keeps no workspace open.
func (d *DB) Seq() (seq int64, stale bool, moved <-chan struct{}) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now.seq, d.now.stale, d.moved
}

func behind(s state, minSeq int64) error {
	e := peil.Unavailable("facts_behind", "the facts have come to event %d, not yet to %d", s.seq, minSeq)
	if !s.ready && isFull(s.err) {
		return s.err
	}
	if !s.ready {
		e = peil.Unavailable("facts_building", "the facts are being built: %d of %d records", s.done, s.total)
	}
	e.Hints = []string{"2"}
	return e.Because(s.err)
}

func (d *DB) view(s state) *View {
	n := d.names.at(s.seq)
	return &View{DB: d.file.db, Settings: s.settings, Seq: s.seq, Stale: s.stale, Labels: n.of, Named: n.named}
}
