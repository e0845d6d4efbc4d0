-- Contact rate by channel (metrics.md §4.8).
--
-- section: facts
-- A case is new or a customer's as it was when it began: what has not become a
-- deal has no class of its own yet. Who buys already is never cold.
with outreach as not materialized (
    select k.*, case when k.cold and k.class_then = 'new' then 'cold' else 'warm' end as warmth from (
    select o.*, coalesce(o.class, case when c.account_id is not null and (c.customer_from is null or c.customer_from < o.began_on) then 'existing' else 'new' end) as class_then,
           case when o.closed_at is null or o.closed_at > :as_of then 0 when o.outcome = 'won' then 1 when o.outcome in ('lost', 'cancelled') then 2 else 0 end as ended,
           case when o.contact_at <= :as_of then 1 else 0 end as contacted,
           greatest(0, cast(extract(epoch from case when o.closed_at <= :as_of then o.closed_at else :as_of end) as double precision)
                       - cast(extract(epoch from o.tried_at) as double precision)) / 86400 as days,
           case when cast(extract(epoch from o.tried_at) as double precision) - cast(extract(epoch from o.began_at) as double precision) <= 3600 then 1
                when cast(extract(epoch from o.tried_at) as double precision) - cast(extract(epoch from o.began_at) as double precision) <= 86400 then 24 else 99 end as soon
    from outreach_fact o
    left join customer_span c on c.account_id = o.account_id
    ) k
)
-- The cases first tried in the window, by the channel tried first.
select w.w, 'tried' as kind, coalesce(o.lead_id, o.deal_id) as id, o.tried_on as happened, case when o.contacted = 1 then 'contacted' else 'not_reached' end as detail,
       1 as n, cast(o.seconds as double precision) / 3600 as num, cast(null as double precision) as value, o.currency, case when not o.dated then 'no_date' end as excluded,
       dims(o, x.class, x.stage_id), o.ended as outcome,
       o.first_channel as contact_channel, o.warmth, cast(o.contacted as bigint) as contacted, cast(case when o.bounced then 1 else 0 end as bigint) as bounced,
       o.days, cast(o.soon as bigint) as soon, o.experiment, o.arm, cast(null as bigint) as connects
from outreach o
cross join lateral (select o.class_then as class, cast(null as uuid) as stage_id) x
join win w on falls(o, tried_on)
where o.tried_at <= :as_of
union all
-- What those that bought have paid.
select w.w, 'sale', coalesce(o.lead_id, o.deal_id), o.closed_on, null, 1, null, cast(o.value as double precision), o.currency, case when o.value is null then 'no_value' end,
       dims(o, x.class, x.stage_id), 0, o.first_channel, o.warmth, o.contacted, 0, null, o.soon, o.experiment, o.arm, null
from outreach o
cross join lateral (select o.class_then as class, cast(null as uuid) as stage_id) x
join win w on o.tried_on >= w.since and o.tried_on < w.until
where o.dated and o.tried_at <= :as_of and o.ended = 1
union all
-- The same cases by every channel they were tried on, with its attempts.
select w.w, 'any', coalesce(o.lead_id, o.deal_id), o.tried_on, case when o.contacted = 1 then 'contacted' else 'not_reached' end,
       cast(c.attempts as integer), cast(c.seconds as double precision) / 3600, null, o.currency, case when not o.dated then 'no_date' end,
       dims(o, x.class, x.stage_id), o.ended, c.channel, o.warmth, o.contacted, 0, o.days, o.soon, o.experiment, o.arm, c.connects
from outreach o
cross join lateral (select o.class_then as class, cast(null as uuid) as stage_id) x
join outreach_channel c on c.unit_id = o.unit_id and c.deal_id is not distinct from o.deal_id and c.lead_id is not distinct from o.lead_id
join win w on falls(o, tried_on)
where o.tried_at <= :as_of
union all
-- What reached them.
select w.w, 'reached', coalesce(o.lead_id, o.deal_id), o.tried_on, null, 1, null, null, o.currency, case when not o.dated then 'no_date' end,
       dims(o, x.class, x.stage_id), o.ended, o.reached_by, o.warmth, 1, 0, o.days, o.soon, o.experiment, o.arm, null
from outreach o
cross join lateral (select o.class_then as class, cast(null as uuid) as stage_id) x
join win w on falls(o, tried_on)
where o.tried_at <= :as_of and o.contacted = 1
union all
-- All that experiments drew, tried or not.
select w.w, 'drawn', coalesce(o.lead_id, o.deal_id), o.began_on, o.arm, 1, null, null, o.currency, null,
       dims(o, x.class, x.stage_id), o.ended, o.first_channel, o.warmth, o.contacted, 0, o.days, o.soon, o.experiment, o.arm, null
from outreach o
cross join lateral (select o.class_then as class, cast(null as uuid) as stage_id) x
join win w on w.w = 0
where o.experiment is not null and o.began_at <= :as_of

