package source

import (
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"peil"
	"peil/internal/source/file"
	"peil/internal/source/mapping"
	"peil/internal/source/value"
)

// Summary is what an import has understood, and what it would do.
type Summary struct {
	// Vendor is the system whose export was recognised, or "".
	Vendor string
	// Currency is the base currency; CurrencyProposed is true where this import
	// is the first and sets it.
	Currency         peil.Currency
	CurrencyProposed bool
	Tables           []TableSummary
	Skipped          []file.Skipped
	Stages           []mapping.Stage
	NearNames        []NearName
	// Made counts the records, by kind, that only names in other rows tell of.
	Made     map[string]int
	Warnings []Warning
	// Assumed are the questions whose guess was taken.
	Assumed []Question
	Refused []Refused // the first of them
	// RefusedN counts all unreadable rows; ErrorFile lists them, "" without any.
	RefusedN  int
	ErrorFile string
	First     time.Time // earliest and latest moment in the files
	Last      time.Time
}

// TableSummary is one table of the import.
type TableSummary struct {
	File, Format, Encoding string
	Delimiter              string
	Kind                   mapping.Kind
	Unsure                 bool
	Rows                   int
	Columns                []ColumnSummary
	// New, Changed and Untouched are rows against what the workspace has.
	New, Changed, Untouched, Duplicates, Refused int
	// Deleted rows are those their own system marks so: they are left out.
	Deleted int
}

// ColumnSummary is one column: its role and how its values are written.
type ColumnSummary struct {
	Name     string
	Role     mapping.Role
	Values   int
	Missing  int
	Dates    value.Order
	Decimal  string
	Currency peil.Currency
	Example  string
}

// NearName is a name that nearly matches another. Safe ones differ only in
// case, spaces, punctuation or the legal form.
type NearName struct {
	Kind, Name, Like string
	Count            int
	Safe, Joined     bool
}

// Refused is a row that cannot be read; Reason is a word of the catalogue.
type Refused struct {
	File   string
	Row    int
	Column string
	Value  string
	Reason string
}

// Warning is something to know before going on; Code is a word of the catalogue.
type Warning struct {
	Code string
	Text string // what it is about: a table, a currency
	N    int
}

// shownRefusals is how many unreadable rows a summary carries.
const shownRefusals = 20

func (p *Plan) summaryHead() *Summary {
	s := &Summary{Vendor: p.vendor, Skipped: p.set.Skipped, Made: map[string]int{}}
	for i, t := range p.m.Tables {
		f, prof := p.set.Tables[i], p.profiles[i]
		ts := TableSummary{File: t.File, Format: f.Format, Encoding: f.Encoding, Kind: t.Kind, Unsure: t.Unsure, Rows: prof.Rows}
		if f.Delimiter != 0 {
			ts.Delimiter = string(rune(f.Delimiter))
		}
		for j, c := range t.Columns {
			cs := ColumnSummary{Name: c.Name, Role: c.Role, Currency: c.Currency, Values: prof.Columns[j].Values, Missing: prof.Columns[j].Missing}
			if c.Decimal != 0 {
				cs.Decimal = string(rune(c.Decimal))
			}
			if c.Role != "" && mapping.TypeOf(t.Kind, c.Role) == mapping.Date {
				cs.Dates = p.order(i, j)
			}
			if len(prof.Columns[j].Order) > 0 {
				cs.Example = prof.Columns[j].Order[0]
			}
			ts.Columns = append(ts.Columns, cs)
		}
		s.Tables = append(s.Tables, ts)
	}
	return s
}

// finish completes the summary when everything was read.
func (c *check) finish() {
	s := c.sum
	s.Currency, s.CurrencyProposed = c.base(), c.known.base == ""
	s.Refused, s.RefusedN, s.ErrorFile = c.refused.shown, c.refused.n, c.refused.path
	s.First, s.Last = time.UnixMilli(c.first).In(c.p.opts.Location), time.UnixMilli(c.last).In(c.p.opts.Location)
	for _, kind := range []string{"user", "team", "product", "account", "source", "reason", "competitor", "pipeline"} {
		b := c.books[kind]
		s.NearNames = append(s.NearNames, b.nears()...)
		names := make([]string, 0, len(b.made))
		for _, e := range b.made {
			names = append(names, e.name)
			if !b.described[e.id] {
				s.Made[kind]++
			}
		}
		if kind != "account" {
			s.NearNames = append(s.NearNames, similar(kind, names)...)
		}
	}
	c.p.suggestSpellings(s)
	for _, st := range c.ordered() {
		s.Stages = append(s.Stages, mapping.Stage{Pipeline: c.pipeName(st.pipeline), Name: st.name, Kind: st.kind, P: c.defaultP(st)})
	}
	c.warn()
	if c.p.opts.Yes {
		for _, q := range c.p.Questions() {
			s.Assumed = append(s.Assumed, q)
		}
	}
}

