package source

import (
	"strings"

	"peil"
	"peil/internal/source/mapping"
	"peil/internal/source/value"
)

// has reports whether the table has a column with the role.
func (r *reading) has(role mapping.Role) bool {
	_, ok := r.cols[role]
	return ok
}

// text returns a cell, cleaned, or "" where it says nothing.
func (r *reading) text(role mapping.Role) string {
	i, ok := r.cols[role]
	if !ok || mapping.Missing(r.cells[i]) {
		return ""
	}
	return value.Clean(r.cells[i])
}

// moment reads a date; what cannot be one refuses the row.
func (r *reading) moment(role mapping.Role) moment {
	s := r.text(role)
	if s == "" {
		return moment{}
	}
	i := r.cols[role]
	st, ok := value.ParseDate(s, r.order[i])
	if !ok {
		r.refuse(role, s, "not_a_date")
		return moment{}
	}
	m := moment{prec: precMinute}
	switch {
	case r.daily[i] || !st.HasTime:
		m.prec = precDay
		st.HasTime = false
		if !st.Zoned {
			st.Hour, st.Min, st.Sec, st.Nano = 0, 0, 0, 0
		}
	case st.HasSec:
		m.prec = precInstant
	}
	m.ms = st.Instant(r.c.p.opts.Location).UnixMilli()
	return m
}

// happened is a moment that must lie in the past, and after 1990.
func (r *reading) happened(role mapping.Role) moment {
	m := r.moment(role)
	switch {
	case !m.set():
	case m.ms < earliestMS:
		r.refuse(role, r.text(role), "before_1990")
	case m.ms > r.c.ms+24*3600_000:
		r.refuse(role, r.text(role), "in_the_future")
	}
	return m
}

// undated is when a record without any date is put: at the table's latest,
// known to nobody.
func (r *reading) undated() moment {
	if r.last == 0 {
		return moment{r.c.last, precUnknown}
	}
	return moment{r.last, precUnknown}
}

// money reads an amount in minor units of its currency: that of the cell, of
// the row, of the column, of the workspace.
func (r *reading) money(role mapping.Role) (minor int64, cur peil.Currency, ok bool) {
	s := r.text(role)
	if s == "" {
		return 0, "", false
	}
	col := &r.t.Columns[r.cols[role]]
	a, read := value.ParseMoney(s, col.Decimal)
	if !read {
		r.refuse(role, s, "not_an_amount")
		return 0, "", false
	}
	cur = r.rowCurrency()
	for _, other := range []peil.Currency{a.Currency, col.Currency, r.c.base()} {
		if cur == "" {
			cur = other
		}
	}
	if minor, ok = a.Minor(cur); !ok {
		r.refuse(role, s, "amount_too_large")
	}
	return minor, cur, ok
}

func (r *reading) rowCurrency() peil.Currency {
	s := r.text("currency")
	if s == "" {
		return ""
	}
	cur := parseCurrency(s)
	if cur == "" {
		r.refuse("currency", s, "unknown_currency")
	}
	return cur
}

func parseCurrency(s string) peil.Currency { return value.ParseCurrency(s) }

// base is the currency of the workspace, or the one it will get.
func (c *check) base() peil.Currency {
	if c.known.base != "" {
		return c.known.base
	}
	return c.p.m.Currency
}

// number reads a plain number; what cannot be one refuses the row.
func (r *reading) number(role mapping.Role) float64 {
	s := r.text(role)
	if s == "" {
		return 0
	}
	f, ok := value.ParseNumber(s, r.t.Columns[r.cols[role]].Decimal)
	if !ok {
		r.refuse(role, s, "not_a_number")
	}
	return f
}

func fields(s string) string { return strings.Join(strings.Fields(s), " ") }
