package source

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strconv"
	"strings"

	"peil"
	"peil/internal/source/mapping"
	"peil/internal/source/value"
	"peil/internal/store"
)

// converter turns the rows of a kind of table into records.
type converter struct {
	kind recordKind
	// book is the kind of record; "" for rows that are no records of their own.
	book string
	// row reads the cells; it may refuse the row.
	row func(r *reading, rec *record)
	// natural names the record where the table has no id.
	natural func(r *reading, rec *record) string
	// done sees the record with its links; false leaves it out.
	done func(c *check, rec *record) bool
}

// reference is a link of a record that could not be followed at once.
type reference struct {
	rec  int // in the batch
	to   func(*record) *peil.ID
	book string
	ext  string
}

// link sets a link of the record: by the id the file gives, else by address,
// else by name, for which a record is made where make allows it.
func (r *reading) link(rec *record, to func(*record) *peil.ID, book string, id, mail, name string, make bool) {
	var cached string
	if name != "" && make && r.text("id") != name { // the same sellers and companies come again and again
		if cached = book + "\x00" + id + "\x00" + mail + "\x00" + name; len(r.found) < maxFound {
			if known, ok := r.found[cached]; ok {
				*to(rec) = known
				r.c.books[book].again(name)
				return
			}
			asked := len(r.c.refs)
			defer func() {
				if at := *to(rec); !at.IsZero() && len(r.c.refs) == asked {
					r.found[cached] = at
				}
			}()
		}
	}
	b := r.c.books[book]
	if id = firstOf(id); id != "" && id != "0" {
		ext := external(book, id)
		if found, ok := b.byID[key(r.t.System, ext)]; ok {
			*to(rec) = found
			return
		}
		r.c.refs = append(r.c.refs, reference{len(r.batch) - 1, to, book, ext})
	}
	if at, ok := value.Email(mail); ok {
		if found, ok := b.byMail[key(at)]; ok {
			*to(rec) = found
			return
		}
		if name == "" {
			name = at
		}
	}
	if name == "" {
		return
	}
	if at, ok := value.Email(name); ok {
		if found, ok := b.byMail[key(at)]; ok {
			*to(rec) = found
			return
		}
	}
	if found, ok := b.byID[key(r.t.System, external(book, name))]; ok {
		*to(rec) = found
		return
	}
	if !make {
		if found, ok := b.find(name); ok {
			*to(rec) = found
		} else {
			r.c.dangles[book]++
		}
		return
	}
	*to(rec), _ = b.make(name, r.c.newID)
}

// maxFound bounds what a table remembers of the names in it.
const maxFound = 50_000

func (c *check) newID() peil.ID { return peil.NewID(c.p.opts.Now) }

// firstOf takes the first of several ids in one cell.
func firstOf(ids string) string {
	if i := strings.IndexAny(ids, ";,"); i >= 0 {
		ids = ids[:i]
	}
	return strings.TrimSpace(ids)
}

// external is a record's id as it is kept: the kind in front, as systems use
// the same number for a deal and a contact. One that is an address is hashed.
func external(book, id string) string {
	if strings.Contains(id, "@") {
		sum := sha256.Sum256([]byte(strings.ToLower(id)))
		id = "h:" + hex.EncodeToString(sum[:16])
	}
	if f, ok := strings.CutSuffix(id, ".0"); ok && f != "" {
		id = f // a spreadsheet took the id for a number
	}
	return book + ":" + id
}

// identify gives the record its id in its system and the hash of what it says.
// A row that says the same again counts as a duplicate, one that says something
// else under the same id is refused.
func (r *reading) identify(rec *record) bool {
	conv := r.conv
	rec.System = r.t.System
	rec.Hash = r.hash()
	name := conv.book
	if name == "" {
		name = string(r.t.Kind)
	}
	if id := r.text("id"); id != "" && conv.kind != kMessage { // a message's id is in each of its rows
		rec.Ext = external(name, id)
		k := key(rec.System, rec.Ext)
		if before, ok := r.c.seen[k]; ok {
			if before == rec.Hash {
				r.sum.Duplicates++
				return false
			}
			r.refuse("id", id, "id_twice")
			return false
		}
		r.c.seen[k] = rec.Hash
		return true
	}
	natural := conv.natural(r, rec)
	k := key(natural)
	r.dup[k]++
	if n := r.dup[k]; n > 1 {
		natural += "#" + strconv.Itoa(n)
	}
	rec.Ext = external(name, natural)
	return true
}

