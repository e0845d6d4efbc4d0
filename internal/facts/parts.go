package facts

import (
	"context"
	"iter"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"

	"peil"
	"peil/internal/fold"
)

// FoldParts folds events that lie in no store into a new file, which OpenParts
// opens: a company of millions of deals to measure reports with, without the time
// its import takes. The set-up, users and money are in the first part, and no
// case and no account is in two. progress is told the events folded so far.
func FoldParts(ctx context.Context, path string, opts Options, parts iter.Seq[[]peil.Event], progress func(events int)) error {
	c, err := Open(ctx, opts)
	if err != nil {
		return err
	}
	if err := remove(path); err != nil && !os.IsNotExist(err) {
		return err
	}
	h := newHandle(path, c.config)
	defer h.close(ctx, true, nil)
	e := &engine{h: h, clock: c.opts.Clock, threads: c.opts.Threads, log: c.opts.Log}
	if err := h.create(ctx, meta{schema: schemaVersion, fold: foldVersion}); err != nil {
		return err
	}
	events := 0
	for part := range parts {
		counts := map[peil.ID]bool{} // nothing in a part has been taken back
		for _, ev := range part {
			counts[ev.Batch] = true
		}
		l := sortLog([][]peil.Event{part}, counts)
		if events == 0 {
			e.setOrg(l.org)
			if err := h.write(ctx, func(w *writer) error { return w.replaceWhole(e.whole()) }); err != nil {
				return err
			}
		}
		if err := e.foldPart(ctx, l); err != nil {
			return err
		}
		events += len(part)
		progress(events)
	}
	return nil
}

// OpenParts opens a file that FoldParts made. The view has no names of records.
func OpenParts(ctx context.Context, path string, opts Options, settings peil.Settings) (*View, func() error, error) {
	c, err := Open(ctx, opts)
	if err != nil {
		return nil, nil, err
	}
	h := newHandle(path, c.config)
	done := func() error {
		_, err := h.close(ctx, true, nil)
		return err
	}
	if m, err := h.meta(ctx); err != nil || m.schema != schemaVersion || m.fold != foldVersion {
		return nil, nil, peil.Unsupported("other_facts", "the file %s is of another version: make it again", strings.TrimSuffix(path, "/")).Because(err)
	}
	return &View{DB: h.db, Settings: settings}, done, nil
}

// foldPart folds and writes one part. Its accounts are its own, so that the
// classes of its deals are known before the rows are written.
func (e *engine) foldPart(ctx context.Context, l *wholeLog) error {
	roots := slices.SortedFunc(maps.Keys(l.groups), compareIDs)
	var mu sync.Mutex
	var all [][]folded
	err := e.foldLog(ctx, l, roots, func(part []folded) error {
		mu.Lock()
		defer mu.Unlock()
		all = append(all, part)
		return nil
	})
	if err != nil {
		return err
	}
	// In the order of their ids, as rows lie that are folded from a store.
	slices.SortFunc(all, func(a, b []folded) int { return compareIDs(a[0].root, b[0].root) })
	deals, acct, accounts := map[peil.ID][]noted{}, map[peil.ID][]peil.Event{}, map[peil.ID][]peil.ID{}
	for _, part := range all {
		noteDeals(deals, part)
		for _, g := range part {
			if len(g.acct) > 0 {
				acct[g.root], accounts[g.root] = g.acct, g.accounts
			}
		}
	}
	f := e.foldAccounts(accounts, acct, deals)
	return e.h.write(ctx, func(w *writer) error {
		if err := appendRows(w, "account_dim", f.dims); err != nil {
			return err
		}
		if err := appendRows(w, "customer_span", f.customers); err != nil {
			return err
		}
		for _, part := range all {
			if err := w.appendClassified(part, f.classes); err != nil {
				return err
			}
		}
		return nil
	})
}

func (w *writer) appendClassified(part []folded, classes map[peil.ID]fold.ClassInfo) error {
	for i := range part {
		g := &part[i]
		for _, s := range g.rows.Summaries {
			if err := w.appendSummary(noted{s, g.root, classes[s.Deal]}); err != nil {
				return err
			}
		}
		g.rows.Classify(classes)
		if err := w.appendCase(g); err != nil {
			return err
		}
	}
	return nil
}
