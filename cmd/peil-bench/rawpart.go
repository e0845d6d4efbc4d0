package main

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"peil"
)

// rawPart gathers the rows of one part of the company.
type rawPart struct {
	rows     map[string][][]any
	users    []*rawUser
	accounts []*rawAccount
	leads    []*rawLead
	deals    []*rawDeal

	user    map[peil.ID]*rawUser
	account map[peil.ID]*rawAccount
	lead    map[peil.ID]*rawLead
	deal    map[peil.ID]*rawDeal
}

type rawUser struct {
	peil.UserJoined
	hired, left peil.Date
}

type rawAccount struct {
	peil.AccountCreated
	since peil.Date
}

type rawLead struct {
	peil.LeadReceived
	at   time.Time
	junk any
}

type rawDeal struct {
	peil.DealCreated
	created    time.Time
	closed     any
	status     string
	auto       bool
	reason     peil.ID
	competitor peil.ID
	value      int64
	currency   peil.Currency
	gone       bool
}

func newRawPart() *rawPart {
	return &rawPart{rows: map[string][][]any{}, user: map[peil.ID]*rawUser{}, account: map[peil.ID]*rawAccount{},
		lead: map[peil.ID]*rawLead{}, deal: map[peil.ID]*rawDeal{}}
}

// row adds a row of a table; ids that are zero and empty words are null.
func (r *rawPart) row(table string, cells ...any) {
	for i, c := range cells {
		switch c := c.(type) {
		case peil.ID:
			cells[i] = nil
			if !c.IsZero() {
				cells[i] = [16]byte(c)
			}
		case peil.Date:
			cells[i] = day(c)
		}
	}
	r.rows[table] = append(r.rows[table], cells)
}

// take reads an event of what is set up, of people, money and leads.
func (r *rawPart) take(d *peil.Draft) {
	switch p := d.Payload.(type) {
	case peil.UserJoined:
		u := &rawUser{UserJoined: p, hired: on(d.At)}
		r.users, r.user[p.User] = append(r.users, u), u
	case peil.UserLeft:
		r.user[p.User].left = on(d.At)
	case peil.StageDefined:
		r.row("stages", p.Stage, p.Pipeline, p.Order, p.DefaultP)
	case peil.CostRecorded:
		r.row("costs", p.User, string(p.Kind), p.Amount, string(p.Currency), p.From, p.To)
	case peil.SpendRecorded:
		r.row("spend", p.Source, p.Amount, string(p.Currency), p.From, p.To)
	case peil.QuotaSet:
		r.row("quotas", p.User, p.Kind, string(p.Per), p.Value, string(p.Currency), on(d.At))
	case peil.FXRate:
		r.row("rates", string(p.Currency), p.Date, p.Rate/float64(p.Unit))
	case peil.AccountCreated:
		a := &rawAccount{AccountCreated: p}
		r.accounts, r.account[p.Account] = append(r.accounts, a), a
	case peil.AccountOpeningBalance:
		r.account[p.Account].since = p.CustomerSince
	case peil.LeadReceived:
		l := &rawLead{LeadReceived: p, at: d.At}
		r.leads, r.lead[p.Lead] = append(r.leads, l), l
	case peil.LeadDeleted:
		r.lead[p.Lead].junk = string(p.Reason)
	case peil.ActivityDone:
		r.row("activities", p.Activity, p.Deal, p.Lead, p.Account, p.User, string(p.Kind), string(p.Direction), string(p.Outcome), d.At, p.DurationS)
	case peil.MessageSent:
		r.row("activities", p.Message, p.Deal, p.Lead, p.Account, p.User, "email", "out", "sent", d.At, 0)
	default:
		r.takeDeal(d)
	}
}

