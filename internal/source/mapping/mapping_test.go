package mapping

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"

	"peil"
	"peil/internal/source/value"
)

// profile makes a profile of a small table: the header, then rows, by commas.
func profile(name string, lines ...string) *Profile {
	p := NewProfile(name+".csv", name, strings.Split(lines[0], ","))
	for _, l := range lines[1:] {
		p.Add(strings.Split(l, ","))
	}
	return p
}

func roles(t Table) string {
	var out []string
	for _, c := range t.Columns {
		out = append(out, string(c.Role))
	}
	return string(t.Kind) + ": " + strings.Join(out, " ")
}

func TestProposals(t *testing.T) {
	for _, c := range []struct {
		p    *Profile
		want string
	}{
		{profile("deals", "Deal - ID,Deal - Title,Deal - Owner,Deal - Value,Deal - Currency of Value,Deal - Organization,Deal - Pipeline,Deal - Stage,Deal - Status,Deal - Deal created,Deal - Won time,Deal - Lost time,Deal - Lost reason,Deal - Expected close date",
			"1,Rack,Kari,100,NOK,Acme,Salg,Tilbud,open,2026-01-02 10:00:00,,,,2026-05-01"),
			"deals: id name owner value currency account pipeline stage status created won_at lost_at reason expected_close"},
		{profile("export", "Saksnr,Tittel,Selger,Kunde,Fase,Beløp,Opprettet,Forventet lukkedato,Tapsårsak", "7,Hylle,Ola,Fjell AS,Tilbud,27 600 kr,05.11.2026,01.12.2026,"),
			"deals: id name owner account stage value created expected_close reason"},
		{profile("opportunities", "Id,Name,StageName,Amount,CloseDate,OwnerId,AccountId,CreatedDate,Probability,LeadSource,CurrencyIsoCode", "006x,Rack,Closed Won,10,2026-01-01,005x,001x,2025-12-01,100,Web,USD"),
			"deals: id name stage value closed owner_id account_id created probability source currency"},
		{profile("hubspot-deals", "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Create Date,Deal owner,Associated Company,Closed Lost Reason", "1,Rack,Closed Won,Sales,10,2026-01-01 10:00,2025-12-01 09:00,Kari,Acme,"),
			"deals: id name stage pipeline value closed created owner account reason"},
		{profile("Leads", "LEADID,Last Name,Company,Lead Owner,Email,Mobile,Website,Industry,Lead Source,Lead Status,Created Time,CONVERTED", "1,Nordmann,Acme,Kari,a@b.no,1234567,x.no,IT,Web,New,2026-01-01,Yes"),
			"leads: id last_name account owner email phone   source status created converted"},
		{profile("Contacts", "CONTACTID,Last Name,Contact Owner Id,Contact Owner,Account Id,Email,Mobile,Created Time", "1,Nordmann,2,Kari,3,a@b.no,123,2026-01-01"),
			"contacts: id last_name   account_id email phone created"},
		{profile("Calls", "TASKID,Call Start Time,Call Duration (in seconds),Call Owner,Call Owner Id,Subject,Call Type,Created Time,CONTACTID,ACCOUNTID,POTENTIALID,LEADID", "1,2026-01-01 10:00:00,420,Kari,2,Hi,Outbound,2026-01-01,3,4,5,6"),
			"activities: id at duration owner owner_id name direction created contact_id account_id deal_id lead_id"},
		{profile("ansatte", "Navn,E-post,Team,Stillingsprosent,Ansatt fra,Sluttdato", "Kari,k@x.no,Nord,80 %,01.02.2024,"), "users: name email team fte joined left"},
		{profile("produkter", "Produkt,Varegruppe,Listepris", "Rack,Skap,1 200 kr"), "products: name family price"},
		{profile("line_items", "Deal ID,Product,Quantity,Unit price,Amount", "1,Rack,2,100,200"), "lines: deal_id product quantity price amount"},
		{profile("stage_history", "Deal ID,From stage,To stage,Changed at", "1,New,Offer,2026-01-01 10:00"), "history: deal_id from stage at"},
		{profile("budsjett", "Selger,Måned,Budsjett", "Kari,2026-01-01,100000"), "quotas: owner month value"},
		{profile("lønn", "Selger,Måned,Lønn", "Kari,2026-01-01,60000"), "costs: owner month amount"},
		{profile("kurser", "Valuta,Kurs,Dato", "EUR,11.5,2026-01-01"), "rates: currency rate date"},
		{profile("spend", "Source,Month,Spend", "Web,2026-01-01,5000"), "spend: source month amount"},
		{profile("kunder", "Kundenavn,Bransje,Ansatte,Land,Kunde siden,Org nr", "Fjell AS,Bygg,20,Norge,2019-01-01,1"), "accounts: name industry size region customer_since "},
		{profile("Invoices", "INVOICEID,Subject,Invoice Status,Created Time,Account Id,Grand Total", "1,x,Created,2026-01-01,1,5"), "ignore:      "},
		{profile("x", "a,b", "1,2"), "ignore:  "},
	} {
		if got := roles(Propose(c.p)); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.p.File, got, c.want)
		}
	}
}