func (c *check) pipeName(id peil.ID) string {
	for _, p := range c.pipes {
		if p.id == id {
			return p.name
		}
	}
	return ""
}

// ordered lists the stages by pipeline and order.
func (c *check) ordered() []*stage {
	out := make([]*stage, 0, len(c.stages))
	for _, s := range c.stages {
		out = append(out, s)
	}
	place := map[peil.ID]int{}
	for i, p := range c.pipes {
		place[p.id] = i
	}
	slices.SortFunc(out, func(a, b *stage) int {
		if d := place[a.pipeline] - place[b.pipeline]; d != 0 {
			return d
		}
		return a.order - b.order
	})
	return out
}

func (c *check) warn() {
	w := func(code, text string, n int) {
		if n > 0 {
			c.sum.Warnings = append(c.sum.Warnings, Warning{code, text, n})
		}
	}
	if c.p.export != nil {
		for _, note := range c.p.export.Notes {
			w(note, "", 1)
		}
	}
	w("snapshot_only", "", c.snapshots)
	w("undated", "", c.noTime)
	for cur, n := range c.money {
		if cur != c.base() && c.count[kRate] == 0 {
			w("no_rate", string(cur), n)
		}
	}
	for kind, n := range c.dangles {
		w("dangling", kind, n)
	}
	for _, t := range c.sum.Tables {
		if t.Unsure {
			w("unsure_kind", t.File, t.Rows)
		}
		if t.Duplicates > 0 {
			w("duplicates", t.File, t.Duplicates)
		}
	}
	if c.p.has(mapping.Deals) && c.p.foundCurrency() == "" && !c.p.told && c.sum.CurrencyProposed {
		w("no_currency", string(c.base()), 1)
	}
	slices.SortFunc(c.sum.Warnings, func(a, b Warning) int {
		if a.Code != b.Code {
			return slices.Index(warningOrder, a.Code) - slices.Index(warningOrder, b.Code)
		}
		return b.N - a.N
	})
}

var warningOrder = []string{"snapshot_only", "no_currency", "no_rate", "undated", "dangling", "duplicates", "unsure_kind"}

// industries are the usual words for industries: a slip of one is shown, and
// left as it is.
var industries = []string{"technology", "telecommunications", "entertainment", "manufacturing", "construction", "education", "healthcare", "financial services",
	"hospitality", "agriculture", "transportation", "consulting", "government", "insurance", "teknologi", "helse", "industri", "eiendom", "varehandel", "utdanning"}

// suggestSpellings shows values of industries and regions that look like slips.
func (p *Plan) suggestSpellings(s *Summary) {
	for i, t := range p.m.Tables {
		for j, c := range t.Columns {
			if t.Kind != mapping.Accounts || c.Role != "industry" && c.Role != "region" {
				continue
			}
			col := p.profiles[i].Columns[j]
			if c.Role == "industry" {
				for _, v := range col.Order {
					if near := peil.Nearest(v, industries); near != "" && alike(v, near) && !slices.Contains(industries, nameKey(v)) {
						s.NearNames = append(s.NearNames, NearName{Kind: string(c.Role), Name: v, Like: near, Count: col.Distinct[v]})
					}
				}
			}
			for _, n := range similar(string(c.Role), col.Order) {
				n.Count = col.Distinct[n.Name]
				s.NearNames = append(s.NearNames, n)
			}
		}
	}
}

// refusals gathers unreadable rows in a CSV file, made with the first of them.
type refusals struct {
	dir   string
	now   time.Time
	path  string
	f     *os.File
	w     *csv.Writer
	n     int
	shown []Refused
	err   error
}

func newRefusals(dir string, now time.Time) *refusals { return &refusals{dir: dir, now: now} }

func (r *refusals) add(x Refused) {
	if len(x.Value) > 200 {
		x.Value = x.Value[:200]
	}
	r.n++
	if len(r.shown) < shownRefusals {
		r.shown = append(r.shown, x)
	}
	if r.f == nil && r.err == nil {
		if r.f, r.err = os.CreateTemp(r.dir, "import-"+r.now.UTC().Format("20060102-150405")+"-*.csv"); r.err != nil {
			return
		}
		r.path = filepath.Clean(r.f.Name())
		r.w = csv.NewWriter(r.f)
		r.err = r.w.Write([]string{"file", "row", "column", "value", "reason"})
	}
	if r.err == nil {
		r.err = r.w.Write([]string{x.File, fmt.Sprint(x.Row), x.Column, x.Value, x.Reason})
	}
}

func (r *refusals) close() error {
	if r.f == nil {
		return r.err
	}
	r.w.Flush()
	err := errors.Join(r.err, r.w.Error(), r.f.Close())
	r.f = nil
	if err != nil {
		return file.ScratchError(r.dir, err)
	}
	return nil
}

// drop removes the file of a reading that came to nothing.
func (r *refusals) drop() {
	_ = r.close() // the file goes away in any case
	if r.path != "" {
		_ = os.Remove(r.path)
	}
}
