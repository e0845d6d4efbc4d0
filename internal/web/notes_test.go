package web

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"peil"
	"peil/internal/table"
)

// TestNotes: a note is an event by whoever wrote it; it can be corrected and taken
// back, and stands in every answer whose period it lies in.
func TestNotes(t *testing.T) {
	s := newSite(t, 30)
	b, nobody := s.as(0), s.as(-1)
	draft := NoteDraft{Date: peil.NewDate(2026, 5, 4), Title: "Ny prisliste", Text: "Alt 4 % opp"}
	nobody.refused("POST", "/api/v1/notes", draft, 409, "choose_person")
	b.refused("POST", "/api/v1/notes", NoteDraft{Title: "x"}, 400, "note_without_date")
	b.refused("POST", "/api/v1/notes", NoteDraft{Date: draft.Date, Title: " "}, 400, "note_without_title")
	b.refused("POST", "/api/v1/notes", NoteDraft{Date: draft.Date, Title: strings.Repeat("x", 121)}, 400, "text_too_long")
	b.refused("POST", "/api/v1/notes", NoteDraft{Date: peil.NewDate(1950, 1, 1), Title: "x"}, 400, "before_1990")

	var n ChangeNote
	r := b.do("POST", "/api/v1/notes", draft, 201, &n)
	if n.Title != draft.Title || n.Date != draft.Date || n.By == nil || n.Seq == 0 || r.Header.Get(seqHeader) == "" {
		t.Fatalf("%+v", n)
	}
	answer := func(period string, want ...string) {
		t.Helper()
		var out Answers
		b.do("POST", "/api/v1/ask", Questions{Questions: []Question{{Key: "x", Report: "losses", Period: period, Trend: "month"}}}, 200, &out)
		var titles []string
		for _, c := range out.Answers[0].Result.Changes {
			titles = append(titles, c.Title)
		}
		if strings.Join(titles, "|") != strings.Join(want, "|") {
			t.Errorf("%s has the notes %v, want %v", period, titles, want)
		}
	}
	answer("2026", "Ny prisliste")
	answer("2026-05", "Ny prisliste")
	answer("2026-04")

	draft.Date, draft.Title, draft.Dims = peil.NewDate(2026, 4, 30), "Nytt manus", map[string][]string{"user": {n.By.ID.String()}}
	b.do("PUT", "/api/v1/notes/"+n.ID.String(), draft, 200, &n)
	if n.Title != "Nytt manus" || n.Date != draft.Date || len(n.Dims["user"]) != 1 {
		t.Errorf("%+v", n)
	}
	answer("2026-05")
	answer("2026-04", "Nytt manus")
	var all Notes
	b.get("/api/v1/notes?from=2026-04-01&to=2026-05-01", 200, &all)
	if len(all.Notes) != 1 || all.Notes[0].Text != "Alt 4 % opp" {
		t.Errorf("%+v", all)
	}
	nobody.refused("DELETE", "/api/v1/notes/"+n.ID.String(), nil, 409, "choose_person")
	b.do("DELETE", "/api/v1/notes/"+n.ID.String(), nil, 200, nil)
	answer("2026-04")
	b.refused("DELETE", "/api/v1/notes/"+n.ID.String(), nil, 404, "unknown_note")
	last, err := s.ws.LastSeq(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	err = s.ws.Events(t.Context(), last-3, 0, func(ev peil.Event) error {
		if ev.Actor.Kind != peil.ActorUser || ev.Actor.ID != n.By.ID {
			t.Errorf("%s is by %+v", ev.Type(), ev.Actor)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// TestExports: a file says what its figures are of.
func TestExports(t *testing.T) {
	b := newSite(t, 60).as(-1)
	const question = "?period=2026&filter=class=new&lang=nb&title=Tap+hos+nye&as_of=2026-10-31"
	want := []string{"Tap hos nye", "Tapsårsaker over tid", "Ny/eksisterende: Nye kunder", "Slik det var", "Definisjon", "Laget"}
	body := func(path string) []byte {
		t.Helper()
		r, err := http.Get(b.url + path)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		data, err := io.ReadAll(r.Body)
		if err != nil || r.StatusCode != 200 || !strings.Contains(r.Header.Get("Content-Disposition"), "attachment") {
			t.Fatalf("%s: %d, %v, %.300s", path, r.StatusCode, err, data)
		}
		return data
	}
	for _, path := range []string{"/api/v1/reports/losses", "/api/v1/reports/losses/rows"} {
		text := string(body(path + question + "&format=csv&about=1"))
		for _, s := range want {
			if !strings.Contains(text, s) {
				t.Errorf("%s as CSV lacks %q:\n%.600s", path, s, text)
			}
		}
		if plain := string(body(path + question + "&format=csv")); strings.Contains(plain, "Definisjon") {
			t.Errorf("%s as CSV has more than its table: %.200s", path, plain)
		}
		x, err := excelize.OpenReader(bytes.NewReader(body(path + question + "&format=xlsx")))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := x.GetRows("Om tallene")
		if err != nil {
			t.Fatal(path, err)
		}
		var all []string
		for _, r := range rows {
			all = append(all, strings.Join(r, ": "))
		}
		for _, s := range want {
			if !strings.Contains(strings.Join(all, "\n"), s) {
				t.Errorf("%s as XLSX lacks %q: %q", path, s, all)
			}
		}
		x.Close()
	}
	var rows table.TableJSON
	b.get("/api/v1/reports/losses/rows"+question+"&limit=2", 200, &rows)
	if len(rows.Rows) > 2 || rows.Columns[0].Name != "Slag" {
		t.Errorf("%+v", rows)
	}
}
