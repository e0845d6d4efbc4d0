package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"

	"peil"
	"peil/internal/report"
	"peil/internal/table"
)

// TestAsk: many questions have the answers that each has alone, errors stay with
// their questions, and what was asked is not computed again.
func TestAsk(t *testing.T) {
	b := newSite(t, 80).as(-1)
	none := []string{}
	asked := Questions{Questions: []Question{
		{Key: "a", Report: "productivity", Period: "2026", By: "user", Measures: []string{"rev"}, Trend: "quarter"},
		{Key: "one", Report: "activities", Period: "2026", By: "none", Measures: []string{"act_done"}, Trend: "auto"},
		{Key: "b", Report: "productivity", Period: "2026", By: "user", Measures: []string{"won", "rev"}, Trend: "quarter"},
		{Key: "c", Report: "stages", Period: "2026", Compare: &none},
		{Key: "wrong report", Report: "lossess"},
		{Key: "wrong measure", Report: "losses", Measures: []string{"los"}},
		{Key: "wrong filter", Report: "losses", Filters: []FilterJSON{{"source", []string{"Nowhere"}}}},
		{Key: "d", Report: "losses", Filters: []FilterJSON{{"user", []string{"none"}}, {"class", []string{"new", "existing"}}}},
	}}
	var out Answers
	first := b.do("POST", "/api/v1/ask?lang=en", asked, 200, &out)
	if first.Header.Get(seqHeader) == "" || len(out.Answers) != len(asked.Questions) {
		t.Fatalf("%d answers, %s", len(out.Answers), first.Header)
	}
	for i, a := range out.Answers {
		q := asked.Questions[i]
		if wrong := strings.HasPrefix(q.Key, "wrong"); wrong != (a.Error != nil) || wrong == (a.Result != nil) || a.Key != q.Key || a.Cached {
			t.Errorf("%s: error %+v, result %v, cached %v", q.Key, a.Error, a.Result != nil, a.Cached)
		}
		if a.Result == nil {
			continue
		}
		v := q.params()
		v.Set("lang", "en")
		v.Set("workspace", "demo")
		var alone table.ResultJSON
		kept := b.server.answers
		b.server.answers = newAnswers(b.server.Now) // alone it is computed anew
		b.get("/api/v1/reports/"+q.Report+"?"+v.Encode(), 200, &alone)
		b.server.answers = kept
		want, got := asJSON(t, alone), asJSON(t, a.Result)
		if want != got {
			t.Errorf("%s has another answer among others:\n%.3000s\nthan alone:\n%.3000s", q.Key, got, want)
		}
	}
	if e := out.Answers[4].Error; e.Near != "losses" || e.Field != "report" {
		t.Errorf("a slip is answered %+v", e)
	}
	var lean Answers
	b.do("POST", "/api/v1/ask?lang=en", Questions{Lean: true, Questions: asked.Questions}, 200, &lean)
	for i, a := range lean.Answers {
		if whole := out.Answers[i].Result; whole != nil && (asJSON(t, a.Result.Rows) != asJSON(t, whole.Rows) || asJSON(t, a.Result.Series) != asJSON(t, whole.Series)) {
			t.Errorf("%s has other numbers when lean:\n%.3000s\nthan\n%.3000s", a.Key, asJSON(t, a.Result.Rows), asJSON(t, whole.Rows))
		}
		if of := asked.Questions[i]; a.Result != nil && (of.Key == "one") == a.Cached {
			t.Errorf("%s: cached %v", a.Key, a.Cached)
		}
	}
	b.do("POST", "/api/v1/ask?lang=nb", asked, 200, &out)
	for _, a := range out.Answers {
		if a.Error == nil && !a.Cached {
			t.Errorf("%s is computed again", a.Key)
		}
	}
	b.refused("POST", "/api/v1/ask", Questions{Questions: make([]Question, mostQuestions+1)}, 400, "too_many_questions")
	b.refused("POST", "/api/v1/ask", []byte(`{"questions": 5}`), http.StatusUnsupportedMediaType, "not_json")
	b.refused("POST", "/api/v1/ask", map[string]any{"questions": 5}, 400, "bad_type")
	b.refused("POST", "/api/v1/ask?perod=x", asked, 400, "unknown_parameter")
	b.refused("POST", "/api/v1/ask", Questions{AsOf: "soon"}, 400, "bad_date")

	past := Questions{KnownAt: "2001-01-01", Questions: []Question{{Key: "past", Report: "losses"}}}
	b.do("POST", "/api/v1/ask", past, 200, &out)
	if r := out.Answers[0].Result; r == nil || *r.Rows[0].Measures["losses"].Reason != "not_recorded" || len(r.Notes) != 1 {
		t.Errorf("before anything was recorded the answer is %+v", out.Answers[0])
	}
	b.do("POST", "/api/v1/ask", Questions{AsOf: "2026-06-30", Questions: []Question{{Key: "then", Report: "losses", Period: "last-month"}}}, 200, &out)
	if r := out.Answers[0].Result; r == nil || r.Period.From.String() != "2026-05-01" {
		t.Errorf("as of June the answer is %+v", out.Answers[0])
	}
}

// TestAskTogether: those who ask the same at the same time get the same, and all
// get an answer, whoever goes away.
func TestAskTogether(t *testing.T) {
	s := newSite(t, 80)
	var all sync.WaitGroup
	answers := make([]string, 8)
	for i := range answers {
		all.Go(func() {
			b := &browser{site: s}
			var out Answers
			b.do("POST", "/api/v1/ask", Questions{Questions: []Question{{Key: "x", Report: "sources", Period: "2026"}, {Key: "y", Report: "stages", Period: "2026"}}}, 200, &out)
			for _, a := range out.Answers {
				if a.Result == nil {
					t.Errorf("%s: %+v", a.Key, a.Error)
					return
				}
				data, err := json.Marshal(a.Result.Rows)
				if err != nil {
					t.Error(err)
				}
				answers[i] += string(data)
			}
		})
	}
	all.Wait()
	for _, a := range answers {
		if a != answers[0] {
			t.Error("two who asked the same have different answers")
		}
	}
}

