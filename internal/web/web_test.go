package web

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"peil"
	"peil/internal/report"
	"peil/internal/store"
)

// TestScenarios: a request, its status, what the answer must and must not hold.
func TestScenarios(t *testing.T) {
	f, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	h := f.server.Handler()
	for _, c := range []struct {
		name, method, path string
		head               map[string]string
		status             int
		must, mustNot      []string
	}{
		{name: "list", path: "/api/v1/reports", status: 200, must: []string{`"id":"productivity"`, `"id":"stages"`, `"id":"losses"`, `"unit":"money"`, `"id":"user"`}},
		{name: "list in English", path: "/api/v1/reports?lang=en", status: 200, must: []string{"Sales productivity"}, mustNot: []string{"Salgsproduktivitet"}},
		{name: "browser's language", path: "/api/v1/reports", head: map[string]string{"Accept-Language": "en-GB,en;q=0.9"}, status: 200, must: []string{"Sales productivity"}},
		{name: "Nynorsk reads Bokmål", path: "/api/v1/reports", head: map[string]string{"Accept-Language": "nn,en;q=0.5"}, status: 200, must: []string{"Salgsproduktivitet"}},
		{name: "report", path: "/api/v1/reports/productivity?period=all", status: 200, must: []string{`"slice": null`, `"rows_href": "/api/v1/reports/productivity/rows?`, `"to":`}},
		{name: "split", path: "/api/v1/reports/losses?period=all&by=reason", status: 200, must: []string{`"by": "reason"`}},
		{name: "no split", path: "/api/v1/reports/losses?period=all&by=none", status: 200, must: []string{`"by": null`}},
		{name: "compare none", path: "/api/v1/reports/losses?period=all&compare=none", status: 200, mustNot: []string{`"to": "previous"`}},
		{name: "compare year", path: "/api/v1/reports/losses?period=2026-10&compare=year", status: 200, must: []string{`"to": "year"`}, mustNot: []string{`"to": "previous"`}},
		{name: "trend", path: "/api/v1/reports/losses?period=2026&trend=quarter", status: 200, must: []string{`"from": "2026-04-01"`}},
		{name: "as of", path: "/api/v1/reports/losses?as_of=2026-06-30&period=last-month", status: 200, must: []string{`"as_of": "2026-06-30T22:00:00Z"`, `"from": "2026-05-01"`}},
		{name: "before anything was recorded", path: "/api/v1/reports/losses?known_at=2001-01-01", status: 200, must: []string{`"reason": "not_recorded"`, `"value": null`}},
		{name: "rows of before anything was recorded", path: "/api/v1/reports/losses/rows?known_at=2001-01-01", status: 400, must: []string{`"not_recorded"`}},
		{name: "rows", path: "/api/v1/reports/losses/rows?period=all&limit=5", status: 200, must: []string{`"columns"`, `"total"`}},
		{name: "markdown", path: "/api/v1/reports/losses?format=md&lang=en", status: 200, must: []string{"## Loss reasons over time"}},
		{name: "csv", path: "/api/v1/reports/losses?format=csv", status: 200, must: []string{"\ufeffslice;from;until;"}},
		{name: "health", path: "/healthz", status: 200, must: []string{`"status": "ok"`}},
		{name: "ready", path: "/readyz", status: 200, must: []string{`"ready"`}},
		{name: "description", path: "/openapi.json", status: 200, must: []string{`"openapi": "3.1.0"`, `/api/v1/reports/{report}/rows`}},

		{name: "unknown report", path: "/api/v1/reports/lossess", status: 404, must: []string{`"code": "unknown_report"`, `"losses"`, `"field": "report"`}},
		{name: "error in Norwegian", path: "/api/v1/reports/lossess", status: 404, must: []string{"Rapporten «lossess» finnes ikke; mente du «losses»?"}},
		{name: "error in English", path: "/api/v1/reports/lossess?lang=en", status: 404, must: []string{`there is no report \"lossess\"; did you mean \"losses\"?`}},
		{name: "error in the browser's language", path: "/api/v1/nonsense", head: map[string]string{"Accept-Language": "en-GB"}, status: 404, must: []string{"there is nothing at /api/v1/nonsense"}},
		{name: "unknown report's rows", path: "/api/v1/reports/nonsense/rows", status: 404, must: []string{`"hints"`}},
		{name: "unknown period", path: "/api/v1/reports/losses?period=last-mont", status: 400, must: []string{`"code": "unknown_period"`, "last-month", `"field": "period"`}},
		{name: "unknown dimension", path: "/api/v1/reports/losses?by=teem", status: 400, must: []string{`"team"`, `"field": "by"`}},
		{name: "unknown grain", path: "/api/v1/reports/losses?trend=mnth", status: 400, must: []string{`"month"`}},
		{name: "unknown comparison", path: "/api/v1/reports/losses?compare=lastyear", status: 400, must: []string{`"field": "compare"`}},
		{name: "unknown parameter", path: "/api/v1/reports/losses?perod=2017", status: 400, must: []string{`"code": "unknown_parameter"`, `"period"`}},
		{name: "repeated parameter", path: "/api/v1/reports/losses?period=2017&period=2018", status: 400, must: []string{`"repeated_parameter"`}},
		{name: "bad filter", path: "/api/v1/reports/losses?filter=source", status: 400, must: []string{`"bad_filter"`}},
		{name: "unknown value", path: "/api/v1/reports/losses?filter=user=Nobody", status: 400, must: []string{`"field": "filter"`}},
		{name: "bad day", path: "/api/v1/reports/losses?as_of=1.5.2026", status: 400, must: []string{`"field": "as_of"`}},
		{name: "bad limit", path: "/api/v1/reports/losses/rows?limit=-1", status: 400, must: []string{`"field": "limit"`}},
		{name: "bad tau", path: "/api/v1/reports/stages?tau=0", status: 400, must: []string{`"field": "tau"`}},
		{name: "unknown format", path: "/api/v1/reports/losses?format=pdf", status: 400, must: []string{`"xlsx"`}},
		{name: "unknown language", path: "/api/v1/reports/losses?lang=sv", status: 400, must: []string{`"nb"`}},
		{name: "unknown workspace", path: "/api/v1/reports/losses?workspace=nowhere", status: 404, must: []string{`"demo"`}},
		{name: "unknown path", path: "/api/v1/nonsense", status: 404, must: []string{`"unknown_path"`}},
		{name: "wrong method", method: "DELETE", path: "/api/v1/reports", status: 405, must: []string{`"method_not_allowed"`}},
		{name: "bad seq", path: "/api/v1/reports/losses", head: map[string]string{seqHeader: "soon"}, status: 400, must: []string{`"bad_seq"`}},
		{name: "injection", path: "/api/v1/reports/losses?filter=user='%20or%201=1--", status: 400, mustNot: []string{"Parser Error"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			method := c.method
			if method == "" {
				method = http.MethodGet
			}
			r := httptest.NewRequest(method, "http://localhost"+c.path, nil)
			for k, v := range c.head {
				r.Header.Set(k, v)
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != c.status {
				t.Errorf("%d, want %d: %s", w.Code, c.status, w.Body)
			}
			for _, s := range c.must {
				if !strings.Contains(w.Body.String(), s) {
					t.Errorf("%q is not in\n%.2000s", s, w.Body)
				}
			}
			for _, s := range c.mustNot {
				if strings.Contains(w.Body.String(), s) {
					t.Errorf("%q is in\n%.2000s", s, w.Body)
				}
			}
			checkHeaders(t, w)
		})
	}
}

// checkHeaders holds every answer, also of an error, to the same headers.
func checkHeaders(t *testing.T, w *httptest.ResponseRecorder) {
	t.Helper()
	for k, want := range map[string]string{"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff",
		"X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"} {
		if got := w.Header().Get(k); !strings.Contains(got, want) {
			t.Errorf("%s is %q", k, got)
		}
	}
	if w.Code >= 400 && strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") {
		var e ErrorJSON
		if err := json.Unmarshal(w.Body.Bytes(), &e); err != nil || e.Kind == "" || e.Code == "" || e.Message == "" || e.Hints == nil {
			t.Errorf("an error is answered as %s, %v", w.Body, err)
		}
	}
}

