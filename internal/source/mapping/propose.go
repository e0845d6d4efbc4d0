package mapping

import (
	"slices"
	"strings"

	"peil/internal/source/value"
)

// notOurs are tables that exports also hold and that no report asks for.
var notOurs = []string{"quotes", "invoices", "invoice", "orders", "order", "cases", "vendors", "books", "tickets", "dictionary",
	"purchase", "tilbud", "fakturaer", "ordrer"}

// Propose says what a table is taken for. lang decides nothing here: what is
// ambiguous stays Unsettled, to be asked about.
func Propose(p *Profile) Table {
	best, score, second := (*kind)(nil), 0, 0
	var roles []*role
	for i := range kinds {
		k := &kinds[i]
		got, n := k.score(p)
		if n > score {
			best, roles, score, second = k, got, n, score
		} else if n > second {
			second = n
		}
	}
	if best == nil || score < 8 {
		return ignored(p)
	}
	t := best.table(p, roles)
	t.Unsure = score < 14 || score == second
	return t
}

func ignored(p *Profile) Table {
	t := Table{File: p.File, Kind: Ignore}
	for _, c := range p.Columns {
		t.Columns = append(t.Columns, Column{Name: c.Name})
	}
	return t
}

// score says how well a table fits a kind, and which role each column has then.
func (k *kind) score(p *Profile) ([]*role, int) {
	name := normalise(p.Base)
	roles := k.assign(p)
	for _, need := range k.needs {
		if !slices.ContainsFunc(roles, func(r *role) bool { return r != nil && slices.Contains(need, r.name) }) {
			return roles, 0
		}
	}
	n := 0
	for _, r := range roles {
		if r != nil {
			n += r.weight * 2
		}
	}
	words := strings.Fields(name)
	switch {
	case slices.Contains(k.files, name):
		n += 12
	case slices.ContainsFunc(k.files, func(f string) bool { return strings.Contains(" "+name+" ", " "+f+" ") }):
		n += 8
	}
	for _, w := range words {
		if slices.Contains(notOurs, w) {
			return roles, 0
		}
	}
	return roles, n
}

// assign gives each role to the column that fits it best, each column once.
func (k *kind) assign(p *Profile) []*role {
	out := make([]*role, len(p.Columns))
	type fit struct{ col, role, score int }
	var fits []fit
	for i, c := range p.Columns {
		name := normalise(c.Name)
		for j := range k.roles {
			r := &k.roles[j]
			if s := k.match(name, r); s > 0 && c.fits(r.typ) {
				if c.Values == 0 {
					s -= 55 // an empty column leaves the role to one that is not
				}
				fits = append(fits, fit{i, j, s})
			}
		}
	}
	slices.SortStableFunc(fits, func(a, b fit) int { return b.score - a.score })
	taken := map[int]bool{}
	for _, f := range fits {
		if out[f.col] == nil && !taken[f.role] {
			out[f.col], taken[f.role] = &k.roles[f.role], true
		}
	}
	k.byValues(p, out, taken)
	return out
}

// byValues finds by their values the roles that no name told: addresses, and
// the stage that says how deals ended.
func (k *kind) byValues(p *Profile, out []*role, taken map[int]bool) {
	for j := range k.roles {
		r := &k.roles[j]
		if taken[j] || r.name != "email" && r.name != "stage" {
			continue
		}
		for i, c := range p.Columns {
			if out[i] != nil || c.Values == 0 {
				continue
			}
			if r.name == "email" && c.fits(Email) || r.name == "stage" && k.name == Deals && c.closes() {
				out[i], taken[j] = r, true
				break
			}
		}
	}
}

// closes reports whether a column's values are stages: few, and among them a
// word for won and one for lost.
func (c *ColumnProfile) closes() bool {
	if c.More || len(c.Order) > 30 {
		return false
	}
	won, lost := false, false
	for _, v := range c.Order {
		switch StageKindOf(v) {
		case "won":
			won = true
		case "lost":
			lost = true
		}
	}
	return won && lost
}

func (k *kind) table(p *Profile, roles []*role) Table {
	t := Table{File: p.File, Kind: k.name}
	for i, c := range p.Columns {
		col := Column{Name: c.Name}
		if r := roles[i]; r != nil {
			col.Role = r.name
			c.format(&col, r.typ)
		}
		t.Columns = append(t.Columns, col)
	}
	return t
}

// format notes how the values of a column are written.
func (c *ColumnProfile) format(col *Column, t Type) {
	switch t {
	case Date:
		col.Dates, _ = c.Dates.Order()
	case Money:
		col.Decimal = c.Money.Decimal()
		if len(c.Money.Currencies) == 1 { // in a mixed column each cell speaks for itself
			col.Currency = c.Money.Currency()
		}
	case Number, Percent:
		col.Decimal = c.Money.Decimal()
	case Duration:
		col.Unit = "s"
		name := normalise(c.Name)
		if strings.Contains(name, "min") || strings.Contains(name, "varighet") && c.Money.Max < 300 {
			col.Unit = "min"
		}
	}
}

// Reformat notes the formats of columns that have a role and none yet.
func Reformat(t *Table, p *Profile) {
	for i := range t.Columns {
		for _, c := range p.Columns {
			if c.Name != t.Columns[i].Name || t.Columns[i].Role == "" {
				continue
			}
			had := t.Columns[i]
			c.format(&t.Columns[i], TypeOf(t.Kind, had.Role))
			if had.Dates != value.Unsettled {
				t.Columns[i].Dates = had.Dates
			}
			if had.Decimal != 0 {
				t.Columns[i].Decimal = had.Decimal
			}
			if had.Currency != "" {
				t.Columns[i].Currency = had.Currency
			}
			if had.Unit != "" {
				t.Columns[i].Unit = had.Unit
			}
		}
	}
}
