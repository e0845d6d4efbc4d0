package source

import (
	"bytes"

	"peil"
	"peil/internal/store"
)

// wholeGroups makes the events of the groups of which this import tells all there
// is: accounts, contacts, leads with the deals they became, each with what people
// did about it.
func (e *emitter) wholeGroups() error {
	if err := e.flush(); err != nil {
		return err
	}
	e.whole = true
	t := &telling{e: e}
	err := inGroups(e.ctx, e.c.scratch.whole, func(_ peil.ID, k recordKind, r *record) error { return t.take(k, r) }, func() error {
		if err := t.settle(); err != nil {
			return err
		}
		return e.endGroup()
	})
	if err == nil {
		err = e.flush()
	}
	e.whole = false
	return err
}

// later keeps an origin until all groups are stored: sorted, the origins of a
// million records are written at one end of their table and not all over it.
func (e *emitter) later(r *record, kind string) error {
	e.key = append(append(append(e.key[:0], r.System...), 0), r.Ext...)
	return e.origins.Add(e.key, append(append(append([]byte(nil), r.ID[:]...), r.Hash[:]...), kind...))
}

// sortedOrigins hands on the origins of the whole groups, in pages.
func (e *emitter) sortedOrigins(page func([]store.Origin) error) error {
	origins := make([]store.Origin, 0, portionEvents)
	err := e.origins.Each(e.ctx, func(key, value []byte) error {
		system, ext, _ := bytes.Cut(key, []byte{0})
		origins = append(origins, store.Origin{System: string(system), ExternalID: string(ext),
			Record: peil.Record{ID: peil.ID(value[:16]), Kind: string(value[32:])}, Hash: bytes.Clone(value[16:32])})
		if len(origins) < portionEvents {
			return nil
		}
		err := page(origins)
		origins = origins[:0]
		return err
	})
	if err != nil || len(origins) == 0 {
		return err
	}
	return page(origins)
}

// telling gathers what belongs to a deal before its events are made: how it was
// made, its lines, its history, how it ended; what people did comes after that.
type telling struct {
	e                     *emitter
	deals, lines, history []record
}

// take takes the next record of a group; they come in the order of their kinds.
func (t *telling) take(k recordKind, r *record) error {
	switch k {
	case kAccount:
		return t.e.newAccount(r)
	case kContact:
		return t.e.newContact(r)
	case kLead:
		return t.e.newLead(r)
	case kDeal:
		t.deals = append(t.deals, *r)
	case kLine:
		t.lines = append(t.lines, *r)
	case kHistory:
		t.history = append(t.history, *r)
	default:
		if err := t.settle(); err != nil {
			return err
		}
		return t.e.activity(r)
	}
	return nil
}

// settle makes the events of the deals that were gathered.
func (t *telling) settle() error {
	for len(t.deals)+len(t.lines)+len(t.history) > 0 {
		var deal peil.ID
		for _, rs := range [][]record{t.history, t.lines, t.deals} {
			if len(rs) > 0 {
				deal = rs[0].Group
			}
		}
		var deals, lines, history []record
		deals, t.deals = part(t.deals, deal)
		lines, t.lines = part(t.lines, deal)
		history, t.history = part(t.history, deal)
		if err := t.e.deal(deal, deals, lines, history); err != nil {
			return err
		}
	}
	return nil
}

// part parts the records of a deal from those of others. What is left of the
// others is nil where there are none, as nearly always.
func part(rs []record, deal peil.ID) (own, others []record) {
	for i := range rs {
		if rs[i].Group == deal {
			own = append(own, rs[i])
		} else {
			others = append(others, rs[i])
		}
	}
	return own, others
}
