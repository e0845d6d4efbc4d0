package store

import (
	"context"
	"iter"
	"slices"
	"time"

	"peil"
)

// Whole is the events of groups of which a batch tells all there is: nobody else
// knows of their units before it is committed, and each unit's first event bears
// its id. So nothing has to be looked up to judge them, they are folded once, and
// their state is stored with them, to count when the batch does.
type Whole struct {
	// Items are the events, group by group. Their origins are passed over:
	// Writer.Origins takes them, in whatever order is good for the disk.
	Items []Item
	// Ends are where the groups end: the first is Items[:Ends[0]].
	Ends []int
	// Refused is told of the items that make no sense; the others are stored.
	// It is called from another goroutine, but not after the next Append, Origins,
	// Commit or Abort has begun.
	Refused func(index int, err error)
}

// bites are the groups in portions of some events: whole groups each.
func (g Whole) bites(size func() int) iter.Seq[Whole] {
	return func(yield func(Whole) bool) {
		start, first, most := 0, 0, size() // of the portion: its first item and group
		for i, end := range g.Ends {
			if i+1 < len(g.Ends) && g.Ends[i+1]-start <= most {
				continue
			}
			if !yield(g.part(first, i+1, start, end)) {
				return
			}
			start, first, most = end, i+1, size()
		}
	}
}

// part is some of the groups, of the items from start to before end.
func (g Whole) part(first, last, start, end int) Whole {
	p := Whole{Items: g.Items[start:end], Ends: slices.Clone(g.Ends[first:last]),
		Refused: func(i int, err error) { g.Refused(start+i, err) }}
	for i := range p.Ends {
		p.Ends[i] -= start
	}
	return p
}

// AppendWhole takes groups in; it is to be given at most some thousand events at
// a time. It returns before they are stored; what fails
// then is the error of a later call.
func (b *Writer) AppendWhole(ctx context.Context, groups Whole) error {
	if b.err != nil {
		return b.broken()
	}
	if b.line == nil {
		line, err := b.open(ctx)
		if err != nil {
			return err
		}
		b.line = line
	}
	select {
	case b.line.in <- groups:
		return nil
	case <-b.line.failed:
		return b.settle()
	}
}

// line is what groups go through on their way: they are judged and folded in one
// goroutine while those before them are written in another.
type line struct {
	setup  any
	in     chan Whole
	ready  chan *readied
	done   chan struct{}
	failed chan struct{}
	err    error // set before failed is closed
}

// open starts a line, under the set-up as the batch sees it now.
func (b *Writer) open(ctx context.Context) (*line, error) {
	l := &line{in: make(chan Whole), ready: make(chan *readied, 1), done: make(chan struct{}), failed: make(chan struct{})}
	err := b.w.store.engine.read(ctx, func(c conn) (err error) {
		l.setup, err = newView(b.w, b.id).folded(ctx, c)
		return err
	})
	if err != nil {
		return nil, err
	}
	if b.setupSeq == 0 {
		b.setupSeq = b.batch.LastSeq
	}
	go func() {
		defer close(l.ready)
		for groups := range l.in {
			for part := range groups.bites(b.w.bite) {
				r, err := b.fold(l.setup, part)
				r.err = err
				l.ready <- r
			}
		}
	}()
	go func() {
		defer close(l.done)
		for r := range l.ready {
			if l.err != nil {
				continue
			}
			err := r.err
			if err == nil {
				err = b.store(ctx, r)
			}
			if err != nil {
				l.err = err
				close(l.failed)
			}
		}
	}()
	return l, nil
}

// Settle waits until what AppendWhole took is stored, and says whether it is.
func (b *Writer) Settle() error {
	if err := b.settle(); err != nil {
		return b.broken()
	}
	return nil
}

func (b *Writer) settle() error {
	if b.line == nil {
		return b.err
	}
	close(b.line.in)
	<-b.line.done
	if err := b.line.err; err != nil && b.err == nil {
		b.err = err
	}
	b.line = nil
	return b.err
}

// readied is groups ready to be stored. The numbers of the events count from 1.
type readied struct {
	drafts                          []draft
	groups                          [][]peil.Event
	rows, units, texts, batch, link [][]any
	snaps                           []snap
	err                             error
}

// snap is the state of a group.
type snap struct {
	root  peil.ID
	units []peil.ID
	state peil.Snapshot
}

// fold judges and folds groups, and makes the rows that are to be stored.
func (b *Writer) fold(setup any, groups Whole) (*readied, error) {
	r := &readied{rows: make([][]any, 0, len(groups.Items)), units: make([][]any, 0, len(groups.Items)+len(groups.Ends))}
	now, from := b.w.store.now(), 0
	for _, end := range groups.Ends {
		if err := b.foldGroup(r, setup, groups, from, end, now); err != nil {
			return r, err
		}
		from = end
	}
	return r, nil
}

func (b *Writer) foldGroup(r *readied, setup any, groups Whole, from, end int, now time.Time) error {
	drafts := make([]draft, 0, end-from)
	events := make([]peil.Event, 0, end-from)
	index := make([]int, 0, end-from)
	for i := from; i < end; i++ {
		d, err := b.w.prepare(b.actor, groups.Items[i].Draft, now)
		if err != nil {
			groups.Refused(i, err)
			continue
		}
		if !d.named {
			d.ev.ID = peil.NewID(now)
		}
		d.ev.Seq, d.ev.Batch = int64(len(r.drafts)+len(drafts)+1), b.id
		drafts, events, index = append(drafts, d), append(events, d.ev), append(index, i)
	}
	state, errs := b.whole(setup, events)
	if errs != nil {
		n := 0
		for i, err := range errs {
			if err != nil {
				groups.Refused(index[i], err)
				continue
			}
			drafts[n], events[n] = drafts[i], events[i]
			drafts[n].ev.Seq = int64(len(r.drafts) + n + 1)
			events[n].Seq = drafts[n].ev.Seq
			n++
		}
		if drafts, events = drafts[:n], events[:n]; b.w.store.rules.Snapshot != nil {
			state = b.w.store.rules.Snapshot(setup, events)
		}
	}
	return b.rows(r, drafts, events, state)
}

