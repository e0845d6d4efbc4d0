package web

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"peil"
	"peil/internal/source"
	"peil/internal/source/mapping"
	"peil/internal/store"
)

// The states of a draft.
const (
	draftFiles    = "files"
	draftReading  = "reading"
	draftReady    = "ready"
	draftApplying = "applying"
	draftDone     = "done"
	draftFailed   = "failed"
)

// draft is an import that is being prepared: uploaded files, and what was
// understood of them. One thing is done with it at a time.
type draft struct {
	id        peil.ID
	workspace string
	dir       string // of its own, with all that it needs
	s         *Server

	mu       sync.Mutex
	state    string
	files    []ImportFile
	progress *ImportProgress
	err      error
	changed  time.Time
	stop     context.CancelFunc // of what is being done; nil while nothing is
	work     sync.WaitGroup
	gone     bool

	// What follows is of whoever does something with it; seen is a copy for
	// readers.
	plan    *source.Plan
	seen    *understood
	outcome *source.Outcome
	// given is what people said so far: it holds when the files are read again.
	given struct {
		currency peil.Currency
		mapping  *mapping.Mapping
		answers  map[string]string
	}
}

// understood is what was read of a plan, for those who look at it.
type understood struct {
	summary   source.Summary
	questions []source.Question
	mapping   mapping.Mapping
	first     map[string][][]string
}

// sampleRows is how many rows of each table are shown.
const sampleRows = 5

func (d *draft) uploads() string { return filepath.Join(d.dir, "files") }

// begin marks the draft as worked on. It refuses a second piece of work, and any
// on what is done.
func (d *draft) begin(state string, from ...string) (context.Context, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.may(from...); err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(d.s.ctx)
	d.state, d.stop, d.err, d.progress, d.changed = state, stop, nil, nil, d.s.Now()
	d.work.Add(1)
	return ctx, nil
}

// may reports whether the draft may be worked on now. The caller holds mu.
func (d *draft) may(from ...string) error {
	switch {
	case d.gone:
		return unknownDraft(d.id)
	case d.stop != nil:
		return peil.Conflict("import_busy", "the import is being read or stored: wait for it, or stop it")
	case !slices.Contains(from, d.state):
		return peil.Conflict("import_state", "the import is not at that point: it is %q", d.state)
	}
	return nil
}

// end says how the work came out; back is the state it goes back to where people
// can mend what was wrong.
func (d *draft) end(state, back string, err error) {
	d.mu.Lock()
	d.stop()
	d.stop, d.progress, d.changed = nil, nil, d.s.Now()
	d.state, d.err = state, err
	if err != nil {
		d.state = draftFailed
		if k := peil.KindOf(err); back != "" && (k == peil.KindInvalid || k == peil.KindNotFound || k == peil.KindConflict) {
			d.state = back
		}
		if !isShown(err) && !errors.Is(err, context.Canceled) {
			d.s.Log.Error("import failed", "workspace", d.workspace, "err", err)
		}
	}
	d.mu.Unlock()
	d.work.Done()
	d.tell()
}

// tell says to all who listen how far it is.
func (d *draft) tell() {
	d.mu.Lock()
	e := LiveEvent{Type: "import", Workspace: d.workspace, ID: d.id.String(), State: d.state, Deleted: d.gone}
	if d.progress != nil {
		e.Done, e.Total = d.progress.Done, d.progress.Total
	}
	if d.outcome != nil {
		e.Seq = d.outcome.Seq
	}
	d.mu.Unlock()
	d.s.hub.tell(e)
}

// reports gives a function that notes how far it is, and tells of it now and then.
func (d *draft) reports(what string) func(file string, done, total int64) {
	tell := paced(d.tell)
	return func(file string, done, total int64) {
		d.mu.Lock()
		d.progress = &ImportProgress{what, file, done, total}
		d.mu.Unlock()
		tell()
	}
}

