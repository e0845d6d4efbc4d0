package facts

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"peil"
	"peil/internal/fold"
)

// The second fold: what a deal is to its account (new, existing, renewal; before
// or after the first win) depends on the account's other deals. So each deal's
// summary is noted in the file, and when a deal or an account changes, all deals
// of the account are looked at again.

// accountFold is what the second fold of some accounts came to.
type accountFold struct {
	accounts  []peil.ID // whose rows are replaced
	dims      []fold.AccountDim
	customers []fold.CustomerSpan
	owned     []fold.OwnedFamily
	classes   map[peil.ID]fold.ClassInfo
}

// acctOf are the events that are about accounts, and those that mend them.
func acctOf(events []peil.Event) []peil.Event {
	var out []peil.Event
	for _, ev := range events {
		switch ev.Payload.(type) {
		case peil.AccountCreated, peil.AccountOpeningBalance, peil.AccountSegmentSet, peil.AccountMerged,
			peil.FactCorrected, peil.FactVoided:
			out = append(out, ev)
		}
	}
	return out
}

// accountsIn are the accounts that events are about.
func accountsIn(events []peil.Event) []peil.ID {
	seen := map[peil.ID]bool{}
	for _, ev := range events {
		switch p := ev.Payload.(type) {
		case peil.AccountCreated, peil.AccountOpeningBalance, peil.AccountSegmentSet:
			seen[p.Subject()] = true
		case peil.AccountMerged:
			seen[p.From], seen[p.Into] = true, true
		}
	}
	return slices.Collect(maps.Keys(seen))
}

// foldAccounts folds groups of accounts with their deals. groups gives each
// group's accounts, events its events, deals each account's deals.
func (e *engine) foldAccounts(groups map[peil.ID][]peil.ID, events map[peil.ID][]peil.Event, deals map[peil.ID][]noted) *accountFold {
	out := &accountFold{classes: map[peil.ID]fold.ClassInfo{}}
	for root, members := range groups {
		e.foldAccount(out, members, events[root], deals)
	}
	// A deal of no account is a customer of its own.
	for _, d := range deals[peil.ID{}] {
		maps.Copy(out.classes, fold.Account(e.setup, peil.ID{}, nil, []fold.DealSummary{d.DealSummary}, e.clocks).Classes)
	}
	return out
}

func (e *engine) foldAccount(out *accountFold, members []peil.ID, events []peil.Event, deals map[peil.ID][]noted) {
	into := map[peil.ID]peil.ID{}
	for _, ev := range fold.Active(events, e.clocks) {
		if p, ok := ev.Payload.(peil.AccountMerged); ok {
			into[p.From] = p.Into
		}
	}
	survivor := func(a peil.ID) peil.ID {
		for range len(into) {
			next, merged := into[a]
			if !merged {
				break
			}
			a = next
		}
		return a
	}
	byAccount := map[peil.ID][]fold.DealSummary{}
	for _, a := range members {
		s := survivor(a)
		list := byAccount[s]
		for _, d := range deals[a] {
			list = append(list, d.DealSummary)
		}
		byAccount[s] = list // also without deals: a customer by its opening balance
	}
	dims := map[peil.ID]fold.AccountDim{}
	owned := map[peil.ID][]fold.OwnedFamily{}
	for a, list := range byAccount {
		// A group holds all that were ever joined; as of a day before the merge, or
		// after it was voided, they are strangers.
		own := slices.DeleteFunc(slices.Clone(events), func(ev peil.Event) bool {
			about := accountsIn([]peil.Event{ev})
			return len(about) > 0 && !slices.ContainsFunc(about, func(o peil.ID) bool { return survivor(o) == a })
		})
		r := fold.Account(e.setup, a, own, list, e.clocks)
		maps.Copy(out.classes, r.Classes)
		out.customers = append(out.customers, r.Customers...)
		owned[a] = r.Owned
		for _, d := range r.Accounts {
			dims[a] = d
		}
	}
	out.accounts = append(out.accounts, members...)
	// Deals keep the account they were made for; one that was merged away is
	// grouped as the account that it became.
	for _, a := range members {
		if d, known := dims[survivor(a)]; known {
			d.AccountID = a
			out.dims = append(out.dims, d)
		}
		for _, f := range owned[survivor(a)] {
			f.AccountID = a
			out.owned = append(out.owned, f)
		}
	}
}

// noteDeals are the deals of groups, by account.
func noteDeals(deals map[peil.ID][]noted, groups []folded) {
	for i := range groups {
		for _, s := range groups[i].rows.Summaries {
			deals[s.Account] = append(deals[s.Account], noted{DealSummary: s, unit: groups[i].root})
		}
	}
}

