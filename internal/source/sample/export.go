package sample

import (
	"encoding/csv"
	"strconv"
	"time"

	"peil"
)

// export writes the parts of a company, which it gathers from their events.
type export struct {
	files                    map[string]*csv.Writer
	parts, deals, activities int

	names map[peil.ID]string
	sold  map[peil.ID]*standing
	order []*standing         // deals as they were created
	into  map[peil.ID]peil.ID // lead → deal
	leads []peil.Draft
	users []*employed
}

// standing is a deal as it stands in the end.
type standing struct {
	peil.DealCreated
	created, closed    time.Time
	status             string
	reason, competitor peil.ID
	value              int64
	gone               bool
	path               [][2]string // stages with their times
}

type employed struct {
	peil.UserJoined
	from, to time.Time
}

// row writes a row; the writer keeps its first error until it is closed.
func (x *export) row(file string, cells ...string) { _ = x.files[file].Write(cells) }

func (x *export) part(drafts []peil.Draft) {
	x.names, x.sold, x.into = map[peil.ID]string{}, map[peil.ID]*standing{}, map[peil.ID]peil.ID{}
	x.order, x.leads, x.users = nil, nil, nil
	for i := range drafts {
		if n := drafts[i].Texts["name"]; n != "" {
			x.names[drafts[i].Payload.Subject()] = n
		}
		x.take(&drafts[i])
	}
	if x.parts == 0 { // the later parts have the same people
		for _, u := range x.users {
			x.row("users", u.User.String(), x.names[u.User], x.names[u.Team], strconv.FormatFloat(u.FTE, 'g', -1, 64), day10(u.from), day10(u.to))
		}
	}
	for _, l := range x.leads {
		p := l.Payload.(peil.LeadReceived)
		deal, converted := x.into[p.Lead]
		x.row("leads", p.Lead.String(), "Påfunn "+p.Lead.String()[18:], p.Account.String(), x.names[p.Owner], x.names[p.Source], stamp(l.At),
			strconv.FormatBool(converted), optional(deal))
	}
	for _, d := range x.order {
		x.deal(d)
	}
}

// take reads an event of the company.
func (x *export) take(d *peil.Draft) {
	switch p := d.Payload.(type) {
	case peil.UserJoined:
		x.users = append(x.users, &employed{UserJoined: p, from: d.At})
	case peil.UserLeft:
		for _, u := range x.users {
			if u.User == p.User {
				u.to = d.At
			}
		}
	case peil.AccountCreated:
		x.row("accounts", p.Account.String(), x.names[p.Account], p.Segments.Industry, p.Segments.Size, p.Segments.Region, stamp(d.At))
	case peil.LeadReceived:
		x.leads = append(x.leads, *d)
	case peil.ActivityDone:
		x.activity(p, d.At)
	case peil.MessageSent: // a CRM lists an e-mail as an activity
		x.activity(peil.ActivityDone{Activity: p.Message, Kind: peil.Email, Direction: peil.Out, User: p.User, Automated: p.Automated, About: p.About}, d.At)
	default:
		x.takeDeal(d)
	}
}

// takeDeal reads an event of a deal.
func (x *export) takeDeal(d *peil.Draft) {
	if p, ok := d.Payload.(peil.DealCreated); ok {
		s := &standing{DealCreated: p, created: d.At, status: "Open"}
		for _, l := range p.Lines {
			s.value += l.Amount
			s.Currency = l.Currency
		}
		if p.Value != nil {
			s.value = *p.Value
		}
		x.sold[p.Deal] = s
		x.order = append(x.order, s)
		if !p.Lead.IsZero() {
			x.into[p.Lead] = p.Deal
		}
		s.path = append(s.path, [2]string{x.names[p.Stage], stamp(d.At)})
		return
	}
	s := x.sold[d.Payload.Subject()]
	if p, ok := d.Payload.(peil.DealMerged); ok {
		s = x.sold[p.From]
	}
	if s == nil {
		return
	}
	switch p := d.Payload.(type) {
	case peil.DealStageEntered:
		s.Stage = p.To
		s.path = append(s.path, [2]string{x.names[p.To], stamp(d.At)})
	case peil.DealLinesSet:
		s.value = 0
		for _, l := range p.Lines {
			s.value += l.Amount
		}
	case peil.DealOwnerSet:
		s.Owner = p.To
	case peil.DealCompetitorSeen:
		s.competitor = p.Competitor
	case peil.DealClosed:
		s.closed, s.reason = d.At, p.Reason
		s.status = map[peil.Outcome]string{peil.Won: "Won", peil.Lost: "Lost", peil.Cancelled: "Cancelled"}[p.Outcome]
	case peil.DealReopened:
		s.closed, s.reason, s.status = time.Time{}, peil.ID{}, "Open"
	case peil.DealMerged, peil.DealDeleted:
		s.gone = true
	}
}

func (x *export) activity(p peil.ActivityDone, at time.Time) {
	x.activities++
	x.row("activities", p.Activity.String(), string(p.Kind), x.names[p.User], optional(p.Deal), optional(p.Lead), stamp(at), "true",
		string(p.Direction), string(p.Outcome), strconv.Itoa(p.DurationS))
}

// deal writes a deal as it stands in the end; one that was joined into another
// or deleted is in no export.
func (x *export) deal(d *standing) {
	if d.gone {
		return
	}
	x.deals++
	x.row("deals", d.Deal.String(), "Sak "+d.Deal.String()[18:], x.names[d.Owner], optional(d.Account), x.names[d.Pipeline], x.names[d.Stage], d.status,
		strconv.FormatFloat(float64(d.value)/100, 'f', 2, 64), string(d.Currency), stamp(d.created), stamp(d.closed), d.ExpectedClose.String(),
		x.names[d.reason], x.names[d.competitor], x.names[d.Source])
	for _, s := range d.path {
		x.row("stage history", d.Deal.String(), s[0], s[1])
	}
}

func optional(id peil.ID) string {
	if id.IsZero() {
		return ""
	}
	return id.String()
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05Z")
}

func day10(t time.Time) string {
	s := stamp(t)
	return s[:min(len(s), 10)]
}
