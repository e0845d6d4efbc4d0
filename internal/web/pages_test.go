package web

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/source/sample"
	"peil/internal/store"
	"peil/internal/storetest"
)

// site is a server on a port of its own, over a workspace that a test may write.
type site struct {
	t      *testing.T
	url    string
	server *Server
	store  *store.Store
	ws     *store.Workspace // demo, nil in an empty one
	dir    string
}

// newSite makes one with a small sample company, or with nothing at all.
func newSite(t *testing.T, deals int) *site {
	t.Helper()
	s := &site{t: t, dir: t.TempDir()}
	clock := time.Now() // stands still, so that what is open grows no older
	var err error
	if s.store, err = store.Open(t.Context(), "sqlite://"+filepath.Join(s.dir, "peil.db"), storetest.FoldRules(), store.Options{}); err != nil {
		t.Fatal(err)
	}
	cache, err := facts.Open(t.Context(), facts.Options{Dir: s.dir, Memory: 256 << 20})
	if err != nil {
		t.Fatal(err)
	}
	s.server, err = New(Options{Store: s.store, Facts: cache, Lang: "nb", Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return clock }, Version: "test", UI: testUI, SampleDeals: 100,
		Scratch: filepath.Join(s.dir, "tmp"), Errors: filepath.Join(s.dir, "errors"),
		Workspace: func(ctx context.Context, name string) (*store.Workspace, error) {
			ws, _, err := Choose(ctx, s.store, name)
			return ws, err
		}})
	if err != nil {
		t.Fatal(err)
	}
	if deals > 0 {
		if s.ws, err = s.store.CreateWorkspace(t.Context(), "demo"); err != nil {
			t.Fatal(err)
		}
		if err := sample.Fill(t.Context(), s.ws, sample.Options{Deals: deals, Seed: 1, Now: time.Now()}, nil); err != nil {
			t.Fatal(err)
		}
		db, err := cache.Workspace(t.Context(), s.ws)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Ready(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	}
	listening := httptest.NewServer(s.server.Handler())
	s.url = listening.URL
	t.Cleanup(func() {
		s.server.Close()
		listening.Close()
		cache.Close()
		s.store.Close()
	})
	return s
}

// browser is somebody at a browser: a cookie, and a language.
type browser struct {
	*site
	cookie string
	head   map[string]string
}

// as chooses the nth of the workspace's people.
func (s *site) as(n int) *browser {
	s.t.Helper()
	b := &browser{site: s}
	if n < 0 {
		return b
	}
	var list People
	b.get("/api/v1/people", http.StatusOK, &list)
	r := b.do("POST", "/api/v1/me", Chosen{&list.People[n].ID}, http.StatusOK, nil)
	c := r.Header.Get("Set-Cookie")
	if !strings.Contains(c, "HttpOnly") || !strings.Contains(c, "SameSite=Strict") || !strings.Contains(c, "Path=/") {
		s.t.Errorf("the cookie is %q", c)
	}
	b.cookie, _, _ = strings.Cut(c, ";")
	return b
}

func (b *browser) get(path string, status int, into any) *http.Response {
	b.t.Helper()
	return b.do("GET", path, nil, status, into)
}

// do sends a request and holds its answer to a status.
func (b *browser) do(method, path string, body any, status int, into any) *http.Response {
	b.t.Helper()
	var in io.Reader
	switch x := body.(type) {
	case nil:
	case []byte:
		in = bytes.NewReader(x)
	default:
		data, err := json.Marshal(x)
		if err != nil {
			b.t.Fatal(err)
		}
		in = bytes.NewReader(data)
	}
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.url+path, in)
	if err != nil {
		b.t.Fatal(err)
	}
	if _, file := body.([]byte); body != nil && !file {
		r.Header.Set("Content-Type", "application/json")
	}
	if b.cookie != "" {
		r.Header.Set("Cookie", b.cookie)
	}
	for k, v := range b.head {
		r.Header.Set(k, v)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	if answer.StatusCode != status {
		b.t.Fatalf("%s %s: %d, want %d: %.600s", method, path, answer.StatusCode, status, data)
	}
	if into != nil {
		if err := json.Unmarshal(data, into); err != nil {
			b.t.Fatalf("%s %s: %v in %.300s", method, path, err, data)
		}
	}
	return answer
}

// refused holds a request to an error with a code.
func (b *browser) refused(method, path string, body any, status int, code string) ErrorJSON {
	b.t.Helper()
	var e ErrorJSON
	b.do(method, path, body, status, &e)
	if e.Code != code || e.Message == "" || e.Hints == nil {
		b.t.Errorf("%s %s is refused as %+v, want %s", method, path, e, code)
	}
	return e
}

// TestForeignPages: what a page of another site could send is refused, whatever it
// asks for.
func TestForeignPages(t *testing.T) {
	b := newSite(t, 0).as(-1)
	for name, head := range map[string]map[string]string{
		"another site":       {"Sec-Fetch-Site": "cross-site"},
		"another port":       {"Sec-Fetch-Site": "same-site"},
		"an old browser":     {"Origin": "https://evil.example"},
		"an opaque document": {"Origin": "null"},
	} {
		b.head = head
		if e := b.refused("POST", "/api/v1/workspaces", NewWorkspace{Name: "stolen"}, http.StatusForbidden, "foreign_page"); e.Kind != peil.KindInvalid {
			t.Errorf("%s: %+v", name, e)
		}
	}
	b.head = map[string]string{"Sec-Fetch-Site": "same-origin"}
	b.do("POST", "/api/v1/workspaces", NewWorkspace{Name: "mine"}, http.StatusCreated, nil)
	b.head = map[string]string{"Content-Type": "text/plain"}
	b.refused("POST", "/api/v1/workspaces", []byte(`{"name":"form"}`), http.StatusUnsupportedMediaType, "not_json")
}

