package report

import (
	"fmt"
	"regexp"
	"strings"
)

// sections are the named parts of a report's text: "facts" and its summaries.
type sections map[string]string

// read returns the sections of an embedded text. A section begins with a line
// "-- section: name".
func read(file string) sections {
	data, err := texts.ReadFile(file)
	if err != nil {
		panic("report: the text " + file + " is not in the program")
	}
	out := sections{}
	for part := range strings.SplitSeq(string(data), "-- section: ") {
		name, body, ok := strings.Cut(part, "\n")
		if name = strings.TrimSpace(name); ok && !strings.Contains(name, " ") {
			body = falls.ReplaceAllString(strings.TrimSpace(body), fallsIn)
			body = inWindow.ReplaceAllStringFunc(body, withDays)
			out[name] = columns.ReplaceAllStringFunc(body, dimColumns)
		}
	}
	return out
}

// falls is how a text writes that a row's day is in the window: falls(c, closed_on).
// What nobody knows the day of is counted in the period that is asked about, to be
// listed there as left out.
var falls = regexp.MustCompile(`falls\((\w+), (\w+)\)`)

const fallsIn = "case when $1.dated then $1.$2 else :first_day end >= w.since and case when $1.dated then $1.$2 else :first_day end < w.until and (not $1.dated or during($1.$2))"

// inWindow is how a text writes that a day is in the window. Beside it the days of
// all windows are written down as constants: of the others' rows the engines then
// do not even read more than the day.
var inWindow = regexp.MustCompile(`join win w on (\w+\.\w+) >= w\.since and (\w+\.\w+) < w\.until`)

func withDays(condition string) string {
	m := inWindow.FindStringSubmatch(condition)
	if m[1] != m[2] {
		return condition
	}
	return condition + " and during(" + m[1] + ")"
}

// columns is how a text writes the columns of the dimensions: dims(c) are the
// fact's own, dims(c, reason_id) with more of them, dims(-, f.user_id) only those.
var columns = regexp.MustCompile(`dims\((-|[a-z]+)((?:, [a-z_.]+)*)\)`)

// dimColumn is a column of the dimensions with its type. Rare ones are null
// unless they are asked for.
var dimColumn = []struct {
	name, typ string
	rare      bool
}{
	{"user_id", "uuid", false}, {"team_id", "uuid", true}, {"stage_id", "uuid", false}, {"class", "text", false},
	{"pipeline_id", "uuid", false}, {"source_id", "uuid", false}, {"campaign", "text", false}, {"channel", "text", false},
	{"account_id", "uuid", false}, {"product_id", "uuid", false}, {"family", "text", false},
	{"reason_id", "uuid", true}, {"competitor_id", "uuid", true},
}

func dimColumns(call string) string {
	m := columns.FindStringSubmatch(call)
	alias, extra := m[1], map[string]string{}
	for name := range strings.SplitSeq(strings.TrimPrefix(m[2], ", "), ", ") {
		bare := name[strings.Index(name, ".")+1:]
		if bare == name {
			name = alias + "." + name
		}
		extra[bare] = name
	}
	var out []string
	for _, c := range dimColumn {
		switch {
		case extra[c.name] != "":
			out = append(out, extra[c.name]+" as "+c.name)
		case alias == "-" || c.rare:
			out = append(out, "cast(null as "+c.typ+") as "+c.name)
		default:
			out = append(out, alias+"."+c.name)
		}
	}
	return strings.Join(out, ", ")
}

// statement is a text with its arguments in the order it uses them.
type statement struct {
	text string
	args []any
}

// param is a value of a question with the type it has in SQL.
type param struct {
	typ   string
	value any
}

var named = regexp.MustCompile(`:[a-z_]+[0-9]*`)

// bind puts the parameters into a text: every use becomes a cast placeholder of
// its own, so that both engines know its type and exactly what the text uses is
// bound.
func bind(text string, params map[string]param) statement {
	var s statement
	s.text = named.ReplaceAllStringFunc(text, func(name string) string {
		p, ok := params[name[1:]]
		if !ok {
			return name
		}
		s.args = append(s.args, p.value)
		return fmt.Sprintf("cast($%d as %s)", len(s.args), p.typ)
	})
	return s
}

// inline puts the parameters into a text as constants, to be read and run.
func inline(text string, params map[string]param) string {
	return named.ReplaceAllStringFunc(text, func(name string) string {
		p, ok := params[name[1:]]
		if !ok {
			return name
		}
		return fmt.Sprintf("cast('%s' as %s)", strings.ReplaceAll(fmt.Sprint(p.value), "'", "''"), p.typ)
	})
}

// part says which of a question's rows a statement is over.
type part struct {
	windows []window
	// by is the dimension of its slices, nil for the total.
	by *dim
	// kinds are the kinds of row that it looks at, nil for all.
	kinds []string
}

// listing writes a statement over the very rows, of some kinds, of some windows.
func (q *question) listing(ws []window, kinds []string, text string) string {
	p := part{windows: ws, kinds: kinds}
	return q.within(p) + "scoped as materialized (\n    " + q.scoped(p) + "\n)\n" + text
}

// compose writes the statement of one of the report's summaries whole: everything
// that is outside the report around the report's own text.
func (q *question) compose(p part, section string) string {
	return q.within(p) + "found as (\n    " + q.scoped(p) + "\n),\n" +
		"scoped as materialized (\n    " + q.keep("found", []string{section}) + "\n),\n" + cut(p.by, "").text + inSlices(q.report.text[section], p.by)
}

