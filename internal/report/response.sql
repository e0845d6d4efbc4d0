-- Response time (metrics.md §4.2).
--
-- section: facts
-- Every clock with how long it ran, or has run by now: in minutes of the
-- customer's day (wall) and of the responsible's working hours.
with clock as not materialized (
    select c.*, c.responsible_id as user_id, lpad(cast(c.start_hour as text), 2, '0') as hour, cast(c.start_weekday as text) as weekday,
           s.answered, s.settled,
           case when s.settled then c.business_min
                else b.before_min + greatest(0, cast(extract(epoch from least(:as_of, b.closes_at)) as double precision) - cast(extract(epoch from b.opens_at) as double precision)) / 60
                     - a.before_min - greatest(0, cast(extract(epoch from least(c.start_at, a.closes_at)) as double precision) - cast(extract(epoch from a.opens_at) as double precision)) / 60
                end as business,
           case when s.settled then c.wall_min
                else (cast(extract(epoch from :as_of) as double precision) - cast(extract(epoch from c.start_at) as double precision)) / 60 end as wall,
           a.before_min + greatest(0, cast(extract(epoch from least(c.start_at, a.closes_at)) as double precision) - cast(extract(epoch from a.opens_at) as double precision)) / 60 as start_open
    from response_clock c
    cross join lateral (
        select coalesce(c.stop_at <= :as_of, false) as answered, coalesce(coalesce(c.stop_at, c.ended_at) <= :as_of, false) as settled
    ) s
    left join open_hours a on coalesce(a.calendar, '') = coalesce(c.calendar, '') and a.day = c.start_on
    left join open_hours b on not s.settled and coalesce(b.calendar, '') = coalesce(c.calendar, '') and b.day = :today
    where c.start_at <= :as_of
)
-- The clocks that began in the window.
-- kinds: new reply stage handover
select w.w, c.kind, coalesce(c.deal_id, c.lead_id) as id, c.start_on as happened,
       case when c.answered then 'answered' when c.settled then c.ended else 'waiting' end as detail, 1 as n, c.business as num,
       cast(null as double precision) as value, c.currency,
       case when c.answered_live then 'answered_live' when not c.precise then 'imprecise' end as excluded,
       dims(c),
       case when c.answered then 1 else 0 end as outcome,
       c.wall, c.hour, c.weekday, case when c.in_hours then 1 else 0 end as in_hours,
       case when c.contact_at <= :as_of then 1 else 0 end as contacted,
       case when c.contact_at <= :as_of then (cast(extract(epoch from c.contact_at) as double precision) - cast(extract(epoch from c.start_at) as double precision)) / 60
            else c.wall end as contact_min,
       case when c.customer_again then 1 else 0 end as again, case when c.late_logged then 1 else 0 end as late,
       -- Until somebody had it; who answered what nobody had been given took it.
       case when c.responsible_id is not null then 0
            when c.assigned_at <= :as_of then (cast(extract(epoch from c.assigned_at) as double precision) - cast(extract(epoch from c.start_at) as double precision)) / 60
            else c.wall end as system_min,
       case when c.responsible_id is not null or c.assigned_at <= :as_of or c.answered then 1 else 0 end as assigned,
       case when c.responsible_id is not null or c.assigned_at <= :as_of then greatest(0, c.business - coalesce(c.assigned_min, 0))
            when c.answered then 0 end as human_min,
       case when d.closed_at <= :as_of and d.status = 'won' then 1 when d.closed_at <= :as_of and d.status in ('lost', 'cancelled') then 2 else 0 end as won,
       greatest(0, cast(extract(epoch from case when d.closed_at <= :as_of then d.closed_at else :as_of end) as double precision)
                   - cast(extract(epoch from c.start_at) as double precision)) / 86400 as won_days,
       cast(null as bigint) as over_sla, cast(null as uuid) as contact_id,
       case when not c.answered then case when c.settled then 'closed' else 'waiting' end
            when c.business <= 5 then '0-5' when c.business <= 10 then '5-10' when c.business <= 30 then '10-30' when c.business <= 60 then '30-60'
            when c.business <= 240 then '60-240' when c.business <= 1440 then '240-1440' else '1440+' end as bucket,
       case when not c.answered then case when c.settled then 'closed' else 'waiting' end
            when c.wall <= 5 then '0-5' when c.wall <= 10 then '5-10' when c.wall <= 30 then '10-30' when c.wall <= 60 then '30-60'
            when c.wall <= 240 then '60-240' when c.wall <= 1440 then '240-1440' else '1440+' end as wall_bucket
