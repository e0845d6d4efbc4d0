package table

import (
	"io"
	"time"

	"peil"
)

// About is what an exported file says of the figures in it, so that it can be
// read without the page that it was made on.
type About struct {
	// Title is what the page called it; empty is the report's own.
	Title      string
	Report     string
	DefVersion int
	Period     peil.Period
	AsOf       time.Time
	KnownAt    time.Time
	Filters    []string // in words: "Kilde: Google"
	Made       time.Time
}

// lines are the about's names and values, a pair a row.
func (p *printer) aboutLines(a *About) [][]any {
	report := p.c.Name("report", a.Report+".title")
	title := a.Title
	if title == "" {
		title = report
	}
	out := [][]any{{p.c.T("text.title"), title}, {p.c.T("text.report"), report}, {p.c.T("text.period"), p.c.Period(a.Period)}}
	for _, f := range a.Filters {
		out = append(out, []any{p.c.T("text.filter"), f})
	}
	if !a.AsOf.IsZero() {
		out = append(out, []any{p.c.T("text.as_of_name"), p.c.Instant(a.AsOf, p.location())})
	}
	if !a.KnownAt.IsZero() && !a.KnownAt.Equal(a.AsOf) {
		out = append(out, []any{p.c.T("text.known_at_name"), p.c.Instant(a.KnownAt, p.location())})
	}
	return append(out, []any{p.c.T("text.definition_name"), int64(a.DefVersion)}, []any{p.c.T("text.made"), p.c.Instant(a.Made, p.location())})
}

// writeAbout puts the about above the figures of a CSV file, with an empty line
// between them.
func (p *printer) writeAbout(w io.Writer) error {
	if p.About == nil {
		return nil
	}
	var s sheet
	lines := p.aboutLines(p.About)
	s.heads = []head{{key: stringOf(lines[0][0])}, {key: stringOf(lines[0][1])}}
	s.rows = lines[1:]
	if err := writeLines(w, s); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\r\n")
	return err
}
