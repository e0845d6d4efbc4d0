package vendor

import (
	"context"
	"maps"
	"slices"
	"strings"

	"peil/internal/source/file"
	"peil/internal/source/mapping"
)

// Shape is one of the tables of a system's export.
type Shape struct {
	// Name is what the vendor calls the table.
	Name string
	// Needs are the columns that tell the table, by folded names; one may go by
	// several names, parted by "|". Others come and go with what users show.
	Needs []string
	// Sure marks a table that no other system has: with none such in an import,
	// nothing in it is this system's.
	Sure  bool
	Kind  mapping.Kind
	Roles map[string]mapping.Role
	Units map[string]string
}

// Found are the tables of an import that have a shape.
type Found struct {
	Tables []*file.Table
	of     map[string][]int
	// Export reads each of them as it stands, until something better is put in
	// its place.
	Export *Export
}

// Find looks at every header for the first shape that it fits, and returns nil
// where no table is surely the system's.
func Find(tables []*file.Table, shapes []Shape) *Found {
	f := &Found{Tables: tables, of: map[string][]int{}, Export: &Export{Tables: map[int][]Table{}}}
	sure := false
	for i, t := range tables {
		c := ColumnsOf(t)
		for j := range shapes {
			if s := &shapes[j]; c.fits(s) {
				f.of[s.Name] = append(f.of[s.Name], i)
				f.Export.Tables[i] = []Table{s.Plain(t)}
				sure = sure || s.Sure
				break
			}
		}
	}
	if !sure {
		return nil
	}
	return f
}

func (c Columns) fits(s *Shape) bool {
	for _, need := range s.Needs {
		if !slices.ContainsFunc(strings.Split(need, "|"), func(n string) bool { return c.Has(n) }) {
			return false
		}
	}
	return true
}

// Plain is a table of this shape as it stands.
func (s *Shape) Plain(t *file.Table) Table {
	out := Plain(t, s.Kind, s.Roles)
	for h := range out.Roles {
		if u := s.Units[Fold(h)]; u != "" {
			if out.Units == nil {
				out.Units = map[string]string{}
			}
			out.Units[h] = u
		}
	}
	return out
}

// Has reports whether a table of that name is there.
func (f *Found) Has(name string) bool { return len(f.of[name]) > 0 }

// Each calls fn with the tables of that name and how each is read so far; what
// fn returns is read in their place.
func (f *Found) Each(name string, fn func(Table) ([]Table, error)) error {
	for _, i := range f.of[name] {
		made, err := fn(f.Export.Tables[i][0])
		if err != nil {
			return err
		}
		f.Export.Tables[i] = made
	}
	return nil
}

// Lookup reads all tables of that name as the function of the same name does.
func (f *Found) Lookup(ctx context.Context, name, key string, values ...string) (map[string][][]string, error) {
	out := map[string][][]string{}
	for _, i := range f.of[name] {
		m, err := Lookup(ctx, f.Tables[i], key, values...)
		if err != nil {
			return nil, err
		}
		for k, rows := range m {
			out[k] = append(out[k], rows...)
		}
	}
	return out, nil
}

// First is the first value of a key in what Lookup read, or "".
func First(lookup map[string][][]string, key string) string {
	if rows := lookup[key]; len(rows) > 0 {
		return rows[0][0]
	}
	return ""
}

// Widen computes columns of these roles row by row. What had the role before is
// overwritten in its place, so that people find the column they know; for the
// others there are new columns, named after name and role.
func Widen(t Table, name string, roles []mapping.Role, each func(c Columns, cells []string) []string) Table {
	header := slices.Clone(t.Header)
	out := Table{Kind: t.Kind, Roles: maps.Clone(t.Roles), Units: t.Units}
	place := make([]int, len(roles))
	for i, r := range roles {
		place[i] = slices.IndexFunc(t.Header, func(h string) bool { return t.Roles[h] == r })
		if place[i] < 0 {
			h := name + "." + string(r)
			place[i], header, out.Roles[h] = len(header), append(header, h), r
		}
	}
	c, n := ColumnsOf(t.Table), len(t.Header)
	row := make([]string, 0, len(header))
	out.Table = t.Derive(name, header, func(cells []string, emit func(...string) error) error {
		row = append(row[:0], cells[:n]...)
		for len(row) < len(header) {
			row = append(row, "")
		}
		for i, v := range each(c, cells) {
			row[place[i]] = v
		}
		return emit(append(row, cells[n:]...)...) // cells beyond the header stay, and are refused as they would be
	})
	out.Table.Name = t.Name
	return out
}
