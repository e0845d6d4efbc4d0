// Package advice turns results of reports into what to do (metrics.md §5): rules
// with gates, evaluated at fixed times and never when somebody looks, within a
// budget of false alarms. A rule that cannot tell stays silent.
package advice

import (
	"cmp"
	"context"
	"slices"
	"time"

	"peil"
	"peil/internal/report"
)

// Every is how often a rule is evaluated, and for how long it is then silent about
// the same thing.
type Every int

// The rhythms of metrics.md §5.1.
const (
	Week Every = iota
	Month
	Quarter
)

// period is about how long it is.
func (e Every) period() time.Duration {
	return []time.Duration{7, 31, 92}[e] * 24 * time.Hour
}

// Rule is what may be said, and when.
type Rule struct {
	ID      string
	Version int
	Report  string
	Every   Every
	// Fact rules state what is so and need no test.
	Fact bool
	// Untried rules say nothing: how often they are wrong where nothing differs is more
	// than the budget has room for, or nobody has counted it in the null simulation.
	Untried bool
	// One rules go through a list, the first things to do first: of what has not been
	// said lately they say the first, and the rest waits for its turn.
	One bool
	// Rows is the measure whose rows the advice opens.
	Rows string
	// Units are what the numbers in its text are counted in.
	Units map[string]peil.Unit
	find  func(ctx context.Context, a *asked) ([]Finding, error)
}

// Rules is every rule.
var Rules = slices.Concat(productivityRules, responseRules, sourceRules, upsellRules, stageRules, forecastRules,
	activityRules, channelRules, emailRules, lossRules)

// Finding is something that a rule has to say.
type Finding struct {
	Rule     *Rule
	Scope    string
	Evidence map[string]float64
	Words    map[string]string
	Stake    float64 // main units of base currency
	// Period is what its rows are of.
	Period peil.Period
}

// asked is the moment that rules are evaluated for, with the answers they share.
type asked struct {
	view *report.View
	at   time.Time
	// answers are the results of questions that several rules ask.
	answers map[string]*peil.Result
	horizon float64 // days after which a cohort counts as decided; 0 before it is known
}

// today is the local day of the evaluation.
func (a *asked) today() peil.Date { return peil.DateOf(a.at, location(a.view)) }

func location(v *report.View) *time.Location {
	if v.Settings.Calendar.Location != nil {
		return v.Settings.Calendar.Location
	}
	return time.UTC
}

// last is the last complete period of a grain.
func (a *asked) last(g peil.Grain) peil.Period {
	to := g.Start(a.today(), a.view.Settings.FiscalYearStart)
	return peil.Period{From: g.Start(to.AddDays(-1), a.view.Settings.FiscalYearStart), To: to}
}

// ask puts a question to a report, once.
func (a *asked) ask(ctx context.Context, key string, q report.Query) (*peil.Result, error) {
	if r := a.answers[key]; r != nil {
		return r, nil
	}
	if q.Now, q.Lean = a.at, true; q.Flags == nil {
		q.Flags = []string{}
	}
	r, err := report.Run(ctx, a.view, q)
	if err == nil {
		a.answers[key] = r
	}
	return r, err
}

// Due says which rhythms an evaluation is for.
type Due struct{ Week, Month, Quarter bool }

func (d Due) has(e Every) bool { return []bool{d.Week, d.Month, d.Quarter}[e] }

// DueSince says which rhythms fall between two evaluations: a week always, a month
// and a quarter where one has ended since the one before. Before the first, all.
func DueSince(s peil.Settings, before, at time.Time) Due {
	if before.IsZero() {
		return Due{true, true, true}
	}
	loc := s.Calendar.Location
	if loc == nil {
		loc = time.UTC
	}
	other := func(g peil.Grain) bool {
		return g.Start(peil.DateOf(before, loc), s.FiscalYearStart) != g.Start(peil.DateOf(at, loc), s.FiscalYearStart)
	}
	return Due{Week: true, Month: other(peil.GrainMonth), Quarter: other(peil.GrainQuarter)}
}

// most is how many advices a manager gets in a week, and each seller about their own.
const most = 3

// Silence after an advice was shown, and after it was dismissed, in periods of its
// rule; worse is by how much the stake must grow for it to be said again before.
const (
	silentShown     = 1
	silentDismissed = 3
	worse           = 1.25
)

// Evaluate asks the rules that are due at a moment, and gives the few findings that
// are to be shown: those not said lately, by the money at stake. past is what was
// shown before.
func Evaluate(ctx context.Context, v *report.View, at time.Time, due Due, past []peil.Advice) ([]Finding, error) {
	found, err := evaluate(ctx, v, at, func(r *Rule) bool { return !r.Untried && due.has(r.Every) })
	return choose(found, at, past), err
}

// evaluate is all that some rules have to say at a moment.
func evaluate(ctx context.Context, v *report.View, at time.Time, wanted func(*Rule) bool) ([]Finding, error) {
	a := &asked{view: v, at: at, answers: map[string]*peil.Result{}}
	var out []Finding
	for i := range Rules {
		r := &Rules[i]
		if !wanted(r) {
			continue
		}
		found, err := r.find(ctx, a)
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			f.Rule = r
			out = append(out, f)
		}
	}
	return out, nil
}

// choose keeps what has not been said lately, of a list the first, and of that the
// most valuable for everyone who is spoken to.
func choose(found []Finding, at time.Time, past []peil.Advice) []Finding {
	var out []Finding
	listed := map[string]bool{}
	for _, f := range found {
		list := f.Rule.ID + " " + For(f.Scope)
		if f.silent(at, past) || f.Rule.One && listed[list] {
			continue
		}
		listed[list] = true
		out = append(out, f)
	}
	slices.SortStableFunc(out, func(a, b Finding) int { return cmp.Compare(b.Stake, a.Stake) })
	shown := map[string]int{}
	return slices.DeleteFunc(out, func(f Finding) bool {
		shown[For(f.Scope)]++
		return shown[For(f.Scope)] > most
	})
}

// silent reports whether the same has been said too lately.
func (f Finding) silent(at time.Time, past []peil.Advice) bool {
	for _, p := range past {
		if p.Rule != f.Rule.ID || p.Scope != f.Scope {
			continue
		}
		periods := silentShown
		if p.State == "dismissed" {
			periods = silentDismissed
		}
		// A day less, so that the next evaluation in the rhythm may speak.
		until := p.Evaluated.Add(time.Duration(periods)*f.Rule.Every.period() - 24*time.Hour)
		if at.Before(until) && !(p.State == "shown" && p.Stake > 0 && f.Stake > worse*p.Stake) {
			return true
		}
	}
	return false
}

// find returns a rule by its id.
func find(id string) *Rule {
	for i := range Rules {
		if Rules[i].ID == id {
			return &Rules[i]
		}
	}
	return nil
}
