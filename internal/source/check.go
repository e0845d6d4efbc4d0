package source

import (
	"context"
	"slices"
	"strings"
	"time"

	"peil"
	"peil/internal/source/file"
	"peil/internal/source/mapping"
	"peil/internal/source/value"
)

// check is one reading of all tables into the scratch file, under one mapping
// and one set of answers.
type check struct {
	p         *Plan
	scratch   *scratch
	books     map[string]*book
	stages    map[peil.ID]*stage // by id
	byStage   map[string]peil.ID // by pipeline and folded name
	pipes     []entry
	teams     map[peil.ID]string // team → region
	known     *known
	spans     map[peil.ID]*span // of users' records
	users     map[peil.ID]*record
	sum       *Summary
	refused   *refusals
	first     int64 // ms of the earliest and latest moment in all files
	last      int64
	seen      map[peil.ID]peil.ID // key of an id → hash of its row
	leadOf    map[peil.ID]peil.ID // key of a deal's id → the lead it came from
	dangles   map[string]int
	noTime    int
	money     map[peil.Currency]int
	hist      bool             // some table tells how deals moved
	sent      map[peil.ID]bool // messages whose sending is in the files
	ms        int64
	refs      []reference
	buf       []byte
	cancels   map[peil.ID]bool // reasons for cancelling
	pipeOf    map[peil.ID]peil.ID
	paths     map[peil.ID]*path // by deal
	snapshots int
	firstWin  map[peil.ID]int64     // by account
	newLines  map[peil.ID]int       // deals whose lines are new or changed
	old       map[peil.ID]bool      // records that are stored already
	joint     map[peil.ID]peil.ID   // deals → the lead they came from, under which both are folded
	late      map[peil.ID]bool      // deals that came from a lead which is stored already
	count     map[recordKind]int    // records in the scratch file
	lasts     map[int]int64         // the latest moment of each table
	gone      map[peil.ID]bool      // ids of rows that their own system marks as deleted
	goneDeals map[string][]goneDeal // those of deals, by system
	toDelete  map[peil.ID]bool      // the stored deals among them
	born      map[peil.ID]moment    // when deals with lines of their own table were created
}

// span is from when to when a user stands in the records.
type span struct{ first, last int64 }

// stage is a stage with what it is stored as.
type stage struct {
	id, pipeline peil.ID
	name         string
	order        int
	kind         peil.StageKind
	p            float64
	ps           map[float64]int // the probabilities of deals in it, and how many have each
	isNew        bool
}

// order is in which order the kinds of table are read: what others refer to first.
var order = []mapping.Kind{mapping.Users, mapping.Products, mapping.Accounts, mapping.Contacts, mapping.Leads, mapping.Deals,
	mapping.Lines, mapping.History, mapping.Activities, mapping.Messages, mapping.Quotas, mapping.Costs, mapping.Spend, mapping.Rates}

// check reads every table into a new scratch file; an earlier one goes away.
func (p *Plan) check(ctx context.Context) (err error) {
	if p.checked != nil {
		_ = p.checked.scratch.close() // what was checked before no longer holds
		p.checked = nil
	}
	c := &check{p: p, books: map[string]*book{}, stages: map[peil.ID]*stage{}, byStage: map[string]peil.ID{}, teams: map[peil.ID]string{},
		spans: map[peil.ID]*span{}, users: map[peil.ID]*record{}, seen: map[peil.ID]peil.ID{}, leadOf: map[peil.ID]peil.ID{},
		dangles: map[string]int{}, money: map[peil.Currency]int{}, cancels: map[peil.ID]bool{}, pipeOf: map[peil.ID]peil.ID{}, paths: map[peil.ID]*path{}, sent: map[peil.ID]bool{}, born: map[peil.ID]moment{}, gone: map[peil.ID]bool{}, goneDeals: map[string][]goneDeal{}, toDelete: map[peil.ID]bool{}, lasts: map[int]int64{}, old: map[peil.ID]bool{}, joint: map[peil.ID]peil.ID{}, late: map[peil.ID]bool{}, count: map[recordKind]int{}, newLines: map[peil.ID]int{}, firstWin: map[peil.ID]int64{}, ms: p.opts.Now.UnixMilli()}
	for _, k := range []string{"user", "team", "account", "contact", "lead", "deal", "product", "source", "reason", "competitor", "pipeline"} {
		c.books[k] = newBook(k, k != "contact" && k != "lead" && k != "deal")
	}
	for _, s := range p.m.Separate {
		if b := c.books[s.Kind]; b != nil {
			b.apart[[2]string{s.A, s.B}], b.apart[[2]string{s.B, s.A}] = true, true
		}
	}
	c.hist = p.has(mapping.History)
	c.refused = newRefusals(p.opts.ErrorDir, p.opts.Now)
	c.sum = p.summaryHead()
	c.scratch = newScratch(p.opts.ScratchDir)
	p.bytes, p.rows = p.total/2, 0
	if err = c.readAll(ctx); err != nil {
		_ = c.scratch.close() // the reading's own error is the one to report
		c.refused.drop()
		return err
	}
	p.checked = c
	return nil
}

func (c *check) readAll(ctx context.Context) error {
	if err := c.loadKnown(ctx); err != nil {
		return err
	}
	c.spanOfFiles()
	c.setUpStages()
	if err := c.sentMessages(ctx); err != nil {
		return err
	}
	for _, k := range order {
		for i := range c.p.m.Tables {
			if c.p.m.Tables[i].Kind != k {
				continue
			}
			if err := c.table(ctx, i); err != nil {
				return err
			}
		}
	}
	if err := c.countLines(ctx); err != nil {
		return err
	}
	if err := c.deletedBefore(ctx); err != nil {
		return err
	}
	if err := c.refused.close(); err != nil {
		return err
	}
	c.arrange()
	c.finish()
	return nil
}

