package facts

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"regexp"
	"strings"
)

//go:embed schema.sql
var schemaSQL string

// column is a column of a fact table, with its type as schema.sql writes it.
type column struct{ name, typ string }

// table is a fact table of schema.sql.
type table struct {
	name    string
	columns []column
}

// has reports whether the table has a column of that name.
func (t table) has(name string) bool {
	for _, c := range t.columns {
		if c.name == name {
			return true
		}
	}
	return false
}

// perUnit reports whether the table's rows are replaced unit by unit.
func (t table) perUnit() bool { return t.columns[0].name == "unit_id" }

// tables are the fact tables in the order of schema.sql, views its views.
var tables, views = parseSchema(schemaSQL)

// schemaVersion changes with every change of schema.sql's statements, so that a
// file of another shape is known without anybody counting versions up.
var schemaVersion = func() string {
	h := sha256.Sum256([]byte(strings.Join(statements(schemaSQL), ";")))
	return hex.EncodeToString(h[:6])
}()

var (
	sqlComment  = regexp.MustCompile(`--[^\n]*`)
	sqlBlank    = regexp.MustCompile(`\s+`)
	createTable = regexp.MustCompile(`^create table (\w+) \((.*)\)$`)
)

// statements splits a text of SQL that holds no semicolon in a literal.
func statements(sql string) []string {
	var out []string
	for _, s := range strings.Split(sqlComment.ReplaceAllString(sql, ""), ";") {
		if s = strings.TrimSpace(sqlBlank.ReplaceAllString(s, " ")); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func parseSchema(sql string) (tables []table, views []string) {
	for _, s := range statements(sql) {
		m := createTable.FindStringSubmatch(s)
		if m == nil {
			views = append(views, s)
			continue
		}
		t := table{name: m[1]}
		for _, c := range strings.Split(m[2], ",") {
			name, typ, _ := strings.Cut(strings.TrimSpace(c), " ")
			t.columns = append(t.columns, column{name, typ})
		}
		tables = append(tables, t)
	}
	return tables, views
}

func tableNamed(name string) (table, bool) {
	for _, t := range tables {
		if t.name == name {
			return t, true
		}
	}
	return table{}, false
}
