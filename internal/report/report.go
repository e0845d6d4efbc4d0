package report

import (
	"context"
	"embed"
	"slices"
	"strings"
	"time"

	"peil"
	"peil/internal/facts"
)

// Query is a question to a report.
type Query struct {
	Report string
	// Period is what is asked about; a running one counts up to now.
	Period peil.Period
	// By is the dimension that the answer is cut by: empty is the report's own
	// choice, "none" the total alone.
	By string
	// Trend is the grain of the series: empty is none, "auto" lets the volume of
	// the company decide (metrics.md §4.1).
	Trend   string
	Filters []Filter
	// Compare is which windows to compare with: previous, year.
	Compare []string
	// Base is the period that a change is explained from (see explains); zero is the
	// first of Compare.
	Base peil.Period
	// Said is the day whose forecast of the period is shown beside what has come.
	Said peil.Date
	// Measures limits the answer, or the listed rows, to these; empty is all.
	Measures []string
	// Figures and Flags limit the tables beside the measures, and what is found out of
	// the ordinary, to these; nil is all, but no figures where measures are named. A
	// rule asks for what it reads.
	Figures, Flags []string
	// Lean leaves all rows be that the named measures are not made of, and so what is
	// remarked on them: a rule that asks for two numbers every week is told two numbers.
	Lean bool
	// Now is the moment of the question; zero is the view's.
	Now time.Time
	// Tau is how many days a restricted mean time looks ahead; 0 lets the data
	// decide.
	Tau float64
	// Against is the same workspace with another knowledge: the facts of now when
	// the question is put to an earlier knowledge, or those of the day the period
	// was locked (see Locked) when it is put to now. Values then say by how much
	// the earlier figure has been restated.
	Against *facts.View
	// Limit and Offset page the listing of Rows; a Limit of 0 lists everything.
	Limit, Offset int
	// Excluded limits the listing to rows that are left out: "any", or a reason.
	Excluded string
}

// Filter keeps the rows that have one of the values in a dimension. Values are
// ids, labels or words, in capitals or not; "none" is to have no value.
type Filter struct {
	Dim    string
	Values []string
}

// None is the word for rows without a value, in filters, and for a question
// without slices, in Query.By.
const None = "none"

// Report is a set of measures over one set of facts.
type Report struct {
	ID string
	// Version is the version of its definitions (G17).
	Version int
	// By is the dimension it is cut by unless the question says otherwise.
	By       string
	Measures []Measure
	// Glance names the measures that say most, for those who look at all reports at once.
	Glance []string
	// Charts are the ways to draw it, the best first.
	Charts []Chart

	kinds []kind
	text  sections
	// sums names the summaries with one row per window and slice.
	sums []string
	// vectors names the summaries with several rows per window and slice. They
	// are wanted in a trend's buckets too where vectorTrend is set.
	vectors     []string
	vectorTrend bool
	// adds names those of them that add up: the total's is what all slices' come to,
	// and need not be counted for itself.
	adds []string
	// timed names the kinds of rows whose num is a time to an outcome, which summaries
	// take to the hour and of no other kind. Where it is set, rows that are alike are
	// kept once, with how many they are in a column times.
	timed []string
	// figureVectors are vectors that only the figures take.
	figureVectors []string
	// cohorts is set where measures are of cohorts that need time to resolve.
	cohorts bool
	// extra names the columns of the report's facts beyond those that all have;
	// they come last.
	extra []string
	// figures are its tables beside the measures.
	figures []figure
	// prepare adds to a question what the report's text needs beside its windows.
	prepare func(ctx context.Context, q *question) error
	// byName puts people in the order of their names: the report is no contest.
	byName bool
	// ahead is set where it is about what is to come.
	ahead bool
	// flags finds what is out of the ordinary in the report's monthly series.
	flags func(ctx context.Context, r *run, res *peil.Result) error
	// explains are its figures that take more than the answer's own rows.
	explains []explanation
}

// kind is a kind of rows in a report's facts, and the dimensions they have. Rows
// of a kind that lacks a dimension stand beside every slice of it and pass all
// its filters: full-time days have no lead source.
type kind struct {
	id   string
	dims []string
}

//go:embed *.sql
var texts embed.FS

// All is every report.
var All = []*Report{productivity, response, sources, upsell, stages, forecast, activities, channels, email, losses}

// Find returns the report with an id; the error names the right ids and the
// nearest.
func Find(id string) (*Report, error) {
	ids := make([]string, len(All))
	for i, r := range All {
		if strings.EqualFold(r.ID, strings.TrimSpace(id)) {
			return r, nil
		}
		ids[i] = r.ID
	}
	return nil, wrongWord(peil.KindNotFound, "unknown_report", "report", "report", id, ids)
}

// wrongWord is the error of a word that is not one of the choices. The word is the
// first of its arguments, as in the same errors elsewhere.
func wrongWord(k peil.Kind, code, field, what, word string, choices []string) *peil.Error {
	e := peil.Invalid(code, "there is no %[2]s %[1]q", clip(word), what)
	e.Kind = k
	e.Hints = choices
	return e.DidYouMean(word, choices).InField(field)
}

// clip shortens a word that is quoted in an error.
func clip(s string) string {
	if len(s) <= 60 {
		return s
	}
	return strings.ToValidUTF8(s[:60], "") + "…"
}

// MeasureIDs lists the report's measures in their order.
func (r *Report) MeasureIDs() []string {
	ids := make([]string, len(r.Measures))
	for i, m := range r.Measures {
		ids[i] = m.ID
	}
	return ids
}

// measures returns those asked for, all when none are named.
func (r *Report) measures(ids []string) ([]Measure, error) {
	if len(ids) == 0 {
		return r.Measures, nil
	}
	var out []Measure
	for _, id := range ids {
		i := slices.IndexFunc(r.Measures, func(m Measure) bool { return strings.EqualFold(m.ID, strings.TrimSpace(id)) })
		if i < 0 {
			return nil, wrongWord(peil.KindInvalid, "unknown_measure", "measure", "measure", id, r.MeasureIDs())
		}
		out = append(out, r.Measures[i])
	}
	return out, nil
}

// Has reports whether the report can be cut by a dimension.
func (r *Report) Has(dim string) bool {
	return slices.ContainsFunc(r.kinds, func(k kind) bool { return slices.Contains(k.dims, dim) })
}

// has reports whether the rows of a kind have a value in the dimension.
func (r *Report) has(id, dim string) bool {
	i := slices.IndexFunc(r.kinds, func(k kind) bool { return k.id == id })
	return i >= 0 && slices.Contains(r.kinds[i].dims, dim)
}
