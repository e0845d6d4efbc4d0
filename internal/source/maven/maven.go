// Package maven knows the five files of Maven Analytics' CRM exercise: the
// pipeline of a hardware seller. Its data dictionary says what the columns are.
package maven

import (
	"context"
	"strings"

	"peil"
	"peil/internal/source/file"
	"peil/internal/source/mapping"
	"peil/internal/source/value"
	"peil/internal/source/vendor"
)

// tables are the files by the columns they have, and what each is.
var tables = []struct {
	kind  mapping.Kind
	roles map[string]mapping.Role
}{
	{mapping.Deals, map[string]mapping.Role{"opportunity id": "id", "sales agent": "owner", "product": "product", "account": "account",
		"deal stage": "stage", "engage date": "created", "close date": "closed", "close value": "value"}},
	{mapping.Accounts, map[string]mapping.Role{"account": "name", "sector": "industry", "year established": "", "revenue": "",
		"employees": "size", "office location": "region", "subsidiary of": "parent"}},
	// A manager's agents are a team; the manager has no deals.
	{mapping.Users, map[string]mapping.Role{"sales agent": "name", "manager": "team", "regional office": "region"}},
	{mapping.Products, map[string]mapping.Role{"product": "name", "series": "family", "sales price": "price"}},
	{mapping.Ignore, map[string]mapping.Role{"table": "", "field": "", "description": ""}},
}

// Read knows the files where all of a file's columns are the exercise's, and
// deals are among them.
func Read(ctx context.Context, files []*file.Table) (*vendor.Export, error) {
	out := &vendor.Export{Tables: map[int][]vendor.Table{}, Stages: []mapping.Stage{
		{Name: "Prospecting", Kind: peil.StageOpen, P: -1}, {Name: "Engaging", Kind: peil.StageOpen, P: -1},
		{Name: "Won", Kind: peil.StageWon, P: -1}, {Name: "Lost", Kind: peil.StageLost, P: -1},
	}}
	deals := false
	for i, f := range files {
		for _, t := range tables {
			if !sameColumns(f, t.roles) {
				continue
			}
			out.Tables[i] = []vendor.Table{vendor.Plain(f, t.kind, t.roles)}
			deals = deals || t.kind == mapping.Deals
			if t.kind == mapping.Ignore {
				currency, err := named(ctx, f)
				if err != nil {
					return nil, err
				}
				out.Currency = currency
			}
		}
	}
	if !deals {
		return nil, nil
	}
	return out, nil
}

func sameColumns(f *file.Table, roles map[string]mapping.Role) bool {
	if len(f.Header) != len(roles) {
		return false
	}
	for _, h := range f.Header {
		if _, ok := roles[vendor.Fold(h)]; !ok {
			return false
		}
	}
	return true
}

// named is the currency the data dictionary speaks of.
func named(ctx context.Context, f *file.Table) (found peil.Currency, err error) {
	err = f.Rows(ctx, func(_ int, cells []string) error {
		for _, text := range cells {
			for _, w := range strings.FieldsFunc(text, func(r rune) bool { return r < 'A' || r > 'Z' }) {
				if cur := value.ParseCurrency(w); len(w) == 3 && cur != "" && found == "" {
					found = cur
				}
			}
		}
		return nil
	}, nil)
	return found, err
}
