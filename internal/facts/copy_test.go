package facts_test

import (
	"database/sql"
	"fmt"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"

	"peil/internal/facts"
	"peil/internal/storetest"
)

// TestCopyTo: PostgreSQL then holds the same rows, also where columns are null.
func TestCopyTo(t *testing.T) {
	url := storetest.Postgres(t)
	l := newLife(t, storetest.SQLite(t), 6)
	l.live(250)
	v := ready(t, open(t, cacheIn(t, t.TempDir(), nil), l.ws))
	pg, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer pg.Close()
	if err := facts.CopyTo(ctx, v, pg); err != nil {
		t.Fatal(err)
	}
	// Sums that both engines write alike, over every kind of column.
	for _, q := range []string{
		"select count(*), count(lead_id), cast(coalesce(sum(value), 0) as bigint), min(cast(deal_id as text)), max(cast(created_on as text)), count(*) filter (where dated) from deal_fact",
		"select count(*), count(exit_at), cast(coalesce(sum(open_seconds), 0) as bigint), min(cast(unit_id as text)), max(exit_kind), cast(floor(extract(epoch from max(enter_at))) as bigint) from stage_visit",
		"select count(*), count(team_id), 0, min(cast(user_id as text)), max(cast(from_on as text)), 0 from user_team",
		"select count(*), count(day), cast(floor(sum(rate) * 1000) as bigint), min(currency), max(cast(day as text)), cast(sum(age_days) as bigint) from fx_day",
		"select count(*), count(reason_id), 0, min(cast(deal_id as text)), max(outcome), 0 from loss_fact",
	} {
		if a, b := line(t, v.DB, q), line(t, pg, q); a != b {
			t.Errorf("%s\nDuckDB      %s\nPostgreSQL  %s", q, a, b)
		}
	}
}

func line(t *testing.T, db *sql.DB, q string) string {
	t.Helper()
	var a, b, c, f int64
	var d, e sql.NullString
	if err := db.QueryRowContext(ctx, q).Scan(&a, &b, &c, &d, &e, &f); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(a, b, c, d, e, f)
}
