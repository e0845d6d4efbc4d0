package fold

import (
	"peil"
)

// credits divides a won deal's value among users and lines, exactly to the
// minor unit (G8), and lists its adjustments. One row is the main one, which
// counts the deal: the owner's part of the largest line.
func (st *story) credits() []CreditFact {
	c := st.close
	if c == nil || c.p.Outcome != peil.Won {
		return nil
	}
	lines := c.lines
	if len(lines) == 0 {
		lines = []peil.Line{{}}
	}
	var out []CreditFact
	weights := make([]float64, 0, len(lines)*len(c.credit))
	big := max(largest(lines), 0)
	mainUser := mainUser(c)
	for _, share := range c.credit {
		for i, l := range lines {
			r := st.creditRow(c, share, l)
			r.Part, r.Kind = int64(len(out)+1), "won"
			r.Main = i == big && share.User == mainUser
			out = append(out, r)
			weights = append(weights, share.Share*lineWeight(lines, l))
		}
	}
	if c.value != nil {
		for i, part := range peil.Split(*c.value, weights) {
			out[i].Amount = &part
		}
	}
	for _, a := range st.adjusts {
		out = append(out, st.adjustRows(c, a, len(out))...)
	}
	return out
}

// mainUser is the owner where they have a share, else the first who has.
func mainUser(c *closing) peil.ID {
	for _, s := range c.credit {
		if s.User == c.owner {
			return c.owner
		}
	}
	return c.credit[0].User
}

// lineWeight is a line's part of the deal; lines without amounts share alike.
func lineWeight(lines []peil.Line, l peil.Line) float64 {
	for _, x := range lines {
		if x.Amount > 0 {
			return float64(max(l.Amount, 0))
		}
	}
	return 1
}

func (st *story) creditRow(c *closing, share peil.Share, l peil.Line) CreditFact {
	d := st.dims(c.lines)
	return CreditFact{UnitID: st.unit, DealID: st.deal, UserID: share.User, Share: share.Share, Currency: string(c.currency),
		WonAt: c.e.At, WonOn: st.effective(c), Dated: c.e.AtPrecision != peil.Unknown, CreatedAt: st.created.At,
		CreatedOn: st.set.date(st.created.At), InquiryAt: st.lead.firstAsk, PipelineID: c.stage.Pipeline, StageID: c.stage.ID,
		SourceID: d.source, Campaign: d.campaign, Channel: d.channel, AccountID: st.account, ProductID: l.Product, Family: st.set.family(l)}
}

// adjustRows divides a credit note like the win itself.
func (st *story) adjustRows(c *closing, a adjustment, before int) []CreditFact {
	weights := make([]float64, len(c.credit))
	for i, s := range c.credit {
		weights[i] = s.Share
	}
	var out []CreditFact
	big := peil.Line{}
	if i := largest(c.lines); i >= 0 {
		big = c.lines[i]
	}
	for i, part := range peil.Split(a.p.Amount, weights) {
		r := st.creditRow(c, c.credit[i], big)
		r.Part, r.Kind, r.Amount, r.Currency = int64(before+i+1), "adjust", &part, string(a.p.Currency)
		r.WonAt, r.WonOn, r.Dated = a.e.At, st.set.date(a.e.At), a.e.AtPrecision != peil.Unknown
		out = append(out, r)
	}
	return out
}

// summary is what the account's fold needs to know of the deal.
func (st *story) summary() DealSummary {
	s := DealSummary{Deal: st.deal, Account: st.account, CreatedOn: st.set.date(st.created.At), Renewal: st.origin.ClassHint == "renewal"}
	if c := st.close; c != nil && c.p.Outcome == peil.Won {
		s.WonOn = st.effective(c)
		for _, l := range c.lines {
			if f := st.set.family(l); f != "" {
				s.Families = append(s.Families, f)
			}
		}
	}
	return s
}