// TestHostCheck: a name that is not this machine's own is another site's page.
func TestHostCheck(t *testing.T) {
	f, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	h := f.server.Handler()
	for host, want := range map[string]int{"localhost": 200, "localhost:8420": 200, "127.0.0.1:8420": 200, "[::1]:8420": 200, "LOCALHOST": 200,
		"evil.example": 421, "localhost.evil.example": 421, "127.0.0.1.evil.example:80": 421, "10.0.0.1": 421, "": 421, "0.0.0.0": 421} {
		r := httptest.NewRequest(http.MethodGet, "/healthz", nil)
		r.Host = host
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("host %q: %d, want %d", host, w.Code, want)
		}
	}
}

// TestSeq: an answer says what its facts hold, and a question that is ahead of
// them is told to come back.
func TestSeq(t *testing.T) {
	f, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	last, err := f.ws.LastSeq(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ask := func(seq int64) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, "http://localhost/api/v1/reports/losses", nil)
		r.Header.Set(seqHeader, strconv.FormatInt(seq, 10))
		w := httptest.NewRecorder()
		f.server.Handler().ServeHTTP(w, r)
		return w
	}
	if w := ask(last); w.Code != 200 || w.Header().Get(seqHeader) != strconv.FormatInt(last, 10) {
		t.Errorf("%d with seq %q, want 200 with %d", w.Code, w.Header().Get(seqHeader), last)
	}
	if w := ask(last + 1000); w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
		t.Errorf("%d, Retry-After %q: %s", w.Code, w.Header().Get("Retry-After"), w.Body)
	}
}

