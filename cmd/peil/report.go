package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net/url"
	"strings"

	"peil"
	"peil/internal/report"
	"peil/internal/table"
	"peil/internal/web"
)

// reportAsked is what peil report was asked beside the question itself.
type reportAsked struct {
	id          string
	params      url.Values
	rows, sql   bool
	format, out string
}

// reportFlags are the question's parameters as flags, and how it is printed.
func reportFlags() (*flag.FlagSet, *reportAsked) {
	r := &reportAsked{params: url.Values{}}
	fs := flag.NewFlagSet("report", flag.ContinueOnError)
	for _, p := range web.Params {
		fs.Func(strings.ReplaceAll(p.Name, "_", "-"), p.Help, func(v string) error {
			if !p.Many && r.params.Has(p.Name) {
				return fmt.Errorf("given twice")
			}
			r.params.Add(p.Name, v)
			return nil
		})
	}
	fs.BoolVar(&r.rows, "rows", false, "list the rows behind the numbers")
	fs.BoolVar(&r.sql, "sql", false, "print the SQL that is asked")
	fs.StringVar(&r.format, "format", "text", "text, csv, json, xlsx or md")
	fs.StringVar(&r.out, "out", "", "file to write to instead of stdout")
	return fs, r
}

// prepareReport is peil report: without an id the list of reports.
func prepareReport(e *env) (action, error) {
	fs, r := reportFlags()
	words, err := parse(fs, e.args)
	if err != nil {
		return nil, err
	}
	f, err := table.Find(r.format)
	if err != nil {
		return nil, asUsage(err)
	}
	switch len(words) {
	case 0:
		e.listReports()
		return nil, nil
	case 1:
		r.id = words[0]
	default:
		return nil, usage("one_report_only", "peil report takes one report at a time, not %q, too", words[1])
	}
	if _, err := report.Find(r.id); err != nil {
		return nil, asUsage(err)
	}
	if f.Binary && r.out == "" && e.term.Out && !r.sql {
		return nil, usage("binary_on_terminal", "%s is not for a terminal; say where to write it with --out FILE", f.ID)
	}
	return func(ctx context.Context, a *app) error { return a.report(ctx, e, r, f) }, nil
}

// listReports says which reports there are and what they measure.
func (e *env) listReports() {
	for _, rep := range report.All {
		fmt.Fprintf(e.out, "%-14s %s\n", rep.ID, e.words.Name("report", rep.ID+".title"))
		fmt.Fprintf(e.out, "  %s\n", e.words.Help("report", rep.ID))
		fmt.Fprintf(e.out, "  %s\n", strings.Join(rep.MeasureIDs(), " "))
	}
}

func (a *app) report(ctx context.Context, e *env, r *reportAsked, f table.Format) error {
	_, db, err := a.workspace(ctx, e)
	if full := diskFull(err); full != nil && db != nil {
		e.explain(full) // the figures are those from before
	} else if err != nil {
		return err
	}
	v, unrecorded := web.View(ctx, db, r.params, 0, e.counting("copy"))
	if unrecorded != nil && (r.rows || r.sql || !web.IsUnrecorded(unrecorded)) {
		return asUsageIfInvalid(unrecorded)
	}
	o := e.options()
	o.Location = v.Settings.Calendar.Location
	params := r.params
	if f.ID == "text" && !params.Has("trend") && !r.rows && !r.sql {
		params = withTrend(params) // for the sparklines; the buckets are not listed
	} else {
		o.Trend = true
	}
	q, err := web.Query(ctx, v, r.id, params, a.now())
	if err != nil {
		return asUsageIfInvalid(err)
	}
	w, done, err := e.output(r.out)
	if err != nil {
		return err
	}
	switch {
	case r.sql:
		var text string
		if text, err = report.SQL(ctx, v, q); err == nil {
			_, err = io.WriteString(w, strings.TrimRight(text, "\n")+"\n")
		}
	case r.rows:
		var rows *peil.Table
		if rows, err = report.Rows(ctx, v, q); err == nil {
			err = f.Rows(w, rows, o)
		}
	case unrecorded != nil:
		var res *peil.Result
		if res, err = web.Unrecorded(q, v, params, unrecorded); err == nil {
			err = f.Result(w, res, o)
		}
	default:
		var res *peil.Result
		if res, err = web.Answer(ctx, db, v, q, params); err == nil {
			err = f.Result(w, res, o)
		}
	}
	return asUsageIfInvalid(done(err))
}

// withTrend asks for the series, too.
func withTrend(v url.Values) url.Values {
	out := url.Values{"trend": {"auto"}}
	for k, list := range v {
		out[k] = list
	}
	return out
}

// asUsageIfInvalid makes a wrong word in a question an error of asking.
func asUsageIfInvalid(err error) error {
	switch peil.KindOf(err) {
	case peil.KindInvalid, peil.KindNotFound:
		return asUsage(err)
	}
	return err
}
