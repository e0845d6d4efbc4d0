package store_test

import (
	"time"

	"peil"
)

func ptr[T any](v T) *T { return &v }

// samples is one full example of the newest version of every type of event.
var samples = func() []peil.Payload {
	a, b := id("sample a"), id("sample b")
	about := peil.About{Deal: id("deal"), Lead: id("lead"), Contact: id("contact"), Account: id("account")}
	user, deal, lead, account, contact := id("user"), about.Deal, about.Lead, about.Account, about.Contact
	from, to := peil.NewDate(2026, 1, 1), peil.NewDate(2026, 2, 1)
	lines := []peil.Line{{Product: id("product"), Family: "lys", Quantity: 2.5, Amount: 12_345, Currency: "NOK"}}
	credit := []peil.Share{{User: user, Share: 0.25}, {User: a, Share: 0.75}}
	segment := peil.Segment{Segment: "stor", Industry: "bygg", Size: "50-99", Region: "nord"}
	return []peil.Payload{
		peil.FactCorrected{Target: id("target"), Patch: map[string]any{"value": 17.0, "at": "2026-03-01T08:00:00Z"}},
		peil.FactVoided{Target: id("target")},
		peil.UserJoined{User: user, FTE: 0.8, Sells: true, Team: id("team"), Calendar: "butikk", Assumed: true},
		peil.UserChanged{User: user, FTE: ptr(0.5), Sells: ptr(false), Team: ptr(id("team"))},
		peil.UserLeft{User: user, Assumed: true},
		peil.UserUnavailable{User: user, From: from, To: to},
		peil.TeamDefined{Team: id("team"), Region: "nord", Calendar: "butikk"},
		peil.CalendarDefined{Name: "butikk", Calendar: peil.NorwegianCalendar()},
		peil.WorkspaceDefined{BaseCurrency: "NOK", FiscalYearStart: 7, CountAbsence: true},
		peil.CostRecorded{Cost: a, User: user, Team: id("team"), Kind: peil.CostTraining, Amount: 99_900, Currency: "NOK", From: from, To: to},
		peil.QuotaSet{Quota: a, User: user, Team: id("team"), Kind: "revenue", Per: peil.QuotaPeriod, From: from, To: to, Value: 1e6, Currency: "NOK"},
		peil.FXRate{Currency: "SEK", Unit: 100, Rate: 98.7, Date: from, Provider: "norges_bank"},
		peil.SpendRecorded{Spend: a, Source: id("source"), Campaign: "vår", Amount: 5_000, Currency: "NOK", From: from, To: to},
		peil.MarginSet{Family: "lys", Pct: 0.35},
		peil.HurdleSet{Rate: 0.12},
		peil.PipelineDefined{Pipeline: id("pipeline"), Order: 2},
		peil.StageDefined{Pipeline: id("pipeline"), Stage: id("stage"), Order: 3, Kind: peil.StageOpen, DefaultP: 0.4, SLAMin: 60, Version: 2},
		peil.SourceDefined{Source: id("source"), Into: a},
		peil.ReasonDefined{Reason: id("reason"), Kind: peil.StageLost, Into: a, Topic: "price"},
		peil.CompetitorDefined{Competitor: id("competitor")},
		peil.ProductDefined{Product: id("product"), Family: "lys", Price: 12_300, Currency: "NOK"},
		peil.AccountCreated{Account: account, Segments: segment, Parent: a, Owner: user},
		peil.AccountOpeningBalance{Account: account, CustomerSince: from, Families: []string{"lys", "lyd"}, Lifetime: 77, Currency: "NOK"},
		peil.AccountSegmentSet{Account: account, Segments: segment},
		peil.AccountMerged{From: a, Into: account},
		peil.ContactCreated{Contact: contact, Account: account},
		peil.ContactMerged{From: a, Into: contact},
		peil.InquiryReceived{Lead: lead, Deal: deal, Contact: contact, Account: account, Source: id("source"), Campaign: "vår", Channel: "phone", AnsweredLive: true},
		peil.LeadReceived{Lead: lead, Contact: contact, Account: account, Source: id("source"), Campaign: "vår", Channel: "form", Owner: user, AttachesTo: a},
		peil.LeadMerged{From: a, Into: lead},
		peil.LeadDeleted{Lead: lead, Reason: peil.DeletedSpam},
		peil.SourceCorrected{Lead: lead, Deal: deal, Source: id("source"), Campaign: "høst"},
		peil.TouchRecorded{Contact: contact, Lead: lead, Source: id("source")},
		peil.DealCreated{Deal: deal, Pipeline: id("pipeline"), Stage: id("stage"), Owner: user, Account: account, Contact: contact, Lead: lead,
			Source: id("source"), Campaign: "vår", Value: ptr(int64(12_345)), Currency: "NOK", Lines: lines, ExpectedClose: to, ClassHint: "renewal", SnapshotOnly: true},
		peil.DealStageEntered{Deal: deal, From: id("stage"), To: id("stage 2")},
		peil.DealValueSet{Deal: deal, Value: 54_321, Currency: "EUR"},
		peil.DealLinesSet{Deal: deal, Lines: lines},
		peil.DealExpectedCloseSet{Deal: deal, ExpectedClose: to},
		peil.DealOwnerSet{Deal: deal, From: user, To: a},
		peil.DealCreditSet{Deal: deal, Credit: credit},
		peil.DealCompetitorSeen{Deal: deal, Competitor: id("competitor")},
		peil.DealConfidenceOverridden{Deal: deal, P: 0.6, By: user},
		peil.DealClosed{Deal: deal, Outcome: peil.Lost, Reason: id("reason"), Competitor: id("competitor"), Auto: true,
			Value: ptr(int64(1)), Currency: "NOK", EffectiveDate: from, Owner: user, Credit: credit},
		peil.DealReopened{Deal: deal, Stage: id("stage")},
		peil.DealMerged{From: a, Into: deal},
		peil.DealDeleted{Deal: deal, Reason: peil.DeletedTest},
		peil.RevenueAdjusted{Deal: deal, Amount: -100, Currency: "NOK"},
		peil.ActivityPlanned{Activity: b, Kind: peil.Meeting, Due: then, User: user, About: about},
		peil.ActivityDone{Activity: b, Kind: peil.Call, Direction: peil.Out, Outcome: peil.Connected, Automated: true, Cold: ptr(true), User: user, DurationS: 90, About: about},
		peil.ActivityCancelled{Activity: b, About: about},
		peil.MessageSent{Message: b, User: user, Template: "t1", SubjectVariant: "A", Content: "c1", Links: 3, SequenceStep: 2,
			Automated: true, Tracked: true, Consent: true, Cold: ptr(false), About: about},
		peil.MessageDelivered{Message: b, About: about},
		peil.MessageBounced{Message: b, About: about},
		peil.MessageComplained{Message: b, About: about},
		peil.MessageUnsubscribed{Message: b, About: about},
		peil.MessageOpened{Message: b, IPClass: peil.AppleRelay, UAHash: "ab12", UABare: true, About: about},
		peil.MessageClicked{Message: b, Link: peil.HoneypotLink, Method: "GET", IPClass: peil.Scanner, UAHash: "ab12", Unsubscribe: true, About: about},
		peil.MessageReplied{Message: b, Automated: true, About: about},
		peil.BatchCommitted{Batch: a, Events: 12},
		peil.BatchUndone{Batch: a},
		peil.ChangeNoted{Note: a, Dims: map[string][]string{"pipeline": {id("pipeline").String()}}},
		peil.ForecastIssued{Forecast: a, Model: "m1", Seed: 7, Draws: 1000, AsOf: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), Horizon: to, Currency: "NOK",
			Lines: []peil.ForecastLine{{Deal: deal, Value: 5, P: 0.5, PInPeriod: 0.25}}, NewBusiness: 1, P10: 2, P50: 3, P90: 4, Mean: 5, Replayed: true},
		peil.AdviceShown{Advice: a, Rule: "PROD-1", Version: 2, Scope: "team", Evidence: map[string]float64{"n": 12}},
		peil.AdviceDismissed{Advice: a},
		peil.AdviceActed{Advice: a},
		peil.ExperimentAssigned{Experiment: "x", Deal: deal, Lead: lead, Arm: "b"},
		peil.PeriodLocked{Period: peil.Period{From: from, To: to}},
	}
}()
