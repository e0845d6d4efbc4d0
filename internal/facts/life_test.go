package facts_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"peil"
	"peil/internal/store"
	"peil/internal/storetest"
)

// life is a company whose days are drawn by lot, the same for the same seed:
// every kind of event, in orders that nobody would think of. What the store
// refuses has not happened.
type life struct {
	t   testing.TB
	ws  *store.Workspace
	rnd *rand.Rand
	now time.Time
	n   int

	deals, leads, accounts, users, stages, sources, products []peil.ID
	events                                                   []peil.ID // that corrections may point at
	batches                                                  []peil.ID // committed
	noUndo                                                   bool
	draft                                                    func(peil.Draft) error // where things happen now: the log, or a batch
}

var lifeStart = time.Date(2024, time.January, 8, 8, 0, 0, 0, time.UTC)

// newLife opens a store and sets a company up in it. The store's clock is the
// life's.
func newLife(t testing.TB, url string, seed uint64) *life {
	t.Helper()
	l := &life{t: t, rnd: rand.New(rand.NewPCG(seed, 7)), now: lifeStart}
	s, err := store.Open(context.Background(), url, storetest.FoldRules(), store.Options{Now: func() time.Time { return l.now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if l.ws, err = s.CreateWorkspace(context.Background(), "main"); err != nil {
		t.Fatal(err)
	}
	l.draft = l.append
	l.setUp()
	return l
}

func (l *life) id(kind string) peil.ID {
	l.n++
	return peil.DeriveID("life", kind, fmt.Sprint(l.n))
}

func (l *life) append(d peil.Draft) error {
	_, err := l.ws.Append(context.Background(), peil.Actor{Kind: peil.ActorSystem}, d)
	return err
}

// happen records an event, some of them late.
func (l *life) happen(p peil.Payload) bool {
	d := peil.Draft{ID: l.id("event"), At: l.now, Payload: p}
	if l.rnd.IntN(4) == 0 {
		d.At = l.now.Add(-time.Duration(l.rnd.IntN(200)) * time.Hour)
	}
	if l.rnd.IntN(20) == 0 {
		d.AtPrecision = peil.Day
	}
	err := l.draft(d)
	if k := peil.KindOf(err); err != nil && k != peil.KindInvalid && k != peil.KindConflict && k != peil.KindNotFound {
		l.t.Fatalf("%T: %v", p, err)
	}
	if err == nil {
		l.events = append(l.events, d.ID)
	}
	return err == nil
}

func (l *life) setUp() {
	pipeline := peil.DeriveID("life", "pipeline")
	l.happen(peil.WorkspaceDefined{BaseCurrency: "NOK"})
	l.happen(peil.PipelineDefined{Pipeline: pipeline})
	for i := range 4 {
		s := l.id("stage")
		l.stages = append(l.stages, s)
		l.happen(peil.StageDefined{Pipeline: pipeline, Stage: s, Order: 2 * (i + 1), Kind: peil.StageOpen, DefaultP: .2})
	}
	for range 3 {
		l.sources = append(l.sources, l.id("source"))
		l.happen(peil.SourceDefined{Source: l.sources[len(l.sources)-1]})
		l.products = append(l.products, l.id("product"))
		l.happen(peil.ProductDefined{Product: l.products[len(l.products)-1], Family: "f" + fmt.Sprint(len(l.products))})
		l.users = append(l.users, l.id("user"))
		l.happen(peil.UserJoined{User: l.users[len(l.users)-1], FTE: 1, Sells: true, Team: peil.DeriveID("life", "team")})
		l.accounts = append(l.accounts, l.id("account"))
		l.happen(peil.AccountCreated{Account: l.accounts[len(l.accounts)-1], Segments: peil.Segment{Industry: "i" + fmt.Sprint(len(l.accounts))}})
	}
	l.happen(peil.ReasonDefined{Reason: peil.DeriveID("life", "reason"), Kind: peil.StageLost})
	l.happen(peil.CompetitorDefined{Competitor: peil.DeriveID("life", "rival")})
}

func one(r *rand.Rand, of []peil.ID) peil.ID {
	if len(of) == 0 {
		return peil.ID{}
	}
	return of[r.IntN(len(of))]
}

// maybe is one of them, or none.
func (l *life) maybe(of []peil.ID) peil.ID {
	if l.rnd.IntN(4) == 0 {
		return peil.ID{}
	}
	return one(l.rnd, of)
}

// live lets n things happen.
func (l *life) live(n int) {
	for range n {
		l.now = l.now.Add(time.Duration(1+l.rnd.IntN(300)) * time.Minute)
		switch x := l.rnd.IntN(100); {
		case x < 70:
			l.sell()
		case x < 82:
			l.contact()
		case x < 90:
			l.know()
		case x < 94:
			l.mend()
		case x < 97:
			l.arrange()
		default:
			l.batch()
		}
	}
}

func (l *life) sell() {
	deal, value := one(l.rnd, l.deals), int64(l.rnd.IntN(1_000_000))
	switch l.rnd.IntN(14) {
	case 0, 1:
		lead := l.id("lead")
		l.leads = append(l.leads, lead)
		l.happen(peil.LeadReceived{Lead: lead, Source: l.maybe(l.sources), Owner: l.maybe(l.users), Account: l.maybe(l.accounts)})
		l.happen(peil.InquiryReceived{Lead: lead, Source: l.maybe(l.sources), Channel: "form"})
	case 2, 3, 4:
		deal = l.id("deal")
		l.deals = append(l.deals, deal)
		d := peil.DealCreated{Deal: deal, Pipeline: peil.DeriveID("life", "pipeline"), Stage: one(l.rnd, l.stages), Owner: l.maybe(l.users),
			Account: l.maybe(l.accounts), Source: l.maybe(l.sources), Value: &value, Currency: "NOK"}
		if l.rnd.IntN(2) == 0 {
			d.Lead = one(l.rnd, l.leads)
		}
		if l.rnd.IntN(6) == 0 {
			d.ClassHint = "renewal"
		}
		l.happen(d)
	case 5, 6:
		l.happen(peil.DealStageEntered{Deal: deal, To: one(l.rnd, l.stages)})
	case 7:
		l.happen(peil.DealValueSet{Deal: deal, Value: value, Currency: "EUR"})
	case 8:
		l.happen(peil.DealLinesSet{Deal: deal, Lines: []peil.Line{{Product: one(l.rnd, l.products), Amount: value, Currency: "NOK"}, {Family: "x", Amount: value / 2, Currency: "NOK"}}})
	case 9:
		l.happen(peil.DealOwnerSet{Deal: deal, To: l.maybe(l.users)})
	case 10, 11:
		c := peil.DealClosed{Deal: deal, Outcome: peil.Won}
		if l.rnd.IntN(2) == 0 {
			c = peil.DealClosed{Deal: deal, Outcome: peil.Lost, Reason: peil.DeriveID("life", "reason")}
		}
		l.happen(c)
	case 12:
		l.happen(peil.DealReopened{Deal: deal})
	case 13:
		l.rare(deal, value)
	}
}

func (l *life) rare(deal peil.ID, value int64) {
	switch l.rnd.IntN(5) {
	case 0:
		l.happen(peil.DealMerged{From: one(l.rnd, l.deals), Into: deal})
	case 1:
		l.happen(peil.LeadMerged{From: one(l.rnd, l.leads), Into: one(l.rnd, l.leads)})
	case 2:
		l.happen(peil.DealDeleted{Deal: deal, Reason: peil.DeletedTest})
	case 3:
		l.happen(peil.RevenueAdjusted{Deal: deal, Amount: -value / 10, Currency: "NOK"})
	case 4:
		l.happen(peil.DealCompetitorSeen{Deal: deal, Competitor: peil.DeriveID("life", "rival")})
	}
}

func (l *life) contact() {
	about := peil.About{Deal: l.maybe(l.deals), Lead: l.maybe(l.leads), Account: l.maybe(l.accounts)}
	switch l.rnd.IntN(4) {
	case 0, 1:
		l.happen(peil.ActivityDone{Activity: l.id("activity"), Kind: peil.Call, Direction: peil.Out, Outcome: peil.Connected, User: one(l.rnd, l.users), About: about})
	case 2:
		l.happen(peil.ActivityPlanned{Activity: l.id("activity"), Kind: peil.Meeting, Due: l.now.Add(24 * time.Hour), User: one(l.rnd, l.users), About: about})
	case 3:
		m := l.id("message")
		if l.happen(peil.MessageSent{Message: m, User: one(l.rnd, l.users), Links: 1, Tracked: true, About: about}) {
			l.happen(peil.MessageOpened{Message: m, IPClass: peil.ISP, About: about})
		}
	}
}

// know is what the company learns of accounts, people and money.
func (l *life) know() {
	day := peil.DateOf(l.now, time.UTC)
	switch l.rnd.IntN(10) {
	case 0:
		l.accounts = append(l.accounts, l.id("account"))
		l.happen(peil.AccountCreated{Account: l.accounts[len(l.accounts)-1]})
	case 1:
		l.happen(peil.AccountOpeningBalance{Account: one(l.rnd, l.accounts), CustomerSince: day.AddDays(-l.rnd.IntN(400))})
	case 2:
		l.happen(peil.AccountSegmentSet{Account: one(l.rnd, l.accounts), Segments: peil.Segment{Region: fmt.Sprint("r", l.rnd.IntN(3))}})
	case 3:
		l.happen(peil.AccountMerged{From: one(l.rnd, l.accounts), Into: one(l.rnd, l.accounts)})
	case 4:
		l.users = append(l.users, l.id("user"))
		l.happen(peil.UserJoined{User: l.users[len(l.users)-1], FTE: .5, Sells: true, Calendar: []string{"", "night"}[l.rnd.IntN(2)]})
	case 5:
		l.happen(peil.UserLeft{User: one(l.rnd, l.users)})
	case 6:
		l.happen(peil.FXRate{Currency: "EUR", Unit: 1, Rate: 11 + l.rnd.Float64(), Date: day.AddDays(-l.rnd.IntN(60))})
	case 7:
		l.happen(peil.QuotaSet{Quota: l.id("quota"), User: one(l.rnd, l.users), Kind: "won_count", Per: peil.QuotaMonth, Value: 4})
	case 8:
		l.happen(peil.CostRecorded{Cost: l.id("cost"), Kind: peil.CostOther, Amount: 90_000, Currency: "NOK", From: day, To: day.AddDays(30)})
	case 9:
		l.happen(peil.MarginSet{Family: "f1", Pct: l.rnd.Float64()})
	}
}

// mend corrects and voids earlier events.
func (l *life) mend() {
	target := one(l.rnd, l.events)
	switch l.rnd.IntN(3) {
	case 0:
		l.happen(peil.FactCorrected{Target: target, Patch: map[string]any{"at": l.now.Add(-90 * time.Hour).Format(time.RFC3339)}})
	case 1:
		l.happen(peil.FactCorrected{Target: target, Patch: map[string]any{"value": 4711}})
	case 2:
		l.happen(peil.FactVoided{Target: target})
	}
}

// arrange changes the set-up.
func (l *life) arrange() {
	pipeline := peil.DeriveID("life", "pipeline")
	switch l.rnd.IntN(7) {
	case 0:
		s := l.id("stage")
		if l.happen(peil.StageDefined{Pipeline: pipeline, Stage: s, Order: 1 + 2*l.rnd.IntN(9), Kind: peil.StageOpen}) {
			l.stages = append(l.stages, s)
		}
	case 1:
		l.happen(peil.StageDefined{Pipeline: pipeline, Stage: one(l.rnd, l.stages), Order: 20 + l.rnd.IntN(100), Kind: peil.StageOpen, DefaultP: .3})
	case 2:
		l.happen(peil.SourceDefined{Source: one(l.rnd, l.sources), Into: l.maybe(l.sources)})
	case 3:
		l.happen(peil.ProductDefined{Product: one(l.rnd, l.products), Family: fmt.Sprint("g", l.rnd.IntN(3))})
	case 4:
		l.happen(peil.TeamDefined{Team: peil.DeriveID("life", "team"), Calendar: []string{"", "night"}[l.rnd.IntN(2)]})
	case 5:
		night := peil.NorwegianCalendar()
		night.Hours = map[time.Weekday]peil.Hours{time.Monday: {Open: 60, Close: 300 + l.rnd.IntN(60)}}
		l.happen(peil.CalendarDefined{Name: "night", Calendar: night})
	case 6:
		l.happen(peil.PeriodLocked{Period: peil.Period{From: peil.NewDate(2024, time.January, 1), To: peil.NewDate(2024, time.February, 1)}})
	}
}

// batch imports something, commits or drops it, or undoes an earlier import.
func (l *life) batch() {
	ctx := context.Background()
	if len(l.batches) > 0 && !l.noUndo && l.rnd.IntN(3) == 0 {
		i := l.rnd.IntN(len(l.batches))
		if _, _, err := l.ws.Undo(ctx, peil.Actor{Kind: peil.ActorSystem}, l.batches[i], true); err != nil {
			l.t.Fatal(err)
		}
		l.batches = append(l.batches[:i], l.batches[i+1:]...)
		return
	}
	w, err := l.ws.Begin(ctx, peil.Actor{Kind: peil.ActorImport}, store.BatchInfo{Title: "life"})
	if err != nil {
		l.t.Fatal(err)
	}
	was := l.draft
	l.draft = func(d peil.Draft) error { return w.Append(ctx, []store.Item{{Draft: d}}) }
	for range 1 + l.rnd.IntN(15) {
		if l.rnd.IntN(4) > 0 {
			l.sell()
		} else {
			l.know()
		}
	}
	l.draft = was
	if l.rnd.IntN(4) == 0 && !l.noUndo {
		err = w.Abort(ctx)
	} else {
		_, err = w.Commit(ctx)
		l.batches = append(l.batches, w.ID())
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		l.t.Fatal(err)
	}
}
