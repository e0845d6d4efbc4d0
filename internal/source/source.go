// Package source brings what a company has into Peil: it reads exported files,
// says what it understood of them, checks every row into a scratch file, and
// stores what is new or changed as one batch of events, which can be undone.
// Nothing is stored before everything has been read.
package source

import (
	"context"
	"os"
	"slices"
	"time"

	"peil"
	"peil/internal/source/file"
	"peil/internal/source/hubspot"
	"peil/internal/source/mapping"
	"peil/internal/source/maven"
	"peil/internal/source/nutshell"
	"peil/internal/source/pipedrive"
	"peil/internal/source/salesforce"
	"peil/internal/source/vendor"
	"peil/internal/source/zoho"
	"peil/internal/store"
)

// vendors are asked in this order; the tables none of them knows are mapped by
// names and values. A new vendor is a package of its own and a line here.
var vendors = []vendor.Vendor{
	{Name: "maven", Read: maven.Read},
	{Name: "hubspot", Read: hubspot.Read},
	{Name: "nutshell", Read: nutshell.Read},
	{Name: "pipedrive", Read: pipedrive.Read},
	{Name: "salesforce", Read: salesforce.Read},
	{Name: "zoho", Read: zoho.Read},
}

// Options say how files are read.
type Options struct {
	// Workspace is where the import goes; what it has already is linked to and
	// compared with. Nil reads as if into an empty one.
	Workspace *store.Workspace
	// Mapping holds for the tables it names; the others are proposed.
	Mapping *mapping.Mapping
	// Yes takes the guess of every question and says so.
	Yes bool
	// Currency is the base currency the first import sets; empty proposes one.
	Currency peil.Currency
	// Lang is nb or en: the guess for 5/11 and for the currency.
	Lang string
	// Now is the latest time a record may have happened, with a day's grace.
	Now time.Time
	// Location is where times without a zone are read; nil is Europe/Oslo.
	Location *time.Location
	// ScratchDir holds the scratch file, ErrorDir the file of unreadable rows;
	// empty is the system's folder for temporary files.
	ScratchDir, ErrorDir string
	// Limits bound what is read; the zero value is file.DefaultLimits.
	Limits file.Limits
	// Progress, which may be nil, is told how far the reading is.
	Progress func(Progress)
}

// Progress is how far the reading of the files is. They are read twice: once
// to understand them, once to check them.
type Progress struct {
	File                  string
	BytesDone, BytesTotal int64
	Rows                  int64
}

// Plan is an import that was read and checked and is not stored yet.
type Plan struct {
	opts     Options
	set      *file.Set
	profiles []*mapping.Profile
	m        *mapping.Mapping
	vendor   string
	export   *vendor.Export  // of the vendor that knows the files, or nil
	known    []*vendor.Table // by table, nil where no vendor knows it
	told     bool            // somebody said what the currency is
	answers  map[string]string
	checked  *check
	bytes    int64
	total    int64
	rows     int64
}

// Read reads and checks everything under the paths. A file that cannot be read
// to its end is an error, and nothing comes of it; single rows that cannot be
// read are left out and listed. Close the plan when done.
func Read(ctx context.Context, paths []string, opts Options) (*Plan, error) {
	if err := opts.complete(); err != nil {
		return nil, err
	}
	set, err := file.Open(ctx, paths, file.Options{Limits: opts.Limits, Scratch: opts.ScratchDir})
	if err != nil {
		return nil, err
	}
	p := &Plan{opts: opts, set: set, answers: map[string]string{}}
	if err = p.recognise(ctx); err == nil {
		err = p.understand(ctx)
	}
	if err == nil {
		err = p.check(ctx)
	}
	if err != nil {
		_ = p.Close()
		return nil, scratchError(opts.ScratchDir, err)
	}
	return p, nil
}

func (o *Options) complete() (err error) {
	if o.Limits == (file.Limits{}) {
		o.Limits = file.DefaultLimits()
	}
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	if o.Location == nil {
		if o.Location, err = peil.LoadLocation(peil.DefaultZone); err != nil {
			return err
		}
	}
	if o.Currency != "" && !o.Currency.Valid() {
		return peil.Invalid("unknown_currency", "there is no currency %q", o.Currency).InField("currency")
	}
	for _, dir := range []*string{&o.ScratchDir, &o.ErrorDir} {
		if *dir == "" {
			*dir = os.TempDir()
		}
		if err := os.MkdirAll(*dir, 0o700); err != nil {
			return file.ScratchError(*dir, err)
		}
	}
	return nil
}

// Close removes the scratch file and what was unpacked.
func (p *Plan) Close() error {
	err := p.set.Close()
	if p.checked != nil {
		if e := p.checked.scratch.close(); err == nil {
			err = e
		}
		p.checked = nil
	}
	return err
}

// Mapping returns what the plan understands the tables to be.
func (p *Plan) Mapping() *mapping.Mapping { return p.m }

// recognise asks the vendors, and puts the tables they make in place of those
// they are made of.
func (p *Plan) recognise(ctx context.Context) error {
	for _, v := range vendors {
		export, err := v.Read(ctx, p.set.Tables)
		if err != nil {
			return err
		}
		if export != nil {
			p.vendor, p.export = v.Name, export
			break
		}
	}
	p.known = make([]*vendor.Table, len(p.set.Tables))
	if p.export != nil {
		var tables []*file.Table
		p.known = nil
		for i, t := range p.set.Tables {
			made, ok := p.export.Tables[i]
			switch {
			case !ok:
				tables, p.known = append(tables, t), append(p.known, nil)
			case len(made) == 0:
				tables, p.known = append(tables, t), append(p.known, &vendor.Table{Table: t, Kind: mapping.Ignore})
			}
			for j := range made {
				tables, p.known = append(tables, made[j].Table), append(p.known, &made[j])
			}
		}
		p.set.Tables = tables
	}
	for _, t := range p.set.Tables {
		p.total += 2 * t.Size
	}
	return nil
}

