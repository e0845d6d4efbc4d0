-- What a forecast learns from (metrics.md §4.6, F2–F4). No window, no filter: a
-- stage's history is the company's.
--
-- section: stages
select cast(stage_id as text), cast(pipeline_id as text), default_p
from stage_dim where kind = 'open' order by pipeline_id nulls first, stage_order, stage_id

-- section: history
-- From the first entry to a stage to the deal's outcome, in whole days; what is not
-- closed is censored. Stood is how long it was in the stage before it went on or ended,
-- to the nearest day: who asks of a deal on a day of its age asks in the middle of it.
-- Mature is the cohort that has had the time to be won.
select cast(e.stage_id as text) as stage_id, case when e.class = 'new' then 'new' else 'existing' end as class,
       case when e.entered_on < :mature then 1 else 0 end as mature,
       floor(greatest(cast(extract(epoch from least(e.cause_at, e.closed_at, :until)) as double precision)
                      - cast(extract(epoch from e.entered_at) as double precision), 0) / 86400 + 0.5) as stood,
       floor(greatest(cast(extract(epoch from least(e.closed_at, :until)) as double precision)
                      - cast(extract(epoch from e.entered_at) as double precision), 0) / 86400) as days,
       case when e.closed_at < :until then case when e.outcome = 'won' then 1 else 2 end else 0 end as cause,
       cast(count(*) as bigint) as n
from stage_entry e
where e.how = 'entered' and e.dated and not coalesce(e.snapshot_only, false) and e.entered_on >= :since and e.entered_at < :until
group by 1, 2, 3, 4, 5, 6
order by 1, 2, 3, 4, 5, 6

-- section: inflow
-- From a lead, or a deal that came without one, to its outcome.
select floor(greatest(cast(extract(epoch from coalesce(x.closed_at, :until)) as double precision)
                      - cast(extract(epoch from x.start_at) as double precision), 0) / 86400) as days,
       case when x.closed_at is null then 0 when x.outcome = 'won' then 1 when x.outcome in ('lost', 'cancelled') then 2 else 0 end as cause,
       cast(count(*) as bigint) as n
from (
    select l.received_at as start_at, case when l.closed_at < :until then l.closed_at end as closed_at, l.outcome
    from lead_fact l where l.junk is null and l.dated and l.received_on >= :since and l.received_at < :until
    union all
    select d.created_at, case when d.closed_at < :until and d.status <> 'open' then d.closed_at end, d.status
    from deal_fact d where d.lead_id is null and d.status <> 'deleted' and d.dated and d.created_on >= :since and d.created_at < :until
) x
group by 1, 2
order by 1, 2

-- section: conversion
-- From a lead to the deal it becomes.
select floor(greatest(cast(extract(epoch from coalesce(x.end_at, :until)) as double precision)
                      - cast(extract(epoch from x.start_at) as double precision), 0) / 86400) as days,
       x.cause, cast(count(*) as bigint) as n
from (
    select l.received_at as start_at,
           case when l.deal_id is not null and l.converted_at < :until then l.converted_at when l.deal_id is null and l.closed_at < :until then l.closed_at end as end_at,
           case when l.deal_id is not null and l.converted_at < :until then 1 when l.deal_id is null and l.closed_at < :until then 2 else 0 end as cause
    from lead_fact l where l.junk is null and l.dated and l.received_on >= :since and l.received_at < :until
) x
group by 1, 2
order by 1, 2

-- section: created
-- From a deal's creation to its outcome.
select floor(greatest(cast(extract(epoch from coalesce(x.closed_at, :until)) as double precision)
                      - cast(extract(epoch from x.created_at) as double precision), 0) / 86400) as days,
       case when x.closed_at is null then 0 when x.status = 'won' then 1 else 2 end as cause, cast(count(*) as bigint) as n
from (
    select d.created_at, d.status, case when d.closed_at < :until and d.status <> 'open' then d.closed_at end as closed_at
    from deal_fact d where d.status <> 'deleted' and d.dated and d.created_on >= :since and d.created_at < :until
) x
group by 1, 2
order by 1, 2

-- section: wins
-- The latest wins: what they were sold for in base currency, and by what that was more
-- or less than the deal was worth while it was open.
with won as materialized (
    select deal_id, closed_on, value, currency from close_fact
    where outcome = 'won' and dated and closed_at < :until and closed_on >= :since and value is not null
    order by closed_on desc, cast(deal_id as text)
    limit 500
)
select case when c.currency = :base then cast(c.value as double precision) else floor(c.value * fx.rate + 0.5) end as amount,
       cast(c.value as double precision) / nullif(s.value, 0) as ratio
from won c
left join (
    select x.deal_id, x.value, row_number() over (partition by x.deal_id order by x.from_at desc, x.part desc) as n
    from deal_span x join won w on w.deal_id = x.deal_id
    where x.from_at < :until
) s on s.deal_id = c.deal_id and s.n = 1
left join fx_day fx on fx.currency = c.currency and fx.day = c.closed_on
order by c.closed_on desc, cast(c.deal_id as text)

-- section: stated
-- The latest wins in spans of one expected day: from and to how many days before the
-- close it stood, and how many days after the close it lay.
with won as materialized (
    select deal_id, closed_at, closed_on from close_fact
    where outcome = 'won' and dated and closed_at < :until and closed_on >= :since
    order by closed_on desc, cast(deal_id as text)
    limit 500
)
select cast(w.deal_id as text),
       (cast(extract(epoch from w.closed_at) as double precision) - cast(extract(epoch from s.from_at) as double precision)) / 86400 as begun,
       (cast(extract(epoch from w.closed_at) as double precision) - cast(extract(epoch from least(s.to_at, w.closed_at)) as double precision)) / 86400 as ended,
       cast(s.expected_on - w.closed_on as double precision) as after
from won w
join deal_span s on s.deal_id = w.deal_id
where s.expected_on is not null and s.from_at < w.closed_at
order by cast(w.deal_id as text), s.from_at, s.part
