package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"peil"
	"peil/internal/source"
	"peil/internal/source/mapping"
	"peil/internal/source/value"
)

// understood prints what an import has understood: what there is, how it is
// written, what is missing, what would become of it.
func (e *env) understood(s source.Summary) {
	c := e.words
	head := []string{c.T("import.currency", "currency", s.Currency)}
	if s.CurrencyProposed {
		head[0] += " " + c.T("import.proposed")
	}
	if s.Vendor != "" {
		head = append([]string{c.T("import.vendor", "vendor", s.Vendor)}, head...)
	}
	if s.Last.Unix() > 0 {
		head = append(head, c.Date(peil.DateOf(s.First, s.First.Location()))+"–"+c.Date(peil.DateOf(s.Last, s.Last.Location())))
	}
	fmt.Fprintf(e.out, "%s\n", strings.Join(head, " · "))
	for _, t := range s.Tables {
		e.understoodTable(t)
	}
	for _, k := range s.Skipped {
		fmt.Fprintf(e.out, "\n%s: %s\n", k.Name, c.T("import.skipped", "reason", c.Name("skipped", k.Reason)))
	}
	e.understoodStages(s.Stages)
	e.understoodNames(s)
	if len(s.Warnings)+len(s.Assumed) > 0 {
		fmt.Fprintln(e.out)
	}
	for _, w := range s.Warnings {
		fmt.Fprintf(e.out, "! %s\n", c.T("warning."+w.Code, "n", w.N, "text", c.Name("record", w.Text)))
	}
	for _, q := range s.Assumed {
		fmt.Fprintf(e.out, "! %s\n", c.T("assumed."+q.Code, "file", q.File, "column", q.Column, "example", q.Example, "guess", q.Guess))
	}
	e.understoodRefused(s)
}

// understoodTable prints a table's line and those of its columns.
func (e *env) understoodTable(t source.TableSummary) {
	c := e.words
	form := t.Format
	if t.Encoding != "" {
		form += " " + t.Encoding
	}
	if t.Delimiter != "" {
		form += " " + strings.ReplaceAll(t.Delimiter, "\t", "tab")
	}
	fmt.Fprintf(e.out, "\n%s · %s · %s · %s\n", t.File, c.Name("kind", string(t.Kind)), c.T("text.rows_plain", "n", t.Rows), form)
	if t.Kind == mapping.Ignore {
		return
	}
	fmt.Fprintf(e.out, "  %s\n", c.T("import.counts", "new", t.New, "changed", t.Changed, "untouched", t.Untouched, "refused", t.Refused))
	if t.Deleted > 0 {
		fmt.Fprintf(e.out, "  %s\n", c.T("import.deleted", "n", t.Deleted))
	}
	w := tabwriter.NewWriter(e.out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "  %s\t%s\t%s\t%s\t%s\n", c.T("import.column"), c.T("import.role"), c.T("import.missing"), c.T("import.form"), c.T("import.example"))
	unused := unusedColumns(t)
	for _, col := range t.Columns {
		if col.Role == "" && len(unused) > 0 {
			continue
		}
		role := "–"
		if col.Role != "" {
			role = c.T("role." + string(col.Role))
		}
		fmt.Fprintf(w, "  %s\t%s\t%s\t%s\t%s\n", cut(col.Name, 28), role, c.Number(float64(col.Missing), 0), columnForm(col), cut(col.Example, 28))
	}
	w.Flush()
	if n := len(unused); n > 0 {
		fmt.Fprintf(e.out, "  %s\n", c.T("import.unused", "n", n, "columns", strings.Join(unused[:min(n, 5)], ", ")))
	}
}

// manyUnused is how many columns without a use are shown one by one.
const manyUnused = 12

// unusedColumns are the columns without a use where there are so many of them
// that they hide the others.
func unusedColumns(t source.TableSummary) (names []string) {
	for _, col := range t.Columns {
		if col.Role == "" && strings.TrimSpace(col.Name) != "" {
			names = append(names, cut(col.Name, 28))
		}
	}
	if len(names) < manyUnused {
		return nil
	}
	return names
}

// columnForm is how the values of a column are written.
func columnForm(col source.ColumnSummary) string {
	var out []string
	if col.Dates != value.Unsettled && col.Dates != value.YMD { // year first needs no telling
		out = append(out, string(col.Dates))
	}
	if col.Decimal != "" {
		out = append(out, "0"+col.Decimal+"0")
	}
	if col.Currency != "" {
		out = append(out, string(col.Currency))
	}
	return strings.Join(out, " ")
}

// cut keeps an example to one short line.
func cut(s string, n int) string {
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) > n {
		r = append(r[:n-1], '…')
	}
	for i, x := range r {
		if x < ' ' || x == 0x7f {
			r[i] = ' '
		}
	}
	return string(r)
}

// understoodStages prints the stages in their order, by pipeline.
func (e *env) understoodStages(stages []mapping.Stage) {
	var order []string
	names := map[string][]string{}
	for _, s := range stages {
		if _, ok := names[s.Pipeline]; !ok {
			order = append(order, s.Pipeline)
		}
		name := cut(s.Name, 40)
		if s.Kind != peil.StageOpen {
			name += " (" + e.words.T("stage."+string(s.Kind)) + ")"
		}
		names[s.Pipeline] = append(names[s.Pipeline], name)
	}
	if len(order) > 0 {
		fmt.Fprintln(e.out)
	}
	for _, p := range order {
		title := e.words.T("import.stages")
		if p != "" && len(order) > 1 {
			title += " " + p
		}
		fmt.Fprintf(e.out, "%s: %s\n", title, strings.Join(names[p], " → "))
	}
}

// understoodNames prints names that nearly match and records that only a name
// tells of.
func (e *env) understoodNames(s source.Summary) {
	c := e.words
	if len(s.NearNames) > 0 {
		fmt.Fprintf(e.out, "\n%s\n", c.T("import.near"))
	}
	for i, n := range s.NearNames {
		if i == mostListed {
			fmt.Fprintf(e.out, "  … %s\n", c.T("import.more", "n", len(s.NearNames)-i))
			break
		}
		what := c.T("import.apart")
		if n.Joined {
			what = c.T("import.joined")
		}
		fmt.Fprintf(e.out, "  %s: %q ~ %q (%s) %s\n", c.Name("record", n.Kind), cut(n.Name, 40), cut(n.Like, 40), c.Number(float64(n.Count), 0), what)
	}
	var made []string
	for _, kind := range slices.Sorted(maps.Keys(s.Made)) {
		made = append(made, c.Number(float64(s.Made[kind]), 0)+" "+c.Name("record", kind))
	}
	if len(made) > 0 {
		fmt.Fprintf(e.out, "%s: %s\n", c.T("import.made"), strings.Join(made, ", "))
	}
}

// understoodRefused prints the first unreadable rows and where all are.
func (e *env) understoodRefused(s source.Summary) {
	if s.RefusedN == 0 {
		return
	}
	c := e.words
	fmt.Fprintf(e.out, "\n%s\n", c.T("import.unreadable", "n", s.RefusedN, "file", s.ErrorFile))
	for _, r := range s.Refused {
		fmt.Fprintf(e.out, "  %s:%d %s %q: %s\n", r.File, r.Row, r.Column, cut(r.Value, 40), c.Name("refused", r.Reason))
	}
}