// hash is of every cell that has a role, and of how it is read.
func (r *reading) hash() peil.ID {
	r.c.buf = r.c.buf[:0]
	for i, role := range r.roles {
		if role != "" && r.cells[i] != "" {
			r.c.buf = append(append(append(append(r.c.buf, role...), 0), strings.TrimSpace(r.cells[i])...), 0)
			r.c.buf = append(append(r.c.buf, r.order[i]...), r.t.Columns[i].Decimal)
		}
	}
	sum := sha256.Sum256(r.c.buf)
	return peil.ID(sum[:16])
}

// flush follows the links of the rows that were gathered, finds out which are
// known, and writes the new and changed ones to the scratch file.
func (r *reading) flush(ctx context.Context, conv *converter) error {
	c := r.c
	if err := c.follow(ctx, r); err != nil {
		return err
	}
	origins, err := c.origins(ctx, r)
	if err != nil {
		return err
	}
	told, err := c.told(ctx, r, origins)
	if err != nil {
		return err
	}
	for i := range r.batch {
		rec := &r.batch[i]
		r.row, r.bad = r.rows[i], false
		known, ok := origins[rec.Ext]
		switch {
		case ok:
			rec.ID, rec.Changed = known.Record.ID, true
			c.old[rec.ID] = true
		case conv.book != "":
			c.existing(conv, rec)
		}
		if rec.ID.IsZero() {
			rec.ID = c.newID()
		}
		if conv.book != "" {
			c.books[conv.book].byID[key(rec.System, rec.Ext)] = rec.ID
			c.note(conv, rec)
		}
		if conv.done != nil && !conv.done(c, rec) {
			r.unlinked(i)
			continue
		}
		if told[i] {
			r.sum.Untouched++
			continue
		}
		same := ok && len(known.Hash) == len(rec.Hash) && peil.ID(known.Hash) == rec.Hash
		switch {
		case conv.kind == kLine && c.old[rec.Group]: // counted when all lines of the deal are known
		case same:
			r.sum.Untouched++
			continue
		case rec.Changed:
			r.sum.Changed++
		default:
			r.sum.New++
		}
		if err := c.keep(conv.kind, rec); err != nil {
			return err
		}
	}
	r.empty()
	return nil
}

// empty makes room for the next rows.
func (r *reading) empty() {
	r.batch, r.rows, r.c.refs = r.batch[:0], r.rows[:0], r.c.refs[:0]
	clear(r.orphan)
	clear(r.lost)
}

// unlinked leaves a record out that lacks what it belongs to.
func (r *reading) unlinked(i int) {
	switch {
	case r.orphan[i]:
		r.sum.Deleted++
	case r.conv.kind == kMessage:
		r.refuse(needed[r.conv.kind], r.textAt(i), "no_message")
	default:
		r.refuse(needed[r.conv.kind], r.textAt(i), "no_such_record")
	}
}

// needed is the link without which a row of the kind says nothing.
var needed = map[recordKind]mapping.Role{kLine: "deal_id", kHistory: "deal_id", kMessage: "id", kSpend: "source"}

// textAt is what a row that was read before refers to, or its own id.
func (r *reading) textAt(i int) string {
	if id, ok := r.lost[i]; ok {
		return id
	}
	_, id, _ := strings.Cut(r.batch[i].Ext, ":")
	id, _, _ = strings.Cut(id, "|")
	return id
}

