package facts

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"time"

	"peil"
	"peil/internal/fold"
)

// foldEdition counts up when a rule of package fold changes what it makes of the
// same events in a way that the probe below does not show.
const foldEdition = "1"

// foldVersion is that of the rules that a file was folded by: a short history is
// folded when the program starts, and the version is the hash of its rows. So a
// file that older rules made is known without anybody having to think of it.
var foldVersion = func() string {
	h := sha256.New()
	events := probe()
	setup := fold.NewSetup(events, time.Time{})
	none := fold.Clocks{}
	deal, account := probeID("deal"), probeID("account")
	rows := fold.Case(setup, deal, events, none)
	first := fold.Account(setup, account, events, rows.Summaries, none)
	rows.Classify(first.Classes)
	until := peil.Date{Year: 2024, Month: time.June, Day: 30}
	users, money := fold.Users(setup, events, until, none), fold.Money(setup, events, until.AddDays(-200), until, none)
	hashRows(h, rows.Deals)
	hashRows(h, rows.Spans)
	hashRows(h, rows.Visits)
	hashRows(h, rows.Entries)
	hashRows(h, rows.Credits)
	hashRows(h, rows.Closes)
	hashRows(h, rows.Clocks)
	hashRows(h, rows.Leads)
	hashRows(h, rows.Activities)
	hashRows(h, rows.Messages)
	hashRows(h, rows.Outreach)
	hashRows(h, rows.Channels)
	hashRows(h, first.Customers)
	hashRows(h, first.Owned)
	hashRows(h, users.FTEDays)
	hashRows(h, users.Teams)
	hashRows(h, money.Rates)
	hashRows(h, money.Days)
	hashRows(h, money.Hours)
	return foldEdition + "-" + hex.EncodeToString(h.Sum(nil)[:6])
}()

func hashRows[R row](h io.Writer, rows []R) {
	for _, r := range rows {
		for _, v := range r.Append(nil) {
			fmt.Fprintf(h, "%v|", v)
		}
		fmt.Fprintln(h)
	}
}

func probeID(name string) peil.ID { return peil.DeriveID("facts probe", name) }

// probe is the life of one deal: asked for, answered late, moved on, back and
// over a stage, given away, won, reopened and won again, with mail and calls.
func probe() []peil.Event {
	var events []peil.Event
	at := time.Date(2024, time.March, 1, 7, 30, 0, 0, time.UTC)
	add := func(after time.Duration, p peil.Payload) {
		at = at.Add(after)
		n := int64(len(events) + 1)
		events = append(events, peil.Event{Seq: n, ID: probeID(fmt.Sprint("event ", n)), V: 1, At: at, AtPrecision: peil.Instant,
			RecordedAt: at.Add(time.Minute), Actor: peil.Actor{Kind: peil.ActorSystem}, Payload: p})
	}
	pipeline, deal, lead, ann, ola := probeID("pipeline"), probeID("deal"), probeID("lead"), probeID("ann"), probeID("ola")
	value, half := int64(100_001), 0.5
	add(0, peil.WorkspaceDefined{BaseCurrency: "NOK"})
	for i, kind := range []peil.StageKind{peil.StageOpen, peil.StageOpen, peil.StageOpen, peil.StageWon, peil.StageLost} {
		add(0, peil.StageDefined{Pipeline: pipeline, Stage: probeID(fmt.Sprint("stage ", i)), Order: i + 1, Kind: kind, DefaultP: 0.2})
	}
	add(0, peil.UserJoined{User: ann, FTE: 1, Sells: true, Team: probeID("team")})
	add(0, peil.UserJoined{User: ola, FTE: 0.8, Sells: true})
	add(0, peil.FXRate{Currency: "SEK", Unit: 100, Rate: 101.5, Date: peil.Date{Year: 2024, Month: time.March, Day: 1}})
	add(0, peil.AccountCreated{Account: probeID("account")})
	add(time.Hour, peil.LeadReceived{Lead: lead, Source: probeID("source"), Owner: ann})
	add(0, peil.InquiryReceived{Lead: lead, Source: probeID("source"), Channel: "form"})
	add(26*time.Hour, peil.ActivityDone{Activity: probeID("call"), Kind: peil.Call, Direction: peil.Out, Outcome: peil.NoAnswer, User: ann, About: peil.About{Lead: lead}})
	add(time.Hour, peil.ActivityDone{Activity: probeID("call 2"), Kind: peil.Call, Direction: peil.Out, Outcome: peil.Connected, User: ann, DurationS: 95, About: peil.About{Lead: lead}})
	add(time.Hour, peil.DealCreated{Deal: deal, Pipeline: pipeline, Stage: probeID("stage 0"), Owner: ann, Account: probeID("account"), Lead: lead, Value: &value, Currency: "SEK"})
	add(50*time.Hour, peil.DealStageEntered{Deal: deal, To: probeID("stage 2")})
	add(30*time.Hour, peil.DealStageEntered{Deal: deal, To: probeID("stage 1")})
	add(time.Hour, peil.MessageSent{Message: probeID("mail"), User: ann, Links: 2, Tracked: true, About: peil.About{Deal: deal}})
	add(time.Second, peil.MessageDelivered{Message: probeID("mail"), About: peil.About{Deal: deal}})
	add(time.Second, peil.MessageOpened{Message: probeID("mail"), IPClass: peil.AppleRelay, UABare: true, About: peil.About{Deal: deal}})
	add(time.Hour, peil.MessageClicked{Message: probeID("mail"), Link: 1, Method: "GET", IPClass: peil.ISP, About: peil.About{Deal: deal}})
	add(time.Hour, peil.ActivityDone{Activity: probeID("call 3"), Kind: peil.Call, Direction: peil.In, Outcome: peil.NoAnswer, About: peil.About{Deal: deal}})
	add(time.Hour, peil.DealOwnerSet{Deal: deal, From: ann, To: ola})
	add(time.Hour, peil.DealCompetitorSeen{Deal: deal, Competitor: probeID("competitor")})
	add(90*time.Hour, peil.DealCreditSet{Deal: deal, Credit: []peil.Share{{User: ann, Share: half}, {User: ola, Share: half}}})
	add(time.Hour, peil.DealClosed{Deal: deal, Outcome: peil.Won, EffectiveDate: peil.Date{Year: 2024, Month: time.March, Day: 4}})
	add(200*time.Hour, peil.DealReopened{Deal: deal})
	add(time.Hour, peil.DealLinesSet{Deal: deal, Lines: []peil.Line{{Family: "a", Amount: 7, Currency: "SEK"}, {Family: "b", Amount: 9, Currency: "SEK"}}})
	add(200*time.Hour, peil.DealClosed{Deal: deal, Outcome: peil.Won})
	add(time.Hour, peil.RevenueAdjusted{Deal: deal, Amount: -3, Currency: "SEK"})
	return events
}
