// Package table prints answers: a report's result or the rows behind it, as
// text for a terminal, CSV, XLSX, JSON or Markdown. It is the only place that
// turns numbers into something to read, and it knows units, never reports: what
// a measure is called stands in the catalogue, what it is counted in, in the
// result.
package table

import (
	"io"
	"strings"
	"time"

	"peil"
	"peil/internal/locale"
)

// Options say for whom is printed.
type Options struct {
	// Words is the language; nil is the default one.
	Words *locale.Catalogue
	// Width is how many columns a text may take; 0 is 100.
	Width int
	// Color allows terminal colours in text.
	Color bool
	// Location is the zone that instants are shown in; nil is UTC.
	Location *time.Location
	// Trend prints the series bucket by bucket, too, not only as sparklines.
	Trend bool
	// About, where it is set, is written into CSV and XLSX files.
	About *About
}

func (o Options) words() *locale.Catalogue {
	if o.Words == nil {
		return locale.For("")
	}
	return o.Words
}

func (o Options) width() int {
	if o.Width <= 0 {
		return 100
	}
	return o.Width
}

func (o Options) location() *time.Location {
	if o.Location == nil {
		return time.UTC
	}
	return o.Location
}

// Format is one way to write an answer.
type Format struct {
	ID          string
	ContentType string
	// Binary formats do not belong on a terminal.
	Binary bool
	result func(io.Writer, *peil.Result, Options) error
	rows   func(io.Writer, *peil.Table, Options) error
}

// Formats are all of them; text is the default.
var Formats = []Format{
	{"text", "text/plain; charset=utf-8", false, Text, TextRows},
	{"csv", "text/csv; charset=utf-8", false, CSV, CSVRows},
	{"json", "application/json", false, JSON, JSONRows},
	{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", true, XLSX, XLSXRows},
	{"md", "text/markdown; charset=utf-8", false, Markdown, MarkdownRows},
}

// Find returns the format of an id, case not counting.
func Find(id string) (Format, error) {
	ids := make([]string, 0, len(Formats))
	for _, f := range Formats {
		if strings.EqualFold(f.ID, strings.TrimSpace(id)) {
			return f, nil
		}
		ids = append(ids, f.ID)
	}
	e := peil.Invalid("unknown_format", "there is no format %q; formats are %s", id, strings.Join(ids, ", "))
	e.Field, e.Hints = "format", ids
	return Format{}, e
}

// Result writes a report's answer.
func (f Format) Result(w io.Writer, r *peil.Result, o Options) error { return f.result(w, r, o) }

// Rows writes a listing.
func (f Format) Rows(w io.Writer, t *peil.Table, o Options) error { return f.rows(w, t, o) }