// secondFold folds the accounts that changed groups have to do with: the
// accounts themselves, those their deals belong to and those they belonged to.
// It returns with it the noted deals of other groups, whose class may change.
func (e *engine) secondFold(ctx context.Context, w *writer, before []noted, groups []folded) (*accountFold, []noted, error) {
	touched := map[peil.ID]bool{}
	events := map[peil.ID][]peil.Event{}
	deals := map[peil.ID][]noted{}
	noteDeals(deals, groups)
	for a := range deals {
		touched[a] = true
	}
	for i := range groups {
		if g := &groups[i]; len(g.acct) > 0 {
			events[g.root] = g.acct
			for _, a := range g.accounts {
				touched[a] = true
			}
		}
	}
	for _, n := range before {
		touched[n.Account] = true
	}
	delete(touched, peil.ID{})
	members, err := e.accountGroups(ctx, slices.Collect(maps.Keys(touched)), events)
	if err != nil {
		return nil, nil, err
	}
	others, err := w.otherDeals(slices.Concat(slices.Collect(maps.Values(members))...))
	if err != nil {
		return nil, nil, err
	}
	for _, d := range others {
		deals[d.Account] = append(deals[d.Account], d)
	}
	return e.foldAccounts(members, events, deals), others, nil
}

// accountGroups gives all accounts of the groups that some accounts are in, by
// root, and reads the events of the groups that are not among events yet.
func (e *engine) accountGroups(ctx context.Context, accounts []peil.ID, events map[peil.ID][]peil.Event) (map[peil.ID][]peil.ID, error) {
	roots, err := e.ws.UnitOf(ctx, accounts)
	if err != nil {
		return nil, err
	}
	members := map[peil.ID][]peil.ID{}
	var missing []peil.ID
	for _, a := range accounts {
		root := roots[a]
		if _, known := events[root]; !known && members[root] == nil {
			missing = append(missing, root)
		}
		members[root] = append(members[root], a)
	}
	err = e.ws.UnitEvents(ctx, missing, func(root peil.ID, ev peil.Event) error {
		if e.sees(ev) {
			events[root] = append(events[root], ev)
		}
		return nil
	})
	for root := range members {
		for _, a := range accountsIn(events[root]) {
			if !slices.Contains(members[root], a) {
				members[root] = append(members[root], a)
			}
		}
	}
	return members, err
}

// otherDeals reads the noted deals of accounts, but for those of the touched units.
func (w *writer) otherDeals(accounts []peil.ID) ([]noted, error) {
	if len(accounts) == 0 {
		return nil, nil
	}
	if err := w.stage("accounts", accounts); err != nil {
		return nil, err
	}
	return w.notedDeals("account_id in (select id from accounts) and unit_id not in (select id from touched)")
}

// notedDeals reads what is noted of some deals.
func (w *writer) notedDeals(where string) ([]noted, error) {
	rows, err := w.conn.QueryContext(w.ctx, "select unit_id, summary, class, after_first from deal_summary where "+where)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []noted
	for rows.Next() {
		var n noted
		var unit []byte
		var text string
		if err := rows.Scan(&unit, &text, &n.class.Class, &n.class.AfterFirst); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(text), &n.DealSummary); err != nil {
			return nil, err
		}
		n.unit = peil.ID(unit)
		out = append(out, n)
	}
	return out, rows.Err()
}

// putSecond writes what the second fold came to: the groups' deals, the accounts,
// and the class of deals whose rows stay.
func (w *writer) putSecond(f *accountFold, groups []folded, others []noted) error {
	for i := range groups {
		for _, s := range groups[i].rows.Summaries {
			if err := w.appendSummary(noted{s, groups[i].root, f.classes[s.Deal]}); err != nil {
				return err
			}
		}
	}
	if err := w.putAccounts(f); err != nil {
		return err
	}
	return w.reclass(others, f.classes)
}

// putAccounts replaces the rows of the accounts that otherDeals staged.
func (w *writer) putAccounts(f *accountFold) error {
	if len(f.accounts) == 0 {
		return nil
	}
	for _, t := range []string{"account_dim", "customer_span", "owned_family"} {
		if err := w.exec("delete from " + t + " where account_id in (select id from accounts)"); err != nil {
			return err
		}
	}
	return w.appendAccounts(f)
}

// appendAccounts appends what the accounts came to.
func (w *writer) appendAccounts(f *accountFold) error {
	if err := appendRows(w, "account_dim", f.dims); err != nil {
		return err
	}
	if err := appendRows(w, "owned_family", f.owned); err != nil {
		return err
	}
	return appendRows(w, "customer_span", f.customers)
}

// reclass rewrites the class of deals whose rows stay.
func (w *writer) reclass(deals []noted, classes map[peil.ID]fold.ClassInfo) error {
	var changed []noted
	for _, d := range deals {
		if classes[d.Deal] != d.class {
			changed = append(changed, d)
		}
	}
	if len(changed) == 0 {
		return nil
	}
	if err := w.exec("create or replace temp table reclass (id uuid, class text, after_first boolean)"); err != nil {
		return err
	}
	for _, d := range changed {
		c := classes[d.Deal]
		if err := w.put("temp", "reclass", d.Deal, c.Class, c.AfterFirst); err != nil {
			return err
		}
	}
	if err := w.flush(); err != nil {
		return err
	}
	for _, name := range append([]string{"deal_summary"}, perUnitTables...) {
		t, _ := tableNamed(name)
		set := "class = r.class"
		switch {
		case name == "deal_summary", t.has("after_first"):
			set += ", after_first = r.after_first"
		case !t.has("class") || !t.has("deal_id"):
			continue
		}
		if err := w.exec("update " + name + " t set " + set + " from reclass r where t.deal_id = r.id"); err != nil {
			return err
		}
	}
	return nil
}
