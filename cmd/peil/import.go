package main

import (
	"context"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"peil"
	"peil/internal/source"
	"peil/internal/source/mapping"
	"peil/internal/store"
)

// importAsked is what peil import was asked.
type importAsked struct {
	paths       []string
	yes, dryRun bool
	currency    string
	mapping     string
}

func importFlags() (*flag.FlagSet, *importAsked) {
	i := &importAsked{}
	fs := flag.NewFlagSet("import", flag.ContinueOnError)
	fs.BoolVar(&i.yes, "yes", false, "take the guess of every question, and import without asking")
	fs.BoolVar(&i.dryRun, "dry-run", false, "say what was understood, and import nothing")
	fs.StringVar(&i.currency, "currency", "", "base currency of the workspace, set by its first import")
	fs.StringVar(&i.mapping, "mapping", "", "file that says what the columns are: read if it is there, else written to be edited")
	return fs, i
}

// prepareImport is peil import PATH…, peil import list and peil import undo ID.
// A file of such a name is ./list.
func prepareImport(e *env) (action, error) {
	fs, asked := importFlags()
	words, err := parse(fs, e.args)
	if err != nil {
		return nil, err
	}
	asked.currency = strings.ToUpper(asked.currency)
	if c := peil.Currency(asked.currency); c != "" && !c.Valid() {
		return nil, usage("unknown_currency", "there is no currency %q; write it as NOK, SEK or EUR", asked.currency)
	}
	switch {
	case len(words) == 0:
		return nil, usage("no_path", "peil import wants a file, a folder or a zip; or list, or undo ID")
	case words[0] == "list" && len(words) == 1:
		return func(ctx context.Context, a *app) error { return a.batches(ctx, e) }, nil
	case words[0] == "undo" && len(words) == 2:
		return func(ctx context.Context, a *app) error { return a.undo(ctx, e, words[1], asked.yes) }, nil
	case words[0] == "list" || words[0] == "undo":
		return nil, usage("bad_arguments", "it is peil import list, or peil import undo ID")
	}
	for _, w := range words {
		path := e.path(w)
		if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
			return nil, usage("no_such_file", "there is no file %s", w)
		} else if err != nil {
			return nil, usage("no_such_path", "%s cannot be read: %v", w, errors.Unwrap(err))
		}
		asked.paths = append(asked.paths, path)
	}
	if e.set.Workspace == demoWorkspace {
		return nil, usage("demo_only", "the workspace demo holds only the sample company; import into another")
	}
	return func(ctx context.Context, a *app) error { return a.importPaths(ctx, e, asked) }, nil
}

// importPaths reads, says what it understood, asks, and stores.
func (a *app) importPaths(ctx context.Context, e *env, asked *importAsked) (err error) {
	start := time.Now()
	name := e.set.Workspace
	if name == "" {
		name = mainWorkspace
		e.say("cli.workspace", "name", name)
	}
	ws, err := a.store.Workspace(ctx, name)
	if err != nil && peil.KindOf(err) != peil.KindNotFound {
		return err
	}
	o, err := a.importOptions(e, asked, ws)
	if err != nil {
		return err
	}
	plan, err := source.Read(ctx, asked.paths, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, plan.Close()) }()
	if !asked.yes && !asked.dryRun {
		if err := e.settle(ctx, plan); err != nil {
			return err
		}
	}
	e.understood(plan.Summary())
	wrote, err := e.writeMapping(asked, o.Mapping, plan)
	if err != nil {
		return err
	}
	switch {
	case asked.dryRun, wrote && !asked.yes:
		e.say("cli.import.nothing")
		return nil
	case asked.yes:
	case e.ask == nil:
		return usage("not_confirmed", "nothing was imported: there is nobody to ask; look at the above and say --yes")
	case !e.confirmed(ctx, e.words.T("cli.import.ask")):
		e.say("cli.import.nothing")
		return nil
	}
	return a.storePlan(ctx, e, ws, name, plan, start)
}