// TestApp: files of the app, their forms and how long they are kept.
func TestApp(t *testing.T) {
	f, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	h := f.server.Handler()
	ask := func(path string, head ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, "http://localhost"+path, nil)
		for i := 0; i < len(head); i += 2 {
			r.Header.Set(head[i], head[i+1])
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	for _, path := range []string{"/", "/reports/stages?period=all", "/dashboards/01ABC", "/import"} {
		w := ask(path)
		if w.Code != 200 || !strings.Contains(w.Body.String(), "<!doctype html>") || w.Header().Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: %d, %s", path, w.Code, w.Header())
		}
		policy := w.Header().Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'self'") || strings.Contains(policy, "unsafe") || !strings.Contains(policy, "frame-ancestors 'none'") {
			t.Errorf("%s: the policy is %q", path, policy)
		}
	}
	const script = "/_app/immutable/start.abc.js"
	for accept, want := range map[string]string{"": "console.log('plain')", "gzip": "gzip", "gzip, br": "brotli", "gzip;q=0.5, br;q=0": "gzip"} {
		w := ask(script, "Accept-Encoding", accept)
		if w.Body.String() != want || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/javascript") {
			t.Errorf("%q gets %q: %s", accept, w.Body, w.Header())
		}
	}
	tag := ask("/favicon.svg").Header().Get("ETag")
	if w := ask("/favicon.svg", "If-None-Match", tag); tag == "" || w.Code != http.StatusNotModified {
		t.Errorf("a file with the tag %q is answered %d", tag, w.Code)
	}
	for path, want := range map[string]int{"/_app/immutable/gone.js": 404, "/api/v1/none": 404, "/../../etc/passwd": 307} {
		if w := ask(path); w.Code != want || strings.Contains(w.Body.String(), "root:") {
			t.Errorf("%s: %d, want %d", path, w.Code, want)
		}
	}
	words := ask("/api/v1/words/nb")
	if again := ask("/api/v1/words/nb", "If-None-Match", words.Header().Get("ETag")); words.Code != 200 || again.Code != http.StatusNotModified {
		t.Errorf("words are answered %d, then %d", words.Code, again.Code)
	}
}

// TestFirstRun: an empty instance has three doors: the sample company, an import,
// an empty workspace.
func TestFirstRun(t *testing.T) {
	b := newSite(t, 0).as(-1)
	var all Workspaces
	b.get("/api/v1/workspaces", 200, &all)
	if len(all.Workspaces) != 0 || all.Default != nil {
		t.Fatalf("%+v", all)
	}
	b.get("/", 200, nil)
	b.refused("GET", "/api/v1/people", nil, 404, "no_workspace")
	b.refused("POST", "/api/v1/workspaces", NewWorkspace{Name: "Not a name"}, 400, "bad_workspace_name")
	b.refused("POST", "/api/v1/workspaces", NewWorkspace{Name: "demo"}, 400, "sample_name")
	b.refused("POST", "/api/v1/workspaces", NewWorkspace{Name: "x", Sample: true}, 400, "sample_elsewhere")
	b.refused("POST", "/api/v1/workspaces", map[string]any{"nme": "x"}, 400, "unknown_field")
	b.do("POST", "/api/v1/workspaces", NewWorkspace{Name: "acme"}, 201, nil)
	b.refused("POST", "/api/v1/workspaces", NewWorkspace{Name: "acme"}, 409, "workspace_exists")
	var cat Catalogue
	b.get("/api/v1/reports?workspace=acme", 200, &cat)
	if cat.Settings == nil || cat.Settings.Data != nil || cat.Settings.Sample {
		t.Errorf("an empty workspace's settings are %+v", cat.Settings)
	}
	var made WorkspaceMade
	b.do("POST", "/api/v1/workspaces", NewWorkspace{Sample: true}, 201, &made)
	for deadline := time.Now().Add(90 * time.Second); made.Job.State == "running"; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the sample company does not come")
		}
		b.get("/api/v1/jobs/"+made.Job.ID.String(), 200, made.Job)
	}
	if made.Job.State != "done" || made.Job.Seq == 0 || made.Job.Done != made.Job.Total {
		t.Fatalf("%+v", made.Job)
	}
	b.refused("POST", "/api/v1/workspaces", NewWorkspace{Sample: true}, 409, "workspace_exists")
	b.get("/api/v1/workspaces", 200, &all)
	if len(all.Workspaces) != 2 || !all.Workspaces[1].Sample || all.Workspaces[1].Empty || !all.Workspaces[0].Empty || *all.Default != "demo" {
		t.Errorf("%+v", all)
	}
	if _, err := os.Stat(filepath.Join(b.dir, "facts")); err != nil {
		t.Error(err)
	}
}
