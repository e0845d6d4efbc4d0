with fx as materialized (
    select d.day::date as day, c.currency, r.rate
    from generate_series((select min(since) from win) - 1, (select max(until) from win), interval '1 day') d(day)
    cross join (select distinct currency from rates) c
    cross join lateral (select rate from rates where currency = c.currency and rates.day <= d.day order by rates.day desc limit 1) r
),
first_win as (
    select account_id, min(closed_at) as at from deals where status = 'won' group by account_id
),
sold as (
    select w.w, coalesce(c.user_id, d.owner_id) as user_id, d.id, c.deal_id is null or c.share >= 0.5 as main,
           d.value * coalesce(c.share, 1) * coalesce(fx.rate, 1) as amount,
           a.customer_since < d.created_at or f.at < date_trunc('day', d.created_at, 'Europe/Oslo') as existing
    from win w
    join deals d on d.closed_at >= w.from_at and d.closed_at < w.end_at and d.status = 'won'
    join accounts a on a.id = d.account_id
    left join first_win f on f.account_id = d.account_id
    left join deal_credits c on c.deal_id = d.id
    left join fx on fx.currency = d.currency and fx.day = (d.closed_at at time zone 'Europe/Oslo')::date
    union all
    select w.w, d.owner_id, d.id, false, j.amount * coalesce(fx.rate, 1),
           a.customer_since < d.created_at or f.at < date_trunc('day', d.created_at, 'Europe/Oslo')
    from win w
    join adjustments j on j.adjusted_at >= w.from_at and j.adjusted_at < w.end_at
    join deals d on d.id = j.deal_id
    join accounts a on a.id = d.account_id
    left join first_win f on f.account_id = d.account_id
    left join fx on fx.currency = j.currency and fx.day = (j.adjusted_at at time zone 'Europe/Oslo')::date
),
sales as (
    select w, user_id, sum(amount) as rev, sum(amount) filter (where not coalesce(existing, false)) as rev_new,
           sum(amount) filter (where existing) as rev_existing, count(*) filter (where main) as won,
           percentile_cont(0.5) within group (order by amount) filter (where amount > 0) as size_p50,
           min(amount) as smallest, max(amount) as largest, stddev(amount) as spread
    from sold group by grouping sets ((w), (w, user_id))
),
lost as (
    select w.w, d.owner_id as user_id, count(*) as lost
    from win w join deals d on d.closed_at >= w.from_at and d.closed_at < w.end_at and d.status = 'lost'
    group by grouping sets ((w.w), (w.w, d.owner_id))
),
-- Every stretch of a deal's open time in one pair of hands that meets a window.
held as materialized (
    select w.w, o.user_id, d.id, d.value, d.currency, w.from_at, w.end_at, w.until,
           o.from_at as since_at, least(lead(o.from_at) over (partition by w.w, d.id order by o.from_at), d.closed_at) as until_at
    from win w
    join deals d on d.created_at < w.end_at and (d.closed_at is null or d.closed_at > w.from_at)
    join owner_history o on o.deal_id = d.id
),
working as (
    select w, user_id,
           sum(extract(epoch from least(coalesce(until_at, end_at), end_at) - greatest(since_at, from_at))) / 86400 as work_days
    from held where since_at < end_at and (until_at is null or until_at > from_at)
    group by grouping sets ((w), (w, user_id))
),
opened as (
    select h.w, h.user_id, count(*) as open_n, sum(h.value * coalesce(fx.rate, 1)) as open_value
    from held h left join fx on fx.currency = h.currency and fx.day = h.until - 1
    where h.since_at < h.end_at and (h.until_at is null or h.until_at >= h.end_at)
    group by grouping sets ((h.w), (h.w, h.user_id))
),
present as (
    select w.w, u.id as user_id, sum(u.fte) as fte_days, count(distinct b.day) as days
    from win w join business_days b on b.day >= w.since and b.day < w.until
    join users u on u.sells and u.hired_on <= b.day and (u.left_on is null or b.day < u.left_on)
    group by grouping sets ((w.w), (w.w, u.id))
),
cost as (
    select w.w, c.user_id, sum(c.amount * (least(c.to_on, w.until) - greatest(c.from_on, w.since))::double precision / (c.to_on - c.from_on)) as cost
    from win w join costs c on c.from_on < w.until and c.to_on > w.since
    group by grouping sets ((w.w), (w.w, c.user_id))
)
select w, user_id::text as slice, rev / 100 as rev, rev_new / 100 as rev_new, rev_existing / 100 as rev_existing, won, lost, open_n, open_value / 100 as open_value,
       fte_days, cost / 100 as cost, rev / nullif(fte_days, 0) / 100 as prod_fte_day, rev / nullif(won, 0) / 100 as size, size_p50 / 100 as size_p50,
       work_days / nullif(won + lost, 0) as turnover, won / nullif(won + lost, 0)::double precision as win_rate_closed, smallest, largest, spread
from (select w, coalesce(user_id, :none) as user_id, rev, rev_new, rev_existing, won, size_p50, smallest, largest, spread from sales) s
full join (select w, coalesce(user_id, :none) as user_id, lost from lost) l using (w, user_id)
full join (select w, coalesce(user_id, :none) as user_id, open_n, open_value from opened) o using (w, user_id)
full join (select w, coalesce(user_id, :none) as user_id, work_days from working) k using (w, user_id)
full join (select w, coalesce(user_id, :none) as user_id, fte_days from present) p using (w, user_id)
full join (select w, coalesce(user_id, :none) as user_id, cost from cost) c using (w, user_id)