// spanOfFiles finds the latest moment the files know of: what has no date of
// its own gets it, and set-up counts from the earliest.
func (c *check) spanOfFiles() {
	for i := range c.p.m.Tables {
		t := &c.p.m.Tables[i]
		for j, col := range t.Columns {
			if col.Role == "" || mapping.TypeOf(t.Kind, col.Role) != mapping.Date || slices.Contains(planned, col.Role) {
				continue
			}
			from, to := c.p.profiles[i].Columns[j].Dates.Span(c.p.order(i, j))
			if from.IsZero() {
				continue
			}
			for _, t := range []time.Time{from, to} { // the column's clock is the company's
				c.reach(i, time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, c.p.opts.Location).UnixMilli())
			}
		}
	}
	if c.last == 0 {
		c.first, c.last = c.ms, c.ms
	}
}

// planned are dates that lie ahead of what happened.
var planned = []mapping.Role{"expected_close", "due", "to", "from", "month", "left", "joined", "customer_since", "date"}

// reach takes a moment into account that table i knows of; what lies ahead is a
// plan, not a record.
func (c *check) reach(i int, ms int64) {
	if ms < earliestMS || ms > c.ms {
		return
	}
	c.lasts[i] = max(c.lasts[i], ms)
	if c.first == 0 || ms < c.first {
		c.first = ms
	}
	c.last = max(c.last, ms)
}

var earliestMS = time.Date(1990, 1, 2, 0, 0, 0, 0, time.UTC).UnixMilli()

// reading is one table while it is read.
type reading struct {
	c     *check
	t     *mapping.Table
	f     *file.Table
	conv  *converter
	sum   *TableSummary
	cols  map[mapping.Role]int
	order map[int]value.Order
	daily map[int]bool // date columns that never say more than a day
	roles []mapping.Role
	cells []string
	row   int
	bad   bool
	last  int64 // the latest moment of the table
	batch []record
	rows  []int
	// orphan are the records of the batch that belong to what is deleted.
	orphan map[int]bool
	// lost are the ids that records of the batch refer to in vain.
	lost map[int]string
	dup  map[peil.ID]int
	// found, kinds and results remember what the same texts were read as before.
	found          map[string]peil.ID
	kinds, results map[string]string
}

// chunk is how many rows are looked up in the workspace at a time.
const chunk = 2000

func (c *check) table(ctx context.Context, i int) error {
	p := c.p
	t := &p.m.Tables[i]
	r := &reading{c: c, t: t, f: p.set.Tables[i], sum: &c.sum.Tables[i], cols: map[mapping.Role]int{}, order: map[int]value.Order{},
		daily: map[int]bool{}, last: c.lasts[i], dup: map[peil.ID]int{}, found: map[string]peil.ID{}, kinds: map[string]string{}, results: map[string]string{},
		batch: make([]record, 0, chunk), orphan: map[int]bool{}, lost: map[int]string{}}
	for j, col := range t.Columns {
		r.roles = append(r.roles, col.Role)
		if col.Role == "" {
			continue
		}
		r.cols[col.Role] = j
		if mapping.TypeOf(t.Kind, col.Role) == mapping.Date {
			r.order[j], r.daily[j] = p.order(i, j), p.profiles[i].Columns[j].Dates.DaysOnly()
		}
	}
	r.conv = converterOf(t.Kind)
	err := r.f.Rows(ctx, func(row int, cells []string) error {
		p.rows++
		r.cells, r.row, r.bad = cells, row, false
		if len(cells) > len(r.roles) && strings.TrimSpace(strings.Join(cells[len(r.roles):], "")) != "" {
			r.refuse("", strings.Join(cells[len(r.roles):], " "), "too_many_cells")
			return nil
		}
		r.batch = append(r.batch, record{}) // filled in place: it is large
		if gone, _ := value.ParseBool(r.text("deleted")); gone {
			r.gone()
			r.drop()
			return nil
		}
		rec := &r.batch[len(r.batch)-1]
		rec.Table, rec.Row = int64(i+1), int64(row)
		r.conv.row(r, rec)
		if r.bad || !r.identify(rec) {
			r.drop()
			return nil
		}
		r.rows = append(r.rows, row)
		if len(r.batch) == chunk {
			return r.flush(ctx, r.conv)
		}
		return nil
	}, p.progress(r.f))
	if err != nil {
		return err
	}
	p.bytes += r.f.Size
	return r.flush(ctx, r.conv)
}

// drop takes the last record of the batch away, with its open links: the next
// one gets its place.
func (r *reading) drop() {
	r.batch = r.batch[:len(r.batch)-1]
	for n := len(r.c.refs); n > 0 && r.c.refs[n-1].rec == len(r.batch); n-- {
		r.c.refs = r.c.refs[:n-1]
	}
}

// gone leaves the row out as deleted, and with it what belongs to it.
func (r *reading) gone() {
	r.sum.Deleted++
	id := r.text("id")
	if id == "" {
		return
	}
	ext := external(r.conv.book, id)
	r.c.gone[key(r.t.System, ext)] = true
	if r.conv.kind == kDeal {
		r.c.goneDeals[r.t.System] = append(r.c.goneDeals[r.t.System], goneDeal{ext, r.sum})
	}
}

// refuse leaves the row out and notes why.
func (r *reading) refuse(role mapping.Role, cell, reason string) {
	if r.bad {
		return
	}
	r.bad = true
	column := ""
	if i, ok := r.cols[role]; ok {
		column = r.t.Columns[i].Name
	}
	r.sum.Refused++
	r.c.refused.add(Refused{File: r.t.File, Row: r.row, Column: column, Value: cell, Reason: reason})
}
