package source

import (
	"context"

	"peil"
	"peil/internal/spill"
	"peil/internal/store"
)

// emitter makes the events of an import and hands them on in portions.
type emitter struct {
	ctx     context.Context
	c       *check
	w       *store.Workspace
	next    portion
	whole   bool // the events are of groups of which the import tells all there is
	origins *spill.Sorter
	key     []byte
	out     func(portion) error
}

func (p *Plan) emitter(ctx context.Context, w *store.Workspace, out func(portion) error) *emitter {
	return &emitter{ctx: ctx, c: p.checked, w: w, next: newPortion(), origins: spill.New(p.opts.ScratchDir), out: out}
}

// portion is events that are stored together.
type portion struct {
	items []store.Item
	from  []place // the rows the items come from
	ends  []int   // of whole groups: where each ends; nil for others
}

// place is a row of a table, counted from 1; zero is none.
type place struct{ table, row int64 }

// portionEvents is how many events are handed on at a time: at most what the
// store takes in one transaction.
const portionEvents = 4000

// event adds an event. What has no moment of its own gets the latest of the
// files, and says that nobody knows.
func (e *emitter) event(id peil.ID, when moment, p peil.Payload, texts map[string]string, from *record, kind string) error {
	if !when.set() {
		when = moment{e.c.last, precUnknown}
	}
	it := store.Item{Draft: peil.Draft{ID: id, At: when.time(), AtPrecision: precisions[when.prec], Texts: texts, Payload: p}}
	var at place
	if from != nil {
		at = place{from.Table, from.Row}
		if e.whole {
			if err := e.later(from, kind); err != nil {
				return err
			}
		} else {
			it.Origin = originOf(from, kind)
		}
	}
	e.next.items, e.next.from = append(e.next.items, it), append(e.next.from, at)
	if len(e.next.items) < portionEvents {
		return nil
	}
	return e.full()
}

// full hands on what there is. A group that alone is too large for a transaction
// goes as any other events do.
func (e *emitter) full() error {
	if !e.whole {
		return e.flush()
	}
	p := e.next
	n := 0
	if len(p.ends) > 0 {
		n = p.ends[len(p.ends)-1]
	}
	e.next = newPortion()
	e.next.items, e.next.from = append(e.next.items, p.items[n:]...), append(e.next.from, p.from[n:]...)
	if n == 0 {
		e.whole = false // until the group ends
		return e.flush()
	}
	return e.out(portion{p.items[:n:n], p.from[:n:n], p.ends})
}

// endGroup ends a whole group.
func (e *emitter) endGroup() error {
	if !e.whole { // it was too large
		e.whole = true
		err := e.flush()
		return err
	}
	if n := len(e.next.items); n > 0 && (len(e.next.ends) == 0 || e.next.ends[len(e.next.ends)-1] < n) {
		e.next.ends = append(e.next.ends, n)
	}
	return nil
}

func newPortion() portion {
	return portion{items: make([]store.Item, 0, portionEvents), from: make([]place, 0, portionEvents)}
}

func (e *emitter) flush() error {
	p := e.next
	if len(p.items) == 0 {
		return nil
	}
	e.next = newPortion() // the store may still be at work on this one
	return e.out(p)
}

func originOf(r *record, kind string) *store.Origin {
	return &store.Origin{System: r.System, ExternalID: r.Ext, Record: peil.Record{Kind: kind, ID: r.ID}, Hash: append([]byte(nil), r.Hash[:]...)}
}

// begins is when the set-up of an import counts from: the day the files begin.
func (e *emitter) begins() moment { return moment{e.c.first, precDay} }

func text(field, s string) map[string]string {
	if s == "" {
		return nil
	}
	return map[string]string{field: s}
}

// all makes every event of the import, what others refer to first.
func (e *emitter) all() error {
	steps := []func() error{e.setup, e.products, e.users, e.accounts, e.contacts, e.leads, e.knownDeals, e.wholeGroups, e.cases,
		e.merges, e.deletions, e.messages, e.money}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return e.flush()
}

