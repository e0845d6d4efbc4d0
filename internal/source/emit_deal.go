package source

import (
	"context"

	"peil"
)

// knownDeals says what has changed of deals that are stored already.
func (e *emitter) knownDeals() error { return e.inChunks(kDeal, e.changedDeals) }

// cases makes the events of units that others have to do with, one after the other.
func (e *emitter) cases() error {
	t := &telling{e: e}
	return inGroups(e.ctx, e.c.scratch.units, func(_ peil.ID, k recordKind, r *record) error { return t.take(k, r) }, t.settle)
}

// deal makes the events of a deal, of which nothing but lines or a history may be
// new.
func (e *emitter) deal(unit peil.ID, deals, lines, history []record) error {
	for i := range deals {
		if err := e.newDeal(&deals[i]); err != nil {
			return err
		}
	}
	if err := e.lines(unit, lines); err != nil {
		return err
	}
	if err := e.history(unit, history); err != nil {
		return err
	}
	for i := range deals {
		if err := e.end(&deals[i]); err != nil {
			return err
		}
	}
	return nil
}

// newDeal makes a deal as the file shows it. Where a history tells more, it
// begins as the history says it began.
func (e *emitter) newDeal(r *record) error {
	e.settle(r)
	path, at, _ := e.times(r)
	if err := e.event(r.ID, at, e.created(r, path), text("name", r.Name), r, "deal"); err != nil {
		return err
	}
	rivals := splitIDs(r.Rivals)
	if !r.Competitor.IsZero() {
		rivals = append([]peil.ID{r.Competitor}, rivals...)
	}
	for _, rival := range rivals {
		if err := e.event(peil.ID{}, at, peil.DealCompetitorSeen{Deal: r.ID, Competitor: rival}, nil, nil, ""); err != nil {
			return err
		}
	}
	return e.touches(r, r.Lead, at)
}

// end says how a deal stands at the end of the file: closed, or open and where.
func (e *emitter) end(r *record) error {
	path, created, closed := e.times(r)
	if r.Kind == string(peil.StageOpen) {
		return e.stands(r, path, created)
	}
	return e.event(peil.ID{}, closed, closing(r), nil, nil, "")
}

// times finds when a deal was created and closed, from its row and its history.
func (e *emitter) times(r *record) (path *path, created, closed moment) {
	if path = e.c.paths[r.ID]; path == nil {
		path = &path0
	}
	if closed = r.Closed; !closed.set() && r.Kind != string(peil.StageOpen) {
		closed = path.closed
	}
	created = r.Created
	switch {
	case path.began.set() && (!created.set() || created.prec == precUnknown || created.ms > path.began.ms):
		created = path.began
	case !created.set() && closed.set(), closed.set() && created.ms > closed.ms:
		created = closed.vague() // created no later than closed, nobody knows when
	}
	return path, created, closed
}

// path0 is the path of a deal of which no history tells.
var path0 path

// settle puts a closed deal, of which the file does not say where it came from,
// in the first open stage of its pipeline; it is marked as without history.
func (e *emitter) settle(r *record) {
	if r.Stage.IsZero() {
		r.Stage = e.c.firstOpen(r.Deal).id
	}
}

func (e *emitter) created(r *record, path *path) peil.DealCreated {
	p := peil.DealCreated{Deal: r.ID, Stage: r.Stage, Owner: r.Owner, Account: r.Account, Contact: r.Contact, Lead: r.Lead, Source: r.Source,
		Campaign: r.Campaign, ExpectedClose: r.Expected.date(e.c.p.opts.Location), ClassHint: r.Hint, SnapshotOnly: !path.stage.told,
		Pipeline: r.Deal, Lines: e.ownLines(r)}
	if r.HasValue {
		v := r.Value
		p.Value, p.Currency = &v, peil.Currency(r.Currency)
	}
	if path.stage.told {
		p.Stage = path.stage.first
	}
	if path.owner.told {
		p.Owner = path.owner.first
	}
	if path.value.told {
		v := path.value.first
		p.Value, p.Currency, p.Lines = &v, peil.Currency(path.currency), nil
	}
	if path.expected.told {
		p.ExpectedClose = path.expected.first.date(e.c.p.opts.Location)
	}
	return p
}

// ownLines is the product that stands in the deal's own row.
func (e *emitter) ownLines(r *record) []peil.Line {
	if r.Product.IsZero() && r.Family == "" {
		return nil
	}
	l := peil.Line{Product: r.Product, Family: r.Family, Quantity: r.Quantity, Unpriced: !r.HasValue, Currency: peil.Currency(r.Currency)}
	if l.Currency == "" {
		l.Currency = e.c.base()
	}
	if r.HasValue {
		l.Amount = r.Value
	}
	return []peil.Line{l}
}

func closing(r *record) peil.DealClosed {
	p := peil.DealClosed{Deal: r.ID, Outcome: peil.Outcome(r.Kind), Reason: r.Reason, Owner: r.Owner}
	if p.Outcome == peil.Lost {
		p.Competitor = r.Competitor
	}
	if r.HasValue {
		v := r.Value
		p.Value, p.Currency = &v, peil.Currency(r.Currency)
	}
	return p
}

// lines sets the lines of the deals for which a table of lines has something
// new: all of a deal's lines together.
func (e *emitter) lines(unit peil.ID, rs []record) error {
	how, ok := e.c.newLines[unit]
	if len(rs) == 0 || !ok && e.c.old[unit] {
		return nil
	}
	whole := wholeLines(unit, rs)
	at := e.c.lineTime(unit)
	if how == linesChanged {
		at = moment{e.c.ms, precUnknown}
	}
	return e.event(peil.ID{}, at, peil.DealLinesSet{Deal: unit, Lines: sameCurrency(rs)}, nil, &whole, "deal")
}