// understand reads every table once and decides what it is.
func (p *Plan) understand(ctx context.Context) error {
	for _, t := range p.set.Tables {
		prof := mapping.NewProfile(t.Name, t.Base, t.Header)
		err := t.Rows(ctx, func(_ int, cells []string) error {
			prof.Add(cells)
			p.rows++
			return nil
		}, p.progress(t))
		if err != nil {
			return err
		}
		p.bytes += t.Size
		p.profiles = append(p.profiles, prof)
	}
	return p.propose(ctx)
}

func (p *Plan) progress(t *file.Table) func(int64) {
	if p.opts.Progress == nil {
		return nil
	}
	return func(n int64) {
		p.opts.Progress(Progress{File: t.Name, BytesDone: p.bytes + min(n, t.Size), BytesTotal: p.total, Rows: p.rows})
	}
}

// propose maps every table: as the mapping file says, else as a vendor knows,
// else by names and values.
func (p *Plan) propose(ctx context.Context) (err error) {
	p.m = &mapping.Mapping{}
	var currency peil.Currency
	if p.export != nil {
		p.m.Stages, currency = p.export.Stages, p.export.Currency
	}
	for i, prof := range p.profiles {
		var t mapping.Table
		if p.known[i] != nil {
			t = p.mapped(i)
		} else {
			t = mapping.Propose(prof)
		}
		if given := p.opts.Mapping; given != nil {
			if g := given.Table(prof.File); g != nil {
				t = *g
				t.Columns = align(g.Columns, prof)
				mapping.Reformat(&t, prof)
			}
		}
		if t.System == "" && t.Kind != mapping.Ignore {
			t.System = "import"
		}
		p.m.Tables = append(p.m.Tables, t)
	}
	if g := p.opts.Mapping; g != nil {
		p.m.Separate = g.Separate
		if len(g.Stages) > 0 {
			p.m.Stages = g.Stages
		}
	}
	p.m.Currency = p.currency(currency)
	if len(p.m.Stages) == 0 {
		p.m.Stages, err = p.stages(ctx)
	}
	return err
}

// mapped is what a vendor says of a table, with the formats of its values.
func (p *Plan) mapped(i int) mapping.Table {
	v, prof := p.known[i], p.profiles[i]
	t := mapping.Table{File: prof.File, Kind: v.Kind, System: p.vendor}
	for _, c := range prof.Columns {
		t.Columns = append(t.Columns, mapping.Column{Name: c.Name, Role: v.Roles[c.Name], Unit: v.Units[c.Name]})
	}
	mapping.Reformat(&t, prof)
	return t
}

// align puts the columns of a mapping file in the order of the table.
func align(cols []mapping.Column, prof *mapping.Profile) []mapping.Column {
	out := make([]mapping.Column, len(prof.Columns))
	for i, c := range prof.Columns {
		out[i].Name = c.Name
		if j := slices.IndexFunc(cols, func(m mapping.Column) bool { return m.Name == c.Name }); j >= 0 {
			out[i] = cols[j]
		}
	}
	return out
}

// currency proposes the base currency: the one asked for, the mapping file's,
// the vendor's, the most frequent of the amounts, the language's.
func (p *Plan) currency(vendor peil.Currency) peil.Currency {
	p.told = p.opts.Currency != "" || p.opts.Mapping != nil && p.opts.Mapping.Currency != "" || vendor != ""
	if p.opts.Currency != "" {
		return p.opts.Currency
	}
	if p.opts.Mapping != nil && p.opts.Mapping.Currency != "" {
		return p.opts.Mapping.Currency
	}
	if vendor != "" {
		return vendor
	}
	if c := p.foundCurrency(); c != "" {
		return c
	}
	return "NOK"
}

// foundCurrency is the currency that most rows with amounts name.
func (p *Plan) foundCurrency() peil.Currency {
	counts := map[peil.Currency]int{}
	for i, t := range p.m.Tables {
		for j, c := range t.Columns {
			prof := p.profiles[i].Columns[j]
			switch {
			case c.Role == "currency" && t.Kind != mapping.Rates:
				for v, n := range prof.Distinct {
					counts[parseCurrency(v)] += n
				}
			case c.Role != "" && mapping.TypeOf(t.Kind, c.Role) == mapping.Money:
				for cur, n := range prof.Money.Currencies {
					counts[cur] += n
				}
			}
		}
	}
	delete(counts, "")
	var best peil.Currency
	for c, n := range counts {
		if n > counts[best] || n == counts[best] && best != "NOK" && (c < best || c == "NOK") {
			best = c
		}
	}
	return best
}

func (p *Plan) has(k mapping.Kind) bool {
	return slices.ContainsFunc(p.m.Tables, func(t mapping.Table) bool { return t.Kind == k })
}

// word is a name that a record gets where the file has none.
func (p *Plan) word(nb, en string) string {
	if p.opts.Lang == "en" {
		return en
	}
	return nb
}
