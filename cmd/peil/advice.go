package main

import (
	"context"
	"flag"
	"strings"
	"time"

	"peil"
	"peil/internal/advice"
	"peil/internal/facts"
	"peil/internal/report"
	"peil/internal/store"
	"peil/internal/table"
	"peil/internal/web"
)

// adviceJob is the clock's job that lets the rules speak.
const adviceJob = "advice"

// dueMonday is so long after the local midnight that begins a week.
func dueMonday(after time.Duration) func(peil.Settings, time.Time) time.Time {
	return func(s peil.Settings, now time.Time) time.Time {
		loc := location(s)
		monday := peil.GrainWeek.Start(peil.DateOf(now, loc), 0)
		if at := monday.Start(loc).Add(after); !at.After(now) {
			return at.UTC()
		}
		return monday.AddDays(-7).Start(loc).Add(after).UTC()
	}
}

// advise evaluates the rules as of the time they were due, and stores what they say.
func (a *app) advise(ctx context.Context, ws *store.Workspace, db *facts.DB, due time.Time) error {
	v, err := db.Now(ctx, 0)
	if err != nil {
		return err
	}
	past, err := advice.All(ctx, v)
	if err != nil {
		return err
	}
	jobs, err := ws.Jobs(ctx, 1000)
	if err != nil {
		return err
	}
	var before time.Time
	for _, j := range jobs {
		if j.Name == adviceJob && j.State == store.JobDone && j.Due.Before(due) && j.Due.After(before) {
			before = j.Due
		}
	}
	found, err := advice.Evaluate(ctx, v, due, advice.DueSince(v.Settings, before, due), past)
	if err != nil || len(found) == 0 {
		return err
	}
	var drafts []peil.Draft
	for _, f := range found {
		drafts = append(drafts, peil.Draft{At: a.now(), Payload: f.Payload(v, peil.NewID(a.now()))})
	}
	_, err = ws.Append(ctx, actorScheduler, drafts...)
	return err
}

// adviceFlags are those of peil advice.
func adviceFlags() (*flag.FlagSet, *string) {
	fs := flag.NewFlagSet("advice", flag.ContinueOnError)
	return fs, fs.String("reason", "", "dismiss, done: why")
}

// prepareAdvice is peil advice: what to do now, all that was said, and what became
// of it.
func prepareAdvice(e *env) (action, error) {
	fs, reason := adviceFlags()
	words, err := parse(fs, e.args)
	if err != nil {
		return nil, err
	}
	switch {
	case len(words) == 0 || len(words) == 1 && words[0] == "all":
		return func(ctx context.Context, a *app) error { return a.adviceList(ctx, e, len(words) == 1) }, nil
	case len(words) == 2 && (words[0] == "dismiss" || words[0] == "done"):
		id, err := peil.ParseID(words[1])
		if err != nil {
			return nil, asUsage(err)
		}
		return func(ctx context.Context, a *app) error { return a.adviceAnswer(ctx, e, id, words[0], *reason) }, nil
	}
	return nil, wrongWord("advice", words, []string{"all", "dismiss ID", "done ID"})
}

func (a *app) adviceList(ctx context.Context, e *env, all bool) error {
	_, _, v, err := a.newest(ctx, e)
	if err != nil {
		return err
	}
	v.AsOf = a.now() // what was said long ago stands no more
	list, err := advice.Standing(ctx, v, "", peil.ID{})
	if all {
		list, err = advice.All(ctx, v)
	}
	if err != nil {
		return err
	}
	if list = advice.Theirs(list, peil.ID{}); len(list) == 0 { // a command is nobody's
		e.say("cli.advice.none")
		return nil
	}
	o := e.options()
	o.Location = location(v.Settings)
	return table.Advice(e.out, list, o)
}

// adviceAnswer stores that an advice was dismissed, or done.
func (a *app) adviceAnswer(ctx context.Context, e *env, id peil.ID, word, reason string) error {
	ws, _, v, err := a.newest(ctx, e)
	if err != nil {
		return err
	}
	list, err := advice.All(ctx, v)
	if err != nil {
		return err
	}
	known := false
	for _, x := range list {
		known = known || x.ID == id
	}
	if !known {
		return usage("unknown_advice", "there is no advice %s; peil advice all lists them", id.String())
	}
	var p peil.Payload = peil.AdviceActed{Advice: id}
	if word == "dismiss" {
		p = peil.AdviceDismissed{Advice: id}
	}
	d := peil.Draft{At: a.now(), Payload: p}
	if reason = strings.TrimSpace(reason); reason != "" {
		d.Texts = map[string]string{"reason": reason}
	}
	if _, err := ws.Append(ctx, actorScheduler, d); err != nil {
		return err
	}
	e.say("cli.advice." + word)
	return nil
}

// prepareOverview is peil overview: the reports at a glance for a period.
func prepareOverview(e *env) (action, error) {
	fs := flag.NewFlagSet("overview", flag.ContinueOnError)
	period := fs.String("period", "", "as in peil report; each report's own choice if absent")
	words, err := parse(fs, e.args)
	if err != nil {
		return nil, err
	}
	if len(words) > 0 {
		return nil, usage("too_many_arguments", "peil %s takes no %q", "overview", words[0])
	}
	return func(ctx context.Context, a *app) error { return a.overview(ctx, e, *period) }, nil
}

func (a *app) overview(ctx context.Context, e *env, period string) error {
	_, db, v, err := a.newest(ctx, e)
	if err != nil {
		return err
	}
	var results []*peil.Result
	for _, r := range report.All {
		params := map[string][]string{"by": {report.None}, "compare": {"previous"}, "measure": r.Glance}
		if period != "" {
			params["period"] = []string{period}
		}
		q, err := web.Query(ctx, v, r.ID, params, a.now())
		if err != nil {
			return asUsageIfInvalid(err)
		}
		res, err := web.Answer(ctx, db, v, q, params)
		if err != nil {
			return err
		}
		results = append(results, res)
	}
	o := e.options()
	o.Location = location(v.Settings)
	return table.Overview(e.out, results, o)
}
