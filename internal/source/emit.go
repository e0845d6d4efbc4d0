package source

import (
	"context"

	"peil"
	"peil/internal/store"
)

// emitter makes the events of an import and hands them on in portions.
type emitter struct {
	ctx   context.Context
	c     *check
	w     *store.Workspace
	items []store.Item
	from  []place // of the rows the items come from
	out   func([]store.Item, []place) error
}

// place is a row of a table, counted from 1; zero is none.
type place struct{ table, row int64 }

// portion is how many events are handed on at a time: at most what the store
// takes in one transaction.
const portion = 4000

// event adds an event. What has no moment of its own gets the latest of the
// files, and says that nobody knows.
func (e *emitter) event(id peil.ID, when moment, p peil.Payload, texts map[string]string, from *record, kind string) error {
	if !when.set() {
		when = moment{e.c.last, precUnknown}
	}
	it := store.Item{Draft: peil.Draft{ID: id, At: when.time(), AtPrecision: precisions[when.prec], Texts: texts, Payload: p}}
	if from != nil {
		it.Origin = &store.Origin{System: from.System, ExternalID: from.Ext, Record: peil.Record{Kind: kind, ID: from.ID}, Hash: append([]byte(nil), from.Hash[:]...)}
	}
	var at place
	if from != nil {
		at = place{from.Table, from.Row}
	}
	e.items, e.from = append(e.items, it), append(e.from, at)
	if len(e.items) < portion {
		return nil
	}
	return e.flush()
}

func (e *emitter) flush() error {
	if len(e.items) == 0 {
		return nil
	}
	err := e.out(e.items, e.from)
	e.items, e.from = e.items[:0], e.from[:0]
	return err
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
	steps := []func() error{e.setup, e.products, e.users, e.accounts, e.contacts, e.leads, e.knownDeals, e.cases, e.merges, e.deletions, e.messages, e.money}
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
