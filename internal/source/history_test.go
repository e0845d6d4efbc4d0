package source

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"peil"
	"peil/internal/source/mapping"
	"peil/internal/store"
)

// told is a history that says more than stages: a deal that was lost, opened
// again and won, and one whose value and probability changed on the way.
var told = map[string]string{
	"deals.csv": "Deal ID,Deal Name,Deal Owner,Deal Stage,Amount,Probability,Create Date,Close Date,Is deleted\n" +
		"1,Rack,Kari,Won,900,,2026-01-05 09:00,2026-03-02 12:00,false\n" +
		"2,Lift,Ola,Offer,500,80 %,2026-01-06 09:00,,false\n" +
		"3,Belt,Ola,New,100,10 %,2026-01-07 09:00,,false\n" +
		"4,Gone,Ola,New,100,10 %,2026-01-07 09:00,,true\n",
	"stage history.csv": "Deal ID,To Stage,Changed at,Amount,Probability,Close Date\n" +
		"1,New,2026-01-05 09:00,700,10 %,2026-02-01\n" +
		"1,Lost,2026-01-20 10:00,700,0 %,2026-02-01\n" +
		"1,Offer,2026-02-01 10:00,800,50 %,2026-03-01\n" +
		"1,Won,2026-03-02 12:00,900,100 %,2026-03-02\n" +
		"2,New,2026-01-06 09:00,400,10 %,2026-04-01\n" +
		"2,New,2026-01-10 09:00,450,10 %,2026-04-01\n" +
		"2,Offer,2026-01-20 09:00,450,50 %,2026-04-01\n" +
		"2,Offer,2026-01-25 09:00,450,80 %,2026-05-01\n",
}

// told2 is the same system's export a month later.
var told2 = map[string]string{
	"deals.csv": strings.Replace(told["deals.csv"], "2,Lift,Ola,Offer,500,80 %,2026-01-06 09:00,,", "2,Lift,Ola,Lost,500,0 %,2026-01-06 09:00,2026-05-20 08:00,", 1),
	"stage history.csv": told["stage history.csv"] +
		"2,Offer,2026-05-02 09:00,520,60 %,2026-05-01\n2,Lost,2026-05-20 08:00,500,0 %,2026-05-20\n",
}

// story is what is stored of a deal, in the order it happened.
func story(t *testing.T, w *store.Workspace, name string) string {
	t.Helper()
	ctx := context.Background()
	names := map[peil.ID]string{}
	for _, kind := range []string{"deal", "stage", "user"} {
		m, err := w.Named(ctx, kind)
		if err != nil {
			t.Fatal(err)
		}
		for id, n := range m {
			names[id] = n
		}
	}
	var evs []peil.Event
	if err := w.Events(ctx, 0, 0, func(e peil.Event) error { evs = append(evs, e); return nil }); err != nil {
		t.Fatal(err)
	}
	slices.SortStableFunc(evs, func(a, b peil.Event) int { return a.At.Compare(b.At) })
	var out []string
	for _, e := range evs {
		if names[e.Payload.Subject()] != name {
			continue
		}
		at := e.At.Format("01-02 ")
		switch p := e.Payload.(type) {
		case peil.DealCreated:
			out = append(out, fmt.Sprintf("%screated %s %d %s history %t", at, names[p.Stage], *p.Value/100, p.ExpectedClose, !p.SnapshotOnly))
		case peil.DealStageEntered:
			out = append(out, at+names[p.From]+"→"+names[p.To])
		case peil.DealValueSet:
			out = append(out, fmt.Sprintf("%svalue %d", at, p.Value/100))
		case peil.DealExpectedCloseSet:
			out = append(out, at+"expected "+p.ExpectedClose.String())
		case peil.DealConfidenceOverridden:
			out = append(out, fmt.Sprintf("%sp %g", at, p.P))
		case peil.DealClosed:
			out = append(out, at+string(p.Outcome))
		case peil.DealReopened:
			out = append(out, at+"reopened in "+names[p.Stage])
		default:
			out = append(out, at+string(p.EventType()))
		}
	}
	return strings.Join(out, "\n")
}

