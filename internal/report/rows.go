package report

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"peil"
	"peil/internal/facts"
)

// listed is the drill-down: the facts themselves, in an order that never changes.
// The columns are those of rowColumns.
const listed = `select kind, cast(id as text) as id, happened, cast(user_id as text) as user_id, cast(stage_id as text) as stage_id,
       detail, cast(n as bigint) as n, num, amount, value, currency, excluded
from scoped`

const listedOrder = `
order by happened nulls last, kind, cast(id as text) nulls last, cast(user_id as text) nulls last, cast(stage_id as text) nulls last,
         detail nulls last, n desc, amount nulls last, num nulls last, value nulls last, cast(product_id as text) nulls last, cast(competitor_id as text) nulls last`

// rowColumns are the columns of a listing: what the row is (a sale, a day), the
// record with its label, when, who, where, what became of it, how often it
// counts, its days or share, its amount in base currency and in its own, and why
// it is left out if it is.
var rowColumns = []peil.Column{
	{ID: "kind", Kind: "text"}, {ID: "id", Kind: "text"}, {ID: "label", Kind: "text"}, {ID: "date", Kind: "date"},
	{ID: "user", Kind: "text"}, {ID: "stage", Kind: "text"}, {ID: "detail", Kind: "text"},
	{ID: "n", Kind: "number", Unit: peil.UnitCount}, {ID: "quantity", Kind: "number"},
	{ID: "amount", Kind: "money", Unit: peil.UnitMoney}, {ID: "value", Kind: "number"}, {ID: "currency", Kind: "text"},
	{ID: "excluded", Kind: "text"},
}

// Rows lists the facts of the query's period: those of its measures, of the
// report's first one if none are named. Amounts sum to the number; rows that are
// left out stand with the reason.
func Rows(ctx context.Context, v *facts.View, q Query) (*peil.Table, error) {
	q.Trend, q.Compare, q.By = "", nil, None
	asked, err := ask(ctx, v, q)
	if err != nil {
		return nil, err
	}
	ws := asked.windows()[:1]
	kinds := asked.listedKinds()
	where := onlyKinds(kinds)
	switch q.Excluded {
	case "":
	case "any":
		where += " and excluded is not null"
	default:
		asked.params["excluded"] = param{"text", q.Excluded}
		where += " and excluded = :excluded"
	}
	out := &peil.Table{Columns: rowColumns, Rows: [][]any{}}
	count := bind(asked.listing(ws, kinds, "select cast(count(*) as bigint) from scoped"+where), asked.params)
	if err := v.QueryRow(ctx, count.text, count.args...).Scan(&out.Total); err != nil {
		return nil, failed("rows", err)
	}
	page := ""
	if q.Limit > 0 {
		asked.params["limit"] = param{"bigint", int64(q.Limit)}
		page += "\nlimit :limit"
	}
	if q.Offset > 0 {
		asked.params["offset"] = param{"bigint", int64(q.Offset)}
		page += "\noffset :offset"
	}
	s := bind(asked.listing(ws, kinds, listed+where+listedOrder+page), asked.params)
	rows, err := v.Query(ctx, s.text, s.args...)
	if err != nil {
		return nil, failed("rows", err)
	}
	defer rows.Close()
	for rows.Next() {
		row, err := asked.row(rows)
		if err != nil {
			return nil, failed("rows", err)
		}
		out.Rows = append(out.Rows, row)
	}
	if err := rows.Err(); err != nil {
		return nil, failed("rows", err)
	}
	return out, asked.labelRows(ctx, out.Rows)
}

// listedKinds are the kinds of rows behind the measures asked for.
func (q *question) listedKinds() []string {
	ms := q.measures
	if len(q.Query.Measures) == 0 {
		ms = ms[:1]
	}
	var kinds []string
	for _, m := range ms {
		for _, k := range slices.Concat(m.Kinds, m.per) {
			if !slices.Contains(kinds, k) {
				kinds = append(kinds, k)
			}
		}
	}
	return kinds
}

func (q *question) row(rows *sql.Rows) ([]any, error) {
	var kind string
	var id, user, stage, detail, currency, excluded sql.NullString
	var happened sql.NullTime
	var n int64
	var num, amount, value sql.NullFloat64
	if err := rows.Scan(&kind, &id, &happened, &user, &stage, &detail, &n, &num, &amount, &value, &currency, &excluded); err != nil {
		return nil, err
	}
	c := cell{q: q}
	out := []any{kind, sliceKey(id.String), nil, nil, sliceKey(user.String), sliceKey(stage.String), detail.String, n, nil, nil, nil, currency.String, excluded.String}
	if happened.Valid {
		out[3] = peil.DateOf(happened.Time, time.UTC)
	}
	if num.Valid {
		out[8] = num.Float64
	}
	if amount.Valid && excluded.String == "" {
		out[9] = c.money(amount.Float64)
	}
	if value.Valid {
		own := 1.0
		for range peil.Currency(currency.String).Digits() {
			own *= 10
		}
		out[10] = value.Float64 / own
	}
	return out, nil
}

// labelRows puts the words people use in the place of ids of users and stages,
// and beside those of records.
func (q *question) labelRows(ctx context.Context, rows [][]any) error {
	var ids []peil.ID
	seen := map[peil.ID]bool{}
	for _, row := range rows {
		for _, at := range []int{1, 4, 5} {
			if id, err := peil.ParseID(row[at].(string)); err == nil && !seen[id] {
				seen[id] = true
				ids = append(ids, id)
			}
		}
	}
	labels, err := q.named(ctx, ids)
	if err != nil {
		return err
	}
	for _, row := range rows {
		for at, to := range map[int]int{1: 2, 4: 4, 5: 5} {
			if id, err := peil.ParseID(row[at].(string)); err == nil && labels[id] != "" {
				row[to] = labels[id]
			}
		}
	}
	return nil
}

// SQL returns the statement that answers a query, to be read and run: the sums,
// with the query's values in it. Where the report estimates from lists, these are
// statements of their own, one after the other.
func SQL(ctx context.Context, v *facts.View, q Query) (string, error) {
	asked, err := ask(ctx, v, q)
	if err != nil {
		return "", err
	}
	var out []string
	p := part{windows: asked.windows(), by: asked.by}
	for _, name := range slices.Concat(asked.report.sums, asked.report.vectors, asked.report.figureVectors) {
		out = append(out, "-- "+asked.report.ID+": "+name+"\n"+inline(asked.compose(p, name), asked.params)+";")
	}
	for _, name := range asked.report.tables(everyFigure) {
		out = append(out, "-- "+asked.report.ID+": "+name+"\n"+inline(asked.compose(part{windows: p.windows[:1]}, name), asked.params)+";")
	}
	return strings.Join(out, "\n\n") + "\n", nil
}
