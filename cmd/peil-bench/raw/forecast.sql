with fx as materialized (
    select d.day::date as day, c.currency, r.rate
    from generate_series((select min(since) from win) - 1, (select max(until) from win), interval '1 day') d(day)
    cross join (select distinct currency from rates) c
    cross join lateral (select rate from rates where currency = c.currency and rates.day <= d.day order by rates.day desc limit 1) r
),
opened as (
    select w.w, o.user_id, count(*) as open_n, sum(d.value * coalesce(fx.rate, 1)) as open_value,
           sum(d.value * coalesce(fx.rate, 1) * s.probability) as fc_weighted,
           count(*) filter (where d.expected_close < w.until - 1) as overdue
    from win w
    join deals d on d.created_at < w.end_at and (d.closed_at is null or d.closed_at >= w.end_at)
    cross join lateral (select user_id from owner_history where deal_id = d.id and from_at < w.end_at order by from_at desc limit 1) o
    cross join lateral (select stage_id from stage_history where deal_id = d.id and entered_at < w.end_at order by entered_at desc limit 1) h
    join stages s on s.id = h.stage_id
    left join fx on fx.currency = d.currency and fx.day = w.until - 1
    group by grouping sets ((w.w), (w.w, o.user_id))
),
sold as (
    select w.w, coalesce(c.user_id, d.owner_id) as user_id, d.value * coalesce(c.share, 1) * coalesce(fx.rate, 1) as amount
    from win w
    join deals d on d.closed_at >= w.from_at and d.closed_at < w.end_at and d.status = 'won'
    left join deal_credits c on c.deal_id = d.id
    left join fx on fx.currency = d.currency and fx.day = (d.closed_at at time zone 'Europe/Oslo')::date
    union all
    select w.w, d.owner_id, j.amount * coalesce(fx.rate, 1)
    from win w
    join adjustments j on j.adjusted_at >= w.from_at and j.adjusted_at < w.end_at
    join deals d on d.id = j.deal_id
    left join fx on fx.currency = j.currency and fx.day = (j.adjusted_at at time zone 'Europe/Oslo')::date
),
sales as (
    select w, user_id, sum(amount) as rev from sold group by grouping sets ((w), (w, user_id))
),
budget as (
    select w.w, q.user_id, sum(q.value * (select count(*) from generate_series(w.since, w.until - 1, interval '1 month') m where m >= q.from_on)) as quota
    from win w join quotas q on q.kind = 'revenue' and q.from_on < w.until
    group by grouping sets ((w.w), (w.w, q.user_id))
)
select w, user_id::text as slice, fc_weighted / 100 as fc_weighted, open_value / 100 as open_value, open_n, overdue, rev / 100 as rev, quota / 100 as quota,
       open_value / nullif(fc_weighted, 0) as coverage_req
from (select coalesce(user_id, :none) as user_id, w, open_n, open_value, fc_weighted, overdue from opened) o
full join (select coalesce(user_id, :none) as user_id, w, rev from sales) s using (w, user_id)
full join (select coalesce(user_id, :none) as user_id, w, quota from budget) b using (w, user_id)
