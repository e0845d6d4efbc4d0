package web

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"peil"
)

const dealsCSV = "Id;Navn;Selger;Fase;Verdi;Opprettet;Avsluttet\n" +
	"1;Kasse;Ask Prøve;Vunnet;12 500,50;05.11.2026;14.11.2026\n" +
	"2;Hylle;Bjørk Prøve;Tapt;9 000;06.11.2026;15.11.2026\n" +
	"3;Disk;Bjørk Prøve;Tilbud;7 000;07.11.2026;\n"

// settled waits until a draft is not being worked on.
func (b *browser) settled(d *ImportDraft) {
	b.t.Helper()
	for deadline := time.Now().Add(60 * time.Second); d.State == draftReading || d.State == draftApplying; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			b.t.Fatalf("the import stays %s", d.State)
		}
		next := ImportDraft{}
		b.get("/api/v1/imports/"+d.ID.String()+"?lang=nb", 200, &next)
		*d = next
	}
}

// prepare uploads files and reads them.
func (b *browser) prepare(workspace string, files map[string]string) ImportDraft {
	b.t.Helper()
	var d ImportDraft
	b.do("POST", "/api/v1/imports?workspace="+workspace, nil, 201, &d)
	for name, text := range files {
		b.do("PUT", "/api/v1/imports/"+d.ID.String()+"/files/"+name, []byte(text), 200, &d)
	}
	b.do("POST", "/api/v1/imports/"+d.ID.String()+"/read", ImportRead{}, 202, &d)
	b.settled(&d)
	return d
}

// TestImport: upload, correct, store, see the numbers move, undo.
func TestImport(t *testing.T) {
	b := newSite(t, 0).as(-1)
	d := b.prepare("main", map[string]string{"avtaler.csv": dealsCSV})
	if d.State != draftReady || d.Plan == nil || d.Plan.New != 3 || len(d.Plan.Tables) != 1 || len(d.Plan.Tables[0].Sample) != 3 {
		t.Fatalf("%+v %+v", d, d.Error)
	}
	table := d.Plan.Tables[0]
	if table.Kind != "deals" || table.Columns[4].Role != "value" || table.Columns[5].Dates == "" {
		t.Errorf("the table is understood as %+v", table)
	}
	path := "/api/v1/imports/" + d.ID.String()
	for _, q := range d.Plan.Questions {
		if q.Code == "currency" {
			b.refusedLater(path+"/answers", "POST", ImportAnswers{map[string]string{"currency": "KRONER"}}, &d, "unknown_currency")
			b.do("POST", path+"/answers?lang=nb", ImportAnswers{map[string]string{"currency": "sek"}}, 202, &d)
			b.settled(&d)
		}
	}
	if d.Plan.Currency != "SEK" {
		t.Errorf("the currency is %s", d.Plan.Currency)
	}
	corrected := ImportMapping{Tables: []ImportTableMapping{{File: table.File, Kind: "deals"}}, Stages: d.Plan.Stages}
	for _, c := range table.Columns {
		one := ImportColumnMapping{Name: c.Name, Role: c.Role, Dates: c.Dates, Decimal: c.Decimal}
		if c.Name == "Navn" {
			one.Role = "" // left out
		}
		corrected.Tables[0].Columns = append(corrected.Tables[0].Columns, one)
	}
	wrong := ImportMapping{Tables: []ImportTableMapping{{File: table.File, Kind: "dels"}}}
	b.refused("PUT", path+"/mapping", wrong, 400, "unknown_table_kind")
	b.do("PUT", path+"/mapping", corrected, 202, &d)
	b.settled(&d)
	if d.State != draftReady || d.Error != nil || d.Plan.Tables[0].Columns[1].Role != "" || d.Plan.Currency != "SEK" {
		t.Fatalf("%+v %+v", d.Error, d.Plan)
	}
	b.do("POST", path+"/apply", nil, 202, &d)
	b.settled(&d)
	if d.State != draftDone || d.Outcome == nil || d.Outcome.New != 3 || d.Outcome.Batch == nil || d.Outcome.Seq == 0 {
		t.Fatalf("%+v %+v", d.Error, d.Outcome)
	}
	if left, err := filepath.Glob(filepath.Join(b.dir, "tmp", "imports", "*", "files", "*")); err != nil || len(left) > 0 {
		t.Errorf("uploads are left: %v, %v", left, err)
	}
	won := func(seq int64) float64 {
		b.head = map[string]string{seqHeader: fmt.Sprint(seq)}
		defer func() { b.head = nil }()
		var out Answers
		b.do("POST", "/api/v1/ask?workspace=main", Questions{Questions: []Question{{Key: "w", Report: "productivity", Period: "2026-11", Measures: []string{"won"}}}}, 200, &out)
		return *out.Answers[0].Result.Rows[0].Measures["won"].Value
	}
	if n := won(d.Outcome.Seq); n != 1 {
		t.Errorf("%v are won after the import", n)
	}
	again := b.prepare("main", map[string]string{"avtaler.csv": dealsCSV})
	// The column that was left out is new to the records: they are changed by it.
	if again.Plan.New != 0 || again.Plan.Changed != 3 {
		t.Errorf("the same file again is %d new, %d changed, %d untouched", again.Plan.New, again.Plan.Changed, again.Plan.Untouched)
	}
	b.do("DELETE", "/api/v1/imports/"+again.ID.String(), nil, 204, nil)
	b.undoes(*d.Outcome.Batch)
	var list Imports
	b.get("/api/v1/imports?workspace=main", 200, &list)
	if len(list.Imports) != 1 || list.Imports[0].State != "undone" || len(list.Drafts) != 1 {
		t.Errorf("%+v", list)
	}
}

