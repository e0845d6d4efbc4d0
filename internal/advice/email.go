package advice

import (
	"context"

	"peil"
	"peil/internal/report"
	"peil/internal/stat"
)

var emailRules = []Rule{
	{ID: "EM-0", Version: 1, Report: "email", Every: Week, Rows: "bounce", find: undelivered},
	{ID: "EM-1", Version: 1, Report: "email", Every: Month, Rows: "open", find: poorSubject, Units: map[string]peil.Unit{"p": peil.UnitShare, "b": peil.UnitShare}},
	{ID: "EM-2", Version: 1, Report: "email", Every: Month, Rows: "cto", find: poorContent},
	{ID: "EM-3", Version: 1, Report: "email", Every: Week, Fact: true, One: true, Rows: "follow_up", find: warmContacts, Units: map[string]peil.Unit{"n": peil.UnitDays}},
}

// The gates of EM (metrics.md §4.9). A template is judged once a month by its last four
// weeks; whether mail arrives at all is looked at every week.
const (
	mostBounced    = .03
	mostComplained = .001
	downTogether   = 3   // templates, all of which are down
	mailDown       = .8  // of the company's own ninety days
	mailMeasurable = 200 // delivered and measurable
	mailOpened     = 100
	mailSeen       = 30 // measurable, for a template to count among all that are down
)

// Template is what became of a template's mail: opened of those whose opening can be
// seen, clicked of those opened.
type Template struct {
	ID                          string
	Measurable, Opened, Clicked float64
}

// PoorSubject reports EM-1: clearly fewer open it than open the company's other mail.
func (t Template) PoorSubject(base Template) bool {
	iv, ok := stat.Wilson(t.Opened, t.Measurable)
	return ok && base.Measurable > 0 && t.Measurable >= mailMeasurable && iv.Hi < mailDown*base.Opened/base.Measurable
}

// PoorContent reports EM-2: it is opened as other mail is, and clearly fewer of those
// who do click.
func (t Template) PoorContent(base Template) bool {
	read, okR := stat.Wilson(t.Opened, t.Measurable)
	iv, ok := stat.Wilson(t.Clicked, t.Opened)
	return ok && okR && base.Opened > 0 && t.Opened >= mailOpened && read.Hi >= mailDown*base.Opened/base.Measurable && iv.Hi < mailDown*base.Clicked/base.Opened
}

// Mailing is what becomes of mail as a whole: the shares that bounced and that were
// complained about, and how many of the templates are down.
type Mailing struct {
	Bounced, Complained float64
	Down, Templates     int
}

// Undelivered reports EM-0: mail does not arrive, whatever it says.
func (m Mailing) Undelivered() bool {
	return m.Bounced > mostBounced || m.Complained > mostComplained || m.Templates >= downTogether && m.Down == m.Templates
}

// Says is what the rules say of templates held against the company's own mail: EM-0
// alone, or EM-1 and EM-2 by template.
func (m Mailing) Says(list []Template, base Template) (all string, by map[string]string) {
	if m.Undelivered() {
		return "EM-0", nil
	}
	by = map[string]string{}
	for _, t := range list {
		switch {
		case t.PoorSubject(base):
			by[t.ID] = "EM-1"
		case t.PoorContent(base):
			by[t.ID] = "EM-2"
		}
	}
	return "", by
}

// mailed is the mail of the four weeks whose answers have had their seven days, beside
// that of the ninety days before.
type mailed struct {
	sent      float64
	mailing   Mailing
	base      Template
	templates []Template
	period    peil.Period
}

const baseDays = 90

func (a *asked) mailed(ctx context.Context) (*mailed, error) {
	m := &mailed{period: peil.Period{From: a.today().AddDays(-35), To: a.today().AddDays(-7)}}
	res, err := a.ask(ctx, "email", report.Query{Report: "email", By: "template", Period: m.period, Measures: []string{"open", "cto", "bounce", "complaint", "sent"}})
	if err != nil {
		return nil, err
	}
	total := res.Rows[0].Measures
	m.sent, _ = val(total, "sent")
	// The lower ends: a few of few prove nothing.
	m.mailing = Mailing{Bounced: lower(total["bounce"]), Complained: lower(total["complaint"])}
	for _, row := range res.Rows[1:] {
		if t := templateOf(row); *row.Slice != "" && t.Measurable > 0 {
			m.templates = append(m.templates, t)
		}
	}
	if len(m.templates) == 0 {
		return m, nil
	}
	before := peil.Period{From: m.period.From.AddDays(-baseDays), To: m.period.From}
	base, err := a.ask(ctx, "email before", report.Query{Report: "email", By: report.None, Period: before, Measures: []string{"open", "cto"}})
	if err != nil {
		return nil, err
	}
	m.base = templateOf(base.Rows[0])
	for _, t := range m.templates {
		if t.Measurable < mailSeen || m.base.Measurable == 0 {
			continue
		}
		m.mailing.Templates++
		if t.Opened/t.Measurable <= mailDown*m.base.Opened/m.base.Measurable {
			m.mailing.Down++
		}
	}
	return m, nil
}

func lower(v peil.Value) float64 {
	if v.Interval == nil {
		return 0
	}
	return v.Interval.Lo
}

func templateOf(row peil.Row) Template {
	t := Template{}
	if row.Slice != nil {
		t.ID = *row.Slice
	}
	if v := row.Measures["open"]; v.K != nil {
		t.Opened, t.Measurable = *v.K, *v.N
	}
	if v := row.Measures["cto"]; v.K != nil {
		t.Clicked = *v.K
	}
	return t
}

// undelivered is EM-0.
func undelivered(ctx context.Context, a *asked) ([]Finding, error) {
	m, err := a.mailed(ctx)
	if err != nil || !m.mailing.Undelivered() {
		return nil, err
	}
	return []Finding{{Period: m.period, Evidence: map[string]float64{"n": m.sent, "bounced": m.mailing.Bounced, "complained": m.mailing.Complained, "down": float64(m.mailing.Down), "templates": float64(m.mailing.Templates)}}}, nil
}

// poorSubject is EM-1.
func poorSubject(ctx context.Context, a *asked) ([]Finding, error) {
	return a.eachTemplate(ctx, "EM-1", func(t, base Template) map[string]float64 {
		return map[string]float64{"p": t.Opened / t.Measurable, "b": base.Opened / base.Measurable, "k": t.Opened, "n": t.Measurable}
	})
}

// poorContent is EM-2.
func poorContent(ctx context.Context, a *asked) ([]Finding, error) {
	return a.eachTemplate(ctx, "EM-2", func(t, base Template) map[string]float64 {
		return map[string]float64{"cto": t.Clicked / t.Opened, "base": base.Clicked / base.Opened, "k": t.Clicked, "n": t.Opened}
	})
}

func (a *asked) eachTemplate(ctx context.Context, rule string, evidence func(t, base Template) map[string]float64) ([]Finding, error) {
	m, err := a.mailed(ctx)
	if err != nil {
		return nil, err
	}
	_, by := m.mailing.Says(m.templates, m.base)
	var out []Finding
	for _, t := range m.templates {
		if by[t.ID] == rule {
			out = append(out, Finding{Scope: "template=" + t.ID, Period: m.period, Evidence: evidence(t, m.base), Words: map[string]string{"template": t.ID}})
		}
	}
	return out, nil
}
