package web

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"peil"
)

// Param is a part of a question: a parameter of the API and, with - for _, a flag
// of the command line.
type Param struct {
	Name string
	// Many parameters may be given several times.
	Many bool
	// Rows parameters belong to listings only.
	Rows bool
	// Help is the description in the API; the catalogue has it for people.
	Help string
}

// Params are what a question is made of.
var Params = []Param{
	{Name: "period", Help: "today, this- or last- week, month, quarter or year, last-30-days, ytd, all, 2017, 2017-Q4, 2017-11, 2017-W46 or 2017-01-01..2017-03-31; the last complete month with data if absent"},
	{Name: "by", Help: "dimension to split by, or none; the report's own choice if absent"},
	{Name: "measure", Many: true, Help: "only this measure; all if absent"},
	{Name: "trend", Help: "grain of the series: day, week, month, quarter, year or auto"},
	{Name: "filter", Many: true, Help: "dimension=value, or several values with commas; ids or names"},
	{Name: "compare", Help: "previous,year; previous; year; or none"},
	{Name: "base", Help: "period that the change is explained from; the first one compared with if absent"},
	{Name: "said", Help: "day whose forecast of the period is shown beside what has come"},
	{Name: "as_of", Help: "day at whose end, or instant at which, things are looked at, with today's knowledge"},
	{Name: "known_at", Help: "day or instant: only what was recorded by then"},
	{Name: "tau", Help: "days over which the mean time in a step is restricted"},
	{Name: "excluded", Rows: true, Help: "only rows that are left out: any, or a reason such as no_date"},
	{Name: "limit", Rows: true, Help: "most rows to answer"},
	{Name: "offset", Rows: true, Help: "rows to pass over"},
}

// beside are parameters of a request that are not part of the question.
var beside = []string{"workspace", "lang", "format", "about", "title"}

// Grains are the words of trend.
func Grains() []string {
	out := []string{"auto"}
	for _, g := range peil.Grains() {
		out = append(out, string(g))
	}
	return out
}

// checkParams refuses what nobody reads: a misspelt parameter would be an answer
// to another question.
func checkParams(v url.Values) error {
	known := slices.Clone(beside)
	many := map[string]bool{}
	for _, p := range Params {
		known = append(known, p.Name)
		many[p.Name] = p.Many
	}
	for _, name := range slices.Sorted(maps.Keys(v)) {
		if !slices.Contains(known, name) {
			e := peil.Invalid("unknown_parameter", "there is no parameter %q; parameters are %s", name, strings.Join(known, ", "))
			e.Field = name
			if e.DidYouMean(name, known); e.Near == "" {
				e.Hints = known
			}
			return e
		}
		if len(v[name]) > 1 && !many[name] {
			return peil.Invalid("repeated_parameter", "%s is given %d times", name, len(v[name])).InField(name)
		}
	}
	return nil
}