// undoes takes an import back, on whose deals somebody has worked.
func (b *browser) undoes(batch peil.ID) {
	b.t.Helper()
	path := "/api/v1/batches/" + batch.String() + "/undo?workspace=main"
	b.refused("POST", path, Undo{}, 409, "choose_person")
	var people People
	b.get("/api/v1/people?workspace=main", 200, &people)
	r := b.do("POST", "/api/v1/me?workspace=main", Chosen{&people.People[0].ID}, 200, nil)
	b.cookie, _, _ = strings.Cut(r.Header.Get("Set-Cookie"), ";")
	ws, err := b.store.Workspace(b.t.Context(), "main")
	if err != nil {
		b.t.Fatal(err)
	}
	deals, err := ws.Deals(b.t.Context(), nil)
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := ws.Append(b.t.Context(), peil.Actor{Kind: peil.ActorUser, ID: people.People[0].ID}, peil.Draft{At: time.Now(), Payload: peil.DealValueSet{Deal: deals[0].Deal, Value: 100, Currency: "SEK"}}); err != nil {
		b.t.Fatal(err)
	}
	var no UndoConflict
	b.do("POST", path, Undo{}, 409, &no)
	if no.Code != "worked_on" || no.Total < 1 || no.Worked[0].ID.IsZero() {
		b.t.Errorf("%+v", no)
	}
	var done Undone
	b.do("POST", path, Undo{Force: true}, 200, &done)
	if done.Seq == 0 || len(done.Worked) != no.Total {
		b.t.Errorf("%+v", done)
	}
}

// refusedLater holds a piece of work to an error that the draft then carries, with
// which it can still be worked on.
func (b *browser) refusedLater(path, method string, body any, d *ImportDraft, code string) {
	b.t.Helper()
	b.do(method, path, body, 202, d)
	b.settled(d)
	if d.Error == nil || d.Error.Code != code || d.State == draftFailed {
		b.t.Errorf("%s %s leaves the import %s with %+v, want %s", method, path, d.State, d.Error, code)
	}
}

