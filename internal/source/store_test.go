package source

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"peil"
	"peil/internal/fold"
	"peil/internal/store"
)

var importer = peil.Actor{Kind: peil.ActorImport}

// workspace opens an empty workspace whose rules are the fold's.
func workspace(t testing.TB) *store.Workspace {
	t.Helper()
	st, err := store.Open(context.Background(), "sqlite://"+filepath.Join(t.TempDir(), "peil.db"), store.Rules{
		Touches: fold.Touches,
		Setup: func(prev any, evs []peil.Event) any {
			s, ok := prev.(*fold.Setup)
			if !ok {
				s = fold.NewSetup(nil, time.Time{})
			}
			for _, ev := range evs {
				s = s.With(ev)
			}
			return s
		},
		Check: func(setup any, unit []peil.Event, ev peil.Event) error { return fold.Check(setupOf(setup), unit, ev) },
		Snapshot: func(setup any, unit []peil.Event) peil.Snapshot {
			return fold.Snapshot(setupOf(setup), unit)
		},
	}, store.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	w, err := st.CreateWorkspace(context.Background(), "main")
	if err != nil {
		t.Fatal(err)
	}
	return w
}

var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func setupOf(s any) *fold.Setup {
	if f, ok := s.(*fold.Setup); ok {
		return f
	}
	return fold.NewSetup(nil, time.Time{})
}

// bring imports a folder and returns what it did.
func bring(t testing.TB, w *store.Workspace, dir string) Outcome {
	t.Helper()
	p := plan(t, Options{Workspace: w, Yes: true, Lang: "nb", Now: now}, dir)
	out, err := p.Apply(context.Background(), w, importer, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(out.Late) > 0 {
		t.Fatalf("contradictions: %+v", out.Late)
	}
	return out
}

func counts(o Outcome) string {
	return fmt.Sprintf("new %d changed %d untouched %d refused %d", o.New, o.Changed, o.Untouched, o.Refused)
}

// standing is every deal as it stands, by name.
func standing(t testing.TB, w *store.Workspace) string {
	t.Helper()
	deals, err := w.Deals(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var ids []peil.ID
	for _, d := range deals {
		ids = append(ids, d.Deal, d.Owner, d.Stage, d.Account, d.Reason)
	}
	names, err := w.Labels(context.Background(), ids)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, d := range deals {
		if d.Status == "deleted" {
			continue
		}
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s: %s %s %s %s %d%s %s", names[d.Deal], d.Status, names[d.Stage], names[d.Owner], names[d.Account], d.Value, d.Currency, names[d.Reason])))
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

func TestImportAgainUndoAndRepeat(t *testing.T) {
	w, dir := workspace(t), company(t, nordic)
	first := bring(t, w, dir)
	if counts(first) != "new 15 changed 0 untouched 0 refused 1" {
		t.Errorf("first: %s", counts(first))
	}
	want := `Bord: lost Behov Kari Testesen Fjell AS 50000EUR Pris
Hyller: won Behov Kari Testesen Fjell AS 2760000NOK
Skap: open Tilbud Ola Prøvesen Dal og Sønn 111710NOK
Stol: open Behov Ola Prøvesen  0`
	if got := standing(t, w); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if again := bring(t, w, dir); counts(again) != "new 0 changed 0 untouched 15 refused 1" || again.Seq != 0 {
		t.Errorf("again: %s, seq %d", counts(again), again.Seq)
	}
	if _, _, err := w.Undo(context.Background(), importer, first.Batch, false); err != nil {
		t.Fatal(err)
	}
	if got := standing(t, w); got != "" {
		t.Errorf("after undo:\n%s", got)
	}
	if repeat := bring(t, w, dir); counts(repeat) != counts(first) {
		t.Errorf("repeat: %s", counts(repeat))
	}
	if got := standing(t, w); got != want {
		t.Errorf("after the repeat\n%s", got)
	}
}

func TestChangedRowsBecomeEvents(t *testing.T) {
	w, dir := workspace(t), company(t, nordic)
	bring(t, w, dir)
	text := nordic["salgsmuligheter.csv"]
	for _, swap := range [][2]string{
		{"1.117,10;06.11.2025;", "2 000;06.11.2025;05.02.2026"}, {"2;Skap;Ola Prøvesen;Dal og Sønn;Tilbud", "2;Skap;Kari Testesen;Dal og Sønn;Vunnet"},
		{"4;Stol;Ola Prøvesen;;Behov;;", "4;Krakk;Ola Prøvesen;;Tilbud;10;"}, {"Tapt;€ 500", "Tilbud;€ 600"}, {"20.01.2026", "21.01.2026"},
	} {
		if !strings.Contains(text, swap[0]) {
			t.Fatal(swap[0])
		}
		text = strings.Replace(text, swap[0], swap[1], 1)
	}
	if err := os.WriteFile(filepath.Join(dir, "salgsmuligheter.csv"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if out := bring(t, w, dir); counts(out) != "new 0 changed 4 untouched 11 refused 1" {
		t.Errorf("%s", counts(out))
	}
	want := `Bord: open Tilbud Kari Testesen Fjell AS 60000EUR
Hyller: won Behov Kari Testesen Fjell AS 2760000NOK
Krakk: open Tilbud Ola Prøvesen  1000NOK
Skap: won Tilbud Kari Testesen Dal og Sønn 200000NOK`
	if got := standing(t, w); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if out := bring(t, w, dir); counts(out) != "new 0 changed 0 untouched 15 refused 1" {
		t.Errorf("again: %s", counts(out))
	}
}

func TestSecondFileLinksToTheFirst(t *testing.T) {
	w := workspace(t)
	bring(t, w, company(t, nordic))
	before, err := w.Accounts(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	out := bring(t, w, company(t, map[string]string{"flere saker.csv": "Saksnr;Tittel;Selger;Kunde;Fase;Beløp;Opprettet\n9;Reol;kari testesen;fjell;Tilbud;100;01.03.2026\n",
		"samtaler.csv": "Aktivitetstype;Selger;Deal ID;Dato\nTelefon;Kari Testesen;9;02.03.2026\nTelefon;Ola Prøvesen;2;02.03.2026\n"}))
	if counts(out) != "new 3 changed 0 untouched 0 refused 0" {
		t.Errorf("%s", counts(out))
	}
	after, err := w.Accounts(context.Background(), nil)
	if err != nil || len(after) != len(before) {
		t.Errorf("%d accounts, were %d (%v)", len(after), len(before), err)
	}
	users, err := w.Users(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if i := slices.IndexFunc(users, func(u peil.UserState) bool { return u.Assumed }); i < 0 || users[i].Left.String() != "2026-03-03" || users[i].Joined.String() != "2025-11-06" {
		t.Errorf("assumed days were not stretched: %+v", users)
	}
	if got := standing(t, w); !strings.Contains(got, "Reol: open Tilbud Kari Testesen Fjell AS 10000NOK") {
		t.Errorf("%s", got)
	}
}

func TestMavenIntoTheStore(t *testing.T) {
	dir := sharedData(t, "maven_crm")
	w := workspace(t)
	first := bring(t, w, dir)
	n := map[string]int{}
	var won int64
	deals, err := w.Deals(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range deals {
		n[d.Status]++
		if d.Status == "won" {
			won += d.Value
		}
	}
	if n["won"] != 4238 || n["lost"] != 2473 || n["open"] != 2089 || won != 10_005_534_00 {
		t.Errorf("%v, won %d", n, won)
	}
	if again := bring(t, w, dir); again.New+again.Changed != 0 || again.Untouched != first.New {
		t.Errorf("again: %s", counts(again))
	}
}

func TestBrokenImportCountsNowhere(t *testing.T) {
	w := workspace(t)
	p := plan(t, Options{Workspace: w, Yes: true, Lang: "nb", Now: now}, company(t, nordic))
	ctx, cancel := context.WithCancel(context.Background())
	_, err := p.Apply(ctx, w, importer, func(int, int) { cancel() })
	if err == nil {
		t.Fatal("an import that was broken off succeeded")
	}
	if got := standing(t, w); got != "" {
		t.Errorf("left behind:\n%s", got)
	}
	if out := bring(t, w, company(t, nordic)); out.New != 15 {
		t.Errorf("afterwards: %s", counts(out))
	}
}

func BenchmarkImport(b *testing.B) {
	dir := bulk(b, 5_000)
	for b.Loop() {
		w := workspace(b)
		p, err := Read(context.Background(), []string{dir}, Options{Workspace: w, ScratchDir: b.TempDir(), ErrorDir: b.TempDir(), Lang: "en", Now: now})
		if err != nil {
			b.Fatal(err)
		}
		out, err := p.Apply(context.Background(), w, importer, nil)
		if err != nil || len(out.Late) > 0 {
			b.Fatal(err, out.Late)
		}
		if err := p.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(55_000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
