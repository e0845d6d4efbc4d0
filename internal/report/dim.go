package report

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"peil"
	"peil/internal/facts"
)

// dim is a dimension that rows can be sliced and filtered by (G15).
type dim struct {
	id string
	// column is its value in priced rows "p" or what is joined to them.
	column string
	join   string
	// named is the kind of record its ids belong to; empty when its values are
	// words.
	named string
	// ids is set where the column is an id.
	ids bool
	// weight is how much of a row belongs to each of its values where the join
	// gives it several; empty is all of it.
	weight string
	// ordered words stand in the order of their keys, not of the measure.
	ordered bool
	// exists is a query that has a row if the workspace has such values; values
	// lists the words of a dimension without ids.
	exists, values string
}

const accountJoin = "account_dim a on a.account_id = p.account_id"

// dims is the allow-list: the only texts that are put into a statement.
var dims = []dim{
	{id: "user", column: "p.user_id", named: "user", ids: true,
		exists: "select 1 from deal_fact where user_id is not null union all select 1 from fte_day"},
	{id: "team", column: "coalesce(p.team_id, t.team_id)", named: "team", ids: true,
		// The team is the user's at that day, not today's (G8).
		join:   "user_team t on t.user_id = p.user_id and t.from_on <= p.happened and (t.to_on is null or p.happened < t.to_on)",
		exists: "select 1 from user_team where team_id is not null"},
	{id: "pipeline", column: "p.pipeline_id", named: "pipeline", ids: true, exists: "select 1 from deal_fact where pipeline_id is not null"},
	{id: "stage", column: "p.stage_id", named: "stage", ids: true, exists: "select 1 from deal_fact where stage_id is not null"},
	{id: "source", column: "coalesce(s.into_id, p.source_id)", named: "source", ids: true,
		join:   "source_dim s on s.source_id = p.source_id",
		exists: "select 1 from deal_fact where source_id is not null union all select 1 from lead_fact where source_id is not null"},
	// The views of a lead that several sources touched (4.3): the last one, and all
	// of them, each with its part. Totals are the same in every view.
	{id: "source_last", column: "coalesce(ls.into_id, lt.source_id, p.source_id)", named: "source", ids: true,
		join:   "(" + touched("case when t.position = max(t.position) over (partition by t.lead_id) then 1 else 0 end") + ") lt on lt.lead_id = p.id and lt.part = 1\n    left join source_dim ls on ls.source_id = coalesce(lt.source_id, p.source_id)",
		exists: "select 1 from touch_fact"},
	{id: "source_linear", column: "coalesce(ls.into_id, lt.source_id, p.source_id)", named: "source", ids: true, weight: "lt.part",
		join:   "(" + touched("1.0 / count(*) over (partition by t.lead_id)") + ") lt on lt.lead_id = p.id\n    left join source_dim ls on ls.source_id = coalesce(lt.source_id, p.source_id)",
		exists: "select 1 from touch_fact"},
	word("campaign", "p.campaign", "", "deal_fact"),
	{id: "product", column: "p.product_id", named: "product", ids: true, exists: "select 1 from deal_fact where product_id is not null"},
	word("family", "p.family", "", "deal_fact"),
	word("class", "p.class", "", "deal_fact"),
	word("segment", "a.segment", accountJoin, "account_dim"),
	word("industry", "a.industry", accountJoin, "account_dim"),
	word("size", "a.size", accountJoin, "account_dim"),
	word("region", "a.region", accountJoin, "account_dim"),
	word("channel", "p.channel", "", "deal_fact"),
	// What a rule closed has no reason of its own: it is a series apart (4.10).
	{id: "reason", column: "case when p.detail = 'auto' then 'auto' else cast(coalesce(r.into_id, p.reason_id) as text) end", named: "reason",
		join: "reason_dim r on r.reason_id = p.reason_id", exists: "select 1 from close_fact where reason_id is not null"},
	{id: "competitor", column: "p.competitor_id", named: "competitor", ids: true,
		exists: "select 1 from close_fact where competitor_id is not null union all select 1 from competitor_seen"},
	word("currency", "p.currency", "", "deal_fact"),
	{id: "hour", column: "p.hour", ordered: true, exists: "select 1 from response_clock",
		values: "select distinct lpad(cast(start_hour as text), 2, '0') from response_clock order by 1"},
	{id: "activity", column: "p.activity", exists: "select 1 from activity_fact union all select 1 from message_fact",
		values: "select distinct kind from activity_fact where kind is not null union select 'email' order by 1"},
	{id: "contact_channel", column: "p.contact_channel", exists: "select 1 from outreach_channel",
		values: "select distinct channel from outreach_channel where channel is not null order by 1"},
	{id: "warmth", column: "p.warmth", exists: "select 1 from outreach_fact", values: "select 'cold' union select 'warm' order by 1"},
	word("template", "p.template", "", "message_fact"),
	{id: "subject", column: "p.subject", exists: "select 1 from message_fact where subject_variant is not null",
		values: "select distinct subject_variant from message_fact where subject_variant is not null order by 1"},
	word("content", "p.content", "", "message_fact"),
	{id: "step", column: "p.step", ordered: true, exists: "select 1 from message_fact where sequence_step > 0",
		values: "select distinct cast(sequence_step as text) from message_fact where sequence_step > 0 order by 1"},
	{id: "mail_type", column: "p.mail_type", exists: "select 1 from message_fact", values: "select 'follow_up' union select 'newsletter' union select 'sequence' order by 1"},
	{id: "sale_type", column: "p.sale_type", exists: "select 1 from credit_fact",
		values: "select 'new' union select 'upsell' union select 'cross' union select 'renewal' union select 'unspecified' order by 1"},
	{id: "weekday", column: "p.weekday", ordered: true, exists: "select 1 from response_clock",
		values: "select distinct cast(start_weekday as text) from response_clock order by 1"},
}