// TestBadUploads: what is no table, is broken or has no end is refused with a
// reason, and nothing of it stays.
func TestBadUploads(t *testing.T) {
	b := newSite(t, 30).as(-1)
	b.refused("POST", "/api/v1/imports?workspace=demo", nil, 400, "demo_only")
	b.refused("GET", "/api/v1/imports/01HE3ZE6C04DHFXJNT0ATEFEJ5", nil, 404, "unknown_draft")
	for name, text := range map[string]string{
		"bilde.png": "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "tom.csv": "   ", "arkiv.zip": "PK\x03\x04 and then nothing", "bok.xlsx": "PK\x03\x04broken",
	} {
		d := b.prepare("main", map[string]string{name: text})
		if d.State == draftReady || d.Error == nil || d.Error.Kind != peil.KindInvalid || d.Error.Message == "" {
			t.Errorf("%s: %s, %+v", name, d.State, d.Error)
		}
		if d.Error != nil && strings.Contains(d.Error.Message, b.dir) {
			t.Errorf("%s: where it lies here is told: %s", name, d.Error.Message)
		}
		b.do("DELETE", "/api/v1/imports/"+d.ID.String(), nil, 204, nil)
	}
	var d ImportDraft
	b.do("POST", "/api/v1/imports", nil, 201, &d)
	if d.Workspace != "main" {
		t.Errorf("without a word an import goes into %s", d.Workspace)
	}
	path := "/api/v1/imports/" + d.ID.String()
	b.refused("POST", path+"/read", ImportRead{}, 400, "nothing_uploaded")
	b.refused("POST", path+"/apply", nil, 409, "import_state")
	b.refused("PUT", path+"/files/..%2f..%2fpeil.db", []byte("x"), 400, "bad_file_name")
	b.refused("PUT", path+"/files/.hidden", []byte("x"), 400, "bad_file_name")
	b.refused("PUT", path+"/files/tom.csv", []byte{}, 400, "empty_file")
	b.refused("DELETE", path+"/files/none.csv", nil, 404, "unknown_upload")
	b.refused("GET", path+"/refused.csv", nil, 404, "no_refused_rows")
	b.do("PUT", path+"/files/a.csv", []byte(dealsCSV+"4;Feil;Ask Prøve;Vunnet;mange;05.11.2026;14.11.2026\n"), 200, &d)
	b.do("POST", path+"/read", ImportRead{}, 202, &d)
	b.settled(&d)
	if d.Plan == nil || d.Plan.RefusedN != 1 || d.Plan.Refused[0].Row != 5 || d.Plan.Refused[0].Said == "" {
		t.Fatalf("%+v %+v", d.Error, d.Plan)
	}
	r, err := http.Get(b.url + path + "/refused.csv")
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r.Body)
	r.Body.Close()
	if err != nil || !strings.Contains(string(text), "mange") {
		t.Errorf("the file of unreadable rows is %q, %v", text, err)
	}
	b.server.Close()
	if left, err := os.ReadDir(filepath.Join(b.dir, "tmp", "imports")); err != nil || len(left) > 0 {
		t.Errorf("after the server's end there are %v, %v", left, err)
	}
}

// TestLargeUpload: a long file goes to disk as it comes; zips are read as well.
func TestLargeUpload(t *testing.T) {
	b := newSite(t, 0).as(-1)
	var d ImportDraft
	b.do("POST", "/api/v1/imports?workspace=main", nil, 201, &d)
	const size = 120 << 20
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	r, err := http.NewRequestWithContext(t.Context(), "PUT", b.url+"/api/v1/imports/"+d.ID.String()+"/files/stor.csv", io.LimitReader(endless{}, size))
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	runtime.ReadMemStats(&after)
	if grown := int64(after.TotalAlloc - before.TotalAlloc); answer.StatusCode != 200 || grown > 16<<20 {
		t.Errorf("%d, and %d MB were allocated for a file of %d MB", answer.StatusCode, grown>>20, size>>20)
	}
	b.do("DELETE", "/api/v1/imports/"+d.ID.String(), nil, 204, nil)

	var z bytes.Buffer
	pack := zip.NewWriter(&z)
	f, err := pack.Create("eksport/avtaler.csv")
	if err == nil {
		_, err = io.WriteString(f, dealsCSV)
	}
	if err != nil || pack.Close() != nil {
		t.Fatal(err)
	}
	packed := b.prepare("main", map[string]string{"eksport.zip": z.String()})
	if packed.State != draftReady || packed.Plan.New != 3 {
		t.Errorf("a zip is %s with %+v", packed.State, packed.Error)
	}
}

// endless is a file without end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a' + byte(i%26)
	}
	return len(p), nil
}