// setup defines the workspace, its pipelines and stages, and what is nothing
// but a name.
func (e *emitter) setup() error {
	c, at := e.c, e.begins()
	if c.known.base == "" {
		if err := e.event(peil.ID{}, at, peil.WorkspaceDefined{BaseCurrency: c.p.m.Currency}, nil, nil, ""); err != nil {
			return err
		}
	}
	for i, p := range c.pipes {
		if c.known.has(p.id) {
			continue
		}
		if err := e.event(p.id, at, peil.PipelineDefined{Pipeline: p.id, Order: i + 1}, text("name", p.name), nil, ""); err != nil {
			return err
		}
	}
	for _, s := range c.ordered() {
		if !s.isNew {
			continue
		}
		p := peil.StageDefined{Pipeline: s.pipeline, Stage: s.id, Order: s.order, Kind: s.kind, DefaultP: c.defaultP(s), Version: 1}
		if err := e.event(s.id, at, p, text("name", s.name), nil, ""); err != nil {
			return err
		}
	}
	return e.names(at)
}

// defaultP is the configured probability of a stage: the mapping's, the
// source's usual one, else evenly rising through the open stages.
func (c *check) defaultP(s *stage) float64 {
	switch {
	case s.kind == peil.StageWon:
		return 1
	case s.kind != peil.StageOpen:
		return 0
	case s.usualP() >= 0:
		return s.usualP()
	}
	open, before := 0, 0
	for _, o := range c.stages {
		if o.pipeline == s.pipeline && o.kind == peil.StageOpen {
			open++
			if o.order < s.order {
				before++
			}
		}
	}
	return float64(before+1) / float64(open+1)
}

func (e *emitter) names(at moment) error {
	c := e.c
	for _, t := range c.books["team"].made {
		if err := e.event(t.id, at, peil.TeamDefined{Team: t.id, Region: c.teams[t.id]}, text("name", t.name), nil, ""); err != nil {
			return err
		}
	}
	for id, region := range c.teams {
		if old, ok := c.known.teams[id]; ok && old != region {
			if err := e.event(peil.ID{}, moment{c.ms, precUnknown}, peil.TeamDefined{Team: id, Region: region}, nil, nil, ""); err != nil {
				return err
			}
		}
	}
	for _, kind := range []string{"source", "reason", "competitor"} {
		for _, n := range c.books[kind].made {
			var p peil.Payload
			switch kind {
			case "source":
				p = peil.SourceDefined{Source: n.id}
			case "competitor":
				p = peil.CompetitorDefined{Competitor: n.id}
			default:
				r := peil.ReasonDefined{Reason: n.id, Kind: peil.StageLost}
				if c.cancels[n.id] {
					r.Kind = peil.StageCancelled
				}
				p = r
			}
			if err := e.event(n.id, at, p, text("name", n.name), nil, ""); err != nil {
				return err
			}
		}
	}
	return nil
}

// undescribed calls fn for the records of a kind that only names tell of.
func (e *emitter) undescribed(kind string, fn func(entry) error) error {
	b := e.c.books[kind]
	for _, n := range b.made {
		if b.described[n.id] {
			continue
		}
		if err := fn(n); err != nil {
			return err
		}
	}
	return nil
}

func (e *emitter) products() error {
	err := e.undescribed("product", func(n entry) error {
		return e.event(n.id, e.begins(), peil.ProductDefined{Product: n.id}, text("name", n.name), nil, "")
	})
	if err != nil {
		return err
	}
	return e.c.scratch.each(e.ctx, kProduct, func(r *record) error {
		p := peil.ProductDefined{Product: r.ID, Family: r.Family}
		if r.HasPrice {
			p.Price, p.Currency = r.Price, peil.Currency(r.Currency)
		}
		id, at := r.ID, e.begins()
		if r.Changed {
			if r.Link && e.c.known.product[r.ID] == p {
				return nil
			}
			id, at = peil.ID{}, e.now(r)
		}
		return e.event(id, at, p, text("name", r.Name), r, "product")
	})
}

// now is when a change counts from: when the file says it was made, else now,
// marked as not known.
func (e *emitter) now(r *record) moment {
	if r.Updated.set() {
		return r.Updated
	}
	return moment{e.c.ms, precUnknown}
}
