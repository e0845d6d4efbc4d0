package advice_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/duckdb/duckdb-go/v2"

	"peil"
)

// columns are those that the simulation fills.
var columns = map[string]string{
	"calendar_day":     "day, business, open_minutes",
	"open_hours":       "calendar, day, opens_at, closes_at, before_min",
	"fte_day":          "user_id, day, fte, ramp, assumed",
	"cost_day":         "cost_id, kind, day, amount, currency",
	"spend_day":        "spend_id, source_id, day, amount, currency",
	"margin_dim":       "family, pct",
	"hurdle_dim":       "from_on, rate",
	"quota_fact":       "quota_id, kind, per, from_on, value, currency",
	"reason_dim":       "reason_id, kind, topic",
	"stage_dim":        "stage_id, pipeline_id, stage_order, kind, default_p",
	"customer_span":    "account_id, customer_from, opening, wins",
	"owned_family":     "account_id, family, owned_from",
	"lead_fact":        "lead_id, deal_id, received_at, received_on, dated, status, converted_at, outcome, closed_at, closed_on, value, currency, user_id, account_id, source_id, class",
	"deal_fact":        "deal_id, lead_id, status, user_id, created_at, created_on, dated, closed_at, closed_on, value, currency, class, pipeline_id, source_id, account_id, family",
	"deal_span":        "deal_id, part, from_at, to_at, from_on, to_on, dated, user_id, stage_id, value, currency, confidence, class, pipeline_id, source_id, account_id",
	"stage_visit":      "deal_id, visit, stage_id, stage_order, enter_at, exit_at, enter_on, exit_on, exit_kind, skipped, open_seconds, paused_seconds, dated, user_id, class, pipeline_id, source_id",
	"stage_entry":      "deal_id, stage_id, stage_order, how, entered_at, entered_on, cause, cause_at, cause_on, outcome, closed_at, open_seconds, dated, user_id, class, pipeline_id, source_id",
	"close_fact":       "deal_id, outcome, auto, reason_id, closed_at, closed_on, dated, created_at, user_id, value, currency, class, pipeline_id, source_id, account_id",
	"credit_fact":      "deal_id, kind, main, user_id, share, amount, currency, won_at, won_on, dated, created_at, created_on, after_first, class, pipeline_id, source_id, account_id, family",
	"competitor_seen":  "deal_id, competitor_id, seen_at",
	"response_clock":   "deal_id, lead_id, kind, stage_id, start_at, start_on, stop_at, ended, ended_at, wall_min, business_min, contact_at, answered_live, customer_again, late_logged, precise, start_hour, start_weekday, in_hours, responsible_id, class, pipeline_id, source_id",
	"activity_fact":    "activity_id, state, kind, direction, outcome, automated, done_at, done_on, dated, counted, attempt, contact, cold, user_id, deal_id, account_id, class, pipeline_id, source_id",
	"outreach_fact":    "deal_id, lead_id, began_at, began_on, dated, tried_at, tried_on, first_channel, attempts, seconds, bounced, cold, contact_at, contact_attempt, reached_by, outcome, closed_at, closed_on, value, currency, user_id, class, pipeline_id, source_id, account_id",
	"outreach_channel": "deal_id, lead_id, channel",
	"message_fact":     "message_id, sent_at, sent_on, dated, delivered, bounced, complained, unsubscribed, tracked, automated, opens_human, opens_machine, opens_suspect, clicks_human, clicks_machine, clicks_suspect, auto_replied, opened_at, clicked_at, template, contact_id",
	"forecast_fact":    "forecast_id, issued_at, as_of, from_on, horizon, model, replayed, booked, new_business, p10, p50, p90, mean, quota, p_quota",
	"forecast_rival":   "forecast_id, name, p10, p50, p90",
	"forecast_line":    "forecast_id, deal_id, as_of, horizon, value, p, p_in_period, stage_id, own, learned, default_p",
}

// maker gathers the rows of an organisation.
type maker struct {
	r    *rand.Rand
	e    effect
	rows map[string][][]driver.Value
	// sold is what was sold, by the first day of its quarter.
	sold map[peil.Date]float64
	n    uint64
}

// id names a record; the same words give the same id in every organisation.
func id(parts ...string) peil.ID { return peil.DeriveID(parts...) }

// next is the id of a record that nobody asks for by name.
func (o *maker) next() peil.ID {
	o.n++
	var out peil.ID
	for i := range 8 {
		out[i], out[8+i] = byte(o.n>>(8*i)), byte(o.r.Uint32())
	}
	return out
}

func (o *maker) add(table string, values ...any) {
	row := make([]driver.Value, len(values))
	for i, v := range values {
		switch v := v.(type) {
		case peil.ID:
			row[i] = duckdb.UUID(v)
		case peil.Date:
			row[i] = time.Date(v.Year, v.Month, v.Day, 0, 0, 0, 0, time.UTC)
		case time.Time:
			row[i] = v.UTC()
		case int:
			row[i] = int64(v)
		default:
			row[i] = v
		}
	}
	o.rows[table] = append(o.rows[table], row)
}

// fill hands the rows gathered so far over to the tables.
func (o *maker) fill(t testing.TB, db *sql.DB) {
	t.Helper()
	conn, err := db.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	err = conn.Raw(func(c any) error {
		for _, table := range slices.Sorted(maps.Keys(o.rows)) {
			a, err := duckdb.NewAppenderWithColumns(c.(driver.Conn), "", "", table, strings.Split(columns[table], ", "))
			if err != nil {
				return err
			}
			for _, row := range o.rows[table] {
				if err := a.AppendRow(row...); err != nil {
					return err
				}
			}
			if err := a.Close(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	clear(o.rows)
}

// emptyFacts opens fact tables without rows. One thread is quickest: the rows are few
// and the statements many.
func emptyFacts(t testing.TB) *sql.DB {
	t.Helper()
	db, err := sql.Open("duckdb", "?threads=1")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	text, err := os.ReadFile("../facts/schema.sql")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(string(text)); err != nil {
		t.Fatal(err)
	}
	return db
}