func TestValuesDecideWhatNamesDoNot(t *testing.T) {
	p := profile("deals", "Deal,Value,Outcome text,When,Close date", "Rack,100,Won,x,not a date", "Shelf,200,Lost,y,none at all")
	got := Propose(p)
	if roles(got) != "deals: name value stage  " {
		t.Errorf("%s", roles(got))
	}
}

func TestStageOrder(t *testing.T) {
	stages := []Stage{{"", "Closed Lost", peil.StageLost, -1}, {"", "Proposal/Price Quote", peil.StageOpen, -1}, {"", "Closed Won", peil.StageWon, -1},
		{"", "Qualification", peil.StageOpen, -1}, {"", "Prospect", peil.StageOpen, -1}, {"B", "zzz", peil.StageOpen, .5}, {"B", "yyy", peil.StageOpen, .1}}
	OrderStages(stages)
	var names []string
	for _, s := range stages {
		names = append(names, s.Name)
	}
	if want := []string{"Prospect", "Qualification", "Proposal/Price Quote", "Closed Won", "Closed Lost", "yyy", "zzz"}; !slices.Equal(names, want) {
		t.Errorf("got %v", names)
	}
}

func TestFileRoundTrip(t *testing.T) {
	m := &Mapping{Currency: "NOK", Stages: []Stage{{"Salg", "Tilbud \"A\"", peil.StageOpen, .4}, {"Salg", "Vunnet", peil.StageWon, -1}},
		Separate: []Pair{{"account", "Acme", "ACME Inc"}},
		Tables: []Table{{File: "a.csv", Kind: Deals, System: "import", Columns: []Column{{Name: "Fase", Role: "stage"}, {Name: "Beløp", Role: "value", Decimal: ',', Currency: "SEK"},
			{Name: "Dato\n", Role: "closed", Dates: value.DMY}, {Name: "Annet"}}}, {File: "b.csv", Kind: Ignore, Columns: []Column{{Name: "x"}}}}}
	var b bytes.Buffer
	if err := Write(&b, m, func(*Table, *Column) string { return "a\nnote" }); err != nil {
		t.Fatal(err)
	}
	back, err := Read(&b)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(m, back) {
		t.Errorf("got %+v\nwant %+v", back, m)
	}
}

func TestFileRefusesUnknownWords(t *testing.T) {
	for in, says := range map[string]string{
		"[[table]]\nfile='a'\nkind='dels'":                                           `did you mean "deals"`,
		"[[table]]\nfile='a'\nkind='deals'\n[[table.column]]\nname='b'\nrole='valu'": `did you mean "value"`,
		"currency='XXQ'": "there is no currency", "colour='red'": "colour", "currency=": "line 1",
		"[[stage]]\nname='a'\nkind='half'": "none of open", "[[stage]]\nname='a'\nkind='won'\nprobability=7": "between 0 and 1",
	} {
		if _, err := Read(strings.NewReader(in)); peil.KindOf(err) != peil.KindInvalid || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", in, err)
		}
	}
}

func FuzzMapping(f *testing.F) {
	f.Add("currency='NOK'\n[[table]]\nfile='a'\nkind='deals'\n[[table.column]]\nname='b'\nrole='value'")
	f.Fuzz(func(t *testing.T, in string) {
		m, err := Read(strings.NewReader(in))
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := Write(&b, m, nil); err != nil {
			t.Fatal(err)
		}
		if back, err := Read(&b); err != nil || !reflect.DeepEqual(m, back) {
			t.Errorf("%q became %+v (%v), was %+v", in, back, err, m)
		}
	})
}