// whole asks the fold about a group.
func (b *Writer) whole(setup any, events []peil.Event) (state peil.Snapshot, errs []error) {
	rules := b.w.store.rules
	if rules.Whole != nil {
		return rules.Whole(setup, events)
	}
	if rules.Check != nil {
		var before []peil.Event
		bad := make([]error, len(events))
		for i, ev := range events {
			if bad[i] = rules.Check(setup, before, ev); bad[i] != nil {
				errs = bad
				continue
			}
			before = append(before, ev)
		}
	}
	if errs == nil && rules.Snapshot != nil {
		state = rules.Snapshot(setup, events)
	}
	return state, errs
}

// rows adds the rows of a group.
func (b *Writer) rows(r *readied, drafts []draft, events []peil.Event, state peil.Snapshot) error {
	if len(drafts) == 0 {
		return nil
	}
	p := pending{versions: map[textKey]int{}}
	var all []peil.ID
	for i := range drafts {
		d := &drafts[i]
		if len(d.texts) > 0 {
			d.ev.Texts = p.setTexts(d.texts, d.ev.Payload, b.id)
			events[i].Texts = d.ev.Texts
		}
		row, err := eventRow(d.ev, d.data)
		if err != nil {
			return err
		}
		r.rows = append(r.rows, row)
		for _, u := range units(d.touch) {
			r.units = append(r.units, []any{u, d.ev.Seq})
			if !slices.Contains(all, u) {
				all = append(all, u)
			}
		}
	}
	root := slices.MinFunc(all, less)
	for _, u := range all {
		r.batch = append(r.batch, []any{b.id, u, int64(1)})
		if len(all) > 1 {
			r.link = append(r.link, []any{u, root})
		}
	}
	r.drafts, r.groups, r.texts = append(r.drafts, drafts...), append(r.groups, events), append(r.texts, p.texts...)
	r.snaps = append(r.snaps, snap{root, all, state})
	return nil
}

// store writes groups in one transaction, and tells those who follow the batch.
func (b *Writer) store(ctx context.Context, r *readied) error {
	if len(r.drafts) == 0 {
		return nil
	}
	next := b.batch
	err := b.w.writeSoon(ctx, b.view, func(c conn, p *pending) error {
		if _, err := b.w.batch(ctx, c, b.id, BatchOpen); err != nil {
			return err
		}
		r.number(p.seq, p.recordedAt)
		p.events, p.eventUnits, p.texts, p.batchUnits, p.wholeLinks = r.rows, r.units, r.texts, r.batch, r.link
		for i := range r.snaps {
			s := &r.snaps[i]
			renumber(&s.state, p.seq)
			rows, err := newStateRows(s.state, s.root, s.units, b.id)
			if err != nil {
				return err
			}
			p.states = append(p.states, rows)
		}
		if next.FirstSeq == 0 {
			next.FirstSeq = p.seq + 1
		}
		p.seq += int64(len(r.drafts))
		next.LastSeq, next.Events = p.seq, next.Events+len(r.drafts)
		return writeBatch(ctx, c, b.w.id, b.w.store.engine.owner(), next)
	})
	if err != nil {
		return err
	}
	b.batch = next
	b.w.tell(Stored{Batch: b.id, Groups: r.groups})
	return nil
}

// number gives the events their numbers after base, and their recording time.
func (r *readied) number(base, recordedAt int64) {
	at := time.UnixMilli(recordedAt).UTC()
	for i := range r.rows {
		number(r.rows[i], r.rows[i][0].(int64)+base, recordedAt)
	}
	for i := range r.units {
		r.units[i][1] = r.units[i][1].(int64) + base
	}
	for _, g := range r.groups {
		for i := range g {
			g[i].Seq += base
			g[i].RecordedAt = at
		}
	}
}

// renumber moves the numbers in a snapshot.
func renumber(s *peil.Snapshot, base int64) {
	for i := range s.Deals {
		s.Deals[i].LastSeq += base
	}
	for i := range s.Leads {
		s.Leads[i].LastSeq += base
	}
	for i := range s.Accounts {
		s.Accounts[i].LastSeq += base
	}
	for i := range s.Contacts {
		s.Contacts[i].LastSeq += base
	}
	for i := range s.Users {
		s.Users[i].LastSeq += base
	}
	for i := range s.Activities {
		s.Activities[i].LastSeq += base
	}
}

// Origins stores where records of whole groups came from; no more of these may
// follow. In the order of systems and ids they go in fastest.
func (b *Writer) Origins(ctx context.Context, origins []Origin) error {
	if err := b.Settle(); err != nil {
		return err
	}
	if !b.told {
		b.told = true
		b.w.tell(Stored{Batch: b.id, Whole: true})
	}
	return pagesOf(origins, b.w.bite, func(origins []Origin) error {
		rows := make([][]any, len(origins))
		for i, o := range origins {
			rows[i] = b.w.originRow(o, b.id)
		}
		err := b.w.writeSoon(ctx, b.view, func(c conn, p *pending) error {
			p.origins = rows
			return nil
		})
		if err != nil {
			b.err = err
		}
		return err
	})
}