// sameCurrency makes the rows the lines of a deal; those of another currency
// than the first cannot stand with it.
func sameCurrency(rs []record) (lines []peil.Line) {
	for i := range rs {
		l := peil.Line{Product: rs[i].Product, Family: rs[i].Family, Quantity: rs[i].Quantity, Amount: rs[i].Value,
			Unpriced: !rs[i].HasValue, Currency: peil.Currency(rs[i].Currency)}
		if i == 0 || l.Currency == lines[0].Currency {
			lines = append(lines, l)
		}
	}
	return lines
}

// wholeLines stands for all lines of a deal: their origin is one.
func wholeLines(unit peil.ID, rs []record) record {
	h := make([]string, len(rs))
	for i := range rs {
		h[i] = rs[i].Hash.String()
	}
	return record{ID: unit, System: rs[0].System, Ext: "lines:" + unit.String(), Hash: key(h...), Table: rs[0].Table, Row: rs[0].Row}
}

// How the lines of a deal compare with what is stored.
const (
	linesNew = 1 + iota
	linesChanged
)

// countLines finds the stored deals whose lines are new or changed.
func (c *check) countLines(ctx context.Context) error {
	var wait []record // one for all lines of a deal
	var n []int
	settle := func() error {
		for len(wait) > 0 { // those of one system are asked for together
			var ids []string
			k := 0
			for ; k < len(wait) && wait[k].System == wait[0].System; k++ {
				ids = append(ids, wait[k].Ext)
			}
			old, err := c.known.origins(ctx, wait[0].System, ids)
			if err != nil {
				return err
			}
			for i := range wait[:k] {
				sum := &c.sum.Tables[wait[i].Table-1]
				switch o, ok := old[wait[i].Ext]; {
				case !ok:
					c.newLines[wait[i].ID] = linesNew
					sum.New += n[i]
				case peil.ID(o.Hash) != wait[i].Hash:
					c.newLines[wait[i].ID] = linesChanged
					sum.Changed += n[i]
				default:
					sum.Untouched += n[i]
				}
			}
			wait, n = wait[k:], n[k:]
		}
		return nil
	}
	err := c.scratch.lines(ctx, func(unit peil.ID, rs []record) error {
		wait, n = append(wait, wholeLines(unit, rs)), append(n, len(rs))
		if len(wait) < chunk {
			return nil
		}
		return settle()
	})
	if err != nil {
		return err
	}
	return settle()
}

func (e *emitter) activity(r *record) error {
	about := peil.About{Deal: r.Deal, Lead: r.Lead, Contact: r.Contact, Account: r.Account}
	texts := map[string]string{}
	if r.Name != "" {
		texts["subject"] = r.Name
	}
	if r.Note != "" {
		texts["note"] = r.Note
	}
	if r.Changed {
		return e.changedActivity(r, about, texts)
	}
	// Nothing refers to a new activity yet: an id of its own made now is the next
	// in every index, where one made when the file was read would be anywhere.
	r.ID = e.c.newID()
	id := r.ID
	if r.Planned {
		p := peil.ActivityPlanned{Activity: r.ID, Kind: peil.ActivityKind(r.Kind), User: r.Owner, About: about}
		if r.Due.set() {
			p.Due = r.Due.time()
		}
		return e.event(id, r.At, p, texts, r, "activity")
	}
	return e.event(id, r.At, done(r, about), texts, r, "activity")
}

func done(r *record, about peil.About) peil.ActivityDone {
	return peil.ActivityDone{Activity: r.ID, Kind: peil.ActivityKind(r.Kind), Direction: peil.Direction(r.Direction),
		Outcome: peil.ActivityOutcome(r.Outcome), Automated: r.Automated, User: r.Owner, DurationS: int(r.Duration), About: about}
}

// money makes the events of quotas, costs, spend and rates.
func (e *emitter) money() error {
	loc := e.c.p.opts.Location
	for kind, make := range map[recordKind]func(r *record) (peil.Payload, string){
		kQuota: func(r *record) (peil.Payload, string) {
			return peil.QuotaSet{Quota: r.ID, User: r.Owner, Team: r.Team, Kind: r.Kind, Per: peil.QuotaPer(r.Per), From: r.From.date(loc),
				To: r.To.date(loc), Value: r.Quantity, Currency: peil.Currency(r.Currency)}, "quota"
		},
		kCost: func(r *record) (peil.Payload, string) {
			return peil.CostRecorded{Cost: r.ID, User: r.Owner, Team: r.Team, Kind: peil.CostKind(r.Kind), Amount: r.Value,
				Currency: peil.Currency(r.Currency), From: r.From.date(loc), To: r.To.date(loc)}, "cost"
		},
		kSpend: func(r *record) (peil.Payload, string) {
			return peil.SpendRecorded{Spend: r.ID, Source: r.Source, Campaign: r.Campaign, Amount: r.Value, Currency: peil.Currency(r.Currency),
				From: r.From.date(loc), To: r.To.date(loc)}, "spend"
		},
		kRate: func(r *record) (peil.Payload, string) {
			return peil.FXRate{Currency: peil.Currency(r.Currency), Unit: int(r.Unit), Rate: r.Rate, Date: r.At.date(loc), Provider: "import"}, "rate"
		},
	} {
		err := e.c.scratch.each(e.ctx, kind, func(r *record) error {
			p, name := make(r)
			at := r.At
			if !at.set() {
				at = r.From
			}
			if at.ms > e.c.ms { // a budget for a month to come is set now
				at = moment{e.c.ms, precDay}
			}
			return e.event(peil.ID{}, at, p, nil, r, name)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
