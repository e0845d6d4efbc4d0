package facts

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"peil"
	"peil/internal/fold"
)

// Report is what a check found: how the file compares with a fold of everything.
type Report struct {
	// Seq is the number of the last event that both have.
	Seq    int64
	Tables []TableCheck
}

// TableCheck compares one table.
type TableCheck struct {
	Table string
	// Rows and Hash are of the file, WantRows and WantHash of the new fold. A
	// hash is the sum of the hashes of the rows, whatever their order.
	Rows, WantRows int64
	Hash, WantHash string
	// Units are the first units whose rows differ, at most five; none for tables
	// that are not kept by unit.
	Units []peil.ID
}

// OK reports whether every table is what a fold of everything makes.
func (r Report) OK() bool { return len(r.Different()) == 0 }

// Different are the tables that differ.
func (r Report) Different() []TableCheck {
	var out []TableCheck
	for _, t := range r.Tables {
		if t.Rows != t.WantRows || t.Hash != t.WantHash {
			out = append(out, t)
		}
	}
	return out
}

// Check folds every event anew into a temporary file and compares it with the
// facts, table by table. Progress, which may be nil, counts units.
func (d *DB) Check(ctx context.Context, progress func(done, total int)) (Report, error) {
	if err := d.Ready(ctx, nil); err != nil {
		return Report{}, err
	}
	if progress == nil {
		progress = func(int, int) {}
	}
	path := filepath.Join(d.cache.dir, "tmp", d.ws.ID().String()+"-check.duckdb")
	d.building.Lock() // one at a time: they share the file's name and the machine
	defer d.building.Unlock()
	if err := remove(path); err != nil {
		return Report{}, err
	}
	h := newHandle(path, d.cache.config)
	e := d.engine(h, fold.Clocks{})
	err := e.bulk(ctx, d.emptyMeta(), progress)
	var r Report
	if err == nil {
		r, err = d.compareWith(ctx, e)
	}
	_, closeErr := h.close(context.WithoutCancel(ctx), true, func() error { return remove(path) })
	return r, inWords(errors.Join(err, closeErr))
}

// compareWith holds the tail, brings both files to the same event and compares.
func (d *DB) compareWith(ctx context.Context, e *engine) (r Report, err error) {
	d.step.Lock()
	defer d.step.Unlock()
	for {
		last, err := d.ws.LastSeq(ctx)
		if err != nil {
			return r, err
		}
		for _, x := range []*engine{e, d.live} {
			for more := true; more; {
				if more, err = x.step(ctx); err != nil {
					return r, err
				}
			}
		}
		now, err := d.ws.LastSeq(ctx)
		if err != nil {
			return r, err
		}
		if last == now && e.meta.seq == d.live.meta.seq {
			break
		}
	}
	d.tellLive()
	r.Seq = e.meta.seq
	if e.meta.stale || d.live.meta.stale {
		return r, peil.Unavailable("facts_updating", "a large change came while the facts were checked; check again")
	}
	if _, err := e.h.close(ctx, true, nil); err != nil {
		return r, err
	}
	r.Tables, err = d.compareFiles(ctx, e.h.path)
	return r, err
}

func (d *DB) compareFiles(ctx context.Context, path string) (out []TableCheck, err error) {
	c, err := d.file.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	detach, err := attach(ctx, c, path, "anew", "(read_only)")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, detach()) }()
	for _, t := range tables {
		check := TableCheck{Table: t.name}
		const sum = "select count(*), cast(coalesce(sum(cast(hash(t) as hugeint)), 0) as text) from "
		if err := c.QueryRowContext(ctx, sum+t.name+" t").Scan(&check.Rows, &check.Hash); err != nil {
			return nil, err
		}
		if err := c.QueryRowContext(ctx, sum+"anew."+t.name+" t").Scan(&check.WantRows, &check.WantHash); err != nil {
			return nil, err
		}
		if t.perUnit() && check.Hash != check.WantHash {
			rows, err := c.QueryContext(ctx, fmt.Sprintf(`select coalesce(a.unit_id, b.unit_id) from
				(select unit_id, sum(cast(hash(t) as hugeint)) as h from %[1]s t group by unit_id) a full join
				(select unit_id, sum(cast(hash(t) as hugeint)) as h from anew.%[1]s t group by unit_id) b on a.unit_id = b.unit_id
				where a.h is distinct from b.h order by 1 limit 5`, t.name))
			if err != nil {
				return nil, err
			}
			if check.Units, err = scanIDs(rows); err != nil {
				return nil, err
			}
		}
		out = append(out, check)
	}
	return out, nil
}

// String says in words what the check found, a line for each table that differs.
func (r Report) String() string {
	diff := r.Different()
	if len(diff) == 0 {
		return fmt.Sprintf("all %d tables are what event 1 to %d make", len(r.Tables), r.Seq)
	}
	var b strings.Builder
	for _, t := range diff {
		fmt.Fprintf(&b, "%s: %d rows (%s), folded anew %d (%s)", t.Table, t.Rows, t.Hash, t.WantRows, t.WantHash)
		if len(t.Units) > 0 {
			fmt.Fprintf(&b, ", first units %v", slices.Clip(t.Units))
		}
		b.WriteString("\n")
	}
	return b.String()
}
