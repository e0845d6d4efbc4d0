package main

import (
	"context"
	"flag"
	"fmt"
	"strings"

	"peil"
	"peil/internal/store"
)

// prepareCheck is peil check: it reads every event of every workspace, and says
// what can be read.
func prepareCheck(e *env) (action, error) {
	words, err := parse(flag.NewFlagSet("check", flag.ContinueOnError), e.args)
	if err != nil {
		return nil, err
	}
	if len(words) > 0 {
		return nil, usage("too_many_arguments", "peil %s takes no %q", "check", words[0])
	}
	return func(ctx context.Context, a *app) error { return a.checkTruth(ctx, e) }, nil
}

func (a *app) checkTruth(ctx context.Context, e *env) error {
	found, err := a.store.Check(ctx, e.counting("truth"))
	if err != nil {
		return err
	}
	var readable, all int64
	for _, w := range found.Workspaces {
		readable, all = readable+w.Readable(), all+w.Events
		if len(w.Damaged) == 0 {
			fmt.Fprintln(e.out, e.words.T("cli.check.whole", "workspace", w.Name, "n", w.Events))
			continue
		}
		fmt.Fprintln(e.out, e.words.T("cli.check.damaged", "workspace", w.Name, "n", w.Events, "readable", w.Readable(), "spans", spans(w.Damaged)))
	}
	for _, p := range found.Problems {
		fmt.Fprintln(e.out, e.words.T("cli.check.problem", "text", p))
	}
	if !found.OK() {
		return peil.Unsupported("truth_damaged",
			"the database is damaged: %d of %d events can be read; nothing was changed: stop Peil, put back a backup of the database, and keep the damaged file", readable, all)
	}
	return nil
}

// mostSpans is how many runs of numbers are listed.
const mostSpans = 20

func spans(list []store.Span) string {
	var out []string
	for i, s := range list {
		switch {
		case i == mostSpans:
			return strings.Join(append(out, "…"), ", ")
		case s.From == s.To:
			out = append(out, fmt.Sprint(s.From))
		default:
			out = append(out, fmt.Sprintf("%d–%d", s.From, s.To))
		}
	}
	return strings.Join(out, ", ")
}
