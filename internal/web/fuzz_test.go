package web

import (
	"context"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/report"
)

// FuzzQuestion reads the part of a URL that is a question: it is understood, or
// refused with the name of a parameter.
func FuzzQuestion(f *testing.F) {
	for _, s := range []string{"period=2017-Q4&by=user", "period=last-30-days&filter=source%3DGoogle%2CMesse&filter=team=Nord&compare=none",
		`period=2017&filter=account=Fjell\, AS,Dal&tau=90`, "period=2017-01-01..2017-03-31&limit=10&offset=-1", "perod=2017", "=x&period=2017", "period=2017&period=2018",
		"period=2017&trend=%00&measure=a&measure=b", "period=2017&compare=previous,,year&as_of=2017-06-30&known_at=2017-06-30T12:00:00Z", "%zz", "tau=NaN", "tau=1e400&period=2017"} {
		f.Add(s)
	}
	oslo, err := peil.LoadLocation(peil.DefaultZone)
	if err != nil {
		f.Fatal(err)
	}
	v := &facts.View{Settings: peil.Settings{BaseCurrency: "NOK", Calendar: peil.NorwegianCalendar(), FiscalYearStart: time.January}}
	f.Fuzz(func(t *testing.T, text string) {
		params, err := url.ParseQuery(text)
		if err != nil || params.Get("period") == "" || strings.EqualFold(strings.TrimSpace(params.Get("period")), "all") {
			return // the last two ask the facts
		}
		q, err := Query(context.Background(), v, "losses", params, time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC))
		if err != nil {
			refusal(t, text, err)
			return
		}
		if q.Period.Days() < 1 || q.Limit < 0 || q.Offset < 0 || !(q.Tau >= 0) {
			t.Errorf("%q is understood as %+v", text, q)
		}
		back, err := filters(written(q.Filters))
		if err != nil || !reflect.DeepEqual(back, q.Filters) {
			t.Errorf("%q has the filters %q, written and read %q (%v)", text, q.Filters, back, err)
		}
		for _, name := range []string{"as_of", "known_at"} {
			if _, err := moment(name, params.Get(name), oslo); err != nil {
				refusal(t, text, err)
			}
		}
	})
}

// refusal fails unless an error names the parameter it is about.
func refusal(t *testing.T, text string, err error) {
	e, ok := err.(*peil.Error)
	if !ok || e.Kind != peil.KindInvalid || e.Code == "" || e.Field == "" && e.Code != "unknown_parameter" { // one may have no name
		t.Errorf("%q: %#v", text, err)
	}
}

// written writes filters as they stand in a URL.
func written(list []report.Filter) (out []string) {
	for _, f := range list {
		values := make([]string, len(f.Values))
		for i, v := range f.Values {
			values[i] = filterValue(v)
		}
		out = append(out, f.Dim+"="+strings.Join(values, ","))
	}
	return out
}