// TestPageIsKept: who asks for a report again, or for a file of it, is given the answer
// that was computed; another base of the change is another question.
func TestPageIsKept(t *testing.T) {
	b := newSite(t, 80).as(-1)
	computed := func() int { return len(b.server.answers.all) }
	path := "/api/v1/reports/productivity?period=2026&by=user&trend=quarter"
	var first, again, based table.ResultJSON
	b.get(path, 200, &first)
	if n := computed(); n != 1 {
		t.Fatalf("%d answers are kept", n)
	}
	for key := range b.server.answers.all {
		b.server.answers.all[key].res.Rows[0].Measures["rev"] = peil.Value{Reason: "kept"}
	}
	b.get(path, 200, &again)
	if v := again.Rows[0].Measures["rev"]; v.Reason == nil || *v.Reason != "kept" {
		t.Errorf("it was computed again: %+v", v)
	}
	b.get(path+"&base=2025-03", 200, &based)
	if n := computed(); n != 2 {
		t.Errorf("%d answers are kept after another question", n)
	}
	if v := based.Rows[0].Measures["rev"]; v.Value == nil || *v.Value != *first.Rows[0].Measures["rev"].Value {
		t.Errorf("with a base it is %+v", v)
	}
}

// TestReceipt: a receipt says how each measure is counted, in both languages, and
// shows the statement; the rows of every report re-sum to its counts.
func TestReceipt(t *testing.T) {
	f, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	h := f.server.Handler()
	for _, rep := range report.All {
		for _, lang := range []string{"nb", "en"} {
			var r Receipt
			fetch(t, h, "/api/v1/reports/"+rep.ID+"/receipt?period=all&filter=class=new&lang="+lang, &r)
			if !strings.Contains(r.SQL, "with win(") || r.DefVersion != rep.Version || len(r.Filters) != 1 || r.AsOf == nil {
				t.Errorf("%s: the receipt is %+v", rep.ID, r)
			}
			for _, m := range r.Measures {
				if strings.HasPrefix(m.Formula, "formula.") || m.Name == m.ID || m.Said == "" {
					t.Errorf("%s %s in %s: %q, %q, %q", rep.ID, m.ID, lang, m.Name, m.Formula, m.Said)
				}
			}
		}
	}
	var res table.ResultJSON
	fetch(t, h, "/api/v1/reports/losses?period=all&measure=losses", &res)
	var rows table.TableJSON
	fetch(t, h, res.RowsHref+"&measure=losses", &rows)
	if n := float64(rows.Total); n != *res.Rows[0].Measures["losses"].Value || n == 0 {
		t.Errorf("%v losses are listed as %v rows", *res.Rows[0].Measures["losses"].Value, n)
	}
	for _, e := range res.Excluded {
		var left table.TableJSON
		fetch(t, h, res.RowsHref+"&excluded="+e.Reason, &left)
		for _, row := range left.Rows {
			if row[len(row)-1] != e.Reason {
				t.Errorf("a row that is left out by %s says %v", e.Reason, row)
			}
		}
	}
}

// TestCatalogue: every measure has its formula, its kinds of chart, and where it
// flatters the better one.
func TestCatalogue(t *testing.T) {
	f, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	var c Catalogue
	fetch(t, f.server.Handler(), "/api/v1/reports?lang=nb", &c)
	instead := 0
	for _, r := range c.Reports {
		if len(r.Charts) == 0 {
			t.Errorf("%s has no chart", r.ID)
		}
		for _, ch := range r.Charts {
			for _, m := range ch.Measures {
				if rep, err := report.Find(r.ID); err != nil || !contains(rep.MeasureIDs(), m) {
					t.Errorf("%s draws %s, which it has not", r.ID, m)
				}
			}
		}
		for _, m := range r.Measures {
			if m.Formula == "" || strings.HasPrefix(m.Formula, "formula.") || len(m.Charts) == 0 {
				t.Errorf("%s %s: formula %q, charts %v", r.ID, m.ID, m.Formula, m.Charts)
			}
			if m.Instead == nil {
				continue
			}
			instead++
			better, err := report.Find(m.Instead.Report)
			if err != nil || !contains(better.MeasureIDs(), m.Instead.Measure) || strings.HasPrefix(m.Instead.Why, "instead.") {
				t.Errorf("instead of %s there is %+v", m.ID, m.Instead)
			}
		}
	}
	if instead < 5 {
		t.Errorf("only %d measures point to a better one", instead)
	}
	if s := c.Settings; s == nil || s.Currency != "NOK" || s.Zone != "Europe/Oslo" || s.Data == nil || !s.Sample {
		t.Errorf("the settings are %+v", s)
	}
	var values DimValues
	fetch(t, f.server.Handler(), "/api/v1/dims/source?limit=2", &values)
	if len(values.Values) != 2 || values.Total < 3 {
		t.Errorf("%+v", values)
	}
	fetch(t, f.server.Handler(), "/api/v1/dims/class?q=NYE", &values)
	if values.Total != 1 || values.Values[0].ID != "new" {
		t.Errorf("%+v", values)
	}
}

func contains(list []string, word string) bool {
	for _, w := range list {
		if w == word {
			return true
		}
	}
	return false
}

func asJSON(t *testing.T, v any) string { return jsonOf(t, v) }

func jsonOf(t testing.TB, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
