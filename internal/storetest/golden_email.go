package storetest

import (
	"slices"
	"strings"
	"testing"

	"peil/internal/facts"
	"peil/internal/report"
)

var (
	goldenMessages = []string{"m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9", "m10"}
	goldenContacts = []string{"c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9"}
)

func emailEngagement(t *testing.T, c *Case, view View) (map[string]any, map[string]string) {
	now := c.known(t)
	v := view(now, now)
	q := report.Query{Report: "email", By: report.None, Period: everything(t, v), Now: now}
	if _, asked := c.Expected.(map[string]any)["follow_up"]; asked {
		q.Measures = []string{"follow_up"}
		messages := mailRows(t, v, q)
		return map[string]any{"follow_up": messages("")}, map[string]string{"with_machine_clicks": "follow_up", "after_seven_days": "follow_up"}
	}
	m := ask(t, v, q).Rows[0].Measures
	q.Measures = []string{"delivered"}
	messages := mailRows(t, v, q)
	part := func(id, word string) map[string]any {
		out := map[string]any{"k": *m[id].K, "n": *m[id].N, "rate": *m[id].Value}
		if word != "" {
			out["messages"] = messages(word)
		}
		return out
	}
	return map[string]any{"sent": number(m["sent"]), "bounced": *m["bounce"].K, "delivered": number(m["delivered"]), "tracked_delivered": *m["measurable"].N,
			"measurable": map[string]any{"n": *m["measurable"].K, "recipients_unmeasurable": unmeasurable(t, v)}, "opened": part("open", "opened"),
			"opened_bounds": []any{*m["open_lo"].Value, *m["open_hi"].Value}, "clicked": part("click", "clicked"), "click_to_open": part("cto", ""),
			"replied":        part("reply", "replied"),
			"machine_events": map[string]any{"opens": number(m["machine_opens"]), "clicks": number(m["machine_clicks"])}}, map[string]string{
			"raw_open_rate": "opened/rate", "raw_click_rate": "clicked/rate", "dropping_only_mpp_opens_without_clicks": "opened/messages"}
}

// mailRows lists the messages behind a number, those whose row has a word in what
// became of them.
func mailRows(t *testing.T, v *facts.View, q report.Query) func(word string) []any {
	rows, err := report.Rows(t.Context(), v, q)
	if err != nil {
		t.Fatal(err)
	}
	return func(word string) []any {
		out := []any{}
		for _, name := range goldenMessages {
			for _, row := range rows.Rows {
				if short("message", row[1].(string), goldenMessages) == name && strings.Contains(row[6].(string), word) {
					out = append(out, name)
				}
			}
		}
		return out
	}
}

// unmeasurable are the contacts whose mail Apple's relay opened.
func unmeasurable(t *testing.T, v *facts.View) []any {
	rows, err := v.DB.QueryContext(t.Context(), `select distinct cast(contact_id as text) from message_fact where apple_at is not null`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, short("contact", id, goldenContacts))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(ids)
	out := []any{}
	for _, id := range ids {
		out = append(out, id)
	}
	return out
}