// read reads the files under what was said so far, and puts the new plan in the
// place of the old.
func (d *draft) read(ctx context.Context, ws *store.Workspace, lang string) error {
	report := d.reports("read")
	scratch := filepath.Join(d.dir, "scratch")
	plan, err := source.Read(ctx, []string{d.uploads()}, source.Options{Workspace: ws, Mapping: d.given.mapping, Currency: d.given.currency, Lang: lang, Now: d.s.Now(),
		ScratchDir: scratch, ErrorDir: d.dir, Progress: func(p source.Progress) { report(p.File, p.BytesDone, p.BytesTotal) }})
	if err != nil {
		return d.named(err)
	}
	answers := map[string]string{}
	for _, q := range plan.Questions() {
		if a, ok := d.given.answers[q.ID]; ok {
			answers[q.ID] = a
		}
	}
	if len(answers) > 0 {
		if err := plan.Answer(ctx, answers); err != nil {
			return errors.Join(err, plan.Close())
		}
	}
	return d.take(ctx, plan)
}

// named says of files without a table what they were called where they came from,
// and not where they lie here.
func (d *draft) named(err error) error {
	var said *peil.Error
	if !errors.As(err, &said) || said.Code != "no_tables" {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	var names []string
	for _, f := range d.files {
		names = append(names, f.Name)
	}
	return peil.Invalid("no_tables", "there is no table in %s", strings.Join(names, ", ")).InField("files").Because(err)
}

// take makes a plan the draft's.
func (d *draft) take(ctx context.Context, plan *source.Plan) error {
	first, err := plan.First(ctx, sampleRows)
	if err != nil {
		return errors.Join(err, plan.Close())
	}
	if d.plan != nil && d.plan != plan {
		err = d.plan.Close()
	}
	d.plan = plan
	u := &understood{summary: plan.Summary(), questions: plan.Questions(), mapping: *plan.Mapping(), first: first}
	u.mapping.Tables = slices.Clone(u.mapping.Tables)
	d.mu.Lock()
	d.seen = u
	d.mu.Unlock()
	return err
}

// answer settles questions and checks again under the answers.
func (d *draft) answer(ctx context.Context, answers map[string]string) error {
	if err := d.plan.Answer(ctx, answers); err != nil {
		return err
	}
	if d.given.answers == nil {
		d.given.answers = map[string]string{}
	}
	maps.Copy(d.given.answers, answers)
	return d.take(ctx, d.plan)
}

// apply stores the plan, in a workspace that is made with its first import.
func (d *draft) apply(ctx context.Context, ws *store.Workspace, by peil.Actor) error {
	made := ws == nil
	if made {
		var err error
		if ws, err = d.s.Store.CreateWorkspace(ctx, d.workspace); err != nil {
			return err
		}
	}
	// Open before anything is stored, so that it is folded while it is.
	if _, err := d.s.Facts.Workspace(ctx, ws); err != nil {
		return err
	}
	report := d.reports("store")
	out, err := d.plan.Apply(ctx, ws, by, func(done, total int) { report("", int64(done), int64(total)) })
	if err != nil {
		return err
	}
	d.mu.Lock()
	d.outcome = &out
	d.mu.Unlock()
	err = d.plan.Close()
	d.plan = nil
	if made {
		d.s.hub.tell(LiveEvent{Type: "workspaces"})
	}
	return errors.Join(err, os.RemoveAll(d.uploads()), os.RemoveAll(filepath.Join(d.dir, "scratch")))
}

// drop stops what is being done, and removes all there is of the draft.
func (d *draft) drop() error {
	d.mu.Lock()
	d.gone = true
	if d.stop != nil {
		d.stop()
	}
	d.mu.Unlock()
	d.work.Wait()
	var err error
	if d.plan != nil {
		err = d.plan.Close()
	}
	d.tell()
	return errors.Join(err, os.RemoveAll(d.dir))
}

func unknownDraft(id peil.ID) *peil.Error {
	return peil.NotFound("unknown_draft", "there is no import %s being prepared: it was stored, stopped, or left for a day; upload again", id).InField("import")
}
