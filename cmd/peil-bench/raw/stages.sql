with fx as materialized (
    select d.day::date as day, c.currency, r.rate
    from generate_series((select min(since) from win) - 1, (select max(until) from win), interval '1 day') d(day)
    cross join (select distinct currency from rates) c
    cross join lateral (select rate from rates where currency = c.currency and rates.day <= d.day order by rates.day desc limit 1) r
),
horizon as materialized (
    select greatest(30, ceil(percentile_cont(0.9) within group (order by extract(epoch from closed_at - created_at)) / 86400 / 30) * 30) as days
    from deals where status = 'won'
),
visits as materialized (
    select h.deal_id, h.stage_id, s.pipeline_id, s.position, h.entered_at, d.owner_id as user_id, d.status, d.closed_at,
           coalesce(lead(h.entered_at) over deal, d.closed_at) as exit_at, lead(s.position) over deal as next_position
    from stage_history h join stages s on s.id = h.stage_id join deals d on d.id = h.deal_id
    window deal as (partition by h.deal_id order by h.entered_at)
),
-- When a deal first stood at or past each stage; the next stage's time is when it
-- went on from this one.
recent as materialized (
    select distinct h.deal_id from win w join stage_history h on h.entered_at >= w.from_at and h.entered_at < w.end_at
),
passed as (
    select v.deal_id, v.user_id, v.status, v.closed_at, s.position, min(v.entered_at) as reached_at
    from recent join visits v using (deal_id) join stages s on s.pipeline_id = v.pipeline_id and s.position <= v.position
    group by v.deal_id, v.user_id, v.status, v.closed_at, s.position
),
entries as (
    select *, coalesce(lead(reached_at) over (partition by deal_id order by position), case when status <> 'open' then closed_at end) as cause_at,
           case when lead(reached_at) over (partition by deal_id order by position) is not null or status = 'won' then 1
                when status in ('lost', 'cancelled') then 2 else 0 end as cause
    from passed
),
timed as materialized (
    select 'entry' as what, w.w, e.user_id, e.cause as outcome, floor(extract(epoch from coalesce(e.cause_at, :as_of) - e.reached_at) / 3600) as hours
    from win w join entries e on e.reached_at >= w.from_at and e.reached_at < w.end_at
    union all
    select 'visit', w.w, v.user_id, case when v.exit_at is null then 0 else 1 end, floor(extract(epoch from coalesce(v.exit_at, :as_of) - v.entered_at) / 3600)
    from win w join visits v on v.entered_at >= w.from_at and v.entered_at < w.end_at
    union all
    select 'created', w.w, d.owner_id, case d.status when 'open' then 0 when 'won' then 1 else 2 end,
           floor(extract(epoch from coalesce(d.closed_at, :as_of) - d.created_at) / 3600)
    from win w join deals d on d.created_at >= w.from_at and d.created_at < w.end_at
),
cells as (
    select what, w, user_id, hours, count(*) as n, count(*) filter (where outcome = 1) as one, count(*) filter (where outcome = 2) as two
    from timed group by grouping sets ((what, w, hours), (what, w, user_id, hours))
),
risk as (
    select *, sum(n) over (partition by what, w, user_id order by hours desc) as at_risk from cells
),
surviving as (
    select *, coalesce(exp(sum(ln(greatest(1 - (one + two)::double precision / at_risk, 1e-300)))
                     over (partition by what, w, user_id order by hours rows between unbounded preceding and 1 preceding)), 1) as before,
           lead(hours) over (partition by what, w, user_id order by hours) as next_hours
    from risk
),
curves as (
    select w, user_id,
           sum(n) filter (where what = 'entry') as reached,
           sum(one) filter (where what = 'entry') as advanced,
           sum(before * one / at_risk) filter (where what = 'entry' and hours / 24 <= h.days) as conv_step,
           sum(before * two / at_risk) filter (where what = 'entry' and hours / 24 <= h.days) as lost_step,
           min(hours) filter (where what = 'visit' and one > 0 and before * (1 - one::double precision / at_risk) <= 0.5) / 24 as time_p50,
           min(hours) filter (where what = 'visit' and one > 0 and before * (1 - one::double precision / at_risk) <= 0.1) / 24 as time_p90,
           sum(before * one / at_risk) filter (where what = 'created' and hours / 24 <= h.days) as win_rate_cohort
    from surviving cross join horizon h group by w, user_id
),
moved as (
    select w.w, v.user_id, count(*) as visits, count(*) filter (where v.next_position > v.position + 1) as skips, count(*) filter (where v.next_position < v.position) as backs
    from win w join visits v on v.entered_at >= w.from_at and v.entered_at < w.end_at
    group by grouping sets ((w.w), (w.w, v.user_id))
),
-- How long three of four won deals stood in each stage.
usual as (
    select stage_id, percentile_cont(0.75) within group (order by seconds) as seconds
    from (select stage_id, deal_id, sum(extract(epoch from exit_at - entered_at)) as seconds from visits where status = 'won' group by stage_id, deal_id) x
    group by stage_id having count(*) >= 10
),
standing as (
    select w.w, v.user_id, count(*) filter (where extract(epoch from w.end_at - v.entered_at) > u.seconds) as stuck
    from win w join visits v on v.entered_at < w.end_at and (v.exit_at is null or v.exit_at >= w.end_at)
    left join usual u on u.stage_id = v.stage_id
    group by grouping sets ((w.w), (w.w, v.user_id))
),
opened as (
    select w.w, o.user_id, count(*) as open_n, sum(d.value * coalesce(fx.rate, 1)) as open_value
    from win w
    join deals d on d.created_at < w.end_at and (d.closed_at is null or d.closed_at >= w.end_at)
    cross join lateral (select user_id from owner_history where deal_id = d.id and from_at < w.end_at order by from_at desc limit 1) o
    left join fx on fx.currency = d.currency and fx.day = w.until - 1
    group by grouping sets ((w.w), (w.w, o.user_id))
),
closed as (
    select w.w, d.owner_id as user_id, count(*) filter (where d.status = 'won') as won, count(*) filter (where d.status = 'lost') as lost
    from win w join deals d on d.closed_at >= w.from_at and d.closed_at < w.end_at
    group by grouping sets ((w.w), (w.w, d.owner_id))
)
select w, user_id::text as slice, reached, visits as entered, conv_step, lost_step, advanced::double precision / nullif(reached, 0) as conv_naive, time_p50, time_p90, win_rate_cohort,
       skips, backs, stuck, open_n, open_value / 100 as open_value, won, lost
from (select coalesce(user_id, :none) as user_id, w, reached, advanced, conv_step, lost_step, time_p50, time_p90, win_rate_cohort from curves) c
full join (select coalesce(user_id, :none) as user_id, w, visits, skips, backs from moved) m using (w, user_id)
full join (select coalesce(user_id, :none) as user_id, w, stuck from standing) s using (w, user_id)
full join (select coalesce(user_id, :none) as user_id, w, open_n, open_value from opened) o using (w, user_id)
full join (select coalesce(user_id, :none) as user_id, w, won, lost from closed) d using (w, user_id)