// TestEveryReport asks every report for everything that it lists.
func TestEveryReport(t *testing.T) {
	f, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	h := f.server.Handler()
	var list struct {
		Reports []struct {
			ID       string
			Dims     []struct{ ID string }
			Measures []struct{ ID, Name string }
		}
	}
	fetch(t, h, "/api/v1/reports?lang=en", &list)
	if len(list.Reports) != len(report.All) {
		t.Fatalf("%d reports are listed of %d", len(list.Reports), len(report.All))
	}
	for _, rep := range list.Reports {
		for _, m := range rep.Measures {
			if m.Name == m.ID {
				t.Errorf("%s has no name in the catalogue", m.ID)
			}
		}
		for _, d := range rep.Dims {
			var res struct {
				By       string
				Rows     []map[string]any
				RowsHref string `json:"rows_href"`
			}
			fetch(t, h, "/api/v1/reports/"+rep.ID+"?period=2026-10&compare=none&by="+d.ID, &res)
			if res.By != d.ID || len(res.Rows) < 1 {
				t.Errorf("%s by %s answers %d rows by %q", rep.ID, d.ID, len(res.Rows), res.By)
			}
			var rows struct {
				Columns []struct{ ID string }
				Rows    [][]any
				Total   int64
			}
			fetch(t, h, res.RowsHref, &rows)
			if len(rows.Columns) == 0 || rows.Total < int64(len(rows.Rows)) {
				t.Errorf("%s: %d columns, %d of %d rows", rep.ID, len(rows.Columns), len(rows.Rows), rows.Total)
			}
		}
	}
}

func fetch(t *testing.T, h http.Handler, path string, into any) {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://localhost"+path, nil))
	if w.Code != 200 {
		t.Fatalf("%s: %d %s", path, w.Code, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

func TestXLSX(t *testing.T) {
	f, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	f.server.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://localhost/api/v1/reports/losses?format=xlsx", nil))
	if w.Code != 200 || !strings.Contains(w.Header().Get("Content-Disposition"), "losses.xlsx") {
		t.Fatalf("%d %s", w.Code, w.Header())
	}
	x, err := excelize.OpenReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	x.Close()
}

// TestNoWorkspace: an instance without data says what to do.
func TestNoWorkspace(t *testing.T) {
	empty := peil.NotFound("no_workspace", "there is no workspace yet")
	s := bare(t, slog.DiscardHandler, empty)
	for path, want := range map[string]int{"/": 200, "/readyz": 200, "/api/v1/reports": 200, "/api/v1/reports/losses": 404} {
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://localhost"+path, nil))
		if w.Code != want {
			t.Errorf("%s: %d, want %d", path, w.Code, want)
		}
	}
}

// TestInternalErrorsAreNotShown: what was not made for people stays in the log.
func TestInternalErrorsAreNotShown(t *testing.T) {
	var log strings.Builder
	s := bare(t, slog.NewTextHandler(&log, nil), fmt.Errorf("open /secret/place: permission denied"))
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://localhost/api/v1/reports/losses", nil))
	if w.Code != 500 || strings.Contains(w.Body.String(), "secret") || !strings.Contains(log.String(), "secret") {
		t.Errorf("%d %s; the log: %s", w.Code, w.Body, log.String())
	}
}

// bare is a server whose workspaces cannot be had.
func bare(t *testing.T, log slog.Handler, why error) *Server {
	s, err := New(Options{Log: slog.New(log), Now: func() time.Time { return now }, UI: testUI, Scratch: t.TempDir(),
		Workspace: func(context.Context, string) (*store.Workspace, error) { return nil, why }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}