// existing finds a record that is there already under its name or address,
// but not from this system: made by hand, or named by another table.
func (c *check) existing(conv *converter, rec *record) {
	b := c.books[conv.book]
	if at, ok := value.Email(rec.Email); ok {
		if id, ok := b.byMail[key(at)]; ok {
			rec.ID = id
		}
	}
	if rec.ID.IsZero() && rec.Name != "" && conv.kind != kDeal && conv.kind != kLead && conv.kind != kContact {
		if id, ok := b.find(rec.Name); ok {
			rec.ID = id
		}
	}
	switch {
	case rec.ID.IsZero():
	case b.owned[rec.ID]: // two rows are two records, however alike their names
		rec.ID = peil.ID{}
	case c.known.has(rec.ID):
		rec.Changed, rec.Link = true, true
	default: // something named it before its own row came
		b.described[rec.ID] = true
	}
}

// note makes the record known to what refers to it later.
func (c *check) note(conv *converter, rec *record) {
	b := c.books[conv.book]
	if conv.kind != kLead && conv.kind != kDeal { // nobody finds those by name and makes them
		b.owned[rec.ID] = true
	}
	if rec.Name != "" && conv.kind != kLead {
		b.learn(rec.ID, rec.Name)
	}
	if at, ok := value.Email(rec.Email); ok {
		b.byMail[key(at)] = rec.ID
	}
}

// follow looks up in the workspace the ids that no file of this import has.
func (c *check) follow(ctx context.Context, r *reading) error {
	var ask []string
	for _, ref := range c.refs {
		ask = append(ask, ref.ext)
	}
	found, err := c.known.origins(ctx, r.t.System, ask)
	if err != nil {
		return err
	}
	for _, ref := range c.refs {
		to := ref.to(&r.batch[ref.rec])
		if o, ok := found[ref.ext]; ok {
			*to = o.Record.ID
			c.old[*to] = true
			c.books[ref.book].byID[key(r.t.System, ref.ext)] = o.Record.ID
		} else if to.IsZero() {
			_, id, _ := strings.Cut(ref.ext, ":")
			if r.lost[ref.rec] = id; c.gone[key(r.t.System, ref.ext)] {
				r.orphan[ref.rec] = true
			} else {
				c.dangles[ref.book]++
			}
		}
	}
	return nil
}

// told finds the changes of stage that stored deals tell already without an
// origin of their own: the stage they were created in, and how they ended.
func (c *check) told(ctx context.Context, r *reading, origins map[string]store.Origin) (map[int]bool, error) {
	if r.conv.kind != kHistory || c.known.w == nil || len(c.old) == 0 {
		return nil, nil
	}
	var ids []peil.ID
	for i := range r.batch {
		rec := &r.batch[i]
		if _, ok := origins[rec.Ext]; !ok && c.old[rec.Group] {
			ids = append(ids, rec.Group)
		}
	}
	roots, err := c.known.w.UnitOf(ctx, ids)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	began := map[peil.ID]peil.ID{} // deal → the stage it was created in
	moved := map[peil.ID]int64{}   // deal → when it first moved on
	err = c.known.w.UnitEvents(ctx, slices.Compact(slices.SortedFunc(maps.Values(roots), func(a, b peil.ID) int { return bytes.Compare(a[:], b[:]) })), func(_ peil.ID, ev peil.Event) error {
		switch p := ev.Payload.(type) {
		case peil.DealCreated:
			began[p.Deal] = p.Stage
		case peil.DealStageEntered:
			if at, ok := moved[p.Deal]; !ok || ev.At.UnixMilli() < at {
				moved[p.Deal] = ev.At.UnixMilli()
			}
		}
		return nil
	})
	told := map[int]bool{}
	for i := range r.batch {
		rec := &r.batch[i]
		if _, ok := origins[rec.Ext]; ok || !c.old[rec.Group] || rec.Name == "" {
			continue
		}
		s := c.stage(c.pipelineOf(rec), rec.Name)
		at, ok := moved[rec.Group]
		told[i] = s.kind != peil.StageOpen || s.id == began[rec.Group] && (!ok || rec.At.ms <= at)
	}
	return told, err
}