from clock c
join win w on c.start_on >= w.since and c.start_on < w.until
left join deal_fact d on d.deal_id = c.deal_id
union all
-- Who waits at the end of the window, since whenever; beyond what the stage allows
-- or not.
-- kinds: new_waiting reply_waiting stage_waiting handover_waiting
select w.w, c.kind || '_waiting', coalesce(c.deal_id, c.lead_id), c.start_on, c.kind, 1, m.business, null, c.currency,
       case when not c.precise then 'imprecise' end,
       dims(c),
       0, (cast(extract(epoch from least(w.end_at, :as_of)) as double precision) - cast(extract(epoch from c.start_at) as double precision)) / 60,
       c.hour, c.weekday, case when c.in_hours then 1 else 0 end, 0, null, case when c.customer_again then 1 else 0 end, 0, null, 0, null, 0, null,
       case when coalesce(s.sla_min, f.sla_min) > 0 and m.business >= coalesce(s.sla_min, f.sla_min) then 1 else 0 end, l.contact_id, null, null
from clock c
join win w on c.start_at < w.end_at and coalesce(c.stop_at, c.ended_at, w.end_at) >= w.end_at
    and c.start_at < {last_end} and coalesce(c.stop_at, c.ended_at, {first_end}) >= {first_end}
join open_hours e on coalesce(e.calendar, '') = coalesce(c.calendar, '') and e.day = w.last_day
cross join lateral (
    select e.before_min + greatest(0, cast(extract(epoch from least(w.end_at, :as_of, e.closes_at)) as double precision) - cast(extract(epoch from e.opens_at) as double precision)) / 60
           - c.start_open as business
) m
left join stage_dim s on s.stage_id = c.stage_id
-- A lead stands in no stage yet: it is owed what the first one promises.
cross join (
    select min(sla_min) as sla_min from stage_dim where kind = 'open' and sla_min > 0 and stage_order = (select min(stage_order) from stage_dim where kind = 'open')
) f
left join lead_fact l on l.lead_id = c.lead_id
where not c.answered_live
union all
-- What was no inquiry after all.
select w.w, 'new', l.lead_id, l.received_on, null, 1, null, null, l.currency, l.junk,
       dims(-, l.user_id, l.class, l.pipeline_id, l.source_id, l.campaign, l.channel, l.account_id),
       0, null, null, null, null, 0, null, 0, 0, null, 0, null, 0, null, null, null, null, null
from lead_fact l
join win w on l.received_on >= w.since and l.received_on < w.until
where l.junk is not null
union all
select w.w, 'new', d.deal_id, d.inquiry_on, null, 1, null, null, d.currency, coalesce(d.deleted_reason, 'deleted'), dims(d),
       0, null, null, null, null, 0, null, 0, 0, null, 0, null, 0, null, null, null, null, null
from deal_fact d
join win w on d.inquiry_on >= w.since and d.inquiry_on < w.until
where d.status = 'deleted' and d.lead_id is null

