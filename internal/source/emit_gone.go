package source

import (
	"bytes"
	"context"
	"maps"
	"slices"

	"peil"
)

// goneDeal is a deal's row that its own system marks as deleted.
type goneDeal struct {
	ext string
	sum *TableSummary
}

// deletedBefore finds those that are stored and stand: they are a change.
func (c *check) deletedBefore(ctx context.Context) error {
	for system, gone := range c.goneDeals {
		for part := range slices.Chunk(gone, chunk) {
			exts := make([]string, len(part))
			for i := range part {
				exts[i] = part[i].ext
			}
			known, err := c.known.origins(ctx, system, exts)
			if err != nil || len(known) == 0 {
				return err
			}
			table := map[peil.ID]*TableSummary{}
			for _, g := range part {
				if o, ok := known[g.ext]; ok {
					table[o.Record.ID] = g.sum
				}
			}
			if err := c.standing(ctx, table); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *check) standing(ctx context.Context, table map[peil.ID]*TableSummary) error {
	states, err := c.known.w.Deals(ctx, slices.Collect(maps.Keys(table)))
	if err != nil {
		return err
	}
	for _, s := range states {
		if s.Status != "deleted" && s.Status != "merged" {
			c.toDelete[s.Deal] = true
			table[s.Deal].Deleted--
			table[s.Deal].Changed++
		}
	}
	return nil
}

// deletions deletes them here too: they count nowhere any more.
func (e *emitter) deletions() error {
	for _, id := range slices.SortedFunc(maps.Keys(e.c.toDelete), func(a, b peil.ID) int { return bytes.Compare(a[:], b[:]) }) {
		if err := e.event(peil.ID{}, moment{e.c.ms, precUnknown}, peil.DealDeleted{Deal: id, Reason: peil.DeletedAtSource}, nil, nil, ""); err != nil {
			return err
		}
	}
	return nil
}
