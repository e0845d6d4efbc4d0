-- Stage conversion and time (metrics.md §4.5).
--
-- section: facts
-- The cohort of a stage: deals that first reached it in the window, also those
-- that skipped it. Those created in a later stage never stood before it.
select w.w, 'entry' as kind, e.deal_id as id, e.entered_on as happened, e.how as detail, 1 as n,
       (cast(extract(epoch from case when e.cause_at <= :as_of then e.cause_at else :as_of end) as double precision)
        - cast(extract(epoch from e.entered_at) as double precision)) / 86400 as num,
       cast(null as double precision) as value, e.currency,
       case when coalesce(e.snapshot_only, false) then 'snapshot_only' when not e.dated then 'no_date' end as excluded,
       dims(e),
       case when e.cause_at is null or e.cause_at > :as_of then 0
            when e.cause = 'advance' then 1 when e.cause in ('lost', 'cancelled') then 2 else 0 end as outcome
from stage_entry e
join win w on falls(e, entered_on)
where e.how <> 'before'
union all
-- The stays in a stage that began in the window, with their time.
select w.w, 'visit', v.deal_id, v.enter_on, v.exit_kind, case when v.skipped then 1 else 0 end,
       case when v.exit_at <= :as_of then cast(v.open_seconds as double precision)
            else cast(extract(epoch from :as_of) as double precision) - cast(extract(epoch from v.enter_at) as double precision)
                 - coalesce(v.paused_seconds, 0) end / 86400,
       null, v.currency,
       case when coalesce(v.snapshot_only, false) then 'snapshot_only' when not v.dated then 'no_date' end,
       dims(v),
       case when v.exit_at <= :as_of and v.exit_kind not in ('open', 'pipeline_moved') then 1 else 0 end
from stage_visit v
join win w on falls(v, enter_on)
union all
-- The stays that are not over at the end of the window: longer than three of four
-- won deals stood there, or not; 2 where too few were won to say.
select v.w, 'standing', v.deal_id, v.last_day, null, 1, v.age, null, v.currency,
       case when coalesce(v.snapshot_only, false) then 'snapshot_only' when not v.dated then 'no_date' end,
       dims(v),
       case when p.days is null then 2 when v.age > p.days then 1 else 0 end
from (
    select w.w, w.last_day, b.*, (cast(extract(epoch from w.end_at) as double precision) - cast(extract(epoch from b.enter_at) as double precision)
                                  - coalesce(b.paused_seconds, 0)) / 86400 as age
    from stage_visit b
    join win w on b.enter_at < w.end_at and (b.exit_at is null or b.exit_at >= w.end_at)
    where b.enter_at < {last_end} and (b.exit_at is null or b.exit_at >= {first_end})
) v
left join (
    select stage_id, percentile_cont(0.75) within group (order by cast(open_seconds as double precision) / 86400) as days
    from stage_entry
    where outcome = 'won' and closed_at <= :as_of and dated and not coalesce(snapshot_only, false) and open_seconds is not null
    group by stage_id having count(*) >= 10
) p on p.stage_id = v.stage_id
union all
-- What is open at the end of the window.
select w.w, 'open', s.deal_id, w.last_day, null, 1, null, cast(s.value as double precision), s.currency,
       case when s.value is null then 'no_value' end, dims(s), 0
from deal_span s
join win w on s.from_at < w.end_at and (s.to_at is null or s.to_at >= w.end_at)
where s.from_at < {last_end} and (s.to_at is null or s.to_at >= {first_end})
union all
-- What was closed in the window, and from which stage.
select w.w, 'closed', c.deal_id, c.closed_on, c.outcome, 1, null, null, c.currency,
       case when not c.dated then 'no_date' end, dims(c), 0
from close_fact c
join win w on falls(c, closed_on)
union all
-- The cohort of deals created in the window: how long until they were won or lost.
select w.w, 'created', d.deal_id, d.created_on, d.status, 1,
       (cast(extract(epoch from case when d.closed_at <= :as_of then d.closed_at else :as_of end) as double precision)
        - cast(extract(epoch from d.created_at) as double precision)) / 86400,
       null, d.currency, case when not d.dated then 'no_date' end, dims(d),
       case when d.closed_at is null or d.closed_at > :as_of or d.status = 'open' then 0 when d.status = 'won' then 1 else 2 end
from deal_fact d
join win w on falls(d, created_on)
where d.status <> 'deleted'
union all
-- The same of those whose first inquiry came in the window.
select w.w, 'asked', d.deal_id, d.inquiry_on, d.status, 1,
       (cast(extract(epoch from case when d.closed_at <= :as_of then d.closed_at else :as_of end) as double precision)
        - cast(extract(epoch from d.inquiry_at) as double precision)) / 86400,
       null, d.currency, case when not d.dated then 'no_date' end, dims(d),
       case when d.closed_at is null or d.closed_at > :as_of or d.status = 'open' then 0 when d.status = 'won' then 1 else 2 end
from deal_fact d
join win w on d.inquiry_on >= w.since and d.inquiry_on < w.until
where d.status <> 'deleted' and d.dated
union all
select w.w, 'mark', d.deal_id, d.created_on, 'deleted', 0, null, null, d.currency, null, dims(d), 0
from deal_fact d
join win w on d.created_on >= w.since and d.created_on < w.until
where d.status = 'deleted' and d.human_activities >= 1

-- section: sums
select w, slice,
       cast(sum(times) filter (where kind = 'entry') as double precision) as reached,
       cast(sum(times) filter (where kind = 'entry' and detail = 'entered') as double precision) as entered,
       cast(sum(times) filter (where kind = 'entry' and outcome = 1) as double precision) as advanced,
       cast(sum(times) filter (where kind = 'visit') as double precision) as visits,
       cast(sum(n * times) filter (where kind = 'visit') as double precision) as skips,
       cast(sum(times) filter (where kind = 'visit' and detail = 'back' and outcome = 1) as double precision) as backs,
       cast(sum(times) filter (where kind = 'standing') as double precision) as standing,
       cast(sum(times) filter (where kind = 'standing' and outcome = 1) as double precision) as stuck,
       cast(sum(times) filter (where kind = 'standing' and outcome = 2) as double precision) as unjudged,
       cast(sum(times) filter (where kind = 'open') as double precision) as open_n,
       cast(sum(amount * times) filter (where kind = 'open') as double precision) as open_value,
       cast(sum(times) filter (where kind = 'open' and amount is not null) as double precision) as open_priced,
       cast(sum(amount * amount * times) filter (where kind = 'open') as double precision) as open_squares,
       cast(sum(times) filter (where kind = 'closed' and detail = 'won') as double precision) as won,
       cast(sum(times) filter (where kind = 'closed' and detail = 'lost') as double precision) as lost
from sliced group by w, slice

-- section: hidden
-- How many rows have no stage history, by what it is missing for.
select w, slice,
       cast(sum(times) filter (where kind = 'entry') as double precision) as hidden_entries,
       cast(sum(times) filter (where kind = 'visit') as double precision) as hidden_visits,
       cast(sum(times) filter (where kind = 'standing') as double precision) as hidden_standing
from everything where excluded = 'snapshot_only' group by w, slice

-- section: cells
-- Times to an outcome, cut to the hour, so that a million deals are as many cells
-- as there are hours.
select w, slice, kind as what, num as days, cast(outcome as double precision) as outcome, cast(sum(times) as double precision) as n
from sliced where kind in ('entry', 'visit', 'created', 'asked') group by w, slice, kind, num, outcome