-- section: sums
select w, slice,
       cast(count(*) filter (where kind = 'tried') as double precision) as attempted,
       cast(count(*) filter (where kind = 'tried' and contacted = 1) as double precision) as contacted,
       cast(count(*) filter (where kind = 'tried' and contacted = 1 and outcome = 1) as double precision) as won_contacted,
       cast(count(*) filter (where kind = 'tried' and outcome = 1) as double precision) as won,
       cast(count(*) filter (where kind = 'tried' and bounced = 1) as double precision) as bounced,
       cast(sum(num) filter (where kind = 'tried') as double precision) as hours,
       cast(sum(amount) filter (where kind = 'sale') as double precision) as sold,
       cast(sum(amount * amount) filter (where kind = 'sale') as double precision) as sold_squares,
       cast(count(*) filter (where kind = 'any') as double precision) as attempted_any,
       cast(count(*) filter (where kind = 'any' and contacted = 1) as double precision) as contacted_any,
       cast(count(*) filter (where kind = 'any' and outcome = 1) as double precision) as won_any,
       cast(sum(num) filter (where kind = 'any') as double precision) as hours_any,
       cast(sum(n) filter (where kind = 'any') as double precision) as attempts,
       cast(sum(connects) filter (where kind = 'any') as double precision) as connects,
       cast(count(*) filter (where kind = 'reached') as double precision) as reached
from sliced group by w, slice

-- section: cells
select w, slice, kind as what, days, cast(outcome as double precision) as outcome, cast(count(*) as double precision) as n
from (select w, slice, kind, outcome, floor(days * 24 + 0.00001) / 24 as days from sliced where kind in ('tried', 'any')) c
group by w, slice, kind, days, outcome order by w, slice, kind, days, outcome

-- section: strata
-- Customers of cases that are alike: of one source and class, and tried as soon.
select w, slice, 'strata' as what, cast(stratum as double precision) as stratum, cast(count(*) filter (where outcome = 1) as double precision) as k, cast(count(*) as double precision) as n
from (
    select w, slice, outcome, dense_rank() over (order by source_id nulls first, class nulls first, soon) as stratum from sliced where kind = 'tried'
) x
group by w, slice, stratum order by w, slice, stratum

-- section: channels
select w, slice, contact_channel as key,
       cast(count(*) filter (where kind = 'tried') as double precision) as attempted,
       cast(count(*) filter (where kind = 'tried' and contacted = 1) as double precision) as contacted,
       cast(count(*) filter (where kind = 'tried' and contacted = 1 and outcome = 1) as double precision) as won_contacted,
       cast(count(*) filter (where kind = 'tried' and outcome = 1) as double precision) as won,
       cast(sum(num) filter (where kind = 'tried') as double precision) as hours
from sliced where kind = 'tried' group by w, slice, contact_channel order by count(*) desc, contact_channel

-- section: channel_cells
select w, slice, contact_channel as key, 'tried' as what, days, cast(outcome as double precision) as outcome, cast(count(*) as double precision) as n
from (select w, slice, contact_channel, outcome, floor(days * 24 + 0.00001) / 24 as days from sliced where kind = 'tried') c
group by w, slice, contact_channel, days, outcome order by contact_channel, days, outcome

-- section: channel_strata
select w, slice, contact_channel as key, 'strata' as what, cast(stratum as double precision) as stratum, cast(count(*) filter (where outcome = 1) as double precision) as k, cast(count(*) as double precision) as n
from (
    select w, slice, contact_channel, outcome, dense_rank() over (order by source_id nulls first, class nulls first, soon) as stratum from sliced where kind = 'tried'
) x
group by w, slice, contact_channel, stratum order by contact_channel, stratum

-- section: warmth
select w, slice, contact_channel as key, warmth as key2,
       cast(count(*) as double precision) as attempted,
       cast(count(*) filter (where contacted = 1) as double precision) as contacted,
       cast(count(*) filter (where contacted = 1 and outcome = 1) as double precision) as won_contacted,
       cast(count(*) filter (where outcome = 1) as double precision) as won,
       cast(sum(num) as double precision) as hours
from sliced where kind = 'tried' group by w, slice, contact_channel, warmth order by contact_channel, warmth

-- section: warmth_cells
select w, slice, contact_channel as key, warmth as key2, 'tried' as what, days, cast(outcome as double precision) as outcome, cast(count(*) as double precision) as n
from (select w, slice, contact_channel, warmth, outcome, floor(days * 24 + 0.00001) / 24 as days from sliced where kind = 'tried') c
group by w, slice, contact_channel, warmth, days, outcome order by contact_channel, warmth, days, outcome

-- section: arms
select w, slice, experiment as key, arm as key2,
       cast(count(*) as double precision) as drawn,
       cast(count(*) filter (where contacted = 1) as double precision) as contacted,
       cast(count(*) filter (where outcome = 1) as double precision) as won,
       cast(:today - min(happened) as double precision) as days
from sliced where kind = 'drawn' group by w, slice, experiment, arm order by experiment, arm
