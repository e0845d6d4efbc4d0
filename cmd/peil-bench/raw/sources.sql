with fx as materialized (
    select d.day::date as day, c.currency, r.rate
    from generate_series((select min(since) from win) - 1, :as_of::date, interval '1 day') d(day)
    cross join (select distinct currency from rates) c
    cross join lateral (select rate from rates where currency = c.currency and rates.day <= d.day order by rates.day desc limit 1) r
),
horizon as materialized (
    select greatest(30, ceil(percentile_cont(0.9) within group (order by extract(epoch from closed_at - created_at)) / 86400 / 30) * 30) as days
    from deals where status = 'won'
),
cohort as materialized (
    select w.w, l.owner_id as user_id, l.junk, d.id as deal_id,
           d.value * coalesce(fx.rate, 1) as amount,
           case d.status when 'won' then 1 when 'lost' then 2 when 'cancelled' then 2 else 0 end as outcome,
           floor(extract(epoch from coalesce(d.closed_at, :as_of) - l.received_at) / 3600) as hours
    from win w
    join leads l on l.received_at >= w.from_at and l.received_at < w.end_at
    left join deals d on d.lead_id = l.id
    left join fx on fx.currency = d.currency and fx.day = (d.closed_at at time zone 'Europe/Oslo')::date
),
counted as (
    select w, user_id, count(*) filter (where junk is null) as leads, count(*) filter (where junk is not null) as leads_junk,
           count(deal_id) filter (where junk is null) as converted, count(*) filter (where junk is null and outcome = 1) as won,
           sum(amount) filter (where junk is null and outcome = 1) as sold
    from cohort group by grouping sets ((w), (w, user_id))
),
-- The share that becomes a customer within the horizon, open ones counted as long
-- as they were seen (Aalen and Johansen).
cells as (
    select w, user_id, hours, count(*) as n, count(*) filter (where outcome = 1) as won, count(*) filter (where outcome = 2) as lost
    from cohort where junk is null group by grouping sets ((w, hours), (w, user_id, hours))
),
risk as (
    select *, sum(n) over (partition by w, user_id order by hours desc) as at_risk from cells
),
surviving as (
    select *, coalesce(exp(sum(ln(greatest(1 - (won + lost)::double precision / at_risk, 1e-300)))
                     over (partition by w, user_id order by hours rows between unbounded preceding and 1 preceding)), 1) as before
    from risk
),
rate as (
    select w, user_id, sum(before * won / at_risk) filter (where hours / 24 <= (select days from horizon)) as win_rate_cohort
    from surviving group by w, user_id
),
opened as (
    select w.w, o.user_id, count(*) as open_n, sum(d.value * coalesce(fx.rate, 1)) as open_value
    from win w
    join deals d on d.created_at < w.end_at and (d.closed_at is null or d.closed_at >= w.end_at)
    cross join lateral (select user_id from owner_history where deal_id = d.id and from_at < w.end_at order by from_at desc limit 1) o
    left join fx on fx.currency = d.currency and fx.day = w.until - 1
    group by grouping sets ((w.w), (w.w, o.user_id))
),
spent as (
    select w.w, sum(s.amount * (least(s.to_on, w.until) - greatest(s.from_on, w.since))::double precision / (s.to_on - s.from_on)) as spend
    from win w join spend s on s.from_on < w.until and s.to_on > w.since
    group by w.w
)
select w, user_id::text as slice, leads, leads_junk, converted::double precision / nullif(leads, 0) as converted, won, win_rate_cohort,
       sold / nullif(leads, 0) / 100 as rpl, open_n, open_value / 100 as open_value, spend / 100 as spend, spend / nullif(leads, 0) / 100 as cpl
from (select w, coalesce(user_id, :none) as user_id, leads, leads_junk, converted, won, sold from counted) c
full join (select w, coalesce(user_id, :none) as user_id, win_rate_cohort from rate) r using (w, user_id)
full join (select w, coalesce(user_id, :none) as user_id, open_n, open_value from opened) o using (w, user_id)
full join (select w, :none as user_id, spend from spent) s using (w, user_id)
