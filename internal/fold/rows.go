package fold

import (
	"bytes"
	"slices"

	"peil"
)

// dims are the columns that every row of a deal carries.
type dims struct {
	source            peil.ID
	campaign, channel string
	product           peil.ID
	family            string
}

func (st *story) dims(lines []peil.Line) dims {
	d := dims{channel: st.lead.channel}
	d.source, d.campaign = st.sourceOf()
	if i := largest(lines); i >= 0 {
		d.product, d.family = lines[i].Product, st.set.family(lines[i])
	}
	return d
}

// largest is the index of the line with the largest amount, the first of equals.
func largest(lines []peil.Line) int {
	best := -1
	for i, l := range lines {
		if best < 0 || l.Amount > lines[best].Amount {
			best = i
		}
	}
	return best
}

// family is what the line says, else what its product belongs to.
func (s *Setup) family(l peil.Line) string {
	if l.Family != "" {
		return l.Family
	}
	return s.families[l.Product]
}

func sortedIDs[V any](m map[peil.ID]V) []peil.ID {
	out := make([]peil.ID, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.SortFunc(out, func(a, b peil.ID) int { return bytes.Compare(a[:], b[:]) })
	return out
}

// rows writes the story down.
func (st *story) rows(out *CaseRows) {
	out.Activities = append(out.Activities, st.activityRows()...)
	for _, m := range st.order {
		out.Messages = append(out.Messages, st.messages[m].row(st))
	}
	if lead, ok := st.leadRow(); ok {
		out.Leads = append(out.Leads, lead)
		for i, t := range st.lead.touches {
			t.LeadID, t.Position = lead.LeadID, int64(i+1)
			out.Touches = append(out.Touches, t)
		}
	}
	hidden := st.status == "deleted" || st.lead.junk != ""
	if !hidden {
		for i := range st.clocks {
			out.Clocks = append(out.Clocks, st.clockRow(&st.clocks[i]))
		}
		st.outreachRows(out)
	}
	if st.deal.IsZero() {
		return
	}
	out.Deals = append(out.Deals, st.dealRow())
	if st.status == "deleted" {
		return // gone from every current number (G6)
	}
	out.Competitors = append(out.Competitors, st.seen...)
	st.timeRows(out)
	out.Entries = append(out.Entries, st.entries()...)
	out.Credits = append(out.Credits, st.credits()...)
	if st.close != nil {
		out.Closes = append(out.Closes, st.closeRow())
	}
	out.Summaries = append(out.Summaries, st.summary())
}

func (st *story) clockRow(c *clock) ResponseClock {
	r, d := c.row(st), st.dims(st.lines)
	r.PipelineID, r.SourceID, r.Campaign, r.Channel = st.stage.Pipeline, d.source, d.campaign, d.channel
	r.AccountID, r.ProductID, r.Family, r.Currency = first(st.account, st.lead.account), d.product, d.family, string(st.currency)
	return r
}

func (st *story) dated() bool { return st.created.AtPrecision != peil.Unknown }

func (st *story) dealRow() DealFact {
	d := st.dims(st.lines)
	r := DealFact{UnitID: st.unit, DealID: st.deal, LeadID: st.lead.id, Status: st.status, DeletedReason: string(st.gone),
		HumanActivities: int64(st.humans), UserID: st.owner, StageID: st.stage.ID, CreatedAt: st.created.At, CreatedOn: st.set.date(st.created.At),
		Dated: st.dated(), InquiryAt: st.lead.firstAsk, InquiryOn: st.set.date(st.lead.firstAsk), Reopened: int64(st.reopened),
		Value: st.value, Currency: string(st.currency), ExpectedOn: st.expected, SnapshotOnly: st.origin.SnapshotOnly,
		PipelineID: st.stage.Pipeline, SourceID: d.source, Campaign: d.campaign, Channel: d.channel, AccountID: st.account, ProductID: d.product, Family: d.family}
	if c := st.close; c != nil && st.status != "deleted" {
		r.UserID, r.ClosedAt, r.ClosedOn, r.Backdated = c.owner, c.e.At, st.effective(c), st.backdated(c)
		r.Value, r.Currency = c.value, string(c.currency)
	}
	return r
}

// timeRows are the deal's spans and visits.
func (st *story) timeRows(out *CaseRows) {
	d := st.dims(st.lines)
	for i, s := range st.spans {
		out.Spans = append(out.Spans, DealSpan{UnitID: st.unit, DealID: st.deal, Part: int64(i + 1), FromAt: s.from, ToAt: s.to,
			FromOn: st.set.date(s.from), ToOn: st.set.date(s.to), Dated: st.dated(), UserID: s.owner, StageID: s.stage,
			Value: s.value, Currency: string(s.currency), ExpectedOn: s.expected, Confidence: s.override, SnapshotOnly: st.origin.SnapshotOnly,
			PipelineID: st.set.stages[s.stage].Pipeline, SourceID: d.source, Campaign: d.campaign, Channel: d.channel,
			AccountID: st.account, ProductID: d.product, Family: d.family})
	}
	for i, v := range st.visits {
		r := StageVisit{UnitID: st.unit, DealID: st.deal, Visit: int64(i + 1), StageID: v.stage.ID, StageOrder: int64(v.stage.Order),
			EnterAt: v.enter, ExitAt: v.exit, EnterOn: st.set.date(v.enter), ExitOn: st.set.date(v.exit), ExitKind: v.kind, Skipped: v.skipped,
			Dated: st.dated(), SnapshotOnly: st.origin.SnapshotOnly, UserID: v.owner, PipelineID: v.stage.Pipeline,
			SourceID: d.source, Campaign: d.campaign, Channel: d.channel, AccountID: st.account, ProductID: d.product, Family: d.family,
			Currency: string(st.currency)}
		if !v.exit.IsZero() {
			open := v.seconds()
			r.OpenSeconds = &open
		}
		out.Visits = append(out.Visits, r)
	}
}

func (st *story) closeRow() CloseFact {
	c, d := st.close, st.dims(st.close.lines)
	return CloseFact{UnitID: st.unit, DealID: st.deal, Outcome: string(c.p.Outcome), Auto: c.p.Auto, ReasonID: st.set.reason(c.p.Reason),
		CompetitorID: c.p.Competitor, ClosedAt: c.e.At, ClosedOn: st.effective(c), RecordedAt: c.e.RecordedAt, Backdated: st.backdated(c),
		Dated: c.e.AtPrecision != peil.Unknown, CreatedAt: st.created.At, CreatedOn: st.set.date(st.created.At), InquiryAt: st.lead.firstAsk,
		UserID: c.owner, StageID: c.stage.ID, Value: c.value, Currency: string(c.currency), SnapshotOnly: st.origin.SnapshotOnly,
		HumanActivities: int64(st.humans), PipelineID: c.stage.Pipeline, SourceID: d.source, Campaign: d.campaign, Channel: d.channel,
		AccountID: st.account, ProductID: d.product, Family: d.family}
}
