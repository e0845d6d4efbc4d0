package facts

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"peil"
	"peil/internal/fold"
)

// keptCopies is how many copies of the past a workspace keeps.
const keptCopies = 3

// past are the copies of a workspace's facts as of other days, the one that was
// asked for last at the end.
type past struct {
	db *DB

	mu     sync.Mutex
	copies []*pastCopy
	made   int
	// attached counts them: its number is a copy's name while it is made.
	attached atomic.Int64
}

// pastKey is what a copy was made for. New events make it another: they may have
// happened long ago.
type pastKey struct {
	seq           int64
	asOf, knownAt int64 // ms since 1970, 0 for now
	today         peil.Date
}

type pastCopy struct {
	key  pastKey
	done chan struct{} // closed when made
	e    *engine
	err  error
}

// At returns the facts as of another point: asOf, exclusive, leaves out what
// happened from then on, knownAt what was recorded after it. Zero is now. Progress,
// which may be nil, counts units. A knownAt before the workspace's first recording
// is *peil.Error not_recorded with the first possible date in Hints.
func (d *DB) At(ctx context.Context, asOf, knownAt time.Time, progress func(done, total int)) (*View, error) {
	if asOf.IsZero() && knownAt.IsZero() {
		return d.Now(ctx, 0)
	}
	if err := d.recorded(ctx, knownAt); err != nil {
		return nil, err
	}
	now, err := d.Now(ctx, 0)
	if err != nil {
		return nil, err
	}
	if progress == nil {
		progress = func(int, int) {}
	}
	c := fold.Clocks{AsOf: asOf, KnownAt: knownAt}
	copied, mine := d.past.get(pastKey{now.Seq, ms(asOf), ms(knownAt), d.localDay(now)})
	if mine {
		copied.e, copied.err = d.makeCopy(ctx, c, progress)
		copied.err = inWords(copied.err)
		if copied.err != nil {
			d.past.drop(copied)
		}
		close(copied.done)
	}
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-copied.done:
	}
	if copied.err != nil {
		return nil, copied.err
	}
	n := d.names.at(now.Seq)
	return &View{DB: copied.e.h.db, Settings: copied.e.settings(), AsOf: asOf, KnownAt: knownAt, Seq: copied.e.meta.seq,
		Stale: now.Stale, Labels: n.of, Named: n.named}, nil
}

func ms(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func (d *DB) localDay(v *View) peil.Date {
	loc := v.Settings.Calendar.Location
	if loc == nil {
		loc = time.UTC
	}
	return peil.DateOf(d.cache.opts.Clock(), loc)
}

// recorded refuses a knownAt at which nothing had been recorded yet.
func (d *DB) recorded(ctx context.Context, knownAt time.Time) error {
	if knownAt.IsZero() {
		return nil
	}
	var first time.Time
	err := d.ws.Events(ctx, 0, 1, func(ev peil.Event) error {
		first = ev.RecordedAt
		return nil
	})
	if err != nil || first.IsZero() || !knownAt.Before(first) {
		return err
	}
	s, _ := d.look()
	loc := time.UTC
	if s.ready && s.settings.Calendar.Location != nil {
		loc = s.settings.Calendar.Location
	}
	// What is known at the end of a day is known by the next midnight.
	day := peil.DateOf(first, loc).String()
	e := peil.Invalid("not_recorded", "nothing had been recorded by then: the first recording is of %s", day).InField("known_at")
	e.Hints = []string{day}
	return e
}

// get finds a copy, or makes room for one that the caller must then make.
func (p *past) get(key pastKey) (c *pastCopy, mine bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, c := range p.copies {
		if c.key == key {
			p.copies = append(slices.Delete(p.copies, i, i+1), c)
			return c, false
		}
	}
	c = &pastCopy{key: key, done: make(chan struct{})}
	p.copies = append(p.copies, c)
	for i := 0; i < len(p.copies)-1 && len(p.copies) > keptCopies; {
		if p.copies[i].discard() {
			p.copies = slices.Delete(p.copies, i, i+1)
		} else {
			i++ // a question runs on it: it goes another time
		}
	}
	return c, true
}

func (p *past) drop(c *pastCopy) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.copies = slices.DeleteFunc(p.copies, func(o *pastCopy) bool { return o == c })
}

// discard deletes a copy's file, unless it is being made or asked.
func (c *pastCopy) discard() bool {
	select {
	case <-c.done:
	default:
		return false
	}
	if c.err != nil {
		return true
	}
	closed, err := c.e.h.close(context.Background(), false, func() error {
		c.e.h.end(peil.Unavailable("copy_gone", "the copy of the past that was asked is gone; ask again"))
		return remove(c.e.h.path)
	})
	if err != nil {
		c.e.log.Warn("copy of the past not deleted", "file", c.e.h.path, "err", err)
	}
	return closed
}

func (p *past) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.copies {
		if c.e != nil {
			_, err := c.e.h.close(context.Background(), true, func() error { return remove(c.e.h.path) })
			if err != nil {
				c.e.log.Warn("copy of the past not deleted", "file", c.e.h.path, "err", err)
			}
		}
	}
	p.copies = nil
}

// makeCopy folds the facts as seen by clocks into a file of their own.
func (d *DB) makeCopy(ctx context.Context, c fold.Clocks, progress func(done, total int)) (*engine, error) {
	d.past.mu.Lock()
	d.past.made++
	path := filepath.Join(d.cache.dir, "tmp", fmt.Sprintf("%s-past-%d.duckdb", d.ws.ID(), d.past.made))
	d.past.mu.Unlock()
	if err := remove(path); err != nil {
		return nil, err
	}
	h := newHandle(path, d.cache.config)
	e, err := d.copyInto(ctx, h, c, progress)
	if err != nil {
		_, closeErr := h.close(context.WithoutCancel(ctx), true, func() error { return remove(path) })
		return nil, errors.Join(err, closeErr)
	}
	return e, nil
}

