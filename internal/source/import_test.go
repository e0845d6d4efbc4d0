package source

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"peil"
	"peil/internal/source/mapping"
)

// company writes made-up files into a folder and returns it.
func company(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

var nordic = map[string]string{
	"salgsmuligheter.csv": "Saksnr;Tittel;Selger;Kunde;Fase;Beløp;Opprettet;Avsluttet;Tapsårsak;Konkurrent;Kilde\n" +
		"1;Hyller;Kari Testesen;Fjell AS;Vunnet;27 600 kr;05.11.2025;20.01.2026;;;Messe\n" +
		"2;Skap;Ola Prøvesen;Dal og Sønn;Tilbud;1.117,10;06.11.2025;;;;Nettside\n" +
		"3;Bord;kari testesen;FJELL;Tapt;€ 500;07.11.2025;15.01.2026;Pris;Rival AS;Nettside\n" +
		"4;Stol;Ola Prøvesen;;Behov;;;;;;\n" +
		"5;Lampe;Ola Prøvesen;Dal og Sønn;Avlyst;100;32.13.2025;;;;\n",
	"ansatte.csv":         "Navn;E-post;Team;Stillingsprosent;Ansatt fra;Sluttdato\nKari Testesen;kari@eksempel.no;Nord;80 %;01.02.2024;\nOla Prøvesen;ola@eksempel.no;Sør;;;\n",
	"kunder.csv":          "Kundenavn;Bransje;Ansatte;Land;Kunde siden\nFjell AS;Bygg;20;Norge;2019-03-01\n",
	"aktiviteter.csv":     "Aktivitetstype;Emne;Selger;Salgsmulighet;Dato;Varighet min;Utført\nTelefon;Ringe;Kari Testesen;Hyller;05.12.2025 10:30;12;Ja\nMøte;Demo av skap;Ola Prøvesen;Skap;01.12.2030 09:00;60;Nei\n",
	"budsjett.csv":        "Selger;Måned;Budsjett\nKari Testesen;2026-01-01;100 000\n",
	"lønn.csv":            "Selger;Måned;Lønn\nKari Testesen;2026-01-01;60 000\n",
	"produktlinjer.csv":   "Saksnr;x\n",
	"valutakurser.csv":    "Valuta;Kurs;Dato\nEUR;11,75;2025-11-07\n",
	"trinnhistorikk.json": `[{"deal id":"2","stage":"Behov","changed at":"2025-11-06T10:00:00Z"},{"deal id":"2","stage":"Tilbud","changed at":"2025-11-20T12:00:00Z"}]`,
	"line items.csv":      "Deal ID,Product,Quantity,Unit price,Amount\n1,Hylle,2,13800,27600\n",
}

// inWords says what an event says, on one line.
func inWords(d peil.Draft, names map[peil.ID]string) string {
	at := d.At.Format("06-01-02T15:04") + string(d.AtPrecision)[:1]
	switch v := d.Payload.(type) {
	case peil.UserJoined:
		return fmt.Sprintf("joined %s %s fte %g team %s assumed %v", names[v.User], at, v.FTE, names[v.Team], v.Assumed)
	case peil.UserLeft:
		return fmt.Sprintf("left %s %s", names[v.User], at)
	case peil.AccountCreated:
		return fmt.Sprintf("account %s %s %s", names[v.Account], v.Segments.Industry, v.Segments.Size)
	case peil.AccountOpeningBalance:
		return fmt.Sprintf("customer %s since %s", names[v.Account], v.CustomerSince)
	case peil.DealCreated:
		val := "none"
		if v.Value != nil {
			val = fmt.Sprint(*v.Value, v.Currency)
		}
		return fmt.Sprintf("deal %s %s %s %s %s %s", names[v.Deal], at, names[v.Owner], names[v.Account], names[v.Stage], val)
	case peil.DealClosed:
		return fmt.Sprintf("%s %s %s %s %s", v.Outcome, names[v.Deal], at, names[v.Reason], names[v.Competitor])
	case peil.DealStageEntered:
		return fmt.Sprintf("stage %s %s %s", names[v.Deal], at, names[v.To])
	case peil.DealLinesSet:
		return fmt.Sprintf("lines %s %s %g %d", names[v.Deal], names[v.Lines[0].Product], v.Lines[0].Quantity, v.Lines[0].Amount)
	case peil.ActivityDone:
		return fmt.Sprintf("done %s %s %s %s %d", v.Kind, at, names[v.User], names[v.Deal], v.DurationS)
	case peil.ActivityPlanned:
		return fmt.Sprintf("planned %s due %s %s", v.Kind, v.Due.Format("06-01-02T15:04"), names[v.Deal])
	case peil.QuotaSet:
		return fmt.Sprintf("quota %s %s..%s %g %s", names[v.User], v.From, v.To, v.Value, v.Currency)
	case peil.CostRecorded:
		return fmt.Sprintf("cost %s %s %d", names[v.User], v.Kind, v.Amount)
	case peil.FXRate:
		return fmt.Sprintf("rate %s %g %s", v.Currency, v.Rate, v.Date)
	}
	return ""
}

func TestNordicCompany(t *testing.T) {
	p := plan(t, Options{Yes: true, Lang: "nb"}, company(t, nordic))
	s := p.Summary()
	if s.Currency != "NOK" || s.RefusedN != 1 || s.Refused[0].Reason != "not_a_date" || s.Refused[0].Row != 6 || s.Refused[0].Column != "Opprettet" {
		t.Errorf("currency %s, refused %+v", s.Currency, s.Refused)
	}
	data, err := os.ReadFile(s.ErrorFile)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil || len(rows) != 2 || strings.Join(rows[1], "|") != "salgsmuligheter.csv|6|Opprettet|32.13.2025|not_a_date" {
		t.Errorf("error file: %v %v", rows, err)
	}
	var lines []string
	names := map[peil.ID]string{}
	for _, d := range events(t, p) {
		if n := d.Texts["name"]; n != "" {
			names[d.Payload.Subject()] = n
		}
		if l := inWords(d, names); l != "" {
			lines = append(lines, l)
		}
	}
	slices.Sort(lines)
	want := `account Dal og Sønn  
account Fjell AS Bygg 10–49
cost Kari Testesen compensation 6000000
customer Fjell AS since 2019-03-01
deal Bord 25-11-06T23:00d Kari Testesen Fjell AS Behov 50000EUR
deal Hyller 25-11-04T23:00d Kari Testesen Fjell AS Behov 2760000NOK
deal Skap 25-11-05T23:00d Ola Prøvesen Dal og Sønn Behov 111710NOK
deal Stol 26-01-19T23:00u Ola Prøvesen  Behov none
done call 25-12-05T09:30m Kari Testesen Hyller 720
joined Kari Testesen 24-01-31T23:00d fte 0.8 team Nord assumed false
joined Ola Prøvesen 25-11-05T23:00d fte 1 team Sør assumed true
left Ola Prøvesen 25-11-06T23:00d
lines Hyller Hylle 2 2760000
lost Bord 26-01-14T23:00d Pris Rival AS
planned meeting due 30-12-01T08:00 Skap
quota Kari Testesen 2026-01-01..2026-02-01 1e+07 NOK
rate EUR 11.75 2025-11-07
stage Skap 25-11-20T12:00i Tilbud
won Hyller 26-01-19T23:00d  `
	if got := strings.Join(lines, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestOldCustomersAndUndatedRecords(t *testing.T) {
	p := plan(t, Options{Yes: true, Lang: "nb"}, company(t, map[string]string{
		"companies.csv": "Company name,Industry,Customer since,Lifetime value,Account type\nOld,IT,1985-01-01,,Customer\nWon here,IT,,,Customer\nProspect only,IT,,,Prospect\nSpent,IT,,5000,\n",
		"deals.csv":     "Deal ID,Company name,Stage,Amount,Close date\n1,Won here,Won,10,2026-01-05\n2,Old,Offer,10,\n",
		"leads.csv":     "Lead ID,Last Name,Lead Source,Created Time\n1,Testesen,Web,2026-02-01\n2,Prøvesen,Web,\n",
	}))
	names := map[peil.ID]string{}
	var got []string
	for _, d := range events(t, p) {
		if n := d.Texts["name"]; n != "" {
			names[d.Payload.Subject()] = n
		}
		switch v := d.Payload.(type) {
		case peil.AccountOpeningBalance:
			got = append(got, fmt.Sprintf("%s %s %d %s", names[v.Account], v.CustomerSince, v.Lifetime, d.At.Format("2006")))
		case peil.DealCreated, peil.LeadReceived:
			got = append(got, fmt.Sprintf("%s %s", d.At.Format("2006-01-02"), d.AtPrecision))
		}
	}
	want := []string{"Old 1985-01-01 0 1990", "Spent  500000 2026", "2026-01-31 day", "2026-01-31 unknown", "2026-01-04 unknown", "2026-01-04 unknown"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestAmbiguousDatesAreAsked(t *testing.T) {
	dir := company(t, map[string]string{"deals.csv": "Deal ID,Deal name,Stage,Amount,Created\n1,A,Offer,10,5/11/26\n2,B,Offer,20,6/11/26\n"})
	created := func(p *Plan) (out []string) {
		for _, d := range events(t, p) {
			if _, ok := d.Payload.(peil.DealCreated); ok {
				out = append(out, d.At.Format("2006-01-02"))
			}
		}
		return out
	}
	p := plan(t, Options{Lang: "nb"}, dir)
	qs := p.Questions()
	i := slices.IndexFunc(qs, func(q Question) bool { return q.Code == "dates" })
	if i < 0 || qs[i].Guess != "dmy" || qs[i].Column != "Created" {
		t.Fatalf("questions %+v", qs)
	}
	if got := created(p); !slices.Equal(got, []string{"2026-11-04", "2026-11-05"}) {
		t.Errorf("under the guess: %v", got)
	}
	if err := p.Answer(context.Background(), map[string]string{qs[i].ID: "mdy"}); err != nil {
		t.Fatal(err)
	}
	if got := created(p); !slices.Equal(got, []string{"2026-05-10", "2026-06-10"}) {
		t.Errorf("after the answer: %v", got)
	}
	if err := p.Answer(context.Background(), map[string]string{"dates:x:y": "mdy"}); peil.KindOf(err) != peil.KindNotFound {
		t.Errorf("answer to no question: %v", err)
	}
	yes := plan(t, Options{Lang: "nb", Yes: true}, dir).Summary()
	if !slices.ContainsFunc(yes.Assumed, func(q Question) bool { return q.Code == "dates" }) {
		t.Errorf("--yes does not say what it took: %+v", yes.Assumed)
	}
}

func TestNearNamesAreJoinedUnlessAnswered(t *testing.T) {
	dir := company(t, map[string]string{"deals.csv": "Deal ID,Stage,Amount,Product,Account,Created\n1,Won,10,GTXPro,Acme Inc,2026-01-01\n2,Won,10,GTX Pro,ACME,2026-01-02\n" +
		"3,Lost,10,GTX Pro,Acme Ltd,2026-01-02\n4,Lost,10,GTX Plus,Acmee Inc,2026-01-02\n", "products.csv": "product,family,price\nGTX Pro,GTX,100\nGTX Plus,GTX,1\n"})
	p := plan(t, Options{Lang: "en"}, dir)
	count := func() (products, accounts int) {
		for _, d := range events(t, p) {
			switch d.Payload.(type) {
			case peil.ProductDefined:
				products++
			case peil.AccountCreated:
				accounts++
			}
		}
		return
	}
	if pr, ac := count(); pr != 2 || ac != 3 { // Acme Inc = ACME; Acme Ltd and Acmee are others
		t.Errorf("%d products, %d accounts; names %+v", pr, ac, p.Summary().NearNames)
	}
	if err := p.Answer(context.Background(), map[string]string{joinID("product", "GTXPro", "GTX Pro"): "no"}); err != nil {
		t.Fatal(err)
	}
	if pr, _ := count(); pr != 3 {
		t.Errorf("kept apart: %d products", pr)
	}
}

func TestMappingFileHolds(t *testing.T) {
	dir := company(t, map[string]string{"ting.csv": "A,B,C,D\nx,Steg en,100,2026-01-02\ny,Ferdig,50,2026-01-03\n"})
	m, err := ReadMapping(strings.NewReader(`
currency = "SEK"
[[table]]
file = "ting.csv"
kind = "deals"
[[table.column]]
name = "A"
role = "name"
[[table.column]]
name = "B"
role = "stage"
[[table.column]]
name = "C"
role = "value"
currency = "DKK"
[[table.column]]
name = "D"
role = "created"
[[stage]]
name = "Steg en"
kind = "open"
probability = 0.3
[[stage]]
name = "Ferdig"
kind = "won"
`))
	if err != nil {
		t.Fatal(err)
	}
	p := plan(t, Options{Lang: "nb", Mapping: m}, dir)
	n := map[string]int{}
	for _, d := range events(t, p) {
		switch v := d.Payload.(type) {
		case peil.WorkspaceDefined:
			n[string(v.BaseCurrency)]++
		case peil.DealCreated:
			n[string(v.Currency)]++
		case peil.DealClosed:
			n[string(v.Outcome)]++
		case peil.StageDefined:
			n[fmt.Sprint(v.DefaultP)]++
		}
	}
	if n["SEK"] != 1 || n["DKK"] != 2 || n["won"] != 1 || n["0.3"] != 1 {
		t.Errorf("%v", n)
	}
	var b bytes.Buffer
	if err := WriteMapping(&b, p); err != nil {
		t.Fatal(err)
	}
	back, err := ReadMapping(&b)
	if err != nil || back.Table("ting.csv").Kind != mapping.Deals || len(back.Stages) != 2 || back.Currency != "SEK" {
		t.Errorf("%v %+v", err, back)
	}
}

func TestBrokenFilesLeaveNothing(t *testing.T) {
	scratch, errs := t.TempDir(), t.TempDir()
	dir := company(t, map[string]string{"deals.csv": "Deal ID,Stage,Amount,Created\n1,Won,10,nonsense\n2,Won,10,2026-01-01\n", "users.csv": "Name,Email\n\"Kari,k@x.no\n"})
	_, err := Read(context.Background(), []string{dir}, Options{ScratchDir: scratch, ErrorDir: errs})
	var e *peil.Error
	if !errors.As(err, &e) || e.Code != "unclosed_quote" || !strings.Contains(e.Message, "users.csv, line 2") {
		t.Errorf("%v", err)
	}
	for _, d := range []string{scratch, errs} {
		if left, _ := os.ReadDir(d); len(left) != 0 {
			t.Errorf("left behind: %v", left)
		}
	}
}

func TestPlanCloses(t *testing.T) {
	scratch := t.TempDir()
	p, err := Read(context.Background(), []string{company(t, nordic)}, Options{ScratchDir: scratch, ErrorDir: t.TempDir(), Lang: "nb"})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(scratch); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestRecordsSurviveTheScratchFile(t *testing.T) {
	r := record{ID: peil.DeriveID("a"), Ext: "deal:1", Name: "Hylle", Value: -5, HasValue: true, P: .25, Closed: moment{-7, precDay}, Due: moment{0, precInstant}, Changed: true}
	var back record
	if err := back.decode(r.encode(nil)); err != nil || back != r {
		t.Errorf("%v: %+v", err, back)
	}
	for i := range r.encode(nil) {
		var cut record
		_ = cut.decode(r.encode(nil)[:i]) // must not panic, whatever is missing
	}
}

// bulk writes n deals and ten activities for each.
func bulk(t testing.TB, n int) string {
	t.Helper()
	dir := t.TempDir()
	var deals, acts bytes.Buffer
	deals.WriteString("Deal ID,Deal name,Owner,Account,Stage,Amount,Created,Close date\n")
	acts.WriteString("Activity ID,Type,Subject,Owner,Deal ID,Date,Duration\n")
	day := time.Date(2025, 1, 1, 9, 0, 0, 0, time.UTC)
	for i := range n {
		at := day.Add(time.Duration(i%600) * 24 * time.Hour)
		fmt.Fprintf(&deals, "%d,Deal %d,Seller %d,Company %d,%s,%d,%s,%s\n", i, i, i%40, i%(n/5+1), []string{"Offer", "Won", "Lost"}[i%3], i%9000+100,
			at.Format("2006-01-02"), at.AddDate(0, 0, 30).Format("2006-01-02"))
		for k := range 10 {
			fmt.Fprintf(&acts, "%d,call,Follow up %d,Seller %d,%d,%s,%d\n", i*10+k, k, i%40, i, at.Add(time.Duration(k)*31*time.Hour).Format("2006-01-02 15:04:05"), k*60)
		}
	}
	for name, b := range map[string]*bytes.Buffer{"deals.csv": &deals, "activities.csv": &acts} {
		if err := os.WriteFile(filepath.Join(dir, name), b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func BenchmarkRead(b *testing.B) {
	dir := bulk(b, 10_000)
	for b.Loop() {
		p, err := Read(context.Background(), []string{dir}, Options{ScratchDir: b.TempDir(), ErrorDir: b.TempDir(), Lang: "en"})
		if err != nil {
			b.Fatal(err)
		}
		if n := p.outcome().New; n != 110_000 {
			b.Fatalf("%d new, refused %+v", n, p.Summary().Refused)
		}
		if err := p.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(110_000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
