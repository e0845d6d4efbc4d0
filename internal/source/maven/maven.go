// Package maven knows the five files of Maven Analytics' CRM exercise: the
// pipeline of a hardware seller. Its data dictionary says what the columns are.
package maven

import (
	"slices"
	"strings"

	"peil"
	"peil/internal/source/mapping"
	"peil/internal/source/value"
)

// tables are the files by the columns that name them, and what each is.
var tables = []struct {
	header []string
	kind   mapping.Kind
	roles  map[string]mapping.Role
}{
	{[]string{"opportunity_id", "sales_agent", "product", "account", "deal_stage", "engage_date", "close_date", "close_value"}, mapping.Deals,
		map[string]mapping.Role{"opportunity_id": "id", "sales_agent": "owner", "product": "product", "account": "account",
			"deal_stage": "stage", "engage_date": "created", "close_date": "closed", "close_value": "value"}},
	{[]string{"account", "sector", "year_established", "revenue", "employees", "office_location", "subsidiary_of"}, mapping.Accounts,
		map[string]mapping.Role{"account": "name", "sector": "industry", "employees": "size", "office_location": "region", "subsidiary_of": "parent"}},
	// A manager's agents are a team; the manager has no deals.
	{[]string{"sales_agent", "manager", "regional_office"}, mapping.Users,
		map[string]mapping.Role{"sales_agent": "name", "manager": "team", "regional_office": "region"}},
	{[]string{"product", "series", "sales_price"}, mapping.Products,
		map[string]mapping.Role{"product": "name", "series": "family", "sales_price": "price"}},
	{[]string{"table", "field", "description"}, mapping.Ignore, nil},
}

// Map returns what the tables are, by their index, with the stages in their
// order and the currency; nothing where these are not Maven's files.
func Map(profiles []*mapping.Profile) (map[int]mapping.Table, []mapping.Stage, peil.Currency) {
	out := map[int]mapping.Table{}
	deals := false
	var currency peil.Currency
	for i, p := range profiles {
		for _, t := range tables {
			if !sameColumns(p, t.header) {
				continue
			}
			m := mapping.Table{File: p.File, Kind: t.kind, System: "maven"}
			for _, c := range p.Columns {
				m.Columns = append(m.Columns, mapping.Column{Name: c.Name, Role: t.roles[strings.ToLower(c.Name)]})
			}
			mapping.Reformat(&m, p)
			out[i] = m
			deals = deals || t.kind == mapping.Deals
			if t.kind == mapping.Ignore {
				currency = named(p)
			}
		}
	}
	if !deals {
		return nil, nil, ""
	}
	return out, []mapping.Stage{
		{Name: "Prospecting", Kind: peil.StageOpen, P: -1}, {Name: "Engaging", Kind: peil.StageOpen, P: -1},
		{Name: "Won", Kind: peil.StageWon, P: -1}, {Name: "Lost", Kind: peil.StageLost, P: -1},
	}, currency
}

func sameColumns(p *mapping.Profile, header []string) bool {
	if len(p.Columns) != len(header) {
		return false
	}
	for _, c := range p.Columns {
		if !slices.Contains(header, strings.ToLower(c.Name)) {
			return false
		}
	}
	return true
}

// named is the currency the data dictionary speaks of.
func named(p *mapping.Profile) peil.Currency {
	for _, c := range p.Columns {
		for _, text := range c.Order {
			for _, w := range strings.FieldsFunc(text, func(r rune) bool { return r < 'A' || r > 'Z' }) {
				if cur := value.ParseCurrency(w); len(w) == 3 && cur != "" {
					return cur
				}
			}
		}
	}
	return ""
}
