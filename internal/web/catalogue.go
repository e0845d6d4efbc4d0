package web

import (
	"context"
	"net/http"

	"peil"
	"peil/internal/locale"
	"peil/internal/report"
)

// Named is an id with its word.
type Named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Catalogue is everything that can be asked about a workspace.
type Catalogue struct {
	Reports  []ReportJSON  `json:"reports"`
	Dims     []Named       `json:"dims" doc:"every dimension that some report has values in"`
	Settings *SettingsJSON `json:"settings" doc:"null where there is no workspace yet"`
}

// ReportJSON is a report in the catalogue.
type ReportJSON struct {
	ID         string             `json:"id"`
	Title      string             `json:"title"`
	Help       string             `json:"help"`
	DefVersion int                `json:"def_version"`
	By         string             `json:"by" doc:"the dimension it is split by unless asked otherwise, or empty"`
	Period     string             `json:"period" doc:"the period that its page opens with"`
	Measures   []CatalogueMeasure `json:"measures"`
	Dims       []Named            `json:"dims" doc:"dimensions that the workspace has values in"`
	Charts     []ChartJSON        `json:"charts" doc:"the ways to draw it, the best first"`
	Href       string             `json:"href"`
}

// CatalogueMeasure is a measure as the catalogue explains it.
type CatalogueMeasure struct {
	ID      string             `json:"id"`
	Name    string             `json:"name"`
	Unit    peil.Unit          `json:"unit"`
	Better  peil.Better        `json:"better"`
	Formula string             `json:"formula" doc:"how it is counted, in words"`
	Sums    bool               `json:"sums" doc:"whether its slices add up to the total"`
	Charts  []report.ChartKind `json:"charts" doc:"kinds it can be drawn as alone, the best first"`
	Instead *InsteadJSON       `json:"instead" doc:"the better measure, where this one flatters"`
}

// InsteadJSON is a better measure.
type InsteadJSON struct {
	Report  string `json:"report"`
	Measure string `json:"measure"`
	Name    string `json:"name"`
	Why     string `json:"why"`
}

// ChartJSON is a report.Chart.
type ChartJSON struct {
	Kind     report.ChartKind `json:"kind"`
	Measures []string         `json:"measures" doc:"in the order that the kind takes them"`
	By       string           `json:"by" doc:"the dimension it needs; empty is the report's own or the reader's"`
	Trend    bool             `json:"trend" doc:"whether it needs the series"`
}

// SettingsJSON is what holds for the workspace.
type SettingsJSON struct {
	Workspace       string        `json:"workspace"`
	Sample          bool          `json:"sample" doc:"whether it holds the sample company"`
	Currency        peil.Currency `json:"currency"`
	CurrencyDigits  int           `json:"currency_digits"`
	FiscalYearStart int           `json:"fiscal_year_start" minimum:"1" maximum:"12"`
	Zone            string        `json:"zone"`
	Today           peil.Date     `json:"today" doc:"the local day"`
	Data            *peil.Period  `json:"data" doc:"the days there is data on; null without any"`
	DefaultPeriod   peil.Period   `json:"default_period"`
	Seq             int64         `json:"seq"`
}

// reports lists what can be asked, with the dimensions that the workspace has
// values in.
func (s *Server) reports(w http.ResponseWriter, r *http.Request) error {
	c, err := s.words(r)
	if err != nil {
		return err
	}
	v, err := s.view(w, r)
	if err != nil && !isEmpty(err) {
		return err
	}
	out := Catalogue{Reports: []ReportJSON{}, Dims: []Named{}}
	seen := map[string]bool{}
	for _, rep := range report.All {
		j := reportOf(c, rep)
		if v != nil {
			dims, err := report.Dims(r.Context(), v.View, rep)
			if err != nil {
				return err
			}
			for _, d := range dims {
				j.Dims = append(j.Dims, Named{d, c.Name("dim", d)})
				if !seen[d] {
					seen[d] = true
					out.Dims = append(out.Dims, Named{d, c.Name("dim", d)})
				}
			}
		}
		out.Reports = append(out.Reports, j)
	}
	if v != nil {
		if out.Settings, err = s.settings(r.Context(), v); err != nil {
			return err
		}
	}
	return writePacked(w, r, out)
}

func reportOf(c *locale.Catalogue, rep *report.Report) ReportJSON {
	j := ReportJSON{ID: rep.ID, Title: c.Name("report", rep.ID+".title"), Help: c.Help("report", rep.ID),
		DefVersion: rep.Version, By: rep.By, Period: rep.Opens(), Href: "/api/v1/reports/" + rep.ID, Measures: []CatalogueMeasure{}, Dims: []Named{}, Charts: []ChartJSON{}}
	for _, m := range rep.Measures {
		one := CatalogueMeasure{ID: m.ID, Name: c.Name("measure", m.ID), Unit: m.Unit, Better: m.Better, Formula: formula(c, rep, m.ID), Sums: m.Sums, Charts: rep.ChartsOf(m)}
		if i, ok := report.InsteadOf(m.ID); ok {
			one.Instead = &InsteadJSON{i.Report, i.Measure, c.Name("measure", i.Measure), c.T("instead." + m.ID)}
		}
		j.Measures = append(j.Measures, one)
	}
	for _, ch := range rep.Charts {
		j.Charts = append(j.Charts, ChartJSON{ch.Kind, ch.Measures, ch.By, ch.Trend})
	}
	return j
}

// formula is how a measure is counted: the report's own words for it, or those
// that hold wherever it stands.
func formula(c *locale.Catalogue, rep *report.Report, measure string) string {
	if key := "formula." + rep.ID + "." + measure; c.Has(key) {
		return c.T(key)
	}
	return c.T("formula." + measure)
}

func (s *Server) settings(ctx context.Context, v *asked) (*SettingsJSON, error) {
	set := v.Settings
	out := &SettingsJSON{Workspace: v.ws.Name(), Sample: v.ws.Name() == SampleWorkspace, Currency: set.BaseCurrency, CurrencyDigits: set.BaseCurrency.Digits(),
		FiscalYearStart: max(1, int(set.FiscalYearStart)), Zone: set.Calendar.Location.String(), Today: peil.DateOf(s.Now(), set.Calendar.Location), Seq: v.Seq}
	span, err := report.Span(ctx, v.View)
	if err != nil {
		return nil, err
	}
	if !span.IsZero() {
		out.Data = &span
	}
	out.DefaultPeriod, err = report.DefaultPeriod(ctx, v.View, s.Now())
	return out, err
}
