// Package mapping says what the tables and columns of an import mean: which
// kind of record a table holds and which role each column has. It proposes a
// mapping from the names of tables and columns and from their values, and reads
// and writes one as a TOML file that people edit.
package mapping

import (
	"peil"
	"peil/internal/source/value"
)

// Kind is what a table holds.
type Kind string

// The kinds. Ignore is a table that is left out.
const (
	Deals      Kind = "deals"
	Leads      Kind = "leads"
	Accounts   Kind = "accounts"
	Contacts   Kind = "contacts"
	Users      Kind = "users"
	Activities Kind = "activities"
	Products   Kind = "products"
	Lines      Kind = "lines"
	History    Kind = "history"
	Messages   Kind = "messages"
	Quotas     Kind = "quotas"
	Costs      Kind = "costs"
	Spend      Kind = "spend"
	Rates      Kind = "rates"
	Ignore     Kind = "ignore"
)

// Role is what a column says about its record: "owner", "closed", "value".
type Role string

// Type is what sort of value a role takes.
type Type int

// The types of value.
const (
	Text Type = iota
	Date
	Money
	Percent
	Bool
	Duration
	Number
	Email
)

// Column is a column of a table, and what it is taken for.
type Column struct {
	Name string
	// Role is empty where the column is left out.
	Role Role
	// Dates is the order of a date column; it is Unsettled where nothing tells,
	// and then asked about.
	Dates value.Order
	// Decimal is the decimal mark of an amount column, '.' or ',', or 0.
	Decimal byte
	// Currency is that of an amount column, or empty: the workspace's then.
	Currency peil.Currency
	// Unit is s or min for a duration column.
	Unit string
}

// Table is what a table of a file is taken for.
type Table struct {
	// File is the table's name as the import shows it, Kind what it holds.
	File string
	Kind Kind
	// System names where its ids come from: the same id in the same system is
	// the same record, in whatever file it comes again.
	System  string
	Columns []Column
	// Unsure marks a kind that was guessed from little.
	Unsure bool
}

// Role returns the column with a role, and whether there is one.
func (t *Table) Role(r Role) (int, bool) {
	for i := range t.Columns {
		if t.Columns[i].Role == r {
			return i, true
		}
	}
	return 0, false
}

// Has reports whether a column has one of the roles.
func (t *Table) Has(roles ...Role) bool {
	for _, r := range roles {
		if _, ok := t.Role(r); ok {
			return true
		}
	}
	return false
}

// Stage is a stage of a pipeline, in its order.
type Stage struct {
	Pipeline, Name string
	Kind           peil.StageKind
	// P is the probability of winning from here, or below 0 where it is not said.
	P float64
}

// Mapping is everything an import has understood.
type Mapping struct {
	// Currency is the base currency the first import sets.
	Currency peil.Currency
	Tables   []Table
	Stages   []Stage
	// Separate are names that look alike and are not to be joined, as pairs
	// within a kind of record.
	Separate []Pair
}

// Pair is two names of one kind of record ("account", "product").
type Pair struct{ Kind, A, B string }

// Table returns the table for a file, or nil.
func (m *Mapping) Table(file string) *Table {
	for i := range m.Tables {
		if m.Tables[i].File == file {
			return &m.Tables[i]
		}
	}
	return nil
}