// takeDeal reads an event of a deal.
func (r *rawPart) takeDeal(d *peil.Draft) {
	if p, ok := d.Payload.(peil.DealCreated); ok {
		x := &rawDeal{DealCreated: p, created: d.At, status: "open"}
		x.price(p.Lines)
		r.deals, r.deal[p.Deal] = append(r.deals, x), x
		r.row("stage_history", p.Deal, p.Stage, d.At)
		r.row("owner_history", p.Deal, p.Owner, d.At)
		return
	}
	if p, ok := d.Payload.(peil.DealMerged); ok {
		r.deal[p.From].gone = true
		return
	}
	x := r.deal[d.Payload.Subject()]
	if x == nil {
		return
	}
	switch p := d.Payload.(type) {
	case peil.DealStageEntered:
		x.Stage = p.To
		r.row("stage_history", p.Deal, p.To, d.At)
	case peil.DealOwnerSet:
		x.Owner = p.To
		r.row("owner_history", p.Deal, p.To, d.At)
	case peil.DealLinesSet:
		x.price(p.Lines)
	case peil.DealClosed:
		x.status, x.closed, x.auto, x.reason, x.competitor = string(p.Outcome), d.At, p.Auto, p.Reason, p.Competitor
	case peil.DealReopened:
		x.status, x.closed, x.auto, x.reason, x.competitor = "open", nil, false, peil.ID{}, peil.ID{}
	case peil.DealCreditSet:
		for _, c := range p.Credit {
			r.row("deal_credits", p.Deal, c.User, c.Share)
		}
	case peil.DealCompetitorSeen:
		r.row("deal_competitors", p.Deal, p.Competitor, d.At)
	case peil.RevenueAdjusted:
		r.row("adjustments", p.Deal, p.Amount, string(p.Currency), d.At)
	}
}

func (x *rawDeal) price(lines []peil.Line) {
	x.value = 0
	for _, l := range lines {
		x.value += l.Amount
		x.currency = l.Currency
	}
}

func on(t time.Time) peil.Date { return peil.DateOf(t, peil.NorwegianCalendar().Location) }

// copy writes the rows.
func (r *rawPart) copy(ctx context.Context, c *pgx.Conn) error {
	for _, u := range r.users {
		r.row("users", u.User, u.Team, u.FTE, u.Sells, u.hired, u.left)
	}
	for _, a := range r.accounts {
		r.row("accounts", a.Account, a.Segments.Industry, a.Segments.Size, a.Segments.Region, a.since)
	}
	for _, l := range r.leads {
		r.row("leads", l.Lead, l.at, l.Owner, l.Source, l.Channel, l.Account, l.junk)
	}
	for _, x := range r.deals {
		if !x.gone { // a CRM shows it in the one it was joined into
			r.row("deals", x.Deal, x.Lead, x.Pipeline, x.Stage, x.Owner, x.Account, x.Source, x.created, x.status, x.closed, x.auto,
				x.reason, x.competitor, x.value, string(x.currency), x.ExpectedClose)
		}
	}
	for table, rows := range r.rows {
		if _, err := c.CopyFrom(ctx, pgx.Identifier{table}, rawColumns[table], pgx.CopyFromRows(rows)); err != nil {
			return fmt.Errorf("%s: %w", table, err)
		}
	}
	return nil
}

var rawColumns = map[string][]string{
	"users":            {"id", "team_id", "fte", "sells", "hired_on", "left_on"},
	"stages":           {"id", "pipeline_id", "position", "probability"},
	"accounts":         {"id", "industry", "size", "region", "customer_since"},
	"leads":            {"id", "received_at", "owner_id", "source_id", "channel", "account_id", "junk"},
	"stage_history":    {"deal_id", "stage_id", "entered_at"},
	"owner_history":    {"deal_id", "user_id", "from_at"},
	"deal_credits":     {"deal_id", "user_id", "share"},
	"adjustments":      {"deal_id", "amount", "currency", "adjusted_at"},
	"deal_competitors": {"deal_id", "competitor_id", "seen_at"},
	"activities":       {"id", "deal_id", "lead_id", "account_id", "user_id", "kind", "direction", "outcome", "done_at", "seconds"},
	"costs":            {"user_id", "kind", "amount", "currency", "from_on", "to_on"},
	"spend":            {"source_id", "amount", "currency", "from_on", "to_on"},
	"quotas":           {"user_id", "kind", "per", "value", "currency", "from_on"},
	"rates":            {"currency", "day", "rate"},
	"deals": {"id", "lead_id", "pipeline_id", "stage_id", "owner_id", "account_id", "source_id", "created_at", "status", "closed_at", "auto",
		"reason_id", "competitor_id", "value", "currency", "expected_close"},
}
