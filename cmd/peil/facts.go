package main

import (
	"context"
	"flag"
	"fmt"
	"time"

	"peil"
)

// prepareFacts is peil facts rebuild and peil facts check.
func prepareFacts(e *env) (action, error) {
	fs := flag.NewFlagSet("facts", flag.ContinueOnError)
	words, err := parse(fs, e.args)
	if err != nil {
		return nil, err
	}
	if len(words) == 1 {
		switch words[0] {
		case "rebuild":
			return func(ctx context.Context, a *app) error { return a.rebuild(ctx, e) }, nil
		case "check":
			return func(ctx context.Context, a *app) error { return a.check(ctx, e) }, nil
		}
	}
	return nil, wrongWord("facts", words, []string{"rebuild", "check"})
}

// wrongWord says which words a command takes.
func wrongWord(command string, words, right []string) error {
	if len(words) == 0 {
		e := usage("word_needed", "peil %s takes one of these words", command)
		e.Hints = right
		return e
	}
	e := usage("unknown_subcommand", "peil %s does not know %q", command, words[0])
	e.Hints = right
	return e.DidYouMean(words[0], right)
}

func (a *app) rebuild(ctx context.Context, e *env) error {
	_, db, err := a.workspace(ctx, e)
	if err != nil {
		return err
	}
	start := time.Now()
	if err := db.Rebuild(ctx, e.counting("rebuild")); err != nil {
		return err
	}
	e.say("cli.facts.rebuilt", "time", e.words.Number(time.Since(start).Seconds(), 1))
	return nil
}

func (a *app) check(ctx context.Context, e *env) error {
	_, db, err := a.workspace(ctx, e)
	if err != nil {
		return err
	}
	found, err := db.Check(ctx, e.counting("check"))
	if err != nil {
		return err
	}
	for _, t := range found.Tables {
		word := t.Hash
		if t.Hash != t.WantHash || t.Rows != t.WantRows {
			word = e.words.T("cli.facts.differs", "n", t.WantRows, "hash", t.WantHash, "units", t.Units)
		}
		fmt.Fprintf(e.out, "%-18s %10s  %s\n", t.Table, e.words.Number(float64(t.Rows), 0), word)
	}
	if bad := found.Different(); len(bad) > 0 {
		return peil.Internal("facts_differ", "%d tables differ from what the events come to; peil facts rebuild makes them anew", len(bad))
	}
	e.say("cli.facts.equal", "n", len(found.Tables))
	return nil
}

// counting is a progress function for work that counts in ints.
func (e *env) counting(what string) func(done, total int) {
	return func(done, total int) {
		e.progress(progress{What: what, Done: int64(done), Total: int64(total)})
	}
}