// touched is every source that touched a lead, the first one among them, with
// its part.
func touched(part string) string {
	return "select t.lead_id, t.source_id, " + part + " as part from (select lead_id, source_id, 0 as position from lead_fact" +
		" union all select lead_id, source_id, position from touch_fact) t"
}

func word(id, column, join, table string) dim {
	return dim{id: id, column: column, join: join,
		exists: fmt.Sprintf("select 1 from %s where %s is not null", table, id),
		values: fmt.Sprintf("select distinct %s from %s where %s is not null order by 1", id, table, id)}
}

// Dims lists the dimensions that a report can be sliced by, as far as the
// workspace has values in them.
func Dims(ctx context.Context, v *facts.View, r *Report) ([]string, error) {
	var out []string
	for _, d := range dims {
		if !slices.ContainsFunc(r.kinds, func(k kind) bool { return slices.Contains(k.dims, d.id) }) {
			continue
		}
		var n int
		if err := v.QueryRow(ctx, "select count(*) from (select 1 from ("+d.exists+") x limit 1) y").Scan(&n); err != nil {
			return nil, failed("dims", err)
		}
		if n > 0 {
			out = append(out, d.id)
		}
	}
	return out, nil
}

// dim returns a dimension of the report; the error names those that the
// workspace has, and the nearest.
func (r *Report) dim(ctx context.Context, v *facts.View, id, field string) (*dim, error) {
	id = strings.ToLower(strings.TrimSpace(id))
	for i := range dims {
		if dims[i].id == id && slices.ContainsFunc(r.kinds, func(k kind) bool { return slices.Contains(k.dims, id) }) {
			return &dims[i], nil
		}
	}
	have, err := Dims(ctx, v, r)
	if err != nil {
		return nil, err
	}
	return nil, wrongWord(peil.KindInvalid, "unknown_dim", field, "dimension", id, have)
}

// filter is a filter with its values found.
type filter struct {
	dim    *dim
	params []string // names of the bound values
	none   bool     // rows without a value pass too
}

func (f filter) condition(column string) string {
	var alts []string
	if len(f.params) > 0 {
		alts = append(alts, "coalesce(cast("+column+" as text), '') in ("+strings.Join(f.params, ", ")+")")
	}
	if f.none {
		alts = append(alts, "coalesce(cast("+column+" as text), '') = ''")
	}
	return "(" + strings.Join(alts, " or ") + ")"
}

// resolve finds the values of a filter and binds them as parameters.
func (q *question) resolve(ctx context.Context, f Filter) (filter, error) {
	d, err := q.report.dim(ctx, q.view, f.Dim, "filter")
	if err != nil {
		return filter{}, err
	}
	out := filter{dim: d}
	for _, word := range f.Values {
		if w := strings.TrimSpace(word); w == "" || strings.EqualFold(w, None) {
			out.none = true
			continue
		}
		keys, err := q.keys(ctx, d, strings.TrimSpace(word))
		if err != nil {
			return filter{}, err
		}
		for _, key := range keys {
			name := fmt.Sprintf("value%d", len(q.params))
			q.params[name] = param{"text", key}
			out.params = append(out.params, ":"+name)
		}
	}
	if len(out.params) == 0 && !out.none {
		return filter{}, peil.Invalid("empty_filter", "the filter on %s has no value: write %s=value", d.id, d.id).InField("filter")
	}
	return out, nil
}

// maxHints is how many right words an error lists.
const maxHints = 20

// keys returns what a word for a value is in SQL's text: several keys where
// records share a label.
func (q *question) keys(ctx context.Context, d *dim, word string) ([]string, error) {
	var keys, labels []string
	add := func(key, label string) {
		labels = append(labels, label)
		if strings.EqualFold(label, word) {
			keys = append(keys, key)
		}
	}
	if d.named == "" {
		words, err := q.texts(ctx, d.values)
		if err != nil {
			return nil, err
		}
		for _, w := range words {
			add(w, w)
		}
	} else {
		if id, err := peil.ParseID(word); err == nil {
			return []string{id.UUID()}, nil
		}
		if d.id == "reason" {
			add("auto", "auto")
		}
		if q.view.Named != nil {
			all, err := q.view.Named(ctx, d.named)
			if err != nil {
				return nil, err
			}
			for id, label := range all {
				add(id.UUID(), label)
			}
		}
	}
	if len(keys) > 0 {
		slices.Sort(keys)
		return keys, nil
	}
	slices.Sort(labels)
	if near := peil.Nearest(word, labels); len(labels) > maxHints {
		// Ten thousand names are no help; the nearest one is.
		labels = labels[:maxHints]
		if near != "" && !slices.Contains(labels, near) {
			labels = append(labels, near)
		}
	}
	return nil, wrongWord(peil.KindInvalid, "unknown_value", "filter", d.id, word, labels)
}