func TestHistoryOfStageValueProbabilityAndClose(t *testing.T) {
	w := workspace(t)
	bring(t, w, company(t, told))
	for name, want := range map[string]string{
		"Rack": `01-05 created New 700 2026-02-01 history true
01-20 lost
02-01 reopened in Offer
02-01 value 800
02-01 expected 2026-03-01
02-01 p 0.5
03-02 value 900
03-02 won`,
		"Lift": `01-06 created New 400 2026-04-01 history true
01-10 value 450
01-20 New→Offer
01-20 p 0.5
01-25 expected 2026-05-01
01-25 p 0.8
11-20 value 500`,
		"Belt": `01-07 created New 100  history false`,
		"Gone": ``,
	} {
		if got := story(t, w, name); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
		}
	}
	bring(t, w, company(t, told2))
	want := `01-06 created New 400 2026-04-01 history true
01-10 value 450
01-20 New→Offer
01-20 p 0.5
01-25 expected 2026-05-01
01-25 p 0.8
05-02 value 520
05-02 p 0.6
05-20 lost
11-20 value 500`
	if got := story(t, w, "Lift"); got != want {
		t.Errorf("after the newer export: got\n%s\nwant\n%s", got, want)
	}
	if out := bring(t, w, company(t, told2)); out.Events != 0 {
		t.Errorf("the same again made %d events", out.Events)
	}
}

func columns(pairs ...string) (out []mapping.Column) {
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, mapping.Column{Name: pairs[i], Role: mapping.Role(pairs[i+1])})
	}
	return out
}

func TestSourcesOfALeadAndItsMessages(t *testing.T) {
	m := &mapping.Mapping{Tables: []mapping.Table{
		{File: "leads.csv", Kind: mapping.Leads, System: "mail", Columns: columns("Lead ID", "id", "Last Name", "last_name", "Email", "email", "Created", "created", "Sources", "sources")},
		{File: "mail.csv", Kind: mapping.Messages, System: "mail", Columns: columns("Message", "id", "What", "event", "When", "at", "To", "email", "Template", "template")},
	}}
	p := plan(t, Options{Yes: true, Lang: "en", Mapping: m}, company(t, map[string]string{
		"leads.csv":    "Lead ID,Last Name,Email,Created,Sources\n1,Testesen,t@eksempel.no,2026-02-01 10:00,Fair; Web;fair\n",
		"contacts.csv": "Contact ID,Last Name,Email\n9,Testesen,t@eksempel.no\n",
		"mail.csv":     "Message,What,When,To,Template\nm1,OPEN,2026-02-02 12:00,t@eksempel.no,Hello\nm1,SENT,2026-02-02 10:00,t@eksempel.no,Hello\nm2,CLICK,2026-02-03,t@eksempel.no,Hello\nm1,DELIVERED,2026-02-02 10:01,,\n",
	}))
	var got []string
	abouts := map[peil.About]bool{}
	for _, d := range events(t, p) {
		switch v := d.Payload.(type) {
		case peil.LeadReceived, peil.TouchRecorded, peil.SourceDefined:
			got = append(got, string(v.EventType())+d.Texts["name"])
		case peil.MessageSent:
			got, abouts[v.About] = append(got, "sent "+v.Template), true
		case peil.MessageDelivered:
			got, abouts[v.About] = append(got, "delivered"), true
		case peil.MessageOpened:
			got, abouts[v.About] = append(got, "opened"), true
		}
	}
	want := "source.definedFair source.definedWeb lead.receivedTestesen touch.recorded sent Hello delivered opened"
	if strings.Join(got, " ") != want || len(abouts) != 1 {
		t.Errorf("got %s about %d things, want %s about one", strings.Join(got, " "), len(abouts), want)
	}
	s := p.Summary()
	if s.RefusedN != 1 || s.Refused[0].Reason != "no_such_record" && s.Refused[0].Reason != "no_message" {
		t.Errorf("refused %+v", s.Refused)
	}
}
