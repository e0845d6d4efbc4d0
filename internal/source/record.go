package source

import (
	"encoding/binary"
	"errors"
	"math"
	"time"

	"peil"
)

// moment is a point in time as a file tells it: UTC milliseconds, and how
// exactly it is known. The zero moment is not known at all.
type moment struct {
	ms   int64
	prec uint8 // 0 not set, else one of the prec constants
}

const (
	precInstant = 1 + iota
	precMinute
	precDay
	precUnknown
)

var precisions = [...]peil.Precision{precInstant: peil.Instant, precMinute: peil.Minute, precDay: peil.Day, precUnknown: peil.Unknown}

func (m moment) set() bool       { return m.prec != 0 }
func (m moment) time() time.Time { return time.UnixMilli(m.ms).UTC() }
func (m moment) date(loc *time.Location) peil.Date {
	if !m.set() {
		return peil.Date{}
	}
	return peil.DateOf(m.time(), loc)
}

// vague is the same moment known to nobody: what is missing in a file.
func (m moment) vague() moment { return moment{m.ms, precUnknown} }

// record is one checked row, of whatever kind; fields a kind does not have
// stay empty and take no room in the scratch file. In the record of a deal,
// Deal is its pipeline.
type record struct {
	ID, Group peil.ID // Group: the deal of a line or a change of stage, what an activity is folded with
	Ext       string  // id in its system, with the kind in front
	Hash      peil.ID // of what the row says (16 bytes, no id)
	System    string
	Changed   bool // the record is known and says something else than before
	Link      bool // the record is known, but not from this system

	Name, Note, Email, Phone                                          string
	Owner, Account, Contact, Lead, Deal, Team                         peil.ID
	Stage, Source, Reason, Competitor, Product, Parent                peil.ID
	Campaign, Channel, Family, Kind, Direction, Outcome, Per, Hint    string
	Segment, Industry, Size, Region, Families                         string
	Value, Price                                                      int64
	HasValue, HasPrice, HasP                                          bool
	Touches, Rivals                                                   string // the sources and competitors beside the first, their ids on end
	Currency                                                          string
	Quantity, P, Rate                                                 float64
	Created, Updated, StageSince, Closed, Expected, At, Due, From, To moment
	Automated, Customer, Planned, NotSelling                          bool
	Duration, Unit                                                    int64
	Table, Row                                                        int64 // where it stands, the table from 1
}

// coder writes or reads the fields of a record: fields is the one list of them.
type coder struct {
	buf     []byte
	tag     byte
	reading bool
	next    byte // the tag read ahead, 0 at the end
	err     error
}

func (r *record) fields(c *coder) {
	c.id(&r.ID)
	c.id(&r.Group)
	c.str(&r.Ext)
	c.id(&r.Hash)
	c.str(&r.System)
	c.flag(&r.Changed)
	c.flag(&r.Link)
	for _, s := range [...]*string{&r.Name, &r.Note, &r.Email, &r.Phone, &r.Campaign, &r.Channel, &r.Family, &r.Kind, &r.Direction,
		&r.Outcome, &r.Per, &r.Hint, &r.Segment, &r.Industry, &r.Size, &r.Region, &r.Families, &r.Currency, &r.Touches, &r.Rivals} {
		c.str(s)
	}
	for _, id := range [...]*peil.ID{&r.Owner, &r.Account, &r.Contact, &r.Lead, &r.Deal, &r.Team, &r.Stage, &r.Source, &r.Reason,
		&r.Competitor, &r.Product, &r.Parent} {
		c.id(id)
	}
	for _, n := range [...]*int64{&r.Value, &r.Price, &r.Duration, &r.Unit, &r.Table, &r.Row} {
		c.int(n)
	}
	for _, f := range [...]*float64{&r.Quantity, &r.P, &r.Rate} {
		c.float(f)
	}
	for _, m := range [...]*moment{&r.Created, &r.Updated, &r.StageSince, &r.Closed, &r.Expected, &r.At, &r.Due, &r.From, &r.To} {
		c.moment(m)
	}
	for _, f := range [...]*bool{&r.HasValue, &r.HasPrice, &r.HasP, &r.Automated, &r.Customer, &r.Planned, &r.NotSelling} {
		c.flag(f)
	}
}

// encode appends the record to buf.
func (r *record) encode(buf []byte) []byte {
	c := coder{buf: buf}
	r.fields(&c)
	return c.buf
}

// decode reads what encode wrote.
func (r *record) decode(buf []byte) error {
	*r = record{}
	c := coder{buf: buf, reading: true}
	c.ahead()
	r.fields(&c)
	if c.err == nil && (c.next != 0 || len(c.buf) > 0) {
		c.err = errScratch
	}
	return c.err
}

var errScratch = errors.New("the scratch file is damaged")

// begin reports whether the next field is there: when writing, where it is not
// zero; when reading, where its tag comes next.
func (c *coder) begin(zero bool) bool {
	c.tag++
	if !c.reading {
		if !zero {
			c.buf = append(c.buf, c.tag)
		}
		return !zero
	}
	return c.next == c.tag
}

func (c *coder) ahead() {
	c.next = 0
	if len(c.buf) > 0 {
		c.next, c.buf = c.buf[0], c.buf[1:]
	}
}

func (c *coder) take(n int) []byte {
	if n < 0 || n > len(c.buf) {
		c.err, c.buf = errScratch, nil
		return make([]byte, min(max(n, 0), 16))
	}
	b := c.buf[:n]
	c.buf = c.buf[n:]
	return b
}

func (c *coder) id(v *peil.ID) {
	if !c.begin(v.IsZero()) {
		return
	}
	if !c.reading {
		c.buf = append(c.buf, v[:]...)
		return
	}
	copy(v[:], c.take(len(v)))
	c.ahead()
}

func (c *coder) str(v *string) {
	if !c.begin(*v == "") {
		return
	}
	if !c.reading {
		c.buf = append(binary.AppendUvarint(c.buf, uint64(len(*v))), *v...)
		return
	}
	n := c.uvarint()
	*v = string(c.take(int(min(n, 1<<30))))
	c.ahead()
}

func (c *coder) uvarint() uint64 {
	n, k := binary.Uvarint(c.buf)
	if k <= 0 {
		c.err, c.buf = errScratch, nil
		return 0
	}
	c.buf = c.buf[k:]
	return n
}

func (c *coder) int(v *int64) {
	if !c.begin(*v == 0) {
		return
	}
	if !c.reading {
		c.buf = binary.AppendVarint(c.buf, *v)
		return
	}
	n := c.uvarint()
	*v = int64(n>>1) ^ -int64(n&1)
	c.ahead()
}

func (c *coder) float(v *float64) {
	n := int64(math.Float64bits(*v))
	c.int(&n)
	*v = math.Float64frombits(uint64(n))
}

func (c *coder) flag(v *bool) {
	if c.begin(!*v) && c.reading {
		*v = true
		c.ahead()
	}
}

func (c *coder) moment(v *moment) {
	if !c.begin(!v.set()) {
		return
	}
	if !c.reading {
		c.buf = append(binary.AppendVarint(c.buf, v.ms), v.prec)
		return
	}
	n := c.uvarint()
	v.ms, v.prec = int64(n>>1)^-int64(n&1), c.take(1)[0]
	if v.prec > precUnknown {
		c.err = errScratch
	}
	c.ahead()
}