func (a *app) importOptions(e *env, asked *importAsked, ws *store.Workspace) (source.Options, error) {
	dir := e.path(a.set.Data)
	o := source.Options{Workspace: ws, Yes: asked.yes, Currency: peil.Currency(asked.currency), Lang: e.words.Lang(), Now: a.now(),
		ScratchDir: filepath.Join(dir, scratchFolder), ErrorDir: filepath.Join(dir, "import-errors"),
		Progress: func(p source.Progress) {
			e.progress(progress{What: "read", Done: p.BytesDone, Total: p.BytesTotal, Bytes: true})
		}}
	if asked.mapping == "" {
		return o, nil
	}
	f, err := os.Open(e.path(asked.mapping))
	if errors.Is(err, fs.ErrNotExist) {
		return o, nil
	}
	if err != nil {
		return o, usage("mapping_unreadable", "the mapping cannot be read: %v", err)
	}
	defer f.Close()
	o.Mapping, err = source.ReadMapping(f)
	return o, asUsageIfInvalid(err)
}

// writeMapping writes what was understood where the mapping file is not there
// yet, for somebody to edit.
func (e *env) writeMapping(asked *importAsked, given *mapping.Mapping, plan *source.Plan) (bool, error) {
	if asked.mapping == "" || given != nil {
		return false, nil
	}
	w, done, err := e.output(asked.mapping)
	if err != nil {
		return false, err
	}
	if err := done(source.WriteMapping(w, plan)); err != nil {
		return false, err
	}
	e.say("cli.import.mapping", "file", asked.mapping)
	return true, nil
}

// settle asks the open questions; an empty answer takes the guess.
func (e *env) settle(ctx context.Context, plan *source.Plan) error {
	if e.ask == nil {
		return nil
	}
	for questions := plan.Questions(); len(questions) > 0; questions = plan.Questions() {
		answers := make(map[string]string, len(questions))
		for _, q := range questions {
			text := e.words.T("question."+q.Code, "file", q.File, "column", q.Column, "example", q.Example,
				"choices", strings.Join(q.Choices, "/"), "guess", q.Guess)
			s, err := e.ask(ctx, text)
			if err != nil {
				return err
			}
			if s = strings.TrimSpace(s); s == "" {
				s = q.Guess
			}
			answers[q.ID] = s
		}
		if err := plan.Answer(ctx, answers); err != nil {
			if peil.KindOf(err) != peil.KindInvalid {
				return err
			}
			e.explain(err) // and ask again
		}
	}
	return nil
}

// storePlan makes the workspace if it is the first import, and stores.
func (a *app) storePlan(ctx context.Context, e *env, ws *store.Workspace, name string, plan *source.Plan, start time.Time) (err error) {
	if ws == nil {
		if ws, err = a.store.CreateWorkspace(ctx, name); err != nil {
			return err
		}
	}
	// Open before anything is stored, so that it is folded while it is.
	db, err := a.facts.Workspace(ctx, ws)
	if err != nil {
		return err
	}
	if err := db.Ready(ctx, e.counting("rebuild")); err != nil {
		return err
	}
	out, err := plan.Apply(ctx, ws, importer, func(done, total int) {
		e.progress(progress{What: "import", Done: int64(done), Total: int64(total)})
	})
	if err != nil {
		return err
	}
	if out.Seq == 0 {
		e.say("cli.import.same", "n", out.Untouched)
		return nil
	}
	if err := db.Ready(ctx, e.counting("rebuild")); err != nil {
		return err
	}
	e.say("cli.import.done", "new", out.New, "changed", out.Changed, "untouched", out.Untouched, "refused", out.Refused,
		"events", out.Events, "time", e.words.Number(time.Since(start).Seconds(), 1))
	e.say("cli.import.undo", "id", out.Batch)
	return nil
}
