package sample

import (
	"reflect"
	"testing"
	"time"

	"peil"
)

var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func TestSameSeedSameCompany(t *testing.T) {
	a, b := Make(Options{Deals: 200, Seed: 1, Now: now}), Make(Options{Deals: 200, Seed: 1, Now: now})
	if !reflect.DeepEqual(a, b) {
		t.Fatal("the same seed gave two companies")
	}
	if c := Make(Options{Deals: 200, Seed: 2, Now: now}); reflect.DeepEqual(a, c) {
		t.Fatal("two seeds gave the same company")
	}
}

func TestEventsMakeSense(t *testing.T) {
	drafts := Make(Options{Deals: 1500, Seed: 1, Now: now})
	seen := map[peil.Type]int{}
	ids := map[peil.ID]bool{}
	for i, d := range drafts {
		if err := d.Payload.Check(); err != nil {
			t.Fatalf("%s at %s: %v", d.Payload.EventType(), d.At, err)
		}
		if err := peil.CheckClock(d.Payload.EventType(), d.At, now); err != nil || d.At.After(now) {
			t.Fatalf("%s at %s: %v", d.Payload.EventType(), d.At, err)
		}
		if i > 0 && d.At.Before(drafts[i-1].At) {
			t.Fatal("events out of order")
		}
		if ids[d.ID] {
			t.Fatalf("id %s twice", d.ID)
		}
		ids[d.ID] = true
		seen[d.Payload.EventType()]++
	}
	for _, want := range []peil.Type{"user.left", "cost.recorded", "quota.set", "spend.recorded", "lead.received", "inquiry.received",
		"lead.deleted", "deal.merged", "deal.reopened", "deal.credit_set", "deal.owner_set", "deal.competitor_seen", "deal.lines_set",
		"activity.planned", "message.replied", "message.opened", "message.clicked", "revenue.adjusted", "account.opening_balance"} {
		if seen[want] == 0 {
			t.Errorf("no %s in the sample company", want)
		}
	}
}

func TestHasTheDealsAskedFor(t *testing.T) {
	merged, created := 0, 0
	for _, d := range Make(Options{Deals: 1000, Seed: 7, Now: now}) {
		switch d.Payload.(type) {
		case peil.DealCreated:
			created++
		case peil.DealMerged:
			merged++
		}
	}
	if created-merged != 1000 {
		t.Errorf("%d deals stand, want 1000", created-merged)
	}
}