-- section: sums
-- Answered within 5 and 10 minutes: of those answered, or waiting longer already.
select w, slice,
       cast(count(*) filter (where kind = 'new') as double precision) as clocks,
       cast(count(*) filter (where kind = 'new' and (outcome = 1 or num > 5)) as double precision) as due5,
       cast(count(*) filter (where kind = 'new' and outcome = 1 and num <= 5) as double precision) as hits5,
       cast(count(*) filter (where kind = 'new' and (outcome = 1 or num > 10)) as double precision) as due10,
       cast(count(*) filter (where kind = 'new' and outcome = 1 and num <= 10) as double precision) as hits10,
       cast(count(*) filter (where kind = 'new' and (outcome = 1 or wall > 5)) as double precision) as due5_wall,
       cast(count(*) filter (where kind = 'new' and outcome = 1 and wall <= 5) as double precision) as hits5_wall,
       cast(count(*) filter (where kind = 'new' and (outcome = 1 or wall > 10)) as double precision) as due10_wall,
       cast(count(*) filter (where kind = 'new' and outcome = 1 and wall <= 10) as double precision) as hits10_wall,
       cast(count(*) filter (where kind = 'new' and contacted = 1) as double precision) as contacted,
       cast(count(*) filter (where kind = 'new' and again = 1) as double precision) as again,
       cast(count(*) filter (where kind in ('new', 'reply', 'stage', 'handover') and late = 1) as double precision) as late,
       cast(count(*) filter (where kind = 'new_waiting') as double precision) as new_waiting,
       cast(count(*) filter (where kind = 'reply_waiting') as double precision) as reply_waiting,
       cast(count(*) filter (where kind = 'stage_waiting') as double precision) as stage_waiting,
       cast(count(*) filter (where kind = 'handover_waiting') as double precision) as handover_waiting,
       cast(count(*) filter (where over_sla = 1) as double precision) as over_sla
from sliced group by w, slice

-- section: hidden
select w, slice, cast(count(*) as double precision) as live
from everything where kind = 'new' and excluded = 'answered_live' group by w, slice

-- section: cells
-- Minutes to an answer, cut to the second in the first hour, to the minute in the
-- first day, to the hour beyond, so that a million clocks are few enough cells.
select w, slice, what, minutes, outcome, cast(count(*) as double precision) as n
from (
    select w, slice, what, cast(outcome as double precision) as outcome,
           case when m <= 60 then floor(greatest(m, 0) * 60 + 0.00001) / 60 when m <= 1440 then floor(m + 0.00001)
                else floor(m / 60 + 0.00001) * 60 end as minutes
    from (
        select w, slice, kind as what, outcome, num as m from sliced where kind in ('new', 'reply', 'stage', 'handover')
        union all
        select w, slice, kind || '_wall', outcome, wall from sliced where kind = 'new'
        union all
        select w, slice, 'contact', contacted, contact_min from sliced where kind = 'new'
        union all
        select w, slice, 'system', assigned, system_min from sliced where kind = 'new'
        union all
        select w, slice, 'human', outcome, human_min from sliced where kind = 'new' and human_min is not null
    ) x
) c
group by w, slice, what, minutes, outcome order by w, slice, what, minutes, outcome

-- section: strata
-- Reached or not by how soon they were tried, among leads that are alike: of one
-- source, and come in while somebody was at work or not. Leads that asked again
-- reached us.
select w, slice, what,
       cast(count(*) filter (where soon and contacted = 1) as double precision) as k1, cast(count(*) filter (where soon) as double precision) as n1,
       cast(count(*) filter (where not soon and contacted = 1) as double precision) as k0, cast(count(*) filter (where not soon) as double precision) as n0
from (
    select w, slice, 'effect5' as what, source_id, in_hours, contacted, wall <= 5 as soon
    from sliced where kind = 'new' and outcome = 1 and again = 0 and wall <= 10
    union all
    select w, slice, 'effect10', source_id, in_hours, contacted, wall <= 10 from sliced where kind = 'new' and outcome = 1 and again = 0
) x
group by w, slice, what, source_id, in_hours order by w, slice, what, source_id nulls first, in_hours

