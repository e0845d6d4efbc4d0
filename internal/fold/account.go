package fold

import (
	"maps"
	"slices"

	"peil"
)

// DealSummary is what the fold of an account needs to know of one of its deals.
type DealSummary struct {
	Deal, Account peil.ID
	CreatedOn     peil.Date
	WonOn         peil.Date // zero unless it stands as won
	Families      []string  // of the win
	Renewal       bool
}

// ClassInfo is what the account's fold says of a deal (4.4): its class, frozen
// at creation, and whether it was won after the account's first win.
type ClassInfo struct {
	Class      string
	AfterFirst bool
}

// AccountRows is what an account comes to.
type AccountRows struct {
	Accounts  []AccountDim
	Customers []CustomerSpan
	Owned     []OwnedFamily
	Classes   map[peil.ID]ClassInfo
}

// Account folds an account's events and its deals. Class compares local dates:
// a deal is an existing customer's if the account had a win, or an opening
// balance, dated before the day the deal was created.
func Account(s *Setup, account peil.ID, events []peil.Event, deals []DealSummary, c Clocks) AccountRows {
	st := accountState(account, Active(events, c))
	rows := AccountRows{Classes: map[peil.ID]ClassInfo{}}
	if st.known {
		rows.Accounts = []AccountDim{{AccountID: account, Segment: st.segments.Segment, Industry: st.segments.Industry, Size: st.segments.Size, Region: st.segments.Region}}
	}
	firstWin, secondWin, wins := peil.Date{}, peil.Date{}, int64(0)
	for _, d := range deals {
		if d.WonOn.IsZero() {
			continue
		}
		wins++
		switch {
		case firstWin.IsZero():
			firstWin = d.WonOn
		case d.WonOn.Before(firstWin):
			firstWin, secondWin = d.WonOn, firstWin
		case secondWin.IsZero() || d.WonOn.Before(secondWin):
			secondWin = d.WonOn
		}
	}
	for _, d := range deals {
		info := ClassInfo{Class: "new"}
		switch {
		case d.Renewal:
			info.Class = "renewal"
		case st.before(s, d.CreatedOn), !firstWin.IsZero() && firstWin.Before(d.CreatedOn):
			info.Class = "existing"
		}
		info.AfterFirst = !d.WonOn.IsZero() && (st.before(s, d.WonOn) || firstWin.Before(d.WonOn))
		rows.Classes[d.Deal] = info
	}
	if st.opening || wins > 0 {
		from := firstWin
		if st.opening && (from.IsZero() || st.since.Before(from)) {
			from = st.since
		}
		rows.Customers = []CustomerSpan{{AccountID: account, CustomerFrom: from, FirstWinOn: firstWin, SecondWinOn: secondWin, Opening: st.opening, Wins: wins}}
	}
	rows.Owned = owned(account, st, deals)
	return rows
}

// owned are the families that an account has, each since its first purchase.
func owned(account peil.ID, st accountStory, deals []DealSummary) []OwnedFamily {
	since := map[string]peil.Date{}
	for _, d := range deals {
		for _, f := range d.Families {
			if at, ok := since[f]; !ok || d.WonOn.Before(at) {
				since[f] = d.WonOn
			}
		}
	}
	for _, f := range st.state.Families {
		if at, ok := since[f]; !ok || st.since.Before(at) {
			since[f] = st.since
		}
	}
	var out []OwnedFamily
	for _, f := range slices.Sorted(maps.Keys(since)) {
		out = append(out, OwnedFamily{AccountID: account, Family: f, OwnedFrom: since[f]})
	}
	return out
}

// accountStory is an account being walked.
type accountStory struct {
	state    peil.AccountState
	known    bool
	opening  bool
	since    peil.Date // of the opening balance; zero is before everything
	segments peil.Segment
}

// before reports whether the opening balance makes the account a customer by a day.
func (a accountStory) before(_ *Setup, d peil.Date) bool {
	return a.opening && (a.since.IsZero() || a.since.Before(d))
}

// accountState walks the account's events; of merged accounts the survivor's
// segments stand, and an opening balance of either counts.
func accountState(account peil.ID, events []peil.Event) accountStory {
	a := accountStory{state: peil.AccountState{Account: account}}
	for _, e := range events {
		a.state.LastSeq = max(a.state.LastSeq, e.Seq)
		switch p := e.Payload.(type) {
		case peil.AccountCreated:
			a.known = a.known || p.Account == account
			if p.Account == account {
				a.state.Parent, a.state.Owner, a.segments = p.Parent, p.Owner, p.Segments
			}
		case peil.AccountSegmentSet:
			if p.Account == account {
				a.segments = p.Segments
			}
		case peil.AccountOpeningBalance:
			if !a.opening || p.CustomerSince.Before(a.since) {
				a.since = p.CustomerSince
			}
			a.opening = true
			for _, f := range p.Families {
				if !slices.Contains(a.state.Families, f) {
					a.state.Families = append(a.state.Families, f)
				}
			}
		case peil.AccountMerged:
			if p.From == account {
				a.state.MergedInto = p.Into
			}
		}
	}
	a.state.CustomerSince, a.state.Segments = a.since, a.segments
	return a
}
