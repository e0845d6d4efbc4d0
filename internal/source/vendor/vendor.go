// Package vendor is what the packages that know one system's export have in
// common. Such a package recognises the system's tables by their headers, and
// says what they are in Peil's words; where a table tells several things, or
// tells them in columns that only mean something beside another table, it makes
// plain tables of it. It never reads a value as a date or an amount: that is the
// importer's, the same for all.
package vendor

import (
	"context"
	"strings"

	"peil"
	"peil/internal/source/file"
	"peil/internal/source/mapping"
)

// Table is a table of an export as the importer shall read it.
type Table struct {
	*file.Table
	Kind mapping.Kind
	// Roles are what the columns say, by their name in the header as it is
	// written there; others are left out.
	Roles map[string]mapping.Role
	// Units are s or min, for the columns that are durations.
	Units map[string]string
}

// Export is what a system's files are.
type Export struct {
	// Tables are, by the index of the file's table, what is read in place of it:
	// none for one that the system has and Peil has no use for. Tables that are
	// not in the map are not the system's, and are mapped by names and values.
	Tables map[int][]Table
	// Stages are those of the pipelines in their order, where the export says
	// so; else they are proposed from the deals.
	Stages []mapping.Stage
	// Currency is that of amounts which name none, or "".
	Currency peil.Currency
	// Notes say what the export does not tell, and how to get it: words of the
	// import's catalogue (warning.<note>).
	Notes []string
}

// Vendor knows the export of one system.
type Vendor struct {
	// Name is the system's, as its ids are kept under: "hubspot".
	Name string
	// Read looks at the headers and returns what the tables are, or nil where
	// none is the system's. It may read tables that others refer to.
	Read func(ctx context.Context, tables []*file.Table) (*Export, error)
}

// Fold makes a column's name comparable: small letters, without what stands
// around words.
func Fold(name string) string {
	return strings.ToLower(strings.Join(strings.FieldsFunc(name, func(r rune) bool {
		return r == ' ' || r == '_' || r == '\u00a0' || r == '\ufeff'
	}), " "))
}

// Columns are the places of a table's columns by their folded names.
type Columns map[string]int

// ColumnsOf finds the columns of a table.
func ColumnsOf(t *file.Table) Columns {
	out := make(Columns, len(t.Header))
	for i, h := range t.Header {
		if _, ok := out[Fold(h)]; !ok {
			out[Fold(h)] = i
		}
	}
	return out
}

// Has reports whether the table has all of the columns.
func (c Columns) Has(names ...string) bool {
	for _, n := range names {
		if _, ok := c[Fold(n)]; !ok {
			return false
		}
	}
	return true
}

// Cell is the cell of a row in the first of the columns that the table has and
// that is not empty there, else "".
func (c Columns) Cell(cells []string, names ...string) string {
	for _, n := range names {
		if i, ok := c[Fold(n)]; ok && i < len(cells) && !mapping.Missing(cells[i]) {
			return strings.TrimSpace(cells[i])
		}
	}
	return ""
}

// Plain is a table that is read as it stands, with roles by folded names.
func Plain(t *file.Table, kind mapping.Kind, roles map[string]mapping.Role) Table {
	out := Table{Table: t, Kind: kind, Roles: map[string]mapping.Role{}}
	taken := map[mapping.Role]bool{}
	for _, h := range t.Header {
		if r, ok := roles[Fold(h)]; ok && !taken[r] {
			out.Roles[h], taken[r] = r, true
		}
	}
	return out
}

// Rows is a derived table whose columns are named by their roles.
func Rows(t *file.Table, name string, kind mapping.Kind, roles []mapping.Role, each func(cells []string, emit func(cells ...string) error) error) Table {
	header, of := make([]string, len(roles)), make(map[string]mapping.Role, len(roles))
	for i, r := range roles {
		header[i], of[string(r)] = string(r), r
	}
	return Table{Table: t.Derive(name, header, each), Kind: kind, Roles: of}
}

// Lookup reads a table that others refer to: the value columns of every key, in
// the order of the file. Rows without a key are passed over.
func Lookup(ctx context.Context, t *file.Table, key string, values ...string) (map[string][][]string, error) {
	c := ColumnsOf(t)
	out := map[string][][]string{}
	err := t.Rows(ctx, func(_ int, cells []string) error {
		k := c.Cell(cells, key)
		if k == "" {
			return nil
		}
		row := make([]string, len(values))
		for i, v := range values {
			row[i] = strings.Clone(c.Cell(cells, v))
		}
		out[strings.Clone(k)] = append(out[strings.Clone(k)], row)
		return nil
	}, nil)
	return out, err
}