-- section: buckets
select w, slice, bucket as key, cast(count(*) as double precision) as clocks,
       cast(count(*) filter (where contacted = 1) as double precision) as contacted,
       cast(count(*) filter (where again = 1) as double precision) as again
from sliced where kind = 'new' group by w, slice, bucket order by max(outcome) desc, min(num), bucket

-- section: bucket_cells
select w, slice, bucket as key, 'won' as what, days, cast(won as double precision) as outcome, cast(count(*) as double precision) as n
from (select w, slice, bucket, won, floor(won_days * 24 + 0.00001) / 24 as days from sliced where kind = 'new') x
group by w, slice, bucket, days, won order by bucket, days, won

-- section: wall_buckets
select w, slice, wall_bucket as key, cast(count(*) as double precision) as clocks,
       cast(count(*) filter (where contacted = 1) as double precision) as contacted,
       cast(count(*) filter (where again = 1) as double precision) as again
from sliced where kind = 'new' group by w, slice, wall_bucket order by max(outcome) desc, min(wall), wall_bucket

-- section: wall_bucket_cells
select w, slice, wall_bucket as key, 'won' as what, days, cast(won as double precision) as outcome, cast(count(*) as double precision) as n
from (select w, slice, wall_bucket, won, floor(won_days * 24 + 0.00001) / 24 as days from sliced where kind = 'new') x
group by w, slice, wall_bucket, days, won order by wall_bucket, days, won

-- section: hours
select w, slice, weekday as key, hour as key2, cast(count(*) as double precision) as clocks,
       cast(count(*) filter (where outcome = 1 or num > 10) as double precision) as due10,
       cast(count(*) filter (where outcome = 1 and num <= 10) as double precision) as hits10
from sliced where kind = 'new' and hour is not null group by w, slice, weekday, hour order by weekday, hour

-- section: stages
select x.w, x.slice, x.clock as key, cast(x.stage_id as text) as key2, x.clocks, x.waiting
from (
    select w, slice, replace(kind, '_waiting', '') as clock, stage_id,
           cast(count(*) filter (where right(kind, 8) <> '_waiting') as double precision) as clocks,
           cast(count(*) filter (where right(kind, 8) = '_waiting') as double precision) as waiting
    from sliced group by w, slice, replace(kind, '_waiting', ''), stage_id
) x
left join stage_dim d on d.stage_id = x.stage_id
order by case x.clock when 'new' then 1 when 'reply' then 2 when 'stage' then 3 else 4 end, d.pipeline_id nulls first, d.stage_order nulls last, x.stage_id nulls last

-- section: stage_cells
select w, slice, kind as key, cast(stage_id as text) as key2, 'clock' as what, minutes, outcome, cast(count(*) as double precision) as n
from (
    select w, slice, kind, stage_id, cast(outcome as double precision) as outcome,
           case when num <= 60 then floor(greatest(num, 0) * 60 + 0.00001) / 60 when num <= 1440 then floor(num + 0.00001)
                else floor(num / 60 + 0.00001) * 60 end as minutes
    from sliced where kind in ('new', 'reply', 'stage', 'handover')
) x
group by w, slice, kind, stage_id, minutes, outcome order by kind, stage_id, minutes, outcome

-- section: queue
select w, slice, cast(id as text) as key, cast(contact_id as text) as key2, detail as key3, cast(user_id as text) as key4, cast(stage_id as text) as key5,
       cast(max(num) as double precision) as waited, cast(max(wall) as double precision) as waited_wall, cast(max(over_sla) as double precision) as over_sla
from sliced where kind in ('new_waiting', 'reply_waiting', 'stage_waiting', 'handover_waiting')
group by w, slice, id, contact_id, detail, user_id, stage_id
order by max(over_sla) desc, case detail when 'new' then 1 when 'reply' then 2 else 3 end, max(num) desc, cast(id as text) limit 50
