package report

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"peil"
	"peil/internal/facts"
)

// View is the facts that are asked, for those who know reports only.
type View = facts.View

// question is a Query that has been understood: every word in it is a known one.
type question struct {
	Query
	report   *Report
	view     *facts.View
	clock    clock
	grain    peil.Grain
	buckets  []peil.Period
	by       *dim
	filters  []filter
	measures []Measure
	params   map[string]param
	// horizon is after how many days a cohort counts as observed (G12).
	horizon float64
	// inserts are tables for the report's text, by name.
	inserts map[string]string
	// model is what a forecast rests on.
	model *model
	// monthsScored is over how many month-ends the model was held against others.
	monthsScored int
	// many is set where there are more slices than resampling has time for.
	many bool
}

// ask understands a query.
func ask(ctx context.Context, v *facts.View, q Query) (*question, error) {
	r, err := Find(q.Report)
	if err != nil {
		return nil, err
	}
	out := &question{Query: q, report: r, view: v, params: map[string]param{}}
	out.clock = newClock(v.Settings, q.Now, v.AsOf, v.KnownAt)
	if out.clock.asOf.IsZero() {
		return nil, peil.Invalid("no_moment", "a question needs the moment it is put at")
	}
	if q.Period.IsZero() {
		if out.Period, err = r.DefaultPeriod(ctx, v, out.clock.asOf); err != nil {
			return nil, err
		}
	}
	out.params["base"] = param{"text", string(v.Settings.BaseCurrency)}
	out.params["today"] = param{"date", out.clock.today.String()}
	out.params["as_of"] = param{"timestamptz", stamp(out.clock.asOf)}
	// What nobody knows the day of is left out of the period, and so listed there.
	out.params["first_day"] = param{"date", out.Period.From.String()}
	if out.measures, err = r.measures(q.Measures); err != nil {
		return nil, err
	}
	if err := out.cut(ctx); err != nil {
		return nil, err
	}
	if err := out.compared(); err != nil {
		return nil, err
	}
	if err := out.trend(ctx); err != nil {
		return nil, err
	}
	if r.prepare != nil {
		return out, r.prepare(ctx, out)
	}
	return out, nil
}

// cut finds the dimensions of the slices and the filters.
func (q *question) cut(ctx context.Context) (err error) {
	if q.By == "" {
		q.By = q.report.By
	}
	if q.By = strings.ToLower(strings.TrimSpace(q.By)); q.By == None {
		q.By = ""
	}
	if q.By != "" {
		if q.by, err = q.report.dim(ctx, q.view, q.By, "by"); err != nil {
			return err
		}
	}
	for _, f := range q.Filters {
		found, err := q.resolve(ctx, f)
		if err != nil {
			return err
		}
		q.filters = append(q.filters, found)
	}
	return nil
}

// compared checks the windows to compare with and puts them in order.
func (q *question) compared() error {
	known := []string{"previous", "year"}
	var out []string
	for _, w := range q.Compare {
		w = strings.ToLower(strings.TrimSpace(w))
		if w == "" || w == None {
			continue
		}
		if !slices.Contains(known, w) {
			return wrongWord(peil.KindInvalid, "unknown_comparison", "compare", "comparison", w, append(known, None))
		}
		if !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	slices.Sort(out)
	q.Compare = out
	return nil
}

// trend cuts the period into the buckets of the series.
func (q *question) trend(ctx context.Context) error {
	if err := new(Grains).Settle(ctx, q.view, &q.Query); err != nil {
		return err
	}
	word := strings.ToLower(strings.TrimSpace(q.Trend))
	if word == "" || word == None {
		return nil
	}
	g, err := peil.ParseGrain(word)
	if err != nil {
		return err
	}
	q.grain, q.buckets = g, q.Period.Buckets(g, q.view.Settings.FiscalYearStart)
	if len(q.buckets) > maxBuckets {
		return peil.Invalid("too_many_buckets", "%d buckets of a %s are more than a series holds (%d): ask for a longer grain",
			len(q.buckets), g, maxBuckets).InField("trend")
	}
	return nil
}

// measureIDs are the ids of the measures that are answered.
func (q *question) measureIDs() []string {
	var out []string
	for _, m := range q.measures {
		out = append(out, m.ID)
	}
	return out
}

// scope names what a figure is of, for the seed of its interval.
func (q *question) scope(slice *string, w window) string {
	s := fmt.Sprintf("%s|%s|%s", q.report.ID, q.By, w.period)
	if slice != nil {
		s += "|" + *slice
	}
	for _, f := range q.Filters {
		s += "|" + f.Dim + "=" + strings.Join(f.Values, ",")
	}
	return s
}

func failed(what string, err error) error {
	if t := facts.Trouble(err); t != nil {
		return t
	}
	return peil.Internal("report_failed", "the facts could not be read (%s)", what).Because(err)
}