// within is what stands before the rows are sliced and filtered: the windows, the
// report's facts and their amounts in base currency.
func (q *question) within(p part) string {
	facts := q.report.text["facts"]
	if p.kinds != nil {
		facts = ofKinds(facts, p.kinds)
	}
	return "with win(w, since, until, last_day, from_at, end_at, planned) as (values\n        " + values(p.windows) + "),\n" +
		"facts as (\n" + span(p.windows, q.inserted(facts)) + "\n),\n" + q.report.priced()
}

// scoped selects the rows that pass the filters, with the slice that each is in.
func (q *question) scoped(p part) string {
	joins, slice, weight := "", "cast(null as text)", "1"
	used := map[string]bool{}
	join := func(d *dim) string {
		if d.join != "" && !used[d.join] {
			used[d.join] = true
			joins += "\n    left join " + d.join
		}
		return d.column
	}
	if p.by != nil {
		slice = only(q.report, p.by.id, p.by.part(join(p.by)), "null")
		if p.by.weight != "" {
			weight = only(q.report, p.by.id, "coalesce("+p.by.weight+", 1)", "1")
		}
	}
	var where []string
	for _, f := range q.filters {
		where = append(where, only(q.report, f.dim.id, f.condition(join(f.dim)), "true"))
	}
	keep := "true"
	if len(where) > 0 {
		keep = strings.Join(where, "\n      and ")
	}
	return "select p.*, " + slice + " as part, cast(" + weight + " as double precision) as weight\n    from priced p" + joins + "\n    where " + keep
}

// cut puts every row into the total and into its slice, and leaves out what does
// not count. where may keep some of the scoped rows "c" only.
func cut(by *dim, where string) slicing {
	return slicing{by, "everything as (\n    select c.*, " + cutInto(by) + where + "\n),\n" + counting}
}

// uncut is cut without the total.
func uncut(by *dim, where string) slicing {
	typ := "text"
	if by.ids {
		typ = "uuid"
	}
	return slicing{by, "everything as (\n    select c.*, cast(c.part as " + typ + ") as slice from scoped c" + where + "\n),\n" + counting}
}

// slicing is how a question's rows lie in slices of a dimension.
type slicing struct {
	by   *dim
	text string
}

const counting = "sliced as (select * from everything where excluded is null or excluded in ('no_rate', 'no_value'))\n"

// inSlices puts the slice of the total into a summary that is of the total only.
func inSlices(summary string, by *dim) string {
	return strings.ReplaceAll(summary, "{whole}", by.whole())
}

// whole and nothing are the slices, where these are words, of the total and of
// rows without a value: no cell of an import has the first. Where slices are ids,
// which are counted twice as fast as their text, the other two stand for them.
const (
	whole, nothing     = "\x01", ""
	wholeID, nothingID = "ffffffff-ffff-ffff-ffff-ffffffffffff", "00000000-0000-0000-0000-000000000000"
)

func (d *dim) whole() string {
	if d != nil && d.ids {
		return "cast('" + wholeID + "' as uuid)"
	}
	return "chr(1)" // whole, so that it can be read
}

// part is the slice of a row by the dimension's column.
func (d *dim) part(column string) string {
	if d.ids {
		return "coalesce(" + column + ", cast('" + nothingID + "' as uuid))"
	}
	return "coalesce(cast(" + column + " as text), '" + nothing + "')"
}

// cutInto puts every row into the total too, so that one pass over the facts gives
// the number and its split.
func cutInto(by *dim) string {
	if by == nil {
		return by.whole() + " as slice\n    from scoped c"
	}
	return "case when t.whole then " + by.whole() + " else c.part end as slice\n    from scoped c cross join (values (true), (false)) t(whole)"
}

// priced puts every amount into base currency at the last rate on or before its
// day (G10). Whole minor units become whole ones, rounded half up; the fractions
// of a cost that is spread over days stay fractions. An amount without a rate is
// never taken at 1: its row counts, and its amount is left out as no_rate; one that
// is over a week older than its day is stale.
func (r *Report) priced() string {
	extra := ""
	for _, c := range r.extra {
		extra += " f." + c + ","
	}
	return strings.Replace(priced, "{extra}", extra, 1)
}

const priced = `priced as (
    select f.w, f.kind, f.id, f.happened, f.detail, f.n, f.num, f.value, f.currency,
           f.user_id, f.team_id, f.stage_id, f.class, f.pipeline_id, f.source_id, f.campaign, f.channel,
           f.account_id, f.product_id, f.family, f.reason_id, f.competitor_id, f.outcome,{extra}
           coalesce(fx.age_days > 7, false) as stale,
           case when f.value = 0 then 0
                when f.currency = :base then f.value
                when f.value = floor(f.value) then floor(f.value * fx.rate + 0.5)
                else f.value * fx.rate end as amount,
           coalesce(f.excluded, case when f.value <> 0 and f.currency is distinct from :base and fx.rate is null then 'no_rate' end) as excluded
    from facts f
    left join fx_day fx on fx.currency = case when f.value <> 0 and f.currency <> :base then f.currency end and fx.day = f.happened
),
`

// inserted puts the tables that were made for the question into a text. They are
// numbers and ids, never words of a user.
func (q *question) inserted(text string) string {
	for name, rows := range q.inserts {
		text = strings.ReplaceAll(text, "{"+name+"}", rows)
	}
	return text
}

// only writes an expression that holds for the kinds of rows that have a
// dimension, and another for the rest.
func only(r *Report, dim, then, otherwise string) string {
	var with []string
	for _, k := range r.kinds {
		if r.has(k.id, dim) {
			with = append(with, "'"+k.id+"'")
		}
	}
	if len(with) == len(r.kinds) {
		return "(" + then + ")"
	}
	if len(with) == 0 {
		return otherwise
	}
	return "case when p.kind in (" + strings.Join(with, ", ") + ") then " + then + " else " + otherwise + " end"
}