func (d *DB) copyInto(ctx context.Context, h *handle, c fold.Clocks, progress func(done, total int)) (*engine, error) {
	e := d.engine(h, c)
	var units []peil.ID
	few := false
	m, err := d.snapshot(ctx, h.path, func(m meta, live org, tx *sql.Tx, attached string) (err error) {
		e.last = m.seq
		e.setOrg(live)
		if units, few, err = later(ctx, tx, c); err != nil || !few {
			return err
		}
		if few = !e.otherSetup(); few {
			err = copyTables(ctx, tx, attached)
		}
		return err
	})
	switch {
	case err != nil:
		return nil, err
	case few:
		return e, e.refold(ctx, m, units, progress)
	}
	return e, e.bulk(ctx, d.emptyMeta(), progress)
}

// snapshot runs fn in a transaction that sees the facts at one event, with an
// empty file at path attached, under a name of its own, since several pasts may be
// asked about at once. The tail goes on meanwhile.
func (d *DB) snapshot(ctx context.Context, path string, fn func(m meta, live org, tx *sql.Tx, attached string) error) (m meta, err error) {
	c, err := d.file.db.Conn(ctx)
	if err != nil {
		return m, err
	}
	defer c.Close()
	attached := fmt.Sprintf("past_%d", d.past.attached.Add(1))
	detach, err := attach(ctx, c, path, attached, "")
	if err != nil {
		return m, err
	}
	// The file is opened for itself afterwards, so it is let go in any case.
	defer func() { err = errors.Join(err, detach()) }()
	tx, m, live, err := d.begin(ctx, c)
	if err != nil {
		return m, err
	}
	if err := fn(m, live, tx, attached); err != nil {
		return m, errors.Join(err, tx.Rollback())
	}
	return m, tx.Commit()
}

// begin starts a transaction between two steps of the tail: what it sees is what
// the engine knew then.
func (d *DB) begin(ctx context.Context, c *sql.Conn) (tx *sql.Tx, m meta, live org, err error) {
	d.step.Lock()
	defer d.step.Unlock()
	if d.live == nil {
		return nil, m, live, behind(state{}, 0)
	}
	if tx, err = c.BeginTx(ctx, nil); err != nil {
		return nil, m, live, err
	}
	// A transaction sees what was there when it first looked.
	var seq int64
	if err := tx.QueryRowContext(ctx, "select seq from facts_meta").Scan(&seq); err != nil {
		return nil, m, live, errors.Join(err, tx.Rollback())
	}
	return tx, d.live.meta, d.live.org.clone(), nil
}

// refold folds the units anew that a copy has from the present.
func (e *engine) refold(ctx context.Context, m meta, units []peil.ID, progress func(done, total int)) error {
	e.meta = m
	for _, v := range views {
		if _, err := e.h.db.ExecContext(ctx, v); err != nil {
			return err
		}
	}
	done := 0
	for part := range slices.Chunk(units, background) {
		if err := e.apply(ctx, part, nil, false, m); err != nil {
			return err
		}
		done += len(part)
		progress(done, len(units))
	}
	return e.apply(ctx, nil, nil, true, m)
}

// otherSetup reports whether the set-up was another at the clocks: then every
// unit folds differently.
func (e *engine) otherSetup() bool {
	if e.clocks.KnownAt.IsZero() {
		return false
	}
	for _, ev := range e.org.all() {
		if ev.RecordedAt.After(e.clocks.KnownAt) {
			switch ev.Payload.(type) {
			case peil.UserChanged, peil.UserLeft, peil.UserUnavailable, peil.CostRecorded, peil.QuotaSet, peil.FXRate,
				peil.SpendRecorded, peil.MarginSet, peil.HurdleSet, peil.ForecastIssued, peil.AdviceShown, peil.AdviceDismissed, peil.AdviceActed, peil.PeriodLocked, peil.WorkspaceDefined,
				peil.PipelineDefined, peil.CompetitorDefined:
			default:
				return true
			}
		}
	}
	return false
}

// later lists the units with an event later than the clocks; few is false where
// they are more than half.
func later(ctx context.Context, tx *sql.Tx, c fold.Clocks) (units []peil.ID, few bool, err error) {
	var where []string
	if !c.AsOf.IsZero() {
		where = append(where, "last_at >= "+literal(c.AsOf))
	}
	if !c.KnownAt.IsZero() {
		where = append(where, "last_recorded > "+literal(c.KnownAt))
	}
	rows, err := tx.QueryContext(ctx, "select distinct unit_id from unit_clock where "+strings.Join(where, " or "))
	if err != nil {
		return nil, false, err
	}
	if units, err = scanIDs(rows); err != nil {
		return nil, false, err
	}
	var all int
	err = tx.QueryRowContext(ctx, "select count(distinct unit_id) from unit_clock").Scan(&all)
	return units, 2*len(units) <= all, err
}

func literal(t time.Time) string {
	return "timestamptz '" + t.UTC().Format("2006-01-02 15:04:05.999999") + "+00'"
}

// copyTables copies every table to the attached file.
func copyTables(ctx context.Context, tx *sql.Tx, attached string) error {
	for _, name := range append([]string{"facts_meta", "loose_event"}, allTables()...) {
		if _, err := tx.ExecContext(ctx, "create table "+attached+"."+name+" as select * from "+name); err != nil {
			return err
		}
	}
	return nil
}
