package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"peil"
	"peil/internal/locale"
	"peil/internal/source"
	"peil/internal/source/mapping"
	"peil/internal/source/value"
)

// draftOf is a draft as the API answers it.
func (s *Server) draftOf(r *http.Request, d *draft) (ImportDraft, error) {
	c, err := s.words(r)
	if err != nil {
		return ImportDraft{}, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	out := ImportDraft{ID: d.id, Workspace: d.workspace, State: d.state, Files: orEmpty(slices.Clone(d.files)), Changed: d.changed, Expires: d.changed.Add(draftAge)}
	if d.progress != nil {
		p := *d.progress
		out.Progress = &p
	}
	if d.err != nil {
		e := s.errorOf(r, shown(d.err))
		out.Error = &e
	}
	if d.seen != nil {
		p := planOf(c, d.seen)
		out.Plan = &p
	}
	if d.outcome != nil {
		o := outcomeOf(c, *d.outcome)
		out.Outcome = &o
	}
	return out, nil
}

func planOf(c *locale.Catalogue, u *understood) ImportPlan {
	s := u.summary
	out := ImportPlan{Vendor: s.Vendor, Currency: s.Currency, CurrencyProposed: s.CurrencyProposed, Made: s.Made, Refused: refusedOf(c, s.Refused), RefusedN: s.RefusedN,
		Tables: []ImportTable{}, Skipped: []ImportSkipped{}, Stages: []ImportStage{}, NearNames: []ImportNear{}, Warnings: []ImportWarning{}, Questions: []ImportAsk{}}
	for i, t := range s.Tables {
		out.Tables = append(out.Tables, tableOf(u, i))
		out.New, out.Changed, out.Untouched = out.New+t.New, out.Changed+t.Changed, out.Untouched+t.Untouched
	}
	for _, k := range s.Skipped {
		out.Skipped = append(out.Skipped, ImportSkipped{k.Name, k.Reason})
	}
	for _, st := range s.Stages {
		one := ImportStage{Pipeline: st.Pipeline, Name: st.Name, Kind: string(st.Kind)}
		if st.P >= 0 {
			one.Probability = &st.P
		}
		out.Stages = append(out.Stages, one)
	}
	for _, n := range s.NearNames {
		out.NearNames = append(out.NearNames, ImportNear(n))
	}
	for _, w := range s.Warnings {
		out.Warnings = append(out.Warnings, ImportWarning{w.Code, w.N, c.T("warning."+w.Code, "n", w.N, "text", about(c, w))})
	}
	for _, q := range u.questions {
		out.Questions = append(out.Questions, ImportAsk{ID: q.ID, Code: q.Code, File: q.File, Column: q.Column, Example: q.Example, Choices: q.Choices, Guess: q.Guess,
			Said: c.T("ask."+q.Code, "file", q.File, "column", q.Column, "example", q.Example)})
	}
	out.First, out.Last = moments(s.First, s.Last)
	return out
}

// about is what a warning is about, in the reader's words where it is a kind.
func about(c *locale.Catalogue, w source.Warning) string {
	if w.Code == "dangling" {
		return c.Name("record", w.Text)
	}
	return w.Text
}

// moments are the earliest and latest in the files; a file without dates has none.
func moments(first, last time.Time) (*time.Time, *time.Time) {
	if first.Year() < 1971 && last.Year() < 1971 || last.Before(first) {
		return nil, nil
	}
	return &first, &last
}

func tableOf(u *understood, i int) ImportTable {
	t, m := u.summary.Tables[i], u.mapping.Tables[i]
	out := ImportTable{File: t.File, Format: t.Format, Encoding: t.Encoding, Delimiter: t.Delimiter, Kind: t.Kind, System: m.System, Unsure: t.Unsure, Rows: t.Rows,
		Columns: []ImportColumn{}, New: t.New, Changed: t.Changed, Untouched: t.Untouched, Duplicates: t.Duplicates, Refused: t.Refused, Deleted: t.Deleted,
		Sample: orEmpty(u.first[t.File])}
	for j, col := range t.Columns {
		out.Columns = append(out.Columns, ImportColumn{Name: col.Name, Role: col.Role, Dates: string(col.Dates), Decimal: col.Decimal, Currency: col.Currency,
			Unit: m.Columns[j].Unit, Values: col.Values, Missing: col.Missing, Example: col.Example})
	}
	return out
}

func refusedOf(c *locale.Catalogue, list []source.Refused) []ImportRefused {
	out := []ImportRefused{}
	for _, r := range list {
		out = append(out, ImportRefused{r.File, r.Row, r.Column, r.Value, r.Reason, c.Name("refused", r.Reason)})
	}
	return out
}

func outcomeOf(c *locale.Catalogue, o source.Outcome) ImportOutcome {
	out := ImportOutcome{Seq: o.Seq, Events: o.Events, New: o.New, Changed: o.Changed, Untouched: o.Untouched, Refused: o.Refused, Late: refusedOf(c, o.Late)}
	if !o.Batch.IsZero() {
		out.Batch = &o.Batch
	}
	return out
}

// over is a mapping with the corrections on it. What they name must be there.
func (said ImportMapping) over(m mapping.Mapping) (*mapping.Mapping, error) {
	out := mapping.Mapping{Tables: slices.Clone(m.Tables), Stages: m.Stages, Separate: m.Separate}
	var files []string
	for _, t := range m.Tables {
		files = append(files, t.File)
	}
	for _, t := range said.Tables {
		i := slices.Index(files, t.File)
		if i < 0 {
			return nil, unknownWord("unknown_table", "tables", "table", t.File, files)
		}
		made, err := t.over(m.Tables[i])
		if err != nil {
			return nil, err
		}
		out.Tables[i] = made
	}
	if said.Stages != nil {
		out.Stages = nil
		for _, st := range said.Stages {
			one, err := st.stage()
			if err != nil {
				return nil, err
			}
			out.Stages = append(out.Stages, one)
		}
	}
	if said.Currency != "" && !said.Currency.Valid() {
		return nil, peil.Invalid("unknown_currency", "there is no currency %q", said.Currency).InField("currency")
	}
	return &out, nil
}

func (t ImportTableMapping) over(was mapping.Table) (mapping.Table, error) {
	if kinds := mapping.Kinds(); !slices.Contains(kinds, t.Kind) {
		return was, unknownWord("unknown_table_kind", "kind", "kind of table", string(t.Kind), wordsOf(kinds))
	}
	out := mapping.Table{File: was.File, Kind: t.Kind, System: was.System}
	if t.System != "" {
		out.System = strings.TrimSpace(t.System)
	}
	var names []string
	for _, c := range was.Columns {
		names = append(names, c.Name)
	}
	used := map[mapping.Role]string{}
	for _, c := range t.Columns {
		if !slices.Contains(names, c.Name) {
			return was, unknownWord("unknown_column", "columns", "column", c.Name, names)
		}
		one, err := c.column(t.Kind)
		if err != nil {
			return was, err
		}
		if first := used[one.Role]; one.Role != "" && first != "" {
			return was, peil.Invalid("role_twice", "the columns %q and %q have the same role", first, c.Name).InField("columns")
		}
		used[one.Role] = c.Name
		out.Columns = append(out.Columns, one)
	}
	return out, nil
}

func (c ImportColumnMapping) column(k mapping.Kind) (mapping.Column, error) {
	out := mapping.Column{Name: c.Name, Role: c.Role, Dates: value.Order(c.Dates), Currency: c.Currency, Unit: c.Unit}
	if roles := mapping.Roles(k); c.Role != "" && !slices.Contains(roles, c.Role) {
		return out, unknownWord("unknown_role", "role", "role", string(c.Role), wordsOf(roles))
	}
	if orders := []string{"", "dmy", "mdy", "ymd"}; !slices.Contains(orders, c.Dates) {
		return out, unknownWord("unknown_date_order", "dates", "order of dates", c.Dates, orders[1:])
	}
	if c.Currency != "" && !c.Currency.Valid() {
		return out, peil.Invalid("unknown_currency", "there is no currency %q", c.Currency).InField("currency")
	}
	switch c.Decimal {
	case "":
	case ".", ",":
		out.Decimal = c.Decimal[0]
	default:
		return out, unknownWord("unknown_decimal", "decimal", "decimal mark", c.Decimal, []string{".", ","})
	}
	return out, nil
}

func (st ImportStage) stage() (mapping.Stage, error) {
	kinds := []string{string(peil.StageOpen), string(peil.StageWon), string(peil.StageLost), string(peil.StageCancelled)}
	out := mapping.Stage{Pipeline: st.Pipeline, Name: st.Name, Kind: peil.StageKind(st.Kind), P: -1}
	if !slices.Contains(kinds, st.Kind) {
		return out, unknownWord("unknown_stage_kind", "stages", "kind of stage", st.Kind, kinds)
	}
	if st.Probability != nil {
		if out.P = *st.Probability; out.P < 0 || out.P > 1 {
			return out, peil.Invalid("bad_probability", "the probability of %s must lie between 0 and 1", st.Name).InField("stages")
		}
	}
	return out, nil
}
