package source

import (
	"context"
	"errors"
	"io"

	"peil"
	"peil/internal/source/mapping"
	"peil/internal/store"
)

// Outcome is what an import did.
type Outcome struct {
	Batch peil.ID
	// Seq is the number of the last event; 0 where there was nothing to store.
	Seq                              int64
	Events                           int
	New, Changed, Untouched, Refused int
	// Late are the first of the rows that could be read and that contradict
	// what is stored already; LateFile lists them all, "" without any.
	Late     []Refused
	LateFile string
}

// Apply stores the plan as one batch. An import in which nothing is new stores
// nothing. Where it fails, nothing of it is left.
func (p *Plan) Apply(ctx context.Context, w *store.Workspace, actor peil.Actor, progress func(done, total int)) (Outcome, error) {
	if p.checked == nil {
		return Outcome{}, peil.Invalid("plan_closed", "the import was closed before it was stored")
	}
	if w != p.opts.Workspace && p.opts.Workspace != nil {
		return Outcome{}, peil.Invalid("other_workspace", "the import was read for another workspace")
	}
	out := p.outcome()
	if out.New+out.Changed == 0 {
		return out, nil
	}
	wr, err := w.Begin(ctx, actor, p.info())
	if err != nil {
		return Outcome{}, err
	}
	out.Batch = wr.ID()
	total := p.checked.scratch.total
	late := newRefusals(p.opts.ErrorDir, p.opts.Now)
	refused := 0
	e := p.emitter(ctx, w, func(part portion) (err error) {
		n := len(part.items)
		if part.ends == nil {
			n, err = p.append(ctx, wr, part.items, part.from, late)
		} else {
			err = wr.AppendWhole(ctx, store.Whole{Items: part.items, Ends: part.ends, Refused: func(i int, err error) {
				refused++
				late.add(p.refusal(part.items[i], part.from[i], err))
			}})
		}
		out.Events += n
		if progress != nil {
			progress(min(out.Events, total), total)
		}
		return err
	})
	if err = e.all(); err == nil {
		err = e.sortedOrigins(func(origins []store.Origin) error { return wr.Origins(ctx, origins) })
	}
	err = errors.Join(err, e.origins.Close(), wr.Settle())
	out.Events -= refused
	if e := late.close(); err == nil {
		err = e
	}
	out.Refused += late.n
	out.Late, out.LateFile = late.shown, late.path
	if err == nil {
		out.Seq, err = wr.Commit(ctx)
	}
	if err != nil {
		// The caller's context may be what ended it; the batch must go all the same.
		return Outcome{}, errors.Join(scratchError(p.opts.ScratchDir, err), wr.Abort(context.WithoutCancel(ctx)))
	}
	return out, nil
}

// append stores a portion. An event that contradicts what is stored (a deal
// closed before it was made) is left out and noted; the rest goes in.
func (p *Plan) append(ctx context.Context, wr *store.Writer, items []store.Item, from []place, late *refusals) (stored int, err error) {
	for len(items) > 0 {
		err := wr.Append(ctx, items)
		var no *store.ItemError
		if !errors.As(err, &no) {
			if err == nil {
				stored += len(items)
			}
			return stored, err
		}
		late.add(p.refusal(items[no.Index], from[no.Index], no.Err))
		stored += no.Stored
		items = append(items[no.Stored:no.Index:no.Index], items[no.Index+1:]...)
		from = append(from[no.Stored:no.Index:no.Index], from[no.Index+1:]...)
	}
	return stored, nil
}

// refusal says which row an event came from, and why it makes no sense.
func (p *Plan) refusal(it store.Item, at place, why error) Refused {
	r := Refused{Column: string(it.Draft.Payload.EventType()), Reason: "contradiction", Value: why.Error()}
	if at.table > 0 {
		r.File, r.Row = p.m.Tables[at.table-1].File, int(at.row)
	}
	return r
}

func (p *Plan) outcome() Outcome {
	out := Outcome{Refused: p.checked.sum.RefusedN}
	for _, t := range p.checked.sum.Tables {
		out.New, out.Changed, out.Untouched = out.New+t.New, out.Changed+t.Changed, out.Untouched+t.Untouched
	}
	return out
}

// info says in the list of imports what this one was.
func (p *Plan) info() store.BatchInfo {
	i := store.BatchInfo{System: "import", Counts: map[string]int{}}
	if p.vendor != "" {
		i.System = p.vendor
	}
	for _, t := range p.checked.sum.Tables {
		if t.Kind != mapping.Ignore {
			i.Files = append(i.Files, t.File)
			i.Counts[string(t.Kind)] += t.New + t.Changed
		}
	}
	if len(i.Files) > 0 {
		i.Title = i.Files[0]
	}
	return i
}

// ReadMapping reads a mapping file.
func ReadMapping(r io.Reader) (*mapping.Mapping, error) { return mapping.Read(r) }

// WriteMapping writes what the plan understands as a file that people edit and
// give back with Options.Mapping.
func WriteMapping(w io.Writer, p *Plan) error {
	m := *p.m
	m.Stages = p.checked.sum.Stages
	return mapping.Write(w, &m, func(t *mapping.Table, c *mapping.Column) string {
		for _, ts := range p.checked.sum.Tables {
			for _, cs := range ts.Columns {
				if ts.File == t.File && cs.Name == c.Name && cs.Example != "" {
					return "e.g. " + cs.Example
				}
			}
		}
		return ""
	})
}
