package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"peil"
	"peil/internal/store"
)

// importer is who does what an import does.
var importer = peil.Actor{Kind: peil.ActorImport}

// batches is peil import list: what was imported, the newest first.
func (a *app) batches(ctx context.Context, e *env) error {
	ws, db, err := a.workspace(ctx, e)
	if err != nil {
		return err
	}
	list, err := ws.Batches(ctx)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		e.say("cli.import.none")
		return nil
	}
	v, err := db.Now(ctx, 0)
	if err != nil {
		return err
	}
	loc := v.Settings.Calendar.Location
	for _, b := range slices.Backward(list) {
		fmt.Fprintf(e.out, "%s  %s  %-9s  %s  %s\n", b.ID, b.Started.In(loc).Format("2006-01-02 15:04"), e.words.T("cli.batch."+string(b.State)),
			e.words.T("cli.import.events", "n", b.Events), batchTitle(b))
	}
	return nil
}

// batchTitle says what a batch came from.
func batchTitle(b store.Batch) string {
	parts := []string{}
	for _, s := range []string{b.Info.System, b.Info.Title, strings.Join(b.Info.Files, ", ")} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " · ")
}

// mostListed is how many records are named before a count says the rest.
const mostListed = 20

// undo is peil import undo ID. Where people have since worked on what was
// imported they are told what is at stake, and asked.
func (a *app) undo(ctx context.Context, e *env, word string, yes bool) error {
	ws, db, err := a.workspace(ctx, e)
	if err != nil {
		return err
	}
	b, err := a.batch(ctx, ws, word)
	if err != nil {
		return err
	}
	start := time.Now()
	_, worked, err := ws.Undo(ctx, importer, b.ID, yes)
	if len(worked) > 0 && !yes {
		if err := a.listWorked(ctx, e, ws, worked); err != nil {
			return err
		}
		if !e.confirmed(ctx, e.words.T("cli.undo.ask")) {
			return peil.Conflict("undo_not_confirmed", "%d records of this import have been worked on since; --yes undoes it all the same", len(worked))
		}
		_, _, err = ws.Undo(ctx, importer, b.ID, true)
	}
	if err != nil {
		return err
	}
	if err := db.Ready(ctx, e.counting("rebuild")); err != nil {
		return err
	}
	e.say("cli.undo.done", "n", b.Events, "time", e.words.Number(time.Since(start).Seconds(), 1))
	return nil
}

// batch finds a batch by its id or by a beginning of it that only it has.
func (a *app) batch(ctx context.Context, ws *store.Workspace, word string) (store.Batch, error) {
	list, err := ws.Batches(ctx)
	if err != nil {
		return store.Batch{}, err
	}
	var found []store.Batch
	var hints []string
	for _, b := range list {
		if strings.HasPrefix(b.ID.String(), strings.ToUpper(word)) {
			found = append(found, b)
		}
		if b.State == store.BatchCommitted {
			hints = append(hints, b.ID.String())
		}
	}
	if len(found) == 1 {
		return found[0], nil
	}
	e := usage("unknown_import", "there is no import %q; peil import list shows them", word)
	if len(found) > 1 {
		e = usage("ambiguous_batch", "%d imports begin with %q", len(found), word)
	}
	e.Hints = hints
	return store.Batch{}, e
}

// listWorked names the records that people have worked on since.
func (a *app) listWorked(ctx context.Context, e *env, ws *store.Workspace, worked []peil.Record) error {
	e.say("cli.undo.worked", "n", len(worked))
	if len(worked) > mostListed {
		worked = worked[:mostListed]
	}
	ids := make([]peil.ID, len(worked))
	for i, r := range worked {
		ids[i] = r.ID
	}
	labels, err := ws.Labels(ctx, ids)
	if err != nil {
		return err
	}
	for _, r := range worked {
		label := labels[r.ID]
		if label == "" {
			label = r.ID.String()
		}
		fmt.Fprintf(e.err, "  %s\n", label)
	}
	return nil
}

// confirmed asks a question that yes, ja, y or j answers; without anybody there
// the answer is no.
func (e *env) confirmed(ctx context.Context, text string) bool {
	if e.ask == nil {
		return false
	}
	s, err := e.ask(ctx, text)
	if err != nil && !errors.Is(err, context.Canceled) {
		e.log.Debug("no answer", "err", err)
	}
	return slices.Contains([]string{"y", "yes", "j", "ja"}, strings.ToLower(strings.TrimSpace(s)))
}
