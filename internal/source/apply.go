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
	total := p.checked.scratch.ord
	late := newRefusals(p.opts.ErrorDir, p.opts.Now)
	err = p.items(ctx, w, func(items []store.Item, from []place) error {
		n, err := p.append(ctx, wr, items, from, late)
		out.Events += n
		if progress != nil {
			progress(min(out.Events, total), total)
		}
		return err
	})
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
		return Outcome{}, errors.Join(err, wr.Abort(context.WithoutCancel(ctx)))
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
		r := Refused{Column: string(items[no.Index].Draft.Payload.EventType()), Reason: "contradiction", Value: no.Err.Error()}
		if at := from[no.Index]; at.table > 0 {
			r.File, r.Row = p.m.Tables[at.table-1].File, int(at.row)
		}
		late.add(r)
		stored += no.Stored
		items = append(items[no.Stored:no.Index:no.Index], items[no.Index+1:]...)
		from = append(from[no.Stored:no.Index:no.Index], from[no.Index+1:]...)
	}
	return stored, nil
}

// items makes every event of the plan, in portions.
func (p *Plan) items(ctx context.Context, w *store.Workspace, out func([]store.Item, []place) error) error {
	e := &emitter{ctx: ctx, c: p.checked, w: w, out: out}
	return e.all()
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
