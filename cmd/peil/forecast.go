package main

import (
	"context"
	"flag"
	"slices"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/report"
	"peil/internal/store"
	"peil/internal/table"
)

// forecastAsked is what peil forecast was asked.
type forecastAsked struct {
	period string
	months int
}

func forecastFlags() (*flag.FlagSet, *forecastAsked) {
	f := &forecastAsked{}
	fs := flag.NewFlagSet("forecast", flag.ContinueOnError)
	fs.StringVar(&f.period, "period", "", "issue: the period to forecast; the running month and quarter if absent")
	fs.IntVar(&f.months, "months", 24, "replay: how many months back")
	return fs, f
}

// prepareForecast is peil forecast issue and peil forecast replay.
func prepareForecast(e *env) (action, error) {
	fs, f := forecastFlags()
	words, err := parse(fs, e.args)
	if err != nil {
		return nil, err
	}
	if f.months < 1 || f.months > 120 {
		return nil, usage("bad_months", "--months is from 1 to 120, not %d", f.months)
	}
	if len(words) == 1 {
		switch words[0] {
		case "issue":
			return func(ctx context.Context, a *app) error { return a.forecastIssue(ctx, e, f) }, nil
		case "replay":
			return func(ctx context.Context, a *app) error { return a.forecastReplay(ctx, e, f) }, nil
		}
	}
	if len(words) == 2 && words[0] == "deal" {
		deal, err := peil.ParseID(words[1])
		if err != nil {
			return nil, asUsage(err)
		}
		return func(ctx context.Context, a *app) error { return a.forecastDeal(ctx, e, deal) }, nil
	}
	return nil, wrongWord("forecast", words, []string{"issue", "replay", "deal ID"})
}

// forecastDeal lists how a deal's probability has changed, and why.
func (a *app) forecastDeal(ctx context.Context, e *env, deal peil.ID) error {
	_, _, v, err := a.newest(ctx, e)
	if err != nil {
		return err
	}
	rows, err := report.Confidence(ctx, v, deal, a.now())
	if err != nil {
		return asUsageIfInvalid(err)
	}
	o := e.options()
	o.Location = location(v.Settings)
	return table.TextRows(e.out, rows, o)
}

// running are the month and the quarter that a moment lies in.
func running(s peil.Settings, at time.Time) []peil.Period {
	day := peil.DateOf(at, location(s))
	var out []peil.Period
	for _, g := range []peil.Grain{peil.GrainMonth, peil.GrainQuarter} {
		from := g.Start(day, s.FiscalYearStart)
		out = append(out, peil.Period{From: from, To: g.Start(from.AddDays(map[peil.Grain]int{peil.GrainMonth: 31, peil.GrainQuarter: 100}[g]), s.FiscalYearStart)})
	}
	return out
}

// issueForecasts stores the forecasts of the running month and quarter as they are
// now.
func (a *app) issueForecasts(ctx context.Context, ws *store.Workspace, db *facts.DB) error {
	v, err := db.Now(ctx, 0)
	if err != nil {
		return err
	}
	_, err = a.issue(ctx, ws, v, running(v.Settings, a.now()))
	return err
}

func (a *app) issue(ctx context.Context, ws *store.Workspace, v *facts.View, periods []peil.Period) ([]peil.ForecastIssued, error) {
	now := a.now()
	var drafts []peil.Draft
	var out []peil.ForecastIssued
	for _, p := range periods {
		f, err := report.Issue(ctx, v, p, now)
		if err != nil {
			return nil, err
		}
		f.Forecast = peil.NewID(now)
		out = append(out, f)
		drafts = append(drafts, peil.Draft{At: f.AsOf, Payload: f})
	}
	_, err := ws.Append(ctx, actorScheduler, drafts...)
	return out, err
}

func (a *app) forecastIssue(ctx context.Context, e *env, f *forecastAsked) error {
	ws, _, v, err := a.newest(ctx, e)
	if err != nil {
		return err
	}
	periods := running(v.Settings, a.now())
	if f.period != "" {
		p, err := peil.ParsePeriod(f.period, peil.DateOf(a.now(), location(v.Settings)), peil.PeriodOptions{FiscalYearStart: v.Settings.FiscalYearStart})
		if err != nil {
			return asUsageIfInvalid(err)
		}
		if !p.To.Start(location(v.Settings)).After(a.now()) {
			return usage("period_over", "%s is over; peil forecast replay makes past forecasts from the history", f.period)
		}
		periods = []peil.Period{p}
	}
	issued, err := a.issue(ctx, ws, v, periods)
	if err != nil {
		return err
	}
	for _, x := range issued {
		money := func(minor int64) string {
			m := float64(minor)
			for range x.Currency.Digits() {
				m /= 10
			}
			return e.words.Format(peil.UnitMoney, x.Currency, m, 0)
		}
		e.say("cli.forecast.issued", "period", e.words.Period(peil.Period{From: x.From, To: x.Horizon}), "p10", money(x.P10), "p50", money(x.P50), "p90", money(x.P90))
	}
	return nil
}

// forecastReplay makes, from the events of its time, the forecast of each past
// month's start that was not issued then, and marks it so.
func (a *app) forecastReplay(ctx context.Context, e *env, f *forecastAsked) error {
	ws, db, v, err := a.newest(ctx, e)
	if err != nil {
		return err
	}
	starts, err := a.replayable(ctx, v, f.months)
	if err != nil {
		return err
	}
	var drafts []peil.Draft
	for i, at := range starts {
		e.progress(progress{What: "replay", Done: int64(i), Total: int64(len(starts))})
		then, err := db.At(ctx, at, time.Time{}, nil)
		if err != nil {
			return err
		}
		for _, p := range running(v.Settings, at) {
			x, err := report.Issue(ctx, then, p, at)
			if err != nil {
				return err
			}
			x.Forecast, x.Replayed = peil.NewID(a.now()), true
			drafts = append(drafts, peil.Draft{At: at, Payload: x})
		}
	}
	for part := range slices.Chunk(drafts, 50) { // a command's texts lie in memory together
		if _, err := ws.Append(ctx, actorScheduler, part...); err != nil {
			return err
		}
	}
	if err := db.Ready(ctx, e.counting("rebuild")); err != nil {
		return err
	}
	e.say("cli.forecast.replayed", "n", len(drafts), "months", len(starts))
	return nil
}

// replayable are the starts of past months, the oldest first, for which there was
// something to forecast from and no forecast is there.
func (a *app) replayable(ctx context.Context, v *facts.View, months int) ([]time.Time, error) {
	span, err := report.Span(ctx, v)
	if err != nil || span.IsZero() {
		return nil, err
	}
	have, err := report.IssuedDays(ctx, v)
	if err != nil {
		return nil, err
	}
	loc := location(v.Settings)
	start := peil.GrainMonth.Start(peil.DateOf(a.now(), loc), 0)
	var out []time.Time
	for range months {
		if !start.After(span.From) {
			break
		}
		if !have[start] {
			out = append(out, start.Start(loc))
		}
		start = peil.GrainMonth.Start(start.AddDays(-1), 0)
	}
	slices.Reverse(out)
	return out, nil
}
